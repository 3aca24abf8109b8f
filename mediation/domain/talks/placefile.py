"""Read a place's file of rules/talks/ word by word, and run the examples its periods carry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from mediation.domain.faults import Place
from mediation.domain.lawbook import VERIFIED
from mediation.domain.shape import Period, Shape
from mediation.domain.talks.place import (
    BALANCES,
    BOUND,
    CONTRACTS,
    EVENTS,
    FORCES,
    REQUIREMENTS,
    SIGNATURES,
    SIGNERS,
    SITUATIONS,
    WAYS,
    WHO,
    Force,
    LawfulStep,
    Limit,
    Places,
    Requirement,
    TalksPlace,
    Way,
    reckon,
)
from mediation.domain.vocabulary import nearest
from mediation.domain.workdays import Calendar, Unit

LENGTHS: Mapping[str, Unit] = {"days": "calendar", "months": "month", "years": "year", "workdays": "working"}
_SHARE = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})", re.ASCII)
_LIMIT_ID = re.compile(r"talks\.[a-z][a-z0-9_]*", re.ASCII)
_LIMIT_WORDS = (
    "id", "number", "title", "from", "way", "who", "force", "law", "verified", "in_force", "contracts", "expired",
    "extendable_days", "roll", "closes_on_day", "examples", "note", *LENGTHS,
)  # fmt: skip
_RULES = {"team.balance": BALANCES, "signature": SIGNATURES, "sector.signs": SIGNERS, "sector.bound": BOUND}


def read_place(raw: object, place: Place, calendar: Calendar) -> TalksPlace:
    """Return the place that one document says, the examples of its periods run; faults go to `place`."""
    words = ("id", "title", "besides", "in_force", "periods", "requirements", "steps", "note")
    shape = Shape(raw, place).only(words, ("id", "title", "in_force", "periods", "requirements"))
    ident, usual = shape.text("id"), shape.period()
    inner = place.named(f"talks.{ident}")
    found = TalksPlace(
        id=ident,
        title=shape.languages("title"),
        besides=shape.text("besides"),
        limits=tuple(_limit(one, usual, calendar) for one in _rows(shape, "periods", inner)),
        requirements=tuple(_requirement(one, usual) for one in _rows(shape, "requirements", inner)),
        steps=tuple(_step(one) for one in _rows(shape, "steps", inner)),
    )
    _once(found, inner)
    return found


def _rows(shape: Shape, key: str, place: Place) -> list[Shape]:
    rows = shape.raw.get(key, [])
    if not isinstance(rows, list):
        place.fault("type", f"{key} should be a list", (key,))
        return []
    return [Shape(row, place, (key, index)) for index, row in enumerate(rows)]


def _limit(shape: Shape, usual: Period, calendar: Calendar) -> Limit:
    shape.only(_LIMIT_WORDS, ("id", "number", "title", "from", "way", "who", "force", "law", "verified", "examples"))
    count, unit = _length(shape)
    way: Way = next((one for one in WAYS if one == shape.choice("way", WAYS)), "after")
    force: Force = next((one for one in FORCES if one == shape.choice("force", FORCES)), "hard")
    ident = shape.text("id")
    if not _LIMIT_ID.fullmatch(ident):
        shape.place.fault("value", f"'{ident}' is no id such as talks.reply", (*shape.path, "id"))
    if way != "after" and unit == "working":
        shape.place.fault("value", "working days are not counted backwards", (*shape.path, "workdays"))
        unit = "calendar"
    found = Limit(
        id=ident, number=shape.text("number"), title=shape.languages("title"), start=shape.choice("from", EVENTS),
        count=count, unit=unit, way=way, who=shape.choice("who", WHO), force=force, law=shape.words("law"),
        verified=shape.choice("verified", VERIFIED), in_force=_in_force(shape, usual),
        contracts=_chosen(shape, "contracts", CONTRACTS) or CONTRACTS,
        expired=shape.choice("expired", SITUATIONS), extendable=shape.number("extendable_days"),
        roll=shape.flag("roll", True), closes_on_day=shape.flag("closes_on_day"),
    )  # fmt: skip
    _run_examples(found, shape, calendar)
    return found


def _length(shape: Shape) -> tuple[int, Unit]:
    words = [word for word in LENGTHS if word in shape.raw]
    if len(words) != 1:
        shape.place.fault("value", f"exactly one of {', '.join(LENGTHS)} says how long", shape.path)
        return 0, "calendar"
    count = shape.number(words[0])
    if not 0 <= count <= 600:
        shape.place.fault("value", f"{words[0]} takes a whole number from 0 to 600", (*shape.path, words[0]))
        count = 0
    return count, LENGTHS[words[0]]


def _in_force(shape: Shape, usual: Period) -> Period:
    return shape.period() if "in_force" in shape.raw else usual


def _chosen(shape: Shape, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    words = shape.words(key)
    for word in words:
        if word not in allowed:
            reason = f"{key}: unknown '{word}'{nearest(word, allowed)}; allowed: {', '.join(allowed)}"
            shape.place.fault("value", reason, (*shape.path, key))
    return words


def _run_examples(row: Limit, shape: Shape, calendar: Calendar) -> None:
    """Note every example whose days the period doesn't come to, and a period without an example."""
    examples = _rows(Shape({"examples": shape.raw.get("examples")}, shape.place, shape.path), "examples", shape.place)
    if not examples:
        shape.place.fault("example", f"{row.id}: no example", shape.path)
    for index, raw in enumerate(examples):
        at = (*shape.path, "examples", index)
        inner = Shape(raw.raw, shape.place, at).only(("from", "opens_on", "safe_on", "last_on"), ("from", "safe_on"))
        start = inner.day("from")
        if start is None:
            continue
        found = reckon(row, start, calendar)
        days = {"opens_on": found.opens_on, "safe_on": found.limit.safe_on, "last_on": found.limit.last_on}
        for key, told in ((key, inner.day(key)) for key in days if key in inner.raw or key == "safe_on"):
            if told != days[key]:
                shape.place.fault("example", f"{row.id}: from {start} {key} should be {told}, is {days[key]}", at)


