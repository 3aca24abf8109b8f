"""The lively house, filled once a run."""

from tests import kept
from tests.browser.lively import Addresses, fill
from tests.web.house import application


def filled() -> Addresses:
    """Put into the house in force, in which there are only people, what `fill` makes."""
    return kept.built(_filled)


def _filled() -> Addresses:
    return fill(application())
