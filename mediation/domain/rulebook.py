"""The rule book: the folder rules/ read, checked word by word, and asked for rules, laws and amounts."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from mediation.domain import bookcache
from mediation.domain.effects import inferences
from mediation.domain.examples import run_examples, weak_examples
from mediation.domain.faults import Findings, Place, RuleFault, ordered_faults
from mediation.domain.lawbook import (
    Desk,
    Law,
    Lawbook,
    Parameter,
    ParameterGap,
    Stratum,
    Workdays,
    once,
    read_desk,
    read_law,
    read_parameter,
    read_stratum,
    read_workdays,
)
from mediation.domain.rule import Example, Rule, read_rule
from mediation.domain.rulefile import Document, documents, listed
from mediation.domain.shape import Period, entries
from mediation.domain.talks.clauses import Clause, read_clause
from mediation.domain.talks.place import TalksPlace
from mediation.domain.talks.placebook import known_places, read_places
from mediation.domain.vocabulary import fields_of, nearest

__all__ = [
    "Clause", "Desk", "Example", "Law", "Parameter", "ParameterGap", "Period", "Rule", "RuleBook", "RuleFault",
    "Stratum", "Workdays", "check", "digest_of", "kept", "load", "load_files",
]  # fmt: skip

CLAUSES = "talks/clauses.yaml"
"""The one file of talks/ that is no place: the clause library."""
LOADER = 4
"""Raised whenever this reader judges the same files differently, so that no older verdict is taken from a cache."""


@dataclass(frozen=True)
class RuleBook:
    """Every rule with what it leans on; `digest` names exactly these files."""

    digest: str
    rules: tuple[Rule, ...]
    laws: Mapping[str, Law]
    desks: Mapping[str, Desk]
    parameters: Mapping[str, Parameter]
    calendars: tuple[Workdays, ...]
    strata: Mapping[str, Stratum]
    places: Mapping[str, TalksPlace] = field(default_factory=dict)
    clauses: Mapping[str, Clause] = field(default_factory=dict)

    def rule(self, ident: str, on: date) -> Rule:
        """Return the version of a rule in force on `on`; raise LookupError, naming the nearest id, if there is none."""
        for rule in self.rules:
            if rule.id == ident and rule.in_force.covers(on):
                return rule
        known = sorted({rule.id for rule in self.rules})
        if ident in known:
            raise LookupError(f"rule {ident} is not in force on {on.isoformat()}")
        raise LookupError(f"no rule '{ident}'{nearest(ident, known)}")

    def stratum(self, name: str, on: date) -> tuple[Rule, ...]:
        """Return the rules of one stratum in force on `on`, by id; KeyError for no such stratum."""
        return tuple(rule for rule in self.versions(name) if rule.in_force.covers(on))

    def versions(self, name: str) -> tuple[Rule, ...]:
        """Return every version of the rules of one stratum, by id and first day; KeyError for no such stratum."""
        if name not in self.strata:
            raise KeyError(f"no stratum '{name}'{nearest(name, self.strata)}")
        return tuple(rule for rule in self.rules if rule.stratum == name)


def load(directory: Path, *, cache: Path | None = None) -> RuleBook:
    """Return the checked rule book of `directory`, every example run through the plain reading.

    With `cache` (a folder) a book found good before is taken from there by its digest, its examples not run again.
    Raises RuleFault: the first fault, with all of them in its `.faults`.
    """
    return load_files(listed(directory), folder=directory.name, cache=cache)


def load_files(files: Mapping[str, bytes], *, folder: str = "rules", cache: Path | None = None) -> RuleBook:
    """Return the checked rule book of files as `listed` gives them: path (`folder` first) → bytes.

    Raises RuleFault as `load` does; what `listed` refuses on a disk (links, sizes) isn't looked at again.
    """
    digest = digest_of(files)
    known = bookcache.read(cache, digest) if cache else None
    if known is not None:
        return _build(digest, [_moved(one, folder) for one in known], folder, trusted=True)
    read = _read(files)
    book = _build(digest, read, folder, trusted=False)
    if cache:
        bookcache.write(cache, digest, read)
    return book


def _moved(one: Document, folder: str) -> Document:
    """Return a kept document as one of `folder`: the same files may have been read under another folder's name."""
    here = one.file.startswith(f"{folder}/")
    return one if here else replace(one, file=f"{folder}/{one.file.partition('/')[2]}")


