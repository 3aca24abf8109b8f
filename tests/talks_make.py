"""Wage talks for tests: a row with its firm, as far as the days given take it."""

from datetime import date
from typing import Any

from sqlmodel import Session

from mediation.models.talks import Talks, TalksFirm, TalksMember
from mediation.office import talks_clocks
from tests.make import NOW

FIRM = "城厢精工机械有限公司"


def talks(session: Session, station_id: str, *, now: Any = NOW, **days: Any) -> Talks:
    """Add a round with one firm of 200 people in Shanghai; `days` are columns of the table. Periods are reckoned."""
    given: dict[str, Any] = {
        "employer": FIRM, "staff": 200, "women_committee": True, "union_name": f"{FIRM}工会委员会", "made_at": now,
        "agenda": ["wage_level", "job_security", "term"], "district": "城厢区", "industry": "制造业",
    }  # fmt: skip
    row = Talks(station_id=station_id, **{**given, **days})
    session.add(row)
    session.flush()
    session.add(
        TalksFirm(station_id=station_id, talks_id=row.id, name=row.employer, staff=row.staff, legal_representative="周明")
    )
    talks_clocks.refresh(session, row, now=now)
    return row


def team(session: Session, row: Talks, since: date) -> None:
    """Add a lawful team of three on each side."""
    workers = (("方红", "union_head", "office", True), ("李强", "other", "union", False), ("赵敏", "other", "union", True))
    employer = (("周明", "legal_representative", "office", False), ("吴刚", "other", "employer", False),
                ("郑洁", "other", "employer", True))  # fmt: skip
    for side, people in (("workers", workers), ("employer", employer)):
        for position, (name, post, chosen, woman) in enumerate(people):
            session.add(
                TalksMember(
                    station_id=row.station_id, talks_id=row.id, side=side, name=name, post=post, chosen=chosen,
                    chief=position == 0, woman=woman, since=since, position=position,
                )  # fmt: skip
            )
    session.flush()
