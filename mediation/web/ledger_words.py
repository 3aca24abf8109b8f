"""Words of the pages about ledgers."""

from __future__ import annotations

from mediation.domain.ledger.rows import REASON_WORDS as REASONS
from mediation.domain.refusals import N_

__all__ = ["FIELDS", "IMPORT_STATES", "REASONS", "STATES"]

STATES = {"accepted": N_("接受"), "refused": N_("拒绝"), "skipped": N_("跳过")}
IMPORT_STATES = {"previewed": N_("未导入"), "imported": N_("已导入"), "undone": N_("已撤销")}
FIELDS = {
    "number": N_("序号"),
    "received_on": N_("收件日期"),
    "applicant": N_("申请人"),
    "id_number": N_("身份证号"),
    "phone": N_("联系电话"),
    "union_member": N_("工会会员"),
    "migrant": N_("农民工"),
    "hardship": N_("困难职工"),
    "employer": N_("用人单位"),
    "has_union": N_("单位有工会"),
    "industry": N_("行业"),
    "credit_code": N_("统一社会信用代码"),
    "workers": N_("人数"),
    "type": N_("纠纷类型"),
    "amount": N_("涉及金额"),
    "channel": N_("案件来源"),
    "summary": N_("简要情况"),
    "willing_applicant": N_("申请人愿意调解"),
    "willing_respondent": N_("对方愿意调解"),
    "handler": N_("经办人"),
    "outcome": N_("处理结果"),
    "closed_on": N_("结案日期"),
    "settled_amount": N_("调解金额"),
    "remark": N_("备注"),
}
