"""Between the fields of the forms of a session and what the office takes; what is typed wrong stays as it was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import db
from mediation.domain import money
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.worktime import ZONE
from mediation.models.sitting import Sitting
from mediation.office.sittings.entering import Past
from mediation.office.sittings.holding import Came
from mediation.office.sittings.offers import Given
from mediation.office.sittings.planning import Plan
from mediation.web.failures import keep_faults
from mediation.web.sittings_words import FIELD_NAMES
from mediation.web.typed import Typed, amount

USUAL_MINUTES = "60"


def carry_out(
    act: Callable[[Session], object], typed: Typed, *, told: str, back: str, page: Callable[[Typed], str]
) -> ResponseReturnValue:
    """Do an act in one transaction, say `told`, go `back`; a refusal of what was typed shows it again."""
    try:
        with db.transaction() as session:
            act(session)
    except Refused as refused:
        keep_faults(refused, typed)
        return page(labelled(typed)), 422
    if told:
        flash(told)
    return redirect(back, code=303)


def labelled(typed: Typed) -> Typed:
    """Let the problems of a form be named as the form names its fields."""
    typed.labels = {name: gettext(text) for name, text in FIELD_NAMES.items()}
    for one in typed.problems:
        if one.field.startswith("came."):
            called = FIELD_NAMES["attendance"]
            typed.labels[one.field] = gettext(called)
    return typed


def plan(typed: Typed, *, at_once: datetime | None = None) -> Plan:
    """Return what was typed into the form of a session; `at_once` is now, for one that begins now.

    Raises Refused for a day or an hour that is none.
    """
    problems: list[Problem] = []
    minutes = _number(typed, "minutes", problems, USUAL_MINUTES)
    begins = at_once or _instant(typed, problems)
    if problems:
        raise Refused(problems)
    ends = begins + timedelta(minutes=minutes) if begins else None
    return Plan(
        mediator_id=typed("mediator_id"), starts_at=begins, ends_at=ends,
        room_id=typed("room_id") or None, recorder_id=typed("recorder_id") or None, form=typed("sitting_form", "joint"),
        interpreter=typed("interpreter"), guests=typed("guests"),
    )  # fmt: skip


def past(typed: Typed) -> Past:
    """Return a session that took place as it was typed; raises Refused for a day or an hour that is none."""
    problems: list[Problem] = []
    begins = _instant(typed, problems)
    ends = _instant(typed, problems, "ends") if begins else None
    if problems:
        raise Refused(problems)
    plan = Plan(
        mediator_id=typed("mediator_id"), starts_at=begins, ends_at=ends, room_id=typed("room_id") or None,
        recorder_id=typed("recorder_id") or None, form=typed("sitting_form", "joint"),
        interpreter=typed("interpreter"), guests=typed("guests"),
    )  # fmt: skip
    public = typed("in_public") == "yes"
    return Past(plan, came(typed), typed("result"), typed("recording", "none"), public)


def planned(sitting: Sitting) -> Typed:
    """Return the form of a session as it is planned now."""
    begins = sitting.starts_at.astimezone(ZONE) if sitting.starts_at else None
    length = sitting.ends_at - sitting.starts_at if sitting.starts_at and sitting.ends_at else None
    return Typed({
        "on": begins.date().isoformat() if begins else "", "begins": f"{begins:%H:%M}" if begins else "",
        "minutes": str(int(length.total_seconds()) // 60) if length else USUAL_MINUTES,
        "room_id": sitting.room_id or "", "mediator_id": sitting.mediator_id, "recorder_id": sitting.recorder_id or "",
        "sitting_form": sitting.form, "interpreter": sitting.interpreter, "guests": sitting.guests,
    })  # fmt: skip


def came(typed: Typed) -> dict[str, Came]:
    """Return what was said of each party's coming, by party."""
    names = [name.split(".")[1] for name in typed.values if name.startswith("came.") and name.endswith(".state")]
    return {
        one: Came(typed(f"came.{one}.state"), typed(f"came.{one}.people"), typed(f"came.{one}.why")) for one in names
    }


def offer(typed: Typed) -> Given:
    """Return the offer as it was typed; raises Refused for a sum, a day or a number that is none."""
    problems: list[Problem] = []
    given = Given(
        side=typed("offer_side"), amount=_sum(typed, "amount", problems), pay_on=_day(typed, "pay_on", problems),
        count=_number(typed, "count", problems, "1"), each=_sum(typed, "each", problems),
        months=_number(typed, "months", problems, "1"), other_terms=typed("other_terms"),
        told=typed("told", "yes") != "no", made_at=_instant(typed, problems, "made_time", "made_on"),
    )  # fmt: skip
    if problems:
        raise Refused(problems)
    return given


def number(typed: Typed, name: str, usual: str) -> int:
    """Return a small number; raises Refused for what is none."""
    problems: list[Problem] = []
    found = _number(typed, name, problems, usual)
    if problems:
        raise Refused(problems)
    return found


def _number(typed: Typed, name: str, problems: list[Problem], usual: str) -> int:
    text = typed(name).strip() or usual
    if text.isascii() and text.isdigit() and len(text) <= 4:
        return int(text)
    problems.append(Problem(N_("请填写数字"), name, text[:20]))
    return 0


def _sum(typed: Typed, name: str, problems: list[Problem]) -> int | None:
    text = amount(typed(name))
    if not text:
        return None
    try:
        return money.fen(text)
    except ValueError:
        problems.append(Problem(N_("请填写金额，最多两位小数"), name, text[:20], "8000.00"))
        return None


def _day(typed: Typed, name: str, problems: list[Problem]) -> date | None:
    text = typed(name).strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems.append(Problem(N_("请填写日期"), name, text[:20], "2026-12-31"))
        return None


def _instant(typed: Typed, problems: list[Problem], time_of: str = "begins", day_of: str = "on") -> datetime | None:
    """Return day and hour together; both may be left out, for a time still to be agreed on."""
    on, hour = _day(typed, day_of, problems), typed(time_of).strip()
    if problems or (on is None and not hour):
        return None
    if on is None:
        problems.append(Problem(N_("请填写日期"), day_of, "", "2026-12-31"))
        return None
    try:
        return datetime.combine(on, time.fromisoformat(hour), ZONE)
    except ValueError:
        problems.append(Problem(N_("请填写时间"), time_of, hour[:20], "13:30"))
        return None
