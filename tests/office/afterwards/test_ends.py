"""A mediation ends for a reason that the file bears out; what waited is freed, and a reopened case goes on."""

from datetime import timedelta

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.endings import Said
from mediation.domain.refusals import Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.consent import Invitation
from mediation.models.history import HistoryLine
from mediation.models.party import Party
from mediation.models.sitting import Attendance, Sitting
from mediation.office import closing, papers
from tests.office.working import LATER

TODAY = station_day(LATER)


def end(working, case_id, ending="unreachable", by="mediator", **said):
    with db.transaction() as session:
        closing.end(session, case_id, Said(ending, TODAY, **said), by=working[by], now=LATER)


def test_who_was_sought_in_vain_on_two_days_cannot_be_reached(working):
    case_id = working.log()
    of = {"station_id": working.station.id, "case_id": case_id}
    with db.transaction() as session:
        _, other = sorted(session.exec(select(Party).where(Party.case_id == case_id)), key=lambda one: one.side)
        by = working["mediator"].id
        invited = {"channel": "phone", "made_by": by, "party_id": other.id}
        for hours in (0, 1):
            at = LATER + timedelta(hours=hours)
            session.add(Invitation(state="failed", made_at=at, ended_at=at, **invited, **of))
    with pytest.raises(Refused, match="现有 1 日") as refused:
        end(working, case_id, untold=" ")
    assert [one.field for one in refused.value.problems] == ["ending", "untold"]

    with db.transaction() as session:
        missed = Sitting(nth=1, mediator_id=by, made_at=LATER, made_by=by, starts_at=LATER + timedelta(days=1), **of)
        planned = Sitting(nth=2, mediator_id=by, made_at=LATER, made_by=by, **of)
        session.add_all([missed, planned])
        session.flush()
        missed.state = "held"
        session.add(Attendance(sitting_id=missed.id, party_id=other.id, state="no_show", **of))
        planned_id = planned.id
    end(working, case_id, untold="已电话告知")

    with db.reading() as session:
        case = session.get_one(Case, case_id)
        assert (case.state, case.ending, case.outcome) == ("closed", "unreachable", "not_settled")
        assert session.get_one(Sitting, planned_id).state == "cancelled"
        line = session.exec(select(HistoryLine).where(HistoryLine.act == "case.close")).one()
        assert "已电话告知" in line.fields_json
    with db.transaction() as session:
        closing.reopen(session, case_id, reason="找到了新地址", by=working["supervisor"], now=LATER)
    end(working, case_id, "withdrawn", declared_on=TODAY, note="已自行领取")
    with db.reading() as session:
        case = session.get_one(Case, case_id)
        assert case.outcome_note == "申请人于2026年11月16日声明撤回调解申请。已自行领取"
        assert (case.ending, case.outcome) == ("withdrawn", "withdrawn")


def test_who_ended_a_mediation_that_nobody_held_signs_the_notice(station):
    case_id = station.log()
    end(station, case_id, "withdrawn", declared_on=TODAY)

    with db.reading() as session:
        made = papers.make(session, case_id, "termination_notice", user=station["mediator"], now=LATER)
    assert made.record["mediators"] == [station["mediator"].display_name]
    assert "没有登记调解员" not in str(made.gaps)
