"""What an old ledger brings with it: ends that fit, one word to the supervisor instead of a flood, nothing left behind."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, col, select

from mediation import db
from mediation.domain import casefile
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation
from mediation.models.history import HistoryLine
from mediation.models.notice import Delivery, Notice
from mediation.models.referral import Referral
from mediation.models.settlement import Settlement
from mediation.models.user import User
from mediation.office import figures, history, intake, ledger, ledger_cases, ledger_undo, supervision, sweep
from mediation.office.supervision_escalations import Filters
from tests.office.ledgers import NOW, ROWS, became, begin, cases, finish, many, sheets
from tests.office.working import Working

OLD = many(40)
"""Forty open cases received from January to October, far past every time of the station."""
MADE = {"id", "case_id", "other_id", "subject", "idempotency_key", "phone_sealed", "id_number_sealed", "place", "version"}


@pytest.fixture
def mailed(working: Working) -> Working:
    """Give everybody at the station an address, so that a mail would be queued."""
    with db.transaction() as session:
        session.execute(sa.update(User).values(email=User.name + "@example.org"))
    return working


def of_all(model: type[SQLModel]) -> list[Any]:
    """Return the rows of a table."""
    with db.reading() as session:
        return list(session.exec(select(model)))


def test_many_cases_are_stored_as_each_alone_would_be(working: Working) -> None:
    rows = [*OLD, *(("2026.11.10", f"周{name}", "", "", "第一公司", "工伤、欠薪", "", "", "", "") for name in "甲乙丙丁戊己庚"),
            ("2026.11.12", "周甲", "", "", "第一公司", "欠薪", "", "", "", "")]  # fmt: skip
    import_id = begin(working, sheets(rows))
    with db.reading() as session:
        _, read = ledger.look(session, import_id, user=working["mediator"], now=NOW)
    finish(working, import_id)
    sweep.sweep(now=NOW)
    together = _stored()
    with db.transaction() as session:
        ledger_undo.undo(session, import_id, by=working["mediator"], now=NOW)
        session.execute(sa.text("DELETE FROM case_counter"))
    for one in read.rows:
        file = casefile.read(ledger_cases.case_of(one, working.station, now=NOW), now=NOW)
        with db.transaction() as session:
            intake.log(session, file, by=working["mediator"], now=NOW)
    sweep.sweep(now=NOW)
    alone = _stored()

    assert len(together["case_file"]) == 48
    for name, found in alone.items():
        for one, other in zip(together[name], found, strict=True):
            assert set(one) ^ set(other) == set(), name


def _stored() -> dict[str, list[Any]]:
    """Return what a case is stored as, in an order and without what differs by nature."""
    found = {}
    with db.reading() as session:
        number = {one.id: one.number for one in session.exec(select(Case))}
        for name in ("case_file", "party", "claim", "referral", "deadline", "suggestion", "duplicate_pair", "search_text"):
            rows = session.execute(sa.select(SQLModel.metadata.tables[name])).mappings()
            kept = [{key: value for key, value in row.items() if key not in MADE} | _cases(row, number) for row in rows]
            found[name] = sorted(sorted((key, repr(value)) for key, value in one.items()) for one in kept)
        raised = session.exec(select(Escalation).where(Escalation.state == "open"))
        found["escalation"] = sorted([(number[one.case_id or ""], one.subject_kind, one.rule, one.level, repr(one.because))] for one in raised)
        lines = select(HistoryLine).where(col(HistoryLine.act).in_(("case.log", "case.decided", "duplicate.found")))
        found["history"] = sorted([(one.act, number[one.case_id or ""], one.actor, one.fields_json)] for one in session.exec(lines) if one.case_id in number)
    return found


def _cases(row: Any, number: dict[str, str]) -> dict[str, str]:
    return {key: number[row[key]] for key in ("case_id", "other_id") if key in row}


def test_an_imported_end_counts_as_any_other(station: Working) -> None:
    rows = [*ROWS[:2],
            ("2026.11.4", "孙一", "", "", "戊公司", "欠薪", "800", "调解不成", "2026.11.6", "600"),
            ("2026.11.5", "孙二", "", "", "己公司", "欠薪", "800", "部分达成", "2026.11.1", "300"),
            ("2026.11.6", "孙三", "", "", "庚公司", "欠薪", "800", "", "2026.11.8", "")]  # fmt: skip
    import_id = begin(station, sheets(rows))
    with db.reading() as session:
        _, read = ledger.look(session, import_id, user=station["mediator"], now=NOW)
    doubts = {one.row: " ".join(doubt.text() for doubt in one.doubts) for one in read.rows}
    finish(station, import_id)
    with db.reading() as session:
        page = figures.page(session, user=station["supervisor"], now=NOW, period="2026-11")
        values = page.report.values

    assert "调解金额不计入统计" in doubts[5]
    assert "没有能确定的结案日期" in doubts[6]
    assert "案件按办理中录入" in doubts[7]
    assert (values["agreed"], values["agreed_sum"], values["settled_all"], values["closed"]) == (2, 530_000, 2, 3)
    ended = {case.number: case for case in cases() if case.state == "closed"}
    agreed = of_all(Settlement)
    assert sorted((one.effective_on, one.total) for one in agreed) == [(date(2026, 11, 5), 30_000), (date(2026, 11, 9), 500_000)]
    assert not [one for one in of_all(Referral) if one.case_id in {case.id for case in ended.values()} and one.state != "closed"]
    assert {one.state for one in of_all(Deadline) if one.case_id == next(iter(ended.values())).id and one.kind.startswith("station.")} <= {"met"}
    lines = [one for one in of_all(HistoryLine) if one.act == "case.close"]
    assert len(lines) == 3
    assert all('"source":"ledger"' in one.fields_json for one in lines)


def test_an_old_ledger_is_told_of_once_and_later_clocks_run_as_ever(mailed: Working) -> None:
    import_id = begin(mailed, sheets(OLD))
    finish(mailed, import_id)
    told = of_all(Notice)
    raised = of_all(Escalation)
    first = sweep.sweep(now=NOW + timedelta(minutes=15))

    assert len(raised) > 40
    assert {(one.kind, one.user_id) for one in told if "督办" in one.message} == {("ledger", mailed["supervisor"].id)}
    assert len(told) <= 4
    assert not first.raised
    assert not first.faults
    assert len(of_all(Notice)) == len(told)
    assert len(of_all(Delivery)) <= 1
    with db.reading() as session:
        board = supervision.board(session, user=mailed["supervisor"], now=NOW, filters=Filters(ledger=import_id))
        assert session.exec(select(Notice.target).where(Notice.user_id == mailed["supervisor"].id)).one().endswith(import_id)
    assert board.total == len(raised)

    later = sweep.sweep(now=NOW + timedelta(days=3))
    assert not later.told_again
    silent = sweep.sweep(now=NOW + timedelta(days=40))
    assert silent.raised
    assert len(of_all(Notice)) > len(told)


def test_undoing_an_import_leaves_nothing_of_it(mailed: Working) -> None:
    before = _counted()
    import_id = begin(mailed, sheets([*OLD, *ROWS]))
    finish(mailed, import_id)
    assert _counted()["notice"] > before["notice"]
    with db.transaction() as session:
        undone = ledger_undo.undo(session, import_id, by=mailed["supervisor"], now=NOW + timedelta(hours=1))

    after = _counted()
    stays = {"history_line", "ledger_import", "ledger_row", "case_counter", "delivery"}
    assert undone.kept == ()
    assert {name for name, number in before.items() if after[name] != number} <= stays
    assert {one.state for one in of_all(Delivery)} <= {"cancelled"}
    with db.reading() as session:
        assert history.verify(session).broken is None
        if db.is_sqlite(session):
            assert session.execute(sa.text("SELECT count(*) FROM search_words")).scalar_one() == 0


def _counted() -> dict[str, int]:
    with db.reading() as session:
        return {
            table.name: session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in SQLModel.metadata.sorted_tables
        }


def test_a_row_whose_end_cannot_be_is_refused_alone(station: Working) -> None:
    import_id = begin(station, sheets(ROWS[:2]))
    with db.transaction() as session:
        _, read = ledger.look(session, import_id, user=station["mediator"], now=NOW)
        first, second = read.rows
        wrong = replace(second, values={**(second.values or {}), "closed_on": date(2026, 11, 1)})
        ledger.take_in(session, import_id, by=station["mediator"], now=NOW, read=replace(read, rows=(first, wrong)))

    assert became(import_id) == [(3, "accepted", None), (4, "refused", "unfit")]
    assert [case.number for case in cases()] == ["CH-2026-0001"]
