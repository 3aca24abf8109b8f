"""The case page, and the audited look at a sealed number."""

import json
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation import access, seals
from mediation.access import Reader, Scope
from mediation.domain import advice
from mediation.domain.refusals import N_, NotFound
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.document import Document
from mediation.models.escalation import Escalation, Suggestion
from mediation.models.history import HistoryLine as HistoryRow
from mediation.models.party import Party
from mediation.models.referral import Referral
from mediation.models.settlement import Settlement
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import claim_sheets_now, dates, duplicates, endings, history, intake, merged, referrals, rules
from mediation.office.book import Book
from mediation.office.casebook import facts_of, open_book
from mediation.office.claimviews import claim_record, party_record
from mediation.office.parties import side_line
from mediation.office.reasons import Reasons
from mediation.office.records import (
    AdviceRecord,
    Care,
    CaseHeader,
    CasePage,
    DeadlineRecord,
    DocumentRow,
    EscalationRecord,
    FactsRecord,
    HistoryLine,
    NextStep,
    ReferralRecord,
    Said,
    SettlementRow,
    Words,
    WorkedOut,
)

MOST_HISTORY = 200
CASE_ACTS = (
    "case.edit", "case.unmask", "claim.compute", "clock.note", "unsafe.withdraw", "settlement.draft",
    "settlement.issue", "document.read",
)  # fmt: skip

correct = intake.correct
withdraw_unsafe = referrals.withdraw_unsafe


def page(session: Session, case_id: str, *, user: Reader, now: datetime) -> CasePage:
    """Return everything about one case that the user may see; raises NotFound for any other."""
    scope = Scope(session, user)
    case = scope.get(Case, case_id)
    book = open_book(session, case)
    view = _View(scope, book, now)
    return CasePage(
        header=header(session, book, view.people),
        about=view.about,
        parties=tuple(party_record(one, "case.unmask" in view.may, view.today) for one in book.parties),
        claims=tuple(claim_record(one, view.worked) for one in book.claims) if view.wages else (),
        facts=_facts(case),
        referrals=view.referrals(),
        deadlines=view.deadlines,
        escalations=view.escalations(),
        advice=view.advice(),
        next_steps=view.next_steps(),
        settlements=view.settlements(),
        documents=view.documents(),
        history=view.history(),
        may=view.may,
        twins=duplicates.of_case(scope, case.id) if user.role in access.CASE_WIDE else (),
        merged_into=duplicates.merged_into(scope, case),
        ending=endings.of_case(
            session, book, view.about, view.settlement_rows, user=user, people=view.people, wages=view.wages, now=now
        ),
        hidden=() if view.wages else ("claims", "settlements", "documents"),
    )


