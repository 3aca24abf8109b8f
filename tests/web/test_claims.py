"""A claim worked out on its page: refused beside the field, kept and replaced, taken over by a press, on paper."""

from __future__ import annotations

import io
import re
from datetime import date

from flask import Flask
from pypdf import PdfReader
from sqlmodel import col, select

from mediation import db
from mediation.models.case import Case
from mediation.models.claim_sheet import ClaimSheet
from tests.press.reading import squeezed
from tests.web.house import Visitor, errors, least, log_case, sign_in

SEVERANCE = {
    "hired_on": "2020-03-15", "left_on": "2026-10-10", "average_wage": "8,000", "do": "compute", "on": "2026-11-16",
}  # fmt: skip


def opened(visitor: Visitor, kind: str, **given: str) -> tuple[str, str]:
    """Log a case with one claim; return the addresses of the case and of the claim's page."""
    case = log_case(visitor, least(**{"claims[0].kind": kind}, **given))
    page = visitor.get(case).text
    return case, re.search(rf'href="({case}/claims/[^"#]+)"', page)[1]


def kept(visitor: Visitor, address: str, fields: dict[str, str]) -> None:
    """Keep a working as the page stands."""
    seen = re.search(r'name="seen" value="([^"]*)"', visitor.get(address).text)[1]
    answer = visitor.post(address, {**fields, "do": "keep", "seen": seen})
    assert answer.status_code == 303, errors(answer)


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_impossible_facts_are_refused_beside_their_fields_and_kept(mediator: Visitor):
    _, address = opened(mediator, "severance")
    mediator.get(address)
    thirteen = "\n".join(["8000"] * 13)

    early = mediator.post(address, {**SEVERANCE, "left_on": "2019-01-01", "average_wage": "-8000", "on": "昨天"})
    many = mediator.post(address, {**SEVERANCE, "average_wage": "", "wages": thirteen})
    bad_line = mediator.post(address, {**SEVERANCE, "average_wage": "", "wages": "月工资\n8000\n\n八千"})

    assert early.status_code == many.status_code == bad_line.status_code == 422
    assert errors(early)["f-average_wage"] == "金额不能为负数（例如：8000.00）"
    assert errors(early)["f-on"] == "不是日期（格式：YYYY-MM-DD）", "told in the same round as the rest"
    assert "-8000" in early.text
    assert "≤ 12" in errors(many)["f-wages"]
    assert thirteen in many.text.replace("\r", "")
    assert errors(bad_line)["f-wages"].startswith("第 4 行：")
    order = mediator.post(address, {**SEVERANCE, "left_on": "2019-01-01"})
    assert errors(order) == {"f-left_on": "早于 入职日（不早于 2020-03-15）"}


def test_grades_flags_and_lines_of_a_table_are_read_as_they_are_typed(mediator: Visitor):
    _, injury = opened(mediator, "work_injury")
    mediator.get(injury)
    grade = mediator.post(injury, {"grade": "11", "own_wage": "8000", "do": "compute"})
    _, overtime = opened(mediator, "overtime", **{"applicants[0].name": "李某"})
    mediator.get(overtime)
    unknown = mediator.post(overtime, {"monthly_base": "8700", "do": "compute", "rest_days_compensated": ""})
    _, wages = opened(mediator, "unpaid_wages", **{"applicants[0].name": "赵某"})
    mediator.get(wages)
    pasted = mediator.post(
        wages, {"periods": "月份\t应付\t已付\n2026年8月\t8,000\t5000\n2026/9 8000 0", "do": "compute"}
    )
    torn = mediator.post(wages, {"periods": "2026-08 8000\n2026-13 8000 0 备注", "do": "compute"})

    assert "1–10" in errors(grade)["f-grade"]
    assert {"f-weekday_hours", "f-rest_days_compensated"} <= set(errors(unknown))
    assert "11,000.00" in words(pasted.text)
    assert "第 1 行（已付工资）：必填" in errors(torn)["f-periods"]
    assert "第 2 行（月份）" in errors(torn)["f-periods"]


