"""Places and clauses of wage talks in plain words: every period, requirement, step and field as the files say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mediation.domain import money
from mediation.domain.articles import in_english
from mediation.domain.plainwords import Language, joined, listed, mark_words, period_words, pick
from mediation.domain.plainwords_effects import length_words
from mediation.domain.plainwords_entry import Entry, Part, Table
from mediation.domain.plainwords_talkwords import (
    ACTORS,
    CLAUSE_UNITS,
    CONTRACTS,
    COSTS,
    EVENTS,
    FLOORS,
    FORCES,
    MATTERS,
    PROMISES,
    REQUIREMENTS,
    RULES,
    SITUATIONS,
    TOPICS,
)
from mediation.domain.rulebook import RuleBook
from mediation.domain.talks.clauses import MOST_FIGURE, NATIONAL, Clause, ClauseField
from mediation.domain.talks.place import CONTRACTS as EVERY_CONTRACT
from mediation.domain.talks.place import LawfulStep, Limit, Requirement, TalksPlace
from mediation.domain.vocabulary import CLAIM_KINDS

_PERIODS: Final = ("期限", "Periods")
_REQUIRED: Final = ("要求", "Requirements")
_STEPS: Final = ("依法可以采取的步骤（按顺序）", "Lawful next steps, in order")
_HUNDREDTHS: Final = ("percent", "change", "months", "hours")


def place_entry(place: TalksPlace, book: RuleBook, language: Language) -> Entry:
    """Return a place of wage talks in words."""
    facts = []
    if place.besides:
        wider = book.places[place.besides].title[language]
        told = (f"没有规定的，适用{wider}的规定；{wider}规定更严的，另行提示", f"what it doesn't say {wider} says")
        facts.append((pick(("与上位规定的关系", "Beside"), language), pick(told, language)))
    steps = {one.id: one.title[language] for one in place.steps}
    parts = (
        (pick(_PERIODS, language), tuple(_limit(one, language) for one in place.limits)),
        (pick(_REQUIRED, language), tuple(_requirement(one, language) for one in place.requirements)),
        (pick(_STEPS, language), tuple(_step(one, steps, language) for one in place.steps)),
    )
    return Entry("place", place.id, place.title[language], tuple(facts), parts=parts)


def _limit(row: Limit, language: Language) -> Part:
    length = length_words(row.count, row.unit, language)
    event = pick(EVENTS[row.start], language)
    lines = [
        _span(row, event, length, language),
        pick(("由%s办理", "to be done by %s"), language) % actor_words(row.who, language),
        pick(FORCES[row.force], language),
        period_words(row.in_force, language),
    ]
    if row.way == "after":
        rolled = ("最后一日为休息日的，顺延至下一工作日", "a last day on a rest day moves to the next working day")
        stays = ("最后一日为休息日的，不顺延", "a last day on a rest day doesn't move")
        lines.insert(1, pick(rolled if row.roll else stays, language))
    if row.extendable:
        longer = ("双方同意可以延长，最多 %s 日", "both sides may make it longer by %s days")
        lines.append(pick(longer, language) % row.extendable)
    if row.expired:
        lines.append(pick(("期满后：", "once it has ended: "), language) + pick(SITUATIONS[row.expired], language))
    if row.contracts != EVERY_CONTRACT:
        lines.append(pick(("限于%s", "for %s"), language) % listed(CONTRACTS, row.contracts, language))
    title = f"{row.number}　{row.title[language]}" if language == "zh" else f"{row.number} {row.title[language]}"
    return Part(row.id, title, tuple(lines), row.law, mark_words(row.verified, language))


def _span(row: Limit, event: str, length: str, language: Language) -> str:
    if row.way == "after":
        return pick((f"自{event}之日起 {length}（当日不计入）", f"{length} from the day {event}"), language)
    if row.way == "before":
        told = (
            f"在{event}之日以前，其间须有足够的 {length}，两端之日均不计入，不顺延",
            f"before the day {event}, so that {length} lie whole in between; it doesn't move",
        )
        return pick(told, language)
    closes = ("当日", "that day") if row.closes_on_day else ("前一日", "the day before")
    told = (
        f"自{event}之日前 {length}起可以办理，至该日{closes[0]}止，不顺延",
        f"open from {length} before the day {event} until {closes[1]}; it doesn't move",
    )
    return pick(told, language)


def actor_words(who: str, language: Language) -> str:
    """Return who acts, or the word of the file where it is one of its own."""
    return pick(ACTORS.get(who, (who, who)), language)


def _requirement(row: Requirement, language: Language) -> Part:
    text = pick(REQUIREMENTS[row.id], language)
    shown = {
        "number": str(row.number), "share": str(row.share), "least": str(row.least_months),
        "most": str(row.most_months), "rule": pick(RULES.get(row.rule, ("", "")), language),
    }  # fmt: skip
    lines = (text.format(**shown), period_words(row.in_force, language))
    return Part(row.id, lines[0], lines[1:], row.law, mark_words(row.verified, language))


def _step(row: LawfulStep, titles: Mapping[str, str], language: Language) -> Part:
    lines = [
        pick(("由%s采取", "by %s"), language) % actor_words(row.who, language),
        pick(("适用情形：", "where: "), language) + listed(SITUATIONS, row.situations, language),
    ]
    if row.unjustified:
        lines.append(pick(("限于没有正当理由的", "only where there is no valid reason"), language))
    if row.after:
        done = joined([f"“{titles[one]}”" for one in row.after], language)
        lines.append(pick(("须先采取：", "only after: "), language) + done)
    return Part(row.id, row.title[language], tuple(lines), row.law, mark_words(row.verified, language))


def clause_entry(clause: Clause, book: RuleBook, language: Language) -> Entry:
    """Return a clause of the library in words."""
    facts = [
        (pick(("类别", "Topic"), language), pick(TOPICS[clause.topic], language)),
        (pick(("示范条文", "Model text"), language), "".join(_filled(one, clause, language) for one in clause.text)),
    ]
    for place, laws in clause.required.items():
        where = pick(("全国", "everywhere"), language) if place == NATIONAL else book.places[place].title[language]
        label = pick(("法定内容", "Named by law as content"), language)
        facts.append((label, f"{where}{'：' if language == 'zh' else ': '}{_articles(laws, book, language)}"))
    told = (
        (("可一并了结的争议", "May settle"), listed(CLAIM_KINDS, clause.disputes, language)),
        (("不得拒绝的事项", "May not be refused"), listed(MATTERS, clause.matters, language)),
        (("承诺", "Promise"), pick(PROMISES[clause.promise], language) if clause.promise else ""),
        (("履行的证明", "Proof of performance"), clause.proof[language] if clause.proof else ""),
        (("与承诺相反的争议", "Claims against it"), listed(CLAIM_KINDS, clause.watched, language)),
    )
    facts += [(pick(label, language), words) for label, words in told if words]
    heads = (("填写项", "Field"), ("单位", "Unit"), ("必填", "Needed"), ("限制", "Bounds"), ("法定底线", "Legal floor"),
             ("计入成本", "Cost"))  # fmt: skip
    rows = tuple(_field(one, language) for one in clause.fields.values())
    table = Table(tuple(pick(one, language) for one in heads), rows)
    return Entry("clause", clause.key, clause.title[language], tuple(facts), table, laws=clause.law)


def _filled(sentence: str, clause: Clause, language: Language) -> str:
    return sentence.format(**{key: f"【{one.title[language]}】" for key, one in clause.fields.items()})


def _articles(laws: tuple[str, ...], book: RuleBook, language: Language) -> str:
    cited = [book.laws[key] for key in laws]
    told = in_english if language == "en" else str
    return joined([f"{law.title[language]} {told(law.article)}" for law in cited], language)


def _field(field: ClauseField, language: Language) -> tuple[str, ...]:
    yes = pick(("是", "yes"), language)
    return (
        field.title[language],
        pick(CLAUSE_UNITS[field.unit], language),
        yes if field.needed else "",
        _bounds(field, language),
        pick(FLOORS[field.floor], language) if field.floor else "",
        pick(COSTS[field.cost], language) if field.cost else "",
    )


def _bounds(field: ClauseField, language: Language) -> str:
    parts = []
    if field.least:
        parts.append(pick(("不少于 %s", "%s or more"), language) % _figure(field, field.least))
    if field.most != MOST_FIGURE:
        parts.append(pick(("不多于 %s", "%s or less"), language) % _figure(field, field.most))
    return joined(parts, language)


def _figure(field: ClauseField, figure: int) -> str:
    if field.unit == "fen":
        return money.figures(figure)
    return f"{figure / 100:g}" if field.unit in _HUNDREDTHS else str(figure)
