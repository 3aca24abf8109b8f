"""The form of an offer in wage talks: filled in clause by clause, looked at before it is stored."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import N_, Refused
from mediation.domain.talks.offers import OTHER
from mediation.models.talks import SIDES
from mediation.office import talks_rounds, talks_rounds_pages
from mediation.office.records.talks_rounds import FormClause, OfferForm, OfferPreview
from mediation.office.talks_offer_form import LETTERS
from mediation.web.language import gettext
from mediation.web.session import allowed
from mediation.web.show import day, words
from mediation.web.talks_forms import version
from mediation.web.talks_round_words import OFFER_ACTS
from mediation.web.typed import Typed
from mediation.web.words import word

bp = Blueprint("talks_rounds_offer", __name__)
SHOWN_AGAIN = (409, 422)
LETTERS_OFFERED = 6
LABELS = {"side": N_("哪一方的方案"), "round": N_("轮次"), "made_on": N_("方案日期"), "session_id": N_("协商会议"),
          "reason": N_("告知对方的理由"), "packages": N_("一揽子方案")}  # fmt: skip


@bp.get("/talks/<talks_id>/rounds/offer")
@allowed("talks.edit")
def form(talks_id: str) -> ResponseReturnValue:
    """Show the form of a side's next offer, filled with its last one."""
    side = request.args.get("side", "")
    return _form(talks_id, side if side in SIDES else SIDES[0], Typed())


@bp.post("/talks/<talks_id>/rounds/offer")
@allowed("talks.edit")
def send(talks_id: str) -> ResponseReturnValue:
    """Show what the offer would do, go back to the form, or store it."""
    typed, pressed = Typed.read(request.form), request.form.get("do", "preview")
    side = typed("side") if typed("side") in SIDES else SIDES[0]
    if pressed == "back":
        return _form(talks_id, side, typed)
    try:
        if pressed != "store":
            return _preview(talks_id, typed)
        with db.transaction() as session:
            made = talks_rounds.make(
                session, talks_id, typed.values, by=g.user, now=clock.now(), version=version()
            )
            told = {"side": word(made.side, "talks_side"), "round": made.round}
    except Refused as refused:
        if refused.status not in SHOWN_AGAIN:
            raise
        typed.problems = refused.problems
        return _form(talks_id, side, typed, status=refused.status)
    flash(gettext("已记录%(side)s第 %(round)s 轮方案。", **told))
    return redirect(url_for("talks_rounds.table", talks_id=talks_id), code=303)


def _preview(talks_id: str, typed: Typed) -> ResponseReturnValue:
    with db.reading() as session:
        page: OfferPreview = talks_rounds_pages.preview(session, talks_id, typed.values, user=g.user, now=clock.now())
    seen = typed("version") or str(page.frame.version)
    kept = [(name, value) for name, value in typed.values.items() if name != "version"]
    return render_template("talks/rounds_preview.html", page=page, t=page.frame, kept=kept, seen=seen)


def _form(talks_id: str, side: str, typed: Typed, *, status: int = 200) -> ResponseReturnValue:
    """Show the form over what is stored now; what was typed stays, and its version is the one shown."""
    with db.reading() as session:
        page = talks_rounds_pages.form(session, talks_id, side, user=g.user, now=clock.now())
    typed.values["side"] = side
    typed.labels = {name: gettext(text) for name, text in LABELS.items()} | _labels(page)
    own = sorted({one.letter for one in page.agenda + page.further if one.letter})
    letters = [("", gettext("不列入"))] + [(one, one) for one in sorted({*LETTERS[:LETTERS_OFFERED], *own})]
    shown = render_template(
        "talks/rounds_offer.html", page=page, t=page.frame, form=typed, other=OTHER[side], letters=letters,
        acts=_acts, touched=_touched, today=clock.today().isoformat(),
        sessions=[
            (key, gettext("第 %(number)s 次会议（%(day)s）", number=number, day=day(on)))
            for key, number, on in page.sessions
        ],
    )  # fmt: skip
    return shown, status


def _labels(page: OfferForm) -> dict[str, str]:
    """Return what the fields of the clauses are called: the clause, and its field."""
    found: dict[str, str] = {}
    for one in page.agenda + page.further:
        title = words(one.row.title)
        found |= {one.row.key: title, f"package.{one.row.key}": f"{title} · {gettext('一揽子方案')}"}
        found |= {field.name: f"{title} · {words(field.title)}" for field in one.fields}
    return found


def _acts(one: FormClause) -> list[tuple[str, str]]:
    """Return what may be done with a clause, for a row of radio buttons."""
    first = gettext("不变") if one.row.agreed else gettext("按所填内容")
    return [("", first)] + [(act, gettext(OFFER_ACTS[act])) for act in one.acts]


def _touched(one: FormClause, typed: Typed) -> bool:
    """Tell whether something was typed, chosen or is wrong in a clause, so that it is shown open."""
    key = one.row.key
    if typed(key) or any(typed(field.name, field.default) != field.default for field in one.fields):
        return True
    if typed(f"package.{key}", one.letter) != one.letter:
        return True
    wrong = [problem.field for problem in typed.problems]
    return any(field.partition(".")[0] == key or field == f"package.{key}" for field in wrong)
