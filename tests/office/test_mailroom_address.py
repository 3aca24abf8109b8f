"""The own e-mail address: used only once the code that was mailed to it has been typed in."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.refusals import Conflict, Refused
from mediation.models.history import HistoryLine
from mediation.models.user import User
from mediation.office import mailroom_address as address
from mediation.office import outbox
from tests.office.posting import NOW, deliveries, route, tell
from tests.office.postoffice import PostOffice, post_office
from tests.office.working import Working

MINE = "wang.mediator@mail.example"


@pytest.fixture
def office(working: Working) -> Iterator[PostOffice]:
    """Give the station's mail server."""
    with post_office() as found:
        route(working, found.port)
        yield found


def ask(working: Working, wish: str = MINE, *, minutes: float = 0) -> None:
    with db.transaction() as session:
        address.ask(session, wish, by=working["mediator"], now=NOW + timedelta(minutes=minutes))


def confirm(working: Working, code: str, *, minutes: float = 0) -> bool:
    with db.transaction() as session:
        return address.confirm(session, code, by=working["mediator"], now=NOW + timedelta(minutes=minutes))


def code_in(office: PostOffice) -> str:
    text = office.mails[-1].get_body(("plain",))
    assert text
    found = re.search(r"\b\d{6}\b", text.get_content())
    assert found
    return found[0]


def email(working: Working) -> str | None:
    with db.reading() as session:
        return session.get_one(User, working["mediator"].id).email


def test_an_address_is_used_once_its_code_was_typed_in(working: Working, office: PostOffice) -> None:
    ask(working)
    outbox.send_due(NOW)
    assert office.taken[0][0] == [MINE]
    tell(working)
    assert email(working) is None
    assert len(deliveries()) == 1, "nothing but the code goes to an address that isn't confirmed"

    assert confirm(working, f" {code_in(office)} ")
    tell(working, key="later")
    outbox.send_due(NOW)

    assert email(working) == MINE
    assert [people for people, _ in office.taken] == [[MINE], [MINE]]


def test_wrong_codes_run_out(working: Working, office: PostOffice) -> None:
    ask(working)
    outbox.send_due(NOW)
    right = code_in(office)
    wrong = f"{(int(right) + 1) % 10**6:06d}"

    assert [confirm(working, wrong) for _ in range(address.WRONG_CODES)] == [False] * address.WRONG_CODES
    with pytest.raises(Conflict):
        confirm(working, right)

    assert email(working) is None


@pytest.mark.parametrize("code", ["", "１２３", "abc", "0" * 500, "１２３４５６" * 50])
def test_odd_codes_are_only_wrong(working: Working, office: PostOffice, code: str) -> None:
    ask(working)

    assert not confirm(working, code)


def test_a_code_runs_out_with_time_and_with_the_next_one(working: Working, office: PostOffice) -> None:
    ask(working)
    outbox.send_due(NOW)
    first = code_in(office)
    with pytest.raises(Conflict):
        confirm(working, first, minutes=31)

    ask(working, "other@mail.example", minutes=40)
    outbox.send_due(NOW + timedelta(minutes=40))

    assert confirm(working, code_in(office), minutes=41)
    assert email(working) == "other@mail.example"


def test_a_code_that_was_replaced_before_it_was_sent_is_cancelled(working: Working, office: PostOffice) -> None:
    ask(working)
    ask(working, "other@mail.example", minutes=1)

    outbox.send_due(NOW + timedelta(minutes=1))

    assert [people for people, _ in office.taken] == [["other@mail.example"]]
    assert sorted(one.state for one in deliveries()) == ["cancelled", "sent"]


def test_only_so_many_codes_a_day(working: Working, office: PostOffice) -> None:
    for number in range(address.CODES_A_DAY):
        ask(working, minutes=number)

    with pytest.raises(Refused, match="次数已满"):
        ask(working, minutes=10)
    ask(working, minutes=24 * 60 + 1)


@pytest.mark.parametrize("wish", ["", "x", "a@b.cn\r\nBcc: c@d.cn", "A <a@b.cn>", "a@b.cn, c@d.cn"])
def test_what_is_no_address_is_refused(working: Working, office: PostOffice, wish: str) -> None:
    with pytest.raises(Refused):
        ask(working, wish)

    assert deliveries() == []


def test_without_a_mail_server_no_code_is_promised(working: Working) -> None:
    with pytest.raises(Refused, match="邮件服务器"):
        ask(working)


def test_no_code_was_asked_for(working: Working, office: PostOffice) -> None:
    with pytest.raises(Conflict):
        confirm(working, "123456")


def test_a_forgotten_address_gets_nothing_that_still_waits(working: Working, office: PostOffice) -> None:
    ask(working)
    outbox.send_due(NOW)
    confirm(working, code_in(office))
    tell(working)
    with db.transaction() as session:
        address.forget(session, by=working["mediator"], now=NOW)

    assert outbox.send_due(NOW) == 0
    assert email(working) is None


def test_the_history_names_the_acts_and_no_address(working: Working, office: PostOffice) -> None:
    ask(working)
    outbox.send_due(NOW)
    confirm(working, code_in(office))

    with db.reading() as session:
        lines = list(session.exec(select(HistoryLine).where(HistoryLine.subject_kind == "user")))
    assert [one.act for one in lines] == ["address.ask", "address.confirm"]
    assert not any("@" in one.fields_json for one in lines)
