"""What may lawfully be done next when talks are refused, late, stuck, voted down or objected to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mediation.domain.talks.clocks import TalksClock
from mediation.domain.talks.place import LawfulStep, TalksPlace, first_required
from mediation.domain.talks.state import Talks


@dataclass(frozen=True, slots=True)
class NextStep:
    """One lawful step of a situation, from the file of `place`; `taken_on` None: not taken yet."""

    situation: str
    step: LawfulStep
    place: str
    taken_on: date | None


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
    strict = talks.mandatory and first_required(rows, "mandatory.refusal", today) is not None
    if strict:
        found = ["mandatory_refused" if one in ("refused", "reply_overdue", "delay") else one for one in found]
    return tuple(dict.fromkeys(found))


def _objected(talks: Talks) -> bool:
    return talks.filing is not None and talks.filing.objected_on is not None


def next_steps(talks: Talks, found: Sequence[str], *, rows: tuple[TalksPlace, ...]) -> tuple[NextStep, ...]:
    """Return the steps of the situations, in the order of the files, each once; the first not taken is the next.

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
                known = NextStep(situation, one, place.id, talks.steps_taken.get(one.id))
                steps.setdefault(one.id, known)
            if fitting:
                break
    return tuple(steps.values())


def next_step(steps: Sequence[NextStep]) -> NextStep | None:
    """Return the first step that hasn't been taken, or None."""
    return next((one for one in steps if one.taken_on is None), None)
