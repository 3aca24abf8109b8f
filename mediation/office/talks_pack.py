"""The filing pack (上海市集体合同条例 23 第二款): which pieces are there, and all of them in one file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlmodel import Session

from mediation import config
from mediation.access import Reader
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import ZONE, station_day
from mediation.models.talks_end import TalksVote
from mediation.office import documents, talks, talks_paper_sources, talks_papers, talks_papers_pages
from mediation.office.records import Said, Words
from mediation.office.records.gaps import Gap, Paper
from mediation.office.records.talks_papers import PieceRecord
from mediation.office.talks_paper_sources import Sources
from mediation.office.talks_papers import Prepared
from mediation.office.talks_papers_contract import NOT_ADOPTED
from mediation.office.talks_papers_filing import NO_SIGNATURE, PACK, about_of, signed_on

ENGLISH: Final = {
    "wage_agreement": "The text signed by both chief representatives",
    "talks_representatives": "The two parties and their representatives", "filing_form": "An account of the talks",
    "congress_resolution": "A report of the vote",
}  # fmt: skip
ORDER: Final = ("filing_form", "wage_agreement", "talks_representatives", "congress_resolution")
"""In which order the papers lie in the file: the form first, with the account of the talks behind it."""
TITLES: Final = {
    "filing_form": "报送表、协商情况说明", "wage_agreement": "合同文本", "talks_representatives": "协商代表名单",
    "congress_resolution": "表决情况报告",
}  # fmt: skip
NOT_ISSUED: Final = N_("还没有出具")
CHANGED: Final = N_("出具之后记录有变动，请重新出具")
TO_ISSUE: Final = ("talks_representatives", "congress_resolution", "wage_agreement", "filing_form")
"""In which order the papers are issued: the form last, for it lists the others with their numbers."""
FORM_LAST: Final = N_("报送表要列明各项材料，其他材料备齐后出具")
INCOMPLETE: Final = N_("报送材料不齐：%(what)s（%(why)s）")


def pieces(sources: Sources) -> tuple[PieceRecord, ...]:
    """Return the four pieces the law names, each with its paper or with what is missing of it."""
    return tuple(_piece(sources, kind, Words(name, ENGLISH[kind])) for kind, name in PACK)


def _piece(sources: Sources, kind: str, name: Words) -> PieceRecord:
    vote = sources.adopted
    if vote is None:
        return PieceRecord(kind, name, Gap(Said(NOT_ADOPTED), "votes"), None)
    found = sources.issued(Paper(kind, about_of(kind, vote)))
    if not found:
        return PieceRecord(kind, name, Gap(Said(NOT_ISSUED), "papers"), None)
    current = talks_papers.is_current(sources, found[0])
    return PieceRecord(
        kind, name, _gap(sources, kind, vote, current=current), talks_papers_pages.issued(found[0], current=current)
    )


def _gap(sources: Sources, kind: str, vote: TalksVote, *, current: bool) -> Gap | None:
    if not current:
        return Gap(Said(CHANGED), "papers")
    if kind == "wage_agreement" and signed_on(sources, vote) is None:
        return Gap(Said(NO_SIGNATURE), "filing")
    return None


def prepare(
    session: Session, talks_id: str, kind: str, *, by: Reader, now: datetime, version: int | None = None
) -> Prepared | None:
    """Return a paper of the pack ready to be printed, None where it is issued and still true.

    Raises Refused for what it lacks, the form also where another piece is missing; Conflict before the text is adopted.
    """
    row = talks.held(session, talks_id, "talks.issue", by=by, version=version)
    sources = talks_paper_sources.gather(session, row, today=station_day(now))
    if sources.adopted is None:
        raise Conflict(NOT_ADOPTED)
    found = {one.kind: one for one in pieces(sources)}
    if not found[kind].to_issue:
        return None
    if kind == "filing_form" and any(one.gap for one in found.values() if one.kind != kind):
        raise Refused(Problem(FORM_LAST, "pack"))
    paper = Paper(kind, about_of(kind, sources.adopted))
    return talks_papers.prepare(session, talks_id, paper, {}, by=by, now=now)


def archive(session: Session, talks_id: str, *, user: Reader, now: datetime) -> tuple[bytes, str]:
    """Return the complete pack as one file, with a list of contents, and its name; each paper read is noted.

    Raises Refused naming every missing piece.
    """
    row = talks.may_be_seen(session, talks_id, by=user)
    sources = talks_paper_sources.gather(session, row, today=station_day(now))
    found = {one.kind: one for one in pieces(sources)}
    missing = [one for one in found.values() if one.gap is not None]
    if missing:
        raise Refused([
            Problem(INCOMPLETE, "pack", params={"what": one.name, "why": one.gap.what}) for one in missing if one.gap
        ])  # fmt: skip
    files, lines = [], []
    for place, kind in enumerate(ORDER, 1):
        paper = found[kind].issued
        if paper is not None:
            content, name = documents.content(session, paper.id, user=user, now=now)
            files.append((f"{place:02d} {TITLES[kind]} {name}", content))
            lines.append(f"{place:02d}　{TITLES[kind]}　编号：{paper.number}　核验码：{paper.code}")
            lines.append(f"　　SHA-256：{paper.sha256}")
    head = (f"{row.employer}　集体合同报送材料目录", f"协商编号：{row.number}", f"报送：{row.authority}")
    address = f"{config.settings().base_url.rstrip('/')}/verify/"
    contents = "\n".join((*head, "", *lines, "", f"核验：{address}加核验码")) + "\n"
    return _zipped([("00 目录.txt", contents.encode()), *files], now), f"{row.number or row.id} 报送材料.zip"


def _zipped(files: Sequence[tuple[str, bytes]], now: datetime) -> bytes:
    out = io.BytesIO()
    local = now.astimezone(ZONE)
    with zipfile.ZipFile(out, "w") as archive_file:
        for name, content in files:
            entry = zipfile.ZipInfo(name, (local.year, local.month, local.day, local.hour, local.minute, local.second))
            entry.compress_type = zipfile.ZIP_DEFLATED if name.endswith(".txt") else zipfile.ZIP_STORED
            entry.external_attr = 0o644 << 16
            archive_file.writestr(entry, content)
    return out.getvalue()
