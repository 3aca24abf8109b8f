"""Voting by phone: one vote a code, secret, and every ballot counted."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from mediation import db
from mediation.domain.refusals import Conflict, NotFound, Refused
from mediation.models.history import HistoryLine
from mediation.models.talks_end import Ballot, BallotCode, TalksVote
from mediation.office import talks_ballots, talks_votes
from tests.office.talks.drafts import NOW, signed
from tests.office.talks.test_votes import PLAN
from tests.office.working import Working

HERE = "192.0.2.7"


def opened(working: Working, delegates: int) -> tuple[str, list[str]]:
    """Plan a vote by phone, make the codes and open it; return its id and the codes."""
    union = working["union"]
    with db.transaction() as session:
        given = {
            **PLAN,
            "way": "phone",
            "delegates": str(delegates),
            "on": "2026-11-16",
            "papers_sent_on": "2026-11-06",
        }
        vote_id = talks_votes.plan(session, signed(working), given, by=union, now=NOW).id
    with db.transaction() as session:
        codes = talks_ballots.make_codes(session, vote_id, by=union, now=NOW)
    with db.transaction() as session:
        talks_ballots.open_vote(session, vote_id, hours=2, by=union, now=NOW)
    return vote_id, codes


def cast(code: str, choice: str, minutes: int = 1) -> None:
    with db.transaction() as session:
        talks_ballots.cast(session, code, choice, source=HERE, now=NOW + timedelta(minutes=minutes))


def end(working: Working, vote_id: str, present: str = "") -> TalksVote:
    with db.transaction() as session:
        return talks_ballots.end(session, vote_id, present=present, by=working["union"], now=NOW + timedelta(hours=3))


def test_every_ballot_counts_once_whoever_comes_at_the_same_time(working: Working) -> None:
    vote_id, codes = opened(working, 24)
    choices = ["yes"] * 13 + ["no"] * 6 + ["abstain"] * 3
    refused: list[str] = []

    def phone(mine: list[tuple[str, str]]) -> None:
        for code, choice in mine:
            for attempt in (choice, "no"):  # everybody tries a second time, differently
                try:
                    cast(code, attempt)
                except Conflict:
                    refused.append(code)

    pairs = list(zip(codes, choices, strict=False))
    phones = [threading.Thread(target=phone, args=(pairs[nth::4] + pairs[(nth + 1) % 4 :: 4],)) for nth in range(4)]
    for one in phones:
        one.start()
    for one in phones:
        one.join()
    # each code was tried four times, by two phones at once; which try came first is open, but exactly one counted
    assert Counter(refused) == dict.fromkeys(codes[:22], 3)
    with db.reading() as session:
        vote = session.get_one(TalksVote, vote_id)
        assert talks_ballots.standing(session, vote) == talks_ballots.Standing(24, 22)
    counted = end(working, vote_id, present="23")
    assert (counted.yes or 0) + (counted.no or 0) + (counted.abstain or 0) == 22
    assert counted.present == 23


def test_the_count_is_what_was_cast_and_nothing_ties_it_to_a_code(station: Working) -> None:
    vote_id, codes = opened(station, 9)
    for code, choice in zip(codes, ["yes"] * 5 + ["no", "no", "abstain"], strict=False):
        cast(talks_ballots.shown(code).lower(), choice)
    vote = end(station, vote_id)
    assert (vote.yes, vote.no, vote.abstain, vote.invalid, vote.present) == (5, 2, 1, 0, 8)
    assert vote.adopted is True
    with db.reading() as session:
        columns = set(sa.inspect(Ballot).local_table.columns.keys())
        assert columns == {"id", "station_id", "vote_id", "choice"}
        assert {column.name for column in sa.inspect(BallotCode).local_table.columns} == {
            "id", "station_id", "vote_id", "digest", "used",
        }  # fmt: skip
        kept = session.exec(select(BallotCode.digest)).all()
        assert not [code for code in codes if any(code in one for one in kept)]
        rows = session.execute(sa.select(col(Ballot.id), col(Ballot.choice))).all()
        assert Counter(row[1] for row in rows) == {"yes": 5, "no": 2, "abstain": 1, "": 1}
        lines = session.exec(select(HistoryLine.act).where(HistoryLine.subject_kind == "talks")).all()
        assert sorted(lines) == ["talks.vote_codes", "talks.vote_count", "talks.vote_open", "talks.vote_plan"]


def test_the_urn_is_not_filled_in_the_order_of_voting(station: Working) -> None:
    _, codes = opened(station, 60)
    for nth, code in enumerate(codes):
        cast(code, "yes" if nth < 30 else "no")
    with db.reading() as session:
        for order in (sa.text("rowid"), col(Ballot.id)):
            found = list(session.execute(sa.select(col(Ballot.choice)).order_by(order)).scalars())
            assert found[:30].count("yes") < 29  # in order they would be 30; at random that many come once in 10^14


@pytest.mark.parametrize("code", ["", "ABCDEFGHJKLM", "x" * 40, "０１２３４５６７８９ＡＢ", "' OR 1=1 --"])
def test_other_codes_open_nothing(station: Working, code: str) -> None:
    opened(station, 3)
    with pytest.raises(NotFound):
        cast(code, "yes")


def test_a_place_that_guesses_is_slowed_down_but_right_codes_pass(station: Working) -> None:
    _, codes = opened(station, 3)
    with db.transaction() as session:
        for _ in range(talks_ballots.WRONG_A_MINUTE):
            talks_ballots.note_wrong_code(session, source=HERE, now=NOW + timedelta(minutes=1))
    with pytest.raises(Refused) as refused:
        cast("ABCDEFGHJKLM", "yes")
    assert refused.value.status == 429
    cast(codes[0], "yes")


def test_before_and_after_nobody_votes(station: Working) -> None:
    vote_id, codes = opened(station, 3)
    with pytest.raises(Refused, match="请选择"):
        cast(codes[0], "perhaps")
    with pytest.raises(Conflict, match="已经结束"):
        cast(codes[0], "yes", minutes=120)
    cast(codes[0], "yes", minutes=119)
    with pytest.raises(Refused, match="实到人数少于"):
        end(station, vote_id, present="0")
    with pytest.raises(Refused, match="请填写人数"):
        end(station, vote_id, present="half")
    end(station, vote_id)
    with pytest.raises(Conflict):
        cast(codes[1], "yes")


def test_new_codes_end_the_unused_ones_and_no_vote_is_lost(station: Working) -> None:
    union = station["union"]
    with db.transaction() as session:
        given = {**PLAN, "way": "phone", "delegates": "4", "on": "2026-11-16"}
        vote_id = talks_votes.plan(session, signed(station), given, by=union, now=NOW).id
    with pytest.raises(Conflict, match="还没有生成"), db.transaction() as session:
        talks_ballots.open_vote(session, vote_id, hours=2, by=union, now=NOW)
    with db.transaction() as session:
        old = talks_ballots.make_codes(session, vote_id, by=union, now=NOW)
        talks_ballots.open_vote(session, vote_id, hours=2, by=union, now=NOW)
    cast(old[0], "yes")
    with db.transaction() as session:
        new = talks_ballots.make_codes(session, vote_id, by=union, now=NOW)
    assert len(new) == 3
    with pytest.raises(NotFound):
        cast(old[1], "yes")
    with pytest.raises(Conflict, match="已经投过票"):
        cast(old[0], "no")
    for code in new:
        cast(code, "no")
    vote = end(station, vote_id)
    assert (vote.yes, vote.no) == (1, 3)
