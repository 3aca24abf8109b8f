"""Equality figures: what a person volunteers at the counter, and the sums of a year."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.equality import HIDDEN, QUESTIONS
from mediation.domain.refusals import Refused
from mediation.office import equality
from mediation.web.failures import keep_faults
from mediation.web.session import allowed
from mediation.web.typed import Typed

bp = Blueprint("equality", __name__)


@bp.get("/cases/<case_id>/equality")
@allowed("equality.note")
def of_case(case_id: str) -> ResponseReturnValue:
    """Show the questions; never what was answered before."""
    return _page(case_id, Typed())


@bp.post("/cases/<case_id>/equality/<party_id>")
@allowed("equality.note")
def note(case_id: str, party_id: str) -> ResponseReturnValue:
    """Keep what the person volunteered, in place of what was there."""
    form = Typed.read(request.form)
    try:
        with db.transaction() as session:
            equality.note(
                session, case_id, party_id, form.values, consent=form("consent") == "yes", by=g.user, now=clock.now()
            )
    except Refused as refused:
        keep_faults(refused, form)
        return _page(case_id, form, party_id)
    flash(gettext("已登记，内容已加密，不再显示。"))
    return redirect(url_for("equality.of_case", case_id=case_id), code=303)


@bp.post("/cases/<case_id>/equality/<party_id>/withdraw")
@allowed("equality.note")
def withdraw(case_id: str, party_id: str) -> ResponseReturnValue:
    """Delete what the person volunteered."""
    with db.transaction() as session:
        equality.withdraw(session, case_id, party_id, by=g.user, now=clock.now())
    flash(gettext("已删除。"))
    return redirect(url_for("equality.of_case", case_id=case_id), code=303)


@bp.get("/figures/equality")
@allowed("equality.read")
def figures() -> ResponseReturnValue:
    """Show the sums of a year, small numbers hidden."""
    asked = request.args.get("year", "")
    year = int(asked) if len(asked) == len("2026") and asked.isascii() and asked.isdigit() else None
    with db.reading() as session:
        page = equality.figures(session, year, user=g.user, now=clock.now())
    return render_template("figures/equality.html", page=page, hidden=HIDDEN)


def _page(case_id: str, form: Typed, chosen: str = "") -> ResponseReturnValue:
    with db.reading() as session:
        page = equality.page(session, case_id, user=g.user)
    shown = render_template(
        "figures/equality_form.html", page=page, form=form, questions=QUESTIONS, chosen=chosen, empty=Typed()
    )
    return shown, 422 if form.problems else 200
