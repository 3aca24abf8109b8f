"""The demo station's duty lawyer at work: a client list, names checked, an opinion given, things left for next time."""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.domain.worktime import station_day
from mediation.models.party import Party
from mediation.models.referral import ALIVE, Referral
from mediation.models.roster import Lawyer, Shift
from mediation.models.user import User
from mediation.office import conflicts, conflicts_clients, docket_requests, opinions, roster_changes
from mediation.office.opinions import Given

CLIENTS: Final = (
    ("client", "上海虹桥机械制造有限公司\n上海古美置业有限公司", ""),
    ("affiliate", "上海七宝便利超市连锁有限公司", "上海古美置业有限公司"),
    ("former", "上海莘庄速达货运有限公司", ""),
)
OPINION: Final = Given(
    question="以不胜任工作为由解除是否合法？应付经济补偿还是赔偿金？",
    answer="公司未证明经过培训或者调整岗位后劳动者仍不能胜任，也未事先通知工会，解除的程序和依据均有欠缺。\n"
    "如公司不能补充证据，劳动者主张赔偿金有较大可能得到支持；请先核实工作年限和离职前十二个月平均工资。",
    range_low="60000.00", range_high="96000.00", articles=("ldmal-27-1", "ldmal-14"),
    next_step="请公司七日内提交培训记录；双方愿意的，可在区间内协商一次性了结。",
)  # fmt: skip
EVIDENCE: Final = "离职前十二个月工资条、培训记录和调岗通知"
QUESTION: Final = "两份固定期限合同的起止日各是哪天，有无劳动者的签收记录？"
CHECKED: Final = ("孙昇", "何静")
"""Whose cases the lawyer has opened; the others wait at the gate."""


def fill(session: Session, people: dict[str, User], *, now: datetime) -> None:
    """Let the demo lawyer have worked on two cases; the rest of the docket waits for the next duty."""
    lawyer = people["lawyer"]
    serve_next(session, lawyer, people["supervisor"], now)
    for kind, lines, whose in CLIENTS:
        conflicts_clients.add(session, lines, kind=kind, affiliate_of=whose, by=lawyer, now=now)
    first, second = (_referral(session, name) for name in CHECKED)
    for one in (first, second):
        conflicts.answer(session, one.id, answer="clear", by=lawyer, now=now)
    opinions.give(session, first.case_id, OPINION, by=lawyer, now=now)
    due = station_day(now) + timedelta(days=7)
    docket_requests.ask_evidence(
        session, first.case_id, EVIDENCE, side="respondent", due_on=due, by=lawyer, now=now
    )
    docket_requests.ask(session, second.case_id, QUESTION, by=lawyer, now=now)


def serve_next(session: Session, lawyer: User, boss: User, now: datetime) -> None:
    """Put the demo lawyer on the next duty, so that there is a docket to look at."""
    coming = select(Shift).where(Shift.state == "planned", col(Shift.starts_at) > now)
    shift = session.exec(coming.order_by(col(Shift.starts_at))).first()
    own = session.exec(select(Lawyer).where(Lawyer.user_id == lawyer.id)).one()
    if shift is not None and shift.lawyer_id != own.id:
        roster_changes.assign(session, shift.id, own.id, by=boss, now=now)


def _referral(session: Session, applicant: str) -> Referral:
    query = (
        select(Referral)
        .join(Party, col(Party.case_id) == col(Referral.case_id))
        .where(Referral.desk == access.GATED_DESK, col(Referral.state).in_(ALIVE), Party.name == applicant)
    )
    return session.exec(query).one()
