"""Cases logged twice: found, merged, told apart, taken back."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from mediation import db
from mediation.domain.refusals import Conflict, Forbidden, NotFound, Refused
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.claim_sheet import ClaimSheet
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation
from mediation.models.history import HistoryLine
from mediation.models.settlement import Settlement
from mediation.models.supervision import DuplicatePair
from mediation.office import cases, claim_annex, claim_sheets, duplicates, duplicates_settle, proofs
from tests import make
from tests.office.working import LATER, RECEIVED, Working, case_of, dates, referrals

AGAIN = RECEIVED + timedelta(hours=1)


def twice(working: Working, **changes: Any) -> tuple[str, str, str]:
    """Log a case twice; return the ids of both and of the pair."""
    early, late = working.log(), working.log(at=AGAIN, **changes)
    with db.reading() as session:
        return early, late, session.exec(select(DuplicatePair.id)).one()


def settle(working: Working, act: Any, pair: str, who: str = "mediator") -> None:
    with db.transaction() as session:
        act(session, pair, by=working[who], now=LATER)


def pairs(session: Session) -> list[tuple[str, str]]:
    return [(one.case_id, one.other_id) for one in session.exec(select(DuplicatePair))]


def state(session: Session, case_id: str) -> tuple[Any, ...]:
    """Give what lives of a case: its state, referrals, dates, escalations."""
    return (
        case_of(session, case_id).state,
        {desk: row.state for desk, row in referrals(session, case_id).items()},
        {kind for kind, row in dates(session, case_id).items() if row.state == "open"},
        sorted(row.rule for row in session.exec(select(Escalation)) if row.case_id == case_id and row.state == "open"),
    )


def test_a_repeated_case_is_found_as_it_is_logged(working: Working) -> None:
    early, late, _ = twice(working)

    with db.reading() as session:
        assert pairs(session) == [(late, early)]
        page = cases.page(session, late, user=working["mediator"], now=LATER)
        listed = duplicates.listing(session, user=working["mediator"])
        other = cases.page(session, early, user=working["union"], now=LATER)
    assert [twin[1:] for twin in page.twins] == [(early, "CH-2026-0001")]
    assert (listed.total, listed.rows[0].early.case.id, listed.rows[0].late.case.id) == (1, early, late)
    assert listed.rows[0].signs == ("same_id", "same_firm", "near_dates", "like_claims")
    assert other.twins == ()


@pytest.mark.parametrize(
    "changes",
    [{"applicants": [{"name": "张玥", "id_number": "310101199001011234"}]}, {"respondents": [{"name": "别的公司"}]},
     {"claims": [{"kind": "work_injury"}]}],
)
def test_another_person_firm_or_matter_is_none(working: Working, changes: dict[str, Any]) -> None:
    working.log()
    working.log(at=AGAIN, **changes)

    with db.reading() as session:
        assert pairs(session) == []


def test_the_night_finds_what_is_only_written_alike_and_finds_it_once(working: Working) -> None:
    early = working.log(applicants=[{"name": "张玥"}], respondents=[{"name": "城厢建筑公司"}])
    late = working.log(at=AGAIN, applicants=[{"name": "张月"}], respondents=[{"name": "城厢建筑有限公司"}])
    with db.reading() as session:
        assert pairs(session) == []

    counts = [duplicates.search_all(now=LATER), duplicates.search_all(now=LATER)]

    with db.reading() as session:
        assert (counts, pairs(session)) == ([1, 0], [(late, early)])


def test_the_night_keeps_stations_apart(working: Working) -> None:
    case_id = working.log()
    with db.transaction() as session:
        other = make.station(session, "XZ")
        twin = make.case(session, other, "XZ-1", received_at=AGAIN)
        for model in (Claim,):
            for row in session.exec(select(model).where(model.case_id == case_id)).all():
                session.add(model(station_id=other.id, case_id=twin.id, kind=row.kind))
    assert duplicates.search_all(now=LATER) == 0


def test_a_merge_closes_the_later_and_carries_its_claims_over(working: Working) -> None:
    early, late, pair = twice(
        working, claims=[{"kind": "overtime", "amount": "900.00"}, {"kind": "severance", "known_on": "2026-10-01"}],
        employment={"ended_on": "2026-10-15"}, risk={"gathering": True},
    )  # fmt: skip

    settle(working, duplicates_settle.same, pair)

    with db.reading() as session:
        gone, kept = case_of(session, late), case_of(session, early)
        page = cases.page(session, late, user=working["mediator"], now=LATER)
        claims = session.exec(select(Claim.kind).where(Claim.case_id == early)).all()
        living, found = referrals(session, early), dates(session, early)
        acts = [line.act for line in session.exec(select(HistoryLine).where(HistoryLine.case_id == late))]
        assert state(session, late) == ("closed", {}, set(), [])
    assert (gone.merged_into, gone.closed_by, gone.outcome) == (early, working["mediator"].id, None)
    assert (page.merged_into, page.twins) == ((early, "CH-2026-0001"), ())
    assert sorted(claims) == ["overtime", "severance", "unpaid_wages"]
    assert (kept.ended_on and kept.ended_on.isoformat(), kept.gathering) == ("2026-10-15", True)
    assert {"law_firm", "police"} <= living.keys()
    assert {"limitation.severance", "limitation.overtime"} <= found.keys()
    assert "case.merged" in acts


def test_a_merge_can_be_taken_back_and_both_are_as_they_were(working: Working) -> None:
    early, late, pair = twice(working, claims=[{"kind": "overtime"}, {"kind": "unpaid_wages"}], risk={"threat": True})
    with db.reading() as session:
        before = state(session, early), state(session, late)

    settle(working, duplicates_settle.same, pair)
    with db.reading() as session:
        assert (state(session, early), state(session, late)) != before
    settle(working, duplicates_settle.take_back, pair)

    with db.reading() as session:
        assert (state(session, early), state(session, late)) == before
        assert session.exec(select(Claim.kind).where(Claim.case_id == early)).all() == ["unpaid_wages"]
        assert case_of(session, early).threat is None
        assert case_of(session, late).merged_into is None
        assert duplicates.listing(session, user=working["mediator"]).total == 1
        dead = session.exec(select(Deadline).where(Deadline.case_id == late, Deadline.state == "closed")).all()
    assert dead == []


def test_what_was_changed_in_the_earlier_case_since_stays(working: Working) -> None:
    early, _, pair = twice(working, claims=[{"kind": "overtime"}], employment={"ended_on": "2026-10-15"})
    settle(working, duplicates_settle.same, pair)
    with db.transaction() as session:
        claim = session.exec(select(Claim).where(Claim.case_id == early, Claim.kind == "overtime")).one()
        claim.amount = 70_000
        session.add(claim)

    settle(working, duplicates_settle.take_back, pair)

    with db.reading() as session:
        kinds = session.exec(select(Claim.kind).where(Claim.case_id == early)).all()
        assert sorted(kinds) == ["overtime", "unpaid_wages"]
        assert case_of(session, early).ended_on is None


def test_two_that_are_different_are_not_shown_again(working: Working) -> None:
    _, late, pair = twice(working)

    settle(working, duplicates_settle.different, pair, "supervisor")

    with db.reading() as session:
        page = duplicates.listing(session, user=working["mediator"])
        assert cases.page(session, late, user=working["mediator"], now=LATER).twins == ()
    assert (page.total, page.settled[0].settled_by) == (0, "supervisor")
    assert duplicates.search_all(now=LATER) == 0
    with pytest.raises(Conflict):
        settle(working, duplicates_settle.same, pair)


def test_a_third_copy_waits_while_its_twin_is_merged(working: Working) -> None:
    _, late, _ = twice(working)
    working.log(at=AGAIN + timedelta(minutes=5))
    with db.reading() as session:
        assert duplicates.listing(session, user=working["mediator"]).total == 3
        first = session.exec(select(DuplicatePair).where(DuplicatePair.case_id == late)).one().id

    settle(working, duplicates_settle.same, first)

    with db.reading() as session:
        assert duplicates.listing(session, user=working["mediator"]).total == 1
    settle(working, duplicates_settle.take_back, first)
    with db.reading() as session:
        assert duplicates.listing(session, user=working["mediator"]).total == 3


def test_a_live_case_is_not_merged_into_a_closed_one(working: Working) -> None:
    early, _, pair = twice(working)
    with db.transaction() as session:
        session.get_one(Case, early).state = "closed"

    with pytest.raises(Refused):
        settle(working, duplicates_settle.same, pair)


def test_a_case_with_an_issued_agreement_is_not_merged_away(working: Working) -> None:
    _, late, pair = twice(working)
    with db.transaction() as session:
        session.add(Settlement(station_id=working.station.id, case_id=late, state="issued", changed_at=LATER))

    with pytest.raises(Refused):
        settle(working, duplicates_settle.same, pair)


def test_desks_and_other_stations_settle_nothing(working: Working) -> None:
    _, _, pair = twice(working)
    with db.transaction() as session:
        working.people["stranger"] = make.user(session, "stranger", at=make.station(session, "XZ"))

    for who in ("union", "stranger"):
        with pytest.raises((Forbidden, NotFound)):
            settle(working, duplicates_settle.same, pair, who)


def test_the_history_names_the_other_case(working: Working) -> None:
    early, late, pair = twice(working)
    settle(working, duplicates_settle.same, pair)

    with db.reading() as session:
        lines = {line.act: json.loads(line.fields_json) for line in session.exec(select(HistoryLine))}
    assert lines["case.merged"]["number"] == "CH-2026-0001"
    assert lines["case.took_over"]["number"] == "CH-2026-0002"
    assert lines["duplicate.found"]["number"] == "CH-2026-0001"
    assert early != late


def test_the_working_of_a_claim_goes_along_and_is_laid_aside_when_taken_back(working: Working) -> None:
    early, late, pair = twice(working, claims=[{"kind": "severance"}, {"kind": "unpaid_wages"}])
    days = {"hired_on": "2020-03-15", "left_on": "2026-10-10", "average_wage": "8000.00"}
    owed = {"periods": [{"month": "2026-09", "due": "8000.00", "paid": "0.00"}]}
    with db.transaction() as session:
        claims = {one.kind: one.id for one in session.exec(select(Claim).where(Claim.case_id == late))}
        for kind, facts in (("severance", days), ("unpaid_wages", owed)):
            claim_sheets.keep(session, late, claims[kind], facts, on="", by=working["mediator"], now=LATER, seen="")

    settle(working, duplicates_settle.same, pair)

    with db.transaction() as session:
        page = proofs.results(session, early, user=working["mediator"])
        listed = {one.claim_kind: one for one in page.given if one.kind == "amount"}
        proof = proofs.why(session, early, listed["severance"].key, user=working["mediator"], now=LATER).amount
        annex = claim_annex.prepare(session, early, by=working["mediator"], now=LATER).record
    assert {kind: one.outcome for kind, one in listed.items()} == {"severance": 5_600_000, "unpaid_wages": 800_000}
    assert proof is not None
    assert (proof.sheet.amount, proof.same) == (5_600_000, True)
    assert [one["amount"] for one in annex["claims"]] == [800_000, 5_600_000]
    assert ["2020年3月15日"] in [one["lines"] for one in annex["claims"][1]["facts"]]
    assert [step["text"] for part in annex["claims"] for step in part["steps"] if "2026-" in step["text"]] == []

    settle(working, duplicates_settle.take_back, pair)

    with db.reading() as session:
        kept = session.exec(select(ClaimSheet.case_id, ClaimSheet.state)).all()
        acts = session.exec(select(HistoryLine.act).where(HistoryLine.case_id == early)).all()
    assert sorted(kept) == sorted([(late, "current")] * 2 + [(early, "replaced")] * 2)
    assert (acts.count("claim.carried"), acts.count("claim.laid_aside")) == (2, 2)
