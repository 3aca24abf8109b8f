"""The pages of the costing of one round: the comparison, its arithmetic, its spreadsheet's contents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from mediation.access import Reader
from mediation.domain.refusals import N_, NotFound, Problem, Refused
from mediation.domain.talks import costing, coststeps
from mediation.models.talks import Talks
from mediation.models.talks_table import WageTable, WhatIfPlan
from mediation.models.user import User
from mediation.office import talks_costing, talks_pages, talks_state, talks_wages
from mediation.office.records import Said
from mediation.office.records.talks_costing import (
    CostingPage,
    CostTables,
    OfferChoice,
    PlanLine,
    StepsPage,
    WageVersion,
)
from mediation.office.talks_costing import AS_NOW, MOST_OFFERS, NOW, Option

TOO_MANY: Final = Said(N_("一次最多比较 %(most)d 个方案，其余未列出"), {"most": MOST_OFFERS})
STAFF: Final = N_("工资表共 %(heads)d 人，登记的职工人数为 %(staff)d 人，请核对")
NOTHING_KEPT: Final = N_("没有工资表，或者没有这个方案。")


def page(
    session: Session, talks_id: str, *, number: int | None = None, wanted: Sequence[str] = (), user: Reader,
    now: datetime,
) -> CostingPage:  # fmt: skip
    """Return the costing of one round by a version of its wage table (None: the last), of the offers `wanted`."""
    row, frame = talks_pages.frame(session, talks_id, user=user, now=now)
    table, every = talks_wages.version_of(session, row, number), talks_costing.options(session, row)
    compared = talks_costing.chosen(every, wanted)
    tables: CostTables | None = None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Said, ...] = ()
    if table is not None:
        notes = staff_note(row, table)
        try:
            tables = talks_costing.tables(talks_costing.ground(row, table), compared, row)
        except Refused as refused:
            problems = computed(refused)
    if len([one for one in every if one.key in wanted]) > MOST_OFFERS:
        notes = (TOO_MANY, *notes)
    keys = {one.key for one in compared}
    versions = talks_wages.versions(session, row)
    choices = tuple(OfferChoice(one.key, one.label, one.made_on, one.key in keys) for one in every)
    return CostingPage(
        frame, versions, version(versions, table), choices, tables, problems, notes, plans(session, row)
    )


def steps(
    session: Session, talks_id: str, key: str, number: int | None = None, *, user: Reader, now: datetime
) -> StepsPage:
    """Return the arithmetic of one column; raises NotFound where there is no such offer or table."""
    row, frame = talks_pages.frame(session, talks_id, user=user, now=now)
    table = talks_wages.version_of(session, row, number)
    every = (Option(NOW, AS_NOW, None, {}), *talks_costing.options(session, row))
    option = next((one for one in every if one.key == key), None)
    shown = version(talks_wages.versions(session, row), table)
    if table is None or shown is None or option is None:
        raise NotFound(NOTHING_KEPT)
    base = talks_costing.ground(row, table)
    change = costing.change_of(option.clauses, talks_state.shelf(also=[option.clauses]))
    receipt = coststeps.steps(base.lines, change, base.given, costing.cost(base.lines, change, base.given))
    return StepsPage(frame, shown, option.label, key, tuple(Said(one.message, one.params) for one in receipt))


def plans(session: Session, row: Talks) -> tuple[PlanLine, ...]:
    """Return the kept comparisons with dismissals, newest first; the caller may see the talks."""
    query = select(WhatIfPlan).where(WhatIfPlan.talks_id == row.id)
    found = session.exec(query.order_by(col(WhatIfPlan.made_at).desc(), col(WhatIfPlan.id))).all()
    return tuple(plan_line(session, one) for one in found)


def plan_line(session: Session, plan: WhatIfPlan) -> PlanLine:
    """Return one kept comparison with who made it."""
    maker = session.get(User, plan.made_by) if plan.made_by else None
    return PlanLine(plan.id, plan.title, plan.made_at, maker.display_name if maker else "")


def version(versions: Sequence[WageVersion], table: WageTable | None) -> WageVersion | None:
    """Return the record of a version."""
    return next((one for one in versions if table is not None and one.number == table.number), None)


def computed(refused: Refused) -> tuple[Problem, ...]:
    """Return what keeps a page from being computed; a refusal of another kind is raised again."""
    if refused.status != Refused.status:
        raise refused
    return refused.problems


def staff_note(row: Talks, table: WageTable) -> tuple[Said, ...]:
    """Tell that the table and the registered staff differ."""
    if row.staff is None or row.staff == table.heads:
        return ()
    return (Said(STAFF, {"heads": table.heads, "staff": row.staff}),)
