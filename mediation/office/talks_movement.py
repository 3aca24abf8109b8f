"""How the sides of wage talks moved: two rounds compared clause by clause, the gap of every figure over the rounds."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from mediation.access import Reader
from mediation.domain.refusals import N_, NotFound
from mediation.domain.talks import movement
from mediation.domain.talks.clauses import Library
from mediation.domain.talks.offers import SIDES
from mediation.office import talks_pages, talks_rounds
from mediation.office.records import Words
from mediation.office.records.talks_rounds import ChangeRecord, GapsPage, RoundPage, SeriesRecord
from mediation.office.talks_rounds import title_of
from mediation.office.talks_rounds_pages import change_fields, offer_record

NO_ROUND = N_("没有这一轮。")


def round_page(
    session: Session, talks_id: str, number: int, *, before: int | None, user: Reader, now: datetime
) -> RoundPage:
    """Return what changed up to a round, from the one before it or from any earlier one (0: before the first offer).

    Raises NotFound for a round in which nobody made an offer.
    """
    row, frame = talks_pages.frame(session, talks_id, user=user, now=now)
    played = talks_rounds.play(session, row)
    library = played.library
    rounds = tuple(played.after)
    if number not in rounds or (before not in (None, 0, *rounds)):
        raise NotFound(NO_ROUND)
    first = max((one for one in rounds if one < number), default=0) if before is None else before
    first, number = min(first, number), max(first, number)
    tables = played.upto(first), played.upto(number)
    sides = {
        side: tuple(_change(one, library) for one in movement.changed(*tables, side, library)) for side in SIDES
    }
    offers = tuple(offer_record(one, library) for one in played.rows if first < one.round <= number)
    return RoundPage(frame, number, first, rounds, offers, sides)


def _change(one: movement.ClauseChange, library: Library) -> ChangeRecord:
    title = title_of(library, one.clause)
    return ChangeRecord(one.clause, title, one.change, one.states, change_fields(one), one.text)


def gaps_page(session: Session, talks_id: str, *, chosen: str, user: Reader, now: datetime) -> GapsPage:
    """Return every figure as it stands, and those of one clause over all rounds; the first one still apart by default.
    """
    row, frame = talks_pages.frame(session, talks_id, user=user, now=now)
    played = talks_rounds.play(session, row)
    library = played.library
    series = tuple(
        SeriesRecord(one.clause, title_of(library, one.clause), one.field.key,
                     Words(one.field.title["zh"], one.field.title.get("en", "")), one.field.unit, one.points)
        for one in movement.gaps(dict(played.after), library)
    )  # fmt: skip
    known = [one.clause for one in series]
    apart = [one.clause for one in series if one.last.gap]
    clause = chosen if chosen in known else next(iter([*apart, *known]), "")
    return GapsPage(frame, series, clause, tuple(one for one in series if one.clause == clause))
