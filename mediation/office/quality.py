"""Findings in the data: what is missing, doubled or impossible, each with its cases."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation import access
from mediation.access import Reader, Scope, visible
from mediation.domain.refusals import N_, NotFound
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.models.referral import ALIVE, Referral
from mediation.models.settlement import Settlement
from mediation.office import board
from mediation.office.records import Said
from mediation.office.records.supervision import FindingRow, FindingsPage

ROWS_A_PAGE: Final = 25
WITHIN_DAYS: Final = 365
"""Closed cases are looked at for a year after they came in; open ones always."""

PAY: Final = ("unpaid_wages", "overtime", "minimum_wage", "annual_leave", "heat_allowance", "deposit_refund")
AGREED: Final = ("settled", "partly_settled")
SILENT_DAYS: Final = 7


@dataclass(frozen=True)
class Check:
    """One check: what it finds, why that matters or what to do, and its condition on a case."""

    text: str
    why: str
    condition: Any


def _of_case(model: Any, *conditions: Any) -> Any:
    return sa.select(1).where(model.case_id == col(Case.id), *conditions).exists()


def _checks(user: Reader, now: datetime) -> dict[str, Check]:
    closed, still_open = col(Case.state) == "closed", col(Case.state) == "open"
    outcome, in_force = col(Case.outcome), col(Settlement.effective_on).is_not(None)
    twice = sa.select(col(Settlement.case_id)).where(visible(user, Settlement), in_force)
    unnamed = sa.select(col(Claim.case_id)).where(
        visible(user, Claim), col(Claim.kind).in_(PAY), col(Claim.amount).is_(None)
    )
    return {
        "no_outcome": Check(
            N_("已结案但没有结果"), N_("月报无法归类；请补登结果。"),
            sa.and_(closed, outcome.is_(None), col(Case.merged_into).is_(None)),
        ),
        "two_agreements": Check(
            N_("有两份已生效的协议"), N_("结果重复；请核对哪一份有效。"),
            col(Case.id).in_(twice.group_by(col(Settlement.case_id)).having(sa.func.count() > 1)),
        ),
        "contradiction": Check(
            N_("结果与协议矛盾：未达成，却有已生效的协议"), N_("请更正结果或协议的生效登记。"),
            sa.and_(outcome.is_not(None), outcome.not_in(AGREED), _of_case(Settlement, in_force)),
        ),
        "no_agreement": Check(
            N_("结果为达成协议，却没有出具协议"), N_("请补出协议，或更正结果。"),
            sa.and_(outcome.in_(AGREED), ~_of_case(Settlement, col(Settlement.state) == "issued")),
        ),
        "outcome_while_open": Check(
            N_("未结案却已有结果"), N_("请办理结案，或撤去结果。"), sa.and_(still_open, outcome.is_not(None))
        ),
        "no_credit_code": Check(
            N_("用人单位没有统一社会信用代码"), N_("同一单位的案件无法归并；请查询后补登。"),
            _of_case(
                Party, col(Party.side) == "respondent", col(Party.kind) == "employer", col(Party.credit_code).is_(None)
            ),
        ),
        "no_amount": Check(
            N_("工资报酬类请求没有金额"), N_("金额影响分流和统计；请向申请人核实。"),
            col(Case.id).in_(unnamed),
        ),
        **_days(), **_conduct(now, still_open),
    }  # fmt: skip


def _days() -> dict[str, Check]:
    known_late = _of_case(Claim, col(Claim.known_on) > col(Case.received_on))
    early_effect = _of_case(Settlement, col(Settlement.effective_on) < col(Case.received_on))
    return {
        "ended_before_hired": Check(
            N_("离职日期早于入职日期"), N_("时效按离职日计算；请更正。"), col(Case.ended_on) < col(Case.hired_on)
        ),
        "days_out_of_order": Check(
            N_("日期先后矛盾：受理之后才知道，或受理之前已结案、已生效"), N_("请对照材料更正日期。"),
            sa.or_(
                known_late, early_effect, col(Case.closed_on) < col(Case.received_on),
                col(Case.accepted_on) < col(Case.received_on), col(Case.hired_on) > col(Case.received_on),
            ),
        ),
    }  # fmt: skip


def _conduct(now: datetime, still_open: Any) -> dict[str, Check]:
    leading = _of_case(Referral, col(Referral.role) == "lead", col(Referral.state).in_(ALIVE))
    accepted = _of_case(
        Referral, col(Referral.role) == "lead", col(Referral.state).in_(("accepted", "closed")),
        col(Referral.accepted_at).is_not(None),
    )  # fmt: skip
    silent = now - timedelta(days=SILENT_DAYS)
    entered = sa.func.coalesce(col(Case.last_entry_at), col(Case.received_at))
    return {
        "no_lead": Check(N_("在办案件没有主办窗口"), N_("请更正事实以重新分流。"), sa.and_(still_open, ~leading)),
        "accepted_without_lead": Check(
            N_("已受理调解，主办窗口却没有接收"), N_("请主办窗口在收件箱接收。"),
            sa.and_(still_open, col(Case.accepted_on).is_not(None), ~accepted),
        ),
        "no_entry": Check(
            N_("七日内没有任何记录的在办案件"), N_("请承办人补记办理情况。"), sa.and_(still_open, entered < silent)
        ),
    }  # fmt: skip


def page(session: Session, *, user: Reader, now: datetime, chosen: str = "", page: int = 1) -> FindingsPage:
    """Return every check with its count, and one page of the cases of the chosen one; all counts in one query."""
    access.require(user, "supervision.read")
    scope = Scope(session, user)
    checks = _checks(user, now)
    if chosen and chosen not in checks:
        raise NotFound(N_("找不到该内容。"))
    looked_at = sa.or_(
        col(Case.state) == "open", col(Case.received_on) >= station_day(now) - timedelta(days=WITHIN_DAYS)
    )
    counts = _counts(scope, checks, looked_at)
    rows = tuple(
        FindingRow(code, Said(one.text), Said(one.why), counts[code])
        for code, one in checks.items()
    )
    if not chosen:
        return FindingsPage(rows)
    total = counts[chosen]
    pages = max(1, -(-total // ROWS_A_PAGE))
    page = min(max(page, 1), pages)
    query = (
        scope.select(Case)
        .where(looked_at, checks[chosen].condition)
        .order_by(col(Case.received_at).desc(), col(Case.id))
        .limit(ROWS_A_PAGE)
        .offset((page - 1) * ROWS_A_PAGE)
    )
    found = board.case_rows(session, list(session.exec(query).all()))
    return FindingsPage(rows, chosen, found, total, page, pages)


def _counts(scope: Scope, checks: dict[str, Check], looked_at: Any) -> dict[str, int]:
    """Count what every check finds, in one reading of the cases."""
    found = [sa.func.coalesce(sa.func.sum(sa.case((one.condition, 1), else_=0)), 0) for one in checks.values()]
    query = sa.select(*found).select_from(Case).where(visible(scope.user, Case), looked_at)
    return dict(zip(checks, map(int, scope.session.execute(query).one()), strict=True))
