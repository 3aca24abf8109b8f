"""A claim worked out: computed from what is given, kept with the claim, taken over as its amount only by a press."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain import money
from mediation.domain.claims import KINDS, ClaimResult, compute
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.claim_sheet import ClaimSheet
from mediation.office import casebook, claim_sheets_now, history, intake, rules
from mediation.office.casebook import facts_of

FIRST_DAY: Final = date(1995, 1, 1)
"""The Labour Law came into force: no claim is worked out for a day before it."""
TAKEN_OVER: Final = "请求金额改为测算金额"
NO_CALCULATOR: Final = N_("这类请求没有计算方法，请人工核算。")
REPLACED: Final = N_("其他人刚刚保存了新的测算，请核对后再保存；您填写的内容都在。")


@dataclass(frozen=True)
class Sight:
    """One claim of a case that the user may see with its amount, and the working kept for it."""

    scope: Scope
    case: Case
    claim: Claim
    about: access.Facts
    kept: ClaimSheet | None


def sight(session: Session, case_id: str, claim_id: str, *, user: Reader) -> Sight:
    """Return a claim with what is kept for it.

    Raises NotFound for one the user may not see, of another case, of a kind without a calculator, and for a desk that
    sees no amounts of the case.
    """
    scope = Scope(session, user)
    case, claim = scope.get(Case, case_id), scope.get(Claim, claim_id)
    about = facts_of(session, case)
    if claim.case_id != case.id or not access.sees(user, "wage_papers", about):
        raise NotFound(N_("找不到该内容。"))
    if claim.kind not in KINDS:
        raise NotFound(NO_CALCULATOR)
    kept = next((one for one in claim_sheets_now.of_case(scope, case.id) if one.claim_id == claim.id), None)
    return Sight(scope, case, claim, about, kept)


def work_out(
    session: Session, case_id: str, claim_id: str, facts: Mapping[str, Any], *, on: object, by: Reader, now: datetime
) -> tuple[ClaimResult, date]:
    """Return what a claim comes to by the facts given, without keeping it, and the day it is worked out for.

    Raises Refused for every fault of the facts, beside its field.
    """
    seen = _open(session, case_id, claim_id, by)
    return _computed(seen.claim, facts, on, now), _day(on, now)


def keep(
    session: Session, case_id: str, claim_id: str, facts: Mapping[str, Any], *, on: object, by: Reader, now: datetime,
    seen: str,
) -> ClaimSheet:  # fmt: skip
    """Keep what a claim comes to; a working kept before stays, as replaced. `seen` names the one the form showed.

    Raises Refused for every fault of the facts, and where another working was kept since.
    """
    found = _open(session, case_id, claim_id, by, locked=True)
    result, before = _computed(found.claim, facts, on, now), found.kept
    if seen != (before.id if before else ""):
        raise Refused(Problem(REPLACED, "seen"))
    if before is not None:
        before.state, before.replaced_at = "replaced", now
        session.add(before)
        session.flush()
    row = _row(found, facts, result, _day(on, now), by, now)
    session.add(row)
    session.flush()
    _note(session, row, "claim.keep", before.amount if before else None, row.amount, by, now)
    return row


def take_over(session: Session, case_id: str, claim_id: str, *, sheet: str, by: Reader, now: datetime) -> None:
    """Make the amount that was worked out the amount claimed; the case is routed again as for any corrected fact.

    `sheet` is the working that was shown. Raises Conflict where another was kept since.
    """
    found = _open(session, case_id, claim_id, by, locked=True)
    if found.kept is None or found.kept.id != sheet:
        raise Conflict(N_("其他人刚刚保存了新的测算，请核对金额后再采用。"))
    if found.kept.amount == found.claim.amount:
        return
    _note(session, found.kept, "claim.take_over", found.claim.amount, found.kept.amount, by, now)
    book = casebook.open_book(session, found.case)
    claims = [_as_given(one, found.kept.amount if one.id == claim_id else one.amount) for one in book.claims]
    intake.correct(session, case_id, {"claims": claims}, reason=TAKEN_OVER, by=by, now=now)


def _open(session: Session, case_id: str, claim_id: str, by: Reader, *, locked: bool = False) -> Sight:
    if locked:
        query = Scope(session, by).select(Case).where(Case.id == case_id).with_for_update()
        session.exec(query.execution_options(populate_existing=True)).first()
    found = sight(session, case_id, claim_id, user=by)
    access.require(by, "claim.compute", found.about)
    if found.case.state != "open":
        raise Conflict(N_("本案已结案，不能再测算；请由站长先恢复办理。"))
    return found


def _computed(claim: Claim, facts: Mapping[str, Any], on: object, now: datetime) -> ClaimResult:
    """Work a claim out. Raises Refused for a bad day together with what is wrong with the facts as of today."""
    room, problems, day = rules.current(), list[Problem](), station_day(now)
    try:
        day = _day(on, now)
    except Refused as refused:
        problems += refused.problems
    try:
        result = compute(claim.kind, dict(facts), on=day, book=room.book, calendar=room.calendar)
    except Refused as refused:
        if not problems:
            raise
        problems += [one for one in refused.problems if one.field != "on"]
    if problems:
        raise Refused(problems)
    return result


def _day(on: object, now: datetime) -> date:
    """Return the day it is worked out for, today where none is given; one in the future has no law yet."""
    today = station_day(now)
    if not on:
        return today
    try:
        day = date.fromisoformat(str(on).strip())
    except ValueError:
        raise Refused(Problem(N_("不是日期"), "on", str(on)[:40], "YYYY-MM-DD")) from None
    if not FIRST_DAY <= day <= today:
        message = N_("日期在将来") if day > today else N_("日期过早")
        raise Refused(Problem(message, "on", str(on)[:40], f"≤ {today}" if day > today else f"≥ {FIRST_DAY}"))
    return day


def _row(
    found: Sight, facts: Mapping[str, Any], result: ClaimResult, on: date, by: Reader, now: datetime
) -> ClaimSheet:
    return ClaimSheet(
        station_id=found.case.station_id, case_id=found.case.id, claim_id=found.claim.id, kind=result.kind,
        place=str(facts.get("place") or claim_sheets_now.DEFAULT_PLACE), on=on, governed_on=result.day,
        facts=dict(facts), amount=result.amount, steps=[one.stored() for one in result.steps], law=list(result.law),
        warnings=[one.stored() for one in result.warnings], parameters=claim_sheets_now.used(result),
        final_award=result.final_award, rulebook=result.rulebook, made_by=by.id, made_at=now,
    )  # fmt: skip


def _as_given(row: Claim, amount: int | None) -> dict[str, Any]:
    days = ("known_on", "accident_on", "diagnosed_on")
    told = {name: day.isoformat() if (day := getattr(row, name)) else None for name in days}
    return {"kind": row.kind, "amount": None if amount is None else money.yuan(amount), **told}


def _note(
    session: Session, row: ClaimSheet, act: str, before: int | None, after: int, by: Reader, now: datetime
) -> None:
    told = money.yuan(after) if before is None else f"{money.yuan(before)} → {money.yuan(after)}"
    fields = {"claim_kind": row.kind, "amount": told, "rulebook": row.rulebook}
    history.record(
        session, station_id=row.station_id, actor=by.id, act=act, subject=("claim_sheet", row.id), case_id=row.case_id,
        fields=fields, now=now,
    )  # fmt: skip
