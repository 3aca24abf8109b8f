"""What is on file about how a mediation went: what an ending must fit (domain/endings)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.domain.endings import Ground
from mediation.domain.lawbook import ParameterGap
from mediation.domain.refusals import N_, Conflict
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.consent import Consent, Invitation
from mediation.models.deadline import Deadline
from mediation.models.party import Party
from mediation.models.settlement import Settlement
from mediation.models.signing import Signature
from mediation.models.sitting import Attendance, Offer, Sitting
from mediation.office import rules

UNREACHED_DAYS = "station.unreached_days"
"""On how many days a party must have been sought: the station's own number."""
NO_NUMBER = N_("没有设定联系不上当事人须有几日的记录（station.unreached_days）")


def of_case(session: Session, case: Case, *, today: date) -> Ground:
    """Return what an ending of this case must fit."""
    answers = _last_answers(session, case.id)
    applicants = set(
        session.exec(select(Party.id).where(Party.case_id == case.id, Party.side == "applicant")).all()
    )
    said_no = [one for one in answers if not one.agreed]
    unwilling = case.mediation == "refused" or False in (case.willing_applicant, case.willing_respondent)
    settled = session.exec(select(Settlement).where(Settlement.case_id == case.id, Settlement.state == "issued")).all()
    in_force = any(one.effective_on and one.replaced_on is None for one in settled)
    return Ground(
        received_on=case.received_on, in_force=in_force,
        declared=frozenset(station_day(one.said_at) for one in said_no if one.party_id in applicants),
        sought=_sought(session, case.id), needed_days=_needed(today),
        refused=bool(said_no) or unwilling,
        talked=_talked(session, case.id), period_ends=period_ends(session, case.id),
        unsigned=any(one.effective_on is None and one.replaced_on is None for one in settled),
        signature_refused=_signature_refused(session, case.id),
    )  # fmt: skip


def period_ends(session: Session, case_id: str) -> date | None:
    """Return the last day of the mediation period: from acceptance where it was accepted, else from receipt."""
    kinds = ("mediation.from_acceptance", "mediation.from_receipt")
    query = select(Deadline).where(Deadline.case_id == case_id, col(Deadline.kind).in_(kinds))
    rows = sorted(session.exec(query), key=lambda one: (kinds.index(one.kind), one.state == "closed"))
    if not rows:
        return None
    first = rows[0]
    return max(one for one in (first.last_on, first.safe_on, first.extended_to) if one)


def _last_answers(session: Session, case_id: str) -> list[Consent]:
    query = select(Consent).where(Consent.case_id == case_id, Consent.about == "mediation")
    last = {one.party_id: one for one in session.exec(query.order_by(col(Consent.said_at), col(Consent.noted_at)))}
    return list(last.values())


def _sought(session: Session, case_id: str) -> int:
    """Return on how many days one party wasn't reached or didn't come, of the party with most."""
    days: dict[str, set[date]] = defaultdict(set)
    failed = select(Invitation).where(Invitation.case_id == case_id, Invitation.state == "failed")
    for one in session.exec(failed):
        days[one.party_id].add(station_day(one.ended_at or one.sent_at or one.made_at))
    missed = (
        sa.select(col(Attendance.party_id), col(Sitting.starts_at))
        .join(Sitting, col(Sitting.id) == col(Attendance.sitting_id))
        .where(col(Attendance.case_id) == case_id, col(Attendance.state) == "no_show")
    )
    for party_id, starts_at in session.execute(missed):
        if starts_at is not None:
            days[party_id].add(station_day(starts_at))
    return max((len(one) for one in days.values()), default=0)


def _needed(today: date) -> int:
    try:
        return int(rules.current().book.parameters[UNREACHED_DAYS].on(today).value)
    except (KeyError, ParameterGap) as gap:
        raise Conflict(NO_NUMBER) from gap


def _talked(session: Session, case_id: str) -> bool:
    held = select(Sitting.id).where(Sitting.case_id == case_id, col(Sitting.state).in_(("held", "open"))).limit(1)
    if session.exec(held).first():
        return True
    sides = session.exec(select(Offer.side).where(Offer.case_id == case_id).distinct()).all()
    return len(sides) == 2


def _signature_refused(session: Session, case_id: str) -> bool:
    query = select(Signature.id).where(Signature.case_id == case_id, Signature.state == "refused").limit(1)
    return session.exec(query).first() is not None
