"""What papers lack beyond the acceptance table: the words of findings, who answers, seats to be filled, days to prepare."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from mediation.domain.talks.duty import duty, preparation_days
from mediation.domain.talks.proposal import CONTENTS, Proposal, Reply, check_proposal, check_reply
from mediation.domain.talks.seats import Seats, seats
from mediation.domain.talks.teams import Unit
from tests.domain.talks.places import book, calendar, day, rows

UNION, NONE = Unit(unionised=True), Unit(unionised=False, staff=101)
EMPTY = Proposal("workers", "union", "employer")
GOOD = Reply("workers", "union", accepted=True, representatives=3, meeting_on=day("11-20"), replied_on=day("11-10"))


def answered(paper: Reply, unit: Unit = UNION, place: str = "shanghai") -> list[str]:
    found = check_reply(paper, unit, rows=rows(place), calendar=calendar(), on=day("11-10"))
    return [one.text() for one in found]


def test_an_empty_proposal_is_told_everything_it_must_state():
    found = check_proposal(EMPTY, UNION, rows=rows(), calendar=calendar(), on=day("11-02"))

    assert [one.text() for one in found] == [
        *(f"要约书没有写明{what}" for what in CONTENTS.values()), "要约书没有附协商代表名单"
    ]  # fmt: skip
    assert {one.law for one in found} == {("mr9-17",)}
    blank = replace(EMPTY, meeting_place="   ")
    assert len(check_proposal(blank, UNION, rows=rows(), calendar=calendar(), on=day("11-02"))) == len(found)


def test_the_day_for_the_answer_follows_the_place_and_the_kind_of_contract():
    paper = replace(EMPTY, received_on=day("09-20"), reply_by=day("10-05"))
    for contract in ("wage", "general"):
        for place, wrong in (("shanghai", 0), ("national", 1)):
            found = check_proposal(
                paper, UNION, rows=rows(place), calendar=calendar(), on=day("09-20"), contract=contract
            )
            assert sum(one.code == "talks.reply" for one in found) == wrong
    unsaid = replace(paper, reply_by=None)
    texts = [one.text() for one in check_proposal(unsaid, UNION, rows=rows(), calendar=calendar(), on=day("09-20"))]
    assert texts[-1] == "要约书没有写明答复期限，法定期限至 2026-10-05（周一）"


@pytest.mark.parametrize(
    ("side", "signed_by", "to", "law"),
    [("workers", "union", "union", ()), ("employer", "union", "union", ())],
)
def test_a_paper_that_goes_astray_is_told(side: str, signed_by: str, to: str, law: tuple[str, ...]):
    found = check_proposal(
        Proposal(side, signed_by, to), UNION, rows=rows(), calendar=calendar(), on=day("11-02")
    )  # fmt: skip

    assert [(one.severity, one.law) for one in found if one.code == "proposal.employer"] == [("error", law)]


def test_the_workers_answer_is_the_unions_or_of_guided_representatives():
    assert answered(GOOD) == []
    assert answered(replace(GOOD, signed_by="staff")) == [
        "已建工会的，由工会代表职工一方提出，本文书由未经推举的职工提出"
    ]
    assert answered(replace(GOOD, signed_by="representatives", guided=True), NONE) == []
    assert answered(replace(GOOD, signed_by="representatives"), NONE) == ["没有上级工会指导推举的记录"]
    assert answered(replace(GOOD, signed_by="staff"), NONE, "national") == [
        "未建工会的，由上级工会指导职工推举的代表提出，本文书由未经推举的职工提出"
    ]


def test_an_answer_that_leaves_things_open_is_told_the_day_by_which_to_close_them():
    assert answered(replace(GOOD, accepted=None)) == ["答复没有写明是否同意协商"]
    assert answered(replace(GOOD, representatives=0, meeting_on=None)) == [
        "应约书没有附协商代表名单，应于 2026-11-25（周三） 前书面告知对方", "应约书没有写明同意的协商时间"
    ]  # fmt: skip
    assert answered(replace(GOOD, accepted=False, reason=" ")) == ["拒绝协商没有说明理由"]


def test_before_any_rule_nothing_is_asked():
    found = check_proposal(EMPTY, UNION, rows=rows("national"), calendar=calendar(), on=date(2004, 4, 30))

    assert found == ()


def test_the_seats_to_be_filled_are_those_of_the_place():
    assert seats(replace(UNION, women_committee=True), rows=rows(), on=day("11-22")) == Seats(
        3, "union", "union_head", True, Fraction(1, 3), None, ("ccl-sh-6", "ccl-sh-7")
    )
    assert seats(UNION, rows=rows(), on=day("11-22")).woman is None
    assert seats(UNION, rows=rows("national"), on=day("11-22")).woman is False
    chosen = seats(NONE, rows=rows(), on=day("11-22"))
    assert (chosen.chosen, chosen.chief, chosen.consenting) == ("elected", "elected", 51)
    assert seats(Unit(unionised=False), rows=rows(), on=day("11-22")).consenting is None
    assert seats(Unit(unionised=False, staff=100), rows=rows(), on=day("11-22")).consenting == 50
    assert all(key in book().laws for key in chosen.law)


def test_a_year_without_a_list_leaves_preparation_open_and_says_so():
    assert preparation_days(date(2027, 1, 5), rows=rows(), calendar=calendar()) is None
    assert preparation_days(day("09-28"), rows=rows(), calendar=calendar(), taken=2) == (day("09-24"),)
    assert preparation_days(day("09-28"), rows=rows(), calendar=calendar(), taken=3) == ()
    found = duty([date(2027, 1, 4)], [], rows=rows(), calendar=calendar(), on=day("12-28"))
    assert (found.left, [one.code for one in found.findings]) == (2, ["duty.preparation"])
    assert "放假安排尚未公布" in found.findings[0].text()


def test_before_the_rule_preparation_has_no_number():
    found = duty([day("11-02")] * 2, [day("11-07")], rows=rows("national"), calendar=calendar(), on=date(2004, 4, 30))

    assert (found.prepared, found.beyond, found.left, found.findings) == ((day("11-02"),), (), None, ())
