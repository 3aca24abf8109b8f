"""Next year's holiday list: read from text or file into a form, proposed, shown with what it moves, confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from flask import Blueprint, Flask, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.holidaylist import Holiday, HolidayList, Notice
from mediation.domain.holidaytext import Reading, read_notice
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.office import calendar_drafts, calendar_files, calendar_pages, rule_drafts, rule_rehearsals, rules
from mediation.office.calendar_drafts import Proposed
from mediation.web.failures import keep_faults
from mediation.web.session import allowed
from mediation.web.typed import Typed

bp = Blueprint("calendar_lists", __name__)
ROWS: Final = 7
"""Holidays of a year; the form has at least so many rows."""
MOST_ROWS: Final = 20
FIRST_YEAR: Final = 2014
_BETWEEN: Final = re.compile(r"[\s、,，;；]+")
_SHORT: Final = re.compile(r"(?:(\d{4})[年/.-])?(\d{1,2})[月/.-](\d{1,2})日?", re.ASCII)
LABELS: Final = {
    "year": N_("年份"), "text": N_("通知原文"), "file": N_("文件"), "notice.title": N_("通知标题"),
    "notice.number": N_("发文字号"), "notice.on": N_("通知日期"), "notice.source": N_("在哪里核对"),
    "notice.verified": N_("核对程度"), "answered": N_("核对确认"), "workdays": N_("全年工作日"), "makeup": N_("补班日"),
}  # fmt: skip
OF_A_ROW: Final = {
    "name": N_("第 %(row)s 行：名称"), "first": N_("第 %(row)s 行：放假首日"), "last": N_("第 %(row)s 行：放假末日"),
    "work": N_("第 %(row)s 行：补班日"),
}  # fmt: skip


def install(app: Flask) -> None:
    """Let every page ask which year's list is missing."""
    app.jinja_env.globals.update(calendar_missing=lambda: calendar_pages.missing_now(now=clock.now()))


@bp.get("/rules/calendars")
@allowed("rules.status")
def listing() -> ResponseReturnValue:
    """List the years that are known and the lists that were proposed."""
    with db.reading() as session:
        page = calendar_pages.listing(session, user=g.user, now=clock.now())
    return render_template("calendars/listing.html", page=page, form=_labelled(Typed()))


@bp.get("/rules/calendars/new")
@allowed("rules.draft")
def form() -> ResponseReturnValue:
    """Show the form for a year."""
    return _form(Typed({"year": request.args.get("year", "")[:4]}))


@bp.post("/rules/calendars/read")
@allowed("rules.draft")
def read() -> ResponseReturnValue:
    """Read a text or a file into the form; nothing is kept."""
    typed = Typed.read(request.form)
    try:
        shown = _read(typed)
    except Refused as refused:
        keep_faults(refused, typed)
        return _form(typed), refused.status
    return _form(shown)


@bp.post("/rules/calendars/new")
@allowed("rules.draft")
def propose() -> ResponseReturnValue:
    """Keep a list as a draft that another person must confirm."""
    typed = Typed.read(request.form)
    if request.form.get("do") == "row":
        typed.add_row("holidays", "name")
        return _form(typed)
    try:
        given = _given(typed)
        proposed = Proposed(given, typed("words"), typed("answered") == "yes")
        with db.transaction() as session:
            row = calendar_drafts.propose(session, proposed, by=g.user, now=clock.now())
    except Refused as refused:
        keep_faults(refused, typed)
        return _form(typed), refused.status
    flash(gettext("已保存，正在计算会变动的日期；须由另一人核对确认后才生效。"))
    return redirect(url_for("calendar_lists.show", calendar_id=row.id), code=303)


@bp.get("/rules/calendars/<calendar_id>")
@allowed("rules.status")
def show(calendar_id: str) -> ResponseReturnValue:
    """Show a proposed list with its source and what it moves."""
    return _show(calendar_id, Typed())


