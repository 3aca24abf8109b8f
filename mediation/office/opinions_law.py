"""The articles an opinion may cite: found by word, shown as they stood on a day, kept in the opinion as they were."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from mediation.domain.articles import in_english
from mediation.domain.refusals import N_, NotFound
from mediation.domain.rulebook import Law
from mediation.office import rules
from mediation.office.records import LawRecord, Words
from mediation.office.records.duty import ArticlePage

MOST_FOUND = 12


def find(wanted: str, *, on: date) -> tuple[LawRecord, ...]:
    """Return the articles in force on a day in which every word wanted stands; those with it in the title first."""
    words = [word for word in wanted.casefold().split() if word]
    if not words:
        return ()
    found = []
    for law in rules.current().book.laws.values():
        head, whole = _head(law), _whole(law)
        if law.in_force.covers(on) and all(word in whole for word in words):
            found.append((not all(word in head for word in words), law.title["zh"], law.key, law))
    return tuple(record(law) for *_, law in sorted(found, key=lambda one: one[:3])[:MOST_FOUND])


def article(key: str, *, on: date) -> ArticlePage:
    """Return an article as it stood on a day; raises NotFound for a key that no law of the rules has."""
    law = rules.current().book.laws.get(key)
    if law is None:
        raise NotFound(N_("规则库中没有这一条文。"))
    period = law.in_force
    return ArticlePage(record(law), on, period.covers(on), period.start, period.until, law.source, law.note)


def cited(keys: Iterable[str], on: date) -> list[dict[str, Any]]:
    """Return articles as an opinion keeps them: title and wording of the day; unknown keys and doubles are left out."""
    laws = rules.current().book.laws
    return [
        {
            "key": key, "zh": _title(laws[key], "zh"), "en": _title(laws[key], "en"), "text": laws[key].text,
            "verified": laws[key].verified != "U", "on": on.isoformat(),
        }
        for key in dict.fromkeys(keys)
        if key in laws
    ]  # fmt: skip


def records(keys: Iterable[str]) -> tuple[LawRecord, ...]:
    """Return the articles behind some keys; unknown ones are left out."""
    laws = rules.current().book.laws
    return tuple(record(laws[key]) for key in dict.fromkeys(keys) if key in laws)


def record(law: Law) -> LawRecord:
    """Return an article as pages show it."""
    return LawRecord(law.key, Words(_title(law, "zh"), _title(law, "en")), law.text, law.verified != "U")


def _title(law: Law, language: str) -> str:
    return f"{law.title[language]} {in_english(law.article) if language == 'en' else law.article}"


def _head(law: Law) -> str:
    return f"{law.key} {law.title['zh']} {law.title['en']} {law.article}".casefold()


def _whole(law: Law) -> str:
    return f"{_head(law)} {law.text} {law.note}".casefold()
