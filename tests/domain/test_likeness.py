"""Whether two cases may be one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mediation.domain.likeness import NEAR_DAYS, Sketch, likeness, pairs

MARCH = date(2026, 3, 2)
FIRST = Sketch("a", MARCH, (("张玥", "digest-1"),), (("91310112000000000A", "上海曹行餐饮管理有限公司"),), frozenset({"unpaid_wages"}))
AGAIN = replace(FIRST, case_id="b", received_on=MARCH + timedelta(days=9))


def test_the_same_number_firm_and_claim_are_one_case_within_sixty_days():
    assert likeness(FIRST, AGAIN) == ("same_id", "same_firm", "near_dates", "like_claims")


@pytest.mark.parametrize(("days", "alike"), [(NEAR_DAYS, True), (NEAR_DAYS + 1, False)])
def test_the_days_between_count(days: int, alike: bool):
    assert bool(likeness(FIRST, replace(AGAIN, received_on=MARCH + timedelta(days=days)))) is alike
    assert bool(likeness(replace(AGAIN, received_on=MARCH + timedelta(days=days)), FIRST)) is alike


@pytest.mark.parametrize(
    ("name", "sign"), [("张 玥", "same_name"), ("张玥（女）", "same_name"), ("张月", "like_name"), ("李玥", "")]
)
def test_without_a_number_the_name_counts_however_it_is_written(name: str, sign: str):
    found = likeness(FIRST, replace(AGAIN, workers=((name, None),)))

    assert found[:1] == ((sign,) if sign else ())


def test_two_numbers_are_two_people_whatever_their_names():
    assert likeness(FIRST, replace(AGAIN, workers=(("张玥", "digest-2"),))) == ()


@pytest.mark.parametrize(("firm", "sign"), [("曹行餐饮管理公司", "like_firm"), ("上海古美家政服务有限公司", "")])
def test_a_firm_without_its_code_is_known_by_its_name(firm: str, sign: str):
    found = likeness(FIRST, replace(AGAIN, firms=((firm, firm),)))

    assert found[1:2] == ((sign,) if sign else ())


@pytest.mark.parametrize(("kind", "alike"), [("overtime", True), ("severance", False), ("work_injury", False)])
def test_claims_of_one_kind_are_alike(kind: str, alike: bool):
    assert bool(likeness(FIRST, replace(AGAIN, kinds=frozenset({kind})))) is alike


def test_pairs_finds_what_comparing_every_two_finds():
    others = [
        replace(FIRST, case_id=f"c{nth}", received_on=MARCH + timedelta(days=nth * 20), workers=((name, digest),))
        for nth, (name, digest) in enumerate([("张玥", None), ("张月", None), ("王五", "x"), ("王伍", "x"), ("张玥", "digest-2")])
    ]
    everyone = [FIRST, AGAIN, *others]
    every_two = {
        frozenset({one.case_id, two.case_id})
        for nth, one in enumerate(everyone)
        for two in everyone[:nth]
        if likeness(one, two)
    }

    found = pairs(everyone)

    assert {frozenset({late.case_id, early.case_id}) for late, early, _ in found} == every_two
    assert len(every_two) > 3
    assert all(late.received_on >= early.received_on for late, early, _ in found)
