"""The day board: what is due, who waits for whom, what has escalated; and the state of the rules."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel, col

from mediation.access import Reader, Scope
from mediation.db import Session
from mediation.domain.articles import in_english
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation
from mediation.models.referral import Referral
from mediation.office import inbox, rules, rules_failing, supervision_escalations, talks_due
from mediation.office.parties import short_names
from mediation.office.records import (
    BoardPage,
    CaseRow,
    Counts,
    DueRow,
    Fault,
    RulesStatus,
    WaitingRow,
    Words,
)
from mediation.office.records.supervision import EscalationRow
from mediation.office.sittings import appointments
from mediation.office.sittings.appointments import Appointment
from mediation.office.sweep_status import sweep_status

ROWS = 20
AHEAD_DAYS = 7
MOST_COUNTED = 1000
"""Pages write 999+ for it."""


def day(session: Session, *, user: Reader, now: datetime) -> BoardPage:
    """Return the board of the user's day; a fixed number of queries however full the station is."""
    scope = Scope(session, user)
    board = _Board(scope, now)
    supervisor = user.role == "supervisor"
    return BoardPage(
        today=board.today,
        counts=board.counts(supervisor),
        due=board.due(),
        waiting=board.waiting(),
        recent=board.recent(),
        escalations=board.escalations() if supervisor else (),
        talks=talks_due.board(scope, today=board.today) if talks_due.minds_talks(user) else (),
        sittings=board.sittings(),
        rules_faults=faults() if supervisor else (),
        rules_published=rules.current().published,
        undecided=rules_failing.count_of(session, user, now=now) if supervisor else 0,
        sweep=sweep_status(session, now),
    )


