"""How one person wants to be told: which signals go into the digest, when it comes, in which language."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.access import Reader
from mediation.domain.refusals import N_, Problem, Refused
from mediation.models.notice import DigestTime, NoticeChoice
from mediation.models.user import LOCALES, User
from mediation.office import history
from mediation.office.notices_digest import DEFAULT_TIMES
from mediation.office.notices_signals import SIGNALS

MOST_TIMES: Final = 4


@dataclass(frozen=True)
class Choices:
    """What a person chose, defaults filled in: what is mailed, when, in which language ("" the house's)."""

    mailed: frozenset[str]
    times: tuple[time, ...]
    locale: str


def choices(session: Session, *, user: Reader) -> Choices:
    """Return how the user is told."""
    found = {one.kind: one.mail for one in session.exec(select(NoticeChoice).where(NoticeChoice.user_id == user.id))}
    mailed = frozenset(kind for kind, signal in SIGNALS.items() if found.get(kind, signal.mail) == "digest")
    times = session.exec(select(DigestTime).where(DigestTime.user_id == user.id).order_by(col(DigestTime.at)))
    return Choices(mailed, tuple(one.at for one in times) or DEFAULT_TIMES, session.get_one(User, user.id).locale or "")


def save(
    session: Session, *, mailed: Collection[str], times: Iterable[str], locale: str, by: Reader, now: datetime
) -> None:
    """Store how the user wants to be told. What must be mailed at once, nobody can switch off.

    Times are `HH:MM` of the station's day, empty ones left out, none at all: the defaults. Raises Refused with every
    problem at once.
    """
    given = [one.strip() for one in times]
    problems = [Problem(N_("没有这种通知"), "mailed", one[:40]) for one in mailed if one not in SIGNALS]
    problems += [Problem(N_("请按 24 小时制填写时间，例如 08:30"), f"times[{nth}]", one[:20])
                 for nth, one in enumerate(given) if one and _time(one) is None]  # fmt: skip
    if locale not in ("", *LOCALES):
        problems.append(Problem(N_("没有这种语言"), "locale", locale[:20]))
    chosen = sorted({at for at in map(_time, given) if at is not None})
    if len(chosen) > MOST_TIMES:
        problems.append(Problem(N_("每天最多 %(count)d 个时间"), "times[0]", params={"count": MOST_TIMES}))
    if problems:
        raise Refused(problems)
    _store(session, by, mailed, [] if tuple(chosen) == DEFAULT_TIMES else chosen, locale)
    fields = {"mailed": sorted(mailed), "times": [f"{at:%H:%M}" for at in chosen], "locale": locale}
    for station_id in by.station_ids or (None,):
        history.record(
            session, station_id=station_id, actor=by.id, act="notice.choose", subject=("user", by.id), fields=fields,
            now=now,
        )  # fmt: skip


def _time(text: str) -> time | None:
    """Return a time of the day typed as `8:30` or `08:30`, None for anything else."""
    hours, colon, minutes = text.replace("：", ":").partition(":")
    plain = colon and hours.isascii() and minutes.isascii() and hours.isdigit() and minutes.isdigit()
    if not plain or len(hours) > 2 or len(minutes) != 2 or int(hours) > 23 or int(minutes) > 59:
        return None
    return time(int(hours), int(minutes))


def _store(session: Session, by: Reader, mailed: Collection[str], times: list[time], locale: str) -> None:
    session.execute(sa.delete(NoticeChoice).where(col(NoticeChoice.user_id) == by.id))
    session.execute(sa.delete(DigestTime).where(col(DigestTime.user_id) == by.id))
    for kind, signal in SIGNALS.items():
        mail = "digest" if kind in mailed else "none"
        if mail != signal.mail:
            session.add(NoticeChoice(user_id=by.id, kind=kind, mail=mail))
    session.add_all(DigestTime(user_id=by.id, at=at) for at in times)
    user = session.get_one(User, by.id)
    user.locale = locale or None
    session.add(user)
