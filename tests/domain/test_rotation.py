"""Fair turns: by what was really served, without the absent, nobody in two places at once."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.rotation import Duty, Hand, deal, hindrance, turn
from mediation.domain.worktime import ZONE

MONDAY = date(2026, 11, 16)


def duty(week: int = 0, begins: int = 13, hours: int = 3) -> Duty:
    on = MONDAY + timedelta(weeks=week)
    start = datetime(on.year, on.month, on.day, begins, tzinfo=ZONE)
    return Duty(on, start, start + timedelta(hours=hours))


def past(*weeks: int) -> tuple[datetime, ...]:
    return tuple(duty(week).begins_at for week in weeks)


def chosen(hands: list[Hand], week: int = 0) -> str:
    found = turn(hands, duty(week))
    assert found is not None
    return found.key


def test_the_one_who_served_least_is_next() -> None:
    assert chosen([Hand("a", "甲", 180), Hand("b", "乙", 179), Hand("c", "丙", 181)]) == "b"


def test_of_equals_the_one_who_waits_longest_is_next_and_who_never_served_before_all() -> None:
    served = [Hand("a", "甲", 180, past(-1)), Hand("b", "乙", 180, past(-5, -3)), Hand("c", "丙", 180, past(-2))]

    assert chosen(served) == "b"
    assert chosen([*served, Hand("d", "丁", 180)]) == "d"


def test_of_equals_that_wait_as_long_the_name_decides() -> None:
    assert chosen([Hand("x", "b"), Hand("y", "a")]) == "y"


def test_an_absent_lawyer_is_passed_over_on_both_ends() -> None:
    away = ((MONDAY, MONDAY + timedelta(days=7)),)
    hand = Hand("a", "甲", away=away)

    assert [hindrance(hand, duty(week)) for week in (-1, 0, 1, 2)] == [None, "absent", "absent", None]
    assert turn([hand], duty()) is None


def test_nobody_is_on_two_shifts_at_once() -> None:
    there = duty(begins=15)
    hand = Hand("a", "甲", taken=((there.begins_at, there.ends_at),))

    assert hindrance(hand, duty(begins=13)) == "elsewhere"
    assert hindrance(hand, duty(begins=12)) is None  # one ends as the other begins


HANDS = st.lists(
    st.builds(
        Hand,
        key=st.sampled_from("abcdef"),
        name=st.sampled_from(["甲", "乙", "丙"]),
        minutes=st.integers(0, 2_000),
        starts=st.lists(st.integers(-20, 8).map(lambda week: duty(week).begins_at), max_size=3).map(tuple),
        away=st.lists(
            st.tuples(st.integers(-10, 60), st.integers(0, 30)).map(
                lambda span: (MONDAY + timedelta(days=span[0]), MONDAY + timedelta(days=sum(span)))
            ),
            max_size=2,
        ).map(tuple),
        taken=st.lists(st.integers(0, 8).map(lambda week: (duty(week, 15).begins_at, duty(week, 15).ends_at)), max_size=2)
        .map(tuple),
    ),
    unique_by=lambda hand: hand.key,
    max_size=5,
)  # fmt: skip
DUTIES = st.lists(st.builds(duty, st.integers(0, 8), st.sampled_from([8, 13, 14, 16])), max_size=8)


def slow(hands: list[Hand], duties: list[Duty]) -> list[str | None]:
    """Deal by keeping every lawyer's diary as days and hours, and ordering them by repeated comparison."""
    diary = {one.key: list(one.taken) for one in hands}
    ahead = {one.key: 0 for one in hands}
    starts = {one.key: list(one.starts) for one in hands}
    result: list[str | None] = []
    for want in duties:
        best: Hand | None = None
        for hand in hands:
            days = {first + timedelta(days=n) for first, last in hand.away for n in range((last - first).days + 1)}
            if want.on in days or any(max(a, want.begins_at) < min(b, want.ends_at) for a, b in diary[hand.key]):
                continue
            if best is None or _before(hand, best, ahead, starts, want):
                best = hand
        result.append(best.key if best else None)
        if best:
            diary[best.key].append((want.begins_at, want.ends_at))
            ahead[best.key] += int((want.ends_at - want.begins_at).total_seconds() // 60)
            starts[best.key].append(want.begins_at)
    return result


def _before(one: Hand, other: Hand, ahead: dict[str, int], starts: dict[str, list[datetime]], want: Duty) -> bool:
    mine, others = one.minutes + ahead[one.key], other.minutes + ahead[other.key]
    if mine != others:
        return mine < others
    never = datetime(1, 1, 2, tzinfo=ZONE)
    last, others_last = (
        max([never, *(start for start in starts[key] if start < want.begins_at)]) for key in (one.key, other.key)
    )
    if last != others_last:
        return last < others_last
    return (one.name, one.key) < (other.name, other.key)


@given(HANDS, DUTIES)
def test_the_turns_are_those_of_a_slow_reading(hands: list[Hand], duties: list[Duty]) -> None:
    assert deal(hands, duties) == slow(hands, duties)


@given(HANDS, DUTIES)
def test_nobody_is_dealt_a_duty_that_hinders_them_and_none_is_left_that_somebody_could_serve(
    hands: list[Hand], duties: list[Duty]
) -> None:
    at_hand = {one.key: one for one in hands}
    for want, key in zip(duties, deal(hands, duties), strict=True):
        if key is None:
            assert all(hindrance(one, want) for one in at_hand.values())
        else:
            assert hindrance(at_hand[key], want) is None
            at_hand[key] = at_hand[key].given(want)


@given(st.integers(1, 5), st.integers(1, 40))
def test_over_time_nobody_serves_more_than_one_shift_more_than_another(lawyers: int, weeks: int) -> None:
    dealt = deal([Hand(f"{n}", f"{n}") for n in range(lawyers)], [duty(week) for week in range(weeks)])
    counts = [dealt.count(f"{n}") for n in range(lawyers)]

    assert max(counts) - min(counts) <= 1
