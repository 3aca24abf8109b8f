"""The papers at the beginning of a case as records: application, register, notices, authority (D03–D06, D17)."""

from __future__ import annotations

from typing import Any, Final

from mediation.domain.refusals import N_
from mediation.domain.worktime import ZONE
from mediation.models.claim import Claim
from mediation.office import agreement
from mediation.office.group.changing import LEAST_TO_ELECT
from mediation.office.papers import dates, sides, ways
from mediation.office.papers.called import CHANNELS, claim_name
from mediation.office.papers.sources import Sources, last_said, shown
from mediation.office.records.gaps import Paper

ORAL: Final = "oral"
"""The second shape of an application: what was written down on the spot."""
MOST_REQUESTS: Final = 30
WAYS: Final = {"in_person": "当面", "phone": "电话", "message": "信息", "letter": "书面", "inquiry": "网上答复"}
NO_PLACE: Final = N_("口头申请笔录须写明地点：请系统管理员在“站点设置”中填写站点地址")
NO_RECORDER: Final = N_("没有记录人：本案不是由工作人员登记的，也没有登记调解员")
NOT_ACCEPTED: Final = N_("还没有受理：双方都同意调解、主办部门接收后才受理")
ACCEPTED: Final = N_("本案已经受理；中止、终止调解的，出具调解终止告知书")
NO_REASON: Final = N_("没有不予受理的情形：没有登记不同意调解，也不是不属受理范围或者暂停调解")
NOBODY: Final = N_("没有登记代理人")
NO_PARTY: Final = N_("找不到这名当事人")
NOBODY_ELECTED: Final = N_("没有登记推举的代表")
NO_POWERS: Final = N_("%(name)s：特别授权没有逐项登记权限")


def requests(sources: Sources) -> list[dict[str, Any]]:
    """Return what is asked for."""
    claims = sources.book.claims[:MOST_REQUESTS]
    return [{"text": claim_name(one.kind), "amount": one.amount or None} for one in claims]


def claimed(claims: list[Claim]) -> int | None:
    """Return the sum of what is asked for, None where no amount was named."""
    sums = [one.amount for one in claims if one.amount is not None]
    return sum(sums) if sums else None


def application(sources: Sources, paper: Paper) -> dict[str, Any]:
    """Return the application, to be signed, or what was written down on the spot of an oral one."""
    case = sources.book.case
    record = {
        **sources.base(), "parties": sides.parties(sources), "made": "oral" if paper.about == ORAL else "written",
        "requests": requests(sources), "facts": case.summary[:4000], "workers": case.workers, **listed(sources),
        "asked_on": case.received_on.isoformat(),
    }  # fmt: skip
    if paper.about != ORAL:
        return record
    recorder = sources.name(case.logged_by) or next(iter(sources.mediators), "")
    if not sources.station.address:
        sources.lacks(NO_PLACE, "station")
    if not recorder:
        sources.lacks(NO_RECORDER, "sittings")
    at = case.received_at.astimezone(ZONE)
    return {**record, "asked_at": f"{at:%H:%M}", "place": sources.station.address, "recorder": recorder}


def listed(sources: Sources) -> dict[str, Any]:
    """Return the list of a group's workers, which is also the paper by which they elect who represents them."""
    there = [one for one in sources.workers if one.state != "left"]
    days = [one.elected_on for one in there if one.elected and one.elected_on]
    if len(there) >= LEAST_TO_ELECT and not days:
        sources.blank(NOBODY_ELECTED, "group")
    rows = [
        {
            "place": one.position + 1, "name": one.name, "id_number": sides.opened(one, "id_number"),
            "claimed": one.claimed, "elected": one.elected,
        }
        for one in there
    ]  # fmt: skip
    return {"listed": rows, "elected_on": max(days).isoformat() if days else None}


def registration(sources: Sources, _: Paper) -> dict[str, Any]:
    """Return the entry in the register."""
    case = sources.book.case
    at = case.received_at.astimezone(ZONE)
    return {
        **sources.base(), "parties": sides.parties(sources), "registered_on": case.received_on.isoformat(),
        "registered_at": f"{at:%H:%M}", "source": CHANNELS[case.channel], "own_start": case.channel == "patrol",
        "kinds": sources.kinds, "workers": case.workers, "claimed": claimed(sources.book.claims),
        "summary": case.summary[:4000], "lead": sources.lead, "registrar": sources.recorder,
    }  # fmt: skip


