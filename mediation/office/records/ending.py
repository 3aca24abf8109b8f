"""How a case ended, and what became of its agreement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PaymentRow:
    """One promised payment of an agreement in force."""

    id: str
    number: int
    due_on: date
    amount: int
    paid_on: date | None = None
    noted_by: str = ""
    late: bool = False


@dataclass(frozen=True)
class PerformanceRow:
    """An agreement in force: its payments, and where it was sent for confirmation (`ways` it may still be sent)."""

    settlement_id: str
    number: str
    effective_on: date
    payments: tuple[PaymentRow, ...]
    sent_to: str = ""
    sent_on: date | None = None
    ways: tuple[str, ...] = ()

    @property
    def paid(self) -> int:
        """The sum that came so far, in fen."""
        return sum(one.amount for one in self.payments if one.paid_on)

    @property
    def total(self) -> int:
        """The sum that is promised, in fen."""
        return sum(one.amount for one in self.payments)


@dataclass(frozen=True)
class Ending:
    """How a case ended (`outcome` '' while it is open), and the `choices` of endings that contradict nothing.

    `tells`: something stays unsettled, of which the parties must be told in writing where they can turn.
    """

    today: date
    outcome: str = ""
    ending: str = ""
    tells: bool = False
    note: str = ""
    closed_on: date | None = None
    closed_by: str = ""
    choices: tuple[str, ...] = ()
    may_close: bool = False
    may_reopen: bool = False
    performance: tuple[PerformanceRow, ...] = ()
    may_note_paid: bool = False
    may_note_sent: bool = False
    version: str = ""
