"""What rules lean on and how long it lasts: articles, reviews, amounts, holiday lists, the periods of wage talks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, Final

from mediation.domain.articles import in_english
from mediation.domain.lawbook import Parameter
from mediation.domain.refusals import N_
from mediation.domain.rule import Rule
from mediation.domain.rulebook import RuleBook
from mediation.domain.rulehealth.finding import Finding, Named
from mediation.domain.rulehealth.ground import Ground
from mediation.domain.rulehealth.reach import about_rule
from mediation.domain.shape import Period

AHEAD: Final = timedelta(days=60)
"""How long before its end something is told of."""
REVIEW: Final = timedelta(days=365)
ONE_DAY: Final = timedelta(days=1)

NO_ENTRY: Final = N_("引用了 %(law)s，法条库中没有这一条")
NEVER_MET: Final = N_("规则自 %(from)s 起施行，所引 %(law)s 在规则有效期内从未有效")
LAW_OVER: Final = N_("所引 %(law)s 有效至 %(until)s，规则此后仍在施行")
OLD_CHECK: Final = N_("最近一次复核是 %(checked)s")
ENDS: Final = N_("有效至 %(until)s，此后没有下一段")
MISSING_DAYS: Final = N_("%(from)s 至 %(until)s 没有数值")
NO_YEAR: Final = N_("%(year)s 年的放假安排没有载入，%(from)s 起的工作日不能推算")
LAW_UNREAD: Final = N_("条文的标记为 U（未核实），引用它的规则：%(rules)s")
RULE_UNREAD: Final = N_("规则的标记为 U（未核实）")
VALUE_UNREAD: Final = N_("%(from)s 起的数值标记为 U（未核实）")
LIST_UNREAD: Final = N_("%(year)s 年的放假安排标记为 U（未核实）")


def leaning(ground: Ground) -> Iterator[Finding]:
    """Yield what is wrong, or will soon be, with the articles, reviews and amounts of a book."""
    for rule in ground.live:
        yield from _laws(ground.book, rule, ground.today)
        if ground.today - rule.checked > REVIEW:
            yield about_rule(rule, "unchecked", "warning", OLD_CHECK, params={"checked": rule.checked})
        if rule.verified == "U":
            yield about_rule(rule, "unverified", "note", RULE_UNREAD)
    yield from _unread_laws(ground)
    for parameter in ground.book.parameters.values():
        yield from _parameter(parameter, ground.today)
    yield from _calendars(ground.book, ground.today)
    yield from _talks(ground.book, ground.today)


def _laws(book: RuleBook, rule: Rule, today: date) -> Iterator[Finding]:
    """Yield what is wrong with the articles a rule cites; one article that lasts doesn't heal another that doesn't."""
    for key in rule.law:
        law = book.laws.get(key)
        if law is None:
            yield about_rule(rule, "law_missing", "fault", NO_ENTRY, params={"law": key})
        elif not law.in_force.overlaps(rule.in_force):
            params = {"law": key, "from": rule.in_force.start}
            yield about_rule(rule, "law_apart", "fault", NEVER_MET, params=params)
        elif law.in_force.until is not None and _outlives(rule.in_force, law.in_force.until):
            params = {"law": key, "until": law.in_force.until}
            severity = "fault" if law.in_force.until < today else "warning"
            yield about_rule(rule, "law_ended", severity, LAW_OVER, params=params)  # type: ignore[arg-type]


def _outlives(period: Period, until: date) -> bool:
    return period.until is None or period.until > until


def _unread_laws(ground: Ground) -> Iterator[Finding]:
    citing: dict[str, dict[str, None]] = {}
    for rule in ground.live:
        for key in rule.law:
            citing.setdefault(key, {})[rule.id] = None
    for key, rules in citing.items():
        law = ground.book.laws.get(key)
        if law is not None and law.verified == "U":
            title = Named(f"{law.title['zh']} {law.article}", f"{law.title['en']} {in_english(law.article)}")
            params = {"rules": "、".join(rules)}
            yield Finding("unverified", "note", "law", key, title, LAW_UNREAD, params, file="law.yaml")


def _parameter(parameter: Parameter, today: date) -> Iterator[Finding]:
    def found(kind: str, severity: Any, why: str, **params: Any) -> Finding:
        title = Named(parameter.title["zh"], parameter.title["en"])
        return Finding(kind, severity, "parameter", parameter.id, title, why, params)

    for one, following in zip(parameter.values, parameter.values[1:], strict=False):
        until = one.in_force.until
        if until is not None and following.in_force.start > until + ONE_DAY:
            first, last = until + ONE_DAY, following.in_force.start - ONE_DAY
            yield found("gap", "warning", MISSING_DAYS, **{"from": first, "until": last})
    end = parameter.values[-1].in_force.until if parameter.values else None
    if end is not None and end <= today + AHEAD:
        yield found("runs_out" if end >= today else "ran_out", "warning", ENDS, until=end)
    for one in parameter.values:
        if one.verified == "U":
            yield found("unverified", "note", VALUE_UNREAD, **{"from": one.in_force.start})


def _calendars(book: RuleBook, today: date) -> Iterator[Finding]:
    """Yield the years from the current one to that of the day sixty days ahead that have no list."""
    known = {one.year: one for one in book.calendars}
    for year in range(today.year, (today + AHEAD).year + 1):
        name = Named(f"{year} 年放假安排", f"Holiday list of {year}")
        if year not in known:
            params = {"year": str(year), "from": max(today, date(year, 1, 1))}
            severity = "fault" if year == today.year else "warning"
            yield Finding("calendar_missing", severity, "calendar", str(year), name, NO_YEAR, params)  # type: ignore[arg-type]
        elif known[year].verified == "U":
            yield Finding("unverified", "note", "calendar", str(year), name, LIST_UNREAD, {"year": str(year)})


def _talks(book: RuleBook, today: date) -> Iterator[Finding]:
    """Yield the periods and requirements of a place that end soon and aren't followed by another of their id."""
    for place in book.places.values():
        titles = {one.id: one.title for one in place.limits}
        rows: Iterable[Any] = (*place.limits, *place.requirements)
        last: dict[str, Period] = {}
        for row in rows:
            known = last.get(row.id)
            if known is None or known.until is not None and (row.in_force.start > known.start):
                last[row.id] = row.in_force
        for ident, period in last.items():
            if period.until is not None and period.until <= today + AHEAD:
                title = titles.get(ident, {"zh": ident, "en": ident})
                name = Named(f"{place.title['zh']}：{title['zh']}", f"{place.title['en']}: {title['en']}")
                kind = "runs_out" if period.until >= today else "ran_out"
                yield Finding(
                    kind, "warning", "talks", ident, name, ENDS, {"until": period.until}, file=f"talks/{place.id}.yaml"
                )