def kept(cache: Path, digest: str) -> RuleBook | None:
    """Return the book that was found good before under `digest`, or None if it isn't in the cache any more."""
    documents_kept = bookcache.read(cache, digest)
    if documents_kept is None:
        return None
    return _build(digest, [_moved(one, "rules") for one in documents_kept], "rules", trusted=True)


def check(directory: Path) -> list[RuleFault]:
    """Return everything wrong with `directory`; every example runs through the engine and the plain reading.

    Each call builds an engine, whose memory stays taken: meant for a command, not for a server, which uses `load`.
    """
    from mediation.domain.engine import Engine

    try:
        book = load(directory)
    except RuleFault as fault:
        return list(fault.faults)
    engine, findings = Engine(book, builds_at_most=sys.maxsize), Findings()
    for rule in book.rules:
        on = rule.in_force.start
        place = Place(findings, rule.file, rule.id, {})
        for example in rule.examples:
            hits = engine.held(rule.stratum, example.situation, on)
            found = next((hit for hit in hits if hit.rule is rule), None)
            if (found is not None) != bool(example.expect) or (found and found.level != example.expect.get("level")):
                place.fault("engine", f"example '{example.name}': the engine and the plain reading differ")
    return list(ordered_faults(findings.faults))


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return `sha256:…` over the reader's version and every path (below the folder) with its bytes."""
    found = hashlib.sha256(f"loader {LOADER}\n".encode())
    for name, content in sorted(files.items()):
        path = name.partition("/")[2].encode()
        found.update(b"%d %s %d\n" % (len(path), path, len(content)))
        found.update(content)
    return f"sha256:{found.hexdigest()}"


def _read(files: Mapping[str, bytes]) -> list[Document]:
    """Return all documents; raise RuleFault with one fault a file that isn't clean YAML."""
    found: list[Document] = []
    findings = Findings()
    for name, content in files.items():
        try:
            found.extend(documents(name, content))
        except RuleFault as fault:
            findings.faults.append(fault)
    findings.raise_if_any()
    return found


def _build(digest: str, read: list[Document], folder: str, *, trusted: bool) -> RuleBook:
    findings = Findings()
    places = [one for one in read if one.file.startswith(f"{folder}/talks/") and one.file != f"{folder}/{CLAUSES}"]
    book, rest = _lawbook([one for one in read if one not in places], folder, findings)
    talks = read_places(places, book, findings)
    known_places(book.clauses.values(), talks, f"{folder}/{CLAUSES}", findings)
    placed = [(read_rule(one.value, place, book), place) for one, place in _rule_places(rest, findings)]
    placed.sort(key=lambda one: (one[0].id, one[0].in_force.start))
    findings.raise_if_any()
    if not trusted:
        _cross_check(placed, list(book.strata))
        for rule, place in placed:
            weak_examples(rule, place)
            run_examples(rule, place, book.calendars.values())
        findings.raise_if_any()
    return RuleBook(
        digest=digest,
        rules=tuple(rule for rule, _ in placed),
        laws=MappingProxyType(book.laws),
        desks=MappingProxyType(book.desks),
        parameters=MappingProxyType(book.parameters),
        calendars=tuple(book.calendars[year] for year in sorted(book.calendars)),
        strata=MappingProxyType(book.strata),
        clauses=MappingProxyType(book.clauses),
        places=MappingProxyType(talks),
    )


def _rule_places(read: list[Document], findings: Findings) -> Iterator[tuple[Document, Place]]:
    for one in read:
        ident = one.value.get("id") if isinstance(one.value, dict) else None
        yield one, Place(findings, one.file, ident if isinstance(ident, str) else "", one.lines)


