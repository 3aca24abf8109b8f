"""An account with its authenticator, and its two steps."""

from datetime import datetime, timedelta

import pyotp
from sqlmodel import col, select

from mediation import db
from mediation.models.history import HistoryLine
from mediation.models.user import User
from mediation.office import second_factor, sign_in
from mediation.office.sign_in import Place, SignedIn
from tests import make
from tests.make import NOW, PASSWORD

HERE = Place("10.0.0.1", "Firefox")
STEP = timedelta(seconds=30)
LATER = NOW + 10 * STEP
MINUTE = timedelta(minutes=1)


class Phone:
    """An account with its authenticator and the recovery codes that were shown."""

    def __init__(self, user: User, *, now: datetime = NOW) -> None:
        self.user = user
        with db.transaction() as session:
            second_factor.begin(session, by=user, now=now)
        with db.reading() as session:
            draft = second_factor.standing(session, user=user, now=now).draft
        assert draft is not None
        self.secret = draft.secret.replace(" ", "")
        with db.transaction() as session:
            self.codes = second_factor.confirm(session, self.code(now), by=user, now=now)

    def code(self, at: datetime) -> str:
        """Show the code of a moment."""
        return pyotp.TOTP(self.secret).at(at)


def supervisor() -> User:
    with db.transaction() as session:
        user: User = make.user(session, "zhan", role="supervisor", at=make.station(session), created_at=NOW)
        return user


def half(now: datetime = LATER) -> str:
    entered = sign_in.sign_in("zhan", PASSWORD, place=HERE, now=now)
    assert entered.needs_code
    return entered.token


def finish(token: str, code: str, *, now: datetime = LATER) -> SignedIn:
    return sign_in.finish(token, code, place=HERE, now=now)


def wrong_code(phone: Phone, at: datetime) -> str:
    """Return six digits that no step around `at` has."""
    near = {phone.code(at + away * STEP) for away in range(-2, 3)}
    return next(code for code in (f"{number:06d}" for number in range(10)) if code not in near)


def lives(token: str, now: datetime = LATER) -> bool:
    with db.reading() as session:
        return sign_in.look_up(session, token, now=now) is not None


def acts() -> list[str]:
    with db.reading() as session:
        return list(session.exec(select(HistoryLine.act).order_by(col(HistoryLine.seq))))
