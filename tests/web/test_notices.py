"""The bell and the page of notices: one's own, in the reader's language."""

import re
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlmodel import select

from mediation import config, db
from mediation.models.notice import Notice
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import notices
from tests.web.conftest import counted
from tests.web.house import Visitor, sign_in

MESSAGE = "没有待接收的案件。"  # any msgid of the catalogue


def tell(*people: str, **given: Any) -> None:
    """Tell people of the house something."""
    with db.transaction() as session:
        station = session.exec(select(Station).where(Station.code == "CH")).one()
        ids = [session.exec(select(User.id).where(User.name == name)).one() for name in people]
        plain: dict[str, Any] = {"kind": "referral", "key": "k", "message": MESSAGE, "now": config.clock.now()}
        notices.tell(session, station_id=station.id, people=ids, **{**plain, **given})


def rows() -> list[Notice]:
    with db.reading() as session:
        return list(session.exec(select(Notice)))


def bell(page: str) -> str:
    found = re.search(r'class="bell" href="/notices".*?</a>', page, re.DOTALL)
    assert found
    return re.sub(r"<svg.*?</svg>|<[^>]+>", "", found[0].partition(">")[2])


def test_the_bell_counts_what_is_unread(house: Flask, mediator: Visitor) -> None:
    assert bell(mediator.get("/").text) == "通知"
    tell("wang")
    tell("wang", "gong", key="another")

    assert bell(mediator.get("/").text) == "通知2 条未读"
    assert bell(sign_in(house, "gong").get("/notices").text) == "通知1 条未读"


def test_the_bell_stops_counting_at_a_hundred(mediator: Visitor) -> None:
    for number in range(101):
        tell("wang", key=str(number))

    assert bell(mediator.get("/").text) == "通知99+ 条未读"


def test_the_bell_costs_one_query_over_an_index(mediator: Visitor) -> None:
    tell("wang")

    with counted() as sent:
        mediator.get("/sessions")

    (asked,) = [one for one in sent if "notice" in one]
    with db.reading() as session:
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", (1, "x", 100, 0)).all()
    assert any("ix_notice_user_id_read_at" in str(step) for step in plan), plan


def test_a_notice_is_opened_and_leads_to_its_page(mediator: Visitor) -> None:
    tell("wang", target="/cases?page=1")
    page = mediator.get("/notices").text
    follow = re.search(r'action="(/notices/[^"]+/open)"', page)
    assert follow

    answer = mediator.post(follow[1])

    assert answer.headers["Location"] == "/cases?page=1"
    assert rows()[0].read_at is not None
    assert not rows()[0].waiting
    assert "没有未读通知" in mediator.get("/notices").text
    assert MESSAGE in mediator.get("/notices?show=all").text


def test_one_is_marked_and_then_all(mediator: Visitor) -> None:
    for number in range(3):
        tell("wang", key=str(number))
    page = mediator.get("/notices").text
    mediator.post(re.findall(r'action="(/notices/[^"]+/read)"', page)[0])
    assert sum(one.read_at is None for one in rows()) == 2

    page = mediator.get("/notices").text
    until = re.search(r'name="until" value="([^"]+)"', page)
    assert until
    tell("wang", key="came meanwhile", now=config.clock.now() + timedelta(seconds=1))
    mediator.post("/notices/read", {"until": until[1]})

    assert [one.key for one in rows() if one.read_at is None] == ["came meanwhile"]


def test_an_until_that_is_none_marks_what_has_come(mediator: Visitor) -> None:
    tell("wang")
    mediator.get("/notices")

    mediator.post("/notices/read", {"until": "soon"})

    assert rows()[0].read_at is not None


def test_nobody_reads_a_colleagues_notices(house: Flask, mediator: Visitor) -> None:
    tell("wang")
    other = sign_in(house, "gong")
    other.get("/notices")

    assert other.post(f"/notices/{rows()[0].id}/open").status_code == 404
    other.post("/notices/read")

    assert MESSAGE not in other.get("/notices?show=all").text
    assert rows()[0].read_at is None


def test_a_notice_is_worded_in_the_readers_language(mediator: Visitor) -> None:
    tell("wang", kind="escalation", params={"level": 2})
    mediator.post("/language", {"language": "en", "next": "/notices"})

    page = mediator.get("/notices").text

    assert MESSAGE not in page
    assert "1 unread" in bell(page)
    assert "Escalation" in page


def test_names_in_a_notice_cannot_become_markup(mediator: Visitor) -> None:
    tell("wang", message="%(name)s", params={"name": "<script>alert(1)</script>"})

    page = mediator.get("/notices").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
