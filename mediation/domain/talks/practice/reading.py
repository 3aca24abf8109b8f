"""Read the file of a scenario word by word, every fault told with its line."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Final

from mediation.domain.faults import Findings, Place, RuleFault
from mediation.domain.refusals import Refused
from mediation.domain.rulebook import RuleBook
from mediation.domain.rulefile import documents
from mediation.domain.shape import Shape
from mediation.domain.talks import wagetable, wording
from mediation.domain.talks.place import SIDES
from mediation.domain.talks.practice.scenario import (
    COST,
    DAYS,
    DEAREST,
    MOST_CANDIDATES,
    REPLIES,
    Aim,
    Congress,
    Issue,
    Person,
    Scenario,
    Script,
    Side,
    Texts,
)
from mediation.domain.talks.teams import CHOSEN, POSTS, Unit
from mediation.domain.talks.wagetable import Line
from mediation.domain.talks.whatif import Leaver

_NEEDED = (
    "id", "title", "about", "facts", "place", "starts_on", "ends_on", "proposer", "unit", "wages", "insurance",
    "congress", "issues", "sides",
)  # fmt: skip
_OPTIONAL = ("presets", "layoff", "stoppage", "leavers", "left_on")
_SCRIPT = (
    "opens", "concedes", "expects", "patience", "team", "reply", "reply_after", "reason", "yields_to", "yields_after",
    "names_after", "asks", "files_after",
)  # fmt: skip
WHOLE: Final = 100
FEN: Final = 100
_DAYS = {"reply_after": 9, "yields_after": 6, "names_after": 8, "files_after": 6}


def read(file: str, content: bytes, book: RuleBook) -> Scenario:
    """Return the scenario of a file; raises RuleFault with everything that is wrong with it."""
    found = list(documents(file, content))
    if len(found) != 1:
        raise RuleFault(file, "", "a scenario is one document", code="yaml")
    findings = Findings()
    place = Place(findings, file, "", found[0].lines)
    shape = Shape(found[0].value, place).only((*_NEEDED, *_OPTIONAL), _NEEDED)
    scenario = _scenario(shape, book)
    findings.raise_if_any()
    if scenario is None:
        raise RuleFault(file, "", "no scenario", code="yaml")
    return scenario


def _scenario(shape: Shape, book: RuleBook) -> Scenario | None:
    starts, ends = shape.day("starts_on"), shape.day("ends_on")
    sides = Shape(shape.raw.get("sides", {}), shape.place, ("sides",)).only(SIDES, SIDES)
    congress = _inner(shape, "congress").only(("delegates", "present", "body"), ("delegates", "present"))
    issues = tuple(_issue(one, book) for one in _list(shape, "issues"))
    presets = _presets(shape)
    if starts is None or ends is None or ends <= starts:
        shape.place.fault("value", "starts_on lies before ends_on", ("ends_on",))
        return None
    _readable(shape, issues, presets, book)
    return Scenario(
        id=shape.text("id"), title=shape.languages("title"), about=shape.languages("about"),
        facts=_texts(shape, "facts"), place=shape.choice("place", tuple(book.places)), starts_on=starts, ends_on=ends,
        proposer=shape.choice("proposer", SIDES), unit=_unit(shape), layoff=shape.number("layoff"),
        stoppage=shape.flag("stoppage"), lines=_lines(shape), insurance=shape.number("insurance"),
        congress=Congress(congress.number("delegates"), congress.number("present"), congress.text("body", "congress")),
        issues=issues, presets=presets,
        sides={key: _side(_inner(sides, key), issues, book) for key in SIDES},
        leavers=tuple(_leaver(one) for one in _list(shape, "leavers")), left_on=shape.day("left_on"),
    )  # fmt: skip


def _inner(shape: Shape, key: str) -> Shape:
    return Shape(shape.raw.get(key, {}), shape.place, (*shape.path, key))


def _list(shape: Shape, key: str) -> list[Shape]:
    rows = shape.raw.get(key, [])
    if not isinstance(rows, list):
        shape.place.fault("type", f"{key} should be a list", (*shape.path, key))
        return []
    return [Shape(row, shape.place, (*shape.path, key, index)) for index, row in enumerate(rows)]


def _texts(shape: Shape, key: str) -> tuple[Texts, ...]:
    rows = shape.raw.get(key, [])
    count = len(rows) if isinstance(rows, list) else 0
    holders = (Shape({key: rows[nth]}, shape.place, (*shape.path, key, nth)) for nth in range(count))
    return tuple(one.languages(key) for one in holders)


def _unit(shape: Shape) -> Unit:
    one = _inner(shape, "unit").only(("unionised", "women_committee", "staff", "consenting", "contract_until"),
                                     ("unionised", "women_committee", "staff"))  # fmt: skip
    consenting = one.number("consenting") if "consenting" in one.raw else None
    return Unit(one.flag("unionised"), one.flag("women_committee"), one.number("staff"), consenting,
                one.day("contract_until"))  # fmt: skip


def _lines(shape: Shape) -> tuple[Line, ...]:
    try:
        return wagetable.paste(shape.text("wages"))
    except Refused as refused:
        for problem in refused.problems:
            shape.place.fault("value", f"wages: {problem.text()}", ("wages",))
        return ()


def _issue(shape: Shape, book: RuleBook) -> Issue:
    shape.only(("clause", "field", "values", "apart"), ("clause", "field", "values"))
    clause = shape.choice("clause", tuple(book.clauses))
    fields = tuple(book.clauses[clause].fields) if clause in book.clauses else ()
    return Issue(clause, shape.choice("field", fields), shape.words("values"), shape.flag("apart"))


def _presets(shape: Shape) -> dict[str, dict[str, str]]:
    inner = _inner(shape, "presets")
    found = {str(clause): Shape(raw, inner.place, (*inner.path, clause)).raw for clause, raw in inner.raw.items()}
    return {clause: {str(name): str(text) for name, text in one.items()} for clause, one in found.items()}


def _readable(
    shape: Shape, issues: tuple[Issue, ...], presets: Mapping[str, Mapping[str, str]], book: RuleBook
) -> None:
    """Note values that the clause library can't read, and more agreements than can be gone through."""
    for nth, issue in enumerate(issues):
        if issue.clause not in book.clauses or issue.field not in book.clauses[issue.clause].fields:
            continue
        others = {one.field: one.values[0] for one in issues if one.clause == issue.clause and one.values}
        for text in issue.values:
            typed = {**presets.get(issue.clause, {}), **others, issue.field: text}
            try:
                wording.read_values(book.clauses[issue.clause], typed)
            except Refused as refused:
                shape.place.fault("value", f"'{text}': {refused.problems[0].text()}", ("issues", nth, "values"))
    if math.prod(max(len(one.values), 1) for one in issues) > MOST_CANDIDATES:
        shape.place.fault("too_many", f"the values make more than {MOST_CANDIDATES} agreements", ("issues",))