class _View:
    """One user's view of one case: what is fetched, once, and what of it is shown."""

    def __init__(self, scope: Scope, book: Book, now: datetime) -> None:
        self.scope, self.book, self.now = scope, book, now
        self.session, self.case, self.user = scope.session, book.case, scope.user
        self.referral_rows = self._rows(Referral, col(Referral.referred_at))
        alive = frozenset(one.desk for one in self.referral_rows if one.state in ("open", "accepted"))
        self.about = access.Facts(station_id=self.case.station_id, lead_desk=self.case.lead, open_desks=alive)
        self.may = frozenset(act for act in CASE_ACTS if access.may(self.user, act, self.about)) - self._shut()
        self.wages = access.sees(self.user, "wage_papers", self.about)
        self.reasons = Reasons(rules.current().book, self.case.received_on)
        self.people = names_of(self.session, self.case.station_id)
        self.today = station_day(now)

    def _shut(self) -> frozenset[str]:
        shut = set() if "unsafe" in self.case.flags else {"unsafe.withdraw"}
        if self.case.mediation != "open" or self.case.state != "open":
            shut |= {"settlement.draft", "settlement.issue"}
        if self.case.state != "open":
            shut |= {"case.edit", "claim.compute", "clock.note"}
        return frozenset(shut)

    def _rows(self, model: Any, order: Any) -> list[Any]:
        query = self.scope.select(model).where(model.case_id == self.case.id).order_by(order)
        return list(self.session.exec(query).all())

    def referrals(self) -> tuple[ReferralRecord, ...]:
        """Return the referrals, living ones first, the lead at their head."""
        order = {"open": 0, "accepted": 0, "returned": 1, "closed": 2}
        rows = sorted(self.referral_rows, key=lambda one: (order[one.state], one.role != "lead", one.accept_by))
        return tuple(self._referral(row) for row in rows)

    def _referral(self, row: Referral) -> ReferralRecord:
        about = access.Facts(station_id=row.station_id, desk=row.desk, lead_desk=self.case.lead)
        alive = row.state in ("open", "accepted")
        return ReferralRecord(
            id=row.id, desk=row.desk, role=row.role, priority=row.priority,
            state="waiting" if row.state == "open" else row.state,
            referred_at=row.referred_at, accept_by=row.accept_by,
            late=row.state == "open" and row.accept_by < self.now,
            accepted_at=row.accepted_at, accepted_by=self.people.get(row.accepted_by or "", ""),
            assigned_to=self.people.get(row.assigned_to or "", ""),
            closed_at=row.closed_at, closed_why=referrals.closed_why(row),
            reasons=self.reasons.all(row.because),
            may_accept=row.state == "open" and access.may(self.user, "referral.accept", about),
            may_send_back=alive and row.desk != "police" and access.may(self.user, "referral.return", about),
        )  # fmt: skip

    @cached_property
    def deadlines(self) -> tuple[DeadlineRecord, ...]:
        """The dates, open ones first by day."""
        rows = self._rows(Deadline, col(Deadline.safe_on))
        claims = {claim.id: claim.kind for claim in self.book.claims}
        kept = [row for row in rows if self.wages or row.subject not in claims]
        kept.sort(key=lambda one: (one.state != "open", one.safe_on, one.kind))
        return tuple(dates.record(row, self.reasons, claims, self.today) for row in kept)

    @cached_property
    def worked(self) -> dict[str, WorkedOut]:
        """What the claims were worked out to, by claim."""
        kept = claim_sheets_now.of_case(self.scope, self.case.id, brief=True)
        return claim_sheets_now.worked_out(self.case, kept, now=self.now)

    def escalations(self) -> tuple[EscalationRecord, ...]:
        """Return the open escalations, highest level first."""
        rows = [row for row in self._rows(Escalation, col(Escalation.level).desc()) if row.state == "open"]
        return tuple(
            EscalationRecord(
                row.id, self.reasons.title(row.rule), row.level, row.raised_at, self.reasons.one(row.because[0]),
                acknowledged_by=self.people.get(row.acknowledged_by or "", ""), acknowledged_at=row.acknowledged_at,
                may_acknowledge=row.acknowledged_at is None
                and access.may(self.user, "escalation.acknowledge", replace(self.about, level=row.level)),
            )  # fmt: skip
            for row in rows
        )

    def advice(self) -> tuple[AdviceRecord, ...]:
        """Return what rules require, warn of and suggest, in this order."""
        order = {"require": 0, "warn": 1, "suggest": 2}
        rows = [row for row in self._rows(Suggestion, col(Suggestion.code)) if row.state == "open"]
        rows.sort(key=lambda one: (order[one.kind], one.code))
        return tuple(
            AdviceRecord(row.code, row.kind, Words(*advice.words_of(row.code)), self.reasons.one(row.because[0]))
            for row in rows
        )

    def next_steps(self) -> tuple[NextStep, ...]:
        """Return who must do what next: the lead accepts, then the nearest open dates."""
        steps = [
            NextStep(Said(N_("接收案件")), row.desk, row.accept_by, row.accept_by < self.now)
            for row in self.referral_rows
            if row.state == "open" and row.role == "lead"
        ]
        for one in self.deadlines:
            if one.state in ("overdue", "today", "soon"):
                text = Said(N_("办理：%(name)s"), {"name": one.name})
                steps.append(NextStep(text, one.who, one.safe_on, one.days_left < 0))
        return tuple(steps[:5])

    @cached_property
    def settlement_rows(self) -> list[Settlement]:
        """The settlements the user may see, newest first."""
        return self._rows(Settlement, col(Settlement.changed_at).desc())

    def settlements(self) -> tuple[SettlementRow, ...]:
        """Return the settlements, newest first."""
        return tuple(
            SettlementRow(row.id, row.state, row.total, row.changed_at, self.people.get(row.changed_by or "", ""))
            for row in self.settlement_rows
        )

    def documents(self) -> tuple[DocumentRow, ...]:
        """Return the issued documents, newest first."""
        rows = self._rows(Document, col(Document.issued_at).desc())
        return tuple(
            DocumentRow(
                row.id, row.kind, row.number, row.issued_at, self.people.get(row.issued_by or "", ""), row.sha256,
                row.size, row.code,
            )  # fmt: skip
            for row in rows
        )

    def history(self) -> tuple[HistoryLine, ...]:
        """Return the case's history, newest first."""
        query = (
            self.scope.select(HistoryRow)
            .where(HistoryRow.case_id == self.case.id)
            .order_by(col(HistoryRow.at).desc(), col(HistoryRow.seq).desc())  # by seq alone SQLite walks all cases
            .limit(MOST_HISTORY)
        )
        return tuple(
            HistoryLine(row.at, self.people.get(row.actor, row.actor), row.act, None, _noted(row))
            for row in self.session.exec(query)
        )


