"""Practice: invented talks to train negotiators. Every page is marked, so that none is taken for real talks."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain import money
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.talks.wording import hundredths
from mediation.office import practice, practice_pages
from mediation.office.records.practice import Figure, RoomPage
from mediation.web.days import read_day
from mediation.web.failures import is_form_fault, keep_faults
from mediation.web.practice_words import LABELS
from mediation.web.session import allowed
from mediation.web.show import words
from mediation.web.typed import Typed

bp = Blueprint("practice", __name__)
MOST_DIGITS = 9
HINTS = {
    "change": N_("如 3% 或 -3%"), "percent": N_("如 100%"), "fen": N_("元，如 2800"), "months": N_("月数，如 12"),
    "day": N_("日期"),
}  # fmt: skip
"""How values are typed."""


@bp.get("/practice")
@allowed("practice.play")
def listing() -> ResponseReturnValue:
    """Show what can be played, the own runs, and what learners share."""
    return _listing(Typed())


@bp.post("/practice/runs")
@allowed("practice.play")
def begin() -> ResponseReturnValue:
    """Begin a run on one side of a scenario."""
    typed = Typed.read(request.form)
    scenario = typed("scenario")
    try:
        with db.transaction() as session:
            row = practice.begin(
                session, scenario, request.form.get("do", ""), seed=_number(typed("seed")), by=g.user, now=clock.now()
            )
            run_id = row.id
    except Refused as refused:
        keep_faults(refused, typed)
        return _listing(typed)
    return redirect(url_for("practice.room", run_id=run_id), code=303)


@bp.get("/practice/runs/<run_id>")
@allowed("practice.play")
def room(run_id: str) -> ResponseReturnValue:
    """Show a run as it stands; one that is over shows its score."""
    with db.reading() as session:
        over = practice.own(session, run_id, user=g.user).state != "playing"
    if over:
        return redirect(url_for("practice.score", run_id=run_id), code=302)
    return _room(run_id, Typed())


@bp.post("/practice/runs/<run_id>/moves")
@allowed("practice.play")
def move(run_id: str) -> ResponseReturnValue:
    """Make a move on a day, and come back to the room, or to the score where that was the last."""
    typed = Typed.read(request.form)
    kind = typed("kind")
    try:
        on = read_day(typed(f"{kind}.on"), "on")
        with db.transaction() as session:
            row = practice.move(
                session, run_id, kind, on, _values(typed, kind), version=_number(typed("seen")), by=g.user,
                now=clock.now(),
            )  # fmt: skip
            over = row.state != "playing"
    except Refused as refused:
        if not is_form_fault(refused):
            raise
        typed.problems = tuple(
            Problem(one.message, f"{kind}.{one.field}" if one.field else "", one.value, one.allowed, one.params)
            for one in refused.problems
        )
        return _room(run_id, typed)
    if over:
        return redirect(url_for("practice.score", run_id=run_id), code=303)
    return redirect(url_for("practice.room", run_id=run_id, _anchor="events"), code=303)


@bp.get("/practice/runs/<run_id>/score")
@allowed("practice.play")
def score(run_id: str) -> ResponseReturnValue:
    """Show the score of a run with the reason for every point."""
    with db.reading() as session:
        page = practice_pages.sheet(session, run_id, user=g.user)
    return render_template("practice/score.html", page=page, h=page.head, hundredths=hundredths)


@bp.post("/practice/runs/<run_id>/share")
@allowed("practice.play")
def share(run_id: str) -> ResponseReturnValue:
    """Let the supervisors of the station see name and score, or no longer."""
    shared = request.form.get("do") == "share"
    with db.transaction() as session:
        practice.share(session, run_id, shared=shared, by=g.user, now=clock.now())
    flash(gettext("站长可以看到您的姓名和得分了。") if shared else gettext("站长不再看到这次练习。"))
    return redirect(url_for("practice.score", run_id=run_id), code=303)


@bp.post("/practice/runs/<run_id>/delete")
@allowed("practice.play")
def delete(run_id: str) -> ResponseReturnValue:
    """Delete a run with its score."""
    with db.transaction() as session:
        practice.delete(session, run_id, by=g.user, now=clock.now())
    flash(gettext("练习已删除。"))
    return redirect(url_for("practice.listing"), code=303)


def _listing(typed: Typed) -> ResponseReturnValue:
    with db.reading() as session:
        page = practice_pages.first(session, user=g.user)
    typed.labels = {name: gettext(text) for name, text in LABELS.items()}
    shown = render_template("practice/list.html", page=page, form=typed, seeds=practice.SEEDS)
    return shown, 422 if typed.problems else 200


def _room(run_id: str, typed: Typed) -> ResponseReturnValue:
    with db.reading() as session:
        page = practice_pages.room(session, run_id, user=g.user)
    typed.labels = _labels(page)
    shown = render_template(
        "practice/room.html", page=page, h=page.head, form=typed, blank=Typed(), hundredths=hundredths, plain=_plain,
        hint=_hint, steps=[(key, words(title)) for key, title in page.steps],
        people=[(one.id, one.name) for one in page.people],
    )  # fmt: skip
    return shown, 422 if typed.problems else 200


def _plain(one: Figure | None) -> str:
    """Return a value as people type it into a form."""
    if one is None:
        return ""
    if isinstance(one.value, date):
        return one.value.isoformat()
    if one.unit == "fen":
        return money.yuan(one.value)
    return hundredths(one.value) + ("%" if one.unit in ("change", "percent") else "")


def _hint(unit: str) -> str:
    """Return how a value of a unit is typed."""
    return gettext(HINTS[unit]) if unit in HINTS else ""


def _labels(page: RoomPage) -> dict[str, str]:
    """Return what the fields of every move are called."""
    kinds = [*page.doable, *({"offer"} - set(page.doable))]
    found = {f"{kind}.{name}": gettext(text) for kind in kinds for name, text in LABELS.items()}
    clauses = {f"offer.{one.clause}": words(one.clause_title) for one in page.issues}
    offers = {f"offer.{one.name}": f"{words(one.clause_title)} · {words(one.field)}" for one in page.issues}
    return found | clauses | offers


def _values(typed: Typed, kind: str) -> dict[str, Any]:
    """Return what a move says, from the fields named after it: `offer.wage_level.change`, `name.people.qin` …"""
    own = {name.removeprefix(f"{kind}."): text for name, text in typed.values.items() if name.startswith(f"{kind}.")}
    own.pop("on", None)
    if kind == "offer":
        accepts = sorted(name.removeprefix("accepts.") for name in own if name.startswith("accepts."))
        clauses = {name: text for name, text in own.items() if "." in name and not name.startswith("accepts.")}
        clauses = {name: text for name, text in clauses.items() if name.split(".")[0] not in accepts}
        return {"clauses": clauses, "accepts": accepts, "minutes": own.get("minutes", "no")}
    if kind == "name":
        people = [name.removeprefix("people.") for name in own if name.startswith("people.")]
        return {"people": people, "chief": own.get("chief", "")}
    return dict(own)


def _number(text: str) -> int:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= MOST_DIGITS else 0
