"""Who is asked: the lawyer behind an account, the next one when a lawyer may not, the supervisors who are told."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.access import Reader
from mediation.domain.refusals import N_, Forbidden
from mediation.models.docket import ConflictCheck
from mediation.models.roster import Firm, Lawyer, Shift
from mediation.models.user import Membership, User


def lawyer_of(session: Session, user: Reader, station_id: str | None = None) -> Lawyer:
    """Return the user as a lawyer of the station (None: of any own one); raises Forbidden for an account of none."""
    found = find_lawyer(session, user, station_id)
    if found is None:
        raise Forbidden(N_("您的账号还没有登记为律师；请站长在值班名册中登记后再办理。"))
    return found


def find_lawyer(session: Session, user: Reader, station_id: str | None = None) -> Lawyer | None:
    """Return the user as an active lawyer of the station (None: of any own one), None for an account of none."""
    stations = user.station_ids if station_id is None else tuple({station_id} & set(user.station_ids))
    query = (
        select(Lawyer)
        .where(Lawyer.user_id == user.id, col(Lawyer.active), col(Lawyer.station_id).in_(stations))
        .order_by(col(Lawyer.id))
    )
    return session.exec(query).first()


def next_lawyer(session: Session, case_id: str, *, besides: Lawyer, now: datetime) -> Lawyer | None:
    """Return who is asked after `besides`: a lawyer nobody has doubts about, of another firm first.

    Left out are those who have an account at none, who answered anything but `clear` about this case, and the whole of
    a firm that has a conflict. Who is on duty first comes first.
    """
    doubts = session.exec(
        select(ConflictCheck).where(
            ConflictCheck.case_id == case_id, col(ConflictCheck.answer).in_(("conflict", "unsure"))
        )
    ).all()
    firms = {one.firm_id for one in doubts if one.answer == "conflict" and one.ground != "personal"}
    lawyers = {one.lawyer_id for one in doubts} | {besides.id}
    duty = sa.select(sa.func.min(col(Shift.starts_at))).where(
        col(Shift.lawyer_id) == col(Lawyer.id), col(Shift.state) == "planned", col(Shift.ends_at) > now
    )
    query = (
        select(Lawyer)
        .join(Firm, col(Firm.id) == col(Lawyer.firm_id))
        .join(User, col(User.id) == col(Lawyer.user_id))
        .where(
            Lawyer.station_id == besides.station_id,
            col(Lawyer.active),
            col(Firm.active),
            col(User.active),
            col(Lawyer.id).not_in(lawyers),
            col(Lawyer.firm_id).not_in(firms),
        )
        .order_by(
            sa.case((col(Lawyer.firm_id) == besides.firm_id, 1), else_=0),
            duty.scalar_subquery().asc().nulls_last(),
            col(Lawyer.name),
            col(Lawyer.id),
        )
    )
    return session.exec(query).first()


def supervisors_of(session: Session, station_id: str) -> list[str]:
    """Return the ids of the station's active supervisors."""
    query = (
        sa.select(col(User.id))
        .join(Membership, col(Membership.user_id) == col(User.id))
        .where(col(Membership.station_id) == station_id, col(User.role) == "supervisor", col(User.active))
    )
    return list(session.execute(query).scalars())
