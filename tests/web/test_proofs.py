"""Why a case was given a desk, a priority, a flag, a date, and why not; the proof sheet of what is chosen."""

from __future__ import annotations

import html
import re
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import select

from mediation import config, db
from mediation.domain import money, valuewords
from mediation.domain.datewords import in_words
from mediation.domain.money import Fen
from mediation.domain.vocabulary import fields_of
from mediation.domain.workdays import add_months
from mediation.models.case import Case
from mediation.models.document import Document
from mediation.office import rules
from mediation.web.words import TABLES
from tests.web.house import Visitor, least, log_case, sign_in
from tests.web.test_claims import SEVERANCE, kept, opened

FACTS = {
    "workers": "13", "claims[0].kind": "unpaid_wages", "claims[1].kind": "severance", "claims[1].amount": "9000",
    "risk.threat": "true",
}  # fmt: skip
LEFT = 45


@pytest.fixture
def address(mediator: Visitor) -> str:
    """Give the address of a case with a desk of each kind."""
    return log_case(mediator, least(**FACTS, **{"claims[1].known_on": known_on().isoformat()}))


def known_on() -> date:
    """Return the day a year before a limitation ends soon."""
    ends = config.clock.today() + timedelta(days=LEFT)
    return ends.replace(year=ends.year - 1) if (ends.month, ends.day) != (2, 29) else ends - timedelta(days=366)


def ends_on() -> str:
    """Return the day on which it ends."""
    return str(add_months(known_on(), 12))


def seen(visitor: Visitor, path: str) -> str:
    """Return the words of a page, which must be there."""
    answer = visitor.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    text = re.sub(r"<[^>]+>", " ", html.unescape(answer.text))
    return re.sub(r"\s+", " ", text)


def test_every_kind_of_result_is_one_click_away_and_proven(mediator: Visitor, address: str):
    page = html.unescape(mediator.get(address).text)
    links = set(re.findall(rf'href="({address}/why/[^"]+)"', page))

    told = {link.rpartition("/")[2]: seen(mediator, link) for link in links}

    assert {"desk:union", "priority:police", "flag:group", "flag:public_order", "mediation"} <= told.keys()
    assert "十人以上群体争议由工会主办" in told["desk:union"]
    assert "“涉及劳动者人数”为9，则协办" in told["desk:union"]
    assert "发生劳动争议的劳动者一方在十人以上" in told["flag:group"]
    assert "“有威胁言行”为否，则不转" in told["priority:police"]
    dates = [words for key, words in told.items() if key.startswith("row:") and "期限怎样算出" in words]
    assert any("知道权利被侵害之日起一年" in words and ends_on() in words for words in dates)
    assert any("第2项请求（经济补偿（N））的知道或应当知道权利被侵害之日" in words for words in dates)
    raised = [words for key, words in told.items() if key.startswith("row:") and "第 2 级" in words]
    assert any("“涉及劳动者人数”为9，则不升级" in words for words in raised)


def test_what_was_not_given_and_which_rules_did_not_hold(mediator: Visitor, address: str):
    every, some = seen(mediator, f"{address}/why"), seen(mediator, f"{address}/why?q=超龄")
    flag = seen(mediator, f"{address}/why/flag:cluster")

    assert "女职工三期争议由工会主办、律师协办" in every
    assert "平台用工和超龄用工可能适用其他时效" in some
    assert "女职工三期争议由工会主办" not in some
    assert "为什么没有" in flag
    assert "该单位三十日内其他未结案件数，应至少 3，实际为0" in flag
    assert "“该单位三十日内其他未结案件数”为3，则标上" in flag
    assert mediator.get(f"{address}/why/flag:nonsense").status_code == 404
    assert mediator.get(f"{address}/why/date:limitation.severance:9").status_code == 404


def test_a_desk_without_wage_papers_is_shown_no_claims_dates(house: Flask, mediator: Visitor, address: str):
    police = sign_in(house, "jing")

    listed = police.get(f"{address}/why")

    assert listed.status_code == 200
    assert "limitation." not in listed.text
    assert police.get(f"{address}/why/date:limitation.severance:1").status_code == 404
    assert police.post(f"{address}/why", {"result": "desk:police"}).status_code == 403


