"""Consent, invitation, service and times on their pages."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import select

from mediation import db
from mediation.config import clock
from mediation.models.case import Case
from mediation.models.clock_entry import ClockEntry
from mediation.models.consent import Consent, Invitation, Service
from mediation.models.document import Document
from mediation.models.sitting import Sitting, SittingSlot
from tests.web.house import Visitor, errors, least, log_case, sign_in


@pytest.fixture
def case(mediator: Visitor) -> str:
    return log_case(mediator)


def forms(page: str, route: str) -> list[str]:
    """Return the forms of a page that go to an address of this shape, in order."""
    return re.findall(rf'<form[^>]*action="({route})"', page)


def party_ids(mediator: Visitor, case: str) -> list[str]:
    page = mediator.get(f"{case}/consents").text
    return list(dict.fromkeys(re.findall(r'action="/parties/([\w-]+)/consents"', page)))


def test_two_presses_record_consent_and_invite_and_show_the_clock_with_its_article(
    mediator: Visitor, case: str
) -> None:
    page = mediator.get(f"{case}/consents").text
    worker, firm = party_ids(mediator, case)
    assert not re.search(r'name="agreed"[^>]*checked', page)
    buttons = re.findall(r'<button class="([^"]+)" name="agreed" value="(\w+)"', page)
    assert len({look for look, _ in buttons}) == 1
    assert {value for _, value in buttons} == {"yes", "no"}

    assert mediator.post(f"/parties/{worker}/consents", {f"c-{worker}.way": "in_person", "agreed": "yes"}).status_code == 303
    answer = mediator.post(f"/parties/{firm}/invitations", {f"i-{firm}.invitation_channel": "phone"})
    assert answer.status_code == 303
    shown = mediator.get(f"{case}/consents").text
    assert "自收到调解申请之日起十五日" in shown
    assert "劳动争议调解仲裁法 第十四条" in shown
    assert "已制作" in shown
    with db.reading() as session:
        invitation = session.exec(select(Invitation)).one()
    letter = mediator.get(f"/invitations/{invitation.id}").text
    assert "调解自愿" in letter

    mediator.post(f"/parties/{firm}/consents", {f"c-{firm}.way": "phone", "agreed": "yes"})
    assert "受理" in mediator.get(f"{case}/consents").text
    with db.reading() as session:
        assert session.exec(select(Case)).one().willing_on == clock.today()
        assert session.exec(select(Invitation.state)).one() == "answered"


def test_what_is_wrong_is_said_in_its_own_form_and_nothing_typed_is_lost(mediator: Visitor, case: str) -> None:
    worker, firm = party_ids(mediator, case)
    late = (clock.today() + timedelta(days=3)).isoformat()
    said = {f"c-{firm}.way": "phone", f"c-{firm}.said_on": late, f"c-{firm}.words": "<b>要考虑</b>", "agreed": "yes"}

    answer = mediator.post(f"/parties/{firm}/consents", said)

    assert answer.status_code == 422
    assert list(errors(answer)) == [f"f-c-{firm}-said_on"]
    assert "&lt;b&gt;要考虑&lt;/b&gt;" in answer.text
    assert mediator.post(f"/parties/{worker}/consents", {f"c-{worker}.way": "phone"}).status_code == 422
    with db.reading() as session:
        assert session.exec(select(Consent)).all() == []


def test_a_refusal_stops_at_once_and_its_notice_is_issued_and_served_on_both(
    mediator: Visitor
) -> None:
    case = log_case(mediator, least(**{"claims[0].kind": "severance", "claims[0].known_on": "2026-10-20"}))
    worker, firm = party_ids(mediator, case)
    mediator.post(f"/parties/{firm}/consents", {f"c-{firm}.way": "letter", "agreed": "no"})
    page = mediator.get(f"{case}/consents").text
    assert "调解即行终止" in page
    assert "<strong>仲裁时效</strong>" in page
    assert not forms(page, r"/parties/[\w-]+/invitations")
    case_id = case.rpartition("/")[2]
    assert mediator.post(f"{case}/consents/times", {"side": "applicant", "minutes": "60"}).status_code == 409

    issued = mediator.post(f"/cases/{case_id}/consents/paper", {"kind": "termination_notice"})
    assert issued.status_code == 303
    with db.reading() as session:
        notice = session.exec(select(Document).where(Document.kind == "termination_notice")).one()
    page = mediator.get(f"{case}/consents/services").text
    assert page.count(f'value="{notice.id}" selected') == 2
    handed = {"document_id": notice.id, "service_mode": "in_person", "place": "曹行"}
    for party in (worker, firm):
        said = {f"v-{party}.{name}": value for name, value in handed.items()}
        assert mediator.post(f"/parties/{party}/services", said).status_code == 303
    with db.reading() as session:
        assert len(session.exec(select(Service)).all()) == 2
    assert "调解终止告知书已出具" in mediator.get(f"{case}/consents").text


def test_what_was_said_to_an_extension_is_named_in_its_form_and_taken_only_where_it_is_marked(
    house: Flask, mediator: Visitor, case: str
) -> None:
    until = (clock.today() + timedelta(days=40)).isoformat()
    worker, firm = party_ids(mediator, case)
    for party in (worker, firm):
        mediator.post(f"/parties/{party}/consents", {f"c-{party}.way": "in_person", "agreed": "yes"})
    desk = sign_in(house, "gong")
    accept = re.search(r'"(/referrals/[^"]+/accept)"', desk.get("/inbox").text)
    assert accept is not None
    desk.post(accept[1])
    target = re.search(r'value="(mediation.from_acceptance\|[\w-]*)"', mediator.get(f"{case}/clocks").text)
    assert target is not None
    form = {"sort": "extension", "extension.target": target[1], "extension.on": until, "extension.evidence": "同意书"}
    marked = form | {f"extension.{side}_noted": "true" for side in ("applicant", "respondent")}
    assert mediator.post(f"{case}/clocks", marked | {"do": "look"}).status_code == 422
    for party in (worker, firm):
        said = {"about": "other", f"o-{party}.about": "extension", f"o-{party}.way": "phone", "agreed": "yes"}
        assert mediator.post(f"/parties/{party}/consents", said).status_code == 303

    page = mediator.get(f"{case}/clocks").text
    assert len(re.findall(r'name="extension.\w+_noted" value="true">', page)) == 2
    assert mediator.post(f"{case}/clocks", form | {"do": "look"}).status_code == 422
    looked = mediator.post(f"{case}/clocks", marked | {"do": "look"})
    assert looked.status_code == 200
    seen = re.search(r'name="seen" value="(\d+)"', looked.text)
    assert seen is not None
    assert mediator.post(f"{case}/clocks", marked | {"do": "save", "seen": seen[1]}).status_code == 303
    with db.reading() as session:
        consents = session.exec(select(ClockEntry)).one().details["consents"]
    assert [(one["side"], one["how"], one["on"]) for one in consents] == [
        (side, "电话（同意登记）", clock.today().isoformat()) for side in ("applicant", "respondent")
    ]
    assert "_noted" not in mediator.get(f"{case}/clocks").text, "a consent to one extension is none to the next"


def test_a_time_is_asked_of_one_side_then_of_the_other_and_is_kept_free_meanwhile(mediator: Visitor, case: str) -> None:
    on = (clock.today() + timedelta(days=7)).isoformat()
    with db.reading() as session:
        me = session.exec(select(Case.logged_by)).one()
    given = {"side": "respondent", "minutes": "60", "mediator_id": me or "", "times[0].on": on, "times[0].begins": "09:30"}
    assert mediator.post(f"{case}/consents/times", {**given, "times[1].on": on, "times[1].begins": "10:00"}).status_code == 422
    asked = {**given, "times[1].on": on, "times[1].begins": "14:00"}
    assert mediator.post(f"{case}/consents/times", asked).status_code == 303
    again = mediator.post(f"{case}/consents/times", given)
    assert again.status_code == 422
    assert "已有其他调解会" in again.text

    first = forms(mediator.get(f"{case}/consents/times").text, r"/offered-times/[\w-]+")
    assert len(first) == 2
    mediator.post(first[1], {"do": "accept"})
    [second] = forms(mediator.get(f"{case}/consents/times").text, r"/offered-times/[\w-]+")
    with db.reading() as session:
        assert session.exec(select(Sitting.starts_at)).one() is None
    assert mediator.post(first[0], {"do": "accept"}).status_code == 409
    mediator.post(second, {"do": "accept"})
    with db.reading() as session:
        sitting = session.exec(select(Sitting)).one()
        slots = session.exec(select(SittingSlot).order_by(SittingSlot.state, SittingSlot.side)).all()
        assert sitting.starts_at is not None
        assert sitting.starts_at.astimezone(clock.now().tzinfo).date().isoformat() == on
        assert [(one.side, one.state) for one in slots] == [
            ("applicant", "accepted"), ("respondent", "accepted"), ("respondent", "declined")
        ]  # fmt: skip
