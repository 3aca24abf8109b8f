"""What every test may ask for: settings, a migrated database of each kind."""

import gc
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from sqlalchemy.engine import Engine

from mediation import config, db
from mediation.config import Settings
from mediation.domain import engine as rule_engine
from tests import kept, turns
from tests.databases import KINDS, Databases, lay_down, share_compiled, take_up

RUN = pytest.StashKey[Databases]()
MEASURED = "measured"
"""Under this name a test's report carries what is told at the end of the run."""
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run try most tests on one database each."""
    parser.addoption("--in-turns", action="store_true", help="most tests on one database each (tests/turns.py)")


def pytest_configure(config: pytest.Config) -> None:
    """Share one folder, and so one PostgreSQL server, among all workers of this run."""
    given: dict[str, Any] | None = getattr(config, "workerinput", None)
    if given:
        folder, pid = Path(given["databases"]), int(given["run_pid"])
    else:
        folder, pid = Path(tempfile.mkdtemp(prefix="mediation-test-")), os.getpid()
        folder.chmod(0o755)
    config.stash[RUN] = Databases(folder, run_pid=pid)
    kept.share_in(folder)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker where this run's databases are."""
    run = node.config.stash[RUN]
    node.workerinput["databases"] = str(run.folder)
    node.workerinput["run_pid"] = run.run_pid


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what runs in turns to its one database."""
    if config.getoption("--in-turns"):
        left = turns.left_out(items)
        config.hook.pytest_deselected(items=list(left))
        items[:] = [one for one in items if one not in left]


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Keep the collector of garbage from walking over modules and collected tests again and again: they stay."""
    gc.collect()
    gc.freeze()


def pytest_report_header(config: pytest.Config) -> str:
    """Say at the head of the run which PostgreSQL it uses."""
    return config.stash[RUN].describe()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Tell what the journeys measured, each figure beside its target."""
    reports = [one for listed in terminalreporter.stats.values() for one in listed]
    given = [pair for one in reports for pair in getattr(one, "user_properties", ())]
    told = dict.fromkeys(text for name, text in given if name == MEASURED)
    if told:
        terminalreporter.section("measured")
        terminalreporter.write_line("\n\n".join(told))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Drop what this process kept; only the process that made the folder ends this run's server."""
    if RUN in config.stash:
        config.stash[RUN].end_worker()
        if not hasattr(config, "workerinput"):
            config.stash[RUN].close()


@contextmanager
def _in_force(database_url: str, data_dir: Path) -> Iterator[Settings]:
    chosen = Settings(
        data_dir=data_dir,
        database_url=database_url,
        rules_dir=Path(__file__).parent.parent / "rules",
        argon2_memory_kib=64,
        argon2_rounds=1,
        argon2_lanes=1,
    )
    config.use(chosen)
    config.ensure_keys(chosen)
    take_up(database_url)
    share_compiled(db.engine())
    try:
        yield chosen
    finally:
        lay_down(database_url)
        config.use(None)


@pytest.fixture(autouse=True)
def _as_in_a_new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count the engines of this test alone: a process that built fifty refuses more, and the tests share one."""
    monkeypatch.setattr(rule_engine._builds, "count", 0)


@pytest.fixture(scope="session")
def databases(pytestconfig: pytest.Config) -> Databases:
    """Give the maker of databases, for tests that want more than one or a chosen kind."""
    return pytestconfig.stash[RUN]


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """Give a fresh, migrated database; the test runs once on SQLite and once on PostgreSQL."""
    with databases.fresh(request.param, tmp_path / "data") as url:
        yield url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Iterator[Settings]:
    """Put settings for this test in force: its own data folder and keys, cheap password hashes, its database."""
    with _in_force(database_url, tmp_path / "data") as chosen:
        yield chosen


@pytest.fixture
def sqlite_settings(databases: Databases, tmp_path: Path) -> Iterator[Settings]:
    """Put the same settings in force, on SQLite only: for tests in which the database makes no difference."""
    with databases.fresh("sqlite", tmp_path / "data") as url, _in_force(url, tmp_path / "data") as chosen:
        yield chosen


@pytest.fixture
def engine(settings: Settings) -> Engine:
    """Give the engine of this test's database."""
    return db.engine()
