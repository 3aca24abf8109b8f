"""The signing of an agreement: every signer's state, codes for phones, paper, the seal, refusals."""

from __future__ import annotations

import io

import segno
from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound as NoSuchPage

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import Refused
from mediation.office.signing import collecting, pages
from mediation.web.days import read_day
from mediation.web.failures import is_form_fault
from mediation.web.session import allowed
from mediation.web.typed import Typed
from mediation.web.words import word

bp = Blueprint("signing", __name__)


@bp.get("/settlements/<settlement_id>/signing")
@allowed("signature.collect")
def show(settlement_id: str) -> ResponseReturnValue:
    """Show every signer of an agreement with the state."""
    return _page(settlement_id)


@bp.post("/settlements/<settlement_id>/signers")
@allowed("signature.collect")
def begin(settlement_id: str) -> ResponseReturnValue:
    """Write the list of signers of an agreement issued before there were lists."""
    with db.transaction() as session:
        collecting.begin(session, settlement_id, by=g.user, now=clock.now())
    return _back(settlement_id)


@bp.post("/settlements/<settlement_id>/paper")
@allowed("signature.collect")
def paper(settlement_id: str) -> ResponseReturnValue:
    """Note who signed on paper, by the scan."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            collecting.on_paper(
                session, settlement_id, request.form.getlist("signers"), way=typed("way", "paper"),
                on=read_day(typed("on"), "on"), scan=typed("evidence_id"), by=g.user, now=clock.now(),
            )  # fmt: skip
    except Refused as refused:
        return _again(settlement_id, typed, refused, "paper")
    flash(gettext("已登记纸质签署。"))
    return _back(settlement_id)


@bp.post("/signatures/<signature_id>/code")
@allowed("signature.collect")
def open_code(signature_id: str) -> ResponseReturnValue:
    """Open a code for a signer's phone."""
    with db.transaction() as session:
        collecting.open_code(session, signature_id, by=g.user, now=clock.now())
    return redirect(url_for("signing.code", signature_id=signature_id), code=303)


@bp.get("/signatures/<signature_id>/code")
@allowed("signature.collect")
def code(signature_id: str) -> ResponseReturnValue:
    """Show the code of one signer, as a QR code and in letters."""
    with db.reading() as session:
        page = pages.code(session, signature_id, user=g.user, now=clock.now())
    if page is None:
        raise NoSuchPage
    return render_template("signing/code.html", page=page, signature_id=signature_id)


@bp.get("/signatures/<signature_id>/qr.svg")
@allowed("signature.collect")
def qr(signature_id: str) -> ResponseReturnValue:
    """Draw the QR code of a signer's page."""
    with db.reading() as session:
        page = pages.code(session, signature_id, user=g.user, now=clock.now())
    if page is None:
        raise NoSuchPage
    out = io.BytesIO()
    segno.make(page.address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, border=4, light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return Response(out.getvalue(), mimetype="image/svg+xml")


@bp.get("/signatures/<signature_id>/drawn.png")
@allowed("signature.collect")
def drawn(signature_id: str) -> ResponseReturnValue:
    """Show what was drawn."""
    with db.reading() as session:
        png = pages.drawn(session, signature_id, user=g.user)
    if png is None:
        raise NoSuchPage
    return Response(png, mimetype="image/png")


@bp.post("/signatures/<signature_id>/agent")
@allowed("signature.collect")
def agent(signature_id: str) -> ResponseReturnValue:
    """Say who signs for a side."""
    typed = Typed.read(request.form)
    with db.transaction() as session:
        row = collecting.name_agent(session, signature_id, typed("agent"), by=g.user, now=clock.now())
        settlement_id = row.settlement_id
    return _back(settlement_id)


@bp.post("/signatures/<signature_id>/seal")
@allowed("signature.collect")
def seal(signature_id: str) -> ResponseReturnValue:
    """Note that the organisation's seal was applied."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            row = collecting.put_seal(session, signature_id, on=read_day(typed("on"), "on"), by=g.user, now=clock.now())
            settlement_id = row.id
    except Refused as refused:
        return _again(typed("settlement"), typed, refused, signature_id)
    flash(gettext("已登记用印。"))
    return _back(settlement_id)


@bp.post("/signatures/<signature_id>/refused")
@allowed("signature.collect")
def refused(signature_id: str) -> ResponseReturnValue:
    """Note that somebody refused to sign."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            row = collecting.refused(session, signature_id, typed("refused_why"), by=g.user, now=clock.now())
            settlement_id = row.settlement_id
    except Refused as fault:
        return _again(typed("settlement"), typed, fault, signature_id)
    return _back(settlement_id)


@bp.post("/signatures/<signature_id>/again")
@allowed("signature.collect")
def again(signature_id: str) -> ResponseReturnValue:
    """Take back what was noted of a signer, before the last signature."""
    with db.transaction() as session:
        settlement_id = collecting.again(session, signature_id, by=g.user, now=clock.now()).settlement_id
    return _back(settlement_id)


def _back(settlement_id: str) -> ResponseReturnValue:
    return redirect(url_for("signing.show", settlement_id=settlement_id), code=303)


def _again(settlement_id: str, typed: Typed, fault: Refused, about: str) -> ResponseReturnValue:
    if not is_form_fault(fault) or not settlement_id:
        raise fault
    typed.problems = fault.problems
    return _page(settlement_id, typed, about)


def _page(settlement_id: str, typed: Typed | None = None, about: str = "") -> ResponseReturnValue:
    with db.reading() as session:
        page = pages.page(session, settlement_id, user=g.user, now=clock.now())
    scans = [("", gettext("请选择"))] + [(one.id, f"{one.nth}. {one.title}") for one in page.scans]
    ways = [(way, word(way, "signed_way")) for way in _ways(page)]
    shown = render_template(
        "signing/show.html", page=page, form=typed or Typed(), blank=Typed(), about=about, scans=scans, ways=ways,
        chosen=request.form.getlist("signers"),
    )  # fmt: skip
    return shown, 422 if typed else 200


def _ways(page: pages.SigningPage) -> list[str]:
    found = [way for line in page.lines if line.role != "seal" for way in line.ways if way != "phone"]
    return list(dict.fromkeys(found))
