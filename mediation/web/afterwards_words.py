"""Words of what comes after mediation: endings, routes to a title, steps, payments, visits, satisfaction."""

from __future__ import annotations

from mediation.domain.refusals import N_

ENDINGS = {
    "agreed": N_("达成调解协议"),
    "settled_themselves": N_("双方自行和解，申请人撤回"),
    "unreachable": N_("调解期限内联系不上当事人"),
    "unwilling": N_("一方明确表示不愿意调解"),
    "too_far_apart": N_("双方分歧较大，难以达成协议"),
    "time_over": N_("期限届满未达成协议，双方未同意延长"),
    "not_signed": N_("一方拒绝在调解协议上签章"),
    "other": N_("其他情形，调解无法进行"),
    "withdrawn": N_("申请人撤回申请"),
    "transferred": N_("其他情形：移送有关部门"),
    "out_of_scope": N_("其他情形：不属受理范围"),
}
AFTERWARDS_TABLES = {"ending": ENDINGS}
AFTERWARDS_ACTS: dict[str, str] = {}
AFTERWARDS_NOTED = {"ending": "ending"}
AFTERWARDS_LABELS = {
    "ending": N_("结案原因"),
    "declared_on": N_("申请人声明的日期"),
    "untold": N_("不出具告知书的原因"),
}
