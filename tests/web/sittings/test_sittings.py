"""Sessions and offers on their pages: planned, opened, noted in few keys, private notes on no page of anybody else."""

import re

import pytest
from flask import Flask
from sqlmodel import select

from mediation import db
from mediation.domain.worktime import ZONE
from mediation.models.case import Case
from mediation.models.settlement import Settlement
from mediation.models.sitting import Attendance, Offer, Sitting, SittingNote
from mediation.models.user import User
from tests.web.house import Visitor, errors, log_case, sign_in

SECRET = "最低可以接受六千五"


@pytest.fixture
def case(mediator: Visitor) -> str:
    return log_case(mediator)


def user_id(name: str) -> str:
    with db.reading() as session:
        return session.exec(select(User.id).where(User.name == name)).one()


def opened(visitor: Visitor, case: str, **given: str) -> str:
    """Open a session that begins at once; return the address of its page."""
    visitor.get(f"{case}/sittings")
    answer = visitor.post(f"{case}/sittings", {"do": "now", "mediator_id": user_id("wang"), "minutes": "60", **given})
    assert answer.status_code == 303, errors(answer)
    return str(answer.headers["Location"])


def rows(model: type) -> list:
    with db.reading() as session:
        return list(session.exec(select(model)))


def test_a_session_is_planned_and_what_is_typed_wrong_stays(mediator: Visitor, case: str) -> None:
    mediator.get(f"{case}/sittings")
    typed = {"do": "plan", "mediator_id": user_id("wang"), "on": "2030-02-30", "begins": "9点", "guests": "<b>村委会</b>"}

    wrong = mediator.post(f"{case}/sittings", typed)

    assert wrong.status_code == 422
    assert {"f-on"} <= errors(wrong).keys()
    assert 'value="2030-02-30"' in wrong.text
    assert "&lt;b&gt;村委会" in wrong.text
    assert rows(Sitting) == []


def seen_in(page: str, form: str) -> str:
    """Return the version that a form of a session's page shows."""
    return re.findall(rf'action="[^"]*/{form}".*?name="seen" value="(\w+)"', page, re.DOTALL)[0]


def test_who_notes_second_who_came_sees_both_versions(mediator: Visitor, case: str) -> None:
    page = opened(mediator, case)
    [party, firm] = [one.party_id for one in rows(Attendance)]
    seen = seen_in(mediator.get(page).text, "attendance")
    mine = {f"came.{party}.state": "present", f"came.{firm}.state": "no_show", "seen": seen}

    first = mediator.post(f"{page}/attendance", {**mine, f"came.{firm}.state": "late", f"came.{firm}.why": "堵车"})
    second = mediator.post(f"{page}/attendance", mine)

    assert (first.status_code, second.status_code) == (303, 422)
    assert re.findall(r'<span class="prose">(.*?)</span>', second.text) == ["迟到", "未到", "堵车", "（空）"]
    again = mediator.post(f"{page}/attendance", {**mine, "seen": seen_in(second.text, "attendance")})
    assert again.status_code == 303
    assert {one.state for one in rows(Attendance)} == {"present", "no_show"}


def test_who_moves_a_session_second_sees_both_plans(mediator: Visitor, case: str) -> None:
    mediator.get(f"{case}/sittings")
    plan = {"mediator_id": user_id("wang"), "minutes": "60", "sitting_form": "joint"}
    mediator.post(f"{case}/sittings", {**plan, "do": "plan"})
    [page] = [f"/sittings/{one.id}" for one in rows(Sitting)]
    seen = re.findall(r'name="seen" value="(\w+)"', mediator.get(page).text)[0]

    first = mediator.post(page, {**plan, "guests": "街道工会", "seen": seen})
    second = mediator.post(page, {**plan, "sitting_form": "phone", "on": "", "seen": seen})

    assert (first.status_code, second.status_code) == (303, 422)
    assert re.findall(r'<span class="prose">(.*?)</span>', second.text) == ["当面（双方同场）", "电话", "街道工会", "（空）"]
    assert rows(Sitting)[0].form == "joint"


def test_who_notes_second_how_it_is_recorded_sees_both_versions(mediator: Visitor, case: str) -> None:
    page = opened(mediator, case)
    mediator.post(f"{page}/attendance", {f"came.{one.party_id}.state": "present" for one in rows(Attendance)})
    seen = seen_in(mediator.get(page).text, "recording")
    with db.transaction() as session:
        row = session.exec(select(Sitting)).one()
        row.recording = "audio"
        session.add(row)

    second = mediator.post(f"{page}/recording", {"recording": "none", "in_public": "no", "seen": seen})

    assert second.status_code == 422
    assert re.findall(r'<span class="prose">(.*?)</span>', second.text) == ["只录音", "不录音录像"]
    again = {"recording": "none", "in_public": "no", "seen": seen_in(second.text, "recording")}
    assert mediator.post(f"{page}/recording", again).status_code == 303
    assert rows(Sitting)[0].recording == "none"


