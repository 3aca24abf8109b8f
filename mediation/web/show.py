"""How values look on the pages: days with their weekday, instants in station time, money, yes and no."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from mediation.domain import faultwords, money
from mediation.domain.refusals import N_, Named, Problem
from mediation.office.board import MOST_COUNTED
from mediation.office.records import FactRecord, Said, Words
from mediation.web.language import gettext, speaks_english
from mediation.web.words import TABLES, word

ZONE = ZoneInfo("Asia/Shanghai")
MORE = re.compile("等(?= 诉 |$)")
_WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))


def day(on: date | None) -> str:
    """Return a day with its weekday, `2026-11-16 周一`, of an instant the station's; an empty string for none."""
    if on is None:
        return ""
    if isinstance(on, datetime):
        on = on.astimezone(ZONE).date()
    return f"{on.isoformat()} {gettext(_WEEKDAYS[on.weekday()])}"


def instant(at: datetime | None) -> str:
    """Return an instant in station time to the minute, with the weekday."""
    if at is None:
        return ""
    local = at.astimezone(ZONE)
    return f"{day(local.date())} {local:%H:%M}"


def clock(at: datetime | None) -> str:
    """Return an instant without weekday, for narrow columns: `11-16 09:20`."""
    return f"{at.astimezone(ZONE):%m-%d %H:%M}" if at else ""


def local_time(at: datetime | None) -> str:
    """Return the wall-clock time of an instant at the station, `13:30`; an empty string for none."""
    return f"{at.astimezone(ZONE):%H:%M}" if at else ""


def weekday(number: int) -> str:
    """Return what the ISO weekday `number` is called."""
    return gettext(_WEEKDAYS[number - 1])


def amount(fen: int | None) -> str:
    """Return an amount of whole fen as `8,000.00`; an empty string for none."""
    return "" if fen is None else money.figures(fen)


def yes_no(value: bool | None) -> str:
    """Return 是, 否 or 未知 in the reader's language."""
    return gettext("未知") if value is None else gettext("是") if value else gettext("否")


def fact(value: Any, unit: str = "") -> str:
    """Return the value of a fact as a person reads it; `unit` as in `FactRecord`."""
    if value is None:
        return gettext("未知")
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return day(value)
    if unit == "fen" and isinstance(value, int):
        return gettext("%(amount)s 元", amount=money.figures(value))
    if unit == "days":
        return gettext("%(days)s 天", days=value)
    if unit in TABLES:
        return word(str(value), unit)
    return str(value)


def words(text: Words | Mapping[str, str] | str) -> str:
    """Return a text of the rule files in the reader's language, in Chinese where the other is missing."""
    if isinstance(text, str):
        return text
    zh, en = (text.zh, text.en) if isinstance(text, Words) else (text["zh"], text.get("en", ""))
    return en if en and language() == "en" else zh


def say(said: Said | Problem | str | None) -> str:
    """Return a sentence of the catalogue with its parameters put in, days and instants as the pages write them."""
    if not said:
        return ""
    if isinstance(said, str):
        return gettext(said)
    shown = {name: _parameter(value) for name, value in said.params.items()}
    return gettext(said.message, **shown) if shown else gettext(said.message).replace("%%", "%")


def wanted(said: Said | str) -> str:
    """Return what a condition asks for; plain equality is shown by its value alone."""
    if isinstance(said, Said) and said.message.startswith("是 %(value)s"):
        return str(_parameter(said.params["value"]))
    return say(said)


def language() -> str:
    """Return `zh` or `en`: the language this page is shown in."""
    return "en" if speaks_english() else "zh"


def parties(line: str) -> str:
    """Return the parties of a case, `worker 诉 firm`, with the word between them in the reader's language."""
    if language() == "en":
        line = MORE.sub(" and others", line)
    return line.replace(" 诉 ", gettext(" 诉 "), 1)


def time_tag(value: date | datetime | None) -> Markup:
    """Return a `<time>` element that says the day or instant to people and to machines."""
    if value is None:
        return Markup("")
    text = instant(value) if isinstance(value, datetime) else day(value)
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), text)


def who(desk: str) -> str:
    """Return who must act: a desk, the one that leads, or the mediator where nobody is named."""
    return gettext("主办窗口") if desk == "lead" else word(desk, "desk") if desk else gettext("调解员")


def _parameter(value: object) -> object:
    if isinstance(value, Words):
        return words(value)
    if isinstance(value, Named):
        return words(Words(str(value), value.en))
    if isinstance(value, FactRecord):
        return fact(value.value, value.unit)
    if isinstance(value, tuple):
        return gettext("、").join(str(_parameter(one)) for one in value)
    if isinstance(value, Said):
        return say(value)
    if isinstance(value, datetime | date):
        return fact(value)
    return value


def loader_fault(reason: str) -> str:
    """Return what is wrong with a rule file, which the loader tells in English, in the reader's language."""
    return str(_parameter(faultwords.both(reason)))


def counted(number: int) -> str:
    """Return a count; one that was stopped at a thousand as `999+`."""
    return "999+" if number == MOST_COUNTED else str(number)


def install(app: Flask) -> None:
    """Give the templates these filters and globals."""
    app.jinja_env.filters.update(
        day=day, instant=instant, clock=clock, local_time=local_time, weekday=weekday, amount=amount, yes_no=yes_no,
        fact=fact, words=words, say=say,
        word=word, time_tag=time_tag, counted=counted, capitals=money.capitals, who=who, wanted=wanted,
        parties=parties, loader_fault=loader_fault,
    )  # fmt: skip
    app.jinja_env.globals.update(language=language, tables=TABLES)


def ask_each_time(app: Flask) -> None:
    """Have our filters asked whenever a page is made; `'open'|word('state')` kept the language of the first.

    Jinja works out what is made of constants once, when it reads the template, unless the filter wants the context.
    """
    filters = app.jinja_env.filters
    filters.update({name: _asked(one) for name, one in filters.items() if str(one.__module__).startswith("mediation.")})


def _asked(function: Callable[..., Any]) -> Callable[..., Any]:
    @pass_context
    @wraps(function)
    def asked(_: Context, *given: Any, **named: Any) -> Any:
        return function(*given, **named)

    return asked
