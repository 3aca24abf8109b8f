"""What the learner may do, and what the rules say against it.

What can't be done at all (nothing to accept, a day gone by) is refused and leaves no trace. What could be done and may
not be is noted with its article; where it is an error it has no effect.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.talks import teams
from mediation.domain.talks.finding import Finding
from mediation.domain.talks.place import SIDES, first_required
from mediation.domain.talks.practice import counterpart
from mediation.domain.talks.practice.course import Course, Move
from mediation.domain.talks.practice.sessions import offer
from mediation.domain.talks.state import Filing, Request
from mediation.domain.talks.steps import next_steps, situations
from mediation.domain.talks.vote import result

NOT_NOW: Final = N_("现在还不能办理这一步")
NO_DAY: Final = N_("请按 2026-11-16 的格式填写日期")
BEFORE: Final = N_("日期早于 %(day)s")
CHOOSE: Final = N_("请选择")
NO_MATTER: Final = N_("对方没有拒绝、拖延，协商也没有陷入僵局，不能采取“%(step)s”")
TAKEN: Final = N_("这一步已经采取过")
WAIT: Final = N_("在期限届满或者出现相应情形后再采取")
NOT_NEXT: Final = N_("应先采取“%(first)s”，再采取“%(step)s”")
IN_ORDER: Final = N_("按规定的先后办理")
NO_REFUSAL: Final = N_("本次协商属于不得拒绝或者拖延的事项，仍予拒绝")
AGREE: Final = N_("同意协商，并在期限内书面答复")
UNJUSTIFIED: Final = N_("没有正当理由拒绝协商，总工会可以发出整改意见书")
NO_REASON: Final = N_("拒绝协商没有书面说明理由")
GIVE_REASON: Final = N_("拒绝的，应当书面说明正当理由")
REASONS: Final = ("difficult", "precedent", "busy")
"""Reasons that a learner may give for a refusal; none of them is a valid one in the invented firms."""
DID: Final[Mapping[str, str]] = {
    "request": N_("您方发出协商要约书"), "accepted": N_("您方书面答复，同意协商"),
    "refused": N_("您方书面答复，拒绝协商"), "agree": N_("您方改变态度，书面同意协商"),
    "step": N_("您方采取了下一步：%(step)s"), "name": N_("您方确定代表 %(count)d 人，首席代表 %(chief)s，并书面告知"),
    "ask": N_("您方要求对方提供与协商有关的情况和资料"), "give": N_("您方按要求提供了情况和资料"),
    "plan": N_("您方约定首次协商会议的日期：%(session)s"), "draft": N_("双方首席代表在草案上签字"),
    "papers": N_("您方将草案和材料送交职工代表，定于 %(vote)s 表决"),
    "notice": N_("您方将草案通过的情况书面通知用人单位"), "sign": N_("双方首席代表签订协议"),
    "file": N_("您方将协议报送人力资源社会保障部门"), "publish": N_("双方向全体人员公布协议"),
    "leave": N_("您方终止了协商"),
}  # fmt: skip
"""What is written down when a move took effect."""


def read_day(move: Move, name: str, least: date | None = None) -> date:
    """Return the day typed under `name`; raises Refused for none, or one before `least`."""
    text = str(move.values.get(name, "")).strip()
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Refused(Problem(NO_DAY, name, text[:20])) from None
    if least is not None and found < least:
        raise Refused(Problem(BEFORE, name, text, f"≥ {least.isoformat()}", {"day": least.isoformat()}))
    return found


def do(course: Course, move: Move) -> None:
    """Do a move on the day the course has come to; raises Refused for what can't be done."""
    if move.kind not in doable(course):
        raise Refused(Problem(NOT_NOW, "kind", move.kind))
    MOVES[move.kind](course, move)


def _said(course: Course, word: str, **params: object) -> None:
    course.say(course.role, DID[word], **params)


def _request(course: Course, move: Move) -> None:
    if course.take(move.kind, proposed_on=course.day, received_on=course.day):
        _said(course, "request")


