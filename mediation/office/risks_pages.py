"""Dangers as pages and paper show them: those of one case with their call sheets, those of a station by urgency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.worktime import ZONE
from mediation.models.case import Case
from mediation.models.party import Party
from mediation.models.risk import VIOLENT, Risk, RiskCall
from mediation.models.station import Station
from mediation.office import casebook, cases, history
from mediation.office.casebook import facts_of
from mediation.office.parties import side_line
from mediation.office.records import CaseHeader
from mediation.press import Printed

KIND_WORDS = {
    "threat": "扬言过激行为", "gathering": "聚集", "stoppage": "停工", "assault": "动手打人", "injury": "有人受伤",
    "weapon": "持有凶器", "restraint": "限制人身自由", "self_harm": "扬言自伤自杀",
}  # fmt: skip
LISTED = 200


@dataclass(frozen=True)
class RiskRow:
    """One danger with its call sheet; `late`: the police should have been told by now."""

    row: Risk
    calls: tuple[RiskCall, ...]
    late: bool
    number: str = ""
    parties: str = ""

    @property
    def reached(self) -> int:
        """How many of the call sheet were reached."""
        return sum(one.reached_at is not None for one in self.calls)


@dataclass(frozen=True)
class RiskPage:
    """The dangers of one case, the open ones first, and what the user may do about them."""

    header: CaseHeader
    rows: tuple[RiskRow, ...]
    people: Mapping[str, str]
    may: frozenset[str]
    guarded: bool  # the police keep the flag of violence: such a danger can't be lifted yet


def of_case(session: Session, case_id: str, *, user: Reader, now: datetime) -> RiskPage:
    """Return the dangers of a case the user may see; raises NotFound for any other."""
    scope = Scope(session, user)
    case = scope.get(Case, case_id)
    about = facts_of(session, case)
    access.require(user, "risk.read", about)
    people = cases.names_of(session, case.station_id)
    found = session.exec(scope.select(Risk).where(Risk.case_id == case.id).order_by(col(Risk.noted_at).desc())).all()
    found = sorted(found, key=lambda one: one.state != "open")
    may = {act for act in ("risk.note", "risk.lift") if access.may(user, act, about)}
    if case.state != "open":
        may.discard("risk.note")
    header = cases.header(session, casebook.open_book(session, case), people)
    return RiskPage(header, _rows(scope, found, now), people, frozenset(may), "unsafe" in case.flags)


def overview(session: Session, *, user: Reader, now: datetime) -> tuple[RiskRow, ...]:
    """Return the open dangers of the user's stations: first those whose report is overdue, then by its time."""
    for station_id in user.station_ids:
        access.require(user, "supervision.read", Facts(station_id=station_id))
    scope = Scope(session, user)
    query = scope.select(Risk).where(Risk.state == "open").order_by(col(Risk.report_by)).limit(LISTED)
    found = sorted(session.exec(query).all(), key=lambda one: (one.reported_at is not None, one.report_by))
    ids = {one.case_id for one in found}
    numbers = {one.id: one.number for one in session.exec(scope.select(Case).where(col(Case.id).in_(ids)))}
    parties: dict[str, list[Party]] = {}
    for party in session.exec(scope.select(Party).where(col(Party.case_id).in_(ids)).order_by(col(Party.position))):
        parties.setdefault(party.case_id, []).append(party)
    lines = {one: f"{side_line(of, 'applicant')} 诉 {side_line(of, 'respondent')}" for one, of in parties.items()}
    return _rows(scope, found, now, numbers, lines)


def _rows(
    scope: Scope, found: Iterable[Risk], now: datetime, numbers: Mapping[str, str] | None = None,
    lines: Mapping[str, str] | None = None,
) -> tuple[RiskRow, ...]:  # fmt: skip
    risks = list(found)
    sheets: dict[str, list[RiskCall]] = {}
    calls = scope.select(RiskCall).where(col(RiskCall.risk_id).in_([one.id for one in risks]))
    for call in scope.session.exec(calls.order_by(col(RiskCall.position))):
        sheets.setdefault(call.risk_id, []).append(call)
    return tuple(
        RiskRow(
            one, tuple(sheets.get(one.id, ())), late_report(one, now), (numbers or {}).get(one.case_id, ""),
            (lines or {}).get(one.case_id, ""),
        )
        for one in risks
    )  # fmt: skip


def late_report(risk: Risk, now: datetime) -> bool:
    """Tell whether the police should have been told of an open danger by now."""
    return risk.state == "open" and risk.reported_at is None and risk.report_by < now


def report_record(session: Session, risk_id: str, *, by: Reader, now: datetime) -> dict[str, Any]:
    """Return the record of the report to the police; raises NotFound for a danger the user may not see."""
    scope = Scope(session, by)
    risk = scope.get(Risk, risk_id)
    page = of_case(session, risk.case_id, user=by, now=now)
    station = session.get_one(Station, risk.station_id)
    calls = next(one.calls for one in page.rows if one.row.id == risk.id)
    return {
        "organisation": station.organisation_name, "station": station.name, "station_phone": station.phone,
        "number": page.header.number, "parties": f"{page.header.applicants} 诉 {page.header.respondents}"[:200],
        "kind": KIND_WORDS[risk.kind], "violent": risk.kind in VIOLENT, "people": risk.people, "place": risk.place,
        "seen_at": _local(risk.seen_at), "words": risk.words, "measures": risk.measures,
        "noted_by": page.people.get(risk.noted_by, risk.noted_by)[:40], "reported_to": risk.reported_to,
        "reported_at": _local(risk.reported_at), "reported_number": risk.reported_number,
        "calls": [
            {"who": one.who, "phone": one.phone, "reached_at": _local(one.reached_at),
             "reached_by": page.people.get(one.reached_by or "", "")[:40]}
            for one in calls
        ],
        "printed_by": page.people.get(by.id, by.id)[:40], "printed_at": _local(now),
    }  # fmt: skip


def note_print(session: Session, risk_id: str, printed: Printed, *, by: Reader, now: datetime) -> None:
    """Write down that the report was printed, and which file it was."""
    risk = Scope(session, by).get(Risk, risk_id)
    history.record(
        session, station_id=risk.station_id, actor=by.id, act="risk.print", subject=("risk", risk.id),
        case_id=risk.case_id, fields={"sha256": printed.sha256}, now=now,
    )  # fmt: skip


def _local(at: datetime | None) -> str:
    return f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}" if at else ""
