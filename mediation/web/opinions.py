"""A case on a duty day: its brief, the opinion on it, the evidence asked for, the questions left open."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from mediation import db
from mediation.config import clock
from mediation.domain import money
from mediation.domain.refusals import N_, Problem, Refused
from mediation.office import docket_brief, docket_requests, opinions, opinions_law
from mediation.office.opinions import Given
from mediation.office.records.duty import OpinionRecord
from mediation.web import fields
from mediation.web.days import day_or_none
from mediation.web.failures import is_form_fault, keep_faults
from mediation.web.session import allowed
from mediation.web.typed import Typed, amount
from mediation.web.words import SIDES

bp = Blueprint("opinions", __name__)
LONGEST_SEARCH = 100
SEPARATOR = ","


@bp.get("/duty/cases/<case_id>")
@allowed("case.read")
def brief(case_id: str) -> ResponseReturnValue:
    """Show one page on a case, to be read in a minute and a half."""
    return _brief(case_id, Typed())


@bp.get("/duty/cases/<case_id>/opinion")
@allowed("opinion.write")
def edit(case_id: str) -> ResponseReturnValue:
    """Show the lawyer's draft, or an empty one with the question the case asks first."""
    with db.reading() as session:
        draft = opinions.draft_of(session, case_id, user=g.user)
    return _form(case_id, _typed(draft) if draft else Typed())


@bp.post("/duty/cases/<case_id>/opinion")
@allowed("opinion.write")
def write(case_id: str) -> ResponseReturnValue:
    """Keep what was written as a draft, look articles up, put them in or out, give the opinion, or drop it."""
    typed, pressed = Typed.read(request.form), request.form.get("do", "save")
    if pressed == "drop":
        with db.transaction() as session:
            opinions.drop(session, case_id, by=g.user, now=clock.now())
        flash(gettext("已放弃草稿。"))
        return redirect(url_for("opinions.brief", case_id=case_id), code=303)
    _press(typed, pressed)
    act = opinions.give if pressed == "give" else opinions.save
    try:
        with db.transaction() as session:
            act(session, case_id, _given(typed), by=g.user, now=clock.now())
    except Refused as refused:
        keep_faults(refused, typed)
        return _form(case_id, typed)
    if pressed == "give":
        flash(gettext("意见已出具。"))
        return redirect(url_for("opinions.brief", case_id=case_id), code=303)
    if pressed == "save":
        flash(gettext("草稿已保存。"))
        return redirect(url_for("opinions.edit", case_id=case_id), code=303)
    return _form(case_id, typed)


@bp.get("/duty/articles/<key>")
@allowed("case.read")
def article(key: str) -> ResponseReturnValue:
    """Show an article as it stood on a day."""
    page = opinions_law.article(key, on=day_or_none(request.args.get("on", "")) or clock.today())
    return render_template("duty/article.html", page=page)


@bp.post("/duty/cases/<case_id>/evidence")
@allowed("evidence.ask")
def ask_evidence(case_id: str) -> ResponseReturnValue:
    """Ask a side for evidence."""
    typed = Typed.read(request.form)
    due = day_or_none(typed("due_on"))
    if typed("due_on").strip() and due is None:
        typed.problems = (Problem(N_("请按 2026-11-16 的格式填写日期"), "due_on", typed("due_on")[:20]),)
        return _brief(case_id, typed)
    try:
        with db.transaction() as session:
            docket_requests.ask_evidence(
                session, case_id, typed("wanted_evidence"), side=typed("side"), due_on=due, by=g.user, now=clock.now()
            )
    except Refused as refused:
        return _again(case_id, typed, refused, {"what": "wanted_evidence"})
    flash(gettext("已提出补充证据的要求。"))
    return redirect(url_for("opinions.brief", case_id=case_id, _anchor="evidence"), code=303)


@bp.post("/duty/evidence/<request_id>")
@allowed("request.end")
def end_evidence(request_id: str) -> ResponseReturnValue:
    """Note that evidence came in, or is no longer asked for."""
    with db.transaction() as session:
        row = docket_requests.end_evidence(
            session, request_id, state=request.form.get("state", ""), by=g.user, now=clock.now()
        )
        case_id = row.case_id
    flash(gettext("已记下。"))
    return redirect(url_for("cases.show", case_id=case_id, _anchor="duty"), code=303)


