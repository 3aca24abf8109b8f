"""The second factor: codes of the moment and recovery codes, each once; half a sign-in opens nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pyotp
import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from mediation import config, db, seals
from mediation.config import Settings
from mediation.domain.refusals import Conflict, Refused
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.models.session import HalfSignIn, RecoveryCode, TotpDraft
from mediation.models.user import User
from mediation.office import accounts, second_factor, second_factor_codes, sign_in, sign_in_half
from mediation.office.sign_in import Lapsed, Place, SignedIn, TooMany, WrongCode
from tests import make
from tests.make import NOW, PASSWORD

HERE = Place("10.0.0.1", "Firefox")
STEP = timedelta(seconds=30)
LATER = NOW + 10 * STEP
MINUTE = timedelta(minutes=1)


class Phone:
    """An account with its authenticator and the recovery codes that were shown."""

    def __init__(self, user: User, *, now: datetime = NOW) -> None:
        self.user = user
        with db.transaction() as session:
            second_factor.begin(session, by=user, now=now)
        with db.reading() as session:
            draft = second_factor.standing(session, user=user, now=now).draft
        assert draft is not None
        self.secret = draft.secret.replace(" ", "")
        with db.transaction() as session:
            self.codes = second_factor.confirm(session, self.code(now), by=user, now=now)

    def code(self, at: datetime) -> str:
        """Show the code of a moment."""
        return pyotp.TOTP(self.secret).at(at)


@pytest.fixture
def zhan(settings: Settings) -> User:
    """Give a supervisor, once on each database."""
    return _supervisor()


@pytest.fixture
def phone(sqlite_settings: Settings) -> Phone:
    """Give a supervisor's phone, on SQLite."""
    return Phone(_supervisor())


def _supervisor() -> User:
    with db.transaction() as session:
        user: User = make.user(session, "zhan", role="supervisor", at=make.station(session), created_at=NOW)
        return user


def half(now: datetime = LATER) -> str:
    entered = sign_in.sign_in("zhan", PASSWORD, place=HERE, now=now)
    assert entered.needs_code
    return entered.token


def finish(token: str, code: str, *, now: datetime = LATER) -> SignedIn:
    return sign_in.finish(token, code, place=HERE, now=now)


def wrong_code(phone: Phone, at: datetime) -> str:
    """Return six digits that no step around `at` has."""
    near = {phone.code(at + away * STEP) for away in range(-2, 3)}
    return next(code for code in (f"{number:06d}" for number in range(10)) if code not in near)


def lives(token: str, now: datetime = LATER) -> bool:
    with db.reading() as session:
        return sign_in.look_up(session, token, now=now) is not None


def acts() -> list[str]:
    with db.reading() as session:
        return list(session.exec(select(HistoryLine.act).order_by(col(HistoryLine.seq))))


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


def test_nothing_of_it_is_stored_in_plain_or_told_to_the_history(phone: Phone) -> None:
    finish(half(), phone.codes[0])

    with db.engine().connect() as connection:
        stored = "".join(
            str(connection.execute(sa.select(model)).all()) for model in (User, RecoveryCode, HistoryLine, HalfSignIn, Notice)
        )
    plain = [phone.secret, *phone.codes, *(code.replace(" ", "") for code in phone.codes)]
    assert [one for one in plain if one in stored] == []


def test_the_sealed_secret_opens_in_no_other_account(phone: Phone) -> None:
    with db.transaction() as session:
        stored = session.get_one(User, phone.user.id).totp_sealed
        other = make.user(session, "guan", role="admin", totp_sealed=stored)
        with pytest.raises(seals.WrongSeal):
            second_factor_codes.opened(other)


def test_setting_up_ends_every_other_sign_in(sqlite_settings: Settings) -> None:
    user = _supervisor()
    before = sign_in.sign_in("zhan", PASSWORD, place=HERE, now=NOW).token

    Phone(user)

    assert not lives(before)


def test_a_wrong_code_or_a_late_one_sets_nothing_up(sqlite_settings: Settings) -> None:
    user = _supervisor()
    with db.transaction() as session:
        second_factor.begin(session, by=user, now=NOW)
        secret = second_factor.standing(session, user=user, now=NOW).draft.secret.replace(" ", "")  # type: ignore[union-attr]
    over = NOW + second_factor.DRAFT_LASTS
    for code, at, expected in (
        (pyotp.TOTP(secret).at(NOW + 2 * STEP), NOW, Refused), (pyotp.TOTP(secret).at(over), over, Conflict),
    ):  # fmt: skip
        with pytest.raises(expected), db.transaction() as session:
            second_factor.confirm(session, code, by=user, now=at)

    assert not sign_in.sign_in("zhan", PASSWORD, place=HERE, now=over).needs_code
    with db.transaction() as session:
        assert second_factor.clear_out(session, now=over - STEP) == 0
        assert second_factor.clear_out(session, now=over) == 1
        assert session.exec(select(TotpDraft)).all() == []


