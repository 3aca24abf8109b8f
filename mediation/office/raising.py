"""Bring escalations in line with what holds: each (subject, rule, level) is one row for good, raised, closed, reopened.

The highest level that holds stands open alone. Of several processes that find the same, one writes the row and tells.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.domain.engine import Hit
from mediation.domain.refusals import N_
from mediation.models.base import new_id
from mediation.models.escalation import Escalation
from mediation.office.outbox_queue import add_new

GONE: Final = {"message": N_("事由已经消除")}
CHUNK: Final = 400


@dataclass(frozen=True)
class Held:
    """The level at which a rule holds, why, and the day it is about."""

    level: int
    because: Mapping[str, Any]
    due_on: date | None = None


@dataclass(frozen=True)
class Finding:
    """What holds of one subject: of the rules `asked` those in `held`; the others have no cause any more.

    `desk` is whose head is told of level 1. `asked` None: every rule, since the subject itself is over.
    """

    station_id: str
    kind: str
    subject: str
    case_id: str | None
    desk: str
    asked: frozenset[str] | None
    held: Mapping[str, Held] = field(default_factory=dict)


@dataclass(frozen=True)
class Raise:
    """One escalation to be opened: a new row, or `row_id` opened again."""

    finding: Finding
    rule: str
    held: Held
    row_id: str = ""

    @property
    def order(self) -> tuple[str, str, int]:
        """The order in which rows are written, the same in every process, so that none waits for another in a ring."""
        return self.finding.subject, self.rule, self.held.level


@dataclass
class Changes:
    """What must be written for rows to say what holds."""

    raises: list[Raise] = field(default_factory=list)
    closes: list[tuple[Escalation, dict[str, Any]]] = field(default_factory=list)
    moves: list[tuple[Escalation, Held]] = field(default_factory=list)

    @property
    def subjects(self) -> list[str]:
        """The subjects of which something must be written."""
        rows = [row for row, _ in (*self.closes, *self.moves)]
        return sorted({one.finding.subject for one in self.raises} | {row.subject for row in rows})

    def __bool__(self) -> bool:
        """Say whether anything must be written at all."""
        return bool(self.raises or self.closes or self.moves)


@dataclass(frozen=True)
class Raised:
    """An escalation that this transaction opened."""

    id: str
    finding: Finding
    rule: str
    level: int
    because: Mapping[str, Any]
    due_on: date | None


@dataclass
class Written:
    """What a transaction really changed."""

    raised: list[Raised] = field(default_factory=list)
    closed: list[Escalation] = field(default_factory=list)


def rows_of(session: Session, subjects: Iterable[str]) -> dict[str, list[Escalation]]:
    """Return every escalation of the subjects, closed ones too, by subject."""
    wanted = sorted(set(subjects))
    found: dict[str, list[Escalation]] = {}
    for first in range(0, len(wanted), CHUNK):
        query = select(Escalation).where(col(Escalation.subject).in_(wanted[first : first + CHUNK]))
        for row in session.exec(query):
            found.setdefault(row.subject, []).append(row)
    return found


def compare(rows: Mapping[str, list[Escalation]], findings: Iterable[Finding]) -> Changes:
    """Return what must change for `rows` to say what the findings say."""
    changes = Changes()
    for finding in findings:
        known = rows.get(finding.subject, [])
        for rule, held in finding.held.items():
            _raise(changes, finding, rule, held, known)
        for row in known:
            asked = finding.asked is None or row.rule in finding.asked
            held_now = finding.held.get(row.rule)
            if asked and row.state == "open" and (held_now is None or held_now.level != row.level):
                changes.closes.append((row, _why(row, held_now)))
    return changes


def _raise(changes: Changes, finding: Finding, rule: str, held: Held, known: Iterable[Escalation]) -> None:
    row = next((one for one in known if (one.rule, one.level) == (rule, held.level)), None)
    if row is None:
        changes.raises.append(Raise(finding, rule, held))
    elif row.state == "closed":
        changes.raises.append(Raise(finding, rule, held, row.id))
    elif row.due_on != held.due_on or row.because[0].get("advice") != held.because.get("advice"):
        changes.moves.append((row, held))


def _why(row: Escalation, held: Held | None) -> dict[str, Any]:
    if held is None or held.level < row.level:
        return dict(GONE)
    return {"message": N_("已升至 %(level)d 级"), "params": {"level": held.level}}


def write(session: Session, changes: Changes, *, rulebook: str, now: datetime) -> Written:
    """Write the changes; what another process wrote first is left out of the answer."""
    written = Written()
    session.flush()
    raises = sorted(changes.raises, key=lambda one: one.order)
    written.raised += _insert(session, [one for one in raises if not one.row_id], rulebook, now)
    again = [one for one in raises if one.row_id and _reopen(session, one, rulebook, now)]
    written.raised += [_raised(one, one.row_id) for one in again]
    for row, why in sorted(changes.closes, key=lambda one: one[0].id):
        if _update(session, row.id, "open", {"state": "closed", "closed_at": now, "closed_why": why}):
            written.closed.append(row)
    for row, held in sorted(changes.moves, key=lambda one: one[0].id):
        _update(session, row.id, "open", {"due_on": held.due_on, "because": [dict(held.because)]})
    return written


def _insert(session: Session, raises: Sequence[Raise], rulebook: str, now: datetime) -> list[Raised]:
    rows = {new_id(): one for one in raises}
    values = [
        {
            "id": row_id, "station_id": one.finding.station_id, "case_id": one.finding.case_id,
            "subject_kind": one.finding.kind, "subject": one.finding.subject, "rule": one.rule,
            "level": one.held.level, "state": "open", "raised_at": now, "due_on": one.held.due_on, "told_at": now,
            "because": [dict(one.held.because)], "rulebook": rulebook,
        }
        for row_id, one in rows.items()
    ]  # fmt: skip
    fresh = set(add_new(session, Escalation, values))
    return [_raised(one, row_id) for row_id, one in rows.items() if row_id in fresh]


def _raised(one: Raise, row_id: str) -> Raised:
    return Raised(row_id, one.finding, one.rule, one.held.level, one.held.because, one.held.due_on)


def _reopen(session: Session, one: Raise, rulebook: str, now: datetime) -> bool:
    values = {
        "state": "open", "raised_at": now, "told_at": now, "due_on": one.held.due_on, "closed_at": None,
        "closed_why": None, "acknowledged_at": None, "acknowledged_by": None, "because": [dict(one.held.because)],
        "rulebook": rulebook,
    }  # fmt: skip
    return _update(session, one.row_id, "closed", values)


def _update(session: Session, row_id: str, state: str, values: dict[str, Any]) -> bool:
    """Change one row that is still in `state`; say whether it was."""
    changing = sa.update(Escalation).where(col(Escalation.id) == row_id, col(Escalation.state) == state)
    options = {"synchronize_session": False}
    done = session.execute(changing.values(**values), execution_options=options)
    return bool(done.rowcount)  # type: ignore[attr-defined]


def with_advice(held: Mapping[str, Held], hits: Iterable[Hit]) -> dict[str, Held]:
    """Return `held` with what is suggested beside it: advice goes with the escalations that rest on the same facts."""
    advice = [hit.rule for hit in hits if hit.level is None]
    found = {}
    for rule, one in held.items():
        facts = set(one.because["facts"])
        beside = [other for other in advice if facts & set(other.fields())]
        codes = sorted({effect.value for other in beside for effect in other.effects})
        found[rule] = replace(one, because={**one.because, "advice": codes}) if codes else one
    return found
