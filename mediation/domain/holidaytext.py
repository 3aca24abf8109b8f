"""Read the text of the State Council's notice into a list, to be shown beside the text, never to be put in force.

「一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。」 The weekdays in brackets and the number
of days are held against the dates; what isn't understood is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Final

from mediation.domain.holidaychecks import weekday_of
from mediation.domain.holidaylist import Holiday, HolidayList, Notice
from mediation.domain.refusals import N_, Problem

MOST_TEXT: Final = 20_000
_FEAST: Final = "(?:元旦|春节|清明节?|(?:国际)?劳动节|五一|端午节?|中秋节?|国庆节?)"
_HEAD: Final = re.compile(rf"({_FEAST}(?:[、和及与]{_FEAST})*)(?:假期)?\s*[:：]")
_DATE: Final = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?")
_TO: Final = re.compile(r"\s*(?:至|到|—+|-+|~|～|－)\s*")
_SPOKEN: Final = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_COUNT: Final = re.compile(r"(?:共|放假)(\d{1,2})[天日]")
_YEAR: Final = re.compile(r"关于(\d{4})年部分节假日安排")
_NUMBER: Final = re.compile(r"国办发(?:明电)?\s*[\[〔【(]\d{4}[\]〕】)]\s*\d{1,4}\s*号")
_SIGNED: Final = re.compile(r"^\s*(\d{4})年(\d{1,2})月(\d{1,2})日\s*$", re.MULTILINE)
_SENTENCE: Final = re.compile(r"[^。;\n]+[。;]?")
_ABOUT_DAYS: Final = re.compile(r"放假|休|上班|补班|\d日")
_SAME: Final = str.maketrans("０１２３４５６７８９（）：；，～－\r\u3000\u00a0", "0123456789():;,~-\n  ")
"""One sign for one sign, so that what was read can be shown as it stands in the text."""
_FULL: Final = {
    "清明": "清明节", "国际劳动节": "劳动节", "五一": "劳动节", "端午": "端午节", "中秋": "中秋节", "国庆": "国庆节",
}  # fmt: skip


@dataclass(frozen=True)
class Read:
    """One holiday as it was read, with the words it was read from."""

    holiday: Holiday
    words: str


@dataclass(frozen=True)
class Reading:
    """What a text said: the holidays with their words, the notice, and what doesn't agree or wasn't understood."""

    year: int
    notice: Notice
    items: tuple[Read, ...]
    problems: tuple[Problem, ...]

    def list(self) -> HolidayList:
        """Return the list, as the form is filled with it."""
        return HolidayList(self.year, self.notice, tuple(one.holiday for one in self.items))


def read_notice(text: str, year: int) -> Reading:
    """Read a notice; `year` counts where the text names none, and one that differs is said."""
    text = text[:MOST_TEXT]
    plain = text.translate(_SAME)
    problems: list[Problem] = []
    named = _YEAR.search(plain)
    if named and int(named[1]) != year:
        message = N_("所贴文字是 %(told)s 年的安排，表单选择的是 %(year)d 年：已按 %(told)s 年读取")
        problems.append(Problem(message, "year", named[1], params={"told": named[1], "year": year}))
    year = int(named[1]) if named else year
    signed = list(_SIGNED.finditer(plain))
    body = plain[: signed[-1].start()] if signed else plain
    heads = list(_HEAD.finditer(body))
    items = []
    for head, after in zip_longest(heads, heads[1:]):
        item = _Item(_name(head[1]), body[head.end() : after.start() if after else None], year)
        item.read()
        problems += item.problems
        if item.holiday is not None:
            items.append(Read(item.holiday, " ".join(text[head.start() : head.end() + item.end].split())))
    if not heads:
        message = N_("没有读出任何假期：请粘贴通知中「元旦：1月1日（周五）至3日（周日）放假」这样的各段")
        problems.append(Problem(message, "text"))
    title = f"国务院办公厅关于{year}年部分节假日安排的通知" if named else ""
    number = _NUMBER.search(plain)
    on = _real(*(int(part) for part in signed[-1].groups())) if signed else None
    written_number = re.sub(r"[\[〔【(](\d{4})[\]〕】)]", r"〔\1〕", re.sub(r"\s", "", number[0])) if number else ""
    return Reading(year, Notice(title, written_number, on), tuple(items), tuple(problems))


def _name(told: str) -> str:
    return "、".join(_FULL.get(one, one) for one in re.split(r"[、和及与]", told))


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class _Item:
    """Reads one holiday's sentences."""

    def __init__(self, name: str, body: str, year: int) -> None:
        self.name, self.body, self.year = name, body, year
        self.month = 0
        self.holiday: Holiday | None = None
        self.problems: list[Problem] = []
        self.end = 0

    def read(self) -> None:
        """Read sentence after sentence, up to the first that is about something else."""
        spans: list[tuple[date, date, str]] = []
        work: list[date] = []
        for sentence in _SENTENCE.finditer(self.body):
            if not _ABOUT_DAYS.search(sentence[0]):
                if spans and sentence[0].strip():
                    break
                continue
            self.end = sentence.end()
            for part, what in _parts(sentence[0]):
                days = list(self._days(part))
                if not days:
                    continue
                if what == "work":
                    work += [day for span in days for day in span]
                elif what == "off":
                    spans += [(span[0], span[-1], part) for span in days]
                else:
                    self._say(N_("这句话没有读懂，请人工核对：%(words)s"), words=part.strip()[:80])
        if spans:
            first, last = min(one[0] for one in spans), max(one[1] for one in spans)
            self.holiday = Holiday(self.name, first, last, tuple(dict.fromkeys(work)))
            self._counted(spans)
        else:
            self._say(N_("没有读出%(name)s的放假日期"), name=self.name)

    def _counted(self, spans: list[tuple[date, date, str]]) -> None:
        """Hold the number of days against the dates, and say where several spans leave days between them."""
        named = {day for first, last, _ in spans for day in Holiday("", first, last).days()}
        if self.holiday is not None and set(self.holiday.days()) != named:
            self._say(N_("%(name)s读出几段不相连的日期，请分行填写"), name=self.name)
        told = _COUNT.search(self.body)
        if told and int(told[1]) != len(named):
            message = N_("%(name)s：通知写共 %(told)s 天，读出的日期为 %(count)d 天")
            self._say(message, name=self.name, told=told[1], count=len(named))

    def _days(self, words: str) -> Iterator[tuple[date, ...]]:
        """Yield the days of some words, from and to as a pair."""
        at, open_end = 0, False
        pair: tuple[date, ...] = ()
        for found in _DATE.finditer(words):
            joined = bool(pair) and open_end and bool(_TO.fullmatch(words[at : found.start()]))
            day = self._day(found, pair[0] if joined else None)
            at, open_end = found.end(), True
            if day is None:
                continue
            if joined:
                yield (pair[0], day)
                pair = ()
                continue
            if pair:
                yield pair
            pair = (day,)
        if pair:
            yield pair

    def _day(self, found: re.Match[str], begun: date | None) -> date | None:
        """Return one day: month and year that aren't written are those before it; hold its weekday against it."""
        year, month, day, note = found.groups()
        self.month = int(month) if month else (begun.month if begun else self.month)
        on = _real(int(year) if year else self.year, self.month or 1, int(day))
        if on is None or not self.month:
            self._say(N_("没有这一天：%(words)s"), words=found[0])
            return None
        if begun is not None and on < begun and year is None:
            on = on.replace(year=on.year + 1)
        spoken = _SPOKEN.search(note or "")
        if spoken and spoken[1].replace("天", "日") != weekday_of(on):
            message = N_("通知写 %(words)s，而 %(on)s 是周%(weekday)s：请核对年份和日期")
            self._say(message, words=found[0], on=on.isoformat(), weekday=weekday_of(on))
        return on

    def _say(self, message: str, **params: object) -> None:
        self.problems.append(Problem(message, "text", params=params))


def _parts(sentence: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a sentence with what they are about: days off, days worked, or neither."""
    at = 0
    for found in re.finditer(r"放假|休息|上班|补班", sentence):
        yield sentence[at : found.start()], "work" if found[0] in ("上班", "补班") else "off"
        at = found.end()
    if at < len(sentence):
        yield sentence[at:], ""
