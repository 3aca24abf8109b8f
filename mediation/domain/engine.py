"""The only module that knows durable_rules, and everything that is known about using it safely.

One fact an evaluation, in a state of its own that is deleted afterwards; a sentinel rule in every ruleset, so that no
fact is ever unhandled; at most 64 rules a ruleset; built on first use in the process that uses it, warmed up, and asked
under one lock; no action does anything but be named. Conditions come to it as `patterns` compiles them.
"""

from __future__ import annotations

import itertools
import json
import os
import threading
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from mediation.domain.clockwords import HOME
from mediation.domain.patterns import Column, alternatives, columns, fact, patterns
from mediation.domain.rule import Rule
from mediation.domain.rulebook import RuleBook
from mediation.domain.situation import Situation

RULES_A_RULESET = 64
BRANCHING_RULES_A_RULESET = 32
"""Rules whose action may run several times: measured, their number and the most runs of one may not exceed 65."""
BUILDS_A_PROCESS = 200
"""A build takes about 1 MB for good; no process builds more engines than so many."""
_SENTINEL = "sentinel"


class EngineFault(RuntimeError):
    """The engine did not answer as it must; the caller has no decision, and a person must look at the case."""


class EngineWorn(EngineFault):
    """This process has built as many engines as its memory should bear; a new process must take over."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that holds, at its highest level where it has levels."""

    rule: Rule
    level: int | None = None


class Rules(Protocol):
    """Whoever answers which rules of a book hold: the engine, or the plain reading in its stead."""

    @property
    def book(self) -> RuleBook:
        """Give the book that is read."""
        ...

    def fire(self, stratum: str, situation: Situation, on: date, place: str = HOME) -> tuple[Hit, ...]:
        """Return the rules of `stratum` in force on `on` that hold, by id, less those that another one overrides."""
        ...


@dataclass(slots=True)
class _Builds:
    count: int = 0


_builds = _Builds()
_living: weakref.WeakSet[Engine] = weakref.WeakSet()


def builds() -> int:
    """Return how many engines this process has built; each keeps some memory for good."""
    return _builds.count


class Engine:
    """Answers which rules of a book hold; safe to share between threads, and to inherit by fork."""

    def __init__(self, book: RuleBook, *, builds_at_most: int = BUILDS_A_PROCESS) -> None:
        self._book = book
        self._builds_at_most = builds_at_most
        self._lock = threading.Lock()
        self._network: _Network | None = None
        _living.add(self)

    @property
    def book(self) -> RuleBook:
        """Give the book that is read."""
        return self._book

    def fire(self, stratum: str, situation: Situation, on: date, place: str = HOME) -> tuple[Hit, ...]:
        """Return the rules of `stratum` in force on `on` that hold, by id, less those that another one overrides.

        Rules of another place than `place` neither hold nor override.
        """
        hits = [hit for hit in self.held(stratum, situation, on) if hit.rule.place in ("", place)]
        out = {other for hit in hits for other in hit.rule.overrides}
        return tuple(hit for hit in hits if hit.rule.id not in out)

    def held(self, stratum: str, situation: Situation, on: date) -> tuple[Hit, ...]:
        """Return the rules of `stratum` in force on `on` that hold, by id, overridden or not.

        Raises KeyError for no such stratum, ValueError for a situation of another subject, EngineFault.
        """
        subject = self.book.strata[stratum].subject
        if situation.subject != subject:
            raise ValueError(f"stratum {stratum} is about a {subject}, not about a {situation.subject}")
        with self._lock:
            if self._network is None:
                self._network = self._built()
            try:
                found = self._network.ask(stratum, situation)
            except BaseException:
                self._network = None
                raise
        levels: dict[int, Hit] = {}
        for index, level in sorted(found, key=lambda one: (one[0], one[1] or 0)):
            levels[index] = Hit(self.book.rules[index], level)
        return tuple(hit for _, hit in sorted(levels.items()) if hit.rule.in_force.covers(on))

    def _built(self) -> _Network:
        if _builds.count >= self._builds_at_most:
            raise EngineWorn(f"this process has built {_builds.count} engines; restart it to load other rules")
        _builds.count += 1
        return _Network(self.book)


def _forget_all() -> None:
    """Make every engine start afresh in a child process: neither lock nor network outlives a fork."""
    for engine in list(_living):
        engine._lock = threading.Lock()
        engine._network = None


