"""What of a notice may stand in a mail: the case number and a link, and the sentence only if it names nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mediation import config, seals
from mediation.models.notice import Notice
from mediation.office import mailroom_language, notices
from mediation.office.notices_signals import SIGNALS, level_of
from mediation.office.records import Said, Words

COLON = {"zh_Hans": "：", "en": ": "}


@dataclass(frozen=True)
class MailLine:
    """One notice in a mail; `number` is the case's, "" without one."""

    signal: str
    text: str
    number: str
    link: str
    level: int
    immediate: bool


def line(notice: Notice, number: str, locale: str) -> MailLine:
    """Return what a mail says of a notice."""
    signal = mailroom_language.say(Said(SIGNALS[notice.kind].name), locale)
    text = sentence(notice.kind, notice.message, notice.params, number, locale)
    return MailLine(
        signal, text, number, link(notice.target), level_of(notice.params), notice.urgency == "immediate"
    )


def sentence(kind: str, message: str, params: Mapping[str, Any], number: str, locale: str) -> str:
    """Return the sentence of a notice; where a parameter may be a name, the signal with the titles of its rules."""
    whole = notices.worded(message, params)
    if mailroom_language.known(message) and all(_harmless(value, number) for value in params.values()):
        return mailroom_language.say(whole, locale)
    titles = [mailroom_language.shown(one, locale) for one in whole.params.values() if isinstance(one, Words)]
    return COLON[locale].join(map(str, [mailroom_language.say(Said(SIGNALS[kind].name), locale), *titles]))


def link(target: str) -> str:
    """Return the full address of one of our pages, "" for none."""
    return config.settings().base_url.rstrip("/") + target if target else ""


def _harmless(value: Any, number: str) -> bool:
    """Tell whether a parameter names nobody: a count, a day, an instant, a rule's title, the case number."""
    if isinstance(value, str):
        return value == number or not value
    return isinstance(value, dict) or value is None or seals.redact(str(value)) == str(value)
