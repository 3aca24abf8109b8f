"""Early warning: at the tenth similar case talks are proposed, told once, and gone once they are open."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from mediation import db
from mediation.domain.refusals import NotFound
from mediation.models.notice import Notice
from mediation.models.referral import Referral
from mediation.models.talks import Talks
from mediation.models.user import User
from mediation.office import supervision, talks_alarms, talks_open, talks_prefill
from mediation.office.records.talks_open import EarlyWarning
from mediation.office.supervision_escalations import Filters
from mediation.office.talks_open import Origin
from tests import make
from tests.office.working import LATER, RECEIVED, Working

CODE = "91350100M000100Y43"
FIRM = {"name": "城厢建筑公司", "credit_code": CODE, "address": "曹行路1号工地"}
TEN = 10


def log(working: Working, nth: int, kind: str = "overtime", **firm: Any) -> str:
    return working.log(
        applicants=[{"name": f"工人{nth}"}], respondents=[{**FIRM, **firm}], at=RECEIVED - timedelta(days=nth),
        claims=[{"kind": kind, "amount": "1000.00"}],
    )  # fmt: skip


def warned(working: Working, now: Any = LATER) -> tuple[EarlyWarning, ...]:
    """Look as the worker does, and return what the supervisor sees then."""
    talks_alarms.look(now)
    with db.reading() as session:
        return talks_alarms.warnings(session, user=working["supervisor"])


def unread() -> list[tuple[str, str]]:
    with db.reading() as session:
        rows = session.exec(select(Notice).where(Notice.kind == "talks", col(Notice.read_at).is_(None)))
        return sorted((session.get_one(User, one.user_id).name, one.target) for one in rows)


def open_all(working: Working, **origin: str) -> str:
    with db.transaction() as session:
        source = Origin(**origin)
        begun = talks_prefill.prefill(session, source, user=working["supervisor"], now=LATER)
        row = talks_open.begin(
            session, dict(begun.values), origin=source, station_id=begun.station_id, by=working["supervisor"], now=LATER
        )
        return row.id


def test_the_tenth_similar_case_proposes_talks_once_until_they_are_open(working: Working) -> None:
    for nth in range(TEN - 1):
        log(working, nth)
    log(working, 60, "unpaid_wages")
    assert warned(working) == ()

    log(working, TEN)

    assert talks_alarms.look(LATER) == 1
    [one] = warned(working)
    assert (one.where, one.key, one.name) == ("firm", CODE, "城厢建筑公司")
    assert "同类争议已达 10 件" in str(one.what)
    assert {str(reason.clause) for reason in one.reasons} >= {"加班工资支付比例", "加班工资计算基数"}
    with db.reading() as session:
        board = supervision.board(session, user=working["supervisor"], now=LATER, filters=Filters())
    assert board.warnings == (one,)
    assert unread() == [("supervisor", f"/talks/new?firm={CODE}"), ("union", f"/talks/new?firm={CODE}")]
    log(working, 12)
    assert talks_alarms.look(LATER + timedelta(days=1)) == 0
    assert "同类争议已达 11 件" in str(warned(working)[0].what)
    assert len(unread()) == 2, "told once"

    talks_id = open_all(working, firm=CODE)

    assert unread() == []
    with db.reading() as session:
        assert talks_alarms.warnings(session, user=working["supervisor"]) == ()
    assert warned(working) == ()
    with db.transaction() as session:
        talks_open.withdraw(session, talks_id, reason="企业已改正", by=working["union"], now=LATER)
    assert len(warned(working)) == 1
    assert unread() == [], "dropping talks is no news"
    for nth in range(TEN):
        log(working, 20 + nth)
    warned(working, LATER + timedelta(hours=1))
    assert len(unread()) == 2, "ten more are"


def test_cases_too_long_ago_don_t_count(station: Working) -> None:
    for nth in range(TEN):
        log(station, nth)

    assert len(warned(station)) == 1
    assert warned(station, LATER + timedelta(days=366)) == ()


def test_a_site_of_several_firms_proposes_talks_with_all_of_them(station: Working) -> None:
    for nth in range(TEN):
        log(station, nth, name=f"第{nth % 2}分包公司", credit_code=None)

    [one] = warned(station)

    assert (one.where, one.key) == ("site", FIRM["address"])
    talks_id = open_all(station, site=FIRM["address"])
    with db.reading() as session:
        row = session.get_one(Talks, talks_id)
        names = [line.name for line in talks_open.firm_lines(session, row)]
    assert (row.unit, row.source, row.employer) == ("area", "cluster", FIRM["address"])
    assert sorted(names) == ["第0分包公司", "第1分包公司"]
    assert warned(station) == ()


def test_a_desk_that_sees_none_of_the_cases_still_gets_the_firm(station: Working) -> None:
    for nth in range(TEN):
        log(station, nth)
    with db.transaction() as session:
        session.execute(sa.update(Referral).values(state="closed"))
        with pytest.raises(NotFound):
            talks_prefill.prefill(session, Origin(firm=CODE), user=station["union"], now=LATER)
    talks_alarms.look(LATER)

    with db.reading() as session:
        values = talks_prefill.prefill(session, Origin(firm=CODE), user=station["union"], now=LATER).values

    assert (values["firms[0].name"], values["firms[0].credit_code"]) == ("城厢建筑公司", CODE)
    assert not any(name.startswith("cases.") for name in values)


def test_another_station_sees_no_warning(station: Working) -> None:
    for nth in range(TEN):
        log(station, nth)
    with db.transaction() as session:
        stranger = make.user(session, "stranger", at=make.station(session, "XZ"), role="supervisor")

    assert len(warned(station)) == 1
    with db.reading() as session:
        assert talks_alarms.warnings(session, user=stranger) == ()


@pytest.mark.parametrize("key", ["城厢" * 60, "短名"])
def test_a_notice_leads_to_the_form_or_where_the_key_is_long_to_the_list(station: Working, key: str) -> None:
    for nth in range(TEN):
        log(station, nth, name=key[:120], credit_code=None, address=None)

    assert talks_alarms.look(LATER) == 1

    assert {target for _, target in unread()} == {"/talks" if len(key) > 9 else "/talks/new?firm=%E7%9F%AD%E5%90%8D"}
