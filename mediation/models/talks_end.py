"""The end of wage talks: votes and their ballots, filings, promises and the signs that one was broken."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, choice, text

BODIES = ("congress", "all_staff")
WAYS = ("paper", "phone")
VOTE_STATES = ("planned", "open", "counted", "cancelled")
CHOICES = ("yes", "no", "abstain")
PROMISES = ("open", "kept", "broken", "ended")
SIGNS = ("new", "breach", "no_breach")


class TalksVote(Row, table=True):
    """One vote on a draft, on paper or by phone; the numbers are counts of heads and of ballots.

    `delegates` are ALL delegates (or all staff). `adopted` is what `domain.talks.vote.result` said at the count.
    """

    __tablename__ = "talks_vote"
    __table_args__ = (sa.UniqueConstraint("talks_id", "number"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    talks_id: str = Field(foreign_key="talks.id", index=True, sa_type=text(32))
    number: int
    way: str = Field(default="paper", sa_type=choice("way", WAYS))
    body: str = Field(default="congress", sa_type=choice("body", BODIES))
    state: str = Field(default="planned", sa_type=choice("state", VOTE_STATES))
    on: date
    papers_sent_on: date | None = None
    meeting_place: str = Field(default="", sa_type=text(200))
    delegates: int
    present: int | None = None
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    invalid: int | None = None
    secret: bool | None = None
    adopted: bool | None = None
    for_lawyer: bool = False
    lawyer_cleared_on: date | None = None
    draft: dict[str, Any] = Field(
        default_factory=dict, sa_type=sa.JSON, description="the agreed clauses put to the vote, as stored values"
    )
    counters: str = Field(default="", sa_type=text(200), description="who counted and who watched the count")
    opened_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closes_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    counted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    noted_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))


class BallotCode(Row, table=True):
    """The right to one vote: only the keyed digest of a one-time code; `used` says that, never when or how."""

    __tablename__ = "ballot_code"

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    vote_id: str = Field(foreign_key="talks_vote.id", index=True, sa_type=text(32))
    digest: str = Field(unique=True, sa_type=text(64))
    used: bool = False


class Ballot(Row, table=True):
    """One ballot of the urn. The slots are made before the vote opens, in random order; nothing ties one to a code."""

    __tablename__ = "ballot"
    __table_args__ = (sa.Index("ix_ballot_vote_id_choice", "vote_id", "choice"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    vote_id: str = Field(foreign_key="talks_vote.id", sa_type=text(32))
    choice: str = Field(default="", sa_type=text(10), description="one of CHOICES; empty: not used")


class TalksFiling(Row, table=True):
    """One filing with the labour authority, its objection or its opinion."""

    __tablename__ = "talks_filing"
    __table_args__ = (sa.UniqueConstraint("talks_id", "number"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    talks_id: str = Field(foreign_key="talks.id", index=True, sa_type=text(32))
    number: int
    authority: str = Field(sa_type=text(120))
    received_on: date
    receipt_number: str = Field(default="", sa_type=text(80))
    objected_on: date | None = None
    objection: str = Field(default="", sa_type=text(2000))
    objected_clauses: str = Field(default="", sa_type=text(400), description="keys of clauses, comma-separated")
    opinion_on: date | None = None
    opinion_number: str = Field(default="", sa_type=text(80))
    noted_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))


class Promise(Row, table=True):
    """A non-wage promise of an agreement, tracked to its last day with proof."""

    __tablename__ = "promise"
    __table_args__ = (sa.Index("ix_promise_station_id_state_until", "station_id", "state", "until"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    talks_id: str = Field(foreign_key="talks.id", index=True, sa_type=text(32))
    clause: str = Field(sa_type=text(60))
    kind: str = Field(sa_type=text(40))
    wording: str = Field(sa_type=sa.Text)
    proof_wanted: str = Field(default="", sa_type=text(400))
    watched: str = Field(default="", sa_type=text(400), description="claim kinds that speak against it, by commas")
    starts_on: date
    until: date
    state: str = Field(default="open", sa_type=choice("state", PROMISES))
    proof: str = Field(default="", sa_type=text(2000))
    proved_on: date | None = None
    claimed_on: date | None = Field(default=None, description="when the union claimed it of the firm")
    note: str = Field(default="", sa_type=text(2000))
    changed_at: datetime = Field(sa_type=UTCDateTime)
    changed_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))


class PromiseSign(Row, table=True):
    """A case that speaks against a promise: a sign for people to look into, and what they found."""

    __tablename__ = "promise_sign"
    __table_args__ = (sa.UniqueConstraint("promise_id", "case_id"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    talks_id: str = Field(foreign_key="talks.id", index=True, sa_type=text(32))
    promise_id: str = Field(foreign_key="promise.id", index=True, sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", index=True, sa_type=text(32))
    day: date = Field(description="the day of the dismissal, or of the application")
    kind: str = Field(sa_type=text(40))
    state: str = Field(default="new", sa_type=choice("state", SIGNS))
    note: str = Field(default="", sa_type=text(1000))
    found_at: datetime = Field(sa_type=UTCDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    settled_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
