"""What time had brought about before a case came into the book: raised for the supervisor's board, told to nobody.

Whoever brings the cases in says so once. What falls due afterwards is raised and told as for any case.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation.models.escalation import Escalation
from mediation.models.ledger import LedgerImport, LedgerRow
from mediation.office import history, raising
from mediation.office.history import SWEEP, Entry
from mediation.office.sweep_cases import Cases
from mediation.office.sweep_ground import ground_of
from mediation.office.sweep_referrals import Deadlines, Referrals

CHUNK: Final = 400


def raise_past(session: Session, station_id: str, case_ids: Sequence[str], *, now: datetime) -> int:
    """Raise what is past of cases that came in with their past; return how much was raised."""
    ground, raised = ground_of(session, now), 0
    for first in range(0, len(case_ids), CHUNK):
        some = case_ids[first : first + CHUNK]
        for watch in (Cases(), Referrals(), Deadlines()):
            ids = sorted(watch.past(session, ground, some))
            findings = watch.judge(session, ids, ground) if ids else []
            changes = raising.compare(raising.rows_of(session, ids), findings)
            written = raising.write(session, changes, rulebook=ground.book.digest, now=now)
            lines = [
                Entry(
                    "escalation.raised", ("escalation", one.id),
                    {"rule": one.rule, "level": one.level, "subject": one.finding.kind}, one.finding.case_id,
                )  # fmt: skip
                for one in written.raised
            ]
            history.record_all(session, lines, station_id=station_id, actor=SWEEP, now=now)
            raised += len(written.raised)
    return raised


def came_with_a_ledger() -> Any:
    """Hold for an escalation that was past when its case was imported: it was told of with the whole ledger."""
    quiet = (
        sa.select(1)
        .select_from(LedgerRow)
        .join(LedgerImport, col(LedgerImport.id) == col(LedgerRow.import_id))
        .where(
            col(LedgerRow.case_id) == col(Escalation.case_id), col(LedgerRow.state) == "accepted",
            sa.or_(col(LedgerImport.state) == "previewed", col(Escalation.raised_at) <= col(LedgerImport.at)),
        )
    )  # fmt: skip
    return quiet.exists()
