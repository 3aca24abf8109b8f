"""What was agreed, as the contract and its notice print it: clauses by chapter with their sums, the term, the title."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from mediation.domain.refusals import N_
from mediation.domain.talks.clauses import TOPICS, Clause, Missing, Values, lacking
from mediation.domain.talks.offers import table
from mediation.domain.talks.wording import figure, restored, stored, text_of
from mediation.office import talks_state
from mediation.office.records import Words
from mediation.office.talks_paper_sources import CONTRACTS, Sources

TERM: Final = "term"
GONE: Final = N_("条款库中已经没有已记录的条款或者其中的一栏，请系统管理员恢复后再打开")
NOTHING_AGREED: Final = N_("还没有任何条款达成一致")
IN_DISPUTE: Final = N_("“%(clause)s”还有方案在桌上，没有达成一致")
NO_TERM: Final = N_("没有约定合同期限（条款“协议期限”）")


@dataclass(frozen=True)
class Terms:
    """The text of a contract: its clauses with their values, in the order in which they are printed."""

    values: Mapping[str, Values]
    adopted: bool

    @property
    def term(self) -> tuple[date | None, date | None]:
        """Return the first and the last day."""
        days = [self.values.get(TERM, {}).get(name) for name in ("from", "until")]
        first, last = (one if isinstance(one, date) else None for one in days)
        return first, last


def terms(sources: Sources, about: str) -> Terms:
    """Return the text adopted by the vote `about`, without one the draft as it stands; notes what keeps it open."""
    vote = sources.vote(about)
    kept: Mapping[str, Any] = vote.draft if vote is not None else _standing(sources)
    try:
        values = {key: restored(sources.library[key], kept[key]) for key in sources.library if key in kept}
    except KeyError:
        sources.lacks(GONE, "rounds")
        values = {}
    if set(kept) - set(sources.library):
        sources.lacks(GONE, "rounds")
    found = Terms(values, vote is not None)
    if not values:
        sources.lacks(NOTHING_AGREED, "rounds")
    elif None in found.term:
        sources.lacks(NO_TERM, "rounds")
    return found


def _standing(sources: Sources) -> Mapping[str, Any]:
    library = sources.library
    try:
        offers = talks_state.offers_of(sources.offers, library)
    except KeyError:
        sources.lacks(GONE, "rounds")
        return {}
    now_on = table(offers, sources.row.agenda, library)
    for key in now_on.in_dispute():
        title = library[key].title
        sources.lacks(IN_DISPUTE, "rounds", clause=Words(title["zh"], title.get("en", "")))
    return {key: stored(values) for key, values in now_on.agreed().items()}


def missing(sources: Sources, found: Terms) -> tuple[Missing, ...]:
    """Return what the law names as content of a wage agreement and this one doesn't have."""
    return lacking(sources.library, found.values, sources.row.place) if sources.row.contract == "wage" else ()


def clause_list(sources: Sources, found: Terms) -> list[dict[str, Any]]:
    """Return the clauses as documents print them: the term first, then chapter by chapter."""
    order = list(TOPICS)
    keys = sorted(found.values, key=lambda key: (key != TERM, order.index(sources.library[key].topic)))
    return [_clause(sources.library[key], found.values[key]) for key in keys]


def _clause(clause: Clause, values: Values) -> dict[str, Any]:
    sums = [(one, figure(clause, one.key, values)) for one in clause.fields.values() if one.unit == "fen"]
    return {
        "key": clause.key, "chapter": "" if clause.key == TERM else TOPICS[clause.topic], "title": clause.title["zh"],
        "text": text_of(clause, values),
        "sums": [{"name": one.title["zh"], "amount": amount} for one, amount in sums if amount],
    }  # fmt: skip


def title_of(sources: Sources, found: Terms) -> str:
    """Return what the contract is called: `2027年度工资专项集体合同`."""
    return f"{year_of(sources, {TERM: stored(found.values.get(TERM, {}))})}{CONTRACTS[sources.row.contract]}"


def year_of(sources: Sources, kept: Mapping[str, Any]) -> str:
    """Return the year of a text's term as titles say it, without one nothing."""
    first = kept.get(TERM, {}).get("from") or (sources.row.term_from and sources.row.term_from.isoformat())
    return f"{str(first)[:4]}年度" if first else ""


def term_days(found: Terms) -> dict[str, str | None]:
    """Return the term as records carry it."""
    first, last = found.term
    return {"term_from": first.isoformat() if first else None, "term_until": last.isoformat() if last else None}
