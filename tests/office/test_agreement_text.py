"""What the agreement says of its parties and of the agreement it corrects, before anything is printed."""

from typing import Any

from sqlmodel import Session, select

from mediation import db
from mediation.models.case import Case
from mediation.models.chain import Representative
from mediation.models.party import Party
from mediation.models.settlement import Settlement
from mediation.models.station import Station
from mediation.office import agreement, casebook, settlements
from tests.office.test_settlements import drafted, printed
from tests.office.working import LATER, Working

MANY = [{"name": f"工友{nth}"} for nth in range(1, 12)]


def record_of(session: Session, settlement_id: str) -> dict[str, Any]:
    row = session.get_one(Settlement, settlement_id)
    book = casebook.open_book(session, session.get_one(Case, row.case_id))
    checked = settlements.checked_terms(row, book, LATER)
    station, old = session.get_one(Station, row.station_id), agreement.replacing(session, row)
    return agreement.record(book, station, checked, code="x", number="1", replaces=old, on=LATER.date())


def test_who_is_to_be_kept_safe_stands_in_the_agreement_without_phone_and_address(station: Working) -> None:
    settlement_id = drafted(station, station.log())
    with db.transaction() as session:
        parties = session.exec(select(Party).order_by(Party.side)).all()
        by = {one.side: one for one in parties}
        by["applicant"].sex, by["applicant"].address = "female", "梅陇镇秘密路1号"
        by["respondent"].legal_representative, by["respondent"].post = "周某", "董事长"
        noted = {"station_id": by["applicant"].station_id, "case_id": by["applicant"].case_id, "noted_by": station["mediator"].id}
        session.add(
            Representative(
                party_id=by["applicant"].id, name="李律师", capacity="lawyer", office="某律师事务所", authority="special",
                noted_at=LATER, given_on=LATER.date(), **noted,
            )  # fmt: skip
        )
        session.flush()
        open_ = record_of(session, settlement_id)
        by["applicant"].contact_unsafe = True
        session.flush()
        safe = record_of(session, settlement_id)

    worker, firm = open_["parties"]
    assert (worker["sex"], worker["phone"], worker["address"]) == ("女", "13900001234", "梅陇镇秘密路1号")
    assert (firm["legal_representative"], firm["post"]) == ("周某", "董事长")
    assert [(one["name"], one["capacity"], one["authority"]) for one in worker["representatives"]] == [
        ("李律师", "某律师事务所律师", "特别授权")
    ]
    assert (safe["parties"][0]["phone"], safe["parties"][0]["address"]) == ("", "")
    assert safe["parties"][0]["name"] == worker["name"]


def test_every_named_party_stands_in_the_agreement(station: Working) -> None:
    settlement_id = drafted(station, station.log(applicants=MANY))
    with db.reading() as session:
        record = record_of(session, settlement_id)

    assert len(record["parties"]) == len(MANY) + 1
    assert printed(record).startswith(b"%PDF")
