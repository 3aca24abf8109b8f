"""Wage talks (集体协商): one round from the request to the end of the contract, its firms, teams and periods."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.domain.casefile import NAME_LENGTH
from mediation.models.base import Row, UTCDateTime, Versioned, choice, no_items, text

STAGES = ("preparing", "requested", "refused", "negotiating", "voting", "filing", "in_force", "ended")
"""preparing: not yet asked · voting: from the signed draft · filing: from adoption · ended: over, however it ended."""
UNITS = ("firm", "sector", "area")
SOURCES = ("firm", "cluster", "renewal", "mandatory", "change")
SIDES = ("workers", "employer")
CONTRACTS = ("wage", "general")
REPLIES = ("accepted", "refused")
MATTERS = ("layoff", "stoppage", "hazard")
POSTS = ("union_head", "legal_representative", "other")
CHOSEN = ("office", "union", "elected", "employer", "delegated")
SPOTS = ("firm", "site")
ALARM_STATES = ("open", "closed")
ENDS = ("contract", "withdrawn", "failed", "expired", "renewed", "cancelled")
CHANGES = ("change", "cancel")


class Talks(Row, Versioned, table=True):
    """One round of talks with a firm, or with the firms of a sector or area.

    The days mean what `domain.talks.state.Talks` says; days of sessions, votes, filings and steps stand in tables of
    their own. `stage`, `reply_by`, `due_on` and `due_clock` are worked out from all of them by office/talks_clocks.py.
    """

    __tablename__ = "talks"
    __table_args__ = (
        sa.Index("ix_talks_stage_reply_by", "stage", "reply_by"),
        sa.Index("ix_talks_station_id_stage_due_on", "station_id", "stage", "due_on"),
        sa.UniqueConstraint("station_id", "number"),
    )

    station_id: str = Field(foreign_key="station.id", index=True, sa_type=text(32))
    number: str | None = Field(default=None, sa_type=text(60))
    employer: str = Field(sa_type=text(NAME_LENGTH), description="the firm, or the sector's or area's name")
    firm_key: str | None = Field(default=None, index=True, sa_type=text(160))
    unit: str = Field(default="firm", sa_type=choice("unit", UNITS))
    source: str = Field(default="firm", sa_type=choice("source", SOURCES))
    renews: str | None = Field(
        default=None, foreign_key="talks.id", sa_type=text(32), description="whose contract is renewed, or changed"
    )
    place: str = Field(default="shanghai", sa_type=text(40))
    district: str = Field(default="", sa_type=text(60))
    industry: str = Field(default="", sa_type=text(60))
    contract: str = Field(default="wage", sa_type=choice("contract", CONTRACTS))
    proposer: str = Field(default="workers", sa_type=choice("proposer", SIDES))
    matters: list[str] = Field(default_factory=no_items, sa_type=sa.JSON, description="why not to be refused: MATTERS")
    layoff: int | None = Field(default=None, description="people to be dismissed")
    stoppage: bool = False
    hazard: bool = False
    staff: int | None = Field(default=None, description="all people of the unit; of several firms, their sum")
    unionised: bool = True
    women_committee: bool | None = None
    consenting: int | None = Field(default=None, description="staff who agreed to elected representatives")
    guided: bool | None = Field(default=None, description="the upper union guided the election of representatives")
    union_name: str = Field(default="", sa_type=text(NAME_LENGTH))
    agenda: list[str] = Field(default_factory=no_items, sa_type=sa.JSON, description="keys of clauses, in order")
    agenda_why: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON, description="by clause: why it is there")
    meeting_place: str = Field(default="", sa_type=text(200))
    authority: str = Field(default="", sa_type=text(120), description="the labour authority it is filed with")

    contract_until: date | None = Field(default=None, description="the last day of an earlier contract")
    proposed_on: date | None = None
    received_on: date | None = None
    reply_by: date | None = Field(default=None, description="the last day for the written answer, where it is certain")
    replied_on: date | None = None
    reply: str = Field(default="", sa_type=text(20), description="one of REPLIES, or empty")
    refusal_reason: str = Field(default="", sa_type=text(1000))
    reason_valid: bool | None = None
    reason_judge: str = Field(default="", sa_type=text(80), description="who holds the reason valid or not")
    reason_judged_on: date | None = None
    agreed_later_on: date | None = None
    named_workers_on: date | None = None
    named_employer_on: date | None = None
    planned_on: date | None = Field(default=None, description="the first session, as long as none was held")
    suspended_on: date | None = None
    resume_on: date | None = None
    resumed_on: date | None = None
    deadlock_on: date | None = None
    draft_signed_on: date | None = None
    papers_sent_on: date | None = None
    adoption_notice_on: date | None = None
    signed_on: date | None = None
    effective_on: date | None = Field(default=None, description="worked out: by opinion, or by silence")
    published_on: date | None = None
    term_from: date | None = None
    term_until: date | None = None
    renewal_proposed_on: date | None = None
    change_asked_on: date | None = Field(default=None, description="one side asked to change or cancel the contract")
    change_kind: str = Field(default="", sa_type=text(20), description="one of CHANGES, or empty")
    change_side: str = Field(default="", sa_type=text(20), description="one of SIDES, or empty")
    change_why: str = Field(default="", sa_type=text(1000))
    coordination_asked_on: date | None = None
    coordination_accepted_on: date | None = None
    coordination_extended: int = 0
    coordination_ended_on: date | None = None
    ended_on: date | None = None
    ended_why: str = Field(default="", sa_type=text(20), description="one of ENDS, or empty")
    ended_note: str = Field(default="", sa_type=text(1000))

    stage: str = Field(default="preparing", sa_type=choice("stage", STAGES))
    due_on: date | None = Field(default=None, description="the nearest safe day of an open period, see due_clock")
    due_clock: str = Field(default="", sa_type=text(60))
    turns_on: date | None = Field(
        default=None, index=True, description="the day on which time alone changes stage or periods, for the sweep"
    )
    made_at: datetime = Field(sa_type=UTCDateTime)
    made_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    changed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class TalksFirm(Row, table=True):
    """One firm of sector or area talks; talks with one firm have one row too."""

    __tablename__ = "talks_firm"
    __table_args__ = (sa.Index("ix_talks_firm_station_id_firm_key", "station_id", "firm_key"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    talks_id: str = Field(foreign_key="talks.id", index=True, sa_type=text(32))
    name: str = Field(sa_type=text(NAME_LENGTH))
    firm_key: str | None = Field(default=None, sa_type=text(160))
    credit_code: str = Field(default="", sa_type=text(40))
    legal_representative: str = Field(default="", sa_type=text(80))
    address: str = Field(default="", sa_type=text(200))
    staff: int | None = None
    authorised: bool | None = Field(default=None, description="it gave written authority to conclude; None: not known")
    position: int = 0


class TalksCase(Row, table=True):
    """A dispute that the agenda was drafted from."""

    __tablename__ = "talks_case"
    __table_args__ = (sa.UniqueConstraint("talks_id", "case_id"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    talks_id: str = Field(foreign_key="talks.id", index=True, sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", index=True, sa_type=text(32))


class TalksMember(Row, table=True):
    """One representative; the fields mean what `domain.talks.teams.Representative` says."""

    __tablename__ = "talks_member"

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    talks_id: str = Field(foreign_key="talks.id", index=True, sa_type=text(32))
    side: str = Field(sa_type=choice("side", SIDES))
    name: str = Field(sa_type=text(80))
    title: str = Field(default="", sa_type=text(80), description="the work done in the firm, as papers print it")
    phone: str = Field(default="", sa_type=text(40))
    chief: bool = False
    post: str = Field(default="other", sa_type=choice("post", POSTS))
    chosen: str = Field(sa_type=choice("chosen", CHOSEN))
    outsider: bool = False
    woman: bool = False
    since: date
    until: date | None = None
    left_why: str = Field(default="", sa_type=text(200))
    replaces: str = Field(default="", sa_type=text(80))
    contract_until: date | None = None
    position: int = 0


class TalksClock(Row, table=True):
    """One period as it was last reckoned, with its receipt; written anew by every act that moves a day.

    `second`: the tighter period of a wider place. Whether it runs, is late or expired depends on the day it is read:
    `domain.talks.clocks.state_on`.
    """

    __tablename__ = "talks_clock"
    __table_args__ = (sa.Index("ix_talks_clock_station_id_done_on_safe_on", "station_id", "done_on", "safe_on"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    talks_id: str = Field(foreign_key="talks.id", index=True, sa_type=text(32))
    clock: str = Field(sa_type=text(60))
    number: str = Field(sa_type=text(10), description="the row of law.md §5, N02 …")
    place: str = Field(sa_type=text(40))
    second: bool = False
    title: dict[str, str] = Field(sa_type=sa.JSON)
    side: str = Field(default="", sa_type=text(20))
    who: str = Field(sa_type=text(20))
    about: str = Field(default="", sa_type=text(120))
    force: str = Field(sa_type=text(20))
    verified: str = Field(sa_type=text(1))
    trigger: str = Field(sa_type=text(40))
    trigger_on: date
    opens_on: date | None = None
    safe_on: date
    last_on: date | None = None
    done_on: date | None = None
    law: list[str] = Field(default_factory=no_items, sa_type=sa.JSON)
    steps: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=sa.JSON)
    skipped: list[str] = Field(default_factory=no_items, sa_type=sa.JSON)
    calendar: str = Field(default="", sa_type=text(400))
    rulebook: str = Field(sa_type=text(80))


class TalksStep(Row, table=True):
    """A lawful step that was taken: guidance, rectification opinion, order, coordination … (ids of rules/talks)."""

    __tablename__ = "talks_step"

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    talks_id: str = Field(foreign_key="talks.id", index=True, sa_type=text(32))
    step: str = Field(sa_type=text(60))
    taken_on: date
    note: str = Field(default="", sa_type=text(1000))
    noted_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))


class TalksAlarm(Row, table=True):
    """Early warning: enough similar cases at one firm or one site. One row each for good, open as long as it holds.

    `told` are the cases that people were told of; they are told again once as many new ones have come.
    """

    __tablename__ = "talks_alarm"
    __table_args__ = (sa.UniqueConstraint("station_id", "spot", "key"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    spot: str = Field(sa_type=choice("spot", SPOTS))
    key: str = Field(sa_type=text(200), description="the firm's key, or the site's address")
    name: str = Field(sa_type=text(200))
    state: str = Field(default="open", sa_type=choice("state", ALARM_STATES))
    raised_at: datetime = Field(sa_type=UTCDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    cases: int = Field(description="the most cases that one clause may settle")
    least: int
    days: int
    reasons: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=sa.JSON)
    told: list[str] = Field(default_factory=no_items, sa_type=sa.JSON)
