"""Settings, the clock and the key files: everything the house takes from its surroundings."""

import os
import secrets
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from mediation import places
from mediation.clock import STATION_ZONE, Clock, clock

__all__ = ["STATION_ZONE", "Clock", "Settings", "clock", "ensure_keys", "key", "read_key", "settings", "use"]

KEY_NAMES: Final = ("history", "seal", "digest", "cookie", "backup")
KEY_BYTES: Final = 32


class Settings(BaseModel):
    """What an operator may set, each by an environment variable `MEDIATION_<NAME>`; read once, then frozen.

    Reads the variables itself: pydantic-settings takes longer to import than most commands to answer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __init__(self, **given: object) -> None:
        said = {name: os.environ.get(f"MEDIATION_{name.upper()}") for name in type(self).model_fields}
        super().__init__(**{name: value for name, value in said.items() if value is not None} | given)

    data_dir: Path = Field(default=places.DATA, description="folder of database, keys and stored documents")
    database_url: str = Field(default="", description="SQLAlchemy address; empty: mediation.db in data_dir")
    rules_dir: Path = Field(default=places.RULES, description="folder of the rule files")
    host: str = Field(default="127.0.0.1", description="address the server listens on")
    port: int = Field(default=8000, ge=0, le=65535, description="port the server listens on")
    workers: int = Field(default=2, ge=1, le=64, description="server processes")
    base_url: str = Field(default="http://127.0.0.1:8000", description="public address, printed in QR codes")
    secure_cookies: bool = Field(default=False, description="cookies over HTTPS only; set behind TLS")
    trusted_proxies: int = Field(default=0, ge=0, le=5, description="reverse proxies whose headers are believed")
    language: str = Field(default="zh_Hans", pattern="^(zh_Hans|en)$", description="language of first contact")
    password_max_age_days: int = Field(default=0, ge=0, description="days until a password must change; 0: never")
    second_factor_grace_days: int = Field(
        default=14, ge=0, le=3650, description="days in which a role that needs a second factor works without; 0: none"
    )
    session_idle_minutes: int = Field(default=30, ge=1, le=240, description="minutes of silence that end a sign-in")
    session_hours: int = Field(default=12, ge=1, le=24, description="hours after which every sign-in ends")
    argon2_memory_kib: int = Field(default=65536, ge=8, description="memory of one password hash in KiB")
    argon2_rounds: int = Field(default=3, ge=1, description="passes of one password hash")
    argon2_lanes: int = Field(default=4, ge=1, description="lanes of one password hash")
    db_pgbouncer: bool = Field(default=False, description="PostgreSQL stands behind PgBouncer in transaction mode")
    webhook_private: bool = Field(default=False, description="webhooks may call the house's own network, also by http")
    evidence_file_mib: int = Field(default=20, ge=1, le=200, description="largest file of evidence in MiB")
    max_upload_mib: int = Field(default=8, ge=1, le=512, description="largest request body in MiB")

    @property
    def database(self) -> str:
        """Give the SQLAlchemy address of the database, `mediation.db` in `data_dir` unless set otherwise."""
        if not self.database_url:
            return f"sqlite:///{self.data_dir / 'mediation.db'}"
        for plain in ("postgresql://", "postgres://"):
            if self.database_url.startswith(plain):
                return "postgresql+psycopg://" + self.database_url.removeprefix(plain)
        return self.database_url

    @property
    def evidence_form_mib(self) -> int:
        """Give the largest upload of several files of evidence in MiB."""
        return 5 * self.evidence_file_mib

    @property
    def keys_dir(self) -> Path:
        """Give the folder of the key files."""
        return self.data_dir / "keys"


_current: list[Settings] = []
_keys: dict[Path, bytes] = {}


def settings() -> Settings:
    """Return the settings, read from the environment at the first call."""
    if not _current:
        _current.append(Settings())
    return _current[0]


def use(chosen: Settings | None) -> None:
    """Make `chosen` the settings from now on; None reads the environment again at the next call."""
    _current[:] = [] if chosen is None else [chosen]
    forget_keys()


def forget_keys() -> None:
    """Read the key files again at the next use."""
    _keys.clear()


def ensure_keys(chosen: Settings | None = None) -> list[Path]:
    """Make the key files that are missing, readable by their owner only, and return those made.

    A key that exists is never overwritten, also when two servers start at the same moment.
    """
    folder = places.owned((chosen or settings()).keys_dir)
    made = [path for name in KEY_NAMES if _make_key(path := folder / f"{name}.key")]
    if made:
        places.sync(folder)
    return made


def key(name: str) -> bytes:
    """Return the key `name`. Raises MissingKey when its file isn't there or isn't a key."""
    path = settings().keys_dir / f"{name}.key"
    if path not in _keys:
        _keys[path] = read_key(path)
    return _keys[path]


def read_key(path: Path) -> bytes:
    """Return the key in the file `path`. Raises MissingKey when it isn't there or isn't a key."""
    try:
        value = bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError) as fault:
        raise MissingKey(path) from fault
    if len(value) != KEY_BYTES:
        raise MissingKey(path)
    return value


class HouseFault(RuntimeError):
    """Something of the house's surroundings that its operator must mend; the message says what."""


class MissingKey(HouseFault):
    """A key file is missing or damaged; the operator must put it back from the backup."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"key file {path} is missing or damaged: restore it; run `mediation migrate` on a new place")
        self.path = path


def _make_key(path: Path) -> bool:
    """Write a fresh key beside `path` and link it there; False when a key already stands there."""
    if path.exists():
        return False
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, secrets.token_bytes(KEY_BYTES).hex().encode() + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True
