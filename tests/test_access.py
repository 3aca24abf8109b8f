from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col, select

from mediation import access, db
from mediation.access import ACTS, Facts, ForeignStation, Scope, acts, rows, scope
from mediation.config import Settings
from mediation.domain.refusals import Forbidden, NotFound
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.history import HistoryLine
from mediation.models.referral import Referral
from mediation.models.user import User
from tests import access_table, make, mutants, world
from tests.world import World

CASE_TABLES = sorted(
    name for name, table in SQLModel.metadata.tables.items() if "case_id" in table.columns and name != "history_line"
)


@dataclass(frozen=True)
class Someone:
    """A user as far as access looks."""

    role: str
    desk: str | None
    id: str = "me"
    station_ids: tuple[str, ...] = ("A",)


@pytest.fixture
def built(settings: Settings) -> World:
    with db.transaction() as session:
        return world.build(session)


@contextmanager
def seen_by(built: World, name: str) -> Iterator[Session]:
    with access.reading_as(built.users[name]) as session:
        yield session


# --- acts ---------------------------------------------------------------------------------------------------------


def relations(desk: str | None) -> dict[str, Facts]:
    other = "judicial_office"
    mine = desk or other
    return {
        "L": Facts("A", mine, mine, frozenset({mine}), "me"),
        "A": Facts("A", mine, other, frozenset({mine, other}), "me"),
        "C": Facts("A", other, other, frozenset({other}), "you"),
        "G": Facts("A", mine, mine, frozenset({other}), "me"),
        "F": Facts("B", mine, mine, frozenset({mine}), "you"),
        "N": Facts("A"),
        "U": Facts(),
    }


def answers(decide: Callable[[Any, str, Any], bool], what: str) -> str:
    """Write what `decide` answers for every person and relation as a line of the table."""
    line = []
    for role, desk in access_table.PEOPLE:
        person = Someone(role, desk)
        known = relations(desk) | ({"R": None} if what in ACTS else {})
        line.append("".join(sign for sign, facts in known.items() if decide(person, what, facts)) or "-")
    return " ".join(line)


def expected(line: str) -> str:
    return " ".join(line.split())


def test_every_act_answers_as_the_table_says() -> None:
    assert {act: answers(access.may, act) for act in ACTS} == {
        act: expected(line) for act, line in access_table.ACTS.items()
    }


def test_every_section_is_seen_as_the_table_says() -> None:
    assert {section: answers(access.sees, section) for section in access_table.SECTIONS} == {
        section: expected(line) for section, line in access_table.SECTIONS.items()
    }


def test_an_act_that_is_not_in_the_table_is_open_to_nobody() -> None:
    assert not any(access.may(Someone(role, desk), "case.burn") for role, desk in access_table.PEOPLE)


def test_a_refused_act_raises() -> None:
    with pytest.raises(Forbidden):
        access.require(Someone("auditor", None), "case.read", Facts("A"))
    access.require(Someone("mediator", None), "case.read", Facts("A"))


# --- rows ---------------------------------------------------------------------------------------------------------


def keyed(built: World, table: str) -> Callable[[Any], str]:
    """Say how a row of `table` is called in the tables of expectations."""
    stations = {station.id: code for code, station in built.stations.items()}
    cases = {case.id: name for name, case in built.cases.items()}
    users = {user.id: name for name, user in built.users.items()}
    by_table: dict[str, Callable[[Any], str]] = {
        "case_file": lambda row: cases[row.id],
        "history_line": lambda row: cases.get(row.case_id) or stations.get(row.station_id, row.station_id),
        "case_counter": lambda row: stations[row.station_id],
        "station": lambda row: stations[row.id],
        "user_account": lambda row: users[row.id],
        "membership": lambda row: f"{users[row.user_id]}@{stations[row.station_id]}",
        "auth_session": lambda row: users[row.user_id],
        "login_attempt": lambda row: row.source,
    }
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
    }
    cases = access_table.WAGES if table in access_table.WAGE_TABLES else access_table.CASES
    return by_table.get(table, set(cases[name].split()))


def differing(built: World, session: Session, visible: Callable[..., Any]) -> Iterator[str]:
    """Yield where `visible` shows other rows than the tables say."""
    for mapper in SQLModel._sa_registry.mappers:
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

    with seen_by(built, "supervisor") as session:
        assert session.exec(select(Claim)).all() == []


# --- the scope ----------------------------------------------------------------------------------------------------


