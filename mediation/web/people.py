"""The parties of a case: list, add, correct, take out; where the case came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import db
from mediation.config import clock
from mediation.domain.partyform import OF_FIRMS, OF_PEOPLE
from mediation.domain.refusals import Refused
from mediation.models.party import SIDES
from mediation.office.evidence import EvidenceLine
from mediation.office.locks import Held
from mediation.office.people import keeping, pages
from mediation.office.people.lines import PartyLine
from mediation.office.people.pages import PeoplePage
from mediation.web.editing import CHANGED, Editing, differences, refuse_outdated, seal
from mediation.web.failures import keep_faults
from mediation.web.people_words import PARTY_FIELDS
from mediation.web.session import allowed
from mediation.web.typed import Typed
from mediation.web.words import CHANNELS

bp = Blueprint("people", __name__)

FLAGS: Final = frozenset(
    {
        "union_member", "migrant", "hardship", "has_union", "contact_unsafe", "interpreter", "clear_id_number",
        "clear_phone",
    }
)  # fmt: skip
CONTACT: Final = (
    "contact_way", "contact_unsafe", "contact_note", "language", "interpreter", "adaptations", "colour", "short",
)  # fmt: skip


@bp.app_template_filter("proof_option")
def proof_option(line: EvidenceLine) -> tuple[str, str]:
    """Return a piece of evidence as a list to choose from offers it."""
    return line.id, f"{line.nth} {line.title}"


@bp.get("/cases/<case_id>/people")
@allowed("case.read")
def of_case(case_id: str) -> ResponseReturnValue:
    """List the parties of a case with who acts for them."""
    return _page(case_id)


@bp.get("/cases/<case_id>/people/add")
@allowed("party.edit")
def adding(case_id: str) -> ResponseReturnValue:
    """Show the empty form of a party."""
    side = request.args.get("side", "")
    side = side if side in SIDES else "applicant"
    role = request.args.get("role", "")
    values = {"side": side, "kind": "person" if side == "applicant" else "employer", "chain_role": role[:30]}
    return _adding(case_id, Typed(values))


@bp.post("/cases/<case_id>/people/add")
@allowed("party.edit")
def add(case_id: str) -> ResponseReturnValue:
    """Add a party, or show the form again with what is wrong."""
    typed = Typed.read(request.form)
    again = _stored(
        typed, lambda session: keeping.add(session, case_id, typed("side"), _data(typed), by=g.user, now=clock.now())
    )
    if again:
        return _adding(case_id, typed)
    flash(gettext("已添加当事人，案件已重新分流。"))
    return redirect(url_for("people.of_case", case_id=case_id), code=303)


@bp.get("/parties/<party_id>/edit")
@allowed("party.edit")
def editing(party_id: str) -> ResponseReturnValue:
    """Show a party to be corrected."""
    return _editing(party_id)


@bp.post("/parties/<party_id>/edit")
@allowed("party.edit")
def edit(party_id: str) -> ResponseReturnValue:
    """Store a corrected party, or show the form again with what is wrong and what differs."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            party = keeping.edit(session, party_id, _data(typed), by=g.user, now=clock.now(), seen=typed("seen"))
            case_id = party.case_id
    except Refused as refused:
        keep_faults(refused, typed)
        return _editing(party_id, typed, outdated=isinstance(refused, keeping.Outdated))
    flash(gettext("已更正当事人。"))
    return redirect(url_for("people.of_case", case_id=case_id, _anchor=f"party-{party_id}"), code=303)


@bp.post("/parties/<party_id>/leave")
@allowed("party.edit")
def leave(party_id: str) -> ResponseReturnValue:
    """Take a party out of the case, with the reason."""
    typed = Typed.read(request.form)
    with db.reading() as session:
        case_id = pages.of_party(session, party_id, user=g.user, now=clock.now()).header.id
    again = _stored(
        typed, lambda session: keeping.take_out(session, party_id, typed("left_why"), by=g.user, now=clock.now())
    )
    if again:
        return _page(case_id, typed, about=party_id)
    flash(gettext("已让该当事人退出本案，记录仍然保留。"))
    return redirect(url_for("people.of_case", case_id=case_id), code=303)


@bp.post("/parties/<party_id>/return")
@allowed("party.edit")
def take_back(party_id: str) -> ResponseReturnValue:
    """Let a party that was taken out be one again."""
    with db.transaction() as session:
        case_id = keeping.take_back(session, party_id, by=g.user, now=clock.now()).case_id
    flash(gettext("已恢复为当事人。"))
    return redirect(url_for("people.of_case", case_id=case_id), code=303)


