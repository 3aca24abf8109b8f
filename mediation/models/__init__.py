"""Tables, one subject a file; importing this package knows them all."""

from mediation.models import (
    case,
    claim,
    deadline,
    document,
    escalation,
    history,
    party,
    referral,
    session,
    settlement,
    station,
    user,
)

__all__ = [
    "case", "claim", "deadline", "document", "escalation", "history", "party", "referral", "session",
    "settlement", "station", "user",
]  # fmt: skip
