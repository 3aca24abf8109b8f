"""Sessions entered afterwards, and whether an open one is recorded or held in public."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import db
from mediation.config import clock
from mediation.office.sittings import entering, pages, recording
from mediation.web import sittings_form
from mediation.web.fields import options
from mediation.web.session import allowed
from mediation.web.sittings import shown
from mediation.web.sittings_form import carry_out, labelled
from mediation.web.sittings_stored import refuse_faster
from mediation.web.sittings_words import ATTENDANCE, FORMS, PUBLIC, RECORDINGS
from mediation.web.typed import Typed

bp = Blueprint("sittings_past", __name__)


@bp.get("/cases/<case_id>/sittings/past")
@allowed("sitting.hold")
def entering_one(case_id: str) -> ResponseReturnValue:
    """Show the form of a session that took place; `sitting_id` names the one that had been planned for it."""
    return _page(case_id, Typed(), request.args.get("sitting_id", ""))


@bp.post("/cases/<case_id>/sittings/past")
@allowed("sitting.hold")
def enter(case_id: str) -> ResponseReturnValue:
    """Enter a session that took place, with its true times."""
    typed, now = Typed.read(request.form), clock.now()
    made: list[str] = []

    def act(session: Session) -> None:
        given, sitting_id = sittings_form.past(typed), typed("sitting_id")
        made.append(entering.enter(session, case_id, given, sitting_id=sitting_id, by=g.user, now=now).id)

    answer = carry_out(act, typed, told="", back="", page=lambda again: _page(case_id, again, typed("sitting_id")))
    if not made or typed.problems:
        return answer
    flash(gettext("调解会已补录。公开记录、事实和方案可以接着补写。"))
    return redirect(url_for("sittings.show", sitting_id=made[0]), code=303)


@bp.post("/sittings/<sitting_id>/recording")
@allowed("sitting.hold")
def record(sitting_id: str) -> ResponseReturnValue:
    """Note how an open session is recorded and whether others may listen."""
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        page = pages.of_one(session, sitting_id, user=g.user, now=clock.now())
        refuse_faster(typed, page, "recording")
        public = typed("in_public") == "yes"
        recording.note(session, sitting_id, typed("recording"), public, by=g.user, now=clock.now())

    back = url_for("sittings.show", sitting_id=sitting_id, _anchor="came")
    return carry_out(act, typed, told=gettext("已登记。"), back=back, page=partial(shown, sitting_id))


def _page(case_id: str, typed: Typed, sitting_id: str) -> str:
    with db.reading() as session:
        page = pages.of_past(session, case_id, sitting_id=sitting_id, user=g.user, now=clock.now())
    stored = {} if page.sitting is None else sittings_form.planned(page.sitting).values
    form = Typed({"mediator_id": g.user.id, **stored, **typed.values}, typed.problems)
    return render_template(
        "sittings/past.html", page=page, form=labelled(form), forms=options(FORMS), attendance=options(ATTENDANCE),
        recordings=options(RECORDINGS), public=options(PUBLIC), today=clock.today(),
    )  # fmt: skip
