"""The duty day: the lawyer's first page, the gate before a case, the docket for everybody who works with it."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import access, db
from mediation.config import clock
from mediation.domain.refusals import NotFound, Problem, Refused
from mediation.models.user import User
from mediation.office import (
    conflicts,
    conflicts_decide,
    docket,
    docket_holds,
    docket_pages,
    docket_visits,
    experts_pages,
    roster_service,
)
from mediation.web import fields
from mediation.web.back import safe_next
from mediation.web.duty_words import CONFLICT_GROUNDS
from mediation.web.failures import is_form_fault, keep_faults
from mediation.web.session import allowed
from mediation.web.show import instant, local_time, say
from mediation.web.typed import Typed

bp = Blueprint("duty", __name__)


def first_page(user: User) -> str:
    """Return where a user begins after signing in: a lawyer on a duty day at the duty, everybody else at the board."""
    with db.reading() as session:
        today = docket_pages.on_duty_today(session, user, now=clock.now())
    return url_for("duty.show") if today else url_for("board.show")


@bp.get("/duty")
@allowed("docket.read")
def show() -> ResponseReturnValue:
    """Show a lawyer the own duty day, everybody else the docket of the next duty."""
    return _show()


@bp.post("/duty/referrals/<referral_id>/answer")
@allowed("conflict.answer")
def answer(referral_id: str) -> ResponseReturnValue:
    """Take the lawyer's word on a case of which only the names were shown; when it is clear, open the brief."""
    word, ground = request.form.get("answer", ""), request.form.get("ground", "firm")
    try:
        with db.transaction() as session:
            found = conflicts.answer(session, referral_id, answer=word, ground=ground, by=g.user, now=clock.now())
    except Refused as refused:
        if not is_form_fault(refused):
            raise
        return _show(referral_id, refused.problems)
    if found.answer == "clear":
        return redirect(url_for("opinions.brief", case_id=found.case_id), code=303)
    if found.answer == "unsure":
        flash(gettext("已转请站长决定，决定前不显示案件内容。"))
    elif found.next_lawyer:
        flash(gettext("已记下利益冲突，案件改由%(name)s核对。", name=found.next_lawyer))
    else:
        flash(gettext("已记下利益冲突。没有其他律师可以承接，案件已退回重新分流。"), "warning")
    return redirect(safe_next(request.form.get("next") or url_for("duty.show")), code=303)


@bp.post("/duty/checks/<check_id>")
@allowed("conflict.settle")
def settle(check_id: str) -> ResponseReturnValue:
    """Decide a check its lawyer was unsure of, or let another lawyer look."""
    decision, reason = request.form.get("decision", ""), request.form.get("reason", "")
    try:
        with db.transaction() as session:
            following = conflicts_decide.settle(
                session, check_id, decision=decision, reason=reason, ground=request.form.get("ground", "firm"),
                by=g.user, now=clock.now(),
            )  # fmt: skip
    except Refused as refused:
        if not is_form_fault(refused):
            raise
        return _docket(Typed.read(request.form), check_id, refused.problems)
    flash(gettext("已决定，改由%(name)s核对。", name=following) if following else gettext("已决定。"))
    return redirect(url_for("duty.show"), code=303)


@bp.post("/duty/shifts/<shift_id>/arrange")
@allowed("docket.arrange")
def arrange(shift_id: str) -> ResponseReturnValue:
    """Give the places nobody has used yet out again by urgency."""
    with db.transaction() as session:
        docket.arrange(session, shift_id, by=g.user, now=clock.now())
    flash(gettext("已按缓急重新排队。"))
    return redirect(url_for("duty.show", shift=shift_id), code=303)


@bp.post("/duty/shifts/<shift_id>/walk-in")
@allowed("docket.arrange")
def walk_in(shift_id: str) -> ResponseReturnValue:
    """Give a walk-in the next kept slot."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            docket_visits.walk_in(session, shift_id, number=typed("number"), by=g.user, now=clock.now())
    except Refused as refused:
        keep_faults(refused, typed)
        return _show(shift=shift_id, typed=typed)
    flash(gettext("已安排时段。"))
    return redirect(url_for("duty.show", shift=shift_id), code=303)


@bp.post("/duty/shifts/<shift_id>/handover")
@allowed("duty.serve")
def handover(shift_id: str) -> ResponseReturnValue:
    """Leave a note for who serves next."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            roster_service.leave_note(session, shift_id, typed("handover"), by=g.user, now=clock.now())
    except Refused as refused:
        keep_faults(refused, typed)
        return _show(shift=shift_id, typed=typed)
    flash(gettext("交接事项已保存，下一个值班日显示。"))
    return redirect(url_for("duty.show", shift=shift_id), code=303)


