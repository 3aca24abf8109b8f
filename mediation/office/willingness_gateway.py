"""The service that calls or writes to parties: what it is told, and what it may send back."""

import hmac
import json
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation import seals
from mediation.domain.refusals import N_, NotFound, Refused
from mediation.models.notice import Delivery
from mediation.models.party import Party
from mediation.models.station import Station
from mediation.models.willingness import ANSWERS, Inquiry, VoiceGateway
from mediation.office import outbox_hook, willingness
from mediation.office.mailroom_lines import link
from mediation.office.outbox_faults import Undelivered

FRESH_SECONDS: Final = 300
"""How old a signed answer may be."""

MOST_BYTES: Final = 4096
TEXT: Final = (
    "【%(station)s】您有一起劳动纠纷登记在本站。是否愿意由本站免费调解，请您答复：愿意、不愿意，或请来电说明。"
    "调解自愿，不影响您申请仲裁或者起诉。答复链接：%(link)s（七日内有效）"
)


class BadCall(Refused):
    """A call that isn't signed as it should be."""

    status = 400


def of_station(session: Session, station_id: str) -> VoiceGateway | None:
    """Return the gateway of a station, None without one."""
    return session.exec(select(VoiceGateway).where(VoiceGateway.station_id == station_id)).first()


def written_call(session: Session, claimed: Delivery, now: datetime) -> outbox_hook.Call:
    """Write the call that asks one party; raises Undelivered where nobody waits for an answer any more."""
    inquiry = session.get(Inquiry, claimed.params["inquiry_id"])
    gateway = of_station(session, claimed.station_id)
    if gateway is None or not gateway.active:
        raise Undelivered("hook.gone", permanent=True)
    if inquiry is None or not willingness.is_open(inquiry, now):
        raise Undelivered("outdated", permanent=True)
    party = session.get_one(Party, inquiry.party_id)
    if party.phone_sealed is None:
        raise Undelivered("outdated", permanent=True)
    code = seals.open(inquiry.code_sealed, table="inquiry", column="code", row=inquiry.id)
    station = session.get_one(Station, inquiry.station_id)
    address = link(f"/answer/{code}")
    body = {
        "kind": "willingness", "id": inquiry.id, "station": station.code,
        "phone": seals.open(party.phone_sealed, table="party", column="phone", row=party.id),
        "text": TEXT % {"station": station.name, "link": address}, "link": address, "answers": list(ANSWERS),
        "callback": link("/willingness/callback"), "until": inquiry.until.isoformat(),
    }  # fmt: skip
    return outbox_hook.Call(gateway.url, claimed.key, body, secret_of(gateway))


def secret_of(gateway: VoiceGateway) -> str:
    """Return the secret that signs calls both ways."""
    return seals.open(gateway.secret_sealed, table="voice_gateway", column="secret", row=gateway.id)


def take_callback(session: Session, body: bytes, *, stamp: str, signature: str, now: datetime) -> Inquiry:
    """Take an answer the gateway sends back: `{"station", "id", "answer"}`, signed as our own calls are.

    Raises BadCall for what isn't signed with the station's secret within the last five minutes, NotFound for a question
    the station never asked, Refused and Conflict as `willingness.answer`.
    """
    said = _signed(session, body, stamp, signature, now)
    query = select(Inquiry).join(Station, col(Station.id) == col(Inquiry.station_id))
    found = session.exec(query.where(Inquiry.id == said["id"], Station.code == said["station"])).first()
    if found is None:
        raise NotFound(willingness.NO_SUCH)
    return willingness.answer(session, found.id, said["answer"], source="call", now=now)


def _signed(session: Session, body: bytes, stamp: str, signature: str, now: datetime) -> dict[str, str]:
    said = _read(body)
    fresh = stamp.isascii() and stamp.isdigit() and abs(int(stamp[:15]) - now.timestamp()) <= FRESH_SECONDS
    query = select(VoiceGateway).join(Station, col(Station.id) == col(VoiceGateway.station_id))
    gateway = session.exec(query.where(Station.code == said["station"])).first() if said else None
    secret = secret_of(gateway) if gateway is not None and gateway.active else "-"
    right = "sha256=" + outbox_hook.signature(secret, stamp if fresh else "0", body)
    if not hmac.compare_digest(right.encode(), signature.encode("utf-8", "replace")) or gateway is None or not said:
        raise BadCall(N_("签名不正确或已过期。"))
    return said


def _read(body: bytes) -> dict[str, str]:
    """Return the three words of an answer, {} for anything else."""
    try:
        said: Any = json.loads(body[:MOST_BYTES])
    except (ValueError, RecursionError):
        return {}
    names = ("station", "id", "answer")
    if not isinstance(said, dict) or not all(isinstance(said.get(one), str) for one in names):
        return {}
    sound = all(said[one].isprintable() and said[one].isascii() and len(said[one]) <= 64 for one in names)  # noqa: PLR2004
    return {one: said[one] for one in names} if sound else {}
