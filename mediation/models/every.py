"""All tables at once, for whoever needs the whole schema; a command that needs a few starts sooner without it."""

from mediation.models import (
    case,
    claim,
    deadline,
    docket,
    document,
    escalation,
    history,
    ledger,
    notice,
    party,
    referral,
    roster,
    search,
    session,
    settlement,
    station,
    supervision,
    sweep,
    talks,
    user,
)

__all__ = [
    "case", "claim", "deadline", "docket", "document", "escalation", "history", "ledger", "notice", "party",
    "referral", "roster", "search", "session", "settlement", "station", "supervision", "sweep", "talks", "user",
]  # fmt: skip
