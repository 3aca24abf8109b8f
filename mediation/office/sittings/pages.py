"""Sessions and the ledger of offers as their pages show them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain import offers as reckoning
from mediation.domain.refusals import Conflict
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.chain import Representative
from mediation.models.consent import Consent
from mediation.models.party import Party
from mediation.models.sitting import Attendance, Offer, Room, Sitting
from mediation.models.station import Station
from mediation.office import casebook, cases
from mediation.office.casebook import facts_of
from mediation.office.people.lines import agent_line
from mediation.office.records import CaseHeader
from mediation.office.sittings import facts, holding, notes, offers, planning
from mediation.office.sittings import recording as recording_of
from mediation.office.sittings.records import (
    Attending,
    Choices,
    Ledger,
    Offered,
    OffersPage,
    PastPage,
    SittingPage,
    SittingRow,
    SittingsPage,
)


class _View:
    """One user's view of one case: fetched once, with what the user may do in it."""

    def __init__(self, session: Session, case_id: str, user: Reader) -> None:
        self.session, self.user, self.scope = session, user, Scope(session, user)
        self.case = self.scope.get(Case, case_id)
        self.about: Facts = facts_of(session, self.case)
        access.require(user, "case.read", self.about)
        self.people = cases.names_of(session, self.case.station_id)
        self.station = session.get_one(Station, self.case.station_id)
        self.open = self.case.state == "open"
        self.why_not = _why_not(self.case)

    def may(self, act: str) -> bool:
        """Tell whether the user may do the act, and the case is still open."""
        return self.open and access.may(self.user, act, self.about)

    def header(self) -> CaseHeader:
        """Return the head of the page."""
        return cases.header(self.session, casebook.open_book(self.session, self.case), self.people)

    def choices(self) -> Choices:
        """Return the people and rooms that may be chosen; none for a user who doesn't plan."""
        if not self.may("sitting.plan"):
            return Choices((), ())
        of = self.case.station_id
        return Choices(
            tuple(planning.staff(self.session, of, self.user)), tuple(planning.rooms(self.session, of, self.user))
        )

    def rows(self, sittings: Sequence[Sitting], attendance: Iterable[Attendance]) -> tuple[SittingRow, ...]:
        """Return sessions as they are listed."""
        rooms = {one.id: one.name for one in self.session.exec(self.scope.select(Room))}
        by_sitting: dict[str, dict[str, str]] = {}
        for came in attendance:
            by_sitting.setdefault(came.sitting_id, {})[came.party_id] = came.state
        expected = {party.id: "expected" for party in holding.parties_of(self.session, self.case.id)}
        for one in sittings:
            if one.state == "open":
                by_sitting[one.id] = expected | by_sitting.get(one.id, {})
        return tuple(self._row(one, rooms, by_sitting.get(one.id, {}).values()) for one in sittings)

    def _row(self, one: Sitting, rooms: dict[str, str], states: Collection[str]) -> SittingRow:
        """Return one session; whoever became a party after it ended wasn't expected at it."""
        timed = one.state == "planned" and one.starts_at and one.ends_at
        outside = bool(timed) and planning.outside_hours(self.station, one.starts_at, one.ends_at)  # type: ignore[arg-type]
        return SittingRow(
            one, rooms.get(one.room_id or "", ""), self.people.get(one.mediator_id, ""),
            self.people.get(one.recorder_id or "", ""), sum(state in holding.CAME for state in states), len(states),
            outside, self.people.get(one.entered_by or "", ""),
        )  # fmt: skip

    def ledger(self) -> Ledger | None:
        """Return the ledger of offers, None for a desk that doesn't see what the case is about in money."""
        if not access.sees(self.user, "wage_papers", self.about):
            return None
        rows = offers.of_case(self.session, self.case.id)
        bids = offers.bids(rows)
        may = self.may("offer.note") and not self.why_not
        return Ledger(
            _offered(rows, self.people), reckoning.points(bids), reckoning.turn(bids), may,
            may and access.may(self.user, "settlement.draft", self.about),
        )  # fmt: skip


def of_case(session: Session, case_id: str, *, user: Reader) -> SittingsPage:
    """Return the sessions of a case; raises NotFound and Forbidden."""
    view = _View(session, case_id, user)
    sittings = session.exec(view.scope.select(Sitting).where(Sitting.case_id == case_id).order_by(col(Sitting.nth)))
    attendance = session.exec(view.scope.select(Attendance).where(Attendance.case_id == case_id))
    return SittingsPage(
        view.header(), view.rows(list(sittings), attendance), tuple(facts.of_case(session, case_id)), view.choices(),
        view.may("sitting.plan"), view.may("sitting.hold"), view.why_not,
    )  # fmt: skip