def test_what_was_typed_stays_in_sight_where_another_was_faster(mediator: Visitor, case: str) -> None:
    page = opened(mediator, case)
    mediator.post(f"{page}/attendance", {f"came.{one.party_id}.state": "present" for one in rows(Attendance)})
    mediator.post(f"{page}/end", {"result": "达成协议"})

    second = mediator.post(f"{page}/end", {"result": "对金额仍有分歧<b>", "sitting_form": "joint", "do": "end"})

    assert second.status_code == 409
    shown = dict(re.findall(r"<dt>(.*?)</dt><dd class=\"prose\">(.*?)</dd>", second.text))
    assert shown == {"本次结果": "对金额仍有分歧&lt;b&gt;"}


def test_a_session_is_held_from_the_first_press_to_the_result(mediator: Visitor, case: str) -> None:
    page = opened(mediator, case)
    [party, firm] = [one.party_id for one in rows(Attendance)]
    mediator.post(f"{page}/turn", {"talking_with": "respondent"})
    too_early = mediator.post(f"{page}/end", {"result": "达成协议"})
    mediator.post(f"{page}/attendance", {f"came.{party}.state": "present", f"came.{firm}.state": "no_show"})
    ended = mediator.post(f"{page}/end", {"result": "单位未到，另约时间"})
    shown = mediator.get(page).text

    assert (too_early.status_code, ended.status_code) == (422, 303)
    assert "达成协议" in too_early.text
    assert "单位未到，另约时间" in shown
    [sitting] = rows(Sitting)
    assert sitting.state == "held"


def test_a_private_note_is_on_no_page_but_its_authors_and_nowhere_in_the_database(
    house: Flask, mediator: Visitor, case: str
) -> None:
    page = opened(mediator, case)
    mediator.post(f"{page}/turn", {"talking_with": "applicant"})
    empty = mediator.post(f"{page}/notes", {"words": " ", "do": "private"})
    mediator.post(f"{page}/notes", {"words": SECRET})  # neither button: as it befits a talk with one side
    mediator.post(f"{page}/notes", {"words": "双方确认欠薪两个月", "do": "shared"})
    case_id = case.rsplit("/", 1)[1]

    assert empty.status_code == 422
    assert SECRET in mediator.get(page).text
    for name in ("gong", "sifa", "jing", "lv", "zhan", "guan", "shen"):
        other = sign_in(house, name)
        everything = (f"{case}/sittings", case, f"{case}/papers", f"{case}/offers") if name == "zhan" else ()
        for path in (page, *everything):
            assert SECRET not in other.get(path).text
        assert SECRET not in other.post("/search", {"q": SECRET[:5]}).text
    assert "双方确认欠薪两个月" in sign_in(house, "zhan").get(page).text
    folder = db.engine().url.database
    assert folder is not None
    stored = b"".join(open(folder + end, "rb").read() for end in ("", "-wal"))  # noqa: SIM115 - a file of this test
    assert SECRET.encode() not in stored
    assert case_id.encode() in stored

    [note] = [one for one in rows(SittingNote) if one.private]
    assert sign_in(house, "zhan").post(f"/session-notes/{note.id}/share").status_code == 404
    mediator.get(page)
    assert mediator.post(f"/session-notes/{note.id}/share").status_code == 303
    assert mediator.post(f"/session-notes/{note.id}/share").status_code == 409
    assert SECRET in sign_in(house, "zhan").get(page).text
    assert SECRET not in sign_in(house, "zhan").get(f"{case}").text


