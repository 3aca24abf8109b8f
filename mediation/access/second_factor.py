"""Whose sign-in needs a second factor: one table of roles and desks; to everybody else it is open."""

from typing import Final

from mediation.access.acts import Reader

NEEDED_BY_ROLE: Final = frozenset({"admin", "supervisor", "auditor", "duty_lawyer"})
NEEDED_AT_DESK: Final = frozenset({"law_firm"})


def needs_second_factor(user: Reader) -> bool:
    """Tell whether the user's role or desk asks for a second factor."""
    return user.role in NEEDED_BY_ROLE or user.desk in NEEDED_AT_DESK
