"""What each party agreed to or refused, how it was invited, and what was served on it."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, choice, text

ABOUT = ("mediation", "extension", "recording", "interpreter", "data_sharing", "open_session")
WAYS = ("in_person", "phone", "message", "letter", "inquiry")
CHANNELS = ("in_person", "phone", "message", "post", "through_union", "left_at_place")
INVITATION_STATES = ("made", "sent", "delivered", "failed", "answered", "withdrawn")
SERVICE_MODES = ("in_person", "post", "message", "left_at_place", "through_other", "notice")


class Consent(Row, table=True):
    """One answer of one party: to mediation, to an extension, to a recording … Never taken from silence or a default.

    A later answer to the same question replaces an earlier one; none is deleted. `said_at` is when the party said it.
    """

    __tablename__ = "consent"
    __table_args__ = (sa.Index("ix_consent_case_id_about", "case_id", "about", "party_id", "said_at"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    party_id: str = Field(foreign_key="party.id", sa_type=text(32))
    about: str = Field(sa_type=choice("about", ABOUT))
    agreed: bool
    way: str = Field(sa_type=choice("way", WAYS))
    spoken_by: str = Field(default="", sa_type=text(80), description="who said it for the party, blank: itself")
    words: str = Field(default="", sa_type=text(500), description="reason or condition, as it was said")
    said_at: datetime = Field(sa_type=UTCDateTime)
    evidence_id: str | None = Field(default=None, foreign_key="evidence.id", sa_type=text(32))
    noted_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str = Field(foreign_key="user_account.id", sa_type=text(32))


class Invitation(Row, table=True):
    """One invitation of one party to mediation or to a session, with what became of its delivery."""

    __tablename__ = "invitation"
    __table_args__ = (sa.Index("ix_invitation_case_id_made_at", "case_id", "made_at"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    party_id: str = Field(foreign_key="party.id", sa_type=text(32))
    sitting_id: str | None = Field(default=None, foreign_key="sitting.id", sa_type=text(32))
    channel: str = Field(sa_type=choice("channel", CHANNELS))
    state: str = Field(default="made", sa_type=choice("state", INVITATION_STATES))
    answer_by: date | None = Field(default=None, description="last day named in the invitation")
    made_at: datetime = Field(sa_type=UTCDateTime)
    made_by: str = Field(foreign_key="user_account.id", sa_type=text(32))
    sent_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime, description="delivered, failed or answered")
    receiver: str = Field(default="", sa_type=text(80), description="who took it")
    note: str = Field(default="", sa_type=text(300), description="why it failed; number of the letter")


class Service(Row, table=True):
    """That a paper was handed to a party (送达): how, where, who took it, or why it was refused (CPL 87)."""

    __tablename__ = "service"
    __table_args__ = (sa.Index("ix_service_case_id_kind", "case_id", "kind"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    case_id: str = Field(foreign_key="case_file.id", sa_type=text(32))
    party_id: str = Field(foreign_key="party.id", sa_type=text(32))
    kind: str = Field(sa_type=text(40), description="document kind, such as rights_notice")
    document_id: str | None = Field(default=None, foreign_key="document.id", sa_type=text(32))
    mode: str = Field(sa_type=choice("mode", SERVICE_MODES))
    place: str = Field(default="", sa_type=text(200))
    on: date
    receiver: str = Field(default="", sa_type=text(80))
    relation: str = Field(default="", sa_type=text(40), description="of the receiver to the party, blank: itself")
    refused: bool = False
    note: str = Field(default="", sa_type=text(300))
    evidence_id: str | None = Field(default=None, foreign_key="evidence.id", sa_type=text(32))
    noted_at: datetime = Field(sa_type=UTCDateTime)
    noted_by: str = Field(foreign_key="user_account.id", sa_type=text(32))
