"""Words of what comes after mediation: endings, routes to a title, steps, payments, visits, satisfaction."""

from __future__ import annotations

from mediation.domain.refusals import N_
from mediation.domain.routewords import ROUTES, STEPS

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
SAYS = {"paid": N_("已付清"), "partly": N_("只付了一部分"), "unpaid": N_("没有付")}
PERFORMED = {"": N_("没有了解到"), "paid": N_("已经履行"), "partly": N_("部分履行"), "unpaid": N_("没有履行")}
VISIT_WAYS = {"phone": N_("电话"), "message": N_("信息"), "visit": N_("上门"), "at_station": N_("到站")}
SCORES = {
    "": N_("没有回答"),
    "5": N_("5 很满意"),
    "4": N_("4 满意"),
    "3": N_("3 一般"),
    "2": N_("2 不满意"),
    "1": N_("1 很不满意"),
}
VISITS = {"station.follow_up": N_("履行回访"), "station.final_follow_up": N_("最终回访")}
FIELD_NAMES = {
    "says": N_("付款情况"),
    "amount": N_("至今共付"),
    "on": N_("日期"),
    "party_id": N_("当事人"),
    "words": N_("情况"),
    "evidence_id": N_("凭证"),
    "step": N_("进展"),
    "sent_on": N_("日期"),
    "authority": N_("受理机关"),
    "number": N_("对方的编号"),
    "note": N_("说明"),
    "way": N_("回访方式"),
    "deadline_id": N_("回访事由"),
    "performance": N_("履行情况"),
    "score": N_("满意度"),
    "spoken_with": N_("与谁联系"),
    "new_dispute": N_("有无新的争议"),
    "next_step": N_("下一步"),
}
AFTERWARDS_TABLES = {
    "ending": ENDINGS, "route": ROUTES, "route_step": STEPS, "payment_says": SAYS, "visit_way": VISIT_WAYS,
    "visit_kind": VISITS, "score": SCORES,
}  # fmt: skip
AFTERWARDS_ACTS = {
    "route.note": N_("登记确认、执行途径的进展"),
    "route.undo": N_("撤销途径进展的登记"),
    "route.packet": N_("备齐途径材料"),
    "payment.report": N_("登记付款情况"),
    "visit.note": N_("登记回访"),
    "satisfaction.note": N_("登记满意度"),
}
AFTERWARDS_NOTED = {
    "ending": "ending", "route": "route", "route_step": "route_step", "payment_says": "payment_says",
    "visit_way": "visit_way",
}  # fmt: skip
AFTERWARDS_LABELS = {
    "ending": N_("结案原因"),
    "declared_on": N_("申请人声明的日期"),
    "untold": N_("不出具告知书的原因"),
    "route": N_("途径"),
    "route_step": N_("进展"),
    "handed_to": N_("受理机关"),
    "payment_says": N_("付款情况"),
    "visit_way": N_("回访方式"),
    "satisfaction": N_("满意度"),
}
