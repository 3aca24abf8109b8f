"""How people worked in a period: everybody's figures for supervisors, one's own with a remark."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.evaluation import LEAST
from mediation.domain.refusals import Refused
from mediation.models.case import OUTCOMES
from mediation.office import evaluation
from mediation.web.failures import keep_faults
from mediation.web.session import allowed
from mediation.web.typed import Typed

bp = Blueprint("evaluation", __name__)


@bp.get("/evaluation")
@allowed("evaluation.read")
def show() -> ResponseReturnValue:
    """Show everybody's figures, by name or by load."""
    order = request.args.get("order", "")
    order = order if order in evaluation.ORDERS else "name"
    with db.reading() as session:
        page = evaluation.page(
            session, user=g.user, now=clock.now(), period=_asked("period"), station_id=_asked("station"), order=order
        )
    return render_template("evaluation/show.html", page=page, order=order, outcomes=OUTCOMES, least=LEAST)


@bp.get("/evaluation/mine")
@allowed("evaluation.own")
def mine() -> ResponseReturnValue:
    """Show the user's own figures."""
    return _mine()


@bp.post("/evaluation/mine")
@allowed("evaluation.own")
def remark() -> ResponseReturnValue:
    """Keep what the user says of the own figures."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            evaluation.remark(
                session, typed("remark"), period=_asked("period"), station_id=_asked("station"), by=g.user,
                now=clock.now(),
            )  # fmt: skip
    except Refused as refused:
        keep_faults(refused, typed)
        return _mine(typed)
    flash(gettext("说明已保存，站长可以看到。"))
    return redirect(url_for("evaluation.mine", period=_asked("period"), station=_asked("station")), code=303)


def _mine(typed: Typed | None = None) -> ResponseReturnValue:
    with db.reading() as session:
        page = evaluation.own(
            session, user=g.user, now=clock.now(), period=_asked("period"), station_id=_asked("station")
        )
    form = typed or Typed({"remark": page.people[0].remark})
    shown = render_template("evaluation/mine.html", page=page, form=form, outcomes=OUTCOMES, least=LEAST)
    return shown, 422 if typed else 200


def _asked(name: str) -> str:
    return request.values.get(name, "").strip()[:32]
