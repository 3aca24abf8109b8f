"""After the agreement: which route to an enforceable title was taken, visits, payments reported, satisfaction."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, choice, text

ROUTES = (
    "court_confirmation", "arbitration_review", "payment_order", "notary", "direct_suit", "arbitration", "enforcement",
)  # fmt: skip
STEPS = ("chosen", "filed", "accepted", "granted", "dismissed", "withdrawn")
PAYMENT_WORDS = ("paid", "partly", "unpaid")
VISIT_WAYS = ("phone", "message", "visit", "at_station")


class RouteStep(Row, table=True):
    """One step on a route after the agreement, as it happened."""

    __tablename__ = "route_step"
    __table_args__ = (sa.Index("ix_route_step_settlement_id", "settlement_id", "on"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", index=True, sa_type=text(32))
    settlement_id: str = Field(foreign_key="settlement.id", sa_type=text(32))
    route: str = Field(sa_type=choice("route", ROUTES))
    step: str = Field(sa_type=choice("step", STEPS))
    on: date
    authority: str = Field(default="", sa_type=text(120), description="court, commission or notary's office")
    number: str = Field(default="", sa_type=text(80), description="the authority's own number")
    note: str = Field(default="", sa_type=text(500))
    document_id: str | None = Field(default=None, foreign_key="document.id", sa_type=text(32))
    noted_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str = Field(foreign_key="user_account.id", sa_type=text(32))
    taken_back_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class PaymentReport(Row, table=True):
    """What somebody said of one instalment: paid, partly, not paid; with proof or without. `amount` in fen."""

    __tablename__ = "payment_report"
    __table_args__ = (sa.Index("ix_payment_report_instalment_id", "instalment_id", "said_at"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", index=True, sa_type=text(32))
    instalment_id: str = Field(foreign_key="instalment.id", sa_type=text(32))
    party_id: str | None = Field(default=None, foreign_key="party.id", sa_type=text(32), description="who said it")
    says: str = Field(sa_type=choice("says", PAYMENT_WORDS))
    amount: int | None = Field(default=None, sa_type=sa.BigInteger)
    on: date | None = None
    words: str = Field(default="", sa_type=text(300))
    evidence_id: str | None = Field(default=None, foreign_key="evidence.id", sa_type=text(32))
    said_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))


class FollowUp(Row, table=True):
    """One visit after the agreement (回访, D15): performance, satisfaction, new disputes, what is to be done."""

    __tablename__ = "follow_up"
    __table_args__ = (sa.Index("ix_follow_up_case_id_on", "case_id", "on"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    settlement_id: str | None = Field(default=None, foreign_key="settlement.id", sa_type=text(32))
    instalment_id: str | None = Field(default=None, foreign_key="instalment.id", sa_type=text(32))
    party_id: str | None = Field(default=None, foreign_key="party.id", sa_type=text(32))
    on: date
    way: str = Field(sa_type=choice("way", VISIT_WAYS))
    spoken_with: str = Field(default="", sa_type=text(80))
    reason: str = Field(default="", sa_type=text(200))
    performance: str | None = Field(default=None, sa_type=choice("performance", PAYMENT_WORDS))
    words: str = Field(default="", sa_type=text(1000))
    new_dispute: str = Field(default="", sa_type=text(500))
    next_step: str = Field(default="", sa_type=text(500))
    noted_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str = Field(foreign_key="user_account.id", sa_type=text(32))


class Satisfaction(Row, table=True):
    """How satisfied one party was, 1 (not at all) to 5; asked once, answered freely or not at all."""

    __tablename__ = "satisfaction"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "party_id"),
        sa.Index("ix_satisfaction_station_id_answered_on", "station_id", "answered_on", "score", "case_id"),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    party_id: str = Field(foreign_key="party.id", sa_type=text(32))
    score: int
    words: str = Field(default="", sa_type=text(500))
    answered_on: date
    way: str = Field(sa_type=choice("way", VISIT_WAYS))
    noted_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
