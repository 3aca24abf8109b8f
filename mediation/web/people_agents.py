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
from mediation.office.people import correcting, pages, representatives
from mediation.office.people.correcting import PAPERS
from mediation.office.people.keeping import Outdated
from mediation.office.people.lines import AgentLine
from mediation.office.people.pages import PeoplePage
from mediation.web.editing import differences
from mediation.web.failures import keep_faults
from mediation.web.people import proof_option
from mediation.web.people_words import AGENT_FIELDS, AUTHORITIES, CAPACITIES
from mediation.web.people_words import POWERS as POWER_WORDS
from mediation.web.session import allowed
from mediation.web.typed import Typed
from mediation.web.words import SEALED, SHOW_REASONS

bp = Blueprint("people_agents", __name__)

FLAGS = frozenset(f"power_{name}" for name in POWERS)
LABELS: Mapping[str, str] = {
    **AGENT_FIELDS,
    "ended_why": N_("终止的原因"), **{f"power_{name}": text for name, text in POWER_WORDS.items()},
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
        keep_faults(refused, typed)
        return _adding(party_id, typed)
    flash(gettext("已登记代理人。"))
    return redirect(url_for("people.of_case", case_id=case_id, _anchor=f"party-{party_id}"), code=303)


@bp.get("/representatives/<representative_id>")
@allowed("party.edit")
def show(representative_id: str) -> ResponseReturnValue:
    """Show somebody who acts for a party, to put the authority on file or end it."""
    return _page(representative_id)


@bp.get("/representatives/<representative_id>/edit")
@allowed("party.edit")
def correcting_one(representative_id: str) -> ResponseReturnValue:
    """Show the form that corrects an entry, as it stands, with what it said before."""
    return _correcting(representative_id)


@bp.post("/representatives/<representative_id>/edit")
@allowed("party.edit")
def correct(representative_id: str) -> ResponseReturnValue:
    """Correct an entry, or show the form again with what is wrong; what it said before stays on file."""
    typed = Typed.read(request.form)
    seen = typed.values.pop("seen", "")
    try:
        with db.transaction() as session:
            data = typed.tree(FLAGS)
            row = correcting.correct(session, representative_id, data, by=g.user, now=clock.now(), seen=seen)
            case_id, party_id = row.case_id, row.party_id
    except Refused as refused:
        keep_faults(refused, typed)
        typed.values["seen"] = seen
        return _correcting(representative_id, typed, outdated=isinstance(refused, Outdated))
    flash(gettext("已更正代理人，原来的登记仍然保留。"))
    return redirect(url_for("people.of_case", case_id=case_id, _anchor=f"party-{party_id}"), code=303)


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
    keep_faults(refused, typed)
    return _page(representative_id, typed)


def _adding(party_id: str, typed: Typed) -> ResponseReturnValue:
    now = clock.now()
    with db.reading() as session:
        one = pages.of_party(session, party_id, user=g.user, now=now)
        page = pages.of_case(session, one.header.id, user=g.user, now=now)
    shown = render_template("people/agent_form.html", page=page, line=one.line, form=_labelled(typed))
    return shown, 422 if typed.problems else 200


def _correcting(
    representative_id: str, typed: Typed | None = None, *, outdated: bool = False
) -> ResponseReturnValue:
    with db.reading() as session:
        found = pages.correctable(session, representative_id, user=g.user, now=clock.now())
    stored = _stored(found.agent)
    form = typed or stored
    if typed is None or outdated:
        form.values["seen"] = found.seen
    both = differences(_labelled(form), _labelled(stored), _names(found.page)) if outdated else ()
    shown = render_template(
        "people/agent_form.html", page=found.page, line=found.line, form=_labelled(form), agent=found.agent,
        former=found.former, differences=both, back=url_for("people_agents.correcting_one",
        representative_id=representative_id),
    )  # fmt: skip
    return shown, 422 if form.problems else 200


def _stored(agent: AgentLine) -> Typed:
    """Return the form of an entry as it stands; its numbers stay sealed."""
    values = {name: getattr(agent, name) for name in ("name", "capacity", "office", "authority", *PAPERS)}
    values |= {name: str(getattr(agent, name) or "") for name in ("given_on", "until")}
    return Typed({**values, **{f"power_{name}": "true" for name in agent.powers}})


def _names(page: PeoplePage) -> dict[str, str]:
    """Return what the papers that may be an authority are called, by id, and the codes of the form in words."""
    return {**dict(proof_option(one) for one in page.proofs), **dict(page.papers), **_words()}


def _words() -> dict[str, str]:
    return {code: gettext(text) for table in (CAPACITIES, AUTHORITIES) for code, text in table.items()}


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
