"""What the pages of sessions and of the ledger of offers are made from."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mediation.domain.offers import Point, Turn
from mediation.models.party import Party
from mediation.models.sitting import Room, SharedFact, Sitting
from mediation.models.user import User
from mediation.office.records import CaseHeader
from mediation.office.sittings.notes import NoteLine


@dataclass(frozen=True)
class SittingRow:
    """One session as a list shows it; `came` of `expected` parties."""

    sitting: Sitting
    room: str
    mediator: str
    recorder: str
    came: int
    expected: int
    outside: bool


@dataclass(frozen=True)
class Offered:
    """One offer of the ledger; `step` is how far its side moved since its last one, fen."""

    id: str
    nth: int
    side: str
    amount: int | None
    step: int | None
    pay_on: date | None
    instalments: tuple[tuple[date, int], ...]
    other_terms: str
    told: bool
    state: str
    made_at: datetime
    noted_by: str


@dataclass(frozen=True)
class Ledger:
    """The offers of a case, how far apart the sides are, whose turn it is; who may write."""

    offers: tuple[Offered, ...]
    points: tuple[Point, ...]
    turn: Turn
    may_note: bool
    may_draft: bool

    @property
    def last(self) -> Point | None:
        """Give how the sums stand now."""
        return self.points[-1] if self.points else None

    @property
    def next_side(self) -> str:
        """Give the side whose offer is likely to be noted next."""
        if self.turn in ("applicant", "respondent"):
            return self.turn
        made = [one.side for one in self.offers]
        return "respondent" if made and made[-1] == "applicant" else "applicant"


@dataclass(frozen=True)
class Choices:
    """What the form of a session offers."""

    staff: tuple[User, ...]
    rooms: tuple[Room, ...]


@dataclass(frozen=True)
class SittingsPage:
    """The sessions of a case; `why_not` says why none may be planned or opened."""

    header: CaseHeader
    rows: tuple[SittingRow, ...]
    facts: tuple[SharedFact, ...]
    choices: Choices
    may_plan: bool
    may_hold: bool
    why_not: str


@dataclass(frozen=True)
class Attending:
    """One party at a session: whether it came, who may come for it, whether it agreed to be recorded."""

    party: Party
    state: str
    people: str
    why: str
    representatives: tuple[str, ...]
    recording: bool | None


@dataclass(frozen=True)
class SittingPage:
    """Everything about one session that the user may see."""

    header: CaseHeader
    row: SittingRow
    attending: tuple[Attending, ...]
    notes: tuple[NoteLine, ...]
    facts: tuple[SharedFact, ...]
    ledger: Ledger | None
    totals: dict[str, timedelta]
    since: datetime | None
    private: bool
    choices: Choices
    next_at: datetime | None
    may_plan: bool
    may_hold: bool
    may_write: bool
    why_not: str

    @property
    def recordable(self) -> bool:
        """Tell whether every party that is there agreed to be recorded."""
        there = [one for one in self.attending if one.state in ("present", "late")]
        return bool(there) and all(one.recording for one in there)


@dataclass(frozen=True)
class OffersPage:
    """The ledger of a case; null for a desk that doesn't see wage papers."""

    header: CaseHeader
    ledger: Ledger | None
    why_not: str
