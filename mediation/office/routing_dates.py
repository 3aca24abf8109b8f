"""Bring the dates of a case in line with a decision: a date that moves is closed with the reason, never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, select

from mediation.domain.clocks import Due
from mediation.domain.decision import Decision
from mediation.domain.refusals import N_
from mediation.domain.salvage import RULES_FAILED
from mediation.domain.tally import plain
from mediation.models.base import fresh
from mediation.models.case import Case
from mediation.models.clock_entry import ClockEntry
from mediation.models.deadline import Deadline
from mediation.office.book import Book
from mediation.office.history import Entry

DECIDED_KINDS: Final = ("limitation.", "injury.", "mediation.", "station.first_contact", "station.opinion")
"""The dates that a decision makes of facts, beside those of recorded events; others belong to agreements, sessions."""

MOVED: Final = "deadline.moved"

Why = Mapping[str, Any]
"""A sentence as rows keep it: `message` and, where it has any, `params`."""


@dataclass(frozen=True)
class Cause:
    """Why a case is decided anew, as its rows say it: of a date that moves or stops, of a referral without a ground.

    `lines` are the messages of the history lines of dates that move and that stop, without params.
    """

    lines: tuple[str, str]
    moved: Why
    stopped: Why
    ended: Why


def _cause(moved: str, stopped: str, ended: str) -> Cause:
    return Cause((moved, stopped), {"message": moved}, {"message": stopped}, {"message": ended})


FACTS: Final = _cause(N_("事实更正后重新计算"), N_("事实更正后不再起算"), N_("事实更正后不再有分流依据"))
TIME: Final = _cause(N_("随时间推移重新计算"), N_("随时间推移不再起算"), N_("随时间推移不再有分流依据"))
MENDED: Final = _cause(N_("规则恢复正常后重新计算"), N_("规则恢复正常后不再起算"), N_("规则恢复正常后不再有分流依据"))
LISTS: Final = _cause(
    N_("规则或放假安排变更后重新计算"), N_("规则或放假安排变更后不再起算"), N_("规则或放假安排变更后不再有分流依据")
)
HOLIDAYS: Final = _cause(
    N_("放假安排载入后重新计算"), N_("放假安排载入后不再起算"), N_("放假安排载入后不再有分流依据")
)
STATION: Final = _cause(N_("站点设置变更后重新计算"), N_("站点设置变更后不再起算"), N_("站点设置变更后不再有分流依据"))


def entry(message: str) -> Cause:
    """Return the cause of what an act about a recorded event moves; `message` says which act."""
    return Cause((message, message), {"message": message}, {"message": message}, FACTS.ended)


def rules_changed(title: str) -> Cause:
    """Return the cause of what a published version of the rules moves, by the version's name."""
    params = {"title": title}
    return Cause(
        (N_("规则变更后重新计算"), N_("规则变更后不再起算")),
        {"message": N_("规则变更（%(title)s）后重新计算"), "params": params},
        {"message": N_("规则变更（%(title)s）后不再起算"), "params": params},
        {"message": N_("规则变更（%(title)s）后不再有分流依据"), "params": params},
    )


def align(
    session: Session, book: Book, decision: Decision, *, why: Cause, now: datetime
) -> list[Entry]:
    """Bring the stored dates in line; return a history line for each that moved or no longer runs.

    While rules fail, a date that isn't told is perhaps only one that couldn't be counted: it stays until they work.
    """
    known = {(row.kind, row.subject): row for row in decided(session, book.case)}
    lines = []
    for due in decision.deadlines:
        subject = subject_of(book, due)
        row = known.pop((due.id, subject), None)
        if row is not None and says_the_same(row, due):
            row.paused_since, row.others = due.paused_since, others_of(due)
            session.add(row)
            continue
        made = deadline_row(book.case, due, subject=subject, rulebook=decision.rulebook, now=now)
        if row is not None:
            row.state, row.closed_why = "closed", dict(why.moved)
            session.add(row)
            if (row.safe_on, row.last_on) != (made.safe_on, made.last_on):
                lines.append(moved_line(row, made, why.lines[0]))
        session.add(made)
    for row in known.values() if RULES_FAILED not in decision.flags else ():
        if row.met_on is None:
            row.state, row.closed_why = "closed", dict(why.stopped)
            session.add(row)
            lines.append(moved_line(row, None, why.lines[1]))
    return lines


def decided(session: Session, case: Case) -> Sequence[Deadline]:
    """Return the dates of a case that a decision has made and that were not closed."""
    entries = set(session.exec(select(ClockEntry.id).where(ClockEntry.case_id == case.id)))
    rows = session.exec(select(Deadline).where(Deadline.case_id == case.id, Deadline.state != "closed")).all()
    return [row for row in rows if row.subject in entries or row.kind.startswith(DECIDED_KINDS)]


def subject_of(book: Book, due: Due) -> str | None:
    """Return the id of the claim or event that a date is about, None for the case itself."""
    return book.claims[due.about].id if isinstance(due.about, int) else due.about


def says_the_same(row: Deadline, due: Due) -> bool:
    """Say whether a stored date is the one that was decided."""
    return (row.rule, row.trigger_on, row.safe_on, row.last_on, row.extended_to) == (
        due.rule, due.trigger_on, due.limit.safe_on, due.limit.last_on, due.extended_to,
    )  # fmt: skip


def deadline_row(case: Case, due: Due, *, subject: str | None, rulebook: str, now: datetime) -> Deadline:
    """Return the row of one date with its receipt."""
    return Deadline(**deadline_values(case, due, subject=subject, rulebook=rulebook, now=now))


def deadline_values(case: Case, due: Due, *, subject: str | None, rulebook: str, now: datetime) -> dict[str, Any]:
    """Return the values of one new date with its receipt: trigger, rule and its version, days, calendar, articles.

    A day from which something may be done waits for nobody: it is never open, so it is never overdue.
    """
    because = {"rule": due.rule, "version": due.version.isoformat(), "law": list(due.law), "facts": plain(due.facts)}
    return fresh(
        Deadline, station_id=case.station_id, case_id=case.id, subject=subject, kind=due.id, rule=due.rule,
        law=list(due.law), who=due.who, trigger=due.trigger, because=[because], rulebook=rulebook, made_at=now,
        paused_since=due.paused_since, extended_to=due.extended_to, others=others_of(due),
        state="met" if due.clock.force == "opens" else "open", **_counted(due),
    )  # fmt: skip


def others_of(due: Due) -> list[dict[str, Any]] | None:
    """Return the later dates that other first days would make, each with its own receipt; None for no dispute."""
    if not due.others:
        return None
    return [
        {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in _counted(one).items()}
        for one in due.others
    ]


def _counted(due: Due) -> dict[str, Any]:
    limit = due.limit
    return {
        "trigger_on": due.trigger_on, "safe_on": limit.safe_on, "last_on": limit.last_on, "calendar": limit.calendar,
        "steps": [one.stored() for one in limit.steps], "skipped": [one.isoformat() for one in limit.skipped],
    }  # fmt: skip


def moved_line(row: Deadline, made: Deadline | None, why: str) -> Entry:
    """Return the history line of a date that moved: its old day, the new one (none: it no longer runs), and why."""
    fields: dict[str, Any] = {"clock": row.kind, "was_on": row.safe_on, "now_on": made.safe_on if made else None}
    fields["moved_why"] = why
    return Entry(MOVED, ("deadline", (made or row).id), fields, row.case_id)
