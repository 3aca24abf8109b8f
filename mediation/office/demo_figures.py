"""Cases of the demo station that are over, for the figures of the months behind."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from sqlmodel import Session, col, select

from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.settlement import Instalment, Settlement
from mediation.models.user import User
from mediation.office import closing, performance

STORY: Final = Path(__file__).with_suffix(".yaml")


def rows() -> list[dict[str, Any]]:
    """Return the cases that are over, as the story of the demo tells them."""
    told: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(STORY.read_text("utf-8"))
    return told


def end(session: Session, case: Case, row: dict[str, Any], by: User, now: datetime) -> None:
    """Note the payments that came and close the case as its row says; without an agreement nothing was settled."""
    in_force = select(Settlement).where(Settlement.case_id == case.id, col(Settlement.effective_on).is_not(None))
    agreed = session.exec(in_force).first()
    at = min(case.received_at + timedelta(days=row["took"]), now)
    outcome = row["end"] if agreed or row["end"] not in closing.AGREED else "withdrawn"
    closing.close(session, case.id, outcome=outcome, on=station_day(at), note=row.get("note", ""), by=by, now=at)
    if agreed is None:
        return
    payments = select(Instalment).where(Instalment.settlement_id == agreed.id).order_by(col(Instalment.position))
    for one in session.exec(payments).all()[: row.get("paid", 0)]:
        performance.note_paid(session, one.id, on=one.due_on, by=by, now=now)
    performance.note_sent(session, agreed.id, to="court", on=station_day(at), by=by, now=at)
