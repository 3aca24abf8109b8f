"""Who is told of an escalation, who takes it up, and when they are told again."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from mediation import db
from mediation.domain.refusals import Conflict, Forbidden, NotFound, Refused
from mediation.models.escalation import Escalation
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.office import escalations
from mediation.office.sweep import sweep
from tests.office.sweeping import at, of_rule, quiet
from tests.office.working import RECEIVED, Working


def test_the_people_of_the_level_are_told_once(working: Working) -> None:
    working.log()
    for moment in ("2026-11-17T09:21:00", "2026-11-17T09:36:00", "2026-11-18T09:21:00"):
        sweep(now=at(moment))

    with db.reading() as session:
        rows = session.exec(select(Notice).where(Notice.kind == "escalation").order_by(col(Notice.made_at))).all()
    told = [(row.user_id, row.params["level"]) for row in rows if row.params["title"]["zh"].startswith("超过接收时限")]
    assert told == [(working["union"].id, 1), (working["supervisor"].id, 2)]


def test_a_level_three_nobody_acknowledges_is_told_again_after_four_desk_hours_then_daily(working: Working) -> None:
    quiet(working, workers=30, at=at("2026-11-16T16:00:00"))
    counts = {}
    for moment in (
        "2026-11-17T11:00:00", "2026-11-17T11:00:00", "2026-11-17T23:00:00", "2026-11-18T08:29:00", "2026-11-18T08:30:00",
        "2026-11-18T20:00:00", "2026-11-19T08:30:00",
    ):  # fmt: skip
        counts[moment] = counts.get(moment, 0) + sweep(now=at(moment)).told_again
    assert sweep(now=at("2026-11-16T16:00:00") + timedelta(hours=18, minutes=59)).told_again == 0
    assert counts == {
        "2026-11-17T11:00:00": 1, "2026-11-17T23:00:00": 0, "2026-11-18T08:29:00": 0, "2026-11-18T08:30:00": 1,
        "2026-11-18T20:00:00": 0, "2026-11-19T08:30:00": 1,
    }  # fmt: skip
    with db.transaction() as session:
        row = session.exec(select(Escalation).where(Escalation.level == 3)).one()
        escalations.acknowledge(session, row.id, by=working["supervisor"], now=at("2026-11-19T09:00:00"))

    assert sweep(now=at("2026-11-20T09:00:00")).told_again == 0
    with db.reading() as session:
        told = session.exec(select(Notice).where(Notice.user_id == working["supervisor"].id)).all()
    assert len([row for row in told if row.params.get("level") == 3]) == 1 + 3


def test_before_four_desk_hours_nobody_is_told_again(station: Working) -> None:
    quiet(station, workers=30, at=at("2026-11-16T16:00:00"))

    assert sweep(now=at("2026-11-17T10:59:59")).told_again == 0


def test_an_escalation_is_acknowledged_once_by_who_it_is_meant_for_and_assigned_by_the_supervisor(working: Working) -> None:
    working.log()
    sweep(now=at("2026-11-17T09:21:00"))
    first = of_rule("not_accepted")[1]
    now = at("2026-11-17T10:00:00")

    with db.transaction() as session, pytest.raises(Forbidden):
        escalations.acknowledge(session, first.id, by=working["mediator"], now=now)
    with db.transaction() as session:
        escalations.acknowledge(session, first.id, by=working["union"], now=now)
    with db.transaction() as session, pytest.raises(Conflict):
        escalations.acknowledge(session, first.id, by=working["supervisor"], now=now)
    with db.transaction() as session, pytest.raises(NotFound):
        escalations.acknowledge(session, first.id, by=working["police"], now=now)
    with db.transaction() as session, pytest.raises(Forbidden):
        escalations.assign(session, first.id, to=working["union"].id, by=working["union"], now=now)
    with db.transaction() as session, pytest.raises(Refused):
        escalations.assign(session, first.id, to=working["admin"].id, by=working["supervisor"], now=now)
    with db.transaction() as session:
        escalations.assign(session, first.id, to=working["mediator"].id, by=working["supervisor"], now=now)

    row = of_rule("not_accepted")[1]
    assert (row.acknowledged_by, row.acknowledged_at) == (working["union"].id, now)
    assert (row.assigned_to, row.assigned_at) == (working["mediator"].id, now)
    with db.reading() as session:
        told = session.exec(select(Notice).where(Notice.user_id == working["mediator"].id)).all()
        acts = session.exec(select(HistoryLine.act).where(HistoryLine.subject_id == first.id)).all()
    assert [row.message for row in told] == [escalations.ASSIGNED]
    assert {"escalation.raised", "escalation.acknowledge", "escalation.assign"} <= set(acts)


def test_a_desk_officer_can_not_take_up_what_is_the_supervisors(working: Working) -> None:
    working.log()
    sweep(now=at("2026-11-18T09:21:00"))

    with db.transaction() as session, pytest.raises(Forbidden):
        escalations.acknowledge(session, of_rule("not_accepted")[2].id, by=working["union"], now=RECEIVED)

