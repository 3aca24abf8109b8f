"""Compare the engine with the plain reading over many situations: `python -m tests.bench.sweep_differential [N] [SEED]`.

Half of the situations meet random rules (a new pack every 1,000), half the rules of this station.
"""

from __future__ import annotations

import sys
from random import Random

from mediation.domain.engine import Engine
from mediation.domain.explain import plain_held
from mediation.domain.rulebook import RuleBook, load
from mediation.domain.situation import Situation
from tests.checkout import ROOT
from tests.domain import random_rules as make

PACK = 1_000
RULES = 8


def differences(engine: Engine, stratum: str, situation: Situation) -> int:
    """Return 1 where the two readings differ, and print the situation."""
    found = sorted((hit.rule.id, hit.level) for hit in engine.fire(stratum, situation, make.DAY))
    wanted = plain_held(engine.book, stratum, situation, make.DAY)
    if found == wanted:
        return 0
    print(f"{stratum}: {situation}\n  engine {found}\n  plain  {wanted}")
    return 1


def sweep(book: RuleBook, random: Random, count: int) -> int:
    """Return how many of `count` random situations the two readings judge differently."""
    engine = Engine(book, builds_at_most=10**9)
    tests = {one.subject: make.tests_of(book, one.subject) for one in book.strata.values()}
    strata, wrong = list(book.strata.values()), 0
    for number in range(count):
        stratum = strata[number % len(strata)]
        wrong += differences(engine, stratum.id, make.situation(random, stratum.subject, tests[stratum.subject]))
    return wrong


def main(count: int = 100_000, seed: int = 2026) -> int:
    """Run the sweep and return the number of differences."""
    random, wrong = Random(seed), 0
    for start in range(0, count // 2, PACK):
        wrong += sweep(make.book(random, RULES), random, min(PACK, count // 2 - start))
    wrong += sweep(load(ROOT / "rules"), random, count - count // 2)
    print(f"situations {count}, differences {wrong}")
    return wrong


if __name__ == "__main__":
    sys.exit(1 if main(*map(int, sys.argv[1:])) else 0)