def of_one(session: Session, sitting_id: str, *, user: Reader, now: datetime) -> SittingPage:
    """Return everything about one session that the user may see; raises NotFound and Forbidden."""
    sitting = Scope(session, user).get(Sitting, sitting_id)
    view = _View(session, sitting.case_id, user)
    attendance = list(session.exec(view.scope.select(Attendance).where(Attendance.sitting_id == sitting.id)))
    spans = holding.spans_of(session, sitting.id)
    after = view.scope.select(Sitting).where(
        Sitting.case_id == sitting.case_id, col(Sitting.nth) > sitting.nth, Sitting.state == "planned"
    )
    following = session.exec(after.order_by(col(Sitting.nth)).limit(1)).first()
    return SittingPage(
        header=view.header(), row=view.rows([sitting], attendance)[0],
        attending=_attending(view, sitting, attendance, now),
        notes=tuple(notes.of_sitting(session, sitting, user=user, people=view.people)),
        facts=tuple(facts.of_case(session, sitting.case_id)), ledger=view.ledger(),
        totals=holding.totals(spans, now), since=next((one.began_at for one in spans if one.ended_at is None), None),
        private=notes.private_by_default(sitting), choices=view.choices(),
        next_at=following.starts_at if following else None, may_plan=view.may("sitting.plan"),
        may_hold=view.may("sitting.hold"), may_write=view.may("note.write"), why_not=view.why_not,
    )  # fmt: skip


def of_past(session: Session, case_id: str, *, sitting_id: str = "", user: Reader, now: datetime) -> PastPage:
    """Return what the form of a session that took place needs; raises NotFound and Forbidden."""
    view = _View(session, case_id, user)
    access.require(user, "sitting.hold", view.about)
    planned = view.scope.select(Sitting).where(
        Sitting.case_id == view.case.id, Sitting.id == sitting_id[:64], Sitting.state == "planned"
    )
    sitting = session.exec(planned).first()
    of = view.case.station_id
    empty = Sitting(station_id=of, case_id=view.case.id, nth=0, mediator_id="", made_at=now, made_by="")
    choices = Choices(tuple(planning.staff(session, of, user)), tuple(planning.rooms(session, of, user)))
    return PastPage(view.header(), sitting, _attending(view, sitting or empty, (), now), choices, view.case.received_at)


def of_offers(session: Session, case_id: str, *, user: Reader) -> OffersPage:
    """Return the ledger of offers of a case; raises NotFound and Forbidden."""
    view = _View(session, case_id, user)
    return OffersPage(view.header(), view.ledger(), view.why_not)


def _why_not(case: Case) -> str:
    """Return why mediation may not go on, as a message of the catalogue; empty where it may."""
    try:
        planning.require_holdable(case)
    except Conflict as reason:
        return reason.problems[0].message
    return ""


def _attending(
    view: _View, sitting: Sitting, attendance: Iterable[Attendance], now: datetime
) -> tuple[Attending, ...]:
    """Return the parties with their attendance: those it was noted of, and before the end everybody in the case."""
    known = {one.party_id: one for one in attendance}
    query = view.scope.select(Party).where(Party.case_id == sitting.case_id)
    parties = view.session.exec(query.order_by(col(Party.side), col(Party.position)))
    acting = _acting(view, station_day(sitting.opened_at or now))
    recording, listening = _answers(view, recording_of.RECORDING), _answers(view, recording_of.IN_PUBLIC)
    return tuple(
        Attending(
            one, came.state if came else "expected", came.people if came else "", came.why if came else "",
            acting.get(one.id, ()), recording.get(one.id),
            listening.get(one.id),
        )  # fmt: skip
        for one in parties
        for came in [known.get(one.id)]
        if came is not None or (one.left_on is None and sitting.state in ("planned", "open"))
    )


def _acting(view: _View, on: date) -> dict[str, tuple[str, ...]]:
    """Return the names of those who may act for each party on a day."""
    query = view.scope.select(Representative).where(
        Representative.case_id == view.case.id, col(Representative.replaced_at).is_(None)
    )
    found: dict[str, tuple[str, ...]] = {}
    for one in view.session.exec(query.order_by(col(Representative.noted_at))):
        if agent_line(one).in_force(on):
            found[one.party_id] = (*found.get(one.party_id, ()), one.name)
    return found


def _answers(view: _View, about: str) -> dict[str, bool]:
    """Return what each party last said to a question."""
    query = select(Consent.party_id, Consent.agreed).where(
        Consent.case_id == view.case.id, Consent.about == about
    )
    return dict(view.session.exec(query.order_by(col(Consent.said_at), col(Consent.noted_at))).all())


def _offered(rows: Sequence[Offer], people: dict[str, str]) -> tuple[Offered, ...]:
    """Return the offers with how far each side moved since its last sum that wasn't taken back."""
    found, last = [], dict[str, int]()
    for place, one in enumerate(rows, 1):
        before = last.get(one.side)
        step = None if before is None or one.amount is None else one.amount - before
        if one.amount is not None and one.state not in reckoning.TAKEN_BACK:
            last[one.side] = one.amount
        found.append(Offered(
            one.id, place, one.side, one.amount, step, one.pay_on,
            tuple((date.fromisoformat(part["due_on"]), part["amount"]) for part in one.instalments),
            one.other_terms, one.told, one.state, one.made_at, people.get(one.noted_by, ""), one.entered_at,
        ))  # fmt: skip
    return tuple(found)
