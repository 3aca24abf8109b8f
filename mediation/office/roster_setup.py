"""What a roster is made from: firms, their lawyers, the weekly duties. Every change shows on the roster at once."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.roster import DutyPlan, clashes, slots
from mediation.domain.worktime import station_day
from mediation.models.roster import HOLIDAY_RULES, DutyPattern, Firm, Lawyer
from mediation.models.user import Membership, User
from mediation.office import casebook, roster, roster_changes, roster_turns

SLOT_BOUNDS: Final = (5, 120)
MOST_WALK_INS: Final = 20


@dataclass(frozen=True)
class FirmForm:
    """A firm as typed: whom to call when nobody is on duty, whether it sends lawyers."""

    name: str
    contact: str = ""
    phone: str = ""
    active: bool = True


@dataclass(frozen=True)
class LawyerForm:
    """A lawyer as typed; `account` is the id of the user they sign in as, "" for none."""

    name: str
    licence: str = ""
    account: str = ""
    active: bool = True


@dataclass(frozen=True)
class NewPattern:
    """A weekly duty as typed; `firm` is "" for the lawyers of all firms."""

    weekday: int
    begins: time
    ends: time
    since: date
    until: date | None = None
    slot_minutes: int = 20
    walk_in_slots: int = 2
    on_holiday: str = "move"
    firm: str = ""


def save_firm(
    session: Session, station_id: str, form: FirmForm, firm_id: str = "", *, by: Reader, now: datetime
) -> Firm:
    """Add a firm to the station, or change one; a firm that stops sending lawyers loses its coming shifts."""
    firm = Scope(session, by).get(Firm, firm_id) if firm_id else Firm(station_id=station_id, name="")
    access.require(by, "roster.manage", Facts(station_id=firm.station_id))
    roster_turns.lock(session)
    name, contact, phone = form.name.strip(), form.contact.strip(), form.phone.strip()
    _refuse_texts({"name": (name, 100, True), "contact": (contact, 100, False), "phone": (phone, 40, False)})
    twin = select(Firm.id).where(Firm.station_id == firm.station_id, Firm.name == name, Firm.id != firm.id)
    if session.exec(twin).first():
        raise Refused(Problem(N_("本站已有同名的律师事务所"), "name", name))
    firm.name, firm.contact, firm.phone, firm.active = name, contact, phone, form.active
    session.add(firm)
    fields = {"name": firm.name, "active": form.active}
    roster.record(session, firm.station_id, "firm.save", ("firm", firm.id), fields, by, now)
    if not form.active:
        for lawyer in session.exec(select(Lawyer).where(Lawyer.firm_id == firm.id)).all():
            roster_changes.release(session, lawyer, by=by, now=now)
    roster.replan(session, firm.station_id, now=now, by=by)
    return firm


def save_lawyer(
    session: Session, firm_id: str, form: LawyerForm, lawyer_id: str = "", *, by: Reader, now: datetime
) -> Lawyer:
    """Add a lawyer to a firm, or change one.

    A newcomer starts level with the colleague who served least. One who leaves loses the coming shifts.
    """
    scope = Scope(session, by)
    lawyer = scope.get(Lawyer, lawyer_id) if lawyer_id else None
    firm = scope.get(Firm, lawyer.firm_id if lawyer else firm_id)
    access.require(by, "roster.manage", Facts(station_id=firm.station_id))
    roster_turns.lock(session)
    name, licence = form.name.strip(), form.licence.strip()
    _refuse_texts({"name": (name, 64, True), "licence": (licence, 40, False)})
    lawyer = lawyer or Lawyer(station_id=firm.station_id, firm_id=firm.id, name="", active=False)
    _link(session, lawyer, form.account)
    if form.active and not lawyer.active:
        lawyer.credit_minutes = _level(session, lawyer)
    lawyer.name, lawyer.licence, lawyer.active = name, licence, form.active
    session.add(lawyer)
    fields = {"name": lawyer.name, "firm": firm.id, "active": form.active, "account": lawyer.user_id}
    roster.record(session, firm.station_id, "lawyer.save", ("lawyer", lawyer.id), fields, by, now)
    if not form.active:
        roster_changes.release(session, lawyer, by=by, now=now)
    roster.replan(session, firm.station_id, now=now, by=by)
    return lawyer


def _level(session: Session, lawyer: Lawyer) -> int:
    """Return the credit that puts a newcomer level with the colleague who served least."""
    others = [one for one in roster_turns.serving(session, lawyer.station_id) if one.id != lawyer.id]
    served = roster_turns.served_by(session, [lawyer, *others])
    least = min((served[one.id] for one in others), default=0)
    return max(lawyer.credit_minutes, lawyer.credit_minutes + least - served[lawyer.id])


def _link(session: Session, lawyer: Lawyer, account: str) -> None:
    """Link the account of a duty lawyer of the station who isn't linked to somebody else there."""
    if not account:
        lawyer.user_id = None
        return
    if account not in [one.id for one in free_accounts(session, lawyer.station_id, lawyer.id)]:
        raise Refused(Problem(N_("请选择本站一个尚未登记的驻站律师账号"), field="login"))
    lawyer.user_id = account


