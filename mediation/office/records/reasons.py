"""Why a row exists, and how a date was counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mediation.office.records.words import FactValue, Said, Words


@dataclass(frozen=True)
class LawRecord:
    """One article a rule rests on; `text` is the wording where law.yaml has it; `verified` as law.yaml says."""

    key: str
    title: Words
    text: str = ""
    verified: bool = True


@dataclass(frozen=True)
class FactRecord:
    """One fact a rule used. `unit`: '' bool or word · 'fen' · 'day' · 'count' · 'days' · or an enum's name."""

    field: str
    label: Words
    value: FactValue
    unit: str = ""


@dataclass(frozen=True)
class LineRecord:
    """One condition of a rule, read plainly: what was wanted, what is, whether it holds; `depth` indents."""

    label: Words
    wanted: Said  # its `value` is a tuple of FactRecord
    actual: FactValue
    holds: bool
    depth: int = 0
    joiner: str = "all"  # all | any | none
    unit: str = ""


@dataclass(frozen=True)
class ReasonRecord:
    """Why a row exists: the rule, its articles, the facts it used, and what would have changed the answer."""

    rule: str
    title: Words
    laws: tuple[LawRecord, ...] = ()
    facts: tuple[FactRecord, ...] = ()
    lines: tuple[LineRecord, ...] = ()
    flips: tuple[Said, ...] = ()


@dataclass(frozen=True)
class SkippedDay:
    """A day the count did not take, with the reason ("周六", "国庆节")."""

    on: date
    why: Words


@dataclass(frozen=True)
class ReceiptRecord:
    """The arithmetic of one date: what started it, how it is counted, which days were left out, which list."""

    trigger: Words
    trigger_on: date | None
    count: Said
    steps: tuple[Said, ...] = ()
    skipped: tuple[SkippedDay, ...] = ()
    calendar: str = ""  # which holiday notice; '' where none was needed
    note: Said | None = None
    version: date | None = None  # the first day of the version of the rule


@dataclass(frozen=True)
class OtherDate:
    """The date that another first day would make, with its own receipt."""

    safe_on: date
    last_on: date | None
    receipt: ReceiptRecord


@dataclass(frozen=True)
class DeadlineRecord:
    """One date of a case. `state`: overdue | today | soon (≤ 7 days) | later | met | closed."""

    id: str
    kind: str  # contract id, e.g. mediation.from_receipt
    name: Words
    safe_on: date
    last_on: date | None
    days_left: int
    state: str
    reason: ReasonRecord
    receipt: ReceiptRecord
    provisional: bool = False
    who: str = ""  # desk that must act, '' for the station
    claim_kind: str = ""
    met_on: date | None = None
    closed_why: Said | None = None
    acts: Words | None = None  # the body or party that must act, where it isn't the desk
    force: str = "hard"  # remind: binds nobody · opens: the day from which something may be done
    verified: str = "V"  # V | S | U, the mark of the rule
    paused_since: date | None = None
    extended_to: date | None = None
    others: tuple[OtherDate, ...] = ()  # later dates by other first days that the parties tell
    of_event: bool = False
