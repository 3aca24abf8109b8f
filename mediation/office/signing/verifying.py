"""Whether a file is one that was issued here, unchanged: by the register, and by the digital signature it carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.access import as_house
from mediation.domain.refusals import N_
from mediation.domain.worktime import station_day
from mediation.files import signed
from mediation.models.signing import StationCertificate
from mediation.models.station import Station
from mediation.models.willingness import AnswerTry
from mediation.office import documents, documents_standing
from mediation.office.records import Said
from mediation.office.willingness import MINUTE, WRONG_A_MINUTE, TooMany, note_wrong_code

Verdict = Literal["genuine", "signed", "altered", "foreign", "broken", "unknown"]
SIGNED: Final = b"/ByteRange"
"""What every signed PDF holds, also one that can't be read any more."""
SAYS: Final = {
    "genuine": N_("真实：与本站登记的文书完全一致，未被改动。"),
    "signed": N_("签名有效：文件由本站数字签名，签名后未被改动，但不在登记簿中。"),
    "altered": N_("已被改动：文件带有本站的数字签名，但内容与签名时不一致。"),
    "foreign": N_("不是本站签名：文件中的数字签名不是用本站的证书作出的。"),
    "broken": N_("无法确认：文件带有数字签名，但已经损坏或者被改动，读不出签名；登记簿中没有与它完全一致的文书。"),
    "unknown": N_("无法确认：登记簿中没有与该文件完全一致的文书，文件也没有本站的数字签名。"),
}


@dataclass(frozen=True)
class Checked:
    """What was found out about a file: the verdict, what it is by the register, who signed it, what came after it."""

    verdict: Verdict
    number: str = ""
    kind: str = ""
    issued_on: date | None = None
    organisation: str = ""
    signer: str = ""
    signed_at: datetime | None = None
    own_certificate: bool = False
    fingerprint: str = ""
    signatures: int = 0
    standing: Said | None = None

    @property
    def says(self) -> str:
        """Give the verdict as a sentence."""
        return SAYS[self.verdict]

    @property
    def good(self) -> bool:
        """Tell whether the file is what it says."""
        return self.verdict in ("genuine", "signed")


def check(session: Session, content: bytes) -> Checked:
    """Return what a file is. The signature is tried against the house's certificates, not only the register."""
    with as_house(session, "try a signature against the certificates of all stations"):
        known = list(session.exec(select(StationCertificate).order_by(col(StationCertificate.made_at))))
    try:
        found = signed.look(content, [one.certificate for one in known])
    except signed.Unreadable:
        found, readable = (), False
    else:
        readable = True
    entry = documents.of_bytes(session, content)
    mine = [one for one in found if one.known]
    last = mine[-1] if mine else found[-1] if found else None
    if entry is not None and (not found or (last is not None and last.holds)):
        verdict: Verdict = "genuine"
    elif last is None:
        verdict = "unknown" if readable or SIGNED not in content else "broken"
    elif not last.known:
        verdict = "foreign"
    else:
        verdict = "signed" if last.holds else "altered"
    certificate = next((one for one in known if last is not None and one.fingerprint == last.fingerprint), None)
    station_id = entry.station_id if entry is not None else certificate.station_id if certificate else None
    station = session.get(Station, station_id) if station_id else None
    return Checked(
        verdict, entry.number if entry else "", entry.kind if entry else "",
        station_day(entry.issued_at) if entry else None, station.organisation_name if station else "",
        last.subject if last else "", datetime.fromisoformat(last.at) if last and last.at else None,
        certificate is not None and certificate.source == "own", last.fingerprint if last else "", len(found),
        documents_standing.standing(session, entry) if entry is not None and verdict == "genuine" else None,
    )  # fmt: skip


def count_try(session: Session, *, source: str, now: datetime) -> None:
    """Count one file checked from a place. Raises TooMany when the same place sends one after the other."""
    tries = sa.select(sa.func.count()).select_from(AnswerTry)
    recent = tries.where(col(AnswerTry.source) == source[:64], col(AnswerTry.at) > now - MINUTE)
    if session.execute(recent).scalar_one() >= WRONG_A_MINUTE:
        raise TooMany(N_("尝试次数过多，请稍后再试。"))
    note_wrong_code(session, source=source, now=now)