def free_accounts(session: Session, station_id: str, lawyer_id: str = "") -> list[User]:
    """Return the accounts of duty lawyers of the station that no other of its lawyers has."""
    taken = select(Lawyer.user_id).where(
        Lawyer.station_id == station_id, col(Lawyer.user_id).is_not(None), Lawyer.id != lawyer_id
    )
    query = (
        select(User)
        .join(Membership, col(Membership.user_id) == col(User.id))
        .where(Membership.station_id == station_id, User.role == "duty_lawyer", col(User.active))
        .where(col(User.id).not_in(taken))
        .order_by(col(User.name))
    )
    return list(session.exec(query))


def add_pattern(session: Session, station_id: str, new: NewPattern, *, by: Reader, now: datetime) -> DutyPattern:
    """Add a weekly duty; its shifts are on the roster at once.

    Raises Refused with every fault: hours that are none, slots that don't fit, another duty at the same time.
    """
    access.require(by, "roster.manage", Facts(station_id=station_id))
    roster_turns.lock(session)
    problems = _pattern_problems(new, now)
    firm = select(Firm.id).where(Firm.id == new.firm, Firm.station_id == station_id)
    if new.firm and session.exec(firm).first() is None:
        problems.append(Problem(N_("请选择本站的律师事务所"), field="firm"))
    if problems:
        raise Refused(problems)
    plan = DutyPlan(new.weekday, new.begins, new.ends, True, new.since, new.until or date.max)
    for other in clashes(casebook.duty_plans(session, station_id), plan):
        hours = f"{other.begins:%H:%M}–{other.ends:%H:%M}"
        raise Refused(Problem(N_("与已有安排时间重叠（%(hours)s），请先停用原安排"), "begins", params={"hours": hours}))
    pattern = DutyPattern(
        station_id=station_id, firm_id=new.firm or None, weekday=new.weekday, starts_at=new.begins, ends_at=new.ends,
        slot_minutes=new.slot_minutes, walk_in_slots=new.walk_in_slots, on_holiday=new.on_holiday,
        in_force_from=new.since, in_force_until=new.until,
    )  # fmt: skip
    session.add(pattern)
    hours = f"{new.begins:%H:%M}–{new.ends:%H:%M}"
    fields = {"weekday": new.weekday, "hours": hours, "from": new.since, "until": new.until}
    roster.record(session, station_id, "pattern.add", ("duty_pattern", pattern.id), fields, by, now)
    roster.replan(session, station_id, now=now, by=by)
    return pattern


def end_pattern(session: Session, pattern_id: str, *, last_on: date, by: Reader, now: datetime) -> DutyPattern:
    """Let a weekly duty hold no longer than `last_on`; the shifts after it are cancelled at once.

    Raises Refused for a day before yesterday: what was, stays. Raises Conflict for one that has ended.
    """
    pattern = Scope(session, by).get(DutyPattern, pattern_id)
    access.require(by, "roster.manage", Facts(station_id=pattern.station_id))
    roster_turns.lock(session)
    yesterday = station_day(now) - timedelta(days=1)
    if pattern.in_force_until is not None and pattern.in_force_until < yesterday:
        raise Conflict(N_("该值班安排已经停用。"))
    if last_on < yesterday:
        raise Refused(Problem(N_("停用日期不能早于昨天"), "last_on", last_on.isoformat(), f"≥ {yesterday}"))
    pattern.in_force_until = last_on
    session.add(pattern)
    fields = {"last_on": last_on}
    roster.record(session, pattern.station_id, "pattern.end", ("duty_pattern", pattern.id), fields, by, now)
    roster.replan(session, pattern.station_id, now=now, by=by)
    return pattern


def _pattern_problems(new: NewPattern, now: datetime) -> list[Problem]:
    problems = []
    if not 1 <= new.weekday <= 7:
        problems.append(Problem(N_("请选择星期"), "weekday"))
    if new.ends <= new.begins:
        problems.append(Problem(N_("结束时间须晚于开始时间"), "ends", f"{new.ends:%H:%M}", f"> {new.begins:%H:%M}"))
    if not SLOT_BOUNDS[0] <= new.slot_minutes <= SLOT_BOUNDS[1]:
        allowed = f"{SLOT_BOUNDS[0]}–{SLOT_BOUNDS[1]}"
        problems.append(Problem(N_("每件时长不在允许范围内"), "slot_minutes", str(new.slot_minutes), allowed))
    elif new.ends > new.begins:
        day = station_day(now)
        whole = slots(datetime.combine(day, new.begins), datetime.combine(day, new.ends), new.slot_minutes)
        if not 0 <= new.walk_in_slots <= min(len(whole), MOST_WALK_INS) or not whole:
            allowed = f"0–{min(len(whole), MOST_WALK_INS)}"
            problems.append(Problem(N_("预留时段数超过全部时段"), "walk_in_slots", str(new.walk_in_slots), allowed))
    if new.on_holiday not in HOLIDAY_RULES:
        problems.append(Problem(N_("请选择遇节假日的处理方式"), "on_holiday"))
    if new.until is not None and new.until < new.since:
        problems.append(Problem(N_("结束日期早于开始日期"), "until", new.until.isoformat(), f"≥ {new.since}"))
    return problems


def _refuse_texts(given: dict[str, tuple[str, int, bool]]) -> None:
    problems = []
    for field, (text, most, needed) in given.items():
        if needed and not text.strip():
            problems.append(Problem(N_("必须填写"), field))
        elif len(text.strip()) > most:
            length = {"length": len(text.strip())}
            problems.append(Problem(N_("过长：%(length)d 个字"), field, "", f"≤ {most}", length))
    if problems:
        raise Refused(problems)
