"""Private notes of one side of wage talks: a page of their own, never beside what the other side is shown."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from mediation import db
from mediation.config import clock
from mediation.office import talks_notes
from mediation.web.language import gettext
from mediation.web.session import allowed
from mediation.web.talks_forms import carry_out
from mediation.web.typed import Typed

bp = Blueprint("talks_rounds_notes", __name__)


@bp.get("/talks/<talks_id>/notes")
@allowed("talks.read")
def show(talks_id: str) -> ResponseReturnValue:
    """Show the notes the reader may see, and a form for another."""
    clause = request.args.get("clause", "")[:60]
    return _page(talks_id, Typed({"note_clause": clause} if clause else {}))


@bp.post("/talks/<talks_id>/notes")
@allowed("talks.edit")
def note(talks_id: str) -> ResponseReturnValue:
    """Keep a note."""
    typed = Typed.read(request.form)

    def act(session: Session) -> None:
        talks_notes.note(session, talks_id, typed.values, by=g.user, now=clock.now())

    back = url_for("talks_rounds_notes.show", talks_id=talks_id)
    return carry_out(act, typed, told=gettext("备注已加密保存。"), back=back, page=partial(_page, talks_id, typed))


@bp.post("/talks/<talks_id>/notes/<note_id>/strike")
@allowed("talks.edit")
def strike(talks_id: str, note_id: str) -> ResponseReturnValue:
    """Delete a note of one's own."""
    with db.transaction() as session:
        where = talks_notes.strike(session, note_id, by=g.user, now=clock.now())
    flash(gettext("备注已删除。"))
    return redirect(url_for("talks_rounds_notes.show", talks_id=where), code=303)


def _page(talks_id: str, typed: Typed, status: int = 200) -> ResponseReturnValue:
    with db.reading() as session:
        page = talks_notes.page(session, talks_id, user=g.user, now=clock.now())
    return render_template("talks/rounds_notes.html", page=page, t=page.frame, form=typed), status
