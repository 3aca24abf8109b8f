"""A form is taken once, whoever presses how often; one that failed may be sent again."""

import threading
import time
from datetime import timedelta

from sqlmodel import select

from mediation import config, db
from mediation.models.case import Case
from mediation.models.once import FormTaken
from mediation.models.user import User
from mediation.office import once, retention
from tests.make import NOW
from tests.web.house import Visitor, least

TOKEN = "a-form-of-the-page-1"


def cases() -> list[str]:
    """Return the numbers of the cases in the database."""
    with db.reading() as session:
        return list(session.exec(select(Case.number)))


def wang() -> str:
    """Return the id of the mediator."""
    with db.reading() as session:
        return session.exec(select(User.id).where(User.name == "wang")).one()


def test_a_second_press_leads_to_what_the_first_made(mediator: Visitor):
    mediator.get("/intake")

    first = mediator.post("/intake", least(once=TOKEN))
    second = mediator.post("/intake", least(once=TOKEN))

    assert second.status_code == 303
    assert second.headers["Location"] == first.headers["Location"]
    assert len(cases()) == 1
    assert "没有重复记录" in mediator.get(second.headers["Location"]).text


def test_a_form_that_was_refused_may_be_sent_again(mediator: Visitor):
    mediator.get("/intake")

    refused = mediator.post("/intake", least(once=TOKEN, workers="many"))
    taken = mediator.post("/intake", least(once=TOKEN))

    assert (refused.status_code, taken.status_code, len(cases())) == (422, 303, 1)


def test_a_press_while_the_first_is_at_work_waits_for_its_end(mediator: Visitor):
    mediator.get("/intake")
    user_id = wang()
    with db.transaction() as session:
        once.take(session, TOKEN, user_id=user_id, now=config.clock.now())

    def finish() -> None:
        time.sleep(0.3)
        with db.transaction() as session:
            once.done(session, TOKEN, user_id=user_id, led_to="/cases")

    other = threading.Thread(target=finish)
    other.start()
    answer = mediator.post("/intake", least(once=TOKEN))
    other.join()

    assert (answer.status_code, answer.headers["Location"]) == (303, "/cases")
    assert cases() == []


def test_a_form_lost_with_its_server_may_be_sent_again_after_two_minutes(mediator: Visitor):
    mediator.get("/intake")
    user_id = wang()
    with db.transaction() as session:
        once.take(session, TOKEN, user_id=user_id, now=config.clock.now() - once.LOST - timedelta(seconds=1))

    assert mediator.post("/intake", least(once=TOKEN)).status_code == 303
    assert len(cases()) == 1


def test_another_persons_token_hinders_nobody(mediator: Visitor):
    with db.transaction() as session:
        other = session.exec(select(User.id).where(User.name == "gong")).one()
        once.take(session, TOKEN, user_id=other, now=NOW)
    mediator.get("/intake")

    assert mediator.post("/intake", least(once=TOKEN)).status_code == 303


def test_every_form_of_a_page_has_a_token_of_its_own(mediator: Visitor):
    page = mediator.get("/intake").text

    tokens = [part.split('"')[0] for part in page.split('name="once" value="')[1:]]
    assert tokens
    assert len(set(tokens)) == len(tokens)


def test_old_tokens_are_dropped_by_night(mediator: Visitor):
    with db.transaction() as session:
        session.add(FormTaken(user_id=wang(), token="old", at=NOW - retention.FORMS * 2))
        session.add(FormTaken(user_id=wang(), token="new", at=NOW))
        session.flush()

        assert retention.clear_out(session, now=NOW)["sent forms"] == 1
