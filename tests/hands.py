"""Hands that sign an agreement in tests: everybody on a phone, then the mediator puts the seal."""

from datetime import datetime

from sqlmodel import Session

from mediation.domain.worktime import station_day
from mediation.models.user import User
from mediation.office.signing import codes, collecting, lines

HAND = "90,210 120,80 150,210;105,150 150,140;240,90 330,90;285,60 285,230 250,200;420,80 400,230;420,80 500,230"


def sign_all(session: Session, settlement_id: str, *, by: User, now: datetime, besides: tuple[str, ...] = ()) -> None:
    """Let every signer sign, but for those whose role is in `besides`."""
    for one in lines.state(session, settlement_id):
        if one.role in besides or one.done:
            continue
        if one.role == "seal":
            collecting.put_seal(session, one.id, on=station_day(now), by=by, now=now)
        else:
            code = codes.code_of(collecting.open_code(session, one.id, by=by, now=now))
            collecting.draw(session, code, HAND, agrees=True, source="127.0.0.1", now=now)
