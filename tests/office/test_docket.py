"""The docket of a duty: who is on it, what becomes of a place, what the evening before tells the lawyer."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import col, select

from mediation import db
from mediation.domain.refusals import Conflict, Forbidden, NotFound, Refused
from mediation.domain.worktime import ZONE
from mediation.models.case import Case
from mediation.models.docket import Visit
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.models.referral import Referral
from mediation.models.roster import Lawyer, Shift
from mediation.office import conflicts, docket_pages, docket_visits, referrals, rules
from mediation.office import docket as acts
from mediation.office.docket_eve import eve_of, mail_eve
from mediation.office.records.duty import DocketPage, DocketRow
from tests.office.onduty import MONDAY, WEDNESDAY, OnDuty, referral_of, reload, shift

EVE = datetime(2026, 11, 20, 16, tzinfo=ZONE)


def shown(duty: OnDuty, nth: int = 0, who: str = "supervisor", now: datetime = WEDNESDAY) -> DocketPage:
    with db.reading() as session:
        return docket_pages.page(session, duty.shifts[nth].id, user=duty[who], now=now)


def numbers(rows: tuple[DocketRow, ...], state: str = "queued") -> list[str]:
    return [row.number for row in rows if row.state == state]


def number_of(case_id: str) -> str:
    with db.reading() as session:
        return session.get_one(Case, case_id).number


def many(duty: OnDuty, count: int) -> list[str]:
    """Log cases, each with its limitation a day later than the one before; return their numbers."""
    day = date(2026, 10, 1)
    claims = [{"kind": "severance", "amount": "8000.00"}]
    return [
        number_of(duty.log(claims=[{**claims[0], "known_on": (day + timedelta(nth)).isoformat()}]))
        for nth in range(count)
    ]


def fix(duty: OnDuty, nth: int = 0, now: datetime = WEDNESDAY) -> None:
    with db.transaction() as session:
        acts.fix(session, reload(session, duty.shifts[nth]), now=now)


def test_the_queue_fills_seven_slots_by_urgency_and_hands_the_rest_to_the_next_duty(station_duty: OnDuty) -> None:
    logged = many(station_duty, 9)

    first, second = shown(station_duty), shown(station_duty, 1)

    assert numbers(first.rows) == logged[:7]
    assert [row.kept for row in first.rows if row.state == "free"] == [True, True]
    assert [row.starts_at.astimezone(ZONE).strftime("%H:%M") for row in first.rows][:2] == ["13:30", "13:50"]
    assert numbers(first.handed_on, "handed_on") == logged[7:]
    assert numbers(second.rows) == logged[7:]


def test_looking_stores_nothing_and_what_is_stored_keeps_its_place(duty: OnDuty) -> None:
    logged = many(duty, 2)
    shown(duty)
    with db.reading() as session:
        assert session.exec(select(Visit)).all() == []

    fix(duty)
    urgent = number_of(duty.log(claims=[{"kind": "severance", "known_on": "2025-11-25"}]))

    assert numbers(shown(duty).rows) == [*logged, urgent]
    with db.transaction() as session:
        acts.arrange(session, duty.shifts[0].id, by=duty["supervisor"], now=WEDNESDAY)
    assert numbers(shown(duty).rows) == [urgent, *logged]


def test_a_case_leaves_the_docket_with_its_referral(station_duty: OnDuty) -> None:
    case_id = station_duty.log()
    other = number_of(station_duty.log())
    station_duty.clear(case_id)
    fix(station_duty)

    with db.transaction() as session:
        given = referral_of(session, case_id)
        referrals.send_back(session, given, reason="wrong_desk", by=station_duty["lawyer"], now=WEDNESDAY)

    page = shown(station_duty)
    assert numbers(page.rows) == [other]
    assert numbers(page.others, "dropped") == [number_of(case_id)]


def test_a_conflict_moves_the_case_to_the_next_lawyers_duty(station_duty: OnDuty) -> None:
    case_id = station_duty.log()
    fix(station_duty)

    with db.transaction() as session:
        conflicts.answer(session, referral_of(session, case_id), answer="conflict", by=station_duty["lawyer"], now=WEDNESDAY)

    assert numbers(shown(station_duty).rows) == []
    assert numbers(shown(station_duty).others, "conflict") == [number_of(case_id)]
    assert numbers(shown(station_duty, 1).rows) == [number_of(case_id)]
    assert numbers(shown(station_duty, 2).rows) == []


def test_a_case_of_a_lawyer_without_a_duty_to_come_waits_for_whoever_is_next(station_duty: OnDuty) -> None:
    case_id = station_duty.log()
    with db.transaction() as session:
        session.get_one(Shift, station_duty.shifts[1].id).state = "cancelled"
        conflicts.answer(
            session, referral_of(session, case_id), answer="conflict", ground="personal", by=station_duty["lawyer"],
            now=WEDNESDAY,
        )  # fmt: skip

    assert numbers(shown(station_duty, 2).rows) == [number_of(case_id)]


def test_a_walk_in_takes_a_kept_slot(station_duty: OnDuty) -> None:
    fix(station_duty)
    with db.transaction() as session:
        row = docket_visits.walk_in(session, station_duty.shifts[0].id, by=station_duty["mediator"], now=MONDAY)
        assert (row.kind, row.case_id, row.starts_at) == ("walk_in", None, MONDAY + timedelta(hours=2, minutes=20))
        docket_visits.mark(session, station_duty.shifts[0].id, row.id, state="seen", by=station_duty["lawyer"], now=MONDAY)

    assert [row.state for row in shown(station_duty, now=MONDAY).rows].count("seen") == 1


def test_a_walk_in_with_a_case_that_had_no_time_gets_a_slot(station_duty: OnDuty) -> None:
    logged = many(station_duty, 8)
    with db.transaction() as session:
        row = docket_visits.walk_in(session, station_duty.shifts[0].id, number=logged[7], by=station_duty["mediator"], now=MONDAY)
    assert row.case_id is not None
    assert numbers(shown(station_duty, now=MONDAY).rows) == logged

    with pytest.raises(Conflict), db.transaction() as session:
        docket_visits.walk_in(session, station_duty.shifts[0].id, number=logged[0], by=station_duty["mediator"], now=MONDAY)
    with pytest.raises(Refused), db.transaction() as session:
        docket_visits.walk_in(session, station_duty.shifts[0].id, number="CH-9999", by=station_duty["mediator"], now=MONDAY)


def test_no_slot_is_left_for_the_third_walk_in_of_a_full_duty(station_duty: OnDuty) -> None:
    many(station_duty, 7)
    for _ in range(2):
        with db.transaction() as session:
            docket_visits.walk_in(session, station_duty.shifts[0].id, by=station_duty["mediator"], now=MONDAY)

    with pytest.raises(Conflict), db.transaction() as session:
        docket_visits.walk_in(session, station_duty.shifts[0].id, by=station_duty["mediator"], now=MONDAY)


def test_who_does_not_come_is_on_the_next_docket_again(station_duty: OnDuty) -> None:
    case_id = station_duty.log()
    with db.transaction() as session:
        given = referral_of(session, case_id)
        docket_visits.mark(session, station_duty.shifts[0].id, given, state="no_show", by=station_duty["lawyer"], now=MONDAY)

    later = MONDAY + timedelta(days=1)
    assert numbers(shown(station_duty).rows, "no_show") == [number_of(case_id)]
    assert numbers(shown(station_duty, 1, now=later).rows) == [number_of(case_id)]
    with pytest.raises(Conflict), db.transaction() as session:
        docket_visits.mark(session, station_duty.shifts[0].id, given, state="seen", by=station_duty["lawyer"], now=MONDAY)
    with pytest.raises(NotFound), db.transaction() as session:
        docket_visits.mark(session, station_duty.shifts[0].id, "nothing", state="seen", by=station_duty["lawyer"], now=MONDAY)


def test_a_slot_that_is_past_is_given_to_nobody(station_duty: OnDuty) -> None:
    station_duty.log()

    page = shown(station_duty, now=MONDAY + timedelta(minutes=45))

    assert page.rows[0].starts_at == MONDAY + timedelta(minutes=40)
    assert shown(station_duty, now=MONDAY + timedelta(hours=4)).rows == ()


def test_the_docket_says_of_a_case_no_more_than_number_names_and_band(station_duty: OnDuty) -> None:
    case_id = station_duty.log(summary="老板说要开除所有人", claims=[{"kind": "severance", "amount": "777777.00"}])

    row = shown(station_duty, who="lawyer").rows[0]

    assert (row.number, row.parties, row.band, row.case_id) == (number_of(case_id), "张玥 诉 城厢建筑公司", "plain", "")
    assert "777777" not in repr(row)
    assert "开除" not in repr(row)
    station_duty.clear(case_id)
    assert shown(station_duty, who="lawyer").rows[0].case_id == case_id
    assert shown(station_duty, who="other").rows[0].case_id == ""


def test_a_docket_is_for_staff_of_its_station(station_duty: OnDuty) -> None:
    for who in ("union", "police"):
        with pytest.raises(Forbidden):
            shown(station_duty, who=who)
    with pytest.raises(NotFound), db.reading() as session:
        docket_pages.page(session, "nothing", user=station_duty["supervisor"], now=WEDNESDAY)


def test_every_change_of_a_docket_is_a_line_of_the_history(duty: OnDuty) -> None:
    with db.transaction() as session:
        row = docket_visits.walk_in(session, duty.shifts[0].id, by=duty["mediator"], now=MONDAY)
        docket_visits.mark(session, duty.shifts[0].id, row.id, state="dropped", by=duty["mediator"], now=MONDAY)
        acts.arrange(session, duty.shifts[0].id, by=duty["mediator"], now=MONDAY)

    with db.reading() as session:
        lines = session.exec(
            select(HistoryLine.act).where(HistoryLine.subject_kind == "shift").order_by(col(HistoryLine.seq))
        ).all()
    assert lines == ["docket.walk_in", "docket.mark", "docket.arrange"]


def test_on_the_evening_before_the_docket_is_stored_and_its_numbers_told_once(duty: OnDuty) -> None:
    logged = many(duty, 2)

    counts = []
    for now in (EVE - timedelta(minutes=1), EVE, EVE + timedelta(hours=1), MONDAY):
        with db.transaction() as session:
            counts.append(mail_eve(session, now=now))

    assert counts == [0, 1, 0, 0]
    with db.reading() as session:
        (notice,) = session.exec(select(Notice).where(Notice.kind == "docket")).all()
        assert len(session.exec(select(Visit)).all()) == 2
    assert (notice.user_id, notice.target) == (duty["lawyer"].id, f"/duty?shift={duty.shifts[0].id}")
    assert notice.params == {"on": {"on": "2026-11-23"}, "count": 2, "numbers": "、".join(logged)}
    assert "张玥" not in repr(notice)


def test_a_lawyer_who_took_over_in_the_evening_is_told_too(station_duty: OnDuty) -> None:
    with db.transaction() as session:
        assert mail_eve(session, now=EVE) == 1
        session.get_one(Shift, station_duty.shifts[0].id).lawyer_id = station_duty.lawyers["colleague"].id
    with db.transaction() as session:
        assert mail_eve(session, now=EVE + timedelta(hours=2)) == 1


@pytest.mark.parametrize(
    ("on", "eve"),
    [("2026-11-23", "2026-11-20"), ("2026-11-24", "2026-11-23"), ("2026-10-08", "2026-09-30"), ("2031-01-06", "2031-01-03")],
)  # 1 to 7 October rest; 2031 has no list
def test_the_eve_is_the_working_day_before(station_duty: OnDuty, on: str, eve: str) -> None:
    found = eve_of(date.fromisoformat(on), rules.current().calendar)

    assert found == datetime.combine(date.fromisoformat(eve), EVE.timetz())


def test_the_lawyers_pack_is_the_own_duty_of_today(duty: OnDuty) -> None:
    case_id = duty.log()

    with db.reading() as session:
        packs = {who: docket_pages.pack(session, user=duty[who], now=MONDAY) for who in ("lawyer", "other")}
        first = {who: docket_pages.on_duty_today(session, duty[who], now=MONDAY) for who in (*packs, "mediator")}

    assert first == {"lawyer": True, "other": False, "mediator": False}
    assert (packs["lawyer"].on_duty, packs["other"].on_duty) == (True, False)
    (gate,) = packs["lawyer"].gates.values()
    assert (gate.number, [one.name for one in gate.names]) == (number_of(case_id), ["张玥", "城厢建筑公司"])
    duty.clear(case_id, now=MONDAY)
    with db.reading() as session:
        assert not docket_pages.pack(session, user=duty["lawyer"], now=MONDAY).gates


def test_a_duty_without_a_lawyer_has_a_docket_all_the_same(station_duty: OnDuty) -> None:
    logged = many(station_duty, 1)
    with db.transaction() as session:
        nobody = shift(station_duty.working.station.id, MONDAY - timedelta(days=3), None, state="nobody")
        session.add(nobody)

    with db.reading() as session:
        page = docket_pages.page(session, nobody.id, user=station_duty["supervisor"], now=WEDNESDAY)
    assert numbers(page.rows) == logged
    assert numbers(shown(station_duty).rows) == []


def test_a_closed_case_is_on_no_docket(station_duty: OnDuty) -> None:
    case_id = station_duty.log()
    with db.transaction() as session:
        session.get_one(Case, case_id).state = "closed"

    assert shown(station_duty).rows[0].state == "free"
    with db.reading() as session:
        assert session.exec(select(Referral).where(Referral.case_id == case_id)).all()
        assert session.exec(select(Lawyer)).all()
