"""The rows of the world (tests/world.py) that belong to the mediation room: one of every table, in every case."""

import hashlib
from typing import Any

from sqlmodel import Session

from mediation import seals
from mediation.models.afterwards import FollowUp, PaymentReport, RouteStep, Satisfaction
from mediation.models.case import Case
from mediation.models.chain import ChainSign, Representative
from mediation.models.consent import Consent, Invitation, Service
from mediation.models.evidence import Evidence, EvidencePiece
from mediation.models.group import GroupConsent, GroupWorker
from mediation.models.once import FormTaken
from mediation.models.signing import FloorCheck, Signature, StationCertificate
from mediation.models.sitting import (
    Attendance,
    Offer,
    Room,
    SharedFact,
    Sitting,
    SittingNote,
    SittingSlot,
    SittingSpan,
)
from mediation.models.station import Station
from mediation.models.supervision import CaseSplit
from mediation.models.user import User
from tests.make import NOW

TODAY = NOW.date()


def room_rows(session: Session, case: Case, made_by: User, name: str) -> None:
    """Add one row of every table of the room to a case of the world; ids end in the case's name."""
    of: dict[str, Any] = {"station_id": case.station_id, "case_id": case.id}
    noted: dict[str, Any] = {**of, "noted_at": NOW, "noted_by": made_by.id}
    party_id = f"party-{name}"
    evidence = Evidence(
        id=f"evidence-{name}", title="工资条", name="a.png", mime="image/png", size=1, given_at=NOW, state="kept",
        party_id=party_id, kind="payslip", sha256=hashlib.sha256(b"x").hexdigest(), **of,
    )  # fmt: skip
    session.add(evidence)
    sitting = Sitting(
        id=f"sitting-{name}", nth=1, mediator_id=made_by.id, made_at=NOW, made_by=made_by.id, **of
    )
    session.add(sitting)
    session.flush()
    piece = EvidencePiece(evidence_id=evidence.id, nth=0, sealed=b"", **of)
    piece.sealed = seals.seal_bytes(b"x", table="evidence_piece", column="sealed", row=piece.id)
    session.add(piece)
    session.add(Consent(party_id=party_id, about="mediation", agreed=True, way="in_person", said_at=NOW, **noted))
    invited: dict[str, Any] = {"made_at": NOW, "made_by": made_by.id}
    session.add(Invitation(id=f"invitation-{name}", party_id=party_id, channel="phone", **invited, **of))
    session.add(Service(party_id=party_id, kind="rights_notice", mode="in_person", on=TODAY, **noted))
    session.add(ChainSign(id=f"sign-{name}", party_id=party_id, kind="badge", **noted))
    session.add(Representative(id=f"representative-{name}", party_id=party_id, name="李律师", capacity="lawyer", **noted))
    _sitting(session, sitting, of, noted, party_id, name)
    _settling(session, of, noted, name)


def _sitting(
    session: Session, sitting: Sitting, of: dict[str, Any], noted: dict[str, Any], party_id: str, name: str
) -> None:
    part: dict[str, Any] = {"sitting_id": sitting.id}
    times = {"starts_at": NOW, "ends_at": NOW, "offered_at": NOW, "noted_by": noted["noted_by"]}
    session.add(SittingSlot(id=f"slot-{name}", side="applicant", **times, **part, **of))
    session.add(Attendance(party_id=party_id, **part, **of))
    session.add(SittingSpan(talking_with="joint", began_at=NOW, **part, **of))
    session.add(SittingNote(id=f"note-{name}", private=False, words="双方到场", **part, **noted))
    session.add(SharedFact(id=f"fact-{name}", position=0, words="入职日期无争议", **part, **noted))
    session.add(Offer(id=f"offer-{name}", nth=1, side="applicant", amount=1, made_at=NOW, noted_by=noted["noted_by"], **of))


def _settling(session: Session, of: dict[str, Any], noted: dict[str, Any], name: str) -> None:
    settled: dict[str, Any] = {"settlement_id": f"settlement-{name}"}
    worker = GroupWorker(id=f"worker-{name}", position=0, name="赵六", **of)
    session.add(worker)
    session.flush()
    answer: dict[str, Any] = {"amount": 1, "terms_digest": "", "agreed": True, "way": "signed_list", "said_at": NOW}
    session.add(GroupConsent(worker_id=worker.id, **answer, **settled, **noted))
    session.add(Signature(id=f"signature-{name}", position=0, role="party", name="张三", **settled, **of))
    reason: dict[str, Any] = {"claim_id": f"claim-{name}", "floor": 2, "agreed": 1, "reason": "急用"}
    session.add(FloorCheck(id=f"floor-{name}", **reason, **settled, **noted))
    session.add(RouteStep(id=f"route-{name}", route="payment_order", step="chosen", on=TODAY, **settled, **noted))
    report: dict[str, Any] = {"instalment_id": f"instalment-{name}", "says": "unpaid", "said_at": NOW}
    session.add(PaymentReport(**report, **of))
    session.add(FollowUp(id=f"visit-{name}", on=TODAY, way="phone", **noted))
    session.add(Satisfaction(party_id=f"party-{name}", score=4, answered_on=TODAY, way="phone", **noted))


def private_note(session: Session, case: Case, author: User) -> None:
    """Add a private note of one person to a case."""
    note = SittingNote(
        station_id=case.station_id, case_id=case.id, private=True, noted_at=NOW, noted_by=author.id
    )
    note.words_sealed = seals.seal("底线", table="sitting_note", column="words", row=note.id)
    session.add(note)


def station_rows(session: Session, station: Station, case: Case, made_by: User) -> None:
    """Add a row of what a station keeps for its sessions and signatures."""
    of: dict[str, Any] = {"station_id": station.id}
    session.add(Room(id=f"room-{station.code}", name="一号调解室", **of))
    valid: dict[str, Any] = {"valid_from": NOW, "valid_until": NOW, "made_at": NOW}
    session.add(
        StationCertificate(
            source="own", subject="CN=x", issuer="CN=x", fingerprint="0" * 64, certificate="", key_sealed=b"", **valid, **of
        )  # fmt: skip
    )
    moved: dict[str, Any] = {"left": [], "workers_left": {}, "claims": [], "workers": 1}
    session.add(CaseSplit(case_id=case.id, new_id=case.id, at=NOW, by=made_by.id, reason="两个用人单位", moved=moved, **of))


def personal_row(session: Session, user: User) -> None:
    """Add a form that a person sent."""
    session.add(FormTaken(user_id=user.id, token="x", at=NOW))
