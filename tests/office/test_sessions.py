from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from mediation import config, db
from mediation.config import Settings
from mediation.domain.refusals import NotFound, Refused
from mediation.models.user import User
from mediation.office import passwords, sign_in
from mediation.office.sign_in import Place, SignedIn, TooMany, WrongPassword
from tests import make
from tests.make import NOW, PASSWORD

HERE = Place("10.0.0.1", "Firefox")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def zhang(settings: Settings) -> User:
    with db.transaction() as session:
        user: User = make.user(session, "zhang", at=make.station(session))
        return user


def enter(name: str = "zhang", password: str = PASSWORD, *, place: Place = HERE, now: datetime = NOW) -> SignedIn:
    return sign_in.sign_in(name, password, place=place, now=now)


def living(token: str, now: datetime) -> bool:
    with db.reading() as session:
        return sign_in.look_up(session, token, now=now) is not None


def test_a_sign_in_ends_after_half_an_hour_of_silence(zhang: User) -> None:
    token = enter().token

    assert living(token, NOW + timedelta(minutes=29, seconds=59))
    assert not living(token, NOW + timedelta(minutes=30))


def test_a_used_sign_in_ends_after_twelve_hours(zhang: User) -> None:
    token, now = enter().token, NOW
    while now < NOW + timedelta(hours=12) - timedelta(minutes=20):
        now += timedelta(minutes=20)
        with db.transaction() as session:
            found = sign_in.look_up(session, token, now=now)
            assert found is not None
            sign_in.touch(session, found.id, now=now)

    assert living(token, NOW + timedelta(hours=12) - timedelta(seconds=1))
    assert not living(token, NOW + timedelta(hours=12))


def test_a_sign_of_life_is_written_once_a_minute_at_most(zhang: User) -> None:
    token = enter().token
    with db.reading() as session:
        found = sign_in.look_up(session, token, now=NOW)

    assert found is not None
    assert not sign_in.needs_touch(found, now=NOW + timedelta(seconds=59))
    assert sign_in.needs_touch(found, now=NOW + MINUTE)


def test_an_ended_sign_in_is_dead_at_once(zhang: User) -> None:
    one, two = enter().token, enter().token

    with db.transaction() as session:
        sign_in.end(session, one, now=NOW)

    assert not living(one, NOW)
    assert living(two, NOW)


def test_signing_in_again_ends_the_sign_in_it_replaces(zhang: User) -> None:
    old = enter().token

    new = sign_in.sign_in("zhang", PASSWORD, place=HERE, replaces=old, now=NOW).token

    assert not living(old, NOW)
    assert living(new, NOW)


@pytest.mark.parametrize("token", ["", "x", "x" * 10_000, "１２３", "\x00", "\ud800", "' OR 1=1 --"])
def test_a_strange_token_is_nobody(zhang: User, token: str) -> None:
    assert not living(token, NOW)


def test_one_sees_and_ends_only_the_own_sign_ins(zhang: User) -> None:
    with db.transaction() as session:
        other = make.user(session, "li")
    mine, its = enter().token, enter("li").token

    with db.transaction() as session:
        (row,) = sign_in.living(session, zhang, now=NOW)
        foreign = sign_in.look_up(session, its, now=NOW)
        assert foreign is not None
        with pytest.raises(NotFound):
            sign_in.end_one(session, foreign.id, by=zhang, now=NOW)
        sign_in.end_one(session, row.id, by=zhang, now=NOW)

    assert not living(mine, NOW)
    assert living(its, NOW)
    assert other.id != zhang.id


def test_changing_the_password_ends_the_other_sign_ins_and_opens_one(zhang: User) -> None:
    old = [enter().token, enter().token]

    fresh = sign_in.change_password(zhang.id, old=PASSWORD, new="another-willow-77-bridge", place=HERE, now=NOW).token

    assert not any(living(token, NOW) for token in old)
    assert living(fresh, NOW)
    assert enter(password="another-willow-77-bridge", now=NOW + MINUTE).user.id == zhang.id


def test_the_old_password_cannot_be_guessed_through_the_change(zhang: User) -> None:
    for _ in range(5):
        with pytest.raises(WrongPassword):
            sign_in.change_password(zhang.id, old="wrong", new="another-willow-77-bridge", place=HERE, now=NOW)

    with pytest.raises(TooMany):
        sign_in.change_password(zhang.id, old=PASSWORD, new="another-willow-77-bridge", place=HERE, now=NOW)


def test_a_weak_new_password_changes_nothing(zhang: User) -> None:
    token = enter().token

    with pytest.raises(Refused):
        sign_in.change_password(zhang.id, old=PASSWORD, new="short", place=HERE, now=NOW)

    assert living(token, NOW)


@pytest.fixture
def dearer(settings: Settings) -> Iterator[None]:
    config.use(settings.model_copy(update={"argon2_rounds": 2}))
    yield
    config.use(settings)


def test_a_hash_of_an_old_cost_is_renewed_at_sign_in(zhang: User, dearer: None) -> None:
    enter()

    with db.reading() as session:
        stored = session.get_one(User, zhang.id).password_hash
    assert "t=2" in stored
    assert passwords.matches(stored, PASSWORD)


def test_old_tries_and_sign_ins_are_cleared_out(zhang: User) -> None:
    enter()
    with db.transaction() as session:
        assert sign_in.clear_out(session, now=NOW + timedelta(days=30)) == 0
        assert sign_in.clear_out(session, now=NOW + timedelta(days=31)) == 2
