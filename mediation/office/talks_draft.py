"""The draft of a collective contract as it stands: what is agreed, what the law still names, the chiefs' signatures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from mediation.access import Reader
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.talks import floors
from mediation.domain.talks.clauses import TOPICS, lacking
from mediation.domain.talks.finding import Finding
from mediation.domain.talks.floors import Standards
from mediation.domain.talks.wording import text_of
from mediation.domain.worktime import station_day
from mediation.models.talks import SIDES, Talks
from mediation.models.talks_table import TalksOffer
from mediation.office import rules, talks, talks_pages, talks_rounds, talks_state
from mediation.office.reasons import law_record
from mediation.office.records import Said
from mediation.office.records.talks_rounds import DraftPage, MissingRecord
from mediation.office.talks_rounds import Played, title_of
from mediation.office.talks_state import Gathered
from mediation.office.talks_typed import day, words

FIELDS: Final = dict.fromkeys(("ahead.draft_signed_on", "order.draft_signed_on", "signature"), "draft_signed_on")
CHIEF_NAMES: Final = {SIDES[0]: N_("职工方首席代表"), SIDES[1]: N_("企业方首席代表")}
MOST_REASON: Final = 400
NOTHING_AGREED: Final = N_("还没有任何条款达成一致，没有可以签字的草案")
IN_DISPUTE: Final = N_("“%(clause)s”还有方案在桌上，没有达成一致：请先达成一致或者撤回")
NO_CHIEF: Final = N_("代表名单中没有%(who)s，请先在“协商代表”中补充")
NOT_CONFIRMED: Final = N_("请确认%(who)s已经签字；草案须双方首席代表签字")
BEFORE_OFFERS: Final = N_("签字日期早于最后一次方案之日（%(day)s）")
SAME_DRAFT: Final = N_("上一次签字的草案已不能使用（%(day)s），重新签字应在其后")
ALREADY: Final = N_("草案已经签字，请刷新页面查看。")
NOT_SIGNED: Final = N_("草案没有签字，不需要撤销。")
USED: Final = N_("草案已经提交表决或者已经通过，不能撤销签字；表决未通过或者人社部门提出异议的，继续协商后重新签字。")


@dataclass(frozen=True)
class _Ground:
    """What the draft rests on: the round's rows and its offers played through."""

    row: Talks
    found: Gathered
    played: Played


def page(session: Session, talks_id: str, *, user: Reader, now: datetime) -> DraftPage:
    """Return the draft as it stands today."""
    row, frame = talks_pages.frame(session, talks_id, user=user, now=now)
    ground = _Ground(row, talks_state.gather(session, row), talks_rounds.play(session, row))
    library, agreed = ground.played.library, ground.played.now.agreed()
    book, today = rules.current().book, station_day(now)
    chapters = []
    for topic in TOPICS:
        keys = [key for key in library if key in agreed and library[key].topic == topic]
        texts = tuple((title_of(library, key), text_of(library[key], agreed[key])) for key in keys)
        chapters += [(topic, texts)] if texts else []
    missing = tuple(
        MissingRecord(
            title_of(library, one.clause), Said(one.message, {"clause": title_of(library, one.clause), "law": tuple(
                law_record(book, key).title for key in one.law)}), tuple(law_record(book, key) for key in one.law),
        )
        for one in lacking(library, agreed, row.place)
    )  # fmt: skip
    signed = row.draft_signed_on
    findings = tuple(talks.record_of(one) for one in _law(ground, signed or today))
    chiefs = {side: chief_on(ground.found, side, signed or today) for side in SIDES}
    return DraftPage(
        frame, tuple(chapters), missing, tuple(title_of(library, key) for key in ground.played.now.in_dispute()),
        findings, (row.term_from, row.term_until) if row.term_from and row.term_until else None, chiefs, signed,
        talks_rounds.spent(row, ground.found), tuple(_hindrances(ground, today)), _withdrawable(ground, today),
    )  # fmt: skip


