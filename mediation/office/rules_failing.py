"""When the rules fail on a case: a person sorts it, supervisors and admins are told, and it is decided again later."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain import clocks
from mediation.domain.decision import Decision
from mediation.domain.engine import EngineWorn, Hit, Rules
from mediation.domain.refusals import N_
from mediation.domain.salvage import OF_THE_RULES, RULES_FAILED, Failure, OneByOne, decided, nobody
from mediation.domain.situation import Situation
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.user import Membership, User
from mediation.office import notices, rules
from mediation.office.history import SWEEP
from mediation.office.records import Words
from mediation.office.rules import RulesInUse

__all__ = ["RULES_FAILED", "Failure", "alarm", "alarm_all", "decide", "engine_for", "still_failing", "undecided"]

ANSWERABLE: Final = ("supervisor", "admin")
"""Who is told: whoever can mend the rules, or have them mended."""
PAGE: Final = "/rules/health"
ALARM: Final = N_("规则运行出错（%(why)s）：%(who)s 待人工分流，规则恢复正常后自动重新决定")
BESIDE: Final = N_("规则运行出错（%(why)s）：%(who)s 的期限已逐条推算，请核对是否齐全")
SWEEP_FAILED: Final = N_("督办巡查时规则运行出错（%(why)s），有记录未能巡查；请检查规则，必要时重启后台任务")

WHY: Final = {
    "EngineFault": ("规则引擎没有正常应答", "the rule engine didn't answer as it must"),
    "EngineWorn": ("规则引擎须重启程序才能继续", "the rule engine needs the program to be restarted"),
    "NoLead": ("没有规则指定主办部门", "no rule gave a lead"),
}
OTHERWISE: Final = ("规则无法按本案事实读出结果", "a rule can't be read on the facts of the case")

_log = logging.getLogger(__name__)


def decide(
    ask: Callable[[Rules], Decision], in_use: RulesInUse, *, actor: str, now: datetime,
    held_by: Callable[[], str] = nobody,
) -> tuple[Decision, Failure | None]:  # fmt: skip
    """Return the decision, or what can be saved of it where the rules fail, and why they did.

    `held_by` names the desk that has accepted the lead. A worn engine ends the sweep, for a new process does better.
    """
    decision, failure = decided(ask, in_use.engine, in_use.calendar, station_day(now), held_by=held_by)
    if failure is not None and failure.error == EngineWorn.__name__ and actor == SWEEP:
        raise EngineWorn("this process can't read the rules any more")
    return decision, failure


def engine_for(decision: Decision, in_use: RulesInUse) -> Rules:
    """Return who is asked what else goes with a decision: the engine, unless it failed on it."""
    return OneByOne(in_use.book, in_use.calendar) if RULES_FAILED in decision.flags else in_use.engine


def fire(
    session: Session, case: Case, stratum: str, situation: Situation, place: str, *, now: datetime
) -> tuple[Hit, ...]:
    """Ask the rules in force today about something beside the case itself; where the engine fails, rule by rule."""
    hits, failure = _asked(stratum, situation, place, now)
    if failure is not None:
        alarm(session, case, failure, now=now, message=BESIDE)
    return hits


def read(stratum: str, situation: Situation, place: str, *, now: datetime) -> tuple[Hit, ...]:
    """Ask the same for a page that stores nothing: whoever stores what it shows raises the alarm."""
    hits, failure = _asked(stratum, situation, place, now)
    if failure is not None:
        _log.error("the rules failed (%s) on a page about %s", failure, stratum)
    return hits


def _asked(stratum: str, situation: Situation, place: str, now: datetime) -> tuple[tuple[Hit, ...], Failure | None]:
    """Return what holds and whose dates can be counted, and why the rules failed where they did."""
    in_use = rules.current()
    try:
        hits = in_use.engine.fire(stratum, situation, station_day(now), place)
        clocks.started(hits, situation, calendar=in_use.calendar)  # a date that can't be counted fails here
        return hits, None
    except OF_THE_RULES as fault:
        error = type(fault).__name__
    plain = OneByOne(in_use.book, in_use.calendar)
    hits = plain.fire(stratum, situation, station_day(now), place)
    return hits, Failure(error, tuple(plain.failed))


def still_failing(before: Sequence[str], decision: Decision, actor: str) -> bool:
    """Say whether the sweep has found once more what it knew: nothing is written then."""
    return actor == SWEEP and RULES_FAILED in before and RULES_FAILED in decision.flags


def alarm(session: Session, case: Case, failure: Failure, *, now: datetime, message: str = ALARM) -> None:
    """Tell supervisors and admins of a case that the rules couldn't decide; once a day for one error of one book."""
    alarm_all(session, case.station_id, [case], failure, now=now, message=message)


