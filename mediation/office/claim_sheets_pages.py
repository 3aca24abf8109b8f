"""The page of a claim being worked out: the form with what is known, the working kept, what has moved since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col

from mediation import access
from mediation.access import Reader
from mediation.domain.claims import KINDS, ClaimResult, Fact, Line, places_of
from mediation.domain.rulebook import RuleBook
from mediation.domain.worktime import station_day
from mediation.models.claim_sheet import ClaimSheet
from mediation.office import cases, claim_sheets, claim_sheets_now, claim_turns, dates, rules
from mediation.office.casebook import open_book
from mediation.office.claim_sheets import Sight
from mediation.office.claimviews import claim_record
from mediation.office.reasons import law_record
from mediation.office.records import LawRecord, Words
from mediation.office.records.claims import ClaimPage, EarlierSheet, GivenFact, SheetRecord, StepRecord

MOST_EARLIER = 20


def page(session: Session, case_id: str, claim_id: str, *, user: Reader, now: datetime) -> ClaimPage:
    """Return the page of one claim; raises NotFound as `claim_sheets.sight` does."""
    sight = claim_sheets.sight(session, case_id, claim_id, user=user)
    room, people = rules.current(), cases.names_of(session, sight.case.station_id)
    kind, kept = KINDS[sight.claim.kind], sight.kept
    known, drawn = _known(sight)
    worked = claim_sheets_now.worked_out(sight.case, [kept] if kept else [], now=now)
    return ClaimPage(
        header=cases.header(session, open_book(session, sight.case), people),
        claim=claim_record(sight.claim, worked),
        title=Words(kind.title["zh"], kind.title["en"]),
        facts=kind.facts,
        places=tuple((one, place_words(room.book, one)) for one in places_of(room.book)),
        known=known,
        drawn=drawn,
        on=kept.on if kept and kept.on != station_day(kept.made_at) else station_day(now),
        kept=_with_turns(kept_record(kept, room.book, people), kept.facts) if kept else None,
        anew=claim_sheets_now.anew(kept, sight.case, room, now=now) if kept else None,
        earlier=_earlier(sight, people),
        may_compute=sight.case.state == "open" and access.may(user, "claim.compute", sight.about),
        seen=kept.id if kept else "",
    )


def kept_record(row: ClaimSheet, book: RuleBook, people: Mapping[str, str]) -> SheetRecord:
    """Return a working as it was kept, with the articles' words."""
    return SheetRecord(
        id=row.id, kind=row.kind, amount=row.amount, on=row.on, governed_on=row.governed_on,
        place=place_words(book, row.place), facts=given(row.kind, row.facts),
        steps=_steps(book, [Line.read(one) for one in row.steps], row.parameters),
        warnings=tuple(map(dates.said, row.warnings)),
        laws=_laws(book, row.law), final_award=row.final_award,
        rulebook=row.rulebook, made_at=row.made_at, made_by=people.get(row.made_by, ""),
    )  # fmt: skip


def tried(
    session: Session, case_id: str, claim_id: str, facts: Mapping[str, Any], *, on: object, by: Reader, now: datetime
) -> SheetRecord:
    """Return a working that isn't kept (yet); raises Refused for every fault of the facts, beside its field."""
    result, day = claim_sheets.work_out(session, case_id, claim_id, facts, on=on, by=by, now=now)
    return _with_turns(fresh_record(result, facts, on=day, book=rules.current().book), facts)


def fresh_record(result: ClaimResult, facts: Mapping[str, Any], *, on: date, book: RuleBook) -> SheetRecord:
    """Return a working that isn't kept as a record."""
    place = str(facts.get("place") or claim_sheets_now.DEFAULT_PLACE)
    return SheetRecord(
        id="", kind=result.kind, amount=result.amount, on=on, governed_on=result.day, place=place_words(book, place),
        facts=given(result.kind, facts),
        steps=_steps(book, result.steps, claim_sheets_now.used(result)),
        warnings=tuple(dates.said(one.stored()) for one in result.warnings),
        laws=_laws(book, result.law),
        final_award=result.final_award, rulebook=result.rulebook,
    )  # fmt: skip


