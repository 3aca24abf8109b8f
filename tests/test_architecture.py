"""The shape of the house: who may import whom, how long things may be, what must not be in the files."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checkout import ROOT, texts, tool, tracked

FILE_LINES = 300
FUNCTION_LINES = 40
LONGER_FUNCTIONS: frozenset[str] = frozenset()
GENERATED = ("mediation/migrations/versions/",)
LOCKS = ("requirements.lock", "tests/requirements.lock", "uv.lock")
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def python_files(*folders: str) -> dict[str, str]:
    """Return the project's own Python sources below `folders`, generated ones left out."""
    return {
        name: text
        for name, text in texts().items()
        if name.endswith(".py") and name.startswith(folders) and not name.startswith(GENERATED)
    }


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Yield each function's name and its number of lines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield node.name, node.end_lineno - node.lineno + 1


def found_in_files(pattern: str, *, but: tuple[str, ...] = ()) -> list[str]:
    """Return `file:line` of every match of `pattern` in the project's text files, this folder's guards excepted."""
    wanted = re.compile(pattern)
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in texts().items()
        if name not in (*but, "tests/test_architecture.py")
        for number, line in enumerate(text.splitlines(), 1)
        if wanted.search(line)
    ]


def test_imports_point_one_way_and_libraries_stay_in_their_rooms():
    done = tool("lint-imports", "--no-logo", "--no-cache")

    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_longer_than_the_budget():
    long = {
        name: lines
        for name, text in python_files("mediation/", "tests/").items()
        if (lines := len(text.splitlines())) > FILE_LINES
    }

    assert long == {}, f"more than {FILE_LINES} lines: split by meaning"


def test_no_function_is_longer_than_the_budget():
    long = {
        f"{name}:{function}": lines
        for name, text in python_files("mediation/").items()
        for function, lines in functions(text)
        if lines > FUNCTION_LINES and f"{name}:{function}" not in LONGER_FUNCTIONS
    }

    assert long == {}, f"more than {FUNCTION_LINES} lines: split by meaning"


def test_every_allowed_exception_from_the_function_budget_is_still_needed():
    sizes = {
        f"{name}:{function}": lines
        for name, text in python_files("mediation/").items()
        for function, lines in functions(text)
    }

    assert {name for name in LONGER_FUNCTIONS if sizes.get(name, 0) <= FUNCTION_LINES} == set()


def test_no_module_has_a_vague_name():
    vague = [path for path in tracked() if path.suffix == ".py" and path.stem in VAGUE]

    assert vague == []


def test_only_the_clock_module_reads_the_clock():
    naive = tool("ruff", "check", "--isolated", "--no-cache", "--ignore-noqa", "--select", "DTZ",
                 "--exclude", "mediation/clock.py", "mediation")
    reading = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime))\(")
    readers = [name for name, text in python_files("mediation/").items() if reading.search(text)]

    assert naive.returncode == 0, naive.stdout
    assert [name for name in readers if name != "mediation/clock.py"] == []


def test_hints_in_model_modules_are_evaluated():
    postponed = [name for name, text in python_files("mediation/models/").items()
                 if re.search(r"from __future__ import .*annotations", text)]

    assert postponed == [], "it breaks Relationship()"


def test_only_transaction_commits():
    committing = re.compile(r"\.commit\(")
    found = [name for name, text in python_files("mediation/").items() if committing.search(text)]

    assert [name for name in found if name != "mediation/db.py" and not name.startswith("mediation/migrations/")] == []


def test_nothing_was_left_for_later():
    marks = "TO" + "DO|FIX" + "ME|NotImplemented" + r"Error|pytest\.(mark\.)?(skip|xfail)|pytest\.import" + "orskip"

    assert found_in_files(rf"\b({marks})|pragma: no cover", but=LOCKS) == []


def test_no_file_names_a_package_registry():
    hosts = r"pypi\.org|pythonhosted\.org|npmjs\.(org|com)|deb\.debian\.org|archive\.ubuntu\.com|index-url|find-links"

    assert found_in_files(hosts, but=("uv.lock",)) == []


def test_no_file_names_a_place_on_somebodys_machine():
    assert found_in_files(r"(?<![\w.\-/}])/(work|root|home|opt|Users)/") == []


def test_no_remark_lets_a_broad_except_through():
    remarks = [line for line in found_in_files("noqa: " + "BLE|noqa" + "$") if line.startswith("mediation/")]

    assert remarks == []


@pytest.mark.parametrize("folder", ["templates/documents/fonts"])
def test_bundled_fonts_have_their_licences_beside_them(folder: str):
    place = ROOT / folder
    fonts = [path for path in place.rglob("*") if path.suffix.lower() in {".ttf", ".otf", ".woff2"}]
    licences = [path for path in place.rglob("*") if re.search(r"(?i)licen[cs]e|copying|OFL", path.name)]

    assert fonts, f"no fonts in {folder}"
    assert len(licences) >= 2, "the Noto faces (OFL) and the Fandol face (GPL with font exception) each need theirs"
    for font in fonts:
        assert font.read_bytes()[:4] in {b"\0\1\0\0", b"true"}, f"{font.name} is not TrueType"


def test_nothing_stands_at_the_top_that_the_house_does_not_know():
    known = {
        "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "Makefile", "requirements.lock",
        ".ci", ".gitignore", "mediation", "ops", "rules", "templates", "tests",
    }

    assert {path.relative_to(ROOT).parts[0] for path in tracked()} - known == set()


def test_the_tools_settings_are_in_one_file():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]

    assert {"pytest", "ruff", "mypy", "importlinter", "deptry", "babel"} <= set(settings)
    strays = {"setup.cfg", "tox.ini", "pytest.ini", "mypy.ini", ".importlinter", "ruff.toml", "babel.cfg"}
    assert [path for path in tracked() if path.name in strays] == []


def test_ci_does_what_the_readme_says_and_nothing_else():
    script = (ROOT / ".ci" / "run").read_text()
    commands = [line for line in script.splitlines() if line and not line.startswith("#")]

    assert commands == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "exec make test"]
    assert "make test" in (ROOT / "README.md").read_text()
    assert Path(ROOT / ".ci" / "run").stat().st_mode & 0o111
