"""Two people on one form: each is told of the other, and nothing anybody typed is overwritten or lost."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from mediation.config import clock
from tests.browser.lively import terms_of
from tests.make import NOW
from tests.web.house import Visitor, least, log_case, sign_in


@pytest.fixture
def at_ten() -> Iterator[None]:
    with clock.at(NOW):
        yield


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{re.escape(name)}"[^>]*value="([^"]*)"', page)
    assert found, name
    return html.unescape(found[1])


def facts(page: str, **given: str) -> dict[str, str]:
    """Return the correction form as a browser sends it."""
    return {
        "claims[0].kind": "unpaid_wages", "workers": field(page, "workers"), "seen": field(page, "seen"),
        "reason": "核对", "do": "save", **given,
    }  # fmt: skip


def two(house: Flask, **given: str) -> tuple[Visitor, Visitor, str]:
    """Return two people who may change a case, and its address."""
    wang, zhan = sign_in(house), sign_in(house, "zhan")
    return wang, zhan, log_case(wang, least(**given))


def test_the_second_is_told_who_is_at_it_and_may_take_over(house: Flask, at_ten: None) -> None:
    wang, zhan, case = two(house)
    mine = facts(wang.get(f"{case}/facts").text, workers="2")
    theirs = zhan.get(f"{case}/facts").text
    assert "王调解正在编辑。" in theirs
    assert "2026-11-16 周一 09:20" in theirs

    shut = zhan.post(f"{case}/facts", facts(theirs, workers="3"))
    assert shut.status_code == 422
    assert "接手编辑" in shut.text
    assert 'value="3"' in shut.text
    taken = zhan.post(f"{case}/facts", facts(theirs, workers="3", do="take_over"))
    assert 'value="3"' in taken.text
    assert zhan.post(f"{case}/facts", facts(taken.text, workers="3")).status_code == 303
    assert "接手编辑" in zhan.get(case).text  # in the history

    wang.get(f"{case}")
    late = wang.post(f"{case}/facts", mine)
    assert late.status_code == 422
    row = re.search(r"<td[^>]*>涉及人数</td>.*?</tr>", late.text, re.DOTALL)
    assert row
    assert re.findall(r'<span class="prose">(\d)</span>', row[0]) == ["3", "2"]
    assert "詹站长" in late.text
    assert wang.post(f"{case}/facts", facts(late.text, workers="2")).status_code == 303


def test_a_forgotten_tab_holds_nobody_up(house: Flask) -> None:
    with clock.at(NOW):
        wang, zhan, case = two(house)
        wang.get(f"{case}/facts")
    with clock.at(NOW + timedelta(minutes=15)):
        page = zhan.get(f"{case}/facts").text

        assert "正在编辑" not in page
        assert zhan.post(f"{case}/facts", facts(page, workers="3")).status_code == 303


def test_outdated_terms_are_refused_with_both_versions_and_kept(house: Flask, at_ten: None) -> None:
    wang, zhan, case = two(house)
    wang.get(case)
    form = str(wang.post(f"{case}/settlement").headers["Location"])
    page = wang.get(form).text
    theirs = zhan.get(form).text
    zhan.post(form, {**terms_of(theirs), "seen": field(theirs, "seen"), "do": "take_over"})
    zhan.post(form, {**terms_of(theirs), "seen": field(theirs, "seen"), "other_terms": "他写的", "do": "save"})

    mine = {**terms_of(page), "seen": field(page, "seen"), "other_terms": "我写的"}
    assert "詹站长" in wang.post(form, mine).text
    wang.post(form, {**mine, "do": "take_over"})
    stale = wang.post(form, {**mine, "do": "save"})

    assert stale.status_code == 422
    assert {"他写的", "我写的"} <= set(re.findall(r'<span class="prose">(.*?)</span>', stale.text))
    assert wang.post(form, {**mine, "seen": field(stale.text, "seen")}).status_code == 303


def test_what_was_not_previewed_is_not_issued(house: Flask, at_ten: None) -> None:
    wang, zhan, case = two(house)
    wang.get(case)
    form = str(wang.post(f"{case}/settlement").headers["Location"])
    wang.post(form, terms_of(wang.get(form).text))
    seen = field(wang.get(f"{form}/preview").text, "seen")
    theirs = zhan.get(form).text
    zhan.post(form, {**terms_of(theirs), "do": "take_over"})
    zhan.post(form, {**terms_of(theirs), "other_terms": "后加的", "do": "save"})

    assert wang.post(f"{form}/issue", {"seen": seen}).status_code == 409


def test_a_case_that_changed_meanwhile_is_not_closed_unseen(house: Flask, at_ten: None) -> None:
    wang, zhan, case = two(house)
    ending = {"ending": "withdrawn", "closed_on": "2026-11-16", "declared_on": "2026-11-16", "note": "申请人撤回"}
    ending |= {"untold": "申请人当面表示不需要"}
    seen = field(wang.get(case).text, "seen")
    zhan.post(f"{case}/facts", facts(zhan.get(f"{case}/facts").text, workers="3"))

    refused = wang.post(f"{case}/close", {**ending, "seen": seen})

    assert refused.status_code == 422
    assert "詹站长于 2026-11-16 周一 09:20 修改过" in refused.text
    assert "申请人撤回" in refused.text
    assert wang.post(f"{case}/close", {**ending, "seen": field(refused.text, "seen")}).status_code == 303
