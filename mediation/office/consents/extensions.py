"""What the parties said to an extension: the form that lengthens a date names it as evidence, it never takes it."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col

from mediation.access import Reader, Scope
from mediation.domain.worktime import station_day
from mediation.models.clock_entry import ClockEntry
from mediation.models.consent import Consent
from mediation.models.party import SIDES, Party
from mediation.office.consents import sides

EXTENSION = "extension"


@dataclass(frozen=True)
class Noted:
    """One party with the last it said to an extension since the last one; None: nothing."""

    party: Party
    said: Consent | None


@dataclass(frozen=True)
class NotedSide:
    """What the parties of one side said; `complete` where each of them agreed."""

    rows: tuple[Noted, ...]

    @property
    def complete(self) -> bool:
        """Tell whether every party of the side agreed."""
        return bool(self.rows) and all(one.said is not None and one.said.agreed for one in self.rows)

    @property
    def told(self) -> bool:
        """Tell whether any party of the side said something."""
        return any(one.said is not None for one in self.rows)

    @property
    def who(self) -> str:
        """Give who agreed, each with who spoke for it."""
        return "、".join(_spoken(one.party.name, one.said.spoken_by) for one in self.rows if one.said)

    @property
    def ways(self) -> tuple[str, ...]:
        """Give in which ways they agreed."""
        return tuple(dict.fromkeys(one.said.way for one in self.rows if one.said))

    @property
    def on(self) -> date | None:
        """Give the day on which the last of them agreed."""
        return max((station_day(one.said.said_at) for one in self.rows if one.said), default=None)


def noted(session: Session, case_id: str, *, user: Reader) -> dict[str, NotedSide]:
    """Return by side what its parties said to an extension; what they said to an earlier one doesn't count again."""
    scope = Scope(session, user)
    entries = scope.select(ClockEntry).where(
        ClockEntry.case_id == case_id, ClockEntry.sort == EXTENSION, col(ClockEntry.withdrawn_at).is_(None)
    )
    since = max((one.noted_at for one in session.exec(entries)), default=None)
    mine = {one.id for one in session.exec(scope.select(Consent).where(Consent.case_id == case_id))}
    said = {
        party: one
        for (party, about), one in sides.standing(session, case_id).items()
        if about == EXTENSION and one.id in mine and (since is None or one.said_at > since)
    }
    parties = sides.present(session, case_id)
    return {
        side: NotedSide(tuple(Noted(one, said.get(one.id)) for one in parties if one.side == side)) for side in SIDES
    }


def _spoken(name: str, by: str) -> str:
    return f"{name}（{by}）" if by else name
