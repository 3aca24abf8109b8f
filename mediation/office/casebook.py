"""From rows to the case file that rules are asked about, and back."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from mediation import db, seals
from mediation.access import Facts, Reader
from mediation.domain import casefile, worktime
from mediation.domain.casefile import CaseFile
from mediation.domain.clockrecord import ClockRecord
from mediation.domain.decision import Station as StationSettings
from mediation.domain.facts import Standing
from mediation.domain.roster import CANCELLED, DEFAULT_PLANS, DutyPlan
from mediation.domain.worktime import DeskHours, station_day
from mediation.models.base import new_id
from mediation.models.case import Case, CaseCounter
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.models.referral import ALIVE, Referral
from mediation.models.roster import DutyPattern, Shift
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import clock_entries_record
from mediation.office.book import Book

CLUSTER_DAYS = 30


def open_book(session: Session, case: Case) -> Book:
    """Return the case with its claims, and its parties but those taken out, in their order."""
    there = select(Party).where(Party.case_id == case.id, col(Party.left_on).is_(None))
    parties = session.exec(there.order_by(col(Party.position))).all()
    claims = session.exec(select(Claim).where(Claim.case_id == case.id).order_by(col(Claim.position))).all()
    return Book(case, list(parties), list(claims))


def settings_of(session: Session, station: Station) -> StationSettings:
    """Return the station's hours and duty plans as a decision needs them; without any plan, policy's Monday."""
    hours = DeskHours(station.opens_at, station.closes_at)
    return StationSettings(hours, duty_plans(session, station.id) or DEFAULT_PLANS)


def duty_plans(session: Session, station_id: str) -> tuple[DutyPlan, ...]:
    """Return the weekly duties that the station has set, also those that hold no longer or not yet."""
    query = select(DutyPattern).where(DutyPattern.station_id == station_id).order_by(col(DutyPattern.id))
    patterns = session.exec(query).all()
    off = _cancelled(session, station_id) if patterns else {}
    return tuple(duty_plan(one, off.get(one.id, frozenset())) for one in patterns)


def _cancelled(session: Session, station_id: str) -> dict[str, frozenset[date]]:
    """Return the days that each weekly duty names on which a supervisor has cancelled it."""
    query = sa.select(col(Shift.pattern_id), col(Shift.pattern_on), col(Shift.because)).where(
        col(Shift.station_id) == station_id, col(Shift.state) == "cancelled", col(Shift.pattern_id).is_not(None)
    )
    found: dict[str, frozenset[date]] = {}
    for pattern_id, on, because in session.execute(query):
        if (because or {}).get("message") == CANCELLED:
            found[pattern_id] = found.get(pattern_id, frozenset()) | {on}
    return found


def duty_plan(pattern: DutyPattern, off: frozenset[date] = frozenset()) -> DutyPlan:
    """Return a stored weekly duty as the calendar reads it, `off` the days on which it was cancelled."""
    return DutyPlan(
        weekday=pattern.weekday, begins=pattern.starts_at, ends=pattern.ends_at, moves=pattern.on_holiday == "move",
        since=pattern.in_force_from, until=pattern.in_force_until or date.max, key=pattern.id,
        off=off,
    )  # fmt: skip


def as_file(book: Book, station_code: str) -> CaseFile:
    """Return the stored case in the shape in which it was logged; sealed numbers stay out."""
    case = book.case
    return CaseFile(
        station=station_code,
        received_at=case.received_at.astimezone(worktime.ZONE),
        summary=case.summary,
        channel=case.channel,
        workers=case.workers,
        applicants=tuple(_party(one) for one in book.parties if one.side == "applicant"),
        respondents=tuple(_party(one) for one in book.parties if one.side == "respondent"),
        claims=tuple(as_claim(one) for one in book.claims),
        employment=casefile.Employment(
            case.hired_on, case.ended_on, case.relation, case.written_contract, case.union_told
        ),
        risk=_risk(case),
        willing=casefile.Willing(case.willing_applicant, case.willing_respondent),
    )


def _risk(case: Case) -> casefile.Risk:
    return casefile.Risk(
        threat=case.threat,
        gathering=case.gathering,
        stoppage=case.stoppage,
        violence=case.violence,
        employer_absconded=case.employer_absconded,
        payment_order_ignored=case.payment_order_ignored,
    )


def as_claim(row: Claim) -> casefile.Claim:
    """Return a stored claim as it was logged."""
    return casefile.Claim(row.kind, row.amount, row.known_on, row.accident_on, row.diagnosed_on)


def _party(row: Party) -> casefile.Party:
    return casefile.Party(
        kind=row.kind,
        name=row.name,
        born=row.born,
        union_member=row.union_member,
        migrant=row.migrant,
        hardship=row.hardship,
        credit_code=row.credit_code,
        industry=row.industry,
        has_union=row.has_union,
    )


def new_rows(station: Station, file: CaseFile, *, number: str, by: Reader, now: datetime) -> Book:
    """Return fresh rows for a case file, its identifying numbers sealed; nothing is stored yet."""
    case = Case(
        station_id=station.id,
        number=number,
        received_at=file.received_at,
        received_on=station_day(file.received_at),
        channel=file.channel,
        summary=file.summary,
        workers=file.workers,
        logged_by=by.id if isinstance(by, User) else None,
        decided_at=now,
    )
    enter_facts(case, file)
    sides = [("applicant", one) for one in file.applicants] + [("respondent", one) for one in file.respondents]
    parties = [_party_row(case, side, nth, one) for nth, (side, one) in enumerate(sides)]
    return Book(case, parties, claim_rows(case, file.claims))


def enter_facts(case: Case, file: CaseFile) -> None:
    """Write the employment, risk and willingness of `file` into the case row."""
    work, risk, willing = file.employment, file.risk, file.willing
    case.hired_on, case.ended_on, case.relation = work.hired_on, work.ended_on, work.relation
    case.written_contract, case.union_told = work.written_contract, work.union_told_of_dismissal
    case.threat, case.gathering, case.stoppage = risk.threat, risk.gathering, risk.stoppage
    case.violence, case.employer_absconded = risk.violence, risk.employer_absconded
    case.payment_order_ignored = risk.payment_order_ignored
    case.willing_applicant, case.willing_respondent = willing.applicant, willing.respondent


def claim_rows(case: Case, claims: tuple[casefile.Claim, ...]) -> list[Claim]:
    """Return fresh claim rows in the order given."""
    return [
        Claim(
            station_id=case.station_id,
            case_id=case.id,
            position=nth,
            kind=one.kind,
            amount=one.amount,
            known_on=one.known_on,
            accident_on=one.accident_on,
            diagnosed_on=one.diagnosed_on,
        )
        for nth, one in enumerate(claims)
    ]


def _party_row(case: Case, side: str, position: int, one: casefile.Party) -> Party:
    row = Party(
        station_id=case.station_id,
        case_id=case.id,
        side=side,
        position=position,
        kind=one.kind,
        name=one.name,
        born=one.born,
        address=one.address,
        union_member=one.union_member,
        migrant=one.migrant,
        hardship=one.hardship,
        credit_code=one.credit_code,
        industry=one.industry,
        has_union=one.has_union,
        firm_key=(one.credit_code or one.name) if one.kind == "employer" else None,
    )
    if one.id_number:
        shut = seals.close(one.id_number, table="party", column="id_number", row=row.id)
        row.id_number_sealed, row.id_number_digest, row.id_number_tail = shut
    if one.phone:
        shut = seals.close(one.phone, table="party", column="phone", row=row.id)
        row.phone_sealed, row.phone_digest, row.phone_tail = shut
    return row


def standing(session: Session, book: Book, *, now: datetime) -> Standing:
    """Return what the office knows besides the file: clusters, what the police withdrew, which desks sent it back."""
    case, station = book.case, session.get_one(Station, book.case.station_id)
    rows = session.exec(select(Referral).where(Referral.case_id == case.id)).all()
    record = clock_entries_record.of(session, book)
    return standing_of(book, station, rows, record, others=_open_cases(session, book, now=now))


def standing_of(
    book: Book, station: Station, referrals: Iterable[Referral], record: ClockRecord, *, others: int
) -> Standing:
    """Return the same of rows that are read already; `others` counts the employers' other open cases."""
    case, rows = book.case, list(referrals)
    return Standing(
        employer_open_cases=others,
        unsafe_withdrawn=case.unsafe_withdrawn,
        willing_on=case.willing_on,
        accepted_on=case.accepted_on,
        referred={one.desk: one.referred_at for one in rows if one.state in ALIVE},
        returned={one.desk: _rules_of(one) for one in rows if one.state == "returned"},
        settled=_settled(book),
        organisation=station.organisation_kind,
        place=station.place,
        record=record,
    )


