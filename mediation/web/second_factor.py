"""The second factor of the own account: set up by a QR code, renewed, switched off; its recovery codes shown once."""

from __future__ import annotations

import io
from collections.abc import Iterable

import segno
from flask import Blueprint, Response, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import N_, Problem, Refused
from mediation.office import second_factor, sign_in
from mediation.web import session as gate
from mediation.web.duty import first_page
from mediation.web.failures import is_form_fault
from mediation.web.session import signed_in
from mediation.web.typed import Typed

bp = Blueprint("second_factor", __name__)


@bp.get("/second-factor")
@signed_in
def show() -> ResponseReturnValue:
    """Show how it stands, and what is being set up."""
    return _page()


@bp.post("/second-factor/begin")
@signed_in
def begin() -> ResponseReturnValue:
    """Make a secret to set up."""
    with db.transaction() as session:
        second_factor.begin(session, by=g.user, now=clock.now())
    return redirect(url_for("second_factor.show"), code=303)


@bp.get("/second-factor/qr.svg")
@signed_in
def qr() -> ResponseReturnValue:
    """Draw the QR code of the secret that is being set up."""
    with db.reading() as session:
        draft = second_factor.standing(session, user=g.user, now=clock.now()).draft
    if draft is None:
        raise NotFound
    out = io.BytesIO()
    segno.make(draft.address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, border=4, light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return Response(out.getvalue(), mimetype="image/svg+xml")


@bp.post("/second-factor/confirm")
@signed_in
def confirm() -> ResponseReturnValue:
    """Put it in force by a code; every sign-in but this one ends; show the recovery codes this once."""
    now, code = clock.now(), request.form.get("one_time_code", "")
    try:
        if second_factor.asks_password(g.user, g.sign_in, now=now):
            sign_in.prove(g.user.id, password=_password(), code=None, place=gate.place(), now=now)
        with db.transaction() as session:
            codes = second_factor.confirm(session, code, by=g.user, now=now)
            fresh = sign_in.open_session(session, g.user, place=gate.place(), now=now)
    except Refused as refused:
        return _refused(refused)
    answer = _codes_page(codes, first=True)
    gate.give_cookie(answer, fresh.token, same_person=True)
    return answer


@bp.post("/second-factor/renew")
@signed_in
def renew() -> ResponseReturnValue:
    """Begin to set up another one; the one in force stays until then."""
    try:
        _prove()
        with db.transaction() as session:
            second_factor.begin(session, by=g.user, renew=True, now=clock.now())
    except Refused as refused:
        return _refused(refused)
    return redirect(url_for("second_factor.show"), code=303)


@bp.post("/second-factor/codes")
@signed_in
def renew_codes() -> ResponseReturnValue:
    """Make new recovery codes and show them this once."""
    try:
        _prove()
        with db.transaction() as session:
            codes = second_factor.renew_codes(session, by=g.user, now=clock.now())
    except Refused as refused:
        return _refused(refused)
    return _codes_page(codes)


@bp.post("/second-factor/off")
@signed_in
def switch_off() -> ResponseReturnValue:
    """Take it out of the account."""
    try:
        _prove()
        with db.transaction() as session:
            second_factor.switch_off(session, by=g.user, now=clock.now())
    except Refused as refused:
        return _refused(refused)
    flash(gettext("二次验证已关闭，登录只需密码。"))
    return redirect(url_for("second_factor.show"), code=303)


def _prove() -> None:
    code = request.form.get("one_time_code", "")
    sign_in.prove(g.user.id, password=_password(), code=code, place=gate.place(), now=clock.now())


def _password() -> str:
    return request.form.get("password", "")


def _refused(refused: Refused) -> ResponseReturnValue:
    """Show the form again for what was typed wrong; the failure page for anything else."""
    if isinstance(refused, sign_in.WrongPassword):
        return _page([Problem(N_("密码不正确。"), "password")], 422)
    if isinstance(refused, sign_in.WrongCode):
        return _page(refused.problems, 422)
    if isinstance(refused, sign_in.TooMany) or is_form_fault(refused):
        return _page(refused.problems, refused.status)
    raise refused


def _page(problems: Iterable[Problem] = (), status: int = 200) -> ResponseReturnValue:
    now = clock.now()
    with db.reading() as session:
        found = second_factor.standing(session, user=g.user, now=now)
    asks = second_factor.asks_password(g.user, g.sign_in, now=now)
    form = Typed(None, problems)
    form.focus = next((one.field for one in form.problems), "")
    page = render_template("sign_in/second_factor.html", form=form, standing=found, asks_password=asks)
    return page, status


def _codes_page(codes: list[str], *, first: bool = False) -> Response:
    page = render_template(
        "sign_in/recovery_codes.html", codes=codes, made_at=clock.now(), first=first, onward=first_page(g.user)
    )
    return make_response(page)
