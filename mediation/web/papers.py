"""The papers of a case: what each lacks, a look at it, one press to issue it; the bound file, the data package."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db, press
from mediation.config import clock
from mediation.domain.refusals import N_, NotFound, Problem, Refused
from mediation.office import papers, sign_in
from mediation.office.papers import Paper, bound, package, pages
from mediation.web import session as gate
from mediation.web.downloads import PDF, ZIP, handed_out
from mediation.web.session import allowed
from mediation.web.talks_forms import again
from mediation.web.typed import Typed

bp = Blueprint("papers", __name__)

PARTS: Final = ("people", "group", "consents", "sittings", "evidence", "afterwards")
"""Pages of a case on which something is entered that papers need."""


@bp.get("/cases/<case_id>/papers")
@allowed("paper.issue")
def of_case(case_id: str) -> ResponseReturnValue:
    """Show every paper of a case in the order of its file."""
    return _page(case_id, Typed(), None, 200)


@bp.get("/cases/<case_id>/papers/<case_paper>.pdf")
@allowed("paper.issue")
def preview(case_id: str, case_paper: str) -> ResponseReturnValue:
    """Print a paper as it would be issued now, marked as a draft; nothing of it is stored."""
    paper, now = _paper(case_paper, request.args.get("about", "")), clock.now()
    with db.transaction() as session:
        record = papers.preview(session, case_id, paper, by=g.user, now=now)
    printed = press.print_document(paper.kind, record, created=now)
    return draft(printed.pdf, paper.kind)


def draft(pdf: bytes, kind: str) -> Response:
    """Return a file that is only looked at."""
    return handed_out(pdf, PDF, f"草稿 {kind}.pdf", plain="draft.pdf", how="inline")


@bp.post("/cases/<case_id>/papers/<case_paper>")
@allowed("paper.issue")
def issue(case_id: str, case_paper: str) -> ResponseReturnValue:
    """Give a paper its number, print it and store it for good."""
    typed, now = Typed.read(request.form), clock.now()
    paper = _paper(case_paper, typed("about"))
    try:
        with db.transaction() as session:
            prepared = papers.prepare(session, case_id, paper, by=g.user, now=now)
        printed = press.print_document(paper.kind, prepared.record, created=now)
        with db.transaction() as session:
            number = papers.store(session, prepared, printed, by=g.user, now=now).number
    except Refused as refused:
        return _page(case_id, typed, paper, again(refused, typed))
    flash(gettext("已出具，编号 %(number)s，可以下载打印。", number=number))
    return redirect(url_for("papers.of_case", case_id=case_id, _anchor=anchor(paper.kind, paper.about)), code=303)


@bp.post("/cases/<case_id>/papers/bound")
@allowed("paper.issue")
def bind(case_id: str) -> ResponseReturnValue:
    """Have the whole file bound by the worker."""
    bound.ask(case_id, by=g.user, now=clock.now())
    return redirect(url_for("papers.of_case", case_id=case_id, _anchor="file"), code=303)


@bp.get("/cases/<case_id>/papers/file.pdf")
@allowed("paper.issue")
def whole(case_id: str) -> ResponseReturnValue:
    """Hand out the bound file."""
    pieces, size, name = bound.opened(case_id, user=g.user, now=clock.now())
    answer = handed_out(pieces, PDF, name, plain="file.pdf")
    answer.content_length = size
    return answer


@bp.post("/cases/<case_id>/papers/package")
@allowed("paper.issue")
def export(case_id: str) -> ResponseReturnValue:
    """Hand out the case as a data package, to whoever shows once more by the password who is there."""
    password, now = request.form.get("password", ""), clock.now()
    if not password:
        return _page(case_id, Typed(None, [Problem(N_("请输入密码"), field="password")]), None, 422)
    try:
        sign_in.prove(g.user.id, password=password, code=None, place=gate.place(), now=now)
    except sign_in.WrongPassword:
        return _page(case_id, Typed(None, [Problem(N_("密码不正确。"), field="password")]), None, 422)
    typed = Typed.read(request.form)
    typed.values.pop("password", None)
    try:
        pieces, name = package.export(case_id, basis=typed("share_basis"), by=g.user, now=now)
    except Refused as refused:
        typed.labels = {"share_basis": gettext("交给谁、依据的法定职责")}
        return _page(case_id, typed, None, again(refused, typed))
    return handed_out(pieces, ZIP, name, plain="file.zip")


def anchor(kind: str, about: str) -> str:
    """Return the id of a paper's part of the page."""
    return f"{kind}-{about}" if about else kind


def where(place: str, case_id: str) -> str:
    """Return the address of the page on which something is entered, "" where there is none for the reader.

    `party:ID:FIELD` is that field of a party, `agreement:ID` the terms of an agreement.
    """
    name, _, rest = place.partition(":")
    if name == "party":
        party_id, _, field = rest.partition(":")
        return url_for("people.editing", party_id=party_id, _anchor=f"f-{field}")
    if name == "agreement":
        return url_for("settlements.preview", settlement_id=rest)
    if place in PARTS:
        return f"{url_for('cases.show', case_id=case_id)}/{place}"
    if place == "facts":
        return url_for("cases.facts", case_id=case_id)
    if place in ("case", "settlement"):
        return url_for("cases.show", case_id=case_id)
    return ""


def _paper(kind: str, about: str) -> Paper:
    if kind not in papers.KINDS:
        raise NotFound(N_("找不到该内容。"))
    return Paper(kind, about[:64])


def _page(case_id: str, typed: Typed, about: Paper | None, status: int) -> ResponseReturnValue:
    with db.reading() as session:
        page = pages.page(session, case_id, user=g.user, now=clock.now())
    shown = render_template("papers/show.html", page=page, form=typed, about=about, anchor=anchor, where=where)
    return shown, status
