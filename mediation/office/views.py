"""Views: the filters of a page kept by one person under a name; one person's own on every page that has filters.

Filters that are free words may name people (security.md): they are sealed for their row, opened for their owner alone,
and never stand in the history; what is looked for in the search box stands in no address either. The name is a label
its owner chooses; the pages ask for no person's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from mediation import access, seals
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Problem, Refused
from mediation.models.supervision import SavedView
from mediation.office import history
from mediation.office.records.supervision import ViewRow

PAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "cases": ("mine",),
    "inbox": ("mine",),
    "search": ("q", "state", "lead", "kind", "received_from", "received_until"),
    "findings": ("check",),
    "escalations": ("level", "rule", "desk", "person", "age", "flag", "employer"),
    "referrals": ("desk", "person", "which", "flag", "employer"),
}
"""The pages with filters, and the filters of each."""

WORDS: Final = frozenset({"q", "employer"})
"""The filters that are free words."""

PLACE: Final = {"table": "saved_view", "column": "words"}
LONGEST: Final = 100
NAME_LENGTH: Final = 40
MOST: Final = 20


def of(session: Session, page: str, *, user: Reader) -> tuple[ViewRow, ...]:
    """Return the user's views of a page by name."""
    query = Scope(session, user).select(SavedView).where(col(SavedView.page) == page).order_by(col(SavedView.name))
    return tuple(_row(one) for one in session.exec(query))


def every(session: Session, *, user: Reader) -> tuple[ViewRow, ...]:
    """Return all of the user's views by page and name."""
    query = Scope(session, user).select(SavedView).order_by(col(SavedView.page), col(SavedView.name))
    return tuple(_row(one) for one in session.exec(query))


def get(session: Session, view_id: str, *, user: Reader) -> ViewRow:
    """Return one of the user's views; raises NotFound for any other."""
    return _row(_own(session, view_id, user))


def save(
    session: Session, page: str, name: str, query: Mapping[str, str], *, by: Reader, now: datetime
) -> SavedView:
    """Keep filters under a name; the same name again replaces them. Raises Refused for a missing name or too many."""
    access.require(by, "view.own", Facts(user_id=by.id))
    name = " ".join(name.split())
    kept = {key: query[key].strip()[:LONGEST] for key in PAGES.get(page, ()) if query.get(key, "").strip()}
    _check(session, page, name, kept, by)
    row = session.exec(_named(page, name, by)).first() or SavedView(user_id=by.id, page=page, name=name, saved_at=now)
    row.query, row.saved_at = {key: text for key, text in kept.items() if key not in WORDS}, now
    words = {key: text for key, text in kept.items() if key in WORDS}
    row.words_sealed = seals.seal(json.dumps(words), row=row.id, **PLACE) if words else None
    session.add(row)
    _record(session, "view.save", row, by, now)
    return row


def rename(session: Session, view_id: str, name: str, *, by: Reader, now: datetime) -> SavedView:
    """Give a view of the user's own another name; raises Refused for a missing or taken one, NotFound for others'."""
    row = _own(session, view_id, by)
    name = " ".join(name.split())
    problems = _name_problems(name)
    taken = session.exec(_named(row.page, name, by)).first()
    if taken is not None and taken.id != row.id:
        problems.append(Problem(N_("已有同名的筛选"), "view_name", name))
    if problems:
        raise Refused(problems)
    row.name = name
    session.add(row)
    _record(session, "view.rename", row, by, now)
    return row


def delete(session: Session, view_id: str, *, by: Reader, now: datetime) -> SavedView:
    """Forget a view of the user's own; raises NotFound for any other."""
    row = _own(session, view_id, by)
    _record(session, "view.delete", row, by, now)
    session.delete(row)
    return row


def _own(session: Session, view_id: str, user: Reader) -> SavedView:
    row = Scope(session, user).get(SavedView, view_id)
    access.require(user, "view.own", Facts(user_id=row.user_id))
    return row


def _row(one: SavedView) -> ViewRow:
    words = json.loads(seals.open(one.words_sealed, row=one.id, **PLACE)) if one.words_sealed else {}
    return ViewRow(one.id, one.name, {**one.query, **words}, one.page)


def _named(page: str, name: str, by: Reader) -> SelectOfScalar[SavedView]:
    return select(SavedView).where(SavedView.user_id == by.id, SavedView.page == page, SavedView.name == name)


def _name_problems(name: str) -> list[Problem]:
    if not name:
        return [Problem(N_("请给这组筛选起个名字"), "view_name")]
    if len(name) > NAME_LENGTH:
        return [Problem(N_("名字过长：最多 %(most)d 个字"), "view_name", name, "", {"most": NAME_LENGTH})]
    return []


def _check(session: Session, page: str, name: str, query: Mapping[str, str], by: Reader) -> None:
    problems = _name_problems(name)
    if page not in PAGES:
        problems.append(Problem(N_("没有这个页面"), "page", page))
    if not query:
        problems.append(Problem(N_("还没有选择任何筛选条件"), "view_name"))
    own = session.exec(select(SavedView.name).where(SavedView.user_id == by.id, SavedView.page == page)).all()
    if name not in own and len(own) >= MOST:
        problems.append(
            Problem(N_("最多保存 %(most)d 组筛选，请先删除不用的"), "view_name", "", "", {"most": MOST})
        )
    if problems:
        raise Refused(problems)


def _record(session: Session, act: str, row: SavedView, by: Reader, now: datetime) -> None:
    history.record(
        session, station_id=by.station_ids[0] if by.station_ids else None, actor=by.id, act=act,
        subject=("view", row.id), fields={"page": row.page}, now=now,
    )  # fmt: skip
