"""The demo's roster is lively: shifts served, a swap that waits, a gap with its owner."""

from datetime import timedelta

import pytest
from sqlmodel import select

from mediation import db
from mediation.models.roster import Shift
from mediation.office import demo_roster, roster_pages
from tests.make import NOW
from tests.office.working import Working


@pytest.mark.parametrize("days", range(8))
def test_the_demo_has_shifts_served_a_swap_that_waits_and_a_gap(working: Working, days: int) -> None:
    now = NOW + timedelta(days=days)
    with db.transaction() as session:
        demo_roster.fill(session, working.people, now=now)
        page = roster_pages.roster_page(session, user=working["supervisor"], now=now)
        states = [one.state for one in session.exec(select(Shift))]

    assert [one.owner for one in page.gaps] == ["supervisor"]
    assert [one.reason for one in page.swaps] == ["当天开庭"]
    assert {one.at for one in page.swaps} < {one.starts_at for week in page.weeks for one in week.shifts}
    assert states.count("served") == 4
