"""What moves a clock: consents to an extension, pauses, wrong entries taken back; nothing moves without a line."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.refusals import Conflict, NotFound, Refused
from mediation.models.case import Case
from mediation.models.clock_entry import ClockEntry
from mediation.models.deadline import Deadline
from mediation.models.history import HistoryLine
from mediation.models.referral import Referral
from mediation.office import clock_entries, clock_entries_pages, clock_entries_preview, closing, referrals
from mediation.office.clock_entries_draft import Consent, Draft
from tests.office.working import LATER, Working

TODAY = LATER.date()
SEVERANCE = [{"kind": "severance", "amount": "8000.00", "known_on": "2025-12-01"}]
BOTH = (Consent("applicant", "张玥", "书面", TODAY), Consent("respondent", "城厢建筑公司 李某", "电话录音", TODAY))
LONGER = Draft(
    "extension", target="mediation.from_acceptance|", on=date(2026, 12, 20), evidence="同意书存卷", consents=BOTH
)
APPLIED = Draft("event", "arbitration_applied", on=date(2026, 11, 12))


def accepted(station: Working) -> str:
    """Log a case and let its leading desk accept it today."""
    case_id = station.log(claims=SEVERANCE)
    with db.transaction() as session:
        rows = session.exec(select(Referral).where(Referral.case_id == case_id, Referral.role == "lead"))
        referrals.accept(session, rows.one().id, by=station["judicial_office"], now=LATER)
    return case_id


def noted(station: Working, case_id: str, draft: Draft, who: str = "judicial_office") -> str:
    with db.transaction() as session:
        return clock_entries.note(session, case_id, draft, by=station[who], now=LATER).id


def dates(case_id: str, kind: str, state: str = "open") -> list[date]:
    with db.reading() as session:
        rows = session.exec(select(Deadline).where(Deadline.case_id == case_id, Deadline.state == state))
        return sorted(row.safe_on for row in rows if row.kind == kind)


def lines(act: str) -> list[str]:
    with db.reading() as session:
        return [line.fields_json for line in session.exec(select(HistoryLine).where(HistoryLine.act == act))]


def refusal(station: Working, case_id: str, draft: Draft) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        noted(station, case_id, draft)
    return {one.field: one.text() for one in refused.value.problems}


def test_acceptance_is_made_longer_by_both_consents_and_receipt_by_nobody(working: Working) -> None:
    case_id = accepted(working)
    with db.reading() as session:
        [move] = clock_entries_preview.of_draft(session, case_id, LONGER, by=working["judicial_office"], now=LATER)
    assert (move.old_on, move.new_on, move.new_last) == (date(2026, 12, 1), date(2026, 12, 20), date(2026, 12, 21))
    assert [law.key for law in move.laws] == ["mr17-29"]

    noted(working, case_id, LONGER)

    assert dates(case_id, "mediation.from_acceptance") == [date(2026, 12, 20)]
    assert dates(case_id, "mediation.from_acceptance", "closed") == [date(2026, 12, 1)]
    assert dates(case_id, "mediation.from_receipt") == [date(2026, 12, 1)]
    [line] = lines("deadline.moved")
    assert '"was_on":"2026-12-01"' in line
    assert '"now_on":"2026-12-20"' in line


FORBIDDEN = [
    (Draft("extension", target="mediation.from_acceptance|", on=date(2026, 12, 20), evidence="x", consents=BOTH[:1]),
     "respondent_who"),
    (Draft("extension", target="mediation.from_receipt|", on=date(2026, 12, 20), evidence="x", consents=BOTH),
     "target"),
    (Draft("extension", target="mediation.from_acceptance|", on=date(2026, 12, 1), evidence="x", consents=BOTH), "on"),
    (Draft("pause", "awaiting_ruling", "mediation.from_receipt|", TODAY, evidence="x"), "target"),
    (Draft("interruption", "demanded", "|", TODAY), "evidence"),
    (Draft("interruption", "logged", "|", TODAY, evidence="x"), "code"),
    (Draft("event", "award_received", on=TODAY + timedelta(1)), "on"),
    (Draft("dispute", "known_on", "|", date(2025, 12, 1), evidence="x", said_by="respondent"), "on"),
]  # fmt: skip
"""What the law does not allow, and the field beside which it is said."""


def test_what_the_law_does_not_allow_is_refused_beside_its_field(station: Working) -> None:
    case_id = accepted(station)

    told = [(field, field in refusal(station, case_id, draft)) for draft, field in FORBIDDEN]

    assert [field for field, named in told if not named] == []


def test_an_approved_extension_ends_where_the_law_says(station: Working) -> None:
    case_id = accepted(station)
    about = noted(station, case_id, Draft("event", "arbitration_accepted", on=date(2026, 11, 16)))
    target = f"arbitration.award|{about}"

    told = refusal(station, case_id, Draft("extension", target=target, on=date(2027, 1, 16), evidence="批准书"))
    noted(station, case_id, Draft("extension", target=target, on=date(2027, 1, 15), evidence="批准书"))

    assert "2027-01-15" in told["on"]
    assert dates(case_id, "arbitration.award") == [date(2027, 1, 15)]


def test_a_pause_adds_its_true_days_when_it_ends_and_a_wrong_one_is_taken_back(station: Working) -> None:
    case_id = accepted(station)
    about = noted(station, case_id, APPLIED)
    assert dates(case_id, "arbitration.acceptance") == [date(2026, 11, 19)]
    pause = noted(station, case_id, Draft("pause", "postponed", f"arbitration.acceptance|{about}", date(2026, 11, 13), evidence="x"))  # fmt: skip
    with db.reading() as session:
        page = clock_entries_pages.page(session, case_id, user=station["judicial_office"], now=LATER)
    assert [(one.state, one.safe_on) for one in page.dates if one.kind == "arbitration.acceptance"] == [
        ("paused", date(2026, 11, 19))
    ]

    with db.transaction() as session:
        clock_entries.resume(session, pause, on=date(2026, 11, 16), by=station["judicial_office"], now=LATER)
    assert dates(case_id, "arbitration.acceptance") == [date(2026, 11, 20)]
    with db.transaction() as session:
        clock_entries.withdraw(session, pause, reason="登记错案", by=station["judicial_office"], now=LATER)

    assert dates(case_id, "arbitration.acceptance") == [date(2026, 11, 19)]
    assert len(dates(case_id, "arbitration.acceptance", "closed")) == 2
    with db.reading() as session:
        kept = session.get_one(ClockEntry, pause)
        assert (kept.withdrawn_why, kept.until) == ("登记错案", date(2026, 11, 16))
    with pytest.raises(NotFound), db.transaction() as session:
        clock_entries.withdraw(session, pause, reason="x", by=station["judicial_office"], now=LATER)


def test_a_disputed_day_moves_the_case_to_the_earlier_date(station: Working) -> None:
    case_id = accepted(station)
    noted(station, case_id, Draft("dispute", "known_on", "|", date(2025, 11, 20), evidence="单位说明", said_by="respondent"))

    with db.reading() as session:
        row = session.exec(select(Deadline).where(Deadline.kind == "limitation.severance", Deadline.state == "open")).one()
        case = session.get_one(Case, case_id)
        assert (row.safe_on, case.limitation_on) == (date(2026, 11, 20), date(2026, 11, 20))
        assert [one["safe_on"] for one in row.others or ()] == ["2026-12-01"]
        assert row.because[0]["version"] == "2008-05-01"
        assert case.situation["days_to_limitation"] == 4


def test_the_limitation_of_an_unkept_agreement_is_interrupted_with_its_evidence(station: Working) -> None:
    case_id = accepted(station)
    due = noted(station, case_id, Draft("event", "payment_defaulted", on=date(2026, 1, 20)))
    last = noted(station, case_id, Draft("event", "performance_due", on=date(2026, 1, 20)))
    target = f"performance.limitation|{due}"
    talks = Draft("interruption", "mediation_failed", f"enforcement.limitation|{last}", date(2026, 3, 2), evidence="x")
    assert "主张权利" in refusal(station, case_id, talks)["code"]
    assert list(refusal(station, case_id, Draft("interruption", "admitted", f"award.suit|{due}", TODAY))) == ["evidence", "target"]

    entry = noted(station, case_id, Draft("interruption", "admitted", target, date(2026, 3, 2), evidence="还款承诺书"))

    assert dates(case_id, "performance.limitation") == [date(2027, 3, 2)]
    assert dates(case_id, "limitation.severance") == [date(2026, 12, 1)]
    with db.reading() as session:
        page = clock_entries_pages.page(session, case_id, user=station["judicial_office"], now=LATER)
    assert [one.value for one in page.limitations] == [target, f"enforcement.limitation|{last}"]
    [told] = [one for one in page.entries if one.id == entry]
    assert (told.void, told.about.zh if told.about else "") == (False, "协议未履行：一年内申请仲裁")
    with db.transaction() as session:
        clock_entries.withdraw(session, entry, reason="登记错案", by=station["judicial_office"], now=LATER)
    assert dates(case_id, "performance.limitation") == [date(2027, 1, 20)]


def test_a_day_from_which_something_is_open_is_never_overdue(station: Working) -> None:
    case_id = accepted(station)
    event = noted(station, case_id, Draft("event", "appraisal_concluded", on=date(2025, 3, 3)))

    with db.reading() as session:
        page = clock_entries_pages.page(session, case_id, user=station["judicial_office"], now=LATER)
    assert [(one.state, one.safe_on) for one in page.dates if one.kind == "injury.review_open"] == [
        ("opens", date(2026, 3, 3))
    ]
    assert dates(case_id, "injury.review_open") == []
    with db.transaction() as session:
        clock_entries.withdraw(session, event, reason="登记错案", by=station["judicial_office"], now=LATER)
    assert dates(case_id, "injury.review_open", "closed") == [date(2026, 3, 3)]


def test_who_may_move_clocks_and_when(station: Working) -> None:
    case_id = accepted(station)

    for who in ("police", "lawyer", "admin"):
        with pytest.raises(NotFound):
            noted(station, case_id, APPLIED, who)
    with db.reading() as session:
        version = str(session.get_one(Case, case_id).version)
    with db.transaction() as session:
        soon = LATER + timedelta(minutes=1)
        clock_entries.note(session, case_id, APPLIED, by=station["judicial_office"], now=soon)
    with pytest.raises(Refused), db.transaction() as session:
        clock_entries.note(session, case_id, LONGER, by=station["judicial_office"], now=LATER, seen=version)
    with db.transaction() as session:
        session.get_one(Case, case_id).state = "closed"
    with pytest.raises(Conflict):
        noted(station, case_id, LONGER)


def test_after_the_closing_only_what_outlives_it_is_recorded(station: Working) -> None:
    case_id = accepted(station)
    with db.transaction() as session:
        closing.close(session, case_id, outcome="not_settled", on=TODAY, by=station["mediator"], now=LATER)
    failed = Draft("interruption", "mediation_failed", "|", TODAY, evidence="终止调解通知书")
    with db.reading() as session:
        [move] = clock_entries_preview.of_draft(session, case_id, failed, by=station["mediator"], now=LATER)
    assert (move.old_on, move.new_on) == (date(2026, 12, 1), date(2027, 11, 16))

    entry = noted(station, case_id, failed, "mediator")

    with db.reading() as session:
        page = clock_entries_pages.page(session, case_id, user=station["mediator"], now=LATER)
        assert [(one.safe_on, one.state) for one in page.outliving] == [(date(2027, 11, 16), "closed")]
        assert session.exec(select(Referral).where(Referral.case_id == case_id, Referral.state != "closed")).all() == []
    assert page.sorts == ("interruption",)
    assert dates(case_id, "limitation.severance") == []
    assert '"now_on":"2027-11-16"' in lines("deadline.moved")[-1]
    for draft in (LONGER, APPLIED, Draft("dispute", "known_on", "|", date(2025, 11, 20), said_by="respondent")):
        with pytest.raises(Conflict):
            noted(station, case_id, draft, "mediator")

    with db.transaction() as session:
        clock_entries.withdraw(session, entry, reason="登记错案", by=station["mediator"], now=LATER)
    with db.reading() as session:
        again = clock_entries_pages.page(session, case_id, user=station["mediator"], now=LATER).outliving
    assert [one.safe_on for one in again] == [date(2026, 12, 1)]
    noted(station, case_id, failed, "mediator")
    with db.transaction() as session:
        closing.reopen(session, case_id, reason="申请人改变主意", by=station["supervisor"], now=LATER)
    assert dates(case_id, "limitation.severance") == [date(2027, 11, 16)]
