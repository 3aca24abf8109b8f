"""The duty day: who is seen when, the conflict gate before it, the opinion after it, what stays open."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, Versioned, choice, no_items, text

VISIT_KINDS = ("referral", "walk_in")
VISIT_STATES = ("queued", "seen", "no_show", "handed_on", "conflict", "dropped")
ANSWERS = ("clear", "conflict", "unsure")
GROUNDS = ("firm", "personal")
CLIENT_KINDS = ("client", "affiliate", "former")
OPINION_STATES = ("draft", "given")
REQUEST_STATES = ("open", "received", "withdrawn")
QUESTION_STATES = ("open", "answered", "withdrawn")


class Visit(Row, table=True):
    """One case's place on the docket of a shift; `rank` tells what put it there: its dates and its amount.

    A walk-in slot that nobody took yet has no case. One handed on has no time in this shift.
    """

    __tablename__ = "visit"
    __table_args__ = (
        sa.UniqueConstraint("shift_id", "case_id"),
        sa.Index("ix_visit_station_id_state", "station_id", "state"),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    shift_id: str = Field(foreign_key="shift.id", index=True, sa_type=text(32))
    case_id: str | None = Field(default=None, foreign_key="case_file.id", index=True, sa_type=text(32))
    referral_id: str | None = Field(default=None, foreign_key="referral.id", sa_type=text(32))
    kind: str = Field(default="referral", sa_type=choice("kind", VISIT_KINDS))
    state: str = Field(default="queued", sa_type=choice("state", VISIT_STATES))
    position: int = 0
    starts_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ends_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    rank: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    why: str = Field(default="", sa_type=text(200))
    promised: bool = Field(default=False, description="came from a held slot: rearranging leaves it where it is")
    changed_at: datetime = Field(sa_type=UTCDateTime)


class SlotHold(Row, table=True):
    """A slot of a duty that somebody keeps free while a case is being referred; after `until` it counts no more."""

    __tablename__ = "slot_hold"
    __table_args__ = (sa.UniqueConstraint("shift_id", "position"),)

    station_id: str = Field(foreign_key="station.id", index=True, sa_type=text(32))
    shift_id: str = Field(foreign_key="shift.id", sa_type=text(32))
    position: int
    starts_at: datetime = Field(sa_type=UTCDateTime)
    ends_at: datetime = Field(sa_type=UTCDateTime)
    case_id: str | None = Field(default=None, foreign_key="case_file.id", index=True, sa_type=text(32))
    held_by: str = Field(foreign_key="user_account.id", index=True, sa_type=text(32))
    held_at: datetime = Field(sa_type=UTCDateTime)
    until: datetime = Field(sa_type=UTCDateTime)


class ConflictCheck(Row, table=True):
    """One lawyer's answer about one case. `names` is all that was shown: every name of every role.

    `found` holds what the firm's own list matched, for the firm's eyes only. No answer yet: `answer` is null.
    `ground` tells whether a conflict is the whole firm's or only the lawyer's.
    """

    __tablename__ = "conflict_check"
    __table_args__ = (sa.UniqueConstraint("case_id", "lawyer_id"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", index=True, sa_type=text(32))
    lawyer_id: str = Field(foreign_key="lawyer.id", index=True, sa_type=text(32))
    firm_id: str = Field(foreign_key="firm.id", sa_type=text(32))
    names: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=sa.JSON)
    found: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=sa.JSON)
    asked_at: datetime = Field(sa_type=UTCDateTime)
    answer: str | None = Field(default=None, sa_type=choice("answer", ANSWERS))
    ground: str | None = Field(default=None, sa_type=choice("ground", GROUNDS))
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))


class FirmClient(Row, table=True):
    """One entry of a firm's own list of clients, their affiliates and former clients; only the firm reads it."""

    __tablename__ = "firm_client"

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    firm_id: str = Field(foreign_key="firm.id", index=True, sa_type=text(32))
    kind: str = Field(default="client", sa_type=choice("kind", CLIENT_KINDS))
    name_sealed: bytes
    affiliate_of_sealed: bytes | None = None
    until_on: date | None = Field(default=None, description="when it stopped to be a client")
    added_at: datetime = Field(sa_type=UTCDateTime)
    added_by: str = Field(foreign_key="user_account.id", sa_type=text(32))


class Opinion(Row, Versioned, table=True):
    """The duty lawyer's advice on a case: question, answer, law cited, range, next step. Given, it stays as it is."""

    __tablename__ = "opinion"

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", index=True, sa_type=text(32))
    referral_id: str | None = Field(default=None, foreign_key="referral.id", sa_type=text(32))
    shift_id: str | None = Field(default=None, foreign_key="shift.id", sa_type=text(32))
    lawyer_id: str = Field(foreign_key="lawyer.id", sa_type=text(32))
    state: str = Field(default="draft", sa_type=choice("state", OPINION_STATES))
    question: str = Field(default="", sa_type=text())
    answer: str = Field(default="", sa_type=text())
    articles: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=sa.JSON)
    range_low: int | None = Field(default=None, sa_type=sa.BigInteger)
    range_high: int | None = Field(default=None, sa_type=sa.BigInteger)
    next_step: str = Field(default="", sa_type=text(500))
    changed_at: datetime = Field(sa_type=UTCDateTime)
    given_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class EvidenceRequest(Row, table=True):
    """What the duty lawyer asks a side to bring, and by when."""

    __tablename__ = "evidence_request"

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", index=True, sa_type=text(32))
    what: str = Field(sa_type=text(500))
    side: str = Field(sa_type=choice("side", ("applicant", "respondent")))
    due_on: date | None = None
    state: str = Field(default="open", sa_type=choice("state", REQUEST_STATES))
    asked_at: datetime = Field(sa_type=UTCDateTime)
    asked_by: str = Field(foreign_key="user_account.id", sa_type=text(32))
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))


class OpenQuestion(Row, table=True):
    """A question one duty day leaves to the next; it reappears until it is answered or withdrawn."""

    __tablename__ = "open_question"
    __table_args__ = (sa.Index("ix_open_question_station_id_state", "station_id", "state"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", index=True, sa_type=text(32))
    shift_id: str | None = Field(default=None, foreign_key="shift.id", sa_type=text(32))
    question: str = Field(sa_type=text(500))
    state: str = Field(default="open", sa_type=choice("state", QUESTION_STATES))
    asked_at: datetime = Field(sa_type=UTCDateTime)
    asked_by: str = Field(foreign_key="user_account.id", sa_type=text(32))
    answer: str = Field(default="", sa_type=text(1000))
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
