"""The outcome of wage talks, their promises, and the figures of all talks of the station."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import db
from mediation.access import may, reading_as
from mediation.config import clock
from mediation.domain.refusals import N_
from mediation.domain.worktime import station_day
from mediation.office import talks_figures, talks_outcome, talks_promises
from mediation.web.downloads import XLSX, handed_out
from mediation.web.session import allowed
from mediation.web.talks_forms import carry_out
from mediation.web.typed import Typed

bp = Blueprint("talks_outcome", __name__)


@bp.get("/talks/<talks_id>/outcome")
@allowed("talks.read")
def show(talks_id: str) -> ResponseReturnValue:
    """Show what came of one round, and its promises."""
    return _page(talks_id)


@bp.post("/talks/<talks_id>/promises/<promise_id>/proof")
@allowed("talks.outcome")
def prove(talks_id: str, promise_id: str) -> ResponseReturnValue:
    """Note the proof that a promise is kept."""
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        talks_promises.prove(session, promise_id, typed.values, by=g.user, now=clock.now())

    return _done(talks_id, promise_id, typed, act, gettext("已登记履行证明。"))


@bp.post("/talks/<talks_id>/promises/<promise_id>/claim")
@allowed("talks.outcome")
def claim(talks_id: str, promise_id: str) -> ResponseReturnValue:
    """Note what the union claimed of the firm."""
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        talks_promises.claim(session, promise_id, typed.values, by=g.user, now=clock.now())

    return _done(talks_id, promise_id, typed, act, gettext("已登记工会的要求。"))


@bp.post("/talks/<talks_id>/signs/<sign_id>")
@allowed("talks.outcome")
def settle(talks_id: str, sign_id: str) -> ResponseReturnValue:
    """Say what a case against a promise turned out to be."""
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        talks_promises.settle_sign(session, sign_id, typed.values, by=g.user, now=clock.now())

    return _done(talks_id, sign_id, typed, act, gettext("已登记核实结果。"))


@bp.get("/talks/figures")
@allowed("talks.figures")
def figures() -> ResponseReturnValue:
    """Show the figures of all talks of a period; this year's without one."""
    first, last, typed = _period()
    with reading_as(g.user) as session:
        found = talks_figures.figures(session, user=g.user, first=first, last=last, now=clock.now())
    given = {"found": found, "form": typed, "columns": _columns(), "percent": talks_figures.PERCENT}
    return render_template("talks/figures.html", **given)


@bp.get("/talks/figures.xlsx")
@allowed("talks.figures")
def sheet() -> ResponseReturnValue:
    """Give the figures as a spreadsheet."""
    first, last, _ = _period()
    now = clock.now()
    with reading_as(g.user) as session:
        found = talks_figures.figures(session, user=g.user, first=first, last=last, now=now)
    name = f"talks-{first}-{last}.xlsx"
    return handed_out(talks_figures.sheet(found, made_at=now), XLSX, name, plain=name)


def _period() -> tuple[date, date, Typed]:
    """Return the first and last day asked for; what isn't a day, or backwards, is this year."""
    today = station_day(clock.now())
    typed = Typed({name: request.args.get(name, "") for name in ("from", "to")})
    try:
        first, last = date.fromisoformat(typed("from")), date.fromisoformat(typed("to"))
    except ValueError:
        first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    if last < first:
        first, last = last, first
    typed.values = {"from": first.isoformat(), "to": last.isoformat()}
    return first, last, typed


COLUMNS: Final = {
    "rounds": N_("发起协商（次）"), "firms": N_("涉及单位（家）"), "asked_heads": N_("涉及职工（人）"),
    "refused": N_("对方拒绝（次）"), "reply_late": N_("逾期答复、未答复（次）"), "failed_votes": N_("表决未通过（次）"),
    "objections": N_("审查异议（次）"), "agreements": N_("生效合同（份）"), "covered_firms": N_("覆盖单位（家）"),
    "covered": N_("覆盖职工（人）"), "adjustment": N_("平均调整幅度"), "asked_adjustment": N_("要求的平均调整幅度"),
    "days": N_("收到要约至生效（天，中位数）"), "clauses_asked": N_("提出条款（条）"),
    "clauses_met": N_("按要求达成（条）"), "promises": N_("跟踪承诺（项）"), "promises_broken": N_("违反承诺（项）"),
}  # fmt: skip


def _columns() -> list[tuple[str, str]]:
    return [(name, gettext(COLUMNS[name])) for name, _ in talks_figures.COLUMNS]


def _done(
    talks_id: str, about: str, typed: Typed, act: Callable[[Session], object], told: str
) -> ResponseReturnValue:
    back = url_for("talks_outcome.show", talks_id=talks_id, _anchor="promises")
    return carry_out(act, typed, told=told, back=back, page=partial(_page, talks_id, typed, about))


def _page(talks_id: str, typed: Typed | None = None, about: str = "", status: int = 200) -> ResponseReturnValue:
    now = clock.now()
    with db.reading() as session:
        page = talks_outcome.page(session, talks_id, user=g.user, now=now)
    shown = render_template(
        "talks/outcome.html", page=page, t=page.frame, form=typed or Typed(), empty=Typed(), about=about,
        today=station_day(now).isoformat(), able=may(g.user, "talks.outcome"),
    )  # fmt: skip
    return shown, status
