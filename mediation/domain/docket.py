"""The docket of a duty day: who comes first, who gets which slot, and who has to wait for the next duty.

The order (policy, Monday duty) is the limitation date, then the end of mediation, then the amount claimed; what is
missing comes last of its kind. Equal ones follow the day they were referred, then their number, then their id, so that
the same referrals always stand in the same order. The last slots of a shift are kept for people who walk in.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

CRITICAL_DAYS = 7
NEAR_DAYS = 60
CLOSING_DAYS = 3
BANDS = ("critical", "near", "plain")


@dataclass(frozen=True)
class Waiting:
    """One referral that waits for the lawyer; `amount` in fen, None where none was named."""

    referral_id: str
    number: str
    referred_at: datetime
    limitation_on: date | None = None
    mediation_on: date | None = None
    amount: int | None = None


@dataclass(frozen=True)
class Slot:
    """One stretch of a shift; a kept one is for people who walk in."""

    position: int
    starts_at: datetime
    ends_at: datetime
    kept: bool = False


@dataclass(frozen=True)
class Plan:
    """Referral id → slot, the free slots that are left, and those for whom there is no time, most urgent first."""

    placed: Mapping[str, Slot]
    free: tuple[Slot, ...]
    handed_on: tuple[str, ...]


def order(one: Waiting) -> tuple[date, date, int, datetime, str, str]:
    """Return what referrals are sorted by: the most urgent has the least."""
    return (
        one.limitation_on or date.max,
        one.mediation_on or date.max,
        -(one.amount or 0),
        one.referred_at,
        one.number,
        one.referral_id,
    )


def ranked(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Return the referrals, most urgent first."""
    return sorted(waiting, key=order)


def band(one: Waiting, today: date) -> str:
    """Return how urgent a referral is in one word, for a page that may show nothing else of the case.

    `critical`: 7 days or fewer to the limitation date, or past it; `near`: 60 or fewer, or mediation ends in 3 days.
    """
    left = (one.limitation_on - today).days if one.limitation_on else None
    if left is not None and left <= CRITICAL_DAYS:
        return "critical"
    closing = one.mediation_on is not None and (one.mediation_on - today).days <= CLOSING_DAYS
    return "near" if closing or (left is not None and left <= NEAR_DAYS) else "plain"


def slots(starts_at: datetime, ends_at: datetime, minutes: int, walk_ins: int) -> tuple[Slot, ...]:
    """Cut a shift into slots; the last `walk_ins` of them are kept. What is shorter than a slot is left out.

    Raises ValueError for slots of no length.
    """
    if minutes <= 0:
        raise ValueError("a slot takes at least a minute")
    length = timedelta(minutes=minutes)
    count = max(0, (ends_at - starts_at) // length)
    return tuple(
        Slot(nth, starts_at + nth * length, starts_at + (nth + 1) * length, kept=nth >= count - walk_ins)
        for nth in range(count)
    )


def fill(waiting: Iterable[Waiting], shift: Iterable[Slot], taken: Collection[int] = ()) -> Plan:
    """Give the free slots that aren't kept to the referrals by urgency; `taken` are positions somebody has already."""
    free = [one for one in shift if one.position not in taken]
    open_slots = [one for one in free if not one.kept]
    queue = ranked(waiting)
    placed = {one.referral_id: slot for one, slot in zip(queue, open_slots, strict=False)}
    used = {slot.position for slot in placed.values()}
    return Plan(
        placed,
        tuple(one for one in free if one.position not in used),
        tuple(one.referral_id for one in queue[len(open_slots) :]),
    )


def walk_in_slot(free: Iterable[Slot], now: datetime) -> Slot | None:
    """Return the slot a walk-in takes: the first kept one not yet over, else the first free one; None for none."""
    ahead = [one for one in free if one.ends_at > now]
    return min(ahead, key=lambda one: (not one.kept, one.starts_at), default=None)
