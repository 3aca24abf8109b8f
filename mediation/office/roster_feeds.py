"""Calendar feeds: secret addresses that show shifts, or a desk's dates; made, shown once, read, taken back."""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.referral import ALIVE, Referral
from mediation.models.roster import Feed, Lawyer, Shift
from mediation.models.station import DESKS, Station
from mediation.models.user import LOCALES, User
from mediation.office import history, roster, roster_pages, rules, talks_due
from mediation.office.reasons import Reasons
from mediation.office.records.roster import FeedContent, FeedEvent, FeedRow, FeedsPage
from mediation.office.records.words import Said
from mediation.office.sittings import appointments

TOKEN_BYTES: Final = 32
MOST_FEEDS: Final = 20
MOST_READS: Final = 12
WINDOW: Final = timedelta(minutes=1)
BACK: Final = timedelta(days=35)
AHEAD: Final = timedelta(days=190)
MOST_DATES: Final = 1000

SHOWN: Final = ("planned", "nobody", "served", "missed", "cancelled")


class TooOften(Refused):
    """A calendar is asked for too often."""

    status = 429


@dataclass(frozen=True)
class Sheet:
    """A calendar as written, and since when it has read so."""

    body: bytes
    digest: str
    changed_at: datetime


def make(
    session: Session, *, kind: str, of: str = "", station_id: str = "", locale: str, by: Reader, now: datetime
) -> tuple[Feed, str]:
    """Make an address and return it with its secret, which is shown once and stored nowhere.

    `of` is the desk of a desk's feed. A lawyer gets the own shifts, an officer the own desk's dates; supervisors and
    mediators may choose the desk. Raises Refused for what the user may not have.
    """
    station = roster_pages.station_for(session, by, station_id)
    access.require(by, "feed.own", Facts(station_id=station.id, user_id=by.id))
    if (kind, of) not in [choice[:2] for choice in _choices(session, by, station.id)] or locale not in LOCALES:
        raise Refused(Problem(N_("请选择日历的内容"), field="what"))
    living = session.exec(select(Feed.id).where(Feed.made_by == by.id, col(Feed.revoked_at).is_(None))).all()
    if len(living) >= MOST_FEEDS:
        raise Refused(Problem(N_("日历地址太多，请先停用不用的"), field="what", allowed=f"≤ {MOST_FEEDS}"))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    lawyer = roster.current_lawyer(session, by, station.id) if kind == "lawyer" else None
    feed = Feed(
        station_id=station.id, kind=kind, lawyer_id=lawyer.id if lawyer else None, desk=of if kind == "desk" else None,
        token_digest=_digest(token), made_at=now, made_by=by.id, locale=locale,
    )  # fmt: skip
    session.add(feed)
    _record(session, feed, "feed.make", by, now)
    return feed, token


def revoke(session: Session, feed_id: str, *, by: Reader, now: datetime) -> Feed:
    """Take an address back (who made it, or a supervisor): from now on nobody reads it."""
    feed = Scope(session, by).get(Feed, feed_id)
    access.require(by, "feed.own", Facts(station_id=feed.station_id, user_id=feed.made_by))
    if feed.revoked_at is not None:
        raise Conflict(N_("该日历地址已经停用。"))
    feed.revoked_at = now
    session.add(feed)
    _record(session, feed, "feed.revoke", by, now)
    return feed


def page(session: Session, *, user: Reader) -> FeedsPage:
    """Return the living addresses the user may see, and the kinds the user may make."""
    scope = Scope(session, user)
    feeds = session.exec(
        scope.select(Feed).where(col(Feed.revoked_at).is_(None)).order_by(col(Feed.made_at).desc(), col(Feed.id))
    ).all()
    people = {one.id: one.display_name or one.name for one in session.exec(scope.select(User))}
    lawyers = {one.id: one.name for one in session.exec(scope.select(Lawyer))}
    rows = [
        FeedRow(
            one.id, one.kind, one.desk or lawyers.get(one.lawyer_id or "", ""), one.locale,
            people.get(one.made_by, ""), one.made_at, one.read_at, one.made_by == user.id,
        )  # fmt: skip
        for one in feeds
    ]
    station = roster_pages.station_for(session, user)
    return FeedsPage(tuple(rows), tuple(_choices(session, user, station.id)))


