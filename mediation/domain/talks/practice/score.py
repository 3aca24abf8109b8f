"""The score of a run: clocks, legality and result, each point with what was done, the rule, and what was better.

It rests on the moves alone, so the same run always has the same score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from mediation.domain.refusals import N_
from mediation.domain.talks.clocks import TalksClock
from mediation.domain.talks.place import Limit, limits_of
from mediation.domain.talks.practice.course import Course, Judged
from mediation.domain.talks.practice.outcome import Deal, deal_of
from mediation.domain.talks.practice.scenario import Texts
from mediation.domain.talks.rounding import half_up
from mediation.domain.talks.steps import next_step, next_steps, situations
from mediation.domain.talks.wording import hundredths
from mediation.domain.workdays import Step, step

Verdict = Literal["good", "bad", "note"]
PARTS: Final[Mapping[str, int]] = {"clocks": 30, "legality": 30, "result": 40}
"""The parts, each of a hundred points, and how many of a hundred each counts."""
WHOLE: Final = 100
ERROR: Final = 20
WARNING: Final = 5
EXPECTED: Final = (
    "talks.reply", "talks.representatives", "talks.information", "talks.papers", "talks.filing", "talks.publication",
)  # fmt: skip
"""The periods that every round of talks comes to, where the place has them."""
GRAVE: Final = ("mandatory.refusal", "refusal.unjustified")
IN_FORCE: Final = 30
AIMS: Final = 50
JOINT: Final = 20
AGREED_ONLY: Final = 10

KEPT: Final = N_("%(day)s 办理，最后日期为 %(last)s")
LATE: Final = N_("%(day)s 才办理，最后日期为 %(last)s")
MISSED: Final = N_("没有办理，最后日期为 %(last)s")
IN_TIME: Final = N_("最迟应在 %(last)s 办理；稳妥的做法是在 %(safe)s 以前办理")
NOT_REACHED: Final = N_("协商没有进行到这一步")
NOTHING_DONE: Final = N_("没有办理任何事项，无从评价")
CLEAN: Final = N_("没有发现不合法的做法")
EFFECT: Final = N_("协议于 %(day)s 生效")
UNFINISHED: Final = N_("条款已经达成一致，但是协议没有生效")
NO_DEAL: Final = N_("没有达成协议")
FINISH: Final = N_("达成一致后，应当办完签字、表决、报送，等到生效后公布")
POSSIBLE: Final = N_("有双方都能接受的方案，您方最多可得 %(best)s 分；按所列条款提出，不应放弃")
OWN: Final = N_("协议对您方值 %(own)s 分；您方的底线 %(walk)s 分，对方也能接受的最好结果 %(best)s 分")
BELOW: Final = N_("协议对您方只值 %(own)s 分，或者突破了某项底线：这样的协议不如不签（底线 %(walk)s 分）")
BELOW_BETTER: Final = N_("在底线以下应当拒绝，继续协商或者申请协调")
MORE: Final = N_("按所列条款，您方可得 %(best)s 分，对方也能接受")
JOINT_LEFT: Final = N_("对方不少得的情况下，您方还可以多得 %(gain)s 分")
JOINT_BETTER: Final = N_("在对您方重要、对方不看重的事项上多要，在对方看重、您方不看重的事项上让步")
JOINT_NONE: Final = N_("没有浪费：要让一方多得，另一方就要少得")
ASK_NEXT: Final = N_("没有要求对方提供资料；资料能说明对方的实际情况，便于提出双方都能接受的方案")
ASKED_WELL: Final = N_("已要求对方提供资料")
STEP_NEXT: Final = N_("对方拒绝、拖延或者协商陷入僵局时，下一步可以采取“%(step)s”")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was judged. `points` are given (or taken off) within the part's hundred.

    `title` is the rule's, where it has one, `law` its articles with the mark `verified`, `receipt` its arithmetic,
    `void` says that what was done had no effect.
    """

    part: str
    verdict: Verdict
    done: Step
    points: int
    title: Texts | None = None
    law: tuple[str, ...] = ()
    verified: str = "V"
    better: Step | None = None
    receipt: tuple[Step, ...] = ()
    void: bool = False


