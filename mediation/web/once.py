"""Every form is taken once: a second press, a reload or the back button leads to what the first press made.

The form carries a random token. It is taken before the view begins and kept where the view redirects, which is what a
view does once it stored something; a view that shows its form again or fails lets the token go.
"""

from __future__ import annotations

import re
import secrets
import time
from typing import Final

from flask import Flask, flash, g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from mediation import config, db
from mediation.domain.refusals import N_, Conflict
from mediation.office import once

FIELD: Final = "once"
TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{16,43}")
WAIT_SECONDS: Final = 8.0
PAUSE_SECONDS: Final = 0.1
LONGEST: Final = 1000
AT_WORK: Final = N_("这张表正在处理，请稍候片刻再刷新页面查看结果，不要重复提交。")


def install(app: Flask) -> None:
    """Take the forms of people who are signed in once; after the gate and the check of forms."""
    app.before_request(_take)
    app.after_request(_keep)
    app.teardown_request(_let_go)
    app.jinja_env.globals.update(once_token=lambda: secrets.token_urlsafe(12))


def _take() -> ResponseReturnValue | None:
    """Take the form that comes in, or lead to what it made before."""
    g.pop("taken", None)
    if request.method != "POST" or g.get("user") is None:
        return None
    token = request.form.get(FIELD, "")
    if not TOKEN.fullmatch(token):
        return None
    give_up = time.monotonic() + WAIT_SECONDS
    while not _took(token):
        with db.reading() as session:
            row = once.found(session, token, user_id=g.user.id)
        if row is not None and row.led_to is not None:
            flash(gettext("这张表已经提交过，没有重复记录。"), "warning")
            return redirect(row.led_to, code=303)
        if time.monotonic() > give_up:
            raise Conflict(AT_WORK)
        time.sleep(PAUSE_SECONDS)
    g.taken = token
    return None


def _took(token: str) -> bool:
    try:
        with db.transaction() as session:
            once.drop_lost(session, token, user_id=g.user.id, now=config.clock.now())
            once.take(session, token, user_id=g.user.id, now=config.clock.now())
    except IntegrityError:
        return False
    return True


def _keep(answer: Response) -> Response:
    """Keep the token of a form that led somewhere; let the others go, so that they can be sent again."""
    token, user = g.get("taken"), g.get("user")
    if token is None or user is None:
        return answer
    led_to = answer.headers.get("Location", "") if answer.status_code in (302, 303) else ""
    with db.transaction() as session:
        if led_to and len(led_to) <= LONGEST:
            once.done(session, token, user_id=user.id, led_to=led_to)
        else:
            once.forget(session, token, user_id=user.id)
    g.pop("taken")
    return answer


def _let_go(fault: BaseException | None = None) -> None:
    """Let a form go whose answer was never made."""
    token, user = g.pop("taken", None), g.get("user")
    if token is not None and user is not None:
        with db.transaction() as session:
            once.forget(session, token, user_id=user.id)
