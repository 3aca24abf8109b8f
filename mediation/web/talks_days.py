"""What happened in wage talks: the first page of a round with what may be recorded, corrections, the end, the place."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Final

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import N_, NotFound
from mediation.domain.talks import order
from mediation.domain.worktime import station_day
from mediation.office import talks_days, talks_days_pages, talks_pages, talks_place, talks_signs
from mediation.web.session import allowed
from mediation.web.show import words
from mediation.web.talks_forms import carry_out, version
from mediation.web.typed import Typed

bp = Blueprint("talks_days", __name__)
TOLD: Final = {
    "reply": N_("已登记答复，期限已重新计算。"), "reason": N_("已登记对拒绝理由的意见。"),
    "agreed": N_("已登记同意协商，产生代表的期限已起算。"), "ask": N_("已登记要求提供的资料。"),
    "given": N_("已登记资料的提供情况。"), "plan": N_("已登记首次协商的安排。"), "suspend": N_("已登记中止协商。"),
    "resume": N_("已登记恢复协商。"), "deadlock": N_("已登记协商未成，可以请求指导、协调。"),
    "coordination": N_("已登记协调处理情况。"), "change": N_("已登记变更、解除的要求：双方按订立合同的程序另行协商。"),
    "mend": N_("已改正，期限已重新计算。"), "step": N_("已登记。"),
    "unstep": N_("已撤销。"), "end": N_("已登记终止。"), "reopen": N_("已恢复。"),
}  # fmt: skip
APART: Final = ("mend", "unstep", "end", "reopen")
"""Deeds whose forms stand on the page of corrections."""


@dataclass(frozen=True)
class Sent:
    """A form that was sent and refused: which deed, and about which row."""

    deed: str = ""
    typed: Typed = field(default_factory=Typed)


@bp.post("/talks/<talks_id>/deeds/<deed>")
@allowed("talks.edit")
def record(talks_id: str, deed: str) -> ResponseReturnValue:
    """Record one deed of office.talks_days.DEEDS."""
    if deed not in talks_days.DEEDS:
        raise NotFound(N_("找不到该内容。"))
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        talks_days.record(session, talks_id, deed, typed.values, by=g.user, now=clock.now(), version=version())

    back, page = url_for("talks.show", talks_id=talks_id), corrections if deed in APART else first_page
    return carry_out(act, typed, told=gettext(TOLD[deed]), back=back, page=partial(page, talks_id, Sent(deed, typed)))


@bp.get("/talks/<talks_id>/days")
@allowed("talks.edit")
def mend(talks_id: str) -> ResponseReturnValue:
    """Show the recorded days for correction, steps that may be taken back, the end, the place."""
    return corrections(talks_id)


@bp.get("/talks/<talks_id>/place")
@allowed("talks.edit")
def place(talks_id: str) -> ResponseReturnValue:
    """Show what would move by the rules of another place, day by day with old and new article."""
    return _place(talks_id, request.args.get("talks_place", ""))


@bp.post("/talks/<talks_id>/place")
@allowed("talks.edit")
def move(talks_id: str) -> ResponseReturnValue:
    """Hold the talks by the rules of another place."""
    typed = Typed.read(request.form)
    wanted = typed("talks_place")

    def act(session: Session) -> None:
        talks_place.change(session, talks_id, wanted, by=g.user, now=clock.now(), version=version())

    told, back = gettext("适用地区已变更，各项期限已按新的规定重新计算。"), url_for("talks.show", talks_id=talks_id)
    return carry_out(act, typed, told=told, back=back, page=partial(_place, talks_id, wanted, typed))


def first_page(talks_id: str, sent: Sent | None = None, status: int = 200) -> ResponseReturnValue:
    """Show where a round stands and what may be recorded now."""
    return _shown("talks/show.html", talks_id, sent, status)


def corrections(talks_id: str, sent: Sent | None = None, status: int = 200) -> ResponseReturnValue:
    """Show the page of corrections."""
    return _shown("talks/days.html", talks_id, sent, status)


def _shown(template: str, talks_id: str, sent: Sent | None, status: int) -> ResponseReturnValue:
    now = clock.now()
    with db.reading() as session:
        page = talks_pages.overview(session, talks_id, user=g.user, now=now)
        days = talks_days_pages.deeds(session, page.row, today=station_day(now))
        signs = talks_signs.waiting(session, page.row, user=g.user)
    shown = render_template(
        template, page=page, t=page.frame, row=page.row, days=days, signs=signs, sent=sent or Sent(), empty=Typed(),
        form=sent.typed if sent else Typed(), today=clock.today().isoformat(), places=_places(),
        mended=talks_days.MENDED, said_reply=order.DAYS["replied_on"],
    )  # fmt: skip
    return shown, status


def _places() -> list[tuple[str, str]]:
    return [(code, words(title)) for code, title in talks_place.places()]


def _place(talks_id: str, wanted: str, typed: Typed | None = None, status: int = 200) -> ResponseReturnValue:
    form = typed or Typed({"talks_place": wanted})
    now, page = clock.now(), None
    with db.reading() as session:
        row, frame = talks_pages.frame(session, talks_id, user=g.user, now=now)
        if wanted != row.place and wanted in dict(talks_place.places()):
            page = talks_place.preview(session, talks_id, wanted, user=g.user, now=now)
    shown = render_template("talks/place.html", page=page, t=frame, row=row, form=form, places=_places())
    return shown, status
