"""What a roster is made from: firms, lawyers, weekly duties, absences; for the station's supervisor."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import NotFound, Refused
from mediation.office import roster_changes, roster_settings, roster_setup
from mediation.office.records.roster import FirmRow, LawyerRow, RosterSettings
from mediation.web import roster_forms
from mediation.web.failures import keep_faults
from mediation.web.roster_forms import Reading
from mediation.web.session import allowed
from mediation.web.typed import Typed

bp = Blueprint("roster_settings", __name__)
NEW = "new"


@bp.get("/roster/settings")
@allowed("roster.manage")
def show() -> ResponseReturnValue:
    """Show firms, lawyers, weekly duties and absences."""
    return _settings(Typed())


@bp.get("/roster/firms/<firm_id>")
@allowed("roster.manage")
def firm(firm_id: str) -> ResponseReturnValue:
    """Show the form of a firm, `new` for one to be added."""
    found = None if firm_id == NEW else _firm(firm_id)
    values = {"name": found.name, "contact": found.contact, "phone": found.phone} if found else {}
    active = "true" if found is None or found.active else "false"
    return _firm_form(firm_id, Typed({**values, "active": active}))


@bp.post("/roster/firms/<firm_id>")
@allowed("roster.manage")
def save_firm(firm_id: str) -> ResponseReturnValue:
    """Add a firm or change one."""
    form = Typed.read(request.form)
    try:
        with db.transaction() as session:
            known = "" if firm_id == NEW else firm_id
            roster_setup.save_firm(session, _station(), roster_forms.firm(form), known, by=g.user, now=clock.now())
    except Refused as refused:
        keep_faults(refused, form)
        return _firm_form(firm_id, form)
    flash(gettext("律师事务所已保存。"))
    return redirect(url_for("roster_settings.show"))


@bp.get("/roster/lawyers/<lawyer_id>")
@allowed("roster.manage")
def lawyer(lawyer_id: str) -> ResponseReturnValue:
    """Show the form of a lawyer, `new` for one to be added to `?firm=`."""
    found = None if lawyer_id == NEW else _lawyer(lawyer_id)
    values = {"name": found.name, "licence": found.licence, "login": found.account_id} if found else {}
    active = "true" if found is None or found.active else "false"
    return _lawyer_form(lawyer_id, Typed({**values, "active": active, "firm": request.args.get("firm", "")}))


@bp.post("/roster/lawyers/<lawyer_id>")
@allowed("roster.manage")
def save_lawyer(lawyer_id: str) -> ResponseReturnValue:
    """Add a lawyer or change one."""
    form = Typed.read(request.form)
    try:
        with db.transaction() as session:
            known = "" if lawyer_id == NEW else lawyer_id
            new = roster_forms.lawyer(form)
            roster_setup.save_lawyer(session, form("firm"), new, known, by=g.user, now=clock.now())
    except Refused as refused:
        keep_faults(refused, form)
        return _lawyer_form(lawyer_id, form)
    flash(gettext("律师已保存，排班已更新。"))
    return redirect(url_for("roster_settings.show"))


@bp.get("/roster/patterns/new")
@allowed("roster.manage")
def pattern() -> ResponseReturnValue:
    """Show the form of a weekly duty, filled in as most stations have it."""
    usual = {
        "weekday": "1", "begins": "13:30", "ends": "16:30", "slot_minutes": "20", "walk_in_slots": "2",
        "on_holiday": "move", "since": clock.today().isoformat(),
    }  # fmt: skip
    return _pattern_form(Typed(usual))


@bp.post("/roster/patterns/new")
@allowed("roster.manage")
def add_pattern() -> ResponseReturnValue:
    """Add a weekly duty."""
    form = Typed.read(request.form)
    try:
        new = roster_forms.pattern(form)
        with db.transaction() as session:
            roster_setup.add_pattern(session, _station(), new, by=g.user, now=clock.now())
    except Refused as refused:
        keep_faults(refused, form)
        return _pattern_form(form)
    flash(gettext("值班安排已保存，排班已更新。"))
    return redirect(url_for("roster_settings.show"))


@bp.post("/roster/patterns/<pattern_id>/end")
@allowed("roster.manage")
def end_pattern(pattern_id: str) -> ResponseReturnValue:
    """Let a weekly duty end."""
    form = Typed.read(request.form)
    reading = Reading(form)
    last_on = reading.day("last_on")
    try:
        reading.done()
        with db.transaction() as session:
            roster_setup.end_pattern(session, pattern_id, last_on=last_on, by=g.user, now=clock.now())
    except Refused as refused:
        keep_faults(refused, form)
        return _settings(form)
    flash(gettext("值班安排已停用，之后的班次已取消。"))
    return redirect(url_for("roster_settings.show"))


@bp.post("/roster/deal")
@allowed("roster.manage")
def deal() -> ResponseReturnValue:
    """Deal the coming shifts anew."""
    with db.transaction() as session:
        moved = roster_changes.deal_again(session, _station(), by=g.user, now=clock.now())
    flash(gettext("已重新轮排，%(count)s 个班次换了律师。", count=moved))
    return redirect(url_for("roster.show"))


@bp.post("/roster/lawyers/<lawyer_id>/absences")
@allowed("roster.manage")
def note_absence(lawyer_id: str) -> ResponseReturnValue:
    """Note a lawyer's absence for them."""
    form = Typed.read(request.form)
    reading = Reading(form)
    first, last = reading.day("from_on"), reading.day("until_on")
    try:
        reading.done()
        with db.transaction() as session:
            roster_changes.note_absence(
                session, lawyer_id, from_on=first, until_on=last, reason=form("reason"), by=g.user, now=clock.now()
            )
    except Refused as refused:
        keep_faults(refused, form)
        return _lawyer_form(lawyer_id, form)
    flash(gettext("已登记请假，期间的班次已另行安排。"))
    return redirect(url_for("roster_settings.show"))


