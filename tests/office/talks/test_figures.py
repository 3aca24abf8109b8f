"""The figures of all talks equal a recount from the rows by other means: plain loops and SQL, nothing of the office."""

import io
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from mediation import db
from mediation.domain.refusals import Forbidden
from mediation.models.talks import Talks, TalksClock
from mediation.models.talks_end import Promise, TalksFiling, TalksVote
from mediation.models.talks_table import TalksOffer
from mediation.office import talks_clocks, talks_figures
from tests import make, talks_make
from tests.office.talks.drafts import NOW
from tests.office.working import Working

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
TODAY = date(2026, 11, 16)
# asked on, district, industry, heads, reply, days to the reply, adjustment asked and agreed, filed on (None: not), objected
ROUNDS: tuple[tuple[Any, ...], ...] = (
    (date(2026, 2, 2), "城厢区", "制造业", 200, "accepted", 10, 500, 300, date(2026, 4, 1), False),
    (date(2026, 3, 2), "城厢区", "餐饮业", 40, "accepted", 20, 800, -200, date(2026, 5, 6), True),
    (date(2026, 5, 4), "浦江区", "制造业", 1000, "accepted", 15, 600, 250, date(2026, 7, 1), False),
    (date(2026, 6, 1), "浦江区", "", 60, "refused", 16, 500, None, None, False),
    (date(2025, 12, 1), "城厢区", "制造业", 90, "accepted", 5, 450, 450, date(2025, 12, 20), False),
    (date(2025, 3, 3), "城厢区", "制造业", 70, "accepted", 5, 450, 450, date(2025, 4, 10), False),
    (date(2026, 11, 2), "", "制造业", 30, "", None, None, None, None, False),
    (date(2026, 8, 3), "浦江区", "制造业", 25, "", None, None, None, None, False),
    (date(2026, 9, 1), "城厢区", "", 15, "", None, None, None, None, False),
    (date(2026, 9, 1), "城厢区", "", 20, "", None, None, None, None, False),
)
DROPPED = {8: date(2026, 9, 17), 9: date(2026, 9, 16)}
UNANSWERED = {6: date(2026, 11, 17), 7: date(2026, 8, 18), 8: date(2026, 9, 16), 9: date(2026, 9, 16)}
"""By round without an answer: the day it was dropped; the last day for the answer, fifteen days on, by hand."""


@pytest.fixture
def filled(station: Working) -> Working:
    with db.transaction() as session:
        for nth, one in enumerate(ROUNDS):
            _round(session, station.station.id, nth, *one)
        other = make.station(session, "XZ", name="莘庄站")
        _round(session, other.id, 99, *ROUNDS[0])
    return station


def _round(
    session: Session, station_id: str, nth: int, on: date, district: str, industry: str, heads: int, reply: str,
    days: int | None, asked: int | None, agreed: int | None, filed: date | None, objected: bool,
) -> None:  # fmt: skip
    row = talks_make.talks(
        session, station_id, employer=f"第{nth}厂", district=district, industry=industry, staff=heads, proposed_on=on,
        received_on=on, reply=reply, replied_on=on + timedelta(days=days) if days else None,
        refusal_reason="没有必要" if reply == "refused" else "",
    )  # fmt: skip
    of = {"station_id": station_id, "talks_id": row.id}
    term = {"from": f"{on.year}-07-01", "until": f"{on.year + 1}-06-30"}
    clauses = {"wage_level": {"change": agreed}, "job_security": term, "term": term}
    if asked is not None:
        session.add(TalksOffer(position=1, round=1, side="workers", made_on=on, clauses={"wage_level": {"change": asked}},
                               noted_at=NOW, **of))  # fmt: skip
    if filed is not None:
        voted = filed - timedelta(days=5)
        counted = {"delegates": 60, "present": 60, "secret": True, "state": "counted"}
        session.add(TalksVote(number=1, on=voted - timedelta(days=9), yes=10, adopted=False, **counted, **of))
        session.add(TalksVote(number=2, on=voted, yes=60, adopted=True, draft=clauses, **counted, **of))
        row.draft_signed_on, row.adoption_notice_on = voted, voted
        if objected:
            session.add(TalksFiling(number=1, authority="区人社局", received_on=voted, objected_on=filed, noted_at=NOW, **of))
        session.add(TalksFiling(number=2, authority="区人社局", received_on=filed, noted_at=NOW, **of))
    row.ended_on = DROPPED.get(nth)
    talks_clocks.refresh(session, row, now=NOW)
    if nth == 2:
        promise = session.execute(sa.select(Promise).where(col(Promise.talks_id) == row.id)).scalar_one()
        promise.state = "broken"
        session.add(promise)


