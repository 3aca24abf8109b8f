"""A round of talks in Shanghai whose draft is agreed and signed, for what comes after."""

from datetime import UTC, date, datetime

from sqlmodel import Session

from mediation import db
from mediation.models.talks import Talks
from mediation.models.talks_table import TalksOffer
from tests import talks_make
from tests.office.working import Working

NOW = datetime(2026, 11, 16, 1, 20, tzinfo=UTC)
CLAUSES = {
    "wage_level": {"change": -300, "months": 1200, "from": "2027-01-01"},
    "job_security": {"from": "2027-01-01", "until": "2027-12-31"},
    "term": {"from": "2027-01-01", "until": "2027-12-31"},
}


def agreed(session: Session, station_id: str, **days: object) -> Talks:
    """Add talks whose clauses were offered by the employer and accepted by the workers."""
    row = talks_make.talks(
        session, station_id, now=NOW, proposed_on=date(2026, 10, 12), received_on=date(2026, 10, 12),
        replied_on=date(2026, 10, 20), reply="accepted", planned_on=date(2026, 10, 30), named_workers_on=date(2026, 10, 22),
        named_employer_on=date(2026, 10, 23), number="〔2026〕协商第0001号",
        **days,
    )  # fmt: skip
    of = {"station_id": station_id, "talks_id": row.id, "round": 1, "made_on": date(2026, 10, 30), "noted_at": NOW}
    session.add(TalksOffer(position=1, side="employer", clauses=CLAUSES, **of))
    session.add(TalksOffer(position=2, side="workers", accepts=list(CLAUSES), **of))
    session.flush()
    return row


def signed(working: Working) -> str:
    """Store such talks with a draft that both chiefs signed; return their id."""
    with db.transaction() as session:
        return agreed(session, working.station.id, draft_signed_on=date(2026, 11, 2)).id