def _settled(book: Book) -> frozenset[casefile.Claim]:
    running = {as_claim(row) for row in book.claims if row.state != "settled"}
    return frozenset(as_claim(row) for row in book.claims if row.state == "settled") - running


def _rules_of(referral: Referral) -> frozenset[str]:
    return frozenset(reason["rule"] for reason in referral.because)


def _open_cases(session: Session, book: Book, *, now: datetime) -> int:
    """Count the other open cases of the same employers received in the last 30 days."""
    known = open_at(session, book.case.station_id, firms_of(book), now=now)
    return len(set().union(*known.values()) - {book.case.id})


def firms_of(book: Book) -> set[str]:
    """Return what names the employers of a case."""
    return {one.firm_key for one in book.parties if one.firm_key}


def is_recent(case: Case, now: datetime) -> bool:
    """Tell whether a case counts in a cluster at its employer."""
    return case.state == "open" and case.received_at >= now - timedelta(days=CLUSTER_DAYS)


def open_at(session: Session, station_id: str, firms: Iterable[str], *, now: datetime) -> dict[str, set[str]]:
    """Return the open cases of a station received in the last 30 days against each of these employers."""
    wanted, found = sorted(firms), dict[str, set[str]]()
    if not wanted:
        return found
    query = (
        sa.select(col(Party.firm_key), col(Case.id))
        .join(Party, col(Party.case_id) == col(Case.id))
        .where(
            col(Case.station_id) == station_id, col(Party.station_id) == station_id, col(Party.firm_key).in_(wanted),
            col(Case.state) == "open", col(Case.received_at) >= now - timedelta(days=CLUSTER_DAYS),
        )
    )  # fmt: skip
    for firm, case_id in session.execute(query):
        found.setdefault(firm, set()).add(case_id)
    return found


def next_number(session: Session, station: Station, year: int, series: str = "case", *, count: int = 1) -> int:
    """Give out the station's next number of the year; two asking at once get two, and the first of a year too.

    With a `count` so many numbers are given out; the first of them is returned.
    """
    insert = sqlite.insert if db.is_sqlite(session) else postgresql.insert
    begun = insert(CaseCounter).values(id=new_id(), station_id=station.id, year=year, series=series, last=count)
    counted = begun.on_conflict_do_update(
        index_elements=["station_id", "year", "series"], set_={"last": col(CaseCounter.last) + count}
    ).returning(col(CaseCounter.last))
    return int(session.execute(counted).scalar_one()) - count + 1


def facts_of(session: Session, case: Case) -> Facts:
    """Return what access needs to know of a case: its station, its lead, the desks that have it."""
    desks = session.exec(
        select(Referral.desk).where(Referral.case_id == case.id, col(Referral.state).in_(ALIVE))
    ).all()
    return Facts(station_id=case.station_id, lead_desk=case.lead, open_desks=frozenset(desks))
