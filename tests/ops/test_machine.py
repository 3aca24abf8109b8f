"""Set-up on machines that lack something: real scripts, with stand-ins for the system's own commands."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.checkout import ROOT

BORROWED = ("cat", "cksum", "dirname", "grep", "mktemp", "rm", "sed", "sh", "sleep", "tail", "env")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Give a folder that is the whole PATH of a machine: a handful of ordinary commands, no apt-get, no sudo."""
    for name in BORROWED:
        command(tmp_path, name, f'exec {shutil.which(name)} "$@"')
    command(tmp_path, "id", "echo 1000")
    return tmp_path


def command(machine: Path, name: str, body: str) -> None:
    """Put a command of that name on the machine, in place of a borrowed one. Never a link: writing follows links."""
    (machine / name).write_text(f"#!/bin/sh\n{body}\n")
    (machine / name).chmod(0o755)


def on(machine: Path, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script in the checkout on that machine, without a terminal."""
    surroundings = {"PATH": str(machine), "VENV": str(machine / "venv"), **environment}
    return subprocess.run(
        ["/bin/sh", "-c", script], capture_output=True, text=True, cwd=ROOT, env=surroundings,
        stdin=subprocess.DEVNULL, check=False,
    )


def test_without_root_and_sudo_the_exact_command_is_named(machine: Path):
    command(machine, "apt-get", "exit 99")

    done = on(machine, ". ops/machine.sh; need libpango-1.0-0 gcc; install_needed; echo reached")

    assert done.returncode == 1
    assert "apt-get update && apt-get install -y --no-install-recommends libpango-1.0-0 gcc\n" in done.stderr
    assert "reached" not in done.stdout


def test_without_apt_the_packages_are_named(machine: Path):
    done = on(machine, ". ops/machine.sh; need libpango-1.0-0; install_needed")

    assert done.returncode == 1
    assert "libpango-1.0-0" in done.stderr


def test_root_installs_what_is_missing_and_nothing_else(machine: Path):
    command(machine, "id", "echo 0")
    command(machine, "apt-get", f'echo "$@" >>{machine}/asked')

    done = on(machine, ". ops/machine.sh; need chromium; install_needed && install_needed")

    asked = (machine / "asked").read_text().splitlines()
    assert done.returncode == 0, done.stderr
    assert [line.split()[-1] for line in asked] == ["update", "chromium"]


def test_a_sudo_that_asks_for_nothing_is_used(machine: Path):
    command(machine, "sudo", f'printf "%s\\n" "$*" >>{machine}/asked')
    command(machine, "apt-get", "exit 99")

    done = on(machine, ". ops/machine.sh; need chromium; install_needed")

    assert done.returncode == 0, done.stderr
    assert "-n apt-get" in (machine / "asked").read_text()


def test_a_failing_download_is_tried_once_more_and_then_explained(machine: Path):
    command(machine, "id", "echo 0")
    command(machine, "sleep", ":")
    command(machine, "apt-get", f'echo "E: no route to mirror"; echo try >>{machine}/asked; exit 100')

    done = on(machine, ". ops/machine.sh; need chromium; install_needed")

    assert done.returncode == 1
    assert (machine / "asked").read_text().splitlines() == ["try", "try"]
    assert "E: no route to mirror" in done.stderr
    assert "apt-get install -y --no-install-recommends chromium" in done.stderr


def test_a_python_out_of_range_is_refused_by_name(machine: Path):
    command(machine, "python3.9", "exit 1")
    command(machine, "ldconfig", "exit 0")

    done = on(machine, "ops/setup.sh", PYTHON="python3.9")

    assert done.returncode == 1
    assert "PYTHON=python3.9 is not a Python 3.11, 3.12 or 3.13" in done.stderr


def test_a_set_up_with_nothing_to_do_is_silent(machine: Path):
    command(machine, "ldconfig", "echo libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0")
    (machine / "venv").mkdir()
    on(machine, '. ops/machine.sh; stamp_of requirements.lock >"$VENV/setup.stamp"')

    done = on(machine, "ops/setup.sh")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_new_lock_is_noticed(machine: Path):
    done = on(machine, '. ops/machine.sh; stamp_of requirements.lock; stamp_of tests/requirements.lock')

    before, after = done.stdout.splitlines()
    assert before != after
