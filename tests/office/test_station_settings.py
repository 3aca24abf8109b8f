"""A station that goes by another place's rules: what moves is foreseen, then happens once, with its lines."""

import json
from datetime import timedelta

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.refusals import Conflict, Refused
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.models.referral import Referral
from mediation.models.rulebook import RuleDraft, RuleMove
from mediation.models.station import Station
from mediation.office import clock_entries, history, rule_carrying, rule_rehearsals, rule_versions, station_settings
from mediation.office import referrals as office
from mediation.office.clock_entries_draft import Draft
from tests.office.amending import soon
from tests.office.working import RECEIVED, Working, dates

NOW = RECEIVED + timedelta(hours=3)
GIVEN = {
    "name": "曹行站", "organisation_name": "曹行人民调解委员会", "opens_at": "09:00", "closes_at": "17:00", "hold_minutes": "20",
}  # fmt: skip


def accepted(working: Working) -> str:
    """A case taken up by its leading desk, with an event that only Shanghai gives a date to."""
    case_id = working.log()
    with db.transaction() as session:
        lead = session.exec(select(Referral).where(Referral.case_id == case_id, Referral.role == "lead")).one()
        office.accept(session, lead.id, by=working[lead.desk], now=RECEIVED)
    with db.transaction() as session:
        handed = Draft("event", "union_handed_over", on=RECEIVED.date())
        clock_entries.note(session, case_id, handed, by=working["mediator"], now=RECEIVED)
    return case_id


def proposed(working: Working, place: str = "national", kind: str = "people_mediation") -> str:
    with db.transaction() as session:
        return station_settings.propose(session, working.station.id, place, kind, by=working["admin"], now=NOW).id


def confirmed(working: Working, draft_id: str) -> None:
    with db.transaction() as session:
        station_settings.apply(session, draft_id, by=working["admin"], now=NOW)


def test_what_another_kind_of_organisation_moves_is_foreseen_and_happens_once(working: Working) -> None:
    moving, still = accepted(working), working.log()
    with db.reading() as session:
        before = {kind: row.safe_on for kind, row in dates(session, moving).items()}
    draft_id = proposed(working, "national", "labour_mediation")
    with pytest.raises(Refused):
        confirmed(working, draft_id)  # nobody has seen what moves
    assert rule_rehearsals.run_due(NOW) == 1
    with db.reading() as session:
        [move] = session.exec(select(RuleMove).where(RuleMove.draft_id == draft_id)).all()
        assert {kind: row.safe_on for kind, row in dates(session, moving).items()} == before
    gone = {one["id"] for one in move.foreseen if one["about"] == "date" and one["becomes"] is None}
    assert (move.case_id, gone) == (moving, {"union.handling_opinion", "mediation.people_month"})
    with pytest.raises(Conflict), db.transaction() as session:
        rule_versions.publish(session, draft_id, by=working["supervisor"], now=NOW)

    confirmed(working, draft_id)
    assert rule_carrying.carry_due(soon(NOW)) == 1
    assert rule_carrying.carry_due(soon(NOW)) == 0

    with db.reading() as session:
        [move] = session.exec(select(RuleMove).where(RuleMove.draft_id == draft_id)).all()
        assert move.happened == move.foreseen
        station = session.get_one(Station, working.station.id)
        assert (station.place, station.organisation_kind) == ("national", "labour_mediation")
        assert before.keys() - dates(session, moving).keys() == gone
        assert session.get_one(Case, still).decided_at == RECEIVED
        closed = session.exec(select(Deadline).where(Deadline.case_id == moving, Deadline.state == "closed")).all()
        assert {(one.closed_why or {})["message"] for one in closed} == {"站点设置变更后不再起算"}
        lines = session.exec(select(HistoryLine).where(HistoryLine.act == "case.station_changed")).all()
        assert [one.case_id for one in lines] == [moving]
        told = session.exec(select(Notice).where(Notice.key == f"rules:{draft_id}:{moving}")).all()
        assert {one.user_id for one in told} >= {working["mediator"].id}
        applied = session.exec(select(HistoryLine).where(HistoryLine.act == "station.apply")).one()
        assert json.loads(applied.fields_json)["place"] == "shanghai → national"
        assert history.verify(session).broken is None
        assert session.get_one(RuleDraft, draft_id).carried == "done"


def test_a_newer_proposal_takes_the_place_of_an_older_and_a_changed_station_refuses_it(station: Working) -> None:
    first, second = proposed(station), proposed(station, "shanghai", "labour_mediation")
    rule_rehearsals.run_due(NOW)
    with pytest.raises(Conflict):
        confirmed(station, first)
    with db.transaction() as session:
        row = session.get_one(Station, station.station.id)
        row.place = "national"
        session.add(row)
    with pytest.raises(Conflict):
        confirmed(station, second)
    with pytest.raises(Refused), db.transaction() as session:
        station_settings.propose(session, station.station.id, "mars", "x", by=station["admin"], now=NOW)


def test_settings_are_stored_with_their_line_and_what_is_wrong_is_named(station: Working) -> None:
    with db.transaction() as session:
        row = station_settings.save(session, station.station.id, GIVEN, by=station["admin"], now=NOW)
        assert (row.name, f"{row.opens_at:%H:%M}", row.hold_minutes) == ("曹行站", "09:00", 20)
    with db.reading() as session:
        line = session.exec(select(HistoryLine).where(HistoryLine.act == "station.change")).one()
        assert json.loads(line.fields_json)["hold_minutes"] == "15 → 20"
    wrong = {"name": "", "organisation_name": "x" * 201, "opens_at": "9", "closes_at": "24:00", "hold_minutes": "0"}
    with pytest.raises(Refused) as caught, db.transaction() as session:
        station_settings.save(session, station.station.id, wrong, by=station["admin"], now=NOW)
    assert {one.field for one in caught.value.problems} == set(wrong)


def test_a_station_is_added_once_by_its_code(station: Working) -> None:
    given = {**GIVEN, "place": "national", "organisation_kind": "people_mediation"}
    with db.transaction() as session:
        assert station_settings.add(session, "BJ1", given, by="command", now=NOW).place == "national"
    with pytest.raises(Conflict), db.transaction() as session:
        station_settings.add(session, "BJ1", given, by="command", now=NOW)
    with pytest.raises(Refused) as caught, db.transaction() as session:
        station_settings.add(session, "b-1", {**given, "place": "mars"}, by="command", now=NOW)
    assert {one.field for one in caught.value.problems} == {"code", "place"}
