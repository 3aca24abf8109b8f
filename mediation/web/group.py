"""The list of a group's workers: take it in, add, correct, mark who left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import db
from mediation.config import clock
from mediation.domain import money
from mediation.domain.refusals import N_, Problem, Refused
from mediation.office.group import keeping, pages, roll
from mediation.office.group.lines import WorkerLine
from mediation.office.group.roll import RollRefused
from mediation.web.downloads import XLSX, handed_out
from mediation.web.editing import differences
from mediation.web.failures import is_form_fault, keep_faults
from mediation.web.fields import options
from mediation.web.group_words import COUNTS, FIELD_NAMES, SHARE_WAYS
from mediation.web.session import allowed
from mediation.web.typed import Typed
from mediation.web.uploads import sheets_of

bp = Blueprint("group", __name__)
FAULTS: Final = N_("名单有 %(count)d 处不能确定，见下面逐行说明")
FLAGS: Final = frozenset({"clear_id_number", "clear_phone"})
AMOUNTS: Final = frozenset({"claimed", "offered"})


@bp.get("/cases/<case_id>/group")
@allowed("case.read")
def of_case(case_id: str) -> ResponseReturnValue:
    """Show the list of a case with the forms that change it."""
    return listing(case_id)


@bp.post("/cases/<case_id>/group")
@allowed("group.edit")
def add(case_id: str) -> ResponseReturnValue:
    """Add one worker, or show the form again with what is wrong."""
    typed = Typed.read(request.form)
    if stored(typed, lambda session: keeping.add(session, case_id, _data(typed), by=g.user, now=clock.now())):
        flash(gettext("已添加到名册。"))
        return redirect(url_for("group.of_case", case_id=case_id, _anchor="add"), code=303)
    return listing(case_id, typed, about="add")


@bp.post("/cases/<case_id>/group/roll")
@allowed("group.edit")
def take(case_id: str) -> ResponseReturnValue:
    """Take in a pasted or uploaded list, all of it or nothing; what is wrong is told by row and column."""
    typed, now = Typed.read(request.form), clock.now()
    with db.transaction() as session:  # it holds the row, which a session that only reads may not
        keeping.opened(session, case_id, g.user)
    try:
        listed, text = roll.read(typed("roll"), sheets_of(request.files.get("roll_file"), "roll_file"), now=now)
        typed.values["roll"] = text
        with db.transaction() as session:
            done = roll.take(session, case_id, listed, by=g.user, now=now)
    except Refused as refused:
        return listing(case_id, typed, about="roll", faults=told(refused, typed, "roll"))
    flash(gettext("已录入名册：新增 %(added)s 人，更正 %(changed)s 人。", added=done.added, changed=done.changed))
    return redirect(url_for("group.of_case", case_id=case_id), code=303)


@bp.get("/group/roll.xlsx")
@allowed("case.read")
def form() -> ResponseReturnValue:
    """Send the empty form of a list."""
    title = gettext("工人名册（空白表）")
    return handed_out(roll.form(made_at=clock.now()), XLSX, f"{title}.xlsx", plain="workers.xlsx")


@bp.get("/group/<worker_id>")
@allowed("group.edit")
def worker(worker_id: str) -> ResponseReturnValue:
    """Show one worker to be corrected."""
    return _worker(worker_id)


@bp.post("/group/<worker_id>")
@allowed("group.edit")
def edit(worker_id: str) -> ResponseReturnValue:
    """Store a corrected worker, or show the form again with what is wrong."""
    typed = Typed.read(request.form)
    seen = typed("seen")

    def act(session: Session) -> None:
        keeping.edit(session, worker_id, _data(typed), by=g.user, now=clock.now(), seen=seen)

    if stored(typed, act):
        flash(gettext("已更正名册。"))
        return _back(worker_id)
    return _worker(worker_id, typed)


@bp.post("/group/<worker_id>/leave")
@allowed("group.edit")
def leave(worker_id: str) -> ResponseReturnValue:
    """Mark a worker as having left, with the reason."""
    typed = Typed.read(request.form)
    why = typed("left_why")
    if stored(typed, lambda session: keeping.leave(session, worker_id, why, by=g.user, now=clock.now())):
        flash(gettext("已登记退出，记录仍然保留。"))
        return _back(worker_id)
    return _worker(worker_id, typed, leaving=True)


@bp.post("/group/<worker_id>/return")
@allowed("group.edit")
def take_back(worker_id: str) -> ResponseReturnValue:
    """Let a worker who left or refused take part again."""
    with db.transaction() as session:
        keeping.come_back(session, worker_id, by=g.user, now=clock.now())
    flash(gettext("已恢复到名册。"))
    return _back(worker_id)


def listing(
    case_id: str, typed: Typed | None = None, *, about: str = "", faults: tuple[Problem, ...] = ()
) -> ResponseReturnValue:
    """Show the list; `about` names the form that is shown again, `faults` what is wrong in a list, by row."""
    with db.reading() as session:
        page = pages.of_case(session, case_id, user=g.user, now=clock.now())
    shown = render_template(
        "group/roll.html", page=page, form=labelled(typed or Typed()), blank=Typed(), about=about, faults=faults,
        share_ways=options(SHARE_WAYS), counts=options(COUNTS),
    )  # fmt: skip
    return shown, 422 if typed else 200


def stored(typed: Typed, act: Callable[[Session], Any]) -> bool:
    """Do an act in a transaction; tell whether it was done. What is wrong with the form is kept in `typed`."""
    try:
        with db.transaction() as session:
            act(session)
    except Refused as refused:
        keep_faults(refused, typed)
        return False
    return True


def labelled(typed: Typed) -> Typed:
    """Let the problems of a form be named as the form names its fields."""
    typed.labels = {name: gettext(text) for name, text in FIELD_NAMES.items()}
    return typed


def told(refused: Refused, typed: Typed, field: str) -> tuple[Problem, ...]:
    """Point a refusal at the list's field; return what is shown row by row. Raises what is no fault of the form."""
    if not is_form_fault(refused):
        raise refused
    if isinstance(refused, RollRefused) and refused.text:
        typed.values[field] = refused.text
    rows = tuple(one for one in refused.problems if "line" in one.params)
    others = (one for one in refused.problems if one not in rows)
    plain = [one if one.field.endswith("_file") else replace(one, field=field) for one in others]
    count = [Problem(FAULTS, field, params={"count": len(rows)})] if rows else []
    typed.problems = (*count, *plain)
    return rows