def _choices(session: Session, user: Reader, station_id: str) -> list[tuple[str, str, str]]:
    """Return what a user may have as a calendar: kind, desk, name of the lawyer."""
    lawyer = roster.current_lawyer(session, user, station_id)
    desks = DESKS if user.role in ("mediator", "supervisor") else filter(None, (user.desk,))
    own = [("lawyer", "", lawyer.name)] if lawyer else []
    return [*own, *(("desk", desk, "") for desk in desks), ("station", "", "")]


def read(session: Session, token: str, *, write: Callable[[FeedContent], bytes], now: datetime) -> Sheet:
    """Return the calendar of an address, put down by `write`.

    Raises NotFound for an unknown or revoked one and where its maker may see the station no more, TooOften beyond
    twelve reads a minute.
    """
    feed, maker = _living(session, token)
    _count(session, feed, now)
    body = write(content(session, feed, maker, now=now))
    digest = hashlib.sha256(body).hexdigest()
    changed_at = feed.changed_at if feed.changed_at and feed.content_digest == digest else now
    changes = {"read_at": now, "content_digest": digest, "changed_at": changed_at}
    session.execute(sa.update(Feed).where(col(Feed.id) == feed.id).values(changes))
    return Sheet(body, digest, changed_at)


def _living(session: Session, token: str) -> tuple[Feed, User]:
    feed = None
    if token.isascii() and len(token) <= 4 * TOKEN_BYTES:
        query = select(Feed).where(Feed.token_digest == _digest(token), col(Feed.revoked_at).is_(None))
        feed = session.exec(query).first()
    maker = session.get(User, feed.made_by) if feed else None
    if feed is None or maker is None or not maker.active or not _still_his(session, feed, maker):
        raise NotFound(N_("找不到该内容。"))
    return feed, maker


def _still_his(session: Session, feed: Feed, maker: User) -> bool:
    """Tell whether the maker could make this address today: still of that station, that desk, that lawyer."""
    if not access.may(maker, "feed.own", Facts(station_id=feed.station_id, user_id=maker.id)):
        return False
    lawyer = roster.current_lawyer(session, maker, feed.station_id)
    if feed.kind == "lawyer" and (lawyer is None or lawyer.id != feed.lawyer_id):
        return False
    return (feed.kind, feed.desk or "") in [choice[:2] for choice in _choices(session, maker, feed.station_id)]


def _count(session: Session, feed: Feed, now: datetime) -> None:
    """Count one more reading in the minute that runs, in one statement: two at once count two."""
    fresh = sa.or_(col(Feed.window_at).is_(None), col(Feed.window_at) <= now - WINDOW)
    counted = (
        sa.update(Feed)
        .where(col(Feed.id) == feed.id)
        .values(
            window_at=sa.case((fresh, sa.literal(now, Feed.__table__.c.window_at.type)), else_=col(Feed.window_at)),  # type: ignore[attr-defined]
            reads=sa.case((fresh, 1), else_=col(Feed.reads) + 1),
        )
        .returning(col(Feed.reads))
        .execution_options(synchronize_session=False)
    )
    if int(session.execute(counted).scalar_one()) > MOST_READS:
        raise TooOften(N_("日历读取过于频繁，请稍后再试。"))


def content(session: Session, feed: Feed, maker: User, *, now: datetime) -> FeedContent:
    """Return the entries of a feed, only what its maker may see."""
    scope = Scope(session, maker)
    station = session.get_one(Station, feed.station_id)
    today = station_day(now)
    first, last = today - BACK, today + AHEAD
    events = [_shift_event(one, name) for one, name in _shifts(scope, feed, first, last)]
    if feed.kind == "desk":
        events += [*_dates(scope, feed, first, last), *appointments.events(scope, feed.station_id, first, last)]
    if feed.kind == "desk" and feed.desk == talks_due.DESK:
        events += talks_due.events(scope, feed.station_id, first, last)
    name = {"lawyer": N_("我的值班"), "desk": N_("窗口日历"), "station": N_("律师值班")}[feed.kind]
    return FeedContent(feed.id, Said(name), station.address or station.name, feed.locale, tuple(events))


