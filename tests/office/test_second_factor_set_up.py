"""The second factor set up, renewed, switched off, taken off; the days of grace of the roles that need it."""

from datetime import datetime, timedelta

import pyotp
import pytest
import sqlalchemy as sa
from sqlmodel import select

from mediation import config, db, seals
from mediation.config import Settings
from mediation.domain.refusals import Conflict, Refused
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.models.session import HalfSignIn, RecoveryCode, TotpDraft
from mediation.models.user import User
from mediation.office import second_factor, second_factor_codes, sign_in
from mediation.office.sign_in import WrongCode
from tests import make
from tests.make import NOW, PASSWORD
from tests.office.phones import HERE, LATER, STEP, Phone, acts, finish, half, lives, supervisor


@pytest.fixture
def phone(sqlite_settings: Settings) -> Phone:
    """Give a supervisor's phone, on SQLite."""
    return Phone(supervisor())


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
    user = supervisor()
    before = sign_in.sign_in("zhan", PASSWORD, place=HERE, now=NOW).token

    Phone(user)

    assert not lives(before)


def test_a_wrong_code_or_a_late_one_sets_nothing_up(sqlite_settings: Settings) -> None:
    user = supervisor()
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
