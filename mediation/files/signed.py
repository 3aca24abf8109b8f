"""What the digital signatures of a PDF are worth, found out in a confined child: the file may be anybody's.

Started as `python -P -m mediation.files.signed LIMITS` with one line of JSON, the certificates known here, and then
the bytes of the file as its input.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from mediation import confined

LIMITS: Final = confined.Limits(memory_mib=768, cpu_seconds=10, wall_seconds=30, answer_mib=1)
MOST_BYTES: Final = 32 * confined.MIB
MOST_SIGNATURES: Final = 20


@dataclass(frozen=True)
class Found:
    """One signature in a file. `whole`: nothing follows it, and it covers every byte; `known`: made by one of ours."""

    fingerprint: str
    subject: str
    at: str
    intact: bool
    valid: bool
    known: bool
    whole: bool

    @property
    def holds(self) -> bool:
        """Tell whether the file is as it was when it was signed, by a certificate of this house."""
        return self.intact and self.valid and self.known and self.whole


class Unreadable(Exception):  # noqa: N818 - no fault of the program: the file can't be read as a PDF
    """The file is no PDF, or breaks what reads it."""


def look(content: bytes, certificates: Sequence[str]) -> tuple[Found, ...]:
    """Return the signatures of a file in their order; `certificates` in PEM are those of the house. Raises Unreadable.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable("too large")
    given = json.dumps(list(certificates)).encode() + b"\n" + content
    try:
        answer = json.loads(confined.run("mediation.files.signed", limits=LIMITS, content=given))
    except confined.Died as fault:
        raise Unreadable(str(fault)) from fault
    if answer is None:
        raise Unreadable("no PDF")
    return tuple(Found(**one) for one in answer)


def main(arguments: list[str]) -> None:
    """Set the limits, look, answer."""
    confined.limit(arguments)
    logging.disable(logging.CRITICAL)
    head, _, content = sys.stdin.buffer.read().partition(b"\n")
    try:
        json.dump(_signatures(content, json.loads(head)), sys.stdout)
    except (MemoryError, RecursionError):
        os._exit(3)


def _signatures(content: bytes, certificates: list[str]) -> list[dict[str, Any]] | None:
    import io

    from pyhanko.keys import load_certs_from_pemder_data
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    known = [one for pem in certificates for one in load_certs_from_pemder_data(pem.encode())]
    if not content.startswith(b"%PDF-"):
        return None
    try:
        found = PdfFileReader(io.BytesIO(content)).embedded_signatures[:MOST_SIGNATURES]
    except (PdfError, ValueError, KeyError, TypeError, IndexError):
        return None
    return [_one(signature, known) for signature in found]


def _one(signature: Any, known: list[Any]) -> dict[str, Any]:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    signer = signature.signer_cert
    at = signature.self_reported_timestamp
    said = {
        "fingerprint": signer.sha256.hex(), "subject": signer.subject.human_friendly[:300],
        "at": at.isoformat() if at else "",
    }  # fmt: skip
    mine = any(one.sha256 == signer.sha256 for one in known)
    nothing = {"intact": False, "valid": False, "known": mine, "whole": False}
    try:
        context = ValidationContext(trust_roots=known, allow_fetching=False, moment=at, best_signature_time=at)
        usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
        status = validate_pdf_signature(signature, context, key_usage_settings=usage)
    except (SignatureValidationError, PdfError, ValueError, KeyError, TypeError):
        return said | nothing
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    unmodified = status.modification_level in (None, ModificationLevel.NONE)
    return said | {
        "intact": bool(status.intact), "valid": bool(status.valid), "known": mine, "whole": whole and unmodified,
    }  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
