"""What became of mails and calls, and sending one again."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.office import outbox_page
from mediation.web.back import safe_next
from mediation.web.numbers import page_number
from mediation.web.session import allowed

bp = Blueprint("deliveries", __name__)


@bp.get("/deliveries")
@allowed("delivery.manage")
def show() -> ResponseReturnValue:
    """Show deliveries by state and channel."""
    state, channel = request.args.get("state", ""), request.args.get("channel", "")
    with db.reading() as session:
        page = outbox_page.page(session, user=g.user, state=state, channel=channel, number=page_number())
    return render_template("channels/deliveries.html", page=page)


@bp.post("/deliveries/<delivery_id>/resend")
@allowed("delivery.manage")
def resend(delivery_id: str) -> ResponseReturnValue:
    """Queue a delivery again."""
    with db.transaction() as session:
        outbox_page.resend(session, delivery_id, by=g.user, now=clock.now())
    flash(gettext("已重新排队，将在一两分钟内发送。"))
    return redirect(safe_next(request.form.get("next") or url_for("deliveries.show")), code=303)
