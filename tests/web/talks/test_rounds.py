"""Offers as people note them: form, preview, redline, the other side's answer; nothing typed is lost, notes stay hidden."""

import html
import re

import pytest
from flask import Flask
from sqlmodel import select

from mediation import db
from mediation.models.talks_table import TalksOffer
from tests.browser.lively_talks import bargaining
from tests.web.conftest import counted
from tests.web.house import Visitor, errors, sign_in
from tests.web.talks.test_open import fields

ODD = "<script>x</script>\"'>{{7*7}}%(x)s%s 甲 العربية"
SECRET = "底线：降薪不超过百分之四"


@pytest.fixture
def table(house: Flask) -> str:
    return bargaining()


def offers() -> int:
    with db.reading() as session:
        return len(session.exec(select(TalksOffer)).all())


def whole(page: str) -> dict[str, str]:
    """Return everything a browser would send of the form of an offer, long texts too."""
    texts = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return fields(page) | {name: html.unescape(text) for name, text in texts}


def test_an_offer_is_looked_at_before_it_is_noted_and_kept_as_typed(table: str, mediator: Visitor) -> None:
    before, form = offers(), f"{table}/offer?side=employer"
    given = whole(mediator.get(form).text)
    assert (given["wage_level.change"], given["job_security.until"], given["package.wage_level"]) == ("-3", "2027-12-31", "A")
    typed = {**given, "wage_level.change": "-2.5", "bonus.rule": ODD, "minimum_pay": "accept", "reason": f"{ODD}\n第二行"}

    preview = mediator.post(f"{table}/offer", {**typed, "do": "preview"})

    assert (preview.status_code, offers()) == (200, before)
    assert re.search(r"下调<del><span[^>]*>（删去：</span>3%<span.*?</del><ins>.*?2\.5%", preview.text)
    assert "<script>x" not in preview.text
    kept = fields(preview.text)
    assert {name: kept[name] for name in typed} == {name: html.escape(text, quote=True).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") for name, text in typed.items()}
    back = mediator.post(f"{table}/offer", {**typed, "do": "back"})
    assert whole(back.text)["reason"] == typed["reason"]
    assert mediator.post(f"{table}/offer", {**typed, "do": "store"}).status_code == 303
    shown = mediator.get(table).text
    assert offers() == before + 1
    assert "奖金分配办法为：&lt;script&gt;x" in shown
    assert "已记录企业方第 4 轮方案" in shown


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(table: str, mediator: Visitor) -> None:
    mediator.get(f"{table}/offer?side=workers")
    typed = {"side": "workers", "do": "preview", "round": "x", "wage_level.change": "三个点", "other.rule": ODD,
             "minimum_pay.amount": "2000", "reason": "价格\u202e上涨"}  # fmt: skip
    held = mediator.post(f"{table}/offer", {**typed, "reason": "a\u202eb"})
    assert held.status_code == 422
    refused = mediator.post(f"{table}/offer", typed | {"reason": ODD})
    assert refused.status_code == 422
    assert {"f-round", "f-wage_level-change"} <= set(errors(refused))
    assert whole(refused.text)["other.rule"] == ODD
    below = mediator.post(f"{table}/offer", {**typed, "round": "5", "wage_level.change": "1", "reason": ""})
    told = errors(below)["f-minimum_pay-amount"]
    assert "低于法定下限2,740.00元，差740.00元（劳动法 第四十八条" in told


def test_a_stale_form_is_shown_again_over_what_is_stored_now(table: str, house: Flask, mediator: Visitor) -> None:
    given = whole(mediator.get(f"{table}/offer?side=employer").text)
    gong = sign_in(house, "gong")
    gong.get(f"{table}/offer?side=employer")
    assert gong.post(f"{table}/offer", {**given, "wage_level.change": "-2", "do": "store"}).status_code == 303
    before = offers()
    mine = {**given, "wage_level.change": "-1.5", "do": "store"}
    mediator.get(table)
    stale = mediator.post(f"{table}/offer", mine)
    assert (stale.status_code, offers()) == (409, before)
    again = whole(stale.text)
    assert (again["wage_level.change"], again["round"]) == ("-1.5", "4")
    assert "其他人修改过这次协商" in stale.text
    assert "第 4 轮" in stale.text
    assert mediator.post(f"{table}/offer", {**again, "round": "5", "do": "store"}).status_code == 303


def test_only_who_noted_the_last_offer_is_asked_to_take_it_back(table: str, house: Flask, mediator: Visitor) -> None:
    assert "撤回最后一次方案" not in sign_in(house, "gong").get(table).text
    page = mediator.get(table).text
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    before = offers()
    assert mediator.post(f"{table}/undo", {"version": version[1]}).status_code == 303
    assert offers() == before - 1
    assert "已撤回最后一次方案" in mediator.get(table).text


def test_rounds_are_compared_and_figures_drawn_beside_a_table(table: str, mediator: Visitor) -> None:
    second = mediator.get(f"{table}/2").text
    assert re.search(r"下调<del>.*?6%.*?</del><ins>.*?4\.5%", second)
    assert "本地同行业" not in second
    answer = mediator.get(f"{table}/compare?from=3&to=1")
    assert answer.headers["Location"].endswith("/rounds/1?from=3")
    both = mediator.get(answer.headers["Location"]).text
    assert "第 3 轮的变化" in both
    assert "与第 1 轮相比" in both
    assert mediator.get(f"{table}/9").status_code == 404
    assert mediator.get(f"{table}/2?from=9").status_code == 404
    gaps = mediator.get(f"{table}/gaps?clause=minimum_pay").text
    assert gaps.count("<polyline") == 2
    assert re.search(r"<th scope=\"row\">1</th>\s*<td class=\"num\">3,300.00 元</td><td class=\"num\">2,900.00 元</td>", gaps)
    assert "7.5%" in gaps


def test_the_statements_of_the_table_do_not_grow_with_its_rounds(table: str, mediator: Visitor) -> None:
    mediator.get(table)
    with counted() as few:
        mediator.get(table)
    for side, change in (("employer", "-2"), ("workers", "-1"), ("employer", "-1.5"), ("workers", "-1.2")):
        given = whole(mediator.get(f"{table}/offer?side={side}").text)
        assert mediator.post(f"{table}/offer", {**given, "wage_level.change": change, "do": "store"}).status_code == 303
    mediator.get(table)
    with counted() as many:
        page = mediator.get(table).text
    assert len(many) == len(few)
    assert 'class="roundlink"' in page


def test_no_page_but_their_own_shows_a_private_note_and_there_only_to_its_side(table: str, house: Flask, mediator: Visitor) -> None:
    talks = table.removesuffix("/rounds")
    own = mediator.get(f"{talks}/notes").text
    assert own.count(SECRET) == 2
    assert sign_in(house, "gong").get(f"{talks}/notes").text.count(SECRET) == 2
    chief = sign_in(house, "zhan")
    assert SECRET not in chief.get(f"{talks}/notes").text
    pages = ("", "/rounds", "/rounds/1", "/rounds/gaps", "/rounds/offer", "/draft", "/costing", "/votes", "/team")
    for visitor in (mediator, chief):
        assert [page for page in pages if SECRET in visitor.get(talks + page).text] == []
    note = re.search(r'action="(/talks/[\w-]+/notes/[\w-]+/strike)"', own)
    assert note
    chief.get(talks)
    assert chief.post(note[1]).status_code == 404
    mediator.get(talks)
    assert mediator.post(note[1]).status_code == 303
    lost = mediator.post(f"{talks}/notes", {"note_side": "nobody", "note_text": ODD})
    assert set(errors(lost)) == {"f-note_side"}
    assert whole(lost.text)["note_text"] == ODD
