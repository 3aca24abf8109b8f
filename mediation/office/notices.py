"""Notices: tell people what happened, in the app at once and by mail as they chose; mail waits for the commit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.models.base import new_id
from mediation.models.notice import URGENCIES, Notice, NoticeChoice, Webhook
from mediation.models.user import Membership, User
from mediation.office import outbox_queue
from mediation.office.notices_digest import make_digests
from mediation.office.notices_signals import SIGNALS, at_once, level_of
from mediation.office.records import Said, Words

__all__ = ["SIGNALS", "Telling", "make_digests", "said", "tell", "tell_all", "worded"]

KEY_LENGTH = 160


def tell(  # noqa: PLR0913 - everything a notice may say, by name
    session: Session,
    *,
    station_id: str,
    people: Iterable[str],
    kind: str,
    key: str,
    message: str,
    params: Mapping[str, Any] | None = None,
    target: str = "",
    case_id: str | None = None,
    urgency: str = "normal",
    now: datetime,
) -> int:
    """Tell `people` (user ids) of something, each of them once for `key`; return how many hadn't been told yet.

    `kind` is a word of SIGNALS, `message` a msgid, `target` the path of a page. `params` are plain values, days,
    instants or Words, never ID numbers or phones; `level` among them is the level of an escalation. Who is no active
    member of the station isn't told. Mails and calls are queued in the same transaction: at once for `urgency`
    "immediate" and level 3, else with the person's next digest.
    """
    one = Telling(frozenset(people), key, message, params or {}, target, case_id, urgency)
    return tell_all(session, [one], station_id=station_id, kind=kind, now=now)


@dataclass(frozen=True)
class Telling:
    """One thing that some people are told, as `tell` takes it."""

    people: frozenset[str]
    key: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)
    target: str = ""
    case_id: str | None = None
    urgency: str = "normal"


def tell_all(
    session: Session, tellings: Sequence[Telling], *, station_id: str, kind: str, now: datetime
) -> int:
    """Tell many things of one kind at one station as `tell` tells one, with as many statements as for one."""
    for one in tellings:
        _check(kind, one.key, one.target, one.urgency)
        _ = one.message % one.params if one.params else ""  # a missing parameter shows here, not on somebody's page
    session.flush()
    readers = _readers(session, station_id, set().union(*(one.people for one in tellings)), kind)
    rows, hasty, loud = [], {}, []
    for one in tellings:
        common = _common(one, station_id, kind, now)
        level, hurry = level_of(common["params"]), at_once(kind, one.urgency, level_of(common["params"]))
        for user_id in sorted(one.people & readers.keys()):
            waiting = readers[user_id] == "digest" and not hurry
            rows.append({"id": new_id(), "user_id": user_id, "waiting": waiting, **common})
            if hurry and readers[user_id]:
                hasty[rows[-1]["id"]] = user_id
        if level or hurry:
            loud.append((level, common))
    fresh = outbox_queue.add_new(session, Notice, rows)
    _mail_at_once(session, {one: hasty[one] for one in fresh if one in hasty}, station_id, now)
    if loud:
        _call(session, loud, station_id, now)
    return len(fresh)


def _common(one: Telling, station_id: str, kind: str, now: datetime) -> dict[str, Any]:
    return {
        "station_id": station_id, "key": one.key, "kind": kind, "urgency": one.urgency, "message": one.message,
        "params": {name: _kept(value) for name, value in one.params.items()}, "target": one.target,
        "case_id": one.case_id, "made_at": now, "read_at": None, "delivery_id": None,
    }  # fmt: skip


def said(notice: Notice) -> Said:
    """Return what a notice says, to be put into the reader's language."""
    return worded(notice.message, notice.params)


def worded(message: str, params: Mapping[str, Any]) -> Said:
    """Return a sentence with its stored parameters turned back into what they were."""
    return Said(message, {name: _given(value) for name, value in params.items()})


def _check(kind: str, key: str, target: str, urgency: str) -> None:
    if kind not in SIGNALS:
        raise LookupError(f"no signal {kind!r} in office/notices_signals.SIGNALS")
    if urgency not in URGENCIES:
        raise LookupError(f"no urgency {urgency!r}")
    if not 0 < len(key) <= KEY_LENGTH:
        raise ValueError("the key of a notice has 1 to 160 characters")
    if target and (not target.startswith("/") or target.startswith(("//", "/\\")) or not target.isprintable()):
        raise ValueError("the target of a notice is a path of this site")


def _readers(session: Session, station_id: str, people: set[str], kind: str) -> dict[str, str]:
    """Return who is told, with how the mail goes: digest, none, or "" for a person without a confirmed address."""
    chosen = sa.and_(col(NoticeChoice.user_id) == col(User.id), col(NoticeChoice.kind) == kind)
    found = session.execute(
        sa.select(col(User.id), col(User.email), col(NoticeChoice.mail))
        .join(Membership, col(Membership.user_id) == col(User.id))
        .outerjoin(NoticeChoice, chosen)
        .where(col(User.id).in_(people), col(User.active), col(Membership.station_id) == station_id)
        .order_by(col(User.id))
    )
    return {user_id: (mail or SIGNALS[kind].mail) if email else "" for user_id, email, mail in found}


def _mail_at_once(session: Session, fresh: dict[str, str], station_id: str, now: datetime) -> None:
    letters = {
        notice_id: outbox_queue.mail(f"mail:{notice_id}", "notice", {}, station_id=station_id, user_id=user_id, now=now)
        for notice_id, user_id in fresh.items()
    }
    outbox_queue.put(session, letters.values())
    for notice_id, letter in letters.items():
        session.execute(sa.update(Notice).where(col(Notice.id) == notice_id).values(delivery_id=letter["id"]))


def _call(session: Session, loud: Iterable[tuple[int, dict[str, Any]]], station_id: str, now: datetime) -> None:
    """Queue a call of the station's webhook for each notice (with its level) that it wants."""
    hook = session.exec(select(Webhook).where(Webhook.station_id == station_id, col(Webhook.active))).first()
    if hook is None:
        return
    calls = []
    for level, common in loud:
        if not level or level >= hook.level_from:
            said_of = {name: common[name] for name in ("kind", "message", "params", "target", "case_id")}
            params = {"level": level, **said_of}
            calls.append(outbox_queue.call(common["key"], params, station_id=station_id, now=now))
    outbox_queue.put(session, calls)


def _kept(value: Any) -> Any:
    """Turn a parameter into what JSON can keep."""
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if isinstance(value, Words):
        return {"zh": value.zh, "en": value.en}
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"a notice can't carry a {type(value).__name__}")


def _given(value: Any) -> Any:
    """Turn a parameter back into what it was."""
    if not isinstance(value, dict):
        return value
    if "at" in value:
        return datetime.fromisoformat(value["at"])
    return date.fromisoformat(value["on"]) if "on" in value else Words(value["zh"], value["en"])
