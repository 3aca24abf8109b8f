"""Handing referrals on: spread evenly, with a reason, told, written down, undone within ten minutes."""

import json
from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.refusals import Conflict, Forbidden, NotFound, Refused
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.models.referral import Referral
from mediation.models.supervision import Reassignment
from mediation.models.user import User
from mediation.office import caselist, cases, inbox, supervision_reassign
from mediation.office import referrals as acts
from tests import make
from tests.office.working import LATER, Working, referrals

MINUTE = timedelta(minutes=1)


def colleague(working: Working, name: str = "second", desk: str | None = "union") -> User:
    with db.transaction() as session:
        role = "desk_officer" if desk else "mediator"
        made: User = make.user(session, name, at=working.station, role=role, desk=desk)
    working.people[name] = made
    return made


def logged(working: Working, number: int) -> list[str]:
    """Log cases that the union leads; return the ids of their referrals."""
    ids = [working.log(applicants=[{"name": f"工人{nth}"}], respondents=[{"name": f"公司{nth}"}]) for nth in range(number)]
    with db.reading() as session:
        return [referrals(session, one)["union"].id for one in ids]


def reassign(working: Working, ids: list[str], people: list[str], who: str = "supervisor", reason: str = "病假") -> Reassignment:
    with db.transaction() as session:
        chosen = [working[name].id for name in people]
        return supervision_reassign.reassign(session, ids, chosen, reason=reason, by=working[who], now=LATER)


def undo(working: Working, made: Reassignment, after: timedelta = MINUTE) -> supervision_reassign.Undone:
    with db.transaction() as session:
        return supervision_reassign.undo(session, made.id, by=working["supervisor"], now=LATER + after)


def owners(ids: list[str]) -> list[str | None]:
    with db.reading() as session:
        rows = {one.id: one.assigned_to for one in session.exec(select(Referral))}
    return [rows[one] for one in ids]


def test_twelve_referrals_go_to_two_people_six_each(working: Working) -> None:
    second, ids = colleague(working), logged(working, 12)

    made = reassign(working, ids, ["union", "second"])

    assert Counter(owners(ids)) == {working["union"].id: 6, second.id: 6}
    with db.reading() as session:
        lines = session.exec(select(HistoryLine).where(HistoryLine.act == "referral.reassign")).all()
        told = session.exec(select(Notice).where(Notice.kind == "referral")).all()
    assert {line.subject_id for line in lines} == set(ids)
    assert {(json.loads(line.fields_json)["reason"], line.actor) for line in lines} == {("病假", working["supervisor"].id)}
    mine = [one for one in told if made.id in one.key]
    assert {(one.user_id, one.params["count"]) for one in mine} == {(second.id, 6), (working["union"].id, 6)}


def test_nobody_gets_more_than_one_above_another_who_could_take_it(working: Working) -> None:
    colleague(working)
    ids = logged(working, 5)

    reassign(working, ids, ["union", "second"])

    assert sorted(Counter(owners(ids)).values()) == [2, 3]


def test_a_mediator_takes_what_is_mediated_and_an_officer_only_the_own_desks(working: Working) -> None:
    ids = logged(working, 2)
    with db.reading() as session:
        police = referrals(session, working.log(risk={"violence": "weapon"}))["police"].id

    with pytest.raises(Refused) as refused:
        reassign(working, [*ids, police], ["mediator", "union"])

    assert refused.value.problems[0].value == "police"
    reassign(working, [*ids, police], ["mediator", "police"])
    assert owners([*ids, police]) == [working["mediator"].id] * 2 + [working["police"].id]


