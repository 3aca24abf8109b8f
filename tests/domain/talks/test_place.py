"""Places as data: another place is another file, a faulty file is told, and every period counts as a slow walk does."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.faults import RuleFault
from mediation.domain.rulebook import load
from mediation.domain.talks.place import SITUATIONS, chain, first_required, limit_ids, limits_of, reckon, required
from tests.checkout import ROOT
from tests.domain.talks.places import book, calendar, day, rows, slow_days_after

ELSEWHERE = """
id: elsewhere
title: {zh: 某市, en: Elsewhere}
besides: shanghai
in_force: {from: 2020-01-01}
periods:
  - id: talks.reply
    number: N02
    title: {zh: 十日内书面答复, en: Written reply within ten days}
    from: received_on
    way: after
    days: 10
    who: other_side
    force: hard
    expired: reply_overdue
    law: [mr22-32]
    verified: U
    examples:
      - {from: 2026-11-02, safe_on: 2026-11-12, last_on: 2026-11-12}
requirements:
  - {id: vote.quorum, share: "3/4", law: [mr22-36], verified: U}
steps:
  - {id: letter, title: {zh: 发函, en: Write}, who: union, for: [refused], law: [], verified: U}
"""


def folder(tmp_path: Path, text: str, name: str = "elsewhere") -> Path:
    """Write a folder with the real places, laws and calendars, without rules, and one place more."""
    made = tmp_path / "rules"
    for part in ("workdays", "talks"):
        shutil.copytree(ROOT / "rules" / part, made / part)
    for part in ("law", "desks", "strata"):
        shutil.copy(ROOT / "rules" / f"{part}.yaml", made)
    (made / "talks" / f"{name}.yaml").write_text(text)
    return made


def test_a_further_place_is_a_file(tmp_path: Path):
    read = load(folder(tmp_path, ELSEWHERE), cache=tmp_path / "cache")
    again = load(tmp_path / "rules", cache=tmp_path / "cache")

    for one in (read, again):
        places = chain(one.places, "elsewhere")
        assert [place.id for place in places] == ["elsewhere", "shanghai", "national"]
        assert [place for place, _ in limits_of(places, "talks.reply", "wage")] == ["elsewhere", "shanghai", "national"]
        quorum = first_required(places, "vote.quorum", day("11-22"))
        assert quorum is not None
        assert (str(quorum.row.share), quorum.place) == ("3/4", "elsewhere")
        assert first_required(places, "vote.quorum", date(2019, 12, 31)).place == "shanghai"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("safe_on: 2026-11-12,", "safe_on: 2026-11-13,", "safe_on should be 2026-11-13, is 2026-11-12"),
        ("last_on: 2026-11-12", "last_on: 2026-11-13", "last_on should be 2026-11-13"),
        ("    examples:\n      - {from: 2026-11-02, safe_on: 2026-11-12, last_on: 2026-11-12}\n", "    examples: []\n", "no example"),
        ("from: received_on", "from: recieved_on", "unknown 'recieved_on'"),
        ("way: after", "way: later", "unknown 'later'"),
        ("days: 10", "days: 601", "from 0 to 600"),
        ("days: 10", "days: 10\n    months: 1", "exactly one of"),
        ("    way: after\n    days: 10", "    way: before\n    workdays: 10", "not counted backwards"),
        ("law: [mr22-32]", "law: [mr22-99]", "no entry 'mr22-99'"),
        ("besides: shanghai", "besides: nowhere", "no place 'nowhere'"),
        ("besides: shanghai", "besides: elsewhere", "stands beside itself"),
        ('share: "3/4"', 'share: "4/3"', "no fraction"),
        ('share: "3/4"', "number: 3", "takes share"),
        ("id: vote.quorum", "id: vote.quorums", "unknown 'vote.quorums'"),
        ("for: [refused]", "for: [refuse]", "unknown 'refuse'"),
        ("for: [refused]", "for: [refused], after: [guidance]", "letter: after 'guidance', which doesn't stand before it"),
        ("requirements:\n", "requirements:\n  - {id: sector.bound, rule: everybody, law: [], verified: U}\n", "allowed: authorising, listed"),
        ("id: talks.reply", "id: reply", "no id such as"),
        ("id: elsewhere", "id: shanghai", "stands in another place too"),
        ("verified: U\n    examples", "verified: Z\n    examples", "allowed: V, S, U"),
        ("requirements:\n", "requirements:\n  - {id: vote.quorum, share: '1/2', law: [], verified: U}\n", "two versions are in force"),
    ],
)  # fmt: skip
def test_a_faulty_place_is_told_by_file(tmp_path: Path, old: str, new: str, told: str):
    assert old in ELSEWHERE

    with pytest.raises(RuleFault) as fault:
        load(folder(tmp_path, ELSEWHERE.replace(old, new, 1)))

    assert any(told in one.reason and one.file.startswith("rules/talks/") for one in fault.value.faults)


def test_a_version_follows_another_on_the_day_after(tmp_path: Path):
    text = ELSEWHERE.replace('share: "3/4",', 'share: "3/4", in_force: {from: 2020-01-01, until: 2026-06-30},')
    text = text.replace(
        "steps:", '  - {id: vote.quorum, share: "4/5", in_force: {from: 2026-07-01}, law: [], verified: U}\nsteps:'
    )
    places = chain(load(folder(tmp_path, text)).places, "elsewhere")

    shares = [str(required(places, "vote.quorum", day(one))[0].row.share) for one in ("06-30", "07-01")]

    assert shares == ["3/4", "4/5"]


def test_an_unknown_place_is_named_with_the_nearest():
    with pytest.raises(LookupError, match="shanghai"):
        chain(book().places, "shangai")


def test_every_situation_has_a_step_in_shanghai_and_every_expiry_leads_to_one():
    here, wider = rows("shanghai"), rows("national")
    for situation in SITUATIONS:
        assert any(situation in step.situations for place in here for step in place.steps), situation
    for place in wider:
        for row in place.limits:
            assert not row.expired or any(row.expired in step.situations for step in place.steps), row.id


def test_the_articles_carry_the_marks_of_the_law_file():
    """A row is marked no better than the best of its articles, station policy aside."""
    order = "VSU"
    for place in book().places.values():
        for row in (*place.limits, *place.requirements):
            laws = [book().laws[key].verified for key in row.law if key != "station"]
            if laws:
                assert order.index(row.verified) >= min(order.index(one) for one in laws), (place.id, row.id)


START = st.dates(date(2026, 1, 1), date(2026, 10, 31))


@given(START)
@pytest.mark.parametrize("place", ["shanghai", "national"])
def test_every_period_counted_on_in_days_agrees_with_a_walk(place: str, start: date):
    for ident in limit_ids(rows(place)):
        for _, row in limits_of(rows(place), ident, "wage"):
            if row.way != "after" or row.unit != "calendar" or start + timedelta(days=row.count) > date(2026, 12, 24):
                continue
            found = reckon(row, start, calendar()).limit
            safe, last = slow_days_after(start, row.count)
            assert (found.safe_on, found.last_on) == (safe, last if row.roll else safe), (ident, start)


@given(START)
def test_every_period_counted_back_agrees_with_a_walk(start: date):
    for ident in limit_ids(rows()):
        for _, row in limits_of(rows(), ident, "wage"):
            if row.way == "after":
                continue
            back = start
            for _ in range(row.count):
                back -= timedelta(days=1)
            found = reckon(row, start, calendar())
            if row.way == "before":
                whole = back - timedelta(days=1)
                assert (found.limit.safe_on, found.limit.last_on, found.opens_on) == (whole, back, None)
                assert [(start - whole).days - 1, (start - back).days] == [row.count, row.count]
            else:
                closes = start if row.closes_on_day else start - timedelta(days=1)
                assert (found.opens_on, found.limit.last_on) == (back, closes)


@given(st.dates(date(2004, 6, 1), date(2030, 12, 31)))
def test_three_months_back_is_the_same_day_or_the_end_of_its_month(until: date):
    [(_, row)] = limits_of(rows("national"), "talks.renewal", "general")
    opens = reckon(row, until, calendar()).opens_on

    walk, months = until.replace(day=1), 0
    while months < 3:
        walk = (walk - timedelta(days=1)).replace(day=1)
        months += 1
    last = walk
    while (last + timedelta(days=1)).month == walk.month:
        last += timedelta(days=1)
    assert opens == (walk.replace(day=until.day) if until.day <= last.day else last)


def test_a_year_without_a_list_leaves_the_last_day_open():
    [(_, row)] = [one for one in limits_of(rows(), "talks.reply", "wage") if one[0] == "shanghai"]

    found = reckon(row, day("12-20"), calendar())

    assert (found.limit.safe_on, found.limit.last_on, found.limit.provisional) == (date(2027, 1, 4), None, True)
    assert "放假安排尚未公布" in found.limit.steps[-1].text()


def test_an_extension_lengthens_the_period():
    [(_, row)] = limits_of(rows(), "talks.coordination", "wage")

    assert reckon(row, day("11-02"), calendar(), extended=15).limit.safe_on == day("12-17")
