"""The inbox of a desk: accept a referral, or send it back with a reason so that it is routed again."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import access, db
from mediation.config import clock
from mediation.domain.refusals import N_, Problem, Refused
from mediation.office import docket_pages, inbox, referrals
from mediation.web import fields
from mediation.web.back import safe_next
from mediation.web.duty_words import CONFLICT_GROUNDS
from mediation.web.failures import keep_faults
from mediation.web.numbers import page_number
from mediation.web.session import allowed
from mediation.web.typed import Typed
from mediation.web.words import RETURN_REASONS

bp = Blueprint("inbox", __name__)


@bp.get("/inbox")
@allowed("inbox.read")
def show() -> ResponseReturnValue:
    """Show the referrals of the user's desk, most urgent first."""
    mine = request.args.get("mine") == "1"
    with db.reading() as session:
        page = inbox.inbox(session, user=g.user, now=clock.now(), page=page_number(), mine=mine)
        shut = docket_pages.shut(session, user=g.user, now=clock.now()) if access.may(g.user, "conflict.answer") else ()
        shut_to = docket_pages.shut_to(session, user=g.user, now=clock.now())
    grounds = fields.options(CONFLICT_GROUNDS)
    return render_template("inbox.html", page=page, shut=shut, shut_to=shut_to, grounds=grounds)


@bp.post("/referrals/<referral_id>/accept")
@allowed("referral.accept")
def accept(referral_id: str) -> ResponseReturnValue:
    """Accept a referral for the user's desk."""
    with db.transaction() as session:
        referrals.accept(session, referral_id, by=g.user, now=clock.now())
    flash(gettext("已接收。"))
    return redirect(safe_next(request.form.get("next") or url_for("inbox.show")))


@bp.get("/referrals/<referral_id>/return")
@allowed("referral.return")
def returning(referral_id: str) -> ResponseReturnValue:
    """Ask for the reason of a return."""
    return _returning(referral_id, Typed())


@bp.post("/referrals/<referral_id>/return")
@allowed("referral.return")
def send_back(referral_id: str) -> ResponseReturnValue:
    """Send a referral back with its reason; the case is routed again."""
    form = Typed.read(request.form)
    reason, note = form("reason"), form("note").strip()
    if reason not in RETURN_REASONS:
        form.problems = (Problem(N_("请选择退回的原因"), field="reason"),)
        return _returning(referral_id, form)
    try:
        with db.transaction() as session:
            referrals.send_back(session, referral_id, reason=reason, note=note, by=g.user, now=clock.now())
    except Refused as refused:
        keep_faults(refused, form)
        return _returning(referral_id, form)
    flash(gettext("已退回，案件已重新分流。"))
    return redirect(url_for("inbox.show"))


def _returning(referral_id: str, form: Typed) -> ResponseReturnValue:
    with db.reading() as session:
        row = inbox.row(session, referral_id, user=g.user, now=clock.now())
    page = render_template("returning.html", row=row, form=form, reasons=fields.options(RETURN_REASONS))
    return page, 422 if form.problems else 200
