"""The closing report tells the facts, the result with what it left open, what was paid, the visits, the satisfaction."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from mediation import db
from mediation.config import Settings
from mediation.models.afterwards import PaymentReport
from mediation.models.claim import Claim
from mediation.models.document import Document
from mediation.models.settlement import Instalment, Settlement
from mediation.office.papers import making
from tests import kept
from tests.office.papers.dossier import NOW, Dossier, close, open_dossier


@pytest.fixture
def dossier(sqlite_settings: Settings) -> Dossier:
    return kept.built(open_dossier)


def test_the_closing_report_is_whole(dossier: Dossier) -> None:
    close(dossier, outcome="partly_settled", ending="agreed", closed_on=date(2026, 12, 4))
    with db.transaction() as session:
        row = session.get_one(Settlement, dossier.ids["settlement"])
        claim = session.exec(select(Claim).where(Claim.case_id == dossier.case_id, Claim.kind == "severance")).one()
        row.terms = {**row.terms, "claims": {**row.terms["claims"], claim.id: "reserved"}}
        first = session.exec(select(Instalment).where(Instalment.position == 0)).one()
        of = {"station_id": row.station_id, "case_id": row.case_id}
        session.add(
            PaymentReport(
                instalment_id=first.id, party_id=dossier.ids["applicant"], says="partly", amount=3000_00,
                on=date(2026, 12, 1), said_at=NOW, **of,
            )  # fmt: skip
        )
        agreement = session.exec(select(Document).where(Document.kind == "agreement")).one()
        session.add(Document(**agreement.model_dump(exclude={"id", "settlement_id"}) | {
            "kind": "file_cover", "number": "（2026）曹行人调字第0007号", "code": "COVER", "settlement_id": None,
        }))  # fmt: skip
        session.flush()
        made = making.make(session, dossier.case_id, "closing_report", user=dossier.mediator, now=NOW)

    said = made.record
    assert not made.gaps
    assert said["file_number"] == "（2026）曹行人调字第0007号"
    assert (said["received_on"], said["closed_on"]) == ("2026-11-16", "2026-12-04")
    assert said["facts"] == ["2022年3月1日入职"]
    assert (said["left_open"], said["agreed"], said["paid"]) == (["经济补偿"], 38000_00, 0)
    told = "；".join(said["performance"])
    assert "2026年11月30日前应付8,000.00元，已付3,000.00元，未付5,000.00元" in told
    assert "2026年12月3日电话回访：没有履行" in told
    assert "2026年12月1日，张玥的满意度：4分（满分5分）" in told
