"""The jobs: each slot once, whoever ticks; a job that fails is tried again; only names of jobs travel in the queue."""

import pickle
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from huey.registry import Message
from sqlmodel import Session, select

from mediation import db
from mediation.config import Settings
from mediation.jobs import queue, schedule
from mediation.jobs.schedule import Job, nightly, quarter, run
from mediation.models.sweep import JobRun

NOW = datetime(2026, 11, 16, 1, 29, 59, tzinfo=UTC)


def slots() -> list[str]:
    with db.reading() as session:
        return sorted(session.exec(select(JobRun.slot)).all())


def counting(slot: Callable[[datetime], str | None] | None = quarter) -> tuple[Job, list[datetime]]:
    began: list[datetime] = []
    return Job("count", began.append, slot=slot), began


def test_a_job_runs_once_a_slot_in_whatever_process(settings: Settings) -> None:
    (here, began), (there, also) = counting(), counting()

    assert [run(one, now=NOW) for one in (here, there, here)] == [True, False, False]
    assert run(there, now=NOW.replace(minute=30)) is True
    assert (len(began), len(also)) == (1, 1)
    assert slots() == ["2026-11-16T09:15", "2026-11-16T09:30"]


def test_a_job_without_slots_runs_at_every_tick_but_not_into_itself(sqlite_settings: Settings) -> None:
    inner: list[bool] = []
    job = Job("again", lambda now: inner.append(run(job, now=now)))

    assert [run(job, now=NOW), run(job, now=NOW)] == [True, True]
    assert inner == [False, False]
    assert slots() == []


@pytest.mark.parametrize(
    ("moment", "slot"),
    [("2026-11-15T17:59:59+00:00", None), ("2026-11-15T18:00:00+00:00", "2026-11-16"), ("2026-11-16T15:59:00+00:00", "2026-11-16")],
)
def test_a_nightly_job_begins_at_its_hour_and_is_made_up_for_later_in_the_day(moment: str, slot: str | None) -> None:
    assert nightly(2)(datetime.fromisoformat(moment)) == slot


def test_a_whole_job_that_fails_leaves_its_slot_to_the_next_tick(settings: Settings) -> None:
    tries: list[int] = []

    def act(session: Session, *, now: datetime) -> None:
        tries.append(1)
        if len(tries) == 1:
            session.execute(sa.text("SELECT * FROM no_such_table"))

    job = Job("fragile", whole=act, slot=quarter)
    with pytest.raises(sa.exc.DBAPIError):
        run(job, now=NOW)

    assert slots() == []
    assert [run(job, now=NOW), run(job, now=NOW)] == [True, False]
    assert len(tries) == 2


def test_every_job_of_the_house_runs_in_an_empty_one(settings: Settings) -> None:
    for job in schedule.JOBS:
        job.tried.clear()
        assert run(job, now=NOW.replace(hour=20)) is True, job.name

    with db.reading() as session:
        assert {row.job for row in session.exec(select(JobRun))} == {job.name for job in schedule.JOBS if job.slot}


def test_every_job_is_on_the_queues_schedule_and_goes_through_it(settings: Settings) -> None:
    made = queue.queue()
    try:
        tasks = made.read_periodic(NOW)
        for task in tasks:
            made.enqueue(task)
        taken = [made.dequeue() for _ in tasks]
    finally:
        made.storage.close()

    assert [type(task) for task in taken] == [type(task) for task in tasks]
    assert len(tasks) == len(schedule.JOBS)


def test_the_queue_carries_plain_data_only() -> None:
    plain = queue.Plain()
    message = Message(id="1", name="x", eta=datetime(2026, 1, 1), args=[], kwargs={}, expires=55)

    assert plain.deserialize(plain.serialize(message)) == message
    with pytest.raises(UnicodeDecodeError):
        plain.deserialize(pickle.dumps(message))
