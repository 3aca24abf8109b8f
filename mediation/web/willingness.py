"""Willingness to mediate: ask a party from its case, the public page of its code, the gateway's way back."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import NotFound, Refused
from mediation.office import willingness, willingness_gateway, willingness_pages
from mediation.web.failures import is_form_fault
from mediation.web.session import allowed, place, public
from mediation.web.typed import Typed

bp = Blueprint("willingness", __name__)


def install(app: Flask) -> None:
    """Let the gateway's answers come without a form's token: they are signed instead."""
    app.extensions["csrf"].exempt(callback)


@bp.get("/cases/<case_id>/willingness")
@allowed("willingness.ask")
def of_case(case_id: str) -> ResponseReturnValue:
    """Show what the parties of a case were asked and what they answered."""
    return _page(case_id)


@bp.post("/parties/<party_id>/inquiry")
@allowed("willingness.ask")
def ask(party_id: str) -> ResponseReturnValue:
    """Ask a party whether it is willing."""
    case_id = request.form.get("case", "")
    try:
        with db.transaction() as session:
            case_id = willingness.ask(session, party_id, by=g.user, now=clock.now()).case_id
    except Refused as refused:
        return _again(case_id, party_id, refused)
    flash(gettext("已交语音短信平台发出，答复后会通知您。"))
    return redirect(url_for("willingness.of_case", case_id=case_id), code=303)


@bp.post("/inquiries/<inquiry_id>/confirm")
@allowed("willingness.ask")
def confirm(inquiry_id: str) -> ResponseReturnValue:
    """Confirm what a party answered; from here on it is the party's word."""
    case_id = request.form.get("case", "")
    try:
        with db.transaction() as session:
            done = willingness.confirm(
                session, inquiry_id, note=request.form.get("note", ""), by=g.user, now=clock.now()
            )
            case_id = done.case_id
    except Refused as refused:
        return _again(case_id, inquiry_id, refused)
    flash(gettext("已确认答复，案件已按规则重新分流、起算期限。"))
    return redirect(url_for("willingness.of_case", case_id=case_id), code=303)


@bp.post("/inquiries/<inquiry_id>/withdraw")
@allowed("willingness.ask")
def withdraw(inquiry_id: str) -> ResponseReturnValue:
    """Take a question back."""
    with db.transaction() as session:
        case_id = willingness.withdraw(session, inquiry_id, by=g.user, now=clock.now()).case_id
    flash(gettext("已撤回。"))
    return redirect(url_for("willingness.of_case", case_id=case_id), code=303)


@bp.get("/answer/<code>")
@public
def question(code: str) -> ResponseReturnValue:
    """Ask whoever has the code; nothing of the case is shown."""
    return _public(code)


@bp.post("/answer/<code>")
@public
def answer(code: str) -> ResponseReturnValue:
    """Take the answer."""
    now, said = clock.now(), request.form.get("answer", "")
    try:
        with db.reading() as session:
            found = willingness.by_code(session, code, source=place().address, now=now)
        with db.transaction() as session:
            willingness.answer(session, found.id, said, source="page", now=now)
    except NotFound:
        _count_wrong()
        raise
    except Refused as refused:
        if not is_form_fault(refused):
            raise
        return _public(code, refused)
    return redirect(url_for("willingness.question", code=code), code=303)


@bp.post("/willingness/callback")
@public
def callback() -> ResponseReturnValue:
    """Take an answer that the gateway sends back, signed; says no more than whether it was taken."""
    stamp = request.headers.get("X-Mediation-Timestamp", "")
    signature = request.headers.get("X-Mediation-Signature", "")
    request.max_content_length = willingness_gateway.MOST_BYTES
    try:
        with db.transaction() as session:
            willingness_gateway.take_callback(
                session, request.get_data(), stamp=stamp, signature=signature, now=clock.now()
            )
    except Refused as refused:
        return {"taken": False}, refused.status
    return {"taken": True}, 200


def _public(code: str, refused: Refused | None = None) -> ResponseReturnValue:
    now = clock.now()
    try:
        with db.reading() as session:
            found = willingness.by_code(session, code, source=place().address, now=now)
            station = willingness_pages.station_of(session, found)
    except NotFound:
        _count_wrong()
        raise
    still_open = willingness.is_open(found, now)
    answered = found.state in ("answered", "confirmed")
    shown = render_template(
        "willingness/answer.html", code=code, station=station, still_open=still_open, answered=answered,
        form=Typed({}, refused.problems if refused else ()),
    )  # fmt: skip
    return shown, 422 if refused else 200 if still_open or answered else 410


def _count_wrong() -> None:
    with db.transaction() as session:
        willingness.note_wrong_code(session, source=place().address, now=clock.now())


def _again(case_id: str, about: str, refused: Refused) -> ResponseReturnValue:
    if not is_form_fault(refused) or not case_id:
        raise refused
    typed = Typed.read(request.form)
    typed.problems = refused.problems
    return _page(case_id, typed, about)


def _page(case_id: str, typed: Typed | None = None, about: str = "") -> ResponseReturnValue:
    with db.reading() as session:
        page = willingness_pages.of_case(session, case_id, user=g.user, now=clock.now())
    shown = render_template("willingness/case.html", page=page, form=typed or Typed(), about=about)
    return shown, 422 if typed else 200