def test_a_working_shows_steps_articles_and_marks_and_is_kept_only_by_a_press(mediator: Visitor):
    case, address = opened(
        mediator, "severance", **{"employment.hired_on": "2020-03-15", "employment.ended_on": "2026-10-10"}
    )
    page = mediator.get(address).text
    assert 'value="2020-03-15"' in page
    assert 'value="2026-10-10"' in page

    tried = mediator.post(address, SEVERANCE)

    text = words(tried.text)
    assert "56,000.00" in text
    assert "劳动合同法 第四十七条" in text
    assert "据转引资料" in text
    assert "测算结果，仅供参考，以仲裁机构、法院认定为准" in text
    assert 'href="/duty/articles/lcl-47?on=2026-10-10"' in tried.text
    with db.reading() as session:
        assert session.exec(select(ClaimSheet)).all() == []


def test_a_later_working_replaces_the_former_and_the_amount_moves_by_its_own_press(mediator: Visitor):
    case, address = opened(mediator, "severance", **{"claims[0].amount": "50000"})
    kept(mediator, address, SEVERANCE)
    kept(mediator, address, {**SEVERANCE, "average_wage": "9000"})
    stale = mediator.post(address, {**SEVERANCE, "do": "keep", "seen": ""})

    page = mediator.get(address).text
    assert "主张比测算少 13,000.00 元" in words(page)
    assert "f-seen" in errors(stale)
    with db.reading() as session:
        rows = session.exec(select(ClaimSheet).order_by(col(ClaimSheet.made_at))).all()
        assert [(row.amount, row.state) for row in rows] == [(5_600_000, "replaced"), (6_300_000, "current")]
        earlier = rows[0].id
    assert mediator.post(f"{address}/amount", {"sheet": earlier}).status_code == 409
    assert "50,000.00" in words(mediator.get(case).text)

    sheet = re.search(r'name="sheet" value="([^"]+)"', mediator.get(address).text)[1]
    assert mediator.post(f"{address}/amount", {"sheet": sheet}).status_code == 303

    shown = words(mediator.get(case).text)
    assert "50000.00 → 63000.00" in shown
    assert "56000.00 → 63000.00" in shown
    assert "50,000.00" not in shown


def test_facts_of_the_case_that_changed_since_are_shown_beside_the_kept_amount(mediator: Visitor):
    case, address = opened(mediator, "severance")
    kept(mediator, address, SEVERANCE)

    with db.transaction() as session:
        row = session.exec(select(Case)).one()
        row.ended_on = date(2026, 3, 10)
        session.add(row)

    text = words(mediator.get(address).text)
    assert "与案情登记的日期不一致" in text
    assert "原 56,000.00 元，现 " in text
    assert "现为 " in words(mediator.get(case).text)


def test_the_annex_says_what_the_page_says_and_the_police_see_neither(house: Flask, mediator: Visitor):
    case, address = opened(mediator, "severance", **{"risk.threat": "true"})
    kept(mediator, address, SEVERANCE)
    mediator.get(case)

    assert mediator.post(f"{case}/claims-annex").status_code == 303
    assert mediator.post(f"{case}/claims-annex").status_code == 409

    link = re.search(r'href="(/documents/[^"]+)"', mediator.get(case).text)[1]
    pdf = PdfReader(io.BytesIO(mediator.get(link).data))
    text = squeezed("".join(page.extract_text() for page in pdf.pages))
    for wanted in (
        "测算明细",
        "经济补偿",
        "56,000.00元",
        "2020年3月15日",
        "第四十七条",
        "据转引资料，未见原文",
        "以仲裁机构、法院认定为准",
    ):
        assert squeezed(wanted) in text, wanted
    police = sign_in(house, "jing")
    assert police.get(address).status_code == police.get(link).status_code == 404
    assert "56000.00" not in police.get(case).text
