import pytest

from mediation.config import Settings
from mediation.office import passwords


@pytest.mark.parametrize(
    "weak",
    [
        "", "short", "elevenchars", "x" * 129, "aaaaaaaaaaaaaaaa", "121212121212", "password2026", "P@ssw0rd1234!",
        "Password123456", "qwertyuiop123", "1qaz2wsx3edc4rfv", "abcdefghijkl", "zhangwei1985zhangwei",
        "tiaojie-2026-gonghui", "mediation123456", "iloveyou-iloveyou", "zhangsan12345", "shanghai20262026",
        "with\x00nul-byte-inside", "line\nbreak-in-here",
    ],
)  # fmt: skip
def test_a_weak_password_is_refused(weak: str) -> None:
    assert len(passwords.weak(weak, name="zhangsan")) == 1


@pytest.mark.parametrize(
    "good",
    [
        "mulberry-lantern-29-canal",
        "correct horse battery staple",
        "王伟的妈妈住在河边老房子里",
        "x7#Kq!vR2@pLm9",
        "a" + "bcd!ef 1" * 15,
    ],
)
def test_a_long_uncommon_password_is_taken(good: str) -> None:
    assert passwords.weak(good, name="zhangsan") == []


def test_generated_passwords_are_good_and_differ() -> None:
    made = {passwords.generate() for _ in range(50)}

    assert len(made) == 50
    assert all(passwords.weak(one) == [] for one in made)


def test_a_hash_knows_its_password_however_it_was_composed(sqlite_settings: Settings) -> None:
    stored = passwords.hash_password("caf\u00e9-mulberry-29")

    assert stored.startswith("$argon2id$")
    assert passwords.matches(stored, "cafe\u0301-mulberry-29")
    assert not passwords.matches(stored, "cafe-mulberry-29")
    assert not passwords.matches(stored, "caf\u00e9-mulberry-29 ")


def test_strange_input_is_only_wrong(sqlite_settings: Settings) -> None:
    stored = passwords.hash_password("mulberry-lantern-29-canal")

    for strange in ("", "\x00", "\ud800", "x" * 1_000_000, "mulberry-lantern-29-canal\x00"):
        assert not passwords.matches(stored, strange)
    assert not passwords.matches("not a hash", "mulberry-lantern-29-canal")


def test_a_hash_of_another_cost_is_outdated(sqlite_settings: Settings) -> None:
    stored = passwords.hash_password("mulberry-lantern-29-canal")

    assert not passwords.outdated(stored)
    assert passwords.outdated(stored.replace("m=64", "m=32"))


def test_the_list_of_common_passwords_is_clean_and_long() -> None:
    listed = passwords._common()

    assert len(listed) > 1500
    assert all(word == word.casefold() and word.isalnum() for word in listed)
