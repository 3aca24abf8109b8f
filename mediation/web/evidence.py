"""Evidence of a case: take files in, list them with small pictures, hand them out so that nothing in them can run."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from mediation import config, db
from mediation.config import clock
from mediation.domain.refusals import N_, Problem, Refused
from mediation.files import kinds
from mediation.office import evidence
from mediation.office.evidence import Details, Upload, bundles, changing, keeping, pages, reading
from mediation.web.days import read_day_if_any
from mediation.web.downloads import handed_out
from mediation.web.editing import Outdated, differences, refuse_outdated, seal
from mediation.web.evidence_words import FIELD_NAMES, FOR, KINDS, SEEN
from mediation.web.failures import failure_page, is_form_fault, keep_faults
from mediation.web.fields import options
from mediation.web.session import allowed
from mediation.web.typed import Typed
from mediation.web.words import word

bp = Blueprint("evidence", __name__)

MOST_AT_ONCE: Final = 30
SIDES: Final = ("applicant", "respondent")
STATION: Final = "station"
"""Who gave a file that no party gave."""
TOO_LARGE: Final = N_(
    "上传的内容过大，没有保存任何文件。每个文件最多 %(each)s MB，一次合计最多 %(all)s MB；"
    "请压缩、拆分或者分几次上传。"
)


@bp.app_template_filter("filesize")
def filesize(size: int) -> str:
    """Return the measure of a file as people say it."""
    mib = size / (1 << 20)
    return f"{mib:.1f} MB" if mib >= 1 else f"{max(1, round(size / 1024))} KB"


@bp.errorhandler(RequestEntityTooLarge)
def too_large(fault: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say what may be uploaded; nothing of what came in was kept."""
    chosen = config.settings()
    text = gettext(TOO_LARGE, each=chosen.evidence_file_mib, all=chosen.evidence_form_mib)
    return failure_page(413, text=text, back=f"{request.path}#add")


@bp.get("/cases/<case_id>/evidence")
@allowed("evidence.read")
def of_case(case_id: str) -> ResponseReturnValue:
    """List the evidence of a case, with the form for more."""
    return _page(case_id)


@bp.post("/cases/<case_id>/evidence")
@allowed("evidence.add")
def take(case_id: str) -> ResponseReturnValue:
    """Take files in; those that are refused are named with the reason, the others are kept."""
    typed = Typed.read(request.form)
    files = [one for name in ("file", "photo") for one in request.files.getlist(name) if one.filename]
    with db.reading() as session:
        keeping.require_add(session, case_id, g.user)
    kept, problems = _take_all(case_id, typed, files)
    if kept:
        flash(gettext("已收取 %(count)s 件证据。", count=kept))
    if problems:
        typed.problems = tuple(problems)
        return _page(case_id, typed)
    return redirect(url_for("evidence.of_case", case_id=case_id), code=303)


@bp.get("/evidence/<evidence_id>")
@allowed("evidence.read")
def show(evidence_id: str) -> ResponseReturnValue:
    """Show one file with what is said about it."""
    return _one(evidence_id)


