"""What the scripted side and the authority do by themselves as the days go by: lawful, and by the scenario's script."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from mediation.domain.refusals import N_
from mediation.domain.talks import teams
from mediation.domain.talks.place import first_required
from mediation.domain.talks.practice.course import AUTHORITY, NOBODY, Course
from mediation.domain.talks.practice.scenario import Person
from mediation.domain.talks.practice.worth import POINT, candidates, worth
from mediation.domain.talks.rounding import half_up
from mediation.domain.talks.state import Filing, Request, concluded_on
from mediation.domain.talks.steps import next_step, next_steps, situations
from mediation.domain.talks.teams import Representative
from mediation.domain.talks.vote import Count, result
from mediation.domain.workdays import next_workday

REQUESTS: Final = N_("对方发出协商要约书，要求就工资等事项进行集体协商")
AGREES: Final = N_("对方书面答复，同意协商")
REFUSES: Final = N_("对方书面答复，拒绝协商")
AGREES_AFTER_ALL: Final = N_("对方改变态度，书面同意协商")
STEP_TAKEN: Final = N_("对方采取了下一步：%(step)s")
NAMES: Final = N_("对方确定代表 %(count)d 人，首席代表 %(chief)s，并书面告知")
AGAIN: Final = N_("您方代表人数不符合规定，须重新确定")
ASKS: Final = N_("对方要求您方提供与协商有关的情况和资料")
PLANS: Final = N_("对方约定首次协商会议的日期：%(session)s")
GIVES: Final = N_("对方按要求提供了情况和资料")
SENDS: Final = N_("对方将草案和材料送交职工代表，定于 %(vote)s 表决")
VOTED: Final = N_("职工代表大会表决：全体 %(whole)d 人，到会 %(present)d 人，赞成 %(yes)d 票；%(note)s")
PASSED: Final = N_("草案获得通过")
FAILED: Final = N_("草案未获通过，须重新协商")
NOTIFIES: Final = N_("对方将草案通过的情况书面通知用人单位")
FILES: Final = N_("对方将协议报送人力资源社会保障部门")
IN_FORCE: Final = N_("人力资源社会保障部门在期限内没有提出异议，协议于 %(day)s 生效")
PRESS_EVERY: Final = 7
ANNOUNCED: Final = 9
"""Days from sending the papers to the vote."""


def act(course: Course) -> None:
    """Do what is due today."""
    for duty in (_request, _reply, _yield, _press, _name, _ask, _plan, _give, _papers, _vote, _notify, _file, _effect):
        duty(course)


def _request(course: Course) -> None:
    if course.talks.proposer == course.other and course.talks.proposed_on is None:
        course.set(proposed_on=course.day, received_on=course.day)
        course.say(course.other, REQUESTS)


def _asked(course: Course) -> bool:
    """Say whether the scripted side is the one that was asked for talks."""
    return course.talks.other == course.other and course.talks.received_on is not None


def _reply(course: Course) -> None:
    script, talks = course.opponent.script, course.talks
    if not _asked(course) or talks.replied_on is not None or script.reply == "silent":
        return
    if course.later(talks.received_on, max(script.reply_after + course.shaken("reply", 2), 1)):
        course.set(replied_on=course.day, reply=script.reply, refusal_reason=script.reason.get("zh", ""))
        course.say(course.other, REFUSES if script.reply == "refused" else AGREES)


def _yield(course: Course) -> None:
    script, talks = course.opponent.script, course.talks
    if not _asked(course) or talks.agreed_on is not None or not script.yields_to:
        return
    if course.later(talks.steps_taken.get(script.yields_to), script.yields_after):
        late = {"agreed_later_on": course.day} if talks.replied_on else {"replied_on": course.day, "reply": "accepted"}
        course.set(**late)
        course.say(course.other, AGREES_AFTER_ALL)


def _press(course: Course) -> None:
    """Take the next lawful step, once a week, against a learner who refuses or doesn't answer in time."""
    talks = course.talks
    if talks.proposer != course.other or talks.agreed_on is not None:
        return
    last = max(talks.steps_taken.values(), default=None)
    if last is not None and not course.later(last, PRESS_EVERY):
        return
    rows = course.ground.rows
    found = situations(talks, course.clocks(), rows=rows, today=course.day)
    following = next_step(next_steps(talks, found, rows=rows))
    if following is not None:
        course.set(steps_taken={**talks.steps_taken, following.step.id: course.day})
        course.say(course.other, STEP_TAKEN, step=following.step.title["zh"], step_key=following.step.id)


def team_of(course: Course, side: str, chosen: list[Person], chief: str) -> list[Representative]:
    """Return representatives of a side from today on."""
    return [
        Representative(
            one.name, side, course.day, chief=one.id == chief, post=one.post, chosen=one.chosen,
            outsider=one.outsider, woman=one.woman,
        )
        for one in chosen
    ]  # fmt: skip


def _name(course: Course) -> None:
    """Name as many people as the learner did where the script has so many, else as many as the place asks for."""
    script, talks = course.opponent.script, course.talks
    if course.other in talks.named or not course.later(talks.agreed_on, script.names_after + course.shaken("team", 1)):
        return
    row = first_required(course.ground.rows, "team.least", course.day)
    count = max(row.row.number if row else 1, sum(one.side == course.role for one in course.members))
    people = {one.id: one for one in course.opponent.people}
    team = [people[ident] for ident in script.team[:count]]
    course.members += team_of(course, course.other, team, script.team[0])
    course.set(named={**talks.named, course.other: course.day})
    course.say(course.other, NAMES, count=len(team), chief=team[0].name)
    _balance(course)


