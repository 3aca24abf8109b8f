"""Take a case apart: choose who and what goes into a new case; undo it while nobody has worked on that."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import N_, Refused
from mediation.office.people import split_pages, splitting
from mediation.web.failures import keep_faults
from mediation.web.session import allowed
from mediation.web.typed import Typed

bp = Blueprint("people_split", __name__)

LABELS = {
    "parties_applicant": N_("申请人"), "parties_respondent": N_("被申请人"), "claims": N_("请求事项"),
    "reason": N_("分案的理由"),
}  # fmt: skip


@bp.get("/cases/<case_id>/split")
@allowed("case.split")
def form(case_id: str) -> ResponseReturnValue:
    """Show who and what may go."""
    return _page(case_id)


@bp.post("/cases/<case_id>/split")
@allowed("case.split")
def split(case_id: str) -> ResponseReturnValue:
    """Split the case, or show the form again with what is wrong."""
    typed = Typed.read(request.form)
    goes = {name.removeprefix("claim."): typed(name) for name in typed.values if name.startswith("claim.")}
    chosen = frozenset(name.removeprefix("party.") for name in typed.values if name.startswith("party."))
    try:
        with db.transaction() as session:
            new = splitting.split(
                session, case_id, parties=chosen, claims=goes, reason=typed("reason"), by=g.user, now=clock.now()
            )
            new_id, number = new.id, new.number
    except Refused as refused:
        keep_faults(refused, typed)
        return _page(case_id, typed)
    flash(gettext("已分出 %(number)s，两案都已重新分流、重算期限。", number=number))
    return redirect(url_for("cases.show", case_id=new_id), code=303)


@bp.post("/splits/<split_id>/undo")
@allowed("case.split")
def undo(split_id: str) -> ResponseReturnValue:
    """Take a split back."""
    with db.transaction() as session:
        case_id = splitting.undo(session, split_id, by=g.user, now=clock.now()).id
    flash(gettext("已撤销分案，分出的当事人和请求回到本案。"))
    return redirect(url_for("cases.show", case_id=case_id), code=303)


def _page(case_id: str, typed: Typed | None = None) -> ResponseReturnValue:
    with db.reading() as session:
        page = split_pages.page(session, case_id, user=g.user, now=clock.now())
    shown = typed or Typed()
    shown.labels = {name: gettext(text) for name, text in LABELS.items()}
    text = render_template("people/split.html", page=page, form=shown)
    return text, 422 if typed else 200
