"""Filing and publication of the contract: the pack, the authority's answer, effect, publication."""

from __future__ import annotations

from functools import partial
from typing import Final

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import db, press
from mediation.config import clock
from mediation.domain.refusals import N_, NotFound, Refused
from mediation.office import talks, talks_filing, talks_filing_pages, talks_pack, talks_papers
from mediation.web.downloads import ZIP, handed_out
from mediation.web.fields import problem
from mediation.web.session import allowed
from mediation.web.talks_forms import again, carry_out, version
from mediation.web.talks_paper_words import PLACES
from mediation.web.typed import Typed
from mediation.web.words import word

bp = Blueprint("talks_filing", __name__)
TOLD: Final = {
    "authority": N_("已登记报送部门。"), "sign": N_("已登记签订之日。"),
    "file": N_("已登记报送，审查期限已起算。"), "objection": N_("已登记异议，可以就异议的条款重新协商。"),
    "opinion": N_("已登记审查意见书。"), "retract": N_("已撤回，期限已重新计算。"), "publish": N_("已登记公布之日。"),
}  # fmt: skip


@bp.get("/talks/<talks_id>/filing")
@allowed("talks.read")
def show(talks_id: str) -> ResponseReturnValue:
    """Show the pack, the filings, effect, publication, term and renewal of one round."""
    return _page(talks_id, Typed(), "", 200)


@bp.get("/talks/<talks_id>/filing/pack.zip")
@allowed("talks.read")
def pack(talks_id: str) -> ResponseReturnValue:
    """Send the complete pack as one file; says which piece is missing."""
    with db.transaction() as session:
        content, name = talks_pack.archive(session, talks_id, user=g.user, now=clock.now())
    return handed_out(content, ZIP, name, plain="pack.zip")


@bp.post("/talks/<talks_id>/filing/pack")
@allowed("talks.issue")
def issue_pack(talks_id: str) -> ResponseReturnValue:
    """Issue every paper of the pack that is missing and can be issued; say which can't, and why."""
    typed, now, seen = Typed.read(request.form), clock.now(), version()
    done: list[str] = []
    left: dict[str, str] = {}
    for kind in talks_pack.TO_ISSUE:
        try:
            with db.transaction() as session:
                prepared = talks_pack.prepare(session, talks_id, kind, by=g.user, now=now, version=seen)
            if prepared is None:
                continue
            printed = press.print_document(kind, prepared.record, created=now)
            with db.transaction() as session:
                talks_papers.store(session, prepared, printed, by=g.user, now=now)
            done.append(kind)
        except Refused as refused:
            status = again(refused, typed)
            if isinstance(refused, talks.Stale):
                return _page(talks_id, typed, "", status)
            left[kind] = problem(refused.problems[0])
    _tell(done, left)
    return redirect(url_for("talks_filing.show", talks_id=talks_id, _anchor="pack"), code=303)


def _tell(done: list[str], left: dict[str, str]) -> None:
    """Say which papers were issued and which weren't, with the reason."""
    if done:
        names = gettext("、").join(word(kind, "document") for kind in done)
        flash(gettext("已出具 %(count)s 份：%(names)s。", count=len(done), names=names))
    for kind, why in left.items():
        flash(gettext("没有出具%(name)s：%(why)s。", name=word(kind, "document"), why=why), "warning")
    if not done and not left:
        flash(gettext("报送材料都已出具，不需要再次出具。"))


@bp.post("/talks/<talks_id>/filing/<filing_deed>")
@allowed("talks.edit")
def record(talks_id: str, filing_deed: str) -> ResponseReturnValue:
    """Record one deed of office.talks_filing.DEEDS."""
    deed = filing_deed
    if deed not in talks_filing.DEEDS:
        raise NotFound(N_("找不到该内容。"))
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        talks_filing.record(session, talks_id, deed, typed.values, by=g.user, now=clock.now(), version=version())

    back = url_for("talks_filing.show", talks_id=talks_id)
    return carry_out(act, typed, told=gettext(TOLD[deed]), back=back, page=partial(_page, talks_id, typed, deed))


def _page(talks_id: str, typed: Typed, deed: str, status: int) -> ResponseReturnValue:
    with db.reading() as session:
        page = talks_filing_pages.page(session, talks_id, user=g.user, now=clock.now())
    shown = render_template(
        "talks/filing.html", page=page, t=page.frame, row=page.row, form=typed, empty=Typed(), deed=deed,
        places=PLACES, today=clock.today().isoformat(),
    )  # fmt: skip
    return shown, status
