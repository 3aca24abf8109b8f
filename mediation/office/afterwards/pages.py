"""The page of what comes after mediation: endings, agreements with their payments and ways to a title, visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain import endings, routes
from mediation.domain.arrears import Arrears, Part
from mediation.domain.refusals import Problem
from mediation.domain.routes import Route
from mediation.domain.worktime import station_day
from mediation.models.afterwards import FollowUp, RouteStep, Satisfaction
from mediation.models.case import Case
from mediation.models.consent import Service
from mediation.models.deadline import Deadline
from mediation.models.document import Document
from mediation.models.party import Party
from mediation.models.settlement import Settlement
from mediation.office import cases, evidence
from mediation.office.afterwards import deals, grounds
from mediation.office.afterwards.visits import VISITS
from mediation.office.book import Book
from mediation.office.casebook import facts_of, open_book
from mediation.office.evidence import EvidenceLine
from mediation.office.records.case import CaseHeader

PROOFS = ("payment_proof", "bank_record", "signed_paper", "photo", "chat")
NOTICE = "termination_notice"


@dataclass(frozen=True)
class ReportLine:
    """What somebody said of an instalment; `who` "" is the station; `counts`: it isn't only the payer's word."""

    says: str
    amount: int | None
    on: date | None
    who: str
    words: str
    evidence_id: str
    said_at: datetime
    counts: bool


@dataclass(frozen=True)
class PartLine:
    """One instalment with what came of it and what was said."""

    number: int
    part: Part
    late: bool
    reports: tuple[ReportLine, ...]


@dataclass(frozen=True)
class StepLine:
    """One step on a way; `last`: it may be taken back."""

    id: str
    route: str
    step: str
    on: date
    authority: str
    number: str
    note: str
    by: str
    last: bool


@dataclass(frozen=True)
class Agreement:
    """One agreement in force with its payments, what is owed of it, and every way to a title."""

    id: str
    number: str
    effective_on: date
    total: int
    default_clause: str
    arrears: Arrears
    parts: tuple[PartLine, ...]
    routes: tuple[Route, ...]
    steps: tuple[StepLine, ...]
    next_steps: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class LeftOpen:
    """One claim that no agreement settled, with its limitation date where one was worked out."""

    kind: str
    amount: int | None
    safe_on: date | None
    last_on: date | None


@dataclass(frozen=True)
class Told:
    """One party and when the notice of termination was served on it, None: not yet."""

    name: str
    on: date | None
    refused: bool = False


@dataclass(frozen=True)
class Afterwards:
    """Everything the page shows."""

    header: CaseHeader
    today: date
    open: bool
    ending: str
    outcome: str
    grounds: tuple[tuple[str, Problem | None], ...]
    notice: Document | None
    told: tuple[Told, ...]
    agreements: tuple[Agreement, ...]
    left_open: tuple[LeftOpen, ...]
    due: tuple[Deadline, ...]
    visits: tuple[tuple[FollowUp, str], ...]
    answers: dict[str, Satisfaction]
    parties: tuple[Party, ...]
    proofs: tuple[EvidenceLine, ...]
    may: frozenset[str]


def page(session: Session, case_id: str, *, user: Reader, now: datetime) -> Afterwards:
    """Return the page of one case; raises NotFound for one the user may not see, Forbidden for another desk's."""
    scope = Scope(session, user)
    case = scope.get(Case, case_id)
    about = facts_of(session, case)
    access.require(user, "visit.note", about)
    book, today = open_book(session, case), station_day(now)
    people = cases.names_of(session, case.station_id)
    rows = scope.select(Settlement).where(Settlement.case_id == case.id, col(Settlement.effective_on).is_not(None))
    settlements = session.exec(rows.order_by(col(Settlement.effective_on))).all()
    agreements = tuple(_agreement(session, row, people, today) for row in settlements if row.replaced_on is None)
    parties = tuple(one for one in book.parties if one.left_on is None)
    answers = session.exec(select(Satisfaction).where(Satisfaction.case_id == case.id)).all()
    visits = session.exec(select(FollowUp).where(FollowUp.case_id == case.id).order_by(col(FollowUp.on).desc())).all()
    names = {one.id: one.name for one in book.parties}
    return Afterwards(
        header=cases.header(session, book, people), today=today, open=case.state == "open",
        ending=case.ending or "", outcome=case.outcome or "", grounds=_grounds(session, case, today),
        notice=_notice(session, case), told=_told(session, case, parties), agreements=agreements,
        left_open=_left_open(session, book) if agreements else (), due=_due(session, case),
        visits=tuple((one, names.get(one.party_id or "", "")) for one in visits),
        answers={one.party_id: one for one in answers}, parties=parties,
        proofs=tuple(evidence.attachable(session, case.id, user, PROOFS)), may=_may(user, about),
    )  # fmt: skip


