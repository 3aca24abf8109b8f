"""Drafts of rules: files laid over the book in use, checked by the same loader, kept until they are published.

Whoever makes a draft says only what changes (`overlay`: path → text, None for a file taken out); rule_drafts_forms
makes overlays of forms, rule_drafts_upload of files.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session

from mediation import access, config, places
from mediation.access import Reader, Scope
from mediation.domain import rulebook
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.rulebook import RuleBook, RuleFault
from mediation.domain.rulefile import MOST_BYTES, MOST_FILES
from mediation.models.history import HOUSE
from mediation.models.rulebook import RuleDraft
from mediation.office import history, rule_texts, rules

TWO_PEOPLE: Final = ("workdays/",)
"""Files that a second person must confirm: a holiday list moves the dates of every case."""
MOST_FAULTS: Final = 200
TITLE_LENGTH: Final = 120

Overlay = Mapping[str, str | None]


@dataclass(frozen=True)
class Proposal:
    """What somebody wants to change: its name, its kind, the files, and what the form said."""

    title: str
    kind: str
    overlay: Overlay
    change: Mapping[str, Any] = field(default_factory=dict)


def make(session: Session, proposal: Proposal, *, by: Reader, now: datetime) -> RuleDraft:
    """Keep a draft over the book in use, with every fault the loader finds in it. Raises Refused for what is no draft.

    A draft with faults is kept, so that its maker sees them, but can neither be rehearsed nor published.
    """
    access.require(by, "rules.draft")
    title = proposal.title.strip()
    if not title or len(title) > TITLE_LENGTH:
        raise Refused(Problem(N_("请填写草案名称，不超过 %(most)d 个字"), "title", params={"most": TITLE_LENGTH}))
    rules.look_now()
    base = base_of(session, rules.current(), now=now)
    row = RuleDraft(
        title=title, kind=proposal.kind, change=dict(proposal.change), overlay=_real(base, proposal.overlay),
        base=rules.current().book.digest, made_by=by.id, made_at=now,
    )  # fmt: skip
    _judge(row, base)
    session.add(row)
    session.flush()
    _note(session, row, "rules.draft", by, now, {"kind": row.kind, "files": sorted(row.overlay), "title": title})
    return row


def drop(session: Session, draft_id: str, *, by: Reader, now: datetime) -> RuleDraft:
    """Give a draft up."""
    row = open_draft(session, draft_id, "rules.draft", by=by)
    row.state = "dropped"
    session.add(row)
    _note(session, row, "rules.drop", by, now, {})
    return row


def confirm(session: Session, draft_id: str, *, by: Reader, now: datetime, counted: bool = False) -> RuleDraft:
    """Confirm a draft as the second person; whoever made it can't. A holiday list must have been `counted` through."""
    row = open_draft(session, draft_id, "rules.confirm", by=by)
    if row.made_by == by.id:
        raise Refused(Problem(N_("草案须由起草人以外的人员复核确认")))
    if "list" in row.change and not counted:
        raise Refused(Problem(N_("放假安排请在“放假安排”页面逐日核对、填写天数后确认")))
    if row.faults:
        raise Refused(Problem(N_("草案尚有错误，不能确认；请先改正")))
    row.confirmed_by, row.confirmed_at = by.id, now
    session.add(row)
    _note(session, row, "rules.confirm", by, now, {"digest": row.digest})
    return row


def open_draft(session: Session, draft_id: str, act: str, *, by: Reader) -> RuleDraft:
    """Return a draft that is neither published nor dropped, for somebody who may do `act`."""
    access.require(by, act)
    row = Scope(session, by).get(RuleDraft, draft_id)
    if row.state != "draft":
        raise Conflict(N_("该草案已发布或已放弃，请刷新页面查看。"))
    return row


def needs_second(row: RuleDraft) -> bool:
    """Tell whether a second person must confirm the draft."""
    return any(path.startswith(TWO_PEOPLE) for path in row.overlay)


def stale(row: RuleDraft) -> bool:
    """Tell whether other rules have come into use since the draft was made."""
    return row.state == "draft" and row.base != rules.current().book.digest


def files_of(session: Session, row: RuleDraft) -> dict[str, bytes]:
    """Return every file of the book that the draft would make."""
    base = rule_texts.text_of(session, row.base)
    if base is None:
        raise Conflict(N_("起草时所依据的规则文本已不在库中，请重新起草。"))
    return _assembled(base, row.overlay)


def book_of(session: Session, row: RuleDraft) -> RuleBook:
    """Return the book that the draft would make. Raises RuleFault, with all faults, where it is faulty."""
    return rulebook.load_files(files_of(session, row), cache=places.cache_dir(config.settings().data_dir))


def base_of(session: Session, room: rules.RulesInUse, *, now: datetime) -> dict[str, bytes]:
    """Return the files of the book in use, kept in the database from now on. Raises Conflict where they are lost.

    They are when the folder is faulty and the book comes from the cache of good ones.
    """
    files = room.files
    if files is not None:
        rule_texts.keep(session, room.book.digest, files, now=now)
    found = rule_texts.text_of(session, room.book.digest)
    if found is None:
        message = N_("应当使用的规则有错误或无法读取，且现用规则的文本不在库中；请先在“规则状态”页查明改正，再起草。")
        raise Conflict(message)
    return found


def _real(base: Mapping[str, bytes], overlay: Overlay) -> dict[str, str | None]:
    """Return what of an overlay changes anything. Raises Refused for nothing, and for what can't be a rule file."""
    if len(overlay) > MOST_FILES:
        raise Refused(Problem(N_("文件过多：最多 %(most)d 个"), "file", params={"most": MOST_FILES}))
    for path, text in overlay.items():
        if not rule_texts.PATH.fullmatch(path):
            message = N_("文件名只能用小写英文字母、数字、下划线和连字符，并以 .yaml 结尾")
            raise Refused(Problem(message, "file", path[:80]))
        if text is not None and len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
            raise Refused(Problem(N_("单个规则文件不能超过 1 MiB"), "file", path))
    known = {path.partition("/")[2]: content for path, content in base.items()}
    new = {path: None if text is None else text.encode("utf-8", "surrogatepass") for path, text in overlay.items()}
    real = {path: overlay[path] for path, content in new.items() if content != known.get(path)}
    if not real:
        raise Refused(Problem(N_("与现行规则完全相同，没有可以起草的改动"), "file"))
    return real


def _assembled(base: Mapping[str, bytes], overlay: Overlay) -> dict[str, bytes]:
    out = {f"{rule_texts.FOLDER}/{path}" for path, text in overlay.items() if text is None}
    new = rule_texts.as_files({path: text for path, text in overlay.items() if text is not None})
    return dict(sorted(({path: content for path, content in base.items() if path not in out} | new).items()))


def _judge(row: RuleDraft, base: Mapping[str, bytes]) -> None:
    """Let the loader read the draft: its digest, or what is wrong by file, rule and line."""
    try:
        files = _assembled(base, row.overlay)
        book = rulebook.load_files(files, cache=places.cache_dir(config.settings().data_dir))
        row.digest, row.faults = book.digest, []
    except RuleFault as fault:
        row.digest = ""
        row.faults = [
            {"file": one.file, "rule": one.rule, "line": one.line, "reason": one.reason, "code": one.code}
            for one in fault.faults[:MOST_FAULTS]
        ]


def _note(session: Session, row: RuleDraft, act: str, by: Reader, now: datetime, fields: Mapping[str, Any]) -> None:
    history.record(
        session, station_id=HOUSE, actor=by.id, act=act, subject=("rule_draft", row.id), fields=fields, now=now
    )
