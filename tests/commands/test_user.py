import json

import pytest
from click.testing import CliRunner, Result

from mediation import db
from mediation.commands.user import user
from mediation.config import Settings
from mediation.domain.refusals import Conflict, NotFound, Refused
from mediation.office import accounts, passwords, sign_in
from tests import make
from tests.make import NOW


@pytest.fixture
def station(sqlite_settings: Settings) -> None:
    with db.transaction() as session:
        make.station(session, "CH")


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(user, arguments, input=typed)


def test_adding_prints_a_password_once_that_opens_the_account(station: None) -> None:
    told = json.loads(run("add", "zhang", "--role", "mediator", "--station", "CH", "--json").output)

    entered = sign_in.sign_in("zhang", told["password"], place=sign_in.Place("10.0.0.1"), now=NOW)
    assert entered.user.must_change_password
    listed = run("list", "--json").output
    assert told["password"] not in listed
    assert json.loads(listed) == [{name: value for name, value in told.items() if name != "password"}]


def test_a_password_may_be_typed_instead(station: None) -> None:
    typed = "mulberry-lantern-29-canal\n"

    told = run("add", "lin", "--role", "duty_lawyer", "--station", "CH", "--ask", typed=typed * 2)

    assert told.exit_code == 0
    assert "mulberry" not in told.output
    assert "law_firm" in run("list").output


def test_a_wrong_account_is_refused_with_its_fields(station: None) -> None:
    told = run("add", "zhang", "--role", "desk_officer", "--station", "XX")

    assert isinstance(told.exception, Refused)
    assert {problem.field for problem in told.exception.problems} == {"desk", "station"}


def test_an_unknown_role_is_wrong_usage(station: None) -> None:
    assert run("add", "zhang", "--role", "king", "--station", "CH").exit_code == 2


def test_a_disabled_account_is_listed_as_such(station: None) -> None:
    run("add", "zhang", "--role", "mediator", "--station", "CH")

    assert run("disable", "zhang").exit_code == 0
    assert "disabled" in run("list").output
    assert isinstance(run("disable", "nobody").exception, NotFound)


def test_a_new_password_replaces_the_old(station: None) -> None:
    run("add", "zhang", "--role", "mediator", "--station", "CH")

    fresh = run("password", "zhang").output.strip().rsplit(" ", 1)[1]

    assert passwords.weak(fresh) == []
    assert sign_in.sign_in("zhang", fresh, place=sign_in.Place("10.0.0.1"), now=NOW).user.name == "zhang"


def test_the_second_factor_of_a_lost_phone_is_taken_off_with_a_reason(station: None) -> None:
    run("add", "zhang", "--role", "mediator", "--station", "CH")
    with db.transaction() as session:
        accounts.get(session, "zhang").totp_sealed = b"sealed"

    assert run("second-factor-reset", "zhang").exit_code == 2
    assert run("second-factor-reset", "zhang", "--reason", "手机丢失").exit_code == 0
    with db.reading() as session:
        assert accounts.get(session, "zhang").totp_sealed is None
    assert isinstance(run("second-factor-reset", "zhang", "--reason", "手机丢失").exception, Conflict)
