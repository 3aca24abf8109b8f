"""The mailroom: bring one mail to the station's mail server, within a time limit, and say what came of it."""

from __future__ import annotations

import ipaddress
import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Final
from urllib.parse import urlsplit

from mediation import config, seals
from mediation.models.notice import MailRoute
from mediation.office.outbox_faults import Undelivered

ANSWER_SECONDS: Final = 20.0
"""How long one answer of the server may take."""

LONGEST_ADDRESS: Final = 200
_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)

_HOST: Final = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)

LAST_WORD: Final = 500
"""From this answer on a server won't change its mind about the mail."""

MOST_SECONDS: Final = 60.0
"""How long one mail may take with everything, however slowly the server drips."""


@dataclass(frozen=True)
class Server:
    """A mail server and how it is spoken to; the password is in no repr."""

    host: str
    port: int
    encryption: str
    user_name: str
    password: str = field(repr=False)
    sender: str

    @classmethod
    def of(cls, route: MailRoute) -> Server:
        """Return the server of a station's route, its password unsealed."""
        sealed = route.password_sealed
        password = seals.open(sealed, table="mail_route", column="password", row=route.id) if sealed else ""
        return cls(route.host, route.port, route.encryption, route.user_name, password, route.sender)


class Line:
    """One connection to a server, opened at the first mail and kept for the next; closed when something went wrong."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._open: smtplib.SMTP | None = None

    def __enter__(self) -> Line:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        line, self._open = self._open, None
        if line is not None:
            with suppress(smtplib.SMTPException, OSError):
                line.quit()

    def post(self, message: EmailMessage, to: str) -> None:
        """Hand one mail over; returns when the server has taken it. Raises Undelivered with the reason."""
        if not is_address(to):
            raise Undelivered("program", permanent=True)
        watch = _Watch()
        try:
            with watch.running(), _named_faults(watch):
                self._open = self._open or self._connect(watch)
                watch.line = self._open
                self._open.send_message(message, from_addr=self._server.sender, to_addrs=[to])
        except Undelivered:
            self.close()
            raise

    def close(self) -> None:
        """Drop the connection without farewell."""
        line, self._open = self._open, None
        if line is not None:
            line.close()

    def _connect(self, watch: _Watch) -> smtplib.SMTP:
        server = self._server
        about: dict[str, Any] = {"host": server.host, "port": server.port, "timeout": ANSWER_SECONDS}
        about["local_hostname"] = own_host()
        context = None if server.encryption == "none" else ssl.create_default_context()  # reads every certificate
        line = _Encrypted(watch, context=context, **about) if server.encryption == "tls" else _Plain(watch, **about)
        try:
            if server.encryption == "starttls":
                line.starttls(context=context)
            if server.user_name:
                line.login(server.user_name, server.password)
        except (smtplib.SMTPException, OSError):
            line.close()
            raise
        return line


class _Watch:
    """Cuts a connection that takes too long in all: a server that drips a byte at a time meets no other limit."""

    def __init__(self) -> None:
        self.line: smtplib.SMTP | None = None
        self.rang = False

    @contextmanager
    def running(self) -> Iterator[None]:
        """Cut the line when the block takes longer than MOST_SECONDS."""
        timer = threading.Timer(MOST_SECONDS, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        self.rang = True
        held = self.line.sock if self.line is not None else None
        if held is not None:
            with suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)


class _Watched:
    """Shows itself to the watch before it connects."""

    def __init__(self, watch: _Watch, **about: Any) -> None:
        watch.line = self  # type: ignore[assignment]
        super().__init__(**about)


class _Plain(_Watched, smtplib.SMTP):
    pass


class _Encrypted(_Watched, smtplib.SMTP_SSL):
    pass


def is_address(text: str) -> bool:
    """Tell whether a text is one plain e-mail address: ASCII, no display name, nothing a header could end with."""
    return len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def is_host(text: str) -> bool:
    """Tell whether a text is the name or the IP address of one host."""
    return len(text) <= LONGEST_ADDRESS and (_HOST.fullmatch(text) is not None or _is_ip(text))


def _is_ip(text: str) -> bool:
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return False


def own_host() -> str:
    """Return the host of the public address: the name we greet servers with, and the end of our message ids."""
    return urlsplit(config.settings().base_url).hostname or "localhost"


@contextmanager
def _named_faults(watch: _Watch) -> Iterator[None]:
    """Turn whatever goes wrong with a server into the code that says so; the server's own words name addresses."""
    try:
        yield
    except (smtplib.SMTPException, OSError, ValueError) as fault:
        raise Undelivered("timeout") if watch.rang else _named(fault) from None


_ANSWERED: Final = ((smtplib.SMTPSenderRefused, "sender"), (smtplib.SMTPDataError, "content"))
_SILENT: Final = (
    (smtplib.SMTPServerDisconnected, "disconnected"),
    (smtplib.SMTPException, "no_login"),
    (ssl.SSLError, "tls"),
    (TimeoutError, "timeout"),
    (socket.gaierror, "name"),
    (OSError, "connect"),
)
"""Faults without an answer of the server, the narrower kind before the wider."""


def _named(fault: smtplib.SMTPException | OSError | ValueError) -> Undelivered:
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return _answered("recipient", next(iter(fault.recipients.values()))[0])
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        return Undelivered("auth" if fault.smtp_code >= LAST_WORD else f"busy:{fault.smtp_code}")
    if isinstance(fault, smtplib.SMTPResponseException):
        name = next((one for kind, one in _ANSWERED if isinstance(fault, kind)), "refused")
        return _answered(name, fault.smtp_code)
    if isinstance(fault, smtplib.SMTPNotSupportedError) and "STARTTLS" in str(fault):
        return Undelivered("starttls")
    if isinstance(fault.__context__, TimeoutError):
        return Undelivered("timeout")
    name = next((one for kind, one in _SILENT if isinstance(fault, kind)), "")
    return Undelivered(name) if name else Undelivered("program", permanent=True)


def _answered(name: str, answer: int) -> Undelivered:
    """Name an answer of the server: 5xx is its last word on this mail, anything else may change."""
    if answer >= LAST_WORD:
        return Undelivered(f"{name}:{answer}", permanent=name != "refused")
    return Undelivered(f"busy:{answer}")
