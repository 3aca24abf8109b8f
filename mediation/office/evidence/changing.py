"""Correct what is said about a file, and take one back: with a reason, and never deleted."""

from datetime import datetime
from typing import Any, Final

from sqlmodel import Session

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.models.case import Case
from mediation.models.evidence import Evidence
from mediation.office import history
from mediation.office.casebook import facts_of
from mediation.office.evidence.keeping import Details, check_details

MOST_REASON: Final = 300
GONE: Final = N_("这件证据已经撤回，请刷新页面查看。")
NAMES: Final = ("kind", "title", "party_id", "dated_on", "proves", "original_seen", "shown_to")


def edit(session: Session, evidence_id: str, details: Details, *, by: Reader, now: datetime) -> Evidence:
    """Correct what is said about a file; its bytes never change.

    Raises Refused for details that don't hold, Conflict for a file that was withdrawn, NotFound, Forbidden.
    """
    row = _kept(session, evidence_id, "evidence.add", by)
    check_details(session, row.case_id, details)
    if not details.title.strip():
        raise Refused(Problem(N_("请填写证据名称"), "title"))
    said: dict[str, Any] = {name: getattr(details, name) for name in NAMES} | {
        "title": details.title.strip(), "proves": details.proves.strip(), "shown_to": sorted(set(details.shown_to)),
    }  # fmt: skip
    changed = [name for name, value in said.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, said[name])
    session.add(row)
    fields = {"number": row.position, "evidence_fields": "、".join(changed)}
    if "shown_to" in changed:
        fields["shown_to"] = "、".join(row.shown_to)
    _record(session, row, "evidence.edit", fields, by, now)
    return row


def withdraw(session: Session, evidence_id: str, reason: str, *, by: Reader, now: datetime) -> Evidence:
    """Take a file back: it stays on record with the reason, goes into no bundle and can't be pointed at any more.

    Raises Refused without a reason, Conflict where it was withdrawn before, NotFound, Forbidden.
    """
    row = _kept(session, evidence_id, "evidence.withdraw", by)
    reason = reason.strip()
    if not reason or len(reason) > MOST_REASON:
        raise Refused(Problem(N_("请写明撤回的原因（不超过 300 字）"), "reason", reason[:40]))
    row.state, row.withdrawn_at, row.withdrawn_why = "withdrawn", now, reason
    session.add(row)
    _record(session, row, "evidence.withdraw", {"number": row.position}, by, now)
    return row


def _kept(session: Session, evidence_id: str, act: str, by: Reader) -> Evidence:
    scope = Scope(session, by)
    row = scope.get(Evidence, evidence_id)
    access.require(by, act, facts_of(session, scope.get(Case, row.case_id)))
    if row.state != "kept":
        raise Conflict(GONE)
    return row


def _record(
    session: Session, row: Evidence, act: str, fields: dict[str, Any], by: Reader, now: datetime
) -> None:
    history.record(
        session, station_id=row.station_id, actor=by.id, act=act, subject=("evidence", row.id), case_id=row.case_id,
        fields=fields, now=now,
    )  # fmt: skip
