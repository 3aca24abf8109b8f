"""The folders of data are their owner's alone, whoever makes them first."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from mediation import config, db, places
from mediation.config import Settings
from mediation.office import history, rules
from tests.checkout import ROOT

MAKERS: dict[str, Callable[[Path], object]] = {
    "cache": places.cache_dir,
    "keys": lambda data: config.ensure_keys(),
    "database": lambda data: db.make_engine(config.settings().database).dispose(),
    "rules": lambda data: rules.current(ROOT / "rules"),
    "anchors": lambda data: history._append(history.anchor_file(), []),
}


@pytest.fixture
def usual_mode():
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.parametrize("maker", MAKERS)
def test_whoever_makes_the_data_folder_first_makes_it_its_owners_alone(maker: str, tmp_path: Path, usual_mode: None):
    data = tmp_path / "house" / "data"
    chosen = config.settings()
    config.use(Settings(data_dir=data))
    rules.forget()

    try:
        MAKERS[maker](data)
    finally:
        config.use(chosen)
        rules.forget()

    made = [folder for folder in (tmp_path / "house").rglob("*") if folder.is_dir()]
    assert made
    assert {str(one): stat.S_IMODE(one.stat().st_mode) for one in [tmp_path / "house", *made]} == {
        str(one): 0o700 for one in [tmp_path / "house", *made]
    }


def test_a_folder_that_stands_is_left_as_it_is(tmp_path: Path):
    tmp_path.chmod(0o755)

    assert places.owned(tmp_path) == tmp_path
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