def sign(
    session: Session, talks_id: str, typed: Mapping[str, str], *, by: Reader, now: datetime, version: int | None = None
) -> Talks:
    """Note that both chiefs signed the draft (`draft_signed_on`, `signed_workers`, `signed_employer` = "yes").

    Raises Refused with everything that hinders it: nothing agreed, clauses in dispute, no chief, below a legal floor.
    """
    row = talks.held(session, talks_id, "talks.edit", by=by, version=version)
    known = talks.findings(session, row, now=now)
    ground = _Ground(row, talks_state.gather(session, row), talks_rounds.play(session, row))
    if row.draft_signed_on is not None and talks_rounds.spent(row, ground.found) is None:
        raise Conflict(ALREADY)
    if (why := talks_rounds.closed(row, ground.found, today=station_day(now))) is not None:
        raise Conflict(why.message, **why.params)
    problems: list[Problem] = []
    on = day(typed, "draft_signed_on", problems, required=True)
    problems += _unconfirmed(typed)
    hindered = _hindrances(ground, on or station_day(now))
    problems += [Problem(one.message, "draft", params=one.params) for one in hindered]
    problems += _days(ground, on)
    if problems:
        raise Refused(problems)
    row.draft_signed_on = on
    agreed = "、".join(sorted(ground.played.now.agreed()))
    fields = {"draft_signed_on": on, "agreed": agreed}
    talks.settle(session, row, "talks.draft_sign", by=by, now=now, fields=fields, field_of=FIELDS, known=known)
    return row


def withdraw(
    session: Session, talks_id: str, typed: Mapping[str, str], *, by: Reader, now: datetime, version: int | None = None
) -> Talks:
    """Take the chiefs' signatures back, with a reason (`withdrawn_why`), to talk on; never once a vote was planned."""
    row = talks.held(session, talks_id, "talks.edit", by=by, version=version)
    known = talks.findings(session, row, now=now)
    ground = _Ground(row, talks_state.gather(session, row), talks_rounds.play(session, row))
    if row.draft_signed_on is None:
        raise Conflict(NOT_SIGNED)
    if not _withdrawable(ground, station_day(now)):
        raise Conflict(USED)
    problems: list[Problem] = []
    reason = words(typed, "withdrawn_why", problems, most=MOST_REASON, required=True)
    if problems:
        raise Refused(problems)
    fields = {"draft_signed_on": row.draft_signed_on, "withdrawn_why": reason}
    row.draft_signed_on = None
    talks.settle(session, row, "talks.draft_withdraw", by=by, now=now, fields=fields, known=known)
    return row


def chief_on(found: Gathered, side: str, on: date) -> str:
    """Return the name of a side's chief representative on a day, "" where there is none."""
    chiefs = [one for one in found.members if one.side == side and one.chief and one.since <= on]
    return next((one.name for one in reversed(chiefs) if one.until is None or one.until >= on), "")


def _law(ground: _Ground, on: date) -> tuple[Finding, ...]:
    library, agreed = ground.played.library, ground.played.now.agreed()
    found = floors.check(agreed, library, Standards(rules.current().book.parameters, ground.row.place, on))
    return tuple(talks_rounds.in_both_facts(library, one) for one in found)


def _hindrances(ground: _Ground, on: date) -> list[Said]:
    """Return what keeps the draft from being signed on a day, besides what the law says of the days."""
    library, now_on = ground.played.library, ground.played.now
    found = [] if now_on.agreed() else [Said(NOTHING_AGREED)]
    if titles := tuple(title_of(library, key) for key in now_on.in_dispute()):
        found.append(Said(IN_DISPUTE, {"clause": titles}))
    found += [
        Said(NO_CHIEF, {"who": Said(CHIEF_NAMES[side])}) for side in SIDES if not chief_on(ground.found, side, on)
    ]
    for one in _law(ground, on):
        if one.severity == "error":
            problem = talks.problem_of(one)
            found.append(Said(problem.message, problem.params))
    return found


def _unconfirmed(typed: Mapping[str, str]) -> list[Problem]:
    return [
        Problem(NOT_CONFIRMED, f"signed_{side}", params={"who": Said(CHIEF_NAMES[side])})
        for side in SIDES
        if typed.get(f"signed_{side}") != "yes"
    ]


def _days(ground: _Ground, on: date | None) -> list[Problem]:
    """Return what is wrong with the day of the signature beside the table's own days."""
    if on is None:
        return []
    rows: list[TalksOffer] = ground.played.rows
    problems = []
    if rows and on < rows[-1].made_on:
        problems.append(Problem(BEFORE_OFFERS, "draft_signed_on", on.isoformat(), params={"day": rows[-1].made_on}))
    gone = talks_rounds.spent(ground.row, ground.found)
    if gone is not None and on <= gone.params["day"]:
        problems.append(Problem(SAME_DRAFT, "draft_signed_on", on.isoformat(), params=gone.params))
    return problems


def _withdrawable(ground: _Ground, today: date) -> bool:
    """Tell whether the signatures may be taken back: they stand, and no vote was planned, held or won on them."""
    row, found = ground.row, ground.found
    why = talks_rounds.closed(row, found, today=today)
    return row.draft_signed_on is not None and why is not None and why.message == talks_rounds.SIGNED
