"""The guard of minimum rights on the preview of an agreement: reason, reading back, second reader."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import N_, NotFound, Refused
from mediation.office import settlement_pages, settlements
from mediation.office.signing import guard
from mediation.web.failures import is_form_fault
from mediation.web.session import allowed
from mediation.web.typed import Typed

bp = Blueprint("floors", __name__)
ANSWERS = {"yes": True, "no": False}


@bp.post("/settlements/<settlement_id>/floor")
@allowed("settlement.draft")
def note(settlement_id: str) -> ResponseReturnValue:
    """Record the worker's own reason for settling a claim below what it was worked out to."""
    typed, now = Typed.read(request.form), clock.now()
    try:
        with db.transaction() as session:
            row, found = settlements.guarded(session, settlement_id, user=g.user, now=now)
            finding = next((one for one in found if one.claim_id == typed("claim")), None)
            if finding is None:
                raise NotFound(N_("找不到该内容。"))
            guard.note(
                session, row, finding, reason=typed("reason"), read_to=typed("read_back_to"), by=g.user, now=now
            )
    except Refused as refused:
        return _again(settlement_id, typed, refused)
    flash(gettext("理由已记录。"))
    return _back(settlement_id, typed("claim"))


@bp.post("/floors/<floor_id>/read-back")
@allowed("settlement.draft")
def read_back(floor_id: str) -> ResponseReturnValue:
    """Record that the reason was read back to the worker."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            check = guard.read_back(session, floor_id, to=typed("read_back_to"), by=g.user, now=clock.now())
            settlement_id, claim_id = check.settlement_id, check.claim_id
    except Refused as refused:
        return _again(typed("settlement"), typed, refused)
    flash(gettext("已登记宣读。"))
    return _back(settlement_id, claim_id)


@bp.post("/floors/<floor_id>/second")
@allowed("floor.second")
def second(floor_id: str) -> ResponseReturnValue:
    """Record what the second reader found."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            check = guard.second(
                session, floor_id, agrees=ANSWERS.get(typed("second_agrees")), says=typed("second_says"), by=g.user,
                now=clock.now(),
            )  # fmt: skip
            settlement_id, claim_id = check.settlement_id, check.claim_id
    except Refused as refused:
        return _again(typed("settlement"), typed, refused)
    flash(gettext("复核已登记。"))
    return _back(settlement_id, claim_id)


def _back(settlement_id: str, claim_id: str) -> ResponseReturnValue:
    address = url_for("settlements.preview", settlement_id=settlement_id, _anchor=f"guard-{claim_id}")
    return redirect(address, code=303)


def _again(settlement_id: str, typed: Typed, refused: Refused) -> ResponseReturnValue:
    if not is_form_fault(refused) or not settlement_id:
        raise refused
    typed.problems = refused.problems
    with db.reading() as session:
        page = settlement_pages.preview(session, settlement_id, user=g.user, now=clock.now())
    shown = render_template(
        "settlements/preview.html", page=page, form=typed, blank=Typed(), about=typed("claim")
    )
    return shown, 422
