"""The working sheets of a duty day as PDF: the docket and the brief of a case."""

from __future__ import annotations

from flask import Blueprint, Response, g
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from mediation import db, press
from mediation.config import clock
from mediation.office import docket_papers
from mediation.office.records import Said
from mediation.web.downloads import PDF, handed_out
from mediation.web.session import allowed
from mediation.web.show import say

bp = Blueprint("duty_papers", __name__)


@bp.get("/duty/shifts/<shift_id>/docket.pdf")
@allowed("docket.read")
def docket(shift_id: str) -> ResponseReturnValue:
    """Print the docket of a duty: numbers and names only."""
    now = clock.now()
    with db.reading() as session:
        record = docket_papers.docket_record(session, shift_id, by=g.user, now=now)
    printed = press.print_document("duty_docket", record, created=now)
    with db.transaction() as session:
        docket_papers.note_docket(session, shift_id, printed, by=g.user, now=now)
    return _pdf(printed.pdf, f"值班清单 {record['on']}.pdf")


@bp.get("/duty/cases/<case_id>/brief.pdf")
@allowed("case.read")
def brief(case_id: str) -> ResponseReturnValue:
    """Print the brief of a case."""
    now = clock.now()
    with db.reading() as session:
        record = docket_papers.brief_record(session, case_id, by=g.user, now=now, word=_in_chinese)
    printed = press.print_document("duty_brief", record, created=now)
    with db.transaction() as session:
        docket_papers.note_brief(session, case_id, printed, by=g.user, now=now)
    return _pdf(printed.pdf, f"案情摘要 {record['number']}.pdf")


def _in_chinese(said: Said) -> str:
    with force_locale("zh_Hans_CN"):
        return say(said)


def _pdf(content: bytes, name: str) -> Response:
    return handed_out(content, PDF, name, plain="duty.pdf", how="inline")
