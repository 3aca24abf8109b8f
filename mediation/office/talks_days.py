"""What happened in wage talks, with its day: the reply, information, suspension, deadlock, coordination, the end.

Each deed changes a few columns and is then held against the law as a whole (talks.settle). Lawful steps and the end
have modules of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session

from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict
from mediation.domain.talks.finding import Finding
from mediation.models.talks import REPLIES, SIDES
from mediation.models.talks_table import TalksAsk
from mediation.office import talks_change, talks_ending, talks_steps
from mediation.office.talks_deed import Deed, Ground, carry_out
from mediation.office.talks_typed import number

NO_REQUEST: Final = N_("还没有登记对方收到要约之日，先在“要约”中登记")
NOT_REFUSED: Final = N_("对方没有拒绝协商，不需要登记")
NOT_SUSPENDED: Final = N_("没有登记中止协商")


def record(
    session: Session, talks_id: str, deed: str, given: Mapping[str, str], *, by: Reader, now: datetime,
    version: int | None = None,
) -> tuple[Finding, ...]:  # fmt: skip
    """Record a deed of DEEDS; return what is doubtful now. Raises Refused with every fault, Stale for an old form."""
    return carry_out(session, talks_id, f"talks.{deed}", DEEDS[deed], given, by=by, now=now, version=version)


def _reply(ground: Ground) -> dict[str, Any]:
    """Note the written answer (N02)."""
    row = ground.row
    if row.received_on is None:
        ground.wrong(NO_REQUEST, "replied_on")
    replied, reply = ground.day("replied_on"), ground.given.get("reply", "")
    if reply not in REPLIES:
        ground.wrong(N_("请选择同意还是拒绝"), "reply")
    reason = ground.words("refusal_reason")
    if reply == "accepted" and reason:
        ground.wrong(N_("同意协商的，不填写拒绝的理由"), "refusal_reason")
    if (row.reply, row.refusal_reason) != (reply, reason):
        row.reason_valid, row.reason_judge, row.reason_judged_on = None, "", None
    row.replied_on, row.reply, row.refusal_reason = replied, reply, reason
    if reply == "accepted":
        row.agreed_later_on = None
    return {"replied_on": replied, "reply": reply, "reason": reason}


def _reason(ground: Ground) -> dict[str, Any]:
    """Note what is thought of the reason of a refusal, and who says so."""
    row = ground.row
    if row.reply != "refused" or row.replied_on is None:
        ground.wrong(NOT_REFUSED, "reason_valid")
    answer = ground.given.get("reason_valid", "")
    if answer not in ("true", "false"):
        ground.wrong(N_("请选择理由是否正当"), "reason_valid")
    judged, judge = ground.past("reason_judged_on"), ground.words("reason_judge", most=80, required=True)
    if judged is not None and row.replied_on is not None and judged < row.replied_on:
        ground.wrong(N_("早于书面答复之日 %(day)s"), "reason_judged_on", day=row.replied_on)
    row.reason_valid, row.reason_judge, row.reason_judged_on = answer == "true", judge, judged
    return {"valid": answer == "true", "judge": judge, "on": judged}


def _agreed(ground: Ground) -> dict[str, Any]:
    """Note that the other side agreed after all; the period for naming the teams starts."""
    if ground.row.reply != "refused":
        ground.wrong(NOT_REFUSED, "agreed_later_on")
    ground.row.agreed_later_on = ground.day("agreed_later_on")
    return {"agreed_later_on": ground.row.agreed_later_on}


def _ask(ground: Ground) -> dict[str, Any]:
    """Note information that one side asked of the other (N07)."""
    asked = ground.given.get("asked", "")
    if asked not in SIDES:
        ground.wrong(N_("请选择由哪一方提供"), "asked")
    on, what = ground.day("asked_on"), ground.words("asked_what", required=True)
    row = ground.row
    if not ground.problems:
        secret = ground.given.get("secrecy") == "yes"
        ground.session.add(
            TalksAsk(station_id=row.station_id, talks_id=row.id, asked=asked, asked_on=on or date.min, what=what,
                     secret=secret)
        )  # fmt: skip
    return {"asked": asked, "on": on, "what": what}


def _given(ground: Ground) -> dict[str, Any]:
    """Note that information was given, or that it was refused and why; without either the request is open again."""
    ask = Scope(ground.session, ground.by).get(TalksAsk, ground.given.get("ask", ""))
    if ask.talks_id != ground.row.id:
        raise Conflict(N_("这项资料属于另一次协商。"))
    on, why = ground.day("given_on", required=False), ground.words("refused_why")
    if on is not None and why:
        ground.wrong(N_("已提供的，不填写拒绝的理由"), "refused_why")
    if on is not None and on < ask.asked_on:
        ground.wrong(N_("早于要求提供之日 %(day)s"), "given_on", day=ask.asked_on)
    ask.given_on, ask.refused_why = on, why
    ground.session.add(ask)
    return {"asked": ask.asked, "what": ask.what, "given_on": on, "reason": why}


def _plan(ground: Ground) -> dict[str, Any]:
    """Note the day planned for the first session."""
    row = ground.row
    row.planned_on, row.meeting_place = ground.day("planned_on"), ground.words("meeting_place", most=200)
    return {"planned_on": row.planned_on, "place": row.meeting_place}


def _suspend(ground: Ground) -> dict[str, Any]:
    """Note a suspension with the day agreed for going on (N09)."""
    row = ground.row
    row.suspended_on, row.resume_on = ground.day("suspended_on"), ground.day("resume_on", required=False)
    row.resumed_on = None
    return {"suspended_on": row.suspended_on, "resume_on": row.resume_on}


def _resume(ground: Ground) -> dict[str, Any]:
    if ground.row.suspended_on is None:
        ground.wrong(NOT_SUSPENDED, "resumed_on")
    ground.row.resumed_on = ground.day("resumed_on")
    return {"resumed_on": ground.row.resumed_on}


def _deadlock(ground: Ground) -> dict[str, Any]:
    """Note that the talks are stuck: guidance and coordination are open (N20)."""
    if ground.row.received_on is None:
        ground.wrong(NO_REQUEST, "deadlock_on")
    ground.row.deadlock_on = ground.day("deadlock_on")
    return {"deadlock_on": ground.row.deadlock_on, "note": ground.words("deadlock_note")}


def _coordination(ground: Ground) -> dict[str, Any]:
    """Note what the authority does: it accepts (asked, or of its own accord), extends, ends the coordination (N20)."""
    row = ground.row
    accepted = ground.day("coordination_accepted_on")
    ended = ground.day("coordination_ended_on", required=False)
    extended = number(ground.given, "coordination_extended", ground.problems, most=999) if accepted else 0
    row.coordination_accepted_on, row.coordination_extended, row.coordination_ended_on = accepted, extended, ended
    return {"accepted_on": accepted, "extended": extended, "ended_on": ended}


MENDED: Final = (
    "replied_on", "agreed_later_on", "suspended_on", "resume_on", "resumed_on", "deadlock_on", "coordination_asked_on",
    "coordination_accepted_on", "coordination_ended_on", "change_asked_on",
)  # fmt: skip
"""The days that may be corrected all at once; left empty, the thing didn't happen."""


