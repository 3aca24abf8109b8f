"""What the form of wage talks offers for what is typed: cases, clauses with why, places, articles of matters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.access import Reader, Scope
from mediation.domain.refusals import N_
from mediation.domain.talks.clauses import TOPICS
from mediation.domain.talks.place import TalksPlace, chain, first_required
from mediation.domain.worktime import station_day
from mediation.models.talks import Talks, TalksCase, TalksClock, TalksFirm
from mediation.office import rules, talks, talks_base, talks_cluster, talks_open
from mediation.office.reasons import law_record
from mediation.office.records import LawRecord, Said, Words
from mediation.office.records.talks_open import CaseTick, ClauseTick, Offered, TalksNote
from mediation.office.talks_cluster import Why
from mediation.office.talks_open import Origin

MOST_NOTES: Final = 20
RENEWAL: Final = "talks.renewal"
ALREADY: Final = N_("该企业已有进行中或者在有效期内的协商")
BOUNDS: Final = N_("%(people)d 人以上，或者职工总数的 %(percent)g%% 以上")
WINDOW: Final = N_("续订要约期间：%(opens)s 至 %(closes)s")


def offered(
    session: Session, values: Mapping[str, str], origin: Origin, *, user: Reader, now: datetime,
    row: Talks | None = None,
) -> Offered:  # fmt: skip
    """Return what the form offers for what is typed: cases of its firms, clauses with why, what the matters mean."""
    scope, today = Scope(session, user), station_day(now)
    linked = list(session.exec(select(TalksCase.case_id).where(TalksCase.talks_id == row.id))) if row else []
    firms = {origin.firm, *talks_base.firm_keys(values)}
    cases = talks_cluster.candidates(scope, firms, origin.site, now=now, besides=linked)
    place = values.get("talks_place", "")
    place = place if place in rules.current().book.places else Talks.model_fields["place"].default
    typed = {**values, "talks_place": place}
    matters = talks_base.typed_matters(typed, today)
    drafted = _reasons(scope, cases, values, origin, place, row)
    whys = talks_cluster.with_matters(drafted, typed, today=today, besides=row.matters if row else ())
    rows = chain(rules.current().book.places, place)
    strict = first_required(rows, "mandatory.refusal", today) is not None
    notes = (*_window(scope, origin.renews), *_running(scope, firms, origin.earlier, besides=row.id if row else ""))
    laws = matter_laws(place, matters, today)
    return Offered(cases, _topics(whys), places(), matters, laws, strict, _bounds(rows, today), notes)


def _bounds(rows: tuple[TalksPlace, ...], today: date) -> Said | None:
    """Return from how many dismissals on the other side may not refuse."""
    people, share = (first_required(rows, f"mandatory.{one}", today) for one in ("people", "share"))
    if people is None or share is None:
        return None
    return Said(BOUNDS, {"people": people.row.number, "percent": float(share.row.share * 100)})


def places() -> tuple[tuple[str, Words], ...]:
    """Return every place of the rule book with its name."""
    return tuple((one.id, Words(one.title["zh"], one.title["en"])) for one in rules.current().book.places.values())


def matter_laws(place: str, matters: Iterable[str], today: date) -> tuple[LawRecord, ...]:
    """Return the articles by which these matters may not be refused."""
    book = rules.current().book
    return tuple(law_record(book, key) for key in talks_base.matter_laws(place, matters, today))


def _reasons(
    scope: Scope, cases: Iterable[CaseTick], values: Mapping[str, str], origin: Origin, place: str, row: Talks | None
) -> dict[str, Why]:
    """Return why clauses are proposed for what is typed, the weightiest first."""
    ticked = set(talks_base.ticked(values, "cases"))
    drafted = talks_cluster.draft(scope.session, [one.id for one in cases if one.id in ticked], place)
    kept: dict[str, Why] = dict(row.agenda_why) if row else {}
    if origin.earlier:
        old = talks.may_be_seen(scope.session, origin.earlier, by=scope.user)
        kept = {key: {"from": talks_cluster.RENEWAL} for key in talks_open.agreed(scope.session, old)}
    return {**kept, **{key: why for key, why in drafted.items() if key not in kept or why["from"] != "law"}}


def _topics(whys: Mapping[str, Why]) -> tuple[tuple[str, tuple[ClauseTick, ...]], ...]:
    """Return the clauses of the library by topic."""
    library = rules.current().book.clauses
    return tuple(
        (
            topic,
            tuple(
                ClauseTick(one.key, Words(one.title["zh"], one.title["en"]), talks_cluster.in_words(whys.get(one.key)))
                for one in library.values()
                if one.topic == topic
            ),
        )
        for topic in TOPICS
    )


def _window(scope: Scope, talks_id: str) -> tuple[TalksNote, ...]:
    """Return when the renewal of a contract may be proposed."""
    query = scope.select(TalksClock).where(col(TalksClock.talks_id) == talks_id, col(TalksClock.clock) == RENEWAL)
    return tuple(
        TalksNote(Said(WINDOW, {"opens": one.opens_on, "closes": one.safe_on}), talks_id)
        for one in (scope.session.exec(query) if talks_id else ())
        if not one.second
    )


def _running(scope: Scope, keys: Iterable[str], earlier: str, *, besides: str) -> tuple[TalksNote, ...]:
    """Return the talks with these firms that aren't over, besides the earlier ones and those at hand."""
    of_firms = sa.select(col(TalksFirm.talks_id)).where(col(TalksFirm.firm_key).in_(sorted(set(keys) - {""})))
    wanted = [col(Talks.id).in_(of_firms), col(Talks.stage) != "ended", col(Talks.id).not_in([earlier, besides])]
    found = scope.session.exec(scope.select(Talks).where(*wanted).order_by(col(Talks.made_at).desc()).limit(MOST_NOTES))
    return tuple(TalksNote(Said(ALREADY), one.id, one.number or "") for one in found)
