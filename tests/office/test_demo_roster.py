"""The demo's roster is lively: shifts served, a swap that waits, a gap with its owner."""

from datetime import timedelta

from sqlmodel import select

from mediation import db
from mediation.config import Settings
from mediation.models.roster import Shift, Swap
from mediation.models.user import User
from mediation.office import demo, roster_pages
from tests.make import NOW


def test_the_demo_has_shifts_served_a_swap_that_waits_and_a_gap(settings: Settings) -> None:
    for days in range(0, 7, 3):
        now = NOW + timedelta(days=days)
        with db.transaction() as session:
            demo.fill(session, now=now, print_documents=False)
            boss = session.exec(select(User).where(User.name == "supervisor")).one()
            page = roster_pages.roster_page(session, user=boss, now=now)
            states = [one.state for one in session.exec(select(Shift))]
            assert [one.owner for one in page.gaps] == ["高站长"]
            assert len(page.swaps) == len(session.exec(select(Swap)).all()) == 1
            assert states.count("served") == 4 if days else 3 <= states.count("served") <= 4
            session.rollback()
