"""Tell of an imported ledger once: supervisors of what is past in it, desks of what waits to be accepted."""

from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.access.acts import AT_DESKS
from mediation.domain.refusals import N_
from mediation.models.case import Case
from mediation.models.escalation import Escalation
from mediation.models.ledger import LedgerImport, LedgerRow
from mediation.models.notice import Delivery, Notice
from mediation.models.referral import Referral
from mediation.models.user import Membership, User
from mediation.office import escalations, notices
from mediation.office.notices import Telling
from mediation.office.notices_referral import INBOX, UNTOLD

PAST: Final = N_("导入的台账“%(file)s”中有 %(number)d 件案件需要督办或已过期限，其中三级 %(gravest)d 件")
WAITING: Final = N_("导入的台账“%(file)s”中有 %(number)d 件案件待本窗口接收")
JOINT_MEETING: Final = 3


def tell(session: Session, row: LedgerImport, *, now: datetime) -> None:
    """Tell of an import that has ended; at once where something in it belongs before the joint meeting."""
    said = {"file": row.file_name[:60]}
    past, gravest = _past(session, row)
    if past:
        chiefs = escalations.people_of_level(session, station_id=row.station_id, desk="", level=2)
        notices.tell(
            session, station_id=row.station_id, people=chiefs, kind="ledger", key=_key(row), message=PAST,
            params={**said, "number": past, "gravest": gravest}, target=f"/supervision?ledger={row.id}",
            urgency="immediate" if gravest else "normal", now=now,
        )  # fmt: skip
    tellings = [
        Telling(frozenset(people), f"{_key(row)}:{desk}", WAITING, {**said, "number": number}, INBOX)
        for desk, number, people in _waiting(session, row)
    ]
    if tellings:
        notices.tell_all(session, tellings, station_id=row.station_id, kind="ledger", now=now)


def take_back(session: Session, row: LedgerImport) -> None:
    """Forget the notices of an import that is undone; mails that haven't gone yet don't go."""
    about = sa.or_(col(Notice.key) == _key(row), col(Notice.key).startswith(f"{_key(row)}:"))
    letters = sa.select(col(Notice.delivery_id)).where(col(Notice.station_id) == row.station_id, about)
    unsent = sa.update(Delivery).where(col(Delivery.id).in_(letters), col(Delivery.state) == "queued")
    session.execute(unsent.values(state="cancelled"), execution_options={"synchronize_session": False})
    session.execute(sa.delete(Notice).where(col(Notice.station_id) == row.station_id, about))


def imported(import_id: str) -> Any:
    """Return the ids of the cases that came with an import."""
    return sa.select(col(LedgerRow.case_id)).where(
        col(LedgerRow.import_id) == import_id, col(LedgerRow.state) == "accepted", col(LedgerRow.case_id).is_not(None)
    )


def _key(row: LedgerImport) -> str:
    return f"ledger:{row.id}"


def _past(session: Session, row: LedgerImport) -> tuple[int, int]:
    """Count the cases with something open to be looked into, and those of the gravest level."""
    case_id, level = col(Escalation.case_id), col(Escalation.level)
    grave = sa.case((level >= JOINT_MEETING, case_id))
    query = sa.select(sa.func.count(sa.distinct(case_id)), sa.func.count(sa.distinct(grave))).where(
        col(Escalation.station_id) == row.station_id, col(Escalation.state) == "open", case_id.in_(imported(row.id))
    )
    found = session.execute(query).one()
    return int(found[0]), int(found[1])


def _waiting(session: Session, row: LedgerImport) -> list[tuple[str, int, list[str]]]:
    """Return each desk with the number of imported cases that it may still accept in time, and its people."""
    query = (
        sa.select(col(Referral.desk), sa.func.count())
        .join(Case, col(Case.id) == col(Referral.case_id))
        .where(
            col(Referral.station_id) == row.station_id, col(Referral.state) == "open", col(Referral.desk) != UNTOLD,
            col(Referral.case_id).in_(imported(row.id)), col(Case.state) == "open",
        )
        .group_by(col(Referral.desk))
        .order_by(col(Referral.desk))
    )  # fmt: skip
    return [(desk, int(number), _people(session, row.station_id, desk)) for desk, number in session.execute(query)]


def _people(session: Session, station_id: str, desk: str) -> list[str]:
    query = select(User.id).join(Membership, col(Membership.user_id) == col(User.id))
    at_desk = (col(User.role).in_(AT_DESKS), col(User.desk) == desk, col(User.active))
    return list(session.exec(query.where(col(Membership.station_id) == station_id, *at_desk)))
