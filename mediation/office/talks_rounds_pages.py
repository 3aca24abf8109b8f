"""The table of wage talks as pages show it: every clause with both bids, the form of an offer and its preview."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session

from mediation import access
from mediation.access import Reader
from mediation.domain.refusals import N_
from mediation.domain.talks import movement
from mediation.domain.talks.clauses import NATIONAL, Clause, Library, blanks
from mediation.domain.talks.offers import OTHER, SIDES, Bid, ClauseState, Table
from mediation.domain.talks.wording import redline, text_of
from mediation.domain.worktime import station_day
from mediation.models.talks import Talks
from mediation.models.talks_table import TalksOffer
from mediation.office import rules, talks, talks_offer_form, talks_pages, talks_rounds, talks_state
from mediation.office.reasons import law_record
from mediation.office.records import Words
from mediation.office.records.talks_rounds import (
    BidRecord,
    ClauseRow,
    FieldChangeRecord,
    FigureGap,
    FormClause,
    FormField,
    LibraryClause,
    OfferForm,
    OfferPreview,
    OfferRecord,
    PreviewLine,
    TablePage,
)
from mediation.office.talks_rounds import Played, Ready, title_of

BARE: Final = Clause("", {}, "other", (), {}, (), {})
"""A clause that the library has no more is taken back, accepted or opened again; nothing is filled in."""
STATES: Final = ("agreed", "countered", "offered", "open", "withdrawn")
UNKNOWN_TOPIC: Final = "other"
EVERYWHERE: Final = Words(N_("全国"), "National")


def table(session: Session, talks_id: str, *, user: Reader, now: datetime) -> TablePage:
    """Return the table: the clauses of the agenda in its order, then whatever else was offered."""
    row, frame = talks_pages.frame(session, talks_id, user=user, now=now)
    played = talks_rounds.play(session, row)
    rows = tuple(clause_rows(row, played.now, played.library))
    counts = {state: sum(one.state == state for one in rows) for state in STATES}
    closed = talks_rounds.closed(row, talks_state.gather(session, row), today=station_day(now))
    edits = access.may(user, "talks.edit", talks.facts_of(row)) and closed is None
    undo = edits and talks_rounds.may_undo(played, by=user, now=now)
    last = offer_record(played.rows[-1], played.library) if undo else None
    return TablePage(frame, rows, counts, tuple(played.after), played.now.turn, closed, last)


def form(session: Session, talks_id: str, side: str, *, user: Reader, now: datetime) -> OfferForm:
    """Return the form for a side's next offer: each clause with the side's last bid, the rest of the library below."""
    row, frame = talks_pages.frame(session, talks_id, user=user, now=now)
    access.require(user, "talks.edit", talks.facts_of(row))
    played, found, library = talks_rounds.play(session, row), talks_state.gather(session, row), talks_state.library()
    every = played.library
    now_on = played.now
    letters = _letters(now_on, side, every)
    rows = [one for one in clause_rows(row, now_on, every) if one.key in every]
    rest = [_row(key, now_on, library, agenda=False) for key in library if key not in now_on.clauses]
    own = tuple(_form_clause(one, library.get(one.key, BARE), now_on, side, letters) for one in rows)
    further = tuple(_form_clause(one, library[one.key], now_on, side, letters) for one in rest)
    sessions = tuple((one.id, one.number, one.on) for one in found.sessions if one.state != "cancelled")
    return OfferForm(
        frame, side, next_round(played, side), own, further, _packages(now_on, OTHER[side], every), sessions,
        talks_rounds.closed(row, found, today=station_day(now)),
    )  # fmt: skip


def next_round(played: Played, side: str) -> int:
    """Return the round a side's next offer belongs to: the last one, unless the side spoke in it already."""
    last = played.rows[-1].round if played.rows else 1
    return last + 1 if any((one.side, one.round) == (side, last) for one in played.rows) else last