@dataclass(frozen=True)
class Sheet:
    """The whole score: `total` of a hundred, each part of a hundred, every line, and what the agreement came to."""

    total: int
    parts: Mapping[str, int]
    lines: tuple[Line, ...]
    deal: Deal


def score(course: Course) -> Sheet:
    """Return the score of a run as it stands."""
    deal = deal_of(course)
    clocks, legality, result = _clocks(course), _legality(course), _result(course, deal)
    parts = {
        "clocks": sum(one.points for one in clocks),
        "legality": max(WHOLE + sum(one.points for one in legality), 0) if _acted(course) else 0,
        "result": sum(one.points for one in result),
    }
    total = half_up(Fraction(sum(parts[key] * weight for key, weight in PARTS.items()), WHOLE))
    return Sheet(total, parts, (*clocks, *legality, *result), deal)


def _acted(course: Course) -> bool:
    """Say whether the learner did anything that can be judged: more than letting the days go by and leaving."""
    return bool(course.judged) or any(
        one.by == course.role and not (course.over == "left" and one is course.events[-1]) for one in course.events
    )


def own_clocks(course: Course) -> tuple[TalksClock, ...]:
    """Return the legal periods that were the learner's to keep and that are kept, late or expired."""
    found = [*course.past, *course.clocks()]
    return tuple(one for one in found if not one.second and _is_own(one, course.role) and
                 one.state in ("met", "late", "expired"))  # fmt: skip


def _is_own(one: TalksClock, role: str) -> bool:
    own = one.side == role or (not one.side and one.rule.who in ("both", "each_side"))
    return own and one.rule.force == "hard"


