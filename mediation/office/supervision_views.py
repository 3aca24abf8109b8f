"""Views: the filters of a page kept by one person under a name."""

from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Problem, Refused
from mediation.models.supervision import SavedView
from mediation.office import history
from mediation.office.records.supervision import ViewRow

PAGES: Final = ("escalations", "referrals")
NAME_LENGTH: Final = 40
MOST: Final = 20


def of(scope: Scope, page: str) -> tuple[ViewRow, ...]:
    """Return the user's views of a page by name."""
    query = scope.select(SavedView).where(col(SavedView.page) == page).order_by(col(SavedView.name))
    return tuple(ViewRow(one.id, one.name, dict(one.query)) for one in scope.session.exec(query))


def save(
    session: Session, page: str, name: str, query: dict[str, str], *, by: Reader, now: datetime
) -> SavedView:
    """Keep filters under a name; the same name again replaces them. Raises Refused for a missing name or too many."""
    access.require(by, "view.own", Facts(user_id=by.id))
    name = " ".join(name.split())
    _check(session, page, name, query, by)
    row = session.exec(_named(page, name, by)).first() or SavedView(user_id=by.id, page=page, name=name, saved_at=now)
    row.query, row.saved_at = dict(query), now
    session.add(row)
    _record(session, "view.save", row, by, now)
    return row


def delete(session: Session, view_id: str, *, by: Reader, now: datetime) -> SavedView:
    """Forget a view of the user's own; raises NotFound for any other."""
    row = Scope(session, by).get(SavedView, view_id)
    access.require(by, "view.own", Facts(user_id=row.user_id))
    _record(session, "view.delete", row, by, now)
    session.delete(row)
    return row


def _named(page: str, name: str, by: Reader) -> SelectOfScalar[SavedView]:
    return select(SavedView).where(SavedView.user_id == by.id, SavedView.page == page, SavedView.name == name)


def _check(session: Session, page: str, name: str, query: dict[str, str], by: Reader) -> None:
    problems = []
    if page not in PAGES:
        problems.append(Problem(N_("没有这个页面"), "page", page))
    if not name:
        problems.append(Problem(N_("请给这组筛选起个名字"), "view_name"))
    if len(name) > NAME_LENGTH:
        problems.append(Problem(N_("名字过长：最多 %(most)d 个字"), "view_name", name, "", {"most": NAME_LENGTH}))
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
        subject=("view", row.id), fields={"page": row.page, "name": row.name}, now=now,
    )  # fmt: skip
