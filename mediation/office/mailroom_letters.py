"""From a row of the outbox to a mail: its recipient, its text and page in the recipient's language, a fixed id."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlmodel import Session, col, select

from mediation import config, places, seals
from mediation.domain.worktime import ZONE
from mediation.models.case import Case
from mediation.models.notice import AddressProof, Delivery, MailRoute, Notice
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office.mailroom import own_host
from mediation.office.mailroom_lines import line, link
from mediation.office.outbox_faults import Undelivered

TEMPLATES: Final = places.CHECKOUT / "templates" / "messages"
MOST_LINES: Final = 50
CODE_MINUTES: Final = 30
SETTINGS_PAGE: Final = "/notices/settings"
NOTICES_PAGE: Final = "/notices"


@dataclass(frozen=True)
class Letter:
    """A mail ready to be handed over, and whom it goes to."""

    message: EmailMessage
    to: str


def letter(session: Session, delivery: Delivery, route: MailRoute, *, now: datetime) -> Letter:
    """Write the mail of a delivery. Raises Undelivered for good when there is nobody or nothing left to write to."""
    user = session.get(User, delivery.user_id or "")
    if user is None or not user.active or delivery.station_id not in user.station_ids:
        raise Undelivered("address_gone", permanent=True)
    station = session.get_one(Station, delivery.station_id)
    if delivery.template == "confirm":
        to, said = _confirmation(session, delivery, now)
    else:
        to, said = user.email or "", _notices(session, delivery, language_of(user))
    if not to:
        raise Undelivered("address_gone", permanent=True)
    sender = Address(" ".join(station.name.split()), addr_spec=route.sender)
    about = (delivery.key, delivery.template, delivery.made_at)
    return write(about, said, to=to, sender=sender, lang=language_of(user))


def write(about: tuple[str, str, datetime], said: Mapping[str, Any], *, to: str, sender: Address, lang: str) -> Letter:
    """Write one mail: text, a page of HTML, headers. `about`: key, which makes its id; template; when it was made."""
    key, template, made = about
    shown = {
        **said, "lang": "en" if lang == "en" else "zh-Hans", "station": sender.display_name,
        "settings": link(SETTINGS_PAGE),
        "notices": link(NOTICES_PAGE), "made": f"{made.astimezone(ZONE):%Y-%m-%d %H:%M}",
    }  # fmt: skip
    subject, _, body = _environment().get_template(f"{lang}/{template}.txt").render(shown).partition("\n")
    page = _environment().get_template(f"{lang}/{template}.html").render(shown, subject=subject)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(subject.split())
    message["From"] = sender
    message["To"] = Address(addr_spec=to)
    message["Date"] = made
    message["Message-ID"] = f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{own_host()}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body.strip() + "\n")
    message.add_alternative(page, subtype="html")
    return Letter(message, to)


def language_of(user: User) -> str:
    """Return the language a person is written to in."""
    return user.locale or config.settings().language


def numbers(session: Session, found: list[Notice]) -> dict[str, str]:
    """Return the numbers of the cases that notices are about, by case."""
    ids = {one.case_id for one in found if one.case_id}
    return {one.id: one.number for one in session.exec(select(Case).where(col(Case.id).in_(ids)))} if ids else {}


def _notices(session: Session, delivery: Delivery, locale: str) -> dict[str, Any]:
    """Return what a mail of notices says: those nobody read meanwhile, the gravest first."""
    found = list(
        session.exec(
            select(Notice)
            .where(Notice.delivery_id == delivery.id, col(Notice.read_at).is_(None))
            .order_by(col(Notice.made_at), col(Notice.id))
        )
    )
    if not found:
        raise Undelivered("outdated", permanent=True)
    known = numbers(session, found)
    lines = [line(one, known.get(one.case_id or "", ""), locale) for one in found]
    lines.sort(key=lambda one: (-one.level, not one.immediate))
    if delivery.template == "notice":
        return {"one": lines[0]}
    return {"lines": lines[:MOST_LINES], "count": len(lines), "more": max(0, len(lines) - MOST_LINES)}


def _confirmation(session: Session, delivery: Delivery, now: datetime) -> tuple[str, dict[str, Any]]:
    """Return address and code of a confirmation, unless another was asked for since or the code has run out."""
    proof = session.exec(select(AddressProof).where(AddressProof.user_id == delivery.user_id)).first()
    fresh = proof is not None and proof.asked_at == delivery.made_at
    if proof is None or not fresh or now > proof.asked_at + timedelta(minutes=CODE_MINUTES):
        raise Undelivered("outdated", permanent=True)
    code = seals.open(proof.code_sealed, table="address_proof", column="code", row=proof.id)
    return proof.address, {"code": code, "minutes": CODE_MINUTES}


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
