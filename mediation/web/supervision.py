"""The supervisor's board: escalations with why and who, filters kept under names, workload, gaps in the roster."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.harm import HARMS
from mediation.office import escalations, supervision, supervision_why
from mediation.office.supervision_escalations import AGES, Filters
from mediation.web.back import safe_next
from mediation.web.numbers import page_number
from mediation.web.session import allowed

bp = Blueprint("supervision", __name__)


@bp.get("/supervision")
@allowed("supervision.read")
def show() -> ResponseReturnValue:
    """Show the open escalations by harm and days left, with what else a supervisor watches."""
    return _show(Filters.read(request.args))


@bp.get("/escalations/<escalation_id>")
@allowed("supervision.read")
def why(escalation_id: str) -> ResponseReturnValue:
    """Show why one escalation is red: rule, article, facts, dates, history, who must act."""
    with db.reading() as session:
        page = supervision_why.page(session, escalation_id, user=g.user, now=clock.now())
    return render_template("supervision/why.html", page=page)


@bp.post("/escalations/<escalation_id>/acknowledge")
@allowed("escalation.acknowledge")
def acknowledge(escalation_id: str) -> ResponseReturnValue:
    """Note that the user has seen an escalation."""
    with db.transaction() as session:
        escalations.acknowledge(session, escalation_id, by=g.user, now=clock.now())
    flash(gettext("已签收。"))
    return redirect(safe_next(request.form.get("next", "")), code=303)


@bp.post("/escalations/<escalation_id>/assign")
@allowed("escalation.assign")
def assign(escalation_id: str) -> ResponseReturnValue:
    """Give an escalation to one person, who is told."""
    with db.transaction() as session:
        escalations.assign(session, escalation_id, to=request.form.get("to", ""), by=g.user, now=clock.now())
    flash(gettext("已交办，并已通知本人。"))
    return redirect(safe_next(request.form.get("next", "")), code=303)


def _show(filters: Filters) -> ResponseReturnValue:
    with db.reading() as session:
        page = supervision.board(session, user=g.user, now=clock.now(), filters=filters, page=page_number())
    return render_template("supervision/board.html", page=page, chosen=filters.said(), ages=AGES, harms=HARMS)
