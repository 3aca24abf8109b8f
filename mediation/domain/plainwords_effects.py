"""What rules bring about, in plain words: desks, flags, advice, inferred facts, and clocks with all that moves them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mediation.domain.advice import words_of
from mediation.domain.clockreader import Clock
from mediation.domain.clockwords import ACTORS, PAUSES
from mediation.domain.effects import Effect
from mediation.domain.plainwords import DESKS, PRIORITIES, Language, Pair, listed, pick, sentence, title, value_words
from mediation.domain.vocabulary import FLAGS, fields_of

MEDIATION: Final[Mapping[str, Pair]] = {
    "blocked": ("普通调解暂停，不进行调解", "ordinary mediation is blocked"),
    "refused": ("一方不愿调解，不进行调解", "a party refuses, so there is no mediation"),
}
_ADVICE: Final[Mapping[str, Pair]] = {
    "suggest": ("建议", "suggested"), "require": ("必须", "required"), "warn": ("提醒", "warning"),
}  # fmt: skip
_UNITS: Final[Mapping[str, Pair]] = {
    "calendar": ("%s 日", "%s days"), "month": ("%s 个月", "%s months"), "year": ("%s 年", "%s years"),
    "working": ("%s 个工作日", "%s working days"),
}  # fmt: skip
_FORCES: Final[Mapping[str, Pair]] = {
    "hard": ("必须遵守的期限", "it must be kept"),
    "remind": ("仅作提醒，没有法律约束", "a reminder, which no law binds anybody to"),
    "opens": ("自该日起可以办理，不是截止日", "the day from which it may be done, not a last day"),
}
_BY: Final[Mapping[str, Pair]] = {
    "consent": ("经双方同意可以延长", "both sides together may make it longer"),
    "approval": ("经批准可以延长", "it may be made longer with approval"),
}

_EACH_KIND: Final = ("KIND 为请求种类，每项请求分别计算", "KIND is the kind of claim: each is counted by itself")


def desk_words(desk: str, language: Language) -> str:
    """Return what a desk is called; one that isn't of this house by its code."""
    return pick(DESKS.get(desk, (desk, desk)), language)


def effect_words(effect: Effect, subject: str, language: Language) -> str:
    """Return one effect as a clause of a sentence."""
    if effect.word in ("may_lead", "assist", "lead"):
        return _referral(effect, language)
    if effect.word == "flag":
        return pick(("标记：", "flag: "), language) + pick(FLAGS[effect.value], language)
    if effect.word == "mediation":
        return pick(MEDIATION[effect.value], language)
    if effect.word in _ADVICE:
        told = pick(words_of(effect.value), language)
        return f"{pick(_ADVICE[effect.word], language)}{'：' if language == 'zh' else ': '}{told}"
    if effect.word == "infer":
        fields = fields_of(subject)
        found = [
            (pick(("推定%s为%s", "%s is inferred to be %s"), language))
            % (title(fields[name], language), value_words(fields[name], value, language))
            for name, value in effect.infer.items()
        ]
        return sentence(found, language)
    return clock_words(effect.deadline, subject, language)


def _referral(effect: Effect, language: Language) -> str:
    desk = desk_words(effect.desk, language)
    if effect.word == "may_lead":
        return pick((f"{desk}可以主办", f"{desk} may lead"), language)
    priority = pick(PRIORITIES[effect.priority], language)
    if effect.word == "lead":
        return pick((f"由{desk}主办（紧急程度：{priority}）", f"led by {desk} (priority: {priority})"), language)
    return pick((f"由{desk}协办（紧急程度：{priority}）", f"assisted by {desk} (priority: {priority})"), language)


def clock_words(clock: Clock, subject: str, language: Language) -> str:
    """Return a clock as one sentence: from which day, how long, who, what stops it, who may make it longer."""
    start = title(fields_of(subject)[clock.start], language)
    keeper = _keeper(clock.who, language)
    head = pick((f"期限（代号 {clock.id}）：", f"date (code {clock.id}): "), language)
    parts = [head + _span(clock, start, language), *_roll(clock, language), keeper]
    if clock.acts:
        actor = pick(ACTORS[clock.acts], language)
        parts.append(pick((f"须由{actor}办理", f"to be done by {actor}"), language))
    parts.append(pick(_FORCES[clock.force], language))
    parts += _stretch(clock, language)
    if "KIND" in clock.id:
        parts.append(pick(_EACH_KIND, language))
    return sentence(parts, language)


def length_words(count: int, unit: str, language: Language) -> str:
    """Return a length of time: 15 日, 3 个工作日, 1 year."""
    told = pick(_UNITS[unit], language) % count
    return told.removesuffix("s") if language == "en" and count == 1 else told


def _span(clock: Clock, start: str, language: Language) -> str:
    if clock.unit == "duty":
        told = (
            f"自{start}起至下一律师值班日，最迟第 {clock.length} 个工作日",
            f"from {start} to the lawyer's next duty day, {clock.length} working days at most",
        )
        return pick(told, language)
    length = length_words(clock.length, clock.unit, language)
    if clock.before:
        told = (
            f"在{start}以前，其间须有足够的 {length}，倒数计算，两端之日均不计入",
            f"before {start}, so that {length} lie whole in between, counted back",
        )
        return pick(told, language)
    told = (f"自{start}起 {length}（当日不计入）", f"{length} from {start}, that day not counted")
    return pick(told, language)


def _keeper(who: str, language: Language) -> str:
    desk = pick(("主办部门", "the leading desk"), language) if who == "lead" else desk_words(who, language)
    return pick((f"由{desk}负责跟踪", f"kept by {desk}"), language)


def _roll(clock: Clock, language: Language) -> list[str]:
    if clock.before or clock.unit in ("working", "duty"):
        return []
    if not clock.roll:
        return [pick(("最后一日为休息日的，不顺延", "a last day on a rest day doesn't move"), language)]
    rolled = ("最后一日为休息日的，顺延至下一工作日", "a last day on a rest day moves to the next working day")
    return [pick(rolled, language)]


def _stretch(clock: Clock, language: Language) -> list[str]:
    parts = []
    if clock.pausable:
        told = listed(PAUSES, clock.pausable, language)
        stops = ("可因下列原因暂停，恢复后补足实际暂停日数：", "it may stand still, the true days added back, for: ")
        parts.append(pick(stops, language) + told)
    if clock.longer is None:
        parts.append(pick(("不得延长", "it can't be made longer"), language))
        return parts
    most = clock.longer.at_most
    cap = pick(("，最多 %s", ", by %s at most"), language) % length_words(most, clock.unit, language) if most else ""
    parts.append(pick(_BY[clock.longer.by], language) + (cap or pick(("，没有上限", ", without a cap"), language)))
    return parts
