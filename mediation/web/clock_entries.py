"""The clocks of a case: what moves them is recorded here; what it moves is shown before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import db
from mediation.config import clock
from mediation.domain.clockwords import EVENT_FACTS, EVENTS, OF_AGREEMENTS
from mediation.domain.refusals import Problem, Refused
from mediation.office import clock_entries, clock_entries_pages, clock_entries_preview
from mediation.office.clock_entries_draft import SIDES, Consent, Draft
from mediation.office.consents import extensions
from mediation.office.records.clocks import MoveRecord
from mediation.web.clock_words import FORM_LABELS
from mediation.web.consents_words import WAYS
from mediation.web.days import read_day_if_any
from mediation.web.failures import is_form_fault
from mediation.web.fields import field_name
from mediation.web.session import allowed
from mediation.web.typed import Typed
from mediation.web.words import word

bp = Blueprint("clocks", __name__)
WHERE = "entries"
Look = Callable[[Session], tuple[MoveRecord, ...]]


@bp.get("/cases/<case_id>/clocks")
@allowed("case.read")
def show(case_id: str) -> ResponseReturnValue:
    """Show the dates of a case, what was recorded that moves them, and what may be.

    Who comes from a session that waits for an appraisal finds the extension begun: no pause is open for that.
    """
    waits = request.args.get("because") == "appraisal"
    begun = {"sort": "extension", "extension.evidence": gettext("等待鉴定结论，双方同意延长；同意书存放于：")}
    return _page(case_id, Typed(begun) if waits else None)


@bp.post("/cases/<case_id>/clocks")
@allowed("clock.note")
def note(case_id: str) -> ResponseReturnValue:
    """Show what an entry would move, or record it."""
    typed = Typed.read(request.form)
    sort = typed("sort")
    if sort == "extension":
        _take_noted(case_id, typed)
    try:
        draft = _draft(typed, sort)
        if request.form.get("do") != "save":
            return _look(case_id, typed, sort, lambda session: clock_entries_preview.of_draft(
                session, case_id, draft, by=g.user, now=clock.now()
            ))  # fmt: skip
        with db.transaction() as session:
            clock_entries.note(session, case_id, draft, by=g.user, now=clock.now(), seen=typed("seen"))
    except Refused as refused:
        return _again(case_id, typed, refused, f"{sort}.")
    flash(gettext("已登记，期限已重新计算。"))
    return _back(case_id)


@bp.post("/cases/<case_id>/clocks/<entry_id>/resume")
@allowed("clock.note")
def resume(case_id: str, entry_id: str) -> ResponseReturnValue:
    """Show what the end of a pause would move, or record it."""
    typed = Typed.read(request.form)
    name = f"resume-{entry_id}."
    try:
        on = read_day_if_any(typed(f"{name}until"), "until")
        if request.form.get("do") != "save":
            return _look(case_id, typed, name.rstrip("."), lambda session: clock_entries_preview.of_resumption(
                session, entry_id, on, by=g.user, now=clock.now()
            ))  # fmt: skip
        with db.transaction() as session:
            clock_entries.resume(session, entry_id, on=on, by=g.user, now=clock.now(), seen=typed("seen"))
    except Refused as refused:
        return _again(case_id, typed, refused, name)
    flash(gettext("已登记恢复，期限已按实际暂停天数顺延。"))
    return _back(case_id)


@bp.post("/cases/<case_id>/clocks/<entry_id>/withdraw")
@allowed("clock.note")
def withdraw(case_id: str, entry_id: str) -> ResponseReturnValue:
    """Take back a wrong entry."""
    typed = Typed.read(request.form)
    name = f"withdraw-{entry_id}."
    try:
        with db.transaction() as session:
            clock_entries.withdraw(session, entry_id, reason=typed(f"{name}reason"), by=g.user, now=clock.now())
    except Refused as refused:
        return _again(case_id, typed, refused, name)
    flash(gettext("已撤销，期限已重新计算。"))
    return _back(case_id)


@bp.post("/cases/<case_id>/dates/<deadline_id>/met")
@allowed("clock.note")
def met(case_id: str, deadline_id: str) -> ResponseReturnValue:
    """Note that what the date of an event demanded was done."""
    typed = Typed.read(request.form)
    name = f"met-{deadline_id}."
    try:
        on = read_day_if_any(typed(f"{name}met_on"), "met_on")
        with db.transaction() as session:
            clock_entries.met(session, deadline_id, on=on, by=g.user, now=clock.now())
    except Refused as refused:
        return _again(case_id, typed, refused, name)
    flash(gettext("已登记办结。"))
    return _back(case_id)


def _draft(typed: Typed, sort: str) -> Draft:
    """Return what was typed into the form of `sort`; raises Refused for what is no day."""
    problems: list[Problem] = []

    def said(name: str) -> str:
        return typed(f"{sort}.{name}").strip()

    def day(name: str) -> date | None:
        try:
            return read_day_if_any(said(name), name)
        except Refused as refused:
            problems.extend(refused.problems)
            return None

    facts = {one: said(one) == "true" for one in EVENT_FACTS.get(said("code"), ()) if said(one) in ("true", "false")}
    consents = tuple(
        Consent(side, said(f"{side}_who"), said(f"{side}_how"), day(f"{side}_on"))
        for side in SIDES
        if any(said(f"{side}_{part}") for part in ("who", "how", "on"))
    )
    draft = Draft(
        sort, said("code"), said("target"), day("on"), day("until"), said("evidence"), facts, consents, said("said_by")
    )
    if problems:
        raise Refused(problems)
    return draft


def _take_noted(case_id: str, typed: Typed) -> None:
    """Put a consent that is on file into the form where its mark was set; what was typed beside it goes before it."""
    wanted = [side for side in SIDES if typed(f"extension.{side}_noted") == "true"]
    if not wanted:
        return
    with db.reading() as session:
        found = extensions.noted(session, case_id, user=g.user)
        for side in wanted:
            if found[side].complete:
                how = "、".join(WAYS[one] for one in found[side].ways)
                told = {"who": found[side].who, "how": f"{how}（同意登记）", "on": str(found[side].on)}
                for part, text in told.items():
                    name = f"extension.{side}_{part}"
                    typed.values[name] = typed(name).strip() or text


def _look(case_id: str, typed: Typed, name: str, look: Look) -> ResponseReturnValue:
    """Show what would move, with everything typed to be confirmed."""
    with db.reading() as session:
        moves = look(session)
    return _page(case_id, typed, moves=moves, about=name)


def _again(case_id: str, typed: Typed, refused: Refused, prefix: str) -> ResponseReturnValue:
    """Show the page again with what is wrong beside the fields of the form that was sent."""
    if not is_form_fault(refused):
        raise refused
    named = [replace(one, field=f"{prefix}{one.field}" if one.field else "") for one in refused.problems]
    typed.problems = tuple(named)
    typed.labels = {one.field: _called(one.field) for one in named if one.field}
    return _page(case_id, typed), 422


def _called(field: str) -> str:
    """Return what a field is called in its form; the forms of one entry carry its id: `withdraw-ID.reason`."""
    form, _, name = field.rpartition(".")
    label = FORM_LABELS.get(f"{form.partition('-')[0]}.{name}")
    return gettext(label) if label else field_name(name)


def _page(case_id: str, typed: Typed | None = None, **shown: Any) -> str:
    form = typed or Typed()
    with db.reading() as session:
        page = clock_entries_pages.page(session, case_id, user=g.user, now=clock.now())
        noted = extensions.noted(session, case_id, user=g.user) if page.may and page.extendable else {}
    sort, taken = form("sort"), OF_AGREEMENTS if page.shut else EVENTS
    events = [(code, word(code, "case_event")) for code in EVENTS if code in taken]
    return render_template(
        "clocks/show.html", page=page, form=form, sent=sort, event_facts=EVENT_FACTS, event_options=events,
        empty=Typed(), noted=noted, **{"moves": None, "about": "", **shown},
    )  # fmt: skip


def _back(case_id: str) -> ResponseReturnValue:
    return redirect(url_for("clocks.show", case_id=case_id, _anchor=WHERE), code=303)
