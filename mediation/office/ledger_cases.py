"""From an accepted row of a ledger to a case in the book, received on its own day, ended if the ledger says so."""

from datetime import date, datetime
from typing import Any, Final

from mediation.access import Reader
from mediation.domain import casefile, money
from mediation.domain.ledger import people
from mediation.domain.ledger.rows import ReadRow
from mediation.domain.worktime import ZONE
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import intake_many
from mediation.office.closure import NOTE_LENGTH, Closure
from mediation.office.intake_many import Incoming

MOST_INDUSTRY: Final = 80


def incoming(row: ReadRow, station: Station, *, key: str, by: Reader, now: datetime) -> Incoming:
    """Make the case of an accepted row, received at the opening hour of its day and ended if the ledger says so.

    Raises Refused for a row that is no case after all, or whose end contradicts itself.
    """
    file = casefile.read(case_of(row, station, now=now), now=now)
    end = _end(row, by=by, now=now) if row.value("outcome") else None
    agreed_sum = row.value("settled_amount") if end else None
    return intake_many.prepare(station, file, key=key, end=end, agreed_sum=agreed_sum, by=by, now=now)


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
    elif raw.get("settled_amount"):
        notes.append(f"调解金额：{raw['settled_amount']}")
    if raw.get("closed_on") and row.value("closed_on") is None:
        notes.append(f"结案日期：{raw['closed_on']}")
    story = row.value("summary") or row.value("type_text")
    return f"{story}\n（{'；'.join(notes)}）"[: casefile.SUMMARY_LENGTH]


def _end(row: ReadRow, *, by: Reader, now: datetime) -> Closure:
    """Return how the ledger says that a case ended; without a day, as of the day it was received."""
    said: date | None = row.value("closed_on")
    settled = row.value("settled_amount")
    notes = [row.value("outcome_text")] + ([f"调解金额 {money.figures(settled)} 元"] if settled is not None else [])
    if said is None:
        notes.append("原台账未写结案日期")
    person = by.id if isinstance(by, User) else None
    return Closure(row.value("outcome"), said or row.value("received_on"), "；".join(notes)[:NOTE_LENGTH], person, now)
