"""The sweep routes a case again when time alone changes what a rule says of it: once, with its line and its notices."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from sqlmodel import Session, select

from mediation import db
from mediation.models.case import Case
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.models.sweep import SweepRun
from mediation.office import history
from mediation.office.sweep import sweep
from tests.office.sweeping import at, change
from tests.office.working import RECEIVED, Working
from tests.office.working import referrals as living

ENDED = "2026-01-31"  # limitation 31 January 2027; 60 days are left on 2 December 2026


def _log(working: Working) -> str:
    return working.log(employment={"ended_on": ENDED})


def _decisions(session: Session, case_id: str) -> list[HistoryLine]:
    query = select(HistoryLine).where(HistoryLine.case_id == case_id, HistoryLine.act == "case.decided")
    return list(session.exec(query))


def test_a_case_that_crosses_sixty_days_goes_to_the_law_firm_once_however_many_sweeps_run(working: Working) -> None:
    case_id, other = _log(working), working.log()
    with db.reading() as session:
        case = session.get_one(Case, case_id)
        assert (case.turns_on, session.get_one(Case, other).turns_on) == (date(2026, 12, 2), None)
        assert "law_firm" not in living(session, case_id)

    assert sweep(now=at("2026-12-01T23:59:00")).turned == []
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda _: sweep(now=at("2026-12-02T00:10:00")), range(4)))

    assert sum(len(one.turned) for one in reports) == 1
    assert all(one.faults == [] for one in reports)
    with db.reading() as session:
        case = session.get_one(Case, case_id)
        row = living(session, case_id)["law_firm"]
        assert (case.turns_on, "limitation" in case.flags) == (None, True)
        assert (row.role, row.priority, row.accept_by) == ("assist", "urgent", at("2026-12-02T12:30:00"))
        lines = _decisions(session, case_id)
        assert [(line.actor, '"turned":["routing.limitation_near"]' in line.fields_json) for line in lines][1:] == [("sweep", True)]
        told = session.exec(select(Notice).where(Notice.case_id == case_id, Notice.kind == "case")).all()
        assert [one.user_id for one in told] == [working["mediator"].id]
        assert len(_decisions(session, other)) == 1
        assert history.verify(session).broken is None
    assert sweep(now=at("2026-12-03T02:00:00")).turned == []


def test_a_desk_that_turns_urgent_has_its_four_hours_from_then(station: Working) -> None:
    case_id = station.log(
        employment={"ended_on": ENDED}, claims=[{"kind": "severance", "known_on": "2026-01-31"}], at=RECEIVED + timedelta(days=15)
    )
    with db.reading() as session:
        before = living(session, case_id)["law_firm"]
        assert before.priority == "normal"

    sweep(now=at("2026-12-02T00:10:00"))

    with db.reading() as session:
        row = living(session, case_id)["law_firm"]
        assert (row.id, row.priority) == (before.id, "urgent")
        assert row.accept_by == min(before.accept_by, at("2026-12-02T12:30:00"))


def test_a_rule_pack_that_asks_for_other_numbers_gives_every_open_case_its_new_day(station: Working) -> None:
    case_id, closed = _log(station), _log(station)
    sweep(now=RECEIVED)
    for one in (case_id, closed):
        change(Case, one, turns_on=None)
    change(Case, closed, state="closed")
    assert sweep(now=at("2026-12-02T00:10:00")).turned == []
    with db.transaction() as session:
        for run in session.exec(select(SweepRun)):
            run.turning = "numbers of yesterday"
            session.add(run)

    assert len(sweep(now=at("2026-12-05T00:10:00")).turned) == 1
    assert sweep(now=at("2026-12-05T00:25:00")).turned == []
    with db.reading() as session:
        assert session.get_one(Case, closed).turns_on is None


def test_a_case_that_can_not_be_routed_is_reported_and_the_others_turn(station: Working) -> None:
    cases = [_log(station) for _ in range(3)]
    change(Case, cases[1], situation={"days_to_limitation": 76, "workers": "many"})

    report = sweep(now=at("2026-12-02T00:10:00"))

    assert len(report.turned) == 2
    assert {(one["what"], one["where"]) for one in report.faults} == {("case", cases[1])}
