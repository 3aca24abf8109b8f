"""What the offers of both sides cost in a year, beside the present and each other: an estimate, with every step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from sqlmodel import Session

from mediation.domain.money import figures
from mediation.domain.refusals import N_
from mediation.domain.talks import costing, wording
from mediation.domain.talks.clauses import NATIONAL, Library, Values
from mediation.domain.talks.costing import PRESENT, Assumptions, Comparison, Cost
from mediation.domain.talks.finding import Finding
from mediation.domain.talks.floors import TITLES, Standards
from mediation.domain.talks.offers import ClauseState, Table, follow
from mediation.domain.talks.rounding import half_up
from mediation.domain.talks.wagetable import Line
from mediation.models.talks import Talks
from mediation.models.talks_table import WageTable
from mediation.office import talks, talks_state, talks_wages
from mediation.office.records import Said, Words
from mediation.office.records.talks import FindingRecord
from mediation.office.records.talks_costing import AssumptionRow, Cell, CostColumn, CostRow, CostTables, TermLine
from mediation.office.talks_wages import WHOLE

MOST_OFFERS: Final = 6
NOW: Final = "present"
AGREED: Final = "agreed"
SIDE_NAMES: Final = {"workers": N_("职工方"), "employer": N_("企业方")}
ROUND: Final = N_("%(side)s第 %(round)d 轮")
AS_NOW: Final = Said(N_("现状"))
IS_AGREED: Final = Said(N_("已达成一致的条款"))
NO_MINIMUM: Final = N_("没有载入%(place)s在 %(day)s 的最低工资标准，没有核对")
MINIMUM: Final = N_("最低工资标准每月 %(amount)s 元（%(source)s），按应发月工资核对")
SCOPE: Final = N_("最低工资标准的口径：%(scope)s；接近标准的，请扣除这些项目后再核对")
PERCENT: Final = N_("%(value)s%%")
DAYS: Final = N_("%(value)s 天")
YUAN: Final = N_("%(value)s 元")
TIMES: Final = N_("%(value)d 倍")
YEARS: Final = N_("%(value)d 年")
UNITS: Final = {"paid_days_month": DAYS, "severance_cap_multiple": TIMES, "severance_cap_years": YEARS}
"""Units of standards that are neither amounts nor shares."""
CALLED: Final = {
    **{name: title for name, title in TITLES.items() if name.startswith("overtime_")},
    "paid_days_month": N_("月计薪天数"),
    "employer_insurance_rate": N_("单位社会保险费比例"), "severance_cap_multiple": N_("经济补偿月工资上限"),
    "severance_cap_years": N_("适用上限时的最高年限"),
}  # fmt: skip
"""What standards are called beside their values; their titles in the rules name the unit they are kept in."""
TYPED: Final = N_("由使用者填写")
RATE: Final = Said(CALLED["employer_insurance_rate"])
LOWEST: Final = Said(N_("缴费基数下限"))
HIGHEST: Final = Said(N_("缴费基数上限"))
NO_HIGHEST: Final = Said(N_("没有载入上年度月平均工资，缴费基数未设上限"))


@dataclass(frozen=True)
class Option:
    """One offer as the agreement its side would have after it; the present has no clauses."""

    key: str
    label: Said
    made_on: date | None
    clauses: Mapping[str, Values]


@dataclass(frozen=True)
class Ground:
    """What a comparison rests on: the lines (people paid alike together), the assumptions, the standards."""

    lines: tuple[Line, ...]
    given: Assumptions
    standards: Standards
    table: WageTable


def options(session: Session, row: Talks) -> tuple[Option, ...]:
    """Return every offer of both sides in its order, and at the end what is agreed, if anything is."""
    kept, found = talks_state.offer_rows(session, row), list[Option]()
    library = talks_state.shelf(kept)
    now = Table({key: ClauseState(key) for key in row.agenda})
    for stored, offer in zip(kept, talks_state.offers_of(kept, library), strict=True):
        now = follow(now, offer, library)
        label = Said(ROUND, {"side": Said(SIDE_NAMES[offer.side]), "round": offer.round})
        found.append(Option(f"{offer.side}-{offer.round}", label, stored.made_on, now.bids(offer.side)))
    if agreed := now.agreed():
        found.append(Option(AGREED, IS_AGREED, None, agreed))
    return tuple(found)


def chosen(every: Sequence[Option], wanted: Sequence[str]) -> tuple[Option, ...]:
    """Return the offers asked for, in their order, at most `MOST_OFFERS`; without any the last of each side."""
    found = [one for one in every if one.key in wanted]
    if not found:
        last = {one.key.partition("-")[0]: one.key for one in every}
        found = [one for one in every if one.key in last.values()]
    return tuple(found[:MOST_OFFERS])


def ground(row: Talks, table: WageTable) -> Ground:
    """Return what a comparison by one version of the table rests on; raises Refused where a standard is missing."""
    given = talks_wages.assumed(row, table.on, insurance=table.insurance, low=table.low)
    lines = talks_wages.merged(talks_wages.lines_of(table))
    return Ground(lines, given, talks_wages.standards(row, table.on), table)


def tables(base: Ground, wanted: Sequence[Option], row: Talks) -> CostTables:
    """Return the present and the offers side by side, by item, by group, and with what lies below the minimum wage."""
    library = talks_state.shelf(also=[one.clauses for one in wanted])
    changes = {one.key: costing.change_of(one.clauses, library) for one in wanted}
    counted = {one: costing.cost(base.lines, one, base.given) for one in {PRESENT, *changes.values()}}
    present = counted[PRESENT]
    costs = {key: counted[change] for key, change in changes.items()}
    compared = {one.label: one for one in costing.compare(present, costs)}
    below = {one: costing.below_minimum(base.lines, one, base.given, base.standards) for one in counted}
    first = CostColumn(NOW, AS_NOW, (), _cell(present.total, present.total, present.per_head), 0, {},
                       _findings(below[PRESENT]))  # fmt: skip
    offers = [_column(one, compared[one.key], below[changes[one.key]], library) for one in wanted]
    every = (present, *costs.values())
    return CostTables(
        (first, *offers), _items(every), _groups(every), _parts(every), assumption_rows(base), _notes(base, row)
    )


def terms_of(clauses: Mapping[str, Values], library: Library) -> tuple[TermLine, ...]:
    """Return the clauses that cost something or promise not to dismiss, in the order of the library, as text."""
    return tuple(
        TermLine(Words(clause.title["zh"], clause.title["en"]), wording.text_of(clause, clauses[key]))
        for key, clause in library.items()
        if key in clauses
        and (clause.promise == "no_dismissal" or any(one.cost and one.key in clauses[key] for one in clause.figures()))
    )


def assumption_rows(base: Ground) -> tuple[AssumptionRow, ...]:
    """Return each number the costing rests on with its source and mark, typed ones said so."""
    rows = [assumption(base.standards, one.name, one.value, one.source, one.verified) for one in base.given.told]
    if base.table.insurance is not None:
        rows.append(AssumptionRow(RATE, percent(base.given.insurance), TYPED, ""))
    if base.given.low is not None:
        rows.append(AssumptionRow(LOWEST, yuan(base.given.low), TYPED, ""))
    if base.given.high is not None:
        multiple = base.standards.find("severance_cap_multiple")
        if multiple is not None:
            rows.append(AssumptionRow(HIGHEST, yuan(base.given.high), multiple.source, multiple.verified))
    return tuple(rows)


def assumption(standards: Standards, name: str, value: int, source: str, verified: str) -> AssumptionRow:
    """Return a standard as the pages show it, by the name it has here or else by its title."""
    found = next(
        (one for own in (standards.place, NATIONAL) if (one := standards.parameters.get(f"{own}.{name}"))), None
    )
    title: Words | Said = Words(found.title["zh"], found.title["en"]) if found else Words(name)
    title = Said(CALLED[name]) if name in CALLED else title
    if found and found.unit == "fen":
        return AssumptionRow(title, yuan(value), source, verified)
    unit = UNITS.get(name, PERCENT)
    plain = value if unit in (TIMES, YEARS) else wording.hundredths(value)
    return AssumptionRow(title, Said(unit, {"value": plain}), source, verified)


def percent(value: int) -> Said:
    """Return hundredths of a percent as the pages show them."""
    return Said(PERCENT, {"value": wording.hundredths(value)})


def yuan(value: int) -> Said:
    """Return fen as the pages show them."""
    return Said(YUAN, {"value": figures(value)})


def _cell(total: int, present: int, per_head: int | None = None) -> Cell:
    more = total - present
    return Cell(total, more, half_up(Fraction(more * WHOLE, present)) if present else None, per_head)


def _column(one: Option, found: Comparison, below: Sequence[Finding], library: Library) -> CostColumn:
    cell = Cell(found.cost.total, found.more, found.percent, found.cost.per_head)
    return CostColumn(
        one.key, one.label, terms_of(one.clauses, library), cell, found.cost.lump, found.beside, _findings(below)
    )


def _findings(below: Sequence[Finding]) -> tuple[FindingRecord, ...]:
    return tuple(talks.record_of(one) for one in below)


def _items(every: Sequence[Cost]) -> tuple[CostRow, ...]:
    return tuple(
        CostRow("", text, None, tuple(_cell(one.items[item], every[0].items[item]) for one in every))
        for item, text in costing.ITEMS.items()
    )


def _groups(every: Sequence[Cost]) -> tuple[CostRow, ...]:
    return tuple(
        CostRow(group[0].group, "", group[0].heads,
                tuple(_cell(one.total, group[0].total, one.per_head) for one in group))
        for group in zip(*(one.groups for one in every), strict=True)
    )  # fmt: skip


def _parts(every: Sequence[Cost]) -> tuple[CostRow, ...]:
    """Return each item of each group; an item that nobody of the group has in any column is left out."""
    return tuple(
        CostRow(group[0].group, text, group[0].heads,
                tuple(_cell(one.items[item], group[0].items[item]) for one in group))
        for group in zip(*(one.groups for one in every), strict=True)
        for item, text in costing.ITEMS.items()
        if any(one.items[item] for one in group)
    )  # fmt: skip


def _notes(base: Ground, row: Talks) -> tuple[Said, ...]:
    place = talks_state.chain_of(row)[0].title
    least, scope = (base.standards.find(name) for name in ("minimum_wage_month", "minimum_wage_scope"))
    if least is None:
        notes = [Said(NO_MINIMUM, {"place": Words(place["zh"], place["en"]), "day": base.table.on})]
    else:
        notes = [Said(MINIMUM, {"amount": figures(int(least.value)), "source": least.source})]
    if scope is not None:
        notes.append(Said(SCOPE, {"scope": scope.value}))
    return (*notes, *(() if base.given.high is not None else (NO_HIGHEST,)))

