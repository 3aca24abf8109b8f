"""Cover, contents and back of the file of a case, and the order in which its papers lie (D01, D02)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from mediation.domain.refusals import N_
from mediation.domain.worktime import station_day
from mediation.models.document import Document
from mediation.office.papers.called import KIND_NAMES
from mediation.office.papers.sources import Sources
from mediation.office.records.gaps import Paper

ORDER: Final = (
    "file_cover", "file_contents", "application", "registration", "acceptance_notice", "non_acceptance_notice",
    "rights_notice", "power_of_attorney", "interview_record", "mediation_record", "proof_sheet", "agreement",
    "claim_annex", "termination_notice", "service_receipt", "follow_up_record", "arbitration_review_application",
    "court_confirmation_application", "payment_order_application", "closing_report",
)  # fmt: skip
"""In which order the papers of a file lie; what was handed in as evidence lies behind the records."""
COVERING: Final = ("file_cover", "file_contents")
MUST: Final = (
    (("application", "registration"), "申请书或者受理登记表"), (("rights_notice",), "权利义务告知书"),
    (("mediation_record",), "调解笔录"),
    (("agreement", "termination_notice", "non_acceptance_notice"), "调解协议书或者终止告知书"),
)  # fmt: skip
IDENTITY: Final = "身份证明"
EVIDENCE: Final = "证据材料"
OWN: Final = "本站收存"
"""The remark beside a file that no party handed in."""
NOTHING_FILED: Final = N_("卷内还没有已出具的文书")


def begins(sources: Sources) -> date:
    """Return the day on which mediation began: of acceptance, else of receipt."""
    return sources.book.case.accepted_on or sources.book.case.received_on


def file_title(sources: Sources) -> str:
    """Return what the file is called."""
    return f"{sources.title}调解卷宗"[:200]


def cover(sources: Sources, _: Paper) -> dict[str, Any]:
    """Return the cover; its first number stays the file's when it is issued again."""
    case = sources.book.case
    first = [one.number for one in sources.documents if one.kind == "file_cover"]
    return {
        **sources.base(), "file_number": first[-1] if first else "", "title": file_title(sources),
        "mediators": sources.mediators, "begins": begins(sources).isoformat(),
        "ends": max(case.closed_on, begins(sources)).isoformat() if case.closed_on else None,
        "filed_by": sources.recorder, "filed_on": sources.on.isoformat(), "keep_years": sources.keep_years,
        "remarks": case.external_number,
    }  # fmt: skip


def contents(sources: Sources, _: Paper) -> dict[str, Any]:
    """Return the contents without page numbers: those are known once the file is bound."""
    rows = [row(one) for one in filed(sources.documents)]
    kept = [one for one in sources.evidence if one.state == "kept"]
    rows += [evidence_row(one.title, one.dated_on, remark="" if one.party_id else OWN) for one in kept]
    if not rows:
        sources.lacks(NOTHING_FILED, "papers")
    return contents_record(sources, rows)


def contents_record(sources: Sources, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the record of contents with these rows, and what a file must have and this one hasn't."""
    there = {one.kind for one in sources.documents}
    missing = [name for kinds, name in MUST if not there & set(kinds)]
    if not any(one.kind == "identity" and one.state == "kept" for one in sources.evidence):
        missing.insert(2, IDENTITY) if len(missing) > 2 else missing.append(IDENTITY)
    return {**sources.base(), "title": file_title(sources), "rows": rows[:600], "missing": missing}


def row(document: Document, pages: tuple[int, int] | None = None) -> dict[str, Any]:
    """Return one paper as the contents list it."""
    return {
        "title": KIND_NAMES.get(document.kind, document.kind), "number": document.number[:40],
        "dated_on": station_day(document.issued_at).isoformat(), "first": pages[0] if pages else None,
        "last": pages[1] if pages else None, "remark": "电子签名" if document.signed_of else "",
    }  # fmt: skip


def evidence_row(title: str, on: date | None, pages: tuple[int, int] | None = None, remark: str = "") -> dict[str, Any]:
    """Return one file of evidence as the contents list it."""
    return {
        "title": f"{EVIDENCE}：{title}"[:200], "dated_on": on.isoformat() if on else None,
        "first": pages[0] if pages else None, "last": pages[1] if pages else None, "remark": remark or "当事人提交",
    }  # fmt: skip


def filed(documents: Iterable[Document]) -> list[Document]:
    """Return the papers that lie in the file, in order: of each the last one issued, a signed one for the unsigned."""
    signed = {one.signed_of for one in documents if one.signed_of}
    last: dict[tuple[str, str, str | None], Document] = {}
    for one in sorted(documents, key=lambda each: (each.issued_at, each.id)):
        if one.kind not in COVERING and one.id not in signed:
            last[(one.kind, one.about, one.settlement_id)] = one
    places: Mapping[str, int] = {kind: nth for nth, kind in enumerate(ORDER)}
    return sorted(last.values(), key=lambda one: (places.get(one.kind, len(places)), one.issued_at, one.id))


def moved_since(sources: Sources, document: Document) -> bool:
    """Tell whether anything came into the file after a cover or a list of contents was issued."""
    later = any(one.issued_at > document.issued_at for one in filed(sources.documents))
    given = any(one.given_at > document.issued_at for one in sources.evidence if one.state == "kept")
    closed = sources.book.case.closed_at
    return later or given or bool(closed and closed > document.issued_at)
