"""What the supervisor of the demo station finds: colleagues to hand work to, a case logged twice, a filter kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from mediation.domain import casefile
from mediation.models.escalation import Escalation
from mediation.models.referral import Referral
from mediation.models.station import Station
from mediation.models.user import User
from mediation.office import accounts, escalations, intake, passwords, supervision_reassign, views

COLLEAGUES = (("union2", "union", "童工会"), ("sifa2", "judicial_office", "何司法"))
AGAIN = {
    "channel": "phone",
    "summary": "来电反映离职后工资未结清，与前日来访似为同一人。",
    "applicants": [{"name": "张 玥"}],
    "respondents": [{"name": "曹行餐饮管理有限公司"}],
    "claims": [{"kind": "overtime", "amount": "1260.00"}],
}


def fill(session: Session, people: Mapping[str, User], *, now: datetime) -> None:
    """Add the supervisor's story to a demo station whose cases are logged."""
    station = session.exec(select(Station)).one()
    colleagues = [_colleague(session, station, *row, now=now) for row in COLLEAGUES]
    received = now - timedelta(days=2)
    given = {**AGAIN, "station": station.code, "received_at": received.isoformat()}
    intake.log(session, casefile.read(given, now=now), by=people["mediator"], now=received)
    chief = people["supervisor"]
    waiting = select(Referral.id).where(Referral.desk == "union", Referral.state == "open")
    some = list(session.exec(waiting.order_by(col(Referral.accept_by)).limit(3)).all())
    if some:
        supervision_reassign.reassign(
            session, some, [colleagues[0].id], reason="顾工会本周外出走访企业", by=chief, now=now - timedelta(hours=1)
        )
    worst = select(Escalation.id).where(Escalation.state == "open").order_by(col(Escalation.level).desc())
    raised = session.exec(worst).first()
    if raised:
        escalations.acknowledge(session, raised, by=chief, now=now)
    views.save(session, "escalations", "人身危险", {"flag": "unsafe"}, by=chief, now=now)


def _colleague(session: Session, station: Station, name: str, desk: str, shown: str, *, now: datetime) -> User:
    who = accounts.NewUser(name, "desk_officer", (station.code,), desk, shown)
    accounts.add(session, who, password=passwords.generate(), temporary=False, by="demo", now=now)
    return session.exec(select(User).where(User.name == name)).one()
