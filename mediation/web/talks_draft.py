"""The draft of a collective contract: its text as it stands, what is missing, the chiefs' signatures."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from mediation import db
from mediation.config import clock
from mediation.office import talks_draft
from mediation.web.language import gettext
from mediation.web.session import allowed
from mediation.web.talks_forms import carry_out, version
from mediation.web.typed import Typed

bp = Blueprint("talks_rounds_draft", __name__)


@bp.get("/talks/<talks_id>/draft")
@allowed("talks.read")
def show(talks_id: str) -> ResponseReturnValue:
    """Show the draft as it stands."""
    return _page(talks_id, Typed())


@bp.post("/talks/<talks_id>/draft/sign")
@allowed("talks.edit")
def sign(talks_id: str) -> ResponseReturnValue:
    """Note that both chiefs signed the draft."""
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        talks_draft.sign(session, talks_id, typed.values, by=g.user, now=clock.now(), version=version())

    return _done(talks_id, typed, act, gettext("已记录草案签字，可以安排表决。"))


@bp.post("/talks/<talks_id>/draft/withdraw")
@allowed("talks.edit")
def withdraw(talks_id: str) -> ResponseReturnValue:
    """Take the signatures back so that the talks may go on."""
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        talks_draft.withdraw(session, talks_id, typed.values, by=g.user, now=clock.now(), version=version())

    return _done(talks_id, typed, act, gettext("已撤销草案签字，可以继续协商。"))


def _done(talks_id: str, typed: Typed, act: Callable[[Session], None], told: str) -> ResponseReturnValue:
    back = url_for("talks_rounds_draft.show", talks_id=talks_id)
    return carry_out(act, typed, told=told, back=back, page=partial(_page, talks_id, typed))


def _page(talks_id: str, typed: Typed, status: int = 200) -> ResponseReturnValue:
    with db.reading() as session:
        page = talks_draft.page(session, talks_id, user=g.user, now=clock.now())
    today = clock.today().isoformat()
    return render_template("talks/rounds_draft.html", page=page, t=page.frame, form=typed, today=today), status