def _leaver(shape: Shape) -> Leaver:
    shape.only(("group", "heads", "hired_on"), ("group", "heads", "hired_on"))
    return Leaver(shape.text("group"), shape.number("heads"), shape.day("hired_on") or date.min)


def _side(shape: Shape, issues: tuple[Issue, ...], book: RuleBook) -> Side:
    words = ("brief", "aims", "walk_away", "people", "tells", "script")
    shape.only(words, words)
    people = tuple(_person(one) for one in _list(shape, "people"))
    aims = tuple(_aim(one, issues, book) for one in _list(shape, "aims"))
    if sum(one.points for one in aims) != WHOLE:
        shape.place.fault("value", f"the points of the aims add up to {WHOLE}", (*shape.path, "aims"))
    return Side(shape.languages("brief"), aims, shape.number("walk_away"), people, _texts(shape, "tells"),
                _script(_inner(shape, "script"), people))  # fmt: skip


def _aim(shape: Shape, issues: tuple[Issue, ...], book: RuleBook) -> Aim:
    needed = ("id", "title", "of", "worst", "best", "points")
    shape.only((*needed, "limit"), needed)
    of, scale = shape.text("of"), 1
    clause, _, name = of.partition(".")
    known = {one.clause for one in issues if one.clause in book.clauses}
    if of == COST:
        scale = FEN
    elif of != DEAREST and (clause not in known or name not in (DAYS, *book.clauses[clause].fields)):
        shape.place.fault("value", f"of: no issue '{of}'", (*shape.path, "of"))
    elif of != DEAREST and name != DAYS and book.clauses[clause].fields[name].unit == "fen":
        scale = FEN
    worst, best = shape.number("worst") * scale, shape.number("best") * scale
    if worst == best:
        shape.place.fault("value", "worst and best are the same", (*shape.path, "best"))
    limit = shape.number("limit") * scale if "limit" in shape.raw else None
    return Aim(shape.text("id"), shape.languages("title"), of, worst, best, shape.number("points"), limit)


def _person(shape: Shape) -> Person:
    shape.only(("id", "name", "work", "post", "chosen", "outsider", "woman"), ("id", "name", "work"))
    post = shape.choice("post", POSTS) if "post" in shape.raw else "other"
    chosen = shape.choice("chosen", CHOSEN) if "chosen" in shape.raw else ""
    return Person(shape.text("id"), shape.text("name"), shape.languages("work"), post, chosen,
                  shape.flag("outsider"), shape.flag("woman"))  # fmt: skip


def _script(shape: Shape, people: tuple[Person, ...]) -> Script:
    needed = ("opens", "concedes", "expects", "patience", "team")
    shape.only(_SCRIPT, needed)
    team, known = shape.words("team"), {one.id for one in people}
    for name in team:
        if name not in known:
            shape.place.fault("value", f"team: no person '{name}'", (*shape.path, "team"))
    return Script(
        opens=shape.number("opens"), concedes=shape.number("concedes"), expects=shape.number("expects"),
        patience=shape.number("patience"), team=team,
        reply=shape.choice("reply", REPLIES) if "reply" in shape.raw else REPLIES[0],
        reply_after=_days(shape, "reply_after"), reason=shape.languages("reason") if "reason" in shape.raw else {},
        yields_to=shape.text("yields_to"), yields_after=_days(shape, "yields_after"),
        names_after=_days(shape, "names_after"), asks=shape.flag("asks"), files_after=_days(shape, "files_after"),
    )  # fmt: skip


def _days(shape: Shape, key: str) -> int:
    return shape.number(key) if key in shape.raw else _DAYS[key]
