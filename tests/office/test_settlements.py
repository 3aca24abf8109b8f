"""Drafting, issuing and taking effect; what is refused on the way; documents from storage."""

import io
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader
from sqlmodel import Session, select

from mediation import db, press
from mediation.domain.refusals import Conflict, Forbidden, NotFound, Refused
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.document import Document, DocumentContent
from mediation.models.group import GroupWorker
from mediation.models.party import Party
from mediation.models.settlement import Instalment, Settlement
from mediation.models.station import Station
from mediation.office import agreement, casebook, documents, history, settlement_pages, settlements
from tests.hands import sign_all
from tests.office.working import LATER, Working, dates

ACCOUNT = "6222021001116245702"


def terms(session: Session, case_id: str, **changes: Any) -> dict[str, Any]:
    claims = session.exec(select(Claim.id).where(Claim.case_id == case_id)).all()
    sides = {party.side: party.id for party in session.exec(select(Party).where(Party.case_id == case_id))}
    return {
        "claims": dict.fromkeys(claims, "settled"),
        "payer": sides["respondent"],
        "payee": sides["applicant"],
        "account": {"name": "张玥", "bank": "中国工商银行", "number": ACCOUNT},
        "total": "8000.00",
        "instalments": [{"due_on": "2026-11-30", "amount": "3000.00"}, {"due_on": "2026-12-31", "amount": "5000.00"}],
        "facts": "双方对欠付事实无异议。",
        "default_clause": "逾期的，应一次性支付剩余款项。",
        "mediator": "林调解",
        **changes,
    }


def drafted(working: Working, case_id: str, **changes: Any) -> str:
    with db.transaction() as session:
        settlement_id = settlements.begin(session, case_id, by=working["mediator"], now=LATER)
        settlements.save(
            session, settlement_id, terms(session, case_id, **changes), by=working["mediator"], now=LATER
        )
        return settlement_id


def issued(working: Working, settlement_id: str, who: str = "mediator") -> str:
    with db.transaction() as session:
        return settlements.issue(session, settlement_id, by=working[who], now=LATER).id


def test_an_open_draft_is_taken_up_again(working: Working) -> None:
    case_id = working.log()
    first = drafted(working, case_id)

    with db.transaction() as session:
        assert settlements.begin(session, case_id, by=working["mediator"], now=LATER) == first


def test_the_account_number_is_sealed_and_comes_back_in_the_form(working: Working) -> None:
    settlement_id = drafted(working, working.log())

    with db.reading() as session:
        row = session.get_one(Settlement, settlement_id)
        page = settlement_pages.page(session, settlement_id, user=working["mediator"], now=LATER)
    assert ACCOUNT not in repr(row.model_dump())
    assert page.terms["account"]["number"] == ACCOUNT


def test_the_agreement_of_a_group_pays_each_by_the_list_and_takes_nobody_for_the_payee_of_all(working: Working) -> None:
    case_id = working.log()
    with db.transaction() as session:
        case = session.get_one(Case, case_id)
        case.workers = 2
        for place, (name, state) in enumerate((("张玥", "joined"), ("走了", "left"), ("李四", "joined"))):
            session.add(GroupWorker(station_id=case.station_id, case_id=case_id, position=place, name=name, state=state))
        settlement_id = settlements.begin(session, case_id, by=working["mediator"], now=LATER)
        known = settlement_pages.page(session, settlement_id, user=working["mediator"], now=LATER).terms
    assert (known["pay_to"], known["payee"], known["account"]["name"]) == ("listed", None, None)
    shares = [{"name": "张玥", "amount": "5000.00"}, {"name": "李四", "amount": "3000.00"}]

    drafted(working, case_id, group=shares, pay_to="listed")

    with db.reading() as session:
        row = session.get_one(Settlement, settlement_id)
        assert (row.terms["payee"], row.terms["account"]["name"], row.account_sealed) == (None, None, None)
        book = casebook.open_book(session, session.get_one(Case, case_id))
        station, checked = session.get_one(Station, row.station_id), settlements.checked_terms(row, book, LATER)
        record = agreement.record(book, station, checked, code="x", number="1")
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(printed(record))).pages).replace("\n", "")
    assert "向附件所列劳动者支付" in text
    assert "分别付至各劳动者本人的账户" in text
    assert "6222" not in text
    assert [(one["place"], one["name"]) for one in record["group"]] == [(1, "张玥"), (3, "李四")]
    assert "名册序号" in text
    assert "3 李四" in text


def printed(record: dict[str, Any]) -> bytes:
    return press.print_document("agreement", record, created=LATER).pdf


def test_an_issued_agreement_is_printed_numbered_stored_and_written_down(working: Working) -> None:
    case_id = working.log()

    document_id = issued(working, drafted(working, case_id))

    with db.transaction() as session:
        document = session.get_one(Document, document_id)
        pdf, name = documents.content(session, document_id, user=working["mediator"], now=LATER)
        acts = [line.act for line in session.exec(select(history.HistoryLine))]
        rows = session.exec(select(Instalment).order_by(Instalment.position)).all()
    assert pdf.startswith(b"%PDF-1.7")
    assert (document.number, name) == ("（2026）曹行调字第0001号", "（2026）曹行调字第0001号.pdf")
    assert [(row.due_on, row.amount) for row in rows] == [(date(2026, 11, 30), 300_000), (date(2026, 12, 31), 500_000)]
    assert {"document.issue", "document.read"} <= set(acts)


def test_an_issued_agreement_is_never_changed(working: Working) -> None:
    settlement_id = drafted(working, working.log())
    issued(working, settlement_id)

    with pytest.raises(Conflict), db.transaction() as session:
        settlements.save(session, settlement_id, {}, by=working["mediator"], now=LATER)
    with pytest.raises(Conflict):
        issued(working, settlement_id)


