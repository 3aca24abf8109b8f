"""Records of practice: scenarios, a run as its learner sees it, its score. Everything in them is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mediation.office.records.reasons import LawRecord
from mediation.office.records.words import Said, Words


@dataclass(frozen=True)
class Figure:
    """A value and how to write it: fen, percent, change, months, hours, heads, days, day, points."""

    unit: str
    value: int | date


@dataclass(frozen=True)
class ScenarioCard:
    """One scenario in the list; `usable` False: it doesn't fit the rules in force."""

    id: str
    title: Words
    about: Words
    usable: bool = True


@dataclass(frozen=True)
class RunLine:
    """One run in a list; `who` is its learner, where it is somebody else's."""

    id: str
    title: Words
    role: str
    state: str
    day: date
    score: int | None
    shared: bool
    changed_at: datetime
    who: str = ""


@dataclass(frozen=True)
class PracticePage:
    """The first page: what can be played, the own runs, and those that learners share with their supervisors."""

    scenarios: tuple[ScenarioCard, ...]
    own: tuple[RunLine, ...]
    shared: tuple[RunLine, ...]


@dataclass(frozen=True)
class RunHead:
    """What stands at the head of the pages of one run."""

    id: str
    version: int
    title: Words
    about: Words
    place: Words
    role: str
    state: str
    shared: bool
    score: int | None
    day: date
    last_on: date


@dataclass(frozen=True)
class AimRecord:
    """One aim: from worth nothing (`worst`) to its full points (`best`), its limit; in a score the value reached."""

    title: Words
    worst: Figure
    best: Figure
    points: int
    limit: Figure | None = None
    value: Figure | None = None
    reached: int | None = None
    kept: bool = True


@dataclass(frozen=True)
class StaffLine:
    """One line of the wage table."""

    group: str
    heads: int
    monthly: int
    weekday: int
    rest: int
    overtime_base: int | None


@dataclass(frozen=True)
class Briefing:
    """What the learner is told at the start: the facts, the own aims, the staff, and what dismissals would cost."""

    facts: tuple[Words, ...]
    brief: Words
    aims: tuple[AimRecord, ...]
    walk_away: int
    staff: tuple[StaffLine, ...]
    heads: int
    cost: int
    told: tuple[Words, ...]
    one_off: int | None = None
    recovers: int | None = None


@dataclass(frozen=True)
class IssueLine:
    """One issue on the table: what each side has offered, what is agreed; `name` is its field of the form.

    `package`: the other side offers it together with others; `leads`: it is the first issue of its clause.
    """

    name: str
    clause: str
    clause_title: Words
    field: Words
    unit: str
    mine: Figure | None
    theirs: Figure | None
    agreed: Figure | None
    package: bool
    leads: bool


@dataclass(frozen=True)
class Price:
    """What a version of the agreement costs more a year than the present, in fen and hundredths of a percent.

    `points` is what it is worth to the learner, in hundredths; `fine`: better than no agreement.
    """

    which: str
    more: int
    percent: int
    points: int
    fine: bool


@dataclass(frozen=True)
class RoundLine:
    """One offer made: by whom, in which session, its values, and what it accepted."""

    round: int
    mine: bool
    values: tuple[tuple[Words, Figure], ...]
    accepts: tuple[Words, ...]


@dataclass(frozen=True)
class EventLine:
    """Something that happened; `by`: me, other, authority, nobody; `new`: since the last move."""

    on: date
    by: str
    said: Said
    new: bool


@dataclass(frozen=True)
class PeriodLine:
    """A period that concerns the talks; `mine`: it is the learner's to keep."""

    title: Words
    mine: bool
    safe_on: date
    last_on: date | None
    done_on: date | None
    state: str
    laws: tuple[LawRecord, ...]


@dataclass(frozen=True)
class ToldLine:
    """Something the rules said against a move; `void`: it had no effect."""

    on: date
    said: Said
    remedy: Said
    laws: tuple[LawRecord, ...]
    void: bool


@dataclass(frozen=True)
class PersonLine:
    """Somebody who may be named."""

    id: str
    name: str
    work: Words
    outsider: bool
    woman: bool


@dataclass(frozen=True)
class RoomPage:
    """A run as it stands: what may be done, what is on the table, what happened."""

    head: RunHead
    briefing: Briefing
    doable: tuple[str, ...]
    issues: tuple[IssueLine, ...]
    prices: tuple[Price, ...]
    rounds: tuple[RoundLine, ...]
    events: tuple[EventLine, ...]
    periods: tuple[PeriodLine, ...]
    told: tuple[ToldLine, ...]
    people: tuple[PersonLine, ...]
    steps: tuple[tuple[str, Words], ...]
    session_on: date | None
    vote_on: date | None
    next_session: int
    next_session_on: date


@dataclass(frozen=True)
class ScoreLine:
    """One thing judged: what was done, the rule, what would have been better, the points."""

    verdict: str
    done: Said
    points: int
    title: Words | None
    laws: tuple[LawRecord, ...]
    verified: str
    better: Said | None
    receipt: tuple[Said, ...]
    void: bool


@dataclass(frozen=True)
class ScorePart:
    """One part of the score, of a hundred points; it counts `weight` of a hundred."""

    code: str
    points: int
    weight: int
    lines: tuple[ScoreLine, ...]


@dataclass(frozen=True)
class SheetPage:
    """The score of a run: its parts line by line, the aims reached, what could have been agreed, the other side."""

    head: RunHead
    total: int
    parts: tuple[ScorePart, ...]
    aims: tuple[AimRecord, ...]
    own: int | None
    walk_away: int
    best: int
    better: tuple[tuple[Words, Words, Figure], ...]
    other_brief: Words
    other_aims: tuple[AimRecord, ...]
    other: int | None
    other_walk_away: int
    events: tuple[EventLine, ...]
