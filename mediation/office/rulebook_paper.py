"""The rule book as it is printed for whoever checks it with a pencil: every rule and all it leans on, in Chinese."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from mediation.domain.plainwords import MARKS, UNKNOWN, mark_words, period_words
from mediation.domain.plainwords_book import KIND_WORDS, UNREAD, BookWords, book_words, law_name
from mediation.domain.plainwords_entry import KINDS, Entry, Part
from mediation.domain.plainwords_rule import RuleWords
from mediation.domain.rulebook import RuleBook
from mediation.domain.worktime import ZONE

LABEL: Final = "本手册由规则文件逐条生成，所载期限、分流和金额的规则用于测算和提示，以仲裁机构、人民法院认定为准。"
OVER: Final = "每条规则右侧留有核对栏：核对无误的勾“无误”，与条文不符的勾“有误”并写明意见。"
ORDER: Final = "规则按审查步骤的先后排列；前一步得出的标记和推定，后一步才能使用。"
VERSIONS: Final = "同一规则有几个版本的，由新到旧排列；案件适用收到申请之日施行的版本。"
MARKED: Final = f"核实标记：{'；'.join(zh for zh, _ in MARKS.values())}。"
SOURCES: Final = (
    "来源代号：LRB 为公开法规库 LawRefBook（2025-04-19 版）；"
    "CLDB 为按国家法律法规数据库整理的公开文本（2026-09-30 同步）；"
    "LL 为按国家规章库等整理的公开文本（2026-09-20 至 23 日取得）；CNL 为公开的司法解释和统计数据整理本。"
    "均应以官方公布的文本为准。"
)


def record(book: RuleBook, *, version: str, organisation: str, made_at: datetime) -> dict[str, Any]:
    """Return the record of the printed book; `version` says which published version it is."""
    words = book_words(book, "zh")
    local = made_at.astimezone(ZONE)
    return {
        "organisation": organisation,
        "digest": book.digest,
        "version": version,
        "printed_on": local.date(),
        "printed_at": f"{local:%Y-%m-%d %H:%M}",
        "printed_by": "系统生成",
        "counts": _counts(words),
        "reading": [LABEL, OVER, ORDER, VERSIONS, UNKNOWN[0], MARKED, SOURCES],
        "sections": _sections(words),
        "chapters": [
            {"kind": kind, "title": KIND_WORDS[kind][0], "entries": [_entry(one, words) for one in words.entries[kind]]}
            for kind in KINDS
            if words.entries[kind]
        ],
    }


def _counts(words: BookWords) -> list[tuple[str, str]]:
    rules = len({one.rule.id for one in words.rules})
    counted = [("规则", f"{rules} 条（{len(words.rules)} 个版本）")]
    return counted + [(KIND_WORDS[kind][0], f"{len(words.entries[kind])} 项") for kind in KINDS]


def _sections(words: BookWords) -> list[dict[str, Any]]:
    found = []
    for stratum in words.entries["stratum"]:
        idents = dict.fromkeys(one.rule.id for one in words.rules if one.rule.stratum == stratum.key)
        rules = [_rule(words.versions(ident), words) for ident in idents]
        if rules:
            found.append({"title": stratum.title, "rules": rules})
    return found


def _rule(versions: tuple[RuleWords, ...], words: BookWords) -> dict[str, Any]:
    newest = versions[0]
    return {"id": newest.rule.id, "title": newest.title, "versions": [_version(one, words) for one in versions]}


def _version(one: RuleWords, words: BookWords) -> dict[str, Any]:
    facts = [
        ("施行", one.in_force), ("适用地区", one.place), ("审查对象", one.about), ("核实", one.mark),
        ("最近核对", one.rule.checked.isoformat()), ("规则文件", one.rule.file),
    ]  # fmt: skip
    if one.gives_way:
        facts.append(("让位于本规则的", "、".join(one.gives_way)))
    if one.put_out_by:
        facts.append(("下列规则成立时让位", "、".join(one.put_out_by)))
    return {
        "facts": facts,
        "when": [{"depth": line.depth, "text": line.text} for line in one.when],
        "then": list(one.then),
        "notes": [note for note in one.notes if note != UNKNOWN[0]],
        "articles": [_article(key, words) for key in one.rule.law],
        "examples": [{"given": each.given, "expected": each.expected} for each in one.examples],
    }


def _article(key: str, words: BookWords) -> dict[str, Any]:
    law = words.book.laws[key]
    about = f"{period_words(law.in_force, 'zh')}；{mark_words(law.verified, 'zh')}"
    return {"key": key, "name": law_name(law, "zh"), "text": law.text or UNREAD[0], "about": about}


def _entry(entry: Entry, words: BookWords) -> dict[str, Any]:
    facts = list(entry.facts)
    if entry.laws:
        facts.append(("依据", _cited(entry.laws, words)))
    if entry.kind == "law":
        rules, others = words.citing(entry.key)
        citing = [*dict.fromkeys(one.rule.id for one in rules), *(one.title for one in others)]
        facts.append(("引用", "、".join(citing) or "规则未引用，供计算和文书使用"))
    return {
        "kind": entry.kind,
        "key": entry.key,
        "title": entry.title,
        "facts": facts,
        "heads": list(entry.table.heads) if entry.table else [],
        "rows": [list(row) for row in entry.table.rows] if entry.table else [],
        "parts": [
            {"title": title, "parts": [_part(part, words) for part in parts]} for title, parts in entry.parts if parts
        ],
    }


def _part(part: Part, words: BookWords) -> dict[str, Any]:
    lines = [*part.lines, f"依据：{_cited(part.laws, words)}", part.mark]
    return {"key": part.key, "title": part.title, "lines": lines}


def _cited(keys: tuple[str, ...], words: BookWords) -> str:
    return "、".join(law_name(words.book.laws[key], "zh") for key in keys)
