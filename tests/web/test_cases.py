"""The case page: why and by when, numbers masked, facts corrected, foreign cases not there."""

import html
import re

from flask import Flask
from sqlmodel import select

from mediation import db
from mediation.models.history import HistoryLine
from tests.browser.lively import send_back
from tests.web.house import Visitor, errors, least, log_case, sign_in

GROUP = {"workers": "13", "employment.relation": "over_age"}


def lines(act: str) -> list[HistoryLine]:
    """Return the history lines of one act."""
    with db.reading() as session:
        return list(session.exec(select(HistoryLine).where(HistoryLine.act == act)))


def test_the_reason_of_a_referral_names_rule_article_and_facts(mediator: Visitor):
    page = html.unescape(mediator.get(log_case(mediator, least(**GROUP))).text)

    assert "十人以上群体争议由工会主办" in page
    assert "劳动争议调解仲裁法 第七条" in page
    assert re.search(r"<dt>[^<]*人数</dt><dd>13</dd>", page)


def test_the_receipt_of_a_date_shows_its_arithmetic(mediator: Visitor):
    page = mediator.get(log_case(mediator)).text

    assert "计算过程" in page
    assert "劳动争议调解仲裁法 第十四条" in page


def test_a_case_of_another_station_and_one_that_never_was_answer_alike(house: Flask, mediator: Visitor):
    address = log_case(mediator)
    stranger = sign_in(house, "yuan")

    foreign, missing = stranger.get(address), stranger.get("/cases/" + "x" * 22)

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.text.replace(address, "") == missing.text.replace("/cases/" + "x" * 22, "")


def test_a_phone_number_is_masked_until_an_audited_click_shows_it_once(mediator: Visitor):
    address = log_case(mediator, least(**{"applicants[0].phone": "13900001234"}))
    page = mediator.get(address).text
    unmask = re.search(r'action="([^"]+/unmask)', page)

    shown = mediator.post(unmask[1], {"column": "phone", "reason": "contact"})

    assert "13900001234" not in page
    assert "13900001234" in shown.text
    assert "13900001234" not in mediator.get(address).text
    assert len(lines("case.unmask")) == 1


def test_a_number_is_not_shown_without_a_reason_of_the_list(mediator: Visitor):
    address = log_case(mediator, least(**{"applicants[0].phone": "13900001234"}))
    unmask = re.search(r'action="([^"]+/unmask)', mediator.get(address).text)

    answer = mediator.post(unmask[1], {"column": "phone", "reason": "curious"})

    assert answer.status_code == 422
    assert "13900001234" not in answer.text
    assert lines("case.unmask") == []


def test_a_corrected_fact_routes_the_case_again(mediator: Visitor):
    address = log_case(mediator)
    form = mediator.get(f"{address}/facts").text

    answer = mediator.post(
        f"{address}/facts",
        {"do": "save", "claims[0].kind": "unpaid_wages", "workers": "1", "risk.violence": "weapon", "reason": "民警核实"},
    )

    assert '<option value="unpaid_wages" selected>' in form
    assert answer.status_code == 303
    assert "调解暂停" in mediator.get(address).text


def test_a_wrong_correction_is_shown_again_beside_its_field(mediator: Visitor):
    address = log_case(mediator)
    mediator.get(f"{address}/facts")

    answer = mediator.post(
        f"{address}/facts",
        {"claims[0].kind": "overtime", "employment.ended_on": "2099-01-01", "reason": "写了很久的理由"},
    )

    assert answer.status_code == 422
    assert "将来" in errors(answer)["f-employment-ended_on"]
    assert "写了很久的理由" in answer.text


def test_the_police_desk_withdraws_the_danger_and_mediation_opens(house: Flask, mediator: Visitor):
    address = log_case(mediator, least(**{"risk.violence": "assault"}))
    police = sign_in(house, "jing")
    page = police.get(address).text

    answer = police.post(f"{address}/withdraw-unsafe", {"reason": "人员已分开，无伤"})

    assert "解除人身危险标记" in page
    assert answer.status_code == 303
    assert "调解暂停" not in mediator.get(address).text


def test_the_first_contact_is_noted_by_one_button(mediator: Visitor):
    address = log_case(mediator)
    mediator.get(address)

    mediator.post(f"{address}/contact")

    page = mediator.get(address).text
    assert "已联系双方" not in page
    assert "已与当事人联系" in page


def test_cases_are_found_by_a_party_name(mediator: Visitor):
    log_case(mediator)
    log_case(mediator, least(**{"applicants[0].name": "欧阳娜娜"}))

    mediator.get("/cases")
    page = mediator.post("/search", {"q": "欧阳"}).text

    assert "欧阳娜娜" in page
    assert "CH-2026-0001" not in page


def test_a_refused_case_says_so_once_and_what_comes_next(mediator: Visitor):
    page = mediator.get(log_case(mediator, least(**{"willing.respondent": "false"}))).text

    head = page[page.index("<h1") : page.index("</main>")]
    assert "请告知当事人申请仲裁或者起诉的途径和时效" in head
    assert len(re.findall(r'<span class="badge-o[^"]*">一方不愿调解</span>', head)) == 1


def test_a_return_stands_in_the_history_in_words(house: Flask, mediator: Visitor):
    case = log_case(mediator)
    send_back(sign_in(house, "gong"), case)

    page = mediator.get(case).text

    assert "理由：已由其他部门受理" in page
    assert "already_handled" not in page
