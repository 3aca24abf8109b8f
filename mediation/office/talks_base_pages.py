"""The page of the base data of one round: firms, disputes behind it, agenda with why, the request, the history."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_
from mediation.domain.talks import sector
from mediation.domain.talks.finding import Finding
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.history import HistoryLine as HistoryRow
from mediation.models.talks import Talks, TalksCase
from mediation.office import (
    cases,
    rules,
    talks,
    talks_cluster,
    talks_offered,
    talks_open,
    talks_pages,
    talks_request,
    talks_state,
)
from mediation.office.records import HistoryLine, LawRecord, Said, Words
from mediation.office.records.talks import FindingRecord, TalksFrame
from mediation.office.records.talks_open import ClauseTick, FirmLine, LinkedCase, TalksNote
from mediation.office.talks_open import MAY_DROP

MOST_HISTORY: Final = 200
RENEWS: Final = N_("续订：%(number)s")
RENEWED: Final = N_("已发起续订：%(number)s")
CHANGES: Final = N_("变更、解除的合同：%(number)s")
CHANGED: Final = N_("已就变更、解除发起协商：%(number)s")


@dataclass(frozen=True)
class BasePage:
    """The base data of one round: whom it is with, what it rests on, what was asked for and when."""

    frame: TalksFrame
    row: Talks
    firms: tuple[FirmLine, ...]
    cases: tuple[LinkedCase, ...]
    agenda: tuple[ClauseTick, ...]
    place: Words
    matter_laws: tuple[LawRecord, ...]
    findings: tuple[FindingRecord, ...]
    renews: TalksNote | None
    renewed_by: TalksNote | None
    history: tuple[HistoryLine, ...]
    may_withdraw: bool
    may_renew: bool
    made_by: str


def page(session: Session, talks_id: str, *, user: Reader, now: datetime) -> BasePage:
    """Return the page; raises NotFound for talks the user may not see."""
    row, frame = talks_pages.frame(session, talks_id, user=user, now=now)
    scope, today = Scope(session, user), station_day(now)
    firms = talks_open.firm_lines(session, row)
    people = cases.names_of(session, row.station_id)
    wrong = (*talks_request.checked(session, row, now=now), *_of_firms(row, firms, today))
    return BasePage(
        frame=frame, row=row, firms=firms, cases=_linked(scope, row),
        agenda=agenda(row), place=frame.place, matter_laws=talks_offered.matter_laws(row.place, row.matters, today),
        findings=tuple(talks.record_of(one) for one in wrong), renews=_renews(scope, row),
        renewed_by=_renewed_by(scope, row), history=history_of(scope, row, people),
        may_withdraw="talks.edit" in frame.may and row.stage in MAY_DROP,
        may_renew=access.may(user, "talks.open", talks.facts_of(row)) and row.term_until is not None,
        made_by=people.get(row.made_by or "", ""),
    )  # fmt: skip


def agenda(row: Talks) -> tuple[ClauseTick, ...]:
    """Return the clauses of the agenda in their order, each with why it is there."""
    library = rules.current().book.clauses
    return tuple(
        ClauseTick(
            key, Words(library[key].title["zh"], library[key].title["en"]) if key in library else Words(key),
            talks_cluster.in_words(row.agenda_why.get(key)),
        )
        for key in row.agenda
    )  # fmt: skip


def history_of(scope: Scope, row: Talks, people: dict[str, str]) -> tuple[HistoryLine, ...]:
    """Return what was done in the talks, newest first."""
    query = (
        scope.select(HistoryRow)
        .where(col(HistoryRow.subject_kind) == "talks", col(HistoryRow.subject_id) == row.id)
        .order_by(col(HistoryRow.seq).desc())
        .limit(MOST_HISTORY)
    )
    return tuple(
        HistoryLine(one.at, people.get(one.actor, one.actor), one.act, None, _noted(one))
        for one in scope.session.exec(query)
    )


def _noted(line: HistoryRow) -> tuple[tuple[str, str], ...]:
    notes = json.loads(line.fields_json)
    shown = {name: value for name, value in notes.items() if isinstance(value, (str, int)) and value != ""}
    return tuple((name, str(value)) for name, value in shown.items() if name != "number")


def _of_firms(row: Talks, firms: Iterable[FirmLine], today: date) -> tuple[Finding, ...]:
    known = [sector.Firm(one.name, one.firm_key or one.name, one.staff, one.authorised) for one in firms]
    return sector.check(row.unit, known, rows=talks_state.chain_of(row), on=today)


def _linked(scope: Scope, row: Talks) -> tuple[LinkedCase, ...]:
    """Return the disputes behind the talks; those the reader may not open only by number and day."""
    held = sa.select(col(TalksCase.case_id)).where(col(TalksCase.talks_id) == row.id)
    mine = {one.id for one in scope.session.exec(scope.select(Case).where(col(Case.id).in_(held)))}
    query = sa.select(col(Case.id), col(Case.number), col(Case.received_on)).where(col(Case.id).in_(held))
    return tuple(
        LinkedCase(one.number, one.received_on, one.id if one.id in mine else "")
        for one in scope.session.execute(query.order_by(col(Case.received_on), col(Case.number)))
    )


def _renews(scope: Scope, row: Talks) -> TalksNote | None:
    old = scope.get(Talks, row.renews) if row.renews else None
    said = CHANGES if row.source == "change" else RENEWS
    return TalksNote(Said(said, {"number": old.number or old.employer}), old.id) if old else None


def _renewed_by(scope: Scope, row: Talks) -> TalksNote | None:
    query = scope.select(Talks).where(col(Talks.renews) == row.id, col(Talks.ended_why) != "withdrawn")
    new = scope.session.exec(query.order_by(col(Talks.made_at).desc()).limit(1)).first()
    if new is None:
        return None
    said = CHANGED if new.source == "change" else RENEWED
    return TalksNote(Said(said, {"number": new.number or new.employer}), new.id)
