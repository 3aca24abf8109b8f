"""Where a draft stands: adopted, objected to by the authority, in force; whether its clauses may be talked about."""

from __future__ import annotations

from datetime import date
from typing import Final

from mediation.domain.refusals import N_
from mediation.domain.talks.clocks import Effect
from mediation.models.talks_end import TalksFiling, TalksVote
from mediation.office import talks_clocks, talks_state
from mediation.office.records import Said
from mediation.office.talks_state import Gathered

ADOPTED: Final = N_("草案已经表决通过，不能再提出方案；人社部门提出异议的，记录异议后可以继续协商")
IN_FORCE: Final = N_("合同已于 %(day)s 生效，不能再提出方案；需要变更的，双方协商一致后另行发起协商")


def in_force(found: Gathered, *, today: date) -> Effect | None:
    """Return how and when the contract came into force by today, None where it hasn't."""
    return talks_clocks.effect_of(talks_state.state_of(found, today=today), found, today=today)


def objection(found: Gathered, *, today: date) -> TalksFiling | None:
    """Return the filing whose objection stands: made in time, and nothing adopted since; None where none does."""
    last = found.filing
    if last is None or last.objected_on is None or in_force(found, today=today) is not None:
        return None
    since = [one for one in found.votes if one.adopted and one.state == "counted" and one.on >= last.objected_on]
    return None if since else last


def adopted(found: Gathered, *, today: date) -> TalksVote | None:
    """Return the vote by which the draft stands adopted, None before it and once the authority objected."""
    vote = found.vote
    if vote is None or not vote.adopted or objection(found, today=today) is not None:
        return None
    return vote


def may_negotiate(found: Gathered, *, today: date) -> Said | None:
    """Return why what was adopted may not be talked about again; None where it may: not adopted, or objected to."""
    effect = in_force(found, today=today)
    if effect is not None:
        return Said(IN_FORCE, {"day": effect.on})
    return Said(ADOPTED) if adopted(found, today=today) is not None else None


def objected_clauses(found: Gathered, *, today: date) -> frozenset[str]:
    """Return the clauses that the standing objection names; none where it names none, or there is no objection."""
    standing = objection(found, today=today)
    keys = standing.objected_clauses.split(",") if standing else []
    return frozenset(key for key in keys if key)