def test_the_old_one_is_good_until_a_code_of_the_new_one_is_typed(phone: Phone) -> None:
    old_codes = phone.codes
    with db.transaction() as session:
        second_factor.begin(session, by=phone.user, renew=True, now=LATER)
    finish(half(), phone.code(LATER))
    with db.transaction() as session:
        found = second_factor.standing(session, user=phone.user, now=LATER)
        assert found.draft is not None
        new = pyotp.TOTP(found.draft.secret.replace(" ", ""))
        second_factor.confirm(session, new.at(LATER), by=phone.user, now=LATER)

    after = LATER + 4 * STEP
    for code in (phone.code(after), old_codes[0]):
        with pytest.raises(WrongCode):
            finish(half(after), code, now=after)
    assert finish(half(after), new.at(after), now=after).user.id == phone.user.id
    assert acts() == ["second_factor.set_up", "second_factor.renewed"]


def test_who_needs_it_cannot_switch_it_off_and_who_does_not_can(phone: Phone) -> None:
    with pytest.raises(Refused), db.transaction() as session:
        second_factor.switch_off(session, by=phone.user, now=LATER)
    with db.transaction() as session:
        session.get_one(User, phone.user.id).role = "mediator"
    with db.transaction() as session:
        second_factor.switch_off(session, by=phone.user, now=LATER)

    assert not sign_in.sign_in("zhan", PASSWORD, place=HERE, now=LATER).needs_code
    assert acts()[-1] == "second_factor.off"


def test_an_admin_takes_it_off_with_a_reason(phone: Phone) -> None:
    token = finish(half(), phone.code(LATER)).token
    for reason in ("", "  ", "长" * 201):
        with pytest.raises(Refused), db.transaction() as session:
            second_factor.reset(session, "zhan", reason=reason, by="command", now=LATER)

    with db.transaction() as session:
        second_factor.reset(session, "zhan", reason="手机 13900001234 丢失", by="command", now=LATER)
        (line,) = session.exec(select(HistoryLine).where(HistoryLine.act == "second_factor.reset"))
        assert "丢失" in line.fields_json
        assert "13900001234" not in line.fields_json
        assert session.exec(select(RecoveryCode)).all() == []

    assert not lives(token)
    assert not sign_in.sign_in("zhan", PASSWORD, place=HERE, now=LATER).needs_code
    with pytest.raises(Conflict), db.transaction() as session:
        second_factor.reset(session, "zhan", reason="x", by="command", now=LATER)


@pytest.mark.parametrize(
    ("role", "desk", "needed"),
    [("mediator", None, False), ("supervisor", None, True), ("admin", None, True), ("auditor", None, True),
     ("duty_lawyer", "law_firm", True), ("desk_officer", "law_firm", True), ("desk_officer", "union", False),
     ("desk_officer", "police", False), ("desk_officer", "judicial_office", False)],
)  # fmt: skip
def test_the_roles_that_need_it(role: str, desk: str | None, needed: bool, sqlite_settings: Settings) -> None:
    user = User(name="x", role=role, desk=desk, password_hash="", password_set_at=NOW, created_at=NOW)

    assert (second_factor.days_left(user, now=NOW) is not None) == needed


def test_the_days_of_grace_count_from_the_account_or_the_role(phone: Phone, sqlite_settings: Settings) -> None:
    user = User(name="x", role="admin", password_hash="", password_set_at=NOW, created_at=NOW)
    day, second = timedelta(days=1), timedelta(seconds=1)

    def left(at: datetime) -> int | None:
        return second_factor.days_left(user, now=at)

    assert [left(NOW), left(NOW + second), left(NOW + 13 * day), left(NOW + 14 * day - second)] == [14, 14, 1, 1]
    assert left(NOW + 14 * day) == 0
    user.role_since = NOW + 100 * day
    assert [left(NOW + 114 * day - second), left(NOW + 114 * day)] == [1, 0]
    config.use(sqlite_settings.model_copy(update={"second_factor_grace_days": 0}))
    assert left(user.role_since) == 0
    assert second_factor.days_left(phone.user, now=NOW) == 0
    with db.reading() as session:
        assert second_factor.days_left(session.get_one(User, phone.user.id), now=NOW) is None
