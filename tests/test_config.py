import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from mediation import config
from mediation.config import MissingKey, Settings, clock


def test_keys_are_made_for_their_owner_only(tmp_path: Path) -> None:
    made = config.ensure_keys(Settings(data_dir=tmp_path))

    assert sorted(path.stem for path in made) == sorted(config.KEY_NAMES)
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in made)
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert len({path.read_text() for path in made}) == len(made)


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    chosen = Settings(data_dir=tmp_path)
    config.ensure_keys(chosen)
    before = {path.name: path.read_bytes() for path in chosen.keys_dir.iterdir()}
    (chosen.keys_dir / "seal.key").unlink()

    made = config.ensure_keys(chosen)

    assert [path.name for path in made] == ["seal.key"]
    after = {path.name: path.read_bytes() for path in chosen.keys_dir.iterdir()}
    assert {name: key for name, key in after.items() if name != "seal.key"} == {
        name: key for name, key in before.items() if name != "seal.key"
    }


def test_two_servers_starting_at_once_agree_on_the_keys(tmp_path: Path) -> None:
    chosen = Settings(data_dir=tmp_path)

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: config.ensure_keys(chosen), range(16)))

    assert sorted(path.stem for some in made for path in some) == sorted(config.KEY_NAMES)
    assert sorted(os.listdir(chosen.keys_dir)) == sorted(f"{name}.key" for name in config.KEY_NAMES)


@pytest.mark.parametrize("content", ["", "not a key", "abcd", "zz" * 32])
def test_a_damaged_key_is_named(tmp_path: Path, content: str) -> None:
    chosen = Settings(data_dir=tmp_path)
    config.use(chosen)
    config.ensure_keys(chosen)
    (chosen.keys_dir / "seal.key").write_text(content)

    with pytest.raises(MissingKey, match="seal.key"):
        config.key("seal")


def test_settings_come_from_the_environment_and_are_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIATION_SECURE_COOKIES", "true")
    monkeypatch.setenv("MEDIATION_DATABASE_URL", "postgresql://u@h/d")
    chosen = Settings()

    assert chosen.secure_cookies
    assert chosen.database == "postgresql+psycopg://u@h/d"
    with pytest.raises(ValidationError):
        chosen.port = 1


def test_every_setting_is_described() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_the_station_day_is_that_of_shanghai() -> None:
    with clock.at(datetime(2026, 11, 15, 16, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 11, 16)
        assert clock.now() == datetime(2026, 11, 15, 16, 30, tzinfo=UTC)

    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2026, 11, 15)):  # noqa: DTZ001
        pass


def test_what_is_given_counts_before_the_environment_and_nothing_unknown_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MEDIATION_PORT", "8001")
    monkeypatch.setenv("MEDIATION_PRT", "8002")

    assert Settings(port=8003).port == 8003
    with pytest.raises(ValidationError, match="prt"):
        Settings(prt=1)
    monkeypatch.setenv("MEDIATION_PORT", "eight")
    with pytest.raises(ValidationError, match="port"):
        Settings()
