"""The sweep over referrals that nobody accepted and over the dates that the station sets for itself."""

from collections.abc import Iterable, Sequence
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation.domain import watch
from mediation.domain.worktime import accept_by, station_day
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.referral import Referral
from mediation.office.raising import Finding
from mediation.office.sweep_ground import Ground, by_id, escalated, of_cases

AFTER_CLOSING: Final = ("station.follow_up", "station.final_follow_up")
"""Dates that run on when a case is closed: whether what was agreed is done."""


class Referrals:
    """Watches referrals that wait for a desk."""

    kind = "referral"
    stratum = "watch_referral"

    def due(self, session: Session, ground: Ground) -> Iterable[str]:
        """Return the referrals past their acceptance time, and the escalated ones."""
        found = set(self.past(session, ground))
        return sorted(found | set(escalated(session, ground, self.kind, ground.asked(self.stratum))))

    def past(self, session: Session, ground: Ground, case_ids: Sequence[str] | None = None) -> Iterable[str]:
        """Return the referrals, of all cases or of these, that are past their acceptance time."""
        query = (
            sa.select(col(Referral.id))
            .join(Case, col(Case.id) == col(Referral.case_id))
            .where(
                col(Referral.station_id).in_(ground.stations), col(Referral.state) == "open",
                col(Referral.accept_by) < ground.now, col(Case.state) == "open", *of_cases(Referral, case_ids),
            )
        )  # fmt: skip
        return session.execute(query).scalars()

    def judge(self, session: Session, ids: Sequence[str], ground: Ground) -> list[Finding]:
        """Ask the rules about each referral."""
        rows = by_id(session, Referral, ids)
        cases = by_id(session, Case, sorted({row.case_id for row in rows.values()}))
        return [self._finding(row, cases[row.case_id], ground) for row in rows.values()]

    def _finding(self, row: Referral, case: Case, ground: Ground) -> Finding:
        twice_by = row.twice_by or accept_by(
            row.referred_at, row.priority, ground.hours(row.station_id), ground.calendar, times=2
        )
        waiting = row.state == "open" and case.state == "open"
        about = watch.referral(waiting=waiting, accept_by=row.accept_by, twice_by=twice_by, now=ground.now)
        days = {"acceptance_times_used": station_day(row.accept_by)}
        held = ground.held(about, {self.stratum: ground.today}, days)
        return Finding(row.station_id, self.kind, row.id, row.case_id, row.desk, ground.asked(self.stratum), held)


class Deadlines:
    """Watches the dates of station policy."""

    kind = "deadline"
    stratum = "watch_deadline"

    def due(self, session: Session, ground: Ground) -> Iterable[str]:
        """Return the station's dates that are past, and the escalated ones."""
        found = set(self.past(session, ground))
        return sorted(found | set(escalated(session, ground, self.kind, ground.asked(self.stratum))))

    def past(self, session: Session, ground: Ground, case_ids: Sequence[str] | None = None) -> Iterable[str]:
        """Return the station's dates, of all cases or of these, that are past."""
        query = (
            sa.select(col(Deadline.id))
            .join(Case, col(Case.id) == col(Deadline.case_id))
            .where(
                col(Deadline.station_id).in_(ground.stations), col(Deadline.state) == "open",
                col(Deadline.safe_on) <= ground.ahead(self.stratum, "days_left"),
                col(Deadline.kind).like("station.%"), *of_cases(Deadline, case_ids),
                sa.or_(col(Case.state) == "open", col(Deadline.kind).in_(AFTER_CLOSING)),
            )
        )  # fmt: skip
        return session.execute(query).scalars()

    def judge(self, session: Session, ids: Sequence[str], ground: Ground) -> list[Finding]:
        """Ask the rules about each date: missed is what is past its last day, rolled over rest days."""
        rows = by_id(session, Deadline, ids)
        cases = by_id(session, Case, sorted({row.case_id for row in rows.values()}))
        return [self._finding(row, cases[row.case_id], ground) for row in rows.values()]

    def _finding(self, row: Deadline, case: Case, ground: Ground) -> Finding:
        last_on = row.last_on or row.safe_on
        desk = case.lead if row.who == "lead" else row.who
        about = (row.station_id, self.kind, row.id, row.case_id, desk, ground.asked(self.stratum))
        if row.state != "open" or (case.state != "open" and row.kind not in AFTER_CLOSING):
            return Finding(*about)
        situation = watch.deadline(kind=row.kind, last_on=last_on, today=ground.today, calendar=ground.calendar)
        days = {"days_left": last_on, "workdays_late": last_on}
        return Finding(*about, ground.held(situation, {self.stratum: ground.today}, days))
