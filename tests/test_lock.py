"""The lock files hold what pyproject.toml asks for, hashed, and no addresses."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.checkout import ROOT

LOCKS = ("requirements.lock", "tests/requirements.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def locked(name: str) -> dict[str, str]:
    """Return the locked version of every package in the lock file."""
    text = (ROOT / name).read_text()
    return {canonicalize_name(found[1]): found[2] for found in re.finditer(r"(?m)^([\w.\-]+)==([^\s;]+)", text)}


def unmet(wanted: list[str], versions: dict[str, str]) -> list[str]:
    """Return the requirements that no locked version meets."""
    found = []
    for text in wanted:
        asked = Requirement(text)
        version = versions.get(canonicalize_name(asked.name))
        if version is None or not asked.specifier.contains(version, prereleases=True):
            found.append(f"{text}: locked {version}")
    return found


def test_the_lock_meets_every_requirement_of_the_program():
    assert unmet(PROJECT["project"]["dependencies"], locked("requirements.lock")) == []


def test_the_lock_of_the_tests_meets_every_requirement_of_program_and_tests():
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["test"]]

    assert unmet(wanted, locked("tests/requirements.lock")) == []


def test_both_locks_agree_on_every_package_they_share():
    program, tests = locked("requirements.lock"), locked("tests/requirements.lock")

    assert {name: version for name, version in program.items() if tests.get(name) != version} == {}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_hashes_and_no_addresses(name: str):
    text = (ROOT / name).read_text()
    entries = re.split(r"(?m)^(?=[\w.\-]+==)", text)[1:]

    assert entries
    assert [entry.split("\n")[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text
    assert not re.search(r"(?m)^\s*--(?!hash=)", text)
