"""What the forms of wage talks share."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from mediation import db
from mediation.domain.refusals import Refused
from mediation.office.talks import Stale
from mediation.web.failures import is_form_fault
from mediation.web.typed import Typed


def version() -> int | None:
    """Return the version of the talks that the form was made from; None where it carries none."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def again(refused: Refused, typed: Typed) -> int:
    """Put a refusal into the form that it is about and return the status of the page that shows the form again.

    Raises the refusal where it isn't about the form. A stale form is shown over what is stored now, nothing is lost.
    """
    if not is_form_fault(refused) and not isinstance(refused, Stale):
        raise refused
    typed.problems = refused.problems
    return refused.status


def carry_out(
    act: Callable[[Session], object], typed: Typed, *, told: str, back: str, page: Callable[[int], ResponseReturnValue]
) -> ResponseReturnValue:
    """Do an act in one transaction, say `told`, go `back`; a refusal of what was typed shows `page` by its status."""
    try:
        with db.transaction() as session:
            act(session)
    except Refused as refused:
        return page(again(refused, typed))
    flash(told)
    return redirect(back, code=303)
