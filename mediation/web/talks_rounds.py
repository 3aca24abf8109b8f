"""The table of wage talks: clauses with both sides' bids, rounds compared, figures over rounds, the clause library."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from flask import Blueprint, Flask, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mediation import db
from mediation.config import clock
from mediation.domain import money
from mediation.domain.refusals import N_
from mediation.domain.talks.clauses import TOPICS, Value
from mediation.domain.talks.wording import hundredths
from mediation.office import talks_movement, talks_rounds, talks_rounds_pages
from mediation.web.gap_chart import drawn
from mediation.web.language import gettext
from mediation.web.session import allowed
from mediation.web.show import day
from mediation.web.talks_forms import version

bp = Blueprint("talks_rounds", __name__)

PAGES: Final = (
    ("talks_rounds.table", N_("目前的方案")),
    ("talks_rounds.gaps", N_("差距的变化")),
    ("talks_rounds_draft.show", N_("协议草案")),
    ("talks_rounds_notes.show", N_("内部备注")),
)
"""The pages about the table of one round."""


def install(app: Flask) -> None:
    """Give the templates the pages about the table and what writes the values of clauses."""
    app.context_processor(lambda: {"table_pages": _pages})
    app.jinja_env.filters.update(term=term, apart=apart)


def _pages() -> list[tuple[str, str]]:
    return [(endpoint, gettext(text)) for endpoint, text in PAGES]


def term(value: Value | None, unit: str) -> str:
    """Return a value of a clause as a reader of the pages reads it; texts as they are."""
    if value is None:
        return ""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, str):
        return value
    if unit == "fen":
        return gettext("%(amount)s 元", amount=money.figures(value))
    if unit == "heads":
        return gettext("%(count)s 人", count=value)
    plain = hundredths(value)
    if unit == "change":
        return f"{'+' if value > 0 else ''}{plain}%"
    return {
        "percent": f"{plain}%", "months": gettext("%(number)s 个月", number=plain),
        "hours": gettext("%(number)s 小时", number=plain),
    }[unit]  # fmt: skip


def apart(value: int, unit: str) -> str:
    """Return how far two figures are apart: percentages in points, the rest in their unit."""
    if unit in ("percent", "change"):
        return gettext("%(number)s 个百分点", number=hundredths(abs(value)))
    return term(abs(value), unit)


@bp.get("/talks/<talks_id>/rounds")
@allowed("talks.read")
def table(talks_id: str) -> ResponseReturnValue:
    """Show every clause with both sides' bids, what is agreed, and whose turn it is."""
    with db.reading() as session:
        page = talks_rounds_pages.table(session, talks_id, user=g.user, now=clock.now())
    return render_template("talks/rounds.html", page=page, t=page.frame)


@bp.post("/talks/<talks_id>/rounds/undo")
@allowed("talks.edit")
def undo(talks_id: str) -> ResponseReturnValue:
    """Take the last offer back."""
    with db.transaction() as session:
        talks_rounds.undo(session, talks_id, by=g.user, now=clock.now(), version=version())
    flash(gettext("已撤回最后一次方案，记录中留有原内容。"))
    return redirect(url_for("talks_rounds.table", talks_id=talks_id), code=303)


@bp.get("/talks/<talks_id>/rounds/<int:round_number>")
@allowed("talks.read")
def changes(talks_id: str, round_number: int) -> ResponseReturnValue:
    """Show what changed up to a round: from the one before it, or from the one in `from`."""
    asked = request.args.get("from", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 3 else None
    with db.reading() as session:
        page = talks_movement.round_page(
            session, talks_id, round_number, before=before, user=g.user, now=clock.now()
        )
    return render_template("talks/rounds_changes.html", page=page, t=page.frame)


@bp.get("/talks/<talks_id>/rounds/compare")
@allowed("talks.read")
def compare(talks_id: str) -> ResponseReturnValue:
    """Lead to the comparison of the two rounds chosen."""
    wanted = request.args.get("to", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) <= 3):
        return redirect(url_for("talks_rounds.table", talks_id=talks_id))
    where: dict[str, Any] = {"round_number": int(wanted), "from": request.args.get("from", "")[:3]}
    return redirect(url_for("talks_rounds.changes", talks_id=talks_id, **where))


@bp.get("/talks/<talks_id>/rounds/gaps")
@allowed("talks.read")
def gaps(talks_id: str) -> ResponseReturnValue:
    """Show every figure as it stands, and those of one clause over the rounds."""
    chosen = request.args.get("clause", "")[:60]
    with db.reading() as session:
        page = talks_movement.gaps_page(session, talks_id, chosen=chosen, user=g.user, now=clock.now())
    charts = [(one, drawn(one.points, one.unit)) for one in page.series]
    return render_template("talks/rounds_gaps.html", page=page, t=page.frame, charts=charts)


@bp.get("/talks/clauses")
@allowed("talks.read")
def library() -> ResponseReturnValue:
    """Show the clause library."""
    clauses = talks_rounds_pages.library_page()
    chapters = [(topic, [one for one in clauses if one.topic == topic]) for topic in TOPICS]
    return render_template(
        "talks/rounds_library.html", chapters=[one for one in chapters if one[1]], count=len(clauses)
    )
