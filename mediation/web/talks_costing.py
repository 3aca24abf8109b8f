"""The costing of wage talks: the wage table, offers beside each other, lower pay against dismissals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.talks import wagetable
from mediation.domain.worktime import station_day
from mediation.office import (
    talks_costing_pages,
    talks_costing_sheet,
    talks_wages,
    talks_wages_sheet,
    talks_whatif,
    talks_whatif_pages,
)
from mediation.office.talks_wages import WagesRefused
from mediation.web.downloads import XLSX, handed_out
from mediation.web.session import allowed
from mediation.web.show import amount, say
from mediation.web.talks_forms import again, version
from mediation.web.typed import Typed
from mediation.web.uploads import sheets_of

bp = Blueprint("talks_costing", __name__)
FAULTS: Final = N_("工资表有 %(count)d 处不能确定，见表下逐行说明")
ROWS_AT_FIRST: Final = 3
MOST_ASKED: Final = 40


@bp.get("/talks/<talks_id>/costing")
@allowed("talks.read")
def show(talks_id: str) -> ResponseReturnValue:
    """Show what the chosen offers cost beside the present, and the wage table it rests on."""
    return _costing(talks_id, Typed())


@bp.post("/talks/<talks_id>/costing")
@allowed("talks.edit")
def keep(talks_id: str) -> ResponseReturnValue:
    """Keep a further version of the wage table, pasted or uploaded."""
    typed, text = Typed.read(request.form), ""
    try:
        given = talks_wages.read(typed.values, sheets_of(request.files.get("wage_file"), "wage_file"))
        text = given.text
        with db.transaction() as session:
            number = talks_wages.keep(session, talks_id, given, by=g.user, now=clock.now(), version=version()).number
    except Refused as refused:
        text = refused.text if isinstance(refused, WagesRefused) else text
        typed.values |= {"wages": text} if text else {}
        return _costing(talks_id, typed, again(refused, typed))
    flash(gettext("已保存第 %(number)s 版工资表。", number=number))
    return redirect(url_for("talks_costing.show", talks_id=talks_id), code=303)


@bp.get("/talks/wage-table.xlsx")
@allowed("talks.read")
def form() -> ResponseReturnValue:
    """Send the empty form of a wage table."""
    return _spreadsheet(talks_wages_sheet.form(made_at=clock.now()), "wage-table", gettext("工资表（空白表）"))


@bp.get("/talks/<talks_id>/wages.xlsx")
@allowed("talks.read")
def wages(talks_id: str) -> ResponseReturnValue:
    """Send a version of the wage table."""
    with db.transaction() as session:
        content = talks_wages.sheet(session, talks_id, _number(), by=g.user, now=clock.now())
    return _spreadsheet(content, "wages", gettext("工资表"))


@bp.get("/talks/<talks_id>/costing.xlsx")
@allowed("talks.read")
def sheet(talks_id: str) -> ResponseReturnValue:
    """Send the comparison as a spreadsheet."""
    with db.transaction() as session:
        content = talks_costing_sheet.comparison(
            session, talks_id, number=_number(), wanted=_wanted(), by=g.user, now=clock.now()
        )
    return _spreadsheet(content, "costing", gettext("协商方案成本测算"))


@bp.get("/talks/<talks_id>/costing/steps")
@allowed("talks.read")
def steps(talks_id: str) -> ResponseReturnValue:
    """Show the arithmetic behind one column."""
    with db.reading() as session:
        page = talks_costing_pages.steps(
            session, talks_id, request.args.get("offer", "present")[:40], _number(), user=g.user, now=clock.now()
        )
    return render_template("talks/costing_steps.html", page=page, t=page.frame)


@bp.get("/talks/<talks_id>/costing/what-if")
@allowed("talks.edit")
def ask(talks_id: str) -> ResponseReturnValue:
    """Ask for the two ways to compare; `from` takes a kept comparison's values, `basis` an offer."""
    typed = Typed({"basis": request.args.get("basis", "")[:40]})
    plan_id = request.args.get("from", "")
    if plan_id:
        with db.reading() as session:
            page = talks_whatif.page(session, talks_id, plan_id[:40], user=g.user, now=clock.now())
        typed = Typed({**page.typed, "plan_title": page.plan.title})
    return _ask(talks_id, typed)