@pytest.mark.parametrize(
    ("number", "people", "reason", "fields"),
    [(0, [], "", ["referrals", "people", "reason"]), (1, ["union", "second", "mediator"], "病假", ["people"]),
     (1, ["union"], " ", ["reason"]), (1, ["union"], "长" * 301, ["reason"]), (1, ["supervisor"], "病假", ["people"])],
)
def test_a_faulty_choice_is_refused_with_all_that_is_wrong(
    working: Working, number: int, people: list[str], reason: str, fields: list[str]
) -> None:
    colleague(working)
    ids = logged(working, number)

    with pytest.raises(Refused) as refused:
        reassign(working, ids, people, reason=reason)

    assert [one.field for one in refused.value.problems] == fields


def test_a_referral_that_is_over_is_named(working: Working) -> None:
    ids = logged(working, 2)
    with db.transaction() as session:
        acts.send_back(session, ids[0], reason="wrong_desk", by=working["union"], now=LATER)

    with pytest.raises(Conflict) as refused:
        reassign(working, ids, ["union"])

    assert "CH-2026-0001" in refused.value.problems[0].text()
    assert owners(ids) == [None, None]


def test_only_the_stations_supervisor_reassigns(working: Working) -> None:
    ids = logged(working, 1)
    with db.transaction() as session:
        working.people["stranger"] = make.user(session, "stranger", at=make.station(session, "XZ"), role="supervisor")

    with pytest.raises(Forbidden):
        reassign(working, ids, ["union"], who="mediator")
    with pytest.raises(NotFound):
        reassign(working, ids, ["union"], who="stranger")


def test_undo_gives_them_back_within_ten_minutes_and_once(working: Working) -> None:
    colleague(working)
    ids = logged(working, 4)
    reassign(working, ids, ["union"])
    made = reassign(working, ids, ["second"])

    undone = undo(working, made, 10 * MINUTE)

    assert (undone.count, undone.kept) == (4, ())
    assert owners(ids) == [working["union"].id] * 4
    with pytest.raises(Conflict):
        undo(working, made)
    with db.reading() as session:
        assert len(session.exec(select(HistoryLine).where(HistoryLine.act == "referral.reassign_undone")).all()) == 4


def test_after_ten_minutes_it_stands(working: Working) -> None:
    ids = logged(working, 1)
    made = reassign(working, ids, ["union"])

    with pytest.raises(Conflict):
        undo(working, made, 10 * MINUTE + timedelta(seconds=1))

    assert owners(ids) == [working["union"].id]


def test_what_changed_since_stays_and_is_named(working: Working) -> None:
    colleague(working)
    ids = logged(working, 3)
    made = reassign(working, ids, ["second"])
    with db.transaction() as session:
        acts.accept(session, ids[1], by=working["second"], now=LATER)

    undone = undo(working, made)

    assert (undone.count, undone.kept) == (2, ("CH-2026-0002",))
    assert owners(ids) == [None, working["second"].id, None]


def test_when_all_changed_the_undo_is_refused(working: Working) -> None:
    ids = logged(working, 1)
    made = reassign(working, ids, ["union"])
    with db.transaction() as session:
        acts.accept(session, ids[0], by=working["union"], now=LATER)

    with pytest.raises(Conflict):
        undo(working, made)


def test_the_own_work_is_found_in_inbox_and_list(working: Working) -> None:
    second, ids = colleague(working), logged(working, 3)
    reassign(working, ids[:1], ["second"])
    reassign(working, ids[1:2], ["mediator"])

    with db.reading() as session:
        whole = inbox.inbox(session, user=second, now=LATER)
        mine = inbox.inbox(session, user=second, now=LATER, mine=True)
        listed = caselist.listing(session, user=working["mediator"], mine=True)
        page = cases.page(session, mine.waiting[0].case_id, user=second, now=LATER)
    assert (whole.total_waiting, mine.total_waiting, listed.total) == (3, 1, 1)
    assert mine.waiting[0].assigned_to == page.referrals[0].assigned_to == "second"


def test_who_accepts_an_unassigned_referral_has_it(working: Working) -> None:
    ids = logged(working, 1)

    with db.transaction() as session:
        acts.accept(session, ids[0], by=working["union"], now=LATER)

    assert owners(ids) == [working["union"].id]
