"""Notices: who is told, once, in the app at once and by mail as each person chose."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from mediation import db
from mediation.models.notice import Delivery, Notice, NoticeChoice, Webhook
from mediation.models.user import User
from mediation.office import notices
from mediation.office.records import Words
from tests import make
from tests.office.working import RECEIVED, Working

NOW = RECEIVED


def tell(working: Working, people: Iterable[str] = ("mediator",), **given: Any) -> int:
    plain: dict[str, Any] = {
        "people": [working[name].id if name in working.people else name for name in people], "kind": "referral", "key": "k", "message": "有一件新的分流",
        "station_id": working.station.id, "now": NOW,
    }  # fmt: skip
    with db.transaction() as session:
        return notices.tell(session, **{**plain, **given})


def confirm(working: Working, *people: str) -> None:
    with db.transaction() as session:
        for name in people:
            session.get_one(User, working[name].id).email = f"{name}@station.example"


def stored(model: Any) -> list[Any]:
    with db.reading() as session:
        return list(session.exec(select(model).order_by(model.id)))


def test_a_person_is_told_once_for_a_key(working: Working) -> None:
    assert tell(working, ["mediator", "union", "mediator"]) == 2
    assert tell(working, ["mediator", "police"]) == 1
    assert {one.user_id for one in stored(Notice)} == {working[name].id for name in ("mediator", "union", "police")}


def test_a_rolled_back_act_tells_nobody_and_sends_nothing(working: Working) -> None:
    confirm(working, "mediator")

    def act() -> None:
        with db.transaction() as session:
            notices.tell(
                session, station_id=working.station.id, people=[working["mediator"].id], kind="case", key="k",
                message="x", urgency="immediate", now=NOW,
            )  # fmt: skip
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()

    assert stored(Notice) == stored(Delivery) == []


def test_people_of_other_stations_and_closed_accounts_are_not_told(working: Working) -> None:
    with db.transaction() as session:
        stranger = make.user(session, "stranger", at=make.station(session, "PD"))
        gone = make.user(session, "gone", at=working.station, active=False)

    assert tell(working, [stranger.id, gone.id, "nobody"]) == 0


def test_an_ordinary_notice_waits_for_the_digest(working: Working) -> None:
    confirm(working, "mediator")

    tell(working, ["mediator", "union"])

    assert {one.user_id: one.waiting for one in stored(Notice)} == {
        working["mediator"].id: True,
        working["union"].id: False,
    }, "who has no confirmed address waits for no mail"
    assert stored(Delivery) == []


@pytest.mark.parametrize(
    "urgent", [{"urgency": "immediate"}, {"kind": "escalation", "params": {"level": 3}}], ids=["immediate", "level 3"]
)
def test_what_cannot_wait_is_queued_at_once_whatever_was_chosen(working: Working, urgent: dict[str, Any]) -> None:
    confirm(working, "mediator")
    with db.transaction() as session:
        for kind in ("referral", "escalation"):
            session.add(NoticeChoice(user_id=working["mediator"].id, kind=kind, mail="none"))

    tell(working, ["mediator", "union"], **urgent)

    (letter,) = stored(Delivery)
    assert (letter.user_id, letter.template, letter.state, letter.due_at) == (
        working["mediator"].id, "notice", "queued", NOW,
    )  # fmt: skip
    assert [one.delivery_id for one in stored(Notice) if one.user_id == letter.user_id] == [letter.id]
    assert not any(one.waiting for one in stored(Notice))


def test_level_two_waits_and_a_choice_of_none_is_kept(working: Working) -> None:
    confirm(working, "mediator", "union")
    with db.transaction() as session:
        session.add(NoticeChoice(user_id=working["union"].id, kind="escalation", mail="none"))

    tell(working, ["mediator", "union"], kind="escalation", params={"level": 2})

    assert {one.user_id: one.waiting for one in stored(Notice)} == {
        working["mediator"].id: True,
        working["union"].id: False,
    }


def test_the_stations_webhook_is_called_once_a_key_from_its_level_on(working: Working) -> None:
    with db.transaction() as session:
        session.add(Webhook(station_id=working.station.id, url="https://x.example", secret_sealed=b"x", level_from=2))

    for level in (1, 2, 2, 3):
        tell(working, ["mediator", "union"], kind="escalation", key=f"k{level}", params={"level": level})
    tell(working, key="plain")

    assert sorted(one.params["level"] for one in stored(Delivery)) == [2, 3]


def test_parameters_come_back_as_they_were(working: Working) -> None:
    given = {"on": date(2026, 11, 23), "at": NOW, "rule": Words("未接收", "Not accepted"), "number": "CH-1", "level": 2}

    tell(working, params=given)

    assert notices.said(stored(Notice)[0]).params == given


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "gossip"}, {"urgency": "soon"}, {"key": ""}, {"key": "x" * 161}, {"params": {"x": object()}},
        {"message": "%(who)s", "params": {"whom": "x"}}, {"message": "%(count)d", "params": {"count": "x"}},
        {"target": "https://elsewhere.example"}, {"target": "//elsewhere.example"}, {"target": "/a\r\nBcc: x"},
    ],
    ids=lambda wrong: "-".join(wrong),
)  # fmt: skip
def test_faults_of_the_caller_are_not_stored(working: Working, wrong: dict[str, Any]) -> None:
    with pytest.raises((LookupError, ValueError, TypeError)):
        tell(working, **wrong)


def test_a_later_notice_of_another_key_is_a_new_one(working: Working) -> None:
    tell(working, key="day 1")

    assert tell(working, key="day 2", now=NOW + timedelta(days=1)) == 1
