"""The sweep: which tests run which lines, then for every fault a process of its own that runs those tests."""

from __future__ import annotations

import ast
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any

import hypothesis
import pytest

from tests.checkout import ROOT
from tests.mutation.graft import graft
from tests.mutation.operators import Mutant, mutants

SURVIVED, KILLED = 0, 1
Lines = dict[str, set[int]]


@dataclass
class Found:
    """What a sweep found: faults in all, and those that no test noticed."""

    tried: int = 0
    survived: list[str] = field(default_factory=list)


class Sweep:
    """A plugin of pytest that runs the collected tests once for each fault, each time in a process of its own."""

    def __init__(self, files: Iterable[str], tests: Iterable[str], tell: Callable[[str], None]) -> None:
        self.files, self.tests, self.tell, self.found = tuple(files), tuple(tests), tell, Found()
        self.failing = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """End the process of a fault with the first test that notices it."""
        if report.failed and self.failing:
            os._exit(KILLED)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Sweep over all files, in place of running the tests."""
        runs = in_child(lambda: _watched(session.items, {str(ROOT / name) for name in self.files}))
        cost = {one.nodeid: seconds for one, (seconds, _) in zip(session.items, runs, strict=True)}
        for name in self.files:
            lines = {item: run[1].get(str(ROOT / name), set()) for item, run in zip(session.items, runs, strict=True)}
            self._file(name, lines, cost)
        return True

    def _file(self, name: str, lines: dict[pytest.Item, set[int]], cost: dict[str, float]) -> None:
        tree = ast.parse((ROOT / name).read_text("utf-8"))
        module = import_module(name.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
        started, before, kills = time.time(), self.found.tried, Counter[str]()
        if self._noticed(module, compile(tree, name, "exec"), list(lines), cost) is not None:
            self.found.survived.append(f"{name}: no fault, and yet a test fails")
        for one in named(mutants(tree)):
            self.found.tried += 1
            chosen = [item for item in lines if not one.last or lines[item] & set(range(one.first, one.last + 1))]
            chosen.sort(key=lambda item: cost[item.nodeid] / (1 + kills[item.nodeid]))
            take_out = one.put()
            source = "" if one.last and chosen else ast.unparse(tree)  # it may act while modules are loaded
            code = compile(ast.fix_missing_locations(tree), str(ROOT / name), "exec")
            take_out()
            nth = None if one.in_class or not chosen else self._noticed(module, code, chosen, cost)
            if nth is not None:
                kills[chosen[nth].nodeid] += 1
            elif not (source and self._noticed_anew(module.__name__, source)):
                self.found.survived.append(label(name, one))
                self.tell(f"  survives  {label(name, one)}")
        self.tell(f"{name}: {self.found.tried - before} faults, {time.time() - started:.0f} s")

    def _noticed(self, module: Any, code: Any, items: list[pytest.Item], cost: dict[str, float]) -> int | None:
        """Return which test notices a fault, or does not end in ten times its time; None: none does."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            self.failing = True
            signal.signal(signal.SIGPROF, lambda *_: os._exit(KILLED))
            try:
                graft(module, code)
                for nth, item in enumerate(items):
                    os.write(writing, nth.to_bytes(2, "big"))
                    signal.setitimer(signal.ITIMER_PROF, 3 + 10 * cost[item.nodeid])  # of computing, not of waiting
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            except BaseException:  # noqa: BLE001 - a module that can't even be loaded is noticed
                os._exit(KILLED)
            os._exit(SURVIVED)
        os.close(writing)
        with os.fdopen(reading, "rb") as told:
            last = int.from_bytes(told.read()[-2:], "big")
        return last if os.waitpid(child, 0)[1] else None


    def _noticed_anew(self, module: str, source: str) -> bool:
        """Say whether a test notices a fault when everything is loaded anew with it."""
        with tempfile.NamedTemporaryFile("w", suffix=".py", encoding="utf-8") as file:
            file.write(source)
            file.flush()
            command = [sys.executable, "-m", "tests.mutation.fresh", module, file.name, *OPTIONS, *self.tests]
            return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode != 0


def named(found: Iterable[Mutant]) -> Iterator[Mutant]:
    """Yield the faults, those that look alike in one function numbered."""
    seen = Counter[tuple[str, str]]()
    for one in found:
        seen[one.scope, one.said] += 1
        nth = seen[one.scope, one.said]
        yield one if nth == 1 else replace(one, said=f"{one.said} [{nth}]")


def label(name: str, one: Mutant) -> str:
    """Return what a fault is called in kept.txt: no line numbers, which move."""
    return f"{name.removeprefix('mediation/domain/')} {one.scope or '(module)'}: {one.said}"


def _watched(items: Iterable[pytest.Item], files: set[str]) -> list[tuple[float, Lines]]:
    """Run the tests, and return for each its time and the lines of `files` that it ran."""
    runs = []
    for item in items:
        lines: Lines = {}

        def local(frame: Any, event: str, _: Any, lines: Lines = lines) -> Any:
            lines.setdefault(frame.f_code.co_filename, set()).add(frame.f_lineno)
            return local

        def watch(frame: Any, event: str, _: Any, local: Any = local) -> Any:
            return local(frame, event, None) if frame.f_code.co_filename in files else None

        started = time.process_time()
        sys.settrace(watch)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        sys.settrace(None)
        runs.append((time.process_time() - started, lines))
    return runs


def in_child(made: Callable[[], Any]) -> Any:
    """Return what `made` returns in a process of its own, which leaves this one as it is."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.close(reading)
        with os.fdopen(writing, "wb") as out:
            pickle.dump(made(), out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as back:
        answer = pickle.load(back)
    os.wait()
    return answer


def small_examples() -> None:
    """Let property tests try few and always the same examples, so that a sweep ends and says the same twice."""
    hypothesis.settings.register_profile(
        "mutants", deadline=None, database=None, derandomize=True, max_examples=30,
        phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate), suppress_health_check=list(hypothesis.HealthCheck),
    )  # fmt: skip


OPTIONS = ("-o", "addopts=--import-mode=importlib", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:terminal",
           "--hypothesis-profile=mutants")  # fmt: skip


def sweep(files: Iterable[str], tests: Iterable[str], tell: Callable[[str], None]) -> Found:
    """Return which faults of `files` the `tests` don't notice."""
    small_examples()
    paths = [str(ROOT / one) for one in tests]
    plugin = Sweep(files, paths, tell)
    pytest.main([*OPTIONS, *paths], plugins=[plugin])
    return plugin.found
