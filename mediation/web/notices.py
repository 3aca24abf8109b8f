"""The bell and the page of one's own notices."""

from __future__ import annotations

from datetime import datetime

import structlog
from flask import Blueprint, Flask, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.exc import DBAPIError

from mediation import db
from mediation.config import clock
from mediation.office import notices_page
from mediation.web import channels, deliveries, notice_settings, notice_words
from mediation.web.back import safe_next
from mediation.web.numbers import page_number
from mediation.web.session import allowed

bp = Blueprint("notices", __name__)
log = structlog.get_logger(__name__)


def install(app: Flask) -> None:
    """Register the pages, and give every page the count at the bell."""
    for pages in (bp, notice_settings.bp, channels.bp, deliveries.bp):
        app.register_blueprint(pages)
    notice_words.install(app)
    app.context_processor(lambda: {"unread_notices": _unread})


def _unread() -> int:
    """Count for the bell; a page that reports a fault of the database must not run into the same fault again."""
    try:
        with db.reading() as session:
            return notices_page.unread(session, user=g.user)
    except DBAPIError:
        log.warning("notices.uncounted", exc_info=True)
        return 0


@bp.get("/notices")
@allowed("notice.own")
def show() -> ResponseReturnValue:
    """Show the user's notices: those unread, or all."""
    only_unread = request.args.get("show") != "all"
    with db.reading() as session:
        page = notices_page.page(session, user=g.user, only_unread=only_unread, number=page_number())
    return render_template("notices/list.html", page=page)


@bp.post("/notices/<notice_id>/open")
@allowed("notice.own")
def follow(notice_id: str) -> ResponseReturnValue:
    """Mark a notice as read and go where it leads."""
    with db.transaction() as session:
        notice = notices_page.read(session, notice_id, by=g.user, now=clock.now())
    return redirect(safe_next(notice.target or url_for("notices.show")), code=303)


@bp.post("/notices/<notice_id>/read")
@allowed("notice.own")
def read(notice_id: str) -> ResponseReturnValue:
    """Mark a notice as read."""
    with db.transaction() as session:
        notices_page.read(session, notice_id, by=g.user, now=clock.now())
    return redirect(safe_next(request.form.get("next") or url_for("notices.show")), code=303)


@bp.post("/notices/read")
@allowed("notice.own")
def read_all() -> ResponseReturnValue:
    """Mark everything that had come when the page was made as read."""
    now = clock.now()
    with db.transaction() as session:
        count = notices_page.read_all(session, by=g.user, until=_instant(request.form.get("until", ""), now), now=now)
    marked = ngettext("已将 %(num)s 条标为已读。", "已将 %(num)s 条标为已读。", count)
    flash(marked if count else gettext("没有未读通知。"))
    return redirect(url_for("notices.show"), code=303)


def _instant(typed: str, latest: datetime) -> datetime:
    """Return the instant a page named, at most `latest`; for anything else `latest`."""
    try:
        named = datetime.fromisoformat(typed)
    except ValueError:
        return latest
    return min(named, latest) if named.tzinfo else latest