def recounted(session: Session, station_id: str, district: str | None) -> dict[str, int | None]:
    """Count a district's figures (None: all) from the tables, one plain question after the other."""
    all_rows = session.execute(sa.select(Talks).where(col(Talks.station_id) == station_id)).scalars().all()
    rows = [one for one in all_rows if district is None or one.district == district]
    asked = [one for one in rows if FIRST <= (one.proposed_on or FIRST) <= LAST]
    ended = [one for one in rows if one.effective_on and FIRST <= one.effective_on <= LAST]
    ids, ended_ids = [one.id for one in asked], [one.id for one in ended]

    def count(table: Any, ids: list[str], *conditions: Any) -> int:
        query = sa.select(sa.func.count()).select_from(table).where(col(table.talks_id).in_(ids), *conditions)
        return int(session.execute(query).scalar_one())

    late = sa.and_(
        col(TalksClock.clock) == "talks.reply", ~col(TalksClock.second), col(TalksClock.done_on) > col(TalksClock.last_on)
    )
    missing = [
        one
        for one in asked
        if one.replied_on is None and UNANSWERED[int(one.employer[1:-1])] < min(one.ended_on or TODAY, TODAY)
    ]
    spans = sorted((one.effective_on - one.received_on).days for one in ended)  # type: ignore[operator]
    middle = Fraction(spans[(len(spans) - 1) // 2] + spans[len(spans) // 2], 2) if spans else None
    weight = sum(one.staff or 0 for one in ended)
    changes = {f"第{nth}厂": (given[6], given[7]) for nth, given in enumerate(ROUNDS)}
    return {
        "rounds": len(asked), "firms": len(asked), "asked_heads": sum(one.staff or 0 for one in asked),
        "refused": sum(one.reply == "refused" for one in asked), "reply_late": count(TalksClock, ids, late) + len(missing),
        "failed_votes": count(TalksVote, ids, col(TalksVote.adopted).is_(False)),
        "objections": count(TalksFiling, ids, col(TalksFiling.objected_on).is_not(None)),
        "agreements": len(ended), "covered_firms": len(ended), "covered": weight,
        "adjustment": _half_up(sum(changes[one.employer][1] * (one.staff or 0) for one in ended), weight),
        "asked_adjustment": _half_up(sum(changes[one.employer][0] * (one.staff or 0) for one in ended), weight),
        "days": None if middle is None else int(middle + Fraction(1, 2)),
        "clauses_asked": len(ended), "clauses_met": sum(changes[one.employer][0] == changes[one.employer][1] for one in ended),
        "promises": count(Promise, ended_ids), "promises_broken": count(Promise, ended_ids, col(Promise.state) == "broken"),
    }  # fmt: skip


def _half_up(total: int, weight: int) -> int | None:
    if not weight:
        return None
    whole = (2 * abs(total) + weight) // (2 * weight)
    return whole if total >= 0 else -whole


def test_the_figures_equal_a_recount(filled: Working) -> None:
    with db.reading() as session:
        found = talks_figures.figures(session, user=filled["supervisor"], first=FIRST, last=LAST, now=NOW)
        groups = {None: found.all, **{one.name: one for one in found.districts}}
        assert set(groups) == {None, "城厢区", "浦江区", ""}
        for district, group in groups.items():
            wanted = recounted(session, filled.station.id, district)
            assert {name: getattr(group, name) for name in wanted} == wanted, district
    assert (found.all.rounds, found.all.agreements, found.all.covered) == (8, 4, 1330)
    assert sum(one.rounds for one in found.industries) == found.all.rounds
    assert sum(found.stages.values()) == len(ROUNDS)
    assert (found.all.reply_late, found.all.refused, found.all.objections) == (4, 1, 1)


def test_an_answer_that_is_missing_counts_from_the_day_after_its_last_as_of_the_end(filled: Working) -> None:
    counted = {
        (date(2026, 8, 18), NOW): 2,  # two answers came late, in spring
        (date(2026, 8, 19), NOW): 3,  # and one is missing since the day before
        (date(2026, 9, 16), NOW): 3,
        (date(2026, 9, 17), NOW): 4,
        (LAST, NOW + timedelta(days=1)): 4,  # 17 November, the last day of the youngest
        (LAST, NOW + timedelta(days=2)): 5,
    }
    with db.reading() as session:
        for (last, now), late in counted.items():
            found = talks_figures.figures(session, user=filled["supervisor"], first=FIRST, last=last, now=now)
            assert found.all.reply_late == late, (last, now)


def test_the_sheet_says_the_same(filled: Working) -> None:
    with db.reading() as session:
        found = talks_figures.figures(session, user=filled["supervisor"], first=FIRST, last=LAST, now=NOW)
    book = openpyxl.load_workbook(io.BytesIO(talks_figures.sheet(found, made_at=NOW)))
    sheet = book["合计"]
    heads = [cell.value for cell in next(sheet.iter_rows(min_row=2, max_row=2))]
    cells = dict(zip(heads, [cell.value for cell in next(sheet.iter_rows(min_row=3, max_row=3))], strict=True))
    assert cells["生效合同（份）"] == found.all.agreements
    assert found.all.adjustment is not None
    assert cells["平均调整幅度（%）"] == found.all.adjustment / 100
    assert len(list(book["按区"].iter_rows(min_row=3))) == 3


def test_figures_are_the_supervisors(filled: Working) -> None:
    with pytest.raises(Forbidden), db.reading() as session:
        talks_figures.figures(session, user=filled["union"], first=FIRST, last=LAST, now=NOW)
