"""The outbox against real servers: sent once, retried, given up, never lost, and silent about addresses."""

import io
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from mediation import config, db, logs
from mediation.config import Settings
from mediation.models.notice import Delivery, Notice
from mediation.models.user import Membership, User
from mediation.office import mailroom, outbox, outbox_faults, outbox_queue
from tests.office.posting import NOW, confirm, deliveries, delivery, route, tell
from tests.office.postoffice import PostOffice, free_port, post_office, wait_for
from tests.office.working import Working


@pytest.fixture
def office(working: Working) -> Iterator[PostOffice]:
    """Give the station's mail server; everybody has a confirmed address."""
    with post_office() as found:
        route(working, found.port)
        confirm(working, *working.people)
        yield found


@pytest.fixture
def station_office(station: Working) -> Iterator[PostOffice]:
    """Give the mail server of a station on SQLite, for what the database makes no difference to."""
    with post_office() as found:
        route(station, found.port)
        confirm(station, *station.people)
        yield found


def queue(working: Working, count: int) -> None:
    """Put many mails into the outbox, each about a notice of its own."""
    for number in range(count):
        tell(working, key=f"k{number}")


def test_an_immediate_notice_goes_out_once(working: Working, office: PostOffice) -> None:
    tell(working)

    assert outbox.send_due(NOW) == 1
    assert outbox.send_due(NOW + timedelta(days=1)) == 0

    sent = delivery()
    assert (sent.state, sent.tries, sent.sent_at, sent.fault) == ("sent", 1, NOW, "")
    assert [people for people, _ in office.taken] == [["mediator@station.example"]]


def test_nothing_is_sent_before_the_commit(working: Working, office: PostOffice) -> None:
    sent: list[int] = []
    with db.transaction() as session:
        row = outbox_queue.mail(
            "k", "notice", {}, station_id=working.station.id, user_id=working["mediator"].id, now=NOW
        )
        outbox_queue.put(session, [row])
        sender = threading.Thread(target=lambda: sent.append(outbox.send_due(NOW)))
        sender.start()
        sender.join(1)
        assert office.taken == []
    sender.join(20)

    assert office.taken == []
    assert sent == [0]


def test_a_refused_recipient_is_given_up_at_once_with_a_reason(station: Working, station_office: PostOffice) -> None:
    station_office.rcpt = ["550 5.1.1 no such user mediator@station.example"]
    tell(station)

    outbox.send_due(NOW)

    found = delivery()
    assert (found.state, found.tries, found.fault) == ("failed", 1, "recipient:550")
    assert "550" in outbox_faults.why(found.fault).params["answer"]
    assert outbox_faults.remedy(found.fault).message


def test_a_busy_server_gets_the_same_mail_later(station: Working, station_office: PostOffice) -> None:
    station_office.data = ["451 try later", "250 taken"]
    tell(station)

    outbox.send_due(NOW)
    assert (delivery().state, delivery().fault) == ("queued", "busy:451")
    assert outbox.send_due(NOW + timedelta(seconds=59)) == 0, "not before its time"
    assert outbox.send_due(NOW + timedelta(minutes=1)) == 1

    assert (delivery().state, delivery().tries, delivery().fault) == ("sent", 2, "")
    assert len(station_office.taken) == 1


