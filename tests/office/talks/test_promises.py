"""Promises: entered when an agreement takes effect, held against every new case, settled by people."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.refusals import Conflict, NotFound, Refused
from mediation.models.escalation import Escalation
from mediation.models.notice import Notice
from mediation.models.talks import Talks, TalksFirm
from mediation.models.talks_end import Promise, PromiseSign, TalksFiling, TalksVote
from mediation.models.talks_table import TalksOffer
from mediation.office import cases, talks_clocks, talks_of_case, talks_outcome, talks_promises, talks_signs
from mediation.office.sweep import sweep
from tests import talks_make
from tests.office.talks.drafts import CLAUSES, NOW, agreed
from tests.office.working import Working

CODE = "91350100M000100Y43"
YEAR = datetime(2027, 3, 1, 2, 0, tzinfo=NOW.tzinfo)
WORDS = {"finding": "breach", "sign_note": "以订单减少为由解除，未与工会协商"}


def in_force(working: Working) -> str:
    """Take talks with a firm that has cases from a draft to effect by silence; return their id."""
    station_id = working.station.id
    with db.transaction() as session:
        row = agreed(
            session, station_id, draft_signed_on=date(2026, 11, 2), firm_key=CODE,
            adoption_notice_on=date(2026, 11, 13), term_from=date(2027, 1, 1), term_until=date(2027, 12, 31),
        )  # fmt: skip
        firm = session.exec(select(TalksFirm).where(TalksFirm.talks_id == row.id)).one()
        firm.firm_key = CODE
        of = {"station_id": station_id, "talks_id": row.id, "number": 1}
        session.add(TalksVote(on=date(2026, 11, 13), delegates=60, present=60, yes=60, secret=True, adopted=True,
                              state="counted", draft=CLAUSES, **of))  # fmt: skip
        session.add(TalksFiling(authority="区人社局", received_on=date(2026, 11, 16), noted_at=NOW, **of))
        talks_clocks.refresh(session, row, now=NOW)
        assert session.exec(select(Promise)).all() == []
        talks_clocks.refresh(session, row, now=NOW + timedelta(days=16))
        assert (row.stage, row.effective_on) == ("in_force", date(2026, 12, 2))
        talks_clocks.refresh(session, row, now=NOW + timedelta(days=17))
        return row.id


def dismissed(working: Working, ended_on: str = "2027-02-26", kind: str = "dismissal_damages", at: datetime = YEAR) -> str:
    return working.log(
        at=at, claims=[{"kind": kind, "amount": "60000.00"}], employment={"hired_on": "2020-01-06", "ended_on": ended_on}
    )


def open_escalations() -> list[tuple[str, int]]:
    with db.reading() as session:
        rows = session.exec(select(Escalation).where(Escalation.rule == "escalation.promise", Escalation.state == "open"))
        return [(one.subject_kind, one.level) for one in rows]


def test_promises_are_entered_once_with_their_days_and_proof(station: Working) -> None:
    in_force(station)
    with db.reading() as session:
        [promise] = session.exec(select(Promise)).all()
    assert (promise.kind, promise.starts_on, promise.until) == ("no_dismissal", date(2027, 1, 1), date(2027, 12, 31))
    assert "裁减人员" in promise.wording
    assert promise.proof_wanted


def test_a_new_dismissal_case_raises_an_escalation_at_once(working: Working) -> None:
    talks_id = in_force(working)
    case_id = dismissed(working)
    with db.reading() as session:
        [sign] = session.exec(select(PromiseSign)).all()
        assert (sign.case_id, sign.day, sign.state) == (case_id, date(2027, 2, 26), "new")
        told = session.exec(select(Notice).where(Notice.target == f"/talks/{talks_id}")).all()
        assert working["supervisor"].id in {one.user_id for one in told}
        asked = session.exec(select(Notice).where(Notice.target == f"/talks/{talks_id}/outcome")).all()
        assert [one.user_id for one in asked] == [working["union"].id]
    assert open_escalations() == [("talks", 2)]
    sweep(now=YEAR + timedelta(hours=1))
    assert open_escalations() == [("talks", 2)]


@pytest.mark.parametrize(
    ("ended_on", "kind", "firm"),
    [("2026-12-31", "dismissal_damages", CODE), ("2027-02-26", "unpaid_wages", CODE), ("2027-02-26", "severance", "")],
)
def test_other_cases_are_no_sign(station: Working, ended_on: str, kind: str, firm: str) -> None:
    in_force(station)
    given = [{"name": "别的公司", **({"credit_code": firm} if firm else {})}]
    station.log(
        at=YEAR, claims=[{"kind": kind, "amount": "6000.00"}], respondents=given,
        employment={"hired_on": "2020-01-06", "ended_on": ended_on},
    )  # fmt: skip
    sweep(now=YEAR + timedelta(hours=1))
    with db.reading() as session:
        assert session.exec(select(PromiseSign)).all() == []


@pytest.mark.parametrize(("ended_on", "sign"), [("2026-12-31", 0), ("2027-01-01", 1), ("2027-12-31", 1), ("2028-01-01", 0)])
def test_both_days_of_the_promise_belong_to_it(station: Working, ended_on: str, sign: int) -> None:
    in_force(station)
    dismissed(station, ended_on, at=datetime(2028, 1, 10, 2, 0, tzinfo=NOW.tzinfo))
    with db.reading() as session:
        assert len(session.exec(select(PromiseSign)).all()) == sign


def test_what_people_find_closes_the_escalation_a_breach_only_with_the_unions_claim(station: Working) -> None:
    in_force(station)
    dismissed(station)
    union = station["union"]
    with db.reading() as session:
        [sign], [promise] = session.exec(select(PromiseSign)).all(), session.exec(select(Promise)).all()
    with pytest.raises(Refused) as refused, db.transaction() as session:
        talks_promises.settle_sign(session, sign.id, {"finding": "perhaps"}, by=union, now=YEAR)
    assert {one.field for one in refused.value.problems} == {"finding", "sign_note"}
    claim = {"claimed_on": "2027-03-01", "claim_note": "恢复劳动关系"}
    with pytest.raises(Conflict), db.transaction() as session:
        talks_promises.claim(session, promise.id, claim, by=union, now=YEAR)
    with db.transaction() as session:
        talks_promises.settle_sign(session, sign.id, WORDS, by=union, now=YEAR)
    sweep(now=YEAR + timedelta(hours=1))
    assert open_escalations() == [("talks", 2)]
    with db.transaction() as session:
        assert talks_promises.claim(session, promise.id, claim, by=union, now=YEAR).state == "broken"
    sweep(now=YEAR + timedelta(hours=2))
    assert open_escalations() == []
    with pytest.raises(NotFound), db.transaction() as session:
        talks_promises.prove(session, promise.id, {}, by=station["police"], now=YEAR)


def test_what_was_no_breach_leaves_the_promise_open(station: Working) -> None:
    in_force(station)
    dismissed(station)
    with db.transaction() as session:
        [sign] = session.exec(select(PromiseSign)).all()
        given = {"finding": "no_breach", "sign_note": "劳动者严重违纪"}
        talks_promises.settle_sign(session, sign.id, given, by=station["union"], now=YEAR)
    sweep(now=YEAR + timedelta(hours=1))
    assert open_escalations() == []
    with db.transaction() as session:
        [promise] = session.exec(select(Promise)).all()
        assert promise.state == "open"
        given = {"proof": "十二月职工名册", "proved_on": "2028-01-05"}
        later = datetime(2028, 1, 5, 2, 0, tzinfo=NOW.tzinfo)
        assert talks_promises.prove(session, promise.id, given, by=station["union"], now=later).state == "kept"


def test_the_desk_that_judges_a_sign_sees_enough_of_a_case_closed_to_it_and_no_more(working: Working) -> None:
    talks_id = in_force(working)
    case_id = working.log(
        at=YEAR, claims=[{"kind": "severance", "amount": "60000.00"}], summary="李某被口头辞退", workers=3,
        employment={"hired_on": "2020-01-06", "ended_on": "2027-02-26"}, applicants=[{"name": "李雷"}],
    )  # fmt: skip
    with db.reading() as session:
        row = session.get_one(Talks, talks_id)
        with pytest.raises(NotFound):
            cases.page(session, case_id, user=working["union"], now=YEAR)
        [closed] = talks_signs.waiting(session, row, user=working["union"])
        [open_] = talks_signs.waiting(session, row, user=working["mediator"])
        page = cases.page(session, case_id, user=working["mediator"], now=YEAR)
        beside = talks_of_case.part(session, page, user=working["mediator"])
        unseen = talks_of_case.part(session, page, user=working["lawyer"])
    assert (closed.row.kind, closed.row.day, closed.firms, closed.workers) == (
        "severance", date(2027, 2, 26), (talks_make.FIRM,), 3,
    )  # fmt: skip
    assert (closed.number, closed.parties) == ("", "")
    assert open_.number == page.header.number
    [promise], [round_] = beside.promises, beside.rounds
    assert (promise.promise_id, promise.state, promise.talks_id) == (closed.row.promise_id, "new", talks_id)
    assert (round_.id, round_.stage, round_.until) == (talks_id, "in_force", date(2027, 12, 31))
    assert unseen == talks_of_case.TalksPart()
    settle(working, closed.row.id)
    with db.reading() as session:
        row = session.get_one(Talks, talks_id)
        assert talks_signs.waiting(session, row, user=working["union"]) == ()
        assert talks_of_case.part(session, page, user=working["mediator"]).promises[0].state == "no_breach"


def settle(working: Working, sign_id: str) -> None:
    with db.transaction() as session:
        given = {"finding": "no_breach", "sign_note": "劳动者严重违纪"}
        talks_promises.settle_sign(session, sign_id, given, by=working["union"], now=YEAR)


def test_the_outcome_says_what_was_asked_and_what_came(station: Working) -> None:
    with db.transaction() as session:
        row: Talks = talks_make.talks(session, station.station.id, now=NOW, received_on=date(2026, 10, 12))
        of = {"station_id": row.station_id, "talks_id": row.id, "made_on": date(2026, 10, 30), "noted_at": NOW}
        asked = {"wage_level": {"change": 500}, "training": {"heads": 40}}
        session.add_all([
            TalksOffer(position=1, round=1, side="workers", clauses=asked, **of),
            TalksOffer(position=2, round=1, side="employer", clauses={"wage_level": {"change": 200}}, **of),
            TalksOffer(position=3, round=2, side="workers", clauses={"wage_level": {"change": 400}}, **of),
            TalksOffer(position=4, round=2, side="employer", clauses={"wage_level": {"change": 300}}, **of),
            TalksOffer(position=5, round=3, side="workers", accepts=["wage_level"], **of),
        ])  # fmt: skip
        session.flush()
        page = talks_outcome.page(session, row.id, user=station["union"], now=NOW)
    assert (page.summary.adjustment, page.summary.asked_adjustment, page.adopted) == (300, 500, False)
    met = {line.title.zh: line.met for line in page.lines}
    assert met == {"年度平均工资水平及调整幅度": "in_part", "职业培训": "not_agreed"}
