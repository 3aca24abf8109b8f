"""Drafts of rules: made by a form or a file, rehearsed on past cases, confirmed, published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session
from werkzeug.datastructures import FileStorage

from mediation import db
from mediation.config import clock
from mediation.domain.refusals import N_, NotFound, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.rulebook import RuleDraft
from mediation.office import (
    rule_drafts,
    rule_drafts_forms,
    rule_drafts_pages,
    rule_drafts_upload,
    rule_rehearsals,
    rule_versions,
    rules,
)
from mediation.web import rule_draft_words
from mediation.web.failures import is_form_fault, keep_faults
from mediation.web.numbers import page_number
from mediation.web.session import allowed
from mediation.web.typed import Typed

bp = Blueprint("rule_drafts", __name__)
FORMS: Final[Mapping[str, str]] = {
    "parameter": N_("修改参数"), "period": N_("修改期限"), "upload": N_("上传规则文件"),
}  # fmt: skip


@bp.get("/rules/drafts")
@allowed("rules.versions")
def listing() -> ResponseReturnValue:
    """List drafts and versions."""
    with db.reading() as session:
        page = rule_drafts_pages.listing(session, user=g.user)
    return render_template("rules/drafts.html", page=page, forms=FORMS)


@bp.get("/rules/drafts/new/<draft_kind>")
@allowed("rules.draft")
def form(draft_kind: str) -> ResponseReturnValue:
    """Show the form of one kind of draft."""
    return _form(_known(draft_kind), Typed(dict(request.args.items())))


@bp.post("/rules/drafts/new/<draft_kind>")
@allowed("rules.draft")
def make(draft_kind: str) -> ResponseReturnValue:
    """Make a draft; one with faults is kept and shows them."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            row = _made(session, _known(draft_kind), typed)
    except Refused as refused:
        keep_faults(refused, typed)
        return _form(draft_kind, typed), refused.status
    if row.faults:
        flash(gettext("草案有错误，须改正后重新起草。"), "warning")
    else:
        flash(gettext("草案已保存，可以演练。"))
    return redirect(url_for("rule_drafts.show", draft_id=row.id), code=303)


@bp.post("/rules/drafts/disk")
@allowed("rules.draft")
def disk() -> ResponseReturnValue:
    """Make a draft of the rule files on the disk."""
    with db.transaction() as session:
        row = rule_drafts_upload.from_folder(session, title=gettext("磁盘上的规则文件"), by=g.user, now=clock.now())
    return redirect(url_for("rule_drafts.show", draft_id=row.id), code=303)


@bp.get("/rules/drafts/<draft_id>")
@allowed("rules.confirm")
def show(draft_id: str) -> ResponseReturnValue:
    """Show one draft: what it changes, its faults, what it would move, what it did."""
    return _show(draft_id, Typed())


@bp.post("/rules/drafts/<draft_id>/rehearse")
@allowed("rules.draft")
def rehearse(draft_id: str) -> ResponseReturnValue:
    """Ask for the rehearsal."""
    return _done(draft_id, rule_rehearsals.ask, gettext("已安排演练，一分钟内开始；刷新本页可看进度。"))


@bp.post("/rules/drafts/<draft_id>/confirm")
@allowed("rules.confirm")
def confirm(draft_id: str) -> ResponseReturnValue:
    """Confirm a draft as the second person."""
    return _done(draft_id, rule_drafts.confirm, gettext("已复核确认。"))


@bp.post("/rules/drafts/<draft_id>/drop")
@allowed("rules.draft")
def drop(draft_id: str) -> ResponseReturnValue:
    """Give a draft up."""
    return _done(draft_id, rule_drafts.drop, gettext("草案已放弃。"))


@bp.post("/rules/drafts/<draft_id>/renew")
@allowed("rules.draft")
def renew(draft_id: str) -> ResponseReturnValue:
    """Make a draft of a form anew over the rules in use now."""
    with db.transaction() as session:
        row = rule_drafts.open_draft(session, draft_id, "rules.draft", by=g.user)
        made = rule_drafts_forms.remade(session, row, by=g.user, now=clock.now())
    flash(gettext("已按现行规则重新起草，请再演练一次。"))
    return redirect(url_for("rule_drafts.show", draft_id=made.id), code=303)


@bp.post("/rules/drafts/<draft_id>/publish")
@allowed("rules.publish")
def publish(draft_id: str) -> ResponseReturnValue:
    """Publish a rehearsed draft under a name."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            rule_versions.publish(
                session, draft_id, by=g.user, now=clock.now(), title=typed("title"), note=typed("note")
            )
    except Refused as refused:
        keep_faults(refused, typed)
        return _show(draft_id, typed), refused.status
    rules.look_now()
    flash(gettext("已发布。会变动的在办案件将在一两分钟内按新规则重新分流，结果显示在本页。"))
    return redirect(url_for("rule_drafts.show", draft_id=draft_id), code=303)


def _done(draft_id: str, act: Callable[..., object], told: str) -> ResponseReturnValue:
    try:
        with db.transaction() as session:
            act(session, draft_id, by=g.user, now=clock.now())
    except Refused as refused:
        if not is_form_fault(refused):
            raise
        return _show(draft_id, Typed(problems=refused.problems)), refused.status
    flash(told)
    return redirect(url_for("rule_drafts.show", draft_id=draft_id), code=303)


def _made(session: Session, kind: str, typed: Typed) -> RuleDraft:
    now = clock.now()
    if kind == "parameter":
        return rule_drafts_forms.draft_value(session, typed.values, by=g.user, now=now)
    if kind == "period":
        return rule_drafts_forms.draft_period(session, typed.values, by=g.user, now=now)
    name, content = _sent(request.files.get("file"))
    folder = typed("folder") if typed("folder") in rule_draft_words.FOLDERS else ""
    return rule_drafts_upload.draft(session, name, content, title=typed("title"), folder=folder, by=g.user, now=now)


def _sent(file: FileStorage | None) -> tuple[str, bytes]:
    if file is None or not file.filename:
        raise Refused(Problem(N_("请选择要上传的文件"), "file"))
    return file.filename, file.read()


def _known(kind: str) -> str:
    if kind not in FORMS:
        raise NotFound(N_("找不到该内容。"))
    return kind


def _form(kind: str, typed: Typed) -> str:
    today = station_day(clock.now())
    typed.labels = {name: gettext(label) for name, label in rule_draft_words.RULE_LABELS.items()}
    return render_template(
        "rules/draft_form.html", kind=kind, name=FORMS[kind], form=typed, today=today,
        parameters=rule_drafts_forms.parameters(today) if kind == "parameter" else (),
        periods=rule_drafts_forms.periods(today) if kind == "period" else (), words=rule_draft_words,
    )  # fmt: skip


def _show(draft_id: str, typed: Typed) -> str:
    typed.labels = {name: gettext(label) for name, label in rule_draft_words.RULE_LABELS.items()}
    with db.reading() as session:
        page = rule_drafts_pages.page(session, draft_id, user=g.user, number=page_number())
    return render_template("rules/draft.html", page=page, row=page.row, form=typed, today=station_day(clock.now()))