def _with_turns(sheet: SheetRecord, facts: Mapping[str, Any]) -> SheetRecord:
    return replace(sheet, turns=claim_turns.of(sheet.kind, facts, on=sheet.on, rulebook=sheet.rulebook))


def place_words(book: RuleBook, place: str) -> Words:
    """Return what a place is called."""
    found = book.places.get(place)
    return Words(found.title["zh"], found.title["en"]) if found else Words(place, place)


def given(kind: str, facts: Mapping[str, Any]) -> tuple[GivenFact, ...]:
    """Return the facts of a working in the order of the form, each with its parts as text."""
    shown = [one for one in KINDS[kind].facts if one.type != "place" and (one.required or facts.get(one.name))]
    return tuple(GivenFact(one.name, _called(one), one.type, _parts(one, facts.get(one.name))) for one in shown)


def _called(fact: Fact) -> Words:
    """Return what a fact is called; of a table with its columns."""
    if not fact.rows:
        return Words(fact.zh, fact.en)
    zh, en = "、".join(cell.zh for cell in fact.rows), ", ".join(cell.en for cell in fact.rows)
    return Words(f"{fact.zh}（{zh}）", f"{fact.en} ({en})")


def _parts(fact: Fact, value: Any) -> tuple[tuple[str, ...], ...]:
    if value is None:
        return ()
    if fact.type == "rows":
        return tuple(tuple(str(row.get(cell.name, "")) for cell in fact.rows) for row in value)
    if fact.type == "moneys":
        return tuple((str(one),) for one in value)
    return ((("true" if value else "false") if isinstance(value, bool) else str(value),),)


def _known(sight: Sight) -> tuple[dict[str, Any], tuple[Words, ...]]:
    """Return what the form begins with: the working kept, else what the case and its other workings know."""
    facts = {one.name: one for one in KINDS[sight.claim.kind].facts}
    if sight.kept is not None:
        return dict(sight.kept.facts), ()
    found: dict[str, Any] = {}
    for row in claim_sheets_now.of_case(sight.scope, sight.case.id):
        same = {one.name for one in KINDS[row.kind].facts if facts.get(one.name) == one}
        found |= {name: value for name, value in row.facts.items() if name in same}
    found |= claim_sheets_now.known_of(sight.case, sight.claim.kind)
    labels = (Words(facts[name].zh, facts[name].en) for name in found if name != "place")
    return found, tuple(labels)


def _earlier(sight: Sight, people: Mapping[str, str]) -> tuple[EarlierSheet, ...]:
    query = sight.scope.select(ClaimSheet).where(
        ClaimSheet.claim_id == sight.claim.id, ClaimSheet.case_id == sight.case.id, ClaimSheet.state == "replaced"
    )
    rows = sight.scope.session.exec(query.order_by(col(ClaimSheet.made_at).desc()).limit(MOST_EARLIER))
    return tuple(EarlierSheet(one.amount, one.on, one.made_at, people.get(one.made_by, "")) for one in rows)


def _steps(book: RuleBook, lines: Iterable[Line], used: Iterable[Mapping[str, Any]]) -> tuple[StepRecord, ...]:
    marks = {(one["source"], one["since"]): one["verified"] for one in used}
    return tuple(
        StepRecord(dates.said(one.says.stored()), one.value, _laws(book, one.law), _mark(one, marks)) for one in lines
    )


def _mark(line: Line, marks: Mapping[tuple[str, str], str]) -> str:
    """Return the mark of the standard that a line tells, '' where it tells none."""
    return marks.get((str(line.says.params.get("source")), str(line.says.params.get("start"))), "")


def _laws(book: RuleBook, keys: Iterable[str]) -> tuple[LawRecord, ...]:
    return tuple(law_record(book, key) for key in keys)
