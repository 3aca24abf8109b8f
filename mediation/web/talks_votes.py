"""Votes on a draft of wage talks: plan, papers, count, codes for phones, adoption."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import segno
from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from sqlmodel import Session

from mediation import config, db
from mediation.config import clock
from mediation.domain.refusals import N_, NotFound
from mediation.office import talks_ballots, talks_votes, talks_votes_pages
from mediation.web.session import allowed
from mediation.web.talks_forms import carry_out, version
from mediation.web.typed import Typed

bp = Blueprint("talks_votes", __name__)
TOLD: Final = {
    "papers": N_("已登记。"), "count": N_("已登记计票结果。"), "cancel": N_("已取消这次表决。"),
    "clear": N_("已登记律师确认。"), "open": N_("手机表决已开始。"), "end": N_("手机表决已结束并计票。"),
}  # fmt: skip
"""What is said after each change of a vote, by the last part of its address."""


@bp.get("/talks/<talks_id>/votes")
@allowed("talks.read")
def show(talks_id: str) -> ResponseReturnValue:
    """Show the votes of one round."""
    return _page(talks_id)


@bp.post("/talks/<talks_id>/votes")
@allowed("talks.vote")
def plan(talks_id: str) -> ResponseReturnValue:
    """Plan a vote on the draft as it stands."""
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        talks_votes.plan(session, talks_id, typed.values, by=g.user, now=clock.now(), version=version())

    return _done(talks_id, typed, act, gettext("已安排表决。请在开会七日前把草案等材料送达代表。"))


@bp.post("/talks/<talks_id>/adoption")
@allowed("talks.vote")
def adoption(talks_id: str) -> ResponseReturnValue:
    """Note the written notice of adoption."""
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        talks_votes.note_adoption(session, talks_id, typed.values, by=g.user, now=clock.now(), version=version())

    return _done(talks_id, typed, act, gettext("已登记通过的书面通知，报送期限已起算。"))


@bp.post("/talks/<talks_id>/votes/<vote_id>/<do>")
@allowed("talks.vote")
def change(talks_id: str, vote_id: str, do: str) -> ResponseReturnValue:
    """Note the papers' day, enter a count, call a vote off, open or end one by phone, note the lawyer's word."""
    if do not in TOLD:
        raise NotFound(N_("找不到该内容。"))
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        _change(session, vote_id, do, typed)

    return _done(talks_id, typed, act, gettext(TOLD[do]), vote_id)


def _change(session: Session, vote_id: str, do: str, typed: Typed) -> None:
    by, now = g.user, clock.now()
    if do == "papers":
        talks_votes.note_papers(session, vote_id, typed.values, by=by, now=now)
    elif do == "count":
        talks_votes.count(session, vote_id, typed.values, by=by, now=now)
    elif do == "cancel":
        talks_votes.cancel(session, vote_id, reason=typed("reason"), by=by, now=now)
    elif do == "clear":
        talks_votes.clear(session, vote_id, by=by, now=now)
    elif do == "open":
        talks_ballots.open_vote(session, vote_id, hours=_hours(typed), by=by, now=now)
    else:
        talks_ballots.end(session, vote_id, present=typed("present"), by=by, now=now)


@bp.post("/talks/<talks_id>/votes/<vote_id>/codes")
@allowed("talks.vote")
def codes(talks_id: str, vote_id: str) -> ResponseReturnValue:
    """Make the codes and show the slips, this once."""
    now = clock.now()
    with db.transaction() as session:
        made = talks_ballots.make_codes(session, vote_id, by=g.user, now=now)
        page = talks_votes_pages.page(session, talks_id, user=g.user, now=now)
    base = config.settings().base_url.rstrip("/")
    slips = [(talks_ballots.shown(code), _qr(base + url_for("ballots.show", code=code))) for code in made]
    vote = next(one.row for one in page.votes if one.row.id == vote_id)
    address = base + url_for("ballots.ask")
    return render_template("talks/codes.html", t=page.frame, vote=vote, slips=slips, address=address)


def _hours(typed: Typed) -> int:
    text = typed("hours").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _qr(address: str) -> Markup:
    """Return the address as an inline picture; the code in it was made here."""
    picture = segno.make(address, error="m", micro=False).svg_inline(scale=2, border=2, omitsize=False)
    return Markup(picture)  # noqa: S704 - segno draws paths and nothing else


def _done(
    talks_id: str, typed: Typed, act: Callable[[Session], object], told: str, vote_id: str = ""
) -> ResponseReturnValue:
    back = url_for("talks_votes.show", talks_id=talks_id)
    return carry_out(act, typed, told=told, back=back, page=partial(_page, talks_id, typed, vote_id))


def _page(talks_id: str, typed: Typed | None = None, about: str = "", status: int = 200) -> ResponseReturnValue:
    now = clock.now()
    with db.reading() as session:
        page = talks_votes_pages.page(session, talks_id, user=g.user, now=now)
    shown = render_template(
        "talks/votes.html", page=page, t=page.frame, form=typed or Typed(), empty=Typed(), about=about,
        today=talks_votes_pages.today(now),
    )  # fmt: skip
    return shown, status
