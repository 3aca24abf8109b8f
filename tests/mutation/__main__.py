"""Run the sweep: `python -m tests.mutation [PART or FILE…]`; 0: every survivor is argued.

Unless some are named, all parts but those of BY_NAME: the search for what would change a result has many shortcuts
that only save time, so that a fault in one changes nothing but how long it takes. Its part runs for half an hour.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from tests.checkout import ROOT
from tests.mutation.sweep import in_child, sweep

DOMAIN = "mediation/domain"
PARTS: dict[str, tuple[list[str], list[str]]] = {
    "workdays": ([f"{DOMAIN}/workdays.py"], ["tests/domain/test_workdays.py", "tests/domain/test_workdays_receipts.py"]),
    "claims": (
        [str(one.relative_to(ROOT)) for one in sorted((ROOT / DOMAIN / "claims").glob("*.py"))]
        + [f"{DOMAIN}/service.py"],
        ["tests/domain/claims"],
    ),
    "explain": (
        [f"{DOMAIN}/explain.py"],
        ["tests/domain/test_explain.py", "tests/domain/test_differential.py"],
    ),
    "flips": (
        [f"{DOMAIN}/{name}.py" for name in ("resultflips", "boundaries", "probe", "remembered")],
        ["tests/domain/test_flips_told.py", "tests/domain/test_resultflips.py"],
    ),
}
"""The files that are mutated and the tests that must notice it."""
BY_NAME = frozenset({"flips"})
KEPT = Path(__file__).with_name("kept.txt")


def argued() -> dict[str, str]:
    """Return the survivors that are argued, each with its reason: a line for the fault, indented lines below it."""
    found: dict[str, str] = {}
    fault = ""
    for line in KEPT.read_text("utf-8").splitlines():
        if line.startswith(" "):
            found[fault] = f"{found[fault]} {line.strip()}".strip()
        elif line and not line.startswith("#"):
            fault = line
            found[fault] = ""
    return found


def tell(line: str) -> None:
    """Print a line at once: a sweep takes long."""
    print(line, flush=True)


def main(names: list[str]) -> int:
    """Sweep over the named parts or files, print what survives without a reason, and what is argued but is noticed."""
    parts = {
        name: [file for file in files if name in names or file.endswith(tuple(names))]
        if names
        else [*files] * (name not in BY_NAME)
        for name, (files, _) in PARTS.items()
    }
    files, only, tried, left = [file for one in parts.values() for file in one], argued(), 0, set[str]()
    for name, mutated in parts.items():
        if mutated:
            found = in_child(partial(sweep, mutated, PARTS[name][1], tell))
            tried += found.tried
            left |= {*found.survived}
    prefixes = tuple(f"{file.removeprefix(f'{DOMAIN}/')} " for file in files)
    wrong = {
        "not argued": left - set(only),
        "argued, but noticed or gone": {one for one in only if one.startswith(prefixes)} - left,
        "argued without a reason": {one for one, reason in only.items() if not reason},
    }
    print(f"{tried} faults put in, {tried - len(left)} noticed, {len(left & set(only))} argued in {KEPT.relative_to(ROOT)}")
    for heading, listed in wrong.items():
        for one in sorted(listed):
            print(f"{heading}: {one}")
    return 1 if any(wrong.values()) or not tried else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
