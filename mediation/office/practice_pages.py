"""The pages of practice: what can be played, a run as it stands, its score."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Conflict
from mediation.domain.talks.offers import OTHER
from mediation.domain.talks.practice.course import AUTHORITY, Course
from mediation.domain.talks.practice.moves import doable
from mediation.domain.talks.practice.scenario import Ground
from mediation.domain.workdays import ONE_DAY
from mediation.models.practice import PracticeRun
from mediation.models.user import User
from mediation.office import practice, practice_briefing, practice_rooms, practice_sheets, practice_table, rules
from mediation.office.practice_rooms import texts
from mediation.office.records import Words
from mediation.office.records.practice import (
    EventLine,
    PersonLine,
    PracticePage,
    RoomPage,
    RunHead,
    RunLine,
    ScenarioCard,
    SheetPage,
)

MOST_SHARED = 200
NOT_OVER = N_("这次练习还没有结束，没有得分")
GONE = N_("这一练习的内容与现行规则不符，不能再显示")


def first(session: Session, *, user: Reader) -> PracticePage:
    """Return what can be played, the user's own runs, and for supervisors what the station's learners share."""
    access.require(user, "practice.play", Facts(user_id=user.id))
    scenarios = tuple(
        ScenarioCard(name, texts(one.scenario.title), texts(one.scenario.about))
        if one else ScenarioCard(name, Words(name, name), Words("", ""), usable=False)
        for name, one in practice_rooms.rooms().items()
    )  # fmt: skip
    scope = Scope(session, user)
    mine = scope.select(PracticeRun).where(col(PracticeRun.user_id) == user.id)
    own = session.exec(mine.order_by(col(PracticeRun.changed_at).desc()))
    return PracticePage(scenarios, tuple(_line(one) for one in own), shared(session, user=user))


def shared(session: Session, *, user: Reader) -> tuple[RunLine, ...]:
    """Return name and score of the runs that learners of the user's stations share with their supervisors."""
    if not access.may(user, "practice.shared"):
        return ()
    others = Scope(session, user).select(PracticeRun).where(
        col(PracticeRun.shared), col(PracticeRun.user_id) != user.id, col(PracticeRun.station_id).in_(user.station_ids)
    )  # fmt: skip
    rows = session.exec(others.order_by(col(PracticeRun.changed_at).desc()).limit(MOST_SHARED)).all()
    names = {one.id: one.display_name or one.name for one in session.exec(
        select(User).where(col(User.id).in_({row.user_id for row in rows}))
    )}  # fmt: skip
    return tuple(_line(one, names.get(one.user_id, "")) for one in rows)


def _line(row: PracticeRun, who: str = "") -> RunLine:
    """Return a run as a line; of somebody else's nothing but name, scenario, side and score."""
    return RunLine(row.id if not who else "", practice_rooms.titles(row.scenario), row.role, row.state, row.day,
                   row.score, row.shared, row.changed_at, who)  # fmt: skip


def head_of(row: PracticeRun, ground: Ground) -> RunHead:
    """Return what stands at the head of the pages of a run."""
    one = ground.scenario
    return RunHead(row.id, row.version, texts(one.title), texts(one.about), texts(ground.rows[0].title), row.role,
                   row.state, row.shared, row.score, row.day, one.ends_on)  # fmt: skip


def room(session: Session, run_id: str, *, user: Reader) -> RoomPage:
    """Return an own run as it stands; raises NotFound for any other, Conflict for one begun under other rules."""
    row = practice.own(session, run_id, user=user)
    course = practice_rooms.course_of(row)
    ground, book = course.ground, rules.current().book
    side = ground.scenario.sides[row.role]
    people = tuple(PersonLine(one.id, one.name, texts(one.work), one.outsider, one.woman) for one in side.people)
    return RoomPage(
        head=head_of(row, ground), briefing=practice_briefing.briefing(course), doable=doable(course),
        issues=practice_table.issues(course), prices=practice_table.prices(course),
        rounds=practice_table.rounds(course), events=events(course, row),
        periods=practice_briefing.periods(course, book), told=practice_briefing.told(course, book), people=people,
        steps=practice_briefing.steps(course), session_on=course.talks.first_session_on, vote_on=course.talks.vote_on,
        next_session=course.rounds + 1, next_session_on=_next_session_on(course),
    )  # fmt: skip


def _next_session_on(course: Course) -> date:
    """Return the first day on which there may be another session."""
    planned = course.talks.first_session_on
    if not course.talks.sessions:
        return max(course.day, planned) if planned else course.day
    return max(course.day, course.talks.sessions[-1].on + ONE_DAY)


def events(course: Course, row: PracticeRun) -> tuple[EventLine, ...]:
    """Return what happened, the latest first; new is what happened since the move before the last."""
    book, before = rules.current().book, row.moves[-2]["on"] if len(row.moves) > 1 else ""
    who = {course.role: "me", course.other: "other", AUTHORITY: "authority"}
    found = [
        EventLine(one.on, who.get(one.by, "nobody"), practice_rooms.said(one.said, book), one.on.isoformat() > before)
        for one in course.events
    ]
    return tuple(reversed(found))


def sheet(session: Session, run_id: str, *, user: Reader) -> SheetPage:
    """Return the score of an own run that is over, with the other side's aims; raises Conflict before its end."""
    row = practice.own(session, run_id, user=user)
    if row.sheet is None or row.score is None:
        raise Conflict(NOT_OVER)
    ground = practice_rooms.rooms().get(row.scenario)
    if ground is None:
        raise Conflict(GONE)
    other, kept = OTHER[row.role], row.sheet
    book = rules.current().book
    return SheetPage(
        head_of(row, ground), row.score, practice_sheets.parts_of(kept, book),
        practice_sheets.aims_of(ground, row.role, kept["own"]), kept["own"]["total"] if kept["own"] else None,
        kept["walk_away"], kept["best"], practice_sheets.better_of(kept, ground),
        texts(ground.scenario.sides[other].brief), practice_sheets.aims_of(ground, other, kept["other"]),
        kept["other"]["total"] if kept["other"] else None, ground.scenario.sides[other].walk_away,
        events_kept(row),
    )  # fmt: skip


def events_kept(row: PracticeRun) -> tuple[EventLine, ...]:
    """Return what happened in a run that is over; nothing where it was played by other rules."""
    if row.rulebook != rules.current().book.digest:
        return ()
    return events(practice_rooms.course_of(row), row)
