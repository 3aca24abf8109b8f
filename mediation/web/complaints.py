"""Complaints: the list, one of them with its examination and answer, the form for another."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import NotFound, Refused
from mediation.office import complaints, complaints_pages
from mediation.web.failures import keep_faults
from mediation.web.fields import options
from mediation.web.numbers import page_number
from mediation.web.session import allowed
from mediation.web.typed import Typed
from mediation.web.watch_words import COMPLAINT_RESULTS, COMPLAINT_SUBJECTS, COMPLAINT_WAYS

bp = Blueprint("complaints", __name__)


@bp.get("/complaints")
@allowed("complaint.read")
def listing() -> ResponseReturnValue:
    """List the complaints the user may read; those of one case with `?case=`."""
    state, case_id = request.args.get("state", "")[:20], request.args.get("case", "")[:32]
    with db.reading() as session:
        page = complaints_pages.listing(
            session, user=g.user, now=clock.now(), page=page_number(), state=state, case_id=case_id
        )
    return render_template("complaints/list.html", page=page, state=state, case_id=case_id)


@bp.get("/complaints/new")
@allowed("complaint.note")
def form() -> ResponseReturnValue:
    """Show the form for a complaint."""
    return _form()


@bp.post("/complaints/new")
@allowed("complaint.note")
def note() -> ResponseReturnValue:
    """Write a complaint down."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            row = complaints.note(session, typed.values, by=g.user, now=clock.now())
            complaint_id, number = row.id, row.number
            readable = row.about_id != g.user.id
    except Refused as refused:
        keep_faults(refused, typed)
        return _form(typed)
    flash(gettext("投诉已登记，编号 %(number)s，已通知站长。", number=number))
    where = url_for("complaints.show", complaint_id=complaint_id) if readable else url_for("complaints.listing")
    return redirect(where, code=303)


@bp.get("/complaints/<complaint_id>")
@allowed("complaint.read")
def show(complaint_id: str) -> ResponseReturnValue:
    """Show one complaint."""
    return _page(complaint_id)


@bp.post("/complaints/<complaint_id>/examiner")
@allowed("complaint.assign")
def assign(complaint_id: str) -> ResponseReturnValue:
    """Say who examines it."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            complaints.assign(
                session, complaint_id, to=typed("examiner_id"), elsewhere=typed("elsewhere"), by=g.user, now=clock.now()
            )
    except Refused as refused:
        return _again(complaint_id, typed, refused)
    flash(gettext("已指定核查人。"))
    return redirect(url_for("complaints.show", complaint_id=complaint_id), code=303)


@bp.post("/complaints/<complaint_id>/answer")
@allowed("complaint.answer")
def answer(complaint_id: str) -> ResponseReturnValue:
    """Keep the result and the answer."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            complaints.answer(session, complaint_id, typed.values, by=g.user, now=clock.now())
    except Refused as refused:
        return _again(complaint_id, typed, refused)
    flash(gettext("已登记核查结论和答复。"))
    return redirect(url_for("complaints.show", complaint_id=complaint_id), code=303)


def _form(typed: Typed | None = None) -> ResponseReturnValue:
    case_id = request.args.get("case", "")[:32]
    with db.reading() as session:
        try:
            page = complaints_pages.form(session, user=g.user, case_id=case_id)
        except NotFound:
            page = complaints_pages.form(session, user=g.user)
    staff = [(one.id, one.display_name or one.name) for one in page.staff]
    shown = render_template(
        "complaints/new.html", form=typed or Typed({"case_number": page.number}), staff=staff,
        subjects=options(COMPLAINT_SUBJECTS), ways=options(COMPLAINT_WAYS), today=clock.today().isoformat(),
        days=complaints.ANSWER_DAYS,
    )  # fmt: skip
    return shown, 422 if typed else 200


def _again(complaint_id: str, typed: Typed, refused: Refused) -> ResponseReturnValue:
    keep_faults(refused, typed)
    return _page(complaint_id, typed)


def _page(complaint_id: str, typed: Typed | None = None) -> ResponseReturnValue:
    with db.reading() as session:
        page = complaints_pages.one(session, complaint_id, user=g.user, now=clock.now())
    shown = render_template(
        "complaints/show.html", page=page, form=typed or Typed(), results=options(COMPLAINT_RESULTS),
        examiners=[(one.id, one.display_name or one.name) for one in page.examiners], today=clock.today().isoformat(),
    )  # fmt: skip
    return shown, 422 if typed else 200