@bp.post("/talks/<talks_id>/costing/what-if")
@allowed("talks.edit")
def compare(talks_id: str) -> ResponseReturnValue:
    """Keep a comparison and show it; or open one more row of people."""
    typed = Typed.read(request.form)
    if request.form.get("do") == "add":
        typed.add_row("leavers", "staff_group")
        return _ask(talks_id, typed)
    typed.drop_empty("leavers")
    try:
        with db.transaction() as session:
            plan = talks_whatif.keep(session, talks_id, typed.values, by=g.user, now=clock.now())
    except Refused as refused:
        return _ask(talks_id, typed, again(refused, typed))
    return redirect(url_for("talks_costing.plan", talks_id=talks_id, plan_id=plan.id), code=303)


@bp.get("/talks/<talks_id>/costing/what-if/<plan_id>")
@allowed("talks.read")
def plan(talks_id: str, plan_id: str) -> ResponseReturnValue:
    """Show a kept comparison, computed anew."""
    with db.reading() as session:
        page = talks_whatif.page(session, talks_id, plan_id, number=_number(), user=g.user, now=clock.now())
    return render_template("talks/costing_plan.html", page=page, t=page.frame)


@bp.post("/talks/<talks_id>/costing/what-if/<plan_id>/remove")
@allowed("talks.edit")
def remove(talks_id: str, plan_id: str) -> ResponseReturnValue:
    """Delete a kept comparison."""
    with db.transaction() as session:
        talks_whatif.remove(session, talks_id, plan_id, by=g.user, now=clock.now())
    flash(gettext("已删除这个对比。"))
    return redirect(url_for("talks_costing.show", talks_id=talks_id), code=303)


@bp.app_template_filter("more")
def more(fen: int) -> str:
    """Return a difference with its sign: `+1,200.00`, `−300.00`."""
    return f"{'+' if fen > 0 else '−' if fen < 0 else ''}{amount(abs(fen))}"


@bp.app_template_filter("share")
def share(hundredths: int | None) -> str:
    """Return hundredths of a percent with their sign; a dash where there is nothing to divide by."""
    if hundredths is None:
        return "–"
    sign = "+" if hundredths > 0 else "−" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) / 100:.2f}%"


def _costing(talks_id: str, typed: Typed, status: int = 200) -> ResponseReturnValue:
    now = clock.now()
    with db.reading() as session:
        page = talks_costing_pages.page(
            session, talks_id, number=_number(), wanted=_wanted(), user=g.user, now=now
        )
    faults = _part_faults(typed)
    shown = render_template(
        "talks/costing.html", page=page, t=page.frame, form=typed, faults=faults, today=station_day(now).isoformat(),
        columns=talks_wages_sheet.MEANINGS,
    )  # fmt: skip
    return shown, status


def _part_faults(typed: Typed) -> list[Problem]:
    """Take what is wrong with lines of the table out of the form's problems, for a table of their own."""
    faults = [one for one in typed.problems if "line" in one.params or one.message == wagetable.MORE]
    if faults:
        summary = Problem(FAULTS, faults[0].field, params={"count": len(faults)})
        typed.problems = (summary, *(one for one in typed.problems if one not in faults))
    return faults


def _ask(talks_id: str, typed: Typed, status: int = 200) -> ResponseReturnValue:
    now = clock.now()
    with db.reading() as session:
        page = talks_whatif_pages.form(session, talks_id, user=g.user, now=now)
    offers: list[tuple[str, str]] = [(one.key, say(one.label)) for one in page.options]
    groups = [("", gettext("请选择")), *((name, f"{name}（{heads}）") for name, heads in page.groups)]
    shown = render_template(
        "talks/costing_whatif.html", page=page, t=page.frame, form=typed, offers=offers, groups=groups,
        rows=typed.indices("leavers", least=ROWS_AT_FIRST),
    )  # fmt: skip
    return shown, status


def _wanted() -> Sequence[str]:
    return [one[:40] for one in request.args.getlist("offer")[:MOST_ASKED]]


def _number() -> int | None:
    text = request.args.get("table", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _spreadsheet(content: bytes, plain: str, name: str) -> Response:
    return handed_out(content, XLSX, f"{name}.xlsx", plain=f"{plain}.xlsx")
