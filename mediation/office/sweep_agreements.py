"""The sweep over what was agreed: confirmation of agreements, unpaid instalments; and over requests for talks."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation.domain import watch
from mediation.domain.routes import ORDER_KINDS
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.models.settlement import Instalment, Settlement
from mediation.models.talks import Talks
from mediation.office.in_force import IN_FORCE
from mediation.office.raising import Finding
from mediation.office.sweep_ground import Ground, by_id, escalated


class Agreements:
    """Watches agreements in force that may still be confirmed by a court or reviewed by the arbitration commission."""

    kind = "agreement"
    stratum = "watch_agreement"

    def due(self, session: Session, ground: Ground) -> Iterable[str]:
        """Return the unsent agreements with a date as near as a rule asks for, and the escalated ones."""
        query = (
            sa.select(col(Settlement.id))
            .join(Deadline, col(Deadline.subject) == col(Settlement.id))
            .where(
                col(Deadline.station_id).in_(ground.stations), col(Deadline.state) == "open",
                col(Deadline.safe_on) >= ground.today,
                col(Deadline.safe_on) <= ground.ahead(self.stratum, "days_to_confirmation"),
                col(Deadline.kind).like("agreement.%"), col(Settlement.sent_on).is_(None),
            )
        )  # fmt: skip
        found = set(session.execute(query).scalars())
        return sorted(found | set(escalated(session, ground, self.kind, ground.asked(self.stratum))))

    def judge(self, session: Session, ids: Sequence[str], ground: Ground) -> list[Finding]:
        """Ask the rules about each agreement."""
        rows = by_id(session, Settlement, ids)
        cases = by_id(session, Case, sorted({row.case_id for row in rows.values()}))
        dates = _confirmation_dates(session, list(cases))
        return [self._finding(row, cases[row.case_id], dates.get(row.id, []), ground) for row in rows.values()]

    def _finding(self, row: Settlement, case: Case, dates: list[date], ground: Ground) -> Finding:
        about = (row.station_id, self.kind, row.id, row.case_id, case.lead, ground.asked(self.stratum))
        if row.effective_on is None:
            return Finding(*about)
        next_on = watch.next_date(dates, ground.today)
        situation = watch.agreement(
            effective_on=row.effective_on, sent=row.sent_on is not None, next_on=next_on, today=ground.today
        )
        return Finding(*about, ground.held(situation, {self.stratum: ground.today}, {"days_to_confirmation": next_on}))


def _confirmation_dates(session: Session, case_ids: Sequence[str]) -> dict[str, list[date]]:
    query = sa.select(col(Deadline.subject), col(Deadline.safe_on)).where(
        col(Deadline.case_id).in_(case_ids), col(Deadline.kind).like("agreement.%"), col(Deadline.state) == "open"
    )
    found: dict[str, list[date]] = {}
    for settlement_id, safe_on in session.execute(query):
        found.setdefault(settlement_id, []).append(safe_on)
    return found


class Instalments:
    """Watches the payments that agreements in force promise; they outlive the case."""

    kind = "instalment"
    stratum = "watch_instalment"

    def due(self, session: Session, ground: Ground) -> Iterable[str]:
        """Return the unpaid instalments past their day, and the escalated ones."""
        query = (
            sa.select(col(Instalment.id))
            .join(Settlement, col(Settlement.id) == col(Instalment.settlement_id))
            .where(
                col(Instalment.state) == "due",
                col(Instalment.due_on) <= ground.behind(self.stratum, "days_unpaid"),
                IN_FORCE,
            )
        )  # fmt: skip
        found = set(session.execute(query).scalars())
        return sorted(found | set(escalated(session, ground, self.kind, ground.asked(self.stratum))))

    def judge(self, session: Session, ids: Sequence[str], ground: Ground) -> list[Finding]:
        """Ask the rules about each instalment."""
        rows = by_id(session, Instalment, ids)
        settlements = by_id(session, Settlement, sorted({row.settlement_id for row in rows.values()}))
        case_ids = sorted({row.case_id for row in rows.values()})
        cases, kinds = by_id(session, Case, case_ids), _claim_kinds(session, case_ids)
        return [
            self._finding(row, cases[row.case_id], payment_order_open(settlements[row.settlement_id], kinds), ground)
            for row in rows.values()
        ]

    def _finding(self, row: Instalment, case: Case, order_open: bool, ground: Ground) -> Finding:
        situation = watch.instalment(
            due_on=row.due_on, paid=row.state != "due", payment_order_open=order_open, today=ground.today
        )
        held = ground.held(situation, {self.stratum: ground.today}, {"days_unpaid": row.due_on})
        return Finding(row.station_id, self.kind, row.id, row.case_id, case.lead, ground.asked(self.stratum), held)


def payment_order_open(settlement: Settlement, kinds: dict[str, str]) -> bool:
    """Tell whether an agreement, when it isn't kept, opens the payment order; `kinds` by claim id (调仲法 16)."""
    outcomes: dict[str, Any] = settlement.terms.get("claims") or {}
    settled = {kinds[claim] for claim, outcome in outcomes.items() if outcome == "settled" and claim in kinds}
    return bool(settlement.total and settled & ORDER_KINDS.keys())


def _claim_kinds(session: Session, case_ids: Sequence[str]) -> dict[str, str]:
    query = sa.select(col(Claim.id), col(Claim.kind)).where(col(Claim.case_id).in_(case_ids))
    return {row[0]: row[1] for row in session.execute(query)}


class TalksRequests:
    """Watches requests for consultation that nobody answered."""

    kind = "talks"
    stratum = "watch_talks"
    desk = "union"

    def due(self, session: Session, ground: Ground) -> Iterable[str]:
        """Return the requests past their day for a reply, and the escalated ones."""
        query = sa.select(col(Talks.id)).where(
            col(Talks.stage) == "requested", col(Talks.reply_by) <= ground.behind(self.stratum, "days_overdue")
        )
        found = set(session.execute(query).scalars())
        return sorted(found | set(escalated(session, ground, self.kind, ground.asked(self.stratum))))

    def judge(self, session: Session, ids: Sequence[str], ground: Ground) -> list[Finding]:
        """Ask the rules about each request."""
        return [self._finding(row, ground) for row in by_id(session, Talks, ids).values()]

    def _finding(self, row: Talks, ground: Ground) -> Finding:
        about = (row.station_id, self.kind, row.id, None, self.desk, ground.asked(self.stratum))
        if row.received_on is None or row.reply_by is None:
            return Finding(*about)
        replied = row.stage != "requested" or row.replied_on is not None
        situation = watch.talks(
            requested_on=row.received_on, reply_by=row.reply_by, replied=replied, today=ground.today
        )
        held = ground.held(situation, {self.stratum: ground.today}, {"days_overdue": row.reply_by})
        return Finding(*about, held)
