"""What a case's stored decision rested on: its facts, the rules of that time, and whether they still say the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlmodel import Session, col

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.calendars import calendar_of
from mediation.domain.plainrules import PlainRules
from mediation.domain.results import Answer, Ground
from mediation.domain.rulebook import RuleBook
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.referral import ALIVE, Referral
from mediation.models.station import Station
from mediation.office import casebook, rule_texts, rules
from mediation.office.book import Book
from mediation.office.records.proofs import Basis


@dataclass(frozen=True)
class Asked:
    """One case as one reader asks about it; `answer` is the decision made again by the plain reading."""

    scope: Scope
    stored: Book
    book: RuleBook
    ground: Ground
    answer: Answer
    basis: Basis
    deadlines: tuple[Deadline, ...]
    about: Facts
    wages: bool

    @property
    def session(self) -> Session:
        """Give the session."""
        return self.scope.session

    @property
    def may_print(self) -> bool:
        """Say whether the reader may issue a proof sheet of the case."""
        return access.may(self.scope.user, "proof.issue", self.about)


def ask(session: Session, case_id: str, *, user: Reader) -> Asked:
    """Return what the case's decision rested on; raises NotFound for a case the user may not see."""
    scope = Scope(session, user)
    case = scope.get(Case, case_id)
    stored = casebook.open_book(session, case)
    station = session.get_one(Station, case.station_id)
    book, kept = book_of(session, case.rulebook)
    standing = casebook.standing(session, stored, now=case.decided_at)
    standing = replace(standing, employer_open_cases=case.situation.get("employer_open_cases", 0))
    ground = Ground(
        casebook.as_file(stored, station.code), calendar_of(book), standing, case.decided_at,
        duty=casebook.settings_of(session, station).duty,
    )  # fmt: skip
    answer = Answer(ground, PlainRules(book))
    referrals = scope.select(Referral).where(Referral.case_id == case.id, col(Referral.state).in_(ALIVE))
    alive = {row.desk: row.role for row in session.exec(referrals)}
    deadlines = session.exec(scope.select(Deadline).where(Deadline.case_id == case.id).order_by(col(Deadline.safe_on)))
    tally = answer.heard.tally
    now = {desk: "lead" if desk == tally.lead else "assist" for desk in tally.priority}
    current = rules.current().book.digest == book.digest
    basis = Basis(ground.judged_on, case.decided_at, book.digest, kept, current, case.state != "open" or alive == now)
    about = Facts(station_id=case.station_id, lead_desk=case.lead, open_desks=frozenset(alive))
    access.require(user, "case.read", about)
    return Asked(
        scope, stored, book, ground, answer, basis, tuple(deadlines), about, access.sees(user, "wage_papers", about)
    )


def book_of(session: Session, digest: str) -> tuple[RuleBook, bool]:
    """Return the rule book that was in use under `digest`, and whether it is kept; else the one in use."""
    in_use = rules.current().book
    if digest in ("", in_use.digest):
        return in_use, True
    kept = rule_texts.book_of(session, digest)
    return (kept, True) if kept is not None else (in_use, False)
