"""The certificate a station signs its files with: make one, or upload one of a public authority."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import Refused
from mediation.office.signing import certificates
from mediation.web.failures import keep_faults
from mediation.web.me import asked_station
from mediation.web.session import allowed
from mediation.web.typed import Typed

bp = Blueprint("certificates", __name__)


@bp.get("/station/certificates")
@allowed("station.certificate")
def show() -> ResponseReturnValue:
    """Show which certificate is in use and which were."""
    return _page(Typed())


@bp.post("/station/certificates/own")
@allowed("station.certificate")
def make_own() -> ResponseReturnValue:
    """Make a fresh certificate of the station's own."""
    station = asked_station()
    with db.transaction() as session:
        certificates.make_own(session, station.id, by=g.user, now=clock.now())
    flash(gettext("已启用新的本站自签证书。"))
    return redirect(url_for("certificates.show", station=station.code), code=303)


@bp.post("/station/certificates")
@allowed("station.certificate")
def upload() -> ResponseReturnValue:
    """Take a certificate with its key."""
    station, typed = asked_station(), Typed()
    file = request.files.get("file")
    content = file.stream.read(certificates.MOST_BYTES + 1) if file is not None else b""
    try:
        with db.transaction() as session:
            certificates.upload(
                session, station.id, content, request.form.get("password", ""), by=g.user, now=clock.now()
            )
    except Refused as refused:
        keep_faults(refused, typed)
        return _page(typed)
    flash(gettext("已启用上传的证书。"))
    return redirect(url_for("certificates.show", station=station.code), code=303)


def _page(typed: Typed) -> ResponseReturnValue:
    station = asked_station()
    with db.reading() as session:
        lines = certificates.listed(session, station.id, user=g.user, now=clock.now())
    shown = render_template("signing/certificates.html", station=station, lines=lines, form=typed)
    return shown, 422 if typed.problems else 200
