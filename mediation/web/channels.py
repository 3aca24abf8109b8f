"""The station's ways out: its mail server and its webhook, each with a test whose result is said in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import Refused
from mediation.models.station import Station
from mediation.office import mailroom_route, outbox_hook_settings, willingness_settings
from mediation.office.outbox_faults import remedy, why
from mediation.web.failures import is_form_fault
from mediation.web.me import asked_station
from mediation.web.session import allowed
from mediation.web.show import say
from mediation.web.typed import Typed

bp = Blueprint("channels", __name__)


@bp.get("/channels")
@allowed("channel.manage")
def show() -> ResponseReturnValue:
    """Show mail server and webhook of a station."""
    return _page(asked_station())


@bp.post("/channels/mail")
@allowed("channel.manage")
def save_mail() -> ResponseReturnValue:
    """Store the mail server."""
    station, form = asked_station(), Typed.read(request.form)
    try:
        with db.transaction() as session:
            mailroom_route.save(session, station.id, form.values, by=g.user, now=clock.now())
    except Refused as refused:
        return _refused(station, refused, mail=form)
    flash(gettext("邮件服务器已保存，请发送一封测试邮件。"))
    return _back(station)


@bp.post("/channels/mail/test")
@allowed("channel.manage")
def test_mail() -> ResponseReturnValue:
    """Send a test mail to the user; say what came of it."""
    station, now = asked_station(), clock.now()
    try:
        with db.reading() as session:
            given = mailroom_route.page(session, station.id, user=g.user).given
            prepared = mailroom_route.prepare_test(session, station.id, by=g.user, now=now)
    except Refused as refused:
        return _refused(station, refused, mail=Typed(given))
    fault = mailroom_route.send_test(prepared)
    with db.transaction() as session:
        mailroom_route.note_test(session, prepared, fault, by=g.user, now=clock.now())
    _say(fault, gettext("邮件服务器收下了测试邮件，请到您的邮箱查看。"))
    return _back(station)


@bp.post("/channels/webhook")
@allowed("channel.manage")
def save_hook() -> ResponseReturnValue:
    """Store the webhook; a secret made now is shown this once."""
    return _save(outbox_hook_settings.save, "hook", gettext("消息接口已保存。"))


@bp.post("/channels/webhook/secret")
@allowed("channel.manage")
def renew_secret() -> ResponseReturnValue:
    """Make a new secret and show it this once."""
    station = asked_station()
    with db.transaction() as session:
        secret = outbox_hook_settings.renew_secret(session, station.id, by=g.user, now=clock.now())
    return _page(station, secret=secret)


@bp.post("/channels/webhook/test")
@allowed("channel.manage")
def test_hook() -> ResponseReturnValue:
    """Make a test call; say what came of it."""
    station, now = asked_station(), clock.now()
    with db.reading() as session:
        call = outbox_hook_settings.prepare_test(session, station.id, by=g.user)
    fault = outbox_hook_settings.send_test(call, now=now)
    with db.transaction() as session:
        outbox_hook_settings.note_test(session, station.id, call, fault, by=g.user, now=clock.now())
    _say(fault, gettext("接收地址收下了测试消息。"))
    return _back(station)


@bp.post("/channels/gateway")
@allowed("channel.manage")
def save_gateway() -> ResponseReturnValue:
    """Store the voice gateway; a secret made now is shown this once."""
    return _save(willingness_settings.save, "gateway", gettext("语音短信平台已保存。"))


def _save(save: Callable[..., str], name: Literal["hook", "gateway"], told: str) -> ResponseReturnValue:
    """Store a channel that has a secret; one made now is shown this once."""
    station, form = asked_station(), Typed.read(request.form)
    try:
        with db.transaction() as session:
            secret = save(session, station.id, form.values, by=g.user, now=clock.now())
    except Refused as refused:
        return _refused(station, refused, **{name: form})
    if secret:
        return _page(station, secret=secret)
    flash(told)
    return _back(station)


def _back(station: Station) -> ResponseReturnValue:
    return redirect(url_for("channels.show", station=station.code), code=303)


def _say(fault: str, done: str) -> None:
    """Flash the result of a test: what happened, and what to do about it."""
    if fault:
        text = gettext("测试没有成功：%(why)s。%(remedy)s", why=say(why(fault)), remedy=say(remedy(fault)))
        flash(text, "error")
    else:
        flash(done)


def _refused(
    station: Station, refused: Refused, *, mail: Typed | None = None, hook: Typed | None = None,
    gateway: Typed | None = None,
) -> ResponseReturnValue:  # fmt: skip
    """Show the page with what was typed and what is wrong with it, but never the password again."""
    if not is_form_fault(refused):
        raise refused
    for form in (mail, hook, gateway):
        if form is not None:
            form.problems = refused.problems
            form.values.pop("password", None)
    return _page(station, mail=mail, hook=hook, gateway=gateway)


def _page(
    station: Station, *, mail: Typed | None = None, hook: Typed | None = None, gateway: Typed | None = None,
    secret: str = "",
) -> ResponseReturnValue:  # fmt: skip
    with db.reading() as session:
        route = mailroom_route.page(session, station.id, user=g.user)
        webhook = outbox_hook_settings.page(session, station.id, user=g.user)
        voice = willingness_settings.page(session, station.id, user=g.user)
    gateway = gateway or Typed(voice.given)
    mail, hook = mail or Typed(route.given), hook or Typed(webhook.given)
    shown = render_template(
        "channels/show.html", station=station, stations=g.user.stations, route=route, webhook=webhook, secret=secret,
        mail=mail, hook=hook, voice=voice, gateway=gateway,
        tested=say(why(route.tested_fault)) if route.tested_fault else "",
    )  # fmt: skip
    return shown, 422 if mail.problems or hook.problems or gateway.problems else 200
