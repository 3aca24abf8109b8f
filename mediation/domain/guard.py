"""The guard of minimum rights: what each settled claim is agreed at, against what it is worked out to.

Below it an agreement needs the worker's own reason, read back, and a second reader; all of it for exactly these
amounts. A claim that nobody worked out is said to be so: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

State = Literal["met", "below", "unknown", "no_method"]
Step = Literal["none", "reason", "read_back", "second", "objected", "cleared"]
OPEN_STEPS: Final = ("reason", "read_back", "second", "objected")


@dataclass(frozen=True)
class Floor:
    """What a claim comes to now by its working; `amount` None where it can't be worked out any more. In fen."""

    amount: int | None
    sheet_id: str | None = None


@dataclass(frozen=True)
class Finding:
    """One settled claim: agreed at `agreed`, worked out to `floor` (None: not worked out)."""

    claim_id: str
    kind: str
    agreed: int
    floor: int | None
    state: State
    sheet_id: str | None = None


@dataclass(frozen=True)
class Check:
    """What was recorded about one claim below its floor."""

    id: str
    claim_id: str
    floor: int
    agreed: int
    noted_by: str
    reason: str = ""
    read_back: bool = False
    second_by: str | None = None
    second_agrees: bool | None = None


def findings(
    agreed: Mapping[str, int], kinds: Mapping[str, str], floors: Mapping[str, Floor], computable: Collection[str]
) -> tuple[Finding, ...]:
    """Return a finding for every settled claim, in the order of `agreed`.

    `kinds` says which kind each claim is, `floors` what was worked out, `computable` the kinds that can be.
    """
    return tuple(
        _finding(claim, amount, kinds[claim], floors.get(claim), computable) for claim, amount in agreed.items()
    )


def _finding(claim: str, agreed: int, kind: str, floor: Floor | None, computable: Collection[str]) -> Finding:
    if kind not in computable:
        return Finding(claim, kind, agreed, None, "no_method")
    if floor is None or floor.amount is None:
        return Finding(claim, kind, agreed, None, "unknown", floor.sheet_id if floor else None)
    return Finding(claim, kind, agreed, floor.amount, "below" if agreed < floor.amount else "met", floor.sheet_id)


def check_of(finding: Finding, checks: Iterable[Check]) -> Check | None:
    """Return the newest check that holds for exactly these amounts; `checks` come oldest first."""
    same = [
        one
        for one in checks
        if (one.claim_id, one.floor, one.agreed) == (finding.claim_id, finding.floor, finding.agreed)
    ]
    return same[-1] if same else None


def step_of(finding: Finding, checks: Iterable[Check]) -> Step:
    """Return what is missing before the agreement may be issued; `none` where the floor is met or not known."""
    if finding.state != "below":
        return "none"
    check = check_of(finding, checks)
    if check is None or not check.reason.strip():
        return "reason"
    if not check.read_back:
        return "read_back"
    if check.second_agrees is None or check.second_by in (None, check.noted_by):
        return "second"
    return "cleared" if check.second_agrees else "objected"


def open_steps(found: Iterable[Finding], checks: Iterable[Check]) -> dict[str, Step]:
    """Return by claim what still stands in the way of issuing."""
    kept = tuple(checks)
    steps = {one.claim_id: step_of(one, kept) for one in found}
    return {claim: step for claim, step in steps.items() if step in OPEN_STEPS}
