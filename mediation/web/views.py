"""Filters kept under a name, the same on every page that has filters: keep, open, rename, delete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import N_, Refused
from mediation.office import views
from mediation.office.records.supervision import ViewRow
from mediation.web import search
from mediation.web.failures import keep_faults
from mediation.web.session import allowed
from mediation.web.typed import Typed

bp = Blueprint("views", __name__)
ENDPOINTS: Mapping[str, str] = {
    "cases": "cases.list_all", "inbox": "inbox.show", "search": "search.ask", "findings": "findings.findings",
    "escalations": "supervision.show", "referrals": "reassignment.show",
}  # fmt: skip
TITLES: Mapping[str, str] = {
    "cases": N_("案件"), "inbox": N_("收件箱"), "search": N_("查找"), "findings": N_("数据质量"),
    "escalations": N_("督办台"), "referrals": N_("改派"),
}  # fmt: skip


@bp.app_template_global()
def view_address(view: ViewRow) -> str:
    """Return where a view opens; a search by its id alone, so that its words stand in no address."""
    if view.page == "search":
        return url_for("views.open_view", view_id=view.id)
    return _address(view)


@bp.app_template_global()
def kept_views(page: str) -> tuple[ViewRow, ...]:
    """Return the user's views of a page; the piece of a page that lists them asks for them."""
    with db.reading() as session:
        return views.of(session, page, user=g.user)


@bp.get("/views")
@allowed("view.own")
def listing() -> ResponseReturnValue:
    """Show all the user's views, to rename or delete them."""
    return _page(Typed())


@bp.post("/views")
@allowed("view.own")
def keep() -> ResponseReturnValue:
    """Keep the filters in force under a name, or ask again for the name."""
    form = Typed.read(request.form)
    page = form("page")
    try:
        with db.transaction() as session:
            view_id = views.save(session, page, form("view_name"), form.values, by=g.user, now=clock.now()).id
    except Refused as refused:
        keep_faults(refused, form)
        asked = {name: form(name) for name in views.PAGES.get(page, ()) if form(name)}
        return render_template("views/keep.html", form=form, page=page, asked=asked), 422
    flash(gettext("已保存这组筛选。"))
    return redirect(url_for("views.open_view", view_id=view_id), code=303)


@bp.get("/views/<view_id>")
@allowed("view.own")
def open_view(view_id: str) -> ResponseReturnValue:
    """Open the page with the filters; a search is made here, its words in no address."""
    with db.reading() as session:
        view = views.get(session, view_id, user=g.user)
    if view.page == "search":
        return search.found(Typed(view.query))
    return redirect(_address(view))


@bp.post("/views/<view_id>")
@allowed("view.own")
def rename(view_id: str) -> ResponseReturnValue:
    """Give a view another name."""
    form = Typed.read(request.form)
    try:
        with db.transaction() as session:
            views.rename(session, view_id, form("view_name"), by=g.user, now=clock.now())
    except Refused as refused:
        keep_faults(refused, form)
        return _page(form, view_id)
    flash(gettext("已改名。"))
    return redirect(url_for("views.listing"), code=303)


@bp.post("/views/<view_id>/delete")
@allowed("view.own")
def drop(view_id: str) -> ResponseReturnValue:
    """Forget a view."""
    with db.transaction() as session:
        views.delete(session, view_id, by=g.user, now=clock.now())
    flash(gettext("已删除这组筛选。"))
    return redirect(url_for("views.listing"), code=303)


def _address(view: ViewRow) -> str:
    values: dict[str, Any] = dict(view.query)
    return url_for(ENDPOINTS[view.page], **values)


def _page(form: Typed, chosen: str = "") -> ResponseReturnValue:
    with db.reading() as session:
        rows = views.every(session, user=g.user)
    shown = render_template("views/list.html", rows=rows, form=form, chosen=chosen, titles=TITLES, empty=Typed())
    return shown, 422 if form.problems else 200