def preview(
    session: Session, talks_id: str, typed: Mapping[str, str], *, user: Reader, now: datetime
) -> OfferPreview:
    """Return an offer as it would be stored; raises as `talks_rounds.make` does."""
    row, ready = talks_rounds.preview(session, talks_id, typed, by=user, now=now)
    offer, library = ready.offer, ready.library
    lines = [line for key in library for line in _lines(key, ready, library)]
    states = [one.state for one in ready.after.clauses.values()]
    frame = talks_pages.frame_of(session, row, user=user, today=station_day(now))
    return OfferPreview(
        frame, offer.side, offer.round, ready.head.made_on, ready.head.reason, tuple(lines),
        tuple(talks.record_of(one) for one in ready.warnings), ready.after.turn,
        states.count("agreed"), len(states),
    )  # fmt: skip


def library_page() -> tuple[LibraryClause, ...]:
    """Return every clause of the library with its fields, model text and articles."""
    return tuple(_library_clause(one) for one in talks_state.library().values())


def clause_rows(row: Talks, now_on: Table, library: Library) -> list[ClauseRow]:
    """Return the clauses on the table: those of the agenda in its order, then the others."""
    return [_row(key, now_on, library, agenda=key in row.agenda) for key in now_on.clauses]


def offer_record(one: TalksOffer, library: Library) -> OfferRecord:
    """Return what one side did in one round."""
    names = {
        name: tuple(title_of(library, key) for key in keys)
        for name, keys in (("offered", [key for key in library if key in one.clauses]), ("accepted", one.accepts),
                           ("withdrawn", one.withdraws), ("reopened", one.reopens))
    }  # fmt: skip
    packages = tuple(tuple(title_of(library, key) for key in package) for package in one.packages)
    return OfferRecord(one.side, one.round, one.made_on, one.reason, packages=packages, **names)


def change_fields(change: movement.ClauseChange) -> tuple[FieldChangeRecord, ...]:
    """Return the fields of a change, as pages show them."""
    return tuple(
        FieldChangeRecord(_words(one.field.title), one.field.unit, one.change, one.before, one.after)
        for one in change.fields
    )


def _words(title: Mapping[str, str]) -> Words:
    return Words(title["zh"], title.get("en", ""))


def _row(key: str, now_on: Table, library: Library, *, agenda: bool) -> ClauseRow:
    state = now_on.clauses.get(key, ClauseState(key))
    clause = library.get(key)
    bids = {side: _bid(state.bids[side], key, library) for side in SIDES if side in state.bids}
    agreed = _bid(state.agreed, key, library) if state.agreed else None
    topic = clause.topic if clause else UNKNOWN_TOPIC
    gaps = _gaps(clause, state) if clause else ()
    return ClauseRow(
        key, title_of(library, key), topic, state.state, agenda, bids, agreed, state.agreed_in, gaps
    )


def _bid(bid: Bid, key: str, library: Library) -> BidRecord:
    others = tuple(title_of(library, one) for one in library if one in bid.package and one != key)
    return BidRecord(bid.side, bid.round, text_of(library[key], bid.values), others)


def _gaps(clause: Clause, state: ClauseState) -> tuple[FigureGap, ...]:
    """Return the figures both sides named and that are still apart."""
    if state.agreed is not None or len(state.bids) < len(SIDES):
        return ()
    series = movement.gaps({1: Table({clause.key: state})}, {clause.key: clause})
    return tuple(
        FigureGap(one.field.key, _words(one.field.title), one.field.unit, point.workers, point.employer, point.gap,
                  point.of_employer)
        for one in series
        for point in one.points
        if point.gap is not None
    )  # fmt: skip


def _letters(now_on: Table, side: str, library: Library) -> dict[str, str]:
    """Return the letter of each clause that a side has in a package."""
    own = {key: one.bids[side].package for key, one in now_on.clauses.items() if side in one.bids}
    packages = list(dict.fromkeys(own[key] for key in library if own.get(key)))
    return {key: talks_offer_form.LETTERS[packages.index(package)] for key, package in own.items() if package}


