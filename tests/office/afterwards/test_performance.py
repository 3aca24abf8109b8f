"""After the agreement: the ways are taken in their time or not at all, payments and visits are noted and count."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from pypdf import PdfReader
from sqlmodel import select

from mediation import db
from mediation.domain import routes
from mediation.domain.refusals import Conflict, NotFound, Refused
from mediation.domain.worktime import station_day
from mediation.models.afterwards import FollowUp, RouteStep, Satisfaction
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.group import GroupWorker
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.models.party import Party
from mediation.models.settlement import Instalment, Settlement
from mediation.office import performance
from mediation.office.afterwards import deals, packet, packet_bound, pages, payments, reminders, steps, today, visits
from mediation.office.performance import Authority
from tests.office.afterwards.dealing import agree
from tests.office.working import LATER, Working

SINCE = station_day(LATER)
DAYS = [SINCE + timedelta(days=5), SINCE + timedelta(days=40)]


@pytest.fixture
def deal(working: Working) -> tuple[str, str, list[str]]:
    case_id = working.log()
    with db.transaction() as session:
        settlement_id = agree(session, case_id, DAYS, now=LATER)
        rows = session.exec(select(Instalment).where(Instalment.settlement_id == settlement_id))
        return case_id, settlement_id, [one.id for one in sorted(rows, key=lambda one: one.position)]


def step(working, deal, way, name, days, by="mediator"):
    on = SINCE + timedelta(days=days)
    with db.transaction() as session:
        typed = steps.Typed(way, name, on, Authority("闵行区人民法院", "沪0112调确1号"))
        steps.note(session, deal[0], deal[1], typed, by=working[by], now=LATER + timedelta(days=days))


def undo(working, deal, way):
    with db.transaction() as session:
        query = select(RouteStep).where(RouteStep.route == way, RouteStep.taken_back_at.is_(None))
        last = session.exec(query.order_by(RouteStep.on.desc(), RouteStep.noted_at.desc())).first()
        steps.take_back(session, last.id, by=working["mediator"], now=LATER + timedelta(days=9))


def sent_to(deal):
    with db.reading() as session:
        row = session.get_one(Settlement, deal[1])
        found = session.exec(select(Deadline).where(Deadline.subject == row.id)).all()
        return row.sent_to, {one.kind.partition(".")[2]: one.state for one in found}


def test_a_confirmation_goes_its_steps_excludes_the_review_and_each_is_taken_back(working, deal):
    step(working, deal, "court_confirmation", "chosen", 1)
    with pytest.raises(Refused, match="只能选一种"):
        step(working, deal, "arbitration_review", "filed", 2)
    step(working, deal, "court_confirmation", "filed", 2)
    assert sent_to(deal) == ("court", {"court_confirmation": "met", "arbitration_review": "closed"})
    with pytest.raises(Refused, match="不能登记这一步"):
        step(working, deal, "court_confirmation", "chosen", 3)
    step(working, deal, "court_confirmation", "withdrawn", 3)
    assert sent_to(deal) == (None, {"court_confirmation": "open", "arbitration_review": "open"})
    undo(working, deal, "court_confirmation")
    assert sent_to(deal)[0] == "court"
    step(working, deal, "court_confirmation", "granted", 8)
    with pytest.raises(Conflict), db.transaction() as session:
        performance.take_back_sent(session, deal[1], by=working["mediator"], now=LATER + timedelta(days=9))
    undo(working, deal, "court_confirmation")
    undo(working, deal, "court_confirmation")
    assert sent_to(deal) == (None, {"court_confirmation": "open", "arbitration_review": "open"})
    with db.reading() as session:
        acts = [one.act for one in session.exec(select(HistoryLine).where(HistoryLine.case_id == deal[0]))]
    assert {"route.note", "route.undo", "confirmation.note", "confirmation.undo"} <= set(acts)


def test_the_day_after_the_last_is_refused_with_the_reason_however_it_is_noted(working, deal):
    with db.reading() as session:
        due = session.exec(select(Deadline).where(Deadline.kind == "agreement.court_confirmation")).one()
        late = (due.last_on - SINCE).days + 1
    with pytest.raises(Refused, match="逾期申请不予受理"):
        step(working, deal, "court_confirmation", "filed", late)
    with pytest.raises(Refused, match="逾期申请不予受理"), db.transaction() as session:
        performance.note_sent(
            session, deal[1], to="court", on=SINCE + timedelta(days=late), by=working["mediator"],
            now=LATER + timedelta(days=late),
        )  # fmt: skip
    step(working, deal, "court_confirmation", "filed", late - 1)


def test_a_part_that_the_payee_tells_of_counts_and_what_is_owed_follows(working, deal):
    case_id, settlement_id, (first, _) = deal
    now, by = LATER + timedelta(days=6), working["mediator"]

    def tell(**said):
        with db.transaction() as session:
            payments.note(session, case_id, first, payments.Report(**said), by=by, now=now)

    with db.reading() as session:
        sides = {one.side: one.id for one in session.exec(select(Party).where(Party.case_id == case_id))}
    tell(says="partly", amount=3000_00, on=SINCE, party_id=sides["respondent"])
    owed = page(working, deal, now).agreements[0].arrears
    assert (owed.due, owed.rest, owed.claimable, owed.since) == (4000_00, 4000_00, 8000_00, DAYS[0])
    tell(says="partly", amount=1000_00, on=SINCE, party_id=sides["applicant"])
    assert page(working, deal, now).agreements[0].arrears.due == 3000_00
    for wrong in ({"says": "partly", "amount": 4000_00}, {"says": "never"}, {"says": "paid"}, {"party_id": "x"}):
        with pytest.raises(Refused):
            tell(**{"says": "unpaid", **wrong})
    with db.reading() as session:
        shown = today.page(session, user=by, now=now)
        assert [one.id for one in shown.late] == [one.id for one in shown.reported] == [first]
    tell(says="paid", on=SINCE, confirmed=True)
    assert page(working, deal, now).agreements[0].arrears.due == 0
    with pytest.raises(Conflict):
        tell(says="unpaid")


def test_the_desk_is_reminded_once_before_and_once_after_a_payment_is_due(working, deal):
    def reminded(days):
        with db.transaction() as session:
            return reminders.remind(session, now=LATER + timedelta(days=days))

    due = (DAYS[0] - SINCE).days
    assert [reminded(days) for days in (due - 4, due - 3, due - 2, due, due + 1, due + 2)] == [0, 1, 0, 0, 1, 0]
    with db.reading() as session:
        told = session.exec(select(Notice).order_by(Notice.made_at)).all()
        assert {one.user_id for one in told if one.key.startswith("instalment:")} == {working["mediator"].id}


def test_nobody_is_reminded_of_what_came_or_of_an_agreement_that_was_replaced(working, deal):
    due = (DAYS[0] - SINCE).days
    with db.transaction() as session:
        performance.note_paid(session, deal[2][0], on=SINCE, by=working["mediator"], now=LATER)
        assert reminders.remind(session, now=LATER + timedelta(days=due - 2)) == 0
        assert reminders.remind(session, now=LATER + timedelta(days=due + 1)) == 0
        performance.take_back_paid(session, deal[2][0], by=working["mediator"], now=LATER)
        assert reminders.remind(session, now=LATER + timedelta(days=due + 1)) == 1
        session.get_one(Settlement, deal[1]).replaced_on = SINCE
        second = (DAYS[1] - SINCE).days
        assert [reminders.remind(session, now=LATER + timedelta(days=second + days)) for days in (-1, 1)] == [0, 0]


def page(working, deal, now):
    with db.reading() as session:
        return pages.page(session, deal[0], user=working["mediator"], now=now)


def test_a_visit_meets_its_date_and_each_side_answers_once(working, deal):
    now = LATER + timedelta(days=6)
    due = page(working, deal, now).due[0]
    party = page(working, deal, now).parties[0].id

    def call(**said):
        with db.transaction() as session:
            given = {"on": station_day(now), "way": "phone", "party_id": party, "deadline_id": due.id, **said}
            visits.note(session, deal[0], visits.Visit(**given), by=working["mediator"], now=now)

    call(performance="unpaid", score=4, said={"words": "单位说下周付"})
    with pytest.raises(Conflict):
        call(score=5)
    for wrong in ({"way": "x"}, {"party_id": "x"}, {"deadline_id": "x"}, {"on": date(2030, 1, 1)}, {"score": 6}):
        with pytest.raises(Refused):
            call(**wrong)
    with db.reading() as session:
        visit = session.exec(select(FollowUp)).one()
        assert (visit.reason, visit.instalment_id, visit.performance) == ("第1期付款后的履行回访", deal[2][0], "unpaid")
        assert session.get_one(Deadline, due.id).state == "met"
        assert session.exec(select(Satisfaction)).one().score == 4


def test_the_packet_is_one_bound_file_with_the_debt_of_each_worker(working, deal):
    """Two of three workers were paid the first 4,000: the third lacks a third of it, and the clause calls for all."""
    case_id, settlement_id, _ = deal
    shares = {"张三": 4000_00, "李四": 2000_00, "王五": 2000_00}
    with db.transaction() as session:
        row = session.get_one(Settlement, settlement_id)
        listed = []
        for nth, (name, share) in enumerate(shares.items()):
            paid = {"张三": 0, "李四": 1000_00, "王五": 1000_00}[name]
            one = GroupWorker(
                station_id=row.station_id, case_id=case_id, position=nth, name=name, offered=share, paid=paid,
                state="agreed",
            )  # fmt: skip
            session.add(one)
            session.flush()
            listed.append({"name": name, "amount": f"{share // 100}.00", "worker": one.id})
        row.terms = {**row.terms, "group": listed}
        session.get_one(Case, case_id).workers = 3

    made = packet_bound.make(settlement_id, "payment_order", user=working["mediator"], now=LATER + timedelta(days=6))
    pages_of = PdfReader(io.BytesIO(b"".join(made.pieces))).pages
    text = ["".join(one.extract_text().split()) for one in pages_of]

    assert made.name.endswith("支付令材料.pdf")
    assert "支付令材料" in text[0]
    assert "付款和欠款情况表" in text[1]
    assert "申请书还没有出具" in text[1]
    assert "到期未付人民币4,000.00元" in text[2]
    assert "第1页共1页" in text[2]
    for line in ("1张三4,000.004,000.000.004,000.00", "2李四2,000.002,000.001,000.001,000.00", "合计3人"):
        assert line in text[2], text[2]
    with db.reading() as session:
        acts = [one.act for one in session.exec(select(HistoryLine).where(HistoryLine.case_id == case_id))]
    assert "route.packet" in acts


def test_the_packet_of_an_open_way_names_what_is_in_it_and_what_is_owed(working, deal):
    now = LATER + timedelta(days=6)

    def packed(way):
        with db.transaction() as session:
            made = packet.make(session, deal[1], way, user=working["mediator"], now=now)
            return zipfile.ZipFile(io.BytesIO(b"".join(made.pieces)))

    archive = packed("payment_order")
    assert set(archive.namelist()) == {"欠款计算.csv", "目录.txt"}
    assert "到期未付,,,,4000.00" in archive.read("欠款计算.csv").decode()
    assert "申请书还没有出具" in archive.read("目录.txt").decode()
    with pytest.raises(Conflict, match="须先经司法确认"):
        packet_bound.make(deal[1], "enforcement", user=working["mediator"], now=now)
    with pytest.raises(Conflict, match="须先经司法确认"):
        packed("enforcement")
    with pytest.raises(NotFound):
        packed("x")
    with db.reading() as session:
        rows = deals.rows_of(session, session.get_one(Settlement, deal[1]))
        assert set(routes.ROUTES) == {one.route for one in routes.of_deal(deals.deal(rows, SINCE), SINCE)}