def _station() -> str:
    """Return the station the form is about, the user's first unless it says another."""
    asked = request.form.get("station") or request.args.get("station", "")
    return asked or next(iter(g.user.station_ids), "")


def _page() -> RosterSettings:
    with db.reading() as session:
        wanted = request.values.get("station", "")
        return roster_settings.settings(session, user=g.user, now=clock.now(), station_id=wanted)


def _settings(form: Typed) -> ResponseReturnValue:
    today = clock.today().isoformat()
    return render_template("roster/settings.html", page=_page(), form=form, today=today), 422 if form.problems else 200


def _firm(firm_id: str) -> FirmRow:
    found = next((one for one in _page().firms if one.id == firm_id), None)
    if found is None:
        raise NotFound(gettext("找不到该内容。"))
    return found


def _lawyer(lawyer_id: str) -> LawyerRow:
    found = next((row for one in _page().firms for row in one.lawyers if row.id == lawyer_id), None)
    if found is None:
        raise NotFound(gettext("找不到该内容。"))
    return found


def _firm_form(firm_id: str, form: Typed) -> ResponseReturnValue:
    page = render_template("roster/firm.html", firm_id=firm_id, form=form, page=_page())
    return page, 422 if form.problems else 200


def _lawyer_form(lawyer_id: str, form: Typed) -> ResponseReturnValue:
    page = _page()
    with db.reading() as session:
        known = "" if lawyer_id == NEW else lawyer_id
        accounts = roster_settings.accounts(session, user=g.user, station_id=page.station_id, lawyer_id=known)
    shown = render_template("roster/lawyer.html", lawyer_id=lawyer_id, form=form, page=page, accounts=accounts)
    return shown, 422 if form.problems else 200


def _pattern_form(form: Typed) -> ResponseReturnValue:
    return render_template("roster/pattern.html", form=form, page=_page()), 422 if form.problems else 200
