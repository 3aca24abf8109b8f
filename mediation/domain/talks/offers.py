"""Offers and counter-offers: what each side has on the table, what is agreed, whose turn it is.

A clause is agreed only by an express acceptance of what the other side has on the table, never because two offers look
alike. Clauses of a package stand or fall together: none of them is agreed, changed or taken back without the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.talks.clauses import Library, Values

SIDES: Final = ("workers", "employer")
OTHER: Final[Mapping[str, str]] = {"workers": "employer", "employer": "workers"}
State = Literal["open", "offered", "countered", "agreed", "withdrawn"]

NO_CLAUSE: Final = N_("条款库中没有“%(clause)s”")
OUT_OF_ORDER: Final = N_("第 %(round)d 轮早于已记录的第 %(last)d 轮；轮次应由先到后记录")
TWICE: Final = N_("本方在第 %(round)d 轮已经提出方案；更改请在下一轮提出")
EMPTY: Final = N_("方案没有任何内容：请提出、接受或者撤回至少一条")
NOTHING_TO_ACCEPT: Final = N_("对方没有就“%(clause)s”提出方案，不能接受")
NOTHING_TO_WITHDRAW: Final = N_("本方没有就“%(clause)s”提出方案，不能撤回")
IS_AGREED: Final = N_("“%(clause)s”已经达成一致；需要更改的，请先重新开启该条款")
NOT_AGREED: Final = N_("“%(clause)s”没有达成一致，不需要重新开启")
ONE_THING: Final = N_("对“%(clause)s”只能提出、接受或者撤回其中之一")
WHOLE_PACKAGE: Final = N_("“%(clause)s”属于一揽子方案，应与“%(others)s”一并处理：一揽子方案不能只接受或者更改一部分")
SMALL_PACKAGE: Final = N_("一揽子方案至少包括两条本轮提出的条款")
TWO_PACKAGES: Final = N_("“%(clause)s”只能属于一个一揽子方案")


@dataclass(frozen=True)
class Offer:
    """What one side does in one round: clauses it puts on the table, takes back, accepts, or opens again.

    `packages` are groups of the clauses of this offer that stand or fall together.
    """

    side: str
    round: int
    clauses: Mapping[str, Values] = field(default_factory=dict)
    packages: tuple[frozenset[str], ...] = ()
    withdraws: frozenset[str] = frozenset()
    accepts: frozenset[str] = frozenset()
    reopens: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Bid:
    """What a side has on the table for one clause, since which round, and with which clauses it stands or falls."""

    side: str
    round: int
    values: Values
    package: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ClauseState:
    """Where one clause stands: each side's bid, and what is agreed (the bid that was accepted) since which round."""

    clause: str
    bids: Mapping[str, Bid] = field(default_factory=dict)
    agreed: Bid | None = None
    agreed_in: int | None = None
    touched: bool = False

    @property
    def state(self) -> State:
        """Return open, offered, countered, agreed or withdrawn."""
        if self.agreed is not None:
            return "agreed"
        if len(self.bids) == len(SIDES):
            return "countered"
        if self.bids:
            return "offered"
        return "withdrawn" if self.touched else "open"


@dataclass(frozen=True)
class Table:
    """The table after some rounds; `turn` is the side whose turn it is, None before the first offer and at the end."""

    clauses: Mapping[str, ClauseState]
    rounds: int = 0
    turn: str | None = None

    def agreed(self) -> dict[str, Values]:
        """Return what is agreed, clause by clause."""
        return {key: one.agreed.values for key, one in self.clauses.items() if one.agreed is not None}

    def bids(self, side: str) -> dict[str, Values]:
        """Return what a side has on the table, with what is agreed: the agreement as that side would have it."""
        own = {key: one.bids[side].values for key, one in self.clauses.items() if side in one.bids}
        return {**own, **self.agreed()}

    def in_dispute(self) -> tuple[str, ...]:
        """Return the clauses that keep the talks from ending: offered or countered."""
        return tuple(key for key, one in self.clauses.items() if one.state in ("offered", "countered"))


def table(offers: Sequence[Offer], agenda: Iterable[str], library: Library, *, upto: int | None = None) -> Table:
    """Return the table after all offers, or after those of rounds up to `upto`.

    Raises Refused where an offer can't follow what came before it: out of order, half a package, nothing to accept.
    """
    now = Table({key: ClauseState(key) for key in agenda})
    sides: set[tuple[str, int]] = set()
    for offer in offers:
        if upto is not None and offer.round > upto:
            break
        if (offer.side, offer.round) in sides:
            raise Refused(TWICE, round=offer.round)
        sides.add((offer.side, offer.round))
        now = follow(now, offer, library)
    return now


