"""The roster: four weeks of a station, the lawyer's own shifts, swaps, absences, check-in and hours."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import Refused
from mediation.domain.workdays import add_months
from mediation.office import roster_changes, roster_pages, roster_service, roster_swaps
from mediation.web.failures import keep_faults
from mediation.web.roster_forms import Reading
from mediation.web.session import allowed
from mediation.web.typed import Typed

bp = Blueprint("roster", __name__)


@bp.get("/roster")
@allowed("roster.read")
def show() -> ResponseReturnValue:
    """Show four weeks, gaps in red, swaps that wait for the supervisor."""
    with db.reading() as session:
        wanted = request.args.get("station", "")
        page = roster_pages.roster_page(session, user=g.user, now=clock.now(), station_id=wanted)
    return render_template("roster/show.html", page=page)


@bp.get("/roster/mine")
@allowed("duty.serve")
def mine() -> ResponseReturnValue:
    """Show the lawyer's own shifts."""
    return _mine(Typed())


@bp.get("/roster/hours")
@allowed("roster.read")
def hours() -> ResponseReturnValue:
    """Show what each lawyer and firm served in a month."""
    month = _month(request.args.get("month", ""))
    with db.reading() as session:
        station = roster_pages.station_for(session, g.user, request.args.get("station", ""))
        rows = roster_service.month_of(session, station.id, month, user=g.user)
    before, after = add_months(month, -1), add_months(month, 1)
    return render_template("roster/hours.html", station=station, month=month, rows=rows, before=before, after=after)


@bp.get("/roster/shifts/<shift_id>")
@allowed("roster.read")
def shift(shift_id: str) -> ResponseReturnValue:
    """Show one shift, why it is this lawyer's turn, and what a supervisor may do with it."""
    return _shift(shift_id, Typed())


@bp.post("/roster/shifts/<shift_id>/assign")
@allowed("roster.manage")
def assign(shift_id: str) -> ResponseReturnValue:
    """Give the shift to a lawyer."""
    form = Typed.read(request.form)
    try:
        with db.transaction() as session:
            roster_changes.assign(session, shift_id, form("lawyer"), by=g.user, now=clock.now())
    except Refused as refused:
        keep_faults(refused, form)
        return _shift(shift_id, form)
    flash(gettext("已安排律师值班。"))
    return redirect(url_for("roster.show"))


@bp.post("/roster/shifts/<shift_id>/cancel")
@allowed("roster.manage")
def cancel(shift_id: str) -> ResponseReturnValue:
    """Cancel the shift."""
    form = Typed.read(request.form)
    try:
        with db.transaction() as session:
            roster_changes.cancel(session, shift_id, reason=form("reason"), by=g.user, now=clock.now())
    except Refused as refused:
        keep_faults(refused, form)
        return _shift(shift_id, form)
    flash(gettext("班次已取消。"))
    return redirect(url_for("roster.show"))


@bp.post("/roster/shifts/<shift_id>/hours")
@allowed("roster.manage")
def correct(shift_id: str) -> ResponseReturnValue:
    """Record the hours of a shift that is over."""
    form = Typed.read(request.form)
    try:
        with db.transaction() as session:
            roster_service.correct(
                session, shift_id, came=form("came"), left=form("left"), by=g.user, now=clock.now()
            )
    except Refused as refused:
        keep_faults(refused, form)
        return _shift(shift_id, form)
    flash(gettext("值班时间已补记。"))
    return redirect(url_for("roster.shift", shift_id=shift_id))


@bp.post("/roster/shifts/<shift_id>/check-in")
@allowed("duty.serve")
def check_in(shift_id: str) -> ResponseReturnValue:
    """Note that the lawyer has come."""
    with db.transaction() as session:
        roster_service.check_in(session, shift_id, by=g.user, now=clock.now())
    flash(gettext("已签到。"))
    return redirect(url_for("roster.mine"))


@bp.post("/roster/shifts/<shift_id>/check-out")
@allowed("duty.serve")
def check_out(shift_id: str) -> ResponseReturnValue:
    """Note that the lawyer leaves."""
    with db.transaction() as session:
        roster_service.check_out(session, shift_id, by=g.user, now=clock.now())
    flash(gettext("已签退，值班时间已记入。"))
    return redirect(url_for("roster.mine"))


