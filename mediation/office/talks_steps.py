"""Lawful steps taken in wage talks: guidance, rectification opinion, order, coordination …, in their order."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlmodel import col, select

from mediation.access import Scope
from mediation.domain.refusals import N_
from mediation.domain.talks import steps
from mediation.domain.talks.steps import NextStep
from mediation.domain.workdays import ONE_DAY
from mediation.models.talks import TalksStep
from mediation.office import rules, talks_clocks, talks_state
from mediation.office.reasons import law_record
from mediation.office.records import Words
from mediation.office.talks_deed import Deed, Ground

COORDINATION: Final = "coordination"


def _take(ground: Ground) -> dict[str, Any]:
    """Record a step that is open now, on a day on which it could be taken."""
    wanted, note = ground.given.get("step", ""), ground.words("step_note")
    on = ground.past("taken_on")
    found = {one.step.id: one for one in _steps(ground)}
    if wanted not in found:
        ground.wrong(N_("现在的情形下没有这一步，请刷新页面查看可以采取的步骤"), "step")
        return {}
    chosen = found[wanted]
    _may_be_taken(ground, chosen, found)
    if on is not None:
        _in_time(ground, on, chosen, found)
    row = ground.row
    if not ground.problems:
        ground.session.add(
            TalksStep(station_id=row.station_id, talks_id=row.id, step=wanted, taken_on=on or date.min, note=note,
                      noted_at=ground.now, noted_by=ground.by.id)
        )  # fmt: skip
        if wanted == COORDINATION:
            row.coordination_asked_on = on
    return {"step": wanted, "on": on, "note": note, "situation": chosen.situation}


def _take_back(ground: Ground) -> dict[str, Any]:
    """Take out a step recorded by mistake, unless one that needs it was recorded after it."""
    row = Scope(ground.session, ground.by).get(TalksStep, ground.given.get("step_id", ""))
    if row.talks_id != ground.row.id:
        ground.wrong(N_("这一步属于另一次协商"), "step_id")
        return {}
    taken = {one.step for one in _rows(ground)}
    for place in talks_state.chain_of(ground.row):
        for one in place.steps:
            if row.step in one.after and one.id in taken:
                ground.wrong(N_("此后已办理“%(what)s”，请先撤销后一步"), "step_id", what=_title(one.title))
    if row.step == COORDINATION and ground.row.coordination_accepted_on is not None:
        ground.wrong(N_("协调已经受理，请先改正受理之日"), "step_id")
    if not ground.problems:
        ground.session.delete(row)
        if row.step == COORDINATION:
            ground.row.coordination_asked_on = None
    return {"step": row.step, "on": row.taken_on}


TAKE: Final = Deed(_take, ("taken_on", "step", "step_note"))
TAKE_BACK: Final = Deed(_take_back, ("step_id",))


def follow_coordination(ground: Ground) -> None:
    """Bring the step of asking for coordination to the day that was corrected; without a day it wasn't taken."""
    on = ground.row.coordination_asked_on
    row = next((one for one in _rows(ground) if one.step == COORDINATION), None)
    if row is None and on is not None:
        ground.wrong(N_("请在“依法可以采取的下一步”中登记申请协调"), "coordination_asked_on")
    elif row is not None and on is None:
        ground.session.delete(row)
    elif row is not None and on is not None:
        row.taken_on = on
        ground.session.add(row)


def _steps(ground: Ground) -> tuple[NextStep, ...]:
    gathered, places = talks_state.gather(ground.session, ground.row), talks_state.chain_of(ground.row)
    known = talks_state.state_of(gathered, today=ground.today)
    running = talks_clocks.reckon(gathered, today=ground.today)
    situations = steps.situations(known, running, rows=places, today=ground.today)
    return steps.next_steps(known, situations, rows=places)


def _rows(ground: Ground) -> list[TalksStep]:
    query = select(TalksStep).where(TalksStep.talks_id == ground.row.id).order_by(col(TalksStep.taken_on))
    return list(ground.session.exec(query))


def _may_be_taken(ground: Ground, chosen: NextStep, found: dict[str, NextStep]) -> None:
    if chosen.taken_on is not None:
        ground.wrong(N_("这一步已于 %(day)s 办理"), "step", day=chosen.taken_on)
        return
    book = rules.current().book
    for other in chosen.step.after:
        before = found.get(other)
        if before is not None and before.taken_on is None:
            titles = tuple(law_record(book, key).title for key in chosen.step.law)
            message = N_("应当先办理“%(what)s”（%(law)s）；已经办理的，先登记那一步")
            ground.wrong(message, "step", what=_title(before.step.title), law=titles)


def _in_time(ground: Ground, on: date, chosen: NextStep, found: dict[str, NextStep]) -> None:
    """Note a day before what the step answers, or before the steps that come first."""
    arose = _arose(ground, chosen)
    if arose is not None and on < arose:
        ground.wrong(N_("早于 %(day)s，当时还没有出现需要采取这一步的情形"), "taken_on", day=arose)
    earlier = [found[one].taken_on for one in chosen.step.after if one in found]
    for before in earlier:
        if before is not None and on < before:
            ground.wrong(N_("早于前一步办理之日 %(day)s"), "taken_on", day=before)


def _arose(ground: Ground, chosen: NextStep) -> date | None:
    """Return the first day on which any situation stood that the step is for, None where that can't be told."""
    gathered, row = talks_state.gather(ground.session, ground.row), ground.row
    wanted = set(chosen.step.situations)
    if "mandatory_refused" in wanted:
        wanted |= {"refused", "reply_overdue", "delay"}
    days = [("refused", row.replied_on if row.reply == "refused" else None), ("deadlock", row.deadlock_on)]
    days += [("change_wanted", row.change_asked_on), *(("breach", one.day) for one in gathered.breaches)]
    for period in talks_clocks.reckon(gathered, today=ground.today):
        last = period.limit.last_on
        if not period.second and last is not None and (period.done_on or ground.today) > last:
            days.append((period.rule.expired, last + ONE_DAY))
    days += [("vote_failed", one.on) for one in gathered.votes if one.adopted is False]
    days += [("objected", one.objected_on) for one in gathered.filings]
    return min((day for situation, day in days if day is not None and situation in wanted), default=None)


def _title(title: Any) -> Words:
    return Words(title["zh"], title["en"])