os.register_at_fork(after_in_child=_forget_all)


Found = tuple[int, int | None]
"""Where a rule stands in the book, and the level that holds."""


class _Network:
    """The rulesets of one book. Not safe for threads: the engine holds the lock."""

    def __init__(self, book: RuleBook) -> None:
        self.sids = itertools.count(1)
        self.rulesets: dict[str, list[tuple[_Ruleset, tuple[Column, ...]]]] = {}
        self.meaning: dict[str, Found] = {}
        make = _ruleset_maker()
        for stratum in book.strata.values():
            found = self.rulesets.setdefault(stratum.id, [])
            for definition, names in self._chunks(book, stratum.id):
                sentinel = {_SENTINEL: {"all": [{"m": {"kind": stratum.subject}}], "run": _collected}}
                ruleset = make(f"{stratum.id}_{len(found)}", sentinel | definition)
                found.append((ruleset, columns(stratum.subject, names)))
            self.ask(stratum.id, Situation(stratum.subject))

    def _chunks(self, book: RuleBook, stratum: str) -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
        """Yield definitions that one ruleset can carry, each with the fields they read."""
        names: dict[str, None] = {}
        chunk: dict[str, Any] = {}
        branching = 0
        for name, pattern, rule in self._compiled(book, stratum):
            branches = alternatives(pattern) > 1
            if len(chunk) >= RULES_A_RULESET - 1 or branching + branches > BRANCHING_RULES_A_RULESET:
                yield chunk, tuple(names)
                names, chunk, branching = {}, {}, 0
            names |= dict.fromkeys(rule.fields())
            chunk[name] = {"all": [{"m": pattern}], "run": _collected}
            branching += branches
        if chunk:
            yield chunk, tuple(names)

    def _compiled(self, book: RuleBook, stratum: str) -> Iterator[tuple[str, dict[str, Any], Rule]]:
        """Yield the patterns of one stratum under the names by which the engine tells them."""
        for index, rule in enumerate(book.rules):
            for level, condition in rule.conditions().items() if rule.stratum == stratum else ():
                for number, pattern in enumerate(patterns(rule.subject, condition)):
                    name = f"r{index}_{level or 0}_{number}"
                    self.meaning[name] = (index, level)
                    yield name, pattern, rule

    def ask(self, stratum: str, situation: Situation) -> set[Found]:
        """Return what holds of one stratum."""
        found: set[Found] = set()
        for ruleset, wanted in self.rulesets[stratum]:
            names = ruleset.held(fact(situation, wanted), f"s{next(self.sids)}")
            if _SENTINEL not in names:
                raise EngineFault(f"stratum {stratum}: the engine passed over a fact")
            found |= {self.meaning[name] for name in names if name != _SENTINEL}
        return found


class _Ruleset(Protocol):
    def held(self, properties: dict[str, int | str], sid: str) -> set[str]: ...


def _collected(_: Any) -> None:
    """Stand for every rule's action: the name of the action that is due is all that is wanted of it."""


def _ruleset_maker() -> Callable[[str, dict[str, Any]], _Ruleset]:
    """Return how to build a ruleset; the engine is imported only here, when it is first asked."""
    from durable import engine

    native = engine.durable_rules_engine
    refusals = (native.error, engine.MessageNotHandledException, engine.MessageObservedException)

    class Collecting(engine.Ruleset):  # type: ignore[misc]
        """A ruleset without host (whose two timer threads nothing stops) that only says which actions are due.

        The library's own loop swallows exceptions, writes the state back after every action and takes two thirds of
        the time; this one asks for the next action until there is none.
        """

        def held(self, properties: dict[str, int | str], sid: str) -> set[str]:
            try:
                return self.due({**properties, "id": 1, "sid": sid}, sid)
            except refusals as error:
                raise EngineFault(f"{self._name}: the engine refused a fact: {error}") from error

        def due(self, properties: dict[str, int | str], sid: str) -> set[str]:
            state = self._handle_result(native.assert_fact(self._handle, json.dumps(properties)), properties)
            started = native.start_action_for_state(self._handle, state)
            if not started:
                raise EngineFault(f"{self._name}: no action ran")
            names, message = set(), started[1]
            while message:
                names.add(message.split('"', 2)[1])
                message = native.complete_and_start_action(self._handle, state)
            self.delete_state(sid)
            return names

    return lambda name, definition: Collecting(name, None, definition)
