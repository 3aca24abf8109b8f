"""From an accepted row of a ledger to a case in the book, received on its own day, ended if the ledger says so."""

from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation.access import Reader
from mediation.domain import casefile, money
from mediation.domain.ledger import people
from mediation.domain.ledger.rows import ReadRow
from mediation.domain.refusals import N_
from mediation.domain.worktime import ZONE
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation, Suggestion
from mediation.models.referral import ALIVE, Referral
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import history, intake

ENDED: Final = {"message": N_("台账载明已办结")}
MOST_INDUSTRY: Final = 80
MOST_NOTE: Final = 500


def store(
    session: Session, row: ReadRow, station: Station, *, key: str, by: Reader, now: datetime
) -> Case:
    """Log the row's case at the opening hour of its day; one that the ledger calls ended is closed with its outcome."""
    file = casefile.read(case_of(row, station, now=now), now=now)
    case = intake.log(session, file, by=by, now=now, idempotency_key=key)
    if row.value("outcome"):
        _end(session, case, row, by=by, now=now)
    return case


def case_of(row: ReadRow, station: Station, *, now: datetime) -> dict[str, Any]:
    """Return the case file of an accepted row."""
    received = datetime.combine(row.value("received_on"), station.opens_at, ZONE)
    return {
        "station": station.code,
        "received_at": min(received, now).astimezone(ZONE).isoformat(),
        "channel": row.value("channel"),
        "summary": _summary(row),
        "applicants": _applicants(row),
        "workers": max(row.value("workers"), len(row.value("applicant"))),
        "respondents": [_respondent(row)],
        "claims": _claims(row),
        "willing": {
            "applicant": row.value("willing_applicant"),
            "respondent": row.value("willing_respondent"),
        },
    }


def _respondent(row: ReadRow) -> dict[str, Any]:
    """Return the other side: a firm, or a person where a firm is the applicant."""
    name = row.value("employer")
    if people.is_firm(row.value("applicant")[0]) and not people.is_firm(name):
        return {"kind": "person", "name": name}
    return {
        "kind": "employer",
        "name": name,
        "credit_code": row.value("credit_code"),
        "industry": (row.value("industry") or "")[:MOST_INDUSTRY] or None,
        "has_union": row.value("has_union"),
    }


def _applicants(row: ReadRow) -> list[dict[str, Any]]:
    """Return the applicants; what the row says of one person belongs to the first."""
    names, numbers = row.value("applicant"), row.value("id_number") or ()
    if people.is_firm(names[0]):
        return [{"kind": "employer", "name": name} for name in names]
    made: list[dict[str, Any]] = [{"kind": "person", "name": name} for name in names]
    for person, number in zip(made, numbers, strict=False):
        person["id_number"] = number
    flags = {name: row.value(name) for name in ("union_member", "migrant", "hardship")}
    made[0] |= {"phone": row.value("phone")} | flags
    return made


def _claims(row: ReadRow) -> list[dict[str, Any]]:
    amount = row.value("amount")
    claims: list[dict[str, Any]] = [{"kind": kind} for kind in row.value("type")]
    if amount is not None:
        claims[0]["amount"] = money.yuan(amount)
    return claims


def _summary(row: ReadRow) -> str:
    """Return the story of the ledger with what has no field of its own, so that nothing written is lost."""
    raw = {cell.field: cell.raw.strip() for cell in row.cells}
    notes = [f"原台账第 {row.row} 行", f"纠纷类型：{row.value('type_text')}"]
    if raw.get("amount") and (row.value("amount") is None or row.value("amount_approximate")):
        notes.append(f"金额：{raw['amount']}")
    for field, title in (("handler", "经办人"), ("remark", "备注")):
        if row.value(field):
            notes.append(f"{title}：{row.value(field)}")
    if row.value("outcome_text"):
        notes.append(f"处理结果：{row.value('outcome_text')}")
    if row.value("settled_amount") is not None:
        notes.append(f"调解金额：{money.figures(row.value('settled_amount'))} 元")
    story = row.value("summary") or row.value("type_text")
    return f"{story}\n（{'；'.join(notes)}）"[: casefile.SUMMARY_LENGTH]


def _end(session: Session, case: Case, row: ReadRow, *, by: Reader, now: datetime) -> None:
    """Close a case that had ended before it came into the book, with everything that would still wait for somebody.

    Not by `closing.close`: that asks for the agreement behind an ending, which lies in a paper file here.
    """
    on: date = row.value("closed_on") or row.value("received_on")
    case.state, case.outcome, case.outcome_note = "closed", row.value("outcome"), _outcome_note(row)
    case.closed_at, case.closed_on = now, on
    case.closed_by = by.id if isinstance(by, User) else None
    session.add(case)
    for referral in session.exec(
        select(Referral).where(Referral.case_id == case.id, col(Referral.state).in_(ALIVE))
    ).all():
        referral.state, referral.closed_at, referral.closed_why = "closed", now, dict(ENDED)
        session.add(referral)
    for due in session.exec(select(Deadline).where(Deadline.case_id == case.id, Deadline.state == "open")).all():
        due.state, due.closed_why = "closed", dict(ENDED)
        session.add(due)
    for model in (Escalation, Suggestion):
        for one in session.exec(select(model).where(model.case_id == case.id, model.state == "open")).all():
            one.state = "closed"
            if isinstance(one, Escalation):
                one.closed_at = now
            session.add(one)
    history.record(
        session, station_id=case.station_id, actor=by.id, act="case.close", subject=("case", case.id),
        fields={"outcome": case.outcome, "closed_on": on, "from": "ledger"}, now=now,
    )  # fmt: skip


def _outcome_note(row: ReadRow) -> str:
    settled = row.value("settled_amount")
    said = [row.value("outcome_text")] + ([f"调解金额 {money.figures(settled)} 元"] if settled is not None else [])
    return "；".join(said)[:MOST_NOTE]
