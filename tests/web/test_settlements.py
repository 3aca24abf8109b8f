"""From terms to the printed agreement: what is unclear is said beside its field."""

import io
import re

from flask import Flask
from pypdf import PdfReader
from sqlmodel import select

from mediation import db
from mediation.models.document import Document
from tests.browser.lively import terms_of
from tests.web.house import Visitor, errors, least, log_case, sign_in


def begin(visitor: Visitor, **given: str) -> tuple[str, str]:
    """Log a case and open its terms form; return the addresses of both."""
    case = log_case(visitor, least(**given))
    visitor.get(case)
    return case, str(visitor.post(f"{case}/settlement").headers["Location"])


def issued(visitor: Visitor, form: str) -> str:
    """Fill in, preview and issue; return the page after."""
    visitor.post(form, terms_of(visitor.get(form).text))
    visitor.get(f"{form}/preview")
    assert visitor.post(f"{form}/issue").status_code == 303
    return visitor.get(f"{form}/preview").text


def test_unclear_terms_are_refused_beside_their_fields_and_kept(mediator: Visitor):
    _, form = begin(mediator)
    good = terms_of(mediator.get(form).text)

    answer = mediator.post(form, {**good, "total": "26001", "account.number": "1", "other_terms": "写好的约定"})

    found = errors(answer)
    assert answer.status_code == 422
    assert {"f-instalments", "f-account-number"} <= set(found)
    assert "写好的约定" in answer.text
    assert "草稿已保存" in answer.text
    assert "写好的约定" in mediator.get(form).text


def test_a_draft_is_kept_however_incomplete(mediator: Visitor):
    _, form = begin(mediator)
    mediator.get(form)

    answer = mediator.post(form, {"do": "save", "other_terms": "待定"})

    assert answer.status_code == 303
    assert "待定</textarea>" in mediator.get(form).text


def test_the_preview_shows_text_and_the_dates_that_follow(mediator: Visitor):
    _, form = begin(mediator)

    answer = mediator.post(form, terms_of(mediator.get(form).text))
    page = mediator.get(answer.headers["Location"]).text

    assert "贰万陆仟元整" in page
    assert "仲裁审查" in page
    assert "司法确认" in page


def test_an_issued_agreement_is_downloaded_as_it_was_stored_and_verified_without_names(house: Flask, mediator: Visitor):
    case, form = begin(mediator)
    page = issued(mediator, form)

    first = mediator.get(re.search(r'href="(/documents/[^"]+)"', page)[1])
    second = mediator.get(re.search(r'href="(/documents/[^"]+)"', mediator.get(case).text)[1])

    assert first.mimetype == "application/pdf"
    assert first.data == second.data
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(first.data)).pages)
    assert "王某" in text
    assert "贰万陆仟元整" in text
    with db.reading() as session:
        code = session.exec(select(Document.code)).one()
    public = house.test_client().get(f"/verify/{code}")
    assert public.status_code == 200
    assert "本站出具过这份文书" in public.text
    assert "王某" not in public.text


def test_an_issued_agreement_can_not_be_changed(mediator: Visitor):
    _, form = begin(mediator)
    issued(mediator, form)

    assert mediator.post(form, {"do": "save", "other_terms": "后来"}).status_code == 409
    assert mediator.get(form).headers["Location"].endswith("/preview")


def test_a_group_is_listed_worker_by_worker(mediator: Visitor):
    _, form = begin(mediator, workers="2")
    good = terms_of(mediator.get(form).text)

    short = mediator.post(form, {**good, "group": "张三 13000"})
    full = mediator.post(form, {**good, "group": "张三 13000\n李四\t13,000.00"})

    assert "f-group" in errors(short)
    assert full.status_code == 303


def test_an_agreement_nobody_has_signed_does_not_take_effect(mediator: Visitor):
    _, form = begin(mediator)
    page = issued(mediator, form)

    assert f'href="{form}/signing"' in page
    assert mediator.post(f"{form}/effective").status_code == 409


def test_a_code_nobody_issued_is_not_found(house: Flask):
    answer = house.test_client().get("/verify/ABCDEFGH23456789")

    assert answer.status_code == 404
    assert "未查到这份文书" in answer.text


def test_another_desk_can_not_read_the_terms(house: Flask, mediator: Visitor):
    _, form = begin(mediator)

    assert sign_in(house, "yuan").get(form).status_code == 404
    assert sign_in(house, "jing").get(form).status_code == 404


def test_one_press_settles_every_claim_and_keeps_what_was_typed(mediator: Visitor):
    _, form = begin(mediator, **{"claims[1].kind": "overtime", "claims[2].kind": "annual_leave"})
    mediator.get(form)

    page = mediator.post(form, {"do": "settle_all", "other_terms": "写好的约定"}).text

    chosen = re.findall(r'name="(claims\[[\w-]+\])"[^>]*value="settled" checked', page)
    assert len(set(chosen)) == 3
    assert "写好的约定" in page


def test_the_payment_table_stands_below_the_terms_with_days_as_printed(mediator: Visitor):
    _, form = begin(mediator)
    answer = mediator.post(form, terms_of(mediator.get(form).text))

    page = mediator.get(answer.headers["Location"]).text

    assert page.index("协议内容") < page.index("2026年12月10日") < page.index("本次处理的请求")


def test_each_line_of_the_other_terms_is_a_paragraph_of_the_document(mediator: Visitor):
    _, form = begin(mediator)
    good = terms_of(mediator.get(form).text)
    mediator.post(form, {**good, "other_terms": "出具离职证明。\n归还工服两套。"})
    mediator.get(f"{form}/preview")
    mediator.post(f"{form}/issue")
    link = re.search(r'href="(/documents/[\w-]+)"', mediator.get(f"{form}/preview").text)
    assert link

    data = mediator.get(link[1]).data
    text = "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(data)).pages)

    assert re.search(r"其他约定。出具离职证明。\s*\n\s*归还工服两套。", text)


def test_a_claim_left_open_is_named_in_the_summary_of_problems(mediator: Visitor):
    _, form = begin(mediator, **{"claims[1].kind": "overtime"})
    good = {name: value for name, value in terms_of(mediator.get(form).text).items() if not name.startswith("claims[")}

    page = mediator.post(form, {**good, "instalments[0].due_on": "2020-01-01"}).text

    assert re.search(r">拖欠工资</a>：请选择", page)
    assert re.search(r">加班工资</a>：请选择", page)
    assert "日期过早（不早于 " in page