def alarm_all(
    session: Session, station_id: str, cases: Sequence[Case], failure: Failure, *, now: datetime, message: str = ALARM
) -> None:
    """Tell the same of several cases of one station in one notice."""
    first, digest = cases[0], rules.current().book.digest
    _log.error("the rules failed (%s) on %d case(s), the first %s; rules %s", failure, len(cases), first.number, digest)
    seal = hashlib.sha256(f"{digest} {failure} {message}".encode()).hexdigest()[:24]
    notices.tell(
        session, station_id=station_id, people=_answerable(session, station_id), kind="system",
        key=f"rules-failed:{seal}:{station_day(now).isoformat()}", message=message,
        params={"why": _why(failure), "who": first.number}, target=PAGE, urgency="immediate", now=now,
    )  # fmt: skip


def sweep_alarm(session: Session, station_ids: Sequence[str], error: str, *, now: datetime) -> None:
    """Tell supervisors and admins of every station that the rules failed a sweep; once a day for one error."""
    _log.error("the rules failed (%s) in a sweep", error)
    for station_id in station_ids:
        notices.tell(
            session, station_id=station_id, people=_answerable(session, station_id), kind="system",
            key=f"rules-failed:sweep:{error}:{station_day(now).isoformat()}", message=SWEEP_FAILED,
            params={"why": _why(Failure(error))}, target=PAGE, urgency="immediate", now=now,
        )  # fmt: skip


def undecided(scope: Scope, *, now: datetime, most: int) -> list[Case]:
    """Return the open cases that wait for the rules to work again, of those the user sees, the oldest first."""
    return list(scope.session.exec(scope.select(Case).where(*waiting(now)).order_by(col(Case.decided_at)).limit(most)))


def count_of(session: Session, user: Reader, *, now: datetime) -> int:
    """Count the same at all stations of a user, those too that the user may not read."""
    with access.as_house(session, "whoever mends the rules is told how many cases wait for it"):
        query = sa.select(sa.func.count()).select_from(Case)
        at_home = col(Case.station_id).in_(user.station_ids)
        return int(session.execute(query.where(at_home, *waiting(now))).scalar_one())


def waiting(now: datetime) -> list[sa.ColumnElement[bool]]:
    """Return the conditions for such a case: it is due to be decided again, and carries the flag."""
    flagged = sa.cast(col(Case.flags), sa.Text).contains(f'"{RULES_FAILED}"')
    return [col(Case.state) == "open", col(Case.turns_on) <= station_day(now), flagged]


def _why(failure: Failure) -> Words:
    """Return what went wrong in words, with the word that logs have for it and the rules at fault."""
    zh, en = WHY.get(failure.error, OTHERWISE)
    return Words(f"{zh}，{str(failure)[:150]}", f"{en}, {str(failure)[:150]}")


def _answerable(session: Session, station_id: str) -> list[str]:
    query = (
        select(User.id)
        .join(Membership, col(Membership.user_id) == col(User.id))
        .where(col(Membership.station_id) == station_id, col(User.active), col(User.role).in_(ANSWERABLE))
        .order_by(col(User.id))
    )
    return list(session.exec(query))
