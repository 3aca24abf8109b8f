"""Lower pay with a promise against dismissals: kept as it was typed, computed anew by the rules whenever it is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.domain.talks import costing, place, severance, whatif
from mediation.domain.talks.costing import Change
from mediation.domain.talks.place import Required
from mediation.domain.talks.severance import Caps
from mediation.domain.talks.whatif import WhatIf
from mediation.models.talks import Talks
from mediation.models.talks_table import WhatIfPlan
from mediation.models.user import User
from mediation.office import (
    history,
    rules,
    talks,
    talks_costing,
    talks_costing_pages,
    talks_pages,
    talks_state,
    talks_wages,
)
from mediation.office import talks_whatif_typed as typed
from mediation.office.reasons import law_record
from mediation.office.records import Said
from mediation.office.records.talks import FindingRecord
from mediation.office.records.talks_costing import (
    AssumptionRow,
    LeaverRow,
    MonthRow,
    WhatIfPage,
    WhatIfResult,
)
from mediation.office.talks_costing import Ground

MOST_PLANS: Final = 40
TABLE: Final = "table"
"""Under this name a kept comparison says by which version of the wage table it was made."""
ENOUGH: Final = N_("已保存 %(most)d 个对比，请先删除不用的")
NO_TABLE: Final = N_("请先保存工资表，再作对比")
NO_PLAN: Final = N_("找不到这个对比。")
NO_MINIMUM: Final = Said(N_("没有载入最低工资标准，未核对经济补偿的下限"))
PROTECTED: Final = Said(N_("孕期、产期、哺乳期女职工等法律规定的人员，不得依照第四十条、第四十一条解除劳动合同"))
MASS: Final = N_("裁减 %(leaving)d 人（共 %(heads)d 人）达到经济性裁员的人数")
MASS_REMEDY: Final = N_("企业应提前三十日向工会或者全体职工说明情况，听取意见，并向劳动行政部门报告方案")
DUTY_REMEDY: Final = N_("拒绝或者拖延的，可以请人社部门责令改正")
CAPS: Final = ("minimum_wage_month", "average_wage_month", "severance_cap_multiple", "severance_cap_years")
PROTECTED_LAW: Final = "lcl-42"
MASS_LAW: Final = ("lcl-41",)
WHOLE: Final = talks_wages.WHOLE


def keep(session: Session, talks_id: str, given: Mapping[str, str], *, by: Reader, now: datetime) -> WhatIfPlan:
    """Keep a comparison; raises Refused with everything that keeps it from being computed today."""
    row = talks.held(session, talks_id, "talks.edit", by=by)
    table = talks_wages.version_of(session, row)
    if table is None:
        raise Conflict(NO_TABLE)
    mine = sa.select(sa.func.count()).select_from(WhatIfPlan).where(col(WhatIfPlan.talks_id) == row.id)
    if session.execute(mine).scalar_one() >= MOST_PLANS:
        raise Refused(Problem(ENOUGH, "plan_title", params={"most": MOST_PLANS}))
    values, problems = typed.kept(given), list[Problem]()
    title = typed.title_of(given, problems)
    try:
        result(session, row, values, talks_costing.ground(row, table))
    except Refused as refused:
        problems += refused.problems
    if problems:
        raise Refused(problems)
    plan = WhatIfPlan(
        station_id=row.station_id, talks_id=row.id, title=title, typed={**values, TABLE: table.number}, made_at=now,
        made_by=by.id if isinstance(by, User) else None,
    )  # fmt: skip
    session.add(plan)
    session.flush()
    _note(session, row, "talks.whatif", table.number, by=by, now=now)
    return plan


def remove(session: Session, talks_id: str, plan_id: str, *, by: Reader, now: datetime) -> None:
    """Delete a kept comparison."""
    row = talks.held(session, talks_id, "talks.edit", by=by)
    plan = _plan(session, row, plan_id, by)
    _note(session, row, "talks.whatif_remove", _kept_table(plan), by=by, now=now)
    session.delete(plan)


def page(
    session: Session, talks_id: str, plan_id: str, *, number: int | None = None, user: Reader, now: datetime
) -> WhatIfPage:
    """Return a kept comparison computed anew, by the last wage table or by the version `number`."""
    row, frame = talks_pages.frame(session, talks_id, user=user, now=now)
    plan = _plan(session, row, plan_id, user)
    table = talks_wages.version_of(session, row, number)
    values = {name: str(value) for name, value in plan.typed.items() if name != TABLE}
    found: WhatIfResult | None = None
    problems: tuple[Problem, ...] = ()
    try:
        if table is None:
            raise Refused(Problem(NO_TABLE))
        found = result(session, row, values, talks_costing.ground(row, table))
    except Refused as refused:
        problems = talks_costing_pages.computed(refused)
    shown = talks_costing_pages.version(talks_wages.versions(session, row), table)
    line = talks_costing_pages.plan_line(session, plan)
    return WhatIfPage(frame, line, values, _kept_table(plan), shown, found, problems)


def result(session: Session, row: Talks, values: Mapping[str, str], base: Ground) -> WhatIfResult:
    """Return the comparison that kept values describe; raises Refused beside the form's fields."""
    options = talks_costing.options(session, row)
    library = talks_state.shelf(also=[one.clauses for one in options])
    planned = typed.read(values, options, library)
    change = costing.change_of(planned.option.clauses, library)
    caps, assumptions = _caps(row, planned.dismissals.left_on)
    duty = _duty(row, planned.dismissals.left_on)
    mass = (duty[0].row.number, duty[1].row.share) if duty else None
    try:
        found = whatif.compare_with_dismissals(
            base.lines, change, planned.dismissals, base.given, caps, horizon=planned.horizon, mass=mass
        )
    except Refused as refused:
        raise typed.in_form(refused, values) from None
    leavers = _leavers(found)
    leaving, paid = sum(one.heads for one in leavers), sum(one.total for one in leavers)
    warned = _mass(row, leaving, base, planned.dismissals.left_on)
    if found.mass and duty:
        facts = {"leaving": leaving, "heads": base.table.heads}
        warned = (*warned, _warned(whatif.MASS, DUTY_REMEDY, facts, duty[0].row.law, duty[0].row.verified))
    book = rules.current().book
    return WhatIfResult(
        planned.option.label, talks_costing.terms_of(planned.option.clauses, library), planned.promise, leaving,
        planned.dismissals.left_on, leavers, paid, found.one_off - paid, found.recovers, found.overtakes,
        _months(found), tuple(Said(one.message, one.params) for one in found.steps), _warnings(found, caps),
        (*_below(base, change), *warned),
        tuple(law_record(book, key) for key in (*severance.LAW, PROTECTED_LAW)),
        tuple(law_record(book, key) for key in whatif.NOTICE_LAW) if planned.dismissals.notice_pay else (),
        assumptions,
    )  # fmt: skip


