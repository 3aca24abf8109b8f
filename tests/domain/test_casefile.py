"""Case files: what is taken, what is refused, with field, value and what is allowed."""

from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain import casefile
from mediation.domain.refusals import Refused

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
PLAIN: dict[str, Any] = {
    "station": "CH",
    "received_at": "2026-11-16T09:20:00+08:00",
    "summary": "拖欠工资",
    "applicants": [{"name": "张玥"}],
    "respondents": [{"name": "某公司"}],
    "claims": [{"kind": "unpaid_wages", "amount": "8000.00"}],
}


def read(**changes: Any) -> casefile.CaseFile:
    return casefile.read({**deepcopy(PLAIN), **changes}, now=NOW)


def problems(**changes: Any) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        read(**changes)
    return {one.field: one.value for one in refused.value.problems}


def test_the_smallest_case_file_is_enough() -> None:
    found = read()

    assert (found.workers, found.channel, found.employment.relation) == (1, "walk_in", "unknown")
    assert found.claims[0].amount == 800_000
    assert found.risk.threat is None


@pytest.mark.parametrize("missing", ["station", "received_at", "summary", "applicants", "respondents", "claims"])
def test_each_required_field_is_asked_for_by_name(missing: str) -> None:
    assert missing in problems(**{missing: None})


@pytest.mark.parametrize("key", ["workers", "employment", "risk", "willing", "channel"])
def test_null_means_not_known(key: str) -> None:
    assert read(**{key: None}) == read()


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"wokers": 3}, "wokers", "3"),
        ({"workers": 0}, "workers", "0"),
        ({"workers": True}, "workers", "True"),
        ({"workers": 3.0}, "workers", "3.0"),
        ({"channel": "fax"}, "channel", "fax"),
        ({"received_at": "2026-11-23T09:20:00+08:00"}, "received_at", "2026-11-23T09:20:00+08:00"),
        ({"received_at": "2026-11-16T09:20:00"}, "received_at", "2026-11-16T09:20:00"),
        ({"received_at": "2026-11-16"}, "received_at", "2026-11-16"),
        ({"claims": [{"kind": "wages"}]}, "claims[0].kind", "wages"),
        ({"claims": [{"kind": ["overtime"]}]}, "claims[0].kind", "['overtime']"),
        ({"claims": [{"kind": "overtime", "amount": 8000}]}, "claims[0].amount", "8000"),
        ({"claims": [{"kind": "overtime", "amount": "-1.00"}]}, "claims[0].amount", "-1.00"),
        ({"claims": [{"kind": "overtime", "known_on": "2026-11-23"}]}, "claims[0].known_on", "2026-11-23"),
        ({"claims": [{"kind": "overtime", "known_on": "2026-02-30"}]}, "claims[0].known_on", "2026-02-30"),
        ({"claims": []}, "claims", "[]"),
        ({"claims": "overtime"}, "claims", "overtime"),
        ({"employment": {"hired_on": "2026-05-02", "ended_on": "2026-05-01"}}, "employment.ended_on", "2026-05-01"),
        ({"risk": {"violence": True}}, "risk.violence", "True"),
        ({"risk": {"threat": "yes"}}, "risk.threat", "yes"),
        ({"risk": []}, "risk", "[]"),
        ({"applicants": [{"name": "甲" * 300}]}, "applicants[0].name", "甲" * 60 + "…"),
        ({"applicants": [{"name": "张\x00三"}]}, "applicants[0].name", "张\x00三"),
        ({"applicants": [{"name": "张\u202e三"}]}, "applicants[0].name", "张\u202e三"),
        ({"applicants": [{"name": "  "}]}, "applicants[0].name", "  "),
        (
            {"applicants": [{"name": "张三", "id_number": "110105194912310021"}]},
            "applicants[0].id_number",
            "110105194912310021",
        ),
        ({"applicants": [{"name": "张三", "phone": "call me"}]}, "applicants[0].phone", "call me"),
        (
            {"respondents": [{"name": "某", "credit_code": "91350100M000100Y44"}]},
            "respondents[0].credit_code",
            "91350100M000100Y44",
        ),
        ({"respondents": [{"kind": "union", "name": "某"}]}, "respondents[0].kind", "union"),
        ({"applicants": [{"kind": "union", "name": "某", "born": "2000-01-01"}]}, "applicants[0].born", "2000-01-01"),
    ],
)
def test_bad_input_is_refused_with_field_and_value(changes: dict[str, Any], field: str, value: str) -> None:
    assert problems(**changes).get(field) == value


def test_a_lone_surrogate_is_refused_without_a_crash() -> None:
    assert list(problems(summary="\ud800")) == ["summary"]


def test_an_unknown_key_is_refused_with_the_nearest_known_one() -> None:
    with pytest.raises(Refused) as refused:
        read(wokers=3)

    assert "workers" in refused.value.problems[0].text()


def test_every_fault_is_told_at_once() -> None:
    found = problems(channel="fax", claims=[{"kind": "x"}, {"kind": "overtime", "amount": "?"}])

    assert list(found) == ["channel", "claims[0].kind", "claims[1].amount"]


def test_the_birthday_is_read_from_the_identity_number_and_must_agree_with_it() -> None:
    number = "11010519491231002X"

    assert read(applicants=[{"name": "张三", "id_number": number.lower()}]).applicants[0].born == date(1949, 12, 31)
    assert "applicants[0].born" in problems(applicants=[{"name": "张三", "id_number": number, "born": "1950-01-01"}])


@pytest.mark.parametrize("data", [None, [], "x", 3, {"station": {}}])
def test_something_else_than_a_case_file_is_refused(data: Any) -> None:
    with pytest.raises(Refused):
        casefile.read(data, now=NOW)


def outcome(**changes: Any) -> list[str]:
    """Read a case file, refused or not; return the fields of its faults."""
    try:
        read(**changes)
    except Refused as refused:
        return [problem.field for problem in refused.problems]
    return []


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted([*PLAIN, "workers", "employment", "risk", "willing", "channel"])), ANYTHING)
def test_whatever_stands_in_a_field_it_is_read_or_refused_never_crashed_on(field: str, value: Any) -> None:
    assert all(outcome(**{field: value}))


@given(ANYTHING)
def test_whatever_stands_in_a_claim_it_is_read_or_refused_never_crashed_on(value: Any) -> None:
    for key in ("kind", "amount", "known_on", "accident_on"):
        found = outcome(claims=[{"kind": "overtime", key: value}])
        assert all(field.startswith("claims[0]") for field in found)


@pytest.mark.parametrize("name", ["\u200b", "\u3000\u2060", "\u0301", "\u200d \u200c"])
def test_a_name_that_shows_nothing_is_no_name(name: str) -> None:
    assert list(problems(applicants=[{"name": name}])) == ["applicants[0].name"]


@pytest.mark.parametrize("name", ["\u0645\u06cc\u200c\u0646\u0627", "e\u0301", "𠮷"])
def test_marks_within_a_name_are_let_pass(name: str) -> None:
    assert read(applicants=[{"name": name}]).applicants[0].name


def test_a_line_separator_belongs_into_a_text_of_lines_only() -> None:
    assert list(problems(applicants=[{"name": "张\u2028玥"}])) == ["applicants[0].name"]
    assert read(summary="第一行\u2028第二行").summary
