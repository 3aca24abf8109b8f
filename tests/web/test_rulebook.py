"""The rule book to read: open to everybody signed in, every rule and entry has its page, the print is the worker's."""

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from mediation import press
from mediation.config import clock
from mediation.domain.plainwords_entry import KINDS
from mediation.office import rulebook_pages, rulebook_print, rules
from tests.web.house import Visitor, log_case


def test_every_rule_and_entry_of_the_index_has_a_page_that_says_its_words(house, mediator: Visitor) -> None:
    book = rulebook_pages.words("zh")
    index = mediator.get("/rulebook").text

    ids = set(re.findall(r'href="/rulebook/rules/([^"]+)"', index))
    assert ids == {one.rule.id for one in book.rules}
    for ident in sorted(ids)[::9]:
        page = html.unescape(mediator.get(f"/rulebook/rules/{ident}").text)
        for version in book.versions(ident):
            assert all(line.text in page for line in version.when)
            assert all(text in page for text in version.then)
            assert all(book.book.laws[key].text in page for key in version.rule.law)
            assert all(one.expected in page for one in version.examples)
            assert str(version.rule.checked) in page
            assert version.rule.file in page
    for kind in KINDS:
        listed = re.findall(rf'href="(/rulebook/{kind}/[^"]+)"', mediator.get(f"/rulebook?kind={kind}").text)
        assert len(set(listed)) == len(book.entries[kind])
        assert mediator.get(listed[-1]).status_code == 200


def test_a_search_lists_what_has_every_word_and_says_so_when_nothing_has(house, mediator: Visitor) -> None:
    found = mediator.get("/rulebook", query_string={"q": "农民工 工会"}).text
    nothing = mediator.get("/rulebook", query_string={"q": "<没有这个词>"}).text

    assert "/rulebook/rules/routing.migrant_pay" in found
    assert "/rulebook/rules/routing.pay" not in found
    assert "没有找到" in nothing
    assert "&lt;没有这个词&gt;" in nothing
    assert mediator.get("/rulebook/rules/no.such").status_code == 404
    assert mediator.get("/rulebook/law/none").status_code == 404
    assert mediator.get("/rulebook/other/ldmal-2").status_code == 404


def test_an_article_names_the_rules_that_cite_it(house, mediator: Visitor) -> None:
    page = mediator.get("/rulebook/law/mw-30").text

    citing = {one.id for one in rules.current().book.rules if "mw-30" in one.law}
    assert set(re.findall(r'href="/rulebook/rules/([^"]+)"', page)) == citing


def test_a_print_is_asked_for_on_the_page_and_made_once_by_the_worker(house, mediator: Visitor) -> None:
    room = rules.current()
    short = replace(room.book, rules=room.book.rules[:2], laws={}, parameters={}, places={}, clauses={})
    short = replace(short, rules=tuple(replace(one, law=()) for one in short.rules))
    assert mediator.get("/rulebook/book.pdf").status_code == 404

    mediator.get("/rulebook")
    mediator.post("/rulebook/print", {})
    mediator.post("/rulebook/print", {})
    assert "正在制作" in mediator.get("/rulebook").text
    with rules.pinned(replace(room, book=replace(short, rules=()))), pytest.raises(press.RecordInvalid):
        rulebook_print.run_due(clock.now())
    assert "上一次制作没有完成" in mediator.get("/rulebook").text
    assert not rulebook_print.run_due(clock.now() + timedelta(hours=3))

    mediator.post("/rulebook/print", {})
    with rules.pinned(replace(room, book=short)):
        assert rulebook_print.run_due(clock.now())
    assert "下载打印稿" in mediator.get("/rulebook").text
    paper = mediator.get("/rulebook/book.pdf")
    assert (paper.mimetype, paper.data[:5]) == ("application/pdf", b"%PDF-")
    mediator.post("/rulebook/print", {})
    assert not rulebook_print.run_due(clock.now())


def test_the_reasons_of_a_case_lead_to_the_page_of_their_rule(house, mediator: Visitor) -> None:
    case = log_case(mediator)

    for address in (case, f"{case}/why"):
        found = set(re.findall(r'<p class="id"><a href="(/rulebook/rules/[^"]+)"', mediator.get(address).text))
        assert found
        assert mediator.get(found.pop()).status_code == 200
