"""Why a case was given a desk, a flag, a date, or wasn't, and the proof sheet of the results that are chosen."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db, press
from mediation.config import clock
from mediation.domain.refusals import N_, Forbidden, Problem
from mediation.office import proofs, proofs_sheet
from mediation.web.session import allowed

bp = Blueprint("proofs", __name__)

LONGEST_QUERY = 60


@bp.get("/cases/<case_id>/why")
@allowed("case.read")
def show(case_id: str) -> ResponseReturnValue:
    """List what the decision gave the case, what it didn't, and the rules that didn't hold."""
    return _listing(case_id)


@bp.get("/cases/<case_id>/why/<result_key>")
@allowed("case.read")
def why(case_id: str, result_key: str) -> ResponseReturnValue:
    """Show the proof of one result or amount: rules, law, facts, and what would change it."""
    with db.reading() as session:
        page = proofs.why(session, case_id, result_key[:120], user=g.user, now=clock.now())
    return render_template("proofs/amount.html" if page.amount else "proofs/why.html", page=page)


@bp.post("/cases/<case_id>/why")
@allowed("proof.issue")
def issue(case_id: str) -> ResponseReturnValue:
    """Print the proof of the chosen results as a numbered document and keep it in the file."""
    keys, now = request.form.getlist("result"), clock.now()
    if not keys:
        return _listing(case_id, Problem(N_("请至少勾选一项"), "result")), 422
    with db.transaction() as session:
        prepared = proofs_sheet.prepare(session, case_id, keys, by=g.user, now=now)
    printed = press.print_document("proof_sheet", prepared.record, created=now)
    with db.transaction() as session:
        document = proofs_sheet.store(session, prepared, printed, by=g.user, now=now)
        number = document.number
    flash(gettext("已出具，编号 %(number)s，可以下载打印。", number=number))
    return redirect(url_for("cases.show", case_id=case_id, _anchor="documents"), code=303)


def _listing(case_id: str, problem: Problem | None = None) -> str:
    query = request.args.get("q", "")[:LONGEST_QUERY]
    with db.reading() as session:
        page = proofs.results(session, case_id, user=g.user, query=query)
    if problem and not page.may_print:
        raise Forbidden(N_("您的窗口不主办此案，不能出具说理单。"))
    return render_template("proofs/list.html", page=page, problem=problem)