@bp.get("/roster/shifts/<shift_id>/swap")
@allowed("swap.ask")
def swap(shift_id: str) -> ResponseReturnValue:
    """Ask for the colleague and the reason."""
    return _swap(shift_id, Typed())


@bp.post("/roster/shifts/<shift_id>/swap")
@allowed("swap.ask")
def ask(shift_id: str) -> ResponseReturnValue:
    """Ask the supervisor for a swap."""
    form = Typed.read(request.form)
    try:
        with db.transaction() as session:
            roster_swaps.ask(
                session, shift_id, to=form("colleague"), for_shift=form("for_shift"), reason=form("reason"), by=g.user,
                now=clock.now(),
            )  # fmt: skip
    except Refused as refused:
        keep_faults(refused, form)
        return _swap(shift_id, form)
    flash(gettext("换班申请已提交，等待站长审批。"))
    return redirect(url_for("roster.mine"))


@bp.post("/roster/swaps/<swap_id>/approve")
@allowed("swap.decide")
def approve(swap_id: str) -> ResponseReturnValue:
    """Let a swap happen."""
    with db.transaction() as session:
        roster_swaps.approve(session, swap_id, by=g.user, now=clock.now())
    flash(gettext("换班已批准，双方已收到通知。"))
    return redirect(url_for("roster.show"))


@bp.post("/roster/swaps/<swap_id>/refuse")
@allowed("swap.decide")
def refuse(swap_id: str) -> ResponseReturnValue:
    """Refuse a swap."""
    with db.transaction() as session:
        roster_swaps.refuse(session, swap_id, why=request.form.get("why", ""), by=g.user, now=clock.now())
    flash(gettext("已退回换班申请。"))
    return redirect(url_for("roster.show"))


@bp.post("/roster/swaps/<swap_id>/withdraw")
@allowed("swap.ask")
def withdraw(swap_id: str) -> ResponseReturnValue:
    """Take back an own wish."""
    with db.transaction() as session:
        roster_swaps.withdraw(session, swap_id, by=g.user, now=clock.now())
    flash(gettext("换班申请已撤回。"))
    return redirect(url_for("roster.mine"))


@bp.post("/roster/absences")
@allowed("duty.serve")
def note_absence() -> ResponseReturnValue:
    """Note the lawyer's own absence."""
    form = Typed.read(request.form)
    reading = Reading(form)
    first, last = reading.day("from_on"), reading.day("until_on")
    try:
        reading.done()
        with db.transaction() as session:
            own = roster_changes.own_lawyer(session, by=g.user)
            roster_changes.note_absence(
                session, own.id, from_on=first, until_on=last, reason=form("reason"), by=g.user, now=clock.now()
            )
    except Refused as refused:
        keep_faults(refused, form)
        return _mine(form)
    flash(gettext("已登记请假，期间的班次已另行安排。"))
    return redirect(url_for("roster.mine"))


@bp.post("/roster/absences/<absence_id>/withdraw")
@allowed("absence.note")
def withdraw_absence(absence_id: str) -> ResponseReturnValue:
    """Take back an absence."""
    with db.transaction() as session:
        roster_changes.withdraw_absence(session, absence_id, by=g.user, now=clock.now())
    flash(gettext("请假已撤回。"))
    return redirect(url_for("roster_settings.show" if g.user.role == "supervisor" else "roster.mine"))


def _mine(form: Typed) -> ResponseReturnValue:
    with db.reading() as session:
        page = roster_pages.mine(session, user=g.user, now=clock.now())
    return render_template("roster/mine.html", page=page, form=form), 422 if form.problems else 200


def _shift(shift_id: str, form: Typed) -> ResponseReturnValue:
    with db.reading() as session:
        page = roster_pages.shift_page(session, shift_id, user=g.user, now=clock.now())
    return render_template("roster/shift.html", page=page, form=form), 422 if form.problems else 200


def _swap(shift_id: str, form: Typed) -> ResponseReturnValue:
    with db.reading() as session:
        page = roster_pages.swap_page(session, shift_id, user=g.user, now=clock.now())
    return render_template("roster/swap.html", page=page, form=form), 422 if form.problems else 200


def _month(text: str) -> date:
    """Return the first day of `?month=2026-11`, this month's for anything else."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        found = clock.today()
    return found.replace(day=1) if 2000 <= found.year <= 2100 else clock.today().replace(day=1)