def _packages(now_on: Table, side: str, library: Library) -> tuple[tuple[str, tuple[Words, ...]], ...]:
    """Return the packages a side has on the table, by their first clause."""
    found: dict[frozenset[str], str] = {}
    for key in library:
        bid = now_on.clauses[key].bids.get(side) if key in now_on.clauses else None
        if bid is not None and bid.package:
            found.setdefault(bid.package, key)
    titles = ((key, [one for one in library if one in group]) for group, key in found.items())
    return tuple((key, tuple(title_of(library, one) for one in group)) for key, group in titles)


def _form_clause(
    row: ClauseRow, clause: Clause, now_on: Table, side: str, letters: Mapping[str, str]
) -> FormClause:
    state = now_on.clauses.get(row.key, ClauseState(row.key))
    values = talks_offer_form.shown_values(state, side)
    fields = tuple(
        FormField(f"{clause.key}.{key}", _words(one.title), one.unit, one.needed,
                  talks_offer_form.typed_of(one, values.get(key)))
        for key, one in clause.fields.items()
    )  # fmt: skip
    acts = [name for name, may in (("accept", OTHER[side] in state.bids), ("withdraw", side in state.bids),
                                   ("reopen", state.agreed is not None)) if may]  # fmt: skip
    book = rules.current().book
    return FormClause(
        row, row.bids.get(side), row.bids.get(OTHER[side]), fields, tuple(acts), letters.get(row.key, ""),
        tuple(law_record(book, key) for key in clause.law),
    )  # fmt: skip


def _lines(key: str, ready: Ready, library: Library) -> list[PreviewLine]:
    """Return what an offer does to one clause, with the change of the side's own version of it."""
    offer, clause = ready.offer, library[key]
    acts = [name for name, keys in (("reopen", offer.reopens), ("withdraw", offer.withdraws), ("accept", offer.accepts),
                                    ("offer", offer.clauses)) if key in keys]  # fmt: skip
    if not acts:
        return []
    old, new = (one.bids(offer.side).get(key) for one in (ready.before, ready.after))
    change, title = movement.compare(clause, old, new), title_of(library, key)
    text = redline(*("" if one is None else text_of(clause, one) for one in (old, new)))
    package = next((one for one in offer.packages if key in one), frozenset())
    others = tuple(title_of(library, one) for one in library if one in package and one != key)
    done = PreviewLine(acts[-1], title, text, change_fields(change) if change else (), others)
    return [PreviewLine("reopen", title, (), (), ()), done] if len(acts) > 1 else [done]


def _library_clause(one: Clause) -> LibraryClause:
    book = rules.current().book
    required = tuple(
        (_place(place), tuple(law_record(book, key) for key in keys)) for place, keys in one.required.items()
    )
    fields = tuple(
        FormField(f"{one.key}.{key}", _words(field.title), field.unit, field.needed, "")
        for key, field in one.fields.items()
    )
    return LibraryClause(
        one.key, _words(one.title), one.topic, tuple(law_record(book, key) for key in one.law), required, fields,
        tuple(_pieces(sentence, one) for sentence in one.text), _words(one.proof) if one.proof else None,
    )  # fmt: skip


def _pieces(sentence: str, clause: Clause) -> tuple[tuple[bool, str], ...]:
    """Return a sentence of model text as runs: plain text, and (True) what a field is called."""
    runs: list[tuple[bool, str]] = []
    rest = sentence
    for name in blanks(sentence):
        before, _, rest = rest.partition(f"{{{name}}}")
        runs += [(False, before), (True, clause.fields[name].title["zh"])]
    return tuple(run for run in (*runs, (False, rest)) if run[1])


def _place(place: str) -> Words:
    found = rules.current().book.places.get(place)
    if place == NATIONAL or found is None:
        return EVERYWHERE if place == NATIONAL else Words(place)
    return _words(found.title)
