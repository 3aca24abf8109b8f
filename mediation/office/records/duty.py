"""The duty day: the docket, the gate before a case, the brief, what the lawyer writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mediation.office.records.case import CasePage
from mediation.office.records.reasons import LawRecord
from mediation.office.records.words import Said


@dataclass(frozen=True)
class NameRecord:
    """One name of a case as the conflict gate shows it. `role`: applicant | respondent | group | payee."""

    role: str
    kind: str
    name: str


@dataclass(frozen=True)
class HitRecord:
    """What a firm's own list says of a name. `grade`: same | variant | unsure. `kind`: client | affiliate | former."""

    name: str
    client: str
    grade: str
    kind: str
    affiliate_of: str = ""
    until_on: date | None = None


@dataclass(frozen=True)
class GateRecord:
    """All a lawyer may see of a case before the answer: number, names, how urgent; `answer` is '' for none yet."""

    referral_id: str
    number: str
    names: tuple[NameRecord, ...]
    hits: tuple[HitRecord, ...]
    band: str
    answer: str = ""


@dataclass(frozen=True)
class KeeperRow:
    """A lawyer who can answer the gate, and the duty on which they are here next; None for none planned."""

    lawyer: str
    firm: str
    on: datetime | None


@dataclass(frozen=True)
class ShutPage:
    """What somebody at the law firm's desk who is no lawyer of it is told: what waits, and for whom."""

    waiting: tuple[tuple[str, str], ...]  # number, how urgent
    keepers: tuple[KeeperRow, ...]


@dataclass(frozen=True)
class DocketRow:
    """One place of a docket. `state`: a state of the visit, or `free` for a slot nobody has.

    `which` names it in forms: the visit's id, the referral's before it was stored; '' where nothing can be done.
    """

    state: str
    kind: str = "referral"
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    which: str = ""
    referral_id: str = ""
    case_id: str = ""  # only for whom the case is open
    number: str = ""
    parties: str = ""
    band: str = ""
    answer: str = ""  # of the lawyer who looks: '' not asked yet
    opinion: str = ""  # '' | draft | given
    kept: bool = False
    why: Said | None = None
    held_by: str = ""  # who holds the slot, until when; `which` is then the hold, where it may be let go
    held_until: datetime | None = None


@dataclass(frozen=True)
class HoldRecord:
    """A slot somebody holds, and until when."""

    id: str
    starts_at: datetime
    until: datetime


@dataclass(frozen=True)
class ShiftRecord:
    """One duty. `state` as in the roster."""

    id: str
    on: date
    starts_at: datetime
    ends_at: datetime
    state: str
    lawyer: str
    firm: str
    mine: bool = False
    handover: str = ""  # what the last duty left to say
    note: str = ""  # what this one leaves
    may_note: bool = False


@dataclass(frozen=True)
class DocketPage:
    """The docket of one shift: its slots in their order, what has no time in it; `stored` once it stands fixed."""

    shift: ShiftRecord
    rows: tuple[DocketRow, ...]
    handed_on: tuple[DocketRow, ...]
    others: tuple[DocketRow, ...] = ()  # refused for a conflict, sent back
    stored: bool = False
    may_arrange: bool = False
    may_hold: bool = False
    hold_minutes: int = 0


@dataclass(frozen=True)
class QuestionRow:
    """A question left open. The case's id and the words are there only for whom the case is open."""

    id: str
    number: str
    parties: str
    asked_at: datetime
    case_id: str = ""
    question: str = ""
    referral_id: str = ""
    state: str = "open"
    answer: str = ""
    asked_by: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True)
class PackPage:
    """The first page of a duty day: the gates still closed, the queue, what the last duty days left open."""

    today: date
    docket: DocketPage | None
    gates: Mapping[str, GateRecord]  # by referral
    questions: tuple[QuestionRow, ...]
    on_duty: bool
    next_on: date | None = None


@dataclass(frozen=True)
class UnsureRow:
    """A check its lawyer couldn't answer, for the supervisor: names, never what the firm's list said."""

    id: str
    number: str
    case_id: str
    names: tuple[NameRecord, ...]
    lawyer: str
    firm: str
    answered_at: datetime | None


@dataclass(frozen=True)
class RequestRow:
    """Evidence a side is asked for. `state`: open | received | withdrawn."""

    id: str
    what: str
    side: str
    due_on: date | None
    state: str
    asked_at: datetime
    asked_by: str
    late: bool = False


@dataclass(frozen=True)
class OpinionRecord:
    """An opinion; `mine` lets its writer go on with a draft."""

    id: str
    state: str
    question: str
    answer: str
    articles: tuple[LawRecord, ...]
    range_low: int | None
    range_high: int | None
    next_step: str
    lawyer: str
    firm: str
    changed_at: datetime
    given_at: datetime | None
    mine: bool = False
    version: int = 1


@dataclass(frozen=True)
class AdvicePart:
    """What the case page shows of the duty lawyer's work."""

    opinions: tuple[OpinionRecord, ...] = ()
    requests: tuple[RequestRow, ...] = ()
    questions: tuple[QuestionRow, ...] = ()
    may: frozenset[str] = frozenset()
    hold: HoldRecord | None = None
    hold_minutes: int = 0  # more than none where a slot may be held for the case

    def __bool__(self) -> bool:
        """Tell whether there is anything to show."""
        return bool(self.opinions or self.requests or self.questions)


@dataclass(frozen=True)
class BriefPage:
    """One page a case, to be read in a minute and a half: what `page` holds, cut down, and two questions."""

    page: CasePage
    summary: str
    cut: bool
    total: int | None
    offers: tuple[Said, ...]
    questions: tuple[Said, ...]
    part: AdvicePart
    judged_on: date
    floor: Said
    worked: bool = False
    visit: str = ""  # which visit can be marked no-show; '' for none
    shift_id: str = ""
    referral_id: str = ""


@dataclass(frozen=True)
class ArticlePage:
    """An article as it stood on a day; `text` is '' where the wording isn't kept here."""

    law: LawRecord
    on: date
    in_force: bool
    since: date
    until: date | None
    source: str
    note: str = ""


@dataclass(frozen=True)
class ClientRow:
    """One entry of a firm's own list."""

    id: str
    kind: str
    name: str
    affiliate_of: str
    until_on: date | None
    added_at: datetime
