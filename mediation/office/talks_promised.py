"""The promises of an agreement, entered once when it takes effect."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from mediation.domain.talks import outcomes
from mediation.domain.talks.wording import restored
from mediation.models.talks import Talks
from mediation.models.talks_end import Promise
from mediation.office import talks_state
from mediation.office.talks_state import Gathered


def enter(session: Session, found: Gathered, *, now: datetime) -> list[Promise]:
    """Enter the promises of an agreement in force, once; from the text that was adopted."""
    row, vote = found.talks, next((one for one in reversed(found.votes) if one.adopted), None)
    if vote is None or session.exec(select(Promise.id).where(Promise.talks_id == row.id)).first():
        return []
    library = talks_state.shelf(votes=[vote])
    agreed = {key: restored(library[key], values) for key, values in vote.draft.items()}
    start, until = term_of(row, agreed)
    if start is None or until is None:
        return []
    rows = [
        Promise(
            station_id=row.station_id, talks_id=row.id, clause=one.clause, kind=one.kind, wording=one.text,
            proof_wanted=one.proof.get("zh", ""), watched=",".join(one.watched), starts_on=one.start, until=one.until,
            changed_at=now,
        )
        for one in outcomes.commitments(agreed, library, start, until)
    ]  # fmt: skip
    session.add_all(rows)
    return rows


def term_of(row: Talks, agreed: Mapping[str, Mapping[str, Any]]) -> tuple[date | None, date | None]:
    """Return the first and last day of an agreement: as recorded, else as its clause of the term says."""
    term = agreed.get("term", {})
    return row.term_from or term.get("from"), row.term_until or term.get("until")
