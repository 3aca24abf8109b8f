"""The list of a group's workers and their answers, as the pages show them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, NotFound
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.group import GroupWorker
from mediation.models.settlement import Instalment, Settlement
from mediation.office import casebook, cases, evidence
from mediation.office.casebook import facts_of
from mediation.office.evidence import EvidenceLine
from mediation.office.group import agreeing, changing, keeping, lines, paying
from mediation.office.group.agreeing import Answer
from mediation.office.group.lines import WorkerLine
from mediation.office.group.paying import Unpaid
from mediation.office.records import CaseHeader


@dataclass(frozen=True)
class Settling:
    """The settlement that the workers are asked about. `state`: draft | issued | in_force; `seen` names its terms."""

    id: str
    number: str
    state: str
    answers: tuple[Answer, ...]
    seen: str = ""

    @property
    def counts(self) -> Counter[str]:
        """Count the answers by what they say."""
        return Counter(one.state for one in self.answers)


@dataclass(frozen=True)
class GroupPage:
    """The list of a case and what the user may do; no line where the desk doesn't see papers about pay."""

    header: CaseHeader
    lines: tuple[WorkerLine, ...]
    doubles: dict[str, str]
    today: date
    sees: bool
    may_edit: bool
    may_consent: bool
    may_pay: bool
    settling: Settling | None = None
    instalments: tuple[Instalment, ...] = ()
    unpaid: tuple[Unpaid, ...] = ()
    answers: dict[str, Answer] = field(default_factory=dict)

    @property
    def there(self) -> tuple[WorkerLine, ...]:
        """Return those who haven't left."""
        return tuple(one for one in self.lines if one.state != "left")

    @property
    def left(self) -> tuple[WorkerLine, ...]:
        """Return those who left."""
        return tuple(one for one in self.lines if one.state == "left")

    @property
    def elected(self) -> tuple[WorkerLine, ...]:
        """Return who was elected to take part for all."""
        return tuple(one for one in self.lines if one.elected)

    @property
    def may_elect(self) -> bool:
        """Tell whether the group is large enough to elect."""
        return self.may_edit and len(self.there) >= changing.LEAST_TO_ELECT

    @property
    def odd_number(self) -> bool:
        """Tell whether there are fewer or more representatives than arbitration would hear."""
        least, most = changing.USUAL
        return bool(self.elected) and not least <= len(self.elected) <= most

    @property
    def other_headcount(self) -> bool:
        """Tell whether the case counts other workers than its list."""
        return bool(self.there) and len(self.there) != self.header.workers

    def state_of(self, one: WorkerLine) -> str:
        """Return what is shown of a worker: paid in full, else the answer to what is being settled, else the state."""
        answer = self.answers.get(one.id)
        return one.state if one.state in ("paid", "left") or answer is None else answer.state

    def total(self, column: str) -> int:
        """Return the sum of a column over those who haven't left; of what is offered, over those who take part."""
        return sum(getattr(one, column) or 0 for one in self.there if not (column == "offered" and one.out))


@dataclass(frozen=True)
class WorkerPage:
    """One worker to be corrected; `seen` names the version."""

    header: CaseHeader
    line: WorkerLine
    seen: str


@dataclass(frozen=True)
class AnswersPage:
    """The workers of one settlement with what each said, and what may be named as the scan."""

    header: CaseHeader
    settling: Settling | None
    proofs: tuple[EvidenceLine, ...]
    today: date
    may_consent: bool

    @property
    def proof_options(self) -> list[tuple[str, str]]:
        """Return what may be named as the scan, for a list to choose from."""
        return [(one.id, f"{one.nth} {one.title}") for one in self.proofs]


def of_case(session: Session, case_id: str, *, user: Reader, now: datetime) -> GroupPage:
    """Return the list of a case; raises NotFound for a case the user doesn't see."""
    scope = Scope(session, user)
    case = scope.get(Case, case_id)
    about = facts_of(session, case)
    sees = access.sees(user, "wage_papers", about)
    rows = lines.rows(session, case.id) if sees else []
    current = settling(session, case.id) if sees else None
    force = paying.in_force(session, case.id) if sees else None
    due = select(Instalment).where(Instalment.settlement_id == (force.id if force else ""))
    instalments = tuple(session.exec(due.order_by(col(Instalment.position)))) if force else ()
    may = case.merged_into is None and case.state == "open"
    today = station_day(now)
    return GroupPage(
        header=_header(session, case), lines=tuple(lines.line(one) for one in rows), doubles=lines.twice(rows),
        today=today, sees=sees, may_edit=may and access.may(user, "group.edit", about),
        may_consent=may and access.may(user, "group.consent", about),
        may_pay=force is not None and access.may(user, "performance.note", about), settling=current,
        instalments=instalments, unpaid=tuple(paying.unpaid(session, force.id, by_day=today)) if force else (),
        answers={one.worker_id: one for one in current.answers if one.worker_id} if current else {},
    )  # fmt: skip


def electing(session: Session, case_id: str, *, user: Reader, now: datetime) -> GroupPage:
    """Return the list of a case for whoever may say who was elected; raises NotFound, Forbidden."""
    case = Scope(session, user).get(Case, case_id)
    access.require(user, "group.edit", facts_of(session, case))
    return of_case(session, case.id, user=user, now=now)


def of_worker(session: Session, worker_id: str, *, user: Reader) -> WorkerPage:
    """Return one worker to be corrected; raises NotFound, Forbidden."""
    scope = Scope(session, user)
    row = scope.get(GroupWorker, worker_id)
    case = scope.get(Case, row.case_id)
    access.require(user, "group.edit", facts_of(session, case))
    return WorkerPage(_header(session, case), lines.line(row), keeping.seal_of(row))


def answers(session: Session, case_id: str, *, user: Reader, now: datetime) -> AnswersPage:
    """Return the answers of a case's workers; raises NotFound, and where the desk doesn't see papers about pay."""
    case = Scope(session, user).get(Case, case_id)
    about = facts_of(session, case)
    if not access.sees(user, "wage_papers", about):
        raise NotFound(N_("找不到该内容。"))
    current = settling(session, case.id)
    may = case.state == "open" and case.merged_into is None and access.may(user, "group.consent", about)
    return AnswersPage(
        header=_header(session, case), settling=current, may_consent=may, today=station_day(now),
        proofs=tuple(evidence.attachable(session, case.id, user)) if may else (),
    )  # fmt: skip


def settling(session: Session, case_id: str) -> Settling | None:
    """Return the settlement that is being made, else the one in force; None without any."""
    query = select(Settlement).where(Settlement.case_id == case_id, col(Settlement.replaced_on).is_(None))
    rows = sorted(session.exec(query), key=lambda one: (one.effective_on is not None, -one.changed_at.timestamp()))
    if not rows:
        return None
    row = rows[0]
    state = "in_force" if row.effective_on else row.state
    return Settling(row.id, row.number or "", state, agreeing.standing(session, row), agreeing.seal_of(row))


def _header(session: Session, case: Case) -> CaseHeader:
    book = casebook.open_book(session, case)
    return cases.header(session, book, cases.names_of(session, case.station_id))
