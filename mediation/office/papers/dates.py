"""The dates that bind as papers tell them: the two clocks of mediation, limitation, the periods of an agreement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from mediation.domain.refusals import N_
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.office.papers.called import claim_name, claim_words
from mediation.office.papers.sources import Sources
from mediation.office.records import Words

ACCEPT: Final = "mediation.accept"
FROM_RECEIPT: Final = "mediation.from_receipt"
FROM_ACCEPTANCE: Final = "mediation.from_acceptance"
CLOCKS: Final = {
    FROM_RECEIPT: "自收到调解申请之日起的调解期限", FROM_ACCEPTANCE: "自受理之日起的调解期限",
    ACCEPT: "双方同意调解后受理的期限",
}  # fmt: skip
ENGLISH: Final = {
    FROM_RECEIPT: "the time for mediation from receipt", FROM_ACCEPTANCE: "the time for mediation from acceptance",
    ACCEPT: "the time for accepting once both sides agree",
}  # fmt: skip
PAY: Final = ("unpaid_wages", "overtime", "minimum_wage", "heat_allowance")
UNBOUND: Final = ("unit_conditions", "social_insurance")
"""Claims that no limitation of arbitration runs for here: terms of a whole unit, paying in of insurance."""
STILL_EMPLOYED: Final = "劳动关系存续期间不受一年限制；劳动关系终止的，自终止之日起一年内提出"
NOT_KNOWN: Final = "起算日没有登记，未能推算；请尽快向仲裁机构咨询"
NOT_HERE: Final = "不适用劳动仲裁时效的推算，请向主管机关咨询"
NO_KNOWN_ON: Final = N_("请求“%(claim)s”没有登记知道权利被侵害之日，不能推算仲裁时效")
NO_CLOCK: Final = N_("没有推算出“%(clock)s”")


def limits(sources: Sources, *kinds: str) -> list[dict[str, Any]]:
    """Return the clocks of mediation that run or ran, in the order asked for; notes one that is missing."""
    found = []
    for kind in kinds:
        row = newest(sources.deadlines, kind)
        if row is None:
            sources.lacks(NO_CLOCK, "facts", clock=Words(CLOCKS[kind], ENGLISH[kind]))
        else:
            found.append(_limit(sources, CLOCKS[kind], row))
    return found


def known_limits(sources: Sources, *kinds: str) -> list[dict[str, Any]]:
    """Return those of the clocks that there are."""
    rows = [(kind, newest(sources.deadlines, kind)) for kind in kinds]
    return [_limit(sources, CLOCKS[kind], row) for kind, row in rows if row is not None]


def limitation(sources: Sources, *, strict: bool = False) -> list[dict[str, Any]]:
    """Return each claim's limitation as its row has it, both days; `strict`: one that can't be told is lacking."""
    found: list[dict[str, Any]] = []
    for claim in sources.book.claims:
        one = _of_claim(sources, claim, strict=strict)
        if one not in found:
            found.append(one)
    return found


def _of_claim(sources: Sources, claim: Claim, *, strict: bool) -> dict[str, Any]:
    name = claim_name(claim.kind)
    own = [one for one in sources.deadlines if one.kind == f"limitation.{claim.kind}"]
    row = newest([one for one in own if one.subject == claim.id] or own, f"limitation.{claim.kind}")
    if row is not None:
        return _limit(sources, name, row)
    if claim.kind in UNBOUND:
        return {"what": name, "note": NOT_HERE}
    if claim.kind in PAY and sources.book.case.ended_on is None:
        return {"what": name, "note": STILL_EMPLOYED, "basis": sources.articles("ldmal-27-4")}
    if strict:
        sources.lacks(NO_KNOWN_ON, "facts", claim=claim_words(claim.kind))
    return {"what": name, "note": NOT_KNOWN}


def newest(rows: Iterable[Deadline], kind: str, subject: str | None = None) -> Deadline | None:
    """Return the row that tells a date: an open one, else the one that ended last."""
    own = [one for one in rows if one.kind == kind and subject in (None, one.subject)]
    return max(own, key=lambda one: (one.state == "open", one.made_at, one.id), default=None)


def _limit(sources: Sources, what: str, row: Deadline) -> dict[str, Any]:
    return {
        "what": what, "safe_on": row.safe_on.isoformat(), "last_on": row.last_on.isoformat() if row.last_on else None,
        "basis": sources.articles(*row.law)[:4],
    }  # fmt: skip


def of_agreement(sources: Sources, kind: str, settlement_id: str, what: str) -> dict[str, Any] | None:
    """Return the period that began with an agreement's effect, None where none runs."""
    row = newest(sources.deadlines, kind, settlement_id)
    return _limit(sources, what, row) if row is not None else None
