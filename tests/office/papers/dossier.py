"""A case with a row of everything that its papers are made from."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pikepdf
from sqlmodel import Session, select

from mediation import db, press, seals
from mediation.models.afterwards import FollowUp, Satisfaction
from mediation.models.case import Case
from mediation.models.chain import Representative
from mediation.models.claim import Claim
from mediation.models.consent import Service
from mediation.models.party import Party
from mediation.models.settlement import Settlement
from mediation.models.sitting import Attendance, Room, SharedFact, Sitting, SittingNote, SittingSpan
from mediation.models.station import Station
from mediation.office import clockwork, referrals, settlements
from tests.office.test_settlements import terms
from tests.office.working import LATER, Working, open_station
from tests.office.working import referrals as working_referrals


def blank_page() -> bytes:
    """Return a file of one empty page, in place of a printed agreement."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


HELD = datetime(2026, 11, 18, 6, 0, tzinfo=UTC)
NOW = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)
EMPTY = blank_page()
CAUCUS = "单独谈话时说最低三万元"
PRIVATE = "底线四万元不能说出去"


@dataclass
class Dossier:
    """The station and the ids of the case's rows."""

    working: Working
    case_id: str
    ids: dict[str, str]

    @property
    def mediator(self) -> Any:
        """Return who leads the case."""
        return self.working["mediator"]


def open_dossier() -> Dossier:
    """Log a case, hold two sessions, settle it, visit afterwards."""
    working = open_station()
    case_id = working.log(
        willing={"applicant": True, "respondent": True},
        employment={"hired_on": "2022-03-01", "ended_on": "2026-10-31", "relation": "labour"},
        claims=[{"kind": "unpaid_wages", "amount": "8000.00"}, {"kind": "severance", "amount": "30000.00",
                                                                "known_on": "2026-10-31"}],
    )  # fmt: skip
    with db.transaction() as session:
        lead = working_referrals(session, case_id)["judicial_office"]
        referrals.accept(session, lead.id, by=working["judicial_office"], now=LATER)
    with db.transaction() as session:
        case = session.get_one(Case, case_id)
        station = session.get_one(Station, case.station_id)
        station.address, station.phone = "上海市闵行区曹建路8号", "021-60000000"
        sides = {one.side: one for one in session.exec(select(Party).where(Party.case_id == case_id))}
        sides["respondent"].address = "上海市闵行区都市路2688号"
        sides["applicant"].sex, sides["applicant"].born = "female", date(1949, 12, 31)
        ids = {side: one.id for side, one in sides.items()}
        of = {"station_id": case.station_id, "case_id": case_id}
        noted = {**of, "noted_at": HELD, "noted_by": working["mediator"].id}
        ids |= _sittings(session, of, noted, ids) | _around(session, noted, ids)
    ids["settlement"] = _settled(working, case_id)
    return Dossier(working, case_id, ids)


