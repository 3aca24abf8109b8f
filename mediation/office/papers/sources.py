"""What the papers of a case are made from: its rows, the law in use, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from mediation.domain.lawbook import ParameterGap
from mediation.domain.refusals import N_
from mediation.domain.valuewords import DESKS
from mediation.models.afterwards import FollowUp, PaymentReport, RouteStep, Satisfaction
from mediation.models.chain import Representative
from mediation.models.consent import Consent, Service
from mediation.models.deadline import Deadline
from mediation.models.document import Document
from mediation.models.evidence import Evidence
from mediation.models.group import GroupWorker
from mediation.models.party import Party
from mediation.models.referral import Referral
from mediation.models.settlement import Instalment, Settlement
from mediation.models.sitting import Attendance, Room, SharedFact, Sitting, SittingNote, SittingSpan
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import rules
from mediation.office.book import Book
from mediation.office.papers.called import claim_name
from mediation.office.records import Said
from mediation.office.records.gaps import Gap, Paper
from mediation.office.sittings import notes

T = TypeVar("T", bound=SQLModel)
KEEP_YEARS: Final = "station.file_keep_years"
"""How many years a file is kept: the station's own number, for no law has one."""
NO_KEEPING: Final = N_("没有设定调解案卷的保管期限")
NO_MEDIATOR: Final = N_("没有登记调解员")


@dataclass
class Sources:
    """The rows that papers are made from; `on` is the day of the paper, `gaps` and `blanks` collect what it lacks.

    `apart`: what was said to the mediator alone and shared since.
    """

    station: Station
    book: Book
    today: date
    on: date
    people: dict[str, str]
    deadlines: Sequence[Deadline]
    referrals: Sequence[Referral]
    consents: Sequence[Consent]
    services: Sequence[Service]
    representatives: Sequence[Representative]
    sittings: Sequence[Sitting]
    attendances: Sequence[Attendance]
    spans: Sequence[SittingSpan]
    apart: Sequence[SittingNote]
    facts: Sequence[SharedFact]
    settlements: Sequence[Settlement]
    instalments: Sequence[Instalment]
    reports: Sequence[PaymentReport]
    steps: Sequence[RouteStep]
    visits: Sequence[FollowUp]
    answers: Sequence[Satisfaction]
    workers: Sequence[GroupWorker]
    evidence: Sequence[Evidence]
    documents: Sequence[Document]
    rooms: dict[str, str]
    session: Session
    gaps: list[Gap] = field(default_factory=list)
    blanks: list[Gap] = field(default_factory=list)

    def lacks(self, message: str, where: str, **params: object) -> None:
        """Note what is missing."""
        gap = Gap(Said(message, params), where)
        if gap not in self.gaps:
            self.gaps.append(gap)

    def blank(self, message: str, where: str, **params: object) -> None:
        """Note a column that stays blank, to be filled by hand."""
        gap = Gap(Said(message, params), where)
        if gap not in self.blanks:
            self.blanks.append(gap)

    def articles(self, *keys: str) -> list[dict[str, str]]:
        """Return articles as papers cite them, each once: neither station policy nor what nobody has verified."""
        laws = rules.current().book.laws
        found = [laws[key] for key in dict.fromkeys(keys) if key in laws and key != "station"]
        return [{"title": one.title["zh"], "article": one.article} for one in found if one.verified != "U"][:12]

    @property
    def keep_years(self) -> int:
        """Return how many years the station keeps a file; notes that no value is known for the day."""
        try:
            return int(rules.current().book.parameters[KEEP_YEARS].on(self.on).value)
        except (KeyError, ParameterGap):
            self.lacks(NO_KEEPING, "rules")
            return 1

    @property
    def parties(self) -> list[Party]:
        """Return who is a party still, applicants first."""
        there = [one for one in self.book.parties if one.left_on is None or one.left_on > self.on]
        return sorted(there, key=lambda one: (one.side != "applicant", one.position))

    def party(self, about: str | None) -> Party | None:
        """Return one party by id."""
        return next((one for one in self.book.parties if one.id == about), None)

    def name(self, user_id: str | None) -> str:
        """Return what one of the station is called, "" where nobody is named."""
        return self.people.get(user_id or "", "")

    @property
    def held(self) -> list[Sitting]:
        """Return the sessions that were held, in order."""
        return sorted((one for one in self.sittings if one.state == "held"), key=lambda one: one.nth)

    @property
    def in_force(self) -> Settlement | None:
        """Return the agreement that is in force, the newest where there are several."""
        there = [one for one in self.settlements if one.effective_on and not one.replaced_on]
        return max(there, key=lambda one: one.effective_on or date.min, default=None)

    def settlement(self, about: str) -> Settlement | None:
        """Return one settlement by id."""
        return next((one for one in self.settlements if one.id == about), None)

    @property
    def mediators(self) -> list[str]:
        """Return who mediates, at most three: of the sessions, the agreement, the leading desk; else who asked them.

        Where nobody did any of this, it is who ended the mediation.
        """
        names = [self.name(one.mediator_id) for one in self.sittings if one.state != "cancelled"]
        names += [str(one.terms.get("mediator") or "") for one in self.settlements]
        for one in self.referrals:
            if one.role == "lead" and one.state in ("open", "accepted"):
                names.append(self.name(one.accepted_by or one.assigned_to))
        if not any(names):
            names = [self.name(one.noted_by) for one in self.consents if one.about == "mediation"]
        if not any(names):
            names = [self.name(self.book.case.closed_by)]
        found = [one for one in dict.fromkeys(names) if one][:3]
        if not found:
            self.lacks(NO_MEDIATOR, "sittings")
        return found

    @property
    def recorder(self) -> str:
        """Return who writes down: who logged the case, else who mediates."""
        return self.name(self.book.case.logged_by) or next(iter(self.mediators), "")

    @property
    def kinds(self) -> list[str]:
        """Return what is claimed, in words, each once."""
        return list(dict.fromkeys(claim_name(one.kind) for one in self.book.claims))

    @property
    def cause(self) -> str:
        """Return the cause of the dispute as papers name it: 拖欠工资、经济补偿争议."""
        kinds = self.kinds
        return f"{'、'.join(kinds[:3])}等争议" if len(kinds) > 3 else f"{'、'.join(kinds)}争议"

    @property
    def title(self) -> str:
        """Return the case in one line: both sides and the cause."""
        sides = [[one.name for one in self.parties if one.side == side] for side in ("applicant", "respondent")]
        named = [f"{names[0]}等{len(names)}方" if len(names) > 1 else "".join(names) for names in sides]
        if sides[0] and self.book.case.workers > len(sides[0]):
            named[0] = f"{sides[0][0]}等{self.book.case.workers}人"
        return f"{named[0]}与{named[1]}{self.cause}"

    @property
    def lead(self) -> str:
        """Return the leading desk in words."""
        return DESKS[self.book.case.lead]

    def issued(self, paper: Paper) -> list[Document]:
        """Return what was issued of a paper, newest first."""
        return [one for one in self.documents if (one.kind, one.about) == (paper.kind, paper.about)]

    def base(self) -> dict[str, Any]:
        """Return what every paper of the case carries; number and verification page are put in when it is issued."""
        case = self.book.case
        return {
            "case_number": case.number, "organisation": self.station.organisation_name,
            "organisation_kind": self.station.organisation_kind,
        }  # fmt: skip


