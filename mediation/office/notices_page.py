"""The notices of one person: read, unread, and what a mail became of. Reading leaves no line in the history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.access import Reader, Scope
from mediation.models.notice import Delivery, Notice
from mediation.office import notices
from mediation.office.notices_signals import SIGNALS, level_of
from mediation.office.records import Said

ROWS_A_PAGE = 25
MOST_COUNTED = 100
"""The bell writes 99+ for it."""


@dataclass(frozen=True)
class NoticeRow:
    """One notice as the list shows it; `mail` is the state of its mail, "" for none."""

    id: str
    kind: str
    level: int
    immediate: bool
    said: Said
    target: str
    made_at: datetime
    unread: bool
    mail: str


@dataclass(frozen=True)
class NoticesPage:
    """One page of notices; `until` is when the newest of them was made, so that later ones aren't marked unseen."""

    rows: tuple[NoticeRow, ...]
    unread: int
    page: int
    pages: int
    only_unread: bool
    until: str


def unread(session: Session, *, user: Reader) -> int:
    """Count what the user hasn't read, up to MOST_COUNTED; one query over an index."""
    return Scope(session, user).count(Notice, col(Notice.read_at).is_(None), most=MOST_COUNTED)


def page(session: Session, *, user: Reader, only_unread: bool, number: int) -> NoticesPage:
    """Return one page of the user's notices, the newest first."""
    scope = Scope(session, user)
    wanted = [col(Notice.read_at).is_(None)] if only_unread else []
    pages = max(1, -(-scope.count(Notice, *wanted) // ROWS_A_PAGE))
    number = min(max(number, 1), pages)
    newest = scope.select(Notice).where(*wanted).order_by(col(Notice.made_at).desc(), col(Notice.id))
    found = list(session.exec(newest.limit(ROWS_A_PAGE).offset((number - 1) * ROWS_A_PAGE)))
    mails = _mails(session, found)
    rows = tuple(_row(one, mails) for one in found)
    until = found[0].made_at.isoformat() if found else ""
    return NoticesPage(rows, unread(session, user=user), number, pages, only_unread, until)


def read(session: Session, notice_id: str, *, by: Reader, now: datetime) -> Notice:
    """Mark one notice as read and return it; what was read before keeps its instant."""
    notice = Scope(session, by).get(Notice, notice_id)
    if notice.read_at is None:
        notice.read_at, notice.waiting = now, False
        session.add(notice)
    return notice


def read_all(session: Session, *, by: Reader, until: datetime, now: datetime) -> int:
    """Mark every notice made up to `until` as read; return how many there were."""
    mine = sa.update(Notice).where(
        col(Notice.user_id) == by.id, col(Notice.read_at).is_(None), col(Notice.made_at) <= until
    )
    return cast(int, cast(Any, session.execute(mine.values(read_at=now, waiting=False))).rowcount)


def _mails(session: Session, found: list[Notice]) -> dict[str, str]:
    """Return the state of each notice's mail by delivery; the person's own, so no further right is asked."""
    ids = {one.delivery_id for one in found if one.delivery_id}
    rows = session.exec(select(Delivery).where(col(Delivery.id).in_(ids))) if ids else ()
    return {one.id: one.state for one in rows}


def _row(one: Notice, mails: dict[str, str]) -> NoticeRow:
    kind = one.kind if one.kind in SIGNALS else "system"
    return NoticeRow(
        one.id, kind, level_of(one.params), one.urgency == "immediate", notices.said(one), one.target, one.made_at,
        one.read_at is None, mails.get(one.delivery_id or "", ""),
    )  # fmt: skip
