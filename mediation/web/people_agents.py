"""Who acts for a party: note it with the written authority and its scope, put the authority on file, end it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import N_, NotFound, Problem, Refused
from mediation.models.chain import POWERS
from mediation.office.people import pages, representatives
from mediation.web.failures import is_form_fault
from mediation.web.session import allowed
from mediation.web.typed import Typed
from mediation.web.words import SEALED, SHOW_REASONS

bp = Blueprint("people_agents", __name__)

FLAGS = frozenset(f"power_{name}" for name in POWERS)
LABELS: Mapping[str, str] = {
    "name": N_("姓名"), "capacity": N_("身份"), "office": N_("所在单位或者关系"), "authority": N_("授权"),
    "powers": N_("权限"), "given_on": N_("授权日期"), "until": N_("授权到期日"), "phone": N_("电话"),
    "id_number": N_("身份证号"), "evidence_id": N_("授权委托书（证据）"), "document_id": N_("授权委托书（本案文书）"),
    "ended_why": N_("终止的原因"),
}  # fmt: skip


@bp.get("/parties/<party_id>/representatives")
@allowed("party.edit")
def adding(party_id: str) -> ResponseReturnValue:
    """Show the empty form of a representative."""
    return _adding(party_id, Typed())


@bp.post("/parties/<party_id>/representatives")
@allowed("party.edit")
def add(party_id: str) -> ResponseReturnValue:
    """Note who acts for a party, or show the form again with what is wrong."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            data = typed.tree(FLAGS)
            case_id = representatives.add(session, party_id, data, by=g.user, now=clock.now()).case_id
    except Refused as refused:
        if not is_form_fault(refused):
            raise
        typed.problems = refused.problems
        return _adding(party_id, typed)
    flash(gettext("已登记代理人。"))
    return redirect(url_for("people.of_case", case_id=case_id, _anchor=f"party-{party_id}"), code=303)


@bp.get("/representatives/<representative_id>")
@allowed("party.edit")
def show(representative_id: str) -> ResponseReturnValue:
    """Show somebody who acts for a party, to put the authority on file or end it."""
    return _page(representative_id)


@bp.post("/representatives/<representative_id>/written")
@allowed("party.edit")
def written(representative_id: str) -> ResponseReturnValue:
    """Say which evidence or paper is the written authority."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            case_id = representatives.put_on_file(
                session, representative_id, evidence_id=typed("evidence_id"), document_id=typed("document_id"),
                by=g.user, now=clock.now(),
            ).case_id  # fmt: skip
    except Refused as refused:
        return _again(representative_id, typed, refused)
    flash(gettext("已补交授权委托书。"))
    return redirect(url_for("people.of_case", case_id=case_id), code=303)


@bp.post("/representatives/<representative_id>/end")
@allowed("party.edit")
def end(representative_id: str) -> ResponseReturnValue:
    """Note that an authority is over."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            why = typed("ended_why")
            case_id = representatives.end(session, representative_id, why, by=g.user, now=clock.now()).case_id
    except Refused as refused:
        return _again(representative_id, typed, refused)
    flash(gettext("已终止代理，记录仍然保留。"))
    return redirect(url_for("people.of_case", case_id=case_id), code=303)


@bp.post("/representatives/<representative_id>/unmask")
@allowed("case.unmask")
def unmask(representative_id: str) -> ResponseReturnValue:
    """Show a sealed number once; who looked, at what and why stands in the history."""
    column, reason = request.form.get("column", ""), request.form.get("reason", "")
    if column not in SEALED:
        raise NotFound(N_("没有这个号码"))
    if reason not in SHOW_REASONS:
        raise Refused(Problem(N_("请选择查看的理由"), field="reason"))
    with db.transaction() as session:
        value = representatives.unmask(
            session, representative_id, column, reason=reason, by=g.user, now=clock.now()
        )
    return _page(representative_id, shown={"column": column, "value": value})


def _again(representative_id: str, typed: Typed, refused: Refused) -> ResponseReturnValue:
    if not is_form_fault(refused):
        raise refused
    typed.problems = refused.problems
    return _page(representative_id, typed)


def _adding(party_id: str, typed: Typed) -> ResponseReturnValue:
    now = clock.now()
    with db.reading() as session:
        one = pages.of_party(session, party_id, user=g.user, now=now)
        page = pages.of_case(session, one.header.id, user=g.user, now=now)
    shown = render_template("people/agent_form.html", page=page, line=one.line, form=_labelled(typed))
    return shown, 422 if typed.problems else 200


def _page(
    representative_id: str, typed: Typed | None = None, shown: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    with db.reading() as session:
        page, found = pages.of_agent(session, representative_id, user=g.user, now=clock.now())
    text = render_template(
        "people/agent.html", page=page, agent=found, form=_labelled(typed or Typed()), shown=shown or {}
    )
    return text, 422 if typed else 200


def _labelled(typed: Typed) -> Typed:
    typed.labels = {name: gettext(text) for name, text in LABELS.items()}
    return typed
