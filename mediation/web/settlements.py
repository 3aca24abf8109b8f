"""The settlement: terms, preview, issue, the day it takes effect."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db, press
from mediation.config import clock
from mediation.domain.refusals import Refused
from mediation.office import group, locks, settlement_pages, settlements
from mediation.office.records import SettlementPage
from mediation.web.case_form import press_row_button
from mediation.web.editing import Editing, differences
from mediation.web.failures import is_form_fault
from mediation.web.session import allowed
from mediation.web.terms_form import from_group, in_form, settle_all, terms, typed_terms
from mediation.web.typed import Typed
from mediation.web.words import METHODS, word

bp = Blueprint("settlements", __name__)


@bp.post("/cases/<case_id>/settlement")
@allowed("settlement.draft")
def begin(case_id: str) -> ResponseReturnValue:
    """Begin a settlement, or take up the draft that is open."""
    with db.transaction() as session:
        settlement_id = settlements.begin(session, case_id, by=g.user, now=clock.now())
    return redirect(url_for("settlements.edit", settlement_id=settlement_id), code=303)


@bp.get("/settlements/<settlement_id>")
@allowed("settlement.draft")
def edit(settlement_id: str) -> ResponseReturnValue:
    """Show the terms as last stored; what was issued is shown as it stands."""
    page = _page(settlement_id)
    if page.state == "issued":
        return redirect(url_for("settlements.preview", settlement_id=settlement_id))
    return _form(page, typed_terms(page), fresh=True)


@bp.post("/settlements/<settlement_id>")
@allowed("settlement.draft")
def save(settlement_id: str) -> ResponseReturnValue:
    """Store the terms, however incomplete; for the preview they must be complete and hold together."""
    typed = Typed.read(request.form)
    pressed = request.form.get("do", "preview")
    if pressed == "take_over":
        _take_over(settlement_id)
    if press_row_button(typed, pressed, {"instalments": "due_on"}) or pressed == "take_over":
        return _form(_page(settlement_id), typed)
    if pressed == "settle_all":
        page = _page(settlement_id)
        settle_all(typed, page)
        return _form(page, typed)
    if pressed == "from_group":
        page = _page(settlement_id)
        with db.reading() as session:
            from_group(typed, group.shares(session, page.header.id))
        return _form(page, typed)
    typed.drop_empty("instalments")
    try:
        _store(settlement_id, terms(typed), seen=typed("seen"))
        typed.stored = True
        if pressed != "save":
            _check(settlement_id)
    except Refused as refused:
        if not is_form_fault(refused):
            raise
        typed.problems = in_form(refused.problems)
        stale = isinstance(refused, locks.Outdated)
        return _form(_page(settlement_id), typed, fresh=not isinstance(refused, locks.Occupied), compared=stale)
    if pressed == "save":
        flash(gettext("草稿已保存。"))
        return redirect(url_for("settlements.edit", settlement_id=settlement_id), code=303)
    return redirect(url_for("settlements.preview", settlement_id=settlement_id), code=303)


@bp.get("/settlements/<settlement_id>/preview")
@allowed("settlement.draft")
def preview(settlement_id: str) -> ResponseReturnValue:
    """Show the agreement as it will be printed, and the dates that follow from it."""
    with db.reading() as session:
        page = settlement_pages.preview(session, settlement_id, user=g.user, now=clock.now())
    return render_template("settlements/preview.html", page=page, form=Typed(), blank=Typed(), about="")


@bp.post("/settlements/<settlement_id>/correct")
@allowed("settlement.draft")
def correct(settlement_id: str) -> ResponseReturnValue:
    """Begin an agreement that replaces an issued one; the issued one stays in the file."""
    with db.transaction() as session:
        draft = settlements.correct(session, settlement_id, by=g.user, now=clock.now())
    return redirect(url_for("settlements.edit", settlement_id=draft), code=303)


@bp.post("/settlements/<settlement_id>/issue")
@allowed("settlement.issue")
def issue(settlement_id: str) -> ResponseReturnValue:
    """Fix the text, number and store the PDF."""
    now = clock.now()
    with db.transaction() as session:
        seen = request.form.get("seen", "")
        prepared = settlements.prepare(session, settlement_id, by=g.user, now=now, seen=seen)
    printed = press.print_document("agreement", prepared.record, created=now)
    with db.transaction() as session:
        settlements.store(session, prepared, printed, by=g.user, now=now)
    flash(gettext("协议已出具，可以下载打印。"))
    return redirect(url_for("settlements.preview", settlement_id=settlement_id), code=303)


@bp.post("/settlements/<settlement_id>/effective")
@allowed("settlement.issue")
def take_effect(settlement_id: str) -> ResponseReturnValue:
    """Make an agreement effective that everybody has signed; the dates of the agreement begin to run."""
    with db.transaction() as session:
        settlements.take_effect(session, settlement_id, by=g.user, now=clock.now())
    flash(gettext("已登记生效日期，各项期限开始计算。"))
    return redirect(url_for("settlements.preview", settlement_id=settlement_id), code=303)


def _store(settlement_id: str, given: dict[str, Any], *, seen: str) -> None:
    with db.transaction() as session:
        settlements.save(session, settlement_id, given, by=g.user, now=clock.now(), seen=seen)


def _check(settlement_id: str) -> None:
    with db.reading() as session:
        settlements.check(session, settlement_id, user=g.user, now=clock.now())


def _page(settlement_id: str) -> SettlementPage:
    with db.reading() as session:
        return settlement_pages.page(session, settlement_id, user=g.user, now=clock.now())


def _take_over(settlement_id: str) -> None:
    page = _page(settlement_id)
    with db.transaction() as session:
        locks.take_over(session, page.header.id, "terms", by=g.user, now=clock.now())


def _form(
    page: SettlementPage, typed: Typed, *, fresh: bool = False, compared: bool = False
) -> ResponseReturnValue:
    """Show the form; `fresh` when it rests on what is stored now, `compared` with what is stored beside it."""
    parties = [(party.id, f"{party.name}（{word(party.side, 'side')}）") for party in page.parties]
    typed.labels = {
        f"{name}[{one.id}]": word(one.kind, "claim") for one in page.claims for name in ("claims", "amounts")
    }
    named = {one.id: one.name for one in page.parties if one.id in page.several}
    typed.labels |= {f"each[{one}]": gettext("%(name)s应得", name=name) for one, name in named.items()}
    typed.labels["each"] = gettext("每名申请人应得的金额")
    with db.transaction() as session:
        held = locks.open_terms(session, page.id, by=g.user, now=clock.now())
    if fresh:
        typed.values["seen"] = held.seen
    beside = Editing(held, differences(typed, typed_terms(page), dict(parties)) if compared else ())
    shown = render_template(
        "settlements/edit.html",
        page=page,
        form=typed,
        editing=beside,
        back=url_for("settlements.edit", settlement_id=page.id),
        party_options=parties,
        named=named,
        methods=[(code, gettext(METHODS[code])) for code in page.methods if code in METHODS],
    )
    return shown, 422 if typed.problems else 200
