"""Start the dates of things beside the case itself: accepted referrals, agreements, instalments, legal aid."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from mediation.domain import clocks
from mediation.domain.situation import Situation
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.station import Station
from mediation.office import routing_dates, rules, rules_failing


def start(
    session: Session, case: Case, about: str, facts: dict[str, Any], *, subject: str, now: datetime
) -> list[Deadline]:
    """Ask the rules about one `about` (referral, agreement, instalment, legal_aid) and store the dates they start.

    A date that already runs for the same subject is left alone. The rules in force today decide.
    """
    in_use = rules.current()
    situation = Situation(about, {name: value for name, value in facts.items() if value is not None})
    place = session.get_one(Station, case.station_id).place
    hits = rules_failing.fire(session, case, about, situation, place, now=now)
    known = set(session.exec(select(Deadline.kind).where(Deadline.subject == subject, Deadline.state != "closed")))
    rows = [
        routing_dates.deadline_row(case, due, subject=subject, rulebook=in_use.book.digest, now=now)
        for due in clocks.started(hits, situation, calendar=in_use.calendar)
        if due.id not in known
    ]
    session.add_all(rows)
    return rows
