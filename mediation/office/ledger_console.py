"""A ledger at the command line: read, imported as the house, answered row by row."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from mediation import db
from mediation.domain import figures as periods
from mediation.domain.ledger import answer
from mediation.domain.ledger.grid import Sheet
from mediation.domain.ledger.sheet import ReadSheet
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.ledger import LedgerRow
from mediation.models.station import Station
from mediation.office import figures, figures_sheet, house, ledger, ledger_export, ledger_run
from mediation.office.figures_hidden import for_partners
from mediation.office.figures_sheet import Word
from mediation.office.house import HouseUser


def bring_in(
    sheets: tuple[Sheet, ...], *, name: str, content: bytes, station: str | None, wanted: str | None, now: datetime
) -> tuple[ReadSheet, dict[str, Any]]:
    """Import a ledger in small transactions; return what was read and the answer with the number of each case."""
    with db.transaction() as session:
        by = house.at_the_console(session)
        code = station or _only_station(session)
        row = ledger.begin(session, sheets, code, name=name, content=content, by=by, now=now, wanted=wanted)
        _, read = ledger.look(session, row.id, user=by, now=now)
    ledger_run.run(row.id, by=by, now=now)
    with db.reading() as session:
        return read, _answer(session, row.id, read)


def take_out(
    session: Session, station: str | None, *, since: date | None, until: date | None, now: datetime
) -> bytes:
    """Return the cases of one station, of all unless named, as an .xlsx file, as a supervisor would get them."""
    by = _supervisor(session)
    if station:
        by = replace(by, station_ids=(_named(session, station).id,))
    return ledger_export.cases(session, by=by, now=now, since=since, until=until)


def statistics(
    session: Session, station: str | None, *, since: date | None, until: date | None, now: datetime, word: Word,
    in_station: bool = False,
) -> bytes:  # fmt: skip
    """Return the figures of a station from day to day (this month unless said) as an .xlsx file.

    Small numbers are hidden, for files leave the station, unless they are asked for `in_station`.
    """
    ledger_export.check_days(since, until)
    last = until or station_day(now)
    first = since or last.replace(day=1)
    ledger_export.check_days(first, last)
    found = _named(session, station or _only_station(session))
    report = figures.report(session, found, periods.between(first, last), now=now, user=None)
    figures.note_export(session, report, "xlsx_in_station" if in_station else "xlsx", by=_supervisor(session), now=now)
    return figures_sheet.write(report if in_station else for_partners(report), word=word)


def _supervisor(session: Session) -> HouseUser:
    return replace(house.at_the_console(session), role="supervisor")


def _named(session: Session, code: str) -> Station:
    found = session.exec(select(Station).where(Station.code == code)).first()
    if found is None:
        raise Refused(Problem(N_("没有这个工作站，或您不属于该站"), field="--station", value=code))
    return found


def _answer(session: Session, import_id: str, read: ReadSheet) -> dict[str, Any]:
    """Return the answer to the reading, with what became of each row in the book."""
    told = answer.of_sheet(read)
    query = (
        select(LedgerRow, Case.number)
        .outerjoin(Case, col(LedgerRow.case_id) == Case.id)
        .where(LedgerRow.import_id == import_id)
    )
    stored = {row.row: (row, number) for row, number in session.exec(query)}
    for one in told["rows"]:
        row, number = stored[one["row"]]
        one["status"] = row.state
        if row.reason:
            one["reason"] = row.reason
        if number:
            one["case"] = number
    told["import"], told["counts"] = import_id, ledger.counts(session, import_id)
    return told


def _only_station(session: Session) -> str:
    codes = session.exec(select(Station.code).order_by(col(Station.code))).all()
    if len(codes) == 1:
        return codes[0]
    if not codes:
        raise Refused(Problem(N_("还没有工作站：请先添加用户和工作站"), field="--station"))
    raise Refused(Problem(N_("有多个工作站，请写明导入哪一个"), field="--station", allowed=", ".join(codes)))
