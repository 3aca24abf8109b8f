"""The page of one person or firm with all cases the user may see."""

from __future__ import annotations

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from mediation import db
from mediation.config import clock
from mediation.office.people import whole
from mediation.web.session import allowed

bp = Blueprint("people_whole", __name__)


@bp.get("/people/<party_kind>/<party_id>")
@allowed("case.read")
def show(party_kind: str, party_id: str) -> ResponseReturnValue:
    """Show whoever a party is, with all cases."""
    with db.reading() as session:
        page = whole.page(session, party_kind, party_id, user=g.user, now=clock.now())
    return render_template("people/whole.html", page=page)
