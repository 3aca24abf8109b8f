"""The firm's own list of clients, for its lawyers' eyes only: what the conflict gate is matched with."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import Refused
from mediation.office import conflicts_clients
from mediation.web import fields
from mediation.web.days import read_day_if_any
from mediation.web.duty_words import CLIENT_KINDS
from mediation.web.failures import keep_faults
from mediation.web.session import allowed
from mediation.web.typed import Typed

bp = Blueprint("firm", __name__)


@bp.get("/firm/clients")
@allowed("firm.clients")
def clients() -> ResponseReturnValue:
    """Show the list of the user's own firm."""
    return _clients(Typed())


@bp.post("/firm/clients")
@allowed("firm.clients")
def add() -> ResponseReturnValue:
    """Put names on the list, one a line."""
    typed = Typed.read(request.form)
    try:
        until = read_day_if_any(typed("client_until"), "client_until")
        with db.transaction() as session:
            count = conflicts_clients.add(
                session, typed("lines"), kind=typed("kind"), affiliate_of=typed("affiliate_of"), until=until, by=g.user,
                now=clock.now(),
            )  # fmt: skip
    except Refused as refused:
        keep_faults(refused, typed)
        return _clients(typed)
    flash(ngettext("已加入 %(num)s 个名称。", "已加入 %(num)s 个名称。", count))
    return redirect(url_for("firm.clients"), code=303)


@bp.post("/firm/clients/<client_id>/remove")
@allowed("firm.clients")
def remove(client_id: str) -> ResponseReturnValue:
    """Take one name off the list."""
    with db.transaction() as session:
        conflicts_clients.remove(session, client_id, by=g.user, now=clock.now())
    flash(gettext("已移出名单。"))
    return redirect(url_for("firm.clients"), code=303)


def _clients(typed: Typed) -> ResponseReturnValue:
    with db.reading() as session:
        rows = conflicts_clients.listing(session, user=g.user)
    page = render_template("duty/clients.html", rows=rows, form=typed, kinds=fields.options(CLIENT_KINDS))
    return page, 422 if typed.problems else 200
