"""Words of evidence: kinds, states, acts and fields."""

from __future__ import annotations

from mediation.domain.refusals import N_

KINDS = {
    "identity": N_("身份证明"),
    "contract": N_("劳动合同"),
    "payslip": N_("工资条、工资表"),
    "bank_record": N_("银行流水"),
    "attendance": N_("考勤记录"),
    "insurance_record": N_("社保缴费记录"),
    "dismissal_paper": N_("解除通知、离职证明"),
    "chat": N_("聊天记录"),
    "photo": N_("现场照片"),
    "recording": N_("录音"),
    "medical": N_("病历、诊断证明"),
    "ruling": N_("裁决书、判决书、认定书"),
    "payment_proof": N_("付款凭证"),
    "authority": N_("授权委托书"),
    "signed_paper": N_("已签字的文书"),
    "worker_list": N_("工人名册"),
    "other": N_("其他材料"),
}
SEEN = {"": N_("未核对"), "true": N_("已与原件核对一致"), "false": N_("没有原件可核对")}
FOR = {"": N_("全部（工作站内部使用）"), "applicant": N_("可给申请人看的"), "respondent": N_("可给被申请人看的")}
FIELD_NAMES = {
    "kind": N_("证据种类"),
    "title": N_("证据名称"),
    "party_id": N_("提交人"),
    "dated_on": N_("形成日期"),
    "proves": N_("证明什么"),
    "original_seen": N_("原件核对"),
    "shown_to": N_("可以给谁看"),
}
EVIDENCE_TABLES = {"evidence_kind": KINDS, "evidence_for": FOR, "evidence_field": FIELD_NAMES}
EVIDENCE_ACTS = {
    "evidence.add": N_("收取证据"),
    "evidence.read": N_("查看证据"),
    "evidence.edit": N_("更正证据登记"),
    "evidence.withdraw": N_("撤回证据"),
    "evidence.bundle": N_("制作证据册"),
    "evidence.bundle_read": N_("下载证据册"),
}
EVIDENCE_NOTED = {
    "evidence_kind": "evidence_kind", "evidence_fields": "evidence_field", "shown_to": "side",
    "bundle_for": "evidence_for",
}  # fmt: skip
EVIDENCE_LABELS = {
    "file": N_("文件"),
    "evidence_kind": N_("证据种类"),
    "evidence_fields": N_("更正的内容"),
    "shown_to": N_("可以给谁看"),
    "bundle_for": N_("证据册用途"),
    "files_bound": N_("件数"),
}
