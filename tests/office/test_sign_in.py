from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from mediation import db
from mediation.config import Settings
from mediation.domain.refusals import Refused
from mediation.models.history import HistoryLine
from mediation.models.session import AuthSession, LoginAttempt
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


def fail(times: int, *, now: datetime = NOW, name: str = "zhang", place: Place = HERE) -> None:
    for _ in range(times):
        with pytest.raises(WrongPassword):
            enter(name, "wrong-password-here", now=now, place=place)


def fail_ten_times() -> datetime:
    """Use up the ten failures that lock an account, as fast as it goes; return when that was."""
    fail(5)
    fail(5, now=NOW + 2 * MINUTE)
    return NOW + 2 * MINUTE


def living(token: str, now: datetime) -> bool:
    with db.reading() as session:
        return sign_in.look_up(session, token, now=now) is not None


def test_the_right_password_opens_a_sign_in_of_a_random_token(zhang: User) -> None:
    one, two = enter(), enter()

    assert one.user.id == zhang.id
    assert len(one.token) >= 43
    assert one.token != two.token
    assert living(one.token, NOW)


def test_only_the_hash_of_the_token_is_kept(zhang: User) -> None:
    token = enter().token

    with db.reading() as session:
        row = session.exec(select(AuthSession)).one()
    assert token not in str(row.model_dump())


@pytest.mark.parametrize("name", ["zhang", "ZHANG", " zhang ", "ｚｈａｎｇ"])
def test_the_name_may_be_typed_in_any_way(zhang: User, name: str) -> None:
    assert enter(name).user.id == zhang.id


def test_unknown_disabled_and_wrong_get_the_same_answer(zhang: User) -> None:
    with db.transaction() as session:
        make.user(session, "gone", active=False)

    answers = set()
    for name, password in (
        ("zhang", "wrong-password-here"),
        ("nobody", PASSWORD),
        ("gone", PASSWORD),
        ("\x00", PASSWORD),
        ("\ud800", "\ud800"),
    ):
        with pytest.raises(WrongPassword) as caught:
            enter(name, password)
        answers.add(str(caught.value.problems))
    assert len(answers) == 1


def test_an_unknown_name_costs_a_hash_too(zhang: User, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = []
    matches = passwords.matches
    monkeypatch.setattr(passwords, "matches", lambda stored, given: checked.append(stored) or matches(stored, given))

    fail(1, name="nobody")

    assert len(checked) == 1
    assert checked[0].split("$")[3] == zhang.password_hash.split("$")[3]


@pytest.mark.parametrize("name", ["zhang", "nobody"])
def test_the_sixth_try_of_a_name_within_a_minute_is_refused(zhang: User, name: str) -> None:
    fail(5, name=name)

    with pytest.raises(TooMany):
        enter(name)
    with pytest.raises(TooMany):
        enter(name, now=NOW + timedelta(seconds=59))


def test_after_a_minute_one_may_try_again(zhang: User) -> None:
    fail(5)

    assert enter(now=NOW + MINUTE).user.id == zhang.id


def test_the_limit_of_one_name_does_not_touch_another(zhang: User) -> None:
    fail(5, name="nobody")

    assert enter().user.id == zhang.id


def test_thirty_tries_a_minute_from_one_place_are_the_most(zhang: User) -> None:
    for number in range(30):
        fail(1, name=f"guess{number}")

    with pytest.raises(TooMany):
        enter()
    assert enter(place=Place("10.0.0.2")).user.id == zhang.id
    assert enter(now=NOW + MINUTE).user.id == zhang.id


def test_ten_failures_lock_the_account_for_a_quarter_of_an_hour(zhang: User) -> None:
    locked = fail_ten_times()

    with pytest.raises(TooMany):
        enter(now=locked + timedelta(minutes=14, seconds=59))
    assert enter(now=locked + timedelta(minutes=15)).user.id == zhang.id


def test_tries_during_a_lock_do_not_make_it_longer(zhang: User) -> None:
    locked = fail_ten_times()
    for minute in range(1, 15):
        with pytest.raises(TooMany):
            enter(now=locked + minute * MINUTE)

    assert enter(now=locked + timedelta(minutes=15)).user.id == zhang.id


def test_after_a_lock_ten_more_tries_are_left(zhang: User) -> None:
    later = fail_ten_times() + timedelta(minutes=15)

    fail(4, now=later)

    assert enter(now=later).user.id == zhang.id


def test_a_success_wipes_the_failures_away(zhang: User) -> None:
    fail(4)
    enter()
    fail(5, now=NOW + 2 * MINUTE)

    assert enter(now=NOW + 4 * MINUTE).user.id == zhang.id


def test_a_lock_is_written_into_the_history(zhang: User) -> None:
    fail_ten_times()

    with db.reading() as session:
        (line,) = session.exec(select(HistoryLine)).all()
    assert (line.act, line.subject_id) == ("user.locked", zhang.id)


def test_many_tries_at_once_cannot_pass_the_limit(zhang: User) -> None:
    def attempt(_: int) -> str:
        try:
            enter(password="wrong-password-here")
        except Refused as refused:
            return type(refused).__name__
        return "in"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, range(24)))

    assert outcomes.count("WrongPassword") == 5
    assert outcomes.count("TooMany") == 19


def test_typed_names_are_not_stored(zhang: User) -> None:
    fail(1, name="my-secret-password-in-the-wrong-field")

    with db.engine().connect() as connection:
        stored = str(connection.execute(sa.select(LoginAttempt)).all())
    assert "secret" not in stored
