"""Experts called in by video: the calls on a case, a lawyer's answer, the station's list."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import Refused
from mediation.office import experts, experts_pages, roster_pages
from mediation.office.experts import NewCall
from mediation.web.failures import keep_faults
from mediation.web.session import allowed
from mediation.web.show import ZONE
from mediation.web.typed import Typed

bp = Blueprint("experts", __name__)


@bp.get("/cases/<case_id>/experts")
@allowed("case.read")
def show(case_id: str) -> ResponseReturnValue:
    """Show the calls on a case, and the form for a new one."""
    return _show(case_id, Typed())


@bp.post("/cases/<case_id>/experts")
@allowed("expert.call")
def call(case_id: str) -> ResponseReturnValue:
    """Ask an expert to join."""
    typed = Typed.read(request.form)
    new = NewCall(typed("who"), _instant(typed("at")), typed("address"), question=typed("question"))
    try:
        with db.transaction() as session:
            experts.call(session, case_id, new, by=g.user, now=clock.now())
    except Refused as refused:
        keep_faults(refused, typed)
        return _show(case_id, typed)
    flash(gettext("已邀请。"))
    return redirect(url_for("experts.show", case_id=case_id), code=303)


@bp.post("/cases/<case_id>/experts/<call_id>")
@allowed("expert.call")
def mark(case_id: str, call_id: str) -> ResponseReturnValue:
    """Note what became of a call, with what the expert said."""
    state, notes = request.form.get("state", ""), request.form.get("notes", "")
    with db.transaction() as session:
        row = experts.mark(session, call_id, state=state, notes=notes, by=g.user, now=clock.now())
        case_id = row.case_id
    flash(gettext("已记下。"))
    return redirect(url_for("experts.show", case_id=case_id), code=303)


@bp.post("/duty/calls/<call_id>/answer")
@allowed("expert.answer")
def answer(call_id: str) -> ResponseReturnValue:
    """Take a called lawyer's word: the conflict gate, or no."""
    with db.transaction() as session:
        row = experts.answer(
            session, call_id, word=request.form.get("answer", ""), ground=request.form.get("ground", "firm"), by=g.user,
            now=clock.now(),
        )  # fmt: skip
        state, case_id = row.state, row.case_id
    if state == "accepted":
        return redirect(url_for("experts.show", case_id=case_id), code=303)
    flash(gettext("已答复。") if state == "declined" else gettext("已转请站长决定，决定前不显示案件内容。"))
    return redirect(url_for("duty.show"), code=303)


@bp.get("/experts")
@allowed("expert.manage")
def listing() -> ResponseReturnValue:
    """Show the station's list of experts."""
    return _list(Typed())


@bp.post("/experts")
@allowed("expert.manage")
def save() -> ResponseReturnValue:
    """Add an expert to the list."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            station = roster_pages.station_for(session, g.user, typed("station"))
            experts.save_expert(
                session, station.id, name=typed("name"), expertise=typed("expertise"),
                organisation=typed("organisation"), contact=typed("contact"), by=g.user, now=clock.now(),
            )  # fmt: skip
    except Refused as refused:
        keep_faults(refused, typed)
        return _list(typed)
    flash(gettext("已保存。"))
    return redirect(url_for("experts.listing", station=typed("station") or None), code=303)


@bp.post("/experts/<expert_id>/retire")
@allowed("expert.manage")
def retire(expert_id: str) -> ResponseReturnValue:
    """Take an expert off the list."""
    with db.transaction() as session:
        experts.retire_expert(session, expert_id, by=g.user, now=clock.now())
    flash(gettext("已移出名册。"))
    return redirect(url_for("experts.listing"), code=303)


def _show(case_id: str, typed: Typed) -> ResponseReturnValue:
    with db.reading() as session:
        page = experts_pages.page(session, case_id, user=g.user)
    local = clock.now().astimezone(ZONE)
    shown = render_template("duty/experts.html", page=page, form=typed, now_local=f"{local:%Y-%m-%dT%H:%M}")
    return shown, 422 if typed.problems else 200


def _list(typed: Typed) -> ResponseReturnValue:
    with db.reading() as session:
        station = roster_pages.station_for(session, g.user, typed("station") or request.args.get("station", ""))
        rows = experts_pages.listing(session, station.id, user=g.user)
    shown = render_template("roster/experts.html", station=station, rows=rows, form=typed)
    return shown, 422 if typed.problems else 200


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.replace(tzinfo=ZONE) if found.tzinfo is None else None
