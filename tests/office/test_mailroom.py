"""The mailroom: a mail reaches a real server, and whatever goes wrong has a name without an address."""

import smtplib
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from mediation.config import Settings
from mediation.office import mailroom
from mediation.office.mailroom import Line, Server
from mediation.office.outbox_faults import FAULTS, Undelivered
from tests.office.postoffice import certificate, dripping, free_port, post_office

TO = "wang@station.example"


def server(port: int, **given: object) -> Server:
    plain = Server("127.0.0.1", port, "none", "", "", "office@station.example")
    return replace(plain, **given)  # type: ignore[arg-type]


def mail(subject: str = "测试") -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"], message["From"], message["To"] = subject, "office@station.example", TO
    message.set_content("正文\n")
    return message


def fault_of(line: Line) -> Undelivered:
    with pytest.raises(Undelivered) as caught:
        line.post(mail(), TO)
    assert caught.value.code.partition(":")[0] in FAULTS
    assert "@" not in caught.value.code
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__, "the server's words, which name addresses, stay out of every log"
    return caught.value


@pytest.fixture(autouse=True)
def _settings(sqlite_settings: Settings) -> None:
    """Greet servers with the name of the settings."""


def test_a_mail_arrives_as_it_was_written() -> None:
    with post_office() as office, Line(server(office.port)) as line:
        line.post(mail("关于您的通知"), TO)

    ((people, got),) = office.taken
    assert people == [TO]
    assert got["Subject"] == "关于您的通知"
    assert got.get_content().strip() == "正文"


def test_one_line_carries_many_mails() -> None:
    with post_office() as office, Line(server(office.port)) as line:
        for number in range(3):
            line.post(mail(str(number)), TO)

    assert [one["Subject"] for one in office.mails] == ["0", "1", "2"]


@pytest.mark.parametrize("encryption", ["starttls", "tls"])
def test_an_encrypted_server_with_a_login(encryption: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trusted, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with post_office(tls=encryption, context=context, login=True) as office:
        of = server(office.port, encryption=encryption, user_name="station", password="right-password")
        with Line(of) as line:
            line.post(mail(), TO)
        assert len(office.taken) == 1

        wrong = fault_of(Line(replace(of, password="wrong")))
        assert (wrong.code, wrong.permanent) == ("auth", False)


@pytest.mark.parametrize("encryption", ["starttls", "tls"])
def test_a_certificate_nobody_vouches_for_is_refused(encryption: str, tmp_path: Path) -> None:
    _, context = certificate(tmp_path)
    with post_office(tls=encryption, context=context) as office:
        assert fault_of(Line(server(office.port, encryption=encryption))).code == "tls"
        assert office.taken == []


def test_a_server_without_starttls_gets_no_plain_text() -> None:
    with post_office() as office:
        assert fault_of(Line(server(office.port, encryption="starttls"))).code == "starttls"
        assert office.taken == []


def test_a_server_without_logins() -> None:
    with post_office() as office:
        assert fault_of(Line(server(office.port, user_name="x", password="x"))).code == "no_login"


@pytest.mark.parametrize(
    ("rcpt", "data", "code", "permanent"),
    [
        ("550 5.1.1 <wang@station.example> unknown", "250 ok", "recipient:550", True),
        ("451 greylisted, try later", "250 ok", "busy:451", False),
        ("250 ok", "554 5.7.1 spam from <office@station.example>", "content:554", True),
        ("250 ok", "452 disk full", "busy:452", False),
        ("250 ok", "die", "disconnected", False),
    ],
)
def test_what_a_server_answers_has_a_name(rcpt: str, data: str, code: str, permanent: bool) -> None:
    with post_office() as office:
        office.rcpt, office.data = [rcpt], [data]

        fault = fault_of(Line(server(office.port)))

    assert (fault.code, fault.permanent) == (code, permanent)


def test_a_line_that_broke_is_opened_anew() -> None:
    with post_office() as office, Line(server(office.port)) as line:
        office.data = ["die", "250 taken"]
        assert fault_of(line).code == "disconnected"

        line.post(mail(), TO)

    assert len(office.taken) == 2


def test_nobody_listens() -> None:
    assert fault_of(Line(server(free_port()))).code == "connect"


def test_no_such_host() -> None:
    assert fault_of(Line(server(25, host="mail.invalid"))).code == "name"


def test_a_slow_answer_ends_the_try(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailroom, "ANSWER_SECONDS", 0.3)
    with post_office() as office:
        office.pause = 2

        assert fault_of(Line(server(office.port))).code == "timeout"


def test_a_server_that_drips_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailroom, "MOST_SECONDS", 0.5)
    with dripping() as port:
        assert fault_of(Line(server(port))).code == "timeout"


@pytest.mark.parametrize("field", ["Subject", "To"])
@pytest.mark.parametrize("injected", ["x\r\nBcc: all@elsewhere.example", "x\nBcc: all@elsewhere.example"])
def test_no_header_can_be_slipped_in(field: str, injected: str) -> None:
    message = EmailMessage(policy=SMTP)
    with pytest.raises(ValueError, match="CR|LF|linefeed|Header values"):
        message[field] = injected


def test_a_recipient_with_a_line_break_is_not_sent() -> None:
    with post_office() as office:
        with pytest.raises(Undelivered):
            Line(server(office.port)).post(mail(), "wang@station.example>\r\nRCPT TO:<all@elsewhere.example")

        assert office.taken == []


@pytest.mark.parametrize("good", ["a@b.cn", "first.last+tag@mail.station.example", "x" * 60 + "@a-b.example"])
def test_plain_addresses(good: str) -> None:
    assert mailroom.is_address(good)


@pytest.mark.parametrize(
    "bad",
    [
        "", "a", "@b.cn", "a@", "a@b", "a b@c.cn", "a@b.cn\n", "a@b.cn\r\nBcc: x@y.cn", "A <a@b.cn>", "a@b.cn,c@d.cn",
        "a..b@c.cn", ".a@b.cn", "a@-b.cn", "a@b..cn", "王@b.cn", "a@站.cn", '"a b"@c.cn', "a@[127.0.0.1]", "a@127.0.0.1",
        "x" * 200 + "@b.cn", "a@b.cn\x00", "<a@b.cn>",
    ],
)  # fmt: skip
def test_whatever_is_no_plain_address(bad: str) -> None:
    assert not mailroom.is_address(bad)


def test_the_password_is_in_no_repr() -> None:
    assert "right-password" not in repr(server(1, password="right-password"))


def test_every_fault_of_smtplib_has_a_name() -> None:
    kinds = [one for one in vars(smtplib).values() if isinstance(one, type) and issubclass(one, smtplib.SMTPException)]
    made = [
        kind({TO: (550, b"x")}) if kind is smtplib.SMTPRecipientsRefused
        else kind(550, b"x", TO) if kind is smtplib.SMTPSenderRefused
        else kind(550, b"x") if issubclass(kind, smtplib.SMTPResponseException)
        else kind("x")
        for kind in kinds
    ]  # fmt: skip

    assert {mailroom._named(one).code.partition(":")[0] for one in made} <= set(FAULTS)
