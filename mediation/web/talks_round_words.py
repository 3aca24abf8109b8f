"""Words of the table of wage talks: states of clauses, what is done with them, units, what the fields are called."""

from __future__ import annotations

from collections.abc import Mapping

from mediation.domain.refusals import N_
from mediation.domain.talks.clauses import TOPICS

OFFER_STATES = {
    "open": N_("未提出"),
    "offered": N_("一方已提出"),
    "countered": N_("双方均已提出"),
    "agreed": N_("已达成一致"),
    "withdrawn": N_("已撤回"),
}
OFFER_ACTS = {
    "accept": N_("接受对方方案"),
    "withdraw": N_("撤回本方方案"),
    "reopen": N_("重新开启"),
}
CLAUSE_UNITS = {
    "fen": N_("元"),
    "percent": "%",
    "change": "%",
    "months": N_("个月"),
    "hours": N_("小时"),
    "heads": N_("人"),
    "text": N_("文字"),
    "day": N_("日期"),
}

ROUND_TABLES: Mapping[str, Mapping[str, str]] = {
    "offer_state": OFFER_STATES,
    "offer_act": {"offer": N_("提出"), **OFFER_ACTS},
    "clause_unit": CLAUSE_UNITS,
    "clause_topic": TOPICS,
}
ROUND_LABELS: Mapping[str, str] = {
    "round": N_("轮次"),
    "made_on": N_("方案日期"),
    "talks_side": N_("哪一方"),
    "offered": N_("提出方案的条款"),
    "accepted": N_("接受的条款"),
    "withdrawn": N_("撤回的条款"),
    "reopened": N_("重新开启的条款"),
    "values": N_("原内容"),
    "offer_reason": N_("告知对方的理由"),
    "session_id": N_("在哪次会议上提出"),
    "packages": N_("一揽子方案"),
    "draft_signed_on": N_("草案签字之日"),
    "signed_workers": N_("职工方首席代表"),
    "signed_employer": N_("企业方首席代表"),
    "withdrawn_why": N_("撤销的原因"),
    "agreed": N_("已达成一致"),
    "note_side": N_("哪一方的备注"),
    "note_clause": N_("关于哪个条款"),
    "note_round": N_("关于哪一轮"),
    "note_text": N_("备注"),
}
ROUND_ACTS: Mapping[str, str] = {
    "talks.offer": N_("记录协商方案"),
    "talks.offer_undo": N_("撤回协商方案"),
    "talks.draft_sign": N_("记录草案签字"),
    "talks.draft_withdraw": N_("撤销草案签字"),
    "talks.note": N_("记录内部备注"),
    "talks.note_strike": N_("删除内部备注"),
}