def _clocks(course: Course) -> list[Line]:
    """Return a line for each period, also for those the talks never came to; the hundred points are shared out."""
    found, left = own_clocks(course), _not_reached(course)
    count = len(found) + len(left)
    shares = [(nth + 1) * WHOLE // count - nth * WHOLE // count for nth in range(len(found))]
    lines = [_clock(one, points) for one, points in zip(found, shares, strict=True)]
    lines += [Line("clocks", "bad", step(NOT_REACHED), 0, one.title, one.law, one.verified) for one in left]
    return lines + [_reminder(one) for one in course.clocks() if _is_reminder(one, course.role)]


def _not_reached(course: Course) -> list[Limit]:
    """Return the periods of every round of talks that were the learner's and that the run never came to."""
    reached = {one.id for one in own_clocks(course)}
    talks = course.talks
    own = {
        "other_side": talks.other == course.role, "each_side": True, "both": True,
        "asked_side": course.opponent.script.asks, "union": course.role == "workers",
        "employer": course.role == "employer",
    }  # fmt: skip
    found: dict[str, Limit] = {}
    for ident in EXPECTED:
        for _, row in limits_of(course.ground.rows, ident, talks.contract):
            if own.get(row.who) and ident not in reached and row.force == "hard":
                found.setdefault(ident, row)
    return list(found.values())


def _clock(one: TalksClock, points: int) -> Line:
    last = one.limit.last_on or one.limit.safe_on
    kept = one.state == "met"
    done = step(MISSED, last=last) if one.done_on is None else step(KEPT if kept else LATE, day=one.done_on, last=last)
    better = None if kept else step(IN_TIME, last=last, safe=one.limit.safe_on)
    return Line("clocks", "good" if kept else "bad", done, points if kept else 0, one.rule.title, one.law,
                one.rule.verified, better, one.limit.steps)  # fmt: skip


def _is_reminder(one: TalksClock, role: str) -> bool:
    mine = one.side == role or (not one.side and one.rule.who == "both")
    return mine and (one.second or one.rule.force == "remind") and one.state in ("met", "late", "expired")


def _reminder(one: TalksClock) -> Line:
    """Return a tighter period of the wider place, told without points."""
    line = _clock(one, 0)
    return Line("clocks", "note", line.done, 0, line.title, line.law, line.verified, line.better, line.receipt)


def _legality(course: Course) -> list[Line]:
    """Return a line for each thing found; what is only doubtful counts once, however often it was done."""
    if not _acted(course):
        return [Line("legality", "bad", step(NOTHING_DONE), 0)]
    told, lines = set[tuple[str, object]](), list[Line]()
    for one in course.judged:
        mark = one.finding.code, one.finding.facts.get("field_key")
        if one.taken and mark in told:
            continue
        told.add(mark)
        lines.append(_finding(one))
    return lines or [Line("legality", "good", step(CLEAN), 0)]


def _finding(one: Judged) -> Line:
    """Return a line for a finding: an error costs more than a warning, a wider place's tighter rule nothing."""
    found = one.finding
    grave = found.severity == "error" or found.code in GRAVE
    points = 0 if found.second else -(ERROR if grave else WARNING)
    return Line("legality", "bad" if points else "note", step(found.message, **found.facts), points, None, found.law,
                found.verified, step(found.remedy), (), void=not one.taken)  # fmt: skip


def _result(course: Course, deal: Deal) -> list[Line]:
    return [_in_force(course, deal), *_aims(deal), *_joint(deal), *_information(course), *_lawful_step(course)]


def _in_force(course: Course, deal: Deal) -> Line:
    """Return whether there is an agreement in force; one that is worse than none earns nothing."""
    found = course.effect()
    worse = deal.own is not None and not deal.own.fine
    if found is not None:
        return Line("result", "note" if worse else "good", step(EFFECT, day=found.on), 0 if worse else IN_FORCE,
                    law=found.law)  # fmt: skip
    if deal.own is not None:
        return Line("result", "bad", step(UNFINISHED), 0 if worse else AGREED_ONLY, better=step(FINISH))
    better = step(POSSIBLE, best=hundredths(deal.best)) if deal.better else None
    return Line("result", "bad", step(NO_DEAL), 0, better=better)


def _aims(deal: Deal) -> list[Line]:
    """Return how far the learner's own aims were reached: nought at the walk-away point, all at the best there is."""
    if deal.own is None:
        return []
    shown = {"own": hundredths(deal.own.total), "walk": hundredths(deal.walk_away), "best": hundredths(deal.best)}
    if not deal.own.fine:
        return [Line("result", "bad", step(BELOW, own=shown["own"], walk=shown["walk"]), 0, better=step(BELOW_BETTER))]
    points = half_up(AIMS * deal.share / (1 if deal.in_force else 2))
    better = step(MORE, best=shown["best"]) if deal.share < 1 else None
    return [Line("result", "good" if points * 2 >= AIMS else "bad", step(OWN, **shown), points, better=better)]


def _joint(deal: Deal) -> list[Line]:
    """Return what was left on the table: what the learner could have had without costing the other side anything."""
    if deal.own is None or not deal.own.fine:
        return []
    points = half_up(JOINT * (1 - deal.left) / (1 if deal.in_force else 2))
    if not deal.gain:
        return [Line("result", "good", step(JOINT_NONE), points)]
    done = step(JOINT_LEFT, gain=hundredths(deal.gain))
    return [Line("result", "bad", done, points, better=step(JOINT_BETTER))]


def _information(course: Course) -> list[Line]:
    """Return, without points, whether the other side was asked for information."""
    if course.talks.agreed_on is None:
        return []
    law = next((one.law for place in course.ground.rows for one in place.limits if one.id == "talks.information"), ())
    asked = any(one.asked == course.other for one in course.talks.requests)
    return [Line("result", "note", step(ASKED_WELL if asked else ASK_NEXT), 0, law=law)]


def _lawful_step(course: Course) -> list[Line]:
    """Return, without points, what could lawfully have been done next where the talks never began or are stuck."""
    rows = course.ground.rows
    if course.talks.agreed_on is not None or course.talks.proposer != course.role:
        return []
    talks = course.talks
    running = course.clocks()
    steps = next_steps(talks, situations(talks, running, rows=rows, today=course.day), rows=rows)
    following = next_step(steps)
    if following is None:
        return []
    facts = {"step": following.step.title["zh"], "step_key": following.step.id}
    return [Line("result", "note", step(STEP_NEXT, **facts), 0, law=following.step.law)]
