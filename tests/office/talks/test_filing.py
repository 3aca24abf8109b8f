"""Filing: refused where it can't be, objected to, filed again, in force by opinion or silence, published, taken back."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.refusals import Conflict, Refused
from mediation.models.talks import Talks
from mediation.models.talks_end import TalksFiling
from mediation.models.talks_table import TalksOffer
from mediation.office import (
    history,
    talks_clocks,
    talks_draft,
    talks_filing,
    talks_filing_pages,
    talks_paper_sources,
    talks_papers,
    talks_rounds,
    talks_votes,
)
from mediation.office.records.gaps import Paper
from mediation.office.talks_filing_pages import FilingPage
from tests.office.talks.bargaining import form
from tests.office.talks.story import NOW, adopted, deed, later, negotiated, told, vote
from tests.office.working import Working

FILED = {"filed_on": "2026-11-18", "authority": "城厢区人社局", "receipt_number": "回执1号"}
AGAIN = FILED | {"filed_on": "2026-12-10"}


def refused(working: Working, talks_id: str, name: str, *, now: datetime, **typed: str) -> dict[str, str]:
    """Record a deed that must be refused; return the problems by field, in Chinese."""
    with pytest.raises(Refused) as caught:
        deed(working, talks_id, name, now=now, **typed)
    return {one.field: one.text() for one in caught.value.problems}


def page(working: Working, talks_id: str, *, now: datetime) -> FilingPage:
    """Return the page of filing."""
    with db.reading() as session:
        return talks_filing_pages.page(session, talks_id, user=working["union"], now=now)


def bargain(working: Working, talks_id: str, *, now: datetime, **typed: str) -> None:
    """Make an offer of the employer through the form."""
    sent = form(working, talks_id, "employer", now=now) | {key.replace("__", "."): text for key, text in typed.items()}
    with db.transaction() as session:
        talks_rounds.make(session, talks_id, sent, by=working["union"], now=now)


def objected(working: Working, talks_id: str) -> None:
    """File the adopted text and note an objection to its least pay ten days later."""
    deed(working, talks_id, "sign", now=later(1), signed_on="2026-11-17")
    deed(working, talks_id, "file", now=later(2), **FILED)
    deed(working, talks_id, "objection", now=later(12), objected_on="2026-11-28", objection="最低工资标准依据不足",
         clauses__minimum_pay="true")  # fmt: skip


def test_what_cannot_be_filed_is_refused_with_what_to_do(station: Working) -> None:
    with db.transaction() as session:
        talks_id = negotiated(session, station.station.id).id
    early = refused(station, talks_id, "file", now=NOW, **FILED | {"filed_on": "2026-11-16"})["filed_on"]
    assert "草案未经表决通过即报送" in early
    assert "上海市集体合同条例 第二十三条" in early
    assert refused(station, talks_id, "sign", now=NOW, signed_on="2026-11-16") == {"signed_on": talks_filing.NOT_ADOPTED}
    assert refused(station, talks_id, "opinion", now=NOW, opinion_on="2026-11-16") == {"opinion_on": "还没有登记报送"}
    assert refused(station, talks_id, "publish", now=NOW, published_on="2026-11-16")["published_on"].startswith("尚未生效")
    vote(station, talks_id)
    told(station, talks_id)
    for on, why in (("2026-11-15", "早于表决通过之日"), ("2026-12-20", "晚于今天"), ("", "请填写日期"), ("11-18", "2026-11-22")):
        assert why in refused(station, talks_id, "file", now=later(2), **FILED | {"filed_on": on})["filed_on"]
    assert set(refused(station, talks_id, "file", now=later(2), filed_on="", authority=" ")) == {"filed_on", "authority"}
    deed(station, talks_id, "file", now=later(2), **FILED)
    twice = refused(station, talks_id, "file", now=later(5), **FILED | {"filed_on": "2026-11-20"})["filed_on"]
    assert "已于 2026-11-18" in twice
    assert "不能重复报送" in twice
    assert "早于" in refused(station, talks_id, "opinion", now=later(5), opinion_on="2026-11-17")["opinion_on"]
    with db.reading() as session:
        assert len(session.exec(select(TalksFiling)).all()) == 1
        row = session.get_one(Talks, talks_id)
        assert (row.term_from, row.term_until, row.stage) == (date(2027, 1, 1), date(2027, 12, 31), "filing")


def test_silence_brings_it_into_force_with_the_arithmetic_and_an_objection_too_late_changes_nothing(
    station: Working,
) -> None:
    talks_id = adopted(station)
    deed(station, talks_id, "file", now=later(2), **FILED)

    assert page(station, talks_id, now=later(17)).effect is None
    shown = page(station, talks_id, now=later(18))
    assert shown.effect is not None
    assert (shown.effect.on, shown.effect.by) == (date(2026, 12, 4), "silence")
    period = next(one for one in shown.periods if one.clock == "talks.objection" and not one.second)
    assert (period.receipt.trigger_on, period.last_on) == (date(2026, 11, 18), date(2026, 12, 3))
    assert period.receipt.count.params["count"] == 15
    deed(station, talks_id, "objection", now=later(20), objected_on="2026-12-05", objection="补充意见")
    after = page(station, talks_id, now=later(20))
    assert (after.objected, after.filings[0].late) == (False, True)
    with pytest.raises(Conflict), db.transaction() as session:
        talks_votes.plan(session, talks_id, {}, by=station["union"], now=later(20))
    assert "已于" in refused(station, talks_id, "file", now=later(25), **AGAIN)["filed_on"]
    assert "早于生效之日" in refused(station, talks_id, "publish", now=later(25), published_on="2026-12-03")["published_on"]
    deed(station, talks_id, "publish", now=later(25), published_on="2026-12-07")
    with db.reading() as session:
        row = session.get_one(Talks, talks_id)
        assert (row.published_on, row.stage) == (date(2026, 12, 7), "in_force")


def test_an_objection_reopens_its_clauses_alone_and_only_a_new_vote_files_again(station: Working) -> None:
    talks_id = adopted(station)
    with pytest.raises(Conflict):
        bargain(station, talks_id, now=later(1), minimum_pay__amount="3200")
    objected(station, talks_id)
    assert "再次表决" in refused(station, talks_id, "file", now=later(24), **AGAIN)["filed_on"]
    with pytest.raises(Refused) as named:
        bargain(station, talks_id, now=later(13), wage_level__change="-2", reopen__wage_level="yes")
    assert "wage_level" in {one.field.split(".")[0] for one in named.value.problems}
    _agree_anew(station, talks_id)
    vote(station, talks_id, date(2026, 12, 9), now=later(23))
    told(station, talks_id, date(2026, 12, 9), now=later(23))
    with db.transaction() as session:
        sources = talks_paper_sources.gather(session, session.get_one(Talks, talks_id), today=later(24).date())
        assert sources.adopted is not None
        record = talks_papers.make(sources, Paper("filing_form", sources.adopted.id)).record
        first = talks_papers.make(sources, Paper("wage_agreement", sources.found.votes[0].id)).record
    assert (record["occasion"], record["objected_on"]) == ("refiling", "2026-11-28")
    assert record["objection_answer"].startswith("企业最低工资改为：")
    assert "3,200.00元" in record["objection_answer"]
    assert next(one for one in first["clauses"] if one["key"] == "minimum_pay")["sums"][0]["amount"] == 310_400
    deed(station, talks_id, "file", now=later(24), **AGAIN)
    deed(station, talks_id, "opinion", now=later(28), opinion_on="2026-12-14", opinion_number="审〔2026〕9号")
    shown = page(station, talks_id, now=later(28))
    assert shown.effect is not None
    assert (shown.effect.on, shown.effect.by) == (date(2026, 12, 14), "opinion")
    with db.reading() as session:
        assert history.verify(session).broken is None


def _agree_anew(working: Working, talks_id: str) -> None:
    """Open the clause objected to again, agree on a higher sum and have the chiefs sign."""
    of = {"talks_id": talks_id, "station_id": working.station.id, "noted_at": later(13), "made_on": date(2026, 11, 29)}
    with db.transaction() as session:
        session.add_all([
            TalksOffer(position=4, round=3, side="employer", clauses={"minimum_pay": {"amount": 320_000}},
                       reopens=["minimum_pay"], **of),
            TalksOffer(position=5, round=4, side="workers", accepts=["minimum_pay"], **of),
        ])  # fmt: skip
    signed = {"draft_signed_on": "2026-11-29", "signed_workers": "yes", "signed_employer": "yes"}
    with db.transaction() as session:
        talks_draft.sign(session, talks_id, signed, by=working["union"], now=later(13))


def test_an_objection_to_papers_alone_lets_the_same_text_be_filed_again(station: Working) -> None:
    talks_id = adopted(station)
    deed(station, talks_id, "file", now=later(2), **FILED)
    deed(station, talks_id, "objection", now=later(12), objected_on="2026-11-28", objection="缺少代表名单")
    deed(station, talks_id, "file", now=later(24), **AGAIN)

    assert [one.row.number for one in page(station, talks_id, now=later(24)).filings] == [2, 1]


def test_a_slip_is_taken_back_step_by_step_and_the_history_keeps_it(station: Working) -> None:
    talks_id = adopted(station)
    objected(station, talks_id)
    assert set(refused(station, talks_id, "retract", now=later(12), retract_why="")) == {"retract_why"}
    deed(station, talks_id, "retract", now=later(12), retract_why="记错了文号")
    assert not page(station, talks_id, now=later(12)).objected
    deed(station, talks_id, "retract", now=later(12), retract_why="尚未报送")

    assert page(station, talks_id, now=later(12)).filings == ()
    with db.reading() as session:
        lines = session.exec(select(history.HistoryLine).where(history.HistoryLine.act == "talks.retract"))
        told_lines = [json.loads(one.fields_json) for one in lines]
    assert [one["reason"] for one in told_lines] == ["记错了文号", "尚未报送"]
    assert told_lines[0]["objected_on"] == "2026-11-28"


def test_by_national_rules_the_contract_is_signed_after_the_vote_and_filed_from_then(station: Working) -> None:
    with db.transaction() as session:
        talks_id = negotiated(session, station.station.id, place="national").id
    assert "集体合同规定" in refused(station, talks_id, "sign", now=NOW, signed_on="2026-11-16")["signed_on"]
    vote(station, talks_id)
    told(station, talks_id)
    deed(station, talks_id, "sign", now=later(1), signed_on="2026-11-17")
    with db.transaction() as session:
        row = session.get_one(Talks, talks_id)
        talks_clocks.refresh(session, row, now=later(1))
        sources = talks_paper_sources.gather(session, row, today=later(1).date())
        assert sources.adopted is not None
        form_record = talks_papers.make(sources, Paper("filing_form", sources.adopted.id)).record
    assert (form_record["signed_contract_on"], form_record["file_by"]) == ("2026-11-17", "2026-11-27")
    assert form_record["file_law"][0]["article"] == "第四十二条"


def test_of_two_filings_at_once_one_is_stored(working: Working) -> None:
    talks_id = adopted(working)

    def race(who: str) -> str:
        def act() -> str:
            with db.transaction() as session:
                talks_filing.record(session, talks_id, "file", FILED, by=working[who], now=later(2))
                return "stored"

        try:
            return db.retrying(act)
        except Refused as fault:
            return next(one.field for one in fault.problems)

    with ThreadPoolExecutor(3) as pool:
        ends = sorted(pool.map(race, ("union", "mediator", "supervisor")))
    assert ends == ["filed_on", "filed_on", "stored"]
    with db.reading() as session:
        assert [one.number for one in session.exec(select(TalksFiling))] == [1]
