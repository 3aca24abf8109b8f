"""Measure the engine: `python -m tests.bench.bench_engine [RULES] [SITUATIONS]`.

Prints situations a second (processor time, so that a busy machine doesn't count) for the rules of this station (or a random pack of RULES): through the adapter, by the plain
reading, and by the library as shipped (its own host and loop on the same patterns); then the memory of the process over
SITUATIONS evaluations.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from mediation.domain.engine import Engine
from mediation.domain.explain import plain_held
from mediation.domain.patterns import columns, fact, patterns
from mediation.domain.rulebook import RuleBook, load
from mediation.domain.situation import Situation
from tests.checkout import ROOT
from tests.domain import random_rules as make

Ask = Callable[[str, Situation], Any]


def resident() -> int:
    """Return the resident memory of this process in KiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4


def _noting(hits: list[str], name: str) -> Callable[[Any], None]:
    def note(_: Any) -> None:
        hits.append(name)

    return note


def bare(book: RuleBook) -> Ask:
    """Return how the library as shipped is asked, with its timers off and a state an evaluation."""
    from durable import engine

    class Host(engine.Host):
        def _run(self) -> None:
            pass

    host, sids, hits = Host(), itertools.count(1), []
    wanted = {}
    for stratum in book.strata.values():
        body: dict[str, Any] = {"sentinel": {"all": [{"m": {"kind": stratum.subject}}], "run": lambda c: None}}
        names: dict[str, None] = {}
        for rule in book.versions(stratum.id):
            names |= dict.fromkeys(rule.fields())
            for level, condition in rule.conditions().items():
                for number, pattern in enumerate(patterns(stratum.subject, condition)):
                    name = f"{rule.id}_{level}_{number}"
                    body[name] = {"all": [{"m": pattern}], "run": _noting(hits, name)}
        host.set_rulesets({stratum.id: body})
        wanted[stratum.id] = columns(stratum.subject, names)

    def ask(stratum: str, situation: Situation) -> list[str]:
        hits.clear()
        sid = f"s{next(sids)}"
        host.assert_fact(stratum, {**fact(situation, wanted[stratum]), "id": 1, "sid": sid})
        host.delete_state(stratum, sid)
        return list(hits)

    return ask


def rate(ask: Ask, book: RuleBook, situations: list[Situation]) -> float:
    """Return situations a second of processor time, each asked of every stratum of its subject."""
    strata = [one.id for one in book.strata.values() if one.subject == situations[0].subject]
    for stratum in strata:
        ask(stratum, situations[0])
    started = time.process_time()
    for situation in situations:
        for stratum in strata:
            ask(stratum, situation)
    return len(situations) / (time.process_time() - started)


def main(rules: int = 0, count: int = 100_000) -> None:
    """Measure and print."""
    random = Random(11)
    book = make.book(random, rules, ("case",)) if rules else load(ROOT / "rules")
    tests = make.tests_of(book, "case")
    situations = [make.situation(random, "case", tests) for _ in range(2_000)]
    on = date(2026, 6, 1)
    engine = Engine(book)
    strata = sum(one.subject == "case" for one in book.strata.values())
    print(f"{len(book.rules)} rules, a case asked of {strata} strata")
    print(f"adapter       {rate(lambda s, x: engine.fire(s, x, on), book, situations):8.0f} situations/s")
    print(f"plain reading {rate(lambda s, x: plain_held(book, s, x, on), book, situations):8.0f} situations/s")
    print(f"library bare  {rate(bare(book), book, situations):8.0f} situations/s")
    stratum = next(one.id for one in book.strata.values() if one.subject == "case")
    for number in range(count):
        if number == count // 10:
            before = resident()
        engine.fire(stratum, situations[number % len(situations)], on)
    print(f"memory        {before} KiB after {count // 10}, {resident()} KiB after {count} evaluations")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