def test_incomplete_terms_are_not_issued_and_give_out_no_number(working: Working) -> None:
    case_id = working.log()
    settlement_id = drafted(working, case_id, default_clause="", total="9000.00")

    with pytest.raises(Refused) as refused:
        issued(working, settlement_id)

    assert {one.field for one in refused.value.problems} == {"default_clause", "instalments"}
    with db.reading() as session:
        assert session.exec(select(Document)).all() == []


def test_a_name_that_cannot_be_printed_is_refused_by_its_character(working: Working) -> None:
    case_id = working.log()

    with pytest.raises(Refused, match="U\\+2CEF5|𬻵|\U0002cef5|𮧵"):
        issued(working, drafted(working, case_id, mediator="林\U0002e9f5"))


@pytest.mark.parametrize(
    "changes", [{"risk": {"violence": "weapon"}}, {"willing": {"applicant": True, "respondent": False}}]
)
def test_no_agreement_is_drafted_where_mediation_is_blocked_or_refused(working: Working, changes: dict[str, Any]) -> None:
    case_id = working.log(**changes)

    with pytest.raises(Conflict):
        drafted(working, case_id)


def test_the_day_of_the_last_signature_starts_the_dates_and_follow_ups(working: Working) -> None:
    case_id = working.log()
    settlement_id = drafted(working, case_id)
    issued(working, settlement_id)

    with db.transaction() as session:
        sign_all(session, settlement_id, by=working["mediator"], now=LATER)

    with db.reading() as session:
        found = dates(session, case_id)
    assert found["agreement.arbitration_review"].safe_on == date(2026, 12, 1)
    assert found["agreement.court_confirmation"].safe_on == date(2026, 12, 16)
    assert found["station.final_follow_up"].safe_on == date(2027, 1, 30)
    assert found["mediation.from_receipt"].state == "met"


def test_each_instalment_gets_its_follow_up(working: Working) -> None:
    case_id = working.log()
    settlement_id = drafted(working, case_id)
    issued(working, settlement_id)
    with db.transaction() as session:
        sign_all(session, settlement_id, by=working["mediator"], now=LATER)

    with db.reading() as session:
        from mediation.models.deadline import Deadline

        rows = session.exec(select(Deadline.safe_on).where(Deadline.kind == "station.follow_up")).all()
    assert sorted(rows) == [date(2026, 12, 3), date(2027, 1, 3)]


def test_nothing_takes_effect_while_somebody_has_not_signed(working: Working) -> None:
    settlement_id = drafted(working, working.log())
    issued(working, settlement_id)

    with db.transaction() as session:
        sign_all(session, settlement_id, by=working["mediator"], now=LATER, besides=("mediator",))

    with pytest.raises(Conflict), db.transaction() as session:
        settlements.take_effect(session, settlement_id, by=working["mediator"], now=LATER)


def test_an_agreement_that_only_confirms_a_relation_gets_no_review_date(working: Working) -> None:
    case_id = working.log(claims=[{"kind": "confirm_relation"}])
    settlement_id = drafted(
        working, case_id, total=None, instalments=[], payer=None, payee=None, account=None, other_terms="双方确认存在劳动关系。"
    )
    issued(working, settlement_id)
    with db.transaction() as session:
        sign_all(session, settlement_id, by=working["mediator"], now=LATER)

    with db.reading() as session:
        found = dates(session, case_id)
    assert "agreement.arbitration_review" not in found
    assert "agreement.court_confirmation" in found


def test_a_changed_stored_document_is_noticed(working: Working) -> None:
    document_id = issued(working, drafted(working, working.log()))
    with db.transaction() as session:
        row = session.exec(select(DocumentContent).where(DocumentContent.document_id == document_id)).one()
        row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
        session.add(row)

    with pytest.raises(ValueError, match="doesn't belong"), db.transaction() as session:
        documents.content(session, document_id, user=working["mediator"], now=LATER)


def test_the_verification_code_tells_genuine_from_unknown_without_names(working: Working) -> None:
    document_id = issued(working, drafted(working, working.log()))

    with db.reading() as session:
        document = session.get_one(Document, document_id)
        genuine = documents.verification(session, document.code.lower())
        unknown = documents.verification(session, "A" * 16)
        strange = documents.verification(session, "' OR 1=1 --")
    assert (genuine.found, genuine.number) == (True, document.number)
    assert not unknown.found
    assert not strange.found
    assert "张玥" not in repr(genuine)


def test_the_police_read_no_wage_papers(working: Working) -> None:
    case_id = working.log(risk={"gathering": True})
    settlement_id = drafted(working, case_id)
    document_id = issued(working, settlement_id)

    with pytest.raises(NotFound), db.transaction() as session:
        documents.content(session, document_id, user=working["police"], now=LATER)
    with pytest.raises((NotFound, Forbidden)), db.reading() as session:
        settlement_pages.page(session, settlement_id, user=working["police"], now=LATER)


def test_the_preview_shows_the_text_and_the_dates_signing_today_would_start(working: Working) -> None:
    settlement_id = drafted(working, working.log())

    with db.reading() as session:
        page = settlement_pages.preview(session, settlement_id, user=working["mediator"], now=LATER)

    assert page.upper == "捌仟元整"
    assert [row.upper for row in page.instalments] == ["叁仟元整", "伍仟元整"]
    assert [one.kind for one in page.dates] == ["agreement.arbitration_review", "agreement.court_confirmation"]
    assert page.may_issue
    assert any(ACCOUNT in line for section in page.sections for line in section.paragraphs)
