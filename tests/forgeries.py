"""What somebody might make of a signed file: a byte changed, a revision behind it, a stranger's signature under it."""

import io
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from mediation.press import pades, stamping

BEFORE = datetime(2026, 1, 1, tzinfo=UTC)


def forged(signed: bytes, printed: bytes, *, subject: str, at: datetime) -> dict[str, tuple[str, bytes]]:
    """Return files whose bytes look right, each with what must be said of it; `printed` was signed by nobody."""
    return {
        "a revision appended": ("altered", with_a_revision(signed)),
        "signed by another of the same name": ("foreign", under_another(printed, subject, at)),
    }


def one_byte(signed: bytes) -> bytes:
    """Return the file with one bit of its middle turned."""
    changed = bytearray(signed)
    changed[len(signed) // 2] ^= 1
    return bytes(changed)


def with_a_revision(signed: bytes) -> bytes:
    """Return the file with a correct revision behind the signature that says something else."""
    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    writer.root["/PageLabels"] = generic.DictionaryObject({generic.pdf_name("/Nums"): generic.ArrayObject()})
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def under_another(pdf: bytes, subject: str, at: datetime) -> bytes:
    """Return the file with a signature by a certificate that bears the name of the station but isn't its."""
    field = stamping.stamped(pdf, [], label="签名")
    return pades.signed(field, another(subject), reason=pades.Reason("x", "x", subject), at=at)


def another(subject: str) -> bytes:
    """Return key and certificate of a stranger who calls himself as given."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(BEFORE).not_valid_after(BEFORE + timedelta(days=3650))
    return pkcs12.serialize_key_and_certificates(b"x", key, made.sign(key, hashes.SHA256()), None, NoEncryption())