def test_a_foreign_and_a_missing_row_get_the_same_answer(built: World) -> None:
    with db.reading() as session:
        mine = Scope(session, built.users["union"])
        said = set()
        for row_id in ("case-B1", "case-A3", "nothing", "", "\x00", "\ud800", "案", "x" * 5000, "' OR 1=1 --"):
            with pytest.raises(NotFound) as caught:
                mine.get(Case, row_id)
            said.add(str(caught.value))
        assert mine.get(Case, "case-A1").number == "A1"
    assert len(said) == 1


def test_a_count_counts_only_what_is_seen(built: World) -> None:
    with db.reading() as session:
        mine = Scope(session, built.users["union"])

        assert mine.count(Case) == 2
        assert mine.count(Case, col(Case.number) == "A1") == 1
        assert len(session.exec(mine.select(Claim)).all()) == 2


def test_access_of_a_desk_ends_with_its_referral(built: World) -> None:
    with db.transaction() as session:
        session.get_one(Referral, "referral-union-A1").state = "closed"

    with db.reading() as session, pytest.raises(NotFound):
        Scope(session, built.users["union"]).get(Case, "case-A1")


# --- the net ------------------------------------------------------------------------------------------------------

TWO = ["A1", "A2"]
NUMBER = col(Case.number)
OTHER = aliased(Case)
PATHS: dict[str, Callable[[Session], list[Any]]] = {
    "entities": lambda session: [case.number for case in session.exec(select(Case).order_by(NUMBER))],
    "columns": lambda session: list(session.exec(select(Case.number).order_by(NUMBER))),
    "alias": lambda session: list(session.exec(select(OTHER.number).order_by(OTHER.number))),
    "plain select": lambda session: list(session.execute(sa.select(Case.number).order_by(NUMBER)).scalars()),
    "join": lambda session: list(
        session.exec(select(Case.number).join(Claim, col(Claim.case_id) == Case.id).order_by(NUMBER))
    ),
    "joined to": lambda session: list(
        session.exec(select(Case.number).select_from(Claim).join(Case, col(Claim.case_id) == Case.id).order_by(NUMBER))
    ),
    "subquery": lambda session: sorted(session.execute(sa.select(select(Case).subquery().c.number)).scalars()),
    "exists": lambda session: [
        claim.case_id[-2:]
        for claim in session.exec(
            select(Claim).where(sa.exists().where(Case.id == Claim.case_id)).order_by(col(Claim.case_id))
        )
    ],
    "union": lambda session: sorted(session.execute(sa.union(select(Case.number), select(Case.number))).scalars()),
    "in": lambda session: [
        claim.case_id[-2:]
        for claim in session.exec(select(Claim).where(col(Claim.case_id).in_(select(Case.id))).order_by(Claim.case_id))
    ],
    "get": lambda session: [
        case.number for name in ("A1", "A2", "A3", "A4", "B1") if (case := session.get(Case, f"case-{name}"))
    ],
}


@pytest.mark.parametrize("path", PATHS)
def test_under_the_net_every_way_of_asking_gives_only_what_is_seen(built: World, path: str) -> None:
    with seen_by(built, "union") as session:
        assert PATHS[path](session) == TWO


def test_under_the_net_counts_count_only_what_is_seen(built: World) -> None:
    with seen_by(built, "union") as session:
        assert session.exec(select(sa.func.count()).select_from(Case)).one() == 2
        assert session.exec(select(sa.func.count(col(Case.id)))).one() == 2
        counted = session.execute(sa.select(sa.select(sa.func.count(col(Case.id))).scalar_subquery())).scalar()
        assert counted == 2


def test_under_the_net_bulk_changes_reach_only_what_is_seen(built: World) -> None:
    with db.transaction() as session:
        Scope(session, built.users["union"])
        session.info["net"] = True
        session.execute(sa.update(Case).values(summary="x"))
        session.execute(sa.delete(Claim))
    with db.reading() as session:
        changed = session.exec(select(Case.number).where(Case.summary == "x").order_by(NUMBER)).all()
        left = session.exec(select(sa.func.count()).select_from(Claim)).one()
    assert list(changed) == TWO
    assert left == 4


def test_under_the_net_a_colleague_is_seen_and_a_stranger_is_not(built: World) -> None:
    with seen_by(built, "union") as session:
        names = set(session.exec(select(User.name)))
    assert "mediator" in names
    assert "mediator_b" not in names


def test_as_the_house_one_reads_everything_and_only_inside_the_block(built: World) -> None:
    with seen_by(built, "union") as session:
        with access.as_house(session, "count all"):
            assert len(session.exec(select(Case)).all()) == 6
        assert session.exec(select(sa.func.count()).select_from(Case)).one() == 2
        with pytest.raises(ValueError, match="why"), access.as_house(session, ""):
            pass


