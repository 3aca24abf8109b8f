"""The health of the rules, for those who answer for them: what was found, why, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import N_
from mediation.office import rule_health
from mediation.web.session import allowed

bp = Blueprint("rule_health", __name__)

GRAVITY: Final[Mapping[str, tuple[str, str]]] = {
    "fault": (N_("错误"), "bad"), "warning": (N_("警告"), "warn"), "note": (N_("提示"), ""),
}  # fmt: skip
"""What each grade is called, and the colour of its badge."""


@bp.get("/rules/health")
@allowed("rules.status")
def show() -> ResponseReturnValue:
    """Show everything found in the rules in use, the gravest first, and the cases that they failed on."""
    with db.reading() as session:
        page = rule_health.page(session, user=g.user, now=clock.now())
    return render_template("rules/health.html", page=page, gravity=GRAVITY)
