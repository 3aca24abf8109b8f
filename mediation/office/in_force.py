"""Which agreements bind now: those that took effect and that no correction has replaced."""

from typing import Final

import sqlalchemy as sa
from sqlmodel import col

from mediation.models.settlement import Settlement

IN_FORCE: Final = sa.and_(col(Settlement.effective_on).is_not(None), col(Settlement.replaced_on).is_(None))
"""A condition on Settlement."""
