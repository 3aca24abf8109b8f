"""The sweep: what is due is raised once, told, and closed when its cause is gone; boundaries on both sides."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import db
from mediation.domain.worktime import ZONE
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.models.settlement import Instalment, Settlement
from mediation.models.sweep import SweepRun
from mediation.models.talks import Talks
from mediation.office import history, intake, referrals
from mediation.office.sweep import SweepReport, sweep
from mediation.office.sweep_status import sweep_status
from tests.office.working import RECEIVED, Working
from tests.office.working import referrals as living

TODAY = date(2026, 11, 16)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def raised(report: SweepReport) -> list[tuple[str, int]]:
    return sorted((one["rule"].removeprefix("escalation."), one["level"]) for one in report.raised)


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


@pytest.mark.parametrize(
    ("priority", "moment", "level"),
    [
        ("normal", "2026-11-17T09:20:00", []),
        ("normal", "2026-11-17T09:20:01", [1]),
        ("normal", "2026-11-18T09:20:00", [1]),
        ("normal", "2026-11-18T09:20:01", [2]),
        ("urgent", "2026-11-16T13:20:00", []),
        ("urgent", "2026-11-16T13:20:01", [1]),
        ("urgent", "2026-11-16T17:20:00", [1]),
        ("urgent", "2026-11-16T17:20:01", [2]),
        ("immediate", "2026-11-16T09:50:00", []),
        ("immediate", "2026-11-16T09:50:01", [1]),
        ("immediate", "2026-11-16T10:20:01", [2]),
    ],
)
def test_a_referral_escalates_past_its_time_and_past_twice_that_time(
    working: Working, priority: str, moment: str, level: list[int]
) -> None:
    extra: dict[str, Any] = {
        "normal": {},
        "urgent": {"applicants": [{"name": "张玥", "migrant": True}]},
        "immediate": {"risk": {"violence": "assault"}},
    }[priority]
    case_id = working.log(**extra)
    desk = {"normal": "union", "urgent": "union", "immediate": "police"}[priority]
    with db.reading() as session:
        row = living(session, case_id)[desk]
        assert row.priority == priority

    report = sweep(now=at(moment))

    assert [one["level"] for one in report.raised if one["id"] == row.id] == level