class _Board:
    def __init__(self, scope: Scope, now: datetime) -> None:
        self.scope, self.session, self.now = scope, scope.session, now
        self.today = station_day(now)

    def counts(self, supervisor: bool) -> Counts:
        """Count everything once; for a desk, whose rows are looked up case by case, only up to MOST_COUNTED."""
        safe, still_open = col(Deadline.safe_on), col(Deadline.state) == "open"
        week = self.today + timedelta(days=AHEAD_DAYS)
        waiting = self._count(Referral, *self._waiting())
        return Counts(
            open_cases=self._count(Case, col(Case.state) == "open"),
            overdue=self._count(Deadline, still_open, safe < self.today),
            due_today=self._count(Deadline, still_open, safe.between(self.today, self.today)),
            next_seven_days=self._count(Deadline, still_open, safe > self.today, safe <= week),
            waiting=waiting,
            inbox=waiting if self.scope.user.desk else 0,
            escalations=self._count(Escalation, col(Escalation.state) == "open") if supervisor else 0,
        )

    def _count(self, model: type[SQLModel], *conditions: Any) -> int:
        return self.scope.count(model, *conditions, most=MOST_COUNTED if self.scope.user.desk else None)

    def _waiting(self) -> list[Any]:
        desk = self.scope.user.desk
        return [col(Referral.state) == "open", *([col(Referral.desk) == desk] if desk else [])]

    @cached_property
    def _upcoming(self) -> list[Deadline]:
        """The dates missed last and those of the week ahead."""
        safe, still_open = col(Deadline.safe_on), col(Deadline.state) == "open"
        week = self.today + timedelta(days=AHEAD_DAYS)
        missed = self.scope.select(Deadline).where(still_open, safe < self.today).order_by(safe.desc()).limit(ROWS // 2)
        ahead = self.scope.select(Deadline).where(still_open, safe.between(self.today, week)).order_by(safe).limit(ROWS)
        return [*self.session.exec(missed), *self.session.exec(ahead)]

    @cached_property
    def _unaccepted(self) -> list[Referral]:
        query = self.scope.select(Referral).where(*self._waiting()).order_by(col(Referral.accept_by)).limit(ROWS)
        return list(self.session.exec(query).all())

    @cached_property
    def _latest(self) -> list[Case]:
        query = self.scope.select(Case).order_by(col(Case.received_at).desc(), col(Case.id)).limit(ROWS)
        return list(self.session.exec(query).all())

    @cached_property
    def _sittings(self) -> list[Any]:
        """The sessions of the day."""
        return appointments.of_day(self.scope, self.today)

    @cached_property
    def _ids(self) -> set[str]:
        """The cases that have a date or a referral on the board."""
        return {one.case_id for one in self._upcoming} | {one.case_id for one in self._unaccepted}

    @cached_property
    def _names(self) -> dict[str, str]:
        """The parties of every case on the board."""
        held = {one.case_id for one, *_ in self._sittings}
        return short_names(self.session, self._ids | held | {one.id for one in self._latest})

    @cached_property
    def _cases(self) -> dict[str, Any]:
        """Number and day of receipt of those cases."""
        query = sa.select(col(Case.id), col(Case.number), col(Case.received_on)).where(col(Case.id).in_(self._ids))
        return {one.id: one for one in self.session.execute(query)}

    def due(self) -> tuple[DueRow, ...]:
        """Return the dates missed last and those of the week ahead, by day."""
        rows = [inbox.due_row(one, self._cases[one.case_id], self._names, self.now) for one in self._upcoming]
        return tuple(sorted(rows, key=lambda one: (one.safe_on, one.number)))

    def waiting(self) -> tuple[WaitingRow, ...]:
        """Return the referrals nobody has accepted, the nearest limit first."""
        return tuple(
            WaitingRow(
                one.case_id, self._cases[one.case_id].number, self._names[one.case_id], one.desk, one.role,
                one.priority, one.accept_by, one.accept_by < self.now,
            )  # fmt: skip
            for one in self._unaccepted
        )

    def sittings(self) -> tuple[Appointment, ...]:
        """Return today's sessions by hour."""
        return appointments.listed(self._sittings, self._names)

    def recent(self) -> tuple[CaseRow, ...]:
        """Return the cases logged last."""
        return case_rows(self.session, self._latest, self._names)

    def escalations(self) -> tuple[EscalationRow, ...]:
        """Return the gravest open escalations."""
        return supervision_escalations.worst(self.scope, now=self.now, most=ROWS)


def case_rows(session: Session, cases: list[Case], known: dict[str, str] | None = None) -> tuple[CaseRow, ...]:
    """Return cases as lists show them, their parties looked up unless `known`; two queries however many they are."""
    ids = [one.id for one in cases]
    names, kinds = known or short_names(session, ids), inbox.claim_kinds(session, ids)
    return tuple(
        CaseRow(
            one.id, one.number, names[one.id], kinds.get(one.id, ()), one.lead, one.received_at, one.mediation,
            tuple(one.flags), one.workers,
        )  # fmt: skip
        for one in cases
    )


def claimed(session: Session, case_ids: Iterable[str]) -> dict[str, int]:
    """Return what is claimed in each case, in fen; a case that claims no sum has no entry."""
    query = (
        sa.select(col(Claim.case_id), sa.func.sum(col(Claim.amount)))
        .where(col(Claim.case_id).in_(list(case_ids)), col(Claim.amount).is_not(None))
        .group_by(col(Claim.case_id))
    )
    return {row[0]: int(row[1]) for row in session.execute(query)}


def faults() -> tuple[Fault, ...]:
    """Return what is wrong with the version published last, else with the files on disk; empty while they are good."""
    return tuple(Fault(one.file, one.rule, one.reason, one.line or None) for one in rules.current().faults)


def rules_status(*, now: datetime) -> RulesStatus:
    """Return the rule book in use and what is wrong with what should be."""
    room = rules.current()
    book, today = room.book, station_day(now)
    return RulesStatus(
        digest=book.digest,
        loaded_at=room.loaded_at,
        rules=len(book.rules),
        checked_at=room.checked_at,
        faults=faults(),
        published=room.published,
        unverified=tuple(_unverified(book, today)),
        calendars=tuple((one.year, one.notice_words) for one in book.calendars),
    )


def _unverified(book: Any, today: Any) -> list[Words]:
    """Return the laws and parameters that rest on memory or could not be read: never to be shown as fact."""
    laws = [
        Words(f"{law.title['zh']} {law.article}", f"{law.title['en']} {in_english(law.article)}")
        for law in book.laws.values()
        if law.verified == "U"
    ]
    amounts = [
        Words(one.title["zh"], one.title["en"])
        for one in book.parameters.values()
        if any(value.verified == "U" for value in one.values)
    ]
    return laws + amounts
