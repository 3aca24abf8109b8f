"""The pages of wage talks: the list, and of one round its head, periods, findings and next steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.talks import steps
from mediation.domain.talks.clocks import state_on
from mediation.domain.workdays import TimeLimit
from mediation.domain.worktime import station_day
from mediation.models.talks import STAGES, Talks, TalksClock
from mediation.office import dates, rules, talks, talks_clocks, talks_nearest, talks_state
from mediation.office.reasons import law_record
from mediation.office.records import ReceiptRecord, Said, SkippedDay, Words
from mediation.office.records.talks import FindingRecord, NextStepRecord, PeriodRecord, TalksFrame, TalksLine
from mediation.office.talks_words import TRIGGERS

ACTS = ("talks.edit", "talks.issue", "talks.vote", "talks.outcome")
PAGE = 30
LIVE = ("preparing", "requested", "refused", "negotiating", "voting", "filing", "in_force")


@dataclass(frozen=True)
class Listing:
    """One page of the list: rows, how many there are by stage, the page's number and how many pages."""

    rows: tuple[TalksLine, ...]
    counts: dict[str, int]
    stage: str
    page: int
    pages: int


@dataclass(frozen=True)
class Overview:
    """The first page of one round: its periods (open ones first), what is wrong, what may be done next."""

    frame: TalksFrame
    open: tuple[PeriodRecord, ...]
    done: tuple[PeriodRecord, ...]
    findings: tuple[FindingRecord, ...]
    steps: tuple[NextStepRecord, ...]
    row: Talks


def listing(session: Session, *, user: Reader, now: datetime, stage: str = "", page: int = 1) -> Listing:
    """Return the rounds the user may see: those of a stage, or without one all that aren't over; nearest day first."""
    scope, today = Scope(session, user), station_day(now)
    seen = access.visible(user, Talks)
    counted = sa.select(col(Talks.stage), sa.func.count()).where(seen).group_by(col(Talks.stage))
    counts = {row[0]: int(row[1]) for row in session.execute(counted)}
    wanted = (stage,) if stage in STAGES else LIVE
    total = sum(counts.get(one, 0) for one in wanted)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    order = (col(Talks.due_on).is_(None), col(Talks.due_on), col(Talks.made_at).desc())
    query = scope.select(Talks).where(col(Talks.stage).in_(wanted)).order_by(*order)
    shown = session.exec(query.offset((page - 1) * PAGE).limit(PAGE)).all()
    rows = lines(session, shown, today)
    return Listing(rows, counts, stage if stage in STAGES else "", page, pages)


def frame(session: Session, talks_id: str, *, user: Reader, now: datetime) -> tuple[Talks, TalksFrame]:
    """Return one round and its head; raises NotFound for those the user may not see."""
    row = talks.may_be_seen(session, talks_id, by=user)
    return row, frame_of(session, row, user=user, today=station_day(now))


def frame_of(session: Session, row: Talks, *, user: Reader, today: date) -> TalksFrame:
    """Return the head of one round."""
    facts = talks.facts_of(row)
    place = talks_state.chain_of(row)[0]
    return TalksFrame(
        id=row.id, version=row.version, number=row.number or "", employer=row.employer, unit=row.unit,
        place=Words(place.title["zh"], place.title["en"]), contract=row.contract, proposer=row.proposer,
        stage=row.stage, due=talks_nearest.of(session, [row], today).get(row.id),
        staff=row.staff, may=frozenset(act for act in ACTS if access.may(user, act, facts) and row.ended_on is None),
    )  # fmt: skip


def overview(session: Session, talks_id: str, *, user: Reader, now: datetime) -> Overview:
    """Return the first page of one round."""
    row, head = frame(session, talks_id, user=user, now=now)
    today = station_day(now)
    found = periods(session, row, today=today)
    still = tuple(one for one in found if one.done_on is None)
    rest = tuple(one for one in found if one.done_on is not None)
    wrong = tuple(talks.record_of(one) for one in talks.findings(session, row, now=now))
    return Overview(head, still, rest, wrong, next_steps(session, row, today=today), row)


def periods(session: Session, row: Talks, *, today: date) -> tuple[PeriodRecord, ...]:
    """Return the stored periods of one round as they stand today, by safe day."""
    query = select(TalksClock).where(TalksClock.talks_id == row.id)
    query = query.order_by(col(TalksClock.safe_on), col(TalksClock.clock), col(TalksClock.second), col(TalksClock.side))
    return tuple(_period(one, today) for one in session.exec(query))


def next_steps(session: Session, row: Talks, *, today: date) -> tuple[NextStepRecord, ...]:
    """Return what may lawfully be done now that the talks are refused, late, stuck, voted down or objected to."""
    gathered = talks_state.gather(session, row)
    known, rows = talks_state.state_of(gathered, today=today), talks_state.chain_of(row)
    running = talks_clocks.reckon(gathered, today=today)
    situations = steps.situations(known, running, rows=rows, today=today)
    book, found = rules.current().book, steps.next_steps(known, situations, rows=rows)
    titles = {one.step.id: Words(one.step.title["zh"], one.step.title["en"]) for one in found}
    return tuple(
        NextStepRecord(
            one.step.id, one.situation, titles[one.step.id], one.step.who,
            tuple(law_record(book, key) for key in one.step.law), one.taken_on, one.open,
            tuple(titles[other] for other in one.step.after if other in titles),
        )
        for one in found
    )  # fmt: skip


def lines(session: Session, rows: Sequence[Talks], today: date) -> tuple[TalksLine, ...]:
    """Return rounds as lists show them, in their order."""
    dues = talks_nearest.of(session, rows, today)
    return tuple(
        TalksLine(
            one.id, one.number or "", one.employer, one.unit, one.stage, dues.get(one.id), station_day(one.made_at)
        )
        for one in rows
    )


def _period(row: TalksClock, today: date) -> PeriodRecord:
    book = rules.current().book
    place = book.places.get(row.place)
    limit = TimeLimit(row.safe_on, row.last_on, (), (), row.calendar)
    return PeriodRecord(
        id=row.id, clock=row.clock, number=row.number, title=Words(row.title["zh"], row.title.get("en", "")),
        place=Words(place.title["zh"], place.title["en"]) if place else Words(row.place), second=row.second,
        side=row.side, who=row.who, about=row.about, force=row.force, verified=row.verified,
        state=state_on(limit, row.opens_on, row.done_on, today), opens_on=row.opens_on, safe_on=row.safe_on,
        last_on=row.last_on, done_on=row.done_on, days_left=(row.safe_on - today).days,
        laws=tuple(law_record(book, key) for key in row.law), receipt=_receipt(row),
    )  # fmt: skip


def _receipt(row: TalksClock) -> ReceiptRecord:
    told: Sequence[Said] = [dates.said(one) for one in row.steps]
    skipped = tuple(SkippedDay(date.fromisoformat(one), Words("")) for one in row.skipped)
    return ReceiptRecord(
        TRIGGERS.get(row.trigger, Words(row.trigger)), row.trigger_on, told[0] if told else Said(""), tuple(told[1:]),
        skipped, row.calendar, version=_version(row),
    )  # fmt: skip


def _version(row: TalksClock) -> date | None:
    """Return the first day of the version of its place's rule by which a period was counted."""
    place = rules.current().book.places.get(row.place)
    own = [one.in_force for one in place.limits if one.id == row.clock] if place else []
    return next((period.start for period in own if period.covers(row.trigger_on)), None)
