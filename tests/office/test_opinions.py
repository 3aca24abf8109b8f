"""Opinions, evidence, open questions: what a duty leaves on a case, on both databases."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from mediation import db
from mediation.access import Scope
from mediation.domain.refusals import Conflict, Forbidden, NotFound, Refused
from mediation.models.case import Case
from mediation.models.docket import Opinion, Visit
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.models.sitting import Offer
from mediation.office import docket, docket_brief, docket_pages, docket_requests, opinions, opinions_law
from mediation.office.opinions import Given
from tests.office.onduty import MONDAY, WEDNESDAY, OnDuty, reload
from tests.office.working import dates

WHOLE = Given("应付多少？", "应付经济补偿。", "8000", "12000.00", "先补证据", ("ldmal-27-1", "nothing", "ldmal-27-1"))


@pytest.fixture
def case_id(duty: OnDuty) -> str:
    """Give a case that the lawyer has opened."""
    found = duty.log()
    duty.clear(found)
    return found


def give(duty: OnDuty, case_id: str, given: Given = WHOLE, who: str = "lawyer") -> None:
    with db.transaction() as session:
        opinions.give(session, case_id, given, by=duty[who], now=MONDAY)


def test_a_given_opinion_meets_its_date_and_uses_its_place(duty: OnDuty, case_id: str) -> None:
    with db.transaction() as session:
        docket.fix(session, reload(session, duty.shifts[0]), now=WEDNESDAY)

    give(duty, case_id)

    with db.reading() as session:
        row = session.exec(select(Opinion)).one()
        due = dates(session, case_id)["station.opinion"]
        visit = session.exec(select(Visit)).one()
    assert (row.state, row.range_low, row.range_high, row.shift_id) == ("given", 800_000, 1_200_000, duty.shifts[0].id)
    assert [one["key"] for one in row.articles] == ["ldmal-27-1"]
    assert "一年" in row.articles[0]["text"]
    assert (due.state, due.met_on) == ("met", date(2026, 11, 23))
    assert visit.state == "seen"


def test_an_opinion_is_told_to_who_handles_the_case_and_stands_in_the_history(duty: OnDuty, case_id: str) -> None:
    give(duty, case_id)

    with db.reading() as session:
        told = session.exec(select(Notice).where(Notice.kind == "opinion")).all()
        acts = session.exec(
            select(HistoryLine.act).where(HistoryLine.case_id == case_id).order_by(col(HistoryLine.seq).desc())
        ).all()
    assert [one.user_id for one in told] == [duty["mediator"].id]
    assert acts[:2] == ["opinion.give", "opinion.save"]


def test_a_draft_is_its_writers_and_one_a_case(duty: OnDuty, case_id: str) -> None:
    for text in ("一", "二", "二"):
        with db.transaction() as session:
            opinions.save(session, case_id, Given(question="问", answer=text), by=duty["lawyer"], now=MONDAY)

    with db.reading() as session:
        assert [one.answer for one in session.exec(select(Opinion))] == ["二"]
        shown = {
            who: [one.state for one in opinions.of_case(Scope(session, duty[who]), case_id)]
            for who in ("lawyer", "mediator")
        }
        saves = session.exec(select(HistoryLine).where(HistoryLine.act == "opinion.save")).all()
    assert shown == {"lawyer": ["draft"], "mediator": []}
    assert len(saves) == 2
    with db.transaction() as session:
        opinions.drop(session, case_id, by=duty["lawyer"], now=MONDAY)
    with pytest.raises(Conflict), db.transaction() as session:
        opinions.drop(session, case_id, by=duty["lawyer"], now=MONDAY)


def test_what_was_given_stays_and_another_may_follow(duty: OnDuty, case_id: str) -> None:
    give(duty, case_id)
    give(duty, case_id, Given("再问", "补充"))

    with db.reading() as session:
        shown = opinions.of_case(Scope(session, duty["mediator"]), case_id)
    assert {one.answer for one in shown} == {"应付经济补偿。", "补充"}


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        (Given(), {"question", "answer"}),
        (Given("问", "答", "9000", "8000"), {"range_low"}),
        (Given("问", "答", "八千", "-1"), {"range_low", "range_high"}),
        (Given("问" * 501, "答"), {"question"}),
    ],
)
def test_an_opinion_that_is_incomplete_is_refused(
    duty: OnDuty, case_id: str, given: Given, fields: set[str]
) -> None:
    with pytest.raises(Refused) as refused:
        give(duty, case_id, given)

    assert {one.field for one in refused.value.problems} == fields


def test_only_a_lawyer_for_whom_the_case_is_open_writes(duty: OnDuty, case_id: str) -> None:
    for who, refusal in (("colleague", NotFound), ("other", NotFound), ("mediator", Forbidden)):
        with pytest.raises(refusal):
            give(duty, case_id, who=who)


def test_a_case_with_an_opinion_leaves_the_docket_until_a_question_brings_it_back(duty: OnDuty, case_id: str) -> None:
    give(duty, case_id)
    with db.reading() as session:
        assert not docket.candidates(session, duty.working.station.id)

    with db.transaction() as session:
        row = docket_requests.ask(session, case_id, "工龄？", by=duty["lawyer"], now=MONDAY)
    later = MONDAY + timedelta(days=1)
    with db.reading() as session:
        page = docket_pages.page(session, duty.shifts[1].id, user=duty["supervisor"], now=later)
        assert [one.state for one in page.rows].count("queued") == 1
    with db.transaction() as session:
        docket_requests.answer(session, row.id, "从入职起", by=duty["mediator"], now=later)
    with db.reading() as session:
        assert not docket.candidates(session, duty.working.station.id)


def test_every_open_question_reappears_whoever_is_on_duty(duty: OnDuty, case_id: str) -> None:
    with db.transaction() as session:
        asked = [
            docket_requests.ask(session, case_id, f"问题{nth}", by=duty["lawyer"], now=MONDAY + timedelta(minutes=nth))
            for nth in range(3)
        ]
        docket_requests.answer(session, asked[1].id, "不再需要", state="withdrawn", by=duty["lawyer"], now=MONDAY)

    with db.reading() as session:
        packs = {who: docket_pages.pack(session, user=duty[who], now=MONDAY) for who in ("lawyer", "other")}
        brief = docket_brief.brief(session, case_id, user=duty["lawyer"], now=MONDAY)
    assert [one.question for one in packs["lawyer"].questions] == ["问题0", "问题2"]
    assert [one.question for one in packs["other"].questions] == ["", ""]
    assert [one.params["question"] for one in brief.questions] == ["问题0", "问题2"]


def test_evidence_is_asked_for_by_a_day_and_ends_once(duty: OnDuty, case_id: str) -> None:
    with db.transaction() as session:
        row = docket_requests.ask_evidence(
            session, case_id, "工资条", side="respondent", due_on=date(2026, 11, 30), by=duty["lawyer"], now=MONDAY
        )
    with db.reading() as session:
        (shown,) = docket_requests.evidence_of(Scope(session, duty["mediator"]), case_id, date(2026, 12, 1))
        told = session.exec(select(Notice).where(Notice.kind == "evidence")).all()
    assert shown.late
    assert [one.user_id for one in told] == [duty["mediator"].id]
    with pytest.raises(Refused), db.transaction() as session:
        docket_requests.end_evidence(session, row.id, state="lost", by=duty["mediator"], now=MONDAY)
    with db.transaction() as session:
        docket_requests.end_evidence(session, row.id, state="received", by=duty["mediator"], now=MONDAY)
    with pytest.raises(Conflict), db.transaction() as session:
        docket_requests.end_evidence(session, row.id, state="withdrawn", by=duty["mediator"], now=MONDAY)


def test_articles_are_found_by_every_word_and_only_while_in_force(duty: OnDuty) -> None:
    found = [one.key for one in opinions_law.find("时效 一年", on=date(2026, 11, 16))]

    assert "ldmal-27-1" in found
    assert opinions_law.find("时效 一年", on=date(2007, 1, 1)) == ()
    assert opinions_law.find("  ", on=date(2026, 11, 16)) == ()
    assert opinions_law.find("没有这样的词", on=date(2026, 11, 16)) == ()
    assert opinions_law.find("LDMAL-27-1", on=date(2026, 11, 16))[0].key == "ldmal-27-1"


def test_the_brief_tells_the_last_figure_of_each_side_that_the_other_was_told(duty: OnDuty, case_id: str) -> None:
    with db.transaction() as session:
        station_id = session.get_one(Case, case_id).station_id
        for nth, (side, amount, told) in enumerate(
            (("applicant", 1760000, True), ("respondent", 600000, True), ("applicant", 1500000, True), ("applicant", 900000, False)), 1
        ):  # fmt: skip
            session.add(Offer(
                station_id=station_id, case_id=case_id, nth=nth, side=side, amount=amount, told=told,
                made_at=MONDAY + timedelta(minutes=nth), noted_by=duty["lawyer"].id,
            ))  # fmt: skip
    with db.reading() as session:
        brief = docket_brief.brief(session, case_id, user=duty["lawyer"], now=MONDAY)

    assert [one.params["amount"] for one in brief.offers] == ["15,000.00", "6,000.00"]