def _noted(row: HistoryRow) -> tuple[tuple[str, str], ...]:
    """Return the plain notes of a history line; lists and fingerprints stay in the audit."""
    notes = json.loads(row.fields_json)
    return tuple((name, str(value)) for name, value in notes.items() if isinstance(value, (str, int)) and value != "")


def header(session: Session, book: Book, people: dict[str, str]) -> CaseHeader:
    """Return the head of every page about a case."""
    case = book.case
    station = session.get_one(Station, case.station_id)
    return CaseHeader(
        id=case.id, number=case.number, station_name=station.name, received_at=case.received_at, channel=case.channel,
        applicants=side_line(book.parties, "applicant"), respondents=side_line(book.parties, "respondent"),
        workers=case.workers, summary=case.summary, mediation=case.mediation, state=case.state, lead=case.lead,
        flags=tuple(case.flags), logged_by=people.get(case.logged_by or "", ""), rulebook=case.rulebook,
        care=tuple(_care(one) for one in book.parties if _needs_care(one)), took_over=merged.numbers(session, case),
    )  # fmt: skip


def _needs_care(party: Party) -> bool:
    return party.contact_unsafe or party.interpreter or bool(party.language or party.adaptations)


def _care(party: Party) -> Care:
    return Care(
        party.name, party.contact_unsafe, party.contact_note, party.language, party.interpreter, party.adaptations
    )


def names_of(session: Session, station_id: str) -> dict[str, str]:
    """Return the names of everybody who works at a station, by id."""
    rows = session.execute(sa.select(col(User.id), col(User.display_name), col(User.name)))
    return {row[0]: row[1] or row[2] for row in rows}


def _facts(case: Case) -> FactsRecord:
    return FactsRecord(
        case.hired_on, case.ended_on, case.relation, case.written_contract, case.union_told, case.threat,
        case.gathering, case.stoppage, case.violence, case.employer_absconded, case.payment_order_ignored,
        case.willing_applicant, case.willing_respondent,
    )  # fmt: skip


def unmask(
    session: Session, case_id: str, party_id: str, column: str, *, reason: str, by: Reader, now: datetime
) -> str:
    """Open one sealed number of a party of the case for the user and write down who looked and why.

    Raises NotFound for a party of another case, one the user may not see, or a number that was never given; Forbidden
    where the desk doesn't lead.
    """
    scope = Scope(session, by)
    party = scope.get(Party, party_id)
    case = scope.get(Case, case_id)
    access.require(by, "case.unmask", facts_of(session, case))
    sealed = getattr(party, f"{column}_sealed", None) if column in ("id_number", "phone") else None
    if sealed is None or party.case_id != case.id:
        raise NotFound(N_("没有登记这个号码。"))
    history.record(
        session, station_id=case.station_id, actor=by.id, act="case.unmask", subject=("party", party.id),
        case_id=case.id, fields={"column": column, "reason": reason}, now=now,
    )  # fmt: skip
    return seals.open(sealed, table="party", column=column, row=party.id)
