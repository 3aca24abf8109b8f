"""Dangers: write one down from the case, work through its call sheet, report it to the police, lift it."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db, press
from mediation.config import clock
from mediation.domain.refusals import Refused
from mediation.models.risk import VIOLENT
from mediation.office import risks, risks_calls, risks_pages
from mediation.office.risks_pages import RiskPage
from mediation.web.downloads import PDF, handed_out
from mediation.web.failures import is_form_fault, keep_faults
from mediation.web.fields import options
from mediation.web.session import allowed
from mediation.web.show import ZONE
from mediation.web.typed import Typed
from mediation.web.watch_words import RISKS

bp = Blueprint("risks", __name__)


@bp.get("/cases/<case_id>/risks")
@allowed("risk.read")
def of_case(case_id: str) -> ResponseReturnValue:
    """Show the dangers of a case with call sheets and reports, and the form for another."""
    return _page(case_id)


@bp.post("/cases/<case_id>/risks")
@allowed("risk.note")
def note(case_id: str) -> ResponseReturnValue:
    """Write down a danger; the case is routed again."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            risks.note(session, case_id, typed.values, by=g.user, now=clock.now())
    except Refused as refused:
        return _again(case_id, typed, refused)
    flash(gettext("已登记风险，案件已按规则重新分流。请按呼叫单逐一联系，并登记报警。"), "warning")
    return _back(case_id)


@bp.post("/risk-calls/<line_id>")
@allowed("risk.note")
def reach(line_id: str) -> ResponseReturnValue:
    """Note that somebody was reached, or take the note back."""
    with db.transaction() as session:
        call = risks.reach(session, line_id, note=request.form.get("note", ""), by=g.user, now=clock.now())
        case_id, risk_id = call.case_id, call.risk_id
    return _back(case_id, risk_id)


@bp.post("/risks/<risk_id>/report")
@allowed("risk.note")
def report(risk_id: str) -> ResponseReturnValue:
    """Note who at the police took the report, and when."""
    typed, case_id = Typed.read(request.form), request.form.get("case", "")
    try:
        with db.transaction() as session:
            case_id = risks.report(session, risk_id, typed.values, by=g.user, now=clock.now()).case_id
    except Refused as refused:
        return _again(case_id, typed, refused, risk_id)
    flash(gettext("已登记报警。"))
    return _back(case_id, risk_id)


@bp.post("/risks/<risk_id>/lift")
@allowed("risk.lift")
def lift(risk_id: str) -> ResponseReturnValue:
    """Say that a danger is over."""
    typed, case_id = Typed.read(request.form), request.form.get("case", "")
    try:
        with db.transaction() as session:
            case_id = risks.lift(session, risk_id, reason=typed("lifted_why"), by=g.user, now=clock.now()).case_id
    except Refused as refused:
        return _again(case_id, typed, refused, risk_id)
    flash(gettext("已解除风险，案件已重新分流。"))
    return _back(case_id, risk_id)


@bp.get("/risks/<risk_id>/report.pdf")
@allowed("risk.read")
def paper(risk_id: str) -> ResponseReturnValue:
    """Print the report to the police."""
    now = clock.now()
    with db.reading() as session:
        record = risks_pages.report_record(session, risk_id, by=g.user, now=now)
    printed = press.print_document("police_report", record, created=now)
    with db.transaction() as session:
        risks_pages.note_print(session, risk_id, printed, by=g.user, now=now)
    return handed_out(printed.pdf, PDF, f"风险情况报告 {record['number']}.pdf", plain="report.pdf", how="inline")


@bp.get("/risks")
@allowed("supervision.read")
def overview() -> ResponseReturnValue:
    """Show the open dangers of the station, overdue reports first."""
    with db.reading() as session:
        rows = risks_pages.overview(session, user=g.user, now=clock.now())
    return render_template("risks/overview.html", rows=rows)


@bp.get("/risks/contacts")
@allowed("risk.contacts")
def contacts() -> ResponseReturnValue:
    """Show whom the station calls in danger."""
    return _contacts()


@bp.post("/risks/contacts")
@allowed("risk.contacts")
def save_contacts() -> ResponseReturnValue:
    """Store whom the station calls in danger."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            risks_calls.save_contacts(
                session, typed("station"), typed("contacts"), by=g.user, now=clock.now()
            )
    except Refused as refused:
        keep_faults(refused, typed)
        return _contacts(typed)
    flash(gettext("紧急联系名单已保存，新登记的风险按此生成呼叫单。"))
    return redirect(url_for("risks.overview"), code=303)


def _contacts(typed: Typed | None = None) -> ResponseReturnValue:
    wanted = request.values.get("station", "")
    with db.reading() as session:
        page = risks_calls.contacts(session, wanted, user=g.user)
    form = typed or Typed({"contacts": page.lines})
    shown = render_template("risks/contacts.html", page=page, form=form, stations=g.user.stations)
    return shown, 422 if form.problems else 200


def _again(case_id: str, typed: Typed, refused: Refused, risk_id: str = "") -> ResponseReturnValue:
    if not is_form_fault(refused) or not case_id:
        raise refused
    typed.problems = refused.problems
    return _page(case_id, typed, risk_id)


def _page(case_id: str, typed: Typed | None = None, risk_id: str = "") -> ResponseReturnValue:
    now = clock.now()
    with db.reading() as session:
        page = risks_pages.of_case(session, case_id, user=g.user, now=now)
    shown = render_template(
        "risks/case.html", page=page, form=typed or Typed(), empty=Typed(), about=risk_id, kinds=options(RISKS),
        violent=VIOLENT, chosen=_chosen(page, risk_id), this_minute=f"{now.astimezone(ZONE):%Y-%m-%dT%H:%M}",
    )  # fmt: skip
    return shown, 422 if typed and typed.problems else 200


def _chosen(page: RiskPage, risk_id: str) -> str:
    """Return the danger whose forms are shown: the one just worked on, the one asked for, else the first open one."""
    still_open = [one.row.id for one in page.rows if one.row.state == "open"]
    wanted = risk_id or request.args.get("risk", "")
    return wanted if wanted in still_open else next(iter(still_open), "")


def _back(case_id: str, risk_id: str = "") -> ResponseReturnValue:
    anchor = f"risk-{risk_id}" if risk_id else None
    return redirect(url_for("risks.of_case", case_id=case_id, risk=risk_id or None, _anchor=anchor), code=303)
