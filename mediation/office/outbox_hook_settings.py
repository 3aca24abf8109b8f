"""The station's webhook: its address, from which level on it is called, and a secret that is shown once."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, select

from mediation import access, seals
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, NotFound, Problem, Refused
from mediation.models.base import new_id
from mediation.models.notice import Delivery, Webhook
from mediation.models.station import Station
from mediation.office import history, outbox_hook
from mediation.office.outbox import hook_secret
from mediation.office.outbox_faults import Undelivered, why
from mediation.office.outbox_hook import Call

LEVELS: Final = ("1", "2", "3")
LONGEST: Final = 500
SECRET_BYTES: Final = 32


@dataclass(frozen=True)
class HookPage:
    """The webhook as its form shows it."""

    given: Mapping[str, str]
    exists: bool


def page(session: Session, station_id: str, *, user: Reader) -> HookPage:
    """Return the webhook of a station as its form shows it."""
    access.require(user, "channel.manage", Facts(station_id=station_id))
    hook = _hook(session, station_id)
    if hook is None:
        return HookPage({"level_from": "2", "active": "true"}, False)
    active = "true" if hook.active else ""
    return HookPage({"url": hook.url, "level_from": str(hook.level_from), "active": active}, True)


def save(session: Session, station_id: str, given: Mapping[str, str], *, by: Reader, now: datetime) -> str:
    """Store the webhook of a station; return the secret if it was made now, else "". Raises Refused."""
    Scope(session, by).get(Station, station_id)
    access.require(by, "channel.manage", Facts(station_id=station_id))
    url, level = given.get("url", "").strip(), given.get("level_from", "")
    problems = address_problems(url)
    if level not in LEVELS:
        problems.append(Problem(N_("请选择级别"), "level_from", level[:20], ", ".join(LEVELS)))
    if problems:
        raise Refused(problems)
    hook = _hook(session, station_id)
    secret = ""
    if hook is None:
        hook = Webhook(station_id=station_id, url=url, secret_sealed=b"")
        secret = _seal(hook)
    hook.url, hook.level_from, hook.active = url, int(level), given.get("active") == "true"
    session.add(hook)
    host = outbox_hook.checked(url).hostname
    _note(session, hook, by, "channel.hook", {"host": host, "level_from": hook.level_from, "active": hook.active}, now)
    return secret


def renew_secret(session: Session, station_id: str, *, by: Reader, now: datetime) -> str:
    """Make a new secret and return it; from now on calls are signed with it. Raises NotFound without a webhook."""
    hook = _own(session, station_id, by)
    secret = _seal(hook)
    session.add(hook)
    _note(session, hook, by, "channel.secret", {}, now)
    return secret


def prepare_test(session: Session, station_id: str, *, by: Reader) -> Call:
    """Write a test call. Raises NotFound without a webhook."""
    hook = _own(session, station_id, by)
    station = session.get_one(Station, station_id)
    body = {"station": station.code, "kind": "test", "level": 0, "case": "", "link": "", "text": "测试 Test"}
    return Call(hook.url, f"test:{new_id()}", body, hook_secret(hook))


def send_test(call: Call, *, now: datetime) -> str:
    """Make the test call now; return the code of what went wrong, "" when the messenger took it."""
    try:
        outbox_hook.send(call, now=now)
    except Undelivered as fault:
        return fault.code
    return ""


def note_test(session: Session, station_id: str, call: Call, fault: str, *, by: Reader, now: datetime) -> None:
    """Keep how a test went among the deliveries."""
    hook = _own(session, station_id, by)
    sent = {"state": "failed", "fault": fault} if fault else {"state": "sent", "sent_at": now}
    session.add(
        Delivery(
            station_id=station_id, user_id=by.id, key=call.key, channel="webhook", template="test", made_at=now,
            due_at=now, tries=1, **sent,
        )  # fmt: skip
    )
    _note(session, hook, by, "channel.test", {"fault": fault}, now)


def address_problems(url: str) -> list[Problem]:
    """Return what is wrong with an address that is to be called."""
    if len(url) > LONGEST:
        return [Problem(N_("地址过长"), "url")]
    try:
        outbox_hook.checked(url)
    except Undelivered as fault:
        return [Problem(why(fault.code).message, "url", url[:80], "https://…")]
    return []


def new_secret() -> str:
    """Return a fresh secret to sign calls with."""
    return secrets.token_urlsafe(SECRET_BYTES)


def _seal(hook: Webhook) -> str:
    secret = new_secret()
    hook.secret_sealed = seals.seal(secret, table="webhook", column="secret", row=hook.id)
    return secret


def _hook(session: Session, station_id: str) -> Webhook | None:
    return session.exec(select(Webhook).where(Webhook.station_id == station_id)).first()


def _own(session: Session, station_id: str, by: Reader) -> Webhook:
    Scope(session, by).get(Station, station_id)
    access.require(by, "channel.manage", Facts(station_id=station_id))
    hook = _hook(session, station_id)
    if hook is None:
        raise NotFound(N_("请先保存接收地址"))
    return hook


def _note(
    session: Session, hook: Webhook, by: Reader, act: str, fields: Mapping[str, object], now: datetime
) -> None:
    history.record(
        session, station_id=hook.station_id, actor=by.id, act=act, subject=("station", hook.station_id), fields=fields,
        now=now,
    )  # fmt: skip
