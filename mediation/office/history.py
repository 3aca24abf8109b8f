"""The history: who did what when, as one keyed chain a station, written with the change itself."""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import config, db, places, seals
from mediation.models.base import fresh, table_of
from mediation.models.history import HOUSE, HistoryLine

__all__ = ["HOUSE", "SWEEP", "Broken", "Entry", "Verified", "anchor", "hold", "record", "record_all", "verify"]

START: Final = "0" * 64
SENSITIVE: Final = frozenset(
    {"id_number", "phone", "account", "bank_account", "payee_account", "password", "caucus_notes", "police_note"}
)
FINGERPRINT: Final = 16
BATCH: Final = 1000
SWEEP: Final = "sweep"
PARTY: Final = "当事人"
MACHINES: Final = frozenset({SWEEP, "worker", PARTY})
"""Actors that are none of the station: what they write is no sign that somebody works on a case."""
LOOKING: Final = frozenset({
    "case.read", "case.unmask", "document.read", "evidence.read", "evidence.bundle", "evidence.bundle_read",
    "escalation.acknowledge", "escalation.assign", "referral.reassign",
})  # fmt: skip
"""Acts of people that don't move a case on."""

MACED: Final = (
    "station_id", "seq", "at", "actor", "act", "subject_kind", "subject_id", "case_id", "fields_json", "prev",
)  # fmt: skip
"""What the mac of a line covers, in this order for good."""


@dataclass(frozen=True)
class Entry:
    """What one line says: the act, its subject (kind and id), what changed, and the case unless it is the subject."""

    act: str
    subject: tuple[str, str]
    fields: Mapping[str, Any] = field(default_factory=dict)
    case_id: str | None = None


@dataclass(frozen=True)
class Broken:
    """The first link that doesn't hold: which chain, which line, what is wrong with it."""

    station_id: str
    seq: int
    reason: str


@dataclass(frozen=True)
class Verified:
    """The outcome of a check of the whole history; `broken` is None when every link holds."""

    lines: int
    broken: Broken | None


def record(
    session: Session,
    *,
    station_id: str | None,
    actor: str,
    act: str,
    subject: tuple[str, str],
    fields: Mapping[str, Any] | None = None,
    case_id: str | None = None,
    now: datetime,
) -> HistoryLine:
    """Add a line to the station's chain (None: the house's own) in the session's transaction.

    Values of sensitive fields are kept only as a keyed fingerprint; private numbers in other text are masked.
    For the subject `("case", id)` the line belongs to that case without saying so in `case_id`.
    """
    entry = Entry(act, subject, fields or {}, case_id)
    [values] = _lines_of(session, [entry], station_id, actor, now)
    line = HistoryLine(**values)
    session.add(line)
    session.flush()
    _note_entries(session, [values], actor)
    return line


def record_all(
    session: Session, entries: Sequence[Entry], *, station_id: str | None, actor: str, now: datetime
) -> None:
    """Add several lines to one chain, in their order, as `record` adds one, in a few statements."""
    if not entries:
        return
    lines = _lines_of(session, entries, station_id, actor, now)
    session.execute(sa.insert(table_of(HistoryLine)), lines)
    _note_entries(session, lines, actor)


def _lines_of(
    session: Session, entries: Sequence[Entry], station_id: str | None, actor: str, now: datetime
) -> list[dict[str, Any]]:
    """Return the next lines of a chain as plain values."""
    chain, lines = station_id or HOUSE, list[dict[str, Any]]()
    session.flush()
    seq, prev = _tip(session, chain)
    for nth, entry in enumerate(entries, seq + 1):
        lines.append(_line(chain, nth, prev, entry, actor, now))
        prev = lines[-1]["mac"]
    return lines


def hold(session: Session, station_ids: Iterable[str]) -> None:
    """Take the chains' locks now, in an order all keep to, for a transaction that locks rows of several acts first."""
    for chain in sorted(set(station_ids)):
        _lock(session, chain)


def _line(chain: str, seq: int, prev: str, entry: Entry, actor: str, now: datetime) -> dict[str, Any]:
    kind, subject_id = entry.subject
    line = fresh(
        HistoryLine, station_id=chain, seq=seq, at=now.astimezone(UTC), actor=actor, act=entry.act, subject_kind=kind,
        subject_id=subject_id, case_id=entry.case_id or (subject_id if kind == "case" else None),
        fields_json=_json({name: _harmless(name, value) for name, value in entry.fields.items()}), prev=prev,
    )  # fmt: skip
    return {**line, "mac": _mac(line)}


def _note_entries(session: Session, lines: Iterable[Mapping[str, Any]], actor: str) -> None:
    """Note on each case when a person last wrote something into it; escalation.silent counts from there."""
    if actor in MACHINES:
        return
    found = {line["case_id"]: line["at"] for line in lines if line["case_id"] and line["act"] not in LOOKING}
    if not found:
        return
    from mediation.models.case import Case  # here: accounts need the history, but light commands no cases

    cases, last = table_of(Case), col(Case.last_entry_at)
    case_id, at = sa.bindparam("of_case", type_=cases.c.id.type), sa.bindparam("entered", type_=cases.c.decided_at.type)
    noting = sa.update(cases).where(cases.c.id == case_id, sa.or_(last.is_(None), last < at)).values(last_entry_at=at)
    session.execute(noting, [{"of_case": one, "entered": when} for one, when in found.items()])