@bp.post("/duty/cases/<case_id>/questions")
@allowed("question.ask")
def ask(case_id: str) -> ResponseReturnValue:
    """Leave a question open for the next duty day."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            docket_requests.ask(session, case_id, typed("left_open"), by=g.user, now=clock.now())
    except Refused as refused:
        return _again(case_id, typed, refused, {"question": "left_open"})
    flash(gettext("已留待下一个值班日。"))
    return redirect(url_for("opinions.brief", case_id=case_id, _anchor="questions"), code=303)


@bp.post("/duty/questions/<question_id>")
@allowed("request.end")
def end_question(question_id: str) -> ResponseReturnValue:
    """Answer an open question, or withdraw it."""
    with db.transaction() as session:
        row = docket_requests.answer(
            session, question_id, request.form.get("answer", ""), state=request.form.get("state", "answered"),
            by=g.user, now=clock.now(),
        )  # fmt: skip
        case_id = row.case_id
    flash(gettext("已记下。"))
    return redirect(url_for("opinions.brief", case_id=case_id, _anchor="questions"), code=303)


def _brief(case_id: str, typed: Typed) -> ResponseReturnValue:
    with db.reading() as session:
        shown = docket_brief.brief(session, case_id, user=g.user, now=clock.now())
    known, _ = fields.known_and_unknown(shown.page.facts)
    page = render_template(
        "duty/brief.html", brief=shown, page=shown.page, known=known, form=typed, sides=fields.options(SIDES),
        today=clock.today().isoformat(),
    )  # fmt: skip
    return page, 422 if typed.problems else 200


def _again(case_id: str, typed: Typed, refused: Refused, renamed: dict[str, str]) -> ResponseReturnValue:
    """Show the brief again with what was refused beside its field; `renamed` where the form calls a field otherwise."""
    if not is_form_fault(refused):
        raise refused
    typed.problems = tuple(
        Problem(one.message, renamed.get(one.field, one.field), one.value, one.allowed, one.params)
        for one in refused.problems
    )
    return _brief(case_id, typed)


def _form(case_id: str, typed: Typed) -> ResponseReturnValue:
    with db.reading() as session:
        shown = docket_brief.brief(session, case_id, user=g.user, now=clock.now())
    wanted = typed("wanted").strip()[:LONGEST_SEARCH]
    chosen = opinions_law.records(_keys(typed))
    found = opinions_law.find(wanted, on=shown.judged_on)
    page = render_template(
        "duty/opinion.html", brief=shown, page=shown.page, form=typed, chosen=chosen, wanted=wanted,
        found=[one for one in found if one.key not in _keys(typed)],
    )  # fmt: skip
    return page, 422 if typed.problems else 200


def _press(typed: Typed, pressed: str) -> None:
    """Put an article in or out, as the button pressed says."""
    keys = _keys(typed)
    if pressed.startswith("put:") and pressed[4:] not in keys:
        keys.append(pressed[4:])
    if pressed.startswith("out:") and pressed[4:] in keys:
        keys.remove(pressed[4:])
    typed.values["articles"] = SEPARATOR.join(keys)


def _keys(typed: Typed) -> list[str]:
    return [key for key in typed("articles").split(SEPARATOR) if key]


def _given(typed: Typed) -> Given:
    return Given(
        typed("question"), typed("answer"), amount(typed("range_low")), amount(typed("range_high")),
        typed("next_step"), tuple(_keys(typed)),
    )  # fmt: skip


def _typed(draft: OpinionRecord) -> Typed:
    figures = {"range_low": draft.range_low, "range_high": draft.range_high}
    return Typed(
        {
            "question": draft.question, "answer": draft.answer, "next_step": draft.next_step,
            "articles": SEPARATOR.join(one.key for one in draft.articles),
            **{name: money.yuan(value) for name, value in figures.items() if value is not None},
        }
    )  # fmt: skip
