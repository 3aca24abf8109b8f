"""How a case ends and what becomes of its agreement: close, open again, payments, confirmation."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db, press
from mediation.config import clock
from mediation.domain.endings import CHOICES, DECLARED, Said
from mediation.domain.refusals import Refused
from mediation.office import closing, papers, performance
from mediation.web import cases
from mediation.web.days import read_day
from mediation.web.failures import is_form_fault, keep_faults
from mediation.web.session import allowed
from mediation.web.show import say
from mediation.web.typed import Typed

bp = Blueprint("endings", __name__)


@bp.post("/cases/<case_id>/close")
@allowed("case.close")
def close(case_id: str) -> ResponseReturnValue:
    """End a mediation for the chosen reason and tell the parties, or show the page again with what is wrong."""
    typed = Typed.read(request.form)
    try:
        said = _said(typed)
        with db.transaction() as session:
            case = closing.end(session, case_id, said, by=g.user, now=clock.now(), seen=typed("seen"))
            outcome = case.outcome
    except Refused as refused:
        return _again(case_id, typed, refused)
    flash(gettext("已结案。"))
    if outcome != "settled" and said.untold is None:
        _tell(case_id)
    return redirect(url_for("cases.show", case_id=case_id), code=303)


def _said(typed: Typed) -> Said:
    declared = typed("declared_on").strip() if CHOICES.get(typed("ending"), ("",))[0] in DECLARED else ""
    return Said(
        typed("ending"), read_day(typed("closed_on"), "closed_on"), typed("note"),
        read_day(declared, "declared_on") if declared else None, None if typed("tell") else typed("untold"),
    )  # fmt: skip


def _tell(case_id: str) -> None:
    """Issue the termination notice of a case that was just closed; what it lacks is said, the case stays closed."""
    notice, now = papers.Paper("termination_notice"), clock.now()
    try:
        with db.transaction() as session:
            prepared = papers.prepare(session, case_id, notice, by=g.user, now=now)
        printed = press.print_document(notice.kind, prepared.record, created=now)
        with db.transaction() as session:
            number = papers.store(session, prepared, printed, by=g.user, now=now).number
        flash(gettext("已出具《调解终止告知书》，编号 %(number)s，请送达双方并登记。", number=number))
    except Refused as refused:
        why = gettext("；").join(say(one) for one in refused.problems)
        flash(gettext("《调解终止告知书》还没有出具：%(why)s。请到本案文书页补齐后出具。", why=why), "warning")


@bp.post("/cases/<case_id>/reopen")
@allowed("case.reopen")
def reopen(case_id: str) -> ResponseReturnValue:
    """Open a closed case again."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            closing.reopen(session, case_id, reason=typed("reopen_reason"), by=g.user, now=clock.now())
    except Refused as refused:
        return _again(case_id, typed, refused)
    flash(gettext("已恢复办理，案件已重新分流。"))
    return redirect(url_for("cases.show", case_id=case_id), code=303)


@bp.post("/instalments/<instalment_id>/paid")
@allowed("performance.note")
def paid(instalment_id: str) -> ResponseReturnValue:
    """Note that a payment came."""
    typed = Typed.read(request.form)
    try:
        on = read_day(typed("on"), "on")
        with db.transaction() as session:
            case_id = performance.note_paid(session, instalment_id, on=on, by=g.user, now=clock.now()).case_id
    except Refused as refused:
        return _beside(f"paid-{instalment_id}", typed, refused)
    flash(gettext("已登记付款。"))
    return _performance(case_id)


@bp.post("/instalments/<instalment_id>/unpaid")
@allowed("performance.note")
def unpaid(instalment_id: str) -> ResponseReturnValue:
    """Take back the note of a payment."""
    with db.transaction() as session:
        case_id = performance.take_back_paid(session, instalment_id, by=g.user, now=clock.now()).case_id
    flash(gettext("已撤销付款登记。"))
    return _performance(case_id)


@bp.post("/settlements/<settlement_id>/sent")
@allowed("confirmation.note")
def sent(settlement_id: str) -> ResponseReturnValue:
    """Note where an agreement was sent for confirmation."""
    typed = Typed.read(request.form)
    try:
        on = read_day(typed("on"), "on")
        with db.transaction() as session:
            row = performance.note_sent(session, settlement_id, to=typed("to"), on=on, by=g.user, now=clock.now())
        case_id = row.case_id
    except Refused as refused:
        return _beside(f"sent-{settlement_id}", typed, refused)
    flash(gettext("已登记提交确认。"))
    return _performance(case_id)


@bp.post("/settlements/<settlement_id>/unsent")
@allowed("confirmation.note")
def unsent(settlement_id: str) -> ResponseReturnValue:
    """Take back that an agreement was sent for confirmation."""
    with db.transaction() as session:
        case_id = performance.take_back_sent(session, settlement_id, by=g.user, now=clock.now()).case_id
    flash(gettext("已撤销提交确认的登记。"))
    return _performance(case_id)


def _again(case_id: str, typed: Typed, refused: Refused) -> ResponseReturnValue:
    keep_faults(refused, typed)
    return cases.shown_again(case_id, typed)


def _beside(field: str, typed: Typed, refused: Refused) -> ResponseReturnValue:
    """Show the case again, what is wrong beside the one `field` of a form with a day, as it was typed."""
    shown = Typed({field: typed("on")})
    if is_form_fault(refused):
        shown.problems = tuple(replace(one, field=field) for one in refused.problems)
    return _again(typed("case"), shown, Refused(shown.problems) if shown.problems else refused)


def _performance(case_id: str) -> ResponseReturnValue:
    back = request.form.get("back", "")
    if back == "payments":
        return redirect(url_for("afterwards.listing"), code=303)
    if back == "afterwards":
        return redirect(url_for("afterwards.of_case", case_id=case_id, _anchor="payments"), code=303)
    return redirect(url_for("cases.show", case_id=case_id, _anchor="performance"), code=303)
