"""What a mail says: number and link, nobody's name, in the recipient's language, its id fixed."""

from collections.abc import Iterator

import pytest

from mediation.office import mailroom_letters, outbox
from mediation.office.records import Words
from tests.office.posting import NOW, confirm, route, tell
from tests.office.postoffice import PostOffice, post_office
from tests.office.working import Working


@pytest.fixture
def office(working: Working) -> Iterator[PostOffice]:
    """Give the station's mail server; everybody has a confirmed address."""
    with post_office() as found:
        route(working, found.port)
        confirm(working, *working.people)
        yield found


def test_a_mail_holds_number_and_link_and_names_nobody(working: Working, office: PostOffice) -> None:
    case_id = working.log()
    tell(
        working, case_id=case_id, target=f"/cases/{case_id}", kind="escalation", message="%(who)s 与 %(firm)s：%(title)s",
        params={"level": 3, "who": "张玥", "firm": "城厢建筑公司", "title": Words("群体争议", "Group dispute")},
    )  # fmt: skip

    outbox.send_due(NOW)

    (mail,) = office.mails
    everything = mail.as_string() + "".join(part.get_content() for part in mail.walk() if not part.is_multipart())
    assert f"http://127.0.0.1:8000/cases/{case_id}" in everything
    assert "CH-2026-0001" in everything
    assert "升级提醒" in str(mail["Subject"])
    assert "升级提醒：群体争议" in everything
    assert not any(name in everything for name in ("张玥", "城厢", "11010519491231002X", "13900001234", "拖欠工资"))


def test_a_sentence_that_names_nobody_is_told_in_the_readers_language(working: Working, office: PostOffice) -> None:
    confirm(working, "union", locale="en")
    tell(working, ["mediator", "union"], message="涉及人数")

    outbox.send_due(NOW)

    texts = {people[0]: mail.get_body(("plain",)) for people, mail in office.taken}  # type: ignore[attr-defined]
    assert "涉及人数" in texts["mediator@station.example"].get_content()
    assert "涉及人数" not in texts["union@station.example"].get_content()
    assert "Sent automatically" in texts["union@station.example"].get_content()


def test_the_head_of_a_mail(working: Working, office: PostOffice) -> None:
    tell(working)
    outbox.send_due(NOW)

    (mail,) = office.mails
    assert mail["From"].addresses[0].addr_spec == "office@station.example"
    assert mail["From"].addresses[0].display_name == "曹行联合调解工作站"
    assert mail["Date"].datetime == NOW
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].startswith("<")
    assert mail.get_content_type() == "multipart/alternative"


def test_the_page_of_a_mail_escapes_what_it_shows(working: Working) -> None:
    said = {"code": "<script>x</script>", "minutes": 30}
    sender = mailroom_letters.Address("<b>站</b>", addr_spec="office@station.example")
    letter = mailroom_letters.write(("k", "confirm", NOW), said, to="a@b.cn", sender=sender, lang="zh_Hans")

    page, text = (letter.message.get_body((kind,)) for kind in ("html", "plain"))

    assert page
    assert text
    assert "<script>" not in page.get_content()
    assert "&lt;script&gt;" in page.get_content()
    assert "<script>" in text.get_content()


@pytest.mark.parametrize("lang", ["zh_Hans", "en"])
@pytest.mark.parametrize("template", ["notice", "digest", "confirm", "test"])
def test_every_template_stands_in_both_languages(working: Working, template: str, lang: str) -> None:
    one = {"signal": "信号", "text": "句子", "number": "CH-1", "link": "http://x/y", "level": 2, "immediate": False}
    said = {"one": one, "lines": [one, one], "count": 60, "more": 10, "code": "123456", "minutes": 30}
    sender = mailroom_letters.Address("站", addr_spec="office@station.example")

    letter = mailroom_letters.write(("k", template, NOW), said, to="a@b.cn", sender=sender, lang=lang)

    assert letter.message["Subject"]
    assert len(list(letter.message.iter_parts())) == 2
