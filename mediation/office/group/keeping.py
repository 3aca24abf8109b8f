"""Add, correct and mark workers of a group's list, one by one; nobody is ever deleted from it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, col

from mediation import access, seals
from mediation.access import Reader, Scope
from mediation.domain.casefile import NAME_LENGTH
from mediation.domain.grouproll import MOST_POST, MOST_WORKERS, TOO_LONG
from mediation.domain.reading import Reader as FieldReader
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.models.case import Case
from mediation.models.group import GroupWorker
from mediation.office import history
from mediation.office.casebook import facts_of
from mediation.office.group.lines import rows

MOST_WORDS: Final = 200
SEALED: Final = ("id_number", "phone")
PLAIN: Final = ("name", "post", "claimed", "offered", "note")
CLOSED: Final = N_("本案已结案，不能更改工人名册；请由督导先恢复办理。")
MERGED: Final = N_("本案已并入别的案件，请在该案办理。")
CHANGED: Final = N_("打开页面之后内容已被修改，请核对后再保存")
ON_LIST: Final = N_("名册上第 %(nth)d 名劳动者的身份证号与此相同，请更正该名劳动者，不要重复登记")


class Outdated(Refused):
    """What was saved rests on a version of the worker that somebody has changed since."""


def add(session: Session, case_id: str, data: Mapping[str, Any], *, by: Reader, now: datetime) -> GroupWorker:
    """Add one worker at the end of the list. Raises Refused with the faults of the form, Conflict for a closed case."""
    case = opened(session, case_id, by)
    plain, sealed, _ = _read(data, now)
    there = rows(session, case.id)
    if len(there) >= MOST_WORKERS:
        raise Refused(Problem(TOO_LONG, "name", params={"most": MOST_WORKERS}))
    _refuse_twice(there, sealed.get("id_number", ""), None)
    row = fresh(case, there, plain["name"])
    enter(row, plain, sealed)
    session.add(row)
    session.flush()
    record(session, case, "group.add", {"worker": row.position + 1}, by, now)
    return row


def edit(
    session: Session, worker_id: str, data: Mapping[str, Any], *, by: Reader, now: datetime, seen: str = ""
) -> GroupWorker:
    """Correct one worker; an empty number stays as it is. `seen` names the version that the form showed."""
    row, case = there_of(session, worker_id, by)
    if seen not in ("", seal_of(row)):
        raise Outdated(Problem(CHANGED, "name"))
    plain, sealed, cleared = _read(data, now)
    _refuse_twice(rows(session, case.id), sealed.get("id_number", ""), row.id)
    changed = [name for name in PLAIN if getattr(row, name) != plain[name]]
    changed += [name for name, text in sealed.items() if getattr(row, f"{name}_digest") != seals.digest(text)]
    changed += [name for name in cleared if getattr(row, f"{name}_tail")]
    if changed:
        enter(row, plain, sealed, cleared)
        session.add(row)
        fields = {"worker": row.position + 1, "worker_fields": "、".join(changed)}
        record(session, case, "group.edit", fields, by, now)
    return row


def leave(session: Session, worker_id: str, why: str, *, by: Reader, now: datetime) -> GroupWorker:
    """Mark a worker as having left the group, with the reason; the row stays."""
    row, case = there_of(session, worker_id, by)
    if row.state == "left":
        raise Conflict(N_("该劳动者已经退出，请刷新页面查看。"))
    row.left_why = words(why, "left_why", N_("请写明退出的原因（不超过 200 字）"))
    row.state, row.elected = "left", False
    session.add(row)
    record(session, case, "group.leave", {"worker": row.position + 1}, by, now)
    return row


def come_back(session: Session, worker_id: str, *, by: Reader, now: datetime) -> GroupWorker:
    """Let a worker who left, or refused what was to be settled, take part again."""
    row, case = there_of(session, worker_id, by)
    if row.state not in ("left", "refused"):
        raise Conflict(N_("该劳动者仍在名册，请刷新页面查看。"))
    row.state, row.left_why = "joined", ""
    session.add(row)
    record(session, case, "group.return", {"worker": row.position + 1}, by, now)
    return row


def opened(session: Session, case_id: str, by: Reader, act: str = "group.edit") -> Case:
    """Return an open case whose list the user may change, its row held. Raises NotFound, Forbidden, Conflict."""
    scope = Scope(session, by)
    query = scope.select(Case).where(col(Case.id) == case_id[:64]).with_for_update()
    case = session.exec(query.execution_options(populate_existing=True)).first() or scope.get(Case, case_id)
    access.require(by, act, facts_of(session, case))
    if case.merged_into is not None:
        raise Conflict(MERGED)
    if case.state != "open":
        raise Conflict(CLOSED)
    return case


def there_of(session: Session, worker_id: str, by: Reader) -> tuple[GroupWorker, Case]:
    """Return a worker whose row the user may change, with the case, both as they are stored now."""
    row = Scope(session, by).get(GroupWorker, worker_id)
    case = opened(session, row.case_id, by)
    session.refresh(row)
    return row, case


def fresh(case: Case, there: list[GroupWorker], name: str) -> GroupWorker:
    """Return a new row at the end of the list."""
    place = max((one.position for one in there), default=-1) + 1
    return GroupWorker(station_id=case.station_id, case_id=case.id, position=place, name=name)


def enter(
    row: GroupWorker, plain: Mapping[str, Any], sealed: Mapping[str, str], cleared: tuple[str, ...] = ()
) -> None:
    """Write into a row what is said of the worker; numbers are sealed."""
    for name, value in plain.items():
        setattr(row, name, value)
    shut: dict[str, Any] = {
        name: seals.close(text, table="group_worker", column=name, row=row.id) for name, text in sealed.items() if text
    }
    for name, parts in (shut | dict.fromkeys(cleared, (None, None, None))).items():
        for part, value in zip(("sealed", "digest", "tail"), parts, strict=True):
            setattr(row, f"{name}_{part}", value)


def seal_of(row: GroupWorker) -> str:
    """Return what names one version of a worker: another as soon as something on file differs."""
    held = {name: value for name, value in row.model_dump().items() if not name.endswith("_sealed")}
    return hashlib.sha256(repr(sorted(held.items())).encode()).hexdigest()[:32]


def record(session: Session, case: Case, act: str, fields: Mapping[str, Any], by: Reader, now: datetime) -> None:
    """Write one line about the list; it names nobody, workers stand in it by their number on the list."""
    history.record(
        session, station_id=case.station_id, actor=by.id, act=act, subject=("case", case.id), case_id=case.id,
        fields=dict(fields), now=now,
    )  # fmt: skip


def words(text: str, name: str, message: str, *, needed: bool = True) -> str:
    """Return a reason or a remark on one line; raises Refused for none, an over-long or an unprintable one."""
    text = " ".join(text.split())
    if (needed and not text) or len(text) > MOST_WORDS or not text.isprintable():
        raise Refused(Problem(message, name, text[:40], f"≤ {MOST_WORDS}"))
    return text


def _read(data: Mapping[str, Any], now: datetime) -> tuple[dict[str, Any], dict[str, str], tuple[str, ...]]:
    reader = FieldReader(now=now)
    row = reader.mapping(dict(data), "")
    plain = {
        "name": row.text("name", required=True, most=NAME_LENGTH), "post": row.text("post", most=MOST_POST) or "",
        "claimed": row.amount("claimed"), "offered": row.amount("offered"),
        "note": row.text("note", most=MOST_WORDS) or "",
    }  # fmt: skip
    sealed = {"id_number": row.id_number("id_number") or "", "phone": row.phone("phone") or ""}
    cleared = tuple(name for name in SEALED if row.flag(f"clear_{name}") and not sealed[name])
    row.nothing_else()
    reader.refuse_if_any()
    return plain, {name: text for name, text in sealed.items() if text}, cleared


def _refuse_twice(there: list[GroupWorker], id_number: str, besides: str | None) -> None:
    digest = seals.digest(id_number) if id_number else ""
    same = next((one for one in there if digest and one.id_number_digest == digest and one.id != besides), None)
    if same is not None:
        raise Refused(Problem(ON_LIST, "id_number", params={"nth": same.position + 1}))
