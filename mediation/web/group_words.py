"""Words of the list of a group's workers: states, ways to agree, acts, fields."""

from __future__ import annotations

from mediation.domain.refusals import N_

WORKER_STATES = {
    "joined": N_("在册"),
    "agreed": N_("已同意"),
    "refused": N_("不同意"),
    "left": N_("已退出"),
    "paid": N_("已付清"),
}
ANSWER_STATES = {
    "given": N_("本人已同意"),
    "again": N_("须重新征得同意"),
    "refused": N_("本人不同意"),
    "missing": N_("尚未表态"),
}
ANSWER_WAYS = {
    "signed_list": N_("在名册上签名"),
    "signed_alone": N_("单独书面签名"),
    "in_person": N_("当面口头"),
    "phone_signature": N_("手机签名"),
    "phone": N_("手机签名"),
    "pad": N_("现场手写"),
    "paper": N_("在纸质协议上签名"),
    "fingerprint": N_("按指印"),
    "seal": N_("盖章"),
}
NOTED_WAYS = ("signed_list", "signed_alone", "in_person")
SHARE_WAYS = {"claimed": N_("按主张金额的比例"), "equal": N_("平均分配")}
COUNTS = {"this": N_("本次付款"), "all": N_("累计已付")}
WORKER_FIELDS = {
    "name": N_("姓名"),
    "id_number": N_("身份证号"),
    "phone": N_("电话"),
    "post": N_("岗位"),
    "claimed": N_("主张金额"),
    "offered": N_("协商金额"),
    "note": N_("备注"),
}
GROUP_TABLES = {
    "worker_state": WORKER_STATES, "answer_state": ANSWER_STATES, "group_way": ANSWER_WAYS, "share_way": SHARE_WAYS,
    "worker_field": WORKER_FIELDS,
}  # fmt: skip
GROUP_ACTS = {
    "group.add": N_("名册添加劳动者"),
    "group.edit": N_("更正名册中的劳动者"),
    "group.roll": N_("录入工人名册"),
    "group.leave": N_("劳动者退出名册"),
    "group.return": N_("恢复名册中的劳动者"),
    "group.elect": N_("登记推举的代表"),
    "group.shares": N_("分配各人金额"),
    "group.agree": N_("登记劳动者本人同意"),
    "group.refuse": N_("登记劳动者本人不同意"),
    "group.paid": N_("登记各人收款"),
}
GROUP_NOTED = {"worker_fields": "worker_field", "group_way": "group_way", "share_way": "share_way"}
GROUP_LABELS = {
    "worker": N_("名册序号"),
    "worker_fields": N_("更正的内容"),
    "workers_added": N_("新增人数"),
    "workers_changed": N_("更正人数"),
    "workers_elected": N_("代表人数"),
    "workers_said": N_("表态人数"),
    "workers_paid": N_("登记收款人数"),
    "group_way": N_("表示同意的方式"),
    "share_way": N_("分配方式"),
}
FIELD_NAMES = {
    **WORKER_FIELDS,
    "roll": N_("工人名册"),
    "roll_file": N_("名册文件"),
    "paid_roll": N_("付款名单"),
    "paid_file": N_("付款名单文件"),
    "counts": N_("名单中的金额是"),
    "instalment": N_("付到第几期"),
    "left_why": N_("退出的原因"),
    "share_total": N_("要分配的总额"),
    "share_way": N_("分配方式"),
    "elected": N_("代表"),
    "elected_on": N_("推举日期"),
    "elected_how": N_("怎样推举"),
    "worker": N_("劳动者"),
    "group_way": N_("表示同意的方式"),
    "said_on": N_("日期"),
    "evidence_id": N_("签名材料的扫描件"),
    "words": N_("本人的话"),
    "answer": N_("同意还是不同意"),
}
"""What the fields of the forms are called beside their errors."""