@bp.post("/cases/<case_id>/people/source")
@allowed("party.edit")
def source(case_id: str) -> ResponseReturnValue:
    """Correct where the case came from and its number elsewhere."""
    typed = Typed.read(request.form)
    channel, number = typed("channel"), typed("external_number")

    def act(session: Session) -> None:
        page = pages.of_case(session, case_id, user=g.user, now=clock.now())
        refuse_outdated(typed, _came_from(page), "channel")
        keeping.source(session, case_id, channel, number, by=g.user, now=clock.now())

    if _stored(typed, act):
        return _page(case_id, typed, about="source")
    flash(gettext("已更正案件来源。"))
    return redirect(url_for("people.of_case", case_id=case_id), code=303)


def _stored(typed: Typed, act: Callable[[Session], Any]) -> bool:
    """Do an act in a transaction; tell whether the form must be shown again with its problems."""
    try:
        with db.transaction() as session:
            act(session)
    except Refused as refused:
        keep_faults(refused, typed)
        return True
    return False


def _data(typed: Typed) -> dict[str, Any]:
    """Return the fields of a party as the case file names them, those of another kind left out."""
    kind = typed("kind")
    unfit = set(OF_FIRMS) if kind == "person" else {"id_number", *OF_PEOPLE}
    unfit |= {"credit_code", "industry", "has_union"} if kind == "union" else set()
    return {name: value for name, value in typed.tree(FLAGS).items() if name not in unfit}


def _page(case_id: str, typed: Typed | None = None, about: str = "") -> ResponseReturnValue:
    with db.reading() as session:
        page = pages.of_case(session, case_id, user=g.user, now=clock.now())
    form, now = _labelled(typed or Typed()), _labelled(_came_from(page))
    outdated = about == "source" and any(one.message == CHANGED for one in form.problems)
    if about != "source" or outdated:
        form.values["seen"] = seal(now)
    mine = Typed({name: form(name) for name in now.values})
    words = {code: gettext(text) for code, text in CHANNELS.items()}
    shown = render_template(
        "people/case.html", page=page, form=form, about=about,
        differences=differences(mine, now, words) if outdated else (), back=url_for("people.of_case", case_id=case_id),
    )  # fmt: skip
    return shown, 422 if typed else 200


def _came_from(page: PeoplePage) -> Typed:
    """Return where a case came from, as it is stored."""
    return Typed({"channel": page.channel, "external_number": page.external_number})


def _adding(case_id: str, typed: Typed) -> ResponseReturnValue:
    with db.reading() as session:
        page = pages.editable(session, case_id, user=g.user, now=clock.now())
    return _form(page.header, typed, page, action=url_for("people.add", case_id=case_id))


def _editing(party_id: str, typed: Typed | None = None, *, outdated: bool = False) -> ResponseReturnValue:
    with db.reading() as session:
        page = pages.of_party(session, party_id, user=g.user, now=clock.now())
    stored = typed_party(page.line)
    form = typed or stored
    beside = Editing(Held(page.seen))
    if typed is None or outdated:
        form.values["seen"] = page.seen
    if outdated:
        _labelled(form)
        beside = replace(beside, differences=differences(form, stored))
    form.values["side"] = page.line.side
    action = url_for("people.edit", party_id=party_id)
    return _form(page.header, form, page, action=action, beside=beside, line=page.line)


def _form(
    header: Any, typed: Typed, page: PeoplePage | pages.PartyPage, *, action: str, beside: Editing | None = None,
    line: PartyLine | None = None,
) -> ResponseReturnValue:  # fmt: skip
    shown = render_template(
        "people/party.html", header=header, form=_labelled(typed), line=line, action=action, beside=beside,
        today=page.today.isoformat(), masked=dict(line.masked) if line else {},
    )  # fmt: skip
    return shown, 422 if typed.problems else 200


def typed_party(line: PartyLine) -> Typed:
    """Return the form of a party as it stands; its numbers stay sealed."""
    values = {"kind": line.kind, "name": line.name}
    for name in ("address", *OF_PEOPLE, *OF_FIRMS, *CONTACT):
        value = line.values[name]
        values[name] = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return Typed(values)


def _labelled(typed: Typed) -> Typed:
    typed.labels = {name: gettext(text) for name, text in PARTY_FIELDS.items()}
    return typed
