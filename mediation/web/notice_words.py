"""What signals, mails and their faults are called on the pages."""

from __future__ import annotations

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


def signal(kind: str) -> str:
    """Return what a kind of notice is called."""
    return gettext(SIGNALS[kind].name)


def delivery_state(state: str) -> str:
    """Return what the state of a delivery is called."""
    return gettext(STATES[state])


def install(app: Flask) -> None:
    """Give the templates these filters."""
    app.jinja_env.filters.update(signal=signal, delivery_state=delivery_state)
