"""Ledgers in and out: upload, look at each cell, import, undo; cases as a spreadsheet."""

from __future__ import annotations

import re
from typing import Final

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.office import ledger, ledger_export, ledger_pages, ledger_run, ledger_undo
from mediation.sheets import reading
from mediation.web import ledger_words
from mediation.web.days import read_day_if_any
from mediation.web.downloads import XLSX, handed_out
from mediation.web.failures import keep_faults
from mediation.web.me import Me
from mediation.web.numbers import page_number
from mediation.web.session import allowed
from mediation.web.typed import Typed
from mediation.web.uploads import bare_name

bp = Blueprint("ledger", __name__)

SECONDS: Final = 20
"""How long one click may import; what is left goes on with the next, or in the background."""



@bp.get("/ledgers")
@allowed("ledger.import")
def listing() -> ResponseReturnValue:
    """Show what was imported, and where to begin."""
    return _listing(Typed())


@bp.post("/ledgers")
@allowed("ledger.import")
def upload() -> ResponseReturnValue:
    """Read a file and show what was understood; nothing is imported yet."""
    typed = Typed.read(request.form)
    file = request.files.get("ledger")
    try:
        if file is None or not file.filename:
            raise Refused(Problem(N_("请选择要导入的文件"), field="ledger"))
        content, name = file.read(), bare_name(file.filename)
        sheets = reading.read(content, name)
        with db.transaction() as session:
            row = ledger.begin(
                session, sheets, _station(typed), name=name, content=content, by=g.user, now=clock.now()
            )
    except Refused as refused:
        keep_faults(refused, typed)
        return _listing(typed)
    return redirect(url_for("ledger.show", ledger_id=row.id), code=303)


@bp.get("/ledgers/<ledger_id>")
@allowed("ledger.import")
def show(ledger_id: str) -> ResponseReturnValue:
    """Show one ledger, row by row: what was understood before the import, what became of it afterwards."""
    return _show(ledger_id, Typed())


@bp.post("/ledgers/<ledger_id>/columns")
@allowed("ledger.import")
def columns(ledger_id: str) -> ResponseReturnValue:
    """Take another sheet or other columns, and look again."""
    typed = Typed.read(request.form)
    chosen = {
        field: int(name.removeprefix("column-"))
        for name, field in sorted(typed.values.items())
        if re.fullmatch(r"column-\d{1,3}", name) and field in ledger_pages.FIELDS
    }
    try:
        if len(chosen) < sum(typed(name) in ledger_pages.FIELDS for name in typed.values if name.startswith("column-")):
            raise Refused(Problem(N_("同一项内容只能对应一列"), field="columns"))
        with db.transaction() as session:
            ledger.choose(session, ledger_id, wanted=typed("sheet"), fields=chosen, by=g.user, now=clock.now())
    except Refused as refused:
        keep_faults(refused, typed)
        return _show(ledger_id, typed)
    flash(gettext("已按新的对应关系重新读取；以后同样的表头将照此办理。"))
    return redirect(url_for("ledger.show", ledger_id=ledger_id), code=303)


@bp.post("/ledgers/<ledger_id>/import")
@allowed("ledger.import")
def take_in(ledger_id: str) -> ResponseReturnValue:
    """Import the accepted rows; a long ledger in several steps."""
    left = ledger_run.run(ledger_id, by=g.user, now=clock.now(), seconds=SECONDS)
    if left:
        flash(gettext("还有 %(left)s 行未导入，请点“继续导入”。", left=left), "warning")
    else:
        flash(gettext("台账已导入。"))
    return redirect(url_for("ledger.show", ledger_id=ledger_id), code=303)


@bp.post("/ledgers/<ledger_id>/give-up")
@allowed("ledger.import")
def give_up(ledger_id: str) -> ResponseReturnValue:
    """Forget a ledger that was only looked at."""
    with db.transaction() as session:
        ledger.give_up(session, ledger_id, by=g.user, now=clock.now())
    flash(gettext("已放弃，没有导入任何案件。"))
    return redirect(url_for("ledger.listing"), code=303)


@bp.post("/ledgers/<ledger_id>/undo")
@allowed("ledger.import")
def undo(ledger_id: str) -> ResponseReturnValue:
    """Take the cases of an import out of the book again."""
    with db.transaction() as session:
        undone = ledger_undo.undo(session, ledger_id, by=g.user, now=clock.now())
    flash(gettext("已撤销导入，移出 %(number)s 件案件。", number=undone.removed))
    if undone.kept:
        numbers = "、".join(undone.kept[:10])
        count = len(undone.kept)
        said = gettext("已有人办理、予以保留的案件共 %(count)s 件：%(numbers)s", numbers=numbers, count=count)
        flash(said, "warning")
    return redirect(url_for("ledger.show", ledger_id=ledger_id), code=303)


@bp.get("/ledgers/export")
@allowed("ledger.export")
def export() -> ResponseReturnValue:
    """Ask for the days of the cases to export."""
    return _export(Typed())


@bp.post("/ledgers/export")
@allowed("ledger.export")
def take_out() -> ResponseReturnValue:
    """Send the cases as a spreadsheet."""
    typed = Typed.read(request.form)
    try:
        since, until = (read_day_if_any(typed(name), name) for name in ("since", "until"))
        with db.transaction() as session:
            content = ledger_export.cases(session, by=g.user, now=clock.now(), since=since, until=until)
    except Refused as refused:
        keep_faults(refused, typed)
        return _export(typed)
    name = f"cases-{station_day(clock.now())}.xlsx"
    return handed_out(content, XLSX, name, plain=name)


def _listing(typed: Typed) -> ResponseReturnValue:
    with db.reading() as session:
        rows = ledger_pages.listing(session, user=g.user)
    page = render_template("ledger/list.html", rows=rows, form=typed, stations=Me(g.user).stations, words=ledger_words)
    return page, 422 if typed.problems else 200


def _show(ledger_id: str, typed: Typed) -> ResponseReturnValue:
    only = request.args.get("only", "")
    with db.reading() as session:
        page = ledger_pages.page(
            session, ledger_id, user=g.user, now=clock.now(), number=page_number(),
            only=only if only in ledger_words.STATES else "",
        )  # fmt: skip
    shown = render_template("ledger/show.html", page=page, form=typed, words=ledger_words)
    return shown, 422 if typed.problems else 200


def _export(typed: Typed) -> ResponseReturnValue:
    today = station_day(clock.now())
    page = render_template("ledger/export.html", form=typed, today=today.isoformat(), first=f"{today.year}-01-01")
    return page, 422 if typed.problems else 200


def _station(typed: Typed) -> str:
    codes = [code for code, _ in Me(g.user).stations]
    wish = typed("station")
    if not codes or (wish and wish not in codes):
        raise Refused(Problem(N_("您不在这个工作站"), field="station", value=wish))
    return wish or codes[0]
