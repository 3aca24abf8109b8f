"""The papers of a case (文书), from rows to issued files: made, previewed, issued, bound and packed."""

from mediation.office.papers.making import KINDS, Made, Prepared, is_current, issue, make, prepare, preview, store
from mediation.office.records.gaps import Gap, Paper

__all__ = [
    "KINDS", "Gap", "Made", "Paper", "Prepared", "is_current", "issue", "make", "prepare", "preview", "store"
]  # fmt: skip
