"""Service of the papers of a case on its parties: what is still to be handed over, proof of what was."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import db
from mediation.config import clock
from mediation.office.consents import pages, services
from mediation.web import consents_form
from mediation.web.consents_form import carry_out
from mediation.web.session import allowed
from mediation.web.typed import Typed

bp = Blueprint("consents_services", __name__)


@bp.get("/cases/<case_id>/consents/services")
@allowed("consent.note")
def of_case(case_id: str) -> ResponseReturnValue:
    """Show what was served on whom and what is still to be."""
    return _page(case_id, Typed())


@bp.post("/parties/<party_id>/services")
@allowed("consent.note")
def note(party_id: str) -> ResponseReturnValue:
    """Note that a paper was handed to a party, or that it refused to take it."""
    typed, now, prefix = Typed.read(request.form), clock.now(), f"v-{party_id}"
    with db.reading() as session:
        case_id = pages.case_of(session, party_id, user=g.user)

    def act(session: Session) -> None:
        given = consents_form.handed(typed, prefix, clock.today())
        services.note(session, party_id, given, by=g.user, now=now)

    back = url_for("consents_services.of_case", case_id=case_id, _anchor=f"party-{party_id}")
    told = gettext("送达已登记；需要送达回证的，请在下面出具。")
    return carry_out(act, typed, prefix=prefix, told=told, back=back, page=partial(_page, case_id))


def _page(case_id: str, typed: Typed) -> str:
    with db.reading() as session:
        page = pages.services_of(session, case_id, user=g.user, now=clock.now())
    return render_template("consents/services.html", page=page, form=typed, today=clock.today())