def _reply(course: Course, move: Move) -> None:
    word = move.values.get("reply")
    if word not in ("accepted", "refused"):
        raise Refused(Problem(CHOOSE, "reply"))
    given = str(move.values.get("reason", ""))
    reason = given if word == "refused" and given in REASONS else ""
    if word == "refused":
        course.note(move.kind, _refusal(course, reason))
    course.set(replied_on=course.day, reply=word, refusal_reason=reason, reason_valid=False if reason else None)
    _said(course, word)


def _refusal(course: Course, reason: str) -> list[Finding]:
    """Return what is wrong with refusing: no scenario gives a valid reason."""
    rows, today = course.ground.rows, course.day
    found = []
    strict, row = (first_required(rows, one, today) for one in ("mandatory.refusal", "refusal.reason"))
    if course.talks.mandatory and strict is not None:
        found.append(Finding("warning", "mandatory.refusal", NO_REFUSAL, AGREE, strict.row.law, strict.row.verified))
    unjustified = next((one for place in rows for one in place.steps if one.unjustified), None)
    if unjustified is not None:
        found.append(Finding("warning", "refusal.unjustified", UNJUSTIFIED, AGREE, unjustified.law, "V"))
    if row is not None and not reason:
        found.append(Finding("warning", "refusal.reason", NO_REASON, GIVE_REASON, row.row.law, row.row.verified))
    return found


def _agree(course: Course, move: Move) -> None:
    if course.take(move.kind, agreed_later_on=course.day):
        _said(course, "agree")


def _step(course: Course, move: Move) -> None:
    talks, rows = course.talks, course.ground.rows
    known = {one.id: one for place in reversed(rows) for one in place.steps}
    wanted = known.get(str(move.values.get("step", "")))
    if wanted is None:
        raise Refused(Problem(CHOOSE, "step"))
    if wanted.id in talks.steps_taken:
        raise Refused(Problem(TAKEN, "step"))
    steps = next_steps(talks, situations(talks, course.clocks(), rows=rows, today=course.day), rows=rows)
    facts = {"step": wanted.title["zh"], "step_key": wanted.id}
    called = next((one for one in steps if one.step.id == wanted.id), None)
    if called is None:
        course.note(move.kind, [Finding("error", "step.none", NO_MATTER, WAIT, wanted.law, wanted.verified, facts)])
        return
    if not called.open:
        skipped = next(known[one] for one in wanted.after if one not in talks.steps_taken)
        facts |= {"first": skipped.title["zh"], "first_key": skipped.id}
        found = Finding("warning", "step.order", NOT_NEXT, IN_ORDER, wanted.law, wanted.verified, facts)
        course.note(move.kind, [found])
    course.set(steps_taken={**talks.steps_taken, wanted.id: course.day})
    _said(course, "step", step=wanted.title["zh"], step_key=wanted.id)


def _name(course: Course, move: Move) -> None:
    people = {one.id: one for one in course.ground.scenario.sides[course.role].people}
    chosen = [people[ident] for ident in dict.fromkeys(move.values.get("people", ())) if ident in people]
    chief = str(move.values.get("chief", ""))
    if not chosen:
        raise Refused(Problem(CHOOSE, "people"))
    own = counterpart.team_of(course, course.role, chosen, chief)
    scenario = course.ground.scenario
    found = teams.check([*course.members, *own], scenario.unit, rows=course.ground.rows,
                        calendar=course.ground.calendar, today=course.day)  # fmt: skip
    both = course.other in course.talks.named
    mine = [one for one in found if one.side == course.role or (not one.side and (both or one.code != "team.balance"))]
    if not course.note(move.kind, mine):
        return
    course.members += own
    course.set(named={**course.talks.named, course.role: course.day})
    _said(course, "name", count=len(own), chief=next(one.name for one in own if one.chief))


def _ask(course: Course, move: Move) -> None:
    course.set(requests=(*course.talks.requests, Request(course.other, course.day)))
    _said(course, "ask")


def _give(course: Course, move: Move) -> None:
    given = tuple(
        Request(one.asked, one.asked_on, course.day) if one.asked == course.role and one.given_on is None else one
        for one in course.talks.requests
    )
    if course.take(move.kind, requests=given):
        _said(course, "give")


