"""The workings of all claims of a case as one paper (测算明细): numbered, sealed, annexed to the agreement if any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, col

from mediation import access, config, press
from mediation.access import Reader, Scope
from mediation.domain import datewords
from mediation.domain.claims import Line
from mediation.domain.claimwords import CLAIM_WORDS
from mediation.domain.refusals import N_, Conflict, Refused
from mediation.domain.rulebook import RuleBook
from mediation.domain.workdays import Step
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.claim_sheet import ClaimSheet
from mediation.models.document import Document
from mediation.models.settlement import Settlement
from mediation.models.station import Station
from mediation.office import casebook, cases, claim_sheets_now, claim_sheets_pages, documents, rules
from mediation.office.book import Book
from mediation.office.casebook import facts_of
from mediation.office.parties import side_line
from mediation.office.reasons import law_record
from mediation.office.records.claims import GivenFact
from mediation.press import Printed
from mediation.press.canonical import digest

KIND: Final = "claim_annex"
FINAL: Final = {True: "在一裁终局限额以内", False: "超过一裁终局限额"}
YES_NO: Final = {"true": "是", "false": "否"}
MOST_LINE: Final = 200
PLAIN: Final = frozenset({"case_number", "agreement", "on", "governed_on", "rulebook"})
"""What of the record is a day, a number or an id by its type: the paper writes it as it needs."""


@dataclass(frozen=True)
class Prepared:
    """An annex ready to be printed."""

    case_id: str
    issue: documents.Issue
    record: dict[str, Any]


def prepare(session: Session, case_id: str, *, by: Reader, now: datetime) -> Prepared:
    """Return the annex's frozen record with its number.

    Raises Refused where no claim was worked out, Conflict for one that was issued as it is now or for a closed case.
    """
    case, scope = _changeable(session, case_id, by), Scope(session, by)
    book, station = casebook.open_book(session, case), session.get_one(Station, case.station_id)
    sheets = {one.claim_id: one for one in claim_sheets_now.of_case(scope, case.id)}
    worked = [(one, sheets[one.id]) for one in book.claims if one.id in sheets]
    if not worked:
        raise Refused(N_("本案还没有保存过测算，先在请求事项中测算。"))
    agreement = _agreement(scope, case.id)
    body = _body(book, station, worked) | {"agreement": (agreement.number or "") if agreement else ""}
    body = datewords.throughout(body, but=PLAIN)
    _refuse_twice(scope, case.id, body)
    year = station_day(now).year
    given = casebook.next_number(session, station, year, "paper.算")
    number, code = f"（{year}）{station.short_name or station.code}算字第{given:04d}号", documents.new_code()
    names = cases.names_of(session, station.id)
    body |= _signed(number, code, station_day(now).isoformat(), names.get(by.id, by.id)[:40])
    about = agreement.id if agreement else ""
    return Prepared(case.id, documents.Issue(KIND, number, code, about=about), body)


def store(session: Session, prepared: Prepared, printed: Printed, *, by: Reader, now: datetime) -> Document:
    """Store a printed annex for good."""
    case = _changeable(session, prepared.case_id, by)
    return documents.store(session, case, prepared.issue, printed, by=by, now=now)


def of_agreement(scope: Scope, settlement_id: str) -> Document | None:
    """Return the newest annex of an agreement that the user may see, None where it has none."""
    query = scope.select(Document).where(Document.kind == KIND, Document.about == settlement_id)
    return scope.session.exec(query.order_by(col(Document.issued_at).desc())).first()


def _changeable(session: Session, case_id: str, by: Reader) -> Case:
    case = Scope(session, by).get(Case, case_id)
    access.require(by, "claim.compute", facts_of(session, case))
    if case.state != "open":
        raise Conflict(N_("本案已结案，不能再出具测算明细；请由站长先恢复办理。"))
    return case


def _agreement(scope: Scope, case_id: str) -> Settlement | None:
    """Return the agreement issued last: the one that the annex belongs to."""
    query = scope.select(Settlement).where(Settlement.case_id == case_id, Settlement.state == "issued")
    return scope.session.exec(query.order_by(col(Settlement.changed_at).desc())).first()


def _signed(number: str, code: str, issued_on: str, issued_by: str) -> dict[str, str]:
    address = f"{config.settings().base_url.rstrip('/')}/verify/{code}"
    return {"number": number, "issued_on": issued_on, "issued_by": issued_by, "verification_url": address}


def _refuse_twice(scope: Scope, case_id: str, body: dict[str, Any]) -> None:
    """Raise Conflict where the paper issued last says the same: made again with its number it has its sum."""
    query = scope.select(Document).where(Document.kind == KIND, Document.case_id == case_id)
    last = scope.session.exec(query.order_by(col(Document.issued_at).desc())).first()
    if last is None:
        return
    names = cases.names_of(scope.session, last.station_id)
    by = names.get(last.issued_by or "", last.issued_by or "")[:40]
    again = body | _signed(last.number, last.code, station_day(last.issued_at).isoformat(), by)
    if digest(press.prepare(KIND, again)) == last.record_sha256:
        raise Conflict(N_("测算明细已经按现有测算出具，不需要再次出具；请直接下载。"))


def _body(book: Book, station: Station, worked: list[tuple[Claim, ClaimSheet]]) -> dict[str, Any]:
    laws = rules.current().book
    return {
        "case_number": book.case.number, "organisation": station.organisation_name,
        "applicants": side_line(book.parties, "applicant").zh[:MOST_LINE],
        "respondents": side_line(book.parties, "respondent").zh[:MOST_LINE],
        "claims": [claim_part(claim, row, laws) for claim, row in worked],
    }  # fmt: skip


def claim_part(claim: Claim, row: ClaimSheet, book: RuleBook) -> dict[str, Any]:
    """Return one claim as papers print it: facts, steps, warnings."""
    sheet = claim_sheets_pages.kept_record(row, book, {})
    return {
        "name": CLAIM_WORDS[claim.kind], "claimed": claim.amount, "amount": sheet.amount, "place": sheet.place.zh,
        "on": sheet.on.isoformat(), "governed_on": sheet.governed_on.isoformat(),
        "facts": [_fact(one) for one in sheet.facts], "steps": [step_part(Line.read(one), book) for one in row.steps],
        "final_award": FINAL[sheet.final_award] if sheet.final_award is not None else "",
        "warnings": [Step.read(one).text() for one in row.warnings], "rulebook": sheet.rulebook,
    }  # fmt: skip


def _fact(one: GivenFact) -> dict[str, Any]:
    if one.type == "moneys":
        return {"name": one.label.zh, "lines": ["、".join(line[0] for line in one.lines) + "元"]}
    unit = "元" if one.type == "money" else ""
    lines = ["　".join(YES_NO.get(part, part) for part in line) + unit for line in one.lines]
    return {"name": one.label.zh, "lines": [line[:MOST_LINE] for line in lines] or ["没有"]}


def step_part(line: Line, book: RuleBook) -> dict[str, str]:
    """Return one step as papers print it."""
    laws = (law_record(book, key) for key in line.law)
    cited = "；".join(one.title.zh + ("" if one.verified else "（条文待核）") for one in laws)
    return {"text": line.says.text(), "value": line.value, "law": cited[:MOST_LINE]}