def _caps(row: Talks, on: date) -> tuple[Caps, tuple[AssumptionRow, ...]]:
    """Return the bounds of severance on the last day of work, with their sources."""
    standards = talks_wages.standards(row, on)
    found = {name: standards.find(name) for name in CAPS}
    numbers = {name: int(one.value) for name, one in found.items() if one is not None}
    shown = tuple(
        talks_costing.assumption(standards, name, int(one.value), one.source, one.verified)
        for name, one in found.items() if one is not None
    )  # fmt: skip
    multiple, years = (numbers.get(name) for name in CAPS[2:])
    city = numbers.get("average_wage_month")
    if multiple is None or years is None:
        return Caps(numbers.get("minimum_wage_month"), None), shown
    return Caps(numbers.get("minimum_wage_month"), city, multiple, years), shown


def _leavers(found: WhatIf) -> tuple[LeaverRow, ...]:
    return tuple(
        LeaverRow(one.group, one.heads, one.hired_on, f"{paid.halves // 2}{'.5' if paid.halves % 2 else ''}",
                  paid.base, paid.amount, one.heads * paid.amount)
        for one, paid in found.severances
    )  # fmt: skip


def _months(found: WhatIf) -> tuple[MonthRow, ...]:
    return tuple(
        MonthRow(one.month, one.present, one.cut, one.dismissals, one.present - one.cut, one.present - one.dismissals)
        for one in found.months
    )


def _warnings(found: WhatIf, caps: Caps) -> tuple[Said, ...]:
    missing = () if caps.minimum is not None else (NO_MINIMUM,)
    return (*(Said(one) for one in found.warnings), *missing, PROTECTED)


def _below(base: Ground, change: Change) -> tuple[FindingRecord, ...]:
    found = costing.below_minimum(base.lines, change, base.given, base.standards)
    return tuple(talks.record_of(one) for one in found)


def _duty(row: Talks, on: date) -> tuple[Required, Required] | None:
    """Return how many people, and which share of the staff, make talks a duty at the place."""
    chain = talks_state.chain_of(row)
    people, share = (place.first_required(chain, f"mandatory.{one}", on) for one in ("people", "share"))
    return (people, share) if people and share else None


def _mass(row: Talks, leaving: int, base: Ground, on: date) -> tuple[FindingRecord, ...]:
    """Warn of dismissals that the law treats as a mass layoff."""
    standards, heads = talks_wages.standards(row, on), base.table.heads
    people, share = (standards.find(name) for name in ("mass_layoff_people", "mass_layoff_share"))
    if people is None or share is None:
        return ()
    if leaving < int(people.value) and leaving < Fraction(int(share.value), WHOLE) * heads:
        return ()
    facts = {"leaving": leaving, "heads": heads}
    return (_warned(MASS, MASS_REMEDY, facts, MASS_LAW, people.verified),)


def _warned(
    what: str, remedy: str, facts: Mapping[str, object], laws: Sequence[str], verified: str
) -> FindingRecord:
    found = tuple(law_record(rules.current().book, key) for key in laws)
    told = "V" if any(not one.verified for one in found) else verified  # the article itself says it then
    return FindingRecord("warning", "whatif.mass", Said(what, dict(facts)), Said(remedy), found, told)


def _plan(session: Session, row: Talks, plan_id: str, user: Reader) -> WhatIfPlan:
    plan = Scope(session, user).get(WhatIfPlan, plan_id)
    if plan.talks_id != row.id:
        raise NotFound(NO_PLAN)
    return plan


def _kept_table(plan: WhatIfPlan) -> int:
    return int(plan.typed.get(TABLE, 0))


def _note(session: Session, row: Talks, act: str, number: int, *, by: Reader, now: datetime) -> None:
    history.record(
        session, station_id=row.station_id, actor=by.id, act=act, subject=("talks", row.id),
        fields={"number": row.number, "wage_version": number}, now=now,
    )  # fmt: skip
