"""The form that changes a period of wage talks: another length from a day on, the version before ends the day before."""

from datetime import date, timedelta

import pytest

from mediation import db
from mediation.domain.refusals import Refused
from mediation.office import rule_drafts, rule_drafts_forms
from tests.office.working import RECEIVED, Working

TYPED = {"period": "talks:national talks.reply wage,general", "length": "15", "unit": "days", "start": "2027-03-01"}


def test_every_period_of_talks_can_be_changed_and_the_loader_finds_no_fault(station: Working) -> None:
    today = RECEIVED.date()
    keys = [one for one in rule_drafts_forms.periods(today) if one.key.startswith("talks:")]
    assert {one.key for one in keys} >= {TYPED["period"]}
    for one in keys:
        given = {**TYPED, "period": one.key, "unit": one.unit, "length": str(one.length + 2)}
        with db.transaction() as session:
            row = rule_drafts_forms.draft_period(session, given, by=station["supervisor"], now=RECEIVED)
            assert (one.key, row.faults) == (one.key, [])


def test_the_version_before_ends_the_day_before(station: Working) -> None:
    with db.transaction() as session:
        row = rule_drafts_forms.draft_period(session, TYPED, by=station["supervisor"], now=RECEIVED)
        book = rule_drafts.book_of(session, row)
    before, after = [one for one in book.places["national"].limits if one.id == "talks.reply"]
    assert (before.count, before.in_force.until) == (20, date(2027, 3, 1) - timedelta(days=1))
    assert (after.count, after.in_force.start, after.in_force.until) == (15, date(2027, 3, 1), None)


def test_what_is_wrong_is_said_beside_its_field(station: Working) -> None:
    wrong = {"period": "talks:mars x", "length": "0", "unit": "duty_days", "start": "soon", "title_zh": "甲"}
    with pytest.raises(Refused) as caught, db.transaction() as session:
        rule_drafts_forms.draft_period(session, wrong, by=station["supervisor"], now=RECEIVED)
    assert {one.field for one in caught.value.problems} == {"period", "length", "unit", "start", "title_en"}
