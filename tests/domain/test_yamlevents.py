"""The C parser of rule files says "good" only where the careful one does, and then reads the same."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml.error import YAMLError

from mediation.domain import rulefile, yamlevents
from mediation.domain.faults import RuleFault
from tests.checkout import ROOT

FILES = sorted((ROOT / "rules").rglob("*.yaml"))
FRAGMENTS = (
    "- ", ": ", "? ", "\n", "\n  ", "\n    ", "\n- ", "a", "b: ", "[", "]", "{", "}", ", ", ",", ">-\n  ", "k: >-\n    a\n    b\n",
    "# x", "'", '"', "''", "\\n", "\\u5341", "\\x41", "\\/", "--- ", "---\n", "\n...\n", "%YAML 1.1\n", "%TAG ! x\n", "!!str ",
    "!a ", "&a ", "*a", "1", "-1", "~", "null", "true", "2026-01-01", "2026-02-30", "十人", "…", " ", "\n\n", "-", ":", "a:b",
    "#", "a#b", "@", "`", "=", "<<", "\\", "\t", "\r\n", "|\n ", "\x85", "\u2028", "\ufeff", "\xa0", "\x00", "😀", "12:30", "a: 1\n",
)  # fmt: skip


def typed(value: Any) -> Any:
    """Return the value with the type of everything in it, so that 1 and true differ."""
    if isinstance(value, dict):
        return {(type(key), key): typed(one) for key, one in value.items()}
    return [typed(one) for one in value] if isinstance(value, list) else (type(value), value)


def told(found: list[rulefile.Document]) -> list[tuple[Any, Any]]:
    return [(typed(one.value), one.lines) for one in found]


def carefully(text: str) -> list[rulefile.Document]:
    return list(rulefile._Builder("rules/a.yaml").documents(yamlevents.careful(text)))


def quickly(text: str) -> list[rulefile.Document]:
    return list(rulefile._Builder("rules/a.yaml").documents(yamlevents.quick(text)))


def agree(text: str) -> bool:
    """Say whether the text is found good, and hold what was read against the careful reading."""
    found = rulefile._found_good("rules/a.yaml", text)
    if found is not None:
        assert told(found) == told(carefully(text)), text
    return found is not None


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.name)
def test_every_rule_file_is_found_good_and_read_the_same(file: Path):
    assert agree(file.read_text("utf-8"))


@settings(deadline=None, max_examples=600)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=20).map("".join) | st.text(max_size=12))
def test_whatever_is_found_good_is_read_the_same(text: str):
    agree(text)


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_a_spoiled_rule_file_is_read_the_same(data: st.DataObject):
    text = data.draw(st.sampled_from(FILES)).read_text("utf-8")
    start = text.rfind("\n", 0, data.draw(st.integers(0, len(text) - 1))) + 1
    text = text[start : start + data.draw(st.integers(20, 400))]
    for _ in range(data.draw(st.integers(0, 3))):
        spot = data.draw(st.integers(0, len(text)))
        text = text[:spot] + data.draw(st.sampled_from(("", *FRAGMENTS))) + text[spot + data.draw(st.integers(0, 2)) :]
    agree(text)


@pytest.mark.parametrize(
    "text", ["2\t", "|\t", "\x85b", "\u2028a", "a:\n\ufeffb", ">-\n# x", "|\n \n    a", "a\n...\n..."]
)
def test_what_the_two_read_differently_is_read_carefully(text: str):
    """Without the guard the C parser's reading would stand, and it is another one."""
    try:
        careful = told(carefully(text))
    except (YAMLError, RuleFault):
        careful = None

    assert told(quickly(text)) != careful
    assert rulefile._found_good("rules/a.yaml", text) is None


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("a: 1\nb: &x 1", "anchors and aliases (& *) are not allowed", 2),
        ("a: *x", "anchors and aliases (& *) are not allowed", 1),
        ("a:\n  !!str b", "tags (!) are not allowed", 2),
        ("%YAML 1.1\n---\na: no", "YAML directives (%) are not allowed", 2),
        ("a: 1\n\na: 2", "key 'a' stands here twice", 3),
        ("a:\n  - yes", "'yes' may be read as yes/no: write true or false, or quote it", 2),
        ("a: " + "[" * 30, "nested more than 24 deep", 1),
        ("a: [1, 2\nb: 3", "not valid YAML: expected ',' or ']', but got ':'", 2),
        ("十: b: c", "not valid YAML: mapping values are not allowed here", 1),
        ("a: >-\n b\nc", "not valid YAML: could not find expected ':'", 3),
    ],
)
def test_a_refusal_is_worded_by_the_careful_reading(text: str, reason: str, line: int):
    with pytest.raises(RuleFault) as refused:
        list(rulefile.documents("rules/a.yaml", text.encode()))

    assert (refused.value.reason, refused.value.line) == (reason, line)
