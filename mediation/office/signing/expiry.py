"""Tell the admins of a station, once, that the certificate it signs with ends within sixty days."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from mediation.access import as_house
from mediation.domain.refusals import N_
from mediation.domain.worktime import station_day
from mediation.models.signing import StationCertificate
from mediation.models.user import Membership, User
from mediation.office import notices
from mediation.office.signing.certificates import WARN_BEFORE

ENDS: Final = N_("签名证书将于 %(until)s 到期，请及时更换")
ADDRESS: Final = "/station/certificates"


def warn(session: Session, *, now: datetime) -> int:
    """Tell of every certificate in use that ends soon or has ended; return how many people were told anew."""
    with as_house(session, "look at the certificates of all stations for those that end soon"):
        query = select(StationCertificate).where(
            col(StationCertificate.ended_at).is_(None), StationCertificate.valid_until <= now + WARN_BEFORE
        )
        ending = list(session.exec(query))
    told = 0
    for one in ending:
        told += notices.tell(
            session, station_id=one.station_id, people=_admins(session, one.station_id), kind="system",
            key=f"certificate:{one.id}", message=ENDS, params={"until": station_day(one.valid_until)}, target=ADDRESS,
            now=now,
        )  # fmt: skip
    return told


def _admins(session: Session, station_id: str) -> list[str]:
    query = select(User.id).join(Membership, col(Membership.user_id) == col(User.id))
    return list(
        session.exec(query.where(Membership.station_id == station_id, User.role == "admin", col(User.active).is_(True)))
    )
