"""The ledger of offers: noted in a few keys, told, answered; how far apart the sides are, drawn over the offers."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import db
from mediation.config import clock
from mediation.domain.offers import SIDES
from mediation.office import locks
from mediation.office.sittings import offers, pages
from mediation.web import sittings_form
from mediation.web.back import safe_next
from mediation.web.gap_chart import drawn
from mediation.web.session import allowed
from mediation.web.show import say
from mediation.web.sittings_form import carry_out, labelled
from mediation.web.typed import Typed

bp = Blueprint("sittings_offers", __name__)


@bp.get("/cases/<case_id>/offers")
@allowed("case.read")
def of_case(case_id: str) -> ResponseReturnValue:
    """Show the offers of a case, the gap between the sides, and the form for the next."""
    return _page(case_id, Typed())


@bp.post("/cases/<case_id>/offers")
@allowed("offer.note")
def note(case_id: str) -> ResponseReturnValue:
    """Write down what a side offers."""
    typed = Typed.read(request.form)
    sitting_id = typed("sitting_id")

    def act(session: Session) -> None:
        given = sittings_form.offer(typed)
        offers.note(session, case_id, given, sitting_id=sitting_id, by=g.user, now=clock.now())

    return carry_out(act, typed, told="", back=_back(case_id, sitting_id), page=partial(_page, case_id))


@bp.post("/offers/<offer_id>")
@allowed("offer.note")
def answer(offer_id: str) -> ResponseReturnValue:
    """Note that an offer was told, or what became of it."""
    said = request.form.get("do", "")
    with db.transaction() as session:
        if said == "tell":
            row = offers.tell(session, offer_id, by=g.user, now=clock.now())
        else:
            row = offers.answer(session, offer_id, said, by=g.user, now=clock.now())
    wish = request.form.get("next", "")
    back = safe_next(wish).partition("#")[0] if wish else url_for("sittings_offers.of_case", case_id=row.case_id)
    return redirect(f"{back}#ledger", code=303)


@bp.post("/offers/<offer_id>/terms")
@allowed("settlement.draft")
def begin_terms(offer_id: str) -> ResponseReturnValue:
    """Begin the agreement with the sums of an accepted offer."""
    now = clock.now()
    try:
        with db.transaction() as session:
            settlement_id = offers.begin_terms(session, offer_id, by=g.user, now=now)
    except locks.Occupied as occupied:
        return _occupied(offer_id, occupied)
    flash(gettext("方案的金额和期数已写入协议草稿，请核对其余内容。"))
    return redirect(url_for("settlements.edit", settlement_id=settlement_id), code=303)


def _occupied(offer_id: str, occupied: locks.Occupied) -> ResponseReturnValue:
    """Lead to the terms a colleague is at work on, nothing changed: there they may be taken over."""
    with db.transaction() as session:
        settlement_id = offers.draft_of(session, offer_id, by=g.user, now=clock.now())
    unwritten = gettext("方案没有写入协议草稿。")
    flash(f"{say(occupied.problems[0])} {unwritten}", "warning")
    return redirect(url_for("settlements.edit", settlement_id=settlement_id), code=303)


def _back(case_id: str, sitting_id: str) -> str:
    """Return the page the offer was typed on, the cursor in place for the next."""
    if sitting_id:
        return url_for("sittings.show", sitting_id=sitting_id, focus="offer")
    return url_for("sittings_offers.of_case", case_id=case_id, focus="offer")


def _page(case_id: str, typed: Typed) -> str:
    with db.reading() as session:
        page = pages.of_offers(session, case_id, user=g.user)
    typed.focus = "amount" if request.args.get("focus") == "offer" else ""
    chart = drawn(page.ledger.points, "fen", SIDES) if page.ledger and page.ledger.points else None
    return render_template("sittings/offers.html", page=page, form=labelled(typed), chart=chart)