def _shifts(scope: Scope, feed: Feed, first: date, last: date) -> Iterable[tuple[Shift, str]]:
    """Give the shifts of a feed; a desk isn't told who serves, only when."""
    query = scope.select(Shift).where(
        Shift.station_id == feed.station_id, col(Shift.on) >= first, col(Shift.on) <= last,
        col(Shift.state).in_(SHOWN),
    )  # fmt: skip
    if feed.kind == "lawyer":
        query = query.where(Shift.lawyer_id == feed.lawyer_id)
    names: dict[str, str] = {}
    if feed.kind == "station":
        lawyers = scope.session.exec(scope.select(Lawyer).where(Lawyer.station_id == feed.station_id))
        names = {one.id: one.name for one in lawyers}
    for one in scope.session.exec(query.order_by(col(Shift.starts_at), col(Shift.id))):
        yield one, names.get(one.lawyer_id or "", "")


def _shift_event(one: Shift, name: str) -> FeedEvent:
    summary = Said(N_("律师值班：%(name)s"), {"name": name}) if name else Said(N_("律师值班"))
    if one.state == "nobody":
        summary = Said(N_("律师值班：无人"))
    details = []
    if one.moved_from:
        details.append(Said(N_("原定 %(day)s，因节假日调整"), {"day": one.moved_from}))
    if one.provisional:
        details.append(Said(N_("放假安排尚未公布，日期暂定")))
    return FeedEvent(
        uid=f"shift-{one.id}", begins=one.starts_at, ends=one.ends_at, summary=summary, details=tuple(details),
        sequence=one.version - 1, changed_at=one.changed_at or one.starts_at, cancelled=one.state == "cancelled",
        tentative=one.provisional or one.state == "nobody",
    )  # fmt: skip


def _dates(scope: Scope, feed: Feed, first: date, last: date) -> Iterable[FeedEvent]:
    """Give the open dates that the desk must keep: its own, and the lead's where it leads."""
    referred = (
        sa.select(sa.literal(1))
        .where(
            col(Referral.case_id) == col(Case.id), col(Referral.desk) == feed.desk, col(Referral.state).in_(ALIVE)
        )
        .exists()
    )
    due = sa.or_(col(Deadline.who) == feed.desk, sa.and_(col(Deadline.who) == "lead", col(Case.lead) == feed.desk))
    query = (
        scope.select(Deadline)
        .add_columns(col(Case.number), col(Case.received_on))
        .join(Case, col(Case.id) == col(Deadline.case_id))
        .where(
            col(Deadline.station_id) == feed.station_id, col(Deadline.state) == "open", col(Deadline.safe_on) >= first,
            col(Deadline.safe_on) <= last, due, referred,
        )
        .order_by(col(Deadline.safe_on), col(Deadline.id))
        .limit(MOST_DATES)
    )  # fmt: skip
    book = rules.current().book
    for one, number, received_on in scope.session.execute(query):
        title = Reasons(book, received_on).title(one.rule)
        summary = Said(N_("%(number)s：%(title)s"), {"number": number, "title": title})
        details = (Said(N_("放假安排尚未公布，日期暂定")),) if one.last_on is None else ()
        yield FeedEvent(
            f"date-{one.id}", one.safe_on, one.safe_on + timedelta(days=1), summary, details, 0, one.made_at,
            tentative=one.last_on is None,
        )  # fmt: skip


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _record(session: Session, feed: Feed, act: str, by: Reader, now: datetime) -> None:
    history.record(
        session, station_id=feed.station_id, actor=by.id, act=act, subject=("feed", feed.id),
        fields={"kind": feed.kind, "desk": feed.desk, "lawyer": feed.lawyer_id}, now=now,
    )  # fmt: skip