def gather(session: Session, book: Book, *, today: date) -> Sources:
    """Return everything papers of one case are made from; the caller may see the case."""
    case_id = book.case.id

    def of(model: type[T], *order: Any) -> Sequence[T]:
        return session.exec(select(model).where(model.case_id == case_id).order_by(*order)).all()  # type: ignore[attr-defined]

    names = session.execute(sa.select(col(User.id), col(User.display_name), col(User.name)))
    rooms = session.execute(sa.select(col(Room.id), col(Room.name)).where(col(Room.station_id) == book.case.station_id))
    return Sources(
        station=session.get_one(Station, book.case.station_id), book=book, today=today, on=today,
        people={row[0]: row[1] or row[2] for row in names},
        deadlines=of(Deadline, col(Deadline.safe_on), col(Deadline.id)), referrals=of(Referral, col(Referral.id)),
        consents=of(Consent, col(Consent.said_at)), services=of(Service, col(Service.on), col(Service.id)),
        representatives=of(Representative, col(Representative.noted_at), col(Representative.id)),
        sittings=of(Sitting, col(Sitting.nth)), attendances=of(Attendance, col(Attendance.id)),
        spans=of(SittingSpan, col(SittingSpan.began_at)), apart=notes.shared_apart(session, case_id),
        facts=of(SharedFact, col(SharedFact.position)), settlements=of(Settlement, col(Settlement.changed_at)),
        instalments=of(Instalment, col(Instalment.due_on), col(Instalment.position)),
        reports=of(PaymentReport, col(PaymentReport.said_at)), steps=of(RouteStep, col(RouteStep.on)),
        visits=of(FollowUp, col(FollowUp.on), col(FollowUp.id)),
        answers=of(Satisfaction, col(Satisfaction.answered_on)),
        workers=of(GroupWorker, col(GroupWorker.position)), evidence=of(Evidence, col(Evidence.position)),
        documents=of(Document, col(Document.issued_at).desc(), col(Document.id).desc()),
        rooms={row[0]: row[1] for row in rooms}, session=session,
    )  # fmt: skip


def last_said(consents: Iterable[Consent], about: str) -> dict[str, Consent]:
    """Return each party's last answer to one question; `consents` are in order of time."""
    return {one.party_id: one for one in consents if one.about == about}


def shown(on: date) -> str:
    """Return a day as papers write it."""
    return f"{on.year}年{on.month}月{on.day}日"