def _lawbook(read: list[Document], folder: str, findings: Findings) -> tuple[Lawbook, list[Document]]:
    """Return what rules lean on, and the documents that are rules."""
    book, rest = Lawbook(), []
    for one in read:
        name = one.file.removeprefix(f"{folder}/")
        if not _leaned_on(book, name, one.value, Place(findings, one.file, "", one.lines)):
            rest.append(one)
    for needed, found in (("law.yaml", book.laws), ("desks.yaml", book.desks), ("strata.yaml", book.strata)):
        if not found:
            findings.faults.append(RuleFault(f"{folder}/{needed}", "", "the file is missing or empty", code="missing"))
    findings.raise_if_any()
    return book, rest


def _leaned_on(book: Lawbook, name: str, value: object, place: Place) -> bool:
    """Read one document into `book` if it is no rule, and say whether it was none."""
    kind = name.partition("/")[0]
    if kind == "law.yaml":
        book.laws |= {key: read_law(key, shape) for key, shape in entries(value, place)}
    elif kind == "desks.yaml":
        book.desks |= {key: read_desk(key, shape) for key, shape in entries(value, place)}
    elif kind == "parameters":
        for key, shape in entries(value, place):
            once(book.parameters, key, place)
            book.parameters[key] = read_parameter(key, shape)
    elif kind == "strata.yaml":
        stratum = read_stratum(value, place)
        once(book.strata, stratum.id, place)
        book.strata[stratum.id] = stratum
    elif kind == "workdays":
        year = read_workdays(value, place)
        once(book.calendars, year.year, place)
        book.calendars[year.year] = year
    elif name == CLAUSES:
        book.clauses |= {key: read_clause(key, shape, book.laws) for key, shape in entries(value, place)}
    else:
        return False
    return True


def _cross_check(placed: list[tuple[Rule, Place]], strata: list[str]) -> None:
    """Note what only shows between rules: overlapping versions, overrides, facts read before they are inferred."""
    by_id: dict[str, list[Rule]] = {}
    for rule, place in placed:
        for earlier in by_id.setdefault(rule.id, []):
            if earlier.in_force.overlaps(rule.in_force):
                reason = f"two versions are in force on {max(earlier.in_force.start, rule.in_force.start)}"
                other = f"(the other: {earlier.file}): end the earlier one the day before (until)"
                place.fault("overlap", f"{reason} {other}", ("in_force",))
        by_id[rule.id].append(rule)
    for rule, place in placed:
        _check_overrides(rule, place, by_id)
    _check_inferred(placed, strata)


def _check_overrides(rule: Rule, place: Place, by_id: Mapping[str, list[Rule]]) -> None:
    for index, other in enumerate(rule.overrides):
        path = ("overrides", index)
        if other not in by_id:
            place.fault("unknown_rule", f"overrides: no rule '{other}'{nearest(other, by_id)}", path)
        elif other == rule.id or any(rule.id in one.overrides for one in by_id[other]):
            place.fault("overrides", f"overrides: '{other}' and this rule would each put the other out", path)
        elif all(one.stratum != rule.stratum for one in by_id[other]):
            place.fault("overrides", f"overrides: '{other}' is in another stratum, {by_id[other][0].stratum}", path)


def _check_inferred(placed: list[tuple[Rule, Place]], strata: list[str]) -> None:
    made: dict[tuple[str, str], Rule] = {}
    for rule, _ in placed:
        for name in inferences(rule.effects):
            key = (rule.subject, name)
            if key not in made or strata.index(rule.stratum) > strata.index(made[key].stratum):
                made[key] = rule
    for rule, place in placed:
        for name in rule.fields():
            maker = made.get((rule.subject, name)) if fields_of(rule.subject)[name].inferred else None
            if maker is not None and strata.index(maker.stratum) >= strata.index(rule.stratum):
                reason = f"reads '{name}', which {maker.id} infers only in stratum {maker.stratum}"
                place.fault("stratum", f"{reason}, not before {rule.stratum}")
