"""The periods and requirements of a place for wage talks: rules/talks/*.yaml, one file a place.

A place may stand beside a wider one (`besides`): what it doesn't say itself the wider one says, and where the wider
one is tighter it is shown as a second warning. Every row has its days in force, its article and its mark V, S or U.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, Literal, get_args

from mediation.domain.refusals import N_
from mediation.domain.shape import Period
from mediation.domain.vocabulary import nearest
from mediation.domain.workdays import Calendar, TimeLimit, Unit, earliest_limit, step

Way = Literal["after", "before", "within_before"]
WAYS: Final[tuple[Way, ...]] = get_args(Way)
Force = Literal["hard", "remind", "advice", "silence"]
FORCES: Final[tuple[Force, ...]] = get_args(Force)
"""hard: a legal limit · remind: a tighter one to work to · advice: no law · silence: its end brings something about."""
CONTRACTS: Final = ("wage", "general")
SIDES: Final = ("workers", "employer")
EVENTS: Final = (
    "received_on", "agreed_on", "vacant_since", "first_session_on", "suspended_on", "resume_on", "appointed_on",
    "vote_on", "adoption_notice_on", "concluded_on", "filed_on", "effective_on", "term_until",
    "term_ends_on", "coordination_accepted_on",
)  # fmt: skip
WHO: Final = (
    "other_side", "each_side", "asked_side", "vacant_side", "both", "either", "union", "employer", "authority",
)  # fmt: skip
SITUATIONS: Final = (
    "refused", "mandatory_refused", "reply_overdue", "delay", "deadlock", "vote_failed", "objected", "late_duty",
    "mandate_ended", "change_wanted", "breach",
)  # fmt: skip
BALANCES: Final = ("equal", "employer_not_more")
SIGNATURES: Final = ("before_vote", "after_vote")
SIGNERS: Final = ("bodies", "every_firm")
"""Who signs for the employers of a sector or area: a body in their name, or every firm itself."""
BOUND: Final = ("authorising", "listed")
"""Which firms such a contract binds: those that gave authority to conclude it, or all that the talks list."""
REQUIREMENTS: Final[Mapping[str, str]] = {
    "team.least": "number", "team.balance": "rule", "team.outsiders": "share", "team.woman": "", "team.chief": "",
    "team.consent": "share", "team.one_side": "", "team.protection": "", "vote.quorum": "share",
    "vote.majority": "share", "vote.secret": "", "term.wage": "months", "term.general": "months",
    "signature": "rule", "minutes": "", "refusal.reason": "", "mandatory.people": "number",
    "mandatory.share": "share", "mandatory.refusal": "", "proposal.written": "", "proposal.contents": "",
    "proposal.union": "", "proposal.elected": "", "reply.written": "", "duty.preparation": "number",
    "duty.sessions": "", "sector.signs": "rule", "sector.bound": "rule", "concluding": "",
}  # fmt: skip
"""What a place may require, and which word of its row says how much."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One period of a place: `count` of `unit` from the day of event `start`.

    `after`: it ends that much later; `before`: it ends that much earlier; `within_before`: it opens that much earlier
    and closes the day before, or (`closes_on_day`) on the day itself. `expired` names the situation that follows,
    `extendable` by how many days it may be made longer, `contracts` the kinds of contract it is for.
    """

    id: str
    number: str
    title: Mapping[str, str]
    start: str
    count: int
    unit: Unit
    way: Way
    who: str
    force: Force
    law: tuple[str, ...]
    verified: str
    in_force: Period
    contracts: tuple[str, ...] = CONTRACTS
    expired: str = ""
    extendable: int = 0
    roll: bool = True
    closes_on_day: bool = False


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A period counted out: the limit with its receipt, and for a window the first day of it."""

    limit: TimeLimit
    opens_on: date | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing a place requires; which of `number`, `share`, `rule` and the months counts, its id says."""

    id: str
    law: tuple[str, ...]
    verified: str
    in_force: Period
    number: int = 0
    share: Fraction = Fraction(0)
    rule: str = ""
    least_months: int = 0
    most_months: int = 0


@dataclass(frozen=True, slots=True)
class LawfulStep:
    """What may be done next in a situation, in the order of the file; `who` does it.

    `unjustified`: only against a refusal or delay without a valid reason; `after`: the steps that must have been taken.
    """

    id: str
    title: Mapping[str, str]
    who: str
    law: tuple[str, ...]
    verified: str
    situations: tuple[str, ...]
    unjustified: bool = False
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TalksPlace:
    """Everything one place says about wage talks."""

    id: str
    title: Mapping[str, str]
    besides: str
    limits: tuple[Limit, ...]
    requirements: tuple[Requirement, ...]
    steps: tuple[LawfulStep, ...]

    def laws(self) -> Iterator[tuple[str, str]]:
        """Yield every key of law.yaml the place cites, with the id of the row that does."""
        rows: tuple[Limit | Requirement | LawfulStep, ...] = (*self.limits, *self.requirements, *self.steps)
        for row in rows:
            yield from ((key, row.id) for key in row.law)


Places = Mapping[str, TalksPlace]


@dataclass(frozen=True, slots=True)
class Required:
    """A requirement with the place that makes it; `second`: the talks' own place says something else."""

    row: Requirement
    place: str
    second: bool


