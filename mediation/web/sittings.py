"""Sessions: planned, opened, who came, with whom the mediator speaks, notes, agreed facts, ended."""

from __future__ import annotations

from functools import partial
from typing import Final

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import N_
from mediation.office.sittings import calling_off, facts, holding, notes, pages, planning
from mediation.web import sittings_form, sittings_stored
from mediation.web.back import safe_next
from mediation.web.fields import options
from mediation.web.session import allowed
from mediation.web.sittings_form import carry_out, labelled
from mediation.web.sittings_words import ATTENDANCE, FORMS, PUBLIC, RECORDINGS
from mediation.web.typed import Typed

bp = Blueprint("sittings", __name__)
MINUTES: Final = ("30", "60", "90", "120", "180", "240")
OUTSIDE: Final = N_("已安排，但时间不在窗口办公时间内，请确认有人值守。")


@bp.get("/cases/<case_id>/sittings")
@allowed("case.read")
def of_case(case_id: str) -> ResponseReturnValue:
    """List the sessions of a case, with the form for another and the facts both sides agree on."""
    return _list(case_id, Typed({"mediator_id": g.user.id, "minutes": sittings_form.USUAL_MINUTES}))


@bp.post("/cases/<case_id>/sittings")
@allowed("sitting.plan")
def plan(case_id: str) -> ResponseReturnValue:
    """Plan a session; one that begins at once is led to."""
    typed, now = Typed.read(request.form), clock.now()
    at_once = request.form.get("do") == "now"
    made: list[str] = []

    def act(session: Session) -> None:
        given = sittings_form.plan(typed, at_once=now if at_once else None)
        row = planning.plan(session, case_id, given, by=g.user, now=now)
        if at_once:
            holding.open_sitting(session, row.id, {}, by=g.user, now=now)
        made.append(row.id)

    answer = carry_out(act, typed, told="", back="", page=partial(_list, case_id))
    if not made:
        return answer
    _tell(made[0], gettext("调解会已开始，计时开始。") if at_once else gettext("调解会已安排。"))
    return redirect(url_for("sittings.show", sitting_id=made[0]), code=303)


@bp.get("/sittings/<sitting_id>")
@allowed("case.read")
def show(sitting_id: str) -> ResponseReturnValue:
    """Show one session: planned, going on, or over."""
    return shown(sitting_id, Typed())


@bp.post("/sittings/<sitting_id>")
@allowed("sitting.plan")
def move(sitting_id: str) -> ResponseReturnValue:
    """Plan a session anew that wasn't opened yet."""
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        _refuse_faster(session, sitting_id, typed, "plan")
        planning.move(session, sitting_id, sittings_form.plan(typed), by=g.user, now=clock.now())

    answer = carry_out(act, typed, told="", back=_one(sitting_id), page=partial(shown, sitting_id))
    if not typed.problems:
        _tell(sitting_id, gettext("安排已更改。"))
    return answer


@bp.post("/sittings/<sitting_id>/cancel")
@allowed("sitting.plan")
def cancel(sitting_id: str) -> ResponseReturnValue:
    """Call a planned session off, with the reason."""
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        calling_off.cancel(session, sitting_id, reason=typed("cancelled_why"), by=g.user, now=clock.now())

    told = gettext("调解会已取消。")
    return carry_out(act, typed, told=told, back=_one(sitting_id), page=partial(shown, sitting_id))


@bp.post("/sittings/<sitting_id>/open")
@allowed("sitting.hold")
def begin(sitting_id: str) -> ResponseReturnValue:
    """Open a session, with who is there so far."""
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        holding.open_sitting(session, sitting_id, sittings_form.came(typed), by=g.user, now=clock.now())

    told = gettext("调解会已开始，计时开始。")
    return carry_out(act, typed, told=told, back=_one(sitting_id), page=partial(shown, sitting_id))


@bp.post("/sittings/<sitting_id>/attendance")
@allowed("sitting.hold")
def attend(sitting_id: str) -> ResponseReturnValue:
    """Note anew who came."""
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        _refuse_faster(session, sitting_id, typed, "came")
        holding.attend(session, sitting_id, sittings_form.came(typed), by=g.user, now=clock.now())

    told = gettext("到场情况已登记。")
    return carry_out(act, typed, told=told, back=_one(sitting_id), page=partial(shown, sitting_id))


@bp.post("/sittings/<sitting_id>/turn")
@allowed("sitting.hold")
def turn(sitting_id: str) -> ResponseReturnValue:
    """Note with whom the mediator speaks from now on: one press."""
    with db.transaction() as session:
        whom = request.form.get("talking_with", "")
        holding.talk_with(session, sitting_id, whom, by=g.user, now=clock.now())
    return redirect(_one(sitting_id, "note"), code=303)


