from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from mediation import access, db
from mediation.access import rows
from mediation.config import Settings
from mediation.models.claim import Claim
from tests import access_table, mutants, world
from tests.world import World

CASE_TABLES = sorted(
    name for name, table in SQLModel.metadata.tables.items() if "case_id" in table.columns and name != "history_line"
)


ROWS_FILE = Path(str(rows.__file__))
ROW_MUTANTS = list(mutants.conditions_removed(ROWS_FILE))


@pytest.fixture
def built(settings: Settings) -> World:
    return world.stored()


def keyed(built: World, table: str) -> Callable[[Any], str]:
    """Say how a row of `table` is called in the tables of expectations."""
    stations = {station.id: code for code, station in built.stations.items()}
    cases = {case.id: name for name, case in built.cases.items()}
    users = {user.id: name for name, user in built.users.items()}
    by_table: dict[str, Callable[[Any], str]] = {
        "case_file": lambda row: cases[row.id],
        "history_line": lambda row: (("wages-" if row.subject_kind in ("claim_sheet", "floor_check") else "") + cases.get(row.case_id, ""))
        or ("talks-" if row.subject_kind == "talks" else "") + stations.get(row.station_id, row.station_id),
        "case_counter": lambda row: stations[row.station_id],
        "talks_note": lambda row: f"{stations[row.station_id]}:{users.get(row.noted_by, 'nobody')}:{row.side}",
        "document": lambda row: cases.get(row.case_id) or f"talks-{stations[row.station_id]}",
        "document_content": lambda row: cases.get(row.case_id) or f"talks-{stations[row.station_id]}",
        "sitting_note": lambda row: cases[row.case_id] + (f":{users[row.noted_by]}" if row.private else ""),
        "station": lambda row: stations[row.id],
        "user_account": lambda row: users[row.id],
        "membership": lambda row: f"{users[row.user_id]}@{stations[row.station_id]}",
        "auth_session": lambda row: users[row.user_id],
        "login_attempt": lambda row: row.source,
        "half_sign_in": lambda row: users[row.user_id],
        "escalation": lambda row: cases.get(row.case_id) or stations[row.station_id],
        "sweep_run": lambda row: row.id,
        "job_run": lambda row: row.id,
        "rule_version": lambda row: row.title,
        "rule_draft": lambda row: row.title,
        "answer_try": lambda row: row.source,
        "complaint": lambda row: row.number,
        "practice_run": lambda row: users[row.user_id] + (f"@{stations[row.station_id]}" if row.shared else ""),
        "evaluation_remark": lambda row: f"{users[row.user_id]}@{stations[row.station_id]}",
    }
    if table == "firm_client":
        return lambda row: stations[row.station_id] if row.name_sealed != b"x" else "another firm's"
    if table in access_table.STATION_TABLES:
        return lambda row: stations[row.station_id]
    if table in access_table.OWN_TABLES:
        return lambda row: users[row.user_id]
    return by_table.get(table, lambda row: cases[row.case_id])


def wanted(table: str, name: str) -> set[str]:
    """Give the rows of `table` that the user `name` is to see."""
    stations = access_table.STATIONS[name].split()
    colleagues = {one for code in stations for one in access_table.COLLEAGUES[code].split()}
    by_table = {
        "history_line": set(access_table.HISTORY[name].split()),
        "referral": set(access_table.REFERRALS[name].split()),
        "case_counter": set(access_table.COUNTERS.get(name, "").split()),
        "station": set(stations),
        "user_account": colleagues | {name},
        "membership": {f"{one}@{code}" for code in stations for one in access_table.COLLEAGUES[code].split()},
        "auth_session": {name},
        "login_attempt": set(),
        "half_sign_in": set(),
        "escalation": set(access_table.ESCALATIONS[name].split()),
        "sweep_run": set(),
        "job_run": set(),
        "answer_try": set(),
        "rule_version": {"rules"} if name in access_table.RULE_READERS else set(),
        "rule_draft": {"rules"} if name in access_table.RULE_READERS - {"auditor"} else set(),
        "equality_answer": set(),
        "talks_note": set(access_table.NOTES.get(name, "").split()),
        "sitting_note": set(access_table.CASES[name].split()) | ({f"A1:{name}"} & {"A1:mediator", "A1:union"}),
        "complaint": set(access_table.COMPLAINTS.get(name, "").split()),
        "practice_run": {name, *access_table.PRACTICE.get(name, "").split()},
        "evaluation_remark": set(access_table.REMARKS.get(name, "").split()),
        **{one: {name} for one in access_table.OWN_TABLES},
        **{one: set(seen.get(name, "").split()) for one, seen in access_table.STATION_TABLES.items()},
    }
    if table in ("document", "document_content"):
        return set(access_table.PAPERS[name].split())
    cases = access_table.WAGES if table in access_table.WAGE_TABLES else access_table.CASES
    return by_table.get(table, set(cases[name].split()))


def turn(mapper: Any) -> int:
    """Say which of its rule's tables this is: the first of each rule come first, so that a fault is soon found."""
    names = next((names for names in rows.OPEN_TO.values() if mapper.local_table.description in names), ())
    return names.index(mapper.local_table.description) if names else 0


def differing(built: World, session: Session, visible: Callable[..., Any], *, only: str = "") -> Iterator[str]:
    """Yield where `visible` shows other rows than the tables say, of all tables or `only` of one."""
    for mapper in sorted(SQLModel._sa_registry.mappers, key=turn):
        if only and only != mapper.local_table.description:
            continue
        table, name_of = mapper.local_table.description, keyed(built, mapper.local_table.description)
        for name, user in built.users.items():
            condition = visible(user, mapper.class_)
            shown = {name_of(row) for row in session.exec(select(mapper.class_).where(condition))}
            if shown != wanted(table, name):
                yield f"{name} sees of {table}: {sorted(shown)}"


def test_every_user_sees_exactly_the_rows_of_the_table(built: World) -> None:
    with db.reading() as session:
        assert list(differing(built, session, access.visible)) == []


def test_every_mapped_class_has_a_row_rule() -> None:
    assert {mapper.local_table.description for mapper in SQLModel._sa_registry.mappers} == set(access.ROWS)


def test_every_table_of_a_case_carries_station_and_case() -> None:
    without = [name for name in CASE_TABLES if "station_id" not in SQLModel.metadata.tables[name].columns]
    assert without == []
    assert len(CASE_TABLES) >= 9


def test_a_class_without_a_rule_gives_nothing(built: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "ROWS", {name: rule for name, rule in rows.ROWS.items() if name != "claim"})

    with access.reading_as(built.users["supervisor"]) as session:
        assert session.exec(select(Claim)).all() == []


def test_without_one_condition_other_rows_would_be_seen(sqlite_settings: Settings) -> None:
    built = world.stored()

    survivors = []
    with db.reading() as session:
        for label, mutant in ROW_MUTANTS:
            weak = mutant.load()
            try:
                told = next(differing(built, session, weak["visible"]), None)
            except Exception as fault:  # noqa: BLE001 - a mutant that breaks is noticed too
                told = type(fault).__name__
            if told is None:
                survivors.append(label)

    assert survivors == [], survivors
    assert len(ROW_MUTANTS) > 15


def test_a_table_without_its_rule_would_show_other_rows(sqlite_settings: Settings) -> None:
    built = world.stored()

    unnoticed = []
    with db.reading() as session:
        for name in rows.ROWS:
            if next(differing(built, session, _open_door, only=name), None) is None:
                unnoticed.append(name)

    assert unnoticed == []


def _open_door(user: Any, model: Any) -> Any:
    return sa.true()
