"""The papers of wage talks: what can be made of the rows, what is missing for it, issued for good with a number."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session

from mediation import config, press
from mediation.access import Reader
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.domain.talks.clauses import Missing
from mediation.domain.worktime import station_day
from mediation.models.document import Document
from mediation.office import (
    casebook,
    documents,
    talks,
    talks_paper_sources,
    talks_papers_contract,
    talks_papers_filing,
    talks_papers_letters,
    talks_papers_meeting,
    talks_papers_terms,
)
from mediation.office.records.gaps import Gap, Paper
from mediation.office.talks_paper_sources import Sources
from mediation.office.talks_typed import words
from mediation.press import Printed
from mediation.press.canonical import digest

DRAFT: Final = "草稿（出具时编号）"
NO_CODE: Final = "DRAFT"
Builder = Callable[[Sources, Paper], dict[str, Any]]
BUILDERS: Final[Mapping[str, Builder]] = {
    "talks_request": talks_papers_letters.request, "talks_reply": talks_papers_letters.reply,
    "talks_representatives": talks_papers_letters.representatives, "talks_minutes": talks_papers_meeting.minutes,
    "ballot_sheet": talks_papers_meeting.ballots, "congress_resolution": talks_papers_meeting.resolution,
    "wage_agreement": talks_papers_contract.agreement, "filing_form": talks_papers_filing.filing_form,
    "talks_publication": talks_papers_contract.publication,
}  # fmt: skip
SERIES: Final = {
    "talks_request": "协要", "talks_reply": "协应", "talks_representatives": "协代", "talks_minutes": "协记",
    "ballot_sheet": "协票", "congress_resolution": "职代决", "wage_agreement": "资协", "filing_form": "协报",
    "talks_publication": "协公",
}  # fmt: skip
"""The word in the number of each kind: （2026）曹行协要字第0001号."""
MOST_REASON: Final = 400
ALREADY: Final = N_("这份文书已经按现有记录出具，不需要再次出具；请直接下载。")
LACKING: Final = N_("缺少一般应当约定的内容（%(what)s）：请补充约定；双方明知而不约定的，请确认并写明原因")


@dataclass(frozen=True)
class Made:
    """A paper as far as it can be made: its record, what it lacks, what the law names that a contract doesn't have."""

    record: dict[str, Any]
    gaps: tuple[Gap, ...]
    wanting: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """A paper ready to be printed; `version` is the talks', so that a change in between is noticed."""

    talks_id: str
    version: int
    paper: Paper
    issue: documents.Issue
    record: dict[str, Any]


def papers(sources: Sources) -> Iterator[Paper]:
    """Yield every paper that this round has or will have, in the order in which they are needed."""
    yield from (Paper(kind) for kind in ("talks_request", "talks_reply", "talks_representatives"))
    held = [one for one in sources.found.sessions if one.state == "held"]
    yield from ([Paper("talks_minutes", one.id) for one in held] or [Paper("talks_minutes")])
    votes = [one for one in sources.found.votes if one.state != "cancelled"]
    for one in votes:
        yield from [Paper("ballot_sheet", one.id)] if one.way == "paper" else []
        yield Paper("congress_resolution", one.id)
    if not votes:
        yield Paper("congress_resolution")
    about = sources.adopted.id if sources.adopted else ""
    yield from (Paper(kind, about) for kind in ("wage_agreement", "filing_form", "talks_publication"))


def make(sources: Sources, paper: Paper, *, number: str = DRAFT, code: str = NO_CODE) -> Made:
    """Return a paper's record with what it lacks; what its template can't take counts as lacking too."""
    fresh = dataclasses.replace(sources, gaps=[])
    record = BUILDERS[paper.kind](fresh, paper)
    if paper.kind != "ballot_sheet":
        address = f"{config.settings().base_url.rstrip('/')}/verify/{code}"
        record |= {"number": number, "verification_url": address}
    wanting: tuple[Missing, ...] = ()
    if paper.kind == "wage_agreement" and not fresh.gaps:
        wanting = talks_papers_terms.missing(fresh, talks_papers_terms.terms(fresh, paper.about))
    if not fresh.gaps:
        try:
            press.prepare(paper.kind, record)
        except Refused as refused:
            for one in refused.problems:
                fresh.lacks(one.message, "", **one.params)
    return Made(record, tuple(fresh.gaps), wanting)


