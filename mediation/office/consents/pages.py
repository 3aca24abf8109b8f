"""Consent, service and times of a case as their pages show them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.lawbook import ParameterGap
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.consent import Consent, Invitation
from mediation.models.deadline import Deadline
from mediation.models.document import Document
from mediation.models.party import Party
from mediation.models.sitting import Room, Sitting, SittingSlot
from mediation.office import casebook, cases, dates, people, rules, willingness_gateway
from mediation.office.afterwards.grounds import UNREACHED_DAYS
from mediation.office.casebook import facts_of
from mediation.office.consents import invitations, services, sharing, sides, times
from mediation.office.consents.answers import ACT
from mediation.office.consents.records import (
    Arranging,
    ConsentsPage,
    InvitationLine,
    PartyAnswers,
    PartyServices,
    ServiceLine,
    ServicesPage,
    SlotLine,
    TimesPage,
)
from mediation.office.evidence import lines
from mediation.office.evidence.lines import EvidenceLine
from mediation.office.reasons import Reasons
from mediation.office.records import CaseHeader, DeadlineRecord
from mediation.office.sittings import calling_off, planning, recording

BY_CONTACT: Final = {
    "phone": "phone", "message": "message", "post": "post", "counter": "in_person", "through_other": "through_union"
}  # fmt: skip


class _View:
    """One user's view of one case, with what all three pages need."""

    def __init__(self, session: Session, case_id: str, user: Reader, now: datetime, act: str = ACT) -> None:
        self.session, self.user, self.now, self.scope = session, user, now, Scope(session, user)
        self.case = self.scope.get(Case, case_id)
        self.about: Facts = facts_of(session, self.case)
        access.require(user, act, self.about)
        self.people = cases.names_of(session, self.case.station_id)
        self.book = casebook.open_book(session, self.case)
        self.parties = sides.present(session, case_id)
        self.open = self.case.state == "open"

    def header(self) -> CaseHeader:
        """Return the head of the page."""
        return cases.header(self.session, self.book, self.people)

    def evidence(self) -> tuple[EvidenceLine, ...]:
        """Return the evidence a form may point at, none for who may not see it."""
        if not access.may(self.user, "evidence.read", self.about):
            return ()
        return tuple(lines.attachable(self.session, self.case.id, self.user, ("authority", "identity", "other")))

    def dates(self) -> list[DeadlineRecord]:
        """Return the running dates of the case itself and of its claims, the nearest first."""
        query = self.scope.select(Deadline).where(Deadline.case_id == self.case.id, Deadline.state == "open")
        claims = {one.id: one.kind for one in self.book.claims}
        wages = access.sees(self.user, "wage_papers", self.about)
        reasons, today = Reasons(rules.current().book, self.case.received_on), station_day(self.now)
        rows = [one for one in self.session.exec(query) if wages or one.subject not in claims]
        return [dates.record(one, reasons, claims, today) for one in sorted(rows, key=lambda one: one.safe_on)]

    def needed_days(self) -> int:
        """Return on how many days a party must have been sought before it counts as unreachable, 0 where unknown."""
        try:
            return int(rules.current().book.parameters[UNREACHED_DAYS].on(station_day(self.now)).value)
        except (KeyError, ParameterGap):
            return 0


def of_case(session: Session, case_id: str, *, user: Reader, now: datetime) -> ConsentsPage:
    """Return what the parties of a case said and how they were invited; raises NotFound and Forbidden."""
    view = _View(session, case_id, user, now)
    case, said = view.case, sides.of_case(session, view.case)
    dated = view.dates()
    gateway = willingness_gateway.of_station(session, case.station_id)
    refused = case.mediation == "refused"
    planned = view.scope.select(Sitting).where(Sitting.case_id == case.id, Sitting.state == "planned")
    return ConsentsPage(
        header=view.header(), parties=_answers(view, said), sides=said, people=view.people,
        clocks=tuple(one for one in dated if one.kind.startswith("mediation.")),
        limitation=tuple(one for one in dated if one.kind.startswith("limitation.")) if refused else (),
        refused=refused, accepted=case.accepted_on is not None, notice=_notice(session, case) if refused else None,
        sittings=tuple(session.exec(planned.order_by(col(Sitting.nth)))), evidence=view.evidence(),
        gateway=gateway is not None and gateway.active, owed=len(services.owed(session, case)), open=view.open,
        needed_days=view.needed_days(),
        called_off=tuple(calling_off.called_off(session, case.id, calling_off.REFUSED)) if refused else (),
        to_stop=tuple(recording.to_stop(session, case.id)),
        unshared=sharing.lacking(session, case.id) if view.open else (),
        desks=sharing.desks(session, case) if view.open else (),
    )  # fmt: skip


