"""A date with its receipt, as pages show it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mediation.domain.vocabulary import fields_of
from mediation.domain.workdays import Step
from mediation.models.deadline import Deadline
from mediation.office.reasons import Reasons
from mediation.office.records import DeadlineRecord, ReceiptRecord, Said, SkippedDay, Words

SOON_DAYS = 7


def record(row: Deadline, reasons: Reasons, claims: Mapping[str, str], today: date) -> DeadlineRecord:
    """Return one stored date; `claims` gives the kind of each claim id."""
    left = (row.safe_on - today).days
    return DeadlineRecord(
        id=row.id,
        kind=row.kind,
        name=reasons.title(row.rule),
        safe_on=row.safe_on,
        last_on=row.last_on,
        days_left=left,
        state=state_of(row.state, left, row.last_on, today),
        reason=reasons.one(row.because[0]),
        receipt=receipt(row),
        provisional=row.last_on is None,
        who=row.who,
        claim_kind=claims.get(row.subject or "", ""),
        met_on=row.met_on,
        closed_why=Said(row.closed_why["message"], row.closed_why.get("params", {})) if row.closed_why else None,
    )


def state_of(stored: str, days_left: int, last_on: date | None, today: date) -> str:
    """Return met or closed as stored; else overdue, today, soon (7 days) or later by the safe date."""
    if stored != "open":
        return stored
    if days_left < 0:
        return "overdue"
    if days_left == 0:
        return "today"
    return "soon" if days_left <= SOON_DAYS else "later"


def receipt(row: Deadline) -> ReceiptRecord:
    """Return the arithmetic of a stored date."""
    steps = [said(one) for one in row.steps]
    label = _trigger(row)
    return ReceiptRecord(
        trigger=label,
        trigger_on=row.trigger_on,
        count=steps[0] if steps else Said(""),
        steps=tuple(steps[1:]),
        skipped=tuple(SkippedDay(date.fromisoformat(one), Words("")) for one in row.skipped),
        calendar=row.calendar,
    )


def said(stored: Mapping[str, Any]) -> Said:
    """Return a stored line of a receipt as a sentence of the catalogue, its days as days."""
    step = Step.read(stored)
    notes = {"note": Said(str(step.params["note"]))} if "note" in step.params else {}
    return Said(step.message, {**step.params, **notes})


def _trigger(row: Deadline) -> Words:
    for subject in ("case", "claim", "referral", "agreement", "instalment", "legal_aid"):
        field = fields_of(subject).get(row.trigger)
        if field is not None:
            return Words(field.zh, field.en)
    return Words(row.trigger, row.trigger)
