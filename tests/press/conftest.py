"""One printing pool for all tests of the press, and the files that most of them look at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mediation.press import Pool, Printed, print_document
from tests.press import samples


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    """Return a pool of one process, so that a test that kills it sees what the next job gets."""
    pool = Pool(1)
    yield pool
    pool.close()


@pytest.fixture(scope="session")
def everyday(pool: Pool) -> Printed:
    """Return the everyday agreement, printed."""
    return print_document("agreement", samples.agreement(), created=samples.CREATED, pool=pool)


@pytest.fixture(scope="session")
def grouped(pool: Pool) -> Printed:
    """Return the people's mediation agreement with its annex, printed."""
    return print_document("agreement", samples.group(), created=samples.CREATED, pool=pool)


@pytest.fixture(scope="session")
def widest(pool: Pool) -> Printed:
    """Return the agreement in which everything is as long as it may be, printed."""
    return print_document("agreement", samples.widest(), created=samples.CREATED, pool=pool)
