"""Ledgers taken over from spreadsheets: each import, each of its rows, the columns as a station names them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mediation.models.base import Row, UTCDateTime, choice, text

IMPORT_STATES = ("previewed", "imported", "undone")
ROW_STATES = ("accepted", "refused", "skipped")


class LedgerImport(Row, table=True):
    """One ledger read: previewed, then imported, perhaps undone as a whole."""

    __tablename__ = "ledger_import"
    __table_args__ = (sa.Index("ix_ledger_import_station_id_at", "station_id", "at"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    file_name: str = Field(sa_type=text(200))
    sha256: str = Field(sa_type=text(64))
    sheet: str = Field(default="", sa_type=text(100))
    columns: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    state: str = Field(default="previewed", sa_type=choice("state", IMPORT_STATES))
    at: datetime = Field(sa_type=UTCDateTime)
    by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))
    content_sealed: bytes | None = Field(default=None, description="the file, until it is imported or given up")
    undone_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    undone_by: str | None = Field(default=None, foreign_key="user_account.id", sa_type=text(32))


class LedgerRow(Row, table=True):
    """What became of one row of an imported ledger; `fingerprint` is the same for the same row read again."""

    __tablename__ = "ledger_row"
    __table_args__ = (
        sa.UniqueConstraint("import_id", "row"),
        sa.Index("ix_ledger_row_station_id_fingerprint", "station_id", "fingerprint"),
    )

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    import_id: str = Field(foreign_key="ledger_import.id", sa_type=text(32))
    row: int
    state: str = Field(sa_type=choice("state", ROW_STATES))
    reason: str | None = Field(default=None, sa_type=text(40))
    fingerprint: str | None = Field(default=None, sa_type=text(64))
    case_id: str | None = Field(default=None, foreign_key="case_file.id", index=True, sa_type=text(32))


class LedgerColumns(Row, table=True):
    """Which column of a ledger means what, remembered for the next ledger with the same heading."""

    __tablename__ = "ledger_columns"
    __table_args__ = (sa.UniqueConstraint("station_id", "heading"),)

    station_id: str = Field(foreign_key="station.id", sa_type=text(32))
    heading: str = Field(sa_type=text(64), description="SHA-256 of the heading's cells")
    columns: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    saved_at: datetime = Field(sa_type=UTCDateTime)
