"""The second factor: codes of the moment and recovery codes, each once; half a sign-in opens nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from mediation import db
from mediation.config import Settings
from mediation.domain.refusals import Refused
from mediation.models.notice import Notice
from mediation.models.user import User
from mediation.office import accounts, second_factor, second_factor_codes, sign_in_half
from mediation.office.sign_in import Lapsed, SignedIn, TooMany, WrongCode
from tests.make import NOW
from tests.office.phones import LATER, MINUTE, STEP, Phone, acts, finish, half, lives, supervisor, wrong_code


@pytest.fixture
def zhan(settings: Settings) -> User:
    """Give a supervisor, once on each database."""
    return supervisor()


@pytest.fixture
def phone(sqlite_settings: Settings) -> Phone:
    """Give a supervisor's phone, on SQLite."""
    return Phone(supervisor())


def test_password_and_code_open_a_sign_in_with_a_token_of_its_own(zhan: User) -> None:
    phone = Phone(zhan)
    token = half()

    entered = finish(token, phone.code(LATER))

    assert not lives(token)
    assert lives(entered.token)
    assert entered.token != token
    with pytest.raises(Lapsed):
        finish(token, phone.code(LATER + STEP), now=LATER + STEP)


@pytest.mark.parametrize(("away", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off_either_way(phone: Phone, away: int, right: bool) -> None:
    code = phone.code(LATER + away * STEP)

    if right:
        assert finish(half(), code).user.id == phone.user.id
    else:
        with pytest.raises(WrongCode):
            finish(half(), code)


def test_a_code_and_every_one_before_it_is_refused_once_it_was_used(phone: Phone) -> None:
    finish(half(), phone.code(LATER))

    for code in (phone.code(LATER), phone.code(LATER - STEP)):
        with pytest.raises(WrongCode):
            finish(half(), code)
    assert finish(half(), phone.code(LATER + STEP)).user.id == phone.user.id


def test_the_code_that_set_it_up_signs_nobody_in(phone: Phone) -> None:
    with pytest.raises(WrongCode):
        finish(half(NOW), phone.code(NOW), now=NOW)


def race(calls: list[Callable[[], SignedIn]]) -> list[str]:
    def outcome(call: Callable[[], SignedIn]) -> str:
        try:
            call()
        except Refused as refused:
            return type(refused).__name__
        return "in"

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(outcome, calls))


@pytest.mark.parametrize("recovery", [False, True])
def test_of_two_who_use_one_code_at_once_one_comes_in(zhan: User, recovery: bool) -> None:
    phone = Phone(zhan)
    code = phone.codes[0] if recovery else phone.code(LATER)
    tokens = [half(), half()]

    assert race([lambda token=token: finish(token, code) for token in tokens]) == ["WrongCode", "in"]  # type: ignore[misc]


def test_of_two_codes_for_one_half_sign_in_one_comes_in_and_the_other_stays_good(zhan: User) -> None:
    phone, token = Phone(zhan), half()

    outcomes = race([lambda code=code: finish(token, code) for code in phone.codes[:2]])  # type: ignore[misc]

    assert outcomes == ["Lapsed", "in"]
    with db.reading() as session:
        assert second_factor_codes.unused(session, zhan.id) == 9


def test_a_recovery_code_works_once_is_noted_and_told(phone: Phone) -> None:
    code = phone.codes[3]

    assert finish(half(), code).codes_left == 9
    with pytest.raises(WrongCode):
        finish(half(), code)

    assert acts() == ["second_factor.set_up", "second_factor.recovery_used"]
    with db.reading() as session:
        (told,) = session.exec(select(Notice)).all()
    assert (told.user_id, told.urgency) == (phone.user.id, "immediate")


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}-", "wide"])
def test_a_code_may_be_typed_in_any_way(phone: Phone, typed: str) -> None:
    code = phone.code(LATER)
    text = code.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)}) if typed == "wide" else typed.format(code)

    assert finish(half(), text).user.id == phone.user.id


@pytest.mark.parametrize("code", ["", "x", "12345", "1234567", "０", "\x00", "\ud800", "²²²²²²", "9" * 5000, "١٢٣٤٥٦"])
def test_what_is_no_code_is_refused_in_the_same_words(phone: Phone, code: str) -> None:
    said = set()
    for typed in (code, phone.code(NOW), wrong_code(phone, LATER)):
        with pytest.raises(WrongCode) as caught:
            finish(half(), typed)
        said.add(str(caught.value.problems))

    assert len(said) == 1


def test_half_a_sign_in_lasts_five_minutes(phone: Phone) -> None:
    in_time, late = half(), half()
    just, over = LATER + sign_in_half.LASTS - timedelta(seconds=1), LATER + sign_in_half.LASTS

    assert finish(in_time, phone.code(just), now=just).user.id == phone.user.id
    with pytest.raises(Lapsed):
        finish(late, phone.code(over), now=over)
    with db.transaction() as session:
        assert sign_in_half.clear_out(session, now=just) == 0
        assert sign_in_half.clear_out(session, now=over) == 1


@pytest.mark.parametrize("what", ["disabled", "password", "reset"])
def test_half_a_sign_in_ends_with_what_it_rests_on(phone: Phone, what: str) -> None:
    token = half()
    with db.transaction() as session:
        user = accounts.get(session, "zhan")
        if what == "disabled":
            accounts.disable(session, "zhan", by="test", now=LATER)
        elif what == "password":
            accounts.set_password(session, user, "another-willow-77-bridge", by="test", now=LATER)
        else:
            second_factor.reset(session, "zhan", reason="手机丢失", by="test", now=LATER)

    with pytest.raises(Lapsed):
        finish(token, phone.code(LATER))


def test_wrong_codes_are_limited_and_lock_and_a_right_password_makes_no_room(phone: Phone) -> None:
    def fail(times: int, now: datetime) -> None:
        token = half(now)
        for _ in range(times):
            with pytest.raises(WrongCode):
                finish(token, wrong_code(phone, now), now=now)

    fail(5, LATER)
    with pytest.raises(TooMany):
        finish(half(), phone.code(LATER))
    fail(5, LATER + 2 * MINUTE)
    locked = LATER + 2 * MINUTE

    shut = locked + timedelta(minutes=14, seconds=59)
    with pytest.raises(TooMany):
        finish(half(shut), phone.code(shut), now=shut)
    opened = locked + timedelta(minutes=15)
    assert finish(half(opened), phone.code(opened), now=opened).user.id == phone.user.id
    assert "user.locked" in acts()


def test_many_guesses_at_once_cannot_pass_the_limit(zhan: User) -> None:
    phone, token = Phone(zhan), half()
    guess = wrong_code(phone, LATER)

    outcomes = race([lambda: finish(token, guess)] * 12)

    assert outcomes == ["TooMany"] * 7 + ["WrongCode"] * 5
