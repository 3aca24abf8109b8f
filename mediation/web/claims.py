"""A claim worked out in its case: the form, the amount with its steps, keeping it, taking it over, the annex."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db, press
from mediation.config import clock
from mediation.domain.refusals import Refused
from mediation.office import claim_annex, claim_sheets, claim_sheets_pages
from mediation.office.records import Words
from mediation.office.records.claims import ClaimPage, SheetRecord
from mediation.web.claim_form import facts_of, in_form, typed_of
from mediation.web.failures import is_form_fault
from mediation.web.session import allowed
from mediation.web.show import words
from mediation.web.typed import Typed

bp = Blueprint("claims", __name__)


@bp.get("/cases/<case_id>/claims/<claim_id>")
@allowed("claim.read")
def show(case_id: str, claim_id: str) -> ResponseReturnValue:
    """Show what is kept for a claim, and the form with what is known."""
    page = _page(case_id, claim_id)
    return _shown(page, Typed({"on": page.on.isoformat(), **typed_of(page.known, page.facts)}))


@bp.post("/cases/<case_id>/claims/<claim_id>")
@allowed("claim.compute")
def compute(case_id: str, claim_id: str) -> ResponseReturnValue:
    """Work the claim out, or keep it; the form is shown again with what is wrong or with what came out."""
    typed, page, now = Typed.read(request.form), _page(case_id, claim_id), clock.now()
    facts, on = facts_of(typed, page.facts), typed("on").strip()
    try:
        if request.form.get("do") != "keep":
            with db.reading() as session:
                tried = claim_sheets_pages.tried(session, case_id, claim_id, facts, on=on, by=g.user, now=now)
            return _shown(page, typed, tried)
        with db.transaction() as session:
            claim_sheets.keep(session, case_id, claim_id, facts, on=on, by=g.user, now=now, seen=typed("seen"))
    except Refused as refused:
        if not is_form_fault(refused):
            raise
        typed.problems = in_form(refused.problems, typed, page.facts)
        return _shown(_page(case_id, claim_id), typed)
    flash(gettext("测算结果已保存在本项请求下。"))
    return redirect(url_for("claims.show", case_id=case_id, claim_id=claim_id), code=303)


@bp.post("/cases/<case_id>/claims/<claim_id>/amount")
@allowed("claim.compute")
def take_over(case_id: str, claim_id: str) -> ResponseReturnValue:
    """Make the amount worked out the amount claimed."""
    with db.transaction() as session:
        claim_sheets.take_over(
            session, case_id, claim_id, sheet=request.form.get("sheet", ""), by=g.user, now=clock.now()
        )  # fmt: skip
    flash(gettext("请求金额已改为测算金额，案件已按新的金额重新分流。"))
    return redirect(url_for("claims.show", case_id=case_id, claim_id=claim_id), code=303)


@bp.post("/cases/<case_id>/claims-annex")
@allowed("claim.compute")
def annex(case_id: str) -> ResponseReturnValue:
    """Issue the workings of all claims of the case as a paper with a number."""
    now = clock.now()
    with db.transaction() as session:
        prepared = claim_annex.prepare(session, case_id, by=g.user, now=now)
    printed = press.print_document(claim_annex.KIND, prepared.record, created=now)
    with db.transaction() as session:
        claim_annex.store(session, prepared, printed, by=g.user, now=now)
    flash(gettext("测算明细已出具，可以下载打印。"))
    return redirect(url_for("cases.show", case_id=case_id) + "#documents", code=303)


def _page(case_id: str, claim_id: str) -> ClaimPage:
    with db.reading() as session:
        return claim_sheets_pages.page(session, case_id, claim_id, user=g.user, now=clock.now())


def _shown(page: ClaimPage, typed: Typed, fresh: SheetRecord | None = None) -> ResponseReturnValue:
    typed.labels = {fact.name: words(Words(fact.zh, fact.en)) for fact in page.facts}
    typed.labels |= {"on": gettext("计算日"), "seen": gettext("已保存的测算")}
    places = [(code, words(called)) for code, called in page.places]
    shown = render_template(
        "claims/show.html", page=page, form=typed, fresh=fresh, help_of=_help, place_options=places
    )  # fmt: skip
    return shown, 422 if typed.problems else 200


def _help(fact: Any) -> str:
    """Return how a list is typed or pasted."""
    if fact.type == "moneys":
        return gettext("每行一个月的金额，最多 %(most)s 行；可从表格整列粘贴", most=fact.most)
    if fact.type == "rows":
        columns = " ".join(words(Words(cell.zh, cell.en)) for cell in fact.rows)
        return gettext("每行一个月：%(columns)s；可从表格整块粘贴", columns=columns)
    return ""
