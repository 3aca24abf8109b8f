from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from mediation import access, db
from mediation.access import ForeignStation, Scope, scope
from mediation.config import Settings
from mediation.domain.refusals import NotFound
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.history import HistoryLine
from mediation.models.referral import Referral
from mediation.models.user import User
from tests import make, world
from tests.world import World


@pytest.fixture
def built(settings: Settings) -> World:
    return world.stored()


@contextmanager
def seen_by(built: World, name: str) -> Iterator[Session]:
    with access.reading_as(built.users[name]) as session:
        yield session


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


def test_the_net_and_the_check_of_stations_are_in_force() -> None:
    assert sa.event.contains(Session, "do_orm_execute", scope._cast_net)
    assert sa.event.contains(Session, "before_flush", scope._check_stations)
