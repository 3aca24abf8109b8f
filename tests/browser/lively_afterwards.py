"""An agreement that is not kept, to look at: one payment late, one due today, one to come; a visit, a step, a report."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, select

from mediation import db
from mediation.config import clock
from mediation.models.case import Case
from mediation.models.consent import Consent
from mediation.models.party import Party
from mediation.models.settlement import Instalment
from mediation.models.sitting import Offer, Sitting
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office.afterwards import payments, steps, visits
from mediation.office.performance import Authority
from tests import make
from tests.office.afterwards.dealing import agree


def followed(case: str) -> dict[str, str]:
    """Put an agreement of the case at the address `case` in force and follow it; return the pages by name."""
    case_id, now, today = case.rpartition("/")[2], clock.now(), clock.today()
    with db.transaction() as session:
        by = session.exec(select(User).where(User.name == "wang")).one()
        days = [today - timedelta(days=1), today, today + timedelta(days=30)]
        settlement_id = agree(session, case_id, days, now=now)
        parts = session.exec(select(Instalment).where(Instalment.settlement_id == settlement_id))
        first = min(parts, key=lambda one: one.position).id
        sides = {one.side: one.id for one in session.exec(select(Party).where(Party.case_id == case_id))}
        told = payments.Report("partly", today, 1500_00, sides["applicant"], "先付了一部分，其余说月底付")
        payments.note(session, case_id, first, told, by=by, now=now)
        way = steps.Typed("court_confirmation", "chosen", today, Authority("闵行区人民法院", "", "双方同意"))
        steps.note(session, case_id, settlement_id, way, by=by, now=now)
        said = {"words": "第一期只到账 1,500 元", "next_step": "月底再次联系单位", "spoken_with": "财务李某"}
        visit = visits.Visit(today, "phone", sides["respondent"], "", "partly", 4, said)
        visits.note(session, case_id, visit, by=by, now=now)
        _merged(session, case_id, by.id)
    page = f"{case}/afterwards"
    return {
        "afterwards": page, "payments": "/payments", "merged": f"{case}/merged",
        "afterwards-step": f"{page}?way={settlement_id}:court_confirmation",
        "afterwards-lacks": f"{page}?lacks=payment_order&of={settlement_id}",
    }  # fmt: skip


def _merged(session: Session, case_id: str, by: str) -> None:
    """Let a case that was logged again be merged into this one: what its worker said and what was offered there."""
    kept, now = session.get_one(Case, case_id), clock.now()
    station = session.get_one(Station, kept.station_id)
    late = make.case(
        session, station, f"CH-{now:%Y}-9999", received_on=clock.today(), received_at=now, state="closed",
        merged_into=case_id, closed_on=clock.today(),
    )  # fmt: skip
    of = {"station_id": kept.station_id, "case_id": late.id}
    worker = Party(side="applicant", kind="person", name="王某", **of)
    session.add(worker)
    session.flush()
    session.add(Consent(party_id=worker.id, about="mediation", agreed=True, way="phone", said_at=now, noted_at=now,
                        noted_by=by, words="愿意，下班后方便", **of))  # fmt: skip
    session.add(Sitting(nth=1, state="held", starts_at=now, mediator_id=by, made_at=now, made_by=by, **of))
    session.add(Offer(nth=1, side="respondent", amount=5000_00, made_at=now, noted_by=by, **of))
