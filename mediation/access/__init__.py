"""Who may do what, and who sees which rows.

A user sees a case of the own station only. Mediators and supervisors see all of its cases, a desk those on which it
has an open referral, for as long as it is open. Admins run the system and see no case; auditors read the history.
"""

from mediation.access.acts import ACTS, CASE_WIDE, Facts, Reader, may, require, sees
from mediation.access.rows import GATED_DESK, ROWS, visible
from mediation.access.scope import ForeignStation, Scope, as_house, reading_as
from mediation.access.second_factor import needs_second_factor

__all__ = [
    "ACTS",
    "CASE_WIDE",
    "GATED_DESK",
    "ROWS",
    "Facts",
    "ForeignStation",
    "Reader",
    "Scope",
    "as_house",
    "may",
    "needs_second_factor",
    "reading_as",
    "require",
    "sees",
    "visible",
]
