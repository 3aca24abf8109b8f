"""A date with its receipt, as pages show it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mediation.domain.clockreader import Clock
from mediation.domain.clockrecord import EVERY_CLAIM, LIMITATION
from mediation.domain.clockwords import ACTORS, EVENTS, INTERRUPTIONS
from mediation.domain.vocabulary import CLAIM_KINDS, fields_of
from mediation.domain.workdays import Step
from mediation.models.deadline import Deadline
from mediation.office import rules
from mediation.office.clock_entries_draft import clock_of
from mediation.office.reasons import Reasons
from mediation.office.records import DeadlineRecord, OtherDate, ReceiptRecord, Said, SkippedDay, Words

SOON_DAYS = 7


def record(row: Deadline, reasons: Reasons, claims: Mapping[str, str], today: date) -> DeadlineRecord:
    """Return one stored date; `claims` gives the kind of each claim id."""
    left = (row.safe_on - today).days
    mark, clock = reasons.mark(row.rule), clock_of(reasons.book, row)
    return DeadlineRecord(
        id=row.id,
        kind=row.kind,
        name=reasons.title(row.rule),
        safe_on=row.safe_on,
        last_on=row.last_on,
        days_left=left,
        state=_state(row, left, today, clock),
        reason=reasons.one(row.because[0]),
        receipt=receipt(row),
        provisional=row.last_on is None,
        who=row.who,
        claim_kind=claims.get(row.subject or "", ""),
        met_on=row.met_on,
        closed_why=Said(row.closed_why["message"], row.closed_why.get("params", {})) if row.closed_why else None,
        acts=Words(*ACTORS[clock.acts]) if clock and clock.acts else None,
        force=clock.force if clock else "hard",
        verified=mark,
        paused_since=row.paused_since,
        extended_to=row.extended_to,
        others=tuple(_other(row, one) for one in row.others or ()),
        of_event="happened" in row.because[0]["facts"],
    )


def words_of(kind: str) -> Words:
    """Return what a kind of date is called: a limitation by its claim, another one by the rule that makes it."""
    if kind == EVERY_CLAIM:
        return Words("全部请求的时效", "the limitation of every claim")
    claim = CLAIM_KINDS.get(kind.removeprefix(LIMITATION)) if kind.startswith(LIMITATION) else None
    if claim is not None:
        return Words(f"仲裁时效（{claim[0]}）", f"limitation ({claim[1]})")
    for rule in rules.current().book.rules:
        if any(one.word == "deadline" and one.deadline.id == kind for one in rule.effects):
            return Words(rule.title["zh"], rule.title["en"])
    return Words(kind, kind)


def _state(row: Deadline, left: int, today: date, clock: Clock | None) -> str:
    """Return the state a page shows: a date that stands still isn't overdue, nor one from which something is open."""
    if row.state == "open" and row.paused_since is not None and not row.kind.startswith(LIMITATION):
        return "paused"
    found = state_of(row.state, left, row.last_on, today)
    return "opens" if clock is not None and clock.force == "opens" and row.state == "met" else found


def _other(row: Deadline, kept: Mapping[str, Any]) -> OtherDate:
    last = kept["last_on"]
    told = Deadline(**{**row.model_dump(), "trigger_on": date.fromisoformat(kept["trigger_on"]), "steps": kept["steps"],
                       "skipped": kept["skipped"], "calendar": kept["calendar"]})  # fmt: skip
    return OtherDate(date.fromisoformat(kept["safe_on"]), date.fromisoformat(last) if last else None, receipt(told))


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
        version=_version(row),
    )


def _version(row: Deadline) -> date | None:
    since = row.because[0].get("version") if row.because else None
    return date.fromisoformat(since) if since else None


def said(stored: Mapping[str, Any]) -> Said:
    """Return a stored line of a receipt as a sentence of the catalogue, its days as days."""
    step = Step.read(stored)
    notes = {"note": Said(str(step.params["note"]))} if "note" in step.params else {}
    return Said(step.message, {**step.params, **notes})


def _trigger(row: Deadline) -> Words:
    facts = row.because[0]["facts"] if row.because else {}
    if row.trigger == "happened_on" and facts.get("happened") in EVENTS:
        return Words(*EVENTS[facts["happened"]])
    if row.trigger == "restarted_on" and facts.get("interruption") in INTERRUPTIONS:
        zh, en = INTERRUPTIONS[facts["interruption"]]
        return Words(f"时效中断（{zh}）", f"interrupted: {en}")
    for subject in ("case", "claim", "referral", "agreement", "instalment", "legal_aid", "event"):
        field = fields_of(subject).get(row.trigger)
        if field is not None:
            return Words(field.zh, field.en)
    return Words(row.trigger, row.trigger)