def _data(typed: Typed) -> dict[str, Any]:
    names = {*FIELD_NAMES, *FLAGS}
    plain = Typed({name: text for name, text in typed.values.items() if name in names and name != "left_why"})
    return plain.tree(FLAGS, AMOUNTS)


def _worker(worker_id: str, typed: Typed | None = None, *, leaving: bool = False) -> ResponseReturnValue:
    with db.reading() as session:
        page = pages.of_worker(session, worker_id, user=g.user)
    now = _typed(page.line, page.seen)
    shown = now if typed is None else typed
    if leaving:
        shown.values = {**now.values, **shown.values}
    outdated = any(one.message == keeping.CHANGED for one in shown.problems)
    if outdated:
        shown.values["seen"] = page.seen
    both = differences(labelled(shown), labelled(_masked(now, shown, page.line))) if outdated else ()
    html = render_template("group/worker.html", page=page, form=labelled(shown), h=page.header, differences=both)
    return html, 422 if shown.problems else 200


def _masked(stored: Typed, mine: Typed, line: WorkerLine) -> Typed:
    """Show of the numbers that were typed anew how those on record end; an empty field leaves them as they are."""
    numbers = {name: getattr(line, name) if mine(name).strip() else "" for name in ("id_number", "phone")}
    return Typed({**stored.values, **numbers})


def _typed(line: WorkerLine, seen: str) -> Typed:
    sums = {name: getattr(line, name) for name in ("claimed", "offered")}
    values = {name: "" if value is None else money.yuan(value) for name, value in sums.items()}
    return Typed({"name": line.name, "post": line.post, "note": line.note, "seen": seen, **values})


def _back(worker_id: str) -> ResponseReturnValue:
    with db.reading() as session:
        page = pages.of_worker(session, worker_id, user=g.user)
    return redirect(url_for("group.of_case", case_id=page.header.id, _anchor=f"worker-{worker_id}"), code=303)
