"""Real servers on loopback for the mailroom: a mail server that answers as told, one that drips, a messenger."""

import asyncio
import datetime
import http.server
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class PostOffice:
    """What a mail server was handed, and what it answers: `rcpt`, `data` one answer a mail, the last for ever."""

    port: int = 0
    rcpt: list[str] = field(default_factory=lambda: ["250 ok"])
    data: list[str] = field(default_factory=lambda: ["250 taken"])
    pause: float = 0.0
    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: Any) -> str:
        answer = self.rcpt.pop(0) if len(self.rcpt) > 1 else self.rcpt[0]
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        if self.pause:
            await asyncio.sleep(self.pause)
        answer = self.data.pop(0) if len(self.data) > 1 else self.data[0]
        if answer.startswith("250") or answer == "die":
            message = message_from_bytes(envelope.content or b"", policy=policy.default)
            self.taken.append((list(envelope.rcpt_tos), message))  # type: ignore[arg-type]
        if answer == "die":
            server.transport.abort()
        return answer

    @property
    def mails(self) -> list[EmailMessage]:
        return [one for _, one in self.taken]


def _authenticate(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and (given.login, given.password) == (b"station", b"right-password")
    return AuthResult(success=right, handled=False)


@contextmanager
def post_office(*, tls: str = "", context: ssl.SSLContext | None = None, login: bool = False) -> Iterator[PostOffice]:
    """Run a mail server on loopback; `tls`: "" none, starttls, tls; `login`: it wants station / right-password."""
    office = PostOffice(port=free_port())
    given: dict[str, Any] = {"hostname": "127.0.0.1", "port": office.port}
    if tls == "tls":
        given["ssl_context"] = context
    if tls == "starttls":
        given["tls_context"] = context
    if login:
        given |= {"authenticator": _authenticate, "auth_required": True, "auth_require_tls": False}
    controller = Controller(office, **given)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def free_port() -> int:
    """Return a port of loopback nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def dripping() -> Iterator[int]:
    """Run a server that greets with a byte every tenth of a second and never ends; give its port."""
    listening = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def drip() -> None:
        while not ended.is_set():
            try:
                line, _ = listening.accept()
            except OSError:
                return
            with line:
                while not ended.is_set():
                    try:
                        line.sendall(b"2")
                    except OSError:
                        break
                    time.sleep(0.1)

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        ended.set()
        listening.close()
        thread.join(5)


@dataclass
class Messenger:
    """An office messenger: the calls it got, and its answers, the last for ever."""

    port: int = 0
    answers: list[int] = field(default_factory=lambda: [200])
    pause: float = 0.0
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    scheme: str = "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/hook?room=1"


@contextmanager
def messenger(context: ssl.SSLContext | None = None) -> Iterator[Messenger]:
    """Run an HTTP server on loopback that takes calls, an encrypted one with a `context`."""
    state = Messenger(scheme="https" if context else "http")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.calls.append(({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}}, body))
            time.sleep(state.pause)
            answer = state.answers.pop(0) if len(state.answers) > 1 else state.answers[0]
            self.send_response(answer)
            if 300 <= answer < 400:
                self.send_header("Location", state.url)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """Make a certificate for 127.0.0.1; return its file and a server's context that shows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown, kept = folder / "cert.pem", folder / "key.pem"
    shown.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    kept.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(shown, kept)
    return shown, context


def wait_for(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something holds; fail when it doesn't in time."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.02)
