"""Two stations with cases in every relation to every desk: what access is tried against.

A1: union leads, police and the law firm assist.   A2: union leads, the law firm assists; police: closed.
A3: police lead (accepted), the law firm assists.  A4: judicial office leads; the union sent it back.
The lawyer found no conflict in A1, is unsure of A3, and was of another firm when asked about A2.
A5: judicial office leads; a stray referral of the other station names the union.   B1: as A1, at the other station.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from mediation import db, seals
from mediation.models.case import Case, CaseCounter
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.models.document import Document, DocumentContent
from mediation.models.escalation import Escalation, Suggestion
from mediation.models.history import HOUSE
from mediation.models.party import Party
from mediation.models.roster import Lawyer
from mediation.models.session import AuthSession, LoginAttempt
from mediation.models.settlement import Instalment, Settlement
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import history, passwords
from tests import kept, make, world_room, world_rows, world_talks
from tests.make import NOW, PASSWORD

PDF = b"%PDF-1.7 agreement"
BECAUSE = [{"rule": "a.rule.that.is.gone", "law": [], "facts": {}}]
ID_NUMBER = "31010119900101123X"
REFERRALS = {
    "A1": (("union", "lead", "open"), ("police", "assist", "open"), ("law_firm", "assist", "accepted")),
    "A2": (("union", "lead", "accepted"), ("police", "assist", "closed"), ("law_firm", "assist", "open")),
    "A3": (("police", "lead", "accepted"), ("law_firm", "assist", "open")),
    "A4": (("judicial_office", "lead", "open"), ("union", "lead", "returned")),
    "A5": (("judicial_office", "lead", "open"),),
    "B1": (("union", "lead", "open"), ("police", "assist", "open"), ("law_firm", "assist", "open")),
}
PEOPLE = {
    "mediator": ("mediator", None, "A"),
    "supervisor": ("supervisor", None, "A"),
    "union": ("desk_officer", "union", "A"),
    "judicial_office": ("desk_officer", "judicial_office", "A"),
    "police": ("desk_officer", "police", "A"),
    "lawyer": ("duty_lawyer", "law_firm", "A"),
    "left": ("duty_lawyer", "law_firm", "A"),
    "admin": ("admin", None, "A"),
    "auditor": ("auditor", None, "A"),
    "odd_admin": ("admin", "union", "A"),
    "nowhere": ("supervisor", None, ""),
    "both": ("supervisor", None, "AB"),
    "mediator_b": ("mediator", None, "B"),
}


@dataclass
class World:
    """The rows of the world by name."""

    stations: dict[str, Station]
    users: dict[str, User]
    cases: dict[str, Case]


def stored() -> World:
    """Put the world into this test's empty database, committed."""
    return kept.built(_stored)


def _stored() -> World:
    with db.transaction() as session:
        return build(session)