@bp.post("/rules/calendars/<calendar_id>/confirm")
@allowed("rules.confirm")
def confirm(calendar_id: str) -> ResponseReturnValue:
    """Confirm a list as the second person; it is published where that person may."""
    typed = Typed.read(request.form)
    counts = {name: _number(typed(name)) for name in ("workdays", "makeup")}
    try:
        with db.transaction() as session:
            version = calendar_drafts.confirm(session, calendar_id, counts, by=g.user, now=clock.now())
    except Refused as refused:
        keep_faults(refused, typed)
        return _show(calendar_id, typed), refused.status
    _told(version is not None)
    return redirect(url_for("calendar_lists.show", calendar_id=calendar_id), code=303)


@bp.post("/rules/calendars/<calendar_id>/publish")
@allowed("rules.publish")
def publish(calendar_id: str) -> ResponseReturnValue:
    """Put a list in force that was confirmed by somebody who may not publish."""
    with db.transaction() as session:
        calendar_drafts.publish(session, calendar_id, by=g.user, now=clock.now())
    _told(True)
    return redirect(url_for("calendar_lists.show", calendar_id=calendar_id), code=303)


@bp.post("/rules/calendars/<calendar_id>/<calendar_deed>")
@allowed("rules.draft")
def again(calendar_id: str, calendar_deed: str) -> ResponseReturnValue:
    """Rehearse a list once more, give it up, or fill the form with it over the rules in use now."""
    with db.transaction() as session:
        row = calendar_drafts.get(session, calendar_id, user=g.user)
        if calendar_deed == "renew":
            return _form(_filled(calendar_drafts.list_of(row), words=row.change.get("words", "")))
        if calendar_deed == "rehearse":
            rule_rehearsals.ask(session, calendar_id, by=g.user, now=clock.now())
        elif calendar_deed == "drop":
            rule_drafts.drop(session, calendar_id, by=g.user, now=clock.now())
    if calendar_deed == "drop":
        return redirect(url_for("calendar_lists.listing"), code=303)
    return redirect(url_for("calendar_lists.show", calendar_id=calendar_id), code=303)


def _told(published: bool) -> None:
    rules.look_now()
    if published:
        flash(gettext("放假安排已生效。受影响的日期将在一两分钟内重新计算，有关人员会收到通知。"))
    else:
        flash(gettext("已核对确认，请站长发布。"))


def _read(typed: Typed) -> Typed:
    """Return the form as a text or a file fills it, with what was not understood beside it."""
    year = _year(typed)
    file = request.files.get("file")
    if file is not None and file.filename:
        name = re.sub(r"[\r\n\x00/\\]", " ", file.filename)[:120]
        return _filled(calendar_files.read(file.read(), name, year), words=gettext("文件：%(name)s", name=name))
    if not typed("text").strip():
        raise Refused(Problem(N_("请粘贴通知原文，或者选择文件"), "text"))
    reading = read_notice(typed("text"), year)
    if not reading.items:
        raise Refused(reading.problems)
    return _filled(reading.list(), words=typed("text"), reading=reading)


def _filled(given: HolidayList, *, words: str, reading: Reading | None = None) -> Typed:
    notice = given.notice
    values = {
        "year": str(given.year), "words": words, "text": words if reading else "", "notice.title": notice.title,
        "notice.number": notice.number, "notice.on": notice.on.isoformat() if notice.on else "",
        "notice.source": notice.source, "notice.verified": notice.verified,
    }  # fmt: skip
    for nth, one in enumerate(given.holidays):
        at = f"holidays[{nth}]"
        values |= {
            f"{at}.name": one.name, f"{at}.first": one.first.isoformat(), f"{at}.last": one.last.isoformat(),
            f"{at}.work": "、".join(day.isoformat() for day in one.work),
            f"{at}.words": reading.items[nth].words if reading else "",
        }  # fmt: skip
    typed = Typed({name: text for name, text in values.items() if text or name != "notice.title"})
    typed.problems = reading.problems if reading else ()
    return typed


