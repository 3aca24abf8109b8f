"""An agenda from disputes, and the alarm at the tenth similar case: counted again here, head by head."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.lawbook import ParameterGap
from mediation.domain.talks.agenda import Agenda, Alarm, Claimed, Dispute, Reason, Weight, alarms, demanded, draft
from mediation.domain.vocabulary import CLAIM_KINDS
from tests.domain.rulefolder import fault
from tests.domain.talks.terms import book, library
from tests.domain.talks.test_clauses import CLAUSE, library_folder

ON = date(2026, 11, 22)


def dispute(number: int, *kinds: str, workers: int = 1, amount: int | None = 100_000, on: date = ON) -> Dispute:
    claims = tuple(Claimed(kind, amount) for kind in kinds)
    return Dispute(f"闵-{number}", on, claims, workers, frozenset([f"p{number}"]), firm="某厂", site="园区")


CLUSTER = [
    dispute(1, "overtime", "annual_leave"),
    dispute(2, "overtime", amount=None),
    dispute(3, "overtime", workers=12, amount=5_000_000),
    dispute(4, "unpaid_wages"),
    replace(dispute(5, "unpaid_wages"), people=frozenset(["p4"])),
    dispute(6, "confirm_relation", amount=None),
]


def told(agenda: Agenda) -> list[tuple[str, int, int, int, int]]:
    weights = [(one.clause, one.weight) for one in agenda.proposed]
    return [(clause, len(one.cases), one.workers, one.amount, one.unpriced) for clause, one in weights]


def test_a_layoff_calls_for_job_security_a_hazard_for_safety_a_stoppage_for_its_dispute():
    proposed = [one.clause for one in draft(CLUSTER, library(), "shanghai").proposed]

    assert demanded(["layoff", "hazard"], proposed, library()) == {"job_security": "layoff", "safety": "hazard"}
    assert demanded(["stoppage"], proposed, library()) == {"hours": "stoppage"}
    assert demanded(["stoppage"], [], library()) == {"other": "stoppage"}
    assert demanded([], proposed, library()) == {}


def test_disputes_become_clauses_with_their_reasons():
    found = draft(CLUSTER, library(), "shanghai")

    assert told(found) == [
        ("hours", 3, 14, 5_200_000, 1),
        ("overtime_base", 3, 14, 5_100_000, 1),
        ("overtime_pay", 3, 14, 5_100_000, 1),
        ("payment_method", 2, 1, 200_000, 0),
        ("liability", 2, 1, 200_000, 0),
    ]
    assert found.proposed[0].weight.cases == ("闵-1", "闵-2", "闵-3")
    assert found.proposed[0].kinds == {
        "overtime": Weight(("闵-1", "闵-2", "闵-3"), 14, 5_100_000, 1),
        "annual_leave": Weight(("闵-1",), 1, 100_000, 0),
    }
    assert found.proposed[0].text() == (
        "3 件争议、14 人、请求金额合计 52000.00 元（另有 1 项请求未填金额）：加班工资 3 件、未休年休假工资 1 件"
    )
    assert found.proposed[3].text() == "2 件争议、1 人、请求金额合计 2000.00 元：拖欠工资 2 件"


def test_what_no_clause_settles_is_told_and_what_the_law_names_is_added():
    found = draft(CLUSTER, library(), "shanghai")

    assert [(one.clause, one.kinds) for one in found.left] == [
        ("", {"confirm_relation": Weight(("闵-6",), 1, 0, 1)}),
    ]
    besides = {one.clause for one in found.besides}
    assert besides >= {"term", "wage_level", "sick_leave_pay"}
    assert not besides & {one.clause for one in found.proposed}
    assert found.clauses[:2] == ("hours", "overtime_base")
    assert len(set(found.clauses)) == len(found.clauses)
    assert "sick_leave_pay" not in draft(CLUSTER, library(), "national").clauses
    assert draft([], library(), "shanghai").proposed == ()


def test_a_reason_is_kept_and_read_back():
    for one in draft(CLUSTER, library(), "shanghai").proposed:
        assert Reason.read(one.stored()) == one


def test_the_falling_orders_ask_for_job_security():
    cluster = [dispute(n, kind) for n, kind in enumerate(("severance", "dismissal_damages", "notice_pay"))]

    assert [one.clause for one in draft(cluster, library(), "shanghai").proposed] == ["job_security"]


def raised(cluster: list[Dispute], on: date = ON) -> tuple[Alarm, ...]:
    return alarms(cluster, library(), book().parameters, on=on)


@pytest.mark.parametrize(("count", "told"), [(9, []), (10, ["firm", "site"]), (11, ["firm", "site"])])
def test_the_tenth_similar_case_calls_for_talks(count: int, told: list[str]):
    found = raised([dispute(n, "overtime") for n in range(count)])

    assert [one.where for one in found] == told
    for one in found:
        assert {reason.clause for reason in one.reasons} == {"hours", "overtime_base", "overtime_pay"}
        assert (one.least, one.days, one.law) == (10, 365, ("station",))
        assert f"已达 {count} 件（满 10 件即提示）" in one.text()


def test_similar_is_what_one_clause_settles_and_nothing_wider():
    endings = [dispute(n, kind) for n, kind in enumerate(["severance", "notice_pay"] * 5)]
    assert [one.reasons[0].clause for one in raised(endings)] == ["job_security", "job_security"]
    assert raised([dispute(n, kind) for n, kind in enumerate(["double_wage", "deposit_refund"] * 5)]) == ()
    assert [one.reasons[0].clause for one in raised([dispute(n, "deposit_refund") for n in range(10)])] == ["other"] * 2
    assert [one.reasons[0].clause for one in raised([dispute(n, "confirm_relation") for n in range(10)])] == [""] * 2
    assert raised([dispute(n, "severance") for n in range(9)] + [dispute(9, "overtime")]) == ()


def test_cases_gather_at_one_firm_or_at_one_site():
    split = [replace(dispute(n, "overtime"), firm="甲" if n % 2 else "乙") for n in range(10)]
    assert [(one.where, one.key) for one in raised(split)] == [("site", "园区")]
    apart = [replace(dispute(n, "overtime"), site="") for n in range(10)]
    assert [(one.where, one.key) for one in raised(apart)] == [("firm", "某厂")]


@pytest.mark.parametrize(("days", "told"), [(0, True), (364, True), (365, False), (-1, False)])
def test_a_case_counts_for_the_stations_number_of_days(days: int, told: bool):
    cluster = [dispute(n, "overtime") for n in range(9)] + [dispute(9, "overtime", on=ON - timedelta(days=days))]

    assert bool(raised(cluster)) is told


def test_a_number_the_station_never_set_is_not_guessed():
    with pytest.raises(ParameterGap):
        raised([], on=date(2008, 4, 30))


KINDS = st.lists(st.sampled_from(sorted(CLAIM_KINDS)), min_size=1, max_size=3)
CASES = st.lists(st.tuples(KINDS, st.integers(1, 4), st.sets(st.sampled_from("abc")), st.none() | st.integers(0, 9)))


@given(CASES)
def test_every_figure_agrees_with_counting_head_by_head(drawn: list):
    cluster = [
        Dispute(str(n), ON, tuple(Claimed(kind, amount) for kind in kinds), workers, frozenset(people))
        for n, (kinds, workers, people, amount) in enumerate(drawn)
    ]
    agenda = draft(cluster, library(), "shanghai")

    for reason in (*agenda.proposed, *agenda.left):
        wanted = set(library()[reason.clause].disputes) if reason.clause else set(reason.kinds)
        cases, heads, amount, unpriced = [], [], 0, 0
        for n, (kinds, workers, people, sum_asked) in enumerate(drawn):
            hits = [kind for kind in kinds if kind in wanted]
            if not hits:
                continue
            cases.append(str(n))
            heads += sorted(people) + [f"{n}-{k}" for k in range(workers - len(people))]
            amount += (sum_asked or 0) * len(hits)
            unpriced += len(hits) if sum_asked is None else 0
        assert reason.weight == Weight(tuple(cases), len(set(heads)), amount, unpriced)
    told = {kind for reason in (*agenda.proposed, *agenda.left) for kind in reason.kinds}
    assert told == {kind for kinds, *_ in drawn for kind in kinds}
    sizes = [len(one.weight.cases) for one in agenda.proposed]
    assert sizes == sorted(sizes, reverse=True)


def test_an_unknown_kind_of_dispute_is_refused(tmp_path):
    found = fault(library_folder(tmp_path, CLAUSE.replace("topic: pay", "topic: pay\n  disputes: [overtme]")))

    assert (found.file, found.rule) == ("rules/talks/clauses.yaml", "cut")
    assert "disputes: no 'overtme' — did you mean 'overtime'?" in found.reason