def _mend(ground: Ground) -> dict[str, Any]:
    """Correct recorded days, or take back what was recorded by mistake."""
    row, changed = ground.row, {}
    for name in MENDED:
        new, old = ground.day(name, required=False), getattr(row, name)
        if new != old:
            changed[name] = f"{old or '—'} → {new or '—'}"
            setattr(row, name, new)
    if row.replied_on is None:
        row.reply, row.refusal_reason, row.reason_valid, row.reason_judge, row.reason_judged_on = "", "", None, "", None
    elif not row.reply:
        ground.wrong(N_("请在“登记答复”中写明同意还是拒绝"), "replied_on")
    if row.agreed_later_on is not None and row.reply != "refused":
        ground.wrong(NOT_REFUSED, "agreed_later_on")
    if row.suspended_on is None and (row.resume_on or row.resumed_on):
        ground.wrong(NOT_SUSPENDED, "suspended_on")
    if row.coordination_accepted_on is None:
        row.coordination_extended = 0
        if row.coordination_ended_on is not None:
            ground.wrong(N_("没有登记受理协调之日"), "coordination_accepted_on")
    _follow(ground, changed)
    return changed


def _follow(ground: Ground, changed: Mapping[str, str]) -> None:
    for name, follow in FOLLOWED.items():
        if name in changed:
            follow(ground)


FOLLOWED: Final[Mapping[str, Callable[[Ground], None]]] = {
    "coordination_asked_on": talks_steps.follow_coordination,
    "change_asked_on": talks_change.follow,
}
"""What else moves with a corrected day."""


DEEDS: Final[Mapping[str, Deed]] = {
    "reply": Deed(_reply, ("replied_on", "reply", "refusal_reason")),
    "reason": Deed(_reason, ("reason_judged_on", "reason_valid", "reason_judge")),
    "agreed": Deed(_agreed, ("agreed_later_on",)),
    "ask": Deed(_ask, ("asked_on", "asked", "asked_what")),
    "given": Deed(_given, ("given_on", "refused_why")),
    "plan": Deed(_plan, ("planned_on", "meeting_place")),
    "suspend": Deed(_suspend, ("suspended_on", "resume_on")),
    "resume": Deed(_resume, ("resumed_on",)),
    "deadlock": Deed(_deadlock, ("deadlock_on", "deadlock_note")),
    "coordination": Deed(_coordination, ("coordination_accepted_on", "coordination_extended", "coordination_ended_on")),
    "change": talks_change.ASK,
    "mend": Deed(_mend, MENDED),
    "step": talks_steps.TAKE,
    "unstep": talks_steps.TAKE_BACK,
    "end": talks_ending.END,
    "reopen": talks_ending.REOPEN,
}
"""Everything that may be recorded of a round of talks, by the last part of its address."""