def _may(user: Reader, about: Facts) -> frozenset[str]:
    acts = ("visit.note", "route.note", "performance.note", "case.close", "paper.issue")
    return frozenset(act for act in acts if access.may(user, act, about))


def _grounds(session: Session, case: Case, today: date) -> tuple[tuple[str, Problem | None], ...]:
    if case.state != "open":
        return ()
    ground = grounds.of_case(session, case, today=today)
    reasons = dict.fromkeys(endings.CHOICES[one][0] for one in endings.offered(ground.in_force))
    return tuple((one, endings.on_file(one, ground, today)) for one in reasons)


def _notice(session: Session, case: Case) -> Document | None:
    query = select(Document).where(Document.case_id == case.id, Document.kind == NOTICE)
    return session.exec(query.order_by(col(Document.issued_at).desc()).limit(1)).first()


def _told(session: Session, case: Case, parties: Sequence[Party]) -> tuple[Told, ...]:
    query = select(Service).where(Service.case_id == case.id, Service.kind == NOTICE).order_by(col(Service.on))
    served = {one.party_id: one for one in session.exec(query)}
    return tuple(
        Told(one.name, served[one.id].on, served[one.id].refused) if one.id in served else Told(one.name, None)
        for one in parties
    )


def _left_open(session: Session, book: Book) -> tuple[LeftOpen, ...]:
    query = select(Deadline).where(Deadline.case_id == book.case.id, col(Deadline.kind).like("limitation.%"))
    dates = {one.subject: one for one in session.exec(query.order_by(col(Deadline.made_at)))}
    found = []
    for one in book.claims:
        if one.state != "settled":
            due = dates.get(one.id)
            found.append(LeftOpen(one.kind, one.amount, due.safe_on if due else None, due.last_on if due else None))
    return tuple(found)


def _due(session: Session, case: Case) -> tuple[Deadline, ...]:
    query = select(Deadline).where(
        Deadline.case_id == case.id, Deadline.state == "open", col(Deadline.kind).in_(VISITS)
    )
    return tuple(session.exec(query.order_by(col(Deadline.safe_on))))


def _agreement(session: Session, row: Settlement, people: dict[str, str], today: date) -> Agreement:
    rows = deals.rows_of(session, row)
    deal, parts = deals.deal(rows, today), deals.parts(rows)
    taken = deals.newest(rows)
    follow = {way: tuple(routes.FOLLOWING[taken[way].step if way in taken else ""]) for way in routes.ROUTES}
    return Agreement(
        row.id, row.number or "", row.effective_on or today, row.total or 0,
        str(row.terms.get("default_clause") or ""), deal.arrears, _parts(rows, parts, today),
        routes.of_deal(deal, today), _steps(rows, people), follow,
    )  # fmt: skip


def _parts(rows: deals.Rows, parts: tuple[Part, ...], today: date) -> tuple[PartLine, ...]:
    names = {one.id: one.name for one in rows.parties}
    found = []
    for nth, part in enumerate(parts, 1):
        told = tuple(
            ReportLine(
                one.says, one.amount, one.on, names.get(one.party_id or "", ""), one.words, one.evidence_id or "",
                one.said_at, rows.trusted(one),
            )  # fmt: skip
            for one in rows.reports
            if one.instalment_id == part.id
        )
        found.append(PartLine(nth, part, part.late(today), told))
    return tuple(found)


def _steps(rows: deals.Rows, people: dict[str, str]) -> tuple[StepLine, ...]:
    alive = deals.alive(rows.steps)
    last: dict[str, RouteStep] = {one.route: one for one in alive}
    return tuple(
        StepLine(
            one.id, one.route, one.step, one.on, one.authority, one.number, one.note, people.get(one.noted_by, ""),
            last[one.route] is one,
        )  # fmt: skip
        for one in alive
    )


