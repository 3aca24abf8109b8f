"""Votes on a draft: planned with the papers' day, counted by the rules of the place, told to the employer.

What is voted on is frozen when the vote is planned; a draft changed since then must be voted on anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.talks import vote as counting
from mediation.domain.talks.offers import table
from mediation.domain.talks.wording import stored
from mediation.domain.worktime import station_day
from mediation.models.talks import Talks
from mediation.models.talks_end import BODIES, WAYS, TalksVote
from mediation.office import talks, talks_standing, talks_state
from mediation.office.talks_typed import day, number, words

FIELDS: Final = {
    "order.papers_sent_on": "papers_sent_on", "order.vote_on": "on", "ahead.vote_on": "on", "signature": "draft",
    "ahead.papers_sent_on": "papers_sent_on", "order.adoption_notice_on": "adoption_notice_on",
    "ahead.adoption_notice_on": "adoption_notice_on", "vote.notice": "adoption_notice_on",
}  # fmt: skip
"""Which field of the forms a finding is about."""
COUNTS: Final = ("present", "yes", "no", "abstain", "invalid")
MOST_TEXT: Final = 200
MOST_PHONES: Final = 5000
NOTHING_AGREED: Final = N_("还没有任何条款达成一致，没有可以提交表决的草案")
STILL_OPEN: Final = N_("“%(clause)s”还有方案在桌上，没有达成一致：请先达成一致或者撤回")
ANOTHER: Final = N_("已有一次表决在筹备或者进行中，请先计票或者取消")
DONE: Final = N_("草案已经表决通过，不需要再次表决")
NOT_OPEN: Final = N_("这次表决已经计票或者取消，请刷新页面查看。")
CHANGED: Final = N_("草案在提交表决后又有改动，须就改动后的草案重新表决")


@dataclass(frozen=True)
class Draft:
    """What may be put to the vote: the agreed clauses as stored values, and the titles of those still in dispute."""

    clauses: Mapping[str, Any]
    open: Mapping[str, Mapping[str, str]]


def draft_of(session: Session, row: Talks) -> Draft:
    """Return the draft as it stands: what is agreed, clause by clause."""
    rows = talks_state.offer_rows(session, row)
    library = talks_state.shelf(rows)
    now = table(talks_state.offers_of(rows, library), row.agenda, library)
    titles = {key: library[key].title for key in now.in_dispute()}
    return Draft({key: stored(values) for key, values in now.agreed().items()}, titles)


def plan(
    session: Session, talks_id: str, given: Mapping[str, str], *, by: Reader, now: datetime, version: int | None = None
) -> TalksVote:
    """Plan a vote on the draft as it stands (`on`, `body`, `way`, `delegates`, `papers_sent_on`, `vote_place`).

    Raises Refused with every fault; Conflict while another vote is under way or after adoption.
    """
    row = talks.held(session, talks_id, "talks.vote", by=by, version=version)
    known = talks.findings(session, row, now=now)
    gathered = talks_state.gather(session, row)
    last = gathered.vote
    if last is not None and last.state in ("planned", "open"):
        raise Conflict(ANOTHER)
    if talks_standing.adopted(gathered, today=station_day(now)) is not None:
        raise Conflict(DONE)
    draft = draft_of(session, row)
    vote = _read(row, given, draft, number_of=len(gathered.votes) + 1)
    vote.noted_by = by.id
    session.add(vote)
    row.adoption_notice_on = None
    fields = {"vote": vote.number, "body": vote.body, "way": vote.way, "on": vote.on, "delegates": vote.delegates}
    talks.settle(session, row, "talks.vote_plan", by=by, now=now, fields=fields, field_of=FIELDS, known=known)
    return vote


def note_papers(session: Session, vote_id: str, given: Mapping[str, str], *, by: Reader, now: datetime) -> TalksVote:
    """Note the day on which the draft and its papers went to the delegates (`papers_sent_on`)."""
    vote, row = held(session, vote_id, by=by)
    known = talks.findings(session, row, now=now)
    problems: list[Problem] = []
    vote.papers_sent_on = day(given, "papers_sent_on", problems)
    if problems:
        raise Refused(problems)
    session.add(vote)
    fields = {"vote": vote.number, "papers_sent_on": vote.papers_sent_on}
    talks.settle(session, row, "talks.vote_papers", by=by, now=now, fields=fields, field_of=FIELDS, known=known)
    return vote


def count(session: Session, vote_id: str, given: Mapping[str, str], *, by: Reader, now: datetime) -> TalksVote:
    """Enter the count of a vote on paper (`present`, `yes`, `no`, `abstain`, `invalid`, `secret`, `counters`).

    Whether it is adopted the rules of the place say. Raises Refused with everything that is wrong in the form.
    """
    vote, row = held(session, vote_id, by=by)
    if vote.way == "phone":
        raise Conflict(N_("手机表决由系统计票，请在截止后结束表决。"))
    problems: list[Problem] = []
    heads = {name: number(given, name, problems) for name in COUNTS}
    if "present" not in {one.field for one in problems}:
        problems += counting.impossible(_ballots(vote, heads))
    counters = words(given, "counters", problems, most=MOST_TEXT)
    answer = given.get("secret", "")
    if answer not in ("yes", "no"):
        problems.append(Problem(N_("请说明是否采用无记名投票"), "secret"))
    if problems:
        raise Refused(problems)
    vote.counters = counters
    settle_count(session, row, vote, heads, secret=answer == "yes", by=by, now=now)
    return vote


def settle_count(
    session: Session, row: Talks, vote: TalksVote, heads: Mapping[str, int], *, secret: bool, by: Reader, now: datetime
) -> None:
    """Store a count and what the rules of the place make of it; raises Refused for a draft changed since the plan."""
    known = talks.findings(session, row, now=now)
    if dict(draft_of(session, row).clauses) != vote.draft:
        raise Conflict(CHANGED)
    outcome = counting.result(_ballots(vote, heads, secret=secret), rows=talks_state.chain_of(row), on=vote.on)
    for name in COUNTS:
        setattr(vote, name, heads[name])
    vote.secret, vote.adopted, vote.for_lawyer = secret, outcome.adopted, outcome.for_lawyer
    vote.state, vote.counted_at = "counted", now
    session.add(vote)
    fields = {"vote": vote.number, **heads, "delegates": vote.delegates, "adopted": vote.adopted}
    talks.settle(session, row, "talks.vote_count", by=by, now=now, fields=fields, field_of=FIELDS, known=known)


def _ballots(vote: TalksVote, heads: Mapping[str, int], *, secret: bool | None = None) -> counting.Count:
    return counting.Count(delegates=vote.delegates, body=vote.body, secret=secret, **heads)


def cancel(session: Session, vote_id: str, *, reason: str, by: Reader, now: datetime) -> TalksVote:
    """Call a vote off before it is counted; raises Refused without a reason."""
    vote, row = held(session, vote_id, by=by)
    known = talks.findings(session, row, now=now)
    reason = reason.strip()
    if not reason or len(reason) > MOST_TEXT:
        raise Refused(Problem(N_("请写明取消的原因（不超过 %(most)d 字）"), "reason", "", params={"most": MOST_TEXT}))
    vote.state = "cancelled"
    session.add(vote)
    fields = {"vote": vote.number, "reason": reason}
    talks.settle(session, row, "talks.vote_cancel", by=by, now=now, fields=fields, known=known)
    return vote


def clear(session: Session, vote_id: str, *, by: Reader, now: datetime) -> TalksVote:
    """Note that a lawyer confirmed an adoption that hangs on exactly the share asked."""
    vote, row = held(session, vote_id, by=by, counted=True)
    known = talks.findings(session, row, now=now)
    if not vote.for_lawyer or vote.lawyer_cleared_on is not None:
        raise Conflict(N_("这次表决不需要律师确认，或者已经确认。"))
    vote.lawyer_cleared_on = station_day(now)
    session.add(vote)
    talks.settle(session, row, "talks.vote_clear", by=by, now=now, fields={"vote": vote.number}, known=known)
    return vote


def note_adoption(
    session: Session, talks_id: str, given: Mapping[str, str], *, by: Reader, now: datetime, version: int | None = None
) -> Talks:
    """Note the written notice of adoption by the workers' chief (`adoption_notice_on`); the filing clock starts."""
    row = talks.held(session, talks_id, "talks.vote", by=by, version=version)
    known = talks.findings(session, row, now=now)
    vote = talks_state.gather(session, row).vote
    if vote is not None and vote.for_lawyer and vote.lawyer_cleared_on is None:
        raise Conflict(N_("赞成票恰为规定的比例，请先由律师确认表决结果。"))
    problems: list[Problem] = []
    row.adoption_notice_on = day(given, "adoption_notice_on", problems, required=True)
    if problems:
        raise Refused(problems)
    fields = {"adoption_notice_on": row.adoption_notice_on}
    talks.settle(session, row, "talks.adoption_notice", by=by, now=now, fields=fields, field_of=FIELDS, known=known)
    return row


