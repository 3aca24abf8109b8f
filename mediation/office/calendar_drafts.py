"""Next year's holiday list: proposed by one supervisor, confirmed by another person, then published with the rules.

A list is a draft of rules of the kind `calendar`; what it moves is rehearsed before anybody confirms it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.holidaychecks import check
from mediation.domain.holidaylist import HolidayList, file_text
from mediation.domain.holidaytext import read_notice
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.domain.rulebook import RuleBook
from mediation.domain.workdays import written
from mediation.models.rulebook import RuleDraft, RuleVersion
from mediation.office import rule_drafts, rule_rehearsals, rule_versions, rules
from mediation.office.rule_drafts import Proposal

KIND: Final = "calendar"
WORDS_LENGTH: Final = 20_000
MOST_NAMED: Final = 20
COUNT: Final = N_("与这份安排算出的天数不符：请对照通知逐月重新数")


@dataclass(frozen=True)
class Proposed:
    """A list as the form gives it; `words`: the text it was read from; `answered`: its questions were looked into."""

    given: HolidayList
    words: str = ""
    answered: bool = False


def propose(session: Session, proposed: Proposed, *, by: Reader, now: datetime) -> RuleDraft:
    """Keep a list as a draft and let the worker rehearse it.

    Raises Refused with every fault, and for questions nobody has looked into.
    """
    access.require(by, "rules.draft")
    given, remarks = proposed.given, check(proposed.given)
    faults = [one.problem for one in remarks if one.fault]
    if faults:
        raise Refused(faults)
    questions = [*(one.problem for one in remarks), *_against_words(given, proposed.words)]
    if questions and not proposed.answered:
        asking = N_("有 %(count)d 处需要对照通知原文核对，核对后请勾选")
        raise Refused([*questions, Problem(asking, "answered", params={"count": len(questions)})])
    overlay, split = overlay_of(given, rules.current().book)
    change = {
        "list": given.stored(), "words": proposed.words[:WORDS_LENGTH], "split": split,
        "questions": [{"message": one.message, "params": dict(one.params)} for one in questions],
    }  # fmt: skip
    row = rule_drafts.make(
        session, Proposal(f"{given.year}年放假安排", KIND, overlay, change), by=by, now=now
    )  # fmt: skip
    return row if row.faults else rule_rehearsals.ask(session, row.id, by=by, now=now)


def _against_words(given: HolidayList, words: str) -> list[Problem]:
    """Return what a notice and the form disagree about, or what in the notice wasn't understood; none for other words.
    """
    reading = read_notice(words, given.year)
    if not reading.items:
        return []
    found, told = [replace(one, field="") for one in reading.problems], reading.list()
    for message, typed, said in (
        (N_("放假日期与所贴通知读出的不同：%(days)s"), set(given.off), set(told.off)),
        (N_("补班日与所贴通知读出的不同：%(days)s"), set(given.work), set(told.work)),
    ):
        if typed != said:
            days = "、".join(written(day) for day in sorted(typed ^ said)[:MOST_NAMED])
            found.append(Problem(message, params={"days": days}))
    return found


def overlay_of(given: HolidayList, book: RuleBook) -> tuple[dict[str, str], list[str]]:
    """Return the files a list makes, and the days that went into the file of a neighbouring year.

    Raises Refused where such a year has no list of its own, or one that says otherwise.
    """
    notice = given.notice
    told = {
        "title": notice.title, "number": notice.number, "date": notice.on.isoformat() if notice.on else "",
        "source": notice.source, "verified": notice.verified,
    }  # fmt: skip
    files, split = {_path(given.year): file_text(given.year, told, *given.of_year(given.year))}, []
    for year in given.others():
        text, days = _amended(given, year, book)
        split += [day.isoformat() for day in days]
        if text:
            files[_path(year)] = text
    return files, split


def _path(year: int) -> str:
    return f"workdays/{year}.yaml"


def _amended(given: HolidayList, year: int, book: RuleBook) -> tuple[str, list[date]]:
    """Return a neighbouring year's file with the days that this list adds to it; empty where it has them all."""
    off, work = given.of_year(year)
    days = sorted(off | work)
    own = next((one for one in book.calendars if one.year == year), None)
    nth = next(at for at, one in enumerate(given.holidays) if set(days) & {*one.days(), *one.work})
    field, params = f"holidays[{nth}].first", {"days": "、".join(map(written, days)), "year": year}
    if own is None:
        message = N_("%(days)s 属于 %(year)d 年，而该年的安排尚未载入：请先载入该年的安排，再载入这一份")
        raise Refused(Problem(message, field, params=params))
    if off & own.work or work & own.off:
        message = N_("%(days)s 与已载入的 %(year)d 年安排相反：请先核对并更正该年的安排")
        raise Refused(Problem(message, field, params=params))
    if off <= own.off and work <= own.work:
        return "", []
    added = "、".join(one.isoformat() for one in days)
    told = {
        "title": own.notice["zh"], "number": own.notice["number"], "date": str(own.notice["date"]),
        "source": f"{own.source}；{added} 据{given.notice.title}（{given.notice.number}）",
        "verified": own.verified,
    }  # fmt: skip
    return file_text(year, told, own.off | off, own.work | work), days


def get(session: Session, draft_id: str, *, user: Reader) -> RuleDraft:
    """Return a draft of a holiday list. Raises NotFound for a draft of anything else."""
    access.require(user, "rules.status")
    row = Scope(session, user).get(RuleDraft, draft_id)
    if row.kind != KIND:
        raise NotFound(N_("找不到该内容。"))
    return row


def list_of(row: RuleDraft) -> HolidayList:
    """Return the list that a draft proposes."""
    return HolidayList.read(row.change["list"])


def confirm(
    session: Session, draft_id: str, counts: Mapping[str, int | None], *, by: Reader, now: datetime
) -> RuleVersion | None:
    """Confirm a list as the second person, who has counted its working and make-up days; publish it where `by` may.

    Returns the version, None where somebody else must publish. Raises Refused for a wrong count and for the maker,
    Conflict before the rehearsal has shown what would move.
    """
    row = get(session, draft_id, user=by)
    access.require(by, "rules.confirm")
    if row.rehearsal != "done":
        raise Conflict(N_("演练尚未完成：请等会变动的日期列出后再确认。"))
    if row.made_by == by.id:
        raise Refused(Problem(N_("放假安排须由填写人以外的人员核对确认")))
    given = list_of(row)
    right = {"workdays": given.workdays(), "makeup": sum(day.year == given.year for day in given.work)}
    wrong = [name for name, count in right.items() if counts.get(name) != count]
    if wrong:
        raise Refused([Problem(COUNT, name) for name in wrong])
    rule_drafts.confirm(session, draft_id, by=by, now=now, counted=True)
    return publish(session, draft_id, by=by, now=now) if access.may(by, "rules.publish") else None


def publish(session: Session, draft_id: str, *, by: Reader, now: datetime) -> RuleVersion:
    """Put a confirmed list in force. Whoever commits calls `rules.look_now()`."""
    row = get(session, draft_id, user=by)
    note = f"{row.change['list']['notice']['title']}（{row.change['list']['notice']['number']}）"
    return rule_versions.publish(session, draft_id, by=by, now=now, note=note)


def stored_questions(row: RuleDraft) -> list[Problem]:
    """Return the questions that were open when the list was proposed, for the second person to look into."""
    kept: list[dict[str, Any]] = row.change.get("questions", [])
    return [Problem(one["message"], params=one["params"]) for one in kept]
