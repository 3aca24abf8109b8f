"""Talks with one party as records (D07): a session of its own, or the part of a session spoken with one side alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from mediation.domain.refusals import N_
from mediation.domain.worktime import ZONE
from mediation.models.party import Party
from mediation.models.sitting import Sitting, SittingNote, SittingSpan
from mediation.office.papers import meetings, sides
from mediation.office.papers.sources import Sources
from mediation.office.records.gaps import Paper
from mediation.office.sittings import notes as notes_of

NO_TALK: Final = N_("还没有与一方单独的谈话；只有一方到场的调解会，或者会中单独谈话并公开了记录的，才能制作")
_ANSWER: Final = re.compile(r"^(问|答|记)\s*[:：]\s*(.+)$", re.DOTALL)


@dataclass(frozen=True)
class Talk:
    """One talk: the session, and of one that brought both together the spans spoken with one `side` alone."""

    sitting: Sitting
    side: str = ""
    spans: tuple[SittingSpan, ...] = ()

    @property
    def about(self) -> str:
        """Return the row that its record is about."""
        return self.spans[0].id if self.spans else self.sitting.id


def talks(sources: Sources) -> Iterator[Talk]:
    """Yield every talk with one party, in the order of the sessions; of a part of a session only what was shared."""
    alone = {(one.sitting_id, one.talking_with) for one in sources.apart}
    for sitting in sources.held:
        if not meetings.both_came(sources, sitting):
            yield Talk(sitting)
            continue
        for side in sides.SIDES:
            spans = tuple(one for one in sources.spans if (one.sitting_id, one.talking_with) == (sitting.id, side))
            if spans and (sitting.id, side) in alone:
                yield Talk(sitting, side, spans)


def talk_of(sources: Sources, about: str) -> Talk | None:
    """Return the talk that a record is about."""
    return next((one for one in talks(sources) if one.about == about), None)


def interview_record(sources: Sources, paper: Paper) -> dict[str, Any]:
    """Return the record of a talk with one party: what was noted to be shared, as question and answer."""
    talk = talk_of(sources, paper.about)
    if talk is None:
        sources.lacks(NO_TALK, "sittings")
        return sources.base()
    sitting = talk.sitting
    came = [one for one in meetings.attending_of(sources, sitting) if one.state in meetings.CAME]
    there = [(one, sources.party(one.party_id)) for one in came]
    found = next(((one, party) for one, party in there if party and talk.side in ("", party.side)), None)
    if found is None:
        sources.lacks(meetings.NOBODY_CAME, "sittings", nth=sitting.nth)
        return sources.base()
    who, party = found
    entries = [_said(one.words, party if one.speaker_id else None) for one in _notes(sources, talk, party) if one.words]
    if not entries:
        sources.lacks(meetings.NOTHING_SAID, "sittings", nth=sitting.nth)
    full = sides.party(sources, party, own=True)
    return {
        **sources.base(), **meetings.when_of(sources, sitting), **_time(talk), "matter": sources.title[:200],
        "by_phone": sitting.form == "phone", "investigator": sources.name(sitting.mediator_id),
        "recorder": meetings.recorder_of(sources, sitting), "interpreter": sitting.interpreter, "person": party.name,
        "role": sides.SIDES[party.side], "spoken_by": who.people[:200], "sex": full.get("sex", ""),
        "id_number": full.get("id_number") or full.get("credit_code", ""), "phone": full["phone"],
        "address": full["address"], "entries": entries[:300],
    }  # fmt: skip


def _notes(sources: Sources, talk: Talk, party: Party) -> list[SittingNote]:
    if not talk.side:
        return notes_of.shared(sources.session, talk.sitting.id, side=party.side)
    return [one for one in sources.apart if (one.sitting_id, one.talking_with) == (talk.sitting.id, talk.side)]


def _time(talk: Talk) -> dict[str, str]:
    """Return from when to when one side was spoken with, in place of the times of the whole session."""
    if not talk.spans:
        return {}
    begins, ends = talk.spans[0].began_at.astimezone(ZONE), talk.spans[-1].ended_at
    return {
        "held_on": begins.date().isoformat(), "began_at": f"{begins:%H:%M}",
        "ended_at": f"{ends.astimezone(ZONE):%H:%M}" if ends else "",
    }  # fmt: skip


def _said(words: str, speaker: Party | None) -> dict[str, str]:
    marked = _ANSWER.match(words.strip())
    if marked:
        return {"who": marked[1], "text": marked[2]}
    return {"who": "答" if speaker is not None else "问", "text": words}