def is_current(sources: Sources, document: Document) -> bool:
    """Tell whether an issued paper still says what the rows say: made again with its number it has its sum."""
    paper = Paper(document.kind, document.about)
    then = dataclasses.replace(sources, on=station_day(document.issued_at), gaps=[])
    made = make(then, paper, number=document.number, code=document.code)
    if made.gaps:
        return False
    return digest(press.prepare(paper.kind, made.record)) == document.record_sha256


def preview(session: Session, talks_id: str, paper: Paper, *, user: Reader, now: datetime) -> dict[str, Any]:
    """Return the record of a paper as it would be issued now, marked as a draft; raises Refused for what it lacks."""
    row = talks.may_be_seen(session, talks_id, by=user)
    sources = talks_paper_sources.gather(session, row, today=station_day(now))
    made = make(sources, _known(sources, paper))
    _refuse_gaps(made)
    return made.record


def prepare(
    session: Session, talks_id: str, paper: Paper, given: Mapping[str, str], *, by: Reader, now: datetime,
    version: int | None = None,
) -> Prepared:  # fmt: skip
    """Return a paper's frozen record with its number; raises Refused for what it lacks, Conflict for one issued.

    A contract without content that the law names is issued only with `knowingly` = "yes" and a reason (`lacking_why`).
    """
    row = talks.held(session, talks_id, "talks.issue", by=by, version=version)
    sources = talks_paper_sources.gather(session, row, today=station_day(now))
    paper = _known(sources, paper)
    made = make(sources, paper)
    _refuse_gaps(made)
    fields = _knowingly(made, given)
    _refuse_twice(sources, paper)
    number, code = next_number(session, sources, paper.kind, now), documents.new_code()
    record = make(sources, paper, number=number, code=code).record
    issue = documents.Issue(paper.kind, number, code, about=paper.about, fields=fields)
    return Prepared(row.id, row.version, paper, issue, record)


def store(session: Session, prepared: Prepared, printed: Printed, *, by: Reader, now: datetime) -> Document:
    """Store a printed paper for good; raises Stale where the talks changed since, Conflict for one issued since."""
    row = talks.held(session, prepared.talks_id, "talks.issue", by=by, version=prepared.version)
    _refuse_twice(talks_paper_sources.gather(session, row, today=station_day(now)), prepared.paper)
    return documents.store(session, row, prepared.issue, printed, by=by, now=now)


def issue(
    session: Session, talks_id: str, paper: Paper, given: Mapping[str, str], *, by: Reader, now: datetime
) -> Document:
    """Prepare, print and store a paper in one transaction, which stays open while it prints: for demo and tests."""
    prepared = prepare(session, talks_id, paper, given, by=by, now=now)
    printed = press.print_document(paper.kind, prepared.record, created=now)
    return store(session, prepared, printed, by=by, now=now)


def next_number(session: Session, sources: Sources, kind: str, now: datetime) -> str:
    """Give out the station's next number of a kind of paper: （2026）曹行协要字第0001号."""
    year, station = station_day(now).year, sources.station
    given = casebook.next_number(session, station, year, f"paper.{SERIES[kind]}")
    return f"（{year}）{station.short_name or station.code}{SERIES[kind]}字第{given:04d}号"


def _known(sources: Sources, paper: Paper) -> Paper:
    if paper not in set(papers(sources)):
        raise NotFound(N_("找不到该内容。"))
    return paper


def _refuse_gaps(made: Made) -> None:
    if made.gaps:
        raise Refused([Problem(one.what.message, "paper", params=one.what.params) for one in made.gaps])


def _refuse_twice(sources: Sources, paper: Paper) -> None:
    issued = sources.issued(paper)
    if issued and is_current(sources, issued[0]):
        raise Conflict(ALREADY)


def _knowingly(made: Made, given: Mapping[str, str]) -> dict[str, str]:
    """Return what the history says of content left out knowingly; raises Refused where that wasn't confirmed."""
    if not made.wanting:
        return {}
    titles = "、".join(one.title["zh"] for one in made.wanting)
    problems: list[Problem] = []
    reason = words(given, "lacking_why", problems, most=MOST_REASON, required=True)
    if given.get("knowingly") != "yes":
        problems.insert(0, Problem(LACKING, "knowingly", params={"what": titles}))
    if problems:
        raise Refused(problems)
    return {"lacking": titles, "lacking_why": reason}


