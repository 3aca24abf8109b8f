"""The certificate a station signs its files with: one it makes itself, or one of a public authority, uploaded.

A certificate the station made itself proves that a file comes from here and is unchanged, to whoever trusts the
station; no public authority answers for it, and every page that shows it says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from sqlmodel import Session, col, select

from mediation import access, seals
from mediation.access import Facts, Reader, Scope, as_house
from mediation.domain.refusals import N_, Problem, Refused
from mediation.files import keyfile
from mediation.models.signing import StationCertificate
from mediation.models.station import Station
from mediation.office import history

OWN_YEARS: Final = 3
WARN_BEFORE: Final = timedelta(days=60)
MOST_BYTES: Final = 64 * 1024
MOST_PASSWORD: Final = 200
NAME_LENGTH: Final = 64
"""The longest common name that X.509 allows."""


@dataclass(frozen=True)
class CertificateLine:
    """One certificate as pages list it."""

    id: str
    source: str
    subject: str
    issuer: str
    fingerprint: str
    valid_from: datetime
    valid_until: datetime
    made_at: datetime
    ended_at: datetime | None
    in_use: bool
    expires_soon: bool


def current(session: Session, station_id: str, *, now: datetime) -> StationCertificate:
    """Return the certificate a station signs with now; without one that is valid it makes one itself."""
    found = _valid(session, station_id, now)
    return found[0] if found else _make(session, session.get_one(Station, station_id), None, now)


def key_of(row: StationCertificate) -> bytes:
    """Return key and certificate as PKCS#12 without a password, for the press alone."""
    return seals.open_bytes(row.key_sealed, table="station_certificate", column="key_sealed", row=row.id)


def listed(session: Session, station_id: str, *, user: Reader, now: datetime) -> list[CertificateLine]:
    """Return the certificates of a station, the newest first."""
    access.require(user, "station.certificate", Facts(station_id=station_id))
    valid = _valid(session, station_id, now)
    query = Scope(session, user).select(StationCertificate).where(StationCertificate.station_id == station_id)
    rows = session.exec(query.order_by(col(StationCertificate.made_at).desc())).all()
    return [
        CertificateLine(
            one.id, one.source, one.subject, one.issuer, one.fingerprint, one.valid_from, one.valid_until, one.made_at,
            one.ended_at, bool(valid) and one.id == valid[0].id, expires_soon(one, now),
        )  # fmt: skip
        for one in rows
    ]


def expires_soon(row: StationCertificate, now: datetime) -> bool:
    """Tell whether a certificate in use ends within sixty days."""
    return row.ended_at is None and row.valid_until - now <= WARN_BEFORE


def make_own(session: Session, station_id: str, *, by: Reader, now: datetime) -> StationCertificate:
    """Make a fresh certificate of the station's own; the one before signs nothing any more, but stays to check by."""
    access.require(by, "station.certificate", Facts(station_id=station_id))
    _end(session, station_id, now)
    return _make(session, session.get_one(Station, station_id), by.id, now)


def upload(
    session: Session, station_id: str, content: bytes, password: str, *, by: Reader, now: datetime
) -> StationCertificate:
    """Take a certificate with its key (PKCS#12). Raises Refused for a wrong password, no key, or one not valid now."""
    access.require(by, "station.certificate", Facts(station_id=station_id))
    if not content or len(content) > MOST_BYTES or len(password) > MOST_PASSWORD:
        raise Refused(Problem(N_("请选择证书文件（PKCS#12，.pfx 或 .p12，不超过 64 KB）"), "file"))
    try:
        plain = keyfile.opened(content, password)
    except keyfile.Unreadable as fault:
        raise Refused(Problem(UNREADABLE[fault.why], "password" if fault.why == "password" else "file")) from fault
    key, certificate, chain = pkcs12.load_key_and_certificates(plain, None)
    if certificate is None or key is None:
        raise Refused(Problem(UNREADABLE["nothing"], "file"))
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not begins <= now < ends:
        raise Refused(Problem(N_("证书不在有效期内"), "file", f"{begins:%Y-%m-%d} – {ends:%Y-%m-%d}"))
    _end(session, station_id, now)
    return _store(session, station_id, "uploaded", plain, certificate, list(chain), by.id, now)


UNREADABLE: Final = {
    "password": N_("密码不对，或者文件不是 PKCS#12 证书"),
    "nothing": N_("文件中没有证书和私钥"),
    "kind": N_("证书的密钥不能用来签名；请使用 RSA 或者 EC 密钥"),
}


def _valid(session: Session, station_id: str, now: datetime) -> list[StationCertificate]:
    query = select(StationCertificate).where(
        StationCertificate.station_id == station_id, col(StationCertificate.ended_at).is_(None),
        StationCertificate.valid_from <= now, StationCertificate.valid_until > now,
    )  # fmt: skip
    with as_house(session, "sign with the station's certificate, which those who sign don't see"):
        return list(session.exec(query.order_by(col(StationCertificate.made_at).desc())))


def _make(session: Session, station: Station, by: str | None, now: datetime) -> StationCertificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, station.organisation_name[:NAME_LENGTH]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{station.name}（本站自签证书）"[:NAME_LENGTH]),
        ]
    )
    public = key.public_key()
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - timedelta(minutes=5))
        .not_valid_after(now.astimezone(UTC) + timedelta(days=365 * OWN_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = pkcs12.serialize_key_and_certificates(b"station", key, certificate, None, NoEncryption())
    return _store(session, station.id, "own", plain, certificate, [], by, now)


def _store(
    session: Session, station_id: str, source: str, plain: bytes, certificate: x509.Certificate,
    chain: list[x509.Certificate], by: str | None, now: datetime,
) -> StationCertificate:  # fmt: skip
    pem = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (certificate, *chain)).decode()
    row = StationCertificate(
        station_id=station_id, source=source, subject=certificate.subject.rfc4514_string()[:300],
        issuer=certificate.issuer.rfc4514_string()[:300], fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        certificate=pem, key_sealed=b"", valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc, made_at=now, made_by=by,
    )  # fmt: skip
    row.key_sealed = seals.seal_bytes(plain, table="station_certificate", column="key_sealed", row=row.id)
    session.add(row)
    session.flush()
    _record(session, row, {"certificate_source": source, "fingerprint_sha256": row.fingerprint[:16]}, by, now)
    return row


def _end(session: Session, station_id: str, now: datetime) -> None:
    with as_house(session, "end the certificate before"):
        for one in session.exec(
            select(StationCertificate).where(
                StationCertificate.station_id == station_id, col(StationCertificate.ended_at).is_(None)
            )
        ).all():
            one.ended_at = now
            session.add(one)


def _record(
    session: Session, row: StationCertificate, fields: dict[str, Any], by: str | None, now: datetime
) -> None:
    history.record(
        session, station_id=row.station_id, actor=by or history.SWEEP, act="certificate.made",
        subject=("station_certificate", row.id), fields=fields, now=now,
    )  # fmt: skip


