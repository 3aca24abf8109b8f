"""The supervisor's board: escalations, workload, roster gaps, what can be undone, what waits to be settled."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation.access import Reader, Scope, visible
from mediation.domain import harm
from mediation.domain.worktime import station_day
from mediation.models.escalation import Escalation
from mediation.models.supervision import DuplicatePair
from mediation.office import (
    duplicates,
    rules,
    supervision_reassign,
    supervision_staff,
    supervision_work,
    talks_alarms,
)
from mediation.office.reasons import Reasons
from mediation.office.records import Words
from mediation.office.records.supervision import SupervisionPage
from mediation.office.supervision_escalations import ROWS_A_PAGE, STILL_OPEN, Filters, count, matching, rows
from mediation.office.sweep_status import sweep_status


def board(session: Session, *, user: Reader, now: datetime, filters: Filters, page: int = 1) -> SupervisionPage:
    """Return the supervisor's board; a fixed number of queries however full the station is."""
    scope = Scope(session, user)
    wanted = matching(filters, now)
    total = count(scope, wanted)
    pages = max(1, -(-total // ROWS_A_PAGE))
    page = min(max(page, 1), pages)
    load = supervision_work.load(scope, now=now)
    counts: dict[str, int] = {}
    for row in load:
        counts[row.person_id] = counts.get(row.person_id, 0) + (row.in_hand if row.person_id else 0)
    return SupervisionPage(
        today=station_day(now), rows=rows(scope, wanted, now=now, page=page), total=total, page=page, pages=pages,
        levels=_levels(scope),
        unacknowledged=scope.count(Escalation, *STILL_OPEN, col(Escalation.acknowledged_at).is_(None)),
        rules=_raised_rules(scope, now), people=supervision_staff.people(scope, counts),
        load=load, gaps=supervision_work.gaps(scope, now=now),
        duplicates=scope.count(DuplicatePair, *duplicates.waiting()),
        undoable=supervision_reassign.undoable(scope, now=now), sweep=sweep_status(session, now),
        warnings=talks_alarms.warnings(session, user=user),
    )  # fmt: skip


def _levels(scope: Scope) -> dict[int, int]:
    query = (
        sa.select(col(Escalation.level), sa.func.count())
        .where(visible(scope.user, Escalation), *STILL_OPEN)
        .group_by(col(Escalation.level))
    )
    return {row[0]: row[1] for row in scope.session.execute(query)}


def _raised_rules(scope: Scope, now: datetime) -> tuple[tuple[str, Words], ...]:
    query = sa.select(col(Escalation.rule)).where(visible(scope.user, Escalation), *STILL_OPEN).distinct()
    reasons = Reasons(rules.current().book, station_day(now))
    found = sorted(scope.session.execute(query).scalars(), key=lambda rule: harm.rank(rule, ()))
    return tuple((rule, reasons.title(rule)) for rule in found)
