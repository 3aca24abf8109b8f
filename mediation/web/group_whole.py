"""A group as a whole: headcount, shares, representatives, everybody's own answer, what each was paid."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import db
from mediation.config import clock
from mediation.domain import money
from mediation.domain.refusals import N_, Problem, Refused
from mediation.office.group import agreeing, changing, pages, paying, roll
from mediation.web.days import day_or_none
from mediation.web.editing import CHANGED, differences, refuse_outdated, seal
from mediation.web.fields import options
from mediation.web.group import labelled, listing, stored, told
from mediation.web.group_words import ANSWER_WAYS, NOTED_WAYS
from mediation.web.session import allowed
from mediation.web.typed import Typed, amount
from mediation.web.uploads import sheets_of

bp = Blueprint("group_whole", __name__)


@bp.post("/cases/<case_id>/group/headcount")
@allowed("case.edit")
def headcount(case_id: str) -> ResponseReturnValue:
    """Let the case have as many workers as its list."""
    with db.transaction() as session:
        count = roll.set_headcount(session, case_id, by=g.user, now=clock.now())
    flash(gettext("已将涉及人数更正为 %(count)s 人，案件已重新分流。", count=count))
    return redirect(url_for("group.of_case", case_id=case_id), code=303)


@bp.post("/cases/<case_id>/group/shares")
@allowed("group.edit")
def share_out(case_id: str) -> ResponseReturnValue:
    """Share a sum out among the workers."""
    typed = Typed.read(request.form)
    total = _sum(typed("share_total"))

    def act(session: Session) -> None:
        changing.divide(session, case_id, total, typed("share_way"), by=g.user, now=clock.now())

    if not stored(typed, act):
        return listing(case_id, typed, about="shares")
    flash(gettext("已分配各人金额，合计与总额一致。已同意的人金额有变动的，须重新征得同意。"))
    return redirect(url_for("group.of_case", case_id=case_id), code=303)


@bp.get("/cases/<case_id>/group/elected")
@allowed("group.edit")
def electing(case_id: str) -> ResponseReturnValue:
    """Ask who was elected, how and when."""
    return _electing(case_id)


@bp.post("/cases/<case_id>/group/elected")
@allowed("group.edit")
def elect(case_id: str) -> ResponseReturnValue:
    """Store who was elected."""
    typed, chosen = Typed.read(request.form), request.form.getlist("elected")

    def act(session: Session) -> None:
        page = pages.electing(session, case_id, user=g.user, now=clock.now())
        refuse_outdated(typed, _elected(page), "elected")
        on = day_or_none(typed("elected_on"))
        changing.elect(session, case_id, chosen, typed("elected_how"), on, by=g.user, now=clock.now())

    if not stored(typed, act):
        return _electing(case_id, typed, frozenset(chosen))
    flash(gettext("已登记代表。代表参加调解，但达成协议须每名劳动者本人同意。"))
    return redirect(url_for("group.of_case", case_id=case_id), code=303)


@bp.get("/cases/<case_id>/group/answers")
@allowed("case.read")
def answers(case_id: str) -> ResponseReturnValue:
    """Show what each worker said of the settlement, with the form for more."""
    return _answers(case_id)


@bp.post("/cases/<case_id>/group/answers")
@allowed("group.consent")
def note(case_id: str) -> ResponseReturnValue:
    """Note what workers said; `do=all` and `do=none` only tick or untick every box of those who are missing."""
    typed, ticked = Typed.read(request.form), request.form.getlist("worker")
    if request.form.get("do") == "all":
        return _answers(case_id, typed, every=True)
    given = agreeing.Given(
        workers=ticked, agreed=typed("answer") == "agreed", way=typed("group_way"), on=day_or_none(typed("said_on")),
        evidence_id=typed("evidence_id"), words=typed("words"),
    )  # fmt: skip

    def act(session: Session) -> None:
        if typed("answer") not in ("agreed", "refused"):
            raise Refused(Problem(N_("请选择同意还是不同意"), "answer"))
        agreeing.note(session, typed("settlement_id"), given, by=g.user, now=clock.now(), seen=typed("seen"))

    if not stored(typed, act):
        return _answers(case_id, typed, frozenset(ticked))
    flash(gettext("已登记 %(count)s 人的意见。", count=len(set(ticked))))
    return redirect(url_for("group_whole.answers", case_id=case_id), code=303)


@bp.post("/cases/<case_id>/group/paid")
@allowed("performance.note")
def paid(case_id: str) -> ResponseReturnValue:
    """Note what each was paid: everybody up to an instalment, or by a list."""
    typed, now = Typed.read(request.form), clock.now()
    with db.reading() as session:
        paying.require(session, case_id, g.user)
    try:
        if request.form.get("do") == "all":
            with db.transaction() as session:
                count = paying.pay_all(session, case_id, typed("instalment"), by=g.user, now=now)
        else:
            sheets = sheets_of(request.files.get("paid_file"), "paid_file")
            listed, typed.values["paid_roll"] = roll.read(typed("paid_roll"), sheets, now=now)
            with db.transaction() as session:
                count = paying.pay_listed(session, case_id, listed, typed("counts"), by=g.user, now=now)
    except Refused as refused:
        if any(one.field in ("instalment", "counts") for one in refused.problems):
            typed.problems = refused.problems
            return listing(case_id, typed, about="paid")
        return listing(case_id, typed, about="paid", faults=told(refused, typed, "paid_roll"))
    flash(gettext("已登记 %(count)s 人的收款。", count=count))
    return redirect(url_for("group.of_case", case_id=case_id, _anchor="paid"), code=303)


def _electing(case_id: str, typed: Typed | None = None, chosen: frozenset[str] = frozenset()) -> ResponseReturnValue:
    with db.reading() as session:
        page = pages.electing(session, case_id, user=g.user, now=clock.now())
    now = _elected(page)
    form = typed or Typed({"elected_how": now("elected_how")})
    if typed is None:
        chosen = frozenset(one.id for one in page.elected)
    outdated = any(one.message == CHANGED for one in form.problems)
    if typed is None or outdated:
        form.values["seen"] = seal(now)
    names = {one.id: f"{one.nth} {one.name}" for one in page.lines}
    picked = "、".join(names[one.id] for one in page.there if one.id in chosen)
    mine = Typed({name: form(name) for name in ("elected_on", "elected_how")} | {"elected": picked})
    now.values["elected"] = "、".join(names[one.id] for one in page.elected)
    shown = render_template(
        "group/elected.html", page=page, h=page.header, form=labelled(form), chosen=chosen,
        differences=differences(labelled(mine), labelled(now)) if outdated else (),
        back=url_for("group_whole.electing", case_id=case_id),
    )  # fmt: skip
    return shown, 422 if form.problems else 200


def _elected(page: pages.GroupPage) -> Typed:
    """Return who is elected as it is stored."""
    first = page.elected[0] if page.elected else None
    on = first.elected_on.isoformat() if first and first.elected_on else ""
    ids = ",".join(one.id for one in page.elected)
    return Typed({"elected": ids, "elected_on": on, "elected_how": first.elected_how if first else ""})


def _answers(
    case_id: str, typed: Typed | None = None, ticked: frozenset[str] = frozenset(), *, every: bool = False
) -> ResponseReturnValue:
    with db.reading() as session:
        page = pages.answers(session, case_id, user=g.user, now=clock.now())
    if every and page.settling:
        open_ones = (one.worker_id for one in page.settling.answers if one.state in ("missing", "again"))
        ticked = frozenset(one for one in open_ones if one)
    form = typed or Typed({"said_on": page.today.isoformat()})
    shown = render_template(
        "group/answers.html", page=page, h=page.header, form=labelled(form), ticked=ticked,
        ways=[one for one in options(ANSWER_WAYS) if one[0] in NOTED_WAYS],
    )  # fmt: skip
    return shown, 422 if form.problems else 200


def _sum(text: str) -> int | None:
    try:
        return money.fen(amount(text))
    except ValueError:
        return None