def test_an_offer_and_its_counter_are_two_sums_and_two_enters_and_end_in_the_terms(
    mediator: Visitor, case: str
) -> None:
    page = opened(mediator, case)
    case_id = case.rsplit("/", 1)[1]
    said = []
    for sum_ in ("１２，０００", "6000"):
        form = mediator.get(f"{page}?focus=offer").text
        side = re.search(r'name="offer_side"[^>]*value="(\w+)"[^>]* checked', form)
        assert side
        assert re.search(r'id="f-amount"[^>]* autofocus', form)
        said.append(side[1])
        assert mediator.post(f"{case}/offers", {"offer_side": side[1], "amount": sum_}).status_code == 303
    wrong = mediator.post(f"{case}/offers", {"offer_side": "applicant", "amount": "八千", "other_terms": "开离职证明"})
    mediator.post(
        f"{case}/offers",
        {"offer_side": "respondent", "amount": "9000", "count": "3", "pay_on": "2099-01-31", "told": "no"},
    )
    ledger = mediator.get(f"{case}/offers").text
    last = rows(Offer)[-1]
    untold = mediator.post(f"/offers/{last.id}", {"do": "accepted"})
    mediator.post(f"/offers/{last.id}", {"do": "tell"})
    mediator.post(f"/offers/{last.id}", {"do": "accepted"})
    terms = mediator.post(f"/offers/{last.id}/terms")

    assert said == ["applicant", "respondent"]
    assert wrong.status_code == 422
    assert "八千" in wrong.text
    assert "开离职证明" in wrong.text
    assert "<svg" in ledger
    assert "3,000.00" in ledger  # the gap
    assert "25%" in ledger
    assert [one.state for one in rows(Offer)] == ["countered", "lapsed", "accepted"]
    assert untold.status_code == 409
    assert terms.status_code == 303
    [draft] = rows(Settlement)
    assert draft.terms["total"] == "9000.00"
    assert [one["amount"] for one in draft.terms["instalments"]] == ["3000.00"] * 3
    assert draft.case_id == case_id
    assert draft.terms["mediator"] == "王调解"  # as in any new draft
    assert draft.terms["payer"]
    assert draft.terms["default_clause"].startswith("付款方未按期")
    assert 'value="9000.00"' in mediator.get(str(terms.headers["Location"])).text


def test_a_session_on_paper_is_entered_afterwards_and_its_page_says_so(mediator: Visitor, case: str) -> None:
    form = f"{case}/sittings/past"
    page = mediator.get(form).text
    parties = re.findall(r'name="came.([\w-]+).state" id', page)
    came = {f"came.{one}.state": "present" for one in parties}
    with db.reading() as session:
        received = session.exec(select(Case)).one().received_at.astimezone(ZONE)
    at = {"on": received.date().isoformat(), "begins": f"{received:%H:%M}", "ends": ""}

    wrong = mediator.post(form, {**at, **came, "mediator_id": user_id("wang"), "result": "另约时间"})

    assert wrong.status_code == 422
    assert "f-on" in errors(wrong) or "f-ends" in errors(wrong)
    assert "另约时间</textarea>" in wrong.text
    refused = mediator.post(f"{case}/offers", {"offer_side": "applicant", "amount": "900", "made_on": "2020-01-01", "made_time": "09:00"})
    assert "f-made_on" in errors(refused)


def test_rooms_are_set_up_by_the_supervisor_and_taken_twice_by_nobody(house: Flask, mediator: Visitor, case: str) -> None:
    chief = sign_in(house, "zhan")
    chief.get("/rooms")
    made = chief.post("/rooms", {"room_name": "一号调解室", "seats": "8"})
    twice = chief.post("/rooms", {"room_name": " 一号调解室 ", "seats": "8"})
    chosen = re.search(r'<option value="([\w-]+)">一号调解室', mediator.get(f"{case}/sittings").text)
    assert chosen
    seen = re.search(r'name="seen" value="(\w+)"', chief.get("/rooms").text)
    assert seen is not None
    renamed = {"room_name": "一号调解室", "seats": "9", "active": "yes", "seen": seen[1]}
    assert chief.post(f"/rooms/{chosen[1]}", renamed).status_code == 303
    stale = chief.post(f"/rooms/{chosen[1]}", renamed | {"seats": "4"})
    assert (stale.status_code, 'id="versions"' in stale.text, 'value="4"' in stale.text) == (422, True, True)
    typed = {"do": "plan", "on": "2026-12-01", "begins": "09:30", "minutes": "60", "room_id": chosen[1]}

    first = mediator.post(f"{case}/sittings", {**typed, "mediator_id": user_id("wang")})
    second = mediator.post(f"{case}/sittings", {**typed, "begins": "10:00", "mediator_id": user_id("wang")})
    after = mediator.post(f"{case}/sittings", {**typed, "begins": "10:30", "mediator_id": user_id("wang")})

    assert (made.status_code, twice.status_code, first.status_code, second.status_code) == (303, 422, 303, 422)
    assert errors(second).keys() == {"f-room_id", "f-mediator_id"}
    assert after.status_code == 303