@bp.post("/evidence/<evidence_id>")
@allowed("evidence.add")
def edit(evidence_id: str) -> ResponseReturnValue:
    """Correct what is said about a file."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            refuse_outdated(typed, _typed(pages.of_one(session, evidence_id, user=g.user).line), "title")
            row = changing.edit(session, evidence_id, _details(typed), by=g.user, now=clock.now())
    except Refused as refused:
        return _again(evidence_id, typed, refused)
    flash(gettext("已更正登记。"))
    return redirect(url_for("evidence.of_case", case_id=row.case_id), code=303)


@bp.post("/evidence/<evidence_id>/withdraw")
@allowed("evidence.withdraw")
def withdraw(evidence_id: str) -> ResponseReturnValue:
    """Take a file back, with the reason; it stays on record."""
    typed = Typed.read(request.form)
    try:
        with db.transaction() as session:
            row = changing.withdraw(session, evidence_id, typed("reason"), by=g.user, now=clock.now())
    except Refused as refused:
        return _again(evidence_id, typed, refused)
    flash(gettext("已撤回，原件和记录仍然保留。"))
    return redirect(url_for("evidence.of_case", case_id=row.case_id), code=303)


@bp.get("/evidence/<evidence_id>/file")
@allowed("evidence.read")
def download(evidence_id: str) -> ResponseReturnValue:
    """Hand a file out as it came in: to be stored, never to be opened in this place."""
    opened = reading.opened(evidence_id, user=g.user, now=clock.now())
    return _opened(opened, "attachment")


@bp.get("/evidence/<evidence_id>/picture")
@allowed("evidence.read")
def picture(evidence_id: str) -> ResponseReturnValue:
    """Show a picture on its page; other files are only handed out."""
    opened = reading.opened(evidence_id, user=g.user, now=clock.now())
    return _opened(opened, "inline" if kinds.TAKEN[opened.mime].picture else "attachment")


@bp.get("/evidence/<evidence_id>/small")
@allowed("evidence.read")
def small(evidence_id: str) -> ResponseReturnValue:
    """Show the small picture of a file."""
    with db.reading() as session:
        content = reading.small(session, evidence_id, user=g.user)
    return Response(content, mimetype=kinds.JPEG)


@bp.post("/cases/<case_id>/evidence/bundle")
@allowed("evidence.read")
def bind(case_id: str) -> ResponseReturnValue:
    """Bind the evidence into one file: at once if it is short, else in the background."""
    side = request.form.get("bundle_for", "")
    bundles.ask(case_id, side, by=g.user, now=clock.now())
    return redirect(url_for("evidence.of_case", case_id=case_id, _anchor="bundles"), code=303)


@bp.get("/cases/<case_id>/evidence/bundle.pdf")
@allowed("evidence.read")
def bundle(case_id: str) -> ResponseReturnValue:
    """Hand out the bound evidence."""
    opened = bundles.opened(case_id, request.args.get("bundle_for", ""), user=g.user, now=clock.now())
    return _opened(opened, "attachment")


def _opened(opened: reading.Opened, how: Literal["attachment", "inline"]) -> Response:
    answer = handed_out(opened.pieces, opened.mime, opened.name, plain="evidence", how=how)
    answer.content_length = opened.size
    return answer


def _take_all(case_id: str, typed: Typed, files: list[FileStorage]) -> tuple[int, list[Problem]]:
    """Take the files in, one after the other; return how many were kept and what is wrong with the others."""
    if not 0 < len(files) <= MOST_AT_ONCE:
        message = N_("请选择要上传的文件") if not files else N_("一次最多上传 %(most)s 个文件，请分几次上传")
        return 0, [Problem(message, "file", params={"most": MOST_AT_ONCE} if files else {})]
    kept, problems = 0, list[Problem]()
    try:
        details = _details(typed)
        for file in files:
            try:
                _take_one(case_id, file, _titled(details, kept + 1, len(files)))
                kept += 1
            except Refused as refused:
                if any(one.field != "file" for one in refused.problems):
                    raise
                problems += refused.problems
    except Refused as refused:
        if not is_form_fault(refused):
            raise
        problems += refused.problems
    return kept, problems


def _take_one(case_id: str, file: FileStorage, details: Details) -> None:
    evidence.add(case_id, Upload(file.filename or "", file.stream), details, by=g.user, now=clock.now())


def _titled(details: Details, nth: int, count: int) -> Details:
    """Number the title where several files come under one."""
    return replace(details, title=f"{details.title}（{nth}）") if details.title.strip() and count > 1 else details


def _details(typed: Typed) -> Details:
    """Return what was said about a file. Raises Refused for a day that is none."""
    if not typed("party_id"):
        raise Refused(Problem(N_("请选择是谁提交的"), "party_id"))
    return Details(
        kind=typed("evidence_kind", "other"), title=" ".join(typed("title").split()),
        party_id=None if typed("party_id") == STATION else typed("party_id"),
        dated_on=read_day_if_any(typed("dated_on"), "dated_on"), proves=" ".join(typed("proves").split()),
        original_seen={"true": True, "false": False}.get(typed("original_seen")),
        shown_to=tuple(side for side in SIDES if typed(f"shown_to_{side}") == "yes"),
    )  # fmt: skip


def _again(evidence_id: str, typed: Typed, refused: Refused) -> ResponseReturnValue:
    keep_faults(refused, typed)
    return _one(evidence_id, typed, outdated=isinstance(refused, Outdated))


def _page(case_id: str, typed: Typed | None = None) -> ResponseReturnValue:
    with db.reading() as session:
        page = pages.of_case(session, case_id, user=g.user)
    form = _labelled(typed or Typed())
    some = page.sees and (page.kept or page.merged)
    made = {side: bundles.state(page, side) for side in bundles.SIDES} if some else {}
    shown = render_template(
        "evidence/case.html", page=page, form=form, kinds=options(KINDS), seen=options(SEEN), uses=FOR, made=made,
        bounds=config.settings(), most=MOST_AT_ONCE,
    )  # fmt: skip
    return shown, 422 if typed else 200


def _one(evidence_id: str, typed: Typed | None = None, *, outdated: bool = False) -> ResponseReturnValue:
    with db.reading() as session:
        page = pages.of_one(session, evidence_id, user=g.user)
    stored = _typed(page.line)
    form = _labelled(typed or stored)
    both = differences(form, _labelled(stored), _words(page)) if outdated else ()
    if typed is None or outdated:
        form.values["seen"] = seal(stored)
    shown = render_template(
        "evidence/one.html", page=page, form=form, kinds=options(KINDS), seen=options(SEEN), differences=both,
    )  # fmt: skip
    return shown, 422 if typed else 200


def _words(page: pages.OnePage) -> dict[str, str]:
    """Return the words of what the form of a file says by codes."""
    sides = {"yes": gettext("是"), STATION: gettext("工作站自行取得")}
    return {**dict(options(KINDS)), **{one.id: one.name for one in page.parties}, **sides}


def _typed(line: evidence.EvidenceLine) -> Typed:
    """Return the form of a file filled with what is on record."""
    values = {
        "evidence_kind": line.kind, "title": line.title, "party_id": line.giver_id or STATION, "proves": line.proves,
        "dated_on": line.dated_on.isoformat() if line.dated_on else "",
        "original_seen": "" if line.original_seen is None else str(line.original_seen).lower(),
    }  # fmt: skip
    return Typed(values | {f"shown_to_{side}": "yes" for side in line.shown_to})


def _labelled(typed: Typed) -> Typed:
    """Let the problems of a form be named as the form names its fields, and find them."""
    typed.problems = tuple(
        replace(one, field="evidence_kind") if one.field == "kind" else one for one in typed.problems
    )
    typed.labels = {name: gettext(text) for name, text in FIELD_NAMES.items()}
    typed.labels |= {f"shown_to_{side}": f"{typed.labels['shown_to']} · {word(side, 'side')}" for side in SIDES}
    return typed
