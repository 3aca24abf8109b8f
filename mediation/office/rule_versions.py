"""Publish a draft of rules: from its commit on the new book is the one in use, in every process and after a restore."""

from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.rulebook import RuleFault
from mediation.models.history import HOUSE
from mediation.models.rulebook import RuleDraft, RuleVersion
from mediation.office import history, rule_drafts, rule_texts, rules, station_change

NOTE_LENGTH: Final = 1000
FAULTY: Final = N_("草案尚有错误，不能发布；请按所列文件、规则和原因改正后重新起草")
MOVED_ON: Final = N_("起草后现行规则已变动，请按新的现行规则重新起草并演练。")


def publish(
    session: Session, draft_id: str, *, by: Reader, now: datetime, title: str = "", note: str = ""
) -> RuleVersion:
    """Make a rehearsed draft the book in use, under a name and a number; write the history line.

    The cases that it moves are decided anew by the worker (rule_carrying). Whoever commits calls `rules.look_now()`.
    Raises Refused for a faulty draft, one that a second person must confirm or that wasn't rehearsed; Conflict where
    other rules have come into use since it was made.
    """
    row = rule_drafts.open_draft(session, draft_id, "rules.publish", by=by)
    if station_change.of_draft(row) is not None:
        raise Conflict(N_("这是站点设置的变更，由管理员确认。"))
    title = (title or row.title).strip()
    if len(title) > rule_drafts.TITLE_LENGTH or len(note) > NOTE_LENGTH:
        field = "title" if len(title) > rule_drafts.TITLE_LENGTH else "note"
        raise Refused(Problem(N_("文字过长"), field))
    history.hold(session, [HOUSE])  # of two who publish at once the second finds the first's book in use
    _fit(session, row)
    files = rule_drafts.files_of(session, row)
    digest = _checked(session, row)
    version = _version(session, digest, files, now)
    version.number, version.title, version.note = _next_number(session), title, note.strip()
    version.published_by, version.published_at, version.from_draft = by.id, now, row.id
    row.state, row.published, row.published_by, row.published_at = "published", digest, by.id, now
    row.carried, row.carried_at = "asked", now
    session.add_all([version, row])
    fields = {
        "number": version.number, "title": title, "digest": digest, "base": row.base, "files": sorted(row.overlay),
        "confirmed_by": row.confirmed_by, "forecast": (row.forecast or {}).get("moved"),
    }  # fmt: skip
    history.record(
        session, station_id=HOUSE, actor=by.id, act="rules.publish", subject=("rule_draft", row.id), fields=fields,
        now=now,
    )  # fmt: skip
    return version


def versions(session: Session, *, user: Reader) -> list[RuleVersion]:
    """Return the versions that were published or in use, the newest first; their texts are read when they are asked."""
    access.require(user, "rules.versions")
    query = Scope(session, user).select(RuleVersion).options(defer(col(RuleVersion.files)))  # type: ignore[arg-type]
    return list(session.exec(query.order_by(col(RuleVersion.number).desc(), col(RuleVersion.kept_at).desc())).all())


def _fit(session: Session, row: RuleDraft) -> None:
    """Refuse what must not become law of the house."""
    if row.faults or not row.digest:
        raise Refused(Problem(FAULTY))
    rules.look_now()
    if rule_drafts.stale(row):
        raise Conflict(MOVED_ON)
    if rule_drafts.needs_second(row) and row.confirmed_by in (None, row.made_by):
        raise Refused(Problem(N_("放假安排须由起草人以外的人员复核确认后才能发布")))
    if row.rehearsal != "done":
        raise Refused(Problem(N_("请先演练，看过会变动的案件后再发布")))


def _checked(session: Session, row: RuleDraft) -> str:
    """Let the loader read the whole book once more: what is published must be what was rehearsed."""
    try:
        digest = rule_drafts.book_of(session, row).digest
    except RuleFault as fault:
        raise Refused(Problem(FAULTY, value=str(fault))) from None
    if digest != row.digest:
        raise Conflict(MOVED_ON)
    return digest


def _version(session: Session, digest: str, files: rule_texts.Files, now: datetime) -> RuleVersion:
    rule_texts.keep(session, digest, files, now=now)
    return session.exec(select(RuleVersion).where(RuleVersion.digest == digest)).one()


def _next_number(session: Session) -> int:
    return (session.execute(sa.select(sa.func.max(col(RuleVersion.number)))).scalar() or 0) + 1
