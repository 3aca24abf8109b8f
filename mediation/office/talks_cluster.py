"""The disputes around a firm or a site, as an agenda is drafted from them, and the reasons of its clauses in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation.access import Scope
from mediation.domain import money, names
from mediation.domain.claimwords import CLAIM_WORDS
from mediation.domain.refusals import N_
from mediation.domain.talks import agenda
from mediation.domain.talks.agenda import Claimed, Dispute, Reason
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.office import rules, talks_base
from mediation.office.reasons import law_record
from mediation.office.records import Said, Words
from mediation.office.records.talks_open import CaseTick

CHUNK: Final = 500
MOST_CASES: Final = 200
DISPUTES, LAW, RENEWAL, MATTER = "disputes", "law", "renewal", "matter"
"""Where a clause of an agenda comes from: the word under `from` in what `Talks.agenda_why` keeps of it."""
LAW_NAMES: Final = N_("一般应包括（%(law)s）")
AGREED_BEFORE: Final = N_("原合同已有约定")

Why = Mapping[str, Any]


def disputes(session: Session, case_ids: Sequence[str]) -> list[Dispute]:
    """Return the cases as disputes; one with several firms or sites stands once for each of them."""
    found: list[Dispute] = []
    for first in range(0, len(case_ids), CHUNK):
        ids = list(case_ids[first : first + CHUNK])
        parties, claims = _parties(session, ids), _claims(session, ids)
        query = sa.select(col(Case.id), col(Case.number), col(Case.received_on), col(Case.workers))
        for case_id, number, received_on, workers in session.execute(query.where(col(Case.id).in_(ids))):
            of_case = parties.get(case_id, [])
            firms = _keys(one.firm_key for one in of_case if one.side == "respondent")
            sites = _keys(one.address for one in of_case if one.side == "respondent")
            asked = tuple(claims.get(case_id, ()))
            found += [
                Dispute(number, received_on, asked, workers, _people(of_case), firm, site)
                for firm, site in zip_longest(firms, sites, fillvalue="") or [("", "")]
            ]
    return found


def _keys(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(text for value in values if value and (text := value.strip())))


def _people(parties: Iterable[Any]) -> frozenset[str]:
    """Return marks by which known workers are told apart: the ID number where there is one, else the name."""
    return frozenset(
        one.id_number_digest or f"name:{names.plain(one.name)}"
        for one in parties
        if one.side == "applicant" and one.kind == "person"
    )


def _parties(session: Session, ids: list[str]) -> dict[str, list[Any]]:
    query = sa.select(
        col(Party.case_id), col(Party.side), col(Party.kind), col(Party.name), col(Party.id_number_digest),
        col(Party.firm_key), col(Party.address),
    )  # fmt: skip
    found: dict[str, list[Any]] = {}
    for row in session.execute(query.where(col(Party.case_id).in_(ids)).order_by(col(Party.position))):
        found.setdefault(row.case_id, []).append(row)
    return found


def _claims(session: Session, ids: list[str]) -> dict[str, list[Claimed]]:
    query = sa.select(col(Claim.case_id), col(Claim.kind), col(Claim.amount)).where(col(Claim.case_id).in_(ids))
    found: dict[str, list[Claimed]] = {}
    for case_id, kind, amount in session.execute(query):
        found.setdefault(case_id, []).append(Claimed(kind, amount))
    return found


def since(today: date) -> date:
    """Return the first day on which a case still counts, by the station's number of days."""
    days = rules.current().book.parameters[agenda.LOOK_BACK].on(today).value
    return today - timedelta(days=int(days) - 1)


def candidates(
    scope: Scope, firms: Iterable[str], site: str, *, now: datetime, besides: Iterable[str] = ()
) -> tuple[CaseTick, ...]:
    """Return the cases at the firms or the site that the user may see and that count, latest first; and `besides`."""
    wanted: list[Any] = [col(Party.side) == "respondent", col(Party.station_id).in_(scope.user.station_ids)]
    keys = sorted(one for one in firms if one)
    if site:
        at = sa.select(col(Party.case_id)).where(*wanted, col(Party.address) == site)
    else:
        at = sa.select(col(Party.case_id)).where(*wanted, col(Party.firm_key).in_(keys))
    counted = sa.and_(
        col(Case.id).in_(at), col(Case.merged_into).is_(None), col(Case.received_on) >= since(station_day(now))
    )
    query = scope.select(Case).where(sa.or_(counted, col(Case.id).in_(list(besides))))
    rows = list(scope.session.exec(query.order_by(col(Case.received_at).desc(), col(Case.id)).limit(MOST_CASES)))
    kinds = _claims(scope.session, [one.id for one in rows])
    return tuple(
        CaseTick(
            one.id, one.number, one.received_on, one.state, one.workers, bool(one.stoppage),
            tuple(dict.fromkeys(claim.kind for claim in kinds.get(one.id, ()))), one.station_id,
        )  # fmt: skip
        for one in rows
    )