def verify(session: Session, *, anchors: Path | None = None) -> Verified:
    """Recompute every line of every chain and compare with the anchors outside the database.

    Stops at the first link that doesn't hold. A tail cut off after the last anchor can't be seen.
    """
    lines = 0
    tips: dict[str, tuple[int, str]] = {}
    for line in _lines(session):
        seq, prev = tips.get(line.station_id, (0, START))
        reason = _fault(line, seq, prev)
        if reason:
            return Verified(lines, Broken(line.station_id, min(line.seq, seq + 1), reason))
        tips[line.station_id] = (line.seq, line.mac)
        lines += 1
    return Verified(lines, _check_anchors(session, anchors or anchor_file()))


def anchor(session: Session, *, now: datetime, anchors: Path | None = None) -> int:
    """Write the tip of every chain that moved to the anchor file; return how many were written.

    Keep copies of the file where the server can't reach them: it is what shows that a tail was cut off.
    """
    path = anchors or anchor_file()
    known = {entry["station_id"]: entry["seq"] for entry in _anchors(path)}
    fresh = [
        {"station_id": line.station_id, "seq": line.seq, "mac": line.mac, "at": now.astimezone(UTC).isoformat()}
        for line in _tips(session)
        if known.get(line.station_id) != line.seq
    ]
    if fresh:
        _append(path, [{**entry, "seal": _hmac(_json(entry))} for entry in fresh])
    return len(fresh)


def anchor_file() -> Path:
    """Give the place of the anchor file."""
    return config.settings().data_dir / "anchors.jsonl"


def _tip(session: Session, chain: str) -> tuple[int, str]:
    """Take the chain's lock (PostgreSQL; SQLite has one writer anyway) and return its last number and mac."""
    _lock(session, chain)
    last = session.execute(
        sa.select(col(HistoryLine.seq), col(HistoryLine.mac))
        .select_from(sa.inspect(HistoryLine).local_table)
        .where(col(HistoryLine.station_id) == chain)
        .order_by(col(HistoryLine.seq).desc())
        .limit(1)
    ).first()
    return (last[0], last[1]) if last else (0, START)


def _lock(session: Session, chain: str) -> None:
    if not db.is_sqlite(session):
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(chain, 0))))


def _harmless(name: str, value: Any) -> Any:
    """Return what may stand in a line: a fingerprint of sensitive fields, other values as plain JSON."""
    if name.removesuffix("_sealed") in SENSITIVE:
        return None if value is None else {"fingerprint": _hmac(f"{name}={value}")[:FINGERPRINT]}
    if isinstance(value, str):
        return seals.redact(value)
    if isinstance(value, Mapping):
        return {str(key): _harmless(str(key), inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_harmless(name, inner) for inner in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value if value is None or isinstance(value, (bool, int, float)) else seals.redact(str(value))


def _mac(line: Mapping[str, Any]) -> str:
    at = line["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return _hmac(_json([at if name == "at" else line[name] for name in MACED]))


def _fault(line: HistoryLine, seq: int, prev: str) -> str:
    if line.seq != seq + 1:
        return f"line {seq + 1} is missing"
    if line.prev != prev:
        return "the line doesn't follow the one before it"
    if not hmac.compare_digest(line.mac.encode(), _mac({name: getattr(line, name) for name in MACED}).encode()):
        return "the line was changed"
    return ""


def _check_anchors(session: Session, path: Path) -> Broken | None:
    try:
        entries = _anchors(path)
    except ValueError:
        return Broken(HOUSE, 0, "the anchor file is damaged")
    for entry in entries:
        chain, seq = str(entry.get("station_id")), int(entry.get("seq", 0))
        body = {name: value for name, value in entry.items() if name != "seal"}
        if not hmac.compare_digest(str(entry.get("seal")).encode(), _hmac(_json(body)).encode()):
            return Broken(chain, seq, "an entry of the anchor file was changed")
        mac = session.exec(
            select(HistoryLine.mac).where(HistoryLine.station_id == chain, HistoryLine.seq == seq)
        ).first()
        if mac is None:
            return Broken(chain, seq, "the end of the chain was cut off: an anchored line is gone")
        if mac != entry["mac"]:
            return Broken(chain, seq, "the chain was written anew: an anchored line is another one")
    return None


def _lines(session: Session) -> Iterator[HistoryLine]:
    """Yield every line in order of chain and number, from the database, a thousand at a time."""
    ordered = select(HistoryLine).order_by(col(HistoryLine.station_id), col(HistoryLine.seq))
    yield from session.exec(ordered.execution_options(yield_per=BATCH, populate_existing=True))


def _tips(session: Session) -> list[HistoryLine]:
    last = (
        select(HistoryLine.station_id, sa.func.max(HistoryLine.seq).label("seq"))
        .group_by(col(HistoryLine.station_id))
        .subquery()
    )
    joined = select(HistoryLine).join(
        last, sa.and_(col(HistoryLine.station_id) == last.c.station_id, col(HistoryLine.seq) == last.c.seq)
    )
    return list(session.exec(joined.order_by(col(HistoryLine.station_id))))


def _anchors(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def _append(path: Path, entries: list[dict[str, Any]]) -> None:
    places.owned(path.parent)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, "".join(_json(entry) + "\n" for entry in entries).encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def _hmac(text: str) -> str:
    return hmac.new(config.key("history"), text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
