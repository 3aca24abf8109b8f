"""What comes after mediation, on its pages: payments and what is said of them, ways to a title, visits, packets."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from mediation import db
from mediation.config import clock
from mediation.domain import money
from mediation.domain.refusals import N_, NotFound, Problem, Refused
from mediation.domain.routes import WHO, Route
from mediation.office import papers
from mediation.office.afterwards import deals, pages, payments, steps, today, visits
from mediation.office.papers import Gap
from mediation.office.performance import Authority
from mediation.web.afterwards_words import FIELD_NAMES, PERFORMED, SAYS, SCORES, VISIT_WAYS
from mediation.web.days import read_day, read_day_if_any
from mediation.web.fields import options
from mediation.web.papers import where
from mediation.web.session import allowed
from mediation.web.show import say
from mediation.web.talks_forms import again
from mediation.web.typed import Typed

bp = Blueprint("afterwards", __name__)
FIELDS = {"sent_on": "on", "paid_on": "on"}
"""What other acts call a field of these forms."""
AMOUNT = N_("请填写金额，例如 4000.00")


@bp.get("/cases/<case_id>/afterwards")
@allowed("visit.note")
def of_case(case_id: str) -> ResponseReturnValue:
    """Show how the mediation ended, what is paid, which ways to a title are open, the visits.

    `lacks` and `of`: the way and agreement whose application couldn't be issued; `way`: the one a step is noted on.
    """
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
        day = read_day_if_any(said("on"), "on") if said("says") == "unpaid" else read_day(said("on"), "on")
        told = payments.Report(
            said("says"), day, _amount(said), said("party_id") or None,
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
        on = read_day(said("on"), "on")
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
            read_day(said("on"), "on"), said("way"), said("party_id"), said("deadline_id"),
            said("performance"), int(score) if score in ("1", "2", "3", "4", "5") else None,
            {name: said(name) for name in visits.MOST},
        )  # fmt: skip
        with db.transaction() as session:
            visits.note(session, case_id, noted, by=g.user, now=clock.now())
    except Refused as refused:
        return _again(case_id, said, refused)
    flash(gettext("已登记回访。"))
    return _back(case_id, "visits")


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
    chosen = _chosen(page)
    shown = render_template(
        "afterwards/case.html", page=page, form=form, chosen=chosen, lacking=_lacking(page), where=where,
        empty=Typed(), why=why, whom=WHO, says=options(SAYS), performed=options(PERFORMED), ways=options(VISIT_WAYS),
        scores=options(SCORES),
    )  # fmt: skip
    return shown, status


@dataclass(frozen=True)
class Chosen:
    """The way on which a step is noted: of which agreement, which steps may follow, what its last step said."""

    agreement: str
    route: str
    steps: tuple[str, ...]
    last: dict[str, str]


def _chosen(page: pages.Afterwards) -> Chosen | None:
    """Return the way that `way` of the address names, None where it names none that goes on."""
    agreement, _, route = request.args.get("way", "").partition(":")
    row = next((one for one in page.agreements if one.id == agreement), None)
    if row is None or not row.next_steps.get(route):
        return None
    last = next((one for one in row.steps if one.route == route and one.last), None)
    known = {"step.authority": last.authority, "step.number": last.number} if last else {}
    return Chosen(agreement, route, row.next_steps[route], known)


def _lacking(page: pages.Afterwards) -> tuple[str, Route, tuple[Gap, ...]] | None:
    """Return the agreement and way whose application was asked for, with what that lacks; None where it lacks nothing.
    """
    asked, way = request.args.get("of", ""), request.args.get("lacks", "")
    row = next((one for one in page.agreements if one.id == asked), None)
    route = next((one for one in row.routes if one.route == way and one.application), None) if row else None
    if row is None or route is None or "paper.issue" not in page.may:
        return None
    with db.reading() as session:
        try:
            made = papers.make(session, page.header.id, route.application, row.id, user=g.user, now=clock.now())
        except NotFound:  # only the newest agreement has applications among its papers
            return None
    return (row.id, route, made.gaps) if made.gaps else None


def _back(case_id: str, anchor: str) -> ResponseReturnValue:
    return redirect(url_for("afterwards.of_case", case_id=case_id, _anchor=anchor or None), code=303)


def _amount(part: _Part) -> int | None:
    said = part("amount").strip().replace(",", "")
    if part("says") != "partly" or not said:
        return None
    try:
        return money.fen(said)
    except ValueError as fault:
        raise Refused(Problem(AMOUNT, "amount", said[:20])) from fault
