"""Reminders of payments to the desk: some days before an instalment is due, and on the day after if it didn't come.

Parties are called by people, who see on the page of payments whom to call with care; nothing is sent to them here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.domain.refusals import N_
from mediation.domain.workdays import ONE_DAY
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.referral import Referral
from mediation.models.settlement import Instalment, Settlement
from mediation.office import escalations, notices
from mediation.office.afterwards.today import days_ahead
from mediation.office.in_force import IN_FORCE

SOON: Final = N_("案件 %(number)s 第 %(part)s 期付款将于 %(day)s 到期，请提醒付款方")
LATE: Final = N_("案件 %(number)s 第 %(part)s 期付款 %(day)s 到期，还没有登记到账，请核实")


def remind(session: Session, *, now: datetime) -> int:
    """Tell whoever works on a case of a payment, once before and once after it is due; return how many were told."""
    today = station_day(now)
    return _tell(session, _due(session, today, today + timedelta(days=days_ahead(today))), "before", SOON, now) + _tell(
        session, _due(session, today - ONE_DAY, today - ONE_DAY), "after", LATE, now
    )


def _due(session: Session, first: date, last: date) -> Sequence[Instalment]:
    force = sa.select(col(Settlement.id)).where(IN_FORCE)
    query = select(Instalment).where(
        col(Instalment.state) == "due", col(Instalment.due_on).between(first, last),
        col(Instalment.settlement_id).in_(force),
    )  # fmt: skip
    return session.exec(query.order_by(col(Instalment.due_on), col(Instalment.id))).all()


def _tell(session: Session, rows: Sequence[Instalment], when: str, message: str, now: datetime) -> int:
    ids = {one.case_id for one in rows}
    cases = {one.id: one for one in session.exec(select(Case).where(col(Case.id).in_(ids)))}
    leads = select(Referral).where(col(Referral.case_id).in_(ids), Referral.role == "lead")
    whose = {one.case_id: one.assigned_to or one.accepted_by for one in session.exec(leads.order_by(col(Referral.id)))}
    told = 0
    for one in rows:
        case = cases[one.case_id]
        people = [name for name in (case.logged_by, whose.get(case.id)) if name]
        told += notices.tell(
            session, station_id=case.station_id, kind="settlement", key=f"instalment:{one.id}:{when}", message=message,
            people=people or escalations.people_of_level(session, station_id=case.station_id, desk=case.lead, level=1),
            params={"number": case.number, "part": one.position + 1, "day": one.due_on},
            target=f"/cases/{case.id}/afterwards#payments", case_id=case.id, now=now,
        )  # fmt: skip
    return told
