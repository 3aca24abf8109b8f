"""Tell a desk that a case has come to it, or has become more urgent; an immediate one is mailed at once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation.access.acts import AT_DESKS
from mediation.domain.refusals import N_
from mediation.models.case import Case
from mediation.models.referral import Referral
from mediation.models.user import Membership, User
from mediation.office import notices
from mediation.office.notices import Telling

INBOX: Final = "/inbox"
COME: Final = N_("新分流 %(number)s，请在 %(by)s 前接收")
MORE_URGENT: Final = N_("分流 %(number)s 变为更急，请在 %(by)s 前接收")
AGREED: Final = N_("%(number)s 已于 %(on)s 达成协议结案，本部门的分流随之结束")
TERMINATED: Final = N_("%(number)s 已于 %(on)s 终止调解并结案，本部门的分流随之结束；当事人可以依法申请仲裁或者起诉")
ENDED: Final = {
    "settled": AGREED, "partly_settled": AGREED, "not_settled": TERMINATED, "refused": TERMINATED,
    "withdrawn": N_("%(number)s 申请人已撤回申请，案件于 %(on)s 结案，本部门的分流随之结束"),
}  # fmt: skip
ENDED_OTHERWISE: Final = N_("%(number)s 已于 %(on)s 结案，本部门的分流随之结束")
UNTOLD: Final = "law_firm"
"""Its lawyers hear of a case through the docket, after the check for conflicts."""


def referred(session: Session, case: Case, rows: Iterable[tuple[Referral, bool]], *, now: datetime) -> int:
    """Tell the desks of referrals that wait for their yes, each with whether it is new or only more urgent.

    One that is late already is the sweep's matter.
    """
    waiting = [
        (row, new) for row, new in rows if row.state == "open" and row.desk != UNTOLD and row.accept_by > now
    ]
    if not waiting:
        return 0
    people = _people(session, case.station_id, {row.desk for row, _ in waiting})
    tellings = [
        Telling(
            frozenset(people.get(row.desk, ())), f"referral:{row.id}:{row.priority}",
            COME if new else MORE_URGENT,
            {"number": case.number, "by": row.accept_by}, INBOX, case.id,
            "immediate" if row.priority == "immediate" else "normal",
        )  # fmt: skip
        for row, new in waiting
    ]
    return notices.tell_all(session, tellings, station_id=case.station_id, kind="referral", now=now)


def ended(session: Session, case: Case, rows: Iterable[Referral], *, actor: str, now: datetime) -> int:
    """Tell the desks whose referrals closed with their case that it ended and how; the one who closed it knows.

    They don't see the case any more, so that the notice says all of it.
    """
    over = [one for one in rows if one.desk != UNTOLD]
    people = _people(session, case.station_id, {one.desk for one in over}) if over else {}
    message = ENDED.get(case.outcome or "", ENDED_OTHERWISE)
    tellings = [
        Telling(
            frozenset(people.get(one.desk, ())) - {actor}, f"referral.ended:{one.id}:{case.version}", message,
            {"number": case.number, "on": case.closed_on}, INBOX, case.id,
        )  # fmt: skip
        for one in over
    ]
    return notices.tell_all(session, tellings, station_id=case.station_id, kind="referral", now=now) if over else 0


def _people(session: Session, station_id: str, desks: set[str]) -> dict[str, list[str]]:
    """Return who works at each desk of a station."""
    found: dict[str, list[str]] = {}
    query = sa.select(col(User.id), col(User.desk)).join(Membership, col(Membership.user_id) == col(User.id))
    at_desk = (col(User.role).in_(AT_DESKS), col(User.desk).in_(desks), col(User.active))
    for user_id, desk in session.execute(query.where(col(Membership.station_id) == station_id, *at_desk)):
        found.setdefault(desk, []).append(user_id)
    return found
