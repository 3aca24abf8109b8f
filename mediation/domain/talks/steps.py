"""What may lawfully be done next when talks are refused, late, stuck, voted down or objected to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mediation.domain.refusals import N_
from mediation.domain.talks.clocks import TalksClock
from mediation.domain.talks.finding import Finding
from mediation.domain.talks.place import LawfulStep, TalksPlace, first_required
from mediation.domain.talks.state import Talks

BEFORE_A_CONTRACT: Final = ("refused", "mandatory_refused", "reply_overdue", "delay", "deadlock")


@dataclass(frozen=True, slots=True)
class NextStep:
    """One lawful step of a situation, from the file of `place`; `taken_on` None: not taken yet.

    `open`: it may be taken now, since what must come before it was done. Several may be open at once.
    """

    situation: str
    step: LawfulStep
    place: str
    taken_on: date | None
    open: bool = True


def situations(
    talks: Talks, running: Sequence[TalksClock], *, rows: tuple[TalksPlace, ...], today: date
) -> tuple[str, ...]:
    """Return what the talks have come to that calls for a step, the gravest first, each once.

    Refusal or delay of a matter that may not be refused or delayed is `mandatory_refused`, where the place knows such
    matters. An expired period whose last day isn't certain calls for nothing yet, nor does a wider place's period.
    """
    if talks.ended_on is not None:
        return ()
    expired = [one for one in running if one.state == "expired" and not one.second and one.rule.expired]
    found = [one.rule.expired for one in expired]
    if talks.refused:
        found.insert(0, "refused")
    if talks.deadlock_on is not None:
        found.append("deadlock")
    if talks.adopted is False:
        found.append("vote_failed")
    if any(one.id == "talks.objection" and one.state == "met" for one in running) and _objected(talks):
        found.append("objected")
    if talks.change_asked_on is not None and (talks.term_until is None or today <= talks.term_until):
        found.append("change_wanted")
    if talks.breach_on is not None:
        found.append("breach")
    strict = talks.mandatory and first_required(rows, "mandatory.refusal", today) is not None
    if strict:
        found = ["mandatory_refused" if one in ("refused", "reply_overdue", "delay") else one for one in found]
    return tuple(dict.fromkeys(found))


def _objected(talks: Talks) -> bool:
    return talks.filing is not None and talks.filing.objected_on is not None


def next_steps(talks: Talks, found: Sequence[str], *, rows: tuple[TalksPlace, ...]) -> tuple[NextStep, ...]:
    """Return the steps of the situations, in the order of the files, each once; `next_step` is the first open one.

    The nearest place that has steps for a situation decides. A step that is only for refusals and delays without a
    valid reason is left out where the union holds the reason valid and the matter may be refused.
    """
    steps: dict[str, NextStep] = {}
    for situation in found:
        for place in rows:
            fitting = [one for one in place.steps if situation in one.situations]
            for one in fitting:
                if one.unjustified and talks.reason_valid and situation == "refused":
                    continue
                taken = talks.steps_taken.get(one.id)
                free = taken is None and all(other in talks.steps_taken for other in one.after)
                known = NextStep(situation, one, place.id, taken, free)
                steps.setdefault(one.id, known)
            if fitting:
                break
    return tuple(steps.values())


def next_step(steps: Sequence[NextStep]) -> NextStep | None:
    """Return the first step that may be taken now, or None."""
    return next((one for one in steps if one.open), None)


def cautions(found: Sequence[str], *, rows: tuple[TalksPlace, ...], today: date) -> tuple[Finding, ...]:
    """Return what must not be tried in the situations: a dispute about concluding a contract can't be arbitrated."""
    row = first_required(rows, "concluding", today)
    if row is None or not set(found) & set(BEFORE_A_CONTRACT):
        return ()
    message = N_("因签订集体合同发生的争议不能申请劳动争议仲裁")
    remedy = N_("通过指导、协调处理解决；已生效合同的履行争议才可以申请仲裁")
    return (Finding("warning", row.row.id, message, remedy, row.row.law, row.row.verified, place=row.place),)