def services_of(session: Session, case_id: str, *, user: Reader, now: datetime) -> ServicesPage:
    """Return what was handed to whom and what is still to be; raises NotFound and Forbidden."""
    view = _View(session, case_id, user, now)
    owed, done = services.owed(session, view.case), services.served(session, case_id)
    papers = services.servable(session, case_id)
    every = view.scope.select(Document).where(Document.case_id == case_id).order_by(col(Document.issued_at))
    known = {one.id: one for one in session.exec(every)}
    receipts = {one.about: one for one in known.values() if one.kind == "service_receipt"}
    gone = {one.party_id for one in done} - {one.id for one in view.parties}
    left = session.exec(view.scope.select(Party).where(col(Party.id).in_(gone))) if gone else ()
    return ServicesPage(
        view.header(),
        tuple(
            PartyServices(
                one, tuple(due for due in owed if due.party_id == one.id),
                tuple(
                    ServiceLine(
                        row, known.get(row.document_id or ""), view.people.get(row.noted_by, ""), receipts.get(row.id)
                    )
                    for row in done
                    if row.party_id == one.id
                ),
                tuple(paper for paper in papers if paper.kind != "rights_notice" or paper.about == one.id),
            )  # fmt: skip
            for one in (*view.parties, *left)
        ),
        known, view.evidence(), len(owed),
    )  # fmt: skip


def times_of(session: Session, case_id: str, *, user: Reader, now: datetime) -> TimesPage:
    """Return the planned sessions of a case with the times offered for them; raises NotFound and Forbidden."""
    view = _View(session, case_id, user, now, times.ACT)
    planned = view.scope.select(Sitting).where(Sitting.case_id == case_id, Sitting.state == "planned")
    slots = view.scope.select(SittingSlot).where(SittingSlot.case_id == case_id)
    ordered = list(session.exec(slots.order_by(col(SittingSlot.offered_at).desc(), col(SittingSlot.starts_at))))
    rooms = {one.id: one.name for one in session.exec(view.scope.select(Room))}
    return TimesPage(
        view.header(),
        tuple(
            Arranging(
                one, view.people.get(one.mediator_id, ""),
                tuple(
                    SlotLine(slot, times.state(slot, now), rooms.get(slot.room_id or "", ""))
                    for slot in ordered
                    if slot.sitting_id == one.id
                ),
            )  # fmt: skip
            for one in session.exec(planned.order_by(col(Sitting.nth)))
        ),
        tuple(planning.staff(session, view.case.station_id, user)),
        tuple(planning.rooms(session, view.case.station_id, user)),
        view.open and view.case.mediation == "open", len(services.owed(session, view.case)), now,
    )  # fmt: skip


def case_of(session: Session, party_id: str, *, user: Reader) -> str:
    """Return the id of the case of a party that the user sees."""
    return Scope(session, user).get(Party, party_id).case_id


def _answers(view: _View, said: dict[str, bool | None]) -> tuple[PartyAnswers, ...]:
    session, case_id = view.session, view.case.id
    every = view.scope.select(Consent).where(Consent.case_id == case_id)
    consents = list(session.exec(every.order_by(col(Consent.said_at).desc(), col(Consent.noted_at).desc())))
    letters = view.scope.select(Invitation).where(Invitation.case_id == case_id)
    invited = list(session.exec(letters.order_by(col(Invitation.made_at).desc(), col(Invitation.id))))
    standing, spoken = sides.standing(session, case_id), sides.answers(session, case_id)
    agents = {one.id: [agent.name for agent in one.agents] for one in people.parties(session, case_id)}
    may = view.open and view.case.mediation == "open"

    def line(party: Party) -> PartyAnswers:
        now = standing.get((party.id, sides.MEDIATION))
        own = [one for one in consents if one.party_id == party.id]
        rows = [one for one in invited if one.party_id == party.id]
        return PartyAnswers(
            party, now, tuple(one for one in own if one.about == sides.MEDIATION and one is not now),
            {about: one for (of, about), one in standing.items() if of == party.id and about != sides.MEDIATION},
            said[party.side] if spoken[party.side] is None else None,
            tuple(InvitationLine(one, view.people.get(one.made_by, "")) for one in rows),
            invitations.days_failed(rows), BY_CONTACT.get(party.contact_way or "", "phone"),
            may and said[party.side] is not False, tuple(agents.get(party.id, ())),
        )  # fmt: skip

    return tuple(line(one) for one in view.parties)


def _notice(session: Session, case: Case) -> Document | None:
    """Return the termination notice issued since the last refusal, None where it has still to be."""
    said = [one.noted_at for one in _refusals(sides.standing(session, case.id).values())]
    query = select(Document).where(Document.case_id == case.id, Document.kind == "termination_notice")
    found = session.exec(query.order_by(col(Document.issued_at).desc())).first()
    return found if found is not None and (not said or found.issued_at >= max(said)) else None


def _refusals(consents: Iterable[Consent]) -> Sequence[Consent]:
    return [one for one in consents if one.about == sides.MEDIATION and not one.agreed]


def case_of_time(session: Session, slot_id: str, *, user: Reader) -> str:
    """Return the id of the case of an offered time that the user sees."""
    return Scope(session, user).get(SittingSlot, slot_id).case_id
