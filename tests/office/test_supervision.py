"""The supervisor's board: order, filters, who must act, workload, gaps, views."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from mediation import db
from mediation.domain.refusals import NotFound, Refused
from mediation.models.case import Case
from mediation.models.escalation import Escalation
from mediation.models.roster import Shift
from mediation.models.supervision import SavedView
from mediation.office import referrals as acts
from mediation.office import supervision, supervision_referrals, supervision_why, views
from mediation.office.records.supervision import LoadRow, SupervisionPage
from mediation.office.supervision_escalations import Filters
from mediation.office.supervision_referrals import ReferralFilters
from tests import make
from tests.office.working import LATER, RECEIVED, Working, referrals
from tests.web.conftest import counted


def board(working: Working, who: str = "supervisor", **filters: str) -> SupervisionPage:
    with db.reading() as session:
        return supervision.board(session, user=working[who], now=LATER, filters=Filters(**filters))


def raise_one(session: Session, case_id: str, station_id: str, **given: Any) -> Escalation:
    plain = {
        "rule": "escalation.silent", "level": 2, "raised_at": RECEIVED, "rulebook": "sha256:0", "subject": case_id,
        "because": [{"rule": "escalation.silent", "law": [], "facts": {}}],
    }  # fmt: skip
    row = Escalation(station_id=station_id, case_id=case_id, **{**plain, **given})
    session.add(row)
    session.flush()
    return row


def test_escalations_stand_by_level_then_harm_then_days_left(working: Working) -> None:
    case_id, child = working.log(), working.log(respondents=[{"name": "另一家"}])
    given = [
        {"rule": "escalation.silent", "level": 3},
        {"rule": "escalation.unsafe", "level": 2},
        {"rule": "escalation.limitation", "level": 2, "due_on": date(2026, 11, 20)},
        {"rule": "escalation.limitation", "level": 2, "due_on": date(2026, 11, 18), "subject": "deadline"},
        {"rule": "escalation.limitation", "level": 2, "subject": "no day"},
        {"rule": "escalation.silent", "level": 2},
        {"rule": "escalation.unsafe", "level": 1},
    ]
    with db.transaction() as session:
        for one in reversed(given):
            raise_one(session, case_id, working.station.id, **one)
        raise_one(session, child, working.station.id, level=2)
        session.get_one(Case, child).flags = ["protected_minor"]

    rows = board(working).rows

    assert rows[0].level == 3
    order = [(row.level, row.days_left, row.case_id == child) for row in rows]
    assert order == [
        (3, None, False), (2, None, False), (2, None, True), (2, 2, False), (2, 4, False), (2, None, False),
        (2, None, False), (1, None, False),
    ]  # fmt: skip
    assert [row.harm for row in rows][1:3] == ["人身危险", "未成年人"]


def test_each_row_says_who_must_act_next(working: Working) -> None:
    case_id = working.log(claims=[{"kind": "severance"}])
    with db.transaction() as session:
        law = referrals(session, case_id)["law_firm"]
        law.assigned_to = working["lawyer"].id
        session.add(law)
        raise_one(session, case_id, working.station.id)
        raise_one(session, case_id, working.station.id, subject=law.id, subject_kind="referral", level=1)
        raise_one(session, case_id, working.station.id, subject="x", assigned_to=working["mediator"].id, level=3)

    found = {row.level: (row.desk, row.person) for row in board(working).rows}

    assert found == {
        3: ("judicial_office", "mediator"), 2: ("judicial_office", ""), 1: ("law_firm", "lawyer"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "left"),
    [({}, 3), ({"level": "2"}, 1), ({"rule": "escalation.silent"}, 1), ({"desk": "police"}, 2), ({"person": "none"}, 2),
     ({"person": "police"}, 1), ({"age": "7"}, 1), ({"flag": "unsafe"}, 2), ({"employer": "城厢"}, 3), ({"employer": "%"}, 0),
     ({"level": "2", "desk": "police"}, 0), ({"level": "nine"}, 3)],
)
def test_filters_narrow_the_list_and_its_count(working: Working, filters: dict[str, str], left: int) -> None:
    case_id = working.log(risk={"violence": "weapon"})
    plain = working.log(applicants=[{"name": "别人"}])
    with db.transaction() as session:
        for row in session.exec(select(Escalation)):
            session.delete(row)
        session.flush()
        raise_one(session, case_id, working.station.id, rule="escalation.unsafe", level=3)
        raise_one(
            session, case_id, working.station.id, rule="escalation.group", level=1, assigned_to=working["police"].id,
            raised_at=LATER - timedelta(days=8),
        )  # fmt: skip
        raise_one(session, plain, working.station.id)
    if filters.get("person") == "police":
        filters = {"person": working["police"].id}

    page = board(working, **filters)

    assert (page.total, len(page.rows)) == (left, left)


def test_why_shows_rule_receipt_and_history(working: Working) -> None:
    case_id = working.log(claims=[{"kind": "severance", "known_on": "2025-11-20"}])
    row = next(one for one in board(working).rows if one.rule == "escalation.limitation")

    with db.reading() as session:
        page = supervision_why.page(session, row.id, user=working["supervisor"], now=LATER)

    assert page.reasons[0].laws
    assert page.reasons[0].facts
    assert page.deadlines[0].kind == "limitation.severance"
    assert page.deadlines[0].receipt.steps or page.deadlines[0].receipt.count.message
    assert page.case is not None
    assert page.case.header.id == case_id
    assert {line.actor for line in page.case.history} >= {"mediator"}


def test_another_stations_escalation_is_not_there(working: Working) -> None:
    with db.transaction() as session:
        other = make.station(session, "XZ")
        case = make.case(session, other)
        raised = raise_one(session, case.id, other.id)
        stranger = make.user(session, "stranger", at=other, role="supervisor")
    working.people["stranger"] = stranger

    assert board(working).total == 0
    assert board(working, "stranger").total == 1
    with pytest.raises(NotFound), db.reading() as session:
        supervision_why.page(session, raised.id, user=working["supervisor"], now=LATER)


def load_of(page: SupervisionPage, desk: str, person: str = "") -> LoadRow:
    return next(row for row in page.load if (row.desk, row.person_id) == (desk, person))


def test_the_workload_counts_what_its_lists_show(working: Working) -> None:
    ids = [working.log(applicants=[{"name": f"工人{nth}"}]) for nth in range(4)]
    union = working["union"]
    with db.transaction() as session:
        for nth, case_id in enumerate(ids[:2]):
            acts.accept(
                session, referrals(session, case_id)["union"].id, by=union, now=RECEIVED + timedelta(days=1 + 2 * nth)
            )
    now = RECEIVED + timedelta(days=30)

    with db.reading() as session:
        page = supervision.board(session, user=working["supervisor"], now=now, filters=Filters())
        for row in (load_of(page, "union"), load_of(page, "union", union.id), load_of(page, "union", "none")):
            for which, number in (("", row.in_hand), ("waiting", row.waiting), ("late", row.late), ("overdue", row.overdue)):
                listed = supervision_referrals.listing(
                    session, user=working["supervisor"], now=now,
                    filters=ReferralFilters(desk=row.desk, person=row.person_id, which=which),
                )  # fmt: skip
                assert (listed.total, len(listed.rows)) == (number, number), (row, which)

    whole, own = load_of(page, "union"), load_of(page, "union", union.id)
    assert (whole.in_hand, whole.waiting, whole.late, whole.overdue) == (4, 2, 2, 4)
    assert (own.in_hand, own.waiting, own.accepted, own.median_days) == (2, 0, 2, 2.0)
    assert load_of(page, "union", "none").in_hand == 2
    assert next(one for one in page.people if one.id == union.id).in_hand == 2


def test_the_median_of_an_odd_number_is_the_middle_one(working: Working) -> None:
    with db.transaction() as session:
        for nth, days in enumerate((1, 2, 9)):
            case = make.case(session, working.station, f"M-{nth}")
            make.referral(
                session, case, "police", state="accepted", referred_at=RECEIVED, accepted_by=working["police"].id,
                accepted_at=RECEIVED + timedelta(days=days),
            )  # fmt: skip
        long_ago = make.case(session, working.station, "M-9")
        make.referral(
            session, long_ago, "police", state="closed", referred_at=RECEIVED - timedelta(days=400),
            accepted_at=RECEIVED - timedelta(days=200),
        )  # fmt: skip

    with db.reading() as session:
        page = supervision.board(session, user=working["supervisor"], now=RECEIVED + timedelta(days=10), filters=Filters())

    assert load_of(page, "police").median_days == 2.0
    assert load_of(page, "police").accepted == 3


def test_gaps_of_four_weeks_name_their_owner(working: Working) -> None:
    def shift(days: int, **given: Any) -> Shift:
        at = LATER + timedelta(days=days)
        on = at.date()
        return Shift(station_id=working.station.id, pattern_on=on, on=on, starts_at=at, ends_at=at + timedelta(hours=3), **given)

    with db.transaction() as session:
        session.add(shift(7, state="nobody", owner_id=working["supervisor"].id))
        session.add(shift(28, state="nobody"))
        session.add(shift(29, state="nobody"))
        session.add(shift(-1, state="nobody"))
        session.add(shift(14))

    assert [(gap.days_left, gap.owner) for gap in board(working).gaps] == [(7, "supervisor"), (28, "")]


def kept_by(user):
    with db.reading() as session:
        return views.of(session, "escalations", user=user)


def test_a_view_is_kept_replaced_and_deleted_by_its_owner_alone(working: Working) -> None:
    chief = working["supervisor"]
    with db.transaction() as session:
        views.save(session, "escalations", " 危险 案件 ", {"flag": "unsafe"}, by=chief, now=LATER)
        kept = views.save(session, "escalations", "危险 案件", {"level": "3"}, by=chief, now=LATER)
        other = make.user(session, "other", at=working.station, role="supervisor")

    assert [(view.name, view.query) for view in kept_by(chief)] == [("危险 案件", {"level": "3"})]
    with pytest.raises(NotFound), db.transaction() as session:
        views.delete(session, kept.id, by=other, now=LATER)
    with db.transaction() as session:
        views.delete(session, kept.id, by=chief, now=LATER)
    assert kept_by(chief) == ()


@pytest.mark.parametrize(("name", "query"), [("", {"level": "3"}), ("长" * 41, {"level": "3"}), ("空的", {})])
def test_a_view_needs_a_name_and_a_filter(working: Working, name: str, query: dict[str, str]) -> None:
    with pytest.raises(Refused), db.transaction() as session:
        views.save(session, "escalations", name, query, by=working["supervisor"], now=LATER)


def test_views_are_not_kept_without_end(working: Working) -> None:
    def save(name: str) -> None:
        with db.transaction() as session:
            views.save(session, "escalations", name, {"level": "3"}, by=working["supervisor"], now=LATER)

    for nth in range(views.MOST):
        save(f"第{nth}组")

    with pytest.raises(Refused):
        save("又一组")
    save("第0组")
    with db.reading() as session:
        assert len(session.exec(select(SavedView)).all()) == views.MOST


def test_queries_of_the_board_do_not_grow_with_rows(working: Working) -> None:
    working.log(risk={"violence": "weapon"})
    board(working)
    with counted() as few:
        board(working)
    for nth in range(5):
        case_id = working.log(applicants=[{"name": f"工人{nth}"}], respondents=[{"name": f"公司{nth}"}], risk={"violence": "weapon"})
        with db.transaction() as session:
            raise_one(session, case_id, working.station.id, level=1)
    with counted() as many:
        board(working)

    assert len(many) == len(few)
