"""Accounts: adding and disabling users, giving them passwords."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import config
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.models.session import AuthSession, HalfSignIn
from mediation.models.station import DESKS, Station
from mediation.models.user import ROLES, User
from mediation.office import history, passwords

NAME_LONGEST: Final = 64


@dataclass(frozen=True)
class NewUser:
    """Who is to be added: sign-in name, role, codes of the stations, desk where the role has one."""

    name: str
    role: str
    stations: tuple[str, ...]
    desk: str | None = None
    display_name: str = ""


def add(session: Session, who: NewUser, *, password: str, temporary: bool = True, by: str, now: datetime) -> User:
    """Add a user. A `temporary` password must be changed at the first sign-in.

    Raises Refused with every problem at once, Conflict when the name is taken.
    """
    plain, codes = normal_name(who.name), list(dict.fromkeys(who.stations))
    desk = who.desk or ("law_firm" if who.role == "duty_lawyer" else None)
    found = list(session.exec(select(Station).where(col(Station.code).in_(codes))))
    problems = _account_problems(plain, who.role, desk) + _unknown_stations(codes, found)
    problems += passwords.weak(password, name=plain)
    if problems:
        raise Refused(problems)
    if find(session, plain) is not None:
        raise Conflict(Problem(N_("已有同名用户。"), field="name", value=plain))
    user = User(
        name=plain, display_name=who.display_name or plain, role=who.role, desk=desk, stations=found, created_at=now,
        password_hash=passwords.hash_password(password), password_set_at=now, must_change_password=temporary,
    )  # fmt: skip
    session.add(user)
    session.flush()
    note(session, user, by, "user.add", now, {"role": who.role, "desk": desk, "stations": codes})
    return user


def everyone(session: Session) -> list[User]:
    """List all users by name."""
    return list(session.exec(select(User).order_by(col(User.name))))


def find(session: Session, name: str) -> User | None:
    """Return the user who signs in with `name`, however it was typed; None when there is none."""
    plain = normal_name(name)
    return session.exec(select(User).where(User.name == plain)).first() if plain.isprintable() else None


def get(session: Session, name: str) -> User:
    """Return the user who signs in with `name`. Raises NotFound for an unknown name."""
    user = find(session, name)
    if user is None:
        raise NotFound(Problem(N_("没有这个用户。"), field="name", value=name))
    return user


def disable(session: Session, name: str, *, by: str, now: datetime) -> User:
    """Close the account and end its sign-ins at once. Raises NotFound for an unknown name."""
    user = get(session, name)
    user.active = False
    end_sessions(session, user.id, because="disabled", now=now)
    note(session, user, by, "user.disable", now, {})
    return user


def set_password(
    session: Session, user: User, password: str, *, temporary: bool = False, by: str, now: datetime
) -> None:
    """Store a new password and end every sign-in of the user. Raises Refused for one that is too weak."""
    problems = passwords.weak(password, name=user.name)
    if not problems and passwords.matches(user.password_hash, password):
        problems = [Problem(N_("新密码不能与旧密码相同。"), field="new")]
    if problems:
        raise Refused(problems)
    user.password_hash = passwords.hash_password(password)
    user.password_set_at = now
    user.must_change_password = temporary
    session.add(user)
    end_sessions(session, user.id, because="password_changed", now=now)
    note(session, user, by, "user.password", now, {"temporary": temporary})


def end_sessions(session: Session, user_id: str, *, because: str, now: datetime) -> int:
    """End every sign-in of the user, also those that wait for their code; return how many there were."""
    session.execute(sa.delete(HalfSignIn).where(col(HalfSignIn.user_id) == user_id))
    ended = session.execute(
        sa.update(AuthSession)
        .where(col(AuthSession.user_id) == user_id, col(AuthSession.ended_at).is_(None))
        .values(ended_at=now, ended_because=because)
    )
    return int(getattr(ended, "rowcount", 0))


def must_change(user: User, *, now: datetime) -> bool:
    """Tell whether the user must choose a new password before doing anything else."""
    days = config.settings().password_max_age_days
    return user.must_change_password or (days > 0 and now - user.password_set_at > timedelta(days=days))


def note(session: Session, user: User, by: str, act: str, now: datetime, fields: dict[str, object]) -> None:
    """Write the act into the chain of each of the user's stations, so that each station's auditor sees it."""
    for station_id in user.station_ids or (None,):
        subject = ("user", user.id)
        history.record(session, station_id=station_id, actor=by, act=act, subject=subject, fields=fields, now=now)


def normal_name(name: str) -> str:
    """Bring a sign-in name to one way of writing: NFKC, lower case, no space around it."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _account_problems(name: str, role: str, desk: str | None) -> list[Problem]:
    desks = ", ".join(DESKS)
    problems = []
    if not 1 <= len(name) <= NAME_LONGEST or not all(sign.isalnum() or sign in "._-" for sign in name):
        message = N_("用户名只能用文字、数字、点、横线，最多 64 个字符。")
        problems.append(Problem(message, field="name", value=name[:80]))
    if role not in ROLES:
        return [*problems, Problem(N_("没有这个角色。"), field="role", value=role, allowed=", ".join(ROLES))]
    if desk is not None and desk not in DESKS:
        problems.append(Problem(N_("没有这个岗位。"), field="desk", value=desk, allowed=desks))
    elif role == "desk_officer" and desk is None:
        problems.append(Problem(N_("岗位人员必须属于一个岗位。"), field="desk", allowed=desks))
    elif role == "duty_lawyer" and desk != "law_firm":
        message = N_("驻站律师只能属于律师事务所。")
        problems.append(Problem(message, field="desk", value=desk or "", allowed="law_firm"))
    elif role not in ("desk_officer", "duty_lawyer") and desk is not None:
        problems.append(Problem(N_("这个角色不属于任何岗位。"), field="desk", value=desk))
    return problems


def _unknown_stations(codes: list[str], found: list[Station]) -> list[Problem]:
    if not codes:
        return [Problem(N_("用户至少要属于一个站点。"), field="station")]
    known = {station.code for station in found}
    return [Problem(N_("没有这个站点。"), field="station", value=code) for code in codes if code not in known]
