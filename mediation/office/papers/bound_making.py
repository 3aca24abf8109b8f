"""Bind a whole file: cover and contents, the papers in their order, the evidence, the back; every page numbered."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

import pikepdf
from sqlmodel import Session

from mediation import config, press
from mediation.access import Reader
from mediation.domain.refusals import N_, Problem, Refused
from mediation.files import binding
from mediation.models.document import Document
from mediation.office import documents
from mediation.office.evidence import bundle_making, lines, reading
from mediation.office.evidence.lines import EvidenceLine
from mediation.office.papers import filing, making
from mediation.office.papers.called import KIND_NAMES
from mediation.office.papers.sources import Sources
from mediation.office.records.gaps import Paper
from mediation.press import Pool

LIMITS: Final = press.Limits(memory_mib=1500, cpu_seconds=240, wall_seconds=900)
MOST_PAGES: Final = 2000
BACK: Final = "卷内备考表"
RECORDS_END: Final = ("agreement", "claim_annex")
"""Behind the records and before these lies the evidence."""
UNNUMBERED: Final = "（未出具封面）"
NOT_BOUND: Final = "原件为%s，不能装订，随卷另存；文件名：%s，大小：%s 字节，SHA-256：%s。"
TOO_LONG: Final = N_("案卷超过 %(most)d 页，请分别下载文书和证据")


@dataclass(frozen=True)
class Leaf:
    """One thing bound in: a paper or a file of evidence, and how many pages it fills."""

    mark: str
    pages: int
    document: Document | None = None
    evidence: EvidenceLine | None = None


@dataclass(frozen=True)
class Plan:
    """What is bound, in order, with what cover and contents say."""

    leaves: tuple[Leaf, ...]
    pages: int
    cover: dict[str, Any]
    contents: dict[str, Any]
    back: dict[str, Any]
    stamps: dict[str, Any]


def plan(session: Session, sources: Sources, *, user: Reader) -> Plan:
    """Return what the bound file of a case holds; raises Refused where there is nothing to bind or too much."""
    leaves = tuple(_leaves(session, sources, user))
    pages = sum(one.pages for one in leaves) + 1
    rows, first = [], 1
    for one in leaves:
        span = (first, first + one.pages - 1)
        if one.document is not None:
            rows.append(filing.row(one.document, span))
        elif one.evidence is not None:
            own = "" if one.evidence.giver_id else filing.OWN
            rows.append(filing.evidence_row(one.evidence.title, one.evidence.dated_on, span, own))
        first += one.pages
    if not rows:
        raise Refused(filing.NOTHING_FILED)
    if pages > MOST_PAGES:
        raise Refused(Problem(TOO_LONG, params={"most": MOST_PAGES}))
    rows.append({"title": BACK, "first": pages, "last": pages})
    return Plan(
        leaves, pages, _front(sources, filing.cover(sources, Paper("file_cover"))) | {"pages": pages},
        _front(sources, filing.contents_record(sources, rows)), _back(sources, len(leaves), pages),
        _stamps(sources, leaves, pages),
    )  # fmt: skip


def _leaves(session: Session, sources: Sources, user: Reader) -> Iterator[Leaf]:
    papers = filing.filed(sources.documents)
    places_of = {kind: nth for nth, kind in enumerate(filing.ORDER)}
    after = min(places_of[kind] for kind in RECORDS_END)
    before = [one for one in papers if places_of.get(one.kind, len(places_of)) < after]
    for one in before:
        yield _leaf(session, one)
    for line in lines.of_file(session, sources.book.case.id, user):
        yield Leaf(f"{filing.EVIDENCE}：{line.title}", bundle_making.pages_of(line), evidence=line)
    for one in papers:
        if one not in before:
            yield _leaf(session, one)


def _leaf(session: Session, document: Document) -> Leaf:
    with pikepdf.open(io.BytesIO(documents.stored(session, document))) as pdf:
        return Leaf(f"{KIND_NAMES.get(document.kind, document.kind)}　{document.number}", len(pdf.pages), document)


def _front(sources: Sources, record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with the file's own number; what is bound is no issued document of its own."""
    issued = next((one for one in sources.documents if one.kind == "file_cover"), None)
    number = record.get("file_number") or (issued.number if issued else "") or UNNUMBERED
    code = issued.code if issued else making.NO_CODE
    address = f"{config.settings().base_url.rstrip('/')}/verify/{code}"
    named = {"file_number": number} if "file_number" in record else {}
    return record | {"number": number, "verification_url": address} | named


