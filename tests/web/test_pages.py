"""All pages: both languages, fixed numbers of queries, faults that help nobody but us."""

import re
from itertools import cycle

import pytest
from flask import Flask

from tests.browser.lively_kept import filled
from tests.browser.shots import pages
from tests.web.conftest import counted
from tests.web.house import Visitor, least, log_case, sign_in

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
FOREIGN = re.compile(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=|https?://(?!127\.0\.0\.1:8000/)")
"""What no page may hold; its own address (`Settings.base_url`) may be written out, for a phone that can't scan it."""


@pytest.fixture
def english(mediator: Visitor) -> Visitor:
    """Give the mediator, who switched to English."""
    mediator.get("/cases")
    answer = mediator.post("/language", {"language": "en", "next": "/cases"})
    assert answer.headers["Location"] == "/cases"
    return mediator


def test_every_page_opens_in_either_language_without_inline_script_or_style_or_strange_address(house: Flask):
    """The pages take turns at the languages; `make looks` draws each of them in both."""
    at = filled()
    turns = cycle((("zh_Hans", "zh-Hans"), ("en", "en")))

    for user, paths in pages(at).items():
        visitor = sign_in(house, user) if user else Visitor(house.test_client())
        for path, (language, tag) in zip(paths.values(), turns, strict=False):
            visitor.client.set_cookie("language", language)
            answer = visitor.get(path)
            assert answer.status_code in (200, 403, 404), (path, answer.status_code)
            assert f'<html lang="{tag}">' in answer.text
            assert not FOREIGN.search(answer.text), path


def test_the_switch_shows_the_pages_in_english(english: Visitor):
    page = english.get("/intake").text

    words = re.sub(r'<button[^>]*lang="zh-Hans">中文</button>|<span class="seal".*?</span>|<datalist.*?</datalist>', "", page)
    assert "Log a visit" in words
    assert CHINESE.findall(words.replace("漕河联合调解工作站", "").replace("王调解", "")) == []


def test_the_switch_leads_to_no_other_site(mediator: Visitor):
    mediator.get("/cases")

    for bad in ("https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"):
        assert mediator.post("/language", {"language": "en", "next": bad}).headers["Location"] == "/"


def test_the_queries_of_a_page_do_not_grow_with_its_rows(house: Flask, mediator: Visitor):
    pages = [("wang", "/"), ("wang", "/cases"), ("gong", "/inbox"), ("gong", "/"), ("zhan", "/")]
    visitors = {user: sign_in(house, user) for user, _ in pages}

    def asked() -> dict[tuple[str, str], int]:
        found = {}
        for user, path in pages:
            visitors[user].get(path)
            with counted() as sent:
                visitors[user].get(path)
            found[user, path] = len(sent)
        return found

    log_case(mediator)
    few = asked()
    for nth in range(6):
        log_case(mediator, least(**{"applicants[0].name": f"工人{nth}", "claims[1].kind": "overtime", "workers": "12"}))

    assert asked() == few


def test_the_queries_of_a_case_page_do_not_grow_with_the_case(mediator: Visitor):
    small = log_case(mediator)
    rows = {f"applicants[{nth}].name": f"工人{nth}" for nth in range(20)}
    large = log_case(mediator, least(**rows, **{f"claims[{nth}].kind": "overtime" for nth in range(1, 20)}))
    mediator.get(small)

    with counted() as few:
        mediator.get(small)
    with counted() as many:
        mediator.get(large)

    assert len(many) == len(few)


def test_an_admin_and_an_auditor_are_sent_to_their_own_pages(house: Flask):
    assert sign_in(house, "guan").get("/").headers["Location"] == "/rules/status"
    assert sign_in(house, "shen").get("/").headers["Location"] == "/sessions"


def test_names_are_shown_as_text(mediator: Visitor):
    address = log_case(mediator, least(**{"applicants[0].name": "<script>alert(1)</script>"}))

    for path in (address, "/", "/cases", f"{address}/facts"):
        assert "<script>alert" not in mediator.get(path).text


def test_a_page_that_is_not_there_says_so_in_words(mediator: Visitor):
    answer = mediator.get("/nowhere")

    assert answer.status_code == 404
    assert "页面不存在" in answer.text
