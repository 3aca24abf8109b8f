"""What a supervisor looks into: employers around whom cases gather, and findings in the data."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from mediation import db
from mediation.config import clock
from mediation.office import clusters, quality
from mediation.web.numbers import page_number
from mediation.web.session import allowed
from mediation.web.spokes import drawn

bp = Blueprint("findings", __name__)


@bp.get("/supervision/employers")
@allowed("supervision.read")
def employers() -> ResponseReturnValue:
    """List the employers with several open cases of the last thirty days; with `?firm=`, the map around one."""
    firm = request.args.get("firm", "")
    with db.reading() as session:
        if firm:
            around = clusters.around(session, firm, user=g.user, now=clock.now())
            return render_template("supervision/employer.html", page=around, drawing=drawn(around))
        rows = clusters.employers(session, user=g.user, now=clock.now())
    return render_template("supervision/employers.html", rows=rows)


@bp.get("/supervision/findings")
@allowed("supervision.read")
def findings() -> ResponseReturnValue:
    """Show every check of the data with its count, and the cases of one with `?check=`."""
    chosen = request.args.get("check", "")[:40]
    with db.reading() as session:
        page = quality.page(session, user=g.user, now=clock.now(), chosen=chosen, page=page_number())
    return render_template("supervision/findings.html", page=page)