@bp.post("/duty/holds")
@allowed("slot.hold")
def hold() -> ResponseReturnValue:
    """Hold a free slot of a duty for a case that is being referred, or give it to one that was."""
    shift, case = request.form.get("shift", ""), request.form.get("case", "")
    with db.transaction() as session:
        row = docket_holds.take(session, shift_id=shift, case_id=case, by=g.user, now=clock.now())
        said = held_until(row.starts_at, row.until) if row else gettext("已安排时段。")
    flash(said)
    return redirect(safe_next(request.form.get("next") or url_for("duty.show", shift=shift)), code=303)


@bp.post("/duty/holds/<hold_id>/release")
@allowed("slot.hold")
def release(hold_id: str) -> ResponseReturnValue:
    """Let a held slot go."""
    with db.transaction() as session:
        docket_holds.release(session, hold_id, by=g.user, now=clock.now())
    flash(gettext("已放弃暂留的时段。"))
    return redirect(safe_next(request.form.get("next") or url_for("duty.show")), code=303)


def held_until(starts_at: datetime, until: datetime) -> str:
    """Say which slot is held, and until when."""
    return gettext("已暂留 %(at)s 的时段，%(until)s 前有效。", at=instant(starts_at), until=local_time(until))


@bp.post("/duty/shifts/<shift_id>/mark")
@allowed("docket.arrange")
def mark(shift_id: str) -> ResponseReturnValue:
    """Note how a place ended: seen, not come, left."""
    which, state = request.form.get("which", ""), request.form.get("state", "")
    with db.transaction() as session:
        docket_visits.mark(session, shift_id, which, state=state, by=g.user, now=clock.now())
    flash(gettext("已记下。"))
    return redirect(url_for("duty.show", shift=shift_id), code=303)


def _show(
    referral_id: str = "", problems: tuple[Problem, ...] = (), shift: str = "", typed: Typed | None = None
) -> ResponseReturnValue:
    """Show the page of the user's role, with what was refused beside its gate or form."""
    if not access.may(g.user, "duty.serve"):
        return _docket(typed or Typed(), shift=shift)
    with db.reading() as session:
        wanted = shift or request.args.get("shift", "")
        pack = docket_pages.pack(session, user=g.user, now=clock.now(), shift_id=wanted)
        shut = docket_pages.shut(session, user=g.user, now=clock.now())
        invited = experts_pages.invitations(session, user=g.user, now=clock.now())
    refused = {referral_id: " ".join(say(one) for one in problems)}
    page = render_template(
        "duty/pack.html", pack=pack, invited=invited, refused=refused, form=typed or Typed(), shut=shut,
        grounds=fields.options(CONFLICT_GROUNDS),
    )  # fmt: skip
    return page, 422 if problems or (typed and typed.problems) else 200


def _docket(
    typed: Typed, check_id: str = "", problems: tuple[Problem, ...] = (), shift: str = ""
) -> ResponseReturnValue:
    """Show the docket of one duty to people who see the whole station, and what waits for a supervisor."""
    with db.reading() as session:
        shifts = docket_pages.upcoming(session, user=g.user, now=clock.now())
        page = _chosen(session, shift or request.args.get("shift", ""), shifts[0].id if shifts else "")
        unsure = conflicts_decide.unsure(session, user=g.user)
    shown = render_template(
        "duty/docket.html", page=page, shifts=shifts, unsure=unsure, form=typed,
        refused={check_id: " ".join(say(one) for one in problems)}, grounds=fields.options(CONFLICT_GROUNDS),
    )  # fmt: skip
    return shown, 422 if problems or typed.problems else 200


def _chosen(session: Session, wanted: str, first: str) -> object:
    if not (wanted or first):
        return None
    try:
        return docket_pages.page(session, wanted or first, user=g.user, now=clock.now())
    except NotFound:
        if not wanted:
            return None
        raise
