"""What is said of a group as a whole: who represents it, and what each gets of one sum."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from mediation.access import Reader
from mediation.domain import shares
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.office.group import keeping
from mediation.office.group.lines import OUT, rows

LEAST_TO_ELECT: Final = 10
"""Ten or more with one claim may elect representatives (调仲法 7; 以上 includes the number: 民法典 1259)."""
USUAL: Final = (3, 5)
"""How many represent workers in arbitration (办案规则 62-66); for mediation the law names no number."""
WAYS: Final = ("claimed", "equal")
TOO_FEW: Final = N_("劳动者不足 10 人，不能推举代表；请各自参加，或者书面委托代理人")
NO_HOW: Final = N_("请写明怎样推举（不超过 200 字），例如：全体到场举手推举")
NO_DAY: Final = N_("请填写推举日期，不能在将来")
NOT_THERE: Final = N_("所选的劳动者不在名册上，或者已经退出，请刷新页面查看")
NOBODY: Final = N_("请勾选代表")
NO_SHARE: Final = N_("%(count)d 名劳动者没有主张金额，不能按比例分配；请先填写，或者平均分配")
NO_TOTAL: Final = N_("请填写要分配的总额，例如 85000.00")
LESS: Final = N_("总额不够每人一分钱，请核对")


def elect(
    session: Session, case_id: str, worker_ids: Collection[str], how: str, on: date | None, *, by: Reader, now: datetime
) -> int:
    """Mark who was elected to take part for the group, with how and when; others are no longer representatives.

    Raises Refused with every fault. Representatives settle for nobody: each worker's own consent is still needed.
    """
    case = keeping.opened(session, case_id, by)
    there = [one for one in rows(session, case.id) if one.state != "left"]
    chosen = set(worker_ids)
    problems: list[Problem] = []
    if len(there) < LEAST_TO_ELECT:
        problems.append(Problem(TOO_FEW, "elected"))
    elif not chosen:
        problems.append(Problem(NOBODY, "elected"))
    if not chosen <= {one.id for one in there}:
        problems.append(Problem(NOT_THERE, "elected"))
    if on is None or on > station_day(now):
        problems.append(Problem(NO_DAY, "elected_on", str(on or "")))
    try:
        how = keeping.words(how, "elected_how", NO_HOW)
    except Refused as refused:
        problems += refused.problems
    if problems:
        raise Refused(problems)
    for one in there:
        one.elected = one.id in chosen
        one.elected_on, one.elected_how = (on, how) if one.elected else (None, "")
        session.add(one)
    keeping.record(session, case, "group.elect", {"workers_elected": len(chosen), "on": on}, by, now)
    return len(chosen)


def divide(session: Session, case_id: str, total: int | None, way: str, *, by: Reader, now: datetime) -> int:
    """Share a sum out among who takes part, in proportion to what each claims or in equal parts; return how many.

    Exact to the fen. Consents to other shares no longer count. Raises Refused where it can't be divided.
    """
    case = keeping.opened(session, case_id, by)
    there = [one for one in rows(session, case.id) if one.state not in OUT]
    problems: list[Problem] = []
    without = sum(not one.claimed for one in there)
    if not total:
        problems.append(Problem(NO_TOTAL, "share_total"))
    elif total < len(there):
        problems.append(Problem(LESS, "share_total"))
    if way not in WAYS:
        problems.append(Problem(N_("请选择怎样分配"), "share_way", way[:20]))
    elif not there:
        problems.append(Problem(N_("名册上还没有劳动者"), "share_way"))
    elif way == "claimed" and without:
        problems.append(Problem(NO_SHARE, "share_way", params={"count": without}))
    if problems:
        raise Refused(problems)
    claims = [one.claimed or 0 for one in there] if way == "claimed" else [1] * len(there)
    for one, share in zip(there, shares.in_proportion(total or 0, claims), strict=True):
        one.offered = share
        session.add(one)
    keeping.record(session, case, "group.shares", {"amount": total, "share_way": way}, by, now)
    return len(there)
