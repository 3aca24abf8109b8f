"""The intake form: three required fields, everything else optional; what was typed comes back on every error."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain import casefile
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.office import cases, docket_holds, intake
from mediation.office.people import alike
from mediation.web import fields
from mediation.web.case_form import case_file, press_row_button
from mediation.web.failures import is_form_fault
from mediation.web.me import Me
from mediation.web.session import allowed
from mediation.web.show import ZONE, instant
from mediation.web.typed import Typed
from mediation.web.words import word

bp = Blueprint("intake", __name__)
FIRST_FIELDS = {"applicants": "name", "respondents": "name", "claims": "kind"}


@bp.get("/intake")
@allowed("case.log")
def form() -> ResponseReturnValue:
    """Show an empty form."""
    return _page(Typed(), secrets.token_urlsafe(16))


@bp.post("/intake/alike")
@allowed("case.log")
def check() -> ResponseReturnValue:
    """Answer while somebody types: which cases this one may repeat, as a part of the page."""
    typed = Typed.read(request.form)
    return render_template("people/alike.html", form=typed, found=_alike(typed))


@bp.post("/intake")
@allowed("case.log")
def log() -> ResponseReturnValue:
    """Log the case and show it, or show the form again with what is wrong beside the fields."""
    typed = Typed.read(request.form)
    key = typed("key")[:64] or secrets.token_urlsafe(16)
    if press_row_button(typed, request.form.get("do", "log"), FIRST_FIELDS):
        return _page(typed, key)
    for group in FIRST_FIELDS:
        typed.drop_empty(group, defaults=("kind",) if group != "claims" else ())
    now = clock.now()
    if request.form.get("do") == "hold":
        return _hold(typed, key, now)
    if request.form.get("do") == "alike":
        return _page(typed, key, _alike(typed))
    try:
        read = casefile.read(case_file(typed, station=_station(typed), now=now), now=now)
        with db.transaction() as session:
            case = intake.log(session, read, by=g.user, now=now, idempotency_key=key, hold=typed("hold")[:64])
            if typed("twin"):
                alike.pair(session, case, typed("twin"), by=g.user, now=now)
            case_id = case.id
    except Refused as refused:
        if not is_form_fault(refused):
            raise
        typed.problems = _in_form_order(refused.problems)
        return _page(typed, key)
    _flash_lead(case_id, now)
    return redirect(url_for("cases.show", case_id=case_id), code=303)


def _hold(typed: Typed, key: str, now: datetime) -> ResponseReturnValue:
    """Hold a slot of the next duty for the case that is being logged; what was typed stays."""
    try:
        with db.transaction() as session:
            held = docket_holds.take(session, station_id=_station_id(typed), by=g.user, now=now)
        typed.values["hold"] = held.id if held else ""
    except Conflict as conflict:
        typed.problems = (Problem(conflict.problems[0].message, "hold"),)
    return _page(typed, key)


def _alike(typed: Typed) -> tuple[alike.Alike, ...]:
    """Return the cases that what is typed may repeat; nothing of it is kept."""
    sides = {
        side: tuple(
            (typed(f"{side}[{nth}].name"), typed(f"{side}[{nth}].{number}")) for nth in typed.indices(side)
        )
        for side, number in (("applicants", "id_number"), ("respondents", "credit_code"))
    }
    with db.reading() as session:
        return alike.near(
            session, alike.Typed(sides["applicants"], sides["respondents"]), station_id=_station_id(typed), user=g.user,
            now=clock.now(),
        )  # fmt: skip


def _page(typed: Typed, key: str, found: tuple[alike.Alike, ...] | None = None) -> ResponseReturnValue:
    now = clock.now()
    local = now.astimezone(ZONE)
    with db.reading() as session:
        hold = docket_holds.own(session, user=g.user, now=now)
    page = render_template(
        "intake.html",
        form=typed,
        key=key,
        claim_options=fields.claim_options(),
        stations=Me(g.user).stations,
        today=local.date().isoformat(),
        hold=hold,
        found=_alike(typed) if found is None and typed("twin") else found,
        asked=found is not None,
        now_local=f"{local:%Y-%m-%dT%H:%M}",
    )
    return page, 422 if typed.problems else 200


def _station(typed: Typed) -> str:
    """Return the code of the station the case is logged at: the user's own, or the chosen one of several."""
    codes = [code for code, _ in Me(g.user).stations]
    wish = typed("station")
    if wish and wish not in codes:
        raise Refused(Problem(N_("您不在这个工作站"), field="station", value=wish))
    if not codes:
        raise Refused(N_("您还不属于任何工作站，请联系系统管理员。"))
    return wish or codes[0]


def _station_id(typed: Typed) -> str:
    code = _station(typed)
    return next(one.id for one in g.user.stations if one.code == code)


def _flash_lead(case_id: str, now: datetime) -> None:
    """Say at once which desk leads, and by when it must accept."""
    with db.reading() as session:
        page = cases.page(session, case_id, user=g.user, now=now)
    lead = next((one for one in page.referrals if one.role == "lead" and one.state in ("waiting", "open")), None)
    number = page.header.number
    if lead is None:
        flash(gettext("已登记 %(number)s。", number=number))
        return
    said = gettext(
        "已登记 %(number)s，主办：%(desk)s，须在 %(time)s 前接收。",
        number=number,
        desk=word(lead.desk, "desk"),
        time=instant(lead.accept_by),
    )
    flash(said)


def _in_form_order(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    order: dict[str, Any] = {name: nth for nth, name in enumerate(("applicants", "respondents", "claims"))}
    return tuple(sorted(problems, key=lambda one: order.get(one.field.partition("[")[0], len(order))))
