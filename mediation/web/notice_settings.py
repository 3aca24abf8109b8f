"""How one wants to be told: the own e-mail address, what is mailed, when."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import N_, Problem, Refused
from mediation.office import mailroom_address, notices_choices
from mediation.office.notices_signals import SIGNALS
from mediation.web.failures import keep_faults
from mediation.web.session import allowed
from mediation.web.typed import Typed

bp = Blueprint("notice_settings", __name__)


@bp.get("/notices/settings")
@allowed("notice.own")
def show() -> ResponseReturnValue:
    """Show how the user is told."""
    return _page(Typed(), Typed(), None)


@bp.post("/notices/settings")
@allowed("notice.own")
def save() -> ResponseReturnValue:
    """Store what is mailed, when and in which language."""
    form, mailed = Typed.read(request.form), request.form.getlist("mailed")
    times = [form(f"times[{nth}]") for nth in range(notices_choices.MOST_TIMES)]
    try:
        with db.transaction() as session:
            notices_choices.save(
                session, mailed=mailed, times=times, locale=form("locale"), by=g.user, now=clock.now()
            )
    except Refused as refused:
        keep_faults(refused, form)
        return _page(Typed(), form, frozenset(mailed))
    flash(gettext("通知设置已保存。"))
    return redirect(url_for("notice_settings.show"), code=303)


@bp.post("/notices/address")
@allowed("notice.own")
def ask_code() -> ResponseReturnValue:
    """Mail a code to the address that was typed in."""
    form = Typed.read(request.form)
    try:
        with db.transaction() as session:
            mailroom_address.ask(session, form("email"), by=g.user, now=clock.now())
    except Refused as refused:
        keep_faults(refused, form)
        return _page(form, Typed(), None)
    flash(gettext("验证码将在一两分钟内发到该邮箱，请填写在下面。"))
    return redirect(url_for("notice_settings.show"), code=303)


@bp.post("/notices/address/confirm")
@allowed("notice.own")
def confirm() -> ResponseReturnValue:
    """Take the address over whose code was typed in."""
    form = Typed.read(request.form)
    with db.transaction() as session:
        right = mailroom_address.confirm(session, form("code"), by=g.user, now=clock.now())
    if not right:
        form.problems = (Problem(N_("验证码不对，请核对邮件后重新填写"), "code"),)
        return _page(form, Typed(), None)
    flash(gettext("邮箱已确认，今后的通知邮件发到这里。"))
    return redirect(url_for("notice_settings.show"), code=303)


@bp.post("/notices/address/forget")
@allowed("notice.own")
def forget() -> ResponseReturnValue:
    """Take the address out of the account."""
    with db.transaction() as session:
        mailroom_address.forget(session, by=g.user, now=clock.now())
    flash(gettext("邮箱已删除，不再发送邮件；通知仍在系统内。"))
    return redirect(url_for("notice_settings.show"), code=303)


def _page(address_form: Typed, form: Typed, mailed: frozenset[str] | None) -> ResponseReturnValue:
    with db.reading() as session:
        address = mailroom_address.page(session, user=g.user, now=clock.now())
        chosen = notices_choices.choices(session, user=g.user)
    if mailed is None:
        times = {f"times[{nth}]": f"{at:%H:%M}" for nth, at in enumerate(chosen.times)}
        form.values = times | {"locale": chosen.locale}
    shown = render_template(
        "notices/settings.html", address=address, address_form=address_form, form=form, signals=tuple(SIGNALS),
        mailed=chosen.mailed if mailed is None else mailed, most_times=notices_choices.MOST_TIMES,
    )  # fmt: skip
    return shown, 422 if form.problems or address_form.problems else 200
