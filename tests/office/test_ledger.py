"""Ledgers into the book: looked at, imported once, columns remembered, undone as a whole."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from mediation import db, seals
from mediation.access import Scope
from mediation.domain.refusals import Conflict, Forbidden, NotFound, Refused
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.models.history import HistoryLine
from mediation.models.ledger import LedgerImport
from mediation.models.party import Party
from mediation.models.referral import ALIVE, Referral
from mediation.office import history, ledger, ledger_run, ledger_undo, search
from tests import make
from tests.office.ledgers import NOW, ROWS, became, begin, cases, finish, many, sheets
from tests.office.working import Working

LATER = NOW + timedelta(hours=1)


def test_accepted_rows_become_cases_of_their_own_day_with_everything_the_row_said(station: Working) -> None:
    import_id = begin(station, sheets())
    finish(station, import_id)

    open_one, ended = cases()
    assert became(import_id) == [
        (3, "accepted", None), (4, "accepted", None), (5, "refused", "date"), (6, "skipped", "blank"),
        (7, "refused", "duplicate"), (8, "skipped", "total"),
    ]  # fmt: skip
    assert (open_one.received_on, open_one.received_at.isoformat()) == (date(2026, 11, 2), "2026-11-02T00:30:00+00:00")
    assert open_one.state == "open"
    assert "原台账第 3 行" in open_one.summary
    with db.reading() as session:
        party = session.exec(select(Party).where(Party.case_id == open_one.id, Party.side == "applicant")).one()
        claims = session.exec(select(Claim).where(Claim.case_id == ended.id).order_by(Claim.position)).all()
        assert seals.open(party.id_number_sealed or b"", table="party", column="id_number", row=party.id).startswith("310112")
    assert [(one.kind, one.amount) for one in claims] == [("severance", 500_000), ("annual_leave", None)]


def test_a_case_the_ledger_calls_ended_is_closed_with_its_outcome_and_nothing_of_it_waits(station: Working) -> None:
    finish(station, begin(station, sheets()))

    ended = cases()[1]
    assert (ended.state, ended.outcome, ended.closed_on) == ("closed", "settled", date(2026, 11, 9))
    assert ended.outcome_note == "调解成功；调解金额 5,000.00 元"
    with db.reading() as session:
        assert not session.exec(select(Referral).where(Referral.case_id == ended.id, Referral.state.in_(ALIVE))).all()
        assert not session.exec(select(Deadline).where(Deadline.case_id == ended.id, Deadline.state == "open")).all()


def test_the_same_ledger_twice_does_no_more_than_once(working: Working) -> None:
    finish(working, begin(working, sheets()))
    again = begin(working, sheets([*ROWS, ("2026.11.4", "赵六", "", "", "丁公司", "工伤", "", "", "", "")]))
    finish(working, again)

    assert len(cases()) == 3
    assert [row[1:] for row in became(again)][:2] == [("skipped", "imported")] * 2
    assert became(again)[-1] == (9, "accepted", None)


def test_an_import_that_was_broken_off_goes_on_where_it_stood(working: Working) -> None:
    import_id = begin(working, sheets())
    with db.transaction() as session:
        assert ledger.take_in(session, import_id, by=working["mediator"], now=NOW, most=1).left == 5
    assert ledger_run.go_on(now=NOW) == 0
    assert len(cases()) == 2
    with pytest.raises(Conflict), db.transaction() as session:
        ledger.take_in(session, import_id, by=working["mediator"], now=NOW)


def test_the_file_is_sealed_while_it_waits_and_gone_once_it_is_imported(station: Working) -> None:
    import_id = begin(station, sheets())
    with db.reading() as session:
        held = session.get_one(LedgerImport, import_id).content_sealed
    assert held is not None
    assert "张三".encode() not in held
    finish(station, import_id)
    with db.reading() as session:
        assert session.get_one(LedgerImport, import_id).content_sealed is None


def test_columns_chosen_once_are_remembered_for_the_heading_at_this_station(station: Working) -> None:
    first = begin(station, sheets())
    with db.transaction() as session:
        row, read = ledger.look(session, first, user=station["mediator"], now=NOW)
        fields = {name: column for name, column in read.heading.fields.items() if name != "amount"}
        ledger.choose(session, first, wanted=row.sheet, fields=fields, by=station["mediator"], now=NOW)
    second = begin(station, sheets(title="2025年台账"))

    with db.reading() as session:
        row, read = ledger.look(session, second, user=station["mediator"], now=NOW)
    assert row.columns == fields
    assert all(one.value("amount") is None for one in read.rows)


@pytest.mark.parametrize("fields", [{"received_on": 0, "applicant": 0}, {"received_on": 99}, {"received_on": -1}])
def test_columns_that_cannot_be_are_refused(station: Working, fields: dict[str, int]) -> None:
    import_id = begin(station, sheets())

    with pytest.raises(Refused), db.transaction() as session:
        ledger.choose(session, import_id, wanted="台账", fields=fields, by=station["mediator"], now=NOW)


def test_an_import_undone_leaves_the_book_as_it_was_and_the_history_whole(working: Working) -> None:
    kept = working.log()
    before = _rows()
    import_id = begin(working, sheets())
    finish(working, import_id)
    with db.transaction() as session:
        undone = ledger_undo.undo(session, import_id, by=working["supervisor"], now=LATER)

    assert (undone.removed, undone.kept) == (2, ())
    assert [case.id for case in cases()] == [kept]
    after = _rows()
    assert {name: after[name] - number for name, number in before.items() if after[name] != number} == {
        "history_line": after["history_line"] - before["history_line"], "ledger_import": 1, "ledger_row": 6,
    }  # fmt: skip
    with db.reading() as session:
        acts = [line.act for line in session.exec(select(HistoryLine).order_by(HistoryLine.seq))]
        assert history.verify(session).broken is None
        found = search.find(session, "李四", user=working["mediator"])
    assert acts.count("case.removed") == 2
    assert acts[-1] == "ledger.undo"
    assert found.total == 0


def test_a_case_somebody_worked_on_stays_when_its_import_is_undone(station: Working) -> None:
    import_id = begin(station, sheets())
    finish(station, import_id)
    touched = cases()[0]
    with db.transaction() as session:
        history.record(session, station_id=touched.station_id, actor=station["union"].id, act="case.first_contact",
                       subject=("case", touched.id), now=LATER)  # fmt: skip
    with db.transaction() as session:
        undone = ledger_undo.undo(session, import_id, by=station["mediator"], now=LATER)

    assert (undone.removed, undone.kept) == (1, (touched.number,))
    assert [case.id for case in cases()] == [touched.id]


def test_what_was_undone_can_be_imported_again_under_new_numbers(station: Working) -> None:
    import_id = begin(station, sheets())
    finish(station, import_id)
    first = [case.number for case in cases()]
    with db.transaction() as session:
        ledger_undo.undo(session, import_id, by=station["mediator"], now=LATER)
    with pytest.raises(Conflict), db.transaction() as session:
        ledger_undo.undo(session, import_id, by=station["mediator"], now=LATER)
    finish(station, begin(station, sheets()), now=LATER)

    assert len(cases()) == 2
    assert not {case.number for case in cases()} & set(first)


def test_a_ledger_only_looked_at_can_be_given_up(station: Working) -> None:
    import_id = begin(station, sheets())
    with db.transaction() as session:
        ledger.give_up(session, import_id, by=station["mediator"], now=NOW)

    with db.reading() as session:
        assert session.exec(select(LedgerImport)).all() == []


def test_only_those_who_log_cases_import_and_only_at_their_own_station(station: Working) -> None:
    import_id = begin(station, sheets())
    with db.transaction() as session:
        other = make.user(session, "other", at=make.station(session, "B"))
    with pytest.raises(Forbidden):
        begin(station, sheets(), who="union")
    for act in (ledger.take_in, ledger.give_up, ledger_undo.undo):
        with pytest.raises(NotFound), db.transaction() as session:
            act(session, import_id, by=other, now=NOW)
    with db.reading() as session:
        assert Scope(session, station["union"]).count(LedgerImport) == 0


def test_an_import_out_of_time_says_how_many_rows_are_left(station: Working) -> None:
    import_id = begin(station, sheets(many(ledger.BATCH + 10)))

    assert ledger_run.run(import_id, by=station["mediator"], now=NOW, seconds=0) == 10
    finish(station, import_id)
    assert len(cases()) == ledger.BATCH + 10


def test_columns_chosen_while_an_import_runs_stop_it(station: Working) -> None:
    import_id = begin(station, sheets())
    with db.reading() as session:
        _, read = ledger.look(session, import_id, user=station["mediator"], now=NOW)
    fields = {name: column for name, column in read.fields.items() if name != "amount"}
    with db.transaction() as session:
        ledger.choose(session, import_id, wanted="台账", fields=fields, by=station["mediator"], now=NOW)

    with pytest.raises(Conflict), db.transaction() as session:
        ledger.take_in(session, import_id, by=station["mediator"], now=NOW, read=read)


def _rows() -> dict[str, int]:
    with db.reading() as session:
        return {
            table.name: session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in SQLModel.metadata.sorted_tables
        }
