"""The end of wage talks without or after a contract, and taking an end back that was recorded by mistake."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from mediation.domain.refusals import N_
from mediation.domain.worktime import station_day
from mediation.models.talks import Talks
from mediation.office import talks_state
from mediation.office.talks_deed import Deed, Ground

WITHOUT: Final = ("withdrawn", "failed")
AFTER: Final = ("expired", "renewed")
"""How talks end without a contract in force, and after one."""
CANCELLED: Final = "cancelled"
WAYS: Final = (*WITHOUT, *AFTER, CANCELLED)


def ways(row: Talks) -> tuple[str, ...]:
    """Return how talks may end as they stand; a contract is cancelled only where one side asked for that (N19)."""
    if row.stage not in ("in_force", "ended"):
        return WITHOUT
    return (*AFTER, CANCELLED) if row.change_kind == "cancel" else AFTER


def _end(ground: Ground) -> dict[str, Any]:
    row = ground.row
    on, why = ground.past("ended_on"), ground.given.get("ended_why", "")
    note = ground.words("ended_note", required=why in WITHOUT)
    if why not in WAYS:
        ground.wrong(N_("请选择怎样终止"), "ended_why")
    elif why not in ways(row):
        ground.wrong(_not_so(row, why), "ended_why")
    if on is not None:
        _not_too_early(ground, on, why)
    row.ended_on, row.ended_why, row.ended_note = on, why, note
    return {"on": on, "why": why, "note": note}


def _not_so(row: Talks, why: str) -> str:
    """Return why talks can't end that way as they stand."""
    if why in WITHOUT:
        return N_("合同已经生效：期满终止的选“合同期满”，已有新合同的选“已由新合同取代”")
    if why == CANCELLED and row.stage == "in_force":
        return N_("没有登记解除合同的要求：先登记要求之日，双方按订立合同的程序协商一致后再登记解除")
    return N_("合同没有生效，不能按合同期满、续订或者解除终止")


def _not_too_early(ground: Ground, on: date, why: str) -> None:
    term = ground.row.term_until
    if why == "expired" and (term is None or on < term):
        if term is None:
            ground.wrong(N_("没有登记合同期限，先登记期限届满日"), "ended_on")
        else:
            ground.wrong(N_("合同期限至 %(day)s，尚未期满"), "ended_on", day=term)
    last = _last_day(ground)
    if last is not None and on < last:
        ground.wrong(N_("早于最近登记的一天 %(day)s"), "ended_on", day=last)


def _last_day(ground: Ground) -> date | None:
    """Return the last day on which something is recorded to have happened."""
    found, row = talks_state.gather(ground.session, ground.row), ground.row
    days = [row.received_on, row.replied_on, row.agreed_later_on, row.suspended_on, row.resumed_on, row.deadlock_on,
            row.draft_signed_on, row.adoption_notice_on, row.signed_on, row.published_on, row.change_asked_on,
            row.coordination_asked_on, row.coordination_accepted_on, row.coordination_ended_on]  # fmt: skip
    days += [one.on for one in found.sessions if one.state == "held"]
    days += [one.on for one in found.votes if one.state == "counted"]
    days += [day for one in found.filings for day in (one.received_on, one.objected_on, one.opinion_on)]
    return max((day for day in days if day is not None), default=None)


def _reopen(ground: Ground) -> dict[str, Any]:
    """Take the end back; what was recorded before stands as it was."""
    reason = ground.words("reopen_reason", required=True)
    row = ground.row
    before = {"ended_on": row.ended_on, "why": row.ended_why}
    row.ended_on, row.ended_why, row.ended_note = None, "", ""
    return {**before, "reason": reason, "on": station_day(ground.now)}


END: Final = Deed(_end, ("ended_on", "ended_why", "ended_note"))
REOPEN: Final = Deed(_reopen, ("reopen_reason",), ended=True)
