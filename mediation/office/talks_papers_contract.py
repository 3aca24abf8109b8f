"""The contract of wage talks and the notice of it as records (E06 and 9号令 art 23)."""

from __future__ import annotations

from typing import Any, Final

from mediation.domain.refusals import N_
from mediation.office import talks_standing
from mediation.office.records.gaps import Paper
from mediation.office.talks_paper_sources import Sources, base, firms_of, seats, side
from mediation.office.talks_papers_meeting import body_name
from mediation.office.talks_papers_terms import clause_list, term_days, terms, title_of

COPIES: Final = 6
"""One for each side, three for the authority (集体合同规定 42), one for the upper union."""
MOST_COPIES: Final = 20
NO_FIRMS: Final = N_("没有企业书面授权签订，合同没有适用的企业")
NOT_ADOPTED: Final = N_("草案还没有表决通过，或者人社部门提出了异议")
NOT_FILED: Final = N_("还没有登记人社部门收到报送")
NOT_IN_FORCE: Final = N_("合同还没有生效")


def agreement(sources: Sources, paper: Paper) -> dict[str, Any]:
    """Return the contract from the text that was adopted, before adoption the draft as it stands.

    The day beside a signature is left to the hand that signs: no contract is back-dated.
    """
    record = base(sources, sources.law(f"term.{sources.row.contract}", "signature"))
    vote, found = sources.vote(paper.about), terms(sources, paper.about)
    for which in ("workers", "employer"):
        seats(sources, which)
    adopted = {} if vote is None else {
        "adopted_on": vote.on.isoformat(), "adopted_by": vote.body, "adopting_body": body_name(sources, vote),
    }  # fmt: skip
    firms = bound_firms(sources)
    return {
        **record, **sides(sources), **term_days(found), "headcount": sources.heads, "draft": vote is None,
        "clauses": clause_list(sources, found), **adopted, "firms": firms,
        "copies": min(MOST_COPIES, COPIES + len(firms)),
    }  # fmt: skip


def publication(sources: Sources, paper: Paper) -> dict[str, Any]:
    """Return the notice that makes a contract in force known to all staff."""
    row, filing = sources.row, sources.found.filing
    effect = talks_standing.in_force(sources.found, today=sources.today)
    if effect is None or filing is None or sources.vote(paper.about) is None:
        sources.lacks(NOT_FILED if filing is None else NOT_IN_FORCE, "filing")
        return {}
    basis = sources.limit_law("talks.publication", effect.on) or sources.articles(effect.law)
    record, found = base(sources, basis), terms(sources, paper.about)
    union = side(sources, "workers")
    contact = f"{union['name']}，电话{union['phone']}" if union["phone"] else ""
    return {
        **record, **sides(sources), **term_days(found), "contract_title": title_of(sources, found),
        "contract_number": number_of(sources, paper.about), "authority": filing.authority,
        "filed_on": filing.received_on.isoformat(), "in_force_by": effect.by,
        "opinion_on": filing.opinion_on.isoformat() if effect.by == "opinion" and filing.opinion_on else None,
        "force_law": sources.articles(effect.law), "effective_on": effect.on.isoformat(), "covered": sources.heads,
        "clauses": clause_list(sources, found), "contact": contact,
        "firms": bound_firms(sources) if row.unit != "firm" else [],
    }  # fmt: skip


def sides(sources: Sources) -> dict[str, Any]:
    """Return both sides as documents about a contract name them."""
    return {which: side(sources, which) for which in ("employer", "workers")}


def bound_firms(sources: Sources) -> list[dict[str, Any]]:
    """Return the firms that a sector's contract binds; notes that there are none."""
    if sources.row.unit == "firm":
        return []
    bound = {one.key for one in sources.bound().firms}
    firms = [one for one in sources.found.firms if one.id in bound]
    if not firms:
        sources.lacks(NO_FIRMS, "base")
    return firms_of(firms)


def number_of(sources: Sources, about: str) -> str:
    """Return the number of the contract issued for a vote, nothing as long as there is none."""
    issued = sources.issued(Paper("wage_agreement", about)) if about else []
    return issued[0].number if issued else ""


