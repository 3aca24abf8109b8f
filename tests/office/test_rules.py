"""The rules in use: loaded once, kept while the files are faulty, renewed when they are good again."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mediation import config
from mediation.commands.serve import prepare
from mediation.config import Settings
from mediation.domain.rulebook import RuleFault
from mediation.office import board, rules
from tests.checkout import ROOT
from tests.make import NOW


@pytest.fixture
def folder(sqlite_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a copy of the station's rules that is in use, looked at afresh at every question."""
    copied = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", copied)
    config.use(sqlite_settings.model_copy(update={"rules_dir": copied}))
    monkeypatch.setattr(rules, "LOOK_AGAIN_SECONDS", -1.0)
    rules.forget()
    yield copied
    rules.forget()


def spoil(folder: Path) -> Path:
    file = folder / "routing" / "pay.yaml"
    file.write_text(file.read_text("utf-8").replace("claims.overtime: true", "claims.overtme: true"), "utf-8")
    return file


def test_a_running_server_keeps_the_last_good_rules_and_shows_what_is_wrong(folder: Path) -> None:
    good = rules.current().book.digest

    spoil(folder)

    assert rules.current().book.digest == good
    [fault, *_] = board.rules_status(now=NOW).faults
    assert (fault.file, fault.rule) == ("rules/routing/pay.yaml", "routing.pay")
    assert "claims.overtime" in fault.reason


def test_mended_rules_are_taken_up_without_a_restart(folder: Path) -> None:
    before = rules.current()
    file = spoil(folder)
    assert rules.current().faults
    text = file.read_text("utf-8").replace("claims.overtme: true", "claims.overtime: true")
    file.write_text(text + "# mended\n", "utf-8")

    after = rules.current()

    assert after.faults == ()
    assert after.book.digest != ""
    assert before.renewals == 1


@pytest.mark.parametrize("start", [prepare, rules.current])
def test_a_server_does_not_start_on_faulty_rules(folder: Path, start: Callable[[], object]) -> None:
    spoil(folder)

    with pytest.raises(RuleFault) as fault:
        start()

    assert (fault.value.file, fault.value.rule) == ("rules/routing/pay.yaml", "routing.pay")


def test_a_worker_that_begins_while_the_files_are_faulty_takes_the_last_good_rules(folder: Path) -> None:
    good = rules.current().book.digest
    spoil(folder)
    rules.forget()

    begun = rules.current()

    assert begun.book.digest == good
    assert begun.faults[0].rule == "routing.pay"


def test_unverified_parameters_are_listed_as_such(folder: Path) -> None:
    listed = [one.zh for one in board.rules_status(now=NOW).unverified]

    assert any("拒不支付劳动报酬罪" in one for one in listed)
