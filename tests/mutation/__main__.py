"""Run the sweep: `python -m tests.mutation [PART or FILE…]`, all parts unless some are named; 0: every survivor is argued."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.checkout import ROOT
from tests.mutation.sweep import label, sweep

DOMAIN = "mediation/domain"
PARTS: dict[str, tuple[list[str], list[str]]] = {
    "workdays": ([f"{DOMAIN}/workdays.py"], ["tests/domain/test_workdays.py", "tests/domain/test_workdays_receipts.py"]),
    "claims": (
        [str(one.relative_to(ROOT)) for one in sorted((ROOT / DOMAIN / "claims").glob("*.py"))]
        + [f"{DOMAIN}/service.py"],
        ["tests/domain/claims"],
    ),
    "explain": (
        [f"{DOMAIN}/explain.py", f"{DOMAIN}/resultflips.py"],
        ["tests/domain/test_explain.py", "tests/domain/test_resultflips.py"],
    ),
}
"""The files that are mutated and the tests that must notice it."""
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


def main(names: list[str]) -> int:
    """Sweep over the named parts or files, print what survives without a reason, and what is argued but is noticed."""
    parts = {name: PARTS[name] for name in names or PARTS if name in PARTS}
    parts |= {
        name: ([file for file in files if file.endswith(name)], tests)
        for name in names
        for files, tests in PARTS.values()
        if any(file.endswith(name) for file in files)
    }
    files, only, tried, left = [file for one, _ in parts.values() for file in one], argued(), 0, set[str]()
    for mutated, tests in parts.values():
        found = sweep(mutated, tests, lambda line: print(line, flush=True))
        tried += found.tried
        left |= {label(*one) for one in (*found.survived, *found.unreached)}
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
