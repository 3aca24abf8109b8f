"""Words of the papers of a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mediation.domain.refusals import N_

CASE_PAPERS: Final[Mapping[str, str]] = {
    "application": N_("调解申请书"),
    "registration": N_("受理登记表"),
    "acceptance_notice": N_("受理通知书"),
    "non_acceptance_notice": N_("不予受理（不同意调解）通知书"),
    "rights_notice": N_("权利义务告知书"),
    "interview_record": N_("调查（谈话）笔录"),
    "mediation_record": N_("调解笔录"),
    "termination_notice": N_("调解终止告知书"),
    "arbitration_review_application": N_("仲裁审查申请书"),
    "court_confirmation_application": N_("司法确认申请书"),
    "payment_order_application": N_("支付令申请书"),
    "follow_up_record": N_("回访记录"),
    "service_receipt": N_("送达回证"),
    "power_of_attorney": N_("授权委托书"),
    "closing_report": N_("结案报告"),
    "file_cover": N_("卷宗封面"),
    "file_contents": N_("卷内目录"),
    "file_back": N_("卷内备考表"),
}
STATION_SHEETS: Final[Mapping[str, str]] = {
    "duty_docket": N_("值班清单"), "duty_brief": N_("案情摘要"), "police_report": N_("风险情况报告"),
    "monthly_report": N_("统计报表"), "rule_book": N_("规则手册"),
}  # fmt: skip
CASE_PAPER_ACTS: Final[Mapping[str, str]] = {
    "paper.preview": N_("预览文书"),
    "paper.bind": N_("装订案卷"),
    "paper.bound_read": N_("下载装订的案卷"),
    "paper.package": N_("导出全案数据包"),
}
