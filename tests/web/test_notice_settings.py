"""How one is told: choices are kept, wrong ones said beside the field, nothing typed is lost."""

from datetime import time

import pytest
from flask import Flask
from sqlmodel import select

from mediation import db
from mediation.models.notice import DigestTime, NoticeChoice
from mediation.models.user import User
from mediation.office.notices_signals import SIGNALS
from tests.web.house import Visitor, errors, sign_in
from tests.web.test_notices import rows, tell

ALL = [kind for kind, signal in SIGNALS.items() if signal.mail == "digest"]


def save(visitor: Visitor, mailed: list[str], **given: str):
    visitor.get("/notices/settings")
    sent = {"mailed": mailed, "locale": "", **{name.replace("time", "times[") + "]" if name.startswith("time") else name: value for name, value in given.items()}}
    return visitor.post("/notices/settings", sent)


def stored(model: type) -> list:
    with db.reading() as session:
        return list(session.exec(select(model)))


def test_the_defaults_leave_no_rows(mediator: Visitor) -> None:
    page = mediator.get("/notices/settings").text
    assert 'value="08:30"' in page
    assert 'value="14:00"' in page

    save(mediator, ALL, time0="08:30", time1="14:00")

    assert stored(NoticeChoice) == stored(DigestTime) == []


def test_choices_times_and_language_are_kept(mediator: Visitor) -> None:
    answer = save(mediator, ["escalation", "ledger"], time0="17:05", time2="9:00", locale="en")

    assert answer.status_code == 303
    chosen = {one.kind: one.mail for one in stored(NoticeChoice)}
    assert chosen == dict.fromkeys(set(ALL) - {"escalation"}, "none") | {"ledger": "digest"}
    assert {one.at for one in stored(DigestTime)} == {time(17, 5), time(9, 0)}
    with db.reading() as session:
        assert session.exec(select(User.locale).where(User.name == "wang")).one() == "en"


def test_a_signal_that_was_switched_off_waits_for_no_digest(mediator: Visitor) -> None:
    with db.transaction() as session:
        session.exec(select(User).where(User.name == "wang")).one().email = "wang@station.example"
    save(mediator, ["escalation"])
    tell("wang", key="off")
    tell("wang", key="on", kind="escalation")

    assert {one.key: one.waiting for one in rows()} == {"off": False, "on": True}


@pytest.mark.parametrize("wrong", ["25:00", "8", "八点", "08:60", "-1:00", "8:5", "１２：３0"])
def test_a_wrong_time_is_said_and_nothing_is_lost(mediator: Visitor, wrong: str) -> None:
    answer = save(mediator, ["talks"], time0="10:00", time1=wrong)

    assert answer.status_code == 422
    assert "f-times-1" in errors(answer)
    assert f'value="{wrong}"' in answer.text
    assert 'value="10:00"' in answer.text
    assert 'value="talks" checked' in answer.text
    assert 'value="escalation" checked' not in answer.text
    assert stored(DigestTime) == []


def test_forged_choices_are_refused(mediator: Visitor) -> None:
    assert save(mediator, ["gossip"]).status_code == 422
    assert save(mediator, [], locale="tlh").status_code == 422


def test_saving_again_replaces(mediator: Visitor) -> None:
    save(mediator, [], time0="10:00")
    save(mediator, ALL, time0="11:00")

    assert stored(NoticeChoice) == []
    assert [one.at for one in stored(DigestTime)] == [time(11, 0)]


def test_everybody_has_settings_of_their_own(house: Flask, mediator: Visitor) -> None:
    save(mediator, [], time0="10:00")

    assert 'value="10:00"' not in sign_in(house, "shen").get("/notices/settings").text
