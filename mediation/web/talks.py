"""Wage talks: the list, and the first page of one round."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Flask, g, render_template, request
from flask.typing import ResponseReturnValue

from mediation.access import reading_as
from mediation.config import clock
from mediation.domain.refusals import N_
from mediation.models.talks import STAGES
from mediation.office import talks_alarms, talks_pages
from mediation.web import talks_days, talks_history_words
from mediation.web.language import gettext
from mediation.web.me import Me
from mediation.web.numbers import page_number
from mediation.web.session import allowed

bp = Blueprint("talks", __name__)

PARTS: Final = (
    ("talks.show", N_("进度和期限")),
    ("talks_open.show", N_("要约")),
    ("talks_team.show", N_("协商代表")),
    ("talks_sessions.show", N_("协商会议")),
    ("talks_rounds.table", N_("方案和条款")),
    ("talks_costing.show", N_("成本测算")),
    ("talks_votes.show", N_("表决")),
    ("talks_filing.show", N_("报送和公布")),
    ("talks_outcome.show", N_("结果和承诺")),
    ("talks_papers.show", N_("协商文书")),
)  # fmt: skip
"""The pages of one round: endpoint (its argument is `talks_id`) and what the page is called, in their order."""


def install(app: Flask) -> None:
    """Give the templates the parts of one round and the stages."""
    talks_history_words.install(app)
    app.context_processor(lambda: {"talks_parts": _parts, "talks_stages": lambda: STAGES})


def _parts() -> list[tuple[str, str]]:
    return [(endpoint, gettext(text)) for endpoint, text in PARTS]


@bp.get("/talks")
@allowed("talks.read")
def listing() -> ResponseReturnValue:
    """Show the rounds of talks that aren't over, nearest day first; `stage` narrows them."""
    with reading_as(g.user) as session:
        page = talks_pages.listing(
            session, user=g.user, now=clock.now(), stage=request.args.get("stage", ""), page=page_number()
        )
        warned = Me(g.user).opens_talks and not page.stage and page.page == 1
        warnings = talks_alarms.warnings(session, user=g.user) if warned else ()
    return render_template("talks/list.html", page=page, warnings=warnings)


@bp.get("/talks/<talks_id>")
@allowed("talks.read")
def show(talks_id: str) -> ResponseReturnValue:
    """Show one round: where it stands, its periods with receipts, what is wrong, what may be recorded or done next."""
    return talks_days.first_page(talks_id)
