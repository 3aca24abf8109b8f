"""Parties and claims as the pages show them; numbers masked."""

from collections.abc import Mapping
from datetime import date

from mediation import seals
from mediation.domain import facts
from mediation.domain.claims import KINDS
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.office.records import ClaimRecord, PartyRecord, SealedRecord, WorkedOut


def party_record(row: Party, may_show: bool, today: date) -> PartyRecord:
    """Return one party; `may_show` offers the audited look at its numbers."""
    sealed = tuple(
        SealedRecord(kind, seals.mask(getattr(row, f"{kind}_tail"), kind), may_show)
        for kind in ("id_number", "phone")
        if getattr(row, f"{kind}_tail")
    )
    age = facts.age_on(row.born, today) if row.born else None
    return PartyRecord(
        row.id, row.side, row.kind, row.name, row.born, age, row.credit_code or "", row.industry or "",
        row.union_member, row.migrant, row.hardship, row.has_union, sealed, row.address or "",
    )  # fmt: skip


def claim_record(row: Claim, worked: Mapping[str, WorkedOut]) -> ClaimRecord:
    """Return one claim; `worked` says by claim what it was worked out to."""
    return ClaimRecord(
        row.id, row.kind, row.amount, row.known_on, row.accident_on, row.diagnosed_on, row.state,
        row.kind in KINDS, worked.get(row.id),
    )  # fmt: skip
