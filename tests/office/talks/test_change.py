"""A contract in force: asked to be changed or cancelled (N19), or broken (N22); what may be done next, and how it ends."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.refusals import Conflict, Refused
from mediation.models.history import HistoryLine
from mediation.models.talks import Talks
from mediation.models.talks_end import Promise, PromiseSign
from mediation.office import (
    talks_base_pages,
    talks_days,
    talks_days_pages,
    talks_open,
    talks_pages,
    talks_prefill,
    talks_promises,
    talks_request,
)
from mediation.office.talks_open import Origin
from tests.office.talks.drafts import NOW
from tests.office.talks.test_promises import WORDS, YEAR, dismissed, in_force
from tests.office.working import Working

WISH = {"change_kind": "change", "change_side": "employer", "change_why": "订单减少一半，工资条款无法履行"}


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T02:00:00").replace(tzinfo=NOW.tzinfo)


def do(station: Working, talks_id: str, deed: str, on: str, **given: str) -> Talks:
    with db.transaction() as session:
        talks_days.record(session, talks_id, deed, given, by=station["union"], now=at(on))
        return session.get_one(Talks, talks_id)


def wrong(station: Working, talks_id: str, deed: str, on: str, **given: str) -> set[str | None]:
    with pytest.raises(Refused) as caught:
        do(station, talks_id, deed, on, **given)
    return {one.field for one in caught.value.problems}


def shown(station: Working, talks_id: str, on: str) -> dict[str, tuple[str, bool, date | None]]:
    """Return the steps that a request or a breach calls for on a day: situation, whether it is open, when it was taken."""
    with db.reading() as session:
        page = talks_pages.overview(session, talks_id, user=station["union"], now=at(on))
        found = [one for one in page.steps if one.situation in ("change_wanted", "breach")]
        return {one.id: (one.situation, one.open, one.taken_on) for one in found}


def offered(station: Working, talks_id: str, on: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    with db.reading() as session:
        told = talks_days_pages.deeds(session, session.get_one(Talks, talks_id), today=at(on).date())
        return told.others, told.ways


def test_a_request_to_change_a_contract_calls_for_a_new_round_that_does_not_count_as_its_renewal(station: Working):
    talks_id = in_force(station)  # since 2 December 2026
    assert offered(station, talks_id, "2027-03-01") == (("change",), ("expired", "renewed"))
    assert shown(station, talks_id, "2027-03-01") == {}
    with pytest.raises(Conflict), db.reading() as session:
        talks_prefill.prefill(session, Origin(changes=talks_id), user=station["union"], now=YEAR)
    assert wrong(station, talks_id, "change", "2027-03-01", change_asked_on="2027-03-02") == {
        "change_asked_on", "change_kind", "change_side", "change_why",
    }  # fmt: skip
    assert wrong(station, talks_id, "change", "2027-03-01", change_asked_on="2026-12-01", **WISH) == {"change_asked_on"}

    do(station, talks_id, "change", "2027-03-01", change_asked_on="2027-02-26", **WISH)

    assert shown(station, talks_id, "2027-03-01") == {"change_as_made": ("change_wanted", True, None)}
    with db.reading() as session:
        [line] = session.exec(select(HistoryLine).where(HistoryLine.act == "talks.change"))
        assert line.subject_id == talks_id
        values = dict(talks_prefill.prefill(session, Origin(changes=talks_id), user=station["union"], now=YEAR).values)
    assert values["proposer"] == "employer"
    values |= {"firms[0].staff": "200", "contract": "wage"}
    with db.transaction() as session:
        origin = Origin(changes=talks_id)
        row = talks_open.begin(session, values, origin=origin, station_id=station.station.id, by=station["union"], now=YEAR)
        new_id, kept = row.id, (row.source, row.renews)
        talks_request.request(session, new_id, {"proposed_on": "2027-03-01"}, by=station["union"], now=YEAR)
    assert kept == ("change", talks_id)
    with db.reading() as session:
        assert session.get_one(Talks, talks_id).renewal_proposed_on is None
        page = talks_base_pages.page(session, talks_id, user=station["union"], now=YEAR)
        assert page.renewed_by
        assert "变更" in page.renewed_by.said.message

    assert wrong(station, talks_id, "step", "2027-03-01", step="change_as_made", taken_on="2027-02-25") == {"taken_on"}
    do(station, talks_id, "step", "2027-03-01", step="change_as_made", taken_on="2027-03-01")
    assert shown(station, talks_id, "2027-03-01") == {"change_as_made": ("change_wanted", False, date(2027, 3, 1))}
    assert shown(station, talks_id, "2028-01-01") == {}, "what is over can't be changed"


def test_a_contract_is_cancelled_only_where_one_side_asked_for_that(station: Working):
    talks_id = in_force(station)
    end = {"ended_why": "cancelled", "ended_on": "2027-03-10", "ended_note": "双方协商一致"}
    assert wrong(station, talks_id, "end", "2027-03-10", **end) == {"ended_why"}
    do(station, talks_id, "change", "2027-03-10", change_asked_on="2027-03-08", **{**WISH, "change_kind": "cancel"})
    assert offered(station, talks_id, "2027-03-10")[1] == ("expired", "renewed", "cancelled")
    assert wrong(station, talks_id, "end", "2027-03-10", **{**end, "ended_on": "2027-03-07"}) == {"ended_on"}
    kept = {name: day for name in talks_days.MENDED if (day := _typed(talks_id, name))}
    row = do(station, talks_id, "mend", "2027-03-10", **{**kept, "change_asked_on": ""})
    assert (row.change_asked_on, row.change_kind, row.change_side, row.change_why) == (None, "", "", "")
    assert wrong(station, talks_id, "mend", "2027-03-10", **kept) == {"change_asked_on"}, "what is asked isn't known"
    do(station, talks_id, "change", "2027-03-10", change_asked_on="2027-03-08", **{**WISH, "change_kind": "cancel"})

    row = do(station, talks_id, "end", "2027-03-10", **end)

    assert (row.stage, row.ended_why, row.due_on) == ("ended", "cancelled", None)


def _typed(talks_id: str, name: str) -> str:
    with db.reading() as session:
        day: Any = getattr(session.get_one(Talks, talks_id), name)
        return day.isoformat() if day else ""


def test_a_sign_found_a_breach_opens_the_unions_claim_then_arbitration(station: Working):
    talks_id = in_force(station)
    dismissed(station)  # on 26 February 2027, logged on 1 March
    with db.reading() as session:
        [sign], [promise] = session.exec(select(PromiseSign)).all(), session.exec(select(Promise)).all()
    assert shown(station, talks_id, "2027-03-01") == {}, "a sign is not a finding"

    with db.transaction() as session:
        talks_promises.settle_sign(session, sign.id, WORDS, by=station["union"], now=YEAR)
    assert shown(station, talks_id, "2027-03-01") == {
        "claim_performance": ("breach", True, None), "arbitrate_performance": ("breach", False, None),
    }  # fmt: skip
    assert wrong(station, talks_id, "step", "2027-03-01", step="claim_performance", taken_on="2027-02-25") == {"taken_on"}

    with db.transaction() as session:
        claim = {"claimed_on": "2027-03-01", "claim_note": "恢复劳动关系"}
        talks_promises.claim(session, promise.id, claim, by=station["union"], now=YEAR)
    assert shown(station, talks_id, "2027-03-02") == {
        "claim_performance": ("breach", False, date(2027, 3, 1)), "arbitrate_performance": ("breach", True, None),
    }  # fmt: skip
    do(station, talks_id, "step", "2027-03-05", step="arbitrate_performance", taken_on="2027-03-05")
    assert shown(station, talks_id, "2027-03-05")["arbitrate_performance"][2] == date(2027, 3, 5)


def test_a_sign_that_is_no_breach_calls_for_nothing(station: Working):
    talks_id = in_force(station)
    dismissed(station)
    with db.reading() as session:
        [sign] = session.exec(select(PromiseSign)).all()
    for finding, steps in (("breach", 2), ("no_breach", 0)):
        with db.transaction() as session:
            said = {"finding": finding, "sign_note": "本人提出辞职"}
            talks_promises.settle_sign(session, sign.id, said, by=station["union"], now=YEAR)
        assert len(shown(station, talks_id, "2027-03-01")) == steps
