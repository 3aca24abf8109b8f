"""Private notes of one side, by clause or by round: sealed, seen by who wrote them, in no document and no other page.

Who may read one is the row rule's (access/rows.py): its author, and the union's desk for notes of the workers' side.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session, col

from mediation import access, seals
from mediation.access import Reader, Scope
from mediation.domain.characters import legible
from mediation.domain.refusals import N_, Forbidden, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.talks import SIDES, Talks
from mediation.models.talks_table import TalksNote
from mediation.models.user import User
from mediation.office import history, talks, talks_pages, talks_rounds, talks_state
from mediation.office.records.talks_rounds import NoteRecord, NotesPage
from mediation.office.talks_rounds import title_of
from mediation.office.talks_typed import text_faults

MOST_TEXT: Final = 4000
UNION: Final = "union"
NOT_YOURS: Final = N_("工会窗口只能为职工方记录内部备注")
NO_SIDE: Final = N_("请选择是哪一方的内部备注")
NO_TEXT: Final = N_("请填写备注内容")
NO_CLAUSE: Final = N_("没有这个条款，请重新选择")
NO_ROUND: Final = N_("没有这一轮，请重新选择")


def sides(user: Reader) -> tuple[str, ...]:
    """Return the sides for which a person may keep notes: at the union's desk never those of the employer."""
    return SIDES[:1] if user.desk == UNION else SIDES


def note(session: Session, talks_id: str, typed: Mapping[str, str], *, by: Reader, now: datetime) -> TalksNote:
    """Keep a private note (`note_side`, `note_clause`, `note_round`, `note_text`); the history says only that and when.

    Talks that are over take notes too. Raises Refused with every fault.
    """
    row = _writable(session, talks_id, by=by)
    side, clause, number = (typed.get(name, "").strip() for name in ("note_side", "note_clause", "note_round"))
    text = typed.get("note_text", "").replace("\r\n", "\n").strip()
    if side in SIDES and side not in sides(by):
        raise Forbidden(NOT_YOURS)
    problems = [] if side in SIDES else [Problem(NO_SIDE, "note_side", side[:20])]
    if clause and clause not in talks_state.library():
        problems.append(Problem(NO_CLAUSE, "note_clause", clause[:40]))
    if number and number not in {str(one) for one in talks_rounds.play(session, row).after}:
        problems.append(Problem(NO_ROUND, "note_round", number[:10]))
    problems += _text_faults(text)
    if problems:
        raise Refused(problems)
    made = TalksNote(
        station_id=row.station_id, talks_id=row.id, side=side, clause=clause, round=int(number) if number else None,
        text_sealed=b"", noted_at=now, noted_by=by.id,
    )  # fmt: skip
    made.text_sealed = seals.seal(text, table="talks_note", column="text", row=made.id)
    session.add(made)
    _record(session, row, "talks.note", by=by, now=now)
    return made


def strike(session: Session, note_id: str, *, by: Reader, now: datetime) -> str:
    """Delete a note of one's own; return the id of its talks. Raises Forbidden for a note somebody else wrote."""
    scope = Scope(session, by)
    found = scope.get(TalksNote, note_id)
    row = _writable(session, found.talks_id, by=by)
    if found.noted_by != by.id:
        raise Forbidden(N_("只能删除本人记录的备注"))
    session.delete(found)
    _record(session, row, "talks.note_strike", by=by, now=now)
    return row.id


def page(session: Session, talks_id: str, *, user: Reader, now: datetime) -> NotesPage:
    """Return the notes of a round that the reader may see, newest first."""
    row, frame = talks_pages.frame(session, talks_id, user=user, now=now)
    scope, library = Scope(session, user), talks_state.library()
    query = scope.select(TalksNote).where(TalksNote.talks_id == row.id)
    found = list(session.exec(query.order_by(col(TalksNote.noted_at).desc(), TalksNote.id)))
    wanted = {one.noted_by for one in found if one.noted_by}
    people = scope.select(User).where(col(User.id).in_(wanted)) if wanted else None
    names = {one.id: one.display_name or one.name for one in session.exec(people)} if people is not None else {}
    notes = tuple(
        NoteRecord(
            one.id, one.side, title_of(library, one.clause) if one.clause else None, one.round,
            seals.open(one.text_sealed, table="talks_note", column="text", row=one.id), station_day(one.noted_at),
            one.noted_by == user.id, names.get(one.noted_by or "", ""),
        )
        for one in found
    )  # fmt: skip
    played = talks_rounds.play(session, row)
    keys = [*played.now.clauses, *(key for key in library if key not in played.now.clauses)]
    clauses = tuple((key, title_of(library, key)) for key in keys)
    may = access.may(user, "talks.edit", talks.facts_of(row))
    return NotesPage(frame, notes, sides(user) if may else (), clauses, tuple(played.after))


def _writable(session: Session, talks_id: str, *, by: Reader) -> Talks:
    row = talks.may_be_seen(session, talks_id, by=by)
    access.require(by, "talks.edit", talks.facts_of(row))
    return row


def _text_faults(text: str) -> list[Problem]:
    empty = [] if legible(text) else [Problem(NO_TEXT, "note_text")]
    return empty + text_faults(text, "note_text", most=MOST_TEXT)


def _record(session: Session, row: Talks, act: str, *, by: Reader, now: datetime) -> None:
    history.record(
        session, station_id=row.station_id, actor=by.id, act=act, subject=("talks", row.id),
        fields={"number": row.number}, now=now,
    )  # fmt: skip
