"""What comes after mediation, on its pages: closing tells the parties, payments, ways, visits, the packet."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import select

from mediation import db, press
from mediation.config import clock
from mediation.models.case import Case
from mediation.models.document import Document
from mediation.models.party import Party
from mediation.models.settlement import Instalment
from mediation.models.sitting import Sitting
from mediation.models.user import User
from mediation.office import documents, papers
from mediation.press import samples
from tests.office.afterwards.dealing import agree
from tests.web.house import Visitor, errors, log_case


@pytest.fixture
def case(mediator: Visitor) -> str:
    return log_case(mediator)


def test_an_agreement_is_followed_on_its_page_from_payment_to_packet(house: Flask, mediator: Visitor, case: str) -> None:
    now, case_id = clock.now(), case.rpartition("/")[2]
    with db.transaction() as session:
        settlement_id = agree(session, case_id, [clock.today(), clock.today()], now=now)
        first = session.exec(select(Instalment)).all()[0].id
    address = f"{case}/afterwards"

    page = mediator.get(address).text
    assert "自协议生效之日起30日内可以申请" in page
    assert page.count("今天到期") == 2
    said = {"report.instalment_id": first, "report.says": "partly", "report.on": str(clock.today())}
    wrong = mediator.post(f"{case}/reports", {**said, "report.amount": "多少", "report.words": "<b>说"})
    assert errors(wrong).keys() == {"f-report-amount"}
    assert "&lt;b&gt;说" in wrong.text
    assert mediator.post(f"{case}/reports", {**said, "report.amount": "1000.00"}).status_code == 303
    assert "未付 3,000.00 元" in mediator.get(address).text
    assert "未付 3,000.00 元" in mediator.get("/payments").text
    paid = {"on": str(clock.today()), "case": case_id, "back": "payments"}
    assert mediator.post(f"/instalments/{first}/paid", paid).headers["Location"] == "/payments"
    assert re.search(r'id="paid".*?第 1 期.*?已付', mediator.get("/payments").text, re.DOTALL)

    way = {"step.route": f"{settlement_id}:arbitration_review", "step.step": "filed", "step.on": str(clock.today())}
    assert mediator.post(f"{case}/steps", way).status_code == 303
    shut = mediator.post(f"{case}/steps", {**way, "step.route": f"{settlement_id}:court_confirmation"})
    assert "双方已经选择“仲裁审查”，两种确认途径只能选一种" in errors(shut)["f-step-step"]
    undo = re.search(r'action="(/steps/[^"]+/undo)"', mediator.get(address).text)
    assert undo is not None
    assert mediator.post(undo[1]).status_code == 303

    visit = {"visit.on": str(clock.today()), "visit.way": "phone", "visit.score": "4", "visit.words": "已收到第一期"}
    bad = mediator.post(f"{case}/visits", visit)
    assert errors(bad).keys() == {"f-visit-party_id"}
    party = re.search(r'<select id="f-visit-party_id".*?value="([^"]+)"', bad.text, re.DOTALL)
    assert party is not None
    assert mediator.post(f"{case}/visits", {**visit, "visit.party_id": party[1]}).status_code == 303
    assert "4 分" in mediator.get(address).text

    handed = mediator.post(f"/settlements/{settlement_id}/packet/notary")
    assert handed.status_code == 303
    bound = mediator.get(handed.headers["Location"])
    assert bound.status_code == 200, bound.text[-3000:]
    assert (bound.mimetype, bound.data[:5]) == ("application/pdf", b"%PDF-")
    in_parts = mediator.post(f"/settlements/{settlement_id}/packet/notary", {"as": "zip"})
    archive = zipfile.ZipFile(io.BytesIO(mediator.get(in_parts.headers["Location"]).data))
    assert "欠款计算.csv" in archive.namelist()
    assert mediator.post(f"/settlements/{settlement_id}/packet/payment_order").status_code == 409


def test_the_next_step_on_a_way_begins_with_what_the_last_one_said(mediator: Visitor, case: str) -> None:
    with db.transaction() as session:
        settlement_id = agree(session, case.rpartition("/")[2], [clock.today()], now=clock.now())
    way = f"{settlement_id}:court_confirmation"
    first = {"step.route": way, "step.step": "filed", "step.on": str(clock.today())}
    court = {"step.authority": "闵行区人民法院", "step.number": "（2026）沪0112民特9号"}
    assert mediator.post(f"{case}/steps", {**first, **court}).status_code == 303
    listed = mediator.get(f"{case}/afterwards").text
    link = re.search(r'href="([^"]+way=[^"]+court_confirmation#step)"', listed)
    assert link is not None

    form = mediator.get(link[1].replace("&amp;", "&").partition("#")[0]).text

    assert f'name="step.route" value="{way}"' in form
    for name, value in court.items():
        assert re.search(f'name="{re.escape(name)}" value="{value}"', form), name
    steps = re.search(r'<select id="f-step-step".*?</select>', form, re.DOTALL)
    assert steps is not None
    assert re.findall(r'<option value="(\w+)"', steps[0]) == ["accepted", "granted", "dismissed", "withdrawn"]
    other = mediator.get(f"{case}/afterwards?way={settlement_id}:payment_order").text
    assert "闵行区人民法院" not in re.search(r'<details class="panel" id="step".*', other, re.DOTALL)[0]  # type: ignore[index]


def test_what_an_application_lacks_is_told_with_a_link_to_the_very_field(mediator: Visitor, case: str) -> None:
    case_id, late = case.rpartition("/")[2], clock.now() - timedelta(days=20)
    with db.transaction() as session:
        settlement_id = agree(session, case_id, [clock.today() - timedelta(days=10)], now=late)
        firm = session.exec(select(Party).where(Party.case_id == case_id, Party.side == "respondent")).one()
        firm.address = None
        party_id = firm.id
        sent = documents.Issue("agreement", "（2026）曹行调字第0001号", documents.new_code(), settlement_id)
        printed = press.print_document("agreement", samples.of("agreement"), created=late)
        wang = session.exec(select(User).where(User.name == "wang")).one()
        documents.store(session, session.get_one(Case, case_id), sent, printed, by=wang, now=late)

    refused = mediator.post(f"/settlements/{settlement_id}/packet/payment_order")
    shown = mediator.get(refused.headers["Location"].partition("#")[0]).text

    box = re.search(r'<div class="note warn" id="lacks".*?</div>', shown, re.DOTALL)
    assert box is not None
    assert "没有登记住所地，支付令须能够送达" in box[0]
    assert f'href="/parties/{party_id}/edit#f-address"' in box[0]
    assert f"/settlements/{settlement_id}/packet/payment_order.zip" in box[0]
    assert 'id="f-address"' in mediator.get(f"/parties/{party_id}/edit").text


def test_a_busy_press_is_told_and_not_taken_for_a_gap(
    mediator: Visitor, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.transaction() as session:
        settlement_id = agree(session, case.rpartition("/")[2], [clock.today()], now=clock.now())

    def busy(*_: object, **__: object) -> None:
        raise press.Busy(20)

    monkeypatch.setattr(papers, "prepare", busy)
    told = mediator.post(f"/settlements/{settlement_id}/packet/court_confirmation")

    assert told.status_code == 503
    assert "仍未轮到，请稍后再试" in told.text


def test_who_ends_a_mediation_without_an_agreement_tells_the_parties_at_once(mediator: Visitor, case: str) -> None:
    case_id, today = case.rpartition("/")[2], str(clock.today())
    with db.transaction() as session:
        row = session.get_one(Case, case_id)
        wang = session.exec(select(User).where(User.name == "wang")).one()
        held = {"state": "held", "starts_at": clock.now(), "made_at": clock.now(), "made_by": wang.id}
        session.add(Sitting(station_id=row.station_id, case_id=case_id, nth=1, mediator_id=wang.id, **held))
    assert re.search(r"双方分歧较大.*?可以", mediator.get(f"{case}/afterwards").text, re.DOTALL)

    done = mediator.post(f"{case}/close", {"ending": "too_far_apart", "closed_on": today, "tell": "yes"})

    assert done.status_code == 303
    with db.reading() as session:
        number = session.exec(select(Document.number).where(Document.kind == "termination_notice")).one()
    assert number in mediator.get(case).text
    after = mediator.get(f"{case}/afterwards").text
    assert number in after
    assert "还没有登记送达" in after
