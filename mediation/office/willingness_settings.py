"""The service that calls or writes to parties: its address, and a secret that is shown once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from mediation import access, seals
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import Refused
from mediation.models.station import Station
from mediation.models.willingness import VoiceGateway
from mediation.office import history, outbox_hook, outbox_hook_settings
from mediation.office.willingness_gateway import of_station


@dataclass(frozen=True)
class GatewayPage:
    """The gateway as its form shows it."""

    given: Mapping[str, str]
    exists: bool


def page(session: Session, station_id: str, *, user: Reader) -> GatewayPage:
    """Return the gateway of a station as its form shows it."""
    access.require(user, "channel.manage", Facts(station_id=station_id))
    gateway = of_station(session, station_id)
    if gateway is None:
        return GatewayPage({"active": "true"}, False)
    return GatewayPage({"url": gateway.url, "active": "true" if gateway.active else ""}, True)


def save(session: Session, station_id: str, given: Mapping[str, str], *, by: Reader, now: datetime) -> str:
    """Store the gateway of a station; return the secret if it was made now, else "". Raises Refused."""
    Scope(session, by).get(Station, station_id)
    access.require(by, "channel.manage", Facts(station_id=station_id))
    url = given.get("url", "").strip()
    if problems := outbox_hook_settings.address_problems(url):
        raise Refused(problems)
    gateway, secret = of_station(session, station_id), ""
    if gateway is None or given.get("renew") == "true":
        gateway = gateway or VoiceGateway(station_id=station_id, url=url, secret_sealed=b"")
        secret = outbox_hook_settings.new_secret()
        gateway.secret_sealed = seals.seal(secret, table="voice_gateway", column="secret", row=gateway.id)
    gateway.url, gateway.active = url, given.get("active") == "true"
    session.add(gateway)
    history.record(
        session, station_id=station_id, actor=by.id, act="gateway.secret" if secret else "gateway.save",
        subject=("station", station_id), fields={"host": outbox_hook.checked(url).hostname, "active": gateway.active},
        now=now,
    )  # fmt: skip
    return secret
