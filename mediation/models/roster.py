"""The duty roster: firms, lawyers, the weekly pattern, the shifts it gives, and who may read it as a calendar."""

from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, Versioned, choice, text
from mediation.models.station import DESKS
from mediation.models.user import LOCALES

HOLIDAY_RULES = ("move", "skip")
SHIFT_STATES = ("planned", "nobody", "cancelled", "served", "missed")
SWAP_STATES = ("asked", "approved", "refused", "withdrawn")
FEED_KINDS = ("lawyer", "desk", "station")


class Firm(Row, table=True):
    """A law firm that sends lawyers to the station."""

    __tablename__ = "firm"
    __table_args__ = (sa.UniqueConstraint("station_id", "name"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    name: str = Field(sa_type=text(100))
    contact: str = Field(default="", sa_type=text(100), description="whom to call when nobody is on duty")
    phone: str = Field(default="", sa_type=text(40), description="the firm's own number, not a person's")
    active: bool = True


class Lawyer(Row, table=True):
    """One lawyer of a firm; `user_id` is the account the lawyer signs in with, if there is one yet."""

    __tablename__ = "lawyer"
    __table_args__ = (sa.UniqueConstraint("station_id", "user_id"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    firm_id: str = Field(foreign_key="firm.id", index=True, sa_type=text(32))
    user_id: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    name: str = Field(sa_type=text(64))
    licence: str = Field(default="", sa_type=text(40), description="number of the practising certificate")
    credit_minutes: int = Field(default=0, description="counted beside what was served: a newcomer starts level")
    active: bool = True


class DutyPattern(Row, table=True):
    """A weekly duty of the station. Hours are wall-clock times in Asia/Shanghai; `weekday` is the ISO one, 1 Monday.

    The lawyers of `firm_id` take turns; without it, those of every firm of the station.
    """

    __tablename__ = "duty_pattern"
    __table_args__ = (sa.UniqueConstraint("station_id", "weekday", "starts_at", "in_force_from"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    firm_id: str | None = Field(default=None, foreign_key="firm.id", sa_type=text(32))
    weekday: int
    starts_at: time
    ends_at: time
    slot_minutes: int = 20
    walk_in_slots: int = 2
    on_holiday: str = Field(default="move", sa_type=choice("on_holiday", HOLIDAY_RULES))
    in_force_from: date
    in_force_until: date | None = Field(default=None, description="last day it holds")


class Absence(Row, table=True):
    """Days, both ends counted, on which a lawyer can't serve."""

    __tablename__ = "absence"

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    lawyer_id: str = Field(foreign_key="lawyer.id", index=True, sa_type=text(32))
    from_on: date
    until_on: date
    reason: str = Field(default="", sa_type=text(200))


class Shift(Row, Versioned, table=True):
    """One duty on one day. `nobody` is a shift without a lawyer: `owner_id` must find one.

    `moved_from` is the rest day it was moved away from; a rest day skipped stays as a `cancelled` shift. What was
    served is counted from check-in to check-out.
    """

    __tablename__ = "shift"
    __table_args__ = (
        sa.UniqueConstraint("station_id", "pattern_id", "pattern_on"),
        sa.Index("ix_shift_station_id_starts_at", "station_id", "starts_at"),
        sa.Index("ix_shift_lawyer_id_starts_at", "lawyer_id", "starts_at"),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    pattern_id: str | None = Field(default=None, foreign_key="duty_pattern.id", sa_type=text(32))
    pattern_on: date = Field(description="the day the pattern names, before it was moved")
    on: date
    starts_at: datetime = Field(sa_type=UTCDateTime)
    ends_at: datetime = Field(sa_type=UTCDateTime)
    slot_minutes: int = 20
    walk_in_slots: int = 2
    moved_from: date | None = None
    provisional: bool = Field(default=False, description="the year's list isn't published: the day may still move")
    state: str = Field(default="planned", sa_type=choice("state", SHIFT_STATES))
    lawyer_id: str | None = Field(default=None, foreign_key="lawyer.id", sa_type=text(32))
    owner_id: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    because: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    checked_in_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    checked_out_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    handover: str = Field(default="", sa_type=text(2000), description="note for the next duty day")
    changed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Swap(Row, table=True):
    """A wish to hand a shift to a colleague, or to change it for one of the colleague's; a supervisor decides."""

    __tablename__ = "swap"
    __table_args__ = (sa.Index("ix_swap_station_id_state", "station_id", "state"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    shift_id: str = Field(foreign_key="shift.id", index=True, sa_type=text(32))
    to_lawyer_id: str = Field(foreign_key="lawyer.id", sa_type=text(32))
    for_shift_id: str | None = Field(default=None, foreign_key="shift.id", sa_type=text(32))
    reason: str = Field(sa_type=text(200))
    state: str = Field(default="asked", sa_type=choice("state", SWAP_STATES))
    asked_at: datetime = Field(sa_type=UTCDateTime)
    asked_by: str = Field(foreign_key="user_account.id", sa_type=text(32))
    decided_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    decided_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    decided_why: str = Field(default="", sa_type=text(200))


class Feed(Row, table=True):
    """A secret address under which a calendar may be read; only the SHA-256 of its random part is kept.

    `reads` counts since `window_at`; `changed_at` is when the calendar of `content_digest` was first given out.
    """

    __tablename__ = "feed"

    station_id: str = Field(foreign_key="station.id", index=True, sa_type=text(32))
    kind: str = Field(sa_type=choice("kind", FEED_KINDS))
    lawyer_id: str | None = Field(default=None, foreign_key="lawyer.id", sa_type=text(32))
    desk: str | None = Field(default=None, sa_type=choice("desk", DESKS))
    token_digest: str = Field(unique=True, sa_type=text(64))
    made_at: datetime = Field(sa_type=UTCDateTime)
    made_by: str = Field(foreign_key="user_account.id", sa_type=text(32))
    read_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    locale: str = Field(default="zh_Hans", sa_type=choice("locale", LOCALES))
    window_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    reads: int = 0
    content_digest: str = Field(default="", sa_type=text(64))
    changed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
