"""What may be recorded of wage talks as far as they have come, and what was: information asked for, steps taken."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from mediation.domain.refusals import N_
from mediation.domain.talks import order, steps
from mediation.models.talks import Talks
from mediation.office import talks, talks_clocks, talks_ending, talks_state
from mediation.office.records import Words
from mediation.office.records.talks_days import AskRecord, DaysPage, TakenRecord
from mediation.office.talks_state import Gathered

TO_THE_TABLE = ("preparing", "requested", "refused", "negotiating")
"""Stages before there is a draft to vote on."""
NAMED = {"workers": N_("职工方书面告知代表名单"), "employer": N_("企业方书面告知代表名单")}


def deeds(session: Session, row: Talks, *, today: date) -> DaysPage:
    """Return what may be recorded now; the caller may see the talks."""
    found = talks_state.gather(session, row)
    fitting = _fitting(row, found)
    others = tuple(one for one in _possible(row) if one not in fitting)
    places, known = talks_state.chain_of(row), talks_state.state_of(found, today=today)
    running = talks_clocks.reckon(found, today=today)
    cautions = steps.cautions(steps.situations(known, running, rows=places, today=today), rows=places, today=today)
    titles = {one.id: Words(one.title["zh"], one.title["en"]) for place in reversed(places) for one in place.steps}
    return DaysPage(
        fitting=fitting if row.ended_on is None else (), others=others if row.ended_on is None else (),
        asks=tuple(
            AskRecord(one.id, one.asked, one.asked_on, one.what, one.given_on, one.refused_why, one.secret)
            for one in found.asks
        ),
        taken=tuple(
            TakenRecord(one.id, one.step, titles.get(one.step, Words(one.step)), one.taken_on, one.note, one.noted_at)
            for one in found.steps
        ),
        cautions=tuple(talks.record_of(one) for one in cautions), ways=talks_ending.ways(row),
        happened=_happened(row, found, today),
    )  # fmt: skip


def _happened(row: Talks, found: Gathered, today: date) -> tuple[tuple[date, str], ...]:
    """Return the recorded days up to today, the earliest first."""
    days = [(getattr(row, name), text) for name, text in order.DAYS.items() if hasattr(row, name)]
    days += [(row.named_workers_on, NAMED["workers"]), (row.named_employer_on, NAMED["employer"])]
    days += [(one.on, order.DAYS["session"]) for one in found.sessions if one.state == "held"]
    days += [(one.on, order.DAYS["vote_on"]) for one in found.votes if one.state == "counted"]
    for one in found.filings:
        days += [(one.received_on, order.DAYS["filed_on"]), (one.objected_on, order.DAYS["objected_on"]),
                 (one.opinion_on, order.DAYS["opinion_on"])]  # fmt: skip
    known = {(day, text) for day, text in days if day is not None and day <= today}
    return tuple(sorted(known))


def _fitting(row: Talks, found: Gathered) -> tuple[str, ...]:
    """Return the deeds that come next, as the talks stand."""
    if row.received_on is None or row.stage not in TO_THE_TABLE:
        return ()
    wanted = {
        "reply": row.replied_on is None and not found.sessions,
        "agreed": row.stage == "refused",
        "reason": row.stage == "refused" and row.reason_valid is None,
        "resume": row.suspended_on is not None and row.resumed_on is None,
        "plan": row.stage == "negotiating" and not found.sessions and row.planned_on is None,
        "coordination": row.coordination_asked_on is not None and row.coordination_ended_on is None,
    }
    return tuple(deed for deed, fits in wanted.items() if fits)


def _possible(row: Talks) -> tuple[str, ...]:
    """Return the deeds that aren't out of place, whatever comes next."""
    if row.stage == "in_force":
        return ("change",)
    if row.received_on is None or row.stage not in (*TO_THE_TABLE, "voting"):
        return ()
    refused, suspended = row.reply == "refused", row.suspended_on is not None and row.resumed_on is None
    open_to = {
        "ask": True, "plan": True, "suspend": not suspended, "resume": suspended, "deadlock": row.deadlock_on is None,
        "reply": True, "reason": refused, "agreed": refused and row.agreed_later_on is None, "coordination": True,
    }  # fmt: skip
    return tuple(deed for deed, fits in open_to.items() if fits)
