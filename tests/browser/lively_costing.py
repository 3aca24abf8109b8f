"""The costing of wage talks with enough in it to look at: wages of several groups, offers, dismissals compared."""

from __future__ import annotations

from sqlmodel import select

from mediation import db
from mediation.config import clock
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import talks_wages, talks_whatif
from tests.office.talks.costed import WAGES, offered

MORE = "".join(f"{name}\t{heads}\t{pay}\t200\t1.5\t12\n" for name, heads, pay in (
    ("数控车间", 64, "8900.50"), ("装配车间", 51, "7650"), ("技术部", 18, "14200"), ("销售部", 9, "11800"),
))  # fmt: skip
PLAN = {
    "plan_title": "降薪百分之三与裁员四十人", "basis": "employer-2", "left_on": "2026-11-30", "notice_pay": "yes",
    "leavers[0].staff_group": "一线", "leavers[0].leaving": "40", "leavers[0].hired_on": "2016-12-01",
    "leavers[1].staff_group": "技术部", "leavers[1].leaving": "3", "leavers[1].hired_on": "2006-05-08",
}  # fmt: skip


def costed() -> tuple[str, str]:
    """Store talks with a wage table and a kept comparison; return the addresses of the costing and of the comparison."""
    now = clock.now()
    with db.transaction() as session:
        by = session.exec(select(User).where(User.name == "wang")).one()
        station = session.exec(select(Station.id).where(Station.code == "CH")).one()
        row = offered(session, station, employer="虹梅精密机械（上海）有限公司", staff=360)
        for text in (WAGES, WAGES + MORE):
            read = talks_wages.read({"wages": text, "on": "2026-11-16", "note": "十月工资册"})
            talks_wages.keep(session, row.id, read, by=by, now=now)
        plan = talks_whatif.keep(session, row.id, PLAN, by=by, now=now)
        return f"/talks/{row.id}/costing", f"/talks/{row.id}/costing/what-if/{plan.id}"
