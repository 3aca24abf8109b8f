"""The state of the rule files, for those who answer for them."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from mediation import db
from mediation.config import clock
from mediation.office import board, rules_failing
from mediation.web.session import allowed

bp = Blueprint("rules", __name__)


@bp.get("/rules/status")
@allowed("rules.status")
def status() -> ResponseReturnValue:
    """Show the rule book in use and every fault of the files on disk."""
    with db.reading() as session:
        undecided = rules_failing.count_of(session, g.user, now=clock.now())
    return render_template("rules.html", page=board.rules_status(now=clock.now()), undecided=undecided)
