"""What runs when. A job that must run once a slot (a night, a quarter of an hour) begins by taking that slot's row."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlmodel import Session

from mediation import db
from mediation.domain.worktime import ZONE
from mediation.models.base import new_id
from mediation.models.sweep import JobRun
from mediation.office.outbox_queue import add_new

QUARTER: Final = 15
Slot = Callable[[datetime], str | None]


@dataclass(frozen=True)
class Job:
    """One job, ticked every minute: what it does, and the slot that it may begin only once.

    `act` takes the instant and commits by itself, `whole` a session: it takes its slot in the same transaction, so that
    one that fails is tried again at the next tick.
    `slot` gives the name of the slot at an instant, None while none is open; a job without slots runs at every tick.
    `alone` keeps a tick out while the one before is still at work in this process; `tried` are the slots that this
    process needn't ask the database about again.
    """

    name: str
    act: Callable[[datetime], object] | None = None
    whole: Callable[..., object] | None = None
    slot: Slot | None = None
    alone: threading.Lock = field(default_factory=threading.Lock)
    tried: set[str] = field(default_factory=set)


def quarter(now: datetime) -> str:
    """Return the quarter of an hour that `now` lies in."""
    local = now.astimezone(ZONE)
    return f"{local:%Y-%m-%dT%H}:{local.minute // QUARTER * QUARTER:02d}"


def nightly(hour: int) -> Slot:
    """Return the slots of a job that runs once a day from `hour` (Asia/Shanghai) on; a missed one is made up for."""

    def slot(now: datetime) -> str | None:
        local = now.astimezone(ZONE)
        return f"{local:%Y-%m-%d}" if local.hour >= hour else None

    return slot


def run(job: Job, *, now: datetime) -> bool:
    """Run a job at `now` unless its slot is taken or it is still running here; say whether it ran."""
    if not job.alone.acquire(blocking=False):
        return False
    try:
        return _run(job, job.slot(now) if job.slot else "", now)
    finally:
        job.alone.release()


def _run(job: Job, slot: str | None, now: datetime) -> bool:
    if slot is None or slot in job.tried:
        return False
    with db.transaction() as session:
        ours = not slot or _take(session, job, slot, now)
        if ours and job.whole:
            job.whole(session, now=now)
    if slot:
        job.tried.clear()
        job.tried.add(slot)
    if ours and job.act:
        job.act(now)
    return ours


def _take(session: Session, job: Job, slot: str, now: datetime) -> bool:
    """Take a slot: of all processes that try, one gets it."""
    return bool(add_new(session, JobRun, [{"id": new_id(), "job": job.name, "slot": slot, "begun_at": now}]))


def _sweep(kind: str) -> Callable[[datetime], object]:
    def run_it(now: datetime) -> object:
        from mediation.office import sweep

        return sweep.sweep(now=now, kind=kind)

    return run_it


def _send(now: datetime) -> object:
    from mediation.office import outbox

    return outbox.send_due(now)


def _digests(now: datetime) -> object:
    from mediation.office import notices_digest

    return notices_digest.make_digests(now)


def _ledgers(now: datetime) -> object:
    from mediation.office import ledger_run

    return ledger_run.go_on(now=now)


def _statistics(_now: datetime) -> None:
    db.refresh_statistics()


def _eve(session: Session, *, now: datetime) -> object:
    from mediation.office import docket_eve

    return docket_eve.mail_eve(session, now=now)


def _roster(session: Session, *, now: datetime) -> object:
    from mediation.office import roster, roster_service

    roster_service.settle_past(session, now=now)
    return roster.generate_all(session, now=now)


def _duplicates(session: Session, *, now: datetime) -> object:
    from mediation.office import duplicates

    return duplicates.search_all(session, now=now)


def _talks_alarms(now: datetime) -> object:
    from mediation.office import talks_alarms

    return talks_alarms.look(now)


def _rules(now: datetime) -> None:
    """Keep the text of the rules in use, rehearse the drafts that wait for it, carry out what was published."""
    from mediation.office import rule_carrying, rule_rehearsals, rule_texts, rules

    room = rules.current()
    if room.files is not None:
        with db.transaction() as session:
            rule_texts.keep(session, room.book.digest, room.files, now=now)
    rule_rehearsals.run_due(now)
    rule_carrying.carry_due(now)


def _calendars(session: Session, *, now: datetime) -> object:
    from mediation.office import calendar_carry

    return calendar_carry.carry(session, now=now)


def _lists_in_use(now: datetime) -> str | None:
    from mediation.office import calendar_carry

    return calendar_carry.slot(now)


def _rulebook(now: datetime) -> object:
    from mediation.office import rulebook_print

    return rulebook_print.run_due(now)


def _bundles(now: datetime) -> object:
    from mediation.office.evidence import bundles

    return bundles.run_due(now)


def _bound(now: datetime) -> object:
    from mediation.office.papers import bound

    return bound.run_due(now)


def _clear_out(session: Session, *, now: datetime) -> object:
    from mediation.office import retention

    return retention.clear_out(session, now=now)


def _payments(session: Session, *, now: datetime) -> object:
    from mediation.office.afterwards import reminders

    return reminders.remind(session, now=now)


def _certificates(session: Session, *, now: datetime) -> object:
    from mediation.office.signing import expiry

    return expiry.warn(session, now=now)


JOBS: Final = (
    Job("outbox", _send),
    Job("digests", _digests),
    Job("ledgers", _ledgers),
    Job("rules", _rules),
    Job("rulebook.print", _rulebook),
    Job("evidence.bundles", _bundles),
    Job("papers.bound", _bound),
    Job("calendars", whole=_calendars, slot=_lists_in_use),
    Job("docket.eve", whole=_eve),
    Job("statistics", _statistics, slot=quarter),
    Job("sweep", _sweep("quarter"), slot=quarter),
    Job("talks.alarms", _talks_alarms, slot=quarter),
    Job("sweep.nightly", _sweep("nightly"), slot=nightly(2)),
    Job("roster", whole=_roster, slot=nightly(1)),
    Job("duplicates", whole=_duplicates, slot=nightly(4)),
    Job("payments", whole=_payments, slot=nightly(4)),
    Job("certificates", whole=_certificates, slot=nightly(4)),
    Job("clear_out", whole=_clear_out, slot=nightly(3)),
)
