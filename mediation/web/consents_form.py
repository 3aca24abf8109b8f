"""Between the forms of consent, invitations, service and times and what the office takes.

A page carries several forms of one kind, so the names of their fields begin with a prefix: `c-<party>.way`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlmodel import Session

from mediation import db
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.worktime import ZONE
from mediation.office.consents.answers import Answer
from mediation.office.consents.invitations import Invite
from mediation.office.consents.services import Handed
from mediation.office.consents.times import MOST, Times
from mediation.web.consents_words import FIELD_NAMES
from mediation.web.failures import is_form_fault
from mediation.web.typed import Typed

NO_DAY = N_("不是有效日期，请按 2026-03-15 填写")
NO_TIME = N_("不是有效时间，请按 09:30 填写")
AGREED = {"yes": True, "no": False}


def carry_out(
    act: Callable[[Session], object], typed: Typed, *, prefix: str = "", told: str, back: str,
    page: Callable[[Typed], str],
) -> ResponseReturnValue:  # fmt: skip
    """Do an act in one transaction, say `told`, go `back`; a refusal of what was typed shows it again, in its form."""
    try:
        with db.transaction() as session:
            act(session)
    except Refused as refused:
        if not is_form_fault(refused):
            raise
        typed.problems = tuple(_within(one, prefix) for one in refused.problems)
        typed.labels = {one.field: label(one.field) for one in typed.problems}
        return page(typed), 422
    flash(told)
    return redirect(back, code=303)


def label(field: str) -> str:
    """Return what a field is called."""
    name = field.rpartition(".")[2]
    return gettext(FIELD_NAMES[name]) if name in FIELD_NAMES else name


def _within(one: Problem, prefix: str) -> Problem:
    return replace(one, field=f"{prefix}.{one.field}") if prefix and one.field else one


def answer(typed: Typed, prefix: str, about: str, agreed: str, now: datetime) -> Answer:
    """Return what a party said; a day and a time left as they are stand for now."""
    problems: list[Problem] = []
    on = _day(typed, f"{prefix}.said_on", problems) or now.astimezone(ZONE).date()
    at = _time(typed, f"{prefix}.said_time", problems)
    if problems:
        raise Refused(problems)
    shown = now.astimezone(ZONE)
    said_at = datetime.combine(on, at, ZONE) if at else now
    if (on, at) == (shown.date(), time(shown.hour, shown.minute)) or (at is None and on == shown.date()):
        said_at = now
    elif at is None:
        said_at = datetime.combine(on, time(12), ZONE)
    return Answer(
        about or typed(f"{prefix}.about"), AGREED.get(agreed), typed(f"{prefix}.way"), said_at,
        typed(f"{prefix}.spoken_by"), typed(f"{prefix}.words"), typed(f"{prefix}.evidence_id"),
    )  # fmt: skip


def invite(typed: Typed, prefix: str) -> Invite:
    """Return how a party is invited."""
    problems: list[Problem] = []
    until = _day(typed, f"{prefix}.answer_by", problems)
    if problems:
        raise Refused(problems)
    return Invite(
        typed(f"{prefix}.invitation_channel"), until, typed(f"{prefix}.sitting_id"), bool(typed(f"{prefix}.safely"))
    )


def handed(typed: Typed, prefix: str, today: date) -> Handed:
    """Return how a paper was handed over."""
    problems: list[Problem] = []
    on = _day(typed, f"{prefix}.served_on", problems) or today
    if problems:
        raise Refused(problems)
    return Handed(
        typed(f"{prefix}.document_id"), typed(f"{prefix}.service_mode"), on, typed(f"{prefix}.place"),
        typed(f"{prefix}.receiver"), typed(f"{prefix}.relation"), bool(typed(f"{prefix}.service_refused")),
        typed(f"{prefix}.service_note"), typed(f"{prefix}.evidence_id"),
    )  # fmt: skip


def times(typed: Typed) -> Times:
    """Return the times offered to one side; rows without a day are left out."""
    problems: list[Problem] = []
    starts = []
    for nth in range(MOST):
        name = f"times[{nth}]"
        if not typed(f"{name}.on").strip():
            continue
        on, at = _day(typed, f"{name}.on", problems), _time(typed, f"{name}.begins", problems)
        if at is None and not typed(f"{name}.begins").strip():
            problems.append(Problem(N_("请填写开始的时间"), f"{name}.begins"))
        if on and at:
            starts.append(datetime.combine(on, at, ZONE))
    minutes = typed("minutes")
    if not (minutes.isascii() and minutes.isdigit() and len(minutes) <= 3):
        problems.append(Problem(N_("时长应在 10 分钟至 10 小时之间"), "minutes", minutes[:20]))
    if problems:
        raise Refused(problems)
    return Times(
        typed("side"), tuple(starts), int(minutes), typed("room_id") or None, typed("mediator_id"),
        typed("sitting_form", "joint"), typed("sitting_id"),
    )  # fmt: skip


def _day(typed: Typed, name: str, problems: list[Problem]) -> date | None:
    text = typed(name).strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems.append(Problem(NO_DAY, name.rpartition(".")[2] if "[" not in name else name, text[:20]))
        return None


def _time(typed: Typed, name: str, problems: list[Problem]) -> time | None:
    text = typed(name).strip()
    try:
        return time.fromisoformat(text).replace(tzinfo=None) if text else None
    except ValueError:
        problems.append(Problem(NO_TIME, name.rpartition(".")[2] if "[" not in name else name, text[:20]))
        return None
