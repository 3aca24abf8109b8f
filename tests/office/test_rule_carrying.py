"""What happens after publishing equals the forecast: on cases that move and cases that don't, each once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from mediation import db
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.models.referral import Referral
from mediation.models.rulebook import RuleDraft, RuleMove
from mediation.models.talks import TalksClock
from mediation.office import (
    clockwork,
    history,
    rule_carrying,
    rule_drafts_forms,
    rule_drafts_pages,
    rule_rehearsals,
    rules,
    talks_clocks,
)
from mediation.office.sweep import sweep
from tests.office.amending import PERIOD, drafted, published, smaller_groups, soon, text_of
from tests.office.sweeping import change
from tests.office.working import RECEIVED, Working, dates, referrals
from tests.talks_make import talks

NOW = RECEIVED + timedelta(hours=3)


def ask(working: Working, draft_id: str) -> None:
    with db.transaction() as session:
        rule_rehearsals.ask(session, draft_id, by=working["supervisor"], now=NOW)


def moves(draft_id: str) -> dict[str, RuleMove]:
    with db.reading() as session:
        return {row.case_id: row for row in session.exec(select(RuleMove).where(RuleMove.draft_id == draft_id))}


def stored(session: Session, case_id: str) -> dict[str, Any]:
    """Return what the rules brought about on a case, as plainly as it is stored."""
    case = session.get_one(Case, case_id)
    return {
        "case": (case.lead, case.mediation, sorted(case.flags)),
        "referrals": {desk: (row.role, row.priority) for desk, row in referrals(session, case_id).items()},
        "dates": {kind: (row.safe_on, row.last_on) for kind, row in dates(session, case_id).items()},
    }


def decided(session: Session, case_id: str) -> int:
    query = select(HistoryLine).where(HistoryLine.case_id == case_id, HistoryLine.act == "case.decided")
    return len(session.exec(query).all())


def world(working: Working) -> dict[str, str]:
    made = {
        "group": working.log(workers=7), "one": working.log(workers=1), "already": working.log(workers=12),
        "held": working.log(workers=9, claims=[{"kind": "severance", "known_on": "2026-08-01"}]),
        "closed": working.log(workers=8), "drifted": working.log(workers=6),
    }  # fmt: skip
    change(Case, made["closed"], state="closed", closed_on=NOW.date(), outcome="settled")
    change(Case, made["drifted"], flags=["cluster"])
    with db.transaction() as session:
        lead = session.exec(select(Referral).where(Referral.case_id == made["held"], Referral.role == "lead")).one()
        lead.state, lead.accepted_by, lead.accepted_at = "accepted", working["judicial_office"].id, NOW
        session.add(lead)
    return made


def test_what_happens_after_publishing_equals_the_forecast(working: Working) -> None:
    made = world(working)
    with db.reading() as session:
        before = {name: stored(session, case_id) for name, case_id in made.items()}
    draft_id = drafted(working, smaller_groups(), now=NOW)
    ask(working, draft_id)

    assert rule_rehearsals.run_due(NOW) == 1

    foreseen = {name: list(moves(draft_id)[case_id].foreseen) for name, case_id in made.items() if case_id in moves(draft_id)}
    assert sorted(foreseen) == ["closed", "drifted", "group", "held"]
    assert {(one["about"], one["id"]) for one in foreseen["held"]} >= {("flag", "group"), ("referral", "union")}
    with db.reading() as session:
        forecast = session.get_one(RuleDraft, draft_id).forecast or {}
        assert {name: stored(session, case_id) for name, case_id in made.items()} == before  # nothing was written
    assert (forecast["cases"], forecast["moved"], forecast["moved_live"]) == (6, 4, 3)
    assert list(forecast["by_person"]) == [working["judicial_office"].id]

    row = published(working, draft_id, now=NOW)
    assert rule_carrying.carry_due(NOW) == 0  # the other processes don't go by it yet
    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(rule_carrying.carry_due, [soon(NOW)] * 3)) == [0, 0, 3]

    after = moves(draft_id)
    for name in ("group", "held", "drifted"):
        assert after[made[name]].happened == foreseen[name], name
    assert after[made["closed"]].happened is None
    with db.reading() as session:
        for name in ("one", "already", "closed"):
            assert stored(session, made[name]) == before[name]
            assert decided(session, made[name]) == 1
        case = session.get_one(Case, made["group"])
        assert (decided(session, case.id), case.rulebook, case.lead) == (2, row.published, "union")
        told = session.exec(select(Notice).where(Notice.key == f"rules:{draft_id}:{made['held']}")).all()
        assert {one.user_id for one in told} >= {working["mediator"].id, working["judicial_office"].id}
        assert history.verify(session).broken is None
        assert session.get_one(RuleDraft, draft_id).carried == "done"


def test_periods_of_talks_and_dates_of_agreements_move_as_foreseen_and_are_told_of(working: Working) -> None:
    with db.transaction() as session:
        known = RECEIVED.date()
        row = talks(session, working.station.id, proposed_on=known, received_on=known)
        talks_clocks.refresh(session, row, now=NOW)
        [reply] = session.exec(select(TalksClock).where(TalksClock.talks_id == row.id, TalksClock.clock == "talks.reply")).all()
        talks_id, before = row.id, reply.safe_on
    case_id = working.log()
    with db.transaction() as session:
        facts = {"effective_on": known}
        clockwork.start(session, session.get_one(Case, case_id), "agreement", facts, subject="agreement-1", now=NOW)
        kinds = {one.kind: one.safe_on for one in session.exec(select(Deadline).where(Deadline.subject == "agreement-1"))}
    with db.transaction() as session:
        typed = {"period": f"talks:{reply.place} talks.reply wage,general", "length": "9", "unit": "days"}
        typed["start"] = (known - timedelta(days=3)).isoformat()
        draft_id = rule_drafts_forms.draft_period(session, typed, by=working["supervisor"], now=NOW).id
    ask(working, draft_id)
    rule_rehearsals.run_due(NOW)
    with db.reading() as session:
        [told] = (session.get_one(RuleDraft, draft_id).forecast or {})["beside"]
        page = rule_drafts_pages.page(session, draft_id, user=working["supervisor"])
        assert [(one.what, one.was[0]) for one in page.beside] == [("talks", before)]
    assert (told["code"], told["was"][0], told["becomes"][0]) == (
        "talks.reply", before.isoformat(), (known + timedelta(days=9)).isoformat(),
    )  # fmt: skip

    published(working, draft_id, now=NOW)
    sweep(now=NOW + timedelta(seconds=5))  # it leaves to the carrying what must have its line
    rule_carrying.carry_due(soon(NOW))

    with db.reading() as session:
        [came] = session.get_one(RuleDraft, draft_id).progress["beside"]
        assert came == {**told, "came": True}
        [line] = session.exec(select(HistoryLine).where(HistoryLine.act == "talks.period_moved")).all()
        assert line.subject_id == talks_id
        assert session.exec(select(Notice).where(Notice.target == f"/talks/{talks_id}/days")).first()
        after = {one.kind: one.safe_on for one in session.exec(select(Deadline).where(Deadline.subject == "agreement-1"))}
        assert after == kinds
        assert history.verify(session).broken is None


def test_a_case_logged_between_rehearsal_and_publishing_is_decided_anew_and_one_already_decided_is_left(station: Working) -> None:
    first = station.log(workers=7)
    draft_id = drafted(station, smaller_groups(), now=NOW)
    ask(station, draft_id)
    rule_rehearsals.run_due(NOW)
    later = station.log(workers=6)
    row = published(station, draft_id, now=NOW)
    change(Case, first, rulebook=row.published)

    rule_carrying.carry_due(soon(NOW))

    found = moves(draft_id)
    assert found[later].happened == found[later].foreseen
    assert found[later].foreseen
    assert found[first].happened is None
    assert found[first].done_at is not None


def test_old_cases_stay_on_the_law_of_their_day_and_the_rehearsal_says_what_it_would_be_from_then_on(station: Working) -> None:
    from mediation.domain import ruleedit

    station.log(willing={"applicant": True, "respondent": True})
    room = rules.current()
    rule = room.book.rule("deadline.mediation.accept", NOW.date())
    coming = ruleedit.NewPeriod("mediation.accept", 5, "workdays", NOW.date() + timedelta(days=30), NOW.date())
    draft_id = drafted(station, {PERIOD: ruleedit.with_period(text_of(PERIOD), rule, coming, room.calendar)}, now=NOW)
    ask(station, draft_id)

    rule_rehearsals.run_due(NOW)

    with db.reading() as session:
        forecast = session.get_one(RuleDraft, draft_id).forecast or {}
    assert forecast["moved"] == 0
    assert forecast["as_if"]["as_of"] == coming.start.isoformat()
    [moved] = forecast["as_if"]["list"]
    [date] = moved["changes"]
    assert (date["id"], date["was"]["safe_on"], date["becomes"]["safe_on"]) == ("mediation.accept", "2026-11-19", "2026-11-23")
