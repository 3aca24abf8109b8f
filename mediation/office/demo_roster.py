"""The demo station's roster: one firm with three lawyers, Mondays, a month served, a swap that waits, a gap."""

from datetime import datetime, time, timedelta

from sqlmodel import Session, col, select

from mediation.models.roster import Shift
from mediation.models.user import User
from mediation.office import roster, roster_changes, roster_service, roster_setup, roster_swaps
from mediation.office.roster_setup import FirmForm, LawyerForm, NewPattern

FIRM = FirmForm("上海梅陇律师事务所", "值班秘书 温女士", "021-64000018")
COLLEAGUES = ("纪律师", "温律师")
WEEKS_BACK = 4


def fill(session: Session, people: dict[str, User], *, now: datetime) -> None:
    """Give the demo station a firm whose lawyers have served for a month, and Mondays to come."""
    boss, lawyer = people["supervisor"], people["lawyer"]
    station_id = lawyer.station_ids[0]
    begun = now - timedelta(weeks=WEEKS_BACK)
    firm = roster_setup.save_firm(session, station_id, FIRM, by=boss, now=begun)
    own = LawyerForm(lawyer.display_name, "13101201610000001", lawyer.id)
    rows = [roster_setup.save_lawyer(session, firm.id, own, by=boss, now=begun)]
    for name in COLLEAGUES:
        rows.append(roster_setup.save_lawyer(session, firm.id, LawyerForm(name), by=boss, now=begun))
    monday = NewPattern(1, time(13, 30), time(16, 30), begun.date())
    roster_setup.add_pattern(session, station_id, monday, by=boss, now=begun)
    every = select(Shift).where(Shift.station_id == station_id).order_by(col(Shift.starts_at))
    for shift in (one for one in session.exec(every).all() if one.ends_at <= now and one.lawyer_id):
        roster_service.correct(session, shift.id, came="13:25", left="16:40", by=boss, now=now)
    roster.replan(session, station_id, now=now, by=boss)
    coming = [one for one in session.exec(every).all() if one.starts_at > now and one.state == "planned"]
    gap = next(one.on for one in coming[1:] if one.lawyer_id != rows[0].id)
    for row in rows:
        roster_changes.note_absence(session, row.id, from_on=gap, until_on=gap, reason="年度培训", by=boss, now=now)
    mine = next(one for one in coming if one.lawyer_id == rows[0].id)
    roster_swaps.ask(session, mine.id, to=rows[1].id, reason="当天开庭", by=lawyer, now=now)
