"""The webhook against a real messenger: signed, checked, not followed, retried through the outbox."""

import hashlib
import hmac
import json
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mediation import config
from mediation.config import Settings
from mediation.office import outbox, outbox_hook
from mediation.office.outbox_faults import FAULTS, Undelivered
from mediation.office.outbox_hook import Call
from tests.office.posting import NOW, SECRET, delivery, hook, tell
from tests.office.postoffice import Messenger, certificate, dripping, free_port, messenger
from tests.office.working import Working


@pytest.fixture
def inside(settings: Settings) -> None:
    """Allow calls of the house's own network: the messengers of these tests are on loopback."""
    config.use(settings.model_copy(update={"webhook_private": True}))


def call(url: str, **body: Any) -> Call:
    return Call(url, "webhook:k", {"text": "升级", **body}, SECRET)


def fault_of(url: str) -> Undelivered:
    with pytest.raises(Undelivered) as caught:
        outbox_hook.send(call(url), now=NOW)
    assert caught.value.code.partition(":")[0] in FAULTS
    return caught.value


def test_a_receiver_can_check_the_signature(inside: None) -> None:
    with messenger() as room:
        outbox_hook.send(call(room.url, case="CH-2026-0001"), now=NOW)

    ((headers, body),) = room.calls
    stamp = headers["x-mediation-timestamp"]
    expected = hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert headers["x-mediation-signature"] == f"sha256={expected}"
    assert int(stamp) == int(NOW.timestamp())
    assert headers["path"] == "/hook?room=1"
    assert json.loads(body) == {"text": "升级", "case": "CH-2026-0001"}


def test_the_id_of_a_call_is_the_same_at_every_try(inside: None) -> None:
    with messenger() as room:
        for minutes in (0, 5):
            outbox_hook.send(call(room.url), now=NOW + timedelta(minutes=minutes))

    assert len({headers["x-mediation-id"] for headers, _ in room.calls}) == 1
    assert len({headers["x-mediation-signature"] for headers, _ in room.calls}) == 2


@pytest.mark.parametrize("answer", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(inside: None, answer: int) -> None:
    with messenger() as room:
        room.answers = [answer, 200]

        assert fault_of(room.url).code == f"hook.redirect:{answer}"

    assert len(room.calls) == 1


@pytest.mark.parametrize("answer", [400, 404, 500, 503])
def test_another_answer_is_a_fault(inside: None, answer: int) -> None:
    with messenger() as room:
        room.answers = [answer]

        assert fault_of(room.url).code == f"hook.status:{answer}"


def test_a_slow_messenger(inside: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_hook, "ANSWER_SECONDS", 0.3)
    with messenger() as room:
        room.pause = 1

        assert fault_of(room.url).code == "hook.timeout"


def test_a_messenger_that_drips_is_cut_off(inside: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_hook, "MOST_SECONDS", 0.5)
    began = time.monotonic()
    with dripping() as port:
        assert fault_of(f"http://127.0.0.1:{port}/").code == "hook.timeout"

    assert time.monotonic() - began < 8


def test_nobody_listens_and_no_such_host(inside: None) -> None:
    assert fault_of(f"http://127.0.0.1:{free_port()}/").code == "hook.connect"
    assert fault_of("http://messenger.invalid/").code == "hook.name"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://messenger.example/", "http://messenger.example/", "messenger.example", "https://", "https://u:p@x.example/",
        "https://x.example:99999/", "https://x.example/ a", "https://x.example/\r\nHost: y", "https://x.example/\n",
        "https://站.example/", "https://x.example:0/", "",
    ],
)  # fmt: skip
def test_what_is_no_https_address_is_not_called(settings: Settings, url: str) -> None:
    fault = fault_of(url)

    assert (fault.code, fault.permanent) == ("hook.url", True)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "10.0.0.5", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "[::1]", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]",
        "[2002:7f00:1::]", "[::]", "224.0.0.1", "255.255.255.255", "2130706433", "0x7f.1", "127.1",
    ],
)  # fmt: skip
def test_the_houses_own_network_is_not_called(settings: Settings, host: str) -> None:
    fault = fault_of(f"https://{host}/hook")

    assert fault.code in ("hook.private", "hook.name")
    assert fault.permanent == (fault.code == "hook.private")


@pytest.mark.parametrize("address", ["8.8.8.8", "203.119.1.1", "2400:3200::1"])
def test_public_addresses_may_be_called(settings: Settings, address: str) -> None:
    assert outbox_hook.allowed(address)


def test_an_encrypted_messenger_must_be_vouched_for(inside: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trusted, context = certificate(tmp_path)
    with messenger(context) as room:
        assert fault_of(room.url).code == "hook.tls"

        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        outbox_hook.send(call(room.url), now=NOW)

    assert room.calls[0][0]["host"] == f"127.0.0.1:{room.port}"


def _escalate(working: Working, **given: Any) -> None:
    case_id = working.log()
    tell(
        working, kind="escalation", urgency="normal", case_id=case_id, target=f"/cases/{case_id}",
        message="%(name)s 超时", **{"params": {"level": 2, "name": "张玥"}, **given},
    )  # fmt: skip


def _room(working: Working, room: Messenger, **given: Any) -> None:
    hook(working, room.url, **given)


def test_an_escalation_reaches_the_messenger_once_and_names_nobody(working: Working, inside: None) -> None:
    with messenger() as room:
        _room(working, room)
        _escalate(working)

        assert outbox.send_due(NOW) == 1
        assert outbox.send_due(NOW) == 0

    said = json.loads(room.calls[0][1])
    assert said.pop("link").startswith("http://127.0.0.1:8000/cases/")
    assert said == {"station": "CH", "kind": "escalation", "level": 2, "case": "CH-2026-0001", "text": "升级提醒"}


def test_a_call_is_retried_and_then_failed(working: Working, inside: None) -> None:
    with messenger() as room:
        room.answers = [503]
        _room(working, room)
        _escalate(working)
        now = NOW
        while delivery().state != "failed":
            outbox.send_due(now)
            now = max(now + timedelta(seconds=1), delivery().due_at)

    assert len(room.calls) == outbox.MOST_TRIES
    assert delivery().fault == "hook.status:503"


def test_a_messenger_that_was_switched_off_gets_nothing(working: Working, inside: None) -> None:
    with messenger() as room:
        _room(working, room, active=False)
        _escalate(working)

        outbox.send_due(NOW)

    assert room.calls == []


def test_the_secret_is_in_no_repr() -> None:
    assert SECRET not in repr(call("https://x.example"))
