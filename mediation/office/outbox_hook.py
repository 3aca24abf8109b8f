"""The webhook: one signed call of an office messenger, to the address that was checked and nowhere else."""

import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from mediation import config
from mediation.office.outbox_faults import Undelivered

ANSWER_SECONDS: Final = 10.0
MOST_SECONDS: Final = 30.0
NOT_FOLLOWED: Final = range(300, 400)
TAKEN: Final = range(200, 300)
HIDDEN_IPV4: Final = tuple(ipaddress.ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16"))
"""IPv6 addresses that stand for an IPv4 address, which may be a private one."""


@dataclass(frozen=True)
class Call:
    """One call: where to, what it says, the secret that signs it; `key` is the same at every try."""

    url: str
    key: str
    body: Mapping[str, Any]
    secret: str = field(repr=False)


def send(call: Call, *, now: datetime) -> None:
    """Make the call; returns when the messenger answered 2xx. Raises Undelivered with the reason otherwise."""
    parts = checked(call.url)
    body = json.dumps(call.body, ensure_ascii=False, sort_keys=True).encode()
    stamp = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "mediation",
        "X-Mediation-Id": hashlib.sha256(call.key.encode()).hexdigest()[:40],
        "X-Mediation-Timestamp": stamp,
        "X-Mediation-Signature": "sha256=" + signature(call.secret, stamp, body),
    }
    answer = _ask(parts, headers, body)
    if answer in NOT_FOLLOWED:
        raise Undelivered(f"hook.redirect:{answer}")
    if answer not in TAKEN:
        raise Undelivered(f"hook.status:{answer}")


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Return the HMAC-SHA256 over `stamp.body` in hex; the receiver computes the same and compares."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def checked(url: str) -> SplitResult:
    """Return the parts of an address that may be called: https (http only inside), no sign-in data in it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Undelivered("hook.url", permanent=True) from None
    schemes = ("https", "http") if config.settings().webhook_private else ("https",)
    sound = url.isascii() and url.isprintable() and " " not in url and port != 0
    if parts.scheme not in schemes or not parts.hostname or parts.username or parts.password or not sound:
        raise Undelivered("hook.url", permanent=True)
    return parts


def allowed(address: str) -> bool:
    """Tell whether an IP address may be called: a public one, unless the house allows its own network."""
    if config.settings().webhook_private:
        return True
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        if any(found in one for one in HIDDEN_IPV4):
            return False
        found = found.ipv4_mapped or found
    return found.is_global and not found.is_multicast and not found.is_reserved


def _ask(parts: SplitResult, headers: Mapping[str, str], body: bytes) -> int:
    """Send the request to one checked address of the host and return the status; the answer's text isn't read."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    watch = _Cut()
    try:
        line = _Pinned(host, port, _addresses(host, port), parts.scheme == "https", watch)
        try:
            watch.start()
            line.request("POST", path, body=body, headers=dict(headers))
            return line.getresponse().status
        finally:
            watch.cancel()
            line.close()
    except (OSError, http.client.HTTPException, ValueError) as fault:
        raise Undelivered("hook.timeout" if watch.rang else _named(fault)) from None


def _addresses(host: str, port: int) -> list[tuple[Any, ...]]:
    """Return where a host lies; one forbidden address among them forbids the host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not all(allowed(str(one[4][0])) for one in found):
        raise Undelivered("hook.private", permanent=True)
    return [one[4] for one in found]


class _Cut(threading.Timer):
    """Ends a call that takes too long in all."""

    def __init__(self) -> None:
        super().__init__(MOST_SECONDS, self._ring)
        self.daemon = True
        self.rang = False
        self.held: socket.socket | None = None

    def _ring(self) -> None:
        self.rang = True
        if self.held is not None:
            with suppress(OSError):
                self.held.shutdown(socket.SHUT_RDWR)


class _Pinned(http.client.HTTPConnection):
    """Connects to an address that was checked, whatever the name says by now."""

    def __init__(self, host: str, port: int, found: list[tuple[Any, ...]], encrypted: bool, watch: _Cut) -> None:
        super().__init__(host, port, timeout=ANSWER_SECONDS)
        self._found, self._encrypted, self._watch = found, encrypted, watch
        self.default_port = 443 if encrypted else 80

    def connect(self) -> None:
        """Open the connection, encrypted for https."""
        self._watch.held = self.sock = self._reach()
        if self._encrypted:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
            self._watch.held = self.sock

    def _reach(self) -> socket.socket:
        """Return a connection to the first of the checked addresses that answers."""
        for place in self._found[:-1]:
            with suppress(OSError):
                return socket.create_connection(place[:2], ANSWER_SECONDS)
        return socket.create_connection(self._found[-1][:2], ANSWER_SECONDS)


def _named(fault: Exception) -> str:
    if isinstance(fault, ssl.SSLError):
        return "hook.tls"
    if isinstance(fault, TimeoutError):
        return "hook.timeout"
    if isinstance(fault, socket.gaierror):
        return "hook.name"
    return "hook.connect" if isinstance(fault, OSError) else "hook.answer"
