"""Notes of a session: shared ones stand in its record; a private one is sealed and read by its author alone.

Who may read one is the row rule's (access/rows.py). The history says that a note was taken, never what it says. A
private note may be made shared by its author; a shared one never becomes private again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from mediation import access, seals
from mediation.access import Reader, Scope
from mediation.domain.characters import legible
from mediation.domain.refusals import N_, Conflict, Forbidden, Problem, Refused
from mediation.models.case import Case
from mediation.models.party import SIDES
from mediation.models.sitting import Sitting, SittingNote
from mediation.office.casebook import facts_of
from mediation.office.sittings.holding import parties_of
from mediation.office.sittings.planning import found, record

MOST_TEXT: Final = 4000
CLOSED: Final = N_("本案已结案，不能修改；请由督导先恢复办理。")
CAUCUS: Final = ("applicant", "respondent", "pause")
"""With whom the mediator speaks, or not, while what is noted is private unless said otherwise."""


@dataclass(frozen=True)
class NoteLine:
    """One note as its reader may see it."""

    id: str
    private: bool
    talking_with: str | None
    speaker: str
    side: str
    words: str
    noted_at: datetime
    noted_by: str
    own: bool
    shared_at: datetime | None


def private_by_default(sitting: Sitting) -> bool:
    """Tell whether a note is private unless its author says otherwise: it is, while one side is spoken with alone."""
    return sitting.state == "open" and sitting.talking_with in CAUCUS


def write(
    session: Session, sitting_id: str, words: str, *, private: bool | None = None, speaker_id: str = "", by: Reader,
    now: datetime,
) -> SittingNote:  # fmt: skip
    """Keep a note; `private` null leaves it to with whom the mediator speaks.

    Raises Refused without words, Conflict before the session was opened.
    """
    sitting, case = found(session, sitting_id, "note.write", by)
    if case.state != "open":
        raise Conflict(CLOSED)
    if sitting.state not in ("open", "held"):
        raise Conflict(N_("调解会还没有开始，不能记录；请先开始调解会。"))
    words = words.replace("\r\n", "\n").strip()
    speakers = {one.id for one in parties_of(session, case.id)}
    problems = [] if legible(words) else [Problem(N_("请填写记录内容"), "words")]
    if len(words) > MOST_TEXT:
        problems.append(Problem(N_("过长：%(length)d 个字"), "words", "", f"≤ {MOST_TEXT}", {"length": len(words)}))
    if speaker_id and speaker_id not in speakers:
        problems.append(Problem(N_("请重新选择发言人"), "speaker_id"))
    if problems:
        raise Refused(problems)
    hidden = private_by_default(sitting) if private is None else private
    row = SittingNote(
        station_id=case.station_id, case_id=case.id, sitting_id=sitting.id, private=hidden,
        talking_with=sitting.talking_with, speaker_id=speaker_id or None, words="" if hidden else words, noted_at=now,
        noted_by=by.id,
    )  # fmt: skip
    if hidden:
        row.words_sealed = seals.seal(words, table="sitting_note", column="words", row=row.id)
    session.add(row)
    record(session, sitting, "note.write", by, now, {"note_kind": "private" if hidden else "shared"})
    return row


def share(session: Session, note_id: str, *, by: Reader, now: datetime) -> Sitting:
    """Make an own private note a shared one, for good; return its session.

    Raises NotFound for a note of somebody else, Conflict for one that is shared already.
    """
    row = Scope(session, by).get(SittingNote, note_id)
    sitting, case = found(session, row.sitting_id or "", "note.write", by)
    if case.state != "open":
        raise Conflict(CLOSED)
    if not row.private or row.words_sealed is None:
        raise Conflict(N_("这条记录已经公开，请刷新页面查看。"))
    if row.noted_by != by.id:
        raise Forbidden(N_("只能公开本人的记录"))
    row.words = _opened(row)
    row.private, row.words_sealed, row.shared_at = False, None, now
    session.add(row)
    record(session, sitting, "note.share", by, now, {})
    return sitting


def of_sitting(session: Session, sitting: Sitting, *, user: Reader, people: dict[str, str]) -> list[NoteLine]:
    """Return the notes of a session that the user may see, in their order.

    A desk that sees no notes of talks with one side (policy: the law firm's) isn't shown shared ones of those either.
    """
    scope = Scope(session, user)
    case = scope.get(Case, sitting.case_id)
    sees = access.sees(user, "caucus_notes", facts_of(session, case))
    query = scope.select(SittingNote).where(SittingNote.sitting_id == sitting.id)
    rows = session.exec(query.order_by(col(SittingNote.noted_at), col(SittingNote.id)))
    parties = {one.id: one for one in parties_of(session, case.id)}
    return [
        NoteLine(
            row.id, row.private, row.talking_with, party.name if party else "", party.side if party else "",
            _opened(row), row.noted_at, people.get(row.noted_by, ""), row.noted_by == user.id, row.shared_at,
        )  # fmt: skip
        for row in rows
        if sees or row.talking_with not in ("applicant", "respondent")
        for party in [parties.get(row.speaker_id or "")]
    ]


def shared(session: Session, sitting_id: str, *, side: str = "") -> list[SittingNote]:
    """Return the shared notes of a session for its record: what both sides heard, or the talk with one `side`.

    What one side said by itself stands in no paper that the other reads, also where the note was shared. The caller may
    see the case.
    """
    rows = every_shared(session, sitting_id)
    return [one for one in rows if one.talking_with in (None, "joint", side)]


def every_shared(session: Session, sitting_id: str) -> list[SittingNote]:
    """Return all shared notes of a session, for the station's own copy of a case; the caller may see it."""
    query = select(SittingNote).where(SittingNote.sitting_id == sitting_id, col(SittingNote.private).is_(False))
    return list(session.exec(query.order_by(col(SittingNote.noted_at), col(SittingNote.id))))


def shared_apart(session: Session, case_id: str) -> list[SittingNote]:
    """Return what was said with one side alone and is shared, of all sessions of a case; the caller may see it."""
    query = select(SittingNote).where(SittingNote.case_id == case_id, col(SittingNote.private).is_(False))
    query = query.where(col(SittingNote.talking_with).in_(SIDES))
    return list(session.exec(query.order_by(col(SittingNote.noted_at), col(SittingNote.id))))


def _opened(row: SittingNote) -> str:
    if row.words_sealed is None:
        return row.words
    return seals.open(row.words_sealed, table="sitting_note", column="words", row=row.id)
