"""What the disputes of a cluster ask the talks to settle: clauses of the library, each with its reason.

Which kinds of dispute a clause may settle, the library says (`disputes`). Cases are similar where one clause may settle
them; the tenth at one employer or one site calls for talks (early warning, station policy).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal, get_args

from mediation.domain import money
from mediation.domain.claimwords import CLAIM_WORDS
from mediation.domain.lawbook import Parameter
from mediation.domain.refusals import N_
from mediation.domain.talks.clauses import Clause, Library, Missing, lacking
from mediation.domain.vocabulary import CLAIM_KINDS

Where = Literal["firm", "site"]
WHERE: Final[tuple[Where, ...]] = get_args(Where)
LEAST_CASES: Final = "station.talks_similar_cases"
LOOK_BACK: Final = "station.talks_similar_days"
LAW: Final = ("station",)
BECAUSE: Final = N_("%(cases)d 件争议、%(workers)d 人、请求金额合计 %(amount)s 元：%(kinds)s")
BECAUSE_UNPRICED: Final = N_(
    "%(cases)d 件争议、%(workers)d 人、请求金额合计 %(amount)s 元（另有 %(unpriced)d 项请求未填金额）：%(kinds)s"
)
OF_KIND: Final = N_("%(kind)s %(cases)d 件")
ALARMS: Final[Mapping[Where, str]] = {
    "firm": N_(
        "近 %(days)d 日内该企业同类争议已达 %(cases)d 件（满 %(least)d 件即提示）：建议产生协商代表，拟定协商议题"
    ),
    "site": N_(
        "近 %(days)d 日内该场所同类争议已达 %(cases)d 件（满 %(least)d 件即提示）：建议产生协商代表，拟定协商议题"
    ),
}

DISPUTED: Final = ("stoppage",)
"""Matters that are about a dispute: the cases say which."""
CALLED: Final[Mapping[str, str]] = {
    "layoff": N_("拟裁减人员，属于不得拒绝协商的事项（%(law)s）"),
    "stoppage": N_("争议已引发停工，属于不得拒绝协商的事项（%(law)s）"),
    "hazard": N_("存在重大事故隐患或者职业危害，属于不得拒绝协商的事项（%(law)s）"),
}


@dataclass(frozen=True, slots=True)
class Claimed:
    """One claim: its kind and the sum asked in fen, None where it isn't known."""

    kind: str
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Dispute:
    """One case of a cluster: its number, the day received, what is claimed, and for how many workers.

    `people` are marks (never names) that tell known workers apart, so that nobody with several cases counts twice;
    `firm` and `site` are the keys by which cases gather.
    """

    case: str
    received_on: date
    claims: tuple[Claimed, ...]
    workers: int = 1
    people: frozenset[str] = frozenset()
    firm: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Weight:
    """How much lies behind something: the numbers of the cases, workers, the sum asked, claims without a sum."""

    cases: tuple[str, ...]
    workers: int
    amount: int
    unpriced: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a clause is proposed (`clause` empty: kinds that no clause settles), and the share of each kind of dispute.

    A case with several kinds counts once in `weight` and once under each of its kinds.
    """

    clause: str
    weight: Weight
    kinds: Mapping[str, Weight]

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Return the reason in words."""
        kinds = (
            translate(OF_KIND) % {"kind": translate(CLAIM_WORDS[kind]), "cases": len(one.cases)}
            for kind, one in self.kinds.items()
        )
        facts = {
            "cases": len(self.weight.cases), "workers": self.weight.workers, "unpriced": self.weight.unpriced,
            "amount": money.yuan(self.weight.amount), "kinds": translate("、").join(kinds),
        }  # fmt: skip
        return translate(BECAUSE_UNPRICED if self.weight.unpriced else BECAUSE) % facts

    def stored(self) -> dict[str, Any]:
        """Return the reason as JSON for the row that keeps it."""
        return {
            "clause": self.clause,
            **asdict(self.weight),
            "kinds": {key: asdict(one) for key, one in self.kinds.items()},
        }

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Reason:
        """Return the reason that `stored` keeps."""
        return cls(stored["clause"], _weight(stored), {key: _weight(one) for key, one in stored["kinds"].items()})


def _weight(stored: Mapping[str, Any]) -> Weight:
    return Weight(tuple(stored["cases"]), stored["workers"], stored["amount"], stored["unpriced"])


@dataclass(frozen=True, slots=True)
class Agenda:
    """Clauses proposed from disputes, weightiest first, kinds left over, and contents the law names besides."""

    proposed: tuple[Reason, ...]
    left: tuple[Reason, ...]
    besides: tuple[Missing, ...]

    @property
    def clauses(self) -> tuple[str, ...]:
        """Return the clauses of an agenda: the proposed ones, then what the law names besides."""
        return (*(one.clause for one in self.proposed), *(one.clause for one in self.besides))


