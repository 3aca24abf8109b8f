"""The monthly report: figures of one station and period, the list of cases behind each, a fixed number of queries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain import figures as sums
from mediation.domain.figurelist import DEFINITIONS, NOT_RECORDED, SPLITS, TREND_MONTHS
from mediation.domain.figures import Period
from mediation.domain.refusals import N_, NotFound
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.station import Station
from mediation.office import board, figures_counts, figures_splits, figures_tables, figures_trend, history
from mediation.office.figures_cohorts import COUNTS, Ground
from mediation.office.records.figures import CasesOf, FiguresPage, Report, Table, Value

LISTED = 25


def page(
    session: Session, *, user: Reader, now: datetime, period: str = "", station_id: str = "", to_leave: bool = False
) -> FiguresPage:
    """Return the figures of a period (this month where none is named) of a station the user supervises.

    Raises NotFound for a station that isn't the user's and for what is no period.
    """
    today = station_day(now)
    station = _station(session, user, station_id)
    chosen = _period(period or sums.month_key(today))
    before, after = sums.beside(chosen)
    anchor = min(chosen.last, today)
    return FiguresPage(
        report(session, station, chosen, now=now, user=user, to_leave=to_leave), _stations(session, user), before,
        after if chosen.last < today else "", sums.keys_at(anchor), today,
    )  # fmt: skip


def report(
    session: Session, station: Station, period: Period, *, now: datetime, user: Reader | None, to_leave: bool = True
) -> Report:
    """Return every figure of a station and period, as `user` may see its cases; None is the house itself.

    A report that is `to_leave` the station also weighs its sums of money, so that small numbers can be hidden.
    """
    ground = Ground(session, station.id, period, station_day(now), user)
    claims = figures_tables.claims(ground)
    values: dict[str, Value] = {
        **figures_counts.counts(ground), **figures_trend.amounts(ground), "claimed": claims.amount
    }  # fmt: skip
    days, outcomes = figures_tables.ended(ground)
    values |= {"mean_days": sums.mean(days), "median_days": sums.middle(days)}
    graded = figures_tables.grades(ground)
    values |= {"answers": sum(graded.values()), "answers_well": sum(graded[one] for one in sums.PLEASED)}
    for one in DEFINITIONS.values():
        if one.unit == "percent":
            values[one.key] = sums.share(_number(values[one.part]), _number(values[one.whole]))
    tables = figures_tables.parts(ground, days, outcomes, claims, graded)
    months = figures_trend.months(ground, TREND_MONTHS)
    weights = figures_trend.weights(ground, TREND_MONTHS) if to_leave else {}
    return Report(
        station.id, station.name, station.organisation_name, period, now, values,
        tuple(Table(split, values[split.of], tables[split.key]) for split in SPLITS), months, NOT_RECORDED, weights,
    )  # fmt: skip


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def cases(
    session: Session, figure: str, *, part: str | None = None, period: str, station_id: str = "", user: Reader,
    now: datetime, page: int = 1,
) -> CasesOf:  # fmt: skip
    """Return the cases that a figure (or one part of a table) is about, newest first: those that it counts, if it does.

    Raises NotFound for a figure, part, period or station that isn't there.
    """
    station, chosen = _station(session, user, station_id), _period(period)
    ground = Ground(session, station.id, chosen, station_day(now), user)
    title, conditions = _conditions(ground, figure, part)
    wanted = [*ground.cases(), *conditions]
    total = int(session.execute(sa.select(sa.func.count()).select_from(Case).where(*wanted)).scalar_one())
    pages = max(1, -(-total // LISTED))
    page = min(max(page, 1), pages)
    query = (
        Scope(session, user)
        .select(Case)
        .where(*wanted)
        .order_by(col(Case.received_at).desc(), col(Case.id))
        .limit(LISTED)
        .offset((page - 1) * LISTED)
    )
    rows = board.case_rows(session, list(session.exec(query).all()))
    name = figures_tables.name_of(ground, figure, part) if part else ""
    return CasesOf(title, part or "", name, chosen, station.id, rows, total, page, pages)


def _conditions(ground: Ground, figure: str, code: str | None) -> tuple[Any, list[Any]]:
    """Return what a figure is called and which cases it counts."""
    split = next((one for one in SPLITS if one.key == figure), None)
    try:
        if split is not None and code is not None:
            base, extra = COUNTS[DEFINITIONS[split.of].cases or split.of]
            return split, [*base(ground), extra(ground), figures_splits.part(split.key, code, ground)]
        title = DEFINITIONS[figure]
        base, extra = COUNTS[title.cases or title.key]
    except LookupError as fault:
        raise NotFound(N_("找不到该内容。")) from fault
    return title, [*base(ground), extra(ground)]


def _period(key: str) -> Period:
    found = sums.period(key)
    if found is None:
        raise NotFound(N_("找不到该内容。"))
    return found


def _stations(session: Session, user: Reader) -> tuple[tuple[str, str], ...]:
    rows = session.exec(Scope(session, user).select(Station).order_by(col(Station.code)))
    return tuple((one.id, one.name) for one in rows)


def _station(session: Session, user: Reader, station_id: str) -> Station:
    """Return the station asked for, the user's first where none is."""
    scope = Scope(session, user)
    if station_id:
        station = scope.get(Station, station_id)
    else:
        first = session.exec(scope.select(Station).order_by(col(Station.code)).limit(1)).first()
        if first is None:
            raise NotFound(N_("找不到该内容。"))
        station = first
    access.require(user, "figures.read", Facts(station_id=station.id))
    return station


def by_code(session: Session, code: str | None) -> Station:
    """Return a station by its code for the console; without one, the only station. Raises NotFound otherwise."""
    query = select(Station).order_by(col(Station.code))
    rows = session.exec(query.where(Station.code == code) if code else query).all()
    if len(rows) != 1:
        raise NotFound(N_("没有这个工作站，或者有几个工作站而没有指明是哪一个。"))
    return rows[0]


def note_export(session: Session, report: Report, form: str, *, by: Reader, now: datetime) -> None:
    """Write down that a report left the station as a file."""
    access.require(by, "figures.read", Facts(station_id=report.station_id))
    history.record(
        session, station_id=report.station_id, actor=by.id, act="figures.export",
        subject=("figures", report.period.key), fields={"period": report.period.key, "form": form}, now=now,
    )  # fmt: skip
