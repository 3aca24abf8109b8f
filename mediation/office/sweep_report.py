"""What a sweep did, and how it goes on when a row can't be read: the batch is halved until the bad row stands alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from mediation.domain.engine import EngineFault, EngineWorn
from mediation.domain.refusals import Refused
from mediation.domain.worktime import ZONE

MOST_FAULTS: Final = 500
"""With more rows than this that can't be read something is wrong with the sweep, not with rows."""
OF_A_ROW: Final = (
    ValueError, LookupError, TypeError, AttributeError, EngineFault, Refused, sa.exc.DataError, sa.exc.IntegrityError,
)  # fmt: skip
"""What one bad row can bring about; anything else ends the sweep."""


class SweepBroken(RuntimeError):
    """More rows failed than can be the rows' fault."""


@dataclass
class SweepReport:
    """What a sweep did; `faults` says of each row that was passed over what, where and why.

    `turned` are the cases routed again because time alone changed what a rule says of them, `turning` the pattern of
    numbers by which their days are stored, `talks` the wage talks whose stage time alone has changed.
    """

    at: datetime
    subjects: int = 0
    turning: str = ""
    turned: list[dict[str, Any]] = field(default_factory=list)
    talks: list[dict[str, Any]] = field(default_factory=list)
    raised: list[dict[str, Any]] = field(default_factory=list)
    closed: int = 0
    told_again: int = 0
    faults: list[dict[str, str]] = field(default_factory=list)

    def answer(self) -> dict[str, Any]:
        """Return the report as plain data for a program."""
        return {
            "at": self.at.astimezone(ZONE).isoformat(timespec="seconds"),
            "subjects": self.subjects,
            "turned": self.turned,
            "talks": self.talks,
            "raised": self.raised,
            "closed": self.closed,
            "told_again": self.told_again,
            "faults": self.faults,
        }


def in_halves(kind: str, ids: Sequence[str], work: Callable[[Sequence[str]], None], report: SweepReport) -> None:
    """Do `work` on a batch, which it does whole or not at all; one that fails is halved, a row that fails reported."""
    try:
        work(ids)
    except EngineWorn:
        raise
    except OF_A_ROW as fault:
        if len(ids) > 1:
            half = len(ids) // 2
            in_halves(kind, ids[:half], work, report)
            in_halves(kind, ids[half:], work, report)
            return
        report.faults.append({"what": kind, "where": ids[0], "why": f"{type(fault).__name__}: {fault}"[:300]})
        if len(report.faults) > MOST_FAULTS:
            raise SweepBroken(f"more than {MOST_FAULTS} rows failed, the last: {report.faults[-1]}") from fault
