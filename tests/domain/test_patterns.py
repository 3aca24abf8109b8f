import pytest

from mediation.domain.conditions import Group, Test
from mediation.domain.patterns import MOST_GROUPS, TooComplex, columns, fact, mangled, patterns
from mediation.domain.situation import Situation
from mediation.domain.vocabulary import FIELDS


def groups(pattern) -> int:
    """Count the $and and $or below a pattern's own."""
    inner = [one for key in ("$and", "$or") for one in pattern.get(key, [])]
    return sum((("$and" in one) or ("$or" in one)) + groups(one) for one in inner)


def test_every_pattern_demands_the_subject_first():
    assert patterns("case", Test("threat", "is", True)) == ({"$and": [{"kind": "case"}, {"f_threat": 1}]},)
    assert patterns("case", Group("all_of", ())) == ({"kind": "case"},)


def test_a_number_is_only_compared_where_it_is_known():
    [pattern] = patterns("case", Test("workers", "at_least", 10))

    assert pattern == {"$and": [{"kind": "case"}, {"f_workers__known": 1}, {"$gte": {"f_workers": 10}}]}


def test_negation_is_pushed_down_to_the_tests():
    inner = Group("any_of", (Test("threat", "is", True), Test("workers", "less_than", 3)))

    [pattern] = patterns("case", Group("none_of", (inner,)))

    assert pattern == {"$and": [
        {"kind": "case"}, {"$neq": {"f_threat": 1}},
        {"$or": [{"f_workers__known": 0}, {"$gte": {"f_workers": 3}}]},
    ]}  # fmt: skip


def test_a_condition_with_many_groups_becomes_several_patterns_none_of_them_too_large():
    pairs = tuple(
        Group("any_of", (Test("workers", "at_least", n), Test("claim_kinds", "at_most", n))) for n in range(20)
    )
    whole = Group("any_of", tuple(Group("all_of", pairs[n : n + 4]) for n in range(0, 20, 4)))

    found = patterns("case", whole)

    assert len(found) > 1
    assert max(map(groups, found)) <= MOST_GROUPS + 1


def test_a_condition_of_too_many_alternatives_is_refused():
    pairs = [Group("any_of", tuple(Group("all_of", (Test("workers", "is", n * 9 + i), Test("claim_kinds", "is", i)))
                                   for i in range(9))) for n in range(5)]  # fmt: skip

    with pytest.raises(TooComplex):
        patterns("case", Group("all_of", tuple(pairs)))


def test_what_is_not_known_travels_as_a_value_no_test_can_want():
    wanted = columns("case", ["threat", "violence", "workers"])

    assert fact(Situation("case"), wanted) == {
        "kind": "case", "f_threat": -1, "f_violence": "", "f_workers__known": 0, "f_workers": 0
    }  # fmt: skip


def test_no_two_fields_travel_under_one_name():
    for subject in {key[0] for key in FIELDS}:
        names = [one for column in columns(subject, [name for about, name in FIELDS if about == subject])
                 for one in (column.key, column.known) if one]  # fmt: skip

        assert len(set(names)) == len(names)
        assert not {"id", "sid", "kind"} & {mangled(name) for name in names}
