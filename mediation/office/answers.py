"""A stored case in the shape of the interface's answer."""

from typing import Any

from sqlmodel import Session, select

from mediation.domain.worktime import ZONE
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation, Suggestion
from mediation.models.referral import ALIVE, PRIORITIES, Referral


def of(session: Session, case: Case) -> dict[str, Any]:
    """Return the answer for a case as it stands: living referrals, open dates, escalations, advice."""
    mine = {model: list(session.exec(select(model).where(model.case_id == case.id))) for model in _MODELS}
    alive = (one for one in mine[Referral] if one.state in ALIVE)
    referrals = sorted(alive, key=lambda one: (-PRIORITIES.index(one.priority), one.desk))
    deadlines = sorted((one for one in mine[Deadline] if one.state == "open"), key=lambda one: (one.safe_on, one.kind))
    raised: dict[str, int] = {}
    for one in mine[Escalation]:
        if one.state == "open":
            raised[one.rule] = max(one.level, raised.get(one.rule, 0))
    advice = sorted((one for one in mine[Suggestion] if one.state == "open"), key=lambda one: one.code)
    return {
        "number": case.number,
        "flags": sorted(case.flags),
        "mediation": case.mediation,
        "referrals": [_referral(one) for one in referrals],
        "deadlines": [_deadline(one) for one in deadlines],
        "escalations": [
            {"rule": rule, "level": level} for rule, level in sorted(raised.items(), key=lambda one: (-one[1], one[0]))
        ],
        "suggestions": [
            {"id": one.code, "rule": one.because[0]["rule"], "law": one.because[0]["law"]} for one in advice
        ],
        "rulebook": case.rulebook,
    }


_MODELS: tuple[Any, ...] = (Referral, Deadline, Escalation, Suggestion)


def _referral(one: Referral) -> dict[str, Any]:
    reasons = [reason for reason in one.because if not reason.get("lead")] or one.because
    law = dict.fromkeys(key for reason in reasons for key in reason["law"])
    return {
        "desk": one.desk,
        "role": one.role,
        "priority": one.priority,
        "accept_by": one.accept_by.astimezone(ZONE).isoformat(timespec="seconds"),
        "rules": sorted(reason["rule"] for reason in reasons),
        "law": list(law),
    }


def _deadline(one: Deadline) -> dict[str, Any]:
    return {
        "id": one.kind,
        "safe_on": one.safe_on.isoformat(),
        "last_on": one.last_on.isoformat() if one.last_on else None,
        "rule": one.rule,
        "law": one.law,
    }


