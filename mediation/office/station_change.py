"""What a station goes by changes: the place whose rules come first, the kind of its organisation.

Such a change is a draft of rules without files (office/rule_drafts): rehearsed on the station's cases, then confirmed
by the admin (office/station_settings), then carried out by the worker.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from mediation.domain.rehearsal import Asked
from mediation.models.rulebook import RuleDraft
from mediation.models.station import Station


@dataclass(frozen=True)
class GoesBy:
    """What of a station the rules ask for."""

    place: str
    organisation: str

    def asked(self, asked: Asked) -> Asked:
        """Return a case as it is asked about at such a station."""
        return replace(asked, standing=replace(asked.standing, place=self.place, organisation=self.organisation))

    def plain(self) -> dict[str, str]:
        """Return it as JSON."""
        return {"place": self.place, "organisation": self.organisation}


@dataclass(frozen=True)
class StationChange:
    """What a station goes by, and what it would go by."""

    station_id: str
    was: GoesBy
    becomes: GoesBy

    def asked(self, asked: Asked) -> tuple[Asked, Asked]:
        """Return how a case is asked about before and after."""
        return self.was.asked(asked), self.becomes.asked(asked)

    def stored(self) -> dict[str, Any]:
        """Return it as a draft keeps it."""
        return {"station": self.station_id, "was": self.was.plain(), "becomes": self.becomes.plain()}


def goes_by(station: Station) -> GoesBy:
    """Return what a station goes by now."""
    return GoesBy(station.place, station.organisation_kind)


def of_draft(row: RuleDraft) -> StationChange | None:
    """Return the change of a station that a draft is, None for a draft of rules."""
    told = row.change
    if "station" not in told:
        return None
    return StationChange(told["station"], GoesBy(**told["was"]), GoesBy(**told["becomes"]))
