"""What the tests of the sweep share: quiet cases, dates, agreements, and what was raised."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from mediation import db
from mediation.domain.worktime import ZONE
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation
from mediation.models.settlement import Instalment, Settlement
from mediation.office.sweep import SweepReport
from tests.office.working import RECEIVED, Working
from tests.office.working import referrals as living

TODAY = date(2026, 11, 16)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def raised(report: SweepReport) -> list[tuple[str, int]]:
    return sorted((one["rule"].removeprefix("escalation."), one["level"]) for one in report.raised)


def settlement(case_id: str, *, kind: str = "unpaid_wages", **values: Any) -> str:
    """Make an agreement in force that settles the case's claim."""
    with db.transaction() as session:
        case = session.get_one(Case, case_id)
        claim = session.exec(select(Claim).where(Claim.case_id == case_id)).one()
        claim.kind = kind
        row = Settlement(
            station_id=case.station_id, case_id=case_id, state="issued", total=800_000, effective_on=TODAY,
            terms={"claims": {claim.id: "settled"}}, changed_at=RECEIVED, **values,
        )  # fmt: skip
        session.add_all([claim, row])
        return row.id


def of_rule(rule: str) -> dict[int, Escalation]:
    with db.reading() as session:
        rows = session.exec(select(Escalation).where(Escalation.rule == f"escalation.{rule}")).all()
    return {row.level: row for row in rows}


def still_open(rule: str) -> list[int]:
    return [level for level, row in sorted(of_rule(rule).items()) if row.state == "open"]


def change(model: type, row_id: str, **values: Any) -> None:
    with db.transaction() as session:
        row = session.get_one(model, row_id)
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)


def quiet(working: Working, **changes: Any) -> str:
    """Log a case on which nothing is due but what a test makes due."""
    case_id = working.log(**changes)
    with db.transaction() as session:
        session.execute(sa.delete(Deadline).where(col(Deadline.case_id) == case_id))
        for row in living(session, case_id).values():
            row.state = "accepted"
            session.add(row)
    return case_id


def dated(case_id: str, kind: str, safe_on: date, last_on: date | None = None, subject: str | None = None) -> str:
    with db.transaction() as session:
        row = Deadline(
            station_id=session.get_one(Case, case_id).station_id, case_id=case_id, subject=subject, kind=kind,
            rule=f"deadline.{kind}", who="lead", safe_on=safe_on, last_on=last_on, trigger="received_on",
            trigger_on=TODAY, rulebook="sha256:0", made_at=RECEIVED,
        )  # fmt: skip
        session.add(row)
        return row.id


def instalment(settlement_id: str, case_id: str, due_on: date) -> str:
    with db.transaction() as session:
        station_id = session.get_one(Case, case_id).station_id
        row = Instalment(station_id=station_id, case_id=case_id, settlement_id=settlement_id, position=0, due_on=due_on, amount=100)
        session.add(row)
        return row.id
