"""One served, lively house and one Chromium for all browser tests."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from mediation import config, db
from mediation.config import Settings
from tests.browser.lively import Addresses
from tests.browser.lively_kept import filled as filled_house
from tests.browser.serving import chromium, served
from tests.conftest import MEASURED
from tests.databases import Databases
from tests.web.house import application, build

expect.set_options(timeout=15_000)  # a press may take long while the other worker prints
RULES = Path(__file__).parent.parent.parent / "rules"


Tell = Callable[[str], None]
"""Has the end of the run tell what was measured."""


@dataclass
class Served:
    """A house that answers at `address`."""

    app: Flask
    address: str
    at: Addresses


@contextmanager
def _at_work(data: Path) -> Iterator[Settings]:
    """Put the settings of the house in the folder `data` in force."""
    settings = Settings(
        data_dir=data,
        database_url=f"sqlite:///{data / 'mediation.db'}",
        rules_dir=RULES,
        argon2_memory_kib=64,
        argon2_rounds=1,
        argon2_lanes=1,
    )
    config.use(settings)
    config.ensure_keys(settings)
    try:
        yield settings
    finally:
        db.dispose()
        config.use(None)


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """Have the end of the run tell what a hand measured beside its targets, whichever worker it worked in."""
    return lambda text: request.node.user_properties.append((MEASURED, f"{request.node.name}\n{text}"))


@pytest.fixture(scope="session")
def filled(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Addresses]:
    """Fill a house once: its data folder, to be copied, and where things are in it."""
    data = tmp_path_factory.mktemp("filled")
    with databases.fresh("sqlite", data), _at_work(data) as settings:
        build(settings)
        return data, filled_house()


@pytest.fixture(scope="module")
def lively(filled: tuple[Path, Addresses], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a house of one's own with cases, referrals and settlements."""
    data = tmp_path_factory.mktemp("house")
    shutil.copytree(filled[0], data, dirs_exist_ok=True)
    with _at_work(data):
        app = application()
        with served(app) as address:
            yield Served(app, address, filled[1])


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Give a Chromium; what a test did in its windows stays in them."""
    with chromium() as started:
        yield started
