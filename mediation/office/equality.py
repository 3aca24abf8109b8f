"""Equality figures: what people volunteer is sealed, read case by case by nobody, and shown only as sums over a year.

The mediator at the counter writes the answers of a person who agreed; to correct them the person gives them again,
which replaces the old ones unread, or withdraws them. The history says that it was done, never what was answered.
A sum counts those whose application came in up to the end of the last whole quarter, so that it can't be compared
from one day to the next.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access, seals
from mediation.access import Facts, Reader, Scope
from mediation.domain.equality import NOT_SAID, QUESTIONS, SEALED_LENGTH, shown
from mediation.domain.refusals import N_, Forbidden, NotFound, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.equality import EqualityAnswer
from mediation.models.party import Party
from mediation.models.station import Station
from mediation.office import history
from mediation.office.records.equality import EqualityFigures, EqualityPage, EqualityPerson, EqualityTable

PLACE: Final = {"table": "equality_answer", "column": "answers"}
QUARTERS: Final = ((1, 1), (4, 1), (7, 1), (10, 1))
UNREAD: Final = "answers are replaced or withdrawn unread"
SUMS: Final = "equality figures add up answers that nobody may see one by one"


def page(session: Session, case_id: str, *, user: Reader) -> EqualityPage:
    """Return the people of a case who may be asked, and who has answered; never what."""
    case = Scope(session, user).get(Case, case_id)
    access.require(user, "equality.note", Facts(station_id=case.station_id))
    wanted = [col(Party.case_id) == case.id, col(Party.kind) == "person"]
    people = session.exec(Scope(session, user).select(Party).where(*wanted).order_by(col(Party.position))).all()
    with access.as_house(session, UNREAD):
        rows = session.exec(select(EqualityAnswer).where(EqualityAnswer.case_id == case.id)).all()
        since = {one.party_id: one.consented_on for one in rows}
    return EqualityPage(
        case.id, case.number, tuple(EqualityPerson(one.id, one.name, one.side, since.get(one.id)) for one in people)
    )


def note(
    session: Session, case_id: str, party_id: str, answers: Mapping[str, str], *, consent: bool, by: Reader,
    now: datetime,
) -> None:  # fmt: skip
    """Keep what a person says, or put it in the place of what was said before, unread.

    Raises Refused without consent, for an answer that isn't one and where nothing was answered, NotFound for a person
    who isn't of the case.
    """
    party = _person(session, case_id, party_id, by)
    kept = {one.key: answers.get(one.key, NOT_SAID) for one in QUESTIONS}
    problems = [
        Problem(N_("没有这个选项"), one.key, kept[one.key])
        for one in QUESTIONS
        if kept[one.key] != NOT_SAID and kept[one.key] not in one.answers
    ]
    if not consent:
        problems.append(Problem(N_("请先说明用途，征得本人同意后勾选；本人不同意的，不登记"), "consent"))
    if not any(kept.values()):
        problems.append(Problem(N_("五项都没有回答；本人不愿回答的，不必登记"), QUESTIONS[0].key))
    if problems:
        raise Refused(problems)
    row = _answer(session, party.id) or EqualityAnswer(
        station_id=party.station_id, case_id=party.case_id, party_id=party.id, consented_on=station_day(now),
        answers_sealed=b"",
    )  # fmt: skip
    row.consented_on = station_day(now)
    written = json.dumps(kept, separators=(",", ":")).ljust(SEALED_LENGTH)
    row.answers_sealed = seals.seal(written, row=row.id, **PLACE)
    session.add(row)
    _record(session, "equality.note", party, by, now)


def withdraw(session: Session, case_id: str, party_id: str, *, by: Reader, now: datetime) -> None:
    """Delete what a person said, unread; raises NotFound where there is nothing."""
    party = _person(session, case_id, party_id, by)
    row = _answer(session, party.id)
    if row is None:
        raise NotFound(N_("找不到该内容。"))
    session.delete(row)
    _record(session, "equality.withdraw", party, by, now)


def _person(session: Session, case_id: str, party_id: str, by: Reader) -> Party:
    party = Scope(session, by).get(Party, party_id)
    access.require(by, "equality.note", Facts(station_id=party.station_id))
    if party.case_id != case_id or party.kind != "person":
        raise NotFound(N_("找不到该内容。"))
    return party


def _answer(session: Session, party_id: str) -> EqualityAnswer | None:
    with access.as_house(session, UNREAD):
        return session.exec(select(EqualityAnswer).where(EqualityAnswer.party_id == party_id)).first()


def _record(session: Session, act: str, party: Party, by: Reader, now: datetime) -> None:
    history.record(
        session, station_id=party.station_id, actor=by.id, act=act, subject=("party", party.id), case_id=party.case_id,
        fields={}, now=now,
    )  # fmt: skip


def figures(session: Session, year: int | None = None, *, user: Reader, now: datetime) -> EqualityFigures:
    """Return the sums of a year's applications over the user's stations, small numbers hidden.

    Raises Forbidden for who may not read them, NotFound for a year that hasn't begun.
    """
    access.require(user, "equality.read")
    if not user.station_ids:
        raise Forbidden(N_("您无权进行此操作。"))
    today = station_day(now)
    chosen = today.year if year is None else year
    until = _counted_until(chosen, today)
    answers = _read(session, user, date(chosen, 1, 1), until)
    names = session.exec(Scope(session, user).select(Station).order_by(col(Station.code))).all()
    return EqualityFigures(
        chosen, until, chosen - 1, chosen + 1 if chosen < today.year else None, tuple(one.name for one in names),
        tuple(EqualityTable(one, shown(_counted(one.key, (*one.answers, NOT_SAID), answers))) for one in QUESTIONS),
    )  # fmt: skip


def _counted_until(year: int, today: date) -> date:
    """Return the last day that counts: of the year, or of the last whole quarter of the running one."""
    if not 1980 <= year <= today.year:  # noqa: PLR2004 - years a case book can have
        raise NotFound(N_("找不到该内容。"))
    if year < today.year:
        return date(year, 12, 31)
    begun = max(date(year, month, day) for month, day in QUARTERS if date(year, month, day) <= today)
    return date.fromordinal(begun.toordinal() - 1)


def _read(session: Session, user: Reader, first: date, last: date) -> list[dict[str, str]]:
    """Open the answers of the applications of some days; no name, case or person comes with them."""
    query = (
        sa.select(col(EqualityAnswer.id), col(EqualityAnswer.answers_sealed))
        .join(Case, col(Case.id) == col(EqualityAnswer.case_id))
        .where(
            col(EqualityAnswer.station_id).in_(user.station_ids), col(Case.merged_into).is_(None),
            col(Case.received_on).between(first, last),
        )  # fmt: skip
    )
    with access.as_house(session, SUMS):
        rows = session.execute(query).all()
    return [json.loads(seals.open(sealed, row=row_id, **PLACE)) for row_id, sealed in rows]


def _counted(key: str, codes: tuple[str, ...], answers: list[dict[str, str]]) -> dict[str, int]:
    return {code: sum(one[key] == code for one in answers) for code in codes}
