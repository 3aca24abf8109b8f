"""What is typed for a comparison with dismissals: an offer or own terms, who would leave and when, for how long."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.service import LEFT_BEFORE_HIRED
from mediation.domain.talks import whatif, wording
from mediation.domain.talks.clauses import Clause, Library, Values
from mediation.domain.talks.whatif import Dismissals, Leaver
from mediation.office.records import Said
from mediation.office.talks_costing import Option
from mediation.office.talks_typed import number, words

TYPED: Final = "typed"
OWN: Final = Said(N_("自行填写的方案"))
TERMS: Final = ("change", "amount", "months")
"""What of a wage adjustment is typed: the clause of the library whose fields cost so is read."""
PLAIN: Final = ("basis", *TERMS, "promise", "left_on", "notice_pay", "horizon")
PARTS: Final = ("staff_group", "leaving", "hired_on")
MOST_TITLE: Final = 80
MOST_ROWS: Final = 60
FIRST_HIRED: Final = date(1950, 1, 1)
FIRST_LEFT: Final = date(2008, 1, 1)
LAST_LEFT: Final = date(2100, 12, 31)
NO_DAY: Final = N_("日期应写作 2026-11-22")
NO_OFFER: Final = N_("没有这个方案，请重新选择")
NO_TERMS: Final = N_("请填写调整幅度或者每人每月调整额")
INCOMPLETE: Final = N_("请填全类别、人数和入职日期")
_ROW = re.compile(r"leavers\[(\d{1,2})\]\.(?:staff_group|leaving|hired_on)", re.ASCII)


@dataclass(frozen=True)
class Planned:
    """A comparison as it was understood."""

    option: Option
    promise: bool
    dismissals: Dismissals
    horizon: int


def kept(values: Mapping[str, str]) -> dict[str, str]:
    """Return what of a form belongs to the comparison, rows that say nothing left out and the rest moved up."""
    found = {name: values[name].strip() for name in PLAIN if values.get(name, "").strip()}
    numbers = sorted({int(hit[1]) for name in values if (hit := _ROW.fullmatch(name))})[:MOST_ROWS]
    rows = [{part: values.get(f"leavers[{one}].{part}", "").strip() for part in PARTS} for one in numbers]
    for nth, row in enumerate(row for row in rows if any(row.values())):
        found |= {f"leavers[{nth}].{part}": text for part, text in row.items()}
    return found


def read(values: Mapping[str, str], every: Sequence[Option], library: Library) -> Planned:
    """Return the comparison that `kept` values describe; raises Refused with every fault beside its field."""
    problems: list[Problem] = []
    option = _option(values, every, library, problems)
    left_on = _day(values, "left_on", problems, FIRST_LEFT)
    leavers = _leavers(values, left_on, problems)
    horizon = whatif.HORIZON
    if values.get("horizon"):
        horizon = _months(values, problems)
    if not leavers and not problems:
        problems.append(Problem(whatif.NOBODY, "leavers[0].leaving"))
    if problems or option is None or left_on is None:
        raise Refused(problems)
    dismissals = Dismissals(tuple(leavers), left_on, notice_pay=values.get("notice_pay") == "yes")
    promise = values.get("promise") == "yes" if option.key == TYPED else _promises(option.clauses, library)
    return Planned(option, promise, dismissals, horizon)


def in_form(refused: Refused, values: Mapping[str, str]) -> Refused:
    """Point what the domain says about a group, or about the horizon, at the fields of the form."""
    return Refused([replace(one, field=_field(one, values)) for one in refused.problems])


def adjustment(library: Library) -> Clause | None:
    """Return the clause of the library that adjusts wages in per cent."""
    return next((one for one in library.values() if any(field.cost == "change" for field in one.figures())), None)


def title_of(values: Mapping[str, str], problems: list[Problem]) -> str:
    """Return the title typed for a comparison."""
    return words(values, "plan_title", problems, most=MOST_TITLE, required=True)


def _field(problem: Problem, values: Mapping[str, str]) -> str:
    if problem.message == whatif.BAD_HORIZON:
        return "horizon"
    rows = [name for name in values if name.endswith(".staff_group") and values[name] == problem.field]
    if not rows:
        return "leavers[0].leaving"
    part = "staff_group" if problem.message == whatif.NO_SUCH_GROUP else "leaving"
    return rows[-1].replace("staff_group", part)


def _option(
    values: Mapping[str, str], every: Sequence[Option], library: Library, problems: list[Problem]
) -> Option | None:
    basis = values.get("basis", TYPED)
    if basis != TYPED:
        found = next((one for one in every if one.key == basis), None)
        if found is None:
            problems.append(Problem(NO_OFFER, "basis"))
        return found
    clause = adjustment(library)
    if clause is None:
        problems.append(Problem(NO_OFFER, "basis"))
        return None
    fields = {one.cost: one.key for one in clause.figures() if one.cost in TERMS}
    typed = {key: values.get(cost, "") for cost, key in fields.items()}
    if not values.get("change") and not values.get("amount"):
        problems.append(Problem(NO_TERMS, "change"))
        return None
    try:
        return Option(TYPED, OWN, None, {clause.key: wording.read_values(clause, typed)})
    except Refused as refused:
        costs = {f"{clause.key}.{key}": cost for cost, key in fields.items()}
        problems += [replace(one, field=costs.get(one.field, "change")) for one in refused.problems]
        return None


def _leavers(values: Mapping[str, str], left_on: date | None, problems: list[Problem]) -> list[Leaver]:
    found = []
    for nth in range(MOST_ROWS):
        row = {part: values.get(f"leavers[{nth}].{part}", "") for part in PARTS}
        if not any(row.values()):
            continue
        if not all(row.values()):
            empty = next(part for part in PARTS if not row[part])
            problems.append(Problem(INCOMPLETE, f"leavers[{nth}].{empty}"))
            continue
        before = len(problems)
        heads = number(values, f"leavers[{nth}].leaving", problems, least=1)
        hired = _day(values, f"leavers[{nth}].hired_on", problems, FIRST_HIRED)
        if hired and left_on and hired > left_on:
            problems.append(Problem(LEFT_BEFORE_HIRED, f"leavers[{nth}].hired_on", hired.isoformat()))
        if len(problems) == before and hired is not None:
            found.append(Leaver(row["staff_group"], heads, hired))
    return found


def _day(values: Mapping[str, str], name: str, problems: list[Problem], first: date) -> date | None:
    text = values.get(name, "")
    try:
        found = date.fromisoformat(text) if len(text) == len("2026-11-22") else None
    except ValueError:
        found = None
    if found is None or not first <= found <= LAST_LEFT:
        problems.append(Problem(NO_DAY, name, text[:40], f"≥ {first}" if found and found < first else ""))
        return None
    return found


def _months(values: Mapping[str, str], problems: list[Problem]) -> int:
    text = values["horizon"]
    if text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= whatif.MOST_MONTHS and len(text) < 4:
        return int(text)
    problems.append(Problem(whatif.BAD_HORIZON, "horizon", text[:40], params={"most": whatif.MOST_MONTHS}))
    return whatif.HORIZON


def _promises(clauses: Mapping[str, Values], library: Library) -> bool:
    return any(library[key].promise == "no_dismissal" for key in clauses)
