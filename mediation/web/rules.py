"""The state of the rule files, for those who answer for them."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mediation.config import clock
from mediation.office import board
from mediation.web.session import allowed

bp = Blueprint("rules", __name__)


@bp.get("/rules/status")
@allowed("rules.status")
def status() -> ResponseReturnValue:
    """Show the rule book in use and every fault of the files on disk."""
    return render_template("rules.html", page=board.rules_status(now=clock.now()))
