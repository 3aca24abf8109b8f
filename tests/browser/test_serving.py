"""Which browser the tests drive, and what is said when there is none."""

from pathlib import Path

import pytest

from tests.browser.serving import BROWSERS, find_chromium
from tests.checkout import ROOT


def _program(place: Path) -> Path:
    place.write_text("#!/bin/sh\n")
    place.chmod(0o755)
    return place


@pytest.mark.parametrize("name", BROWSERS)
def test_a_chromium_or_chrome_is_found(name: str, tmp_path: Path):
    assert find_chromium(str(tmp_path / "none") + ":" + str(_program(tmp_path / name).parent)) == str(tmp_path / name)


def test_a_pointer_to_a_snap_is_no_browser_and_the_command_that_brings_one_is_named(tmp_path: Path):
    _program(tmp_path / "chromium-browser")

    with pytest.raises(AssertionError, match="make test-setup"):
        find_chromium(str(tmp_path))
    assert "\ntest-setup:" in (ROOT / "Makefile").read_text()
