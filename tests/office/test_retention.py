"""What the night clears: read, sent, done and over for long enough; unread, failed and open things stay."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from mediation import db, seals
from mediation.config import Settings
from mediation.jobs import schedule
from mediation.models.escalation import Escalation
from mediation.models.notice import AddressProof, Delivery, Notice
from mediation.models.session import HalfSignIn
from mediation.models.sweep import JobRun, SweepRun
from mediation.models.user import User
from mediation.office import retention
from tests import make

NOW = datetime(2028, 3, 1, 20, tzinfo=make.NOW.tzinfo)
SECOND = timedelta(seconds=1)
YEAR, HALF = NOW - retention.NOTICES, NOW - retention.DELIVERIES
SWEPT = NOW - retention.SWEEPS


@pytest.fixture
def zhang(settings: Settings) -> User:
    with db.transaction() as session:
        user: User = make.user(session, "zhang", at=make.station(session))
        return user


def store(*rows: Any) -> None:
    with db.transaction() as session:
        for row in rows:
            session.add(row)
            session.flush()


def kept(model: Any, column: Any) -> set[str]:
    """Clear out, as the nightly job does; return what is left."""
    with db.transaction() as session:
        retention.clear_out(session, now=NOW)
    with db.reading() as session:
        return set(session.exec(select(column)).all())


def test_a_read_notice_goes_after_a_year_an_unread_one_never(zhang: User) -> None:
    def notice(key: str, read_at: datetime | None) -> Notice:
        return Notice(
            station_id=zhang.station_ids[0], user_id=zhang.id, key=key, kind="roster", message="x", made_at=make.NOW,
            read_at=read_at,
        )  # fmt: skip

    store(notice("over", YEAR - SECOND), notice("not yet", YEAR), notice("unread", None))

    assert kept(Notice, Notice.key) == {"not yet", "unread"}


def test_a_notice_stays_while_its_case_or_escalation_is_open_and_a_year_beyond(zhang: User) -> None:
    station_id, long_ago = zhang.station_ids[0], YEAR - SECOND
    ends = {"open": None, "just closed": YEAR, "closed": long_ago, "raised": long_ago}
    with db.transaction() as session:
        station = zhang.stations[0]
        for number, closed_at in ends.items():
            state = "closed" if closed_at else "open"
            make.case(session, session.merge(station), number, id=number, state=state, closed_at=closed_at)
    raised = [
        Escalation(id="e-raised", case_id="raised"), Escalation(id="e-open"), Escalation(id="e-over", closed_at=long_ago),
        Escalation(id="e-recent", closed_at=YEAR),
    ]  # fmt: skip
    for row in raised:
        row.station_id, row.subject, row.rule, row.level = station_id, row.id, "x", 1
        row.raised_at, row.rulebook, row.state = make.NOW, "x", "closed" if row.closed_at else "open"
    keys = {number: number for number in ends} | {f"escalation:{row.id}:2026": None for row in raised[1:]}
    notices = [
        Notice(
            station_id=station_id, user_id=zhang.id, case_id=case_id, key=key, kind="escalation", message="x",
            made_at=make.NOW, read_at=long_ago,
        )
        for key, case_id in keys.items()
    ]  # fmt: skip
    store(*raised, *notices)

    left = {"open", "just closed", "raised", "escalation:e-open:2026", "escalation:e-recent:2026"}
    assert kept(Notice, Notice.key) == left


def test_what_was_sent_goes_after_half_a_year_but_not_what_failed_or_a_notice_still_names(zhang: User) -> None:
    def delivery(key: str, state: str, at: datetime | None = None) -> Delivery:
        sent_at = at if state == "sent" else None
        return Delivery(
            id=key, key=key, station_id=zhang.station_ids[0], template="x", state=state, made_at=make.NOW,
            due_at=at or make.NOW, sent_at=sent_at,
        )  # fmt: skip

    over = HALF - SECOND
    told = Notice(
        station_id=zhang.station_ids[0], user_id=zhang.id, key="k", kind="roster", message="x", made_at=make.NOW,
        delivery_id="told",
    )  # fmt: skip
    store(
        delivery("sent", "sent", over), delivery("late", "sent", HALF), delivery("cancelled", "cancelled", over),
        delivery("failed", "failed"), delivery("queued", "queued"), delivery("told", "sent", over), told,
    )  # fmt: skip

    assert kept(Delivery, Delivery.key) == {"late", "failed", "queued", "told"}


@pytest.mark.parametrize("newer", [True, False])
def test_a_sweep_goes_after_half_a_year_but_not_the_last_nor_one_with_faults(zhang: User, newer: bool) -> None:
    def run(name: str, ended_at: datetime | None, state: str = "done", faults: tuple[Any, ...] = ()) -> SweepRun:
        at = make.NOW
        return SweepRun(id=name, at=at, started_at=at, ended_at=ended_at, state=state, faults=list(faults))

    over = SWEPT - SECOND
    store(
        run("older", over - SECOND), run("over", over), run("faulty", over - SECOND, faults=({"id": "x"},)),
        run("failed", over - SECOND, "failed"), run("killed", None, "running"),
        *([run("newer", SWEPT)] if newer else []),
    )  # fmt: skip

    assert kept(SweepRun, SweepRun.id) == {"faulty", "failed", "killed", "newer" if newer else "over"}


def test_the_nightly_job_drops_codes_slots_and_half_sign_ins_at_their_bounds(zhang: User) -> None:
    def proof(user_id: str, asked_at: datetime) -> AddressProof:
        row = AddressProof(user_id=user_id, address=user_id, code_sealed=b"", asked_at=asked_at)
        row.code_sealed = seals.seal("1", table="address_proof", column="code", row=row.id)
        return row

    with db.transaction() as session:
        other = make.user(session, "other")
    slot, code = NOW - retention.SLOTS, NOW - retention.CODES
    store(
        JobRun(job="x", slot="over", begun_at=slot - SECOND), JobRun(job="x", slot="in", begun_at=slot),
        proof(zhang.id, code - SECOND), proof(other.id, code),
        HalfSignIn(user_id=zhang.id, token_digest="x", password_set_at=NOW, made_at=NOW - timedelta(minutes=5)),
    )  # fmt: skip

    job = next(one for one in schedule.JOBS if one.name == "clear_out")
    job.tried.clear()
    assert schedule.run(job, now=NOW)

    with db.reading() as session:
        assert {one.slot for one in session.exec(select(JobRun)) if one.job == "x"} == {"in"}
        assert [one.user_id for one in session.exec(select(AddressProof))] == [other.id]
        assert session.exec(select(HalfSignIn)).all() == []
