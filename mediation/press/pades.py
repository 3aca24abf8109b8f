"""The station's digital signature over a whole file: PAdES B-B, after which nothing in the file may change.

The file is one the house printed itself; files that come from outside are checked in a confined child
(mediation/files/signed.py).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mediation.press.stamping import FIELD


@dataclass(frozen=True)
class Reason:
    """What the signature says of itself."""

    why: str
    place: str
    signer: str


def signed(pdf: bytes, pkcs12: bytes, *, reason: Reason, at: datetime) -> bytes:
    """Return the file with the signature in its one empty field, made at `at`.

    `pkcs12` holds key and certificate under no password: it lies sealed where it is kept.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    class KeepingMetadata(IncrementalPdfFileWriter):
        """What the file says of itself claims PDF/A and PDF/UA in words of its own: nothing writes them anew."""

        def _update_meta(self) -> None:
            return None

    class AtThatTime(signers.PdfSigner):
        def init_signing_session(self, *given: Any, **named: Any) -> Any:
            session = super().init_signing_session(*given, **named)
            session.system_time = at
            return session

    about = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, reason=reason.why,
        location=reason.place, name=reason.signer, certify=True, docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )  # fmt: skip
    holder = signers.SimpleSigner.load_pkcs12_data(pkcs12, other_certs=[])
    if holder is None:
        raise ValueError("the station's certificate can't be read")
    out = AtThatTime(about, signer=holder).sign_pdf(KeepingMetadata(io.BytesIO(pdf)))
    return bytes(out.getvalue())
