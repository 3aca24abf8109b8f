"""The figures of a month, quarter or year, the cases behind each, and the report for the partners as file."""

from __future__ import annotations

from flask import Blueprint, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db, press
from mediation.config import clock
from mediation.domain.figurelist import DEFINITIONS, SECTIONS, TREND, Split
from mediation.office import figures, figures_paper, figures_sheet
from mediation.office.figures_hidden import for_partners
from mediation.office.records.figures import Part, Report, Table, Value
from mediation.web.downloads import XLSX, handed_out
from mediation.web.numbers import page_number
from mediation.web.session import allowed
from mediation.web.show import amount
from mediation.web.words import chinese, word

bp = Blueprint("figures", __name__)


@bp.app_template_filter("figure")
def figure(value: Value, unit: str = "cases") -> str:
    """Return a figure as pages write it; what there is nothing to say of, as a dash."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if unit == "fen":
        return gettext("%(amount)s 元", amount=amount(int(value)))
    if unit == "percent":
        return f"{value:.1f} %"
    if unit == "answers":
        return gettext("%(number)s 份", number=f"{value:,}")
    if unit == "days":
        return gettext("%(days)s 天", days=f"{value:g}")
    return f"{value:,}"


@bp.app_template_filter("part_name")
def part_name(part: Part, split: Split) -> str:
    """Return what one line of a table is called."""
    return (part.name or word(part.code, split.words)) if part.code else gettext("未登记")


@bp.get("/figures")
@allowed("figures.read")
def show() -> ResponseReturnValue:
    """Show the figures of a period with charts; the station's own page hides nothing."""
    with db.reading() as session:
        page = figures.page(
            session, user=g.user, now=clock.now(), period=_asked("period"), station_id=_asked("station")
        )
    return render_template(
        "figures/show.html", page=page, r=page.report, sections=SECTIONS, definitions=DEFINITIONS, trend=TREND,
        bars=bars,
    )  # fmt: skip


@bp.get("/figures/cases")
@allowed("figures.read")
def cases() -> ResponseReturnValue:
    """List the cases that one figure counts."""
    with db.reading() as session:
        found = figures.cases(
            session, _asked("figure"), part=request.args.get("part", None, lambda text: text[:200]),
            period=_asked("period"), station_id=_asked("station"), user=g.user, now=clock.now(), page=page_number(),
        )  # fmt: skip
    split = found.title if isinstance(found.title, Split) else None
    name = part_name(Part(found.part, 0, found.part_words), split) if split else ""
    return render_template("figures/cases.html", found=found, name=name)


@bp.get("/figures/report.pdf")
@allowed("figures.read")
def paper() -> ResponseReturnValue:
    """Print the report for the partners: small numbers hidden."""
    report = _for_partners()
    printed = press.print_document(
        "monthly_report", figures_paper.record(report, by=g.user.display_name, word=chinese), created=report.made_at
    )
    return _file(report, printed.pdf, "pdf", "application/pdf")


@bp.get("/figures/report.xlsx")
@allowed("figures.read")
def sheet() -> ResponseReturnValue:
    """Write the report for the partners as a spreadsheet: small numbers hidden."""
    report = _for_partners()
    return _file(report, figures_sheet.write(report, word=chinese), "xlsx", XLSX)


def _for_partners() -> Report:
    with db.reading() as session:
        page = figures.page(
            session, user=g.user, now=clock.now(), period=_asked("period"), station_id=_asked("station"), to_leave=True
        )
    return for_partners(page.report)


def _file(report: Report, content: bytes, form: str, mimetype: str) -> Response:
    with db.transaction() as session:
        figures.note_export(session, report, form, by=g.user, now=report.made_at)
    name = f"{report.station}{figures_sheet.period_words(report.period)}统计报表.{form}"
    return handed_out(content, mimetype, name, plain=f"report.{form}")


def _asked(name: str) -> str:
    return request.args.get(name, "")[:64]


def bars(table: Table) -> list[tuple[str, str, int]]:
    """Return the lines of a chart: code, name, number."""
    return [(one.code, part_name(one, table.split), one.value) for one in table.parts if isinstance(one.value, int)]