@bp.post("/sittings/<sitting_id>/notes")
@allowed("note.write")
def note(sitting_id: str) -> ResponseReturnValue:
    """Keep a note: shared or private by the button, by default as it befits whom the mediator speaks with."""
    typed = Typed.read(request.form)
    private = {"private": True, "shared": False}.get(request.form.get("do", ""))

    def act(session: Session) -> None:
        notes.write(
            session, sitting_id, typed("words"), private=private, speaker_id=typed("speaker_id"), by=g.user,
            now=clock.now(),
        )  # fmt: skip

    return carry_out(act, typed, told="", back=_one(sitting_id, "note"), page=partial(shown, sitting_id))


@bp.post("/session-notes/<sitting_note_id>/share")
@allowed("note.write")
def share(sitting_note_id: str) -> ResponseReturnValue:
    """Make an own private note a shared one."""
    with db.transaction() as session:
        sitting = notes.share(session, sitting_note_id, by=g.user, now=clock.now())
    flash(gettext("已公开，将写入调解笔录。"))
    return redirect(_one(sitting.id), code=303)


@bp.post("/sittings/<sitting_id>/end")
@allowed("sitting.hold")
def end(sitting_id: str) -> ResponseReturnValue:
    """End a session with what came of it."""
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        holding.end(session, sitting_id, result=typed("result"), by=g.user, now=clock.now())

    told = gettext("调解会已结束。")
    return carry_out(act, typed, told=told, back=_one(sitting_id), page=partial(shown, sitting_id))


@bp.post("/cases/<case_id>/common-facts")
@allowed("sitting.hold")
def add_fact(case_id: str) -> ResponseReturnValue:
    """Add a fact to the list, in a session or on the page of the case."""
    typed = Typed.read(request.form)
    sitting_id = typed("sitting_id")

    def act(session: Session) -> None:
        state = request.form.get("do") or typed("fact_state")
        facts.add(session, case_id, typed("fact_words"), state, sitting_id=sitting_id, by=g.user, now=clock.now())

    back = _one(sitting_id, "fact") if sitting_id else url_for("sittings.of_case", case_id=case_id, _anchor="facts")
    page = partial(shown, sitting_id) if sitting_id else partial(_list, case_id)
    return carry_out(act, typed, told="", back=back, page=page)


@bp.post("/common-facts/<fact_id>")
@allowed("sitting.hold")
def change_fact(fact_id: str) -> ResponseReturnValue:
    """Move a fact, mark it otherwise, or take it back."""
    with db.transaction() as session:
        row = facts.change(session, fact_id, request.form.get("do", ""), by=g.user, now=clock.now())
    wish = request.form.get("next", "")
    back = safe_next(wish) if wish else url_for("sittings.of_case", case_id=row.case_id)
    return redirect(f"{back.partition('#')[0]}#facts", code=303)


def _one(sitting_id: str, focus: str = "") -> str:
    """Return the address of a session; `focus` is the field the next thing is typed into.

    Without an anchor: browsers put the cursor nowhere on a page that is opened at one.
    """
    return url_for("sittings.show", sitting_id=sitting_id, focus=focus or None)


def _tell(sitting_id: str, told: str) -> None:
    """Say that a session is planned, and warn where that is outside the hours of the desks."""
    with db.reading() as session:
        page = pages.of_one(session, sitting_id, user=g.user, now=clock.now())
    flash(gettext(OUTSIDE) if page.row.outside else told, "warning" if page.row.outside else "message")


def _list(case_id: str, typed: Typed) -> str:
    with db.reading() as session:
        page = pages.of_case(session, case_id, user=g.user)
    return render_template(
        "sittings/case.html", page=page, form=labelled(typed), forms=options(FORMS), minutes=MINUTES,
        today=clock.today(),
    )  # fmt: skip


def _refuse_faster(session: Session, sitting_id: str, typed: Typed, form: str) -> None:
    page = pages.of_one(session, sitting_id, user=g.user, now=clock.now())
    sittings_stored.refuse_faster(typed, page, form)


def shown(sitting_id: str, typed: Typed) -> str:
    """Return the page of a session, with what was typed into its forms."""
    now = clock.now()
    with db.reading() as session:
        page = pages.of_one(session, sitting_id, user=g.user, now=now)
    form = Typed({**sittings_stored.stored(page).values, **typed.values}, typed.problems)
    form.focus = {"note": "words", "fact": "fact_words", "offer": "amount"}.get(request.args.get("focus", ""), "")
    return render_template(
        "sittings/one.html", page=page, form=labelled(form), forms=options(FORMS), minutes=MINUTES, now=now,
        today=clock.today(), attendance=options(ATTENDANCE), recordings=options(RECORDINGS), public=options(PUBLIC),
        seals=sittings_stored.seals(typed, page), differences=sittings_stored.versions(typed, page),
    )  # fmt: skip
