"""The gallery (文书样张): every kind of document, printed from an invented dispute and invented talks."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from mediation import press
from mediation.config import clock
from mediation.domain.refusals import N_, NotFound
from mediation.office import documents
from mediation.press import samples
from mediation.web.papers import draft
from mediation.web.session import allowed

bp = Blueprint("paper_samples", __name__)

OF_STATION: Final = ("duty_docket", "duty_brief", "police_report", "monthly_report", "rule_book")
"""What a station prints for its own work, outside the file of a case."""


@bp.get("/papers")
@allowed("paper.samples")
def listing() -> ResponseReturnValue:
    """List every kind of document with a sample to look at."""
    of_talks = [one for one in samples.KINDS if one in documents.TALKS_KINDS]
    of_station = [one for one in samples.KINDS if one in OF_STATION]
    of_cases = [one for one in samples.KINDS if one not in (*of_talks, *of_station)]
    return render_template("papers/samples.html", of_cases=of_cases, of_talks=of_talks, of_station=of_station)


@bp.get("/papers/<sample_kind>.pdf")
@allowed("paper.samples")
def show(sample_kind: str) -> ResponseReturnValue:
    """Print the sample of one kind."""
    if sample_kind not in samples.KINDS:
        raise NotFound(N_("找不到该内容。"))
    printed = press.print_document(sample_kind, samples.of(sample_kind), created=clock.now())
    return draft(printed.pdf, sample_kind)
