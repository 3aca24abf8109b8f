"""The inbox of a desk: accept, or send back with a reason of the list."""

import re

from flask import Flask

from tests.web.house import Visitor, errors, log_case, sign_in


def referral_in(page: str, act: str) -> str:
    """Return the address that does `act` to the first referral of the inbox."""
    found = re.search(rf'"(/referrals/[^"]+/{act})"', page)
    assert found, page
    return found[1]


def test_a_desk_finds_the_case_and_accepts_it(house: Flask, mediator: Visitor):
    case = log_case(mediator)
    desk = sign_in(house, "gong")

    desk.post(referral_in(desk.get("/inbox").text, "accept"))

    assert "没有待接收的案件" in desk.get("/inbox").text
    assert "龚工会" in mediator.get(case).text


def test_another_desk_does_not_find_it(house: Flask, mediator: Visitor):
    log_case(mediator)

    assert "没有待接收的案件" in sign_in(house, "jing").get("/inbox").text


def test_a_returned_case_is_routed_again(house: Flask, mediator: Visitor):
    case = log_case(mediator)
    desk = sign_in(house, "gong")
    back = referral_in(desk.get("/inbox").text, "return")
    desk.get(back)

    answer = desk.post(back, {"reason": "conflict_of_interest", "note": "申请人是本窗口人员亲属"})

    page = mediator.get(case).text
    assert answer.status_code == 302
    assert "已退回" in page
    assert "司法所" in page


def test_a_return_without_a_reason_is_asked_again_and_keeps_the_note(house: Flask, mediator: Visitor):
    log_case(mediator)
    desk = sign_in(house, "gong")
    back = referral_in(desk.get("/inbox").text, "return")
    desk.get(back)

    answer = desk.post(back, {"reason": "bored", "note": "写好的说明"})

    assert answer.status_code == 422
    assert "f-reason" in errors(answer)
    assert "写好的说明" in answer.text


def test_a_referral_accepted_twice_says_that_somebody_was_quicker(house: Flask, mediator: Visitor):
    log_case(mediator)
    desk = sign_in(house, "gong")
    accept = referral_in(desk.get("/inbox").text, "accept")

    answers = [desk.post(accept).status_code for _ in range(2)]

    assert answers == [302, 409]
