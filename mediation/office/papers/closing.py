"""The report with which a case is closed and filed (D18): how it went, what came of it, what was paid."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, Final

from sqlmodel import select

from mediation.domain import money
from mediation.domain.refusals import N_
from mediation.domain.worktime import ZONE
from mediation.models.afterwards import FollowUp, RouteStep
from mediation.models.history import HistoryLine
from mediation.models.settlement import Instalment, Settlement
from mediation.office.papers import sides
from mediation.office.papers.beginning import claimed
from mediation.office.papers.called import (
    CHANNELS,
    ENDINGS,
    KIND_NAMES,
    OUTCOMES,
    PERFORMED,
    ROUTES,
    STEPS,
    VISIT_WAYS,
    claim_name,
)
from mediation.office.papers.later import paid_by, paid_of
from mediation.office.papers.sources import Sources, shown
from mediation.office.records.gaps import Paper

TOLD: Final = ("agreement", "non_acceptance_notice", "termination_notice")
"""Papers whose issue is a step of the case."""
NOT_CLOSED: Final = N_("本案还没有结案")


def closing_report(sources: Sources, _: Paper) -> dict[str, Any]:
    """Return the report with which the case is closed and filed."""
    case, row = sources.book.case, sources.in_force
    if case.closed_on is None:
        sources.lacks(NOT_CLOSED, "case")
    closed = case.closed_on or sources.on
    cover = next((one for one in sources.documents if one.kind == "file_cover"), None)
    ending = ENDINGS.get(case.ending or "", "") or OUTCOMES.get(case.outcome or "", "未登记")
    return {
        **sources.base(), "parties": sides.parties(sources), "source": CHANNELS[case.channel], "lead": sources.lead,
        "mediators": sources.mediators, "received_on": case.received_on.isoformat(),
        "accepted_on": case.accepted_on.isoformat() if case.accepted_on else None, "closed_on": closed.isoformat(),
        "days": max((closed - case.received_on).days, 0), "workers": case.workers,
        "claimed": claimed(sources.book.claims), "summary": case.summary[:4000], "kinds": sources.kinds,
        "process": _process(sources), "ending": ending, "outcome": OUTCOMES.get(case.outcome or "", "未登记"),
        "file_number": cover.number if cover else "",
        "facts": [one.words for one in sources.facts if one.state == "agreed"][:20],
        "left_open": _left_open(sources) if row else [], "note": case.outcome_note,
        "agreement_number": (row.number or "") if row else "",
        "agreed": row.total if row else None, "paid": paid_by(sources, row, closed) if row else None,
        "performance": _performance(sources, row),
    }  # fmt: skip


def _left_open(sources: Sources) -> list[str]:
    """Return the claims that no agreement in force settles."""
    standing = [one for one in sources.settlements if one.effective_on and not one.replaced_on]
    settled = {
        claim for one in standing for claim, what in (one.terms.get("claims") or {}).items() if what == "settled"
    }
    return list(dict.fromkeys(claim_name(one.kind) for one in sources.book.claims if one.id not in settled))


def _process(sources: Sources) -> list[str]:
    case = sources.book.case
    told = [((case.received_on, time.min), "收到调解申请")]
    told += [((case.accepted_on, time.min), "受理")] if case.accepted_on else []
    told += [(_at(one.starts_at), f"举行第{one.nth}次调解会") for one in sources.held if one.starts_at]
    for one in sources.documents:
        if one.kind in TOLD and one.signed_of is None:
            told.append((_at(one.issued_at), f"出具{KIND_NAMES[one.kind]}（编号：{one.number}）"))
    told += [(_at(at), "恢复办理") for at in _reopened(sources)]
    if sources.in_force and sources.in_force.effective_on:
        told.append(((sources.in_force.effective_on, time.max), "调解协议生效"))
    return [f"{shown(on)}，{what}" for (on, _), what in sorted(told, key=lambda one: one[0])][:40]


def _at(instant: datetime) -> tuple[date, time]:
    """Return day and time of an instant at the station."""
    local = instant.astimezone(ZONE)
    return local.date(), local.time()


def _reopened(sources: Sources) -> list[datetime]:
    """Return when the closed case was taken up again."""
    case = sources.book.case
    query = select(HistoryLine.at).where(
        HistoryLine.subject_kind == "case", HistoryLine.subject_id == case.id, HistoryLine.act == "case.reopen"
    )
    return list(sources.session.exec(query))


def _performance(sources: Sources, row: Settlement | None) -> list[str]:
    if row is None:
        return []
    own = [one for one in sources.instalments if one.settlement_id == row.id]
    told = [f"{shown(one.due_on)}前应付{money.figures(one.amount)}元，{_came(sources, row, one)}" for one in own[:20]]
    for step in sources.steps:
        if step.taken_back_at is None and step.settlement_id == row.id:
            told.append(f"{shown(step.on)}，{ROUTES.get(step.route, step.route)}：{_step(step)}")
    told += [_visited(one) for one in sources.visits]
    for answer in sources.answers:
        who = sources.party(answer.party_id)
        name = who.name if who else "当事人"
        told.append(f"{shown(answer.answered_on)}，{name}的满意度：{answer.score}分（满分5分）")
    return told[:40]


def _step(one: RouteStep) -> str:
    """Return a step on a way: 提交某法院, 某法院准许, with the number that it has there."""
    words = f"提交{one.authority}" if one.step == "filed" else f"{one.authority}{STEPS[one.step]}"
    return f"{words}，编号{one.number}" if one.number else words


def _came(sources: Sources, row: Settlement, one: Instalment) -> str:
    if one.paid_on:
        return f"{shown(one.paid_on)}登记已付"
    part = paid_of(sources, row, one)
    if part:
        return f"已付{money.figures(part)}元，未付{money.figures(one.amount - part)}元"
    return "到期未登记付款" if one.due_on < sources.on else "未到期"


def _visited(one: FollowUp) -> str:
    return f"{shown(one.on)}{VISIT_WAYS[one.way]}回访：{PERFORMED.get(one.performance or '', '未了解到履行情况')}"