def visible_cases(scope: Scope, case_ids: Iterable[str], station_id: str) -> list[str]:
    """Return those of some cases that the user may see at the station, in the order given."""
    ids = list(dict.fromkeys(case_ids))
    query = scope.select(Case).where(col(Case.id).in_(ids), col(Case.station_id) == station_id)
    seen = {one.id for one in scope.session.exec(query)}
    return [one for one in ids if one in seen]


def draft(session: Session, case_ids: Sequence[str], place: str) -> dict[str, Why]:
    """Return the clauses that the cases and the law of the place ask for, each with why, weightiest first.

    Without cases only what the law names as content of a wage agreement is left.
    """
    library = rules.current().book.clauses
    found = agenda.draft(_once(disputes(session, case_ids)), library, place)
    why: dict[str, Why] = {one.clause: {"from": DISPUTES, **one.stored()} for one in found.proposed}
    return why | {one.clause: {"from": LAW, "law": list(one.law)} for one in found.besides}


def demanded(
    values: Mapping[str, str], drafted: Mapping[str, Why], *, today: date, besides: Collection[str] = ()
) -> dict[str, Why]:
    """Return the clauses that what may not be refused, as typed, puts on the agenda; matters `besides` already did."""
    matters = [one for one in talks_base.typed_matters(values, today) if one not in besides]
    proposed = [key for key, why in drafted.items() if why["from"] == DISPUTES]
    found = agenda.demanded(matters, proposed, rules.current().book.clauses)
    place = values.get("talks_place", "")
    return {
        key: {"from": MATTER, "matter": matter, "law": list(talks_base.matter_laws(place, [matter], today))}
        for key, matter in found.items()
    }


def with_matters(
    drafted: Mapping[str, Why], values: Mapping[str, str], *, today: date, besides: Collection[str] = ()
) -> dict[str, Why]:
    """Return a drafted agenda with what may not be refused before it; a clause that disputes ask for keeps them."""
    called = demanded(values, drafted, today=today, besides=besides)
    rest = {key: why for key, why in drafted.items() if key not in called or why["from"] == DISPUTES}
    return {**called, **rest}


def _once(found: Iterable[Dispute]) -> list[Dispute]:
    """Return each case once: for a chosen list of cases it doesn't matter at which firm they gather."""
    return list({one.case: one for one in found}.values())


def in_words(why: Why | None) -> Said | None:
    """Return in words why a clause stands on an agenda; None where nobody said."""
    if not why:
        return None
    if why.get("from") == RENEWAL:
        return Said(AGREED_BEFORE)
    if why.get("from") == MATTER:
        return Said(agenda.CALLED[why["matter"]], {"law": _titles(why["law"])})
    if why.get("from") == LAW:
        return Said(LAW_NAMES, {"law": _titles(why["law"])})
    return because(Reason.read(why))


def _titles(keys: Iterable[str]) -> tuple[Words, ...]:
    book = rules.current().book
    return tuple(law_record(book, key).title for key in keys)


def because(reason: Reason) -> Said:
    """Return a reason of the domain as a sentence of the catalogue, with `Reason.text`'s own words."""
    kinds = tuple(
        Said(agenda.OF_KIND, {"kind": Said(CLAIM_WORDS[kind]), "cases": len(one.cases)})
        for kind, one in reason.kinds.items()
    )
    facts = {
        "cases": len(reason.weight.cases), "workers": reason.weight.workers, "unpriced": reason.weight.unpriced,
        "amount": money.figures(reason.weight.amount), "kinds": kinds,
    }  # fmt: skip
    return Said(agenda.BECAUSE_UNPRICED if reason.weight.unpriced else agenda.BECAUSE, facts)
