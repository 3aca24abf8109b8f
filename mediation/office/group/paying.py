"""What each worker of a group was paid under the agreement in force, and who was not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain import grouproll, shares
from mediation.domain.grouproll import Row
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.models.case import Case
from mediation.models.group import GroupWorker
from mediation.models.settlement import Instalment, Settlement
from mediation.office.casebook import facts_of
from mediation.office.group import agreeing, keeping, lines
from mediation.office.in_force import IN_FORCE

COUNTS: Final = ("this", "all")
NOT_IN_FORCE: Final = N_("还没有生效的协议，不能登记各人收款。")
NOT_LISTED: Final = N_("不在生效协议的名单中")
NO_SUM: Final = N_("没有付款金额")
TOO_MUCH: Final = N_("累计 %(paid)s 元，超过协议约定的 %(share)s 元，请核对")


@dataclass(frozen=True)
class Unpaid:
    """One worker who was not paid all that had fallen due; sums in fen."""

    worker_id: str
    name: str
    share: int
    due: int
    paid: int

    @property
    def lacking(self) -> int:
        """Return what is still owed of what has fallen due."""
        return self.due - self.paid


def in_force(session: Session, case_id: str) -> Settlement | None:
    """Return the agreement of a case that is in force, None without one."""
    query = select(Settlement).where(Settlement.case_id == case_id, IN_FORCE)
    return session.exec(query.order_by(col(Settlement.effective_on).desc())).first()


def unpaid(session: Session, settlement_id: str, *, by_day: date | None = None) -> list[Unpaid]:
    """Return who was not paid what had fallen due by a day, or at all: what a payment order is asked for."""
    row = session.get_one(Settlement, settlement_id)
    query = select(Instalment).where(Instalment.settlement_id == row.id).order_by(col(Instalment.position))
    fallen = [one.amount for one in session.exec(query) if by_day is None or one.due_on <= by_day]
    return [one for one in _due(session, row, sum(fallen)) if one.lacking > 0]


def require(session: Session, case_id: str, user: Reader) -> None:
    """Raise NotFound or Forbidden for whoever may not note payments of a case."""
    access.require(user, "performance.note", facts_of(session, Scope(session, user).get(Case, case_id)))


def pay_all(session: Session, case_id: str, instalment_id: str, *, by: Reader, now: datetime) -> int:
    """Note that everybody was paid up to one instalment; return for how many that is new.

    What somebody was paid beyond it stays.
    """
    row, case = _opened(session, case_id, by)
    due = list(session.exec(select(Instalment).where(Instalment.settlement_id == row.id)))
    upto = next((one for one in due if one.id == instalment_id), None)
    if upto is None:
        raise Refused(Problem(N_("请选择付到第几期"), "instalment", instalment_id[:40]))
    sums = {one.worker_id: one for one in _due(session, row, sum(o.amount for o in due if o.position <= upto.position))}
    changed = 0
    for worker, share in _people(session, row):
        paid = max(worker.paid, sums[worker.id].due)
        changed += paid != worker.paid
        _set(session, worker, share, paid)
    keeping.record(session, case, "group.paid", {"workers_paid": changed, "instalment": upto.position + 1}, by, now)
    return changed


def pay_listed(
    session: Session, case_id: str, listed: Sequence[Row], counts: str, *, by: Reader, now: datetime
) -> int:
    """Note the payments of a list, `this` payment or `all` so far; nothing is stored where one row can't be told."""
    row, case = _opened(session, case_id, by)
    if counts not in COUNTS:
        raise Refused(Problem(N_("请选择名单中的金额是本次付款还是累计已付"), "counts", counts[:20]))
    people = {worker.id: (worker, share) for worker, share in _people(session, row)}
    problems: list[Problem] = []
    wanted: list[tuple[GroupWorker, int, int]] = []
    for one in listed:
        told = {"line": one.line, "name": grouproll.FIRST["paid"]}
        before = len(problems)
        hit = lines.match([worker for worker, _ in people.values()], one, problems)
        if len(problems) > before:
            continue
        if hit is None:
            problems.append(Problem(NOT_LISTED, f"roll.{one.line}.name", one.name, params=told))
        elif "paid" not in one.sums:
            problems.append(Problem(NO_SUM, f"roll.{one.line}.paid", one.name, params=told))
        else:
            paid, share = one.sums["paid"] + (hit.paid if counts == "this" else 0), people[hit.id][1]
            if paid > share:
                more = {"paid": f"{paid / 100:.2f}", "share": f"{share / 100:.2f}"}
                problems.append(Problem(TOO_MUCH, f"roll.{one.line}.paid", one.name, params=told | more))
            wanted.append((hit, share, paid))
    if problems:
        raise Refused(problems)
    for worker, share, paid in wanted:
        _set(session, worker, share, paid)
    keeping.record(session, case, "group.paid", {"workers_paid": len(wanted)}, by, now)
    return len(wanted)


def _set(session: Session, worker: GroupWorker, share: int, paid: int) -> None:
    worker.paid = paid
    if worker.state in ("agreed", "paid", "joined"):
        worker.state = "paid" if paid >= share else "agreed"
    session.add(worker)


def _people(session: Session, row: Settlement) -> list[tuple[GroupWorker, int]]:
    return [(worker, share or 0) for _, share, worker in agreeing.list_of(session, row) if worker is not None]


def _due(session: Session, row: Settlement, sum_due: int) -> list[Unpaid]:
    """Return what of a sum that has fallen due is each worker's, in proportion to the shares; paid or not."""
    people = _people(session, row)
    whole = [share for _, share in people]
    if not sum(whole):
        return []
    parts = shares.in_proportion(min(sum_due, sum(whole)), whole)
    return [
        Unpaid(worker.id, worker.name, share, part, worker.paid)
        for (worker, share), part in zip(people, parts, strict=True)
    ]


def _opened(session: Session, case_id: str, by: Reader) -> tuple[Settlement, Case]:
    """Return the agreement in force with its case, the case's row held; a closed case still has payments to come."""
    scope = Scope(session, by)
    query = scope.select(Case).where(col(Case.id) == case_id[:64]).with_for_update()
    case = session.exec(query).first() or scope.get(Case, case_id)
    access.require(by, "performance.note", facts_of(session, case))
    row = in_force(session, case.id)
    if row is None:
        raise Conflict(NOT_IN_FORCE)
    return row, case
