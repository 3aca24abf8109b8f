"""The request for talks (要约): when it was sent and received, which starts the period for the answer (N01, N02)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, select

from mediation.access import Reader
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.talks import proposal
from mediation.domain.talks.finding import Finding
from mediation.domain.talks.proposal import Proposal
from mediation.domain.worktime import station_day
from mediation.models.talks import Talks, TalksClock, TalksMember
from mediation.office import rules, talks, talks_state
from mediation.office.talks_typed import day

FIELDS: Final = {
    f"{kind}.{name}": name for kind in ("order", "ahead") for name in ("proposed_on", "received_on")
} | {"order.replied_on": "received_on", "order.ended_on": "proposed_on"}  # fmt: skip
REPLY: Final = "talks.reply"


def request(
    session: Session, talks_id: str, given: Mapping[str, str], *, by: Reader, now: datetime, version: int | None = None
) -> tuple[Finding, ...]:
    """Note the days on which the request was sent and received; the day of receipt starts the period for the answer.

    Returns what the request lacks (N01). Raises Refused for days that can't be.
    """
    row = talks.held(session, talks_id, "talks.edit", by=by, version=version)
    known = talks.findings(session, row, now=now)
    sent, received = _days(given, answered=row.replied_on is not None)
    before = (row.proposed_on, row.received_on)
    row.proposed_on, row.received_on = sent, received
    fields = {
        name: f"{old or '—'} → {new or '—'}"
        for name, old, new in zip(("proposed_on", "received_on"), before, (sent, received), strict=True)
        if old != new
    }
    if fields:
        talks.settle(session, row, "talks.request", by=by, now=now, fields=fields, field_of=FIELDS, known=known)
        note_renewal(session, row, row.proposed_on, by=by, now=now)
    return checked(session, row, now=now)


def _days(given: Mapping[str, str], *, answered: bool) -> tuple[date | None, date | None]:
    problems: list[Problem] = []
    sent, received = (day(given, name, problems) for name in ("proposed_on", "received_on"))
    wrong = {one.field for one in problems}
    if sent is None and not wrong:
        problems.append(Problem(N_("请填写发出要约的日期"), "proposed_on"))
    if answered and received is None and "received_on" not in wrong:
        problems.append(Problem(N_("对方已经答复，收到要约的日期不能留空"), "received_on"))
    if problems:
        raise Refused(problems)
    return sent, received


def note_renewal(session: Session, row: Talks, on: date | None, *, by: Reader, now: datetime) -> None:
    """Note with the contract in force the day on which its renewal was proposed (N18), None where that was dropped."""
    old = session.get(Talks, row.renews) if row.renews and row.source == "renewal" else None
    if old is None or old.ended_on is not None or old.renewal_proposed_on == on:
        return
    known = talks.findings(session, old, now=now)
    old.renewal_proposed_on = on
    fields = {"renewal_proposed_on": on, "renewed_by": row.number}
    talks.settle(session, old, "talks.renewal_proposed", by=by, now=now, fields=fields, known=known)


def checked(session: Session, row: Talks, *, now: datetime) -> tuple[Finding, ...]:
    """Return what the request lacks or leaves in doubt, by the rules of the place (N01), errors first."""
    today = station_day(now)
    return proposal.check_proposal(
        paper_of(session, row), talks_state.unit_of(row), rows=talks_state.chain_of(row),
        calendar=rules.current().calendar, on=row.proposed_on or today, contract=row.contract,
    )  # fmt: skip


def paper_of(session: Session, row: Talks) -> Proposal:
    """Return the request as its paper is made from the base data: the union signs it where there is one."""
    workers = "union" if row.unionised else "representatives"
    by_workers = row.proposer == "workers"
    worker_side = row.union_name if row.unionised else "职工推举的协商代表"
    members = select(TalksMember).where(TalksMember.talks_id == row.id, TalksMember.side == row.proposer)
    named = [one for one in session.exec(members) if one.until is None]
    return Proposal(
        side=row.proposer, signed_by=workers if by_workers else "employer", to="employer" if by_workers else workers,
        guided=row.guided, sender=worker_side if by_workers else row.employer,
        addressee=row.employer if by_workers else worker_side, topics=tuple(row.agenda), meeting_on=row.planned_on,
        meeting_place=row.meeting_place, representatives=len(named), reply_by=_reply_by(session, row),
        received_on=row.received_on,
    )  # fmt: skip


def _reply_by(session: Session, row: Talks) -> date | None:
    """Return the day that the paper sets for the answer: the safe day of the period."""
    query = select(TalksClock).where(TalksClock.talks_id == row.id, TalksClock.clock == REPLY)
    found = [one for one in session.exec(query) if not one.second]
    return found[0].safe_on if found else None
