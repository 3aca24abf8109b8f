"""Consent and invitation of the parties of a case; what must follow a refusal."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Final

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import db, press
from mediation.config import clock
from mediation.domain.refusals import N_, NotFound, Refused
from mediation.models.consent import Invitation
from mediation.office import papers
from mediation.office.consents import answers, invitations, pages
from mediation.office.papers import Paper
from mediation.web import consents_form
from mediation.web.consents_form import carry_out
from mediation.web.consents_words import ABOUT as ABOUT_WORDS
from mediation.web.failures import is_form_fault
from mediation.web.fields import options
from mediation.web.session import allowed
from mediation.web.typed import Typed

bp = Blueprint("consents", __name__)

FROM_HERE: Final = ("rights_notice", "termination_notice", "service_receipt")
"""Papers that are issued on these pages by one press."""


@bp.get("/cases/<case_id>/consents")
@allowed("consent.note")
def of_case(case_id: str) -> ResponseReturnValue:
    """Show what each party said and how it was invited."""
    return _page(case_id, Typed())


@bp.post("/parties/<party_id>/consents")
@allowed("consent.note")
def note(party_id: str) -> ResponseReturnValue:
    """Note what a party agreed to or refused; one of two buttons says which."""
    typed, now = Typed.read(request.form), clock.now()
    agreed, other = request.form.get("agreed", ""), request.form.get("about", "") == "other"
    prefix = f"{'o' if other else 'c'}-{party_id}"
    with db.reading() as session:
        case_id = pages.case_of(session, party_id, user=g.user)

    def act(session: Session) -> None:
        given = consents_form.answer(typed, prefix, "" if other else "mediation", agreed, now)
        answers.note(session, party_id, given, by=g.user, now=now)

    back = url_for("consents.of_case", case_id=case_id, _anchor=f"party-{party_id}" if other else "clocks")
    told = gettext("已登记该方的答复。") if other else gettext("已登记该方对调解的答复，期限已按规则重新计算。")
    return carry_out(act, typed, prefix=prefix, told=told, back=back, page=partial(_page, case_id))


@bp.post("/parties/<party_id>/invitations")
@allowed("consent.note")
def invite(party_id: str) -> ResponseReturnValue:
    """Invite a party."""
    typed, now, prefix = Typed.read(request.form), clock.now(), f"i-{party_id}"
    with db.reading() as session:
        case_id = pages.case_of(session, party_id, user=g.user)

    def act(session: Session) -> None:
        invitations.invite(session, party_id, consents_form.invite(typed, prefix), by=g.user, now=now)

    back = url_for("consents.of_case", case_id=case_id, _anchor=f"party-{party_id}")
    told = gettext("邀请已制作；打电话、发短信或者打印送出之后，请登记结果。")
    return carry_out(act, typed, prefix=prefix, told=told, back=back, page=partial(_page, case_id))


@bp.get("/invitations/<invitation_id>")
@allowed("consent.note")
def letter(invitation_id: str) -> ResponseReturnValue:
    """Show an invitation in words, to print, to read out or to copy."""
    with db.reading() as session:
        row, words = invitations.letter(session, invitation_id, user=g.user)
        page = pages.of_case(session, row.case_id, user=g.user, now=clock.now())
    return render_template("consents/letter.html", header=page.header, invitation=row, letter=words)


@bp.post("/invitations/<invitation_id>")
@allowed("consent.note")
def move(invitation_id: str) -> ResponseReturnValue:
    """Note what became of an invitation."""
    typed, now, prefix = Typed.read(request.form), clock.now(), f"n-{invitation_id}"
    with db.reading() as session:
        row, _ = invitations.letter(session, invitation_id, user=g.user)

    def act(session: Session) -> Invitation:
        return invitations.move(
            session, invitation_id, request.form.get("do", ""), receiver=typed(f"{prefix}.receiver"),
            note=typed(f"{prefix}.invitation_note"), by=g.user, now=now,
        )  # fmt: skip

    back = url_for("consents.of_case", case_id=row.case_id, _anchor=f"party-{row.party_id}")
    told = gettext("邀请的结果已登记。")
    return carry_out(act, typed, prefix=prefix, told=told, back=back, page=partial(_page, row.case_id))


@bp.post("/cases/<case_id>/consents/paper")
@allowed("consent.note")
def issue(case_id: str) -> ResponseReturnValue:
    """Issue a paper that is then served: rights of one party, the end of mediation, the proof of a service."""
    kind, about, now = request.form.get("kind", ""), request.form.get("about", "")[:64], clock.now()
    if kind not in FROM_HERE:
        raise NotFound(N_("找不到该内容。"))
    try:
        with db.transaction() as session:
            prepared = papers.prepare(session, case_id, Paper(kind, about), by=g.user, now=now)
        printed = press.print_document(kind, prepared.record, created=now)
        with db.transaction() as session:
            number = papers.store(session, prepared, printed, by=g.user, now=now).number
    except Refused as refused:
        if not is_form_fault(refused):
            raise
        return _page(case_id, Typed({}, refused.problems), lacking=kind), 422
    flash(gettext("已出具，编号 %(number)s；请送达并登记。", number=number))
    return redirect(url_for("consents_services.of_case", case_id=case_id), code=303)


def _page(case_id: str, typed: Typed, lacking: str = "") -> str:
    now = clock.now()
    with db.reading() as session:
        page = pages.of_case(session, case_id, user=g.user, now=now)
    return render_template(
        "consents/case.html", page=page, form=typed, now=now, today=clock.today(), lacking=lacking,
        until=(clock.today() + timedelta(days=invitations.USUAL_DAYS)).isoformat(),
        about_options=[pair for pair in options(ABOUT_WORDS) if pair[0] != "mediation"],
        sittings=[(one.id, gettext("第 %(nth)s 次调解会", nth=one.nth)) for one in page.sittings if one.starts_at],
    )  # fmt: skip
