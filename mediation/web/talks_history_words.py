"""The history of wage talks in words: what its fields are called there, codes as their words, days as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flask import Flask
from flask_babel import gettext

from mediation.domain.refusals import N_
from mediation.office import rules
from mediation.web.fields import ARROW, field_name, noted
from mediation.web.show import words, yes_no
from mediation.web.words import TABLES, word

LABELS: Final[Mapping[str, str]] = {
    "session": N_("第几次会议"),
    "vote": N_("第几次表决"),
    "adopted": N_("是否通过"),
    "changed": N_("改动的内容"),
    "count": N_("人数"),
    "names": N_("姓名"),
    "name": N_("姓名"),
    "side": N_("哪一方"),
    "employer_on": N_("企业方首席代表签字之日"),
    "workers_on": N_("职工方首席代表签字之日"),
    "accepted_on": N_("受理协调之日"),
    "extended": N_("延长日数"),
    "judge": N_("由谁判断"),
    "valid": N_("理由是否正当"),
    "situation": N_("情形"),
    "why": N_("怎样终止"),
    "codes": N_("表决码数"),
    "chief_by_law": N_("按规定担任首席代表"),
    "received_on": N_("对方收到的日期"),
}
CODES: Final[Mapping[str, str]] = {
    "side": "talks_side", "asked": "talks_side", "reply": "talks_reply", "body": "vote_body", "way": "vote_way",
    "why": "talks_end", "situation": "talks_situation", "talks_side": "talks_side", "change_kind": "talks_change",
    "change_side": "talks_side",
}  # fmt: skip
FLAGS: Final = {"True": True, "False": False}


def label(name: str) -> str:
    """Return what a field of a history line of talks is called."""
    return gettext(LABELS[name]) if name in LABELS else field_name(name)


def value(text: str, name: str) -> str:
    """Return the value of a field of a history line of talks; of a change both sides."""
    if ARROW in text:
        return ARROW.join(value(part, name) for part in text.split(ARROW, 1))
    if text in FLAGS:
        return yes_no(FLAGS[text])
    if name in CODES:
        return word(text, CODES[name]) if text in TABLES[CODES[name]] else text
    read = LISTS.get(name)
    return gettext("、").join(read(part) for part in text.split("、")) if read else noted(text, name)


def _step(ident: str) -> str:
    steps = (one for place in rules.current().book.places.values() for one in place.steps)
    return next((words(one.title) for one in steps if one.id == ident), ident)


def _clause(key: str) -> str:
    found = rules.current().book.clauses.get(key)
    return words(found.title) if found else key


LISTS: Final[Mapping[str, Callable[[str], str]]] = {
    "changed": label, "clauses": _clause, "clause": _clause, "step": _step, "offered": _clause, "accepted": _clause,
    "withdrawn": _clause, "reopened": _clause, "agreed": _clause,
}  # fmt: skip


def install(app: Flask) -> None:
    """Give the templates these filters."""
    app.jinja_env.filters.update(talks_label=label, talks_value=value)
