"""Makes rows for tests: say only what the test is about, the rest has a plain value."""

from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from mediation.config import clock
from mediation.models.case import Case
from mediation.models.referral import Referral
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import passwords

NOW = datetime(2026, 11, 16, 1, 20, tzinfo=UTC)
PASSWORD = "mulberry-lantern-29-canal"


def station(session: Session, code: str = "CH", **given: Any) -> Station:
    """Make a station."""
    plain = {"code": code, "name": f"{code}站", "organisation_name": f"{code}调解委员会"}
    return _store(session, Station(**{**plain, **given}))


def user(session: Session, name: str = "zhang", *, at: Station | None = None, **given: Any) -> User:
    """Make a user with PASSWORD; a mediator of the station `at` unless said otherwise."""
    plain = {
        "display_name": name,
        "role": "mediator",
        "password_hash": passwords.hash_password(given.pop("password", PASSWORD)),
        "password_set_at": NOW,
        "created_at": clock.now(),
        "stations": [at] if at else [],
    }
    return _store(session, User(**{"name": name, **plain, **given}))


def case(session: Session, at: Station, number: str = "CH-2026-0001", **given: Any) -> Case:
    """Make a case of the station `at`, without referrals."""
    plain = {
        "received_at": NOW,
        "received_on": NOW.date(),
        "channel": "walk_in",
        "summary": "拖欠工资",
        "workers": 1,
        "decided_at": NOW,
    }
    return _store(session, Case(**{"station_id": at.id, "number": number, **plain, **given}))


def referral(session: Session, of: Case, desk: str = "union", **given: Any) -> Referral:
    """Make an open lead referral of the case `of` to `desk`."""
    plain = {
        "station_id": of.station_id,
        "case_id": of.id,
        "desk": desk,
        "role": "lead",
        "priority": "normal",
        "state": "open",
        "referred_at": NOW,
        "referred_on": NOW.date(),
        "accept_by": NOW,
        "rulebook": "sha256:0",
    }
    return _store(session, Referral(**{**plain, **given}))


def _store(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row
