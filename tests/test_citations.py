"""No article is cited as fact that nobody has read: what isn't in the list of those read says 待核 where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mediation.domain import rulebook

ROOT: Final = Path(__file__).resolve().parents[1]
READ: Final = {
    "劳动争议调解仲裁法": "2 5 6 7 10 12 14 15 16 22 24 27 29 30 32 35 43 47 48 49 50",
    "人民调解法": "3 4 9 15 17 18 20 23 24 25 26 27 28 29 30 31 33",
    "企业劳动争议协商调解规定": "10 11 16 21 22 23 24 26 27 28 29 30 31 32",
    "劳动人事争议仲裁办案规则": "5 6 20 24 27 28 30 45 46 50 62 63 64 65 66 69 70 74 75 76 77 78 79 80",
    "民事诉讼法": "56 85 86 87 187 205 206 225 226 227 249 250",
    "民法典": "152 201 202 203 1259",
    "劳动法": "41 42 44 50 51 58 64 84 94",
    "劳动合同法": "14 19 20 22 23 24 30 38 39 40 41 42 45 46 47 48 50 51 54 55 56 82 83 85 87 97",
    "劳动合同法实施条例": "6 7 20 25 26 27",
    "劳动争议解释（一）": "1 2 13 35 36 37 38 39 42 46 47 51 52",
    "劳动争议解释（二）": "1 2 3 6 7 8 9 10 13 15 18 19 20 21",
    "工会法": "22 23 26 27 28 29 30",
    "社会保险法": "63 83 86",
    "法律援助法": "14 21 22 30 31 32 38 42 43 44 49",
    "保障农民工工资支付条例": "4 7 15 18 19 29 30 36 41 50 52 63",
    "工伤保险条例": "17 20 25 26 28 33 35 36 37 39 55 62 64",
    "劳动保障监察条例": "14 17 20 26",
    "治安管理处罚法": "3 8 9 25 26 30 47 50 51 56 58 59 94",
    "个人信息保护法": "6 13 17 20 23 24 25 28 29 30 31 45 46 47 51 55 57",
    "公证法": "37",
    "未成年人保护法": "11 61",
    "上海市集体合同条例": "6 7 8 10 11 13 14 15 18 21 22 23 25 34 38 39 40",
    "上海市职工代表大会条例": "28 30 31 32",
    "工资集体协商试行办法": "7 8 9 11 15 17 18 21 22 23 24",
}
"""The articles whose text or citation was checked, by law: what the research for the rules has read."""
SHORT: Final = {
    "调解仲裁法": "劳动争议调解仲裁法", "仲裁法": "劳动争议调解仲裁法", "办案规则": "劳动人事争议仲裁办案规则",
    "实施条例": "劳动合同法实施条例", "解释一": "劳动争议解释（一）", "解释二": "劳动争议解释（二）",
    "劳动争议案件适用法律问题的解释（一）": "劳动争议解释（一）", "劳动争议案件适用法律问题的解释（二）": "劳动争议解释（二）",
    "劳动争议司法解释（一）": "劳动争议解释（一）", "人社部令第17号": "企业劳动争议协商调解规定",
}  # fmt: skip
SAID: Final = re.compile("待核|未核实|未经核实|核对")
NAMED: Final = re.compile(
    r"([\u4e00-\u9fff0-9（）]{3,40}?)》?((?:、?第[〇零一二三四五六七八九十百千0-9]+条(?:之一)?(?:第[一二三四五六]款)?)+)"
)
OF_A_LAW: Final = re.compile(r"(?:法|条例|规定|办法|规则|解释|（[一二]）|号）?)$")
DIGITS: Final = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0}
UNITS: Final = {"十": 10, "百": 100, "千": 1000}


def number(text: str) -> str:
    """Return an article's number in figures."""
    if text.isdigit():
        return text
    total = digit = 0
    for character in text:
        if character in UNITS:
            total, digit = total + (digit or 1) * UNITS[character], 0
        else:
            digit = DIGITS[character]
    return str(total + digit)


def law_of(words: str) -> str | None:
    """Return the law that some words before an article end with."""
    known = {**{name: name for name in READ}, **SHORT}
    found = [name for name in known if words.endswith(name)]
    return known[max(found, key=len)] if found else None


def cited() -> Iterator[tuple[str, str, str]]:
    """Yield every citation in the program and its templates: place, words of the law, articles, if nothing marks it."""
    folders = (ROOT / "mediation", ROOT / "templates")
    files = [one for folder in folders for one in folder.rglob("*") if one.suffix in (".py", ".html", ".j2", ".txt")]
    for file in files:
        if "samples" in file.parts or "demo" in file.name:
            continue
        for line in file.read_text("utf-8").splitlines():
            for match in NAMED.finditer(line):
                if not SAID.search(line):
                    yield f"{file.relative_to(ROOT)}: {line.strip()[:90]}", match[1], match[2]


def test_every_article_cited_as_fact_was_read() -> None:
    kept = {f"{one.title['zh']}{one.article}" for one in rulebook.load(ROOT / "rules").laws.values() if one.verified != "U"}
    unread, unknown, found = [], [], list(cited())
    assert len(found) > 40
    for place, words, articles in found:
        law = law_of(words)
        if law is None:
            unknown += [(place, words)] if OF_A_LAW.search(words) else []
            continue
        for article in re.findall(r"第([〇零一二三四五六七八九十百千0-9]+)条", articles):
            if number(article) not in READ[law].split() and not any(law in one and f"第{article}条" in one for one in kept):
                unread.append((place, law, article))

    assert unread == []
    assert unknown == []
