"""Who must sign an agreement, and in what ways each may: it depends on the kind of the organisation.

A labour mediation body: both sides sign or seal, the mediator signs, the body's seal (调仲法 14; 17号令 26).
A people's mediation committee: the sides sign, seal or put a fingerprint, the mediator signs, the committee's seal
(人民调解法 29).
Each worker of a group signs the annex or agrees alone: nobody settles for another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Role = Literal["party", "representative", "group_worker", "mediator", "recorder", "seal"]
PARTIES: Final = ("party", "representative")
FIRMS: Final = ("employer", "union")
DONE: Final = "signed"

_OF_PARTIES: Final = {
    "people_mediation": ("phone", "paper", "seal", "fingerprint"), "labour_mediation": ("phone", "paper", "seal"),
}  # fmt: skip
_OF_WORKERS: Final = {"people_mediation": ("phone", "paper", "fingerprint"), "labour_mediation": ("phone", "paper")}


@dataclass(frozen=True)
class Needed:
    """One signature an agreement needs. `party_id` of a side, `nth` of a worker among those listed."""

    role: Role
    name: str
    party_id: str | None = None
    nth: int | None = None


def needed(
    parties: Iterable[tuple[str, str]], workers: Sequence[str], *, mediator: str, recorder: str | None,
    organisation: str,
) -> tuple[Needed, ...]:  # fmt: skip
    """Return who must sign, in the order of the agreement; `parties` as id and name, `workers` by name."""
    found = [Needed("party", name, party_id=party) for party, name in parties]
    found += [Needed("group_worker", name, nth=nth) for nth, name in enumerate(workers)]
    found.append(Needed("mediator", mediator))
    if recorder:
        found.append(Needed("recorder", recorder))
    found.append(Needed("seal", organisation))
    return tuple(found)


def ways(role: str, organisation_kind: str) -> tuple[str, ...]:
    """Return the ways in which a signature of this role may be given."""
    if role == "seal":
        return ("seal",)
    if role in PARTIES:
        return _OF_PARTIES[organisation_kind]
    return _OF_WORKERS[organisation_kind] if role == "group_worker" else ("phone", "paper")


def complete(states: Iterable[str]) -> bool:
    """Tell whether nothing is missing; an agreement that nobody must sign is none."""
    kept = tuple(states)
    return bool(kept) and all(state == DONE for state in kept)
