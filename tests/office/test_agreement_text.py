"""What the agreement says of its parties and of the agreement it corrects, before anything is printed."""

from typing import Any

from sqlmodel import Session, select

from mediation import db, seals
from mediation.models.case import Case
from mediation.models.chain import Representative
from mediation.models.group import GroupWorker
from mediation.models.party import Party
from mediation.models.settlement import Settlement
from mediation.models.station import Station
from mediation.office import agreement, casebook, settlement_pages, settlements
from mediation.office.papers import later
from mediation.office.papers.making import open_sources
from tests.office.group import id_number
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


def test_an_applicant_is_known_by_the_list_of_workers_and_claims_by_their_full_names(station: Working) -> None:
    case_id = station.log(claims=[{"kind": "dismissal_damages", "amount": "8000.00", "known_on": "2026-11-01"}])
    with db.transaction() as session:
        case = session.get_one(Case, case_id)
        worker = session.exec(select(Party).where(Party.side == "applicant")).one()
        case.workers, worker.born, worker.sex, worker.id_number_sealed = 2, None, None, None
        own = GroupWorker(station_id=case.station_id, case_id=case_id, position=0, name=worker.name)
        own.id_number_sealed = seals.seal(id_number(1), table="group_worker", column="id_number", row=own.id)
        session.add_all([own, GroupWorker(station_id=case.station_id, case_id=case_id, position=1, name="李四")])
    shares = [{"worker": own.id, "name": "张玥", "amount": "5000.00"}, {"name": "李四", "amount": "3000.00"}]
    settlement_id = drafted(station, case_id, group=shares, pay_to="listed")

    with db.reading() as session:
        record = record_of(session, settlement_id)

    known = {name: record["parties"][0][name] for name in ("id_number", "born", "sex")}
    assert known == {"id_number": id_number(1), "born": "1990-01-01", "sex": "男"}
    assert (record["cause"], record["requests"][0]["text"]) == ("违法解除赔偿金争议", "违法解除赔偿金")


def test_of_several_applicants_the_agreement_says_how_much_is_whose(station: Working) -> None:
    case_id = station.log(applicants=MANY[:2])
    settlement_id = drafted(station, case_id)
    with db.transaction() as session:
        ids = [one.id for one in session.exec(select(Party).where(Party.side == "applicant").order_by(Party.position))]
        assert settlement_pages.page(session, settlement_id, user=station["mediator"], now=LATER).several == tuple(ids)
        row = session.get_one(Settlement, settlement_id)
        without = settlement_pages.preview(session, settlement_id, user=station["mediator"], now=LATER)
        shares = dict(zip(ids, ("5000.00", "3000.00"), strict=True))
        terms = {**settlements.terms_with_account(row), "each": shares, "payee": ids[0]}
        settlements.save(session, settlement_id, terms, by=station["mediator"], now=LATER)
        sources = open_sources(session, case_id, by=station["mediator"], now=LATER)
        creditors = later.creditors(sources, session.get_one(Settlement, settlement_id))
        record = record_of(session, settlement_id)
        shown = settlement_pages.preview(session, settlement_id, user=station["mediator"], now=LATER)

    assert [(one["title"], one["text"]) for one in record["terms"][:2]] == [
        ("各人应得金额", "上述款项中，各申请人应得：工友1人民币5,000.00元，工友2人民币3,000.00元。"),
        ("代为收款", "上述款项由工友1代其他申请人收取，收到后按上列金额转付本人。"),
    ]
    assert len(without.warnings) == len(shown.warnings) + 1
    assert [one["name"] for one in creditors] == ["工友1", "工友2"]


def test_where_nothing_is_paid_no_clause_speaks_of_the_payer(station: Working) -> None:
    settlement_id = drafted(
        station, station.log(), total=None, instalments=[], other_terms="双方确认存在劳动关系。",
        default_clause=settlement_pages.DEFAULT_CLAUSES[0],
    )  # fmt: skip
    with db.reading() as session:
        assert record_of(session, settlement_id)["default_clause"] == ""
