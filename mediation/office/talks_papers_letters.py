"""The letters of wage talks as records: the request, the reply, the lists of representatives (E01–E03)."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from mediation.domain.refusals import N_
from mediation.domain.talks.place import limits_of, reckon
from mediation.models.talks import SIDES, TalksMember
from mediation.models.talks_table import TalksSession
from mediation.office import rules
from mediation.office.records import Said
from mediation.office.records.gaps import Paper
from mediation.office.talks_paper_sources import (
    CONTRACTS,
    OTHER,
    POSTS,
    SIDE_NAMES,
    Sources,
    base,
    firms_of,
    seats,
    shown,
    side,
)

POWERS: Final = (
    "主持或者共同主持协商会议", "提出、修改、接受协商方案", "签署协商会议记录和合同草案",
    "办理与本次协商有关的其他事项",
)  # fmt: skip
"""What a delegated chief may do; a narrower mandate is written by hand."""
MOST_WANTED: Final = 40
NO_TOPICS: Final = N_("没有选定协商事项")
NO_FIRST_DAY: Final = N_("没有计划首次协商的日期")
NO_FIRST_PLACE: Final = N_("没有填写首次协商的地点")
NO_REPLY_PERIOD: Final = N_("该地区的规则没有写明答复期限")
NO_REQUEST_DAYS: Final = N_("没有登记要约发出和收到之日")
NO_REPLY: Final = N_("没有登记对方的书面答复")
NO_REASON: Final = N_("没有登记拒绝协商的理由")
NO_REFUSAL_LAW: Final = N_("该地区的规则没有写明拒绝协商的依据")
NO_PRINCIPAL: Final = N_("%(side)s首席代表是书面委托的，没有登记委托人（法定代表人或者工会主席）")


def request(sources: Sources, _: Paper) -> dict[str, Any]:
    """Return the proposal to negotiate."""
    row = sources.row
    ident = "proposal.union" if row.unionised else "proposal.elected"
    record = base(sources, sources.law(ident, "proposal.written"))
    other = OTHER[row.proposer]
    return {
        **record, "sender": side(sources, row.proposer), "addressee": side(sources, other),
        "topics": _topics(sources), "team": seats(sources, row.proposer), **_meeting(sources),
        "reason": _reason(sources), "mandatory": list(row.matters),
        "mandatory_law": sources.law("mandatory.refusal") if row.matters else [],
        **_wanted(sources, other), **_reply_by(sources),
        "firms": firms_of(sources.found.firms) if row.unit != "firm" else [],
    }  # fmt: skip


def reply(sources: Sources, _: Paper) -> dict[str, Any]:
    """Return the written answer of the side that was asked."""
    row = sources.row
    answering = OTHER[row.proposer]
    record = base(sources, sources.law("reply.written"))
    if row.proposed_on is None or row.received_on is None:
        sources.lacks(NO_REQUEST_DAYS, "request")
    if row.replied_on is None or not row.reply:
        sources.lacks(NO_REPLY, "days")
    asked = sources.issued(Paper("talks_request"))
    record |= {
        "sender": side(sources, answering), "addressee": side(sources, row.proposer), "reply": row.reply,
        "request_number": asked[0].number if asked else "",
        "request_on": _iso(row.proposed_on), "received_on": _iso(row.received_on),
        "firms": firms_of(sources.found.firms) if row.unit != "firm" else [],
    }  # fmt: skip
    if row.reply != "refused":
        return {**record, "team": seats(sources, answering), **_meeting(sources)}
    law = sources.law("refusal.reason", on=row.replied_on)
    if not row.refusal_reason:
        sources.lacks(NO_REASON, "days")
    if not law:
        sources.lacks(NO_REFUSAL_LAW, "base")
    return {**record, "reasons": row.refusal_reason, "refusal_law": law}


def representatives(sources: Sources, _: Paper) -> dict[str, Any]:
    """Return the lists of both sides as they serve on the day, with the delegation of a delegated chief."""
    record = base(sources, sources.law("team.least", "team.chief"))
    teams, mandates = [], []
    for which in SIDES:
        members = seats(sources, which, sources.on)
        teams.append({"party": side(sources, which, sources.on), "members": members})
        chief = sources.chief(which, sources.on)
        if chief is not None and chief.chosen == "delegated":
            mandates += _mandate(sources, chief)
    return {**record, "teams": teams, "mandates": mandates}


def _topics(sources: Sources) -> list[dict[str, str]]:
    keys = [key for key in sources.row.agenda if key in sources.library]
    if not keys:
        sources.lacks(NO_TOPICS, "base")
    return [{"title": sources.library[key].title["zh"]} for key in keys]


def first_session(sources: Sources) -> TalksSession | None:
    """Return the first session, held or planned."""
    kept = [one for one in sources.found.sessions if one.state != "cancelled"]
    return min(kept, key=lambda one: (one.on, one.number), default=None)


def _meeting(sources: Sources) -> dict[str, Any]:
    first, row = first_session(sources), sources.row
    on = first.on if first else row.planned_on
    place = (first.place if first else "") or row.meeting_place
    if on is None:
        sources.lacks(NO_FIRST_DAY, "request")
    if not place:
        sources.lacks(NO_FIRST_PLACE, "request")
    return {"meet_on": _iso(on), "meet_at": first.begins if first else "", "meet_place": place}


def _reason(sources: Sources) -> str:
    row = sources.row
    if row.contract_until is None:
        return ""
    kind = CONTRACTS[row.contract]
    return f"现行《{kind}》于{shown(row.contract_until)}期满，需要就续订事项进行协商。"


def _wanted(sources: Sources, other: str) -> dict[str, Any]:
    """Return what information the other side is asked for with the request, and until when the law wants it."""
    sent = sources.row.proposed_on or sources.on
    asks = [one for one in sources.found.asks if one.asked == other and one.asked_on <= sent]
    if not asks:
        return {}
    period = sources.period("talks.information", other)
    return {
        "wanted": [one.what for one in asks][:MOST_WANTED], "wanted_by": _iso(period.safe_on if period else None),
        "wanted_law": sources.articles(period.law) if period else [],
    }  # fmt: skip


def _reply_by(sources: Sources) -> dict[str, Any]:
    """Return the period for the answer, counted from the day of receipt, or of sending as long as that isn't known."""
    row = sources.row
    start = row.received_on or row.proposed_on or sources.on
    for _, limit in limits_of(sources.chain, "talks.reply", row.contract):
        if limit.in_force.covers(start):
            found = reckon(limit, start, rules.current().calendar).limit
            by = found.last_on or found.safe_on
            return {"reply_days": limit.count, "reply_by": by.isoformat(), "reply_from": start.isoformat(),
                    "reply_law": sources.articles(limit.law)}  # fmt: skip
    sources.lacks(NO_REPLY_PERIOD, "base")
    return {}


def _mandate(sources: Sources, chief: TalksMember) -> list[dict[str, Any]]:
    """Return the written delegation of a chief by who would else hold the office."""
    party = side(sources, chief.side, sources.on)
    principal, post = party.get("head", ""), party.get("head_post", "") or POSTS["legal_representative"]
    if sources.row.unit != "firm" and chief.side == "employer":
        return []
    if not principal or principal == chief.name:
        sources.lacks(NO_PRINCIPAL, "base" if chief.side == "employer" else "team", side=Said(SIDE_NAMES[chief.side]))
        return []
    number = f"{sources.row.number}委{SIDES.index(chief.side) + 1}"
    return [{
        "number": number, "side": chief.side, "principal": principal, "principal_post": post, "party": party["name"],
        "delegate": chief.name, "delegate_post": chief.title or "本单位职工", "powers": list(POWERS),
        "begins": chief.since.isoformat(), "law": sources.law("team.chief"),
    }]  # fmt: skip


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on is not None else None
