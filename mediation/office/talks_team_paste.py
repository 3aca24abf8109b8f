"""A list of representatives pasted from a spreadsheet: what is plain is read, what isn't is a problem of its line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mediation.domain.refusals import N_, Problem

MOST_LINES: Final = 60
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("姓名", "代表姓名", "名字", "name"),
    "title": ("职务", "岗位", "职务岗位", "工作岗位", "post", "job"),
    "woman": ("性别", "sex"),
    "chosen": ("方式", "产生方式", "产生办法", "howchosen", "chosen"),
    "chief": ("首席", "首席代表", "是否首席", "chief"),
    "outsider": ("外聘", "是否外聘", "非本单位", "outsider"),
    "phone": ("电话", "手机", "联系电话", "联系方式", "phone"),
}
WITHOUT_HEADING: Final = ("name", "title", "woman", "chosen")
"""The columns of a list without a heading."""
SEXES: Final = {"男": "", "女": "yes", "m": "", "f": "yes"}
WAYS: Final = {
    "因职务担任": "office", "职务": "office", "因职务": "office", "当然代表": "office", "担任": "office",
    "工会选派": "union", "选派": "union", "民主推举": "elected", "职工推举": "elected", "推举": "elected",
    "民主选举": "elected", "选举": "elected", "企业指派": "employer", "单位指派": "employer", "指派": "employer",
    "委派": "employer", "书面委托": "delegated", "委托": "delegated",
    "office": "office", "union": "union", "elected": "elected", "employer": "employer", "delegated": "delegated",
}  # fmt: skip
MARKS: Final = {
    "": "",
    "否": "",
    "无": "",
    "-": "",
    "是": "yes",
    "√": "yes",
    "首席": "yes",
    "外聘": "yes",
    "1": "yes",
    "yes": "yes",
    "no": "",
}
_READ: Final[Mapping[str, Mapping[str, str]]] = {"woman": SEXES, "chosen": WAYS, "chief": MARKS, "outsider": MARKS}
_POSTS: Final = (("工会主席", "union_head"), ("法定代表人", "legal_representative"))
_NOT_HIMSELF: Final = re.compile("委托|授权|代理|助理|秘书")
"""What in a title says that it isn't the post itself: 法定代表人授权代表."""
_FIELD: Final = "roll"


@dataclass(frozen=True)
class Pasted:
    """The lines of a list as the form of one representative has them, and what couldn't be read.

    `says_chief`: the list has a column for the chief, or calls somebody so; else it says nothing of the chief.
    """

    rows: tuple[dict[str, str], ...]
    problems: tuple[Problem, ...]
    says_chief: bool = False


def read(text: str) -> Pasted:
    """Read a list pasted from a spreadsheet, one representative a line, with or without a line of headings."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return Pasted((), (Problem(N_("请粘贴名单，每行一人"), _FIELD),))
    if len(lines) > MOST_LINES:
        params = {"count": len(lines), "most": MOST_LINES}
        return Pasted((), (Problem(N_("名单共 %(count)d 行，一次最多 %(most)d 行"), _FIELD, params=params),))
    heads = _headings(_cells(lines[0]))
    first = 1 if heads else 0
    columns = heads or dict(enumerate(WITHOUT_HEADING))
    problems: list[Problem] = []
    rows = tuple(_row(_cells(line), columns, nth, problems) for nth, line in enumerate(lines[first:], start=first + 1))
    says_chief = "chief" in columns.values() or any(one["chief"] for one in rows)
    return Pasted(rows, tuple(problems) or _none_left(rows), says_chief)


def _none_left(rows: tuple[dict[str, str], ...]) -> tuple[Problem, ...]:
    return () if rows else (Problem(N_("请粘贴名单，每行一人"), _FIELD),)


def _cells(line: str) -> list[str]:
    """Return the cells of a line: apart by tabs, else by commas, else by white space."""
    plain = unicodedata.normalize("NFKC", line.rstrip("\r\n"))
    if "\t" in plain:
        parts = plain.split("\t")
    elif "," in plain:
        parts = plain.split(",")
    else:
        parts = plain.split()
    return [re.sub(r"\s+", " ", one).strip() for one in parts]


def _headings(cells: list[str]) -> dict[int, str]:
    """Return which column holds what; nothing where the line isn't one of headings."""
    known = {word: name for name, words in HEADINGS.items() for word in words}
    plain = [re.sub(r"[\s/()]", "", one).casefold() for one in cells]
    found = {nth: known[one] for nth, one in enumerate(plain) if one in known}
    return found if "name" in found.values() else {}


def _row(cells: list[str], columns: Mapping[int, str], line: int, problems: list[Problem]) -> dict[str, str]:
    row = {name: cells[nth] for nth, name in columns.items() if nth < len(cells)}
    title = row.get("title", "")
    himself = not _NOT_HIMSELF.search(title)
    row["post"] = next((post for word, post in _POSTS if himself and word in title), "other")
    if "首席代表" in title:
        row["chief"] = "是"
    for name, words in _READ.items():
        text = row.get(name, "").casefold()
        if name == "chosen" and not text and row["post"] != "other":
            text = "因职务担任"
        if text not in words and (text or name == "chosen"):
            problems.append(_unread(name, text, words, line))
        row[name] = words.get(text, "")
    return row


def _unread(name: str, text: str, words: Mapping[str, str], line: int) -> Problem:
    said = {
        "woman": N_("第 %(line)d 行：性别写作“男”或者“女”"),
        "chosen": N_("第 %(line)d 行：产生方式看不懂或者没有填写"),
        "chief": N_("第 %(line)d 行：“首席”一栏写作“是”或者留空"),
        "outsider": N_("第 %(line)d 行：“外聘”一栏写作“是”或者留空"),
    }[name]
    allowed = "、".join(word for word in words if not word.isascii()) if name == "chosen" else ""
    return Problem(said, _FIELD, text[:40], allowed, {"line": line})
