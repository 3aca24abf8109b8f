"""What a draft moves beside the cases, as its page lists it: of the reader's stations, what the reader may see."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlmodel import col

from mediation.access import Scope
from mediation.domain.rulebook import RuleBook
from mediation.models.case import Case
from mediation.models.rulebook import RuleDraft
from mediation.models.talks import Talks
from mediation.office import rehearsal, rules
from mediation.office.calendar_moves import Days
from mediation.office.records import Words
from mediation.office.records.rule_drafts import BesideRow


def rows(scope: Scope, draft: RuleDraft) -> tuple[BesideRow, ...]:
    """Return the rows of a draft, as they came once it was carried out."""
    told: list[Mapping[str, Any]] = draft.progress.get("beside") or (draft.forecast or {}).get("beside", [])
    own = [one for one in told if one["station_id"] in scope.user.station_ids]
    cases = _seen(scope, Case, (one["case_id"] for one in own))
    talks = _seen(scope, Talks, (one["talks_id"] for one in own))
    people = rehearsal.names(scope.session, (one["person"] for one in own if one["person"]))
    book = rules.current().book
    return tuple(
        BesideRow(
            one["what"], _name(book, one), one["number"], _target(one), people.get(one["person"], ""),
            _days(one["was"]), _days(one["becomes"]), one.get("came"),
        )
        for one in own
        if one["case_id"] in (None, *cases) and one["talks_id"] in (None, *talks)
    )  # fmt: skip


def _seen(scope: Scope, model: Any, ids: Iterable[str | None]) -> set[str]:
    wanted = {one for one in ids if one}
    return {row.id for row in scope.session.exec(scope.select(model).where(col(model.id).in_(wanted)))}


def _target(one: Mapping[str, Any]) -> str:
    if one["talks_id"]:
        return f"/talks/{one['talks_id']}/days"
    return f"/cases/{one['case_id']}#dates" if one["case_id"] else ""


def _name(book: RuleBook, one: Mapping[str, Any]) -> Words:
    """Return what a date is called; a period of talks by the row of its place."""
    for place in book.places.values():
        for limit in place.limits:
            if one["what"] == "talks" and limit.id == one["code"]:
                return Words(limit.title["zh"], limit.title["en"])
    for rule in reversed(book.rules):
        if any(effect.word == "deadline" and effect.deadline.id == one["code"] for effect in rule.effects):
            return Words(rule.title["zh"], rule.title["en"])
    return Words(one["code"], one["code"])


def _days(told: list[str | None]) -> Days:
    return date.fromisoformat(told[0] or ""), date.fromisoformat(told[1]) if told[1] else None
