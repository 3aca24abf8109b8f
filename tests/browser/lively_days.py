"""Wage talks to look at the pages of teams, days and sessions: refused, guided, agreed late, met once."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

from mediation import db
from mediation.config import clock
from mediation.models.station import Station
from mediation.models.talks import TalksMember
from mediation.models.talks_table import TalksAsk, TalksSession
from mediation.models.user import User
from mediation.office import talks_clocks, talks_days
from tests import talks_make
from tests.web.house import STATION_NAME


def turned_down() -> str:
    """Store talks with a refusal, a team with a vacancy, information asked for and minutes nobody signed."""
    now, today = clock.now(), clock.today()
    with db.transaction() as session:
        people = {one.name: one for one in session.exec(select(User))}
        station_id = session.exec(select(Station.id).where(Station.name == STATION_NAME)).one()
        row = talks_make.talks(
            session, station_id, now=now, employer="漕宝精密铸造有限公司", number="〔2026〕协商第0029号",
            proposed_on=today - timedelta(days=31), received_on=today - timedelta(days=30), reply="refused",
            replied_on=today - timedelta(days=17), refusal_reason="订单不足三成，暂不具备协商条件，待明年一季度再议。",
        )  # fmt: skip
        talks_make.team(session, row, today - timedelta(days=12))
        members = session.exec(select(TalksMember).where(TalksMember.talks_id == row.id)).all()
        members[1].until, members[1].left_why = today - timedelta(days=2), "调离本单位"
        members[2].contract_until = today + timedelta(days=40)
        of = {"station_id": station_id, "talks_id": row.id}
        session.add(TalksAsk(asked="employer", asked_on=today - timedelta(days=9), what="上年度工资总额、平均工资和利润", **of))
        session.add(
            TalksSession(
                number=1, state="held", on=today - timedelta(days=3), begins="14:00", ends="16:20", place="三楼会议室",
                chair="方红、周明", recorder="陈书", attended=[one.id for one in members], topics=["wage_level"],
                said_workers="要求年度平均工资上调百分之五。", said_employer="订单下降，只能维持现有水平。",
                result="工资水平未达成一致，下次会议再议。", noted_at=now, noted_by=people["gong"].id, **of,
            )  # fmt: skip
        )
        talks_clocks.refresh(session, row, now=now)
        taken = {"step": "guidance", "taken_on": str(today - timedelta(days=10)), "step_note": "街道总工会上门指导双方。"}
        talks_days.record(session, row.id, "step", taken, by=people["gong"], now=now)
        return f"/talks/{row.id}"


def minutes(talks: str) -> str:
    """Return the address of the minutes of those talks."""
    with db.reading() as session:
        [one] = session.exec(select(TalksSession.id).where(TalksSession.talks_id == talks.rpartition("/")[2]))
    return f"{talks}/sessions/{one}"
