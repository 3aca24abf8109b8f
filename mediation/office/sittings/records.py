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
    entered_by: str = ""


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
    entered_at: datetime | None = None


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
    """One party at a session: whether it came, who came for it, whether it agreed to be recorded and to listeners."""

    party: Party
    state: str
    people: str
    why: str
    representatives: tuple[str, ...]
    recording: bool | None
    listening: bool | None = None

    @property
    def there(self) -> bool:
        """Tell whether the party came."""
        return self.state in ("present", "late", "left_early")


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
    def unrecordable(self) -> tuple[Attending, ...]:
        """Give who came and hasn't agreed to be recorded."""
        return tuple(one for one in self.attending if one.there and not one.recording)

    @property
    def unlistenable(self) -> tuple[Attending, ...]:
        """Give who came and hasn't agreed to listeners."""
        return tuple(one for one in self.attending if one.there and not one.listening)

    @property
    def somebody_there(self) -> bool:
        """Tell whether anybody came."""
        return any(one.there for one in self.attending)


@dataclass(frozen=True)
class PastPage:
    """What the form of a session that took place needs; `sitting` is the one that had been planned for it."""

    header: CaseHeader
    sitting: Sitting | None
    attending: tuple[Attending, ...]
    choices: Choices
    received_at: datetime


@dataclass(frozen=True)
class OffersPage:
    """The ledger of a case; null for a desk that doesn't see wage papers."""

    header: CaseHeader
    ledger: Ledger | None
    why_not: str
