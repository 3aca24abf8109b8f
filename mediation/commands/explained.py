"""`mediation rules explain` in words: a rule on a case, condition by condition, its law, what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from mediation.domain import valuewords
from mediation.domain.casefile import CaseFile
from mediation.domain.explain import Explanation, Flip
from mediation.domain.proof import About, Explained
from mediation.domain.resultflips import Change
from mediation.domain.resultproof import Article
from mediation.domain.vocabulary import fields_of

GROUPS: Final = {"all_of": "以下全部成立", "any_of": "以下任一成立", "none_of": "以下均不成立", "level": "第 {} 级"}
SUBJECTS: Final[Mapping[str, str]] = {
    "case": "本案", "deadline": "期限", "agreement": "调解协议", "instalment": "分期款项", "talks": "集体协商",
    "legal_aid": "法律援助", "event": "事件", "referral": "转交",
}  # fmt: skip
FROM_FILE: Final = ("case", "claim", "referral")
MARKS: Final = {"V": "已核对原文", "S": "据二手资料", "U": "尚未核对"}


def lines(found: Explained, case: CaseFile) -> Iterator[str]:
    """Yield the explanation line by line."""
    rule, until = found.rule, found.rule.in_force.until
    end = f"至 {until.isoformat()}" if until else "，现行有效"
    yield f"{rule.id}  {rule.title['zh']}"
    yield f"版本：{rule.in_force.start.isoformat()} 起施行{end}；按 {found.judged_on.isoformat()} 收到申请时的规则核对"
    for article in found.articles:
        yield from _law(article)
    if rule.subject not in FROM_FILE:
        subject = SUBJECTS.get(rule.subject, rule.subject)
        yield f"注意：这条规则针对{subject}，案件文件里没有它的事实，以下各项均按未知核对。"
    for one in found.about:
        yield ""
        yield f"{_name(one, found, case)}：{_verdict(one.found)}"
        yield from _conditions(one.found)
        yield from _flips(one, case)


def _law(article: Article) -> Iterator[str]:
    if article.law is None:
        yield f"依据：{article.key}（规则库没有这一条）"
        return
    mark = MARKS[article.law.verified]
    yield f"依据：{article.law.title['zh']}{article.law.article}（{mark}）"
    if not article.in_force:
        yield "    该条文当日不在规则库所载的施行期内"
    yield f"    {article.words or '条文原文未收录，请查阅原文'}"


def _name(one: About, found: Explained, case: CaseFile) -> str:
    if one.claim is not None:
        kind = valuewords.value(fields_of("claim")["kind"], case.claims[one.claim].kind)
        return f"第{one.claim + 1}项请求（{kind}）"
    if found.rule.subject == "referral":
        return f"转交{valuewords.DESKS.get(one.name.removeprefix('referral '), '')}"
    return SUBJECTS.get(found.rule.subject, found.rule.subject)


def _verdict(found: Explanation) -> str:
    if not found.holds:
        return "不成立"
    return f"成立，第 {found.level} 级" if found.level else "成立"


def _conditions(found: Explanation) -> Iterator[str]:
    fields = fields_of(found.rule.subject)
    if not found.lines:
        yield "  ✓ 没有条件，一律成立"
    for line in found.lines:
        mark = "✓" if line.holds else "✗"
        if line.joiner:
            said = GROUPS[line.joiner].format(line.wanted)
        else:
            field = fields[line.field]
            said = f"{field.zh}：要求{valuewords.wanted(field, line)}，实际{valuewords.value(field, line.have)}"
        yield f"{'  ' * (line.depth + 1)}{mark} {said}"


def _flips(one: About, case: CaseFile) -> Iterator[str]:
    causes = [_cause(change, case) for change in one.causes]
    flips = causes or [_flip(one.found, flip) for flip in one.found.flips]
    yield from (f"  {one}" for one in flips or ["任何单独一项事实的改变都不影响本条"])


def _cause(change: Change, case: CaseFile) -> str:
    place = change.fact.claim
    named = valuewords.of_claim(change.fact.field, place, case.claims[place].kind if place is not None else "")
    then = _then(change.outcome is not None, change.outcome)
    if change.any_value:
        return f"若查明{named}（无论何值），则{then}"
    return f"若{named}为{valuewords.value(change.fact.field, change.instead)}，则{then}"


def _flip(found: Explanation, flip: Flip) -> str:
    field = fields_of(found.rule.subject)[flip.field]
    if flip.any_value:
        return f"若查明{field.zh}（无论何值），则{_then(flip.holds, flip.level)}"
    return f"若{field.zh}为{valuewords.value(field, flip.instead)}，则{_then(flip.holds, flip.level)}"


def _then(holds: bool, level: object) -> str:
    if not holds:
        return "不成立"
    return f"成立，第 {level} 级" if isinstance(level, int) and not isinstance(level, bool) else "成立"
