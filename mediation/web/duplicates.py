"""Cases that may have been logged twice, side by side: the same, or two."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.office import duplicates, duplicates_settle, merged_pages
from mediation.web.numbers import page_number
from mediation.web.session import allowed

bp = Blueprint("duplicates", __name__)


@bp.get("/duplicates")
@allowed("duplicate.settle")
def show() -> ResponseReturnValue:
    """Show the pairs to settle, those of one case with `?case=`, and the pairs settled last."""
    about = request.args.get("case", "")[:32]
    with db.reading() as session:
        page = duplicates.listing(session, user=g.user, page=page_number(), case_id=about)
    return render_template("supervision/duplicates.html", page=page, about=about)


@bp.get("/cases/<case_id>/merged")
@allowed("case.read")
def of_case(case_id: str) -> ResponseReturnValue:
    """Show what lies in the cases that were merged into one."""
    with db.reading() as session:
        page = merged_pages.page(session, case_id, user=g.user)
    return render_template("cases/merged.html", page=page)


@bp.post("/duplicates/<pair_id>/same")
@allowed("duplicate.settle")
def same(pair_id: str) -> ResponseReturnValue:
    """Merge the later case into the earlier and go there."""
    with db.transaction() as session:
        kept = duplicates_settle.same(session, pair_id, by=g.user, now=clock.now())
    flash(gettext("两案已合并，由 %(number)s 继续办理。", number=kept.number))
    return redirect(url_for("duplicates.show"), code=303)


@bp.post("/duplicates/<pair_id>/different")
@allowed("duplicate.settle")
def different(pair_id: str) -> ResponseReturnValue:
    """Note that the two cases are two."""
    with db.transaction() as session:
        duplicates_settle.different(session, pair_id, by=g.user, now=clock.now())
    flash(gettext("已记明不是同一件。"))
    return redirect(url_for("duplicates.show"), code=303)


@bp.post("/duplicates/<pair_id>/reopen")
@allowed("duplicate.settle")
def reopen(pair_id: str) -> ResponseReturnValue:
    """Take back how a pair was settled; a merge is undone."""
    with db.transaction() as session:
        duplicates_settle.take_back(session, pair_id, by=g.user, now=clock.now())
    flash(gettext("已撤销，这一对案件恢复为待处理。"))
    return redirect(url_for("duplicates.show"), code=303)
