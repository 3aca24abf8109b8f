"""The docket: a total order, slots that never overlap, two kept for walk-ins, nobody lost."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mediation.domain import docket
from mediation.domain.docket import Waiting

TODAY = date(2026, 11, 23)
BEGINS = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
DAYS = st.none() | st.dates(date(2026, 10, 1), date(2027, 12, 31))
INSTANTS = st.datetimes(datetime(2026, 10, 1), datetime(2026, 11, 23), timezones=st.just(UTC))
REFERRALS = st.lists(
    st.builds(
        Waiting, st.uuids().map(str), st.integers(1, 9).map(str), INSTANTS, DAYS, DAYS, st.none() | st.integers(0, 10**9)
    ),
    max_size=14,
    unique_by=lambda one: one.referral_id,
)


def waiting(name: str, **given: object) -> Waiting:
    return Waiting(name, name, BEGINS, **given)  # type: ignore[arg-type]


def test_the_limitation_date_comes_before_mediations_end_and_that_before_the_amount() -> None:
    queue = [
        waiting("nothing known"),
        waiting("small", amount=100_00),
        waiting("large", amount=900_000_00),
        waiting("mediation ends tomorrow", mediation_on=TODAY + timedelta(1)),
        waiting("limitation in a year", limitation_on=TODAY + timedelta(365), amount=1),
        waiting("limitation past", limitation_on=TODAY - timedelta(1)),
        waiting("limitation in a year, mediation ends", limitation_on=TODAY + timedelta(365), mediation_on=TODAY),
    ]

    assert [one.number for one in docket.ranked(queue)] == [
        "limitation past", "limitation in a year, mediation ends", "limitation in a year", "mediation ends tomorrow",
        "large", "small", "nothing known",
    ]  # fmt: skip


@given(REFERRALS, st.randoms())
def test_the_same_referrals_always_stand_in_the_same_order(queue: list[Waiting], chance: object) -> None:
    shuffled = list(queue)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert docket.ranked(shuffled) == docket.ranked(queue)


@given(REFERRALS, st.integers(0, 240), st.integers(5, 60), st.integers(0, 4), st.sets(st.integers(0, 12)))
def test_slots_are_filled_by_urgency_and_nobody_is_lost(
    queue: list[Waiting], minutes: int, length: int, kept: int, taken: set[int]
) -> None:
    shift = docket.slots(BEGINS, BEGINS + timedelta(minutes=minutes), length, kept)
    plan = docket.fill(queue, shift, taken)

    assert {*plan.placed, *plan.handed_on} == {one.referral_id for one in queue}
    assert not set(plan.placed) & set(plan.handed_on)
    ranks = [one.referral_id for one in docket.ranked(queue)]
    assert [*plan.placed, *plan.handed_on] == ranks
    positions = [slot.position for slot in plan.placed.values()]
    assert positions == sorted(set(positions) - taken)
    assert not any(slot.kept for slot in plan.placed.values())
    assert {*positions, *(slot.position for slot in plan.free)} == {one.position for one in shift} - taken
    if plan.handed_on:
        assert all(slot.kept for slot in plan.free)


@given(st.integers(0, 600), st.integers(1, 90), st.integers(0, 5))
def test_slots_cover_the_shift_without_a_gap(minutes: int, length: int, kept: int) -> None:
    ends = BEGINS + timedelta(minutes=minutes)
    shift = docket.slots(BEGINS, ends, length, kept)

    assert all(one.ends_at - one.starts_at == timedelta(minutes=length) for one in shift)
    assert all(one.ends_at == later.starts_at for one, later in zip(shift, shift[1:], strict=False))
    assert (shift[-1].ends_at if shift else BEGINS) + timedelta(minutes=length) > ends
    assert sum(one.kept for one in shift) == min(kept, len(shift))


def test_the_default_monday_has_seven_slots_for_the_queue_and_two_for_walk_ins() -> None:
    shift = docket.slots(BEGINS, BEGINS + timedelta(hours=3), 20, 2)

    assert [one.kept for one in shift] == [False] * 7 + [True] * 2
    assert (shift[-1].ends_at + timedelta(hours=8)).time() == time(16, 30)


def test_a_walk_in_takes_a_kept_slot_then_any_free_one_that_is_not_over() -> None:
    shift = docket.slots(BEGINS, BEGINS + timedelta(hours=1), 20, 1)
    late = BEGINS + timedelta(minutes=45)

    assert docket.walk_in_slot(shift, BEGINS) == shift[2]
    assert docket.walk_in_slot(shift[:2], BEGINS) == shift[0]
    assert docket.walk_in_slot(shift[:2], late) is None


def test_the_band_says_how_urgent_a_case_is_and_no_more() -> None:
    def band(**given: date) -> str:
        return docket.band(waiting("x", **given), TODAY)

    assert band(limitation_on=TODAY - timedelta(1)) == band(limitation_on=TODAY + timedelta(7)) == "critical"
    assert band(limitation_on=TODAY + timedelta(8)) == band(limitation_on=TODAY + timedelta(60)) == "near"
    assert band(limitation_on=TODAY + timedelta(61)) == band() == "plain"
    assert band(mediation_on=TODAY + timedelta(3)) == "near"
    assert band(mediation_on=TODAY + timedelta(4)) == "plain"
