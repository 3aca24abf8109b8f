"""Which tests the ordinary run tries on both databases, and which on one of the two in turns.

A test that asks for a database exists twice, on SQLite and on PostgreSQL. `make test` tries both where the database
itself is the matter: locks, several writers, triggers, search, sums by SQL, what is typed reaching a column. Any other
test is tried on one of the two, chosen by its name, so that each module meets both; `make test-both` tries them all.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Any, Final

from tests.databases import KINDS

BOTH: Final = frozenset({
    "tests.test_db", "tests.test_migrations", "tests.test_matrix", "tests.access.test_rows", "tests.access.test_scope",
    "tests.web.test_hostile", "tests.web.test_once", "tests.jobs.test_worker", "tests.jobs.test_schedule",
    "tests.office.test_backup", "tests.office.test_docket_holds", "tests.office.test_history", "tests.office.test_search",
    "tests.office.test_outbox", "tests.office.test_intake", "tests.office.test_roster", "tests.office.test_retention",
    "tests.office.test_sweep", "tests.office.test_sweep_kills", "tests.office.test_figures", "tests.office.test_sign_in",
    "tests.office.test_second_factor", "tests.office.sittings.test_sittings", "tests.office.talks.test_ballots",
})  # fmt: skip
"""The modules in which the database is the matter."""


def left_out(items: Iterable[Any]) -> set[Any]:
    """Return the tests that this run leaves to the other database; `items` as pytest collected them."""
    return {one for one in items if (kind := _kind(one)) and one.module.__name__ not in BOTH and kind != _turn(one)}


def _kind(item: Any) -> str | None:
    """Return the database a test would run on, None for one that doesn't exist twice."""
    given = getattr(item, "callspec", None)
    return given.params.get("database_url") if given else None


def _turn(item: Any) -> str:
    return KINDS[zlib.crc32(f"{item.module.__name__}.{item.originalname}".encode()) % len(KINDS)]