def test_the_scope_comes_back_after_a_fault_inside_the_house(built: World) -> None:
    def fail(session: Session) -> None:
        with access.as_house(session, "fail"):
            raise RuntimeError("inside")

    with seen_by(built, "union") as session:
        with pytest.raises(RuntimeError):
            fail(session)
        assert len(session.exec(select(Case)).all()) == 2


@pytest.mark.parametrize("way", ["add", "move", "delete"])
def test_a_row_of_another_station_is_not_stored(built: World, way: str) -> None:
    def act() -> None:
        with db.transaction() as session:
            foreign = session.get_one(Case, "case-B1")
            own = session.get_one(Case, "case-A1")
            Scope(session, built.users["mediator"])
            if way == "add":
                make.case(session, built.stations["B"], "B9")
            elif way == "move":
                own.station_id = built.stations["B"].id
            else:
                session.delete(foreign)

    with pytest.raises(ForeignStation):
        act()


def test_a_user_of_two_stations_stores_rows_of_both(built: World) -> None:
    with db.transaction() as session:
        Scope(session, built.users["both"])
        make.case(session, built.stations["A"], "A9")
        make.case(session, built.stations["B"], "B9")

    with db.reading() as session:
        assert len(session.exec(select(Case)).all()) == 8


def test_history_may_be_written_under_a_scope(built: World) -> None:
    with db.transaction() as session:
        Scope(session, built.users["union"])
        world.history.record(session, station_id=None, actor="u", act="x", subject=("x", "x"), now=make.NOW)

    with db.reading() as session:
        assert session.exec(select(HistoryLine).where(HistoryLine.actor == "u")).one()


# --- each condition counts ----------------------------------------------------------------------------------------

ACTS_FILE, ROWS_FILE = Path(str(acts.__file__)), Path(str(rows.__file__))
ACT_MUTANTS = list(mutants.conditions_removed(ACTS_FILE))
ROW_MUTANTS = list(mutants.conditions_removed(ROWS_FILE))


@pytest.mark.parametrize(("label", "mutant"), ACT_MUTANTS, ids=[label for label, _ in ACT_MUTANTS])
def test_without_one_condition_an_act_would_answer_otherwise(label: str, mutant: Any) -> None:
    weak = mutants.load(mutant, ACTS_FILE)

    def table() -> dict[str, str]:
        return {act: answers(weak["may"], act) for act in access_table.ACTS} | {
            section: answers(weak["sees"], section) for section in access_table.SECTIONS
        }

    try:
        told = table()
        told["unknown act"] = str(weak["may"](Someone("mediator", None), "case.burn"))
        told["refusal"] = refusal(weak)
    except Exception as fault:  # noqa: BLE001 - a mutant that breaks is noticed too
        told = {"fault": type(fault).__name__}
    want = {name: expected(line) for name, line in (access_table.ACTS | access_table.SECTIONS).items()}
    assert told != want | {"unknown act": "False", "refusal": "Forbidden"}, label


def refusal(weak: dict[str, Any]) -> str:
    """Say what a weakened `require` does with an act that is refused."""
    try:
        weak["require"](Someone("auditor", None), "case.read", Facts("A"))
    except Forbidden as refused:
        return type(refused).__name__
    return "nothing"


def test_without_one_condition_other_rows_would_be_seen(sqlite_settings: Settings) -> None:
    with db.transaction() as session:
        built = world.build(session)

    survivors = []
    with db.reading() as session:
        for label, mutant in ROW_MUTANTS:
            weak = mutants.load(mutant, ROWS_FILE)
            try:
                told = next(differing(built, session, weak["visible"]), None)
            except Exception as fault:  # noqa: BLE001 - a mutant that breaks is noticed too
                told = type(fault).__name__
            if told is None:
                survivors.append(label)

    assert survivors == []
    assert len(ROW_MUTANTS) > 15


def test_a_table_without_its_rule_would_show_other_rows(sqlite_settings: Settings) -> None:
    with db.transaction() as session:
        built = world.build(session)

    unnoticed = []
    with db.reading() as session:
        for name in rows.ROWS:
            if next(differing(built, session, partial(_open_door, name)), None) is None:
                unnoticed.append(name)

    assert unnoticed == []


def _open_door(name: str, user: Any, model: Any) -> Any:
    return sa.true() if sa.inspect(model).local_table.description == name else rows.visible(user, model)


def test_the_net_and_the_check_of_stations_are_in_force() -> None:
    assert sa.event.contains(Session, "do_orm_execute", scope._cast_net)
    assert sa.event.contains(Session, "before_flush", scope._check_stations)