def build(session: Session) -> World:
    """Make the world in an empty database."""
    stations = {code: make.station(session, code) for code in "AB"}
    hashed = passwords.hash_password(PASSWORD)
    users = {
        name: make.user(
            session, name, role=role, desk=desk, stations=[stations[code] for code in where], password_hash=hashed
        )
        for name, (role, desk, where) in PEOPLE.items()
    }
    for user in users.values():
        session.add(AuthSession(token_digest=user.id, user_id=user.id, created_at=NOW, seen_at=NOW, expires_at=NOW))
    session.add(LoginAttempt(at=NOW, account_digest="x", source="10.0.0.1", outcome="failed"))
    cases = {name: _case(session, stations[name[0]], name) for name in REFERRALS}
    make.referral(session, cases["A5"], "union", station_id=stations["B"].id)
    for station in stations.values():
        history.record(session, station_id=station.id, actor="x", act="x", subject=("user", "x"), now=NOW)
        session.add(CaseCounter(station_id=station.id, year=2026))
        made_by = users["mediator" if station.code == "A" else "mediator_b"]
        world_rows.station_rows(session, station, cases[f"{station.code}1"], made_by, users["lawyer"])
        world_talks.talks_rows(session, cases[f"{station.code}1"], made_by)
        world_room.station_rows(session, station, cases[f"{station.code}1"], made_by)
    world_talks.notes(session, stations["A"], [("employer", users["union"]), ("workers", users["police"])])
    lawyers = {one.station_id: one.id for one in session.exec(select(Lawyer).where(Lawyer.user_id == users["lawyer"].id))}
    world_rows.former_lawyer(session, lawyers[stations["A"].id], users["police"])
    world_rows.checks(session, lawyers[stations["A"].id], users["left"])
    world_rows.stray_feed(session, stations["B"], users["lawyer"])
    for case in cases.values():
        world_rows.case_rows(session, case, users["mediator"], lawyers[case.station_id])
        world_rows.watched_rows(session, case, users["mediator"], f"party-{case.number}")
    for name, case in cases.items():
        world_room.room_rows(session, case, users["mediator"], name)
    for author in ("mediator", "union", "mediator_b"):
        world_room.private_note(session, cases["A1"], users[author])
    world_rows.complaints(session, stations, users)
    for user in users.values():
        world_rows.personal_rows(session, user, stations["A"])
        world_room.personal_row(session, user)
    world_rows.practice(session, stations, users)
    world_rows.house_rows(session)
    history.record(session, station_id=None, actor="x", act="x", subject=(HOUSE, HOUSE), now=NOW)
    session.flush()
    return World(stations, users, cases)


def _case(session: Session, station: Station, name: str) -> Case:
    lead = next(desk for desk, role, state in REFERRALS[name] if role == "lead" and state != "returned")
    case: Case = make.case(session, station, name, id=f"case-{name}", lead=lead)
    for desk, role, state in REFERRALS[name]:
        make.referral(session, case, desk, role=role, state=state, because=BECAUSE, id=f"referral-{desk}-{name}")
    common: dict[str, Any] = {"station_id": station.id, "case_id": case.id}
    party = Party(id=f"party-{name}", side="applicant", kind="person", name="张三", **common)
    party.id_number_sealed, party.id_number_digest, party.id_number_tail = seals.close(
        ID_NUMBER, table="party", column="id_number", row=party.id
    )
    session.add(party)
    session.add(Party(side="respondent", kind="employer", name="城厢建筑公司", **common))
    session.add(Claim(id=f"claim-{name}", kind="unpaid_wages", amount=800_000, **common))
    session.add(_deadline(case, common))
    session.add(
        Escalation(
            id=f"escalation-{name}",
            subject=case.id,
            rule="escalation.group",
            level=2,
            raised_at=NOW,
            because=BECAUSE,
            rulebook="sha256:0",
            **common,
        )
    )
    session.add(
        Suggestion(kind="suggest", code="legal_aid", made_at=NOW, because=BECAUSE, rulebook="sha256:0", **common)
    )
    settlement = Settlement(id=f"settlement-{name}", changed_at=NOW, **common)
    session.add(settlement)
    session.flush()
    session.add(
        Instalment(
            id=f"instalment-{name}", settlement_id=settlement.id, position=1, due_on=NOW.date(), amount=100, **common
        )
    )
    document = Document(
        id=f"document-{name}", kind="agreement", number=name, code=f"CODE{name}", sha256=hashlib.sha256(PDF).hexdigest(),
        record_sha256="0" * 64, template="x", size=1, issued_at=NOW, settlement_id=settlement.id, **common,
    )  # fmt: skip
    session.add(document)
    session.flush()
    sealed = seals.seal_bytes(PDF, table="document_content", column="sealed", row=document.id)
    session.add(DocumentContent(document_id=document.id, sealed=sealed, **common))
    history.record(
        session, station_id=station.id, actor="x", act="case.log", subject=("case", case.id), fields={}, now=NOW
    )
    return case


def _deadline(case: Case, common: dict[str, Any]) -> Deadline:
    return Deadline(
        subject=case.id, kind="station.first_contact", rule="deadline.station.first_contact", who="lead",
        because=BECAUSE, trigger="received_on", trigger_on=NOW.date(), safe_on=NOW.date(), last_on=NOW.date(), rulebook="sha256:0",
        made_at=NOW, **common,
    )  # fmt: skip
