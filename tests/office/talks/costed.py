"""Talks of a firm with falling orders: what both sides offered, and the firm's wages."""

from datetime import date

from sqlmodel import Session

from mediation import db
from mediation.models.talks import Talks
from mediation.models.talks_table import TalksOffer
from mediation.office import talks_wages
from tests import talks_make
from tests.office.working import Working
from tests.talks_make import NOW

KEPT = {"from": "2026-12-01", "until": "2027-11-30", "heads": 220}
OFFERS = (
    ("employer", {"wage_level": {"change": -800, "months": 1200}}),
    ("workers", {"wage_level": {"change": -200, "months": 1200}, "job_security": KEPT}),
    ("employer", {"wage_level": {"change": -300, "months": 1200}, "job_security": KEPT}),
)
WAGES = "班组\t人数\t月工资\t津贴\t年终奖月数\t平日加班小时\n一线\t200\t8000\t300\t1\t10\n后勤\t20\t2800\t\t\t\n"
FORM = {"wages": WAGES, "on": "2026-11-16"}


def offered(session: Session, station_id: str, **days: object) -> Talks:
    """Add talks in which the employer offered twice and the workers once."""
    given = {"employer": "城厢精工机械有限公司", "staff": 220, "agenda": ["wage_level", "job_security"], **days}
    row = talks_make.talks(session, station_id, **given)
    seen: dict[str, int] = {}
    for position, (side, clauses) in enumerate(OFFERS, 1):
        seen[side] = seen.get(side, 0) + 1
        session.add(
            TalksOffer(
                station_id=station_id, talks_id=row.id, position=position, round=seen[side], side=side,
                made_on=date(2026, 11, position), clauses=clauses, packages=[list(clauses)] if len(clauses) > 1 else [],
                noted_at=NOW,
            )  # fmt: skip
        )
    session.flush()
    return row


def opened(working: Working, **days: object) -> str:
    """Store such talks and return their id."""
    with db.transaction() as session:
        return offered(session, working.station.id, **days).id


def keep(working: Working, talks_id: str, **given: str) -> int:
    """Keep a version of the wage table as the form would, and return its number."""
    read = talks_wages.read({**FORM, **given})
    with db.transaction() as session:
        return talks_wages.keep(session, talks_id, read, by=working["union"], now=NOW).number
