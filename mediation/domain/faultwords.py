"""The reasons of the loader in Chinese. It tells them in English; stored drafts keep them so, pages show either.

A reason is a sentence of SENTENCES, perhaps behind an opening (`deadline: `) and before an ending (` — did you
mean 'x'?`). One that stands nowhere here is shown as it is, behind a Chinese opening.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from mediation.domain.refusals import Named

OPENINGS: Final[Mapping[str, str]] = {
    "example '%(name)s': %(rest)s": "例子“%(name)s”：%(rest)s",
    "deadline: %(rest)s": "deadline（期限）：%(rest)s",
    "infer: %(rest)s": "infer（推断）：%(rest)s",
    "besides: %(rest)s": "besides（并行规定）：%(rest)s",
    "text: %(rest)s": "text（条款文字）：%(rest)s",
}
ENDINGS: Final[Mapping[str, str]] = {
    "%(rest)s; allowed: %(allowed)s": "%(rest)s；可用：%(allowed)s",
    "%(rest)s; see desks.yaml": "%(rest)s；窗口见 desks.yaml",
    "%(rest)s — did you mean '%(near)s'?": "%(rest)s，是否应为“%(near)s”？",
    "%(rest)s — a text with a comma needs quotes": "%(rest)s；含逗号的文字须加引号",
}
SENTENCES: Final[Mapping[str, str]] = {
    # the file and its YAML
    "there is no such folder of rules": "没有这个规则文件夹",
    "symbolic links are not followed": "不接受符号链接，请放入文件本身",
    "only .yaml files belong here, and README.md": "这里只放 .yaml 文件和 README.md",
    "more than %(most)s files": "文件超过 %(most)s 个",
    "cannot be read: %(why)s": "文件不能读取，请检查权限",
    "not a regular file": "不是普通文件",
    "larger than %(most)s bytes": "文件超过 %(most)s 字节",
    "not UTF-8 at byte %(place)s": "第 %(place)s 字节起不是 UTF-8 编码，请以 UTF-8 保存",
    "not valid YAML: %(why)s": "不合 YAML 格式，请检查该行及上一行的缩进、冒号、引号和空格",
    "YAML directives (%%) are not allowed": "不能使用 YAML 指令（%%）",
    "more than %(most)s values in one file": "一个文件中的内容超过 %(most)s 项",
    "anchors and aliases (& *) are not allowed": "不能使用锚点和别名（& *）",
    "tags (!) are not allowed": "不能使用标签（!）",
    "nested more than %(most)s deep": "嵌套超过 %(most)s 层",
    "a key must be a word or a whole number": "名称应为一个词或者整数",
    "merge keys (<<) are not allowed": "不能使用合并（<<）",
    "key '%(key)s' stands here twice": "“%(key)s”在此处写了两次",
    "'%(text)s' is not a day of the calendar": "“%(text)s”不是历法上的日期",
    "'%(text)s' may be read as yes/no: write true or false, or quote it":
        "“%(text)s”可能被读作是或否：请写 true 或 false，或者加引号",
    "'%(text)s' is an instant: write the day alone, or quote it": "“%(text)s”含有时刻：请只写日期，或者加引号",
    "'%(text)s' may be read as a number in several ways: write a whole number, or quote it":
        "“%(text)s”可能被读作不同的数：请写整数，或者加引号",
    "the file is missing or empty": "缺少这个文件，或者文件是空的",
    # words and values
    "unknown word '%(key)s'": "不认识的词“%(key)s”",
    "'%(key)s' is missing": "缺少“%(key)s”",
    "'%(key)s' stands in another place too": "“%(key)s”在别处也有，请只留一处",
    "should be a mapping of words to values": "应为若干行“名称: 值”",
    "an id has small letters, digits, - _ and dots": "代号只用小写字母、数字、- _ 和点",
    "%(key)s should be a text, not %(value)s": "%(key)s 应为文字，而不是 %(value)s",
    "%(key)s should be true or false, not %(value)s": "%(key)s 应为 true 或 false，而不是 %(value)s",
    "%(key)s should be a day such as 2026-11-22, not %(value)s":
        "%(key)s 应为日期（如 2026-11-22），而不是 %(value)s",
    "%(key)s should be a whole number, not %(value)s": "%(key)s 应为整数，而不是 %(value)s",
    "%(key)s should be a list of words, not %(value)s": "%(key)s 应为若干个词的列表，而不是 %(value)s",
    "%(key)s: %(value)s is below %(least)s": "%(key)s：%(value)s 小于 %(least)s",
    "%(key)s names something twice": "%(key)s 中有重复的项",
    "until %(until)s lies before from %(start)s": "截止日 until %(until)s 早于起始日 from %(start)s",
    # laws, parameters, holiday lists
    "values should be a list of at least one value": "values 应为列表，至少一项",
    "two values are in force on %(day)s: end the earlier one the day before (until)":
        "%(day)s 有两个数值同时有效：请把前一个截止（until）到前一日",
    "year: %(year)s is no calendar year": "year：%(year)s 不是年份",
    "%(day)s is both off and worked": "%(day)s 既列为放假又列为上班",
    "%(day)s is no Saturday or Sunday, so it can't be a make-up day": "%(day)s 不是周六、周日，不能是调休上班日",
    "%(key)s should be a list of days": "%(key)s 应为日期的列表",
    "%(key)s should be a list": "%(key)s 应为列表",
    "%(key)s: '%(row)s' is no day and no 2026-10-01..2026-10-07 of at most 31 days":
        "%(key)s：“%(row)s”不是日期，也不是 2026-10-01..2026-10-07 这样不超过 31 日的起止",
    "%(key)s: %(day)s stands here twice": "%(key)s：%(day)s 写了两次",
    "%(key)s: %(day)s is not in %(year)s": "%(key)s：%(day)s 不在 %(year)s 年",
    # a rule as a whole
    "'%(id)s' is no rule id such as routing.pay": "“%(id)s”不是规则代号，应如 routing.pay",
    "a rule has either 'when' or 'levels'": "规则须有“when”或“levels”之一，且只有其一",
    "level %(level)s would always hold": "第 %(level)s 级没有条件，总会成立",
    "levels go from 1 to %(most)s, not '%(level)s'": "levels 只能是 1 至 %(most)s，而不是“%(level)s”",
    "levels names no level": "levels 中没有写级别",
    "a rule with levels has no 'then': the level is its effect": "分级的规则不写“then”：级别就是它的结果",
    "stratum %(stratum)s has no levels": "规则分组 %(stratum)s 不分级",
    "stratum %(stratum)s may not bring about '%(word)s'": "规则分组 %(stratum)s 不能产生“%(word)s”",
    "no stratum of %(subject)s takes this rule (strata.yaml)":
        "没有规则分组（strata.yaml）接收这条关于 %(subject)s 的规则",
    "place: '%(place)s' is no word such as shanghai": "place：“%(place)s”不是地区代号，应如 shanghai",
    "law.yaml has no entry '%(key)s'": "规则手册（law.yaml）没有代号为“%(key)s”的条文",
    "%(row)s: law.yaml has no entry '%(key)s'": "%(row)s：规则手册（law.yaml）没有代号为“%(key)s”的条文",
    "two examples are named '%(name)s'": "有两个例子都叫“%(name)s”",
    "examples should be a list": "examples 应为列表",
    "two versions are in force on %(day)s (the other: %(file)s): end the earlier one the day before (until)":
        "%(day)s 有两个版本同时有效（另一个在 %(file)s）：请把前一个截止（until）到前一日",
    "%(id)s: two versions are in force on %(day)s": "%(id)s：%(day)s 有两个版本同时有效",
    "overrides: no rule '%(other)s'": "overrides：没有规则“%(other)s”",
    "overrides: '%(other)s' and this rule would each put the other out": "overrides：“%(other)s”与本规则互相排除",
    "overrides: '%(other)s' is in another stratum, %(stratum)s": "overrides：“%(other)s”在另一个规则分组 %(stratum)s",
    "reads '%(name)s', which %(maker)s infers only in stratum %(later)s, not before %(stratum)s":
        "用到“%(name)s”，而 %(maker)s 在规则分组 %(later)s 才推断出来，不在 %(stratum)s 之前",
    # conditions
    "more than %(most)s tests in one condition": "一个条件中的判断超过 %(most)s 项",
    "a condition is a mapping of field to test, not %(raw)s": "条件应写成“字段: 判断”，而不是 %(raw)s",
    "conditions nested more than %(most)s deep": "条件嵌套超过 %(most)s 层",
    "too many alternatives inside one another: make several rules of it": "条件的组合过多：请拆成几条规则",
    "%(joiner)s takes a list of at least one condition, not %(raw)s":
        "%(joiner)s 后应为条件的列表，至少一项，而不是 %(raw)s",
    "an empty condition inside %(joiner)s": "%(joiner)s 中有空的条件",
    "unknown field '%(name)s'": "不认识的字段“%(name)s”",
    "%(field)s is asked nothing": "%(field)s 没有写判断",
    "%(field)s: write {known: false} to ask for what is not known": "%(field)s：判断“未知”请写 {known: false}",
    "%(field)s: write {one_of: [...]} to ask for one of several": "%(field)s：判断“其中之一”请写 {one_of: [...]}",
    "%(field)s: unknown test '%(op)s'": "%(field)s：不认识的判断“%(op)s”",
    "%(field)s is a yes/no field and has no '%(op)s'": "%(field)s 只有是和否，不能用“%(op)s”",
    "%(field)s is a number and has no '%(op)s'": "%(field)s 是数，不能用“%(op)s”",
    "%(field)s is a day and has no '%(op)s'": "%(field)s 是日期，不能用“%(op)s”",
    "%(field)s is a choice and has no '%(op)s'": "%(field)s 是选项，不能用“%(op)s”",
    "%(field)s: known is true or false, not %(raw)s": "%(field)s：known 应为 true 或 false，而不是 %(raw)s",
    "%(field)s: one_of takes a list of at least one value": "%(field)s：one_of 应为列表，至少一项",
    "%(field)s: one_of names a value twice": "%(field)s：one_of 中有重复的值",
    # facts of a situation
    "%(field)s: %(value)s is not a yes/no value": "%(field)s：%(value)s 不是 true 或 false",
    "%(field)s: %(value)s is not a whole number": "%(field)s：%(value)s 不是整数",
    "%(field)s: %(value)s is out of bounds": "%(field)s：%(value)s 超出范围",
    "%(field)s: %(value)s is not a day": "%(field)s：%(value)s 不是日期",
    "%(field)s: %(value)s is not one of the values": "%(field)s：%(value)s 不是可选的值",
    "%(field)s: %(value)s no such field": "%(field)s：没有这个字段",
    "%(field)s: %(value)s no such subject": "%(field)s：没有这类对象",
    "%(field)s: %(value)s is always known": "%(field)s 总是已知，不能为空",
    "%(field)s is always known": "%(field)s 总是已知，不能用 known 判断",
    "a whole number (%(unit)s)": "整数（%(unit)s）",
    "a date such as 2026-11-22": "日期，如 2026-11-22",
    # effects
    "then takes a list of at least one effect": "then 应为结果的列表，至少一项",
    "each effect is one word with its value": "每项结果写成一个词和它的值",
    "the same %(word)s twice": "%(word)s 写了两次",
    "unknown effect '%(word)s'": "不认识的结果“%(word)s”",
    "%(word)s: unknown desk '%(desk)s'": "%(word)s：没有窗口“%(desk)s”",
    "%(word)s: unknown '%(value)s'": "%(word)s：不认识“%(value)s”",
    "%(word)s: desk '%(desk)s' may not lead (desks.yaml)": "%(word)s：窗口“%(desk)s”不能主办（desks.yaml）",
    "%(word)s: the vocabulary has no field %(field)s": "%(word)s：词汇表没有字段 %(field)s",
    "%(word)s takes an id such as legal_aid, not '%(value)s'": "%(word)s 应为代号（如 legal_aid），而不是“%(value)s”",
    "infer takes a mapping of field to value": "infer 应写成“字段: 值”",
    "'%(name)s' is no inferred field": "“%(name)s”不是由规则推断的字段",
    # clocks
    "deadline takes a mapping with id, from, a length and who": "deadline 应写明 id、from、长度和 who",
    "roll is true or false": "roll 应为 true 或 false",
    "way before takes days or workdays and nothing else": "way: before 只用 days 或 workdays，不写其他",
    "duty_days neither stop nor become longer": "duty_days 不能暂停，也不能延长",
    "pausable takes a list of reasons, none twice": "pausable 应为理由的列表，不重复",
    "extend takes {by: consent} or {by: approval, at_most: N}":
        "extend 应为 {by: consent} 或 {by: approval, at_most: N}",
    "at_most takes a whole number up to %(most)s": "at_most 应为不超过 %(most)s 的整数",
    "'%(id)s' is no id such as %(sample)s": "“%(id)s”不是代号，应如 %(sample)s",
    "from '%(start)s' is no day field of %(subject)s": "from：“%(start)s”不是 %(subject)s 的日期字段",
    "exactly one of %(words)s says how long": "长度只用 %(words)s 之一",
    "%(word)s takes {at_most_workdays: N}, N from 0 to %(most)s":
        "%(word)s 应为 {at_most_workdays: N}，N 为 0 至 %(most)s",
    "%(word)s takes a whole number from %(least)s to %(most)s": "%(word)s 应为 %(least)s 至 %(most)s 的整数",
    "a %(subject)s has no kind for '%(id)s'": "%(subject)s 没有种类，不能用于“%(id)s”",
    # examples
    "no example where the rule holds": "缺少规则成立的例子",
    "no example just outside, where the rule does not hold (expect: {})": "缺少规则恰好不成立的例子（expect: {}）",
    "no example expects '%(key)s', which the rule brings about": "规则产生“%(key)s”，但没有例子说明",
    "no example expects level %(level)s": "没有例子说明第 %(level)s 级",
    "no example at the boundary of %(bound)s: none is given %(given)s, just inside":
        "缺少界限 %(bound)s 上的例子：恰在界内的 %(given)s",
    "no example at the boundary of %(bound)s: none is given %(given)s, just outside":
        "缺少界限 %(bound)s 上的例子：恰在界外的 %(given)s",
    "the rule holds, but should not": "规则成立，但按例子不应成立",
    "the rule does not hold, but should": "规则不成立，但按例子应当成立",
    "the engine and the plain reading differ": "规则引擎与逐条核对的结果不同",
    "deadlines should be %(wanted)s, the rule starts %(found)s": "按例子应起算 %(wanted)s，规则起算的是 %(found)s",
    "%(id)s should be a day, not %(value)s": "%(id)s 应为日期，而不是 %(value)s",
    "%(id)s cannot be computed: %(why)s": "%(id)s 不能推算：%(why)s",
    "%(id)s at %(told)s is not within %(most)s working days of %(start)s":
        "%(id)s：%(told)s 不在 %(start)s 起 %(most)s 个工作日内",
    "%(id)s should be %(told)s, but is %(safe)s": "%(id)s：例子写的是 %(told)s，推算为 %(safe)s",
    "%(key)s should be %(wanted)s, the rule says %(found)s": "%(key)s：例子写的是 %(wanted)s，规则得出 %(found)s",
    # wage talks
    "a promise needs 'proof'": "承诺须写明“proof”（如何证明）",
    "a promise not to dismiss needs 'watched' and the fields from, until":
        "不裁员的承诺须写明“watched”和字段 from、until",
    "a clause needs at least one field": "条款至少要有一个字段",
    "'%(unit)s' is no figure: no floor, cost, least or most": "“%(unit)s”不是数，不能写 floor、cost、least、most",
    "most %(most)s lies below least %(least)s": "most %(most)s 小于 least %(least)s",
    "a clause needs model text": "条款须有示范文字",
    "the field '%(name)s' stands in no sentence": "字段“%(name)s”没有用在任何一句中",
    "no field '%(name)s'": "没有字段“%(name)s”",
    "a brace that is no field": "有不属于字段的花括号",
    "required: no place '%(place)s' in talks/": "required：talks/ 中没有地区“%(place)s”",
    "%(name)s: no '%(word)s'": "%(name)s：没有“%(word)s”",
    "stands beside itself": "不能与自身并行",
    "no place '%(place)s'": "没有地区“%(place)s”",
    "working days are not counted backwards": "工作日不能向前倒数",
    "%(id)s: no example": "%(id)s：缺少例子",
    "%(id)s: from %(start)s %(key)s should be %(told)s, is %(found)s":
        "%(id)s：自 %(start)s 起，%(key)s 例子写的是 %(told)s，推算为 %(found)s",
    "share: '%(text)s' is no fraction such as '2/3'": "share：“%(text)s”不是分数，应如 '2/3'",
    "%(id)s takes nothing but its article": "%(id)s 只写条文，不写数值",
    "%(id)s takes %(words)s": "%(id)s 应写明 %(words)s",
    "%(id)s: after '%(other)s', which doesn't stand before it for every situation":
        "%(id)s：after 所写的“%(other)s”并非在每种情形下都排在它之前",
    "the published version %(digest)s isn't in the database": "数据库中没有已发布的版本 %(digest)s",
}  # fmt: skip
UNKNOWN: Final = "规则文件有错误：%(reason)s"


def in_chinese(reason: str) -> str:
    """Return a reason of the loader in Chinese."""
    return _told(reason) or UNKNOWN % {"reason": reason}


def both(reason: str) -> Named:
    """Return a reason in Chinese that knows its English."""
    return Named(in_chinese(reason), reason)


def _told(reason: str) -> str:
    """Return what a reason says, an empty text for one that stands nowhere here."""
    for kind in (ENDINGS, OPENINGS):
        for found, chinese in _matches(reason, kind):
            rest, allowed = _told(found["rest"]), found.get("allowed", "")
            if rest:
                return chinese % {**found, "rest": rest, "allowed": _told(allowed) or allowed}
    return next((chinese % found for found, chinese in _matches(reason, SENTENCES)), "")


def _matches(reason: str, sentences: Mapping[str, str]) -> Iterator[tuple[dict[str, str], str]]:
    """Yield the parts of each English sentence that a reason is, and its Chinese."""
    for english, chinese in sentences.items():
        hit = _pattern(english).fullmatch(reason)
        if hit:
            yield hit.groupdict(), chinese


@cache
def _pattern(english: str) -> re.Pattern[str]:
    parts = re.split(r"%\((\w+)\)s", english)
    parts[::2] = [re.escape(one.replace("%%", "%")) for one in parts[::2]]
    parts[1::2] = [f"(?P<{one}>.+?)" for one in parts[1::2]]
    return re.compile("".join(parts), re.DOTALL)
