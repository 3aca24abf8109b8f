"""Open an uploaded certificate with its key in a confined child: the file says itself how much work its opening is."""

from __future__ import annotations

import json
import sys
from typing import Final

from mediation import confined

LIMITS: Final = confined.Limits(memory_mib=512, cpu_seconds=5, wall_seconds=20, answer_mib=1)
REASONS: Final = ("password", "nothing", "kind")


class Unreadable(Exception):  # noqa: N818 - no fault of the program: the file or its password is wrong
    """The file holds no key with a certificate, or the password doesn't open it; `why` is one of REASONS."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def opened(content: bytes, password: str) -> bytes:
    """Return key and certificates of a PKCS#12 file anew, without a password. Raises Unreadable."""
    given = json.dumps({"password": password, "file": content.hex()}).encode()
    try:
        answer = confined.run("mediation.files.keyfile", limits=LIMITS, content=given)
    except confined.Died as fault:
        raise Unreadable("password") from fault
    said, _, plain = answer.partition(b"\n")
    if said != b"ok":
        raise Unreadable(said.decode() if said.decode() in REASONS else "password")
    return plain


def main(arguments: list[str]) -> None:
    """Set the limits, open the file, write it anew."""
    confined.limit(arguments)
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

    given = json.load(sys.stdin)
    try:
        found = pkcs12.load_key_and_certificates(bytes.fromhex(given["file"]), given["password"].encode() or None)
    except ValueError:
        sys.stdout.buffer.write(b"password\n")
        return
    key, certificate, chain = found
    if key is None or certificate is None:
        sys.stdout.buffer.write(b"nothing\n")
    elif not isinstance(key, (ec.EllipticCurvePrivateKey, rsa.RSAPrivateKey)):
        sys.stdout.buffer.write(b"kind\n")
    else:
        plain = pkcs12.serialize_key_and_certificates(b"station", key, certificate, chain or None, NoEncryption())
        sys.stdout.buffer.write(b"ok\n" + plain)


if __name__ == "__main__":
    main(sys.argv[1:])
