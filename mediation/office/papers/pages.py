"""The page of a case's papers: each with what it lacks and where that is entered, or with what was issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from mediation.access import Reader
from mediation.domain.refusals import N_
from mediation.domain.worktime import station_day
from mediation.models.document import Document
from mediation.office import cases
from mediation.office.consents import sharing
from mediation.office.papers import bound, interviews, making
from mediation.office.papers.beginning import ORAL
from mediation.office.papers.called import KIND_NAMES
from mediation.office.papers.filing import ORDER
from mediation.office.papers.sources import Sources
from mediation.office.records import Said
from mediation.office.records.case import CaseHeader
from mediation.office.records.gaps import Gap, Paper

OF_SITTING: Final = N_("第 %(nth)s 次调解会，%(day)s")
OF_SITTING_UNDATED: Final = N_("第 %(nth)s 次调解会")
OF_TALK: Final = N_("第 %(nth)s 次调解会与%(side)s单独谈话，%(day)s")
SIDE_NAMES: Final = {"applicant": N_("申请人"), "respondent": N_("被申请人")}
OF_SERVICE: Final = N_("%(what)s，%(name)s，%(day)s")
OF_VISIT: Final = N_("%(day)s 回访")
OF_NAME: Final = N_("%(name)s")
OF_NUMBER: Final = N_("协议 %(number)s")
SPOKEN: Final = N_("口头申请，当场记录")
ELSEWHERE: Final = ("agreement", "claim_annex", "proof_sheet")
"""Papers of the file that are issued on pages of their own."""


@dataclass(frozen=True)
class IssuedPaper:
    """One issued paper; `current`: it still says what the rows say. None of one that is issued on another page."""

    id: str
    number: str
    issued_on: date
    sha256: str
    code: str
    size: int
    current: bool | None = None


@dataclass(frozen=True)
class PaperLine:
    """One paper: what it is about, what it lacks, which columns stay blank, what was issued of it, newest first."""

    kind: str
    about: str
    subject: Said | None
    gaps: tuple[Gap, ...]
    blanks: tuple[Gap, ...]
    issued: tuple[IssuedPaper, ...]
    elsewhere: bool = False

    @property
    def state(self) -> str:
        """Return how far the paper is."""
        if self.issued and self.issued[0].current is not False:
            return "issued"
        return "missing" if self.gaps else "ready"


@dataclass(frozen=True)
class CasePapers:
    """Every paper of one case in the order of its file, and how far the bound file of them is.

    `unshared`: who hasn't agreed that the data of the case go to another body.
    """

    header: CaseHeader
    papers: tuple[PaperLine, ...]
    bound: bound.Bound
    unshared: tuple[sharing.Lacking, ...] = ()


def page(session: Session, case_id: str, *, user: Reader, now: datetime) -> CasePapers:
    """Return the papers of one case; raises NotFound for one the user may not see."""
    sources = making.open_sources(session, case_id, by=user, now=now)
    known = list(making.papers(sources))
    lines = [_line(sources, paper) for paper in known] + _others(sources)
    lines += _earlier(sources, {(one.kind, one.about) for one in known})
    places = {kind: nth for nth, kind in enumerate(ORDER)}
    lines.sort(key=lambda one: places.get(one.kind, len(places)))
    header = cases.header(session, sources.book, sources.people)
    return CasePapers(header, tuple(lines), bound.state(sources, user), sharing.lacking(session, sources.book.case.id))


def _line(sources: Sources, paper: Paper) -> PaperLine:
    made = making.made_of(sources, paper)
    found = tuple(
        _issued(one, current=nth == 0 and making.is_current(sources, one))
        for nth, one in enumerate(sources.issued(paper))
    )
    return PaperLine(paper.kind, paper.about, _subject(sources, paper), made.gaps, made.blanks, found)


def _issued(document: Document, *, current: bool | None = None) -> IssuedPaper:
    return IssuedPaper(
        document.id, document.number, station_day(document.issued_at), document.sha256, document.code, document.size,
        current,
    )  # fmt: skip


def _others(sources: Sources) -> list[PaperLine]:
    """Return what other pages issue into the file: the agreement, its workings, proof sheets."""
    found = []
    for kind in ELSEWHERE:
        own = [one for one in sources.documents if one.kind == kind]
        found += [PaperLine(kind, "", None, (), (), (_issued(one),), elsewhere=True) for one in own]
    return found


def _earlier(sources: Sources, known: set[tuple[str, str]]) -> list[PaperLine]:
    """Return what was issued about rows that are gone: an agreement that was replaced, a party that left."""
    lost = [one for one in sources.documents if one.kind in making.KINDS and (one.kind, one.about) not in known]
    return [PaperLine(one.kind, one.about, None, (), (), (_issued(one),), elsewhere=True) for one in lost]


def _subject(sources: Sources, paper: Paper) -> Said | None:
    """Return what a paper is about in words, None where the case has one of its kind."""
    if paper.about == ORAL:
        return Said(SPOKEN)
    party = sources.party(paper.about)
    agent = next((one for one in sources.representatives if one.id == paper.about), None)
    if party is not None or agent is not None:
        return Said(OF_NAME, {"name": party.name if party else agent.name if agent else ""})
    talk = interviews.talk_of(sources, paper.about) if paper.kind == "interview_record" else None
    if talk is not None and talk.side:
        day = station_day(talk.spans[0].began_at)
        return Said(OF_TALK, {"nth": talk.sitting.nth, "side": Said(SIDE_NAMES[talk.side]), "day": day})
    sitting = next((one for one in sources.sittings if one.id == paper.about), None)
    if sitting is not None:
        begins = sitting.opened_at or sitting.starts_at
        params = {"nth": sitting.nth, "day": station_day(begins) if begins else None}
        return Said(OF_SITTING if begins else OF_SITTING_UNDATED, params)
    return _of_later(sources, paper)


def _of_later(sources: Sources, paper: Paper) -> Said | None:
    service = next((one for one in sources.services if one.id == paper.about), None)
    if service is not None:
        to = sources.party(service.party_id)
        what = Said(KIND_NAMES.get(service.kind, service.kind))
        return Said(OF_SERVICE, {"what": what, "name": to.name if to else "", "day": service.on})
    visit = next((one for one in sources.visits if one.id == paper.about), None)
    if visit is not None:
        return Said(OF_VISIT, {"day": visit.on})
    row = sources.settlement(paper.about)
    return Said(OF_NUMBER, {"number": row.number or ""}) if row is not None else None
