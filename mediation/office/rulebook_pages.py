"""The rule book as everybody reads it: found by step, kind or words, one page a rule and a thing it leans on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Final

from sqlmodel import Session

from mediation.access import Reader, may, require
from mediation.domain.plainwords import Language, mark_words, period_words, pick
from mediation.domain.plainwords_book import UNREAD, BookWords, book_words, law_name
from mediation.domain.plainwords_entry import KINDS, Entry, Kind, Part
from mediation.domain.plainwords_rule import RuleWords
from mediation.domain.refusals import N_, NotFound
from mediation.office import rule_versions, rules

NO_SUCH: Final = N_("现行规则中没有这一条")
BOOKS_KEPT: Final = 4
_kept: dict[tuple[str, Language], BookWords] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Shelf:
    """The rules of one step of a decision, the version in force today (or the newest) of each."""

    stratum: Entry
    rules: tuple[RuleWords, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """One published version of the whole book."""

    number: int
    title: str
    published_at: datetime | None
    digest: str
    in_use: bool


@dataclass(frozen=True, slots=True)
class Index:
    """What the index shows: rules by step, other entries by kind, and what may be chosen."""

    digest: str
    query: str
    kind: str
    stratum: str
    strata: tuple[Entry, ...]
    shelves: tuple[Shelf, ...]
    entries: tuple[tuple[Kind, tuple[Entry, ...]], ...]
    rules: int
    found: int
    published: tuple[Published, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """An article as a rule page shows it."""

    key: str
    name: str
    text: str
    in_force: str
    source: str
    mark: str
    verified: str


@dataclass(frozen=True, slots=True)
class RulePage:
    """One rule with all its versions, the one in force today marked."""

    id: str
    title: str
    stratum: Entry
    versions: tuple[tuple[RuleWords, tuple[Article, ...]], ...]
    current: RuleWords | None
    digest: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One thing that rules lean on, with what cites it or belongs to it."""

    entry: Entry
    articles: tuple[Article, ...]
    parts: tuple[tuple[str, tuple[tuple[Part, tuple[Article, ...]], ...]], ...]
    rules: tuple[RuleWords, ...]
    others: tuple[Entry, ...]
    digest: str


def words(language: Language) -> BookWords:
    """Return the book in use in words, made once for a version and a language."""
    book = rules.current().book
    key = (book.digest, language)
    found = _kept.get(key)
    if found is None:
        found = book_words(book, language)
        with _lock:
            _kept[key] = found
            for old in list(_kept)[:-BOOKS_KEPT]:
                del _kept[old]
    return found


def has_rule(rule_id: str) -> bool:
    """Say whether the book in use has a rule."""
    return any(one.id == rule_id for one in rules.current().book.rules)


def index(
    session: Session, *, user: Reader, language: Language, today: date, query: str = "", kind: str = "",
    stratum: str = "",
) -> Index:  # fmt: skip
    """Return the rules by step and what they lean on by kind, as far as they have every word of `query`."""
    require(user, "rulebook.read")
    book = words(language)
    hits, entries = book.found(query)
    kind = kind if kind in ("rule", *KINDS) else "" if query else "rule"
    shelves = _shelves(book, hits, stratum, today) if kind in ("", "rule") else ()
    listed = tuple(
        (one, tuple(entry for entry in entries if entry.kind == one))
        for one in KINDS
        if (kind == one or not kind) and not stratum
    )
    shown = tuple((one, found) for one, found in listed if found)
    return Index(
        digest=book.book.digest, query=query, kind=kind, stratum=stratum, strata=book.entries["stratum"],
        shelves=shelves, entries=shown, rules=len({one.rule.id for one in book.rules}),
        found=sum(len(one.rules) for one in shelves) + sum(len(found) for _, found in shown),
        published=_published(session, user, book.book.digest),
    )  # fmt: skip


def _shelves(book: BookWords, hits: tuple[RuleWords, ...], stratum: str, today: date) -> tuple[Shelf, ...]:
    found = []
    for step in book.entries["stratum"]:
        idents = dict.fromkeys(one.rule.id for one in hits if one.rule.stratum == step.key)
        if idents and stratum in ("", step.key):
            found.append(Shelf(step, tuple(_today(book.versions(one), today) for one in idents)))
    return tuple(found)


def _today(versions: tuple[RuleWords, ...], today: date) -> RuleWords:
    return next((one for one in versions if one.rule.in_force.covers(today)), versions[0])


def _published(session: Session, user: Reader, digest: str) -> tuple[Published, ...]:
    """Return the published versions of the book, the newest first, for those who may see them."""
    if not may(user, "rules.versions"):
        return ()
    rows = [one for one in rule_versions.versions(session, user=user) if one.number is not None]
    return tuple(
        Published(one.number or 0, one.title, one.published_at, one.digest, one is rows[0] and one.digest == digest)
        for one in rows
    )


def rule(rule_id: str, *, user: Reader, language: Language, today: date) -> RulePage:
    """Return the page of one rule. Raises NotFound for one that the book in use doesn't have."""
    require(user, "rulebook.read")
    book = words(language)
    versions = book.versions(rule_id)
    if not versions:
        raise NotFound(NO_SUCH)
    shown = _today(versions, today)
    step = book.entry("stratum", shown.rule.stratum)
    if step is None:
        raise NotFound(NO_SUCH)
    return RulePage(
        id=rule_id, title=shown.title, stratum=step,
        versions=tuple((one, _articles(one.rule.law, book)) for one in versions),
        current=shown if shown.rule.in_force.covers(today) else None, digest=book.book.digest,
    )  # fmt: skip


def entry(kind: str, key: str, *, user: Reader, language: Language) -> EntryPage:
    """Return the page of a parameter, an article, a calendar, a place, a clause, a desk or a step."""
    require(user, "rulebook.read")
    book = words(language)
    found = next((book.entry(one, key) for one in KINDS if one == kind), None)
    if found is None:
        raise NotFound(NO_SUCH)
    cited, others = book.citing(key) if kind == "law" else ((), ())
    if kind == "stratum":
        cited = tuple(one for one in book.rules if one.rule.stratum == key)
    parts = tuple(
        (title, tuple((part, _articles(part.laws, book)) for part in rows)) for title, rows in found.parts if rows
    )
    newest = {one.rule.id: one for one in cited}  # versions stand by first day: the last one stays
    return EntryPage(found, _articles(found.laws, book), parts, tuple(newest.values()), others, book.book.digest)


def _articles(keys: tuple[str, ...], book: BookWords) -> tuple[Article, ...]:
    language = book.language
    return tuple(
        Article(
            law.key,
            law_name(law, language),
            law.text or pick(UNREAD, language),
            period_words(law.in_force, language),
            law.source,
            mark_words(law.verified, language),
            law.verified,
        )  # fmt: skip
        for law in (book.book.laws[key] for key in keys)
    )
