"""The chain of employers: every firm a row of one form, a small map, what the signs point to and what is missing."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import N_, Refused
from mediation.office.people import chain, pages
from mediation.office.people.chain import Fresh, NewSign, Row
from mediation.web import chain_map
from mediation.web.editing import CHANGED, differences, refuse_outdated, seal
from mediation.web.failures import keep_faults
from mediation.web.people_words import CHAIN_ROLES
from mediation.web.session import allowed
from mediation.web.typed import Typed

bp = Blueprint("people_chain", __name__)

FIELDS = {
    "chain_role": N_("在用工链中的角色"), "sign_kind": N_("线索"), "words": N_("线索的说明"),
    "evidence_id": N_("证据"), "name": N_("名称"), "credit_code": N_("统一社会信用代码"),
}  # fmt: skip


@bp.get("/cases/<case_id>/chain")
@allowed("case.read")
def show(case_id: str) -> ResponseReturnValue:
    """Show the chain of a case."""
    return _page(case_id)


@bp.post("/cases/<case_id>/chain")
@allowed("party.edit")
def save(case_id: str) -> ResponseReturnValue:
    """Store the chain as the form holds it, or show it again with what is wrong."""
    typed = Typed.read(request.form)
    rows = [_row(typed, f"firms[{nth}]") for nth in typed.indices("firms", 0)]
    name = typed("fresh.name").strip()
    fresh = Fresh(name, typed("fresh.chain_role"), typed("fresh.credit_code").strip()) if name else None
    try:
        with db.transaction() as session:
            page = pages.of_case(session, case_id, user=g.user, now=clock.now())
            refuse_outdated(typed, _roles(page), "firms")
            chain.save(session, case_id, rows, fresh, by=g.user, now=clock.now())
    except Refused as refused:
        keep_faults(refused, typed)
        return _page(case_id, typed)
    flash(gettext("已保存用工链。"))
    return redirect(url_for("people_chain.show", case_id=case_id), code=303)


def _row(typed: Typed, at: str) -> Row:
    kind = typed(f"{at}.sign_kind")
    sign = NewSign(
        kind, typed(f"{at}.speaks", "for") != "against", typed(f"{at}.words").strip(), typed(f"{at}.evidence_id")
    )
    dropped = f"{at}.drop."
    drop = frozenset(name.removeprefix(dropped) for name in typed.values if name.startswith(dropped))
    told = bool(kind or sign.words or sign.evidence_id)
    return Row(typed(f"{at}.party_id"), typed(f"{at}.chain_role"), sign if told else None, drop)


def _roles(page: pages.PeoplePage) -> Typed:
    """Return what each firm is in the chain, as it is stored."""
    firms = chain.respondents(page.parties)
    return Typed({f"role.{one.id}": one.values["chain_role"] or "" for one in firms})


def _page(case_id: str, typed: Typed | None = None) -> ResponseReturnValue:
    with db.reading() as session:
        page = pages.of_case(session, case_id, user=g.user, now=clock.now())
    firms = chain.respondents(page.parties)
    form, now = typed or Typed(), _roles(page)
    outdated = any(one.message == CHANGED for one in form.problems)
    mine = Typed({
        f"role.{form(f'firms[{nth}].party_id')}": form(f"firms[{nth}].chain_role") for nth in form.indices("firms", 0)
    })  # fmt: skip
    now.labels = {f"role.{one.id}": one.name for one in firms}
    if typed is None or outdated:
        form.values["seen"] = seal(now)
    _realign(form, [one.id for one in firms])
    form.labels = {
        f"{at}.{name}": f"{who} · {gettext(text)}"
        for at, who in [*((f"firms[{nth}]", one.name) for nth, one in enumerate(firms)), ("fresh", gettext("新的单位"))]
        for name, text in FIELDS.items()
    }
    shown = render_template(
        "people/chain.html", page=page, firms=firms, form=form, drawing=chain_map.drawn(firms, page.reading),
        differences=differences(mine, now, _words()) if outdated else (),
        back=url_for("people_chain.show", case_id=case_id),
    )
    return shown, 422 if typed else 200


def _realign(form: Typed, firms: list[str]) -> None:
    """Let what was typed of each firm stand in its row, also where firms came or left since the form was opened."""
    rows = {nth: form(f"firms[{nth}].party_id") for nth in form.indices("firms", 0)}
    if all(firms[nth : nth + 1] == [party] for nth, party in rows.items()):
        return
    moved = {f"firms[{nth}]": f"firms[{firms.index(party)}]" for nth, party in rows.items() if party in firms}
    typed = form.values
    form.values = {name: text for name, text in typed.items() if not name.startswith("firms[")}
    for name, text in typed.items():
        row, dot, rest = name.partition(".")
        if row in moved:
            form.values[f"{moved[row]}{dot}{rest}"] = text


def _words() -> dict[str, str]:
    return {code: gettext(text) for code, text in CHAIN_ROLES.items()}
