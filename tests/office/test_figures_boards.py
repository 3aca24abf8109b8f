"""Every figure that two pages show is one number: reports, the day board, the supervisor's board, lists, case pages."""

from datetime import date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from mediation import db
from mediation.domain import figures as sums
from mediation.domain.worktime import ZONE
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation
from mediation.models.referral import Referral
from mediation.models.roster import Shift
from mediation.office import board, cases, figures, roster_pages, supervision, supervision_referrals
from mediation.office.supervision_escalations import Filters
from mediation.office.supervision_referrals import ReferralFilters
from tests import kept, make
from tests.office import figureworld
from tests.office.working import open_station

NOW = datetime.combine(date(2026, 11, 20), time(15), ZONE)
FIRST, TODAY = date(2025, 8, 1), date(2026, 11, 20)


@pytest.fixture
def full(settings):
    """Give a station of random cases with referrals in every state, and duties somebody and nobody has."""
    return kept.built(random_station)


def random_station():
    working = open_station()
    with db.transaction() as session:
        figureworld.fill(session, working.station, first=FIRST, last=TODAY, number=90, seed=11)
        living = session.exec(select(Case).where(Case.state == "open").order_by(Case.number)).all()
        for nth, case in enumerate(living):
            make.referral(
                session, case, desk=("union", "police", "judicial_office")[nth % 3], accept_by=NOW - timedelta(hours=nth % 5 - 2),
                state="accepted" if nth % 4 == 0 else "open", accepted_at=NOW if nth % 4 == 0 else None,
                accepted_by=working["union"].id if nth % 4 == 0 else None,
            )  # fmt: skip
        for on in (-2, 1, 6, 20, 28, 29):
            begins = NOW + timedelta(days=on)
            for state in ("nobody", "planned"):
                session.add(
                    Shift(
                        station_id=working.station.id, pattern_on=begins.date(), on=begins.date(), starts_at=begins,
                        ends_at=begins + timedelta(hours=3), state=state,
                    )  # fmt: skip
                )
    return working


def test_what_a_figure_and_a_board_both_show_is_one_number(full):
    chief = full["supervisor"]
    with db.reading() as session:
        report = figures.report(session, full.station, sums.period("2026-11"), now=NOW, user=chief).values
        day = board.day(session, user=chief, now=NOW)
        desk = supervision.board(session, user=chief, now=NOW, filters=Filters())
        missed = session.exec(select(Deadline).where(Deadline.state == "open", Deadline.safe_on < TODAY)).all()
        waiting = session.exec(select(Referral).where(Referral.state == "open")).all()

        assert report["open_at_end"] == day.counts.open_cases > 10
        assert day.counts.overdue == len(missed) > 0
        assert day.counts.escalations == desk.total == sum(desk.levels.values()) > 0
        for level, number in desk.levels.items():
            assert supervision.board(session, user=chief, now=NOW, filters=Filters(level=str(level))).total == number
        desks = [row for row in desk.load if not row.person_id]
        assert sum(row.waiting for row in desks) == day.counts.waiting == len(waiting) > 0
        for row in desk.load:
            shown = {"": row.in_hand, "waiting": row.waiting, "late": row.late, "overdue": row.overdue, "taken": row.accepted}
            for which, number in shown.items():
                if row.person_id == "none" and which == "taken":
                    continue  # what was accepted is somebody's
                wanted = ReferralFilters(desk=row.desk, person=row.person_id, which=which)
                listed = supervision_referrals.listing(session, user=chief, now=NOW, filters=wanted)
                assert listed.total == number, (row.desk, row.person_id, which)

        roster = roster_pages.roster_page(session, user=chief, now=NOW)
        last = TODAY - timedelta(days=TODAY.weekday()) + timedelta(days=27)  # the roster shows four whole weeks
        assert {one.shift_id for one in desk.gaps if one.on <= last} == {one.id for one in roster.gaps}
        assert [one.days_left for one in desk.gaps] == [1, 6, 20, 28]


def test_unpaid_payments_are_those_of_the_case_pages(full):
    chief, period = full["supervisor"], sums.period("2026-10")
    with db.transaction() as session:  # what the random cases have has no reasons that a page could show
        session.execute(sa.delete(Deadline))
        session.execute(sa.delete(Escalation))
        session.execute(sa.delete(Referral))
    with db.reading() as session:
        report = figures.report(session, full.station, period, now=NOW, user=chief).values
        ids = session.exec(select(Case.id).where(Case.merged_into.is_(None))).all()
        rows = [
            one for case_id in ids for agreement in cases.page(session, case_id, user=chief, now=NOW).ending.performance
            for one in agreement.payments if period.first <= one.due_on <= period.last
        ]  # fmt: skip
    late = [one for one in rows if one.paid_on is None or one.paid_on > period.last]
    assert report["due_sum"] == sum(one.amount for one in rows) > 0
    assert report["due_sum"] - report["due_paid_sum"] == sum(one.amount for one in late) > 0
    assert all(one.late for one in late if one.paid_on is None)
