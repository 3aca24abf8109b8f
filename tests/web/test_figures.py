"""The pages of the figures and of endings: numbers lead to their cases, files hide small ones, closing takes three clicks."""

import io
import re
from datetime import timedelta

from pypdf import PdfReader

from mediation.config import clock
from tests.web.house import errors, least, log_case, sign_in

NUMBER = re.compile(r'<a href="(/figures/cases\?[^"]+)">([\d,]+)<')


def test_every_number_of_the_page_leads_to_as_many_cases(house, mediator):
    for _ in range(3):
        log_case(mediator)
    head = sign_in(house, "zhan")

    page = head.get("/figures")

    links = {(address.replace("&amp;", "&"), number) for address, number in NUMBER.findall(page.text)}
    assert {number for _, number in links} == {"3"}
    assert len(links) >= 8
    for address, number in links:
        listed = head.get(address)
        assert listed.status_code == 200
        assert listed.text.count('<a class="nowrap" href="/cases/') == int(number), address
    assert " style=" not in page.text
    assert "未登记" in page.text


def test_the_files_for_the_partners_hide_small_numbers_and_say_so(house, mediator):
    for _ in range(3):
        log_case(mediator)
    head = sign_in(house, "zhan")

    paper, sheet = head.get("/figures/report.pdf"), head.get("/figures/report.xlsx")

    assert (paper.mimetype, sheet.data[:2]) == ("application/pdf", b"PK")
    pages = PdfReader(io.BytesIO(paper.data)).pages
    text = "".join(page.extract_text() for page in pages)
    assert "<5" in text
    assert "某服装公司" not in text
    assert f"第 1 页 共 {len(pages)} 页" in re.sub(r"\s+", " ", text)


def test_a_case_is_closed_from_its_page_and_opened_again(house, mediator):
    case = log_case(mediator)
    mediator.get(case)

    wrong = mediator.post(f"{case}/close", {"ending": "other", "closed_on": str(clock.today()), "note": ""})
    assert wrong.status_code == 422
    assert errors(wrong).keys() == {"f-note", "f-untold"}
    assert re.search(r'value="other" required checked', wrong.text)
    withdrawn = {"ending": "withdrawn", "declared_on": str(clock.today()), "tell": "yes"}
    late = mediator.post(f"{case}/close", {**withdrawn, "closed_on": str(clock.today() + timedelta(days=1))})
    assert "f-closed_on" in errors(late)
    done = mediator.post(f"{case}/close", {**withdrawn, "closed_on": str(clock.today())})
    assert done.status_code == 303
    shown = mediator.get(case).text
    assert "申请人撤回（申请人撤回申请）" in shown
    assert "已出具《调解终止告知书》" in shown
    assert f"{case}/close" not in shown
    head = sign_in(house, "zhan")
    head.get(case)
    assert head.post(f"{case}/reopen", {"reopen_reason": ""}).status_code == 422
    assert head.post(f"{case}/reopen", {"reopen_reason": "申请人改变主意"}).status_code == 303
    assert f"{case}/close" in mediator.get(case).text


def test_a_case_is_closed_even_where_its_notice_cannot_be_printed_yet(mediator):
    case = log_case(mediator, least() | {"respondents[0].name": "上海😀食品有限公司"})
    withdrawn = {"ending": "withdrawn", "declared_on": str(clock.today()), "tell": "yes", "closed_on": str(clock.today())}

    assert mediator.post(f"{case}/close", withdrawn).status_code == 303

    shown = mediator.get(case).text
    assert "《调解终止告知书》还没有出具：" in shown
    assert "😀（U+1F600）" in shown
    assert f"{case}/close" not in shown


def test_the_choice_offers_no_ending_that_contradicts_the_file(mediator):
    case = log_case(mediator)

    page = mediator.get(case).text

    assert 'value="too_far_apart"' in page
    assert 'value="agreed"' not in page
