"""One served, lively house and one Chromium for all browser tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from mediation import config, db
from mediation.config import Settings
from tests.browser.lively import Addresses, fill
from tests.browser.serving import chromium, served
from tests.databases import Databases
from tests.web.house import build

RULES = Path(__file__).parent.parent.parent / "rules"


@dataclass
class Served:
    """A house that answers at `address`."""

    app: Flask
    address: str
    at: Addresses


@pytest.fixture(scope="module")
def lively(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a house with cases, referrals and settlements."""
    data = tmp_path_factory.mktemp("house")
    with databases.fresh("sqlite", data) as url:
        settings = Settings(
            data_dir=data, database_url=url, rules_dir=RULES, argon2_memory_kib=64, argon2_rounds=1, argon2_lanes=1
        )
        config.use(settings)
        config.ensure_keys(settings)
        app = build(settings)
        at = fill(app)
        with served(app) as address:
            yield Served(app, address, at)
        db.dispose()
        config.use(None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a Chromium."""
    with chromium() as started:
        yield started
