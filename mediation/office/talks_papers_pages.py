"""The page of papers: each with what it lacks and where that is entered, or with what was issued."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlmodel import Session

from mediation.access import Reader
from mediation.domain.refusals import N_
from mediation.domain.worktime import station_day
from mediation.models.document import Document
from mediation.office import rules, talks_pages, talks_paper_sources, talks_papers
from mediation.office.reasons import law_record
from mediation.office.records import Said, Words
from mediation.office.records.gaps import Paper
from mediation.office.records.talks_papers import IssuedRecord, PaperRecord, PapersPage
from mediation.office.talks_paper_sources import Sources
from mediation.office.talks_papers import Made

OF_SESSION: Final = N_("第 %(number)s 次会议，%(day)s")
OF_VOTE: Final = N_("第 %(number)s 次表决，%(day)s")


def page(session: Session, talks_id: str, *, user: Reader, now: datetime) -> PapersPage:
    """Return the papers of one round; raises NotFound for one the user may not see."""
    row, frame = talks_pages.frame(session, talks_id, user=user, now=now)
    sources = talks_paper_sources.gather(session, row, today=station_day(now))
    known = list(talks_papers.papers(sources))
    shown = {document.id for paper in known for document in sources.issued(paper)}
    earlier = tuple((one.kind, issued(one)) for one in sources.documents if one.id not in shown)
    records = tuple(record(sources, paper) for paper in known)
    return PapersPage(frame, records, earlier, "talks.issue" in frame.may)


def record(sources: Sources, paper: Paper) -> PaperRecord:
    """Return one paper as pages show it."""
    made = talks_papers.make(sources, paper)
    documents = sources.issued(paper)
    found = tuple(
        issued(one, current=nth == 0 and talks_papers.is_current(sources, one)) for nth, one in enumerate(documents)
    )
    draft = paper.kind == "wage_agreement" and not paper.about
    return PaperRecord(paper.kind, paper.about, _subject(sources, paper), made.gaps, _wanting(made), draft, found)


def issued(document: Document, *, current: bool = False) -> IssuedRecord:
    """Return an issued paper as pages show it."""
    return IssuedRecord(
        document.id, document.number, station_day(document.issued_at), document.sha256, document.code, document.size,
        current,
    )  # fmt: skip


def _subject(sources: Sources, paper: Paper) -> Said | None:
    held, vote = sources.session(paper.about), sources.vote(paper.about)
    if held is not None:
        return Said(OF_SESSION, {"number": held.number, "day": held.on})
    if vote is not None and paper.kind in ("ballot_sheet", "congress_resolution"):
        return Said(OF_VOTE, {"number": vote.number, "day": vote.on})
    return None


def _wanting(made: Made) -> tuple[Said, ...]:
    book = rules.current().book
    return tuple(
        Said(one.message, {
            "clause": Words(one.title["zh"], one.title.get("en", "")),
            "law": tuple(law_record(book, key).title for key in one.law),
        })
        for one in made.wanting
    )  # fmt: skip
