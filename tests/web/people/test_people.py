"""Parties on their pages: the warning while somebody types, the forms, what whoever calls must know."""

import re

from flask import Flask
from sqlmodel import select

from mediation import db
from mediation.models.chain import Representative
from mediation.models.party import Party
from mediation.models.supervision import DuplicatePair
from tests.web.house import Visitor, errors, least, log_case, sign_in


def rows() -> dict[str, str]:
    with db.reading() as session:
        return {one.name: one.id for one in session.exec(select(Party))}


def test_what_is_typed_is_warned_of_at_once_and_by_a_button_and_the_pair_is_put_side_by_side(
    house: Flask, mediator: Visitor
) -> None:
    case = log_case(mediator)
    page = mediator.get("/intake").text
    into = re.search(r'data-check="(/intake/alike)" data-check-into="(\w+)"', page)
    assert into
    assert f'id="{into[2]}"' in page
    typed = least(**{"applicants[0].name": "汪某", "respondents[0].name": "上海某服装有限公司", "summary": "又来了"})

    told = mediator.post("/intake/alike", typed)
    button = mediator.post("/intake", typed | {"do": "alike"})
    far = sign_in(house, "yuan")
    far.get("/intake")
    hidden = far.post("/intake/alike", typed)

    assert f'href="{case}"' in told.text
    assert "姓名读音或写法相近" in told.text
    assert "<html" not in told.text
    assert 'value="汪某"' in button.text
    assert "又来了" in button.text
    assert f'href="{case}"' in button.text
    assert case not in hidden.text
    twin = case.rpartition("/")[2]
    log_case(mediator, typed | {"do": "log", "twin": twin})
    with db.reading() as session:
        assert session.exec(select(DuplicatePair.other_id)).all() == [twin]
    mediator.get("/intake")
    refused = mediator.post("/intake", typed | {"do": "log", "twin": "none"})
    assert "重新选择" in errors(refused)["f-twin"]


def test_a_party_is_corrected_beside_its_faults_and_its_care_stands_at_the_head_of_the_case(mediator: Visitor) -> None:
    case = log_case(mediator, least(**{"applicants[0].phone": "13900001234"}))
    party = rows()["王某"]
    mediator.get(f"/parties/{party}/edit")
    said = {"kind": "person", "name": "王某", "address": "<b>弄</b>"}

    wrong = mediator.post(f"/parties/{party}/edit", said | {"id_number": "123", "contact_unsafe": "true"})
    right = mediator.post(
        f"/parties/{party}/edit", said | {"contact_unsafe": "true", "contact_note": "只找妹妹转达", "language": "彝语"}
    )

    assert wrong.status_code == 422
    assert {"f-id_number", "f-contact_note"} <= errors(wrong).keys()
    assert 'value="123"' in wrong.text
    assert right.status_code == 303
    head = mediator.get(case).text
    assert "只找妹妹转达" in head
    assert "彝语" in head
    people = mediator.get(f"{case}/people").text
    assert "&lt;b&gt;弄" in people
    assert "13900001234" not in people
    assert "须用安全方式联系" in mediator.get(f"{case}/willingness").text
    assert mediator.post(f"/parties/{party}/inquiry", {"case": case.rpartition("/")[2]}).status_code == 422
    mediator.get(f"{case}/people/add?side=applicant")
    assert mediator.post(f"{case}/people/add", {"side": "applicant", "kind": "person", "name": "李某"}).status_code == 303
    mediator.get(f"{case}/people")
    without = mediator.post(f"/parties/{party}/leave", {"left_why": ""})
    assert "f-left_why" in errors(without)
    assert mediator.post(f"/parties/{party}/leave", {"left_why": "撤回申请"}).status_code == 303
    page = mediator.get(f"{case}/people").text
    assert "撤回申请" in page
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    came = {"channel": "phone", "external_number": "甲一", "seen": seen[1]}
    assert mediator.post(f"{case}/people/source", came).status_code == 303
    stale = mediator.post(f"{case}/people/source", came | {"external_number": "乙二"})
    assert (stale.status_code, "甲一" in stale.text, 'value="乙二"' in stale.text) == (422, True, True)
    assert "只找妹妹转达" not in mediator.get(case).text


def test_the_chain_is_corrected_with_one_form_and_the_persons_page_opens_from_the_case(mediator: Visitor) -> None:
    case = log_case(mediator)
    firm = rows()["某服装公司"]
    mediator.get(f"{case}/chain")

    answer = mediator.post(f"{case}/chain", {
        "firms[0].party_id": firm, "firms[0].chain_role": "agency", "firms[0].sign_kind": "badge", "firms[0].speaks": "for",
        "fresh.name": "用工的厂", "fresh.chain_role": "", "fresh.credit_code": "1",
    })  # fmt: skip
    assert answer.status_code == 422
    assert "f-fresh-credit_code" in errors(answer)
    assert 'value="用工的厂"' in answer.text
    seen = re.search(r'name="seen" value="(\w+)"', answer.text)
    assert seen is None or not seen[1]
    first = re.search(r'name="seen" value="(\w+)"', mediator.get(f"{case}/chain").text)
    assert first is not None
    quick = {"firms[0].party_id": firm, "firms[0].chain_role": "agency", "seen": first[1]}
    assert mediator.post(f"{case}/chain", quick).status_code == 303
    stale = mediator.post(f"{case}/chain", quick | {"firms[0].chain_role": "contractor", "fresh.name": "打好的名字"})
    assert (stale.status_code, 'id="versions"' in stale.text, "打好的名字" in stale.text) == (422, True, True)
    sent = {"firms[0].party_id": firm, "firms[0].chain_role": "agency", "firms[0].sign_kind": "badge"}
    assert mediator.post(f"{case}/chain", sent).status_code == 303
    page = mediator.get(f"{case}/chain").text
    assert "第二十二条" in page
    assert "<svg" in page
    whole = re.search(rf'href="(/people/firm/{firm})"', mediator.get(case).text)
    assert whole
    assert mediator.get(whole[1]).status_code == 200
    mediator.get("/search")
    assert whole[1] in mediator.post("/search", {"q": "服装"}).text
    mediator.get(f"/parties/{rows()['王某']}/representatives")
    said = {"name": "赵代理", "capacity": "kin", "authority": "general", "power_settle": "true"}
    refused = mediator.post(f"/parties/{rows()['王某']}/representatives", said)
    assert "f-powers" in errors(refused)
    assert mediator.post(f"/parties/{rows()['王某']}/representatives", said | {"power_settle": ""}).status_code == 303
    with db.reading() as session:
        edit = f"/representatives/{session.exec(select(Representative.id)).one()}/edit"
    seen = re.search(r'name="seen" value="(\w+)"', mediator.get(edit).text)
    assert seen is not None
    again = said | {"power_settle": "", "office": "表姐", "seen": seen[1]}
    assert mediator.post(edit, again).status_code == 303
    stale = mediator.post(edit, again | {"office": "表妹"})
    assert (stale.status_code, "表姐" in stale.text, 'value="表妹"' in stale.text) == (422, True, True)
    assert "更正以前的登记" in mediator.get(edit).text
    assert "缺书面授权" in mediator.get(f"{case}/people").text
    assert mediator.get(f"{case}/split").status_code == 200
