"""Votes on a draft: what may be voted on, how it is counted, what follows."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from mediation import db
from mediation.domain.refusals import Conflict, Refused
from mediation.models.talks import Talks
from mediation.models.talks_end import TalksVote
from mediation.models.talks_table import TalksOffer
from mediation.office import talks_votes
from tests.office.talks.drafts import NOW, agreed, signed
from tests.office.working import Working

PLAN = {"on": "2026-11-13", "body": "congress", "way": "paper", "delegates": "61", "papers_sent_on": "2026-11-05"}


def plan(working: Working, talks_id: str, **given: str) -> str:
    with db.transaction() as session:
        return talks_votes.plan(session, talks_id, {**PLAN, **given}, by=working["union"], now=NOW).id


def count(working: Working, vote_id: str, present: int, yes: int, no: int = 0, secret: str = "yes") -> TalksVote:
    given = {"present": str(present), "yes": str(yes), "no": str(no), "abstain": "0", "invalid": "0", "secret": secret}
    with db.transaction() as session:
        return talks_votes.count(session, vote_id, given, by=working["union"], now=NOW)


def sign_again(talks_id: str) -> None:
    with db.transaction() as session:
        session.get_one(Talks, talks_id).draft_signed_on = date(2026, 11, 14)


def now_of(talks_id: str) -> Talks:
    with db.reading() as session:
        return session.get_one(Talks, talks_id)


@pytest.mark.parametrize(
    ("present", "yes", "adopted"),
    [(41, 31, True), (41, 30, False), (40, 40, False), (61, 31, True), (61, 30, False)],
)
def test_a_draft_is_adopted_by_half_of_all_where_two_thirds_came(
    station: Working, present: int, yes: int, adopted: bool
) -> None:
    talks_id = signed(station)
    vote = count(station, plan(station, talks_id), present, yes, present - yes)
    assert (vote.adopted, vote.for_lawyer) == (adopted, False)
    assert now_of(talks_id).stage == ("filing" if adopted else "negotiating")


def test_exactly_half_waits_for_a_lawyer(station: Working) -> None:
    talks_id = signed(station)
    vote_id = plan(station, talks_id, delegates="60")
    assert count(station, vote_id, 40, 30, 10).for_lawyer
    notice = {"adoption_notice_on": "2026-11-16"}
    with pytest.raises(Conflict), db.transaction() as session:
        talks_votes.note_adoption(session, talks_id, notice, by=station["union"], now=NOW)
    with db.transaction() as session:
        talks_votes.clear(session, vote_id, by=station["union"], now=NOW)
    with db.transaction() as session:
        talks_votes.note_adoption(session, talks_id, notice, by=station["union"], now=NOW)
    assert (now_of(talks_id).due_clock, now_of(talks_id).due_on) == ("talks.filing_reminder", date(2026, 11, 20))


@pytest.mark.parametrize(
    ("given", "field"),
    [((62, 40, 0), "present"), ((41, 42, 0), "yes"), ((41, 30, 12), "yes"), ((-1, 1, 0), "present")],
)
def test_numbers_that_cannot_be_are_refused(station: Working, given: tuple[int, int, int], field: str) -> None:
    vote_id = plan(station, signed(station))
    with pytest.raises(Refused) as refused:
        count(station, vote_id, *given)
    assert field in {one.field for one in refused.value.problems}


def test_every_fault_of_a_count_is_told_at_once(station: Working) -> None:
    vote_id = plan(station, signed(station))
    for heads, told in (
        ({"present": "62", "yes": "63"}, ["present", "yes", "secret"]),
        ({"present": "40", "yes": "", "no": "41"}, ["yes", "yes", "secret"]),
        ({"present": "", "yes": "20"}, ["present", "secret"]),
    ):
        given = {"no": "0", "abstain": "0", "invalid": "0", **heads}
        with pytest.raises(Refused) as refused, db.transaction() as session:
            talks_votes.count(session, vote_id, given, by=station["union"], now=NOW)
        assert [one.field for one in refused.value.problems] == told


def test_a_draft_without_the_chiefs_signatures_is_voted_on_only_where_they_sign_after_it(station: Working) -> None:
    with db.transaction() as session:
        talks_id = agreed(session, station.station.id).id
    with pytest.raises(Refused) as refused:
        plan(station, talks_id)
    [told] = refused.value.problems
    assert told.field == "draft"
    assert "先在草案上签字" in told.text()
    assert "第二十二条" in told.text()
    assert now_of(talks_id).stage != "voting"
    with db.transaction() as session:
        session.get_one(Talks, talks_id).place = "national"
    assert count(station, plan(station, talks_id), 61, 61).adopted


def test_a_draft_voted_down_is_signed_again_before_it_is_voted_on_again(station: Working) -> None:
    talks_id = signed(station)
    count(station, plan(station, talks_id), 61, 10, 51)
    with pytest.raises(Refused, match="先在草案上签字"):
        plan(station, talks_id, on="2026-11-15")
    sign_again(talks_id)
    plan(station, talks_id, on="2026-11-15")


def test_an_open_show_of_hands_adopts_nothing_in_shanghai(station: Working) -> None:
    vote = count(station, plan(station, signed(station)), 61, 61, secret="no")
    assert vote.adopted is False


def test_a_draft_changed_since_must_be_voted_on_anew(station: Working) -> None:
    talks_id = signed(station)
    vote_id = plan(station, talks_id)
    with db.transaction() as session:
        _reopen(session, station, talks_id)
    with pytest.raises(Conflict, match="又有改动"):
        count(station, vote_id, 61, 61)


def _reopen(session: Session, working: Working, talks_id: str) -> None:
    session.add(
        TalksOffer(station_id=working.station.id, talks_id=talks_id, position=3, round=2, side="workers",
                   made_on=date(2026, 11, 14), reopens=["wage_level"], noted_at=NOW)
    )  # fmt: skip


def test_nothing_in_dispute_is_put_to_a_vote(station: Working) -> None:
    talks_id = signed(station)
    with db.transaction() as session:
        _reopen(session, station, talks_id)
        offer = TalksOffer(station_id=station.station.id, talks_id=talks_id, position=4, round=2, side="employer",
                           made_on=date(2026, 11, 14), clauses={"wage_level": {"change": -200}}, noted_at=NOW)  # fmt: skip
        session.add(offer)
    with pytest.raises(Refused, match="没有达成一致"):
        plan(station, talks_id)


def test_a_failed_vote_may_be_followed_by_another_an_adopted_one_may_not(station: Working) -> None:
    talks_id = signed(station)
    count(station, plan(station, talks_id), 61, 10, 51)
    sign_again(talks_id)
    again = plan(station, talks_id, on="2026-11-15")
    with pytest.raises(Conflict, match="筹备"):
        plan(station, talks_id)
    assert count(station, again, 61, 50, 11).number == 2
    with pytest.raises(Conflict, match="已经表决通过"):
        plan(station, talks_id)
    with pytest.raises(Conflict):
        count(station, again, 61, 50, 11)


def test_a_count_in_the_future_and_a_vote_of_another_desk_are_refused(station: Working) -> None:
    talks_id = signed(station)
    ahead = plan(station, talks_id, on=(NOW.date() + timedelta(days=9)).isoformat())
    with pytest.raises(Refused, match="还没有发生"):
        count(station, ahead, 61, 61)
    with pytest.raises(Refused), db.transaction() as session:
        talks_votes.cancel(session, ahead, reason="改期", by=station["police"], now=NOW)
    with db.transaction() as session:
        assert talks_votes.cancel(session, ahead, reason="改期", by=station["union"], now=NOW).state == "cancelled"
