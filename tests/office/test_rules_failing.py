"""Rules that fail: the case goes to the judicial office to be sorted, people are told, and it is decided again."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain import casefile
from mediation.domain.conditions import Group, Test
from mediation.domain.engine import Engine, EngineWorn
from mediation.domain.rulebook import Rule, RuleBook
from mediation.models.case import Case
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.office import clock_entries, clock_entries_preview, history, intake_many, rules, settlement_pages
from mediation.office import referrals as office
from mediation.office.clock_entries_draft import Draft
from mediation.office.rules import RulesInUse
from mediation.office.rules_failing import RULES_FAILED
from mediation.office.sweep import sweep
from tests.office.sweeping import at
from tests.office.test_settlements import drafted
from tests.office.working import FILE, LATER, RECEIVED, Working, dates, referrals

THREAT = {"threat": True, "violence": "weapon"}


def _room(change: Callable[[Rule], Rule | None], **engine: int) -> RulesInUse:
    """Return the rules in use with some of them changed in memory, read by a real engine."""
    good = rules.current()
    changed = tuple(one for rule in good.book.rules if (one := change(rule)) is not None)
    book: RuleBook = replace(good.book, rules=changed, digest="sha256:" + "f" * 64)
    return replace(good, book=book, engine=Engine(book, **engine))


def _worn() -> RulesInUse:
    return _room(lambda rule: rule, builds_at_most=0)


def _no_lead() -> RulesInUse:
    return _room(lambda rule: None if rule.stratum == "lead" else rule)


def _too_complex() -> RulesInUse:
    """One rule that the engine can't take, as a change of the compiler's limits would leave it."""
    pairs = [Group("any_of", (Test("workers", "is", nth), Test("youngest_age", "is", nth))) for nth in range(12)]
    return _room(lambda rule: replace(rule, condition=Group("all_of", tuple(pairs))) if rule.id == "routing.large" else rule)


def _too_long(stratum: str = "clocks") -> RulesInUse:
    """One rule whose date nobody can count: 600 years."""
    dating = [one.id for one in rules.current().book.rules if one.stratum == stratum and len(one.effects) == 1]
    chosen = "deadline.mediation.from_receipt" if stratum == "clocks" else dating[0]

    def change(rule: Rule) -> Rule:
        if rule.id != chosen:
            return rule
        [effect] = rule.effects
        return replace(rule, effects=(replace(effect, deadline=replace(effect.deadline, length=600, unit="year")),))

    return _room(change)


def _case(case_id: str) -> Case:
    with db.reading() as session:
        return session.get_one(Case, case_id)


def _told() -> list[str]:
    with db.reading() as session:
        return sorted(one.params["why"]["zh"].partition("，")[2] for one in session.exec(select(Notice).where(Notice.kind == "system")))


def _lines(case_id: str) -> list[HistoryLine]:
    with db.reading() as session:
        query = select(HistoryLine).where(HistoryLine.case_id == case_id, HistoryLine.act == "case.decided")
        return list(session.exec(query.order_by(HistoryLine.seq)))


@pytest.mark.parametrize(
    ("room", "why"),
    [
        (_worn, "EngineWorn"), (_no_lead, "NoLead"), (_too_complex, "TooComplex"),
        (_too_long, "Refused: deadline.mediation.from_receipt"),
    ],
)  # fmt: skip
def test_a_case_that_the_rules_fail_on_is_sorted_by_hand_and_decided_once_they_work(
    station: Working, room: Callable[[], RulesInUse], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    facts: dict[str, Any] = {"risk": THREAT, "employment": {"ended_on": "2026-09-30"}}
    sound = station.log(**facts)
    with rules.pinned(room()), caplog.at_level(logging.ERROR):
        case_id, other = station.log(**facts), station.log(**facts)

    case = _case(case_id)
    assert (case.lead, case.mediation) == ("judicial_office", "blocked")
    assert {"triage", RULES_FAILED, "unsafe"} <= set(case.flags)
    with db.reading() as session:
        rows = referrals(session, case_id)
        assert rows["judicial_office"].role == "lead"
        assert (rows["police"].role, rows["police"].priority) == ("assist", "immediate")
        computed, wanted = dates(session, case_id), dates(session, sound)
        lost = set(wanted) - set(computed)
        assert lost == ({"mediation.from_receipt"} if room is _too_long else set())
        assert {kind: row.safe_on for kind, row in computed.items()} == {
            kind: row.safe_on for kind, row in wanted.items() if kind not in lost
        }
    assert _told() == [why, why]  # one supervisor, one admin, once for both cases
    assert '"failed":"' + why in _lines(case_id)[-1].fields_json
    assert why in caplog.text
    assert not any(secret in caplog.text for secret in ("张玥", "城厢", "weapon", "8000"))

    report = sweep(now=RECEIVED + timedelta(minutes=15))

    assert {one["case"] for one in report.turned} == {_case(case_id).number, _case(other).number}
    case = _case(case_id)
    assert (case.lead, case.mediation, case.flags) == ("police", "blocked", _case(sound).flags)
    with db.reading() as session:
        assert {desk: row.role for desk, row in referrals(session, case_id).items()} == {
            desk: row.role for desk, row in referrals(session, sound).items()
        }
        assert history.verify(session).broken is None
    assert sweep(now=RECEIVED + timedelta(minutes=30)).turned == []


def test_the_sweep_passes_over_nothing_in_silence_while_the_rules_fail(station: Working) -> None:
    case_id = station.log(employment={"ended_on": "2026-01-31"})
    turning = at("2026-12-02T00:10:00")
    with rules.pinned(_too_long()):
        first, second = sweep(now=turning), sweep(now=turning + timedelta(minutes=15))
    assert [one["where"] for one in (*first.faults, *second.faults)] == [case_id, case_id]
    assert (first.turned, _case(case_id).lead) == ([], "judicial_office")
    assert len(_lines(case_id)) == 2
    assert len(_told()) == 2

    with rules.pinned(_worn()), pytest.raises(EngineWorn):
        sweep(now=turning + timedelta(minutes=30))
    assert _told().count("EngineWorn") == 2
    assert RULES_FAILED in _case(case_id).flags

    sweep(now=turning + timedelta(minutes=45))
    assert (_case(case_id).lead, RULES_FAILED in _case(case_id).flags) == ("union", False)


def test_dates_beside_the_case_are_worked_out_rule_by_rule_and_told_of(station: Working) -> None:
    case_id, sound = station.log(), station.log()
    for one, room in ((sound, rules.current()), (case_id, _worn())):
        with rules.pinned(room), db.transaction() as session:
            row = referrals(session, one)["union"]
            office.accept(session, row.id, by=station["union"], now=RECEIVED + timedelta(hours=1))
    with db.reading() as session:
        assert set(dates(session, case_id)) == set(dates(session, sound)) > {"station.first_contact"}
    assert (_case(case_id).lead, RULES_FAILED in _case(case_id).flags) == ("union", True)  # who works on it keeps it
    assert _told() == ["EngineWorn"] * 4  # of the case, and of the dates beside it


@pytest.mark.parametrize("room", [_worn, lambda: _too_long("agreement")])
def test_a_preview_shows_what_dates_can_be_counted_while_the_rules_fail(
    station: Working, room: Callable[[], RulesInUse], caplog: pytest.LogCaptureFixture
) -> None:
    settlement_id, by = drafted(station, station.log()), station["mediator"]
    with db.reading() as session:
        sound = settlement_pages.preview(session, settlement_id, user=by, now=LATER)
    with rules.pinned(room()), db.reading() as session, caplog.at_level(logging.ERROR):
        page = settlement_pages.preview(session, settlement_id, user=by, now=LATER)

    lost = {one.name for one in sound.dates} - {one.name for one in page.dates}
    assert len(lost) == (0 if room is _worn else 1)
    assert page.dates
    assert "on a page about agreement" in caplog.text


def test_many_cases_that_the_rules_fail_on_are_stored_and_told_of_once(station: Working) -> None:
    with rules.pinned(_no_lead()), db.transaction() as session:
        made = [
            intake_many.prepare(
                station.station, casefile.read(FILE, now=RECEIVED), key=f"row-{nth}", by=station["mediator"], now=RECEIVED
            )
            for nth in range(2)
        ]
        intake_many.store(session, station.station, made, by=station["mediator"], now=RECEIVED)
    cases = [_case(one.book.case.id) for one in made]
    assert [(one.lead, RULES_FAILED in one.flags) for one in cases] == [("judicial_office", True)] * 2
    assert _told() == ["NoLead", "NoLead"]

    assert len(sweep(now=RECEIVED + timedelta(minutes=15)).turned) == 2
    assert [_case(one.id).lead for one in cases] == ["union", "union"]


def test_an_entry_that_moves_a_clock_loses_no_other_date_while_its_rule_fails(station: Working) -> None:
    """What couldn't be counted is shown as it stands and stays open; it is counted again once the rules work."""
    case_id = station.log(claims=[{"kind": "severance", "known_on": "2026-01-05"}])
    with db.reading() as session:
        before = {kind: row.safe_on for kind, row in dates(session, case_id).items()}
    draft = Draft("interruption", "demanded", "|", date(2026, 11, 10), evidence="快递签收记录")
    with rules.pinned(_too_long()):
        with db.reading() as session:
            shown = clock_entries_preview.of_draft(session, case_id, draft, by=station["mediator"], now=LATER)
        with db.transaction() as session:
            clock_entries.note(session, case_id, draft, by=station["mediator"], now=LATER)

    assert [(one.old_on, one.new_on, one.uncounted) for one in shown] == [
        (date(2027, 1, 5), date(2027, 11, 10), False),
        (before["mediation.from_receipt"], before["mediation.from_receipt"], True),
    ]
    wanted = before | {"limitation.severance": date(2027, 11, 10)}
    for now in (None, LATER + timedelta(minutes=15)):
        if now is not None:
            sweep(now=now)
        with db.reading() as session:
            assert {kind: row.safe_on for kind, row in dates(session, case_id).items()} == wanted
    assert RULES_FAILED not in _case(case_id).flags
