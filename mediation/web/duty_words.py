"""Words for codes of the duty: gates, places of the docket, opinions, shifts, experts."""

from mediation.domain.refusals import N_

CONFLICT_GROUNDS = {"firm": N_("本所有冲突"), "personal": N_("仅本人有冲突")}
CONFLICT_ANSWERS = {
    "clear": N_("无冲突"), "conflict": N_("有冲突"), "unsure": N_("不能确定"), "other": N_("请其他律师核对"),
}  # fmt: skip
CLIENT_KINDS = {"client": N_("客户"), "affiliate": N_("关联单位"), "former": N_("曾经的客户")}
NAME_GRADES = {"same": N_("名称相同"), "variant": N_("应为同一单位"), "unsure": N_("读音或字号相近")}
BANDS = {"critical": N_("时效七日内或已过"), "near": N_("时效或调解期临近"), "plain": N_("一般")}
VISIT_STATES = {
    "queued": N_("待见"),
    "seen": N_("已见"),
    "no_show": N_("未到"),
    "handed_on": N_("顺延"),
    "conflict": N_("回避"),
    "dropped": N_("已撤"),
    "free": N_("空余"),
    "held": N_("暂留"),
}
EXPERTISE = {
    "injury": N_("工伤与劳动能力鉴定"),
    "insurance": N_("社会保险"),
    "law": N_("法律"),
    "medicine": N_("医学"),
    "accounting": N_("财务与薪酬核算"),
    "psychology": N_("心理疏导"),
    "interpreter": N_("翻译（含手语）"),
    "other": N_("其他"),
}
CALL_STATES = {
    "asked": N_("待答复"),
    "accepted": N_("已接受"),
    "declined": N_("不能参加"),
    "took_part": N_("已参加"),
    "withdrawn": N_("已撤回"),
}
OPINION_STATES = {"draft": N_("意见草稿"), "given": N_("已出具意见")}
REQUEST_STATES = {"open": N_("待提供"), "received": N_("已收到"), "withdrawn": N_("已撤回")}
QUESTION_STATES = {"open": N_("待答复"), "answered": N_("已答复"), "withdrawn": N_("已撤回")}
SHIFT_STATES = {
    "planned": N_("已排班"),
    "nobody": N_("无人值班"),
    "cancelled": N_("已取消"),
    "served": N_("已值班"),
    "missed": N_("缺席"),
}
