"""The case: what was logged, what is known of it now, and what the rules last decided."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.domain.casefile import CHANNELS, RELATIONS, VIOLENCE
from mediation.models.base import Row, UTCDateTime, Versioned, choice, no_items, text
from mediation.models.station import DESKS

MEDIATION = ("open", "refused", "blocked")
STATES = ("open", "closed")
ENDINGS = (
    "agreed", "settled_themselves", "unreachable", "unwilling", "too_far_apart", "time_over", "not_signed", "other",
    "withdrawn",
)  # fmt: skip
OUTCOMES = (
    "settled", "partly_settled", "not_settled", "refused", "withdrawn", "out_of_scope", "transferred", "other",
)  # fmt: skip


class Case(Row, Versioned, table=True):
    """One dispute in the case book. `number` is a label; addresses carry the id.

    Null in an employment, risk or willingness column means "not known". `situation` is the record the rules were last
    asked about, `rulebook` the digest of the rules that answered.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        sa.UniqueConstraint("station_id", "number"),
        sa.UniqueConstraint("station_id", "idempotency_key"),
        sa.Index("ix_case_file_station_id_state_received_at", "station_id", "state", "received_at"),
        sa.Index("ix_case_file_station_id_received_at", "station_id", "received_at", "id"),
        sa.Index("ix_case_file_state_last_entry_at", "state", "last_entry_at"),
        sa.Index("ix_case_file_state_turns_on", "state", "turns_on"),
        # figures count within these alone: the rows are wide
        sa.Index(
            "ix_case_file_station_id_received_on", "station_id", "received_on", "merged_into", "closed_on", "id",
            "accepted_on", "channel", "lead", "workers",
        ),
        sa.Index(
            "ix_case_file_station_id_accepted_on", "station_id", "accepted_on", "merged_into", "outcome", "closed_on"
        ),
        sa.Index(
            "ix_case_file_station_id_closed_on", "station_id", "closed_on", "merged_into", "outcome", "received_on",
            "workers",
        ),
        sa.Index("ix_case_file_station_id_merged_into", "station_id", "merged_into"),
        # the checks of the data, likewise
        sa.Index(
            "ix_case_file_findings", "station_id", "state", "received_on", "outcome", "merged_into", "closed_on",
            "accepted_on", "hired_on", "ended_on", "last_entry_at", "received_at", "id",
        ),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    number: str = Field(sa_type=text(40))
    state: str = Field(default="open", sa_type=choice("state", STATES))
    received_at: datetime = Field(sa_type=UTCDateTime)
    received_on: date
    channel: str = Field(sa_type=choice("channel", CHANNELS))
    summary: str = Field(sa_type=text())
    workers: int
    hired_on: date | None = None
    ended_on: date | None = None
    relation: str = Field(default="unknown", sa_type=choice("relation", RELATIONS))
    written_contract: bool | None = None
    union_told: bool | None = None
    threat: bool | None = None
    gathering: bool | None = None
    stoppage: bool | None = None
    violence: str | None = Field(default=None, sa_type=choice("violence", VIOLENCE))
    employer_absconded: bool | None = None
    payment_order_ignored: bool | None = None
    willing_applicant: bool | None = None
    willing_respondent: bool | None = None
    willing_on: date | None = None
    accepted_on: date | None = None
    unsafe_withdrawn: bool = False
    mediation: str = Field(default="open", sa_type=choice("mediation", MEDIATION))
    lead: str = Field(default="judicial_office", sa_type=choice("lead", DESKS))
    flags: list[str] = Field(default_factory=no_items, sa_type=sa.JSON)
    limitation_on: date | None = Field(default=None, description="earliest safe limitation date of any claim")
    turns_on: date | None = Field(default=None, description="day on which time alone changes what a rule said of it")
    situation: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    rulebook: str = Field(default="", sa_type=text(80))
    decided_at: datetime = Field(sa_type=UTCDateTime)
    last_entry_at: datetime | None = Field(
        default=None, sa_type=UTCDateTime, description="last line a person wrote into its history"
    )
    outcome: str | None = Field(default=None, sa_type=choice("outcome", OUTCOMES))
    ending: str | None = Field(default=None, sa_type=choice("ending", ENDINGS), description="why mediation ended")
    outcome_note: str = Field(default="", sa_type=text(500))
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closed_on: date | None = None
    closed_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    split_from: str | None = Field(default=None, foreign_key="case_file.id", sa_type=text(32))
    external_number: str = Field(default="", sa_type=text(80), description="of the police, a court, arbitration …")
    merged_into: str | None = Field(default=None, foreign_key="case_file.id", sa_type=text(32))
    logged_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    idempotency_key: str | None = Field(default=None, sa_type=text(64))


class CaseCounter(Row, table=True):
    """The last case number given out by a station in a year."""

    __tablename__ = "case_counter"
    __table_args__ = (sa.UniqueConstraint("station_id", "year", "series"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    year: int
    series: str = Field(default="case", sa_type=text(20))
    last: int = 0