def test_the_chosen_results_are_printed_and_kept(mediator: Visitor, address: str, tmp_path: Path):
    seen(mediator, f"{address}/why")

    answer = mediator.post(f"{address}/why", {"result": ["desk:union", "date:limitation.severance:1", "flag:cluster"]})

    assert answer.status_code == 303, answer.text
    with db.reading() as session:
        [document] = session.exec(select(Document)).all()
    (tmp_path / "sheet.pdf").write_bytes(mediator.get(f"/documents/{document.id}").data)
    told = subprocess.run(["pdftotext", "-layout", tmp_path / "sheet.pdf", "-"], capture_output=True, check=True)
    text = told.stdout.decode()
    squeezed = re.sub(r"\s+", "", text)
    assert document.kind == "proof_sheet"
    assert document.number in squeezed
    for words in ("转工会：主办", "若涉及劳动者人数为9人，则协办", f"稳妥日{in_words(ends_on())}", "第二十七条第一款",
                  "劳动争议申请仲裁的时效期间为一年", "标记“同一单位多案”：不标", "以仲裁机构、人民法院认定为准"):  # fmt: skip
        assert words in squeezed, (words, text)
    nothing = mediator.post(f"{address}/why", {})
    assert nothing.status_code == 422
    assert "请至少勾选一项" in nothing.text


def test_a_decision_whose_rule_book_is_gone_says_so(mediator: Visitor, address: str):
    with db.transaction() as session:
        [case] = session.exec(select(Case)).all()
        case.rulebook = "sha256:" + "0" * 64
        session.add(case)

    assert "作出决定时的规则文本已不在库中" in seen(mediator, f"{address}/why/desk:union")


def test_a_claim_says_from_which_value_its_amount_is_worked_out_another_way(mediator: Visitor):
    _, claim = opened(mediator, "severance")
    mediator.get(claim)

    text = re.sub(r"<[^>]+>", " ", html.unescape(mediator.post(claim, SEVERANCE).text))

    book = rules.current().book
    cap = 3 * int(book.parameters["shanghai.average_wage_month"].on(date(2026, 10, 10)).value)
    assert f"若离职前十二个月平均应得工资高于{money.figures(Fen(cap))} 元，算法改变" in text
    assert "若离职日（最后一日）早于2026-09-14" in text


def test_an_amount_is_proven_with_what_did_not_hold_and_what_it_comes_to_now(
    house: Flask, mediator: Visitor, tmp_path: Path
):
    case, claim = opened(mediator, "severance", **{"risk.threat": "true"})
    kept(mediator, claim, SEVERANCE)
    key = f"amount:{claim.rpartition('/')[2]}"
    with db.transaction() as session:
        row = session.exec(select(Case)).one()
        row.ended_on = date(2026, 3, 10)
        session.add(row)

    listed, page = mediator.get(f"{case}/why").text, seen(mediator, f"{case}/why/{key}")
    assert f'value="{key}"' in listed
    for words in (
        "56,000.00 元",
        "按该数额计算（要求：高于 37731.00 元；实际：8000.00 元） （不成立）",
        "六个月以上",
        "金额不超过月最低工资标准 12 个月的金额",
        "每满一年支付一个月工资",
        "与案情登记的日期不一致",
        "现在的金额",
    ):
        assert words in page, (words, page)
    assert mediator.post(f"{case}/why", {"result": [key, "desk:police"]}).status_code == 303
    with db.reading() as session:
        [document] = session.exec(select(Document)).all()
    (tmp_path / "sheet.pdf").write_bytes(mediator.get(f"/documents/{document.id}").data)
    told = subprocess.run(["pdftotext", "-layout", tmp_path / "sheet.pdf", "-"], capture_output=True, check=True)
    squeezed = re.sub(r"\s+", "", told.stdout.decode())
    for words in (
        "经济补偿（N）的测算金额：56,000.00元",
        "×月工资高于上年度职工月平均工资的3倍",
        "一、转派出所",
        "若离职前十二个月平均应得工资高于37731.00元，算法改变",
        "现在：48,000.00元",
    ):
        assert words in squeezed, (words, squeezed)
    police = sign_in(house, "jing")
    assert key not in police.get(f"{case}/why").text
    assert police.get(f"{case}/why/{key}").status_code == mediator.get(f"{case}/why/amount:none").status_code == 404


def test_documents_call_things_as_the_pages_do():
    assert dict(TABLES["desk"]) == valuewords.DESKS
    assert dict(TABLES["priority"]) == valuewords.PRIORITIES
    assert dict(TABLES["referral_role"]) == valuewords.ROLES
    assert dict(TABLES["flag"]) == valuewords.FLAGS
    for name in ("relation", "violence", "channel", "applicant_kind"):
        field = fields_of("case")[name]
        assert {code: valuewords.value(field, code) for code in field.values} == dict(TABLES[name])
