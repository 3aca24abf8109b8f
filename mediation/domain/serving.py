"""Which papers must be handed to whom, and through which states an invitation passes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

RIGHTS: Final = "rights_notice"
TO_ALL: Final = ("acceptance_notice", "agreement", "termination_notice")
"""Papers that each party gets, once they are issued (17号令 22, 26, 30; 人民调解法 26)."""
TO_APPLICANTS: Final = ("non_acceptance_notice",)
"""Papers that go to whoever applied (17号令 22)."""

NEXT: Final[Mapping[str, tuple[str, ...]]] = {
    "made": ("sent", "delivered", "failed", "withdrawn"),
    "sent": ("delivered", "failed", "withdrawn"),
    "delivered": ("answered", "withdrawn"),
    "failed": (), "answered": (), "withdrawn": (),
}
"""What may become of an invitation; a party that answers ends every open one."""
OPEN: Final = ("made", "sent", "delivered")


@dataclass(frozen=True)
class Issued:
    """One issued paper of a case; `about` is the party that it is for, "" for all."""

    id: str
    kind: str
    about: str = ""


@dataclass(frozen=True)
class Owed:
    """One paper that one party has still to get; `document_id` "" where it isn't issued yet."""

    party_id: str
    kind: str
    document_id: str = ""


def owed(
    parties: Sequence[tuple[str, str]], issued: Iterable[Issued], served: Collection[tuple[str, str]], *,
    mediating: bool = True,
) -> list[Owed]:
    """Return what must still be served, by party.

    `parties` are those present with their sides, `issued` the papers in force, the newest first, `served` pairs of a
    party and a paper that it got, or refused to take. Rights in mediation are told only where it goes on.
    """
    papers = list(issued)
    found: list[Owed] = []
    for party_id, side in parties:
        own = [one for one in papers if (one.kind, one.about) == (RIGHTS, party_id)]
        if mediating and not any((party_id, one.id) in served for one in own):
            found.append(Owed(party_id, RIGHTS, own[0].id if own else ""))
        kinds = (*TO_ALL, *TO_APPLICANTS) if side == "applicant" else TO_ALL
        for kind in kinds:
            newest = next((one for one in papers if one.kind == kind), None)
            if newest is not None and (party_id, newest.id) not in served:
                found.append(Owed(party_id, kind, newest.id))
    return found
