"""Log a case, and correct what was logged; both end with the rules having their say."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain import casefile
from mediation.domain.casefile import CaseFile
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.station import Station
from mediation.office import answers, casebook, docket_holds, duplicates, history, house, locks, routing, sweep_promises
from mediation.office.book import Book
from mediation.office.casebook import facts_of
from mediation.office.consents import sides


def log(
    session: Session, file: CaseFile, *, by: Reader, now: datetime, idempotency_key: str | None = None, hold: str = ""
) -> Case:
    """Store a new case, send it to its desks and start its clocks; the same `idempotency_key` twice files once.

    `hold` names a slot of a duty that the user holds for it: its place, if the case goes to the law firm.
    Raises Refused for a station that doesn't exist or isn't the user's.
    """
    station = _station(session, file.station, by)
    access.require(by, "case.log", Facts(station_id=station.id))
    known = _already(session, station, idempotency_key)
    if known is not None:
        return known
    year = station_day(file.received_at).year
    number = f"{station.code}-{year}-{casebook.next_number(session, station, year):04d}"
    book = casebook.new_rows(station, file, number=number, by=by, now=now)
    book.case.idempotency_key = idempotency_key
    session.add(book.case)
    session.flush()
    session.add_all([*book.parties, *book.claims])
    fields = {"number": number, "channel": file.channel, "claims": [claim.kind for claim in file.claims]}
    history.record(
        session, station_id=station.id, actor=by.id, act="case.log", subject=("case", book.case.id),
        fields=fields, now=now,
    )  # fmt: skip
    if hold:
        docket_holds.attach(session, hold, book.case, by=by, now=now)
    routing.reroute(session, book, station, actor=by.id, now=now, referred_at=file.received_at)
    duplicates.look_for(session, book, actor=by.id, now=now)
    sweep_promises.at_once(session, station.id, book.case.id, now=now)
    return book.case


def log_as_house(session: Session, file: CaseFile, *, now: datetime) -> dict[str, Any]:
    """Log a case from the command line and return the answer of the interface with its number."""
    case = log(session, file, by=house.at_the_console(session), now=now)
    return answers.of(session, case)


def _already(session: Session, station: Station, key: str | None) -> Case | None:
    if not key:
        return None
    return session.exec(
        select(Case).where(Case.station_id == station.id, Case.idempotency_key == key)
    ).first()


def _station(session: Session, code: str, by: Reader) -> Station:
    station = session.exec(select(Station).where(Station.code == code)).first()
    if station is None or station.id not in by.station_ids:
        raise Refused(Problem(N_("没有这个工作站，或您不属于该站"), field="station", value=code))
    return station


def correct(
    session: Session, case_id: str, changes: dict[str, Any], *, reason: str, by: Reader, now: datetime,
    seen: str | None = None, agreed_on: date | None = None,
) -> Case:  # fmt: skip
    """Correct the facts of a case and route it again; claims keep their rows, new ones are added.

    `changes` holds the parts `employment`, `risk`, `willing`, `claims`, `workers`, `summary` of the case file, each
    whole. `seen` names the version of the facts that a form showed, `agreed_on` the day since when both sides are
    willing, today unless given. Raises Refused with the faults of the new facts, or where they overrule what a party
    said itself, Occupied and Outdated (office/locks) for a form, NotFound for a case the user doesn't see.
    """
    case = _locked(session, case_id, by)
    access.require(by, "case.edit", facts_of(session, case))
    if case.state != "open":
        raise Conflict(N_("本案已结案，不能更正事实；请由督导先恢复办理。"))
    station = session.get_one(Station, case.station_id)
    book = casebook.open_book(session, case)
    before = casebook.as_file(book, station.code)
    if seen is not None:
        locks.check(session, case, "facts", by=by, now=now)
        if seen not in ("", locks.seal_of(before)):
            raise locks.outdated(session, case, "", act="case.edit")
    after = _changed(before, changes, now)
    if not reason.strip():
        raise Refused(Problem(N_("请写明更正理由"), field="reason"))
    sides.require_own_word(session, case, after.willing)
    casebook.enter_facts(case, after)
    case.workers, case.summary = after.workers, after.summary
    both = after.willing.applicant and after.willing.respondent
    case.willing_on = (case.willing_on or agreed_on or station_day(now)) if both else None
    _replace_claims(session, book, after)
    history.record(
        session, station_id=case.station_id, actor=by.id, act="case.edit", subject=("case", case.id),
        fields={"reason": reason.strip(), "changed": _moved(before, after)}, now=now,
    )  # fmt: skip
    routing.reroute(session, book, station, actor=by.id, now=now)
    sweep_promises.at_once(session, station.id, case.id, now=now)
    locks.release(session, case.id, "facts", by=by)
    return case


def _locked(session: Session, case_id: str, by: Reader) -> Case:
    scope = Scope(session, by)
    query = scope.select(Case).where(Case.id == case_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first() or scope.get(Case, case_id)


def _changed(before: CaseFile, changes: dict[str, Any], now: datetime) -> CaseFile:
    """Read the changed parts as a case file is read, so that the same faults are found."""
    stand_in = {
        "station": before.station,
        "received_at": before.received_at.isoformat(),
        "summary": before.summary,
        "applicants": [{"name": before.applicants[0].name, "kind": before.applicants[0].kind}],
        "respondents": [{"name": before.respondents[0].name, "kind": before.respondents[0].kind}],
        "claims": [{"kind": one.kind} for one in before.claims],
    }
    read = casefile.read({**stand_in, **changes}, now=now)
    parts = {
        name: getattr(read, name)
        for name in ("employment", "risk", "willing", "claims", "workers", "summary")
        if name in changes
    }
    return replace(before, **parts)


def _replace_claims(session: Session, book: Book, after: CaseFile) -> None:
    """Keep the rows of claims that stay as they are, change those of the same kind, add and drop the others."""
    wanted = list(after.claims)
    kept: list[Claim] = []
    for row in book.claims:
        match = next((one for one in wanted if one.kind == row.kind), None)
        if match is None:
            session.delete(row)
            continue
        wanted.remove(match)
        row.amount, row.known_on = match.amount, match.known_on
        row.accident_on, row.diagnosed_on = match.accident_on, match.diagnosed_on
        kept.append(row)
    fresh = casebook.claim_rows(book.case, tuple(wanted))
    book.claims = [*kept, *fresh]
    for position, row in enumerate(book.claims):
        row.position = position
        session.add(row)


def _moved(before: CaseFile, after: CaseFile) -> list[str]:
    names = ("employment", "risk", "willing", "claims", "workers", "summary")
    return [name for name in names if getattr(before, name) != getattr(after, name)]
