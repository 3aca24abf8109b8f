"""The health of a rule book: what can't be reached, contradicts itself, has lost its footing or runs out soon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from mediation.domain.rulebook import RuleBook
from mediation.domain.rulehealth.finding import KINDS, SEVERITIES, Finding, Kind, Named
from mediation.domain.rulehealth.fired import Decided, Fired, never_fired
from mediation.domain.rulehealth.ground import Ground
from mediation.domain.rulehealth.overlap import overlaps
from mediation.domain.rulehealth.reach import unreachable
from mediation.domain.rulehealth.terms import leaning

__all__ = ["KINDS", "SEVERITIES", "Decided", "Finding", "Fired", "Kind", "Named", "examined", "located"]

FOLDERS = {"law": "law.yaml", "parameter": "parameters/", "calendar": "workdays/", "talks": "talks/"}


def examined(book: RuleBook, *, today: date, fired: Fired | None = None) -> tuple[Finding, ...]:
    """Return everything found in a book as of `today`, the gravest first; `fired`: what the last cases say of it."""
    ground = Ground(book, today)
    found = [*unreachable(ground), *overlaps(ground), *leaning(ground)]
    if fired is not None:
        found += never_fired(ground, fired)
    return tuple(sorted(found, key=lambda one: one.key))


def located(findings: Iterable[Finding], files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Return findings with the file and line of their entries; `files` as `rulefile.listed` gives them."""
    texts = {name.partition("/")[2]: (name, content.decode("utf-8", "replace")) for name, content in files.items()}
    return tuple(_located(one, texts) for one in findings)


def _located(one: Finding, texts: Mapping[str, tuple[str, str]]) -> Finding:
    if one.about == "rule":
        name, text = texts.get(one.file.partition("/")[2], (one.file, ""))
        return one.at(name, _rule_line(text, one))
    within = one.file or FOLDERS[one.about]
    heading = {"talks": rf"\s*-\s+id:\s*{re.escape(one.ident)}\s*$", "calendar": rf"year:\s*{re.escape(one.ident)}\b"}
    pattern = re.compile(heading.get(one.about, rf"[\"']?{re.escape(one.ident)}[\"']?:"))
    for path, (name, text) in texts.items():
        if path.startswith(within):
            for number, line in enumerate(text.splitlines(), 1):
                if pattern.match(line):
                    return one.at(name, number)
    return one


def _rule_line(text: str, one: Finding) -> int:
    """Return the line on which a rule's version begins: several documents of one file may have its id."""
    found = 0
    for number, line in enumerate(text.splitlines(), 1):
        if re.fullmatch(rf"id:\s*{re.escape(one.ident)}\s*(#.*)?", line):
            found = number
        elif found and one.version and line.startswith("in_force:") and str(one.version) in line:
            return found
    return found
