"""The canonical form: one record, one run of bytes."""

from __future__ import annotations

import pytest

from mediation.press.canonical import canonical, cleaned, digest


def test_the_order_of_keys_makes_no_difference() -> None:
    assert canonical({"b": 1, "a": {"d": None, "c": "张\n"}}) == '{"a":{"c":"张\\n","d":null},"b":1}'.encode()
    assert digest(canonical({"a": 1, "b": 2})) == digest(canonical({"b": 2, "a": 1}))


def test_a_float_has_no_place_in_a_record() -> None:
    with pytest.raises(TypeError):
        canonical({"payments": [{"amount": 1.5}]})


def test_line_ends_become_one_kind_and_wide_spaces_stay() -> None:
    assert cleaned({"a": ["甲\r\n乙\u2028丙\u3000丁\u00a0戊\x07"]}) == {"a": ["甲\n乙\n丙\u3000丁 戊"]}