def _plan(course: Course, move: Move) -> None:
    session = read_day(move, "session", course.day)
    if course.take(move.kind, first_session_on=session):
        _said(course, "plan", session=session)


def _draft(course: Course, move: Move) -> None:
    start = read_day(move, "from")
    until = read_day(move, "until", start)
    if course.take(move.kind, draft_signed_on=course.day, term_from=start, term_until=until):
        _said(course, "draft")


def _papers(course: Course, move: Move) -> None:
    vote = read_day(move, "vote_on", course.day)
    if course.take(move.kind, papers_sent_on=course.day, vote_on=vote):
        _said(course, "papers", vote=vote)


def _vote(course: Course, move: Move) -> None:
    secret = move.values.get("secret") == "yes"
    outcome = result(counterpart.ballots(course, secret=secret), rows=course.ground.rows, on=course.day)
    against = [one for one in outcome.findings if one.code not in ("vote.quorum", "vote.majority")]
    before = course.found(course.talks)
    after = course.found(replace(course.talks, vote_on=course.day, adopted=outcome.adopted))
    if course.note(move.kind, [*against, *(one for one in after if one not in before)]):
        counterpart.count_votes(course, secret=secret)


def _notice(course: Course, move: Move) -> None:
    if course.take(move.kind, adoption_notice_on=course.day):
        _said(course, "notice")


def _sign(course: Course, move: Move) -> None:
    start = read_day(move, "from")
    until = read_day(move, "until", start)
    if course.take(move.kind, signed_on=course.day, term_from=start, term_until=until):
        _said(course, "sign")


def _file(course: Course, move: Move) -> None:
    if course.take(move.kind, filings=(*course.talks.filings, Filing(course.day))):
        _said(course, "file")


def _publish(course: Course, move: Move) -> None:
    if course.take(move.kind, published_on=course.day):
        _said(course, "publish")
        course.over = "done"


def _wait(course: Course, move: Move) -> None:
    """Let the days go by."""


def _leave(course: Course, move: Move) -> None:
    _said(course, "leave")
    course.over = "left"


MOVES: Final[Mapping[str, Callable[[Course, Move], None]]] = {
    "request": _request, "reply": _reply, "agree": _agree, "step": _step, "name": _name, "ask": _ask, "give": _give,
    "plan": _plan, "offer": offer, "draft": _draft, "papers": _papers, "vote": _vote, "notice": _notice, "sign": _sign,
    "file": _file, "publish": _publish, "wait": _wait, "leave": _leave,
}  # fmt: skip
KINDS: Final = tuple(MOVES)


def doable(course: Course) -> tuple[str, ...]:
    """Return what the learner could do now, lawful or not."""
    if course.over:
        return ()
    talks, workers = course.talks, course.role == SIDES[0]
    proposes, talking = talks.proposer == course.role, talks.agreed_on is not None
    signed_first = course.ground.signed_first(course.day)
    pending, settled = talks.adopted is not True, course.agreed
    open_to = {
        "request": proposes and talks.proposed_on is None,
        "reply": not proposes and talks.received_on is not None and talks.replied_on is None,
        "agree": not proposes and talks.refused,
        "step": proposes and talks.received_on is not None and not talking,
        "name": talking and course.role not in talks.named,
        "ask": talking and not any(one.asked == course.other for one in talks.requests),
        "give": any(one.asked == course.role and one.given_on is None for one in talks.requests),
        "plan": talking and not talks.sessions,
        "offer": course.both_named and not settled,
        "draft": settled and signed_first and talks.draft_signed_on is None,
        "papers": workers and settled and pending,
        "vote": workers and settled and pending,
        "notice": workers and settled and talks.adopted is True and talks.adoption_notice_on is None,
        "sign": settled and not signed_first and talks.signed_on is None,
        "file": not workers and settled and course.effect() is None,
        "publish": settled,
        "wait": True,
        "leave": True,
    }
    return tuple(kind for kind in KINDS if open_to[kind])
