"""The draft: its text as agreed, what the law still names, the chiefs' signatures and when they may be taken back."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.refusals import Conflict, Problem, Refused
from mediation.models.talks import Talks, TalksMember
from mediation.models.talks_end import TalksFiling
from mediation.office import talks_draft, talks_rounds, talks_votes
from mediation.office.records.talks_rounds import DraftPage
from tests.office.talks.bargaining import NOW, TERM, offer, opened, refusal, stored
from tests.office.working import Working

BOTH = {"signed_workers": "yes", "signed_employer": "yes"}
PLAN = {"on": "2026-11-25", "body": "congress", "way": "paper", "delegates": "60", "papers_sent_on": "2026-11-16"}


def agreed(station: Working, talks_id: str) -> None:
    """Agree a cut and the term."""
    typed = {name.replace(".", "__"): day for name, day in TERM.items()}
    offer(station, talks_id, "employer", wage_level__change="-3", wage_level__months="12", made_on="2026-11-10", **typed)
    offer(station, talks_id, "workers", wage_level="accept", term="accept", made_on="2026-11-12")


def sign(station: Working, talks_id: str, on: str = "2026-11-13", **typed: str) -> None:
    with db.transaction() as session:
        talks_draft.sign(session, talks_id, {"draft_signed_on": on, **BOTH, **typed}, by=station["union"], now=NOW)


def wrong(station: Working, talks_id: str, on: str = "2026-11-13", **typed: str) -> dict[str, Problem]:
    with pytest.raises(Refused) as refused:
        sign(station, talks_id, on, **typed)
    return {one.field: one for one in refused.value.problems}


def page(station: Working, talks_id: str) -> DraftPage:
    with db.reading() as session:
        return talks_draft.page(session, talks_id, user=station["union"], now=NOW)


def voted_down(station: Working, talks_id: str, on: str = "2026-11-25") -> None:
    """Vote on the draft and lose."""
    heads = {"present": "50", "yes": "20", "no": "30", "abstain": "0", "invalid": "0", "secret": "yes"}
    late = NOW + timedelta(days=12)
    with db.transaction() as session:
        vote = talks_votes.plan(session, talks_id, {**PLAN, "on": on}, by=station["union"], now=NOW)
        vote_id = vote.id
    assert "草案已提交表决" in str(page(station, talks_id).frame and closed(station, talks_id))
    with db.transaction() as session:
        talks_votes.count(session, vote_id, heads, by=station["union"], now=late)


def closed(station: Working, talks_id: str) -> str:
    with pytest.raises(Conflict) as refused:
        offer(station, talks_id, "workers", wage_level="reopen")
    return refused.value.problems[0].text()


def test_the_draft_says_what_is_agreed_and_names_what_is_missing(station: Working) -> None:
    talks_id = opened(station)
    agreed(station, talks_id)
    offer(station, talks_id, "workers", minimum_pay__amount="3000")
    draft = page(station, talks_id)
    texts = {str(title): text for _, clauses in draft.chapters for title, text in clauses}
    assert texts == {
        "协议期限": "本协议期限自2027年1月1日起至2027年12月31日止。",
        "年度平均工资水平及调整幅度": "职工月工资标准在现行基础上下调3%。调整执行期为12个月，期满恢复原标准或者由双方另行协商。",
    }
    missing = {str(one.title): [law.key for law in one.laws] for one in draft.missing}
    assert missing["奖金"] == ["mr9-7"]
    assert missing["加班工资计算基数"] == ["ccl-sh-13"]
    assert "协议期限" not in missing
    assert [str(one) for one in draft.in_dispute] == ["企业最低工资"]
    assert draft.chiefs == {"workers": "方红", "employer": "周明"}
    assert not {"加班工资计算基数", "试用期工资"} & {str(one.title) for one in page(station, opened(station, place="national")).missing}


def test_both_chiefs_sign_what_is_agreed_in_full(working: Working) -> None:
    talks_id = opened(working)
    assert "还没有任何条款达成一致" in wrong(working, talks_id)["draft"].text()
    agreed(working, talks_id)
    offer(working, talks_id, "workers", minimum_pay__amount="3000", made_on="2026-11-12")
    assert "还有方案在桌上" in wrong(working, talks_id)["draft"].text()
    offer(working, talks_id, "workers", minimum_pay="withdraw", made_on="2026-11-12")
    assert set(wrong(working, talks_id, signed_employer="")) == {"signed_employer"}
    assert "早于最后一次方案之日（2026-11-12）" in wrong(working, talks_id, "2026-11-11")["draft_signed_on"].text()
    assert "晚于今天" in wrong(working, talks_id, "2026-11-17")["draft_signed_on"].text()
    sign(working, talks_id)
    assert page(working, talks_id).signed_on == stored(talks_id).draft_signed_on == date(2026, 11, 13)
    assert "草案已由双方首席代表签字" in closed(working, talks_id)
    with pytest.raises(Conflict), db.transaction() as session:
        talks_rounds.undo(session, talks_id, by=working["union"], now=NOW)
    with pytest.raises(Conflict):
        sign(working, talks_id)


def test_without_a_chief_or_below_a_floor_nobody_signs(station: Working) -> None:
    talks_id = opened(station, proposed_on=date(2025, 6, 2), received_on=date(2025, 6, 2), replied_on=date(2025, 6, 5))
    offer(station, talks_id, "employer", minimum_pay__amount="2700", made_on="2025-06-30")
    offer(station, talks_id, "workers", minimum_pay="accept", made_on="2025-06-30")
    assert "低于法定下限" in wrong(station, talks_id)["draft"].text()
    with db.transaction() as session:
        for one in session.exec(select(TalksMember).where(TalksMember.talks_id == talks_id, TalksMember.side == "employer")):
            session.delete(one)
    told = [str(one) for one in page(station, talks_id).hindrances]
    assert any("代表名单中没有企业方首席代表" in one for one in told), told


def test_the_signatures_are_taken_back_with_a_reason_until_a_vote_is_planned(station: Working) -> None:
    talks_id = opened(station)
    agreed(station, talks_id)
    sign(station, talks_id)
    with pytest.raises(Refused), db.transaction() as session:
        talks_draft.withdraw(session, talks_id, {"withdrawn_why": " "}, by=station["union"], now=NOW)
    with db.transaction() as session:
        talks_draft.withdraw(session, talks_id, {"withdrawn_why": "漏了试用期"}, by=station["union"], now=NOW)
    assert stored(talks_id).draft_signed_on is None
    sign(station, talks_id)
    with db.transaction() as session:
        talks_votes.plan(session, talks_id, PLAN, by=station["union"], now=NOW)
    with pytest.raises(Conflict), db.transaction() as session:
        talks_draft.withdraw(session, talks_id, {"withdrawn_why": "再谈"}, by=station["union"], now=NOW)


def test_a_draft_voted_down_is_talked_over_and_signed_anew(station: Working) -> None:
    talks_id, later = opened(station), NOW + timedelta(days=13)
    agreed(station, talks_id)
    sign(station, talks_id)
    voted_down(station, talks_id)
    assert "表决未获通过" in str(page(station, talks_id).spent)
    offer(station, talks_id, "employer", wage_level="reopen", wage_level__change="-2", now=later)
    offer(station, talks_id, "workers", wage_level="accept", now=later)
    again = {"draft_signed_on": "2026-11-25", **BOTH}
    with pytest.raises(Refused, match="重新签字应在其后"), db.transaction() as session:
        talks_draft.sign(session, talks_id, again, by=station["union"], now=later)
    with db.transaction() as session:
        talks_draft.sign(session, talks_id, again | {"draft_signed_on": "2026-11-29"}, by=station["union"], now=later)
    assert page(station, talks_id).spent is None


def test_after_an_objection_the_talks_go_on(station: Working) -> None:
    talks_id = opened(station)
    agreed(station, talks_id)
    sign(station, talks_id)
    with db.transaction() as session:
        vote = talks_votes.plan(session, talks_id, PLAN | {"on": "2026-11-23"}, by=station["union"], now=NOW)
        heads = {"present": "50", "yes": "50", "no": "0", "abstain": "0", "invalid": "0", "secret": "yes"}
        talks_votes.count(session, vote.id, heads, by=station["union"], now=NOW + timedelta(days=10))
    assert "不能再提出方案" in closed(station, talks_id)
    with db.transaction() as session:
        row = session.get_one(Talks, talks_id)
        session.add(
            TalksFiling(
                station_id=row.station_id, talks_id=talks_id, number=1, authority="区人社局", received_on=date(2026, 11, 24),
                objected_on=date(2026, 11, 25), noted_at=NOW,
            )  # fmt: skip
        )
    assert "人社部门提出异议" in str(page(station, talks_id).spent)
    assert not refusal(station, talks_id, "employer", now=NOW + timedelta(days=10))[""].field
    offer(station, talks_id, "employer", wage_level="reopen", wage_level__change="-2", now=NOW + timedelta(days=10))
