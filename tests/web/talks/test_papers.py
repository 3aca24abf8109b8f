"""Papers and filing as people see them: what is missing with its link, one press to issue, the public page, the authority."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import select

from mediation import db
from mediation.config import clock
from mediation.models.document import Document
from mediation.models.station import Station
from mediation.models.user import User
from tests.office.talks.story import NOW, adopted
from tests.office.working import Working
from tests.web.house import STATION_NAME, Visitor, errors, sign_in

LATER = NOW + timedelta(days=2)


@pytest.fixture
def talks(house: Flask) -> str:
    with db.reading() as session:
        station = session.exec(select(Station).where(Station.name == STATION_NAME)).one()
        gong = session.exec(select(User).where(User.name == "gong")).one()
    return adopted(Working(station, {"union": gong}))


def issue(visitor: Visitor, talks: str, kind: str, **given: str):
    """Press the button of a paper as the page shows it."""
    page = visitor.get(f"/talks/{talks}/papers").text
    form = re.search(rf'action="/talks/{talks}/papers/{kind}".*?</form>', page, re.S)
    assert form, kind
    hidden = dict(re.findall(r'<input type="hidden" name="(version|about)" value="([^"]*)"', form[0]))
    return visitor.post(f"/talks/{talks}/papers/{kind}", {**hidden, **given})


def test_papers_are_issued_by_one_press_and_a_contract_with_gaps_knowingly(house: Flask, talks: str) -> None:
    with clock.at(LATER):
        gong = sign_in(house, "gong")
        page = gong.get(f"/talks/{talks}/papers").text
        assert "还没有登记人社部门收到报送" in page
        assert f'href="/talks/{talks}/filing">去办理' in page
        refused = issue(gong, talks, "wage_agreement", lacking_why="双方同意&<b>")
        assert set(errors(refused)) == {"f-knowingly"}
        assert 'value="双方同意&amp;&lt;b&gt;"' in refused.text
        assert issue(gong, talks, "talks_representatives").status_code == 303
        page = gong.get(f"/talks/{talks}/papers").text
        assert "（2026）" in page
        assert not re.search(rf'action="/talks/{talks}/papers/talks_representatives"', page)
        pdf = gong.get(re.search(r'href="(/documents/[^"]+)"', page)[1])  # type: ignore[index]
        assert pdf.data.startswith(b"%PDF")
        draft = gong.get(f"/talks/{talks}/papers/talks_request.pdf")
        assert (draft.status_code, draft.mimetype) == (200, "application/pdf")
        assert "inline" in draft.headers["Content-Disposition"]
    with db.reading() as session:
        document = session.exec(select(Document)).one()
    public = house.test_client()
    genuine = public.get(f"/verify/{document.code}?digest={document.record_sha256}").text
    altered = public.get(f"/verify/{document.code}?digest={'0' * 64}").text
    assert "协商代表名单" in genuine
    assert "二维码中的数据摘要与登记一致" in genuine
    assert "可能被改动" in altered
    assert "方红" not in genuine + altered


def test_one_press_issues_what_the_pack_misses_and_names_what_it_cannot(house: Flask, talks: str) -> None:
    def press(visitor: Visitor) -> str:
        page = visitor.get(f"/talks/{talks}/filing").text
        form = re.search(rf'action="/talks/{talks}/filing/pack".*?name="version" value="(\d+)"', page, re.S)
        assert form
        stale = visitor.post(f"/talks/{talks}/filing/pack", {"version": "999"})
        assert stale.status_code == 409
        assert visitor.post(f"/talks/{talks}/filing/pack", {"version": form[1]}).status_code == 303
        return visitor.get(f"/talks/{talks}/filing").text

    def kinds() -> list[str]:
        with db.reading() as session:
            return sorted(one.kind for one in session.exec(select(Document)))

    with clock.at(LATER):
        gong = sign_in(house, "gong")
        first = press(gong)
        assert kinds() == ["congress_resolution", "talks_representatives"]
        assert "已出具 2 份" in first
        assert "没有出具集体合同：缺少一般应当约定的内容" in first
        assert "没有出具" in first.partition("其他材料备齐后出具")[0]
        assert issue(gong, talks, "wage_agreement", knowingly="yes", lacking_why="双方另行约定").status_code == 303
        assert gong.post(f"/talks/{talks}/filing/authority", {"authority": "城厢区人社局"}).status_code == 303
        second = press(gong)
        assert "已出具 1 份" in second
        assert kinds() == ["congress_resolution", "filing_form", "talks_representatives", "wage_agreement"]
        assert f'action="/talks/{talks}/filing/pack"' not in second
        assert gong.get(f"/talks/{talks}/filing/pack.zip").data.startswith(b"PK")


def test_filing_objection_and_the_missing_pack(house: Flask, talks: str) -> None:
    with clock.at(LATER):
        gong = sign_in(house, "gong")
        page = gong.get(f"/talks/{talks}/filing").text
        assert page.count("还没有出具") == 4
        pack = gong.get(f"/talks/{talks}/filing/pack.zip")
        assert pack.status_code == 422
        assert "报送材料不齐" in pack.text
        wrong = gong.post(f"/talks/{talks}/filing/file", {"authority": "城厢区人社局", "filed_on": "2027-01-01", "receipt_number": "回1"})
        assert set(errors(wrong)) == {"f-filed_on"}
        assert 'value="回1"' in wrong.text
        good = {"authority": "城厢区人社局", "filed_on": "2026-11-18"}
        assert gong.post(f"/talks/{talks}/filing/file", good).status_code == 303
        assert "2026-12-03" in gong.get(f"/talks/{talks}/filing").text
        twice = gong.post(f"/talks/{talks}/filing/file", good)
        assert "不能重复报送" in errors(twice)["f-filed_on"]
        assert "第二十三条" in errors(twice)["f-filed_on"]
        bare = gong.post(f"/talks/{talks}/filing/objection", {"objected_on": "2026-11-18", "clauses.minimum_pay": "true"})
        assert set(errors(bare)) == {"f-objection"}
        assert 'name="clauses.minimum_pay" value="true" checked' in bare.text
        objection = {"objected_on": "2026-11-18", "objection": "依据不足", "clauses.minimum_pay": "true"}
        assert gong.post(f"/talks/{talks}/filing/objection", objection).status_code == 303
        page = gong.get(f"/talks/{talks}/filing").text
        assert "异议尚未处理" in page
        assert "企业最低工资" in page
        assert gong.post(f"/talks/{talks}/filing/sing", {}).status_code == 404


def test_others_see_neither_papers_nor_filing(house: Flask, talks: str) -> None:
    for name, status in (("jing", 404), ("lv", 403), ("yuan", 404)):
        visitor = sign_in(house, name)
        for path in ("papers", "filing", "filing/pack.zip", "papers/talks_request.pdf"):
            assert visitor.get(f"/talks/{talks}/{path}").status_code == status, (name, path)
