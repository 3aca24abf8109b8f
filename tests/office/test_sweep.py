"""The sweep as a whole: raised once, closed when the cause is gone, a bad row reported, silence loud."""

from datetime import date, datetime, timedelta

from sqlmodel import select

from mediation import config, db
from mediation.models.case import Case
from mediation.models.escalation import Escalation
from mediation.models.history import HistoryLine
from mediation.models.sweep import SweepRun
from mediation.office import escalations, history, referrals
from mediation.office.sweep import sweep
from mediation.office.sweep_status import sweep_status
from tests.office.sweeping import at, change, of_rule, quiet, raised, still_open
from tests.office.working import RECEIVED, Working
from tests.office.working import referrals as living


def test_the_lower_level_closes_when_the_higher_is_raised_and_both_when_the_desk_accepts(working: Working) -> None:
    case_id = working.log()
    sweep(now=at("2026-11-17T09:21:00"))
    sweep(now=at("2026-11-18T09:21:00"))
    found = of_rule("not_accepted")
    assert {level: row.state for level, row in found.items()} == {1: "closed", 2: "open"}
    assert found[1].closed_why == {"message": "已升至 %(level)d 级", "params": {"level": 2}}
    assert found[2].due_on == date(2026, 11, 17)
    with db.transaction() as session:
        row = living(session, case_id)["union"]
        referrals.accept(session, row.id, by=working["union"], now=at("2026-11-18T10:00:00"))

    report = sweep(now=at("2026-11-18T10:15:00"))

    assert report.closed >= 1
    assert still_open("not_accepted") == []
    with db.reading() as session:
        acts = session.exec(select(HistoryLine.act).where(HistoryLine.subject_kind == "escalation")).all()
        assert history.verify(session).broken is None
    assert acts.count("escalation.raised") == len([1, 2]) + len(still_open("station_deadline"))
    assert sweep(now=at("2026-11-18T10:15:00")).raised == []


def test_an_entry_by_a_person_ends_the_silence_but_the_sweeps_own_lines_and_mere_looking_do_not(working: Working) -> None:
    case_id = quiet(working)
    later = RECEIVED + timedelta(days=8)
    sweep(now=later)
    with db.transaction() as session:
        row = of_rule("silent")[1]
        escalations.acknowledge(session, row.id, by=working["supervisor"], now=later)
    assert sweep(now=later).closed == 0
    with db.transaction() as session:
        referrals.note_first_contact(session, case_id, by=working["mediator"], now=later)

    assert sweep(now=later).closed == 1
    with db.reading() as session:
        assert session.get_one(Case, case_id).last_entry_at == later
    assert raised(sweep(now=later + timedelta(days=7))) == [("silent", 1)]
    again = of_rule("silent")[1]
    assert (again.state, again.acknowledged_at, again.raised_at) == ("open", None, later + timedelta(days=7))


def test_a_cluster_escalates_the_older_cases_too_and_closes_when_it_thins_out(station: Working) -> None:
    cases = [quiet(station) for _ in range(6)]
    with db.reading() as session:
        levels = {row.case_id: row.level for row in session.exec(select(Escalation).where(Escalation.state == "open"))}
    assert levels == {cases[3]: 2, cases[4]: 2, cases[5]: 3}

    report = sweep(now=RECEIVED)

    assert raised(report) == [("cluster", 3)] * 5
    assert report.closed == 2
    for case_id in cases[2:]:
        change(Case, case_id, state="closed")
    sweep(now=RECEIVED)
    assert still_open("cluster") == []


def test_a_closed_case_keeps_no_escalation_of_its_own(station: Working) -> None:
    case_id = quiet(station, workers=30)
    assert still_open("group") == [3]
    change(Case, case_id, state="closed")

    sweep(now=RECEIVED)

    assert still_open("group") == []


def test_a_row_that_can_not_be_read_is_reported_and_the_rest_goes_on(working: Working) -> None:
    cases = [quiet(working) for _ in range(5)]
    change(Case, cases[2], situation={"workers": "many"})

    report = sweep(now=RECEIVED + timedelta(days=7))

    assert [(one["what"], one["where"]) for one in report.faults] == [("case", cases[2])]
    assert "workers" in report.faults[0]["why"]
    assert {one["id"] for one in report.raised if one["rule"] == "escalation.silent"} == {*cases} - {cases[2]}
    with db.reading() as session:
        run = session.exec(select(SweepRun)).one()
    assert (run.state, run.faults, run.subjects) == ("done", report.faults, report.subjects)


def test_a_missing_sweep_is_late_after_twenty_six_hours_or_where_there_are_cases_and_never_was_one(station: Working) -> None:
    def late(now: datetime) -> bool:
        with db.reading() as session:
            return sweep_status(session, now).late

    assert late(RECEIVED) is False
    station.log()
    assert late(RECEIVED) is True
    with config.clock.at(RECEIVED):
        sweep(now=RECEIVED)
    assert late(RECEIVED + timedelta(hours=26)) is False
    assert late(RECEIVED + timedelta(hours=26, seconds=1)) is True