def _balance(course: Course) -> None:
    """Take back the learner's team where it turns out to be larger than it may be beside the other one."""
    if not course.both_named:
        return
    ground = course.ground
    found = teams.check(
        course.members, ground.scenario.unit, rows=ground.rows, calendar=ground.calendar, today=course.day
    )
    if course.note("name", [one for one in found if one.code == "team.balance"]):
        return
    course.members = [one for one in course.members if one.side != course.role]
    course.set(named={course.other: course.day})
    course.say(NOBODY, AGAIN)


def _ask(course: Course) -> None:
    talks = course.talks
    asked = any(one.asked == course.role for one in talks.requests)
    if course.opponent.script.asks and course.both_named and not asked:
        course.set(requests=(*talks.requests, Request(course.role, course.day)))
        course.say(course.other, ASKS)


def _plan(course: Course) -> None:
    talks = course.talks
    if talks.proposer == course.other and course.both_named and talks.first_session_on is None:
        course.set(first_session_on=next_workday(course.day + timedelta(days=10), course.ground.calendar))
        course.say(course.other, PLANS, session=course.talks.first_session_on)


def _give(course: Course) -> None:
    """Give the information asked for three days before the first session, or the day after it was asked."""
    talks, first = course.talks, course.talks.first_session_on
    if first is None:
        return
    found = []
    for one in talks.requests:
        due = one.asked == course.other and one.given_on is None
        if due and course.later(one.asked_on, 1) and course.later(first, -3):
            one = Request(one.asked, one.asked_on, course.day)
            course.say(course.other, GIVES)
        found.append(one)
    course.set(requests=tuple(found))


def _papers(course: Course) -> None:
    talks = course.talks
    if course.other != "workers" or not course.agreed or talks.adopted is not None or talks.papers_sent_on is not None:
        return
    ready = talks.draft_signed_on if course.ground.signed_first(course.day) else _last_session(course)
    if course.later(ready, 2):
        vote = next_workday(course.day + timedelta(days=ANNOUNCED), course.ground.calendar)
        course.set(papers_sent_on=course.day, vote_on=vote)
        course.say(course.other, SENDS, vote=vote)


def _last_session(course: Course) -> date | None:
    return max((one.on for one in course.talks.sessions), default=None)


def _vote(course: Course) -> None:
    talks = course.talks
    if course.other == "workers" and talks.papers_sent_on and talks.adopted is None and talks.vote_on == course.day:
        count_votes(course, secret=True)


def count_votes(course: Course, *, secret: bool) -> None:
    """Hold the vote today: record how it came out, and take a draft that failed back to the table."""
    outcome = result(ballots(course, secret=secret), rows=course.ground.rows, on=course.day)
    course.votes.append(outcome)
    facts = {"whole": outcome.quorum.whole, "present": outcome.quorum.part, "yes": outcome.majority.part}
    course.set(vote_on=course.day, adopted=outcome.adopted)
    course.say("workers", VOTED, **facts, note=PASSED if outcome.adopted else FAILED)
    if not outcome.adopted:
        course.reopen()


def ballots(course: Course, *, secret: bool) -> Count:
    """Return the ballots: the better the agreement is for the workers, the more say yes.

    From 52 of a hundred delegates at their walk-away point to 92 at the best agreement there is; below it less than
    half, and no more than 45 of a hundred where a limit is broken.
    """
    congress, side = course.ground.scenario.congress, course.ground.scenario.sides["workers"]
    found = worth(course.ground, "workers", course.terms)
    least, most = side.walk_away * POINT, max(one.worth["workers"].total for one in candidates(course.ground))
    if found.total >= least:
        share = Fraction(52) + Fraction(40 * (found.total - least), max(most - least, 1))
    else:
        share = Fraction(48 * found.total, least)
    share = share if found.fine else min(share, Fraction(45))
    yes = min(half_up(share * congress.delegates / 100), congress.present)
    return Count(congress.delegates, congress.present, yes, congress.present - yes, body=congress.body, secret=secret)


def _notify(course: Course) -> None:
    talks = course.talks
    waiting = bool(talks.adopted) and talks.adoption_notice_on is None
    if course.other == "workers" and waiting and course.later(talks.vote_on, 1):
        course.set(adoption_notice_on=course.day)
        course.say(course.other, NOTIFIES)


def _file(course: Course) -> None:
    talks = course.talks
    if course.other != "employer" or talks.filings or not talks.adopted:
        return
    signed_first = course.ground.signed_first(course.day)
    since = talks.adoption_notice_on if signed_first else concluded_on(talks, course.ground.rows)
    if course.later(since, course.opponent.script.files_after):
        course.set(filings=(Filing(course.day),))
        course.say(course.other, FILES)


def _effect(course: Course) -> None:
    if not course.talks.filings or any(one.said.message == IN_FORCE for one in course.events):
        return
    found = course.effect()
    if found is not None:
        course.say(AUTHORITY, IN_FORCE, day=found.on)
