"""What time alone changes in wage talks: once, noted and told; and where people look for the days."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from mediation import db
from mediation.access import Scope
from mediation.domain.worktime import ZONE
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.models.roster import Feed
from mediation.models.talks import Talks, TalksClock, TalksMember
from mediation.models.talks_end import TalksFiling, TalksVote
from mediation.office import board, history, roster_feeds, talks_clocks, talks_nearest, talks_pages
from mediation.office.sweep import sweep
from tests import talks_make
from tests.office.working import Working

FILED = {
    "proposed_on": date(2026, 8, 3), "received_on": date(2026, 8, 4), "replied_on": date(2026, 8, 10), "reply": "accepted",
    "draft_signed_on": date(2026, 10, 20), "adoption_notice_on": date(2026, 11, 2), "signed_on": date(2026, 10, 20),
    "term_from": date(2026, 12, 1), "term_until": date(2027, 11, 30),
}  # fmt: skip


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T02:00:00").replace(tzinfo=ZONE)


def filed(station: Working, now: datetime) -> str:
    """Add talks whose contract the authority received on Monday 16 November 2026; nobody objected."""
    with db.transaction() as session:
        row = talks_make.talks(session, station.station.id, now=now, **FILED)
        of: dict[str, Any] = {"station_id": row.station_id, "talks_id": row.id}
        session.add(TalksVote(number=1, on=date(2026, 10, 30), delegates=30, state="counted", adopted=True, papers_sent_on=date(2026, 10, 21), **of))
        session.add(TalksFiling(number=1, authority="区人社局", received_on=date(2026, 11, 16), noted_at=now, **of))
        talks_clocks.refresh(session, row, now=now)
        return row.id


def stage(talks_id: str) -> tuple[str, date | None, date | None]:
    with db.reading() as session:
        row = session.get_one(Talks, talks_id)
        return row.stage, row.effective_on, row.turns_on


def lines(session: Session, talks_id: str) -> list[HistoryLine]:
    return list(session.exec(select(HistoryLine).where(HistoryLine.subject_id == talks_id, HistoryLine.act == "talks.turned")))


def test_silence_of_fifteen_days_brings_a_contract_into_force_once_however_many_sweeps_run(working: Working):
    talks_id = filed(working, at("2026-11-17"))
    assert stage(talks_id) == ("filing", None, date(2026, 12, 2))

    assert sweep(now=at("2026-12-01")).talks == []
    with ThreadPoolExecutor(3) as pool:
        reports = list(pool.map(lambda _: sweep(now=at("2026-12-02")), range(3)))

    assert [one for report in reports for one in report.talks] == [{"id": talks_id, "from": "filing", "to": "in_force"}]
    assert all(report.faults == [] for report in reports)
    assert stage(talks_id) == ("in_force", date(2026, 12, 2), date(2027, 12, 1))
    assert sweep(now=at("2026-12-02")).talks == []
    with db.reading() as session:
        [line] = lines(session, talks_id)
        assert (line.actor, '"to":"in_force"' in line.fields_json) == ("sweep", True)
        told = session.exec(select(Notice).where(Notice.kind == "talks")).all()
        assert {one.user_id for one in told} == {working["union"].id, working["supervisor"].id}
        [publication] = session.exec(select(TalksClock).where(TalksClock.clock == "talks.publication"))
        assert publication.safe_on == date(2026, 12, 7)
        assert history.verify(session).broken is None


def test_a_contract_ends_with_its_term_and_not_a_day_before(station: Working):
    talks_id = filed(station, at("2026-12-03"))
    assert stage(talks_id)[0] == "in_force"

    assert sweep(now=at("2027-11-30")).talks == []
    assert [one["to"] for one in sweep(now=at("2027-12-01")).talks] == ["ended"]
    assert stage(talks_id)[2] is None
    assert sweep(now=at("2027-12-01")).talks == []


def test_a_seat_given_up_ahead_of_time_falls_vacant_on_its_day(station: Working):
    going = {"proposed_on": date(2026, 11, 1), "received_on": date(2026, 11, 2), "replied_on": date(2026, 11, 9), "reply": "accepted"}
    with db.transaction() as session:
        row = talks_make.talks(session, station.station.id, now=at("2026-11-10"), **going)
        talks_make.team(session, row, date(2026, 11, 10))
        member = session.exec(select(TalksMember).where(TalksMember.name == "李强")).one()
        member.until = date(2026, 11, 20)
        session.add(member)
        talks_clocks.refresh(session, row, now=at("2026-11-10"))
        talks_id = row.id
    assert stage(talks_id)[2] == date(2026, 11, 20)

    def vacancies() -> list[date]:
        with db.reading() as session:
            return [one.trigger_on for one in session.exec(select(TalksClock).where(TalksClock.clock == "talks.vacancy"))]

    sweep(now=at("2026-11-19"))
    assert vacancies() == []
    sweep(now=at("2026-11-20"))
    assert vacancies() == [date(2026, 11, 20)]


def test_other_rules_bring_talks_back_to_be_reckoned_and_only_then(station: Working):
    talks_id = filed(station, at("2026-11-17"))
    with db.transaction() as session:
        for clock in session.exec(select(TalksClock).where(TalksClock.talks_id == talks_id)):
            clock.rulebook, clock.safe_on = "sha256:old", clock.safe_on + timedelta(days=9)
            session.add(clock)
        before = session.get_one(Talks, talks_id).version

    sweep(now=at("2026-11-18"))

    with db.reading() as session:
        row = session.get_one(Talks, talks_id)
        [objection] = session.exec(select(TalksClock).where(TalksClock.clock == "talks.objection"))
        assert objection.safe_on == date(2026, 12, 1)
        after = row.version
    sweep(now=at("2026-11-18"))
    with db.reading() as session:
        assert session.get_one(Talks, talks_id).version == after >= before
        assert lines(session, talks_id) == []


def test_a_missed_period_is_told_once_to_the_union_and_the_supervisor_and_stands_on_their_boards(station: Working):
    agreed = {"proposed_on": date(2026, 11, 1), "received_on": date(2026, 11, 2), "replied_on": date(2026, 11, 9), "reply": "accepted"}
    with db.transaction() as session:
        talks_id = talks_make.talks(session, station.station.id, now=at("2026-11-10"), **agreed).id

    def told(day: str) -> int:
        sweep(now=at(day))
        with db.reading() as session:
            return len(session.exec(select(Notice).where(Notice.kind == "talks")).all())

    assert (told("2026-11-24"), told("2026-11-25"), told("2026-11-26")) == (0, 4, 4)  # both sides, two people
    with db.reading() as session:
        shown = {name: board.day(session, user=station[name], now=at("2026-11-17")).talks for name in ("union", "supervisor", "police", "mediator")}
        assert [(one.id, one.due and one.due.days_left) for one in shown["union"]] == [(talks_id, 7)]
        assert shown["union"] == shown["supervisor"]
        assert (shown["police"], shown["mediator"]) == ((), ())
        assert board.day(session, user=station["union"], now=at("2026-11-16")).talks == ()
        [late] = board.day(session, user=station["union"], now=at("2026-11-30")).talks
        assert late.due is not None
        assert (late.due.state, late.due.days_left) == ("expired", -6)


def test_list_head_board_first_page_and_sweep_say_the_same_of_a_period_between_its_safe_and_its_last_day(station: Working):
    agreed = {"proposed_on": date(2026, 8, 3), "received_on": date(2026, 8, 4), "replied_on": date(2026, 9, 16), "reply": "accepted"}
    with db.transaction() as session:
        talks_id = talks_make.talks(session, station.station.id, now=at("2026-09-17"), **agreed).id
    states = {
        "2026-10-01": ("running", False, 0),
        "2026-10-02": ("running", True, 6),  # the safe day is over; the last day lies behind the seven days of holiday
        "2026-10-08": ("running", True, 0),
        "2026-10-09": ("expired", True, -1),
    }
    for day, shown in states.items():
        sweep(now=at(day))
        with db.reading() as session:
            assert session.get_one(Talks, talks_id).due_on == date(2026, 10, 1)
            [line] = talks_pages.listing(session, user=station["union"], now=at(day)).rows
            page = talks_pages.overview(session, talks_id, user=station["union"], now=at(day))
            [pressing] = board.day(session, user=station["union"], now=at(day)).talks
            told = session.exec(select(Notice).where(Notice.kind == "talks")).all()
        assert line.due is not None
        assert (line.due.state, line.due.passed, line.due.days_left) == shown
        assert line.due == page.frame.due == pressing.due
        assert {one.state for one in page.open if one.clock == "talks.representatives"} == {shown[0]}
        assert bool(told) is (shown[0] == "expired")


def test_a_missed_period_goes_before_one_whose_safe_day_came_earlier(station: Working):
    """Teams were to be named by the 1st, the latest the 8th of October; the vacancy should have been filled by the 3rd."""
    asked = {"proposed_on": date(2026, 8, 3), "received_on": date(2026, 8, 4), "replied_on": date(2026, 9, 16), "reply": "accepted"}
    with db.transaction() as session:
        row = talks_make.talks(session, station.station.id, now=at("2026-09-17"), **asked)
        of: dict[str, Any] = {"station_id": row.station_id, "talks_id": row.id}
        session.flush()
        [first] = session.exec(select(TalksClock).where(TalksClock.talks_id == row.id, TalksClock.side == "workers", TalksClock.clock == "talks.representatives"))
        later = first.model_dump(exclude={"id"}) | {"clock": "talks.vacancy", "title": {"zh": "空缺"}, "safe_on": date(2026, 10, 3), "last_on": date(2026, 10, 3)}
        session.add(TalksClock(**{**later, **of}))
        session.flush()
        titles = {
            day: talks_nearest.of(session, [row], date.fromisoformat(day))[row.id].title.zh
            for day in ("2026-10-03", "2026-10-04", "2026-10-09")
        }
        row.stage = "ended"
        assert talks_nearest.of(session, [row], date(2026, 10, 9)) == {}
        session.rollback()
    assert titles["2026-10-04"] == titles["2026-10-09"] == "空缺" != titles["2026-10-03"]


def test_the_calendar_of_the_unions_desk_has_the_days_of_its_talks(station: Working):
    talks_id = filed(station, at("2026-12-03"))
    with db.transaction() as session:
        feed, _ = roster_feeds.make(session, kind="desk", of="union", locale="zh_Hans", by=station["union"], now=at("2026-12-03"))
        other, _ = roster_feeds.make(session, kind="desk", of="police", locale="zh_Hans", by=station["police"], now=at("2026-12-03"))
        ids = [feed.id, other.id]

    def shown(nth: int, name: str) -> dict[str, date]:
        with db.reading() as session:
            Scope(session, station[name])
            content = roster_feeds.content(session, session.get_one(Feed, ids[nth]), station[name], now=at("2026-12-03"))
            return {one.uid: one.begins for one in content.events if one.uid.startswith("talks-")}

    first = shown(0, "union")
    assert sorted(first.values())[0] == date(2026, 12, 7)
    with db.transaction() as session:
        talks_clocks.refresh(session, session.get_one(Talks, talks_id), now=at("2026-12-03"))
    assert shown(0, "union") == first
    assert shown(1, "police") == {}
