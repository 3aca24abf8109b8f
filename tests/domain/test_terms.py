"""Settlement terms: clear content or a named fault."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from mediation.domain import terms
from mediation.domain.reading import Reader
from mediation.domain.refusals import Refused
from mediation.domain.terms import Scene
from mediation.web.terms_form import shares

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
SCENE = Scene(claims=("c1", "c2"), parties=("worker", "firm"), workers=1, applicants=1, today=date(2026, 11, 22))
GOOD: dict[str, Any] = {
    "claims": {"c1": "settled", "c2": "reserved"},
    "payer": "firm",
    "payee": "worker",
    "account": {"name": "张玥", "bank": "中国工商银行", "number": "6222 0210 0111 6245 702"},
    "method": "bank",
    "total": "8000.00",
    "instalments": [{"due_on": "2026-11-22", "amount": "3000.00"}, {"due_on": "2026-12-31", "amount": "5000.00"}],
    "facts": "双方对欠付事实无异议。",
    "default_clause": "逾期的，应一次性支付剩余款项。",
    "mediator": "林调解",
}


def read(scene: Scene = SCENE, **changes: Any) -> terms.Terms:
    return terms.read({**deepcopy(GOOD), **changes}, scene, Reader(now=NOW))


def faults(scene: Scene = SCENE, **changes: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        read(scene, **changes)
    return [one.field for one in refused.value.problems]


def test_clear_terms_are_read() -> None:
    found = read()

    assert found.total == 800_000
    assert [one.amount for one in found.instalments] == [300_000, 500_000]
    assert found.account == "6222021001116245702"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"payer": None}, "payer"),
        ({"payee": None}, "payee"),
        ({"payee": "firm"}, "payee"),
        ({"payer": "somebody"}, "payer"),
        ({"account": None}, "account.number"),
        ({"account": {**GOOD["account"], "number": "12"}}, "account.number"),
        ({"method": "barter"}, "method"),
        ({"total": "0.00"}, "total"),
        ({"total": "8000.01"}, "instalments"),
        ({"instalments": []}, "instalments"),
        ({"instalments": list(reversed(GOOD["instalments"]))}, "instalments"),
        ({"instalments": [{"due_on": "2026-11-21", "amount": "8000.00"}]}, "instalments[0].due_on"),
        ({"instalments": [{"due_on": "2026-11-30"}]}, "instalments[0].amount"),
        ({"instalments": [{"due_on": "2026-11-30", "amount": "0.00"}]}, "instalments[0].amount"),
        ({"default_clause": ""}, "default_clause"),
        ({"facts": None}, "facts"),
        ({"mediator": " "}, "mediator"),
        ({"claims": {"c1": "settled"}}, "claims[c2]"),
        ({"claims": {"c1": "maybe", "c2": "reserved"}}, "claims[c1]"),
        ({"claims": {"c1": "reserved", "c2": "reserved"}}, "claims"),
        ({"claims": {**GOOD["claims"], "c3": "settled"}}, "claims.c3"),
        ({"bonus": "1"}, "bonus"),
        ({"total": None, "instalments": []}, "total"),
    ],
)
def test_unclear_terms_are_refused_by_field(changes: dict[str, Any], field: str) -> None:
    assert field in faults(**changes)


def test_an_agreement_without_money_must_say_what_is_agreed() -> None:
    found = read(total=None, instalments=[], payer=None, payee=None, account=None, other_terms="公司于三日内出具离职证明。")

    assert (found.total, found.instalments) == (None, ())


GROUP = Scene(claims=("c1",), parties=("worker", "firm"), workers=3, applicants=1, today=date(2026, 11, 22))
SHARES = [{"name": "甲", "amount": "3000.00"}, {"name": "乙", "amount": "3000.00"}, {"name": "丙", "amount": "2000.00"}]


def test_a_group_is_settled_only_with_every_worker_named() -> None:
    assert len(read(GROUP, claims={"c1": "settled"}, group=SHARES).group) == 3
    assert "group" in faults(GROUP, claims={"c1": "settled"}, group=SHARES[:2])
    assert "group" in faults(GROUP, claims={"c1": "settled"})


def test_one_who_refused_is_left_out_though_a_namesake_takes_part_and_a_bare_name_of_two_is_asked_about() -> None:
    scene = replace(GROUP, out={"w3": "甲（3号）"}, listed={"甲": (1, 3), "乙": (2,)})
    two = [{"name": "甲", "amount": "5000.00", "worker": "w1", "nth": "1"}, {"name": "乙", "amount": "3000.00", "worker": "w2"}]

    assert [one.worker for one in read(scene, claims={"c1": "settled"}, group=two).group] == ["w1", "w2"]
    assert "group" in faults(scene, claims={"c1": "settled"}, group=[{**two[0], "worker": "w3"}, two[1]])
    assert "group[0].name" in faults(scene, claims={"c1": "settled"}, group=[{**two[0], "worker": None, "nth": None}, two[1]])
    assert "group[1].name" in faults(scene, claims={"c1": "settled"}, group=[two[0], {**two[1], "worker": None, "nth": "9"}])
    assert shares("甲（1号） 5000\n乙 3,000.00\n张三（第 12 号）\n8000") == [
        {"name": "甲", "nth": "1", "amount": "5000.00"}, {"name": "乙", "amount": "3000.00"}, {"name": "张三", "nth": "12", "amount": None},
        {"name": "8000", "amount": None},
    ]  # fmt: skip


def test_the_shares_of_a_group_add_up() -> None:
    shares = [*SHARES[:2], {"name": "丙", "amount": "2000.01"}]

    assert "group" in faults(GROUP, claims={"c1": "settled"}, group=shares)


def test_a_draft_is_kept_however_incomplete_but_not_however_long() -> None:
    kept = terms.loose({"total": "abc", "instalments": [{"due_on": "soon"}]}, Reader(now=NOW))

    assert (kept["total"], kept["instalments"]) == ("abc", [{"due_on": "soon", "amount": None}])
    with pytest.raises(Refused):
        terms.loose({"facts": "长" * 4001}, Reader(now=NOW))
    with pytest.raises(Refused):
        terms.loose({"wages": "x"}, Reader(now=NOW))


BOTH = {"c1": "settled", "c2": "settled"}


def agreed(claimed: dict[str, int | None], **changes: Any) -> dict[str, int]:
    """Return at how much each of two settled claims is agreed."""
    return dict(read(replace(SCENE, claimed=claimed), claims=BOTH, **changes).amounts)


def test_what_was_claimed_is_agreed_where_it_adds_up_and_nothing_else_is_said() -> None:
    assert dict(read().amounts) == {"c1": 800_000}
    assert agreed({"c1": 500_000, "c2": 300_000}) == {"c1": 500_000, "c2": 300_000}
    assert agreed({"c1": 900_000, "c2": None}) == {"c1": 800_000, "c2": 0}
    assert agreed({"c1": 1, "c2": 1}, amounts={"c1": "8000.00", "c2": "0.00"}) == {"c1": 800_000, "c2": 0}


@pytest.mark.parametrize(
    ("amounts", "field"),
    [
        ({}, "amounts"), ({"c1": "7999.99", "c2": "0.00"}, "amounts"), ({"c1": "8000.00"}, "amounts[c2]"),
        ({"c1": "-1", "c2": "8001.00"}, "amounts[c1]"), ({"c1": "8000.00", "c9": "0.00"}, "amounts.c9"),
    ],
)  # fmt: skip
def test_amounts_that_do_not_make_up_the_total_are_refused(amounts: dict[str, str], field: str) -> None:
    scene = replace(SCENE, claimed={"c1": 900_000, "c2": 100_000})

    assert field in faults(scene, claims=BOTH, amounts=amounts)


def test_forbidden_contents_are_refused_in_their_field_but_not_asked_of_what_was_issued() -> None:
    waiver = {"other_terms": "申请人自愿放弃补缴社会保险。"}

    assert faults(**waiver) == ["other_terms"]
    assert read(replace(SCENE, issued=True), **waiver).other_terms == waiver["other_terms"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("method_note", "不缴社保，现金发放"), ("payee_why", "全体同意社保不再补缴"),
        ("facts", "拖欠工资两个月。双方一致同意社保不再补缴。"),
    ],
)
def test_no_other_field_is_a_way_round(name: str, text: str) -> None:
    assert faults(**{name: text, **({"method": "other"} if name == "method_note" else {})}) == [name]


def test_a_payment_with_a_faulty_day_is_not_said_to_be_missing() -> None:
    given = [{"due_on": "2020-01-01", "amount": "4000.00"}, {"due_on": "2026-12-30", "amount": "4000.00"}]
    assert faults(instalments=given) == ["instalments[0].due_on"]


def test_of_several_applicants_each_amount_is_said_or_none_and_they_add_up() -> None:
    scene = replace(SCENE, several=("p1", "p3"))

    assert read(scene, each={"p1": "5000.00", "p3": "3000.00"}).each == {"p1": 500_000, "p3": 300_000}
    assert read(scene).each == {}
    assert faults(scene, each={"p1": "5000.00"}) == ["each[p3]"]
    assert faults(scene, each={"p1": "5000.00", "p3": "2000.00"}) == ["each"]
    assert faults(each={"p1": "8000.00"}) == ["each.p1"]


def test_another_way_to_pay_is_said_in_words_unless_it_was_issued_without() -> None:
    assert faults(method="other") == ["method_note"]
    assert read(method="other", method_note="微信转账").method_note == "微信转账"
    assert read(replace(SCENE, issued=True), method="other").method_note is None
    assert read(method="cash").method_note is None


def test_a_group_is_paid_by_its_list_or_one_for_all_with_a_reason() -> None:
    each = read(GROUP, claims={"c1": "settled"}, group=SHARES, pay_to="listed")
    assert (each.payee, each.holder, each.account) == (None, None, None)
    assert faults(GROUP, claims={"c1": "settled"}, group=SHARES, pay_to="party") == ["payee_why"]
    assert faults(GROUP, claims={"c1": "settled"}, group=SHARES, pay_to="party", payee=None) == ["payee", "payee_why"]
    one = read(GROUP, claims={"c1": "settled"}, group=SHARES, pay_to="party", payee_why="全体书面授权其代收")
    assert (one.payee, one.account) == ("worker", "6222021001116245702")
    assert read(pay_to="listed").payee == "worker"  # who is alone has no list
    assert faults(GROUP, claims={"c1": "settled"}, group=SHARES, pay_to="all") == ["pay_to"]
