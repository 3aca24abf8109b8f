"""What signals, mails and their faults are called on the pages."""

from __future__ import annotations

import re

from flask import Flask
from flask_babel import gettext

from mediation.domain.refusals import N_
from mediation.office.notices_signals import SIGNALS

STATES = {
    "queued": N_("待发送"),
    "sending": N_("发送中"),
    "sent": N_("已发送"),
    "failed": N_("发送失败"),
    "cancelled": N_("已取消"),
}
CHANNELS = {"mail": N_("邮件"), "webhook": N_("消息接口")}
LETTERS = {
    "notice": N_("单独通知"),
    "digest": N_("汇总邮件"),
    "confirm": N_("邮箱验证码"),
    "test": N_("测试"),
    "call": N_("升级提醒"),
    "inquiry": N_("调解意愿征询"),
}
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)


def signal(kind: str) -> str:
    """Return what a kind of notice is called."""
    return gettext(SIGNALS[kind].name)


def delivery_state(state: str) -> str:
    """Return what the state of a delivery is called."""
    return gettext(STATES[state])


def channel(name: str) -> str:
    """Return what a way out is called."""
    return gettext(CHANNELS[name])


def letter(template: str) -> str:
    """Return what a delivery holds; mails of other subjects are called by their template."""
    return gettext(LETTERS[template]) if template in LETTERS else template


def is_time(text: str) -> bool:
    """Tell whether a time field can show `text`; other text is shown as it was typed."""
    return not text or _TIME.fullmatch(text) is not None


def install(app: Flask) -> None:
    """Give the templates these filters."""
    app.jinja_env.filters.update(
        signal=signal, delivery_state=delivery_state, channel=channel, letter=letter, is_time=is_time
    )
