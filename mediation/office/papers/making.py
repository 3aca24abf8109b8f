"""The papers of a case: what can be made of its rows, what is missing for it, issued for good with a number."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, col

from mediation import access, config, press
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.document import Document
from mediation.office import casebook, documents, history
from mediation.office.papers import beginning, closing, filing, interviews, later, meetings, unprintable
from mediation.office.papers.sources import Sources, gather
from mediation.office.records.gaps import Gap, Paper
from mediation.press import Printed
from mediation.press.canonical import digest

DRAFT: Final = "草稿（出具时编号）"
NO_CODE: Final = "DRAFT"
Builder = Callable[[Sources, Paper], dict[str, Any]]
BUILDERS: Final[Mapping[str, Builder]] = {
    "file_cover": filing.cover, "file_contents": filing.contents, "application": beginning.application,
    "registration": beginning.registration, "acceptance_notice": beginning.acceptance_notice,
    "non_acceptance_notice": beginning.non_acceptance_notice, "rights_notice": beginning.rights_notice,
    "power_of_attorney": beginning.power_of_attorney, "interview_record": interviews.interview_record,
    "mediation_record": meetings.mediation_record, "termination_notice": meetings.termination_notice,
    "service_receipt": meetings.service_receipt, "follow_up_record": later.follow_up,
    "arbitration_review_application": later.arbitration_review,
    "court_confirmation_application": later.court_confirmation, "payment_order_application": later.payment_order,
    "closing_report": closing.closing_report,
}  # fmt: skip
KINDS: Final = tuple(BUILDERS)
SERIES: Final = {
    "application": "申", "registration": "登", "acceptance_notice": "受", "non_acceptance_notice": "不受",
    "rights_notice": "告", "power_of_attorney": "委", "interview_record": "笔", "mediation_record": "录",
    "termination_notice": "终", "service_receipt": "送", "follow_up_record": "访",
    "arbitration_review_application": "审", "court_confirmation_application": "确",
    "payment_order_application": "支", "closing_report": "结", "file_contents": "目",
}  # fmt: skip
"""The word in the number of each kind: （2026）曹行申字第0001号; a cover has that of the organisation."""
FILE_SERIES: Final = {"people_mediation": "人调", "labour_mediation": "劳调卷"}
ALREADY: Final = N_("这份文书已经按现有记录出具，不需要再次出具；请直接下载。")
MOVED: Final = N_("出具期间本案记录有变动，请重新预览后再出具。")


@dataclass(frozen=True)
class Made:
    """A paper as far as it can be made: its record, what it lacks, which columns stay blank to be filled by hand."""

    record: dict[str, Any]
    gaps: tuple[Gap, ...]
    blanks: tuple[Gap, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """A paper ready to be printed; its record is what the rows said."""

    case_id: str
    paper: Paper
    issue: documents.Issue
    record: dict[str, Any]


def papers(sources: Sources) -> Iterator[Paper]:
    """Yield every paper that this case has or may have, in the order in which they lie in the file."""
    yield from (Paper(kind) for kind in filing.COVERING)
    yield from (Paper("application"), Paper("application", beginning.ORAL), Paper("registration"))
    yield from (Paper("acceptance_notice"), Paper("non_acceptance_notice"))
    yield from (Paper("rights_notice", one.id) for one in sources.parties)
    yield from _each("power_of_attorney", [one.id for one in sources.representatives])
    yield from _each("interview_record", [one.about for one in interviews.talks(sources)])
    yield from _each("mediation_record", [one.id for one in sources.held if meetings.both_came(sources, one)])
    yield Paper("termination_notice")
    yield from _each("service_receipt", [one.id for one in sources.services])
    yield from _each("follow_up_record", [one.id for one in sources.visits])
    about = sources.in_force.id if sources.in_force else ""
    ways = ("arbitration_review_application", "court_confirmation_application", "payment_order_application")
    yield from (Paper(kind, about) for kind in (*ways,))
    yield Paper("closing_report")


def _each(kind: str, ids: list[str]) -> list[Paper]:
    return [Paper(kind, one) for one in ids] or [Paper(kind)]


def made_of(sources: Sources, paper: Paper, *, number: str = DRAFT, code: str = NO_CODE) -> Made:
    """Return a paper's record with what it lacks; what its template can't take counts as lacking too."""
    fresh = dataclasses.replace(sources, gaps=[], blanks=[])
    record = BUILDERS[paper.kind](fresh, paper)
    address = f"{config.settings().base_url.rstrip('/')}/verify/{code}"
    record |= {"number": number, "verification_url": address}
    if paper.kind == "file_cover" and not record.get("file_number"):
        record["file_number"] = number
    if not fresh.gaps:
        try:
            press.prepare(paper.kind, record)
        except press.GlyphMissing as refused:
            unprintable.lacks(fresh, record, refused)
        except Refused as refused:
            for one in refused.problems:
                fresh.lacks(one.message, "", **one.params)
    return Made(record, tuple(fresh.gaps), tuple(fresh.blanks))


def make(session: Session, case_id: str, kind: str, about: str = "", *, user: Reader, now: datetime) -> Made:
    """Return a paper of a case as it would be issued now, marked as a draft, with what it lacks."""
    sources = open_sources(session, case_id, by=user, now=now)
    return made_of(sources, _known(sources, Paper(kind, about)))


def is_current(sources: Sources, document: Document) -> bool:
    """Tell whether an issued paper still says what the rows say: made again with its number it has its sum."""
    if document.kind == "file_contents":
        return not filing.moved_since(sources, document)
    then = dataclasses.replace(sources, on=station_day(document.issued_at))
    made = made_of(then, Paper(document.kind, document.about), number=document.number, code=document.code)
    if made.gaps:
        return False
    return digest(press.prepare(document.kind, made.record)) == document.record_sha256


def open_sources(session: Session, case_id: str, *, by: Reader, now: datetime, locked: bool = False) -> Sources:
    """Return everything papers of a case are made from, for whoever may issue them.

    Raises NotFound for a case the user may not see, Forbidden for one that another desk leads.
    """
    scope = Scope(session, by)
    query = scope.select(Case).where(col(Case.id) == case_id)
    case = (session.exec(query.with_for_update()).first() if locked else None) or scope.get(Case, case_id)
    access.require(by, "paper.issue", casebook.facts_of(session, case))
    return gather(session, casebook.open_book(session, case), today=station_day(now))


def preview(session: Session, case_id: str, paper: Paper, *, by: Reader, now: datetime) -> dict[str, Any]:
    """Return the record of a paper as it would be issued now, marked as a draft; raises Refused for what it lacks.

    A draft shows numbers in full, so that looking at it is a line of the history.
    """
    sources = open_sources(session, case_id, by=by, now=now)
    made = made_of(sources, _known(sources, paper))
    _refuse_gaps(made)
    case = sources.book.case
    history.record(
        session, station_id=case.station_id, actor=by.id, act="paper.preview", subject=("case", case.id),
        case_id=case.id, fields={"kind": paper.kind}, now=now,
    )  # fmt: skip
    return made.record


def prepare(session: Session, case_id: str, paper: Paper, *, by: Reader, now: datetime) -> Prepared:
    """Return a paper's frozen record with its number; raises Refused for what it lacks, Conflict for one issued."""
    sources = open_sources(session, case_id, by=by, now=now)
    paper = _known(sources, paper)
    _refuse_gaps(made_of(sources, paper))
    _refuse_twice(sources, paper)
    number, code = next_number(session, sources, paper, now), documents.new_code()
    record = made_of(sources, paper, number=number, code=code).record
    settlement = paper.about if sources.settlement(paper.about) else None
    issue = documents.Issue(paper.kind, number, code, settlement_id=settlement, about=paper.about)
    return Prepared(case_id, paper, issue, record)


