"""The day board: what is due, who waits for whom, what escalated."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from mediation import access, db
from mediation.config import clock
from mediation.office import board
from mediation.web.session import allowed

bp = Blueprint("board", __name__)


@bp.get("/")
@allowed("account.own")
def show() -> ResponseReturnValue:
    """Show the day; who has no board is sent to the page of the role."""
    if not access.may(g.user, "board.read"):
        return redirect(url_for("rules.status" if access.may(g.user, "rules.status") else "sign_in.sessions"))
    with db.reading() as session:
        page = board.day(session, user=g.user, now=clock.now())
    return render_template("board.html", page=page)
