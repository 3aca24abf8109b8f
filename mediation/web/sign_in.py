"""Signing in and out, changing the password, seeing and ending one's own sign-ins."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import N_, Problem, Refused
from mediation.office import accounts, sign_in, sign_in_half
from mediation.web import session as gate
from mediation.web.back import safe_next
from mediation.web.duty import first_page
from mediation.web.session import public, signed_in
from mediation.web.typed import Typed

bp = Blueprint("sign_in", __name__)
RETRY_SECONDS = "60"


@dataclass(frozen=True)
class SignInRow:
    """One living sign-in, as the list shows it."""

    id: str
    created_at: datetime
    seen_at: datetime
    user_agent: str
    address: str
    current: bool


@bp.get("/sign-in", endpoint="enter")
@public
def ask() -> ResponseReturnValue:
    """Ask for name and password."""
    if g.user is not None:
        return redirect(safe_next(request.args.get("next", "")))
    return _ask(Typed(), request.args.get("next", ""))


@bp.post("/sign-in", endpoint="try")
@public
def enter() -> ResponseReturnValue:
    """Check name and password; open a sign-in with a fresh token."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    wish = request.form.get("next", "")
    try:
        entered = sign_in.sign_in(
            name, password, place=gate.place(), replaces=gate.token_of(request) or None, now=clock.now()
        )
    except (sign_in.WrongPassword, sign_in.TooMany) as refused:
        return _ask(Typed({"name": name[: accounts.NAME_LONGEST]}, refused.problems), wish, refused.status)
    if entered.needs_code:
        waiting = redirect(url_for("sign_in.code", next=wish or None))
        gate.give_half_cookie(waiting, entered.token)
        return waiting
    return _in(entered, wish)


@bp.get("/sign-in/code")
@public
def code() -> ResponseReturnValue:
    """Ask for the code of the second factor."""
    with db.reading() as session:
        waiting = sign_in_half.look_up(session, gate.half_token_of(request), now=clock.now())
    wish = request.args.get("next", "")
    return _ask_code(Typed(), wish) if waiting else _begin_again(wish)


@bp.post("/sign-in/code")
@public
def check_code() -> ResponseReturnValue:
    """Check the code; open a sign-in with a fresh token."""
    half, wish = gate.half_token_of(request), request.form.get("next", "")
    typed = request.form.get("one_time_code", "")
    try:
        entered = sign_in.finish(
            half, typed, place=gate.place(), replaces=gate.token_of(request) or None, now=clock.now()
        )
    except sign_in.Lapsed:
        return _begin_again(wish)
    except (sign_in.WrongCode, sign_in.TooMany) as refused:
        return _ask_code(Typed(None, refused.problems), wish, refused.status)
    answer = _in(entered, wish)
    gate.take_half_cookie(answer)
    if entered.codes_left is not None:
        said = gettext("您用备用码登录，还剩 %(left)s 个。手机丢失的，请更换二次验证。", left=entered.codes_left)
        flash(said, "warning")
    return answer


@bp.post("/sign-out", endpoint="leave")
@signed_in
def leave() -> ResponseReturnValue:
    """End this sign-in."""
    with db.transaction() as session:
        sign_in.end(session, gate.token_of(request), now=clock.now())
    answer = redirect(url_for("sign_in.enter"))
    gate.take_cookie(answer)
    return answer


@bp.get("/password", endpoint="password")
@signed_in
def ask_password() -> ResponseReturnValue:
    """Ask for the old and the new password."""
    return _ask_password(Typed())


@bp.post("/password", endpoint="change_password")
@signed_in
def change_password() -> ResponseReturnValue:
    """Change the user's own password; every other sign-in ends, this one gets a fresh token."""
    old, new, again = (request.form.get(field, "") for field in ("old", "new", "again"))
    if new != again:
        return _ask_password(Typed(None, [Problem(N_("两次输入的新密码不一致。"), field="again")]))
    try:
        changed = sign_in.change_password(g.user.id, old=old, new=new, place=gate.place(), now=clock.now())
    except sign_in.WrongPassword:
        return _ask_password(Typed(None, [Problem(N_("原密码不正确。"), field="old")]))
    except Refused as refused:
        return _ask_password(Typed(None, refused.problems), refused.status)
    answer = redirect(url_for("board.show"))
    gate.give_cookie(answer, changed.token)
    flash(gettext("密码已修改，其他登录已结束。"))
    return answer


@bp.get("/sessions")
@signed_in
def sessions() -> ResponseReturnValue:
    """List the user's own living sign-ins."""
    with db.reading() as session:
        found = sign_in.living(session, g.user, now=clock.now())
    rows = [
        SignInRow(one.id, one.created_at, one.seen_at, one.user_agent, one.address, one.id == g.sign_in.id)
        for one in found
    ]
    return render_template("sign_in/sessions.html", sessions=rows)


@bp.post("/sessions/<session_id>/end")
@signed_in
def end(session_id: str) -> ResponseReturnValue:
    """End one of the user's own sign-ins."""
    with db.transaction() as session:
        sign_in.end_one(session, session_id, by=g.user, now=clock.now())
    if session_id == g.sign_in.id:
        answer: Response = redirect(url_for("sign_in.enter"))
        gate.take_cookie(answer)
        return answer
    flash(gettext("该登录已结束。"))
    return redirect(url_for("sign_in.sessions"))


def _in(entered: sign_in.SignedIn, wish: str) -> Response:
    answer = redirect(safe_next(wish) if wish else first_page(entered.user))
    gate.give_cookie(answer, entered.token)
    return answer


def _begin_again(wish: str) -> ResponseReturnValue:
    """Send back to the password; say why to whoever had typed one."""
    if gate.half_token_of(request):
        flash(gettext("登录已超时，请重新输入用户名和密码。"), "warning")
    answer = redirect(url_for("sign_in.enter", next=wish or None))
    gate.take_half_cookie(answer)
    return answer


def _ask(form: Typed, wish: str, status: int = 200) -> ResponseReturnValue:
    return _asked(render_template("sign_in/enter.html", form=form, next=wish), status)


def _ask_code(form: Typed, wish: str, status: int = 200) -> ResponseReturnValue:
    return _asked(render_template("sign_in/code.html", form=form, next=wish), status)


def _asked(page: str, status: int) -> ResponseReturnValue:
    return page, status, {"Retry-After": RETRY_SECONDS} if status == sign_in.TooMany.status else {}


def _ask_password(form: Typed, status: int = 200) -> ResponseReturnValue:
    must = accounts.must_change(g.user, now=clock.now())
    page = render_template("sign_in/password.html", form=form, must=must)
    return page, 422 if form.problems and status == 200 else status
