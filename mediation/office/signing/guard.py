"""The guard of minimum rights on the terms of a case: what is below its floor, why, read back to whom, who read too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain import guard, money
from mediation.domain.claims import KINDS
from mediation.domain.claimwords import CLAIM_WORDS
from mediation.domain.guard import Finding, Floor, Step
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.terms import Terms
from mediation.models.case import Case
from mediation.models.settlement import Settlement
from mediation.models.signing import FloorCheck
from mediation.office import cases, claim_sheets_now, history
from mediation.office.book import Book
from mediation.office.casebook import facts_of

REASON_LENGTH: Final = 1000
SAYS_LENGTH: Final = 500
NAME_LENGTH: Final = 120
NEEDED: Final = {
    "reason": N_("%(claim)s的约定金额低于测算金额，先记录劳动者本人的理由"),
    "read_back": N_("%(claim)s低于测算金额的理由还没有向本人宣读"),
    "second": N_("%(claim)s低于测算金额，还需第二人复核"),
    "objected": N_("%(claim)s低于测算金额，复核人提出异议：请重新协商金额，或者重新记录理由后再复核"),
}


@dataclass(frozen=True)
class GuardLine:
    """One settled claim as the preview shows it, with what was recorded about it for exactly these amounts."""

    claim_id: str
    kind: str
    agreed: int
    floor: int | None
    state: str
    step: Step
    stuck: bool = False  # was worked out, but not by the rules or facts of now
    check_id: str = ""
    reason: str = ""
    noted_at: datetime | None = None
    noted_by: str = ""
    read_back_at: datetime | None = None
    read_back_to: str = ""
    second_at: datetime | None = None
    second_by: str = ""
    second_says: str = ""
    second_agrees: bool | None = None
    may_second: bool = False


def findings(session: Session, book: Book, terms: Terms, *, user: Reader, now: datetime) -> tuple[Finding, ...]:
    """Return what each settled claim is agreed at against what it comes to now. Never a guess: no working, no floor."""
    kept = claim_sheets_now.of_case(Scope(session, user), book.case.id, brief=True)
    worked = claim_sheets_now.worked_out(book.case, kept, now=now)
    floors = {
        claim: Floor(one.now if one.moved else one.amount, one.sheet_id) for claim, one in worked.items()
    }
    agreed = {claim: amount for claim, amount in terms.amounts.items() if terms.claims.get(claim) == "settled"}
    return guard.findings(agreed, {one.id: one.kind for one in book.claims}, floors, KINDS.keys())


def lines(
    session: Session, row: Settlement, found: Sequence[Finding], *, user: Reader, may_second: bool = False
) -> tuple[GuardLine, ...]:
    """Return the findings with what was recorded about them."""
    checks = _checks(session, row.id)
    people = cases.names_of(session, row.station_id) if checks else {}
    return tuple(_line(one, checks, people, user, may_second) for one in found)


def require(session: Session, row: Settlement, found: Sequence[Finding]) -> None:
    """Raise Refused for every claim below its floor without reason, reading back and a second reader who agrees."""
    kinds = {one.claim_id: one.kind for one in found}
    steps = guard.open_steps(found, [_plain(one) for one in _checks(session, row.id)])
    if steps:
        raise Refused(
            Problem(NEEDED[step], "floor", params={"claim": CLAIM_WORDS[kinds[claim]]}) for claim, step in steps.items()
        )


def note(
    session: Session, row: Settlement, finding: Finding, *, reason: str, read_to: str, by: Reader, now: datetime
) -> FloorCheck:
    """Record the worker's own reason, and, where `read_to` is named, that it was read back now.

    A reason recorded anew replaces the one before it; both stay. Raises Refused without a reason, Conflict where the
    claim isn't below its floor.
    """
    _changeable(session, row, "settlement.draft", by)
    if finding.state != "below" or finding.floor is None:
        raise Conflict(N_("这一项没有低于测算金额，请刷新页面查看。"))
    plain = _text(reason, "reason", REASON_LENGTH, N_("请写明劳动者本人陈述的理由（不超过 1000 字）"))
    check = FloorCheck(
        station_id=row.station_id, case_id=row.case_id, settlement_id=row.id, claim_id=finding.claim_id,
        floor=finding.floor, agreed=finding.agreed, sheet_id=finding.sheet_id, reason=plain, noted_at=now,
        noted_by=by.id,
    )  # fmt: skip
    session.add(check)
    session.flush()
    _record(session, check, "floor.note", _amounts(finding), by, now)
    if read_to.strip():
        read_back(session, check.id, to=read_to, by=by, now=now)
    return check


def read_back(session: Session, check_id: str, *, to: str, by: Reader, now: datetime) -> FloorCheck:
    """Record that the reason was read back to the worker, who heard it as `to`."""
    check, _ = _kept(session, check_id, "settlement.draft", by)
    if check.read_back_at is not None:
        raise Conflict(N_("已经登记过宣读，请刷新页面查看。"))
    check.read_back_to = _text(to, "read_back_to", NAME_LENGTH, N_("请写明向谁宣读"))
    check.read_back_at = now
    session.add(check)
    _record(session, check, "floor.read_back", {}, by, now)
    return check


def second(
    session: Session, check_id: str, *, agrees: bool | None, says: str, by: Reader, now: datetime
) -> FloorCheck:
    """Record what the second reader found: agrees, or objects with words.

    Raises Forbidden for whoever recorded the reason, Refused without an answer or for an objection without words.
    """
    check, _ = _kept(session, check_id, "floor.second", by)
    if check.noted_by == by.id:
        raise Conflict(N_("复核须由记录理由以外的另一人进行。"))
    if check.read_back_at is None:
        raise Conflict(N_("理由还没有向本人宣读，不能复核。"))
    if check.second_at is not None:
        raise Conflict(N_("已经复核过；理由重新记录后可以再次复核。"))
    if agrees is None:
        raise Refused(Problem(N_("请选择同意或者有异议"), "second_agrees"))
    plain = says.strip()
    if (not agrees and not plain) or len(plain) > SAYS_LENGTH:
        raise Refused(Problem(N_("有异议的，请写明理由（不超过 500 字）"), "second_says", plain[:40]))
    check.second_at, check.second_by, check.second_agrees, check.second_says = now, by.id, agrees, plain
    session.add(check)
    _record(session, check, "floor.second", {"second_agrees": agrees}, by, now)
    return check


def _line(
    found: Finding, checks: Sequence[FloorCheck], people: dict[str, str], user: Reader, may_second: bool
) -> GuardLine:
    plain = [_plain(one) for one in checks]
    step, held = guard.step_of(found, plain), guard.check_of(found, plain)
    line = GuardLine(
        found.claim_id, found.kind, found.agreed, found.floor, found.state, step,
        stuck=found.state == "unknown" and found.sheet_id is not None,
    )  # fmt: skip
    if found.state != "below" or held is None:
        return line
    row = next(one for one in checks if one.id == held.id)
    return GuardLine(
        line.claim_id, line.kind, line.agreed, line.floor, line.state, step, check_id=row.id, reason=row.reason,
        noted_at=row.noted_at, noted_by=people.get(row.noted_by, ""), read_back_at=row.read_back_at,
        read_back_to=row.read_back_to, second_at=row.second_at, second_by=people.get(row.second_by or "", ""),
        second_says=row.second_says, second_agrees=row.second_agrees,
        may_second=may_second and step == "second" and row.noted_by != user.id,
    )  # fmt: skip


def _checks(session: Session, settlement_id: str) -> list[FloorCheck]:
    query = select(FloorCheck).where(FloorCheck.settlement_id == settlement_id)
    return list(session.exec(query.order_by(col(FloorCheck.noted_at), col(FloorCheck.id))))


def _plain(row: FloorCheck) -> guard.Check:
    return guard.Check(
        row.id, row.claim_id, row.floor, row.agreed, row.noted_by, row.reason, row.read_back_at is not None,
        row.second_by, row.second_agrees,
    )  # fmt: skip


def _kept(session: Session, check_id: str, act: str, by: Reader) -> tuple[FloorCheck, Settlement]:
    scope = Scope(session, by)
    check = scope.get(FloorCheck, check_id)
    row = scope.get(Settlement, check.settlement_id)
    _changeable(session, row, act, by)
    return check, row


def _changeable(session: Session, row: Settlement, act: str, by: Reader) -> None:
    access.require(by, act, facts_of(session, Scope(session, by).get(Case, row.case_id)))
    if row.state != "draft":
        raise Conflict(N_("协议已经出具，不能修改；如需更正，请另行制作。"))


def _text(typed: str, field: str, most: int, message: str) -> str:
    plain = typed.strip()
    if not plain or len(plain) > most:
        raise Refused(Problem(message, field, plain[:40]))
    return plain


def _amounts(found: Finding) -> dict[str, Any]:
    amounts = {"floor_agreed": money.yuan(found.agreed), "floor_worked": money.yuan(found.floor or 0)}
    return {"claim_kind": found.kind, **amounts}


def _record(
    session: Session, check: FloorCheck, act: str, fields: dict[str, Any], by: Reader, now: datetime
) -> None:
    history.record(
        session, station_id=check.station_id, actor=by.id, act=act, subject=("floor_check", check.id),
        case_id=check.case_id, fields=fields, now=now,
    )  # fmt: skip
