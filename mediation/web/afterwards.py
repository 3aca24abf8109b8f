"""What comes after mediation, on its pages: payments and what is said of them, ways to a title, visits, packets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import quote

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from mediation import db, press
from mediation.config import clock
from mediation.domain import money
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.routes import WHO, Route
from mediation.domain.worktime import station_day
from mediation.office import papers
from mediation.office.afterwards import deals, packet, pages, payments, steps, today, visits
from mediation.office.performance import Authority
from mediation.web.afterwards_words import FIELD_NAMES, PERFORMED, SAYS, SCORES, VISIT_WAYS
from mediation.web.fields import options
from mediation.web.session import allowed
from mediation.web.show import say
from mediation.web.talks_forms import again
from mediation.web.typed import Typed

bp = Blueprint("afterwards", __name__)
DAY = N_("请填写有效的日期")
FIELDS = {"sent_on": "on", "paid_on": "on"}
"""What other acts call a field of these forms."""
AMOUNT = N_("请填写金额，例如 4000.00")


@bp.get("/cases/<case_id>/afterwards")
@allowed("visit.note")
def of_case(case_id: str) -> ResponseReturnValue:
    """Show how the mediation ended, what is paid, which ways to a title are open, the visits."""
    return _page(case_id)


@bp.get("/payments")
@allowed("performance.note")
def listing() -> ResponseReturnValue:
    """Show the payments around today: paid, reported, due, late, soon due."""
    with db.reading() as session:
        page = today.page(session, user=g.user, now=clock.now())
    return render_template("afterwards/today.html", page=page)


@bp.post("/cases/<case_id>/reports")
@allowed("performance.note")
def report(case_id: str) -> ResponseReturnValue:
    """Note what was said of a payment."""
    said = _Part(request.form, "report")
    try:
        told = payments.Report(
            said("says"), _day(said("on"), needed=said("says") != "unpaid"), _amount(said), said("party_id") or None,
            said("words"), said("evidence_id"), bool(said("confirmed")),
        )  # fmt: skip
        with db.transaction() as session:
            payments.note(session, case_id, said("instalment_id"), told, by=g.user, now=clock.now())
    except Refused as refused:
        return _again(case_id, said, refused)
    flash(gettext("已登记付款情况。"))
    return _back(case_id, "payments")


@bp.post("/cases/<case_id>/steps")
@allowed("route.note")
def step(case_id: str) -> ResponseReturnValue:
    """Note a step on one way."""
    said = _Part(request.form, "step")
    settlement_id, _, way = said("route").partition(":")
    try:
        on = _day(said("on")) or station_day(clock.now())
        at = Authority(said("authority").strip(), said("number").strip(), said("note").strip())
        with db.transaction() as session:
            typed = steps.Typed(way, said("step"), on, at)
            steps.note(session, case_id, settlement_id, typed, by=g.user, now=clock.now())
    except Refused as refused:
        return _again(case_id, said, refused)
    flash(gettext("已登记进展。"))
    return _back(case_id, f"routes-{settlement_id}")


@bp.post("/steps/<step_id>/undo")
@allowed("route.note")
def undo(step_id: str) -> ResponseReturnValue:
    """Take back the last step on a way."""
    with db.transaction() as session:
        case_id = steps.take_back(session, step_id, by=g.user, now=clock.now()).case_id
    flash(gettext("已撤销登记。"))
    return _back(case_id, "")


@bp.post("/cases/<case_id>/visits")
@allowed("visit.note")
def visit(case_id: str) -> ResponseReturnValue:
    """Note a visit, with the answer about satisfaction if one was given."""
    said = _Part(request.form, "visit")
    try:
        score = said("score")
        noted = visits.Visit(
            _day(said("on")) or station_day(clock.now()), said("way"), said("party_id"), said("deadline_id"),
            said("performance"), int(score) if score in ("1", "2", "3", "4", "5") else None,
            {name: said(name) for name in visits.MOST},
        )  # fmt: skip
        with db.transaction() as session:
            visits.note(session, case_id, noted, by=g.user, now=clock.now())
    except Refused as refused:
        return _again(case_id, said, refused)
    flash(gettext("已登记回访。"))
    return _back(case_id, "visits")


@bp.post("/settlements/<settlement_id>/packet/<way>")
@allowed("route.note")
def prepare(settlement_id: str, way: str) -> ResponseReturnValue:
    """Issue the application of a way if that isn't done, then hand the packet out."""
    now = clock.now()
    with db.reading() as session:
        content = packet.gathered(session, settlement_id, way, user=g.user, today=station_day(now))
        case_id, paper = content.case.id, papers.Paper(content.route.application, settlement_id)
    if content.lacks and not _issued(case_id, paper):
        return _back(case_id, f"routes-{settlement_id}")
    return redirect(url_for("afterwards.hand_out", settlement_id=settlement_id, way=way), code=303)


