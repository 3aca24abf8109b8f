"""Why one escalation is red: the rule and its facts, the dates it is about, what was done, who must act next."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from mediation.access import Reader, Scope
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.escalation import Escalation
from mediation.office import cases, rules, supervision_escalations, supervision_staff
from mediation.office.reasons import Reasons
from mediation.office.records import CasePage, DeadlineRecord
from mediation.office.records.supervision import WhyPage

ABOUT: Final = {
    "escalation.limitation": "limitation.",
    "escalation.mediation_closing": "mediation.",
    "escalation.confirmation": "agreement.",
    "escalation.station_deadline": "station.",
    "escalation.instalment": "station.follow_up",
}
"""The kinds of dates a rule speaks of."""


def page(session: Session, escalation_id: str, *, user: Reader, now: datetime) -> WhyPage:
    """Return everything about one escalation that the user may see; raises NotFound for any other."""
    scope = Scope(session, user)
    one = scope.get(Escalation, escalation_id)
    [row] = supervision_escalations.records(scope, [one], now=now)
    case = cases.page(session, one.case_id, user=user, now=now) if one.case_id else None
    received_on = scope.get(Case, one.case_id).received_on if one.case_id else station_day(now)
    return WhyPage(
        row=row, reasons=Reasons(rules.current().book, received_on).all(one.because),
        deadlines=_about(one, case) if case else (), case=case, people=supervision_staff.people(scope),
        state=one.state, closed_at=one.closed_at,
    )  # fmt: skip


def _about(one: Escalation, case: CasePage) -> tuple[DeadlineRecord, ...]:
    """Return the dates an escalation is about: the one it was raised on, else the open ones of its rule's kind."""
    exact = tuple(date for date in case.deadlines if date.id == one.subject)
    kind = ABOUT.get(one.rule)
    if exact or kind is None:
        return exact
    near = [date for date in case.deadlines if date.kind.startswith(kind) and date.state not in ("met", "closed")]
    return tuple(date for date in near if one.due_on in (None, date.safe_on, date.last_on))
