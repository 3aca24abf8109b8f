"""Records of the table of wage talks: clauses with each side's bid, rounds compared, figures over the rounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mediation.domain.talks.clauses import Value
from mediation.domain.talks.movement import GapPoint
from mediation.domain.talks.wording import Piece
from mediation.office.records.reasons import LawRecord
from mediation.office.records.talks import FindingRecord, TalksFrame
from mediation.office.records.words import Said, Words


@dataclass(frozen=True)
class BidRecord:
    """What a side has on the table for a clause, or what is agreed: its text and since which round."""

    side: str
    round: int
    text: str
    package: tuple[Words, ...] = ()


@dataclass(frozen=True)
class FigureGap:
    """One figure of a clause on both sides; `gap` is the workers' less the employer's, `percent` in hundredths."""

    field: str
    title: Words
    unit: str
    workers: int | None
    employer: int | None
    gap: int | None
    percent: int | None


@dataclass(frozen=True)
class ClauseRow:
    """One clause on the table; `state` of domain.talks.offers, `agreed` the bid that was accepted."""

    key: str
    title: Words
    topic: str
    state: str
    on_agenda: bool
    bids: Mapping[str, BidRecord]
    agreed: BidRecord | None
    agreed_in: int | None
    gaps: tuple[FigureGap, ...]


@dataclass(frozen=True)
class TablePage:
    """The table: its clauses, whose turn it is, why nothing more may be offered (`closed`), what may be taken back."""

    frame: TalksFrame
    clauses: tuple[ClauseRow, ...]
    counts: Mapping[str, int]
    rounds: tuple[int, ...]
    turn: str | None
    closed: Said | None
    undo: OfferRecord | None


@dataclass(frozen=True)
class OfferRecord:
    """What one side did in one round, clause by clause (their titles), as told to the other side."""

    side: str
    round: int
    made_on: date
    reason: str
    offered: tuple[Words, ...]
    packages: tuple[tuple[Words, ...], ...]
    accepted: tuple[Words, ...]
    withdrawn: tuple[Words, ...]
    reopened: tuple[Words, ...]


@dataclass(frozen=True)
class FieldChangeRecord:
    """One field that changed: `change` added, removed or changed."""

    title: Words
    unit: str
    change: str
    before: Value | None
    after: Value | None


@dataclass(frozen=True)
class ChangeRecord:
    """What became of one clause in one side's version: by field, and as text with what was struck and put in."""

    key: str
    title: Words
    change: str
    states: tuple[str, str]
    fields: tuple[FieldChangeRecord, ...]
    text: tuple[Piece, ...]


@dataclass(frozen=True)
class RoundPage:
    """Two rounds side by side: the offers made after `before` up to `number`, and each side's changes."""

    frame: TalksFrame
    number: int
    before: int
    rounds: tuple[int, ...]
    offers: tuple[OfferRecord, ...]
    sides: Mapping[str, tuple[ChangeRecord, ...]]


@dataclass(frozen=True)
class SeriesRecord:
    """One figure over all rounds."""

    clause: str
    clause_title: Words
    field: str
    title: Words
    unit: str
    points: tuple[GapPoint, ...]

    @property
    def last(self) -> GapPoint:
        """Return the figure as it stands now."""
        return self.points[-1]


@dataclass(frozen=True)
class GapsPage:
    """The figures over the rounds: all of them as they stand, and those of the chosen clause in full."""

    frame: TalksFrame
    all: tuple[SeriesRecord, ...]
    chosen: str
    series: tuple[SeriesRecord, ...]


@dataclass(frozen=True)
class FormField:
    """One field of a clause's form: its name in the form and what it is filled with before anybody typed."""

    name: str
    title: Words
    unit: str
    needed: bool
    default: str


@dataclass(frozen=True)
class FormClause:
    """One clause in the form of an offer: how it stands, its fields, which acts are open, its package's letter."""

    row: ClauseRow
    own: BidRecord | None
    other: BidRecord | None
    fields: tuple[FormField, ...]
    acts: tuple[str, ...]
    letter: str
    laws: tuple[LawRecord, ...]


@dataclass(frozen=True)
class OfferForm:
    """The form of an offer; `packages` are those of the other side, by their first clause."""

    frame: TalksFrame
    side: str
    round: int
    agenda: tuple[FormClause, ...]
    further: tuple[FormClause, ...]
    packages: tuple[tuple[str, tuple[Words, ...]], ...]
    sessions: tuple[tuple[str, int, date], ...]
    closed: Said | None


@dataclass(frozen=True)
class PreviewLine:
    """What an offer does to one clause: `act` offer, accept, withdraw or reopen; the change of one's own version."""

    act: str
    title: Words
    text: tuple[Piece, ...]
    fields: tuple[FieldChangeRecord, ...]
    package: tuple[Words, ...]


@dataclass(frozen=True)
class OfferPreview:
    """An offer before it is stored: what it does, what the law says, whose turn comes next."""

    frame: TalksFrame
    side: str
    round: int
    made_on: date
    reason: str
    lines: tuple[PreviewLine, ...]
    warnings: tuple[FindingRecord, ...]
    turn: str | None
    agreed: int
    clauses: int


@dataclass(frozen=True)
class LibraryClause:
    """One clause of the library, for reading."""

    key: str
    title: Words
    topic: str
    laws: tuple[LawRecord, ...]
    required: tuple[tuple[Words, tuple[LawRecord, ...]], ...]
    fields: tuple[FormField, ...]
    sentences: tuple[tuple[tuple[bool, str], ...], ...]
    proof: Words | None


@dataclass(frozen=True)
class NoteRecord:
    """One private note, opened for a reader who may."""

    id: str
    side: str
    clause: Words | None
    round: int | None
    text: str
    noted_on: date
    own: bool
    author: str


@dataclass(frozen=True)
class NotesPage:
    """The private notes the reader may see, and for which sides the reader may write one."""

    frame: TalksFrame
    notes: tuple[NoteRecord, ...]
    sides: tuple[str, ...]
    clauses: tuple[tuple[str, Words], ...]
    rounds: tuple[int, ...]


@dataclass(frozen=True)
class MissingRecord:
    """Content that the law names and the draft doesn't have."""

    title: Words
    said: Said
    laws: tuple[LawRecord, ...]


@dataclass(frozen=True)
class DraftPage:
    """The draft as it stands: agreed clauses by topic, what is missing or in dispute, who signs it and when it was."""

    frame: TalksFrame
    chapters: tuple[tuple[str, tuple[tuple[Words, str], ...]], ...]
    missing: tuple[MissingRecord, ...]
    in_dispute: tuple[Words, ...]
    findings: tuple[FindingRecord, ...]
    term: tuple[date, date] | None
    chiefs: Mapping[str, str]
    signed_on: date | None
    spent: Said | None
    hindrances: tuple[Said, ...]
    may_withdraw: bool
