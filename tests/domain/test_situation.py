import re
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.situation import INT_BOUND, Situation, SituationFault, vocabulary
from mediation.domain.vocabulary import FIELDS, SUBJECTS


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"worker": 3}, "case.worker: 3: no such field — did you mean 'workers'?"),
        ({"workers": True}, "case.workers: True: is not a whole number"),
        ({"workers": 3.0}, "case.workers: 3.0: is not a whole number"),
        ({"workers": "3"}, "case.workers: '3': is not a whole number"),
        ({"amount_claimed": INT_BOUND + 1}, "case.amount_claimed: 9007199254740993: is out of bounds"),
        ({"amount_claimed": -INT_BOUND - 1}, "is out of bounds"),
        ({"threat": 1}, "case.threat: 1: is not a yes/no value"),
        ({"received_on": datetime(2026, 1, 1)}, "is not a day"),
        ({"received_on": "2026-01-01"}, "is not a day"),
        ({"violence": "assualt"}, "did you mean 'assault'?"),
        ({"violence": "\ud800\x00"}, "is not one of the values"),
        ({"claims.overtime": None}, "case.claims.overtime: None: is always known"),
    ],
)
def test_a_fact_that_rules_cannot_read_is_refused_by_name(facts, told):
    with pytest.raises(SituationFault) as refused:
        Situation("case", facts)

    assert told in str(refused.value)


def test_an_unknown_subject_is_refused():
    with pytest.raises(SituationFault, match="did you mean 'claim'"):
        Situation("claims")


def test_what_is_left_out_is_not_known_but_claims_and_flags_are_no():
    situation = Situation("case", {"workers": 2, "threat": None})

    assert (situation["workers"], situation["threat"], situation["youngest_age"]) == (2, None, None)
    assert (situation["claims.overtime"], situation["flags.group"], situation["may_lead.any"]) == (False, False, False)


def test_more_facts_make_a_new_situation():
    before = Situation("case", {"workers": 2})

    after = before.plus({"flags.group": True})

    assert after["flags.group"] is True
    assert before["flags.group"] is False
    assert after.known() == {"workers": 2, "flags.group": True}


@given(
    st.sampled_from(sorted(FIELDS)),
    st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.binary()),
)
def test_any_value_is_taken_as_it_is_or_refused_with_its_field(key, value):
    subject, name = key
    fits = type(value) is {"bool": bool, "int": int, "day": date, "enum": str}[FIELDS[key].type]
    fits = fits and (value in FIELDS[key].values or FIELDS[key].type != "enum")
    fits = fits and (FIELDS[key].type != "int" or abs(value) <= INT_BOUND)

    if fits:
        assert Situation(subject, {name: value})[name] == value
    else:
        with pytest.raises(SituationFault, match=re.escape(f"{subject}.{name}: ")):
            Situation(subject, {name: value})


def test_the_vocabulary_tells_every_field_in_both_languages():
    rows = vocabulary()

    assert {row["subject"] for row in rows} == set(SUBJECTS)
    assert all(row["meaning"]["zh"] and row["meaning"]["en"] for row in rows)
    assert all(row["values"] for row in rows if row["type"] == "enum")
    assert {row["name"] for row in rows if row["inferred"]} >= {"may_lead.any", "flags.group", "women_matter"}
    assert len({row["meaning"]["zh"] for row in rows if row["subject"] == "case"}) == sum(
        r["subject"] == "case" for r in rows
    )
