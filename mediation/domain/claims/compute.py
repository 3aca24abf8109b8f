"""Work out a claim: read its facts, let its calculator run, round once, test whether an award on it is final."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from mediation.domain.claims import (
    annual_leave,
    dismissal_damages,
    double_wage,
    minimum_wage,
    non_compete_pay,
    notice_pay,
    open_ended_double_wage,
    overtime,
    probation_damages,
    severance,
    training_penalty,
    unpaid_wages,
    work_injury,
)
from mediation.domain.claims.facts import FIRST_DAY, LAST_DAY, read
from mediation.domain.claims.kind import Kind
from mediation.domain.claims.result import ClaimResult
from mediation.domain.claims.wanted import at_most, so_much
from mediation.domain.claims.working import NO, YES, Ground, Working, yuan_of
from mediation.domain.money import Fen
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.rulebook import RuleBook
from mediation.domain.talks.rounding import half_up
from mediation.domain.workdays import Calendar, step

MODULES: Final = (
    unpaid_wages, overtime, minimum_wage, severance, dismissal_damages, notice_pay, double_wage, probation_damages,
    annual_leave, non_compete_pay, training_penalty, work_injury, open_ended_double_wage,
)  # fmt: skip
KINDS: Final[Mapping[str, Kind]] = MappingProxyType({one.KIND.name: one.KIND for one in MODULES})
"""Every kind that can be worked out."""


def places_of(book: RuleBook) -> tuple[str, ...]:
    """Return the places whose amounts the rule book knows."""
    found = {one.place for one in book.parameters.values() if one.id == f"{one.place}.minimum_wage_month"}
    return tuple(sorted(found))


def compute(kind: str, facts: object, *, on: date, book: RuleBook, calendar: Calendar) -> ClaimResult:
    """Return the amount of a claim with its working; `on` governs the parameters where the facts name no last day.

    Raises Refused for facts that are missing, unknown, impossible or out of order (all of them told), for a day or a
    place without known parameters (never guessed), and CalendarGap for a year without a holiday list.
    """
    known = KINDS.get(kind)
    if known is None:
        raise Refused(Problem(N_("没有这种请求的计算方法"), "kind", kind[:60], ", ".join(KINDS)))
    if not FIRST_DAY <= on <= LAST_DAY:
        raise Refused(Problem(N_("计算日不在允许范围内"), "on", str(on), f"{FIRST_DAY}–{LAST_DAY}"))
    given = read(known.facts, known.check, facts, on=on, places=places_of(book))
    governing = given[known.governs] if known.governs else None
    field = known.governs if governing else "on"
    working = Working(Ground(book, calendar, on, governing or on, field, given["place"]))
    amount = Fen(half_up(known.work(given, working)))
    working.line(N_("金额（每项只在最后四舍五入到分）"), yuan_of(amount))
    final = _final_award(amount, working) if known.final_award else None
    working.warn(N_("本结果为测算，以仲裁机构、法院认定为准"))
    return ClaimResult(
        kind, amount, tuple(working.lines), working.laws, tuple(working.warnings), tuple(working.used.values()),
        final, working.ground.day, book.digest, tuple(working.conditions),
    )  # fmt: skip


def _final_award(amount: Fen, working: Working) -> bool | None:
    """Say whether this item alone is at most twelve monthly minimum wages; the last step tells it (调仲法 47)."""
    if not working.holds("minimum_wage_month"):
        message = N_("%(day)s 没有已载入的月最低工资标准，未测算是否一裁终局")
        working.warn(message, day=working.ground.day.isoformat())
        return None
    months, minimum = working.count("final_award_months"), working.fen("minimum_wage_month")
    says = N_("是否一裁终局（逐项计算）：不超过 %(months)d × %(minimum)s = %(most)s 元")
    law = ("ldmal-47", "mr33-50")
    asked = step(N_("本项金额不超过月最低工资标准 %(months)d 个月的金额，裁决为终局裁决"), months=months)
    final = working.ask(amount <= months * minimum, asked, at_most(months * minimum), so_much(amount), law)
    working.line(says, YES if final else NO, law, months=months, minimum=yuan_of(minimum),
                 most=yuan_of(months * minimum))  # fmt: skip
    return final