def _sittings(session: Session, of: dict[str, Any], noted: dict[str, Any], ids: dict[str, str]) -> dict[str, str]:
    room = Room(station_id=of["station_id"], name="联动调解室一号室")
    made = {"mediator_id": noted["noted_by"], "made_at": HELD, "made_by": noted["noted_by"], "state": "held", **of}
    joint = Sitting(nth=1, form="joint", room_id=room.id, starts_at=HELD, ends_at=HELD + timedelta(hours=2),
                    result="双方同意分期支付。", **made)  # fmt: skip
    alone = Sitting(nth=2, form="separate", room_id=room.id, starts_at=HELD + timedelta(days=1), **made)
    session.add_all([room, joint, alone])
    session.flush()
    here = {**of, "sitting_id": joint.id}
    session.add(Attendance(party_id=ids["applicant"], state="present", **here))
    session.add(Attendance(party_id=ids["respondent"], state="late", people="人事经理孙昇", **here))
    session.add(Attendance(party_id=ids["applicant"], state="present", **{**of, "sitting_id": alone.id}))
    session.add(SittingNote(private=False, speaker_id=ids["respondent"], words="公司承认欠付工资。",
                            **{**noted, "sitting_id": joint.id}))  # fmt: skip
    session.add(SittingNote(private=False, talking_with="applicant", words=CAUCUS, **{**noted, "sitting_id": joint.id}))
    for nth, words in enumerate(("问：工资发到哪一个月？", "答：发到2026年6月。")):
        at = HELD + timedelta(minutes=nth)
        session.add(SittingNote(private=False, words=words, **{**noted, "sitting_id": alone.id, "noted_at": at}))
    for sitting in (joint, alone):
        private = SittingNote(private=True, **{**noted, "sitting_id": sitting.id})
        private.words_sealed = seals.seal(PRIVATE, table="sitting_note", column="words", row=private.id)
        session.add(private)
    session.add(SharedFact(position=0, words="2022年3月1日入职", **{**noted, "sitting_id": joint.id}))
    apart = SittingSpan(
        **here, talking_with="applicant", began_at=HELD + timedelta(minutes=30), ended_at=HELD + timedelta(minutes=50)
    )
    session.add(apart)
    return {"joint": joint.id, "alone": alone.id, "apart": apart.id}


def _around(session: Session, noted: dict[str, Any], ids: dict[str, str]) -> dict[str, str]:
    service = Service(party_id=ids["respondent"], kind="acceptance_notice", mode="in_person", on=date(2026, 11, 17),
                      receiver="孙昇", relation="人事经理", **noted)  # fmt: skip
    agent = Representative(party_id=ids["applicant"], name="赵翀", capacity="lawyer", office="上海浦江律师事务所",
                           authority="special", powers=["settle", "sign"], given_on=date(2026, 11, 17), **noted)  # fmt: skip
    visit = FollowUp(party_id=ids["applicant"], on=date(2026, 12, 3), way="phone", spoken_with="张玥",
                     performance="unpaid", words="第一期没有收到。", **noted)  # fmt: skip
    session.add_all([service, agent, visit])
    session.add(Satisfaction(party_id=ids["applicant"], score=4, answered_on=date(2026, 12, 1), way="phone", **noted))
    return {"service": service.id, "agent": agent.id, "visit": visit.id}


def _settled(working: Working, case_id: str) -> str:
    """Issue the agreement without the press, and let it take effect."""
    with db.transaction() as session:
        settlement_id = settlements.begin(session, case_id, by=working["mediator"], now=LATER)
        claims = session.exec(select(Claim).where(Claim.case_id == case_id)).all()
        amounts = {one.id: "8000.00" if one.kind == "unpaid_wages" else "30000.00" for one in claims}
        given = terms(session, case_id, total="38000.00", amounts=amounts, instalments=[
            {"due_on": "2026-11-30", "amount": "8000.00"}, {"due_on": "2026-12-31", "amount": "30000.00"}
        ])  # fmt: skip
        settlements.save(session, settlement_id, given, by=working["mediator"], now=LATER)
        prepared = settlements.prepare(session, settlement_id, by=working["mediator"], now=LATER)
        printed = press.Printed(EMPTY, hashlib.sha256(EMPTY).hexdigest(), b"{}", "1" * 64, "agreement@test")
        settlements.store(session, prepared, printed, by=working["mediator"], now=LATER)
        row = session.get_one(Settlement, settlement_id)
        row.effective_on = date(2026, 11, 18)
        facts = {"effective_on": row.effective_on, "confirms_relation_only": False, "pay_only": False}
        clockwork.start(session, session.get_one(Case, case_id), "agreement", facts, subject=row.id, now=HELD)
        return settlement_id


def close(dossier: Dossier, **changes: Any) -> None:
    """Write into the case what an ending writes."""
    with db.transaction() as session:
        case = session.get_one(Case, dossier.case_id)
        for name, value in changes.items():
            setattr(case, name, value)
        session.add(case)


