"""What came of the talks: agreed against asked, the adjustment and the floor, and the promises with their proof."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, Literal

from mediation.domain.refusals import N_
from mediation.domain.talks import wording
from mediation.domain.talks.clauses import Clause, ClauseField, Library, Value, Values
from mediation.domain.talks.rounding import half_up

Met = Literal["as_asked", "in_part", "otherwise", "not_agreed", "not_asked"]
MET: Final[Mapping[str, str]] = {
    "as_asked": N_("按要求达成"),
    "in_part": N_("部分达成"),
    "otherwise": N_("另行约定"),
    "not_agreed": N_("未达成"),
    "not_asked": N_("新增约定"),
}
PROMISES: Final[Mapping[str, str]] = {
    "no_dismissal": N_("不裁员"),
    "hours": N_("工时休假"),
    "training": N_("职业培训"),
    "safety": N_("安全卫生"),
    "women": N_("女职工保护"),
}
SIGN: Final = N_("%(day)s 的案件（%(kind)s）发生在 %(start)s 至 %(until)s 不裁员承诺期内，可能违反承诺，请核实解除原因")


@dataclass(frozen=True, slots=True)
class FieldOutcome:
    """One field: what was asked and what is agreed, None where it isn't; `share` of it in hundredths of a percent."""

    clause: str
    field: ClauseField
    asked: Value | None
    agreed: Value | None
    share: int | None


@dataclass(frozen=True, slots=True)
class ClauseOutcome:
    """One clause: how far the ask was met, with its fields."""

    clause: str
    met: Met
    fields: tuple[FieldOutcome, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The outcome in figures: adjustment in hundredths of a percent, amount and floor in fen, heads, clauses."""

    adjustment: int | None
    asked_adjustment: int | None
    amount: int | None
    floor: int | None
    heads: int
    asked: int
    as_asked: int
    in_part: int


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise to be tracked; `proof` is what the firm is to show, `watched` the cases that speak against it."""

    clause: str
    kind: str
    start: date
    until: date
    text: str
    proof: Mapping[str, str]
    watched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFact:
    """One case at a firm: the day of the dismissal (or of the application), the firm and the kind of claim."""

    day: date
    firm: str
    kind: str


@dataclass(frozen=True, slots=True)
class Breach:
    """A case that speaks against a promise; a sign for people to look into, not a finding that it was broken."""

    commitment: Commitment
    fact: CaseFact
    message: str = SIGN

    def params(self) -> dict[str, object]:
        """Return the parameters of the message."""
        return {
            "day": self.fact.day.isoformat(), "kind": self.fact.kind,
            "start": self.commitment.start.isoformat(), "until": self.commitment.until.isoformat(),
        }  # fmt: skip


def against(asked: Mapping[str, Values], agreed: Mapping[str, Values], library: Library) -> tuple[ClauseOutcome, ...]:
    """Return every clause that was asked or agreed, in the order of the library."""
    return tuple(
        _clause(library[key], asked.get(key), agreed.get(key)) for key in library if key in asked or key in agreed
    )


def summary(asked: Mapping[str, Values], agreed: Mapping[str, Values], library: Library, *, heads: int) -> Summary:
    """Return the outcome in figures; `heads` are the people whom the agreement covers."""
    met = [one.met for one in against(asked, agreed, library)]
    return Summary(
        adjustment=_by_cost("change", agreed, library), asked_adjustment=_by_cost("change", asked, library),
        amount=_by_cost("amount", agreed, library), floor=_by_cost("floor", agreed, library), heads=heads,
        asked=len(asked), as_asked=met.count("as_asked"), in_part=met.count("in_part"),
    )  # fmt: skip


def commitments(agreed: Mapping[str, Values], library: Library, start: date, until: date) -> tuple[Commitment, ...]:
    """Return the promises to be tracked; where a clause names no days of its own, those of the agreement hold."""
    found = []
    for key, values in agreed.items():
        clause = library[key]
        if not clause.promise:
            continue
        first, last = values.get("from"), values.get("until")
        found.append(
            Commitment(
                key, clause.promise, first if isinstance(first, date) else start,
                last if isinstance(last, date) else until, wording.text_of(clause, values), clause.proof or {},
                clause.watched,
            )
        )  # fmt: skip
    return tuple(found)


def breaches(commitment: Commitment, firms: Iterable[str], facts: Iterable[CaseFact]) -> tuple[Breach, ...]:
    """Return the cases at one of `firms` that speak against a promise, by day; both its days are within it."""
    bound = frozenset(firms)
    found = (
        Breach(commitment, fact)
        for fact in facts
        if fact.firm in bound and fact.kind in commitment.watched and commitment.start <= fact.day <= commitment.until
    )
    return tuple(sorted(found, key=lambda one: (one.fact.day, one.fact.firm, one.fact.kind)))


def _clause(clause: Clause, asked: Values | None, agreed: Values | None) -> ClauseOutcome:
    fields = tuple(
        _field(clause, field, (asked or {}).get(key), (agreed or {}).get(key))
        for key, field in clause.fields.items()
        if key in (asked or {}) or key in (agreed or {})
    )
    return ClauseOutcome(clause.key, _met(asked, agreed, fields), fields)


def _met(asked: Values | None, agreed: Values | None, fields: tuple[FieldOutcome, ...]) -> Met:
    if asked is None:
        return "not_asked"
    if agreed is None:
        return "not_agreed"
    wanted = [one for one in fields if one.asked is not None]
    if all(one.agreed == one.asked for one in wanted):
        return "as_asked"
    part = any(one.agreed == one.asked or (one.share is not None and one.share > 0) for one in wanted)
    return "in_part" if part else "otherwise"


def _field(clause: Clause, field: ClauseField, asked: Value | None, agreed: Value | None) -> FieldOutcome:
    share = None
    if isinstance(asked, int) and isinstance(agreed, int) and asked:
        share = half_up(Fraction(agreed * 10_000, asked))
    return FieldOutcome(clause.key, field, asked, agreed, share)


def _by_cost(word: str, terms: Mapping[str, Values], library: Library) -> int | None:
    """Return the sum of the figures whose field does `word` to the wage bill, None where there is none."""
    found = [
        value
        for key, values in terms.items()
        for field in library[key].figures()
        if field.cost == word and (value := wording.figure(library[key], field.key, values)) is not None
    ]
    return sum(found) if found else None
