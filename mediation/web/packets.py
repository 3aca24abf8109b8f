"""What is handed in on a way to a title: its application issued, then everything as one PDF or as an archive."""

from __future__ import annotations

from flask import Blueprint, Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from mediation import db, press
from mediation.config import clock
from mediation.domain.refusals import Conflict, Refused
from mediation.domain.worktime import station_day
from mediation.office import papers
from mediation.office.afterwards import packet, packet_bound
from mediation.office.afterwards.packet import Packet
from mediation.web.downloads import handed_out
from mediation.web.session import allowed

bp = Blueprint("packets", __name__)


@bp.post("/settlements/<settlement_id>/packet/<way>")
@allowed("route.note")
def prepare(settlement_id: str, way: str) -> ResponseReturnValue:
    """Issue the application of a way if that isn't done, then hand the packet out; else show what it lacks."""
    now = clock.now()
    with db.reading() as session:
        content = packet.gathered(session, settlement_id, way, user=g.user, today=station_day(now))
        case_id, paper = content.case.id, papers.Paper(content.route.application, settlement_id)
    if content.lacks and not _issued(case_id, paper):
        told = url_for("afterwards.of_case", case_id=case_id, lacks=way, of=settlement_id, _anchor="lacks")
        return redirect(told, code=303)
    form = "archive" if request.form.get("as") == "zip" else "hand_out"
    return redirect(url_for(f"packets.{form}", settlement_id=settlement_id, way=way), code=303)


@bp.get("/settlements/<settlement_id>/packet/<way>.pdf")
@allowed("route.note")
def hand_out(settlement_id: str, way: str) -> ResponseReturnValue:
    """Hand out what is handed in on a way, as one PDF."""
    return _handed_out(packet_bound.make(settlement_id, way, user=g.user, now=clock.now()), "pdf")


@bp.get("/settlements/<settlement_id>/packet/<way>.zip")
@allowed("route.note")
def archive(settlement_id: str, way: str) -> ResponseReturnValue:
    """Hand out what is handed in on a way, file by file in one archive."""
    with db.transaction() as session:
        made = packet.make(session, settlement_id, way, user=g.user, now=clock.now())
    return _handed_out(made, "zip")


def _handed_out(made: Packet, form: str) -> Response:
    return handed_out(made.pieces, f"application/{form}", made.name, plain=f"packet.{form}")


def _issued(case_id: str, paper: papers.Paper) -> bool:
    """Issue an application; tell whether nothing is lacking for it."""
    now = clock.now()
    try:
        with db.transaction() as session:
            prepared = papers.prepare(session, case_id, paper, by=g.user, now=now)
        printed = press.print_document(paper.kind, prepared.record, created=now)
        with db.transaction() as session:
            papers.store(session, prepared, printed, by=g.user, now=now)
    except (Conflict, press.Busy, press.TimedOut):  # nothing is lacking: it can be tried again
        raise
    except Refused:
        return False
    return True
