"""The filing form with the account of the talks as a record (E07; 上海市集体合同条例 23)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from mediation.domain.refusals import N_
from mediation.domain.talks.place import first_required
from mediation.domain.talks.wording import text_of
from mediation.models.talks_end import TalksFiling, TalksVote
from mediation.office.records.gaps import Paper
from mediation.office.talks_paper_sources import OTHER, SIDES, TALKING, Sources, base, seats, shown
from mediation.office.talks_papers_contract import NOT_ADOPTED, bound_firms, number_of, sides
from mediation.office.talks_papers_meeting import BODIES
from mediation.office.talks_papers_terms import Terms, clause_list, term_days, terms, title_of

PACK: Final = (
    ("wage_agreement", "双方首席代表签字的合同文本"), ("talks_representatives", "双方主体资格和协商代表情况"),
    ("filing_form", "协商情况说明"), ("congress_resolution", "职工代表大会或者全体职工表决情况报告"),
)  # fmt: skip
"""What is filed (上海市集体合同条例 23 第二款): which paper it is, and what the law calls it."""
CONTRACT_COPIES: Final = 3
MOST_LINE: Final = 200
MOST_ANSWER: Final = 2000
NO_AUTHORITY: Final = N_("没有填写报送的人力资源社会保障部门")
NO_NOTICE: Final = N_("没有登记用人单位收到通过的书面通知之日，报送期限不能起算")
NO_SIGNATURE: Final = N_("没有登记双方首席代表签字之日")
NO_HEADS: Final = N_("没有填写职工人数")


def filing_form(sources: Sources, paper: Paper) -> dict[str, Any]:
    """Return the form with which the employer files the adopted text, and the account of the talks."""
    row, vote = sources.row, sources.vote(paper.about)
    period = sources.period("talks.filing")
    basis = [one for clock in ("talks.filing", "talks.objection") for one in sources.limit_law(clock, sources.on)]
    record = base(sources, [one for nth, one in enumerate(basis) if one not in basis[:nth]])
    if vote is None:
        sources.lacks(NOT_ADOPTED, "votes")
        return record
    if not row.authority:
        sources.lacks(NO_AUTHORITY, "filing")
    if period is None or (period.second and row.adoption_notice_on is None):
        sources.lacks(NO_NOTICE if row.adoption_notice_on is None else NO_SIGNATURE, "votes")
    if sources.heads is None:
        sources.lacks(NO_HEADS, "base")
    found, heads = terms(sources, vote.id), sources.heads or 0
    by = (period.last_on or period.safe_on) if period else vote.on
    return {
        **record, **sides(sources), **term_days(found), "authority": row.authority,
        "headcount": max(row.staff or 0, heads),
        "covered": heads, "contract_title": title_of(sources, found), "contract_number": number_of(sources, vote.id),
        **_occasion(sources, vote), "signed_contract_on": _iso(signed_on(sources, vote)),
        "adopted_on": vote.on.isoformat(), "adopted_by": vote.body, "vote": counted(vote),
        "notice_on": _iso(row.adoption_notice_on), "file_by": by.isoformat(),
        "file_law": sources.articles(period.law if period else ()),
        "worker_seats": len(seats(sources, "workers")), "employer_seats": len(seats(sources, "employer")),
        "attachments": [_attachment(sources, kind, name, vote) for kind, name in PACK],
        "sessions": [_session(one) for one in sources.found.sessions if one.state == "held"],
        "account": "\n".join(_account(sources, vote)), "main_terms": _main_terms(sources, found),
        "firms": bound_firms(sources),
    }  # fmt: skip


def signed_on(sources: Sources, vote: TalksVote) -> date | None:
    """Return the day on which the chiefs signed the adopted text; where they sign the draft before the vote, that."""
    if sources.row.signed_on is not None:
        return sources.row.signed_on
    rule = first_required(sources.chain, "signature", vote.on)
    return sources.row.draft_signed_on if rule is not None and rule.row.rule == "before_vote" else None


def counted(vote: TalksVote) -> str:
    """Return the count of a vote in a line."""
    whole = "职工代表" if vote.body == "congress" else "职工"
    return (
        f"{whole}总数{vote.delegates}人，到会{vote.present}人；赞成{vote.yes}票，反对{vote.no}票，"
        f"弃权{vote.abstain}票，无效{vote.invalid}票。"
    )


def about_of(kind: str, vote: TalksVote) -> str:
    """Return what a paper of the pack is about."""
    return "" if kind == "talks_representatives" else vote.id


def _attachment(sources: Sources, kind: str, name: str, vote: TalksVote) -> dict[str, Any]:
    if kind == "filing_form":
        return {"name": name, "attached": True, "copies": 1, "note": "见后"}
    issued = sources.issued(Paper(kind, about_of(kind, vote)))
    signed = kind != "wage_agreement" or signed_on(sources, vote) is not None
    found: dict[str, Any] = {"name": name, "attached": bool(issued) and signed}
    if not found["attached"]:
        return {**found, "note": "未签字" if issued else "未出具"}
    copies = CONTRACT_COPIES if kind == "wage_agreement" else 1
    return {**found, "copies": copies, "note": f"编号：{issued[0].number}"}


def _occasion(sources: Sources, vote: TalksVote) -> dict[str, Any]:
    earlier = [one for one in sources.found.filings if one.objected_on is not None and one.objected_on <= vote.on]
    if not earlier and sources.row.source == "change":
        return {"occasion": "change"}
    if not earlier:
        return {"occasion": "renewal" if sources.row.renews or sources.row.contract_until else "first"}
    last = earlier[-1]
    return {
        "occasion": "refiling", "objected_on": _iso(last.objected_on), "objection": last.objection,
        "objection_answer": _answer(sources, vote, last),
    }  # fmt: skip


def _answer(sources: Sources, vote: TalksVote, objected: TalksFiling) -> str:
    """Return what the new text changed against the one that was objected to; where that is long, which clauses."""
    before = [one for one in sources.found.votes if one.adopted and one.on <= objected.received_on]
    old = terms(sources, before[-1].id).values if before else {}
    new = terms(sources, vote.id).values
    lines, titles = [], []
    for key, clause in sources.library.items():
        if key in new and new[key] != old.get(key):
            lines.append(f"{clause.title['zh']}改为：{text_of(clause, new[key])}")
        elif key in old and key not in new:
            lines.append(f"删去{clause.title['zh']}。")
        else:
            continue
        titles.append(clause.title["zh"])
    told = "\n".join(lines)
    return told if len(told) <= MOST_ANSWER else f"修改的条款：{'、'.join(titles)}。"


def _session(one: Any) -> dict[str, Any]:
    text = " ".join(one.result.split()) or "见会议记录"
    return {"held_on": one.on.isoformat(), "place": one.place, "result": _short(text)}


def _main_terms(sources: Sources, found: Terms) -> list[str]:
    lines = [f"{one['title']}：{one['text']}" for one in clause_list(sources, found)]
    return [_short(" ".join(line.split())) for line in lines][:40]


def _short(text: str) -> str:
    """Return a text that fits a line of the form; the rest stands in the papers attached."""
    return text if len(text) <= MOST_LINE else f"{text[: MOST_LINE - 8]}……（见所附材料）"[:MOST_LINE]


def _account(sources: Sources, vote: TalksVote) -> Iterator[str]:
    """Yield what happened, paragraph by paragraph, from the recorded days."""
    row, found = sources.row, sources.found
    asked = SIDES[row.proposer], SIDES[OTHER[row.proposer]]
    told = f"{shown(row.proposed_on)}，" if row.proposed_on else ""
    told += f"{asked[0]}向{asked[1]}提出{TALKING[row.contract]}要约"
    told += f"，{asked[1]}于{shown(row.received_on)}收到" if row.received_on else ""
    if row.replied_on:
        told += f"，于{shown(row.replied_on)}书面答复{'不同意' if row.reply == 'refused' else '同意'}协商"
    told += f"，后于{shown(row.agreed_later_on)}同意协商" if row.agreed_later_on else ""
    yield f"{told}。"
    named = [f"{SIDES[which]}于{shown(day)}" for which, day in _named(sources) if day]
    if named:
        yield f"{'，'.join(named)}确定协商代表并书面告知对方。"
    if row.suspended_on:
        resumed = f"，{shown(row.resumed_on)}恢复" if row.resumed_on else ""
        yield f"协商于{shown(row.suspended_on)}中止{resumed}。"
    held = [one for one in found.sessions if one.state == "held"]
    rounds = max((one.round for one in sources.offers), default=0)
    if held:
        days = "、".join(shown(one.on) for one in held)
        yield f"双方于{days}举行协商会议{len(held)}次，提出方案{rounds}轮，经平等协商达成一致，形成合同草案。"
    elif rounds:
        yield f"双方提出方案{rounds}轮，经平等协商达成一致，形成合同草案。"
    if row.draft_signed_on:
        yield f"双方首席代表于{shown(row.draft_signed_on)}在草案上签字。"
    for one in found.votes:
        if one.state == "counted" and one.number <= vote.number:
            result = "表决通过" if one.adopted else "未获通过，双方继续协商"
            yield f"{shown(one.on)}，草案提交{BODIES[one.body]}表决：{counted(one)}{result}。"


def _named(sources: Sources) -> tuple[tuple[str, date | None], ...]:
    row = sources.row
    return ("workers", row.named_workers_on), ("employer", row.named_employer_on)


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on is not None else None