def _back(sources: Sources, papers: int, pages: int) -> dict[str, Any]:
    record = {**sources.base(), "title": filing.file_title(sources), "pages": pages, "papers": papers}
    return _front(sources, record | {"filed_by": sources.recorder, "filed_on": sources.on.isoformat()})


def _stamps(sources: Sources, leaves: tuple[Leaf, ...], pages: int) -> dict[str, Any]:
    sheets = [_sheet(one.evidence) for one in leaves if one.evidence is not None and not one.evidence.bound]
    number = sources.book.case.number
    return {"organisation": sources.station.organisation_name, "number": number, "sheets": sheets, "pages": pages}


def _sheet(line: EvidenceLine) -> dict[str, str]:
    said = NOT_BOUND % (bundle_making.KINDS[line.kind], line.name[:120], f"{line.size:,}", line.sha256)
    return {"title": f"{filing.EVIDENCE}：{line.title}"[:200], "text": said}


@contextmanager
def bound(
    made: Plan, *, session: Session, progress: IO[bytes], user: Reader, now: datetime
) -> Iterator[IO[bytes]]:
    """Give the bound file; what it is made of lies on the disk of the data folder meanwhile, without names."""
    with ExitStack() as held:
        pool = held.enter_context(contextlib.closing(press.Pool(1, limits=LIMITS)))
        own = _nameless(held)
        own.write(_own(made, now, pool))
        back = _nameless(held)
        back.write(press.print_document("file_back", made.back, created=now, pool=pool).pdf)
        parts = [_part(session, one, held, user) for one in made.leaves]
        parts.append(binding.Part(BACK, "pdf", 1, back))
        out = _nameless(held)
        binding.bind(str(made.cover["title"]), parts, own, out=out, progress=progress)
        yield out


def _own(made: Plan, now: datetime, pool: Pool) -> bytes:
    """Return the pages of the press in the order in which the binder takes them: front, sheets, stamps."""
    pairs = (("file_cover", made.cover), ("file_contents", made.contents), ("file_stamps", made.stamps))
    files = [press.print_document(kind, record, created=now, pool=pool).pdf for kind, record in pairs]
    out = io.BytesIO()
    with ExitStack() as held, pikepdf.new() as joined:
        for one in files:
            source = held.enter_context(pikepdf.open(io.BytesIO(one)))
            joined.pages.extend(source.pages)
        joined.save(out)
    return out.getvalue()


def _part(session: Session, leaf: Leaf, held: ExitStack, user: Reader) -> binding.Part:
    if leaf.evidence is not None and not leaf.evidence.bound:
        return binding.Part(leaf.mark, "sheet", 1)
    file = _nameless(held)
    if leaf.document is not None:
        file.write(documents.stored(session, leaf.document))
        return binding.Part(leaf.mark, "pdf", leaf.pages, file)
    if leaf.evidence is None:
        raise ValueError("a leaf is a paper or a file of evidence")
    for piece in reading.pieces_of(leaf.evidence.id, user=user):
        file.write(piece)
    return binding.Part(leaf.mark, "picture" if leaf.evidence.picture else "pdf", leaf.pages, file)


def _nameless(held: ExitStack) -> Any:
    return held.enter_context(bundle_making.nameless())