@bp.get("/settlements/<settlement_id>/packet/<way>.zip")
@allowed("route.note")
def hand_out(settlement_id: str, way: str) -> ResponseReturnValue:
    """Hand out what is handed in on a way, in one archive."""
    with db.transaction() as session:
        made = packet.make(session, settlement_id, way, user=g.user, now=clock.now())
    answer = Response(made.pieces, mimetype="application/zip")
    name = quote(made.name, safe="")
    answer.headers["Content-Disposition"] = f"attachment; filename=\"packet.zip\"; filename*=UTF-8''{name}"
    return answer


def _issued(case_id: str, paper: papers.Paper) -> bool:
    """Issue an application; say what it lacks where it can't be."""
    now = clock.now()
    try:
        with db.transaction() as session:
            prepared = papers.prepare(session, case_id, paper, by=g.user, now=now)
        printed = press.print_document(paper.kind, prepared.record, created=now)
        with db.transaction() as session:
            papers.store(session, prepared, printed, by=g.user, now=now)
    except Conflict:
        raise
    except Refused as refused:
        why = gettext("；").join(say(one) for one in refused.problems)
        flash(gettext("申请书还不能出具：%(why)s。补齐后再试；也可以只下载其余材料。", why=why), "warning")
        return False
    return True


def why(route: Route) -> str:
    """Return why a way is open or not."""
    return say(deals.why(route))


class _Part:
    """One of the forms of the page: its fields are called `name.field`."""

    def __init__(self, form: MultiDict[str, str], name: str) -> None:
        self.typed, self.name = Typed.read(form), name

    def __call__(self, field: str) -> str:
        """Return what was typed into a field."""
        return self.typed(f"{self.name}.{field}")


def _again(case_id: str, part: _Part, refused: Refused) -> ResponseReturnValue:
    """Show the page with one form as it was typed and what is wrong with it."""
    status = again(refused, part.typed)
    part.typed.problems = tuple(
        replace(one, field=f"{part.name}.{FIELDS.get(one.field, one.field)}") for one in refused.problems
    )
    return _page(case_id, part.typed, status)


def _page(case_id: str, typed: Typed | None = None, status: int = 200) -> ResponseReturnValue:
    with db.reading() as session:
        page = pages.page(session, case_id, user=g.user, now=clock.now())
    form = typed or Typed()
    form.labels = {
        f"{part}.{name}": gettext(text) for part in ("report", "step", "visit") for name, text in FIELD_NAMES.items()
    }
    shown = render_template(
        "afterwards/case.html", page=page, form=form, empty=Typed(), why=why, whom=WHO, says=options(SAYS),
        performed=options(PERFORMED), ways=options(VISIT_WAYS), scores=options(SCORES),
    )  # fmt: skip
    return shown, status


def _back(case_id: str, anchor: str) -> ResponseReturnValue:
    return redirect(url_for("afterwards.of_case", case_id=case_id, _anchor=anchor or None), code=303)


def _day(said: str, *, needed: bool = True) -> date | None:
    if not said.strip() and not needed:
        return None
    try:
        return date.fromisoformat(said.strip())
    except ValueError as fault:
        raise Refused(Problem(DAY, "on", said[:20])) from fault


def _amount(part: _Part) -> int | None:
    said = part("amount").strip().replace(",", "")
    if part("says") != "partly" or not said:
        return None
    try:
        return money.fen(said)
    except ValueError as fault:
        raise Refused(Problem(AMOUNT, "amount", said[:20])) from fault
