"""Sessions for the pictures: one held, one going on with notes and offers, one still to come."""

from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session, select

from mediation import db
from mediation.config import clock
from mediation.domain.worktime import ZONE
from mediation.models.chain import Representative
from mediation.models.party import Party
from mediation.models.sitting import Room
from mediation.models.user import User
from mediation.office.sittings import facts, holding, notes, offers, planning
from mediation.office.sittings.holding import Came
from mediation.office.sittings.offers import Given
from mediation.office.sittings.planning import Plan

HOUR = timedelta(hours=1)


def sat(case: str) -> dict[str, str]:
    """Hold sessions in the case at the address `case`; return their pages by name."""
    case_id, now = case.rpartition("/")[2], clock.now()
    with db.transaction() as session:
        by = session.exec(select(User).where(User.name == "wang")).one()
        parties = {one.side: one for one in session.exec(select(Party).where(Party.case_id == case_id))}
        worker, firm = parties["applicant"], parties["respondent"]
        for name in ("一号调解室", "二号调解室（可视频）"):
            session.add(Room(station_id=worker.station_id, name=name))
        session.add(Representative(
            station_id=firm.station_id, case_id=case_id, party_id=firm.id, name="周经理", capacity="staff", noted_at=now,
            noted_by=by.id,
        ))  # fmt: skip
        session.flush()
        rooms = planning.rooms(session, worker.station_id, by)
        begun = Plan(by.id, now, now + HOUR, rooms[0].id, interpreter="阿依古丽（维吾尔语）", guests="街道工会 陈主席")
        first = planning.plan(session, case_id, begun, by=by, now=now).id
        there = {worker.id: Came("present"), firm.id: Came("late", "周经理")}
        holding.open_sitting(session, first, there, by=by, now=now)
        _speak(session, case_id, first, worker, firm, by)
        holding.end(session, first, result="对金额仍有分歧，双方同意再谈一次。", by=by, now=now)
        again = replace(begun, starts_at=now + 2 * HOUR, ends_at=now + 3 * HOUR)
        second = planning.plan(session, case_id, again, by=by, now=now).id
        holding.open_sitting(session, second, there, by=by, now=now)
        holding.talk_with(session, second, "applicant", by=by, now=now)
        notes.write(session, second, "底线八千五，年前要拿到；不想让单位知道。", by=by, now=now)
        shared_at = now + HOUR / 60
        notes.write(session, second, "申请人同意分两期。", private=False, speaker_id=worker.id, by=by, now=shared_at)
        _bargain(session, case_id, second, by)
        later = replace(begun, starts_at=(now + 72 * HOUR).astimezone(ZONE).replace(hour=18, minute=0), ends_at=None)
        later = replace(later, ends_at=later.starts_at + HOUR if later.starts_at else None)
        third = planning.plan(session, case_id, later, by=by, now=now).id
    return {
        "sittings": f"{case}/sittings", "sitting-held": f"/sittings/{first}", "sitting-open": f"/sittings/{second}",
        "sitting-planned": f"/sittings/{third}", "offers": f"{case}/offers", "sitting-past": f"{case}/sittings/past",
    }  # fmt: skip


def _speak(session: Session, case_id: str, sitting_id: str, worker: Party, firm: Party, by: User) -> None:
    now = clock.now()
    for nth, (words, who) in enumerate((
        ("问：何时入职，工资如何约定？", ""), ("2025 年 3 月入职，月工资八千八百元。", worker.id),
        ("九月、十月工资确实没有发，资金周转困难。", firm.id),
    )):  # fmt: skip
        notes.write(session, sitting_id, words, speaker_id=who, by=by, now=now + HOUR * nth / 60)
    for words, state in (
        ("双方确认入职日期为 2025 年 3 月 1 日", "agreed"), ("双方确认九月、十月工资未发", "agreed"),
        ("十月是否出勤满月", "disputed"),
    ):  # fmt: skip
        facts.add(session, case_id, words, state, sitting_id=sitting_id, by=by, now=now)


def _bargain(session: Session, case_id: str, sitting_id: str, by: User) -> None:
    now = clock.now()
    first_on = now.astimezone(ZONE).date() + timedelta(days=20)
    for given in (
        Given("applicant", 1_760_000), Given("respondent", 600_000, other_terms="开具离职证明"),
        Given("applicant", 1_500_000), Given("respondent", 900_000, pay_on=first_on, count=3),
        Given("applicant", 1_200_000, pay_on=first_on, count=2, told=False),
    ):  # fmt: skip
        offers.note(session, case_id, given, sitting_id=sitting_id, by=by, now=now)
