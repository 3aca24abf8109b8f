"""Records of the papers of wage talks: what each lacks, what was issued, the filing pack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mediation.office.records.gaps import Gap
from mediation.office.records.talks import TalksFrame
from mediation.office.records.words import Said, Words


@dataclass(frozen=True)
class IssuedRecord:
    """One issued paper; `current`: it still says what the rows say."""

    id: str
    number: str
    issued_on: date
    sha256: str
    code: str
    size: int
    current: bool = False


@dataclass(frozen=True)
class PaperRecord:
    """One paper: what it is about, what it lacks, what was issued of it, newest first.

    `wanting` is content that the law names and the contract doesn't have: it is issued only knowingly. `draft`: the
    text isn't adopted. `state` is missing, ready or issued.
    """

    kind: str
    about: str
    subject: Said | None
    gaps: tuple[Gap, ...]
    wanting: tuple[Said, ...]
    draft: bool
    issued: tuple[IssuedRecord, ...]

    @property
    def state(self) -> str:
        """Return how far the paper is."""
        if self.issued and self.issued[0].current:
            return "issued"
        return "missing" if self.gaps else "ready"


@dataclass(frozen=True)
class PapersPage:
    """Every paper of one round, and those issued before of texts that don't stand any more."""

    frame: TalksFrame
    papers: tuple[PaperRecord, ...]
    earlier: tuple[tuple[str, IssuedRecord], ...]
    may_issue: bool


@dataclass(frozen=True)
class PieceRecord:
    """One piece of the filing pack: which paper, what the law calls it, what is missing of it."""

    kind: str
    name: Words
    gap: Gap | None
    issued: IssuedRecord | None

    @property
    def to_issue(self) -> bool:
        """Tell whether it has to be issued, for the first time or again."""
        return self.issued is None or not self.issued.current