def store(session: Session, prepared: Prepared, printed: Printed, *, by: Reader, now: datetime) -> Document:
    """Store a printed paper for good; raises Conflict where the rows moved or it was issued since it was prepared."""
    sources = open_sources(session, prepared.case_id, by=by, now=now, locked=True)
    _refuse_twice(sources, prepared.paper)
    again = made_of(sources, prepared.paper, number=prepared.issue.number, code=prepared.issue.code)
    if again.gaps or digest(press.prepare(prepared.paper.kind, again.record)) != printed.record_sha256:
        raise Conflict(MOVED)
    return documents.store(session, sources.book.case, prepared.issue, printed, by=by, now=now)


def issue(session: Session, case_id: str, paper: Paper, *, by: Reader, now: datetime) -> Document:
    """Prepare, print and store a paper in one transaction, which stays open while it prints: for demo and tests."""
    prepared = prepare(session, case_id, paper, by=by, now=now)
    printed = press.print_document(paper.kind, prepared.record, created=now)
    return store(session, prepared, printed, by=by, now=now)


def next_number(session: Session, sources: Sources, paper: Paper, now: datetime) -> str:
    """Give out the station's next number of a kind of paper; a cover issued again keeps its file's, counted on."""
    year, station = station_day(now).year, sources.station
    covers = [one.number for one in sources.documents if one.kind == paper.kind == "file_cover"]
    if covers:
        return f"{covers[-1]}-{len(covers) + 1}"
    series = SERIES.get(paper.kind) or FILE_SERIES[station.organisation_kind]
    given = casebook.next_number(session, station, year, f"paper.{series}")
    return f"（{year}）{station.short_name or station.code}{series}字第{given:04d}号"


def _known(sources: Sources, paper: Paper) -> Paper:
    if paper not in set(papers(sources)):
        raise NotFound(N_("找不到该内容。"))
    return paper


def _refuse_gaps(made: Made) -> None:
    if made.gaps:
        raise Refused([Problem(one.what.message, params=dict(one.what.params)) for one in made.gaps])


def _refuse_twice(sources: Sources, paper: Paper) -> None:
    found = sources.issued(paper)
    if found and is_current(sources, found[0]):
        raise Conflict(ALREADY)
