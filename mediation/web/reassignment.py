"""Referrals handed to other people: tick, choose one or two people, give a reason; undo within ten minutes."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import Refused
from mediation.office import supervision_reassign, supervision_referrals
from mediation.office.supervision_referrals import WHICH, ReferralFilters
from mediation.web.failures import keep_faults
from mediation.web.numbers import page_number
from mediation.web.session import allowed
from mediation.web.typed import Typed

bp = Blueprint("reassignment", __name__)


@bp.get("/supervision/referrals")
@allowed("referral.reassign")
def show() -> ResponseReturnValue:
    """List the referrals in hand; `ticked=all` shows them ticked."""
    return _show(ReferralFilters.read(request.args), Typed(), every=request.args.get("ticked") == "all")


@bp.post("/supervision/referrals")
@allowed("referral.reassign")
def reassign() -> ResponseReturnValue:
    """Spread the ticked referrals over the chosen people, or show the form again with what is wrong."""
    typed, filters = Typed.read(request.form), ReferralFilters.read(request.form)
    ticked, people = request.form.getlist("referrals"), request.form.getlist("people")
    try:
        with db.transaction() as session:
            made = supervision_reassign.reassign(
                session, ticked, people, reason=typed("reason"), by=g.user, now=clock.now()
            )
    except Refused as refused:
        keep_faults(refused, typed)
        return _show(filters, typed, ticked=frozenset(ticked), people=frozenset(people))
    count = len(made.moves)
    flash(ngettext("已改派 %(num)s 件，十分钟内可以撤销。", "已改派 %(num)s 件，十分钟内可以撤销。", count))
    return redirect(url_for("reassignment.show", **filters.said()), code=303)


@bp.post("/supervision/reassignments/<reassignment_id>/undo")
@allowed("referral.reassign")
def undo(reassignment_id: str) -> ResponseReturnValue:
    """Take a reassignment back, and name the cases that stay where they are."""
    with db.transaction() as session:
        undone = supervision_reassign.undo(session, reassignment_id, by=g.user, now=clock.now())
    flash(ngettext("已撤销，%(num)s 件恢复原承办人。", "已撤销，%(num)s 件恢复原承办人。", undone.count))
    if undone.kept:
        numbers = gettext("、").join(undone.kept)
        flash(gettext("%(numbers)s 在改派后已有新的办理，未撤销。", numbers=numbers), "warning")
    return redirect(url_for("supervision.show"), code=303)


def _show(
    filters: ReferralFilters, form: Typed, *, every: bool = False, ticked: frozenset[str] = frozenset(),
    people: frozenset[str] = frozenset(),
) -> ResponseReturnValue:  # fmt: skip
    with db.reading() as session:
        page = supervision_referrals.listing(
            session, user=g.user, now=clock.now(), filters=filters, page=page_number()
        )
    if every:
        ticked = frozenset(row.id for row in page.rows)
    shown = render_template(
        "supervision/referrals.html", page=page, chosen=filters.said(), form=form, ticked=ticked, people=people,
        which=WHICH,
    )  # fmt: skip
    return shown, 422 if form.problems else 200
