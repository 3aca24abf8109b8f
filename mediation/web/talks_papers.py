"""The papers of wage talks: what each lacks, a look at it, one press to issue it for good."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db, press
from mediation.config import clock
from mediation.domain.refusals import N_, NotFound, Refused
from mediation.office import documents, talks_papers, talks_papers_pages
from mediation.office.records.gaps import Paper
from mediation.web.downloads import PDF, handed_out
from mediation.web.session import allowed
from mediation.web.talks_forms import again, version
from mediation.web.talks_paper_words import PLACES
from mediation.web.typed import Typed

bp = Blueprint("talks_papers", __name__)


@bp.get("/talks/<talks_id>/papers")
@allowed("talks.read")
def show(talks_id: str) -> ResponseReturnValue:
    """Show every paper of one round."""
    return _page(talks_id, Typed(), None, 200)


@bp.get("/talks/<talks_id>/papers/<paper_kind>.pdf")
@allowed("talks.read")
def preview(talks_id: str, paper_kind: str) -> ResponseReturnValue:
    """Print a paper as it would be issued now, marked as a draft; nothing is stored."""
    paper, now = _paper(paper_kind, request.args.get("about", "")), clock.now()
    with db.reading() as session:
        record = talks_papers.preview(session, talks_id, paper, user=g.user, now=now)
    printed = press.print_document(paper_kind, record, created=now)
    return handed_out(printed.pdf, PDF, f"草稿 {paper_kind}.pdf", plain="draft.pdf", how="inline")


@bp.post("/talks/<talks_id>/papers/<paper_kind>")
@allowed("talks.issue")
def issue(talks_id: str, paper_kind: str) -> ResponseReturnValue:
    """Give a paper its number, print it and store it for good."""
    typed, now = Typed.read(request.form), clock.now()
    paper = _paper(paper_kind, typed("about"))
    try:
        with db.transaction() as session:
            prepared = talks_papers.prepare(
                session, talks_id, paper, typed.values, by=g.user, now=now, version=version()
            )
        printed = press.print_document(paper_kind, prepared.record, created=now)
        with db.transaction() as session:
            document = talks_papers.store(session, prepared, printed, by=g.user, now=now)
            number = document.number
    except Refused as refused:
        return _page(talks_id, typed, paper, again(refused, typed))
    flash(gettext("已出具，编号 %(number)s，可以下载打印。", number=number))
    return redirect(url_for("talks_papers.show", talks_id=talks_id, _anchor=anchor(paper)), code=303)


def anchor(paper: Paper) -> str:
    """Return the id of a paper's part of the page."""
    return f"{paper.kind}-{paper.about}" if paper.about else paper.kind


def _paper(kind: str, about: str) -> Paper:
    if kind not in documents.TALKS_KINDS:
        raise NotFound(N_("找不到该内容。"))
    return Paper(kind, about[:64])


def _page(talks_id: str, typed: Typed, about: Paper | None, status: int) -> ResponseReturnValue:
    with db.reading() as session:
        page = talks_papers_pages.page(session, talks_id, user=g.user, now=clock.now())
    shown = render_template(
        "talks/papers.html", page=page, t=page.frame, form=typed, empty=Typed(), about=about, places=PLACES,
        anchor=anchor,
    )  # fmt: skip
    return shown, status
