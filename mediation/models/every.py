"""All tables at once, for whoever needs the whole schema; a command that needs a few starts sooner without it."""

from mediation.models import (
    case,
    claim,
    complaint,
    deadline,
    docket,
    document,
    editing,
    equality,
    escalation,
    evaluation,
    expert,
    history,
    ledger,
    notice,
    party,
    referral,
    risk,
    roster,
    search,
    session,
    settlement,
    station,
    supervision,
    sweep,
    talks,
    talks_end,
    talks_table,
    user,
    willingness,
)

__all__ = [
    "case", "claim", "complaint", "deadline", "docket", "document", "editing", "equality", "escalation", "evaluation",
    "expert", "history", "ledger", "notice", "party", "referral", "risk", "roster", "search", "session", "settlement",
    "station", "supervision", "sweep", "talks", "talks_end", "talks_table", "user", "willingness",
]  # fmt: skip