def _given(typed: Typed) -> HolidayList:
    """Return the list as it was typed. Raises Refused for what is no year and no day."""
    year, problems, holidays = _year(typed), list[Problem](), list[Holiday]()
    typed.drop_empty("holidays", ("words",))
    for nth in list(typed.indices("holidays"))[:MOST_ROWS]:
        at = f"holidays[{nth}]"
        if not any(typed(f"{at}.{name}").strip() for name in OF_A_ROW):
            continue
        first, last = (_day(typed, f"{at}.{name}", year, problems) for name in ("first", "last"))
        work = [_parsed(part, year) for part in _BETWEEN.split(typed(f"{at}.work").strip()) if part]
        if None in work:
            problems.append(Problem(N_("补班日请逐日填写，例如 2027-01-09、2027-01-16"), f"{at}.work"))
        if first and last:
            days = tuple(day for day in work if day)
            holidays.append(Holiday(typed(f"{at}.name").strip()[:40], first, last, days))
    text = {name: typed(f"notice.{name}").strip() for name in ("title", "number", "source")}
    on = _parsed(typed("notice.on").strip(), year) if typed("notice.on").strip() else None
    if typed("notice.on").strip() and on is None:
        problems.append(Problem(N_("不是有效的日期"), "notice.on", typed("notice.on"), f"{year - 1}-11-04"))
    if problems:
        raise Refused(problems)
    verified = typed("notice.verified") if typed("notice.verified") in ("V", "S") else "S"
    notice = Notice(text["title"][:200], text["number"][:60], on, text["source"][:300], verified)
    return HolidayList(year, notice, tuple(holidays))


def _day(typed: Typed, name: str, year: int, problems: list[Problem]) -> date | None:
    text = typed(name).strip()
    found = _parsed(text, year)
    if found is None:
        problems.append(Problem(N_("不是有效的日期") if text else N_("请填写"), name, text, f"{year}-01-01"))
    return found


def _parsed(text: str, year: int) -> date | None:
    found = _SHORT.fullmatch(text)
    try:
        return date(int(found[1] or year), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _year(typed: Typed) -> int:
    year = _number(typed("year"))
    if year is None or not FIRST_YEAR <= year <= station_day(clock.now()).year + 2:
        raise Refused(Problem(N_("请填写年份，例如 2027"), "year", typed("year")))
    return year


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,4}", text.strip(), re.ASCII) else None


def _form(typed: Typed) -> str:
    year = _number(typed("year")) or calendar_pages.missing_now(now=clock.now()) or station_day(clock.now()).year + 1
    typed.values["year"] = str(year)
    typed.values.setdefault("notice.title", f"国务院办公厅关于{year}年部分节假日安排的通知")
    rows = typed.indices("holidays", ROWS)
    _labelled(typed, len(rows))
    return render_template("calendars/form.html", form=typed, rows=rows, questions=list(_questions(typed)), year=year)


def _questions(typed: Typed) -> Iterator[Problem]:
    """Yield what the form asks about, where it was sent and stands but for its questions."""
    if any(one.field == "answered" for one in typed.problems):
        yield from (one for one in typed.problems if one.field != "answered")


def _labelled(typed: Typed, rows: int = 0) -> Typed:
    typed.labels = {name: gettext(label) for name, label in LABELS.items()}
    for nth in range(rows):
        typed.labels |= {f"holidays[{nth}].{name}": gettext(text, row=nth + 1) for name, text in OF_A_ROW.items()}
    return typed


def _show(calendar_id: str, typed: Typed) -> str:
    with db.reading() as session:
        page = calendar_pages.page(session, calendar_id, user=g.user, now=clock.now())
    return render_template("calendars/show.html", page=page, row=page.row, given=page.given, form=_labelled(typed))
