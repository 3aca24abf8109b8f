"""The case page, the list of cases, the correction of facts, the sealed numbers shown by an audited click."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import N_, Forbidden, NotFound, Problem, Refused
from mediation.office import caselist, cases, docket_brief, intake, locks, referrals, talks_of_case
from mediation.office.records import CasePage
from mediation.web import fields
from mediation.web.case_form import changes, press_row_button, typed_facts
from mediation.web.editing import Editing, differences
from mediation.web.failures import keep_faults
from mediation.web.numbers import page_number
from mediation.web.session import allowed
from mediation.web.show import ZONE
from mediation.web.typed import Typed
from mediation.web.words import SEALED, SHOW_REASONS

bp = Blueprint("cases", __name__)


@bp.get("/cases")
@allowed("case.read")
def list_all() -> ResponseReturnValue:
    """List the cases the user may see, newest first."""
    with db.reading() as session:
        page = caselist.listing(session, user=g.user, page=page_number(), mine=request.args.get("mine") == "1")
    return render_template("cases/list.html", page=page)


@bp.get("/cases/<case_id>")
@allowed("case.read")
def show(case_id: str) -> ResponseReturnValue:
    """Show everything about one case that the user may see."""
    return _show(case_id)


@bp.post("/cases/<case_id>/parties/<party_id>/unmask")
@allowed("case.unmask")
def unmask(case_id: str, party_id: str) -> ResponseReturnValue:
    """Show a sealed number once; who looked, at what and why stands in the history."""
    column, reason = request.form.get("column", ""), request.form.get("reason", "")
    if column not in SEALED:
        raise NotFound(N_("没有这个号码"))
    if reason not in SHOW_REASONS:
        raise Refused(Problem(N_("请选择查看的理由"), field="reason"))
    with db.transaction() as session:
        value = cases.unmask(session, case_id, party_id, column, reason=reason, by=g.user, now=clock.now())
    return _show(case_id, shown={"party_id": party_id, "column": column, "value": value})


@bp.post("/cases/<case_id>/contact")
@allowed("case.read")
def contact(case_id: str) -> ResponseReturnValue:
    """Note that both sides have been contacted: the station's first date is met."""
    with db.transaction() as session:
        referrals.note_first_contact(session, case_id, by=g.user, now=clock.now())
    flash(gettext("已记下首次联系。"))
    return redirect(url_for("cases.show", case_id=case_id), code=303)


@bp.post("/cases/<case_id>/withdraw-unsafe")
@allowed("unsafe.withdraw")
def withdraw_unsafe(case_id: str) -> ResponseReturnValue:
    """Take back the flag that blocks mediation; routing runs again."""
    reason = request.form.get("reason", "").strip()
    if not reason:
        raise Refused(Problem(N_("请写明解除的理由"), field="reason"))
    with db.transaction() as session:
        referrals.withdraw_unsafe(session, case_id, reason=reason, by=g.user, now=clock.now())
    flash(gettext("已解除人身危险标记，案件已重新分流。"))
    return redirect(url_for("cases.show", case_id=case_id), code=303)


@bp.get("/cases/<case_id>/facts")
@allowed("case.edit")
def facts(case_id: str) -> ResponseReturnValue:
    """Show the facts that rules read, to be corrected."""
    page = _editable(case_id)
    with db.transaction() as session:
        held = locks.open_facts(session, case_id, by=g.user, now=clock.now())
    typed = typed_facts(page)
    typed.values["seen"] = held.seen
    return _facts(page, typed, Editing(held))


@bp.post("/cases/<case_id>/facts")
@allowed("case.edit")
def correct(case_id: str) -> ResponseReturnValue:
    """Store corrected facts and route again, or show the form again with what is wrong."""
    typed = Typed.read(request.form)
    page = _editable(case_id)
    pressed = request.form.get("do", "save")
    if pressed == "take_over":
        with db.transaction() as session:
            locks.take_over(session, case_id, "facts", by=g.user, now=clock.now())
    if press_row_button(typed, pressed, {"claims": "kind"}) or pressed == "take_over":
        return _facts(page, typed, _beside(case_id, typed))
    typed.drop_empty("claims")
    try:
        with db.transaction() as session:
            intake.correct(
                session, case_id, changes(typed), reason=typed("reason").strip(), by=g.user, now=clock.now(),
                seen=typed("seen"),
            )  # fmt: skip
    except Refused as refused:
        keep_faults(refused, typed)
        stored = typed_facts(_editable(case_id)) if isinstance(refused, locks.Outdated) else None
        return _facts(page, typed, _beside(case_id, typed, stored))
    flash(gettext("已更正，案件已重新分流，期限已重算。"))
    return redirect(url_for("cases.show", case_id=case_id), code=303)


def shown_again(case_id: str, ending: Typed) -> ResponseReturnValue:
    """Return the case page with the form of its ending as it was typed and what is wrong with it."""
    return _show(case_id, ending=ending), 422


def _show(case_id: str, *, shown: dict[str, str] | None = None, ending: Typed | None = None) -> str:
    now = clock.now()
    with db.reading() as session:
        page = cases.page(session, case_id, user=g.user, now=now)
        duty = docket_brief.part(session, page, user=g.user, now=now)
        bargain = talks_of_case.part(session, page, user=g.user)
    known, unknown = fields.known_and_unknown(page.facts)
    return render_template(
        "cases/show.html", page=page, shown=shown, known=known, unknown=unknown, duty=duty, bargain=bargain,
        ending_form=ending or Typed(),
    )  # fmt: skip


def _editable(case_id: str) -> CasePage:
    with db.reading() as session:
        page = cases.page(session, case_id, user=g.user, now=clock.now())
    if "case.edit" not in page.may:
        raise Forbidden(N_("您的窗口不主办此案，不能更正事实。"))
    return page


def _beside(case_id: str, typed: Typed, stored: Typed | None = None) -> Editing:
    """Say who else is at the form; with `stored`, what differs from it: that version counts as seen from then on."""
    with db.transaction() as session:
        held = locks.open_facts(session, case_id, by=g.user, now=clock.now())
    if stored is None:
        return Editing(held)
    typed.values["seen"] = held.seen
    return Editing(held, differences(typed, stored))


def _facts(page: CasePage, typed: Typed, editing: Editing) -> ResponseReturnValue:
    shown = render_template(
        "cases/facts.html",
        header=page.header,
        form=typed,
        editing=editing,
        back=url_for("cases.facts", case_id=page.header.id),
        unfold=True,
        claim_options=fields.claim_options(),
        today=clock.now().astimezone(ZONE).date().isoformat(),
    )
    return shown, 422 if typed.problems else 200