def follow(now: Table, offer: Offer, library: Library) -> Table:
    """Return the table after one more offer; raise Refused with everything that is wrong with it.

    Problems stand under the clause; each says what to do instead.
    """
    problems = [*_order(now, offer), *_words(offer, library), *_packages(offer, library), *_states(now, offer, library)]
    if not problems:
        problems = [*_whole(now, offer, library)]
    if problems:
        raise Refused(problems)
    clauses = dict(now.clauses)
    for key in offer.reopens:
        clauses[key] = ClauseState(key, touched=True)
    for key in offer.withdraws:
        rest = {side: bid for side, bid in clauses[key].bids.items() if side != offer.side}
        clauses[key] = ClauseState(key, rest, touched=True)
    for key in offer.accepts:
        clauses[key] = ClauseState(key, {}, clauses[key].bids[OTHER[offer.side]], offer.round, touched=True)
    for key, values in offer.clauses.items():
        bid = Bid(offer.side, offer.round, dict(values), _package(offer, key))
        old = clauses.get(key)
        clauses[key] = ClauseState(key, {**old.bids, offer.side: bid} if old else {offer.side: bid}, touched=True)
    after = Table(clauses, offer.round)
    return Table(clauses, offer.round, OTHER[offer.side] if _unsettled(after) else None)


def _unsettled(now: Table) -> bool:
    return any(one.state not in ("agreed", "withdrawn") for one in now.clauses.values())


def _package(offer: Offer, key: str) -> frozenset[str]:
    for one in offer.packages:
        if key in one:
            return one
    return frozenset()


def _order(now: Table, offer: Offer) -> list[Problem]:
    if offer.side not in SIDES:
        raise ValueError(f"no side {offer.side!r}")
    problems = []
    if offer.round < max(now.rounds, 1):
        problems.append(Problem(OUT_OF_ORDER, "round", params={"round": offer.round, "last": max(now.rounds, 1)}))
    if not (offer.clauses or offer.withdraws or offer.accepts or offer.reopens):
        problems.append(Problem(EMPTY))
    return problems


def _words(offer: Offer, library: Library) -> list[Problem]:
    problems = []
    named = [*offer.clauses, *offer.withdraws, *offer.accepts]
    for key in sorted({*named, *offer.reopens}):
        if key not in library:
            problems.append(Problem(NO_CLAUSE, field=key, params={"clause": key}))
        elif named.count(key) > 1:
            problems.append(_told(ONE_THING, key, library))
    return problems


def _packages(offer: Offer, library: Library) -> list[Problem]:
    problems = []
    for package in offer.packages:
        if len(package) < 2 or not package <= set(offer.clauses):
            problems.append(Problem(SMALL_PACKAGE, field="packages"))
    for key in offer.clauses:
        if sum(key in one for one in offer.packages) > 1:
            problems.append(_told(TWO_PACKAGES, key, library))
    return problems


def _states(now: Table, offer: Offer, library: Library) -> list[Problem]:
    problems = []
    for key in offer.reopens:
        if _state(now, key).agreed is None:
            problems.append(_told(NOT_AGREED, key, library))
    for key in {*offer.clauses, *offer.withdraws, *offer.accepts} - offer.reopens:
        if _state(now, key).agreed is not None:
            problems.append(_told(IS_AGREED, key, library))
    for key in offer.accepts:
        if _state(now, key).agreed is None and OTHER[offer.side] not in _state(now, key).bids:
            problems.append(_told(NOTHING_TO_ACCEPT, key, library))
    for key in offer.withdraws:
        if _state(now, key).agreed is None and offer.side not in _state(now, key).bids:
            problems.append(_told(NOTHING_TO_WITHDRAW, key, library))
    for key in (offer.accepts | offer.withdraws) & offer.reopens:
        problems.append(_told(ONE_THING, key, library))
    return sorted(problems, key=lambda one: one.field)


def _whole(now: Table, offer: Offer, library: Library) -> list[Problem]:
    """Note every package that the offer would tear apart."""
    problems: dict[str, Problem] = {}
    touched = {*offer.clauses, *offer.withdraws, *offer.accepts}
    for key in offer.accepts:
        _tear(problems, key, now.clauses[key].bids[OTHER[offer.side]].package - offer.accepts, library)
    for key in touched:
        own = _state(now, key).bids.get(offer.side)
        if own is not None:
            _tear(problems, key, own.package - touched, library)
    for key in offer.reopens:
        agreed = now.clauses[key].agreed
        _tear(problems, key, (agreed.package if agreed else frozenset()) - offer.reopens, library)
    return [problems[key] for key in sorted(problems)]


def _tear(problems: dict[str, Problem], key: str, others: frozenset[str], library: Library) -> None:
    if others:
        names = "、".join(library[one].title["zh"] for one in sorted(others))
        params = {"clause": library[key].title["zh"], "others": names}
        problems.setdefault(key, Problem(WHOLE_PACKAGE, field=key, params=params))


def _state(now: Table, key: str) -> ClauseState:
    return now.clauses.get(key) or ClauseState(key)


def _told(message: str, key: str, library: Library) -> Problem:
    name = library[key].title["zh"] if key in library else key
    return Problem(message, field=key, params={"clause": name})