def held(session: Session, vote_id: str, *, by: Reader, counted: bool = False) -> tuple[TalksVote, Talks]:
    """Return a vote and its talks, both locked for a change; Conflict where it is counted or cancelled already."""
    scope = Scope(session, by)
    vote = scope.get(TalksVote, vote_id)
    row = talks.held(session, vote.talks_id, "talks.vote", by=by)
    session.refresh(vote, with_for_update=True)
    if not counted and vote.state not in ("planned", "open"):
        raise Conflict(NOT_OPEN)
    return vote, row


def _read(row: Talks, given: Mapping[str, str], draft: Draft, *, number_of: int) -> TalksVote:
    problems: list[Problem] = []
    if not draft.clauses:
        problems.append(Problem(NOTHING_AGREED, "draft"))
    for title in draft.open.values():
        problems.append(Problem(STILL_OPEN, "draft", params={"clause": title["zh"]}))
    body, way = given.get("body", ""), given.get("way", "")
    if body not in BODIES:
        problems.append(Problem(N_("请选择由谁表决"), "body", body[:20], ", ".join(BODIES)))
    if way not in WAYS:
        problems.append(Problem(N_("请选择表决方式"), "way", way[:20], ", ".join(WAYS)))
    on = day(given, "on", problems, required=True)
    papers = day(given, "papers_sent_on", problems)
    delegates = number(given, "delegates", problems, least=1, most=counting.MOST)
    meeting = words(given, "vote_place", problems, most=MOST_TEXT)
    if way == "phone" and delegates > MOST_PHONES:
        told = Problem(N_("手机表决最多 %(most)d 人"), "delegates", str(delegates), params={"most": MOST_PHONES})
        problems.append(told)
    if problems:
        raise Refused(problems)
    return TalksVote(
        station_id=row.station_id, talks_id=row.id, number=number_of, way=way, body=body, on=on or date.min,
        papers_sent_on=papers, meeting_place=meeting, delegates=delegates, draft=dict(draft.clauses),
        secret=True if way == "phone" else None,
    )  # fmt: skip


def by_id(session: Session, vote_id: str, *, by: Reader) -> TalksVote:
    """Return a vote the user may see; raises NotFound for others."""
    return Scope(session, by).get(TalksVote, vote_id)


def votes_of(session: Session, row: Talks) -> list[TalksVote]:
    """Return the votes of one round in their order."""
    return list(session.exec(select(TalksVote).where(TalksVote.talks_id == row.id).order_by(col(TalksVote.number))))