def chain(places: Places, place: str) -> tuple[TalksPlace, ...]:
    """Return the place and the wider ones it stands beside, nearest first; LookupError for an unknown one."""
    found: list[TalksPlace] = []
    while place:
        if place not in places:
            raise LookupError(f"no place '{place}'{nearest(place, places)}")
        if any(one.id == place for one in found):
            raise LookupError(f"place '{place}' stands beside itself")
        found.append(places[place])
        place = places[place].besides
    return tuple(found)


def required(rows: tuple[TalksPlace, ...], ident: str, on: date) -> tuple[Required, ...]:
    """Return the requirement `ident` in force on `on` of each place of a chain, nearest first; none where none says."""
    found = [
        (place.id, row) for place in rows for row in place.requirements if row.id == ident and row.in_force.covers(on)
    ]
    return tuple(Required(row, place, index > 0) for index, (place, row) in enumerate(found))


def first_required(rows: tuple[TalksPlace, ...], ident: str, on: date) -> Required | None:
    """Return the requirement of the nearest place that has it in force on `on`, or None."""
    return next(iter(required(rows, ident, on)), None)


def limits_of(rows: tuple[TalksPlace, ...], ident: str, contract: str) -> tuple[tuple[str, Limit], ...]:
    """Return every version of a period for a kind of contract with its place, nearest place first."""
    return tuple(
        (place.id, row) for place in rows for row in place.limits if row.id == ident and contract in row.contracts
    )


def limit_ids(rows: tuple[TalksPlace, ...]) -> tuple[str, ...]:
    """Return the ids of all periods of a chain, each once, in the order of the files."""
    return tuple(dict.fromkeys(row.id for place in rows for row in place.limits))


def reckon(row: Limit, start: date, calendar: Calendar, *, extended: int = 0) -> Reckoned:
    """Count out a period from the day of its event; `extended`: by how many units the parties made it longer.

    Never refuses for a missing holiday list: the safe day stands and `last_on` is None. Periods that are counted
    back from a day don't move, whatever day they fall on: moving them forward would shorten them. `before` asks for
    so many days in between: safe is the day that leaves them whole (民法典 201: neither end counts), last the day on
    which counting back arrives, which practice mostly takes to be enough.
    """
    if row.way == "after":
        return Reckoned(earliest_limit(start, row.count + extended, row.unit, calendar, roll=row.roll))
    opens = _earlier(start, row.count, row.unit)
    if row.way == "before":
        safe = opens - timedelta(days=1)
        back = (
            step(_BACK, start=start, count=row.count, day=opens),
            step(_WHOLE, start=start, last=opens, day=safe),
            step(_STAYS),
        )
        return Reckoned(TimeLimit(safe, opens, back, (), calendar.source(safe, opens)))
    closes = start if row.closes_on_day else start - timedelta(days=1)
    steps = (step(_OPENS, start=start, day=opens), step(_CLOSES, day=closes), step(_STAYS))
    return Reckoned(TimeLimit(closes, closes, steps, (), calendar.source(opens, closes)), opens)


_BACK: Final = N_("自 %(start)s 前一日起向前倒数 %(count)d 日：%(day)s（当日不计入，民法典第201条）")
_WHOLE: Final = N_(
    "办理之日和 %(start)s 均不计入（民法典第201条）的，其间要有足够的完整日，应于 %(day)s 前（含当日）办理；"
    "%(last)s 当日办理是否足期理解不一，以较早的一日为准"
)
_OPENS: Final = N_("自 %(start)s 向前推算，自 %(day)s 起可以办理（当日不计入，民法典第201条）")
_CLOSES: Final = N_("最迟 %(day)s")
_STAYS: Final = N_("向前推算的期限不顺延")


def _earlier(day: date, count: int, unit: Unit) -> date:
    """Return the day `count` days, months or years before; a missing day of the month is its last one."""
    if unit == "calendar":
        return day - timedelta(days=count)
    months = count * (12 if unit == "year" else 1)
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(years, month + 1, 1)
    following = date(years + month // 11, (month + 1) % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - timedelta(days=1)).day))
