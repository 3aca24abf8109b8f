"""Wage talks begin: the form from every source, the base data of one round, its request, its end before an answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.talks.clauses import TOPICS
from mediation.office import talks_base, talks_base_pages, talks_offered, talks_open, talks_prefill, talks_request
from mediation.office.records.talks_open import Offered
from mediation.office.talks import Stale
from mediation.office.talks_base_pages import BasePage
from mediation.office.talks_open import Origin
from mediation.web.case_form import press_row_button
from mediation.web.editing import differences
from mediation.web.me import Me
from mediation.web.session import allowed
from mediation.web.show import words
from mediation.web.talks_forms import again, carry_out, version
from mediation.web.typed import Typed

bp = Blueprint("talks_open", __name__)
ROWS: Final = {"firms": "name"}


@bp.get("/talks/new")
@allowed("talks.open")
def form() -> ResponseReturnValue:
    """Show the form, filled from its source: `firm`, `site` (cases there), talks (`renews`, `changes`), or nothing."""
    origin = Origin(*(request.args.get(name, "")[:200] for name in ("firm", "site", "renews", "changes")))
    with db.reading() as session:
        begun = talks_prefill.prefill(session, origin, user=g.user, now=clock.now())
    typed = Typed(begun.values)
    typed.values["station"] = next((one.code for one in g.user.stations if one.id == begun.station_id), "")
    return _form(typed, origin)


@bp.post("/talks/new")
@allowed("talks.open")
def begin() -> ResponseReturnValue:
    """Open the talks, or show the form again: with a row more or less, with a new agenda, or with what is wrong."""
    talks_open.require_anywhere(g.user)
    typed = Typed.read(request.form)
    origin = Origin(*(typed(name)[:200] for name in ("from_firm", "from_site", "from_talks", "from_change")))
    if _pressed(typed, origin):
        return _form(typed, origin)
    try:
        station = _station(typed)
        with db.transaction() as session:
            row = talks_open.begin(
                session, typed.values, origin=origin, station_id=station, by=g.user, now=clock.now()
            )
            talks_id, number = row.id, row.number
    except Refused as refused:
        again(refused, typed)
        return _form(typed, origin)
    flash(gettext("已发起集体协商，编号 %(number)s。", number=number))
    return redirect(url_for("talks_open.show", talks_id=talks_id), code=303)


@bp.get("/talks/<talks_id>/base")
@allowed("talks.read")
def show(talks_id: str) -> ResponseReturnValue:
    """Show the base data of one round, its request and its history."""
    return _page(talks_id)


@bp.get("/talks/<talks_id>/edit")
@allowed("talks.edit")
def edit(talks_id: str) -> ResponseReturnValue:
    """Show the base data in the form, to be corrected."""
    with db.reading() as session:
        page = talks_base_pages.page(session, talks_id, user=g.user, now=clock.now())
    return _edit(page, Typed(_stored(page)))


@bp.post("/talks/<talks_id>/edit")
@allowed("talks.edit")
def correct(talks_id: str) -> ResponseReturnValue:
    """Keep the corrections; a form that somebody else overtook is shown again beside what is stored by now."""
    typed = Typed.read(request.form)
    with db.reading() as session:
        page = talks_base_pages.page(session, talks_id, user=g.user, now=clock.now())
    if _pressed(typed, Origin()):
        return _edit(page, typed)
    try:
        with db.transaction() as session:
            talks_open.correct(session, talks_id, typed.values, by=g.user, now=clock.now(), version=version())
    except Refused as refused:
        return _edit(page, typed, again(refused, typed))
    flash(gettext("已更正，期限已重算。"))
    return redirect(url_for("talks_open.show", talks_id=talks_id), code=303)


@bp.post("/talks/<talks_id>/request")
@allowed("talks.edit")
def ask(talks_id: str) -> ResponseReturnValue:
    """Note when the request was sent and received."""
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        talks_request.request(session, talks_id, typed.values, by=g.user, now=clock.now(), version=version())

    return _done(talks_id, typed, act, gettext("已登记要约日期，答复期限自对方收到之日起算。"))


@bp.post("/talks/<talks_id>/withdraw")
@allowed("talks.edit")
def withdraw(talks_id: str) -> ResponseReturnValue:
    """Drop the talks before the other side has answered."""
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        talks_open.withdraw(session, talks_id, reason=typed("reason"), by=g.user, now=clock.now(), version=version())

    return _done(talks_id, typed, act, gettext("已撤回本次协商。"))


def _done(talks_id: str, typed: Typed, act: Callable[[Session], object], told: str) -> ResponseReturnValue:
    back = url_for("talks_open.show", talks_id=talks_id)
    return carry_out(act, typed, told=told, back=back, page=partial(_page, talks_id, typed))


def _page(talks_id: str, typed: Typed | None = None, status: int = 200) -> ResponseReturnValue:
    with db.reading() as session:
        page = talks_base_pages.page(session, talks_id, user=g.user, now=clock.now())
    shown = render_template(
        "talks/base.html", page=page, t=page.frame, form=typed or Typed(), today=clock.today().isoformat()
    )
    return shown, status


def _pressed(typed: Typed, origin: Origin) -> bool:
    """Do what a button of the form other than its last one asks for; False where the last one was pressed."""
    pressed = request.form.get("do", "")
    if pressed == "draft":
        with db.reading() as session:
            typed.values = talks_prefill.redrafted(session, typed.values, origin, user=g.user, now=clock.now())
        typed.focus = "agenda"
    elif pressed == "check":
        with db.reading() as session:
            typed.values = talks_prefill.checked(session, typed.values, user=g.user, now=clock.now())
        typed.focus = "layoff"
    elif not press_row_button(typed, pressed, ROWS):
        typed.drop_empty("firms", defaults=("authorised",))
        return False
    return True


def _form(typed: Typed, origin: Origin) -> ResponseReturnValue:
    with db.reading() as session:
        offered = talks_offered.offered(session, typed.values, origin, user=g.user, now=clock.now())
    shown = render_template(
        "talks/new.html", form=typed, offered=offered, origin=origin, stations=Me(g.user).stations,
        **_shared(typed, offered),
    )  # fmt: skip
    return shown, 422 if typed.problems else 200


def _edit(page: BasePage, typed: Typed, status: int = 200) -> ResponseReturnValue:
    overtaken = status == Stale.status
    beside = differences(typed, Typed(_stored(page))) if overtaken else ()
    with db.reading() as session:
        offered = talks_offered.offered(
            session, typed.values, Origin(), user=g.user, now=clock.now(), row=page.row
        )
    shown = render_template(
        "talks/edit.html", form=typed, offered=offered, page=page, t=page.frame, beside=beside,
        version=page.frame.version if overtaken else typed("version", str(page.frame.version)),
        **_shared(typed, offered),
    )  # fmt: skip
    return shown, status


def _shared(typed: Typed, offered: Offered) -> dict[str, object]:
    """Return what the fields need besides the form itself."""
    staff = [talks_base.whole(typed(f"firms[{nth}].staff")) for nth in typed.indices("firms")]
    return {
        "places": [(one, words(title)) for one, title in offered.places], "topics": TOPICS,
        "sum": talks_base.total(staff), "today": clock.today().isoformat(),
    }  # fmt: skip


def _stored(page: BasePage) -> dict[str, str]:
    cases = [one.id for one in page.cases if one.id]
    return talks_prefill.values_of(page.row, page.firms, cases)


def _station(typed: Typed) -> str:
    """Return the id of the station the talks are opened at: one of the user's own."""
    found = next((one.id for one in g.user.stations if one.code == typed("station")), None)
    if found is None:
        raise Refused(Problem(N_("您不在这个工作站"), "station", typed("station")[:20]))
    return str(found)
