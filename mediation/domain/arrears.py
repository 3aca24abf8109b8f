"""What is owed of an agreement on a day: what fell due and didn't come, and the whole rest where the agreement says so.

A partial payment counts only if the side that is to be paid, or the station itself, says that it came.
Sums are whole fen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

REST_FALLS_DUE: Final = "付款方未按期足额支付任何一期款项的，收款方有权要求其一次性支付全部剩余款项。"
"""The offered clause by which the whole rest falls due with the first default; other wordings are read by people."""


@dataclass(frozen=True)
class Part:
    """One instalment: `came` so far, in fen; `paid_on` once it came whole."""

    id: str
    due_on: date
    amount: int
    came: int = 0
    paid_on: date | None = None

    @property
    def open(self) -> int:
        """Return what is still to come of it."""
        return max(self.amount - self.came, 0)

    def late(self, today: date) -> bool:
        """Tell whether its day has passed and something is still to come."""
        return self.due_on < today and self.open > 0


@dataclass(frozen=True)
class Arrears:
    """What an agreement owes on a day, in fen. `rest`: not due yet; `accelerates` None: the clause must be read."""

    due: int
    rest: int
    since: date | None
    accelerates: bool | None

    @property
    def claimable(self) -> int:
        """Return what may be claimed: what is due, and the rest where the clause surely makes it due."""
        return self.due + (self.rest if self.due and self.accelerates else 0)


@dataclass(frozen=True)
class Told:
    """What somebody said of an instalment; `trusted`: the payee or the station said it. `amount`: so far, in fen."""

    says: str
    amount: int | None
    trusted: bool


def came(amount: int, *, paid: bool, told: Iterable[Told]) -> int:
    """Return what came of an instalment of `amount`: all once it is noted as paid, else what was last said of it."""
    if paid:
        return amount
    last = 0
    for one in told:
        if one.trusted:
            last = min(one.amount or 0, amount) if one.says == "partly" else 0
    return last


def accelerates(default_clause: str | None) -> bool | None:
    """Tell whether the whole rest falls due with the first default; None where another wording must be read."""
    if not default_clause:
        return False
    return True if REST_FALLS_DUE in default_clause else None


def owed(parts: Sequence[Part], default_clause: str | None, today: date) -> Arrears:
    """Return what is owed on a day. An instalment is late from the day after it was due."""
    late = [one for one in parts if one.late(today)]
    return Arrears(
        due=sum(one.open for one in late), rest=sum(one.open for one in parts if one not in late),
        since=min((one.due_on for one in late), default=None), accelerates=accelerates(default_clause),
    )  # fmt: skip