def _requirement(shape: Shape, usual: Period) -> Requirement:
    words = ("number", "share", "rule", "least_months", "most_months")
    shape.only(("id", "law", "verified", "in_force", "note", *words), ("id", "law", "verified"))
    ident = shape.choice("id", tuple(REQUIREMENTS))
    needed = REQUIREMENTS.get(ident, "")
    told = {one for one in words if one in shape.raw}
    wanted = {"least_months", "most_months"} if needed == "months" else {needed} - {""}
    if told != wanted:
        says = ", ".join(sorted(wanted)) or "nothing but its article"
        shape.place.fault("value", f"{ident} takes {says}", shape.path)
    return Requirement(
        id=ident, law=shape.words("law"), verified=shape.choice("verified", VERIFIED),
        in_force=_in_force(shape, usual), number=_positive(shape, "number"), share=_share(shape),
        rule=shape.choice("rule", _RULES.get(ident, ())) if "rule" in shape.raw else "",
        least_months=_positive(shape, "least_months"), most_months=_positive(shape, "most_months"),
    )  # fmt: skip


def _positive(shape: Shape, key: str) -> int:
    found = shape.number(key)
    if key in shape.raw and not 1 <= found <= 1_000:
        shape.place.fault("value", f"{key} takes a whole number from 1 to 1000", (*shape.path, key))
    return found


def _share(shape: Shape) -> Fraction:
    text = shape.text("share")
    match = _SHARE.fullmatch(text)
    if text and (match is None or Fraction(text) > 1):
        shape.place.fault("value", f"share: '{text}' is no fraction such as '2/3'", (*shape.path, "share"))
        return Fraction(0)
    return Fraction(text) if match else Fraction(0)


def _step(shape: Shape) -> LawfulStep:
    needed = ("id", "title", "who", "law", "verified", "for")
    shape.only((*needed, "unjustified", "after", "note"), needed)
    return LawfulStep(
        id=shape.text("id"), title=shape.languages("title"), who=shape.text("who"), law=shape.words("law"),
        verified=shape.choice("verified", VERIFIED), situations=_chosen(shape, "for", SITUATIONS),
        unjustified=shape.flag("unjustified"), after=shape.words("after"),
    )  # fmt: skip


def _once(found: TalksPlace, place: Place) -> None:
    """Note two versions of a row that are in force on one day."""
    seen: dict[tuple[str, str], list[Period]] = {}
    keys = [(row.id, contract, row.in_force) for row in found.limits for contract in row.contracts]
    keys += [(row.id, "", row.in_force) for row in found.requirements]
    for ident, contract, period in keys:
        for other in seen.setdefault((ident, contract), []):
            if other.overlaps(period):
                place.fault("overlap", f"{ident}: two versions are in force on {max(other.start, period.start)}")
        seen[ident, contract].append(period)


def cross_check(places: Places, laws: Mapping[str, object], spots: Mapping[str, Place]) -> None:
    """Note articles that law.yaml doesn't have, a place that stands beside none or beside itself, steps after none."""
    for ident, place in places.items():
        _earlier_steps(place, spots[ident])
        for key, row in place.laws():
            if key not in laws:
                spots[ident].fault("unknown_law", f"{row}: law.yaml has no entry '{key}'{nearest(key, laws)}")
        seen, wider = [ident], place.besides
        while wider in places and wider not in seen:
            seen.append(wider)
            wider = places[wider].besides
        if wider:
            reason = "stands beside itself" if wider in seen else f"no place '{wider}'{nearest(wider, places)}"
            spots[ident].fault("unknown_place", f"besides: {reason}", ("besides",))


def _earlier_steps(place: TalksPlace, spot: Place) -> None:
    """Note a step that comes after one which no situation of its own names before it."""
    for index, row in enumerate(place.steps):
        before = {one.id: one.situations for one in place.steps[:index]}
        for other in row.after:
            if other not in before or not set(row.situations) <= set(before[other]):
                reason = f"{row.id}: after '{other}', which doesn't stand before it for every situation"
                spot.fault("value", reason, ("steps", index, "after"))
