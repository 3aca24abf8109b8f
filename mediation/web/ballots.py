"""Voting by phone: the public page of a one-time code. Nothing on it, in its address or in the logs names anybody."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import NotFound, Refused
from mediation.office import talks_ballots, talks_votes_pages
from mediation.web.failures import is_form_fault
from mediation.web.session import place, public
from mediation.web.typed import Typed

bp = Blueprint("ballots", __name__)
MOST_CODE = 40


@bp.get("/ballot")
@public
def ask() -> ResponseReturnValue:
    """Ask for the code of a slip, for those who can't scan it."""
    return render_template("ballots/ask.html", form=Typed())


@bp.post("/ballot")
@public
def go() -> ResponseReturnValue:
    """Take a typed code to its page."""
    code = "".join(letter for letter in request.form.get("code", "")[:MOST_CODE].upper() if letter.isalnum())
    return redirect(url_for("ballots.show", code=code or "-"), code=303)


@bp.get("/ballot/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """Show the draft and the three choices to whoever has the code."""
    return _page(code)


@bp.post("/ballot/<code>")
@public
def cast(code: str) -> ResponseReturnValue:
    """Put the ballot into the urn."""
    try:
        with db.transaction() as session:
            talks_ballots.cast(session, code, request.form.get("choice", ""), source=place().address, now=clock.now())
    except NotFound:
        _count_wrong()
        raise
    except Refused as refused:
        if not is_form_fault(refused):
            raise
        return _page(code, refused)
    return redirect(url_for("ballots.show", code=code), code=303)


def _page(code: str, refused: Refused | None = None) -> ResponseReturnValue:
    try:
        with db.reading() as session:
            page = talks_votes_pages.ballot(session, code, source=place().address, now=clock.now())
    except NotFound:
        _count_wrong()
        raise
    shown = render_template(
        "ballots/vote.html", page=page, code=code, form=Typed({}, refused.problems if refused else ())
    )
    return shown, 422 if refused else 200


def _count_wrong() -> None:
    with db.transaction() as session:
        talks_ballots.note_wrong_code(session, source=place().address, now=clock.now())
