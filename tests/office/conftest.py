"""A station at work for the tests that want one."""

import pytest

from mediation.config import Settings
from tests.office.onduty import OnDuty, add_roster
from tests.office.working import Working, open_station


@pytest.fixture
def working(settings: Settings) -> Working:
    """Give a station with its people, once on each database."""
    return open_station()


@pytest.fixture
def duty(working: Working) -> OnDuty:
    """Give a station with lawyers and duties to come, once on each database."""
    return add_roster(working)


@pytest.fixture
def station(sqlite_settings: Settings) -> Working:
    """Give a station at work on SQLite, for what the database makes no difference to."""
    return open_station()


@pytest.fixture
def station_duty(station: Working) -> OnDuty:
    """Give a station with lawyers and duties to come, on SQLite only."""
    return add_roster(station)
