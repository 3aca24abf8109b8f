"""Notices to people, and the outbox that carries them out of the house."""

from datetime import datetime, time
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, choice, text

URGENCIES = ("normal", "immediate")
MAIL_CHOICES = ("digest", "none")
CHANNELS = ("mail", "webhook")
DELIVERY_STATES = ("queued", "sending", "sent", "failed", "cancelled")
ENCRYPTIONS = ("none", "starttls", "tls")
WAITING = sa.text("waiting")


class Notice(Row, table=True):
    """One thing one person was told. `message` is a msgid with `params`, worded in the reader's language when shown."""

    __tablename__ = "notice"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "key"),
        sa.Index("ix_notice_user_id_read_at", "user_id", "read_at", "made_at"),
        sa.Index("ix_notice_waiting", "user_id", "made_at", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    user_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", sa_type=text(32))
    case_id: str | None = Field(default=None, foreign_key="case_file.id", index=True, sa_type=text(32))
    key: str = Field(sa_type=text(160), description="what the notice is about; told once a person and key")
    kind: str = Field(sa_type=text(40), description="the signal, a word of office/notices.SIGNALS")
    urgency: str = Field(default="normal", sa_type=choice("urgency", URGENCIES))
    message: str = Field(sa_type=text(300))
    params: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    target: str = Field(default="", sa_type=text(200), description="path of the page it leads to")
    made_at: datetime = Field(sa_type=UTCDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    waiting: bool = Field(default=False, description="goes into the person's next digest unless it is read before")
    delivery_id: str | None = Field(default=None, foreign_key="delivery.id", index=True, sa_type=text(32))


class Delivery(Row, table=True):
    """One mail or call of a webhook waiting in the outbox, or what became of it; `key` makes it single."""

    __tablename__ = "delivery"
    __table_args__ = (
        sa.Index("ix_delivery_state_due_at", "state", "due_at"),
        sa.Index("ix_delivery_station_id_made_at", "station_id", "made_at"),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    user_id: str | None = Field(default=None, foreign_key="user_account.id", index=True, sa_type=text(32))
    key: str = Field(unique=True, sa_type=text(160))
    channel: str = Field(default="mail", sa_type=choice("channel", CHANNELS))
    template: str = Field(sa_type=text(40))
    params: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    made_at: datetime = Field(sa_type=UTCDateTime)
    due_at: datetime = Field(sa_type=UTCDateTime)
    state: str = Field(default="queued", sa_type=choice("state", DELIVERY_STATES))
    tries: int = 0
    claimed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    fault: str = Field(default="", sa_type=text(300), description="code of what the last try ran into")


class NoticeChoice(Row, table=True):
    """How one person wants to be told of one signal; without a row, the signal's own default."""

    __tablename__ = "notice_choice"
    __table_args__ = (sa.UniqueConstraint("user_id", "kind"),)

    user_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", sa_type=text(32))
    kind: str = Field(sa_type=text(40))
    mail: str = Field(default="digest", sa_type=choice("mail", MAIL_CHOICES))


class DigestTime(Row, table=True):
    """A time of the day (Asia/Shanghai) at which one person's digest is sent."""

    __tablename__ = "digest_time"
    __table_args__ = (sa.UniqueConstraint("user_id", "at"),)

    user_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", sa_type=text(32))
    at: time


class AddressProof(Row, table=True):
    """An e-mail address a person gave; it becomes the account's once the code that was mailed to it is typed in."""

    __tablename__ = "address_proof"

    user_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", unique=True, sa_type=text(32))
    address: str = Field(sa_type=text(200))
    code_sealed: bytes
    asked_at: datetime = Field(sa_type=UTCDateTime)
    tries: int = Field(default=0, description="wrong codes typed in")


class MailRoute(Row, table=True):
    """The mail server of a station; its password is sealed."""

    __tablename__ = "mail_route"

    station_id: str = Field(foreign_key="station.id", unique=True, sa_type=text(32))
    host: str = Field(sa_type=text(200))
    port: int = 465
    encryption: str = Field(default="tls", sa_type=choice("encryption", ENCRYPTIONS))
    user_name: str = Field(default="", sa_type=text(200))
    password_sealed: bytes | None = None
    sender: str = Field(sa_type=text(200))
    active: bool = True
    tested_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    tested_fault: str = Field(default="", sa_type=text(300))


class Webhook(Row, table=True):
    """An office messenger's address that gets the station's notices, each call signed with the sealed secret."""

    __tablename__ = "webhook"

    station_id: str = Field(foreign_key="station.id", unique=True, sa_type=text(32))
    url: str = Field(sa_type=text(500))
    secret_sealed: bytes
    level_from: int = Field(default=2, description="lowest level of escalation that is sent")
    active: bool = True
