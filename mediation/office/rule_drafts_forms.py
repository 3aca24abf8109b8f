"""Drafts made by a form: another value of a parameter, another length of a period, each from a day on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session

from mediation import access
from mediation.access import Reader
from mediation.domain import ruleedit
from mediation.domain.clockreader import MOST_LENGTH, UNITS
from mediation.domain.effects import Effect
from mediation.domain.money import fen, yuan
from mediation.domain.periodnames import renamed
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.rulebook import Parameter, Rule, RuleBook
from mediation.domain.ruleedit import NewPeriod, NewValue
from mediation.domain.worktime import station_day
from mediation.models.rulebook import RuleDraft
from mediation.office import rule_drafts, rule_drafts_talks, rules
from mediation.office.records import Words
from mediation.office.records.rule_drafts import PeriodChoice
from mediation.office.rule_drafts import Proposal

MARKS: Final = ("V", "S", "U")
LONGEST: Final = 200
WORDS: Final[Mapping[str, str]] = {unit: word for word, unit in UNITS.items()}
"""The word of the rule files for each unit of a clock."""


@dataclass(frozen=True)
class ParameterChoice:
    """A parameter with its value of today, None where it has none."""

    id: str
    title: Words
    unit: str
    value: str
    since: date | None
    source: str
    verified: str


def parameters(today: date) -> list[ParameterChoice]:
    """Return every parameter of the book in use, by title."""
    return sorted((_parameter(one, today) for one in rules.current().book.parameters.values()), key=lambda one: one.id)


def periods(today: date) -> list[PeriodChoice]:
    """Return every period of the rules in force, by rule."""
    book = rules.current().book
    return [
        PeriodChoice(
            f"{rule.id} {effect.deadline.id}", Words(rule.title["zh"], rule.title["en"]), effect.deadline.length,
            WORDS[effect.deadline.unit], rule.in_force.start, ", ".join(rule.law),
        )
        for rule in book.rules
        if rule.in_force.covers(today)
        for effect in clocks_of(rule)
    ] + rule_drafts_talks.periods(book, today)  # fmt: skip


def clocks_of(rule: Rule) -> list[Effect]:
    """Return the effects of a rule that start a clock."""
    return [one for one in rule.effects if one.word == "deadline"]


def draft_value(session: Session, given: Mapping[str, str], *, by: Reader, now: datetime) -> RuleDraft:
    """Draft another value of a parameter from a day on; the value before ends the day before."""
    access.require(by, "rules.draft")
    found = rules.current().book.parameters.get(given.get("parameter", ""))
    problems: list[Problem] = []
    start = _day(given, "start", problems)
    source = _text(given, "source", problems)
    if found is None:
        problems.append(Problem(N_("请选择参数"), "parameter"))
    value = _value(found, given.get("value", ""), problems) if found else None
    mark = given.get("verified", "")
    if mark not in MARKS:
        problems.append(Problem(N_("请选择核实程度"), "verified"))
    if problems or found is None or start is None or value is None:
        raise Refused(problems)
    path, text = _file(session, f"{found.id}:", "parameters/", now=now)
    new = ruleedit.with_value(text, found.id, NewValue(value, start, source, mark))
    title = given.get("title", "").strip() or f"{found.title['zh']}（{start.isoformat()} 起）"
    return rule_drafts.make(session, Proposal(title, "parameter", {path: new}, dict(given)), by=by, now=now)


def draft_period(session: Session, given: Mapping[str, str], *, by: Reader, now: datetime) -> RuleDraft:
    """Draft another length of a period from a day on; the version before ends the day before."""
    access.require(by, "rules.draft")
    if given.get("period", "").startswith(rule_drafts_talks.KEY):
        return _draft_talks(session, given, by=by, now=now)
    today, problems = station_day(now), list[Problem]()
    start, length = _day(given, "start", problems), _length(given, problems)
    rule, clock = _period(given.get("period", ""), today, problems)
    unit = given.get("unit", "")
    if unit not in UNITS:
        problems.append(Problem(N_("请选择计算单位"), "unit"))
    titles, laws = _titles(given, problems), _laws(given, problems)
    if problems or rule is None or start is None or length is None:
        raise Refused(problems)
    titles = titles or _renamed(given, rule.title, length, today)
    path = rule.file.partition("/")[2]
    text = rule_drafts.base_of(session, rules.current(), now=now)[f"rules/{path}"].decode()
    new = NewPeriod(clock, length, unit, start, today, titles, laws or rule.law)
    overlay = {path: ruleedit.with_period(text, rule, new, rules.current().calendar)}
    title = given.get("title", "").strip() or f"{titles.get('zh', rule.title['zh'])[:90]}（{start.isoformat()} 起）"
    return rule_drafts.make(session, Proposal(title, "period", overlay, dict(given)), by=by, now=now)


def _draft_talks(session: Session, given: Mapping[str, str], *, by: Reader, now: datetime) -> RuleDraft:
    """Draft another length of a period of wage talks."""
    today, problems = station_day(now), list[Problem]()
    book = rules.current().book
    start, length = _day(given, "start", problems), _length(given, problems)
    found = rule_drafts_talks.find(book, given["period"], today)
    if found is None:
        problems.append(Problem(N_("请选择期限"), "period"))
    unit, units = given.get("unit", ""), rule_drafts_talks.UNITS
    if unit not in units:
        problems.append(Problem(N_("请选择计算单位"), "unit", unit[:20], ", ".join(units)))
    titles, laws = _titles(given, problems), _laws(given, problems)
    if problems or found is None or start is None or length is None:
        raise Refused(problems)
    place, row = found
    titles = titles or _renamed(given, row.title, length, today)
    path, text = _file(session, f"id: {place.id}", rule_drafts_talks.FOLDER, now=now)
    new = NewPeriod(row.id, length, unit, start, today, titles, laws or row.law)
    overlay = {path: ruleedit.with_talks_period(text, row, new, rules.current().calendar)}
    name = f"{place.title['zh']}：{titles.get('zh', row.title['zh'])}"[:90]
    title = given.get("title", "").strip() or f"{name}（{start.isoformat()} 起）"
    return rule_drafts.make(session, Proposal(title, "period", overlay, dict(given)), by=by, now=now)


def _titles(given: Mapping[str, str], problems: list[Problem]) -> dict[str, str]:
    titles = {key: given[f"title_{key}"].strip() for key in ("zh", "en") if given.get(f"title_{key}", "").strip()}
    if len(titles) == 1:
        problems.append(Problem(N_("中文和英文名称请一并填写"), "title_en" if "zh" in titles else "title_zh"))
    return titles


def _renamed(given: Mapping[str, str], title: Mapping[str, str], length: int, today: date) -> dict[str, str]:
    """Return the names with the new length in place of the old one that they say; none where the old ones stay."""
    old = next((one for one in periods(today) if one.key == given["period"]), None)
    return renamed(title, old.length, length) if old is not None and old.unit == given.get("unit") else {}


def _laws(given: Mapping[str, str], problems: list[Problem]) -> tuple[str, ...]:
    """Return the articles typed by their keys; none where the old ones stay."""
    told = tuple(one for one in given.get("law", "").replace("，", ",").replace(" ", ",").split(",") if one)
    message = N_("规则手册没有代号为“%(key)s”的条文；代号见规则手册“法律条文”")
    strange = [key for key in told if key not in rules.current().book.laws]
    problems += [Problem(message, "law", key, params={"key": key[:40]}) for key in strange]
    return told


def _parameter(one: Parameter, today: date) -> ParameterChoice:
    held = next((value for value in one.values if value.in_force.covers(today)), None)
    title = Words(one.title["zh"], one.title["en"])
    if held is None:
        return ParameterChoice(one.id, title, one.unit, "", None, "", "")
    shown = yuan(int(held.value)) if one.unit == "fen" else str(held.value)
    return ParameterChoice(one.id, title, one.unit, shown, held.in_force.start, held.source, held.verified)


def _file(session: Session, start: str, folder: str, *, now: datetime) -> tuple[str, str]:
    """Return the file of `folder` in which a line begins with `start`, with its text."""
    for path, content in rule_drafts.base_of(session, rules.current(), now=now).items():
        text, name = content.decode(), path.partition("/")[2]
        if name.startswith(folder) and any(line.startswith(start) for line in text.splitlines()):
            return name, text
    raise Refused(Problem(N_("没有这个参数"), "parameter", start))


def _period(key: str, today: date, problems: list[Problem]) -> tuple[Rule | None, str]:
    name, _, clock = key.partition(" ")
    rule = _in_force(rules.current().book, name, today)
    if rule is None or all(one.deadline.id != clock for one in clocks_of(rule)):
        problems.append(Problem(N_("请选择期限"), "period"))
        return None, ""
    return rule, clock


def _in_force(book: RuleBook, name: str, today: date) -> Rule | None:
    return next((one for one in book.rules if one.id == name and one.in_force.covers(today)), None)


def _value(found: Parameter, text: str, problems: list[Problem]) -> int | str | None:
    plain = text.strip()
    if found.unit == "text" and plain and len(plain) <= LONGEST:
        return plain
    if found.unit == "fen":
        try:
            return fen(plain)
        except ValueError:
            problems.append(Problem(N_("请填写金额，如 2740.00"), "value", text))
            return None
    if found.unit in ("days", "count") and plain.isascii() and plain.isdigit() and len(plain) <= 9:
        return int(plain)
    message = N_("请填写文字，不超过 200 字") if found.unit == "text" else N_("请填写整数")
    problems.append(Problem(message, "value", text[:60]))
    return None


def _length(given: Mapping[str, str], problems: list[Problem]) -> int | None:
    text = given.get("length", "").strip()
    if text.isascii() and text.isdigit() and len(text) <= 4 and 0 < int(text) <= MOST_LENGTH:
        return int(text)
    problems.append(Problem(N_("请填写 1 至 %(most)d 的整数"), "length", text[:20], params={"most": MOST_LENGTH}))
    return None


def _day(given: Mapping[str, str], name: str, problems: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(given.get(name, "").strip())
    except ValueError:
        problems.append(Problem(N_("请填写生效日期"), name, given.get(name, "")[:20], "2027-01-01"))
        return None


def _text(given: Mapping[str, str], name: str, problems: list[Problem]) -> str:
    text = " ".join(given.get(name, "").split())
    if not text or len(text) > LONGEST:
        problems.append(Problem(N_("请写明出处（文号、日期或网址），不超过 200 字"), name))
    return text


def remade(session: Session, row: RuleDraft, *, by: Reader, now: datetime) -> RuleDraft:
    """Make a draft of a form anew over the rules in use now, and drop the old one. Raises Refused for another draft."""
    makers: dict[str, Any] = {"parameter": draft_value, "period": draft_period}
    if row.kind not in makers:
        raise Refused(Problem(N_("这份草案不是用表单起草的，请按现行规则重新起草")))
    rule_drafts.drop(session, row.id, by=by, now=now)
    made: RuleDraft = makers[row.kind](session, {**row.change, "title": row.title}, by=by, now=now)
    return made
