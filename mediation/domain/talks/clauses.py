"""The clause library of wage talks: kinds of clauses with their fields, model text and what the law asks for.

The library is data, `rules/talks/clauses.yaml`; a further kind of clause, or a place with contents of its own, needs
no code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from mediation.domain.refusals import N_
from mediation.domain.shape import Path, Shape
from mediation.domain.vocabulary import CLAIM_KINDS, nearest

UNITS: Final = ("fen", "percent", "change", "months", "hours", "heads", "text", "day")
"""Percent, changes in per cent, months and hours are whole hundredths; fen and heads whole; the rest no figure."""
FIGURES: Final = ("fen", "percent", "change", "months", "hours", "heads")
TOPICS: Final[Mapping[str, str]] = {
    "pay": N_("工资报酬"),
    "time": N_("工时休假"),
    "security": N_("岗位稳定"),
    "training": N_("职业培训"),
    "safety": N_("安全卫生"),
    "women": N_("女职工保护"),
    "form": N_("协议程序"),
    "other": N_("其他"),
}
FLOORS: Final = (
    "minimum_wage", "overtime_weekday", "overtime_rest", "overtime_holiday", "overtime_base", "probation", "sick_pay",
    "guideline",
)  # fmt: skip
COSTS: Final = (
    "change", "amount", "months", "floor", "bonus", "allowance", "overtime_base", "weekday", "rest", "holiday", "lump",
)  # fmt: skip
"""What a figure does to the wage bill; `domain/talks/costing.py` reads a clause by these words, not by its name."""
PROMISES: Final = ("no_dismissal", "hours", "training", "safety", "women")
MATTERS: Final = ("layoff", "stoppage", "hazard")
"""What may neither be refused nor delayed, as `state.mandatory_matters` calls it."""
MOST_FIGURE: Final = 10**13
NATIONAL: Final = "national"
MISSING: Final = N_("协议一般应包括“%(clause)s”，尚未约定（%(law)s）")

_BLANK = re.compile(r"\{([a-z_]+)\}")

Value = int | str | date
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class ClauseField:
    """One thing to fill in; `least` and `most` bound a figure, `floor` and `cost` say who else reads it."""

    key: str
    title: Mapping[str, str]
    unit: str
    needed: bool = False
    floor: str = ""
    cost: str = ""
    least: int = 0
    most: int = MOST_FIGURE


@dataclass(frozen=True, slots=True)
class Clause:
    """One kind of clause.

    `required` maps a place to the articles that name it as content of a wage agreement (`national`: everywhere);
    `promise`, where it isn't empty, is the kind of commitment it makes, `watched` the kinds of cases that speak
    against it, `disputes` the kinds of cases that it may settle for all, `matters` what may not be refused and
    is talked about in this clause.
    """

    key: str
    title: Mapping[str, str]
    topic: str
    law: tuple[str, ...]
    fields: Mapping[str, ClauseField]
    text: tuple[str, ...]
    required: Mapping[str, tuple[str, ...]]
    promise: str = ""
    proof: Mapping[str, str] | None = None
    watched: tuple[str, ...] = ()
    disputes: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()

    def figures(self) -> tuple[ClauseField, ...]:
        """Return the fields that hold a figure, in the order of the library."""
        return tuple(one for one in self.fields.values() if one.unit in FIGURES)


Library = Mapping[str, Clause]


@dataclass(frozen=True, slots=True)
class Missing:
    """Content that the law names and no clause has."""

    clause: str
    title: Mapping[str, str]
    law: tuple[str, ...]
    message: str = MISSING


def lacking(library: Library, agreed: Mapping[str, Values], place: str) -> tuple[Missing, ...]:
    """Return what the law names as content of a wage agreement at `place` and `agreed` doesn't have.

    工资集体协商试行办法 7 (national) with the articles of the place. It says 一般包括: a gap is told, not refused.
    """
    found = []
    for clause in library.values():
        law = (*clause.required.get(NATIONAL, ()), *(clause.required.get(place, ()) if place != NATIONAL else ()))
        if law and not agreed.get(clause.key):
            found.append(Missing(clause.key, clause.title, law))
    return tuple(found)


def read_clause(key: str, shape: Shape, laws: Mapping[str, object]) -> Clause:
    """Read one entry of talks/clauses.yaml, noting every fault; `laws` are the known keys of law.yaml."""
    shape.only(
        ("title", "topic", "law", "required", "fields", "text", "promise", "proof", "watched", "disputes", "matters"),
        ("title", "topic", "law", "fields", "text"),
    )
    law = _known(shape, "law", shape.words("law"), laws)
    watched = _known(shape, "watched", shape.words("watched"), CLAIM_KINDS)
    fields = _fields(shape)
    promise = shape.choice("promise", PROMISES) if "promise" in shape.raw else ""
    proof = shape.languages("proof") if "proof" in shape.raw else None
    if promise and proof is None:
        shape.place.fault("missing", "a promise needs 'proof'", shape.path)
    if promise == "no_dismissal" and not (watched and {"from", "until"} <= set(fields)):
        shape.place.fault("missing", "a promise not to dismiss needs 'watched' and the fields from, until", shape.path)
    return Clause(
        key=key, title=shape.languages("title"), topic=shape.choice("topic", tuple(TOPICS)), law=law, fields=fields,
        text=_sentences(shape, fields), required=_required(shape, laws), promise=promise, proof=proof, watched=watched,
        disputes=_known(shape, "disputes", shape.words("disputes"), CLAIM_KINDS),
        matters=_known(shape, "matters", shape.words("matters"), dict.fromkeys(MATTERS)),
    )  # fmt: skip


def _known(shape: Shape, name: str, words: tuple[str, ...], known: Mapping[str, object]) -> tuple[str, ...]:
    for word in words:
        if word not in known:
            shape.place.fault("value", f"{name}: no '{word}'{nearest(word, known)}", (*shape.path, name))
    return words


def _required(shape: Shape, laws: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    if "required" not in shape.raw:
        return {}
    inner = Shape(shape.raw["required"], shape.place, (*shape.path, "required"))
    return {str(place): _known(inner, str(place), inner.words(place), laws) for place in inner.raw}


def _fields(shape: Shape) -> dict[str, ClauseField]:
    inner = Shape(shape.raw.get("fields", {}), shape.place, (*shape.path, "fields"))
    if not inner.raw:
        shape.place.fault("missing", "a clause needs at least one field", inner.path)
    return {str(key): _field(str(key), Shape(raw, inner.place, (*inner.path, key))) for key, raw in inner.raw.items()}


def _field(key: str, shape: Shape) -> ClauseField:
    shape.only(("title", "unit", "needed", "floor", "cost", "least", "most"), ("title", "unit"))
    unit = shape.choice("unit", UNITS)
    found = ClauseField(
        key=key, title=shape.languages("title"), unit=unit, needed=shape.flag("needed"),
        floor=shape.choice("floor", FLOORS) if "floor" in shape.raw else "",
        cost=shape.choice("cost", COSTS) if "cost" in shape.raw else "",
        least=shape.number("least") if "least" in shape.raw else 0,
        most=shape.number("most") if "most" in shape.raw else MOST_FIGURE,
    )  # fmt: skip
    _check_field(found, shape)
    return found


def _check_field(field: ClauseField, shape: Shape) -> None:
    bounded = "least" in shape.raw or "most" in shape.raw
    if field.unit in ("text", "day") and (field.floor or field.cost or bounded):
        shape.place.fault("value", f"'{field.unit}' is no figure: no floor, cost, least or most", shape.path)
    if field.most < field.least:
        shape.place.fault("value", f"most {field.most} lies below least {field.least}", (*shape.path, "most"))


def _sentences(shape: Shape, fields: Mapping[str, ClauseField]) -> tuple[str, ...]:
    sentences, path = shape.words("text"), (*shape.path, "text")
    if not sentences:
        shape.place.fault("missing", "a clause needs model text", path)
    used: set[str] = set()
    for index, sentence in enumerate(sentences):
        used |= _blanks(sentence, fields, shape, (*path, index))
    for name in sorted(set(fields) - used):
        shape.place.fault("value", f"text: the field '{name}' stands in no sentence", path)
    return sentences


def _blanks(sentence: str, fields: Mapping[str, ClauseField], shape: Shape, path: Path) -> set[str]:
    names = set(_BLANK.findall(sentence))
    for name in sorted(names - set(fields)):
        shape.place.fault("value", f"text: no field '{name}'{nearest(name, fields)}", path)
    if re.search(r"[{}]", _BLANK.sub("", sentence)):
        shape.place.fault("value", "text: a brace that is no field", path)
    return names


def blanks(sentence: str) -> tuple[str, ...]:
    """Return the fields that a sentence of model text names, in order."""
    return tuple(_BLANK.findall(sentence))
