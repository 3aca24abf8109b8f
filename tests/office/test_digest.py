"""Digests: one mail a person and time, on working days, with what is still unread."""

import re
import threading
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from mediation import db
from mediation.domain.workdays import Calendar
from mediation.models.notice import DigestTime, Notice
from mediation.models.user import Membership, User
from mediation.office import notices, outbox, rules
from mediation.office.notices_digest import DEFAULT_TIMES, last_slot
from tests.office.posting import at, confirm, deliveries, delivery, route, tell
from tests.office.postoffice import PostOffice, post_office
from tests.office.working import Working

MORNING = at("2026-11-16 08:30")


@pytest.fixture
def office(working: Working) -> Iterator[PostOffice]:
    """Give the station's mail server; everybody has a confirmed address."""
    with post_office() as found:
        route(working, found.port)
        confirm(working, *working.people)
        yield found


def quietly(working: Working, *people: str, **given: Any) -> None:
    tell(working, people or ("mediator",), **{"urgency": "normal", "now": at("2026-11-16 08:00"), **given})


def calendar() -> Calendar:
    return rules.current().calendar


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-11-16 08:29", "2026-11-13 14:00"),  # Monday, before the first time: Friday's last
        ("2026-11-16 08:30", "2026-11-16 08:30"),
        ("2026-11-16 13:59", "2026-11-16 08:30"),
        ("2026-11-16 23:59", "2026-11-16 14:00"),
        ("2026-11-21 10:00", "2026-11-20 14:00"),  # Saturday
        ("2026-10-10 09:00", "2026-10-10 08:30"),  # a Saturday that is worked
        ("2026-10-07 12:00", "2026-09-30 14:00"),  # within the National Day holidays
        ("2026-02-23 12:00", "2026-02-14 14:00"),  # the longest holiday
        ("2031-03-03 09:00", "2031-03-03 08:30"),  # a Monday of a year without a published list
        ("2031-03-02 09:00", "2031-02-28 14:00"),
    ],
)
def test_the_last_slot(settings: Any, now: str, slot: str) -> None:
    assert last_slot(DEFAULT_TIMES, calendar(), now=at(now)) == at(slot)


def test_one_digest_a_person_and_time(working: Working, office: PostOffice) -> None:
    for number in range(3):
        quietly(working, "mediator", "union", key=f"k{number}")

    assert notices.make_digests(at("2026-11-16 08:29")) == 0
    assert notices.make_digests(MORNING) == 2
    assert notices.make_digests(MORNING + timedelta(minutes=1)) == 0
    assert outbox.send_due(MORNING) == 2

    assert sorted(people[0] for people, _ in office.taken) == ["mediator@station.example", "union@station.example"]
    assert all("3 条未读通知" in str(mail["Subject"]) for mail in office.mails)


def test_what_comes_later_waits_for_the_next_time(working: Working, office: PostOffice) -> None:
    quietly(working)
    notices.make_digests(MORNING)
    quietly(working, key="later", now=at("2026-11-16 09:00"))

    assert notices.make_digests(at("2026-11-16 13:59")) == 0
    assert notices.make_digests(at("2026-11-16 14:00")) == 1

    assert [one.key[-16:] for one in deliveries()] == ["2026-11-16T08:30", "2026-11-16T14:00"]


def test_a_scheduler_that_was_down_makes_one_digest_of_all(working: Working, office: PostOffice) -> None:
    quietly(working, now=at("2026-11-13 08:00"))
    quietly(working, key="later", now=at("2026-11-16 09:00"))

    assert notices.make_digests(at("2026-11-16 15:00")) == 1
    assert notices.make_digests(at("2026-11-16 15:01")) == 0


def test_own_times_count(working: Working, office: PostOffice) -> None:
    with db.transaction() as session:
        session.add(DigestTime(user_id=working["mediator"].id, at=time(17, 0)))
    quietly(working, "mediator", "union")

    assert notices.make_digests(MORNING) == 1
    assert notices.make_digests(at("2026-11-16 17:00")) == 1

    assert {one.user_id: one.made_at for one in deliveries()} == {
        working["union"].id: MORNING, working["mediator"].id: at("2026-11-16 17:00"),
    }  # fmt: skip


def test_what_was_read_is_not_mailed(working: Working, office: PostOffice) -> None:
    quietly(working, key="read")
    quietly(working, key="unread")
    notices.make_digests(MORNING)
    with db.transaction() as session:
        session.execute(sa.update(Notice).where(col(Notice.key) == "read").values(read_at=MORNING))

    outbox.send_due(MORNING)

    assert "1 条未读通知" in str(office.mails[0]["Subject"])


def test_the_gravest_stands_first_and_long_lists_are_cut(working: Working, office: PostOffice) -> None:
    for number in range(60):
        quietly(working, key=f"k{number}", message="第 %(level)s 级", kind="escalation", params={"level": number % 2 + 1})
    notices.make_digests(MORNING)
    outbox.send_due(MORNING)

    text = office.mails[0].get_body(("plain",))
    assert text
    levels = re.findall(r"\d+\. 【第 (\d) 级】", text.get_content())
    assert levels == ["2"] * 30 + ["1"] * 20
    assert "另有 10 条" in text.get_content()


def test_two_makers_at_once_make_one_digest(working: Working, office: PostOffice) -> None:
    for name in working.people:
        quietly(working, name, key=name)
    start, made = threading.Barrier(3), []

    def make() -> None:
        start.wait()
        made.append(notices.make_digests(MORNING))

    makers = [threading.Thread(target=make) for _ in range(3)]
    for one in makers:
        one.start()
    for one in makers:
        one.join()

    assert sum(made) == len(deliveries()) == len(working.people)
    with db.reading() as session:
        assert not any(session.exec(select(Notice.waiting)))


def test_who_left_gets_no_digest_and_stops_waiting(working: Working, office: PostOffice) -> None:
    quietly(working, "mediator", "union", "police")
    with db.transaction() as session:
        session.get_one(User, working["mediator"].id).active = False
        session.execute(sa.delete(Membership).where(col(Membership.user_id) == working["union"].id))

    assert notices.make_digests(MORNING) == 1

    assert delivery().user_id == working["police"].id
    with db.reading() as session:
        assert not any(session.exec(select(Notice.waiting)))


def test_a_day_off_has_no_digest(working: Working, office: PostOffice) -> None:
    quietly(working, now=at("2026-11-20 16:00"))

    assert notices.make_digests(at("2026-11-21 09:00")) == 0
    assert notices.make_digests(at("2026-11-23 08:30")) == 1
    assert date(2026, 11, 21).isoweekday() == 6
