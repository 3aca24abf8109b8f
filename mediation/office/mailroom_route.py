"""The station's mail server: its settings, the sealed password, and a test whose result is said in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from typing import Final

from sqlmodel import Session, col, select

from mediation import access, seals
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Problem, Refused
from mediation.models.base import new_id
from mediation.models.notice import ENCRYPTIONS, AddressProof, Delivery, MailRoute
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import history, mailroom, mailroom_letters
from mediation.office.mailroom import Server
from mediation.office.mailroom_letters import Letter
from mediation.office.outbox_faults import Undelivered

LONGEST: Final = 200
PORTS: Final = range(1, 65536)


@dataclass(frozen=True)
class RoutePage:
    """The mail server as its form shows it; the password is only known to be there or not."""

    given: Mapping[str, str]
    has_password: bool
    tested_at: datetime | None
    tested_fault: str
    my_address: str


@dataclass(frozen=True)
class Trial:
    """A test mail ready to be sent, outside of any transaction."""

    station_id: str
    key: str
    server: Server
    letter: Letter


def page(session: Session, station_id: str, *, user: Reader) -> RoutePage:
    """Return the mail server of a station as its form shows it."""
    access.require(user, "channel.manage", Facts(station_id=station_id))
    route = _route(session, station_id)
    address = _own_address(session, user)
    if route is None:
        return RoutePage({"port": "465", "encryption": "tls", "active": "true"}, False, None, "", address)
    given = {
        "host": route.host, "port": str(route.port), "encryption": route.encryption, "user_name": route.user_name,
        "sender": route.sender, "active": "true" if route.active else "",
    }  # fmt: skip
    return RoutePage(given, route.password_sealed is not None, route.tested_at, route.tested_fault, address)


def save(session: Session, station_id: str, given: Mapping[str, str], *, by: Reader, now: datetime) -> MailRoute:
    """Store the mail server of a station; an empty password keeps the one that is there.

    Raises Refused with every problem at once; a password without encryption is one.
    """
    Scope(session, by).get(Station, station_id)
    access.require(by, "channel.manage", Facts(station_id=station_id))
    route = _route(session, station_id)
    host, user_name = given.get("host", "").strip(), given.get("user_name", "").strip()
    kept = route is not None and route.password_sealed is not None
    problems = _problems(given, host, user_name, kept=kept)
    if problems:
        raise Refused(problems)
    moved = route is not None and (host, given["port"].strip()) != (route.host, str(route.port))
    if moved and kept and user_name and not given.get("password"):
        raise Refused(Problem(N_("服务器改变后，请重新填写密码：旧密码不会发给新的服务器"), "password"))
    route = route or MailRoute(station_id=station_id, host=host, sender="")
    route.host, route.port, route.encryption = host, int(given["port"]), given["encryption"]
    route.user_name, route.sender, route.active = user_name, given["sender"].strip(), given.get("active") == "true"
    _seal(route, given.get("password", ""))
    route.tested_at, route.tested_fault = None, ""
    session.add(route)
    fields = {name: getattr(route, name) for name in ("host", "port", "encryption", "active")}
    fields["new_password"] = bool(given.get("password"))
    _note(session, station_id, by, "channel.mail", fields, now)
    return route


def prepare_test(session: Session, station_id: str, *, by: Reader, now: datetime) -> Trial:
    """Write a test mail to the user's own address. Raises Refused without a server or an address."""
    station = Scope(session, by).get(Station, station_id)
    access.require(by, "channel.manage", Facts(station_id=station_id))
    route, to = _route(session, station_id), _own_address(session, by)
    if route is None:
        raise Refused(Problem(N_("请先保存邮件服务器设置"), "host"))
    if not to:
        raise Refused(Problem(N_("请先在“通知设置”中填写您自己的邮箱地址"), "test"))
    key = f"test:{new_id()}"
    sender = Address(" ".join(station.name.split()), addr_spec=route.sender)
    language = mailroom_letters.language_of(session.get_one(User, by.id))
    letter = mailroom_letters.write((key, "test", now), {}, to=to, sender=sender, lang=language)
    return Trial(station_id, key, Server.of(route), letter)


def send_test(prepared: Trial) -> str:
    """Send a test mail now; return the code of what went wrong, "" when the server took it."""
    try:
        with mailroom.Line(prepared.server) as line:
            line.post(prepared.letter.message, prepared.letter.to)
    except Undelivered as fault:
        return fault.code
    return ""


def note_test(session: Session, prepared: Trial, fault: str, *, by: Reader, now: datetime) -> None:
    """Keep how a test went, beside the settings and among the deliveries."""
    access.require(by, "channel.manage", Facts(station_id=prepared.station_id))
    route = _route(session, prepared.station_id)
    if route is not None:
        route.tested_at, route.tested_fault = now, fault
        session.add(route)
    sent = {"state": "failed", "fault": fault} if fault else {"state": "sent", "sent_at": now}
    session.add(
        Delivery(
            station_id=prepared.station_id, user_id=by.id, key=prepared.key, template="test", made_at=now, due_at=now,
            tries=1, **sent,
        )  # fmt: skip
    )
    _note(session, prepared.station_id, by, "channel.test", {"fault": fault}, now)


def _problems(given: Mapping[str, str], host: str, user_name: str, *, kept: bool) -> list[Problem]:
    problems = []
    port, encryption, sender = (given.get(name, "").strip() for name in ("port", "encryption", "sender"))
    if not mailroom.is_host(host):
        problems.append(Problem(N_("请填写服务器的域名或 IP 地址"), "host", host[:80], "smtp.example.cn"))
    if not (port.isascii() and port.isdigit() and len(port) < 6 and int(port) in PORTS):
        problems.append(Problem(N_("端口应为 1 至 65535 的整数"), "port", port[:20]))
    if encryption not in ENCRYPTIONS:
        problems.append(Problem(N_("请选择加密方式"), "encryption"))
    if not mailroom.is_address(sender):
        problems.append(Problem(N_("这不是有效的邮箱地址"), "sender", sender[:80], "name@example.cn"))
    if len(user_name) > LONGEST or not user_name.isprintable():
        problems.append(Problem(N_("用户名过长或含有不可见字符"), "user_name"))
    if len(given.get("password", "")) > LONGEST:
        problems.append(Problem(N_("密码过长"), "password"))
    if user_name and encryption == "none":
        problems.append(Problem(N_("不加密时不能登录：密码会在网络上被看到"), "encryption"))
    if user_name and not kept and not given.get("password"):
        problems.append(Problem(N_("请填写密码"), "password"))
    return problems


def _seal(route: MailRoute, password: str) -> None:
    if not route.user_name:
        route.password_sealed = None
    elif password:
        route.password_sealed = seals.seal(password, table="mail_route", column="password", row=route.id)


def _route(session: Session, station_id: str) -> MailRoute | None:
    return session.exec(select(MailRoute).where(MailRoute.station_id == station_id)).first()


def _own_address(session: Session, user: Reader) -> str:
    """Return the user's confirmed address, or else the one that waits for its code."""
    known = session.get_one(User, user.id).email
    waiting = select(AddressProof.address).where(col(AddressProof.user_id) == user.id)
    return known or session.exec(waiting).first() or ""


def _note(
    session: Session, station_id: str, by: Reader, act: str, fields: Mapping[str, object], now: datetime
) -> None:
    subject = ("station", station_id)
    history.record(session, station_id=station_id, actor=by.id, act=act, subject=subject, fields=fields, now=now)
