from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediation.domain import rulefile
from mediation.domain.faults import RuleFault
from mediation.domain.rulefile import documents, listed


def read(text: str | bytes) -> list:
    content = text.encode() if isinstance(text, str) else text
    return [one.value for one in documents("rules/a.yaml", content)]


def test_plain_words_mean_what_they_look_like():
    text = "a: 12\nb: true\nc: 2026-11-22\nd: ~\ne: 十人\nf: '12'\ng: -3\noff: [x]\n2: z\n'3': w"

    assert read(text) == [
        {
            "a": 12,
            "b": True,
            "c": date(2026, 11, 22),
            "d": None,
            "e": "十人",
            "f": "12",
            "g": -3,
            "off": ["x"],
            2: "z",
            "3": "w",
        }
    ]


@pytest.mark.parametrize(
    "word", ["yes", "No", "ON", "off", "y", "TRUE", "1.5", "1e3", "12:30", "017", "0x10", "0o7", "1_000", ".inf", ".NaN",
             "+1", "2026-02-30", "2026-11-22T09:00:00", "1,000", "-017"]
)  # fmt: skip
def test_a_word_that_could_mean_two_things_is_refused_until_it_is_quoted(word):
    with pytest.raises(RuleFault, match="line 2"):
        read(f"a: 1\nb: {word}")

    assert read(f"b: '{word}'") == [{"b": word}]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: 1\na: 2", "duplicate_key"),
        ("a: {b: 1, b: 2}", "duplicate_key"),
        ("a: &x [1]\nb: *x", "yaml"),
        ("a: !!python/object/apply:os.system [id]", "yaml"),
        ("!foo\na: 1", "yaml"),
        ("%YAML 1.1\n---\na: no", "yaml"),
        ("<<: {a: 1}", "yaml"),
        ("? [a]\n: 1", "yaml"),
        ("a: [1, 2", "yaml"),
        ("a: b: c", "yaml"),
        ("\ta: 1", "yaml"),
        ("[" * 25 + "]" * 25, "too_deep"),
        ("{a: " * 30 + "1" + "}" * 30, "too_deep"),
        ("a: " + "[" * 200_000, "too_deep"),
        ("[" + "1," * 70_000 + "]", "too_large"),
    ],
)
def test_whatever_is_not_plain_data_is_refused(text, code):
    with pytest.raises(RuleFault) as refused:
        read(text)

    assert refused.value.code == code
    assert str(refused.value).startswith("rules/a.yaml: ")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a: \x00", "a: \ud800".encode("utf-8", "surrogatepass")])
def test_bytes_that_are_no_text_are_refused(content):
    with pytest.raises(RuleFault):
        read(content)


def test_an_anchor_bomb_is_refused_at_once():
    bomb = "a: &a [x,x]\n" + "\n".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)},*{chr(97 + n)}]" for n in range(20)
    )

    with pytest.raises(RuleFault, match="anchors"):
        read(bomb)


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="ab:-[]{},&*!%?|>'\"# \n\t012.~—十", max_size=60))
def test_any_text_is_read_or_refused_as_a_rule_fault(text):
    with suppress(RuleFault):
        assert all(isinstance(one, str | int | bool | date | list | dict) for one in read(text))


def test_a_document_knows_its_lines():
    first, second = documents("rules/a.yaml", b"a: 1\nb:\n  - c: 2\n---\nd: 3\n")

    assert first.lines[("b", 0, "c")] == 3
    assert second.lines[("d",)] == 5


def test_files_come_sorted_and_the_readme_is_passed_over(tmp_path):
    made = tmp_path / "rules"
    (made / "z").mkdir(parents=True)
    for name in ("z/a.yaml", "b.yaml", "README.md", ".b.yaml.swp", "b.yaml~"):
        (made / name).write_text("a: 1")

    assert list(listed(made)) == ["rules/b.yaml", "rules/z/a.yaml"]


def test_a_link_a_large_file_and_a_stray_file_are_refused(tmp_path):
    for code, spoil in (
        ("link", lambda made: (made / "b.yaml").symlink_to("/etc/hostname")),
        ("link", lambda made: (made / "b").symlink_to("/etc")),
        ("too_large", lambda made: (made / "b.yaml").write_bytes(b"#" * (rulefile.MOST_BYTES + 1))),
        ("file_type", lambda made: (made / "b.yml").write_text("a: 1")),
    ):
        made = tmp_path / code / str(len(list(tmp_path.iterdir()))) / "rules"
        made.mkdir(parents=True)
        spoil(made)

        with pytest.raises(RuleFault) as refused:
            listed(made)

        assert refused.value.code == code


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(RuleFault, match="no such folder"):
        listed(tmp_path / "nothing")
