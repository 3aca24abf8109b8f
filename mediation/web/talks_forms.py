"""What the forms of wage talks share."""

from __future__ import annotations

from flask import request

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