def acceptance_notice(sources: Sources, _: Paper) -> dict[str, Any]:
    """Return the notice that mediation begins, with both clocks of mediation."""
    case = sources.book.case
    if case.accepted_on is None:
        sources.lacks(NOT_ACCEPTED, "consents")
        return sources.base()
    people = sources.station.organisation_kind == "people_mediation"
    return {
        **sources.base(), "parties": sides.parties(sources), "requests": requests(sources),
        "received_on": case.received_on.isoformat(),
        "accepted_on": case.accepted_on.isoformat(), "mediators": sources.mediators,
        "phone": sources.station.phone,
        "limits": [
            *dates.known_limits(sources, dates.ACCEPT),
            *dates.limits(sources, dates.FROM_RECEIPT, dates.FROM_ACCEPTANCE),
        ],
        "limitation": dates.limitation(sources),
        "basis": sources.articles("pml-17" if people else "mr17-22", "ldmal-14"),
    }  # fmt: skip


def non_acceptance_notice(sources: Sources, _: Paper) -> dict[str, Any]:
    """Return the notice that mediation isn't begun, with the reason and the ways that stay open."""
    case = sources.book.case
    if case.accepted_on is not None:
        sources.lacks(ACCEPTED, "case")
        return sources.base()
    reason, text = _why_not(sources)
    people = sources.station.organisation_kind == "people_mediation"
    return {
        **sources.base(), "parties": sides.parties(sources), "reason": reason, "reason_text": text,
        "requests": requests(sources), "received_on": case.received_on.isoformat(),
        "decided_on": max(sources.on, case.received_on).isoformat(), "routes": ways.of(sources),
        "limitation": [] if reason == "out_of_scope" else dates.limitation(sources, strict=True),
        "basis": sources.articles(*(("pml-26",) if people else ("mr17-22",))),
    }  # fmt: skip


def _why_not(sources: Sources) -> tuple[str, str]:
    case = sources.book.case
    if "out_of_scope" in case.flags or case.relation == "none":
        return "out_of_scope", "经审查，本争议不属于劳动争议调解的受理范围。"
    if "protected_minor" in case.flags:
        return "protected", "本案涉及未满十六周岁的人，依法由有关部门处理，不进行普通调解。"
    if case.mediation == "blocked":
        return "protected", "本案存在人身危险，在危险消除之前不进行普通调解。"
    if case.mediation == "refused":
        return "unwilling", refusal(sources)
    sources.lacks(NO_REASON, "consents")
    return "unwilling", ""


def refusal(sources: Sources) -> str:
    """Return who didn't want mediation, when and how that was said; not what was said besides."""
    refused = [one for one in last_said(sources.consents, "mediation").values() if not one.agreed]
    told = []
    for one in refused:
        party = sources.party(one.party_id)
        if party is not None:
            day = shown(one.said_at.astimezone(ZONE).date())
            told.append(f"{sides.SIDES[party.side]}{party.name}于{day}以{WAYS[one.way]}方式表示不同意调解")
    if told:
        return "；".join(told) + "。"
    case = sources.book.case
    answers = (("申请人", case.willing_applicant), ("被申请人", case.willing_respondent))
    return "、".join(name for name, willing in answers if willing is False) + "不同意调解。"


def rights_notice(sources: Sources, paper: Paper) -> dict[str, Any]:
    """Return what one party is told before mediation."""
    row = sources.party(paper.about)
    if row is None:
        sources.lacks(NO_PARTY, "people")
        return sources.base()
    others = [one.name for one in sources.parties if one.side != row.side]
    station = sources.station
    return {
        **sources.base(), "receiver": {"role": row.side, "name": row.name}, "others": others,
        "mediators": sources.mediators, "address": station.address, "phone": station.phone,
        "limits": dates.known_limits(sources, dates.FROM_RECEIPT, dates.FROM_ACCEPTANCE),
        "limitation": dates.limitation(sources) if row.side == "applicant" else [], "keep_years": sources.keep_years,
    }  # fmt: skip


def power_of_attorney(sources: Sources, paper: Paper) -> dict[str, Any]:
    """Return one party's authority for one representative, to be signed."""
    row = next((one for one in sources.representatives if one.id == paper.about), None)
    principal = sources.party(row.party_id) if row else None
    if row is None or principal is None:
        sources.lacks(NOBODY, "people")
        return sources.base()
    if row.authority == "special" and not row.powers:
        sources.lacks(NO_POWERS, "people", name=row.name)
    agent = {
        "name": row.name, "capacity": agreement.CAPACITIES[row.capacity], "office": row.office,
        "id_number": sides.opened(row, "id_number"), "phone": sides.opened(row, "phone"),
    }  # fmt: skip
    return {
        **sources.base(), "principal": sides.party(sources, principal, own=True) | {"representatives": []},
        "others": [one.name for one in sources.parties if one.side != principal.side], "matter": sources.cause,
        "agent": agent, "authority": row.authority, "powers": row.powers,
        "given_on": row.given_on.isoformat() if row.given_on else None,
        "until": row.until.isoformat() if row.until else None,
    }  # fmt: skip
