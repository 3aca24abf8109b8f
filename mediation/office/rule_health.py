"""The health of the rules in use: what the last cases say of each rule, and the page for those who answer for them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.plainrules import PlainRules
from mediation.domain.rulebook import RuleBook
from mediation.domain.rulehealth import KINDS, SEVERITIES, Decided, Finding, Fired, Named, examined, located
from mediation.domain.situation import Situation
from mediation.domain.vocabulary import FIELDS, fields_of
from mediation.domain.worktime import day_begins, station_day
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation, Suggestion
from mediation.models.referral import Referral
from mediation.office import rule_texts, rules, rules_failing
from mediation.office.reasons import fact_record, read_value
from mediation.office.records import FactRecord, Said, Words
from mediation.office.records.rule_health import FindingRecord, HealthPage, KindRecord, UndecidedRecord

LAST: Final = 500
"""How many cases the page looks back over."""
MOST_SHOWN: Final = 50
CHUNK: Final = 400
ASKED_AGAIN: Final = ("routing", "clocks", "escalation")
"""Strata of a case whose rules may leave no row (a flag, a halt of mediation): asked again about the stored facts."""


def page(session: Session, *, user: Reader, now: datetime) -> HealthPage:
    """Return everything found in the rules in use, grouped by how grave it is, and the cases they failed on."""
    access.require(user, "rules.status")
    in_use, scope = rules.current(), Scope(session, user)
    found = examined(in_use.book, today=station_day(now), fired=fired(session, in_use.book, last=LAST))
    if in_use.files is not None:
        found = located(found, in_use.files)
    waiting = rules_failing.undecided(scope, now=now, most=MOST_SHOWN)
    return HealthPage(
        digest=in_use.book.digest, today=station_day(now), cases=_count(session, LAST),
        kinds=tuple(_kinds(found)), counts={one: sum(f.severity == one for f in found) for one in SEVERITIES},
        undecided=tuple(UndecidedRecord(one.id, one.number, one.decided_at) for one in waiting),
        undecided_all=rules_failing.count_of(session, user, now=now),
    )  # fmt: skip


def fired(session: Session, book: RuleBook, *, last: int) -> Fired:
    """Return which rules held in the last cases, of the whole house: by the facts and rows of their decisions."""
    with access.as_house(session, "the rules are the whole house's, and so is what they did"):
        columns = (col(Case.id), col(Case.received_on), col(Case.rulebook), col(Case.situation))
        query = sa.select(*columns).order_by(col(Case.received_at).desc(), col(Case.id)).limit(last)
        cases = list(session.execute(query))
        counts = Counter(_asked_again(book, cases))
        ids = [one.id for one in cases]
        for first in range(0, len(ids), CHUNK):
            counts.update(_rows(session, book, ids[first : first + CHUNK]))
        if cases:
            counts.update(_timed(session, book, min(one.received_on for one in cases)))
        known = {digest: _ids(session, book, digest) for digest in {one.rulebook for one in cases}}
    return Fired(
        tuple(Decided(one.received_on, one.rulebook) for one in cases), counts,
        {digest: names for digest, names in known.items() if names},
    )  # fmt: skip


def _count(session: Session, most: int) -> int:
    with access.as_house(session, "the rules are the whole house's, and so is what they did"):
        some = sa.select(col(Case.id)).limit(most).subquery()
        return int(session.execute(sa.select(sa.func.count()).select_from(some)).scalar_one())


def _asked_again(book: RuleBook, cases: Iterable[Any]) -> Iterator[str]:
    plain, fields = PlainRules(book), fields_of("case")
    for one in cases:
        try:
            facts = {name: read_value(fields[name], value) for name, value in one.situation.items() if name in fields}
            situation = Situation("case", facts)
        except ValueError:
            continue  # the sweep names a row that can't be read
        for stratum in ASKED_AGAIN:
            yield from (hit.rule.id for hit in plain.fire(stratum, situation, one.received_on))


def _rows(session: Session, book: RuleBook, ids: Sequence[str]) -> Iterator[str]:
    """Yield the rules that left a row on the cases: a date, a referral, a piece of advice, an escalation."""
    dates = sa.select(col(Deadline.rule)).where(col(Deadline.case_id).in_(ids))
    yield from session.execute(dates).scalars()
    for model in (Referral, Suggestion):
        causes = sa.select(col(model.because)).where(col(model.case_id).in_(ids))
        for because in session.execute(causes).scalars():
            yield from (one["rule"] for one in because if "rule" in one)


def _timed(session: Session, book: RuleBook, since: date) -> Iterator[str]:
    """Yield the rules by which something was raised since a day, and those whose advice went with it."""
    advising: dict[str, list[str]] = {}
    for rule in book.rules:
        for effect in rule.effects if rule.stratum.startswith("watch_") else ():
            advising.setdefault(effect.value, []).append(rule.id)
    query = sa.select(col(Escalation.rule), col(Escalation.because)).where(
        col(Escalation.raised_at) >= day_begins(since)
    )
    for rule_id, because in session.execute(query):
        yield rule_id
        for cause in because:
            yield from (ident for code in cause.get("advice", ()) for ident in advising.get(code, ()))


def _ids(session: Session, book: RuleBook, digest: str) -> frozenset[str]:
    """Return the rules that a book knew, by its kept text; none where the text isn't kept."""
    if digest == book.digest:
        return frozenset(rule.id for rule in book.rules)
    text = rule_texts.text_of(session, digest) or {}
    found = re.compile(rb"^id:\s*([a-z0-9_.]+)", re.MULTILINE)
    return frozenset(name.decode() for content in text.values() for name in found.findall(content))


def _kinds(found: Sequence[Finding]) -> Iterator[KindRecord]:
    for severity in SEVERITIES:
        for name, kind in KINDS.items():
            ofit = tuple(_record(one) for one in found if (one.kind, one.severity) == (name, severity))
            if ofit:
                yield KindRecord(name, severity, kind.heading, kind.todo, ofit)


def _record(one: Finding) -> FindingRecord:
    return FindingRecord(
        about=one.about, ident=one.ident, title=Words(one.title.zh, one.title.en), why=said(one), file=one.file,
        line=one.line, level=one.level, version=one.version, witness=_facts(one.witness),
    )  # fmt: skip


def said(one: Finding) -> Said:
    """Return why, as a sentence of the catalogue."""
    params: Mapping[str, Any] = {
        name: Words(value.zh, value.en) if isinstance(value, Named) else value for name, value in one.params.items()
    }
    return Said(one.why, params)


def _facts(witness: Mapping[str, Any]) -> tuple[FactRecord, ...]:
    subjects = ("case", *(subject for subject, _ in FIELDS))
    found = []
    for name, value in witness.items():
        field = next(FIELDS[subject, name] for subject in subjects if (subject, name) in FIELDS)
        found.append(fact_record(field, value))
    return tuple(found)