@dataclass(frozen=True, slots=True)
class Alarm:
    """Enough similar cases at one employer or one site: `reasons` say of which clauses."""

    where: Where
    key: str
    reasons: tuple[Reason, ...]
    least: int
    days: int
    law: tuple[str, ...] = LAW

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Return the alarm in words; the reasons are told apart."""
        cases = max(len(one.weight.cases) for one in self.reasons)
        return translate(ALARMS[self.where]) % {"days": self.days, "cases": cases, "least": self.least}


def draft(disputes: Iterable[Dispute], library: Library, place: str) -> Agenda:
    """Return the agenda that the disputes ask for at a place."""
    cluster = tuple(disputes)
    proposed = [_reason(cluster, clause.disputes, clause.key) for clause in library.values()]
    proposed = _weightiest(one for one in proposed if one.weight.cases)
    filled = {one.clause: {"proposed": 1} for one in proposed}
    left = [_reason(cluster, (kind,)) for kind in _unsettled(library)]
    return Agenda(
        tuple(proposed), tuple(_weightiest(one for one in left if one.weight.cases)), lacking(library, filled, place)
    )


def demanded(matters: Collection[str], proposed: Sequence[str], library: Library) -> dict[str, str]:
    """Return the clauses that what may not be refused puts on the agenda, each with its matter.

    A matter about a dispute calls for the weightiest clause `proposed` from the disputes; where they propose none, like
    every other matter, for the clauses that the library names for it.
    """
    found: dict[str, str] = {}
    for matter in matters:
        of_dispute = proposed[:1] if matter in DISPUTED else ()
        for key in of_dispute or [one.key for one in library.values() if matter in one.matters]:
            found.setdefault(key, matter)
    return found


def alarms(
    disputes: Iterable[Dispute], library: Library, parameters: Mapping[str, Parameter], *, on: date
) -> tuple[Alarm, ...]:
    """Return every employer and every site at which similar cases have reached the station's number, most first.

    Counted are the cases received in the station's number of days up to `on`. Raises ParameterGap where the station has
    set no number for that day.
    """
    least, days = (int(parameters[name].on(on).value) for name in (LEAST_CASES, LOOK_BACK))
    recent = [one for one in disputes if on - timedelta(days=days) < one.received_on <= on]
    found = []
    for where, key, cluster in _gathered(recent):
        reasons = [_reason(cluster, kinds, clause) for clause, kinds in _similar(library)]
        enough = _weightiest(one for one in reasons if len(one.weight.cases) >= least)
        if enough:
            found.append(Alarm(where, key, tuple(enough), least, days))
    return tuple(sorted(found, key=lambda one: (*_rank(one.reasons[0]), one.where, one.key)))


def _gathered(disputes: Sequence[Dispute]) -> Iterable[tuple[Where, str, tuple[Dispute, ...]]]:
    for where in WHERE:
        held: dict[str, list[Dispute]] = {}
        for one in disputes:
            if key := getattr(one, where):
                held.setdefault(key, []).append(one)
        yield from ((where, key, tuple(cases)) for key, cases in held.items())


def _similar(library: Library) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Yield what makes cases similar: the kinds one clause settles; where it is for anything else, each kind alone."""
    for clause in library.values():
        if clause.topic == "other":
            yield from ((clause.key, (kind,)) for kind in clause.disputes)
        elif clause.disputes:
            yield clause.key, clause.disputes
    yield from (("", (kind,)) for kind in _unsettled(library))


def _unsettled(library: Mapping[str, Clause]) -> tuple[str, ...]:
    settled = {kind for clause in library.values() for kind in clause.disputes}
    return tuple(kind for kind in CLAIM_KINDS if kind not in settled)


def _reason(cluster: Sequence[Dispute], kinds: Sequence[str], clause: str = "") -> Reason:
    parts = {kind: _weigh(cluster, (kind,)) for kind in kinds}
    found = {kind: one for kind, one in parts.items() if one.cases}
    ordered = dict(sorted(found.items(), key=lambda item: (-len(item[1].cases), -item[1].workers)))
    return Reason(clause, _weigh(cluster, kinds), ordered)


def _weigh(cluster: Sequence[Dispute], kinds: Sequence[str]) -> Weight:
    held = [one for one in cluster if any(claim.kind in kinds for claim in one.claims)]
    claims = [claim for one in held for claim in one.claims if claim.kind in kinds]
    known = frozenset[str]().union(*(one.people for one in held))
    return Weight(
        cases=tuple(one.case for one in held),
        workers=len(known) + sum(max(one.workers - len(one.people), 0) for one in held),
        amount=sum(claim.amount for claim in claims if claim.amount is not None),
        unpriced=sum(claim.amount is None for claim in claims),
    )


def _rank(one: Reason) -> tuple[int, int, int]:
    return -len(one.weight.cases), -one.weight.workers, -one.weight.amount


def _weightiest(reasons: Iterable[Reason]) -> list[Reason]:
    return sorted(reasons, key=_rank)
