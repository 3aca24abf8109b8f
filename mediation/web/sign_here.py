"""Signing on a phone: the public page of a one-time code, without an account. The address is itself a secret."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound as NoSuchPage

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import NotFound, Refused
from mediation.office.signing import codes, collecting, pages
from mediation.web.downloads import PDF, handed_out
from mediation.web.failures import keep_faults
from mediation.web.session import place, public
from mediation.web.signing_words import SIGNING_LABELS
from mediation.web.typed import Typed

bp = Blueprint("sign_here", __name__)


@bp.get("/sign/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """Show the whole text to the bearer of a code, and the field for the signature."""
    return _page(code)


@bp.get("/sign/<code>/agreement.pdf")
@public
def file(code: str) -> ResponseReturnValue:
    """Hand out the printed agreement."""
    try:
        with db.reading() as session:
            pdf, name = pages.public_file(session, code, source=place().address, now=clock.now())
    except NotFound:
        _count_wrong()
        raise
    return handed_out(pdf, PDF, name, plain="agreement.pdf", how="inline")


@bp.get("/sign/<code>/drawn.png")
@public
def drawn(code: str) -> ResponseReturnValue:
    """Show the bearer what was drawn."""
    with db.reading() as session:
        png = pages.public_drawn(session, code, source=place().address, now=clock.now())
    if png is None:
        raise NoSuchPage
    return Response(png, mimetype="image/png")


@bp.post("/sign/<code>")
@public
def sign(code: str) -> ResponseReturnValue:
    """Take the drawn signature, or the refusal with its reason."""
    typed, now, source = Typed.read(request.form), clock.now(), place().address
    try:
        with db.transaction() as session:
            if request.form.get("do") == "refuse":
                collecting.refuse_by_code(session, code, typed("refused_why"), source=source, now=now)
            else:
                agrees = bool(typed("agrees"))
                collecting.draw(session, code, typed("lines"), agrees=agrees, source=source, now=now)
    except NotFound:
        _count_wrong()
        raise
    except Refused as refused:
        keep_faults(refused, typed)
        return _page(code, typed)
    return redirect(url_for("sign_here.thanks", signed=request.form.get("do") != "refuse"), code=303)


@bp.get("/sign")
@public
def thanks() -> ResponseReturnValue:
    """Say that it was taken; the page names nobody and needs no code."""
    return render_template("signing/thanks.html", signed=request.args.get("signed") == "True")


def _page(code: str, typed: Typed | None = None) -> ResponseReturnValue:
    try:
        with db.reading() as session:
            page = pages.public(session, code, source=place().address, now=clock.now())
    except NotFound:
        _count_wrong()
        raise
    if typed is not None:
        typed.labels = {name: gettext(text) for name, text in SIGNING_LABELS.items()}
    shown = render_template("signing/here.html", page=page, code=code, form=typed or Typed())
    return shown, 422 if typed else 200


def _count_wrong() -> None:
    with db.transaction() as session:
        codes.note_wrong_code(session, source=place().address, now=clock.now())
