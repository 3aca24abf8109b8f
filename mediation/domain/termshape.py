"""The shape of checked settlement terms, and the scene of the case against which they are checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Instalment:
    """One payment due on or before a day; `amount` in fen."""

    due_on: date
    amount: int


@dataclass(frozen=True)
class Share:
    """One worker's share of a group settlement; `amount` in fen, `worker` its id on the list, "" unknown."""

    name: str
    amount: int
    worker: str = ""


@dataclass(frozen=True)
class Terms:
    """Checked terms. `payer` and `payee` are party ids, `claims` says of each claim id settled or reserved.

    `amounts` says at how many fen each settled claim is agreed; their sum is the total. `pay_to`, of a group: `listed`,
    each worker on the list by the own account, or `party`, all to `payee` for the reason `payee_why`; "" unsaid.
    `method_note` says what an `other` method is. `each` says, of several named applicants, how much is whose.
    """

    claims: dict[str, str]
    payer: str | None
    payee: str | None
    holder: str | None
    bank: str | None
    account: str | None
    method: str
    total: int | None
    instalments: tuple[Instalment, ...]
    group: tuple[Share, ...]
    facts: str
    default_clause: str | None
    other_terms: str | None
    mediator: str
    recorder: str | None
    amounts: Mapping[str, int] = field(default_factory=dict)
    pay_to: str = ""
    payee_why: str | None = None
    method_note: str | None = None
    each: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """What the terms are checked against: the case's claim ids, party ids, headcount and the day.

    `claimed`: what is claimed, by claim, in fen. `issued`: the terms were issued and are only read again, so that
    nothing that is asked of new ones is asked of them. `first`: the first day a payment may be due, today by itself.
    `out`: workers, id and name, who refused what is being settled, for whom nothing may be settled. `listed`: under
    which numbers each name stands on the list of workers. `several`: the people who apply, where there are more than
    one and no group.
    """

    claims: tuple[str, ...]
    parties: tuple[str, ...]
    workers: int
    applicants: int
    today: date
    claimed: Mapping[str, int | None] = field(default_factory=dict)
    issued: bool = False
    first: date | None = None
    several: tuple[str, ...] = ()
    out: Mapping[str, str] = field(default_factory=dict)
    listed: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def group(self) -> bool:
        """Say whether people are concerned who aren't named as parties."""
        return self.workers > self.applicants
