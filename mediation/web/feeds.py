"""Calendar addresses: made and shown once, taken back, read by calendar programs."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import config, db
from mediation.config import clock
from mediation.domain.refusals import N_, Problem, Refused
from mediation.office import roster_feeds
from mediation.web.calendars import written
from mediation.web.failures import keep_faults
from mediation.web.language import LOCALES
from mediation.web.session import allowed, public
from mediation.web.show import language
from mediation.web.typed import Typed

bp = Blueprint("feeds", __name__)
RETRY_SECONDS = 60


@bp.get("/feeds")
@allowed("feed.own")
def show() -> ResponseReturnValue:
    """Show the addresses the user has, and the form for one more."""
    return _page(Typed({"calendar_language": "en" if language() == "en" else "zh_Hans"}))


@bp.post("/feeds")
@allowed("feed.own")
def make() -> ResponseReturnValue:
    """Make an address and show it, this once."""
    form = Typed.read(request.form)
    kind, _, of = form("what").partition(":")
    try:
        if form("calendar_language") not in LOCALES:
            raise Refused(Problem(N_("请选择日历的语言"), field="calendar_language"))
        with db.transaction() as session:
            _, token = roster_feeds.make(
                session, kind=kind, of=of, locale=form("calendar_language"), by=g.user, now=clock.now()
            )
    except Refused as refused:
        keep_faults(refused, form)
        return _page(form)
    address = config.settings().base_url.rstrip("/") + url_for("feeds.calendar", token=token)
    return _page(Typed({"calendar_language": form("calendar_language")}), address)


@bp.post("/feeds/<feed_id>/revoke")
@allowed("feed.own")
def revoke(feed_id: str) -> ResponseReturnValue:
    """Take an address back."""
    with db.transaction() as session:
        roster_feeds.revoke(session, feed_id, by=g.user, now=clock.now())
    flash(gettext("日历地址已停用。"))
    return redirect(url_for("feeds.show"))


@bp.get("/calendar/<token>.ics")
@public
def calendar(token: str) -> ResponseReturnValue:
    """Give a calendar to whoever knows its address."""
    try:
        with db.transaction() as session:
            sheet = roster_feeds.read(session, token, write=written, now=clock.now())
    except roster_feeds.TooOften:
        return Response(status=429, headers={"Retry-After": str(RETRY_SECONDS)})
    answer = Response(sheet.body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="duty.ics"'
    answer.last_modified = sheet.changed_at
    answer.set_etag(sheet.digest)
    return answer.make_conditional(request)


def _page(form: Typed, address: str = "") -> ResponseReturnValue:
    with db.reading() as session:
        page = roster_feeds.page(session, user=g.user)
    shown = render_template("roster/feeds.html", page=page, form=form, address=address)
    return shown, 422 if form.problems else 200
