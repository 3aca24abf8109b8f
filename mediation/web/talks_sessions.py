"""Sessions of wage talks: the list, planning one, its minutes, the chiefs' signatures, calling it off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import N_, Conflict, Refused
from mediation.models.talks import SIDES
from mediation.office import talks, talks_sessions, talks_sessions_pages
from mediation.office.records.talks_sessions import MinutesPage, SessionRecord
from mediation.web import talks_forms
from mediation.web.days import day_or_none
from mediation.web.editing import Difference, differences
from mediation.web.session import allowed
from mediation.web.show import words
from mediation.web.typed import Typed

bp = Blueprint("talks_sessions", __name__)
TOLD: Final = {"minutes": N_("会议记录已保存。"), "sign": N_("已登记签字。"), "cancel": N_("已取消这次会议。")}
ALL_THERE: Final = {f"all.{side}": side for side in SIDES}
WRITTEN: Final = ("begins", "ends", "chair", "recorder", "guests", "said_workers", "said_employer", "result")


@dataclass(frozen=True)
class Ticked:
    """A side whose representatives were ticked as present, all `count` of them; nothing is stored by that."""

    side: str
    count: int


@bp.get("/talks/<talks_id>/sessions")
@allowed("talks.read")
def show(talks_id: str) -> ResponseReturnValue:
    """List the sessions of one round, with the form for another."""
    return _list(talks_id)


@bp.post("/talks/<talks_id>/sessions")
@allowed("talks.edit")
def plan(talks_id: str) -> ResponseReturnValue:
    """Plan a session and go on to its page."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            session_id = talks_sessions.plan(
                session, talks_id, typed.values, by=g.user, now=clock.now(), version=talks_forms.version()
            ).id
    except Refused as refused:
        return _list(talks_id, typed, talks_forms.again(refused, typed))
    flash(gettext("已安排会议；会后在本页登记会议记录。"))
    return redirect(url_for("talks_sessions.one", talks_id=talks_id, talks_session_id=session_id), code=303)


@bp.get("/talks/<talks_id>/sessions/<talks_session_id>")
@allowed("talks.read")
def one(talks_id: str, talks_session_id: str) -> ResponseReturnValue:
    """Show the minutes of one session."""
    return _minutes(talks_id, talks_session_id)


@bp.post("/talks/<talks_id>/sessions/<talks_session_id>")
@allowed("talks.edit")
def change(talks_id: str, talks_session_id: str) -> ResponseReturnValue:
    """Write the minutes, note the signatures, or call the session off; `all.SIDE` only ticks that side as present."""
    typed, do = Typed.read(request.form), request.form.get("do", "minutes")
    if do in ALL_THERE:
        return _minutes(talks_id, talks_session_id, typed, do="minutes", all_of=ALL_THERE[do])
    try:
        with db.transaction() as session:
            _act(do, typed)(session, talks_id, talks_session_id)
    except Refused as refused:
        status = talks_forms.again(refused, typed)
        return _minutes(talks_id, talks_session_id, typed, status, stale=isinstance(refused, talks.Stale), do=do)
    flash(gettext(TOLD[do]))
    return redirect(url_for("talks_sessions.one", talks_id=talks_id, talks_session_id=talks_session_id), code=303)


def _act(do: str, typed: Typed) -> Callable[[Session, str, str], object]:
    by, now, seen = g.user, clock.now(), typed("seen")

    def act(session: Session, talks_id: str, session_id: str) -> object:
        if do == "minutes":
            return talks_sessions.minutes(session, talks_id, session_id, typed.values, by=by, now=now, seen=seen)
        if do == "sign":
            return talks_sessions.sign(session, talks_id, session_id, typed.values, by=by, now=now, seen=seen)
        if do == "cancel":
            reason = typed("cancelled_why")
            return talks_sessions.cancel(session, talks_id, session_id, reason=reason, by=by, now=now)
        raise Conflict(N_("请刷新页面后重试。"))

    return act


def _list(talks_id: str, typed: Typed | None = None, status: int = 200) -> ResponseReturnValue:
    with db.reading() as session:
        page = talks_sessions_pages.listing(session, talks_id, user=g.user, now=clock.now())
    shown = render_template("talks/sessions.html", page=page, t=page.frame, form=typed or Typed())
    return shown, status


def _minutes(
    talks_id: str, session_id: str, typed: Typed | None = None, status: int = 200, *, stale: bool = False,
    do: str = "", all_of: str = "",
) -> ResponseReturnValue:  # fmt: skip
    """Show the minutes; a stale form beside what is stored by now, and then resting on that."""
    on = day_or_none(typed("on")) if typed is not None and do == "minutes" else None
    with db.reading() as session:
        page = talks_sessions_pages.one(session, talks_id, session_id, user=g.user, now=clock.now(), on=on)
    stored = _typed(page.one)
    written = typed if typed is not None and do == "minutes" else stored
    ticked = _tick(written, page, all_of) if all_of else None
    shown = render_template(
        "talks/minutes.html", page=page, t=page.frame, one=page.one, form=typed or stored, written=written,
        signing=typed if typed is not None and do == "sign" else stored, do=do, ticked=ticked,
        today=clock.today().isoformat(), beside=_beside(page, written, stored) if stale and do == "minutes" else (),
    )  # fmt: skip
    return shown, status


def _tick(form: Typed, page: MinutesPage, side: str) -> Ticked:
    """Tick every seat of a side in the form; the exceptions are for the user to untick."""
    seats = [one for one in page.seats if one.side == side and one.serving]
    form.values |= {f"attended.{one.id}": "yes" for one in seats}
    form.focus = f"there.{side}"
    return Ticked(side, len(seats))


def _beside(page: MinutesPage, mine: Typed, stored: Typed) -> tuple[Difference, ...]:
    """Return what differs between what is stored and what was typed, boxes by the names beside them."""
    labels = {f"attended.{one.id}": gettext("到会：%(name)s", name=one.name) for one in page.seats}
    labels |= {f"topics.{one.key}": gettext("议题：%(name)s", name=words(one.title)) for one in page.topics}
    boxes = [name for name in (*mine.values, *stored.values) if name.startswith(("attended.", "topics."))]
    both = []
    for one in (mine, stored):
        plain = {name: text for name, text in one.values.items() if name not in ("version", "seen", "do")}
        ticked = {name: gettext("是") if one(name) == "yes" else gettext("否") for name in boxes}
        both.append(Typed({**plain, **ticked}))
        both[-1].labels = labels
    return differences(both[0], both[1])


def _typed(one: SessionRecord) -> Typed:
    """Return the form of the minutes as stored."""
    values = {name: str(getattr(one, name)) for name in WRITTEN if getattr(one, name)}
    values |= {"on": one.on.isoformat(), "session_place": one.place}
    values |= {f"attended.{seat.id}": "yes" for seat in one.attended}
    values |= {f"topics.{topic.key}": "yes" for topic in one.topics}
    for name in ("signed_workers_on", "signed_employer_on"):
        day = getattr(one, name)
        values[name] = day.isoformat() if day else ""
    return Typed(values)
