"""A station at work for the tests that want one."""

import pytest

from mediation.config import Settings
from tests import kept
from tests.office.onduty import OnDuty, open_with_roster
from tests.office.working import Working, open_station


@pytest.fixture
def working(settings: Settings) -> Working:
    """Give a station with its people, once on each database."""
    return kept.built(open_station)


@pytest.fixture
def duty(settings: Settings) -> OnDuty:
    """Give a station with lawyers and duties to come, once on each database."""
    return kept.built(open_with_roster)


@pytest.fixture
def station(sqlite_settings: Settings) -> Working:
    """Give a station at work on SQLite, for what the database makes no difference to."""
    return kept.built(open_station)


@pytest.fixture
def station_duty(sqlite_settings: Settings) -> OnDuty:
    """Give a station with lawyers and duties to come, on SQLite only."""
    return kept.built(open_with_roster)
