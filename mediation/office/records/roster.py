"""The roster as the pages show it: weeks of shifts, gaps with their owner and whom to call, swaps, hours, settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from mediation.office.records.words import Said


@dataclass(frozen=True)
class CallRow:
    """Whom to call when nobody is on duty."""

    firm: str
    contact: str
    phone: str


@dataclass(frozen=True)
class SwapRow:
    """A wish to change a shift; `for_at` is the colleague's shift wanted for it."""

    id: str
    shift_id: str
    at: datetime
    by: str
    to: str
    for_at: datetime | None
    reason: str
    state: str
    asked_at: datetime
    decided_why: str = ""
    may_decide: bool = False
    may_withdraw: bool = False


@dataclass(frozen=True)
class ShiftRow:
    """One shift. `owner` must fill a gap; `why` tells whose turn it is and why, or why there is none."""

    id: str
    on: date
    starts_at: datetime
    ends_at: datetime
    state: str
    lawyer: str = ""
    firm: str = ""
    owner: str = ""
    moved_from: date | None = None
    provisional: bool = False
    why: Said | None = None
    mine: bool = False
    running: bool = False
    over: bool = False
    swap: SwapRow | None = None
    checked_in_at: datetime | None = None
    checked_out_at: datetime | None = None
    may_swap: bool = False
    may_check_in: bool = False
    may_check_out: bool = False


@dataclass(frozen=True)
class Week:
    """The shifts of one week, which begins on `monday`."""

    monday: date
    shifts: tuple[ShiftRow, ...]


@dataclass(frozen=True)
class RosterPage:
    """Four weeks of one station; `stations` are those the user may look at, id and name."""

    station_id: str
    station: str
    stations: tuple[tuple[str, str], ...]
    weeks: tuple[Week, ...]
    gaps: tuple[ShiftRow, ...]
    call: tuple[CallRow, ...]
    swaps: tuple[SwapRow, ...]
    planned: bool
    may_manage: bool


@dataclass(frozen=True)
class AbsenceRow:
    """Days of absence."""

    id: str
    lawyer: str
    from_on: date
    until_on: date
    reason: str
    may_withdraw: bool


@dataclass(frozen=True)
class MinePage:
    """A lawyer's own shifts, those to come and those of the last weeks, swaps, absences, hours of this month."""

    lawyer: str
    firm: str
    coming: tuple[ShiftRow, ...]
    past: tuple[ShiftRow, ...]
    swaps: tuple[SwapRow, ...]
    absences: tuple[AbsenceRow, ...]
    minutes: int


@dataclass(frozen=True)
class SwapPage:
    """What a lawyer chooses from to change a shift: colleagues who are free then, and their shifts to come."""

    shift: ShiftRow
    colleagues: tuple[tuple[str, str], ...]
    hindered: tuple[Said, ...]
    shifts: tuple[tuple[str, datetime, str], ...]  # id, when, whose


@dataclass(frozen=True)
class ShiftPage:
    """One shift for those who manage it: who could serve, who can't and why."""

    station: str
    shift: ShiftRow
    free: tuple[tuple[str, str], ...]
    hindered: tuple[Said, ...]
    call: tuple[CallRow, ...]
    may_assign: bool
    may_correct: bool


@dataclass(frozen=True)
class LawyerRow:
    """One lawyer of a firm; `account` is what they sign in as."""

    id: str
    name: str
    licence: str
    account: str
    account_id: str
    active: bool
    minutes: int


@dataclass(frozen=True)
class FirmRow:
    """One firm with its lawyers."""

    id: str
    name: str
    contact: str
    phone: str
    active: bool
    lawyers: tuple[LawyerRow, ...]


@dataclass(frozen=True)
class PatternRow:
    """One weekly duty; `slots` is how many visits fit into it."""

    id: str
    weekday: int
    begins: time
    ends: time
    slot_minutes: int
    slots: int
    walk_in_slots: int
    on_holiday: str
    since: date
    until: date | None
    firm: str
    ended: bool


@dataclass(frozen=True)
class RosterSettings:
    """What a station's roster is made from."""

    station_id: str
    station: str
    stations: tuple[tuple[str, str], ...]
    firms: tuple[FirmRow, ...]
    patterns: tuple[PatternRow, ...]
    absences: tuple[AbsenceRow, ...]


@dataclass(frozen=True)
class FeedRow:
    """One calendar address: what it shows, in which language, when it was last read; never the address itself."""

    id: str
    kind: str
    of: str
    locale: str
    made_by: str
    made_at: datetime
    read_at: datetime | None
    own: bool


@dataclass(frozen=True)
class FeedsPage:
    """The addresses a user may see and the kinds the user may make: kind, id of what, its name."""

    rows: tuple[FeedRow, ...]
    choices: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class FeedEvent:
    """One entry of a calendar: hours, or a whole day."""

    uid: str
    begins: datetime | date
    ends: datetime | date
    summary: Said
    details: tuple[Said, ...]
    sequence: int
    changed_at: datetime
    cancelled: bool = False
    tentative: bool = False


@dataclass(frozen=True)
class FeedContent:
    """A calendar to be written: its name, its place, its entries, its language."""

    feed_id: str
    name: Said
    place: str
    locale: str
    events: tuple[FeedEvent, ...]