def test_the_waits_grow_and_then_it_is_failed(station: Working, station_office: PostOffice) -> None:
    route(station, free_port())
    tell(station)
    now, waits = NOW, []

    while delivery().state != "failed":
        outbox.send_due(now)
        waits.append(int((delivery().due_at - now).total_seconds() // 60))
        now = max(now, delivery().due_at)

    assert waits[:-1] == [1, 5, 15, 60, 360]
    assert (delivery().tries, delivery().fault) == (6, "connect")
    assert outbox.send_due(now + timedelta(days=30)) == 0


def test_a_server_that_dies_after_taking_the_mail_gets_it_again_under_the_same_id(
    working: Working, office: PostOffice
) -> None:
    office.data = ["die", "250 taken"]
    tell(working)

    outbox.send_due(NOW)
    outbox.send_due(NOW + timedelta(minutes=1))

    assert delivery().state == "sent"
    assert len({mail["Message-ID"] for mail in office.mails}) == 1
    assert len(office.mails) == 2


def test_a_slow_server_holds_up_no_transaction(
    working: Working, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailroom, "ANSWER_SECONDS", 5.0)
    office.pause = 1.5
    tell(working)
    sender = threading.Thread(target=outbox.send_due, args=(NOW,))
    sender.start()
    wait_for(lambda: delivery().state == "sending")

    assert tell(working, key="meanwhile", urgency="normal") == 1

    assert delivery().state == "sending"
    sender.join()
    assert delivery().state == "sent"


def test_two_senders_at_once_double_nothing(working: Working, office: PostOffice) -> None:
    queue(working, 40)
    start = threading.Barrier(4)
    sent: list[int] = []

    def run() -> None:
        start.wait()
        sent.append(outbox.send_due(NOW))

    senders = [threading.Thread(target=run) for _ in range(4)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()

    assert sum(sent) == 40
    assert len(office.mails) == len({mail["Message-ID"] for mail in office.mails}) == 40
    assert {one.state for one in deliveries()} == {"sent"}


def _send(settings: Settings) -> None:
    config.use(settings)
    outbox.send_due(NOW)


def test_a_killed_senders_claim_is_taken_again_and_the_rest_goes_out(
    working: Working, office: PostOffice, settings: Settings
) -> None:
    office.pause = 30
    queue(working, 3)
    sender = multiprocessing.get_context("spawn").Process(target=_send, args=(settings,))
    sender.start()
    wait_for(lambda: any(one.state == "sending" for one in deliveries()), 30)
    os.kill(sender.pid or 0, signal.SIGKILL)
    sender.join()
    office.pause = 0

    assert outbox.send_due(NOW + timedelta(minutes=1)) == 2
    assert sorted(one.state for one in deliveries()) == ["sending", "sent", "sent"]
    assert outbox.send_due(NOW + outbox.CLAIM) == 1

    assert {one.state for one in deliveries()} == {"sent"}
    assert len({mail["Message-ID"] for mail in office.mails}) == 3


def test_a_claim_whose_senders_always_die_is_given_up(station: Working, station_office: PostOffice) -> None:
    tell(station)
    with db.transaction() as session:
        session.execute(
            sa.update(Delivery).values(state="sending", tries=outbox.MOST_TRIES, claimed_at=NOW)
        )

    outbox.send_due(NOW + outbox.CLAIM)

    assert (delivery().state, delivery().fault) == ("failed", "sender_died")
    assert station_office.taken == []


def test_the_outcome_of_a_claim_that_was_taken_over_does_not_count(working: Working, office: PostOffice) -> None:
    tell(working)
    slow = outbox._claim(NOW)
    assert slow
    assert outbox._claim(NOW + outbox.CLAIM)

    outbox._close(slow, state="failed", fault="connect")

    assert (delivery().state, delivery().tries) == ("sending", 2)


def test_a_broken_row_does_not_hold_up_the_others(station: Working, station_office: PostOffice) -> None:
    tell(station, ["mediator"], key="a")
    tell(station, ["union"], key="b")
    with db.transaction() as session:
        broken = session.exec(select(Notice).where(Notice.key == "a")).one()
        broken.kind = "gossip"

    assert outbox.send_due(NOW) == 1

    assert sorted((one.state, one.fault) for one in deliveries()) == [("queued", "program"), ("sent", "")]


def test_without_a_mail_server_it_says_so_and_waits(station: Working) -> None:
    confirm(station, "mediator")
    tell(station)

    outbox.send_due(NOW)

    assert (delivery().state, delivery().fault) == ("queued", "no_route")


def _disabled(session: Any, user_id: str) -> None:
    session.get_one(User, user_id).active = False


def _unconfirmed(session: Any, user_id: str) -> None:
    session.get_one(User, user_id).email = None


def _moved(session: Any, user_id: str) -> None:
    session.execute(sa.delete(Membership).where(col(Membership.user_id) == user_id))


def _read(session: Any, user_id: str) -> None:
    session.execute(sa.update(Notice).values(read_at=NOW))


@pytest.mark.parametrize("change", [_disabled, _unconfirmed, _moved, _read])
def test_what_nobody_should_get_any_more_is_cancelled(station: Working, station_office: PostOffice, change: Any) -> None:
    tell(station)
    with db.transaction() as session:
        change(session, station["mediator"].id)

    assert outbox.send_due(NOW) == 0

    assert delivery().state == "cancelled"
    assert station_office.taken == []


def test_no_address_and_no_name_reaches_the_logs(
    station: Working, station_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("mail.log"), "propagate", False)  # the mail server of the test logs too
    logs.configure(level=logging.DEBUG)
    written = io.StringIO()
    handler = next(one for one in logging.getLogger().handlers if one.get_name() == "mediation")
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    station_office.rcpt = ["250 ok", "550 mediator@station.example unknown", "451 union@station.example busy", "250 ok"]
    station_office.data = ["250 ok", "554 station_office@station.example 张玥"]
    for number, name in enumerate(["mediator", "mediator", "union", "police"]):
        tell(station, [name], key=f"k{number}", message="%(who)s", params={"who": "张玥"})

    outbox.send_due(NOW)
    logs.configure()

    said = written.getvalue()
    assert said.count("outbox.failed") == 3
    assert said.count("outbox.sent") == 1
    assert not any(word in said for word in ("@", "张玥", "station.example", "曹行"))
