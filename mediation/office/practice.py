"""Practice: begin a run, make a move, share the score, delete the run. A run is its learner's and counts nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.domain.talks.practice import play
from mediation.domain.talks.practice.course import Course, Move
from mediation.domain.talks.practice.score import score
from mediation.models.practice import ROLES, PracticeRun
from mediation.office import history, practice_rooms, practice_sheets, rules

MOST_RUNS: Final = 60
SEEDS: Final = range(10)
STALE: Final = N_("这次练习已经在另一个窗口继续，请刷新后再试。")
PLAYING: Final = N_("练习还没有结束，不能分享得分")
ENDED: Final = N_("本次练习已经结束")


def begin(
    session: Session, scenario: str, role: str, *, seed: int = 0, by: Reader, now: datetime
) -> PracticeRun:
    """Begin a run of a scenario on one side; without a seed the other side keeps to its script.

    Raises NotFound for no such scenario, Refused for an unknown side or seed, or where too many runs are kept.
    """
    access.require(by, "practice.play", Facts(user_id=by.id))
    ground = practice_rooms.room(scenario)
    problems = []
    if role not in ROLES:
        problems.append(Problem(N_("请选择代表哪一方"), "role", role[:20], "、".join(ROLES)))
    if seed not in SEEDS:
        problems.append(Problem(N_("请选择一种对手"), "seed", str(seed), "0–9"))
    if _own_runs(session, by) >= MOST_RUNS:
        problems.append(Problem(N_("最多保留 %(most)d 次练习，请先删除不用的"), "role", params={"most": MOST_RUNS}))
    if problems:
        raise Refused(problems)
    row = PracticeRun(
        user_id=by.id, station_id=by.station_ids[0] if by.station_ids else None, scenario=scenario, role=role,
        seed=seed, day=ground.scenario.starts_on, rulebook=rules.current().book.digest, started_at=now, changed_at=now,
    )  # fmt: skip
    session.add(row)
    _record(session, "practice.begin", row, by, now)
    return row


def move(
    session: Session, run_id: str, kind: str, on: date, values: Mapping[str, Any], *, version: int, by: Reader,
    now: datetime,
) -> PracticeRun:  # fmt: skip
    """Make a move of an own run; at its end the score is worked out and kept.

    Raises Refused for what can't be done, Conflict for a run that is over, was continued elsewhere (`version`), or was
    begun under other rules. What may not be done is no refusal: it is noted and scored.
    """
    row = _held(session, run_id, by)
    if row.version != version:
        raise Conflict(STALE)
    if row.state != "playing":
        raise Conflict(ENDED)
    course = practice_rooms.course_of(row)
    made = play.tidied(course.ground, Move(kind, on, values))
    play.go(course, made)
    row.moves = [*row.moves, made.stored()]
    row.day, row.changed_at = course.day, now
    if course.over:
        _end(row, course)
    session.add(row)
    _record(session, "practice.move", row, by, now)
    return row


def _end(row: PracticeRun, course: Course) -> None:
    found = score(course)
    row.state, row.score, row.sheet = course.over, found.total, practice_sheets.stored(course, found)
    row.rulebook = rules.current().book.digest


def share(session: Session, run_id: str, *, shared: bool, by: Reader, now: datetime) -> PracticeRun:
    """Let the station's supervisors see name and score of an own run that is over, or no longer."""
    row = _held(session, run_id, by)
    if row.state == "playing":
        raise Conflict(PLAYING)
    row.shared, row.changed_at = shared, now
    session.add(row)
    _record(session, "practice.share" if shared else "practice.unshare", row, by, now)
    return row


def delete(session: Session, run_id: str, *, by: Reader, now: datetime) -> None:
    """Delete an own run with its score."""
    row = _held(session, run_id, by)
    _record(session, "practice.delete", row, by, now)
    session.delete(row)


def own(session: Session, run_id: str, *, user: Reader) -> PracticeRun:
    """Return a run of the user's own; raises NotFound for any other, also for one that is shared."""
    row = Scope(session, user).get(PracticeRun, run_id)
    if row.user_id != user.id:
        raise NotFound(practice_rooms.NOWHERE)
    access.require(user, "practice.play", Facts(user_id=row.user_id))
    return row


def _held(session: Session, run_id: str, by: Reader) -> PracticeRun:
    """Return an own run, locked for a change."""
    row = own(session, run_id, user=by)
    session.refresh(row, with_for_update=True)
    return row


def _own_runs(session: Session, by: Reader) -> int:
    query = sa.select(sa.func.count()).select_from(PracticeRun).where(col(PracticeRun.user_id) == by.id)
    return int(session.execute(query).scalar_one())


def _record(session: Session, act: str, row: PracticeRun, by: Reader, now: datetime) -> None:
    """Note that somebody practised; what was played and scored is the learner's own."""
    history.record(
        session, station_id=row.station_id, actor=by.id, act=act, subject=("practice", row.id), fields={}, now=now
    )
