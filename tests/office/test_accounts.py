from datetime import timedelta

import pytest
from sqlmodel import select

from mediation import config, db
from mediation.config import Settings
from mediation.domain.refusals import Conflict, NotFound, Refused
from mediation.models.history import HistoryLine
from mediation.models.session import AuthSession
from mediation.models.user import User
from mediation.office import accounts, passwords, sign_in
from mediation.office.accounts import NewUser
from tests import make
from tests.make import NOW, PASSWORD


@pytest.fixture
def station(settings: Settings) -> None:
    with db.transaction() as session:
        make.station(session, "CH")


def add(who: NewUser, password: str = PASSWORD) -> User:
    with db.transaction() as session:
        return accounts.add(session, who, password=password, by="test", now=NOW)


def refused(who: NewUser, password: str = PASSWORD) -> set[str]:
    with pytest.raises(Refused) as caught:
        add(who, password)
    return {problem.field for problem in caught.value.problems}


def test_a_user_is_added_with_a_password_to_be_changed(station: None) -> None:
    user = add(NewUser(" ZhangWei ", "mediator", ("CH",)))

    assert (user.name, user.role, user.must_change_password, user.active) == ("zhangwei", "mediator", True, True)
    assert passwords.matches(user.password_hash, PASSWORD)
    assert accounts.must_change(user, now=NOW)


def test_adding_a_user_is_written_into_the_chain_of_the_station(station: None) -> None:
    user = add(NewUser("zhang", "mediator", ("CH",)))

    with db.reading() as session:
        (line,) = session.exec(select(HistoryLine)).all()
    assert (line.act, line.subject_id, line.station_id) == ("user.add", user.id, user.station_ids[0])
    assert PASSWORD not in line.fields_json


def test_a_duty_lawyer_belongs_to_the_law_firm(station: None) -> None:
    assert add(NewUser("lin", "duty_lawyer", ("CH",))).desk == "law_firm"
    assert refused(NewUser("luo", "duty_lawyer", ("CH",), "union")) == {"desk"}


@pytest.mark.parametrize(
    ("who", "password", "fields"),
    [
        (NewUser("", "mediator", ("CH",)), PASSWORD, {"name"}),
        (NewUser("a b", "mediator", ("CH",)), PASSWORD, {"name"}),
        (NewUser("x" * 65, "mediator", ("CH",)), PASSWORD, {"name"}),
        (NewUser("a\x00b", "mediator", ("CH",)), PASSWORD, {"name"}),
        (NewUser("zhang", "king", ("CH",)), PASSWORD, {"role"}),
        (NewUser("zhang", "desk_officer", ("CH",)), PASSWORD, {"desk"}),
        (NewUser("zhang", "desk_officer", ("CH",), "bank"), PASSWORD, {"desk"}),
        (NewUser("zhang", "mediator", ("CH",), "union"), PASSWORD, {"desk"}),
        (NewUser("zhang", "mediator", ("XX",)), PASSWORD, {"station"}),
        (NewUser("zhang", "mediator", ()), PASSWORD, {"station"}),
        (NewUser("zhang", "mediator", ("CH",)), "short", {"new"}),
        (NewUser("a b", "king", ("XX",)), "short", {"name", "role", "station", "new"}),
    ],
)
def test_what_is_wrong_with_a_new_user_is_said_all_at_once(
    station: None, who: NewUser, password: str, fields: set[str]
) -> None:
    assert refused(who, password) == fields


def test_a_name_is_taken_however_it_is_written(station: None) -> None:
    add(NewUser("zhang", "mediator", ("CH",)))

    with pytest.raises(Conflict):
        add(NewUser("ＺＨＡＮＧ", "mediator", ("CH",)))


def test_disabling_ends_every_sign_in_at_once(station: None) -> None:
    add(NewUser("zhang", "mediator", ("CH",)))
    token = sign_in.sign_in("zhang", PASSWORD, place=sign_in.Place("10.0.0.1"), now=NOW).token

    with db.transaction() as session:
        accounts.disable(session, "zhang", by="test", now=NOW)

    with db.reading() as session:
        assert sign_in.look_up(session, token, now=NOW) is None
        assert session.exec(select(AuthSession.ended_because)).all() == ["disabled"]


def test_an_unknown_user_cannot_be_disabled(station: None) -> None:
    with pytest.raises(NotFound), db.transaction() as session:
        accounts.disable(session, "nobody", by="test", now=NOW)


def test_a_new_password_ends_every_sign_in_and_differs_from_the_old(station: None) -> None:
    add(NewUser("zhang", "mediator", ("CH",)))
    token = sign_in.sign_in("zhang", PASSWORD, place=sign_in.Place("10.0.0.1"), now=NOW).token

    with db.transaction() as session:
        user = accounts.get(session, "zhang")
        with pytest.raises(Refused):
            accounts.set_password(session, user, PASSWORD, by="test", now=NOW)
        accounts.set_password(session, user, "another-willow-77-bridge", by="test", now=NOW)

    with db.reading() as session:
        user = accounts.get(session, "zhang")
        assert passwords.matches(user.password_hash, "another-willow-77-bridge")
        assert not user.must_change_password
        assert sign_in.look_up(session, token, now=NOW) is None


def test_an_old_password_must_change_where_the_house_wants_it(station: None, settings: Settings) -> None:
    user = add(NewUser("zhang", "mediator", ("CH",)))
    user.must_change_password = False
    config.use(settings.model_copy(update={"password_max_age_days": 90}))

    assert not accounts.must_change(user, now=NOW + timedelta(days=90))
    assert accounts.must_change(user, now=NOW + timedelta(days=91))
