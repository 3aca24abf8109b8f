"""The call sheet of a danger: emergency numbers, whom the station named, then its desks; and the station's own list."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Problem, Refused
from mediation.models.risk import OCCASIONS, VIOLENT, CallContact, Risk, RiskCall
from mediation.models.station import Station
from mediation.models.user import Membership, User
from mediation.office import history

HURT: Final = ("assault", "injury", "self_harm")
MOST: Final = 20
OCCASION_WORDS: Final = {"always": "", "violence": "暴力", "crowd": "聚集"}
"""How an occasion is written at the end of a line of the list; without a word, a contact is always called."""
TYPED: Final = {"暴力": "violence", "聚集": "crowd", "violence": "violence", "crowd": "crowd", "": "always"}
"""What may be typed there, in either language."""

_LINE: Final = re.compile(r"^(.{1,80}?)[\s,，;；:：]+([+\d][\d\s-]{2,38}\d)(?:[\s,，;；]+(\S+))?$")


@dataclass(frozen=True)
class ContactsPage:
    """The station's list as its form shows it, one contact a line."""

    station: Station
    lines: str


def sheet(session: Session, risk: Risk) -> list[RiskCall]:
    """Return the call sheet of a danger in the order of calling; nothing is stored yet."""
    violent = risk.kind in VIOLENT
    rows = [("110 报警", "110")] if violent else []
    rows += [("120 急救", "120")] if risk.kind in HURT else []
    wanted = ("always", "violence" if violent else "crowd")
    rows += [(one.who, one.phone) for one in session.exec(_listed(risk.station_id)) if one.occasion in wanted]
    desks = ("police", "union") if risk.kind == "stoppage" else ("police",)
    rows += _people(session, risk.station_id, desks)
    if not violent:
        rows.append(("110 报警（事态升级时）", "110"))
    return [
        RiskCall(
            station_id=risk.station_id, case_id=risk.case_id, risk_id=risk.id, position=nth, who=who[:80], phone=phone
        )
        for nth, (who, phone) in enumerate(rows, 1)
    ]


def _people(session: Session, station_id: str, desks: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the supervisors and the officers of the desks; their numbers aren't kept, so that line stays empty."""
    here = sa.select(col(Membership.user_id)).where(col(Membership.station_id) == station_id)
    officer = sa.and_(col(User.role) == "desk_officer", col(User.desk).in_(desks))
    wanted = sa.or_(col(User.role) == "supervisor", officer)
    query = select(User).where(col(User.active), wanted, col(User.id).in_(here)).order_by(col(User.name))
    titles = {"police": "派出所窗口", "union": "工会窗口", "": "站长"}
    people = sorted(session.exec(query).all(), key=lambda one: (one.desk or "~", one.name))
    return [(f"{titles[one.desk or '']} {one.display_name or one.name}", "") for one in people]


def contacts(session: Session, station_id: str, *, user: Reader) -> ContactsPage:
    """Return whom a station calls in danger; without `station_id` the user's first station."""
    station = _station(session, station_id, user)
    rows = session.exec(_listed(station.id)).all()
    lines = [" ".join(filter(None, (one.who, one.phone, OCCASION_WORDS[one.occasion]))) for one in rows]
    return ContactsPage(station, "\n".join(lines))


def save_contacts(session: Session, station_id: str, lines: str, *, by: Reader, now: datetime) -> None:
    """Store whom a station calls, in the order of the lines: who, number, and 暴力 or 聚集 where not always.

    Raises Refused with every line that can't be read.
    """
    station = _station(session, station_id, by)
    fresh, problems = [], []
    for nth, line in enumerate((one.strip() for one in lines.splitlines() if one.strip()), 1):
        found = _read(line)
        if found is None:
            message = N_("第 %(line)d 行看不懂：每行写称呼、电话，需要时再写“暴力”或“聚集”")
            problems.append(Problem(message, "contacts", line[:40], params={"line": nth}))
        else:
            who, phone, occasion = found
            fresh.append(CallContact(station_id=station.id, position=nth, who=who, phone=phone, occasion=occasion))
    if len(fresh) > MOST:
        problems.append(Problem(N_("最多 %(most)d 行"), "contacts", params={"most": MOST}))
    if problems:
        raise Refused(problems)
    for row in session.exec(_listed(station.id)).all():
        session.delete(row)
    session.flush()
    session.add_all(fresh)
    history.record(
        session, station_id=station.id, actor=by.id, act="risk.contacts", subject=("station", station.id),
        fields={"lines": len(fresh)}, now=now,
    )  # fmt: skip


def _read(line: str) -> tuple[str, str, str] | None:
    found = _LINE.match(line)
    if found is None:
        return None
    occasion = TYPED.get((found[3] or "").lower())
    return (found[1].strip(), found[2].strip(), occasion) if occasion in OCCASIONS else None


def _listed(station_id: str) -> SelectOfScalar[CallContact]:
    return select(CallContact).where(CallContact.station_id == station_id).order_by(col(CallContact.position))


def _station(session: Session, station_id: str, by: Reader) -> Station:
    station = Scope(session, by).get(Station, station_id or by.station_ids[0])
    access.require(by, "risk.contacts", Facts(station_id=station.id))
    return station
