"""Who is at work on a form of a case: noted when it is opened, taken over on purpose, forgotten after a while.

Nothing is ever shut: a colleague who goes on says so, and a save that rests on an older version is refused with both.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.casefile import CaseFile
from mediation.domain.refusals import N_, Problem, Refused
from mediation.models.base import new_id
from mediation.models.case import Case
from mediation.models.editing import Editing
from mediation.models.history import HistoryLine
from mediation.models.settlement import Settlement
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import casebook, history
from mediation.office.casebook import facts_of
from mediation.office.outbox_queue import add_new

EDITING_FOR: Final = timedelta(minutes=15)
"""How long a note counts after the last sign of life. The station's own habit, taken from no source: unverified."""

ACTS: Final = {"facts": "case.edit", "terms": "settlement.draft"}
FACTS: Final = ("employment", "risk", "willing", "claims", "workers", "summary")


class Occupied(Refused):
    """Somebody else is at work on the form; the user may take it over."""


class Outdated(Refused):
    """What was saved rests on a version that somebody has changed since."""


@dataclass(frozen=True)
class Held:
    """A form as it is opened: which version it shows, and the colleague at work on it, if any."""

    seen: str
    name: str = ""
    since: datetime | None = None


def open_facts(session: Session, case_id: str, *, by: Reader, now: datetime) -> Held:
    """Note that the user corrects the facts of a case; a colleague who is at it stays at it."""
    case = _case(session, case_id, "facts", by)
    return _held(session, _noted(session, case, "facts", by, now), seal_of_facts(session, case), by)


def open_terms(session: Session, settlement_id: str, *, by: Reader, now: datetime) -> Held:
    """Note that the user works on the terms of a settlement; a colleague who is at it stays at it."""
    row = Scope(session, by).get(Settlement, settlement_id)
    case = _case(session, row.case_id, "terms", by)
    if row.state != "draft":
        return Held(str(row.version))
    return _held(session, _noted(session, case, "terms", by, now), str(row.version), by)


def take_over(session: Session, case_id: str, form: str, *, by: Reader, now: datetime) -> None:
    """Go on with a form a colleague is at; the history says so. From now on it is the colleague who is told."""
    case = _case(session, case_id, form, by)
    row = _noted(session, case, form, by, now)
    if row.user_id == by.id:
        return
    fields = {"form": form, "from": _name(session, row.user_id)}
    row.user_id, row.since, row.until = by.id, now, now + EDITING_FOR
    session.add(row)
    history.record(
        session, station_id=case.station_id, actor=by.id, act="editing.take_over", subject=("case", case.id),
        fields=fields, now=now,
    )  # fmt: skip


def check(session: Session, case: Case, form: str, *, by: Reader, now: datetime) -> None:
    """Raise Occupied where a colleague is at work on the form; else renew the user's own note."""
    row = _noted(session, case, form, by, now)
    if row.user_id != by.id:
        params = {"name": _name(session, row.user_id), "since": row.since}
        raise Occupied(N_("%(name)s自 %(since)s 起正在编辑，请点“接手编辑”后再保存"), **params)


def release(session: Session, case_id: str, form: str, *, by: Reader) -> None:
    """Forget that the user works on a form: it is done."""
    own = sa.delete(Editing).where(
        col(Editing.case_id) == case_id, col(Editing.form) == form, col(Editing.user_id) == by.id
    )
    session.execute(own)


def seal_of(file: CaseFile) -> str:
    """Return what names one version of the facts: another as soon as one of them differs."""
    return hashlib.sha256(repr([getattr(file, name) for name in FACTS]).encode()).hexdigest()[:32]


def seal_of_facts(session: Session, case: Case) -> str:
    """Return what names the version of the facts that is stored."""
    station = session.get_one(Station, case.station_id)
    return seal_of(casebook.as_file(casebook.open_book(session, case), station.code))


def outdated(session: Session, case: Case, field: str, *, act: str = "") -> Outdated:
    """Return the refusal of a save over a version that has changed; it says who changed the case last, and when."""
    query = select(HistoryLine).where(HistoryLine.case_id == case.id)
    if act:
        query = query.where(HistoryLine.act == act)
    last = session.exec(query.order_by(col(HistoryLine.seq).desc()).limit(1)).first()
    if last is None:
        return Outdated(Problem(N_("打开页面之后内容已被修改，请核对后再保存"), field))
    params = {"name": _name(session, last.actor), "at": last.at}
    message = N_("打开页面之后，%(name)s于 %(at)s 修改过，请核对后再保存")
    return Outdated(Problem(message, field, params=params))


def _case(session: Session, case_id: str, form: str, by: Reader) -> Case:
    case = Scope(session, by).get(Case, case_id)
    access.require(by, ACTS[form], facts_of(session, case))
    return case


def _noted(session: Session, case: Case, form: str, by: Reader, now: datetime) -> Editing:
    """Return the note of a form, locked: the user's own, renewed, unless a colleague's still counts."""
    fresh = {
        "id": new_id(), "station_id": case.station_id, "case_id": case.id, "form": form, "user_id": by.id,
        "since": now, "until": now + EDITING_FOR,
    }  # fmt: skip
    add_new(session, Editing, [fresh])
    query = select(Editing).where(Editing.case_id == case.id, Editing.form == form).with_for_update()
    row = session.exec(query.execution_options(populate_existing=True)).one()
    if row.until <= now:
        row.user_id, row.since = by.id, now
    if row.user_id == by.id:
        row.until = now + EDITING_FOR
        session.add(row)
    return row


def _held(session: Session, row: Editing, seen: str, by: Reader) -> Held:
    return Held(seen) if row.user_id == by.id else Held(seen, _name(session, row.user_id), row.since)


def _name(session: Session, user_id: str) -> str:
    user = session.get(User, user_id)
    return (user.display_name or user.name) if user else user_id
