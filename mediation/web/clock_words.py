"""Words of what moves the clocks of a case."""

from __future__ import annotations

from collections.abc import Mapping

from mediation.domain.clockwords import EVENTS, INTERRUPTIONS, PAUSES
from mediation.domain.refusals import N_

SORTS = {
    "event": N_("事件"),
    "interruption": N_("时效中断"),
    "pause": N_("暂停"),
    "extension": N_("延长"),
    "dispute": N_("起算日争议"),
}
DISPUTABLE = {
    "known_on": N_("知道或应当知道权利被侵害之日"),
    "ended_on": N_("劳动关系终止之日"),
    "injury_on": N_("事故发生或职业病诊断之日"),
}
CLOCK_TABLES: Mapping[str, Mapping[str, str]] = {
    "clock_sort": SORTS,
    "case_event": {code: zh for code, (zh, _) in EVENTS.items()},
    "interruption": {code: zh for code, (zh, _) in INTERRUPTIONS.items()},
    "pause": {code: zh for code, (zh, _) in PAUSES.items()},
    "disputable": DISPUTABLE,
    "organisation": {"people_mediation": N_("人民调解委员会"), "labour_mediation": N_("劳动争议调解组织")},
}
CLOCK_ACTS = {
    "deadline.moved": N_("期限变动"),
    "referral.accept_by_moved": N_("接收时限变动"),
    "talks.period_moved": N_("集体协商期限变动"),
    "clock.event": N_("登记事件"),
    "clock.interruption": N_("登记时效中断"),
    "clock.pause": N_("登记期限暂停"),
    "clock.resume": N_("登记期限恢复"),
    "clock.extension": N_("登记期限延长"),
    "clock.dispute": N_("登记起算日争议"),
    "clock.withdraw": N_("撤销误记的期限登记"),
    "clock.met": N_("登记期限办结"),
}
FORM_LABELS = {
    "event.code": N_("发生的事件"),
    "event.on": N_("发生之日"),
    "event.evidence": N_("说明或者证据"),
    "interruption.code": N_("中断事由"),
    "interruption.target": N_("哪一项请求或者时效"),
    "interruption.on": N_("中断之日"),
    "interruption.evidence": N_("证据材料"),
    "pause.code": N_("暂停的理由"),
    "pause.on": N_("暂停首日"),
    "pause.until": N_("恢复之日（已经恢复的）"),
    "pause.evidence": N_("证据材料"),
    "extension.on": N_("延长至（最后一日）"),
    "extension.evidence": N_("依据的材料"),
    "dispute.code": N_("有争议的日期"),
    "dispute.target": N_("哪一项请求"),
    "dispute.on": N_("该方所说的日期"),
    "dispute.evidence": N_("该方的证据材料"),
    "resume.until": N_("恢复之日"),
    "withdraw.reason": N_("撤销的理由"),
}
"""What the fields are called in the form of their sort, where another form has the same name for something else."""
CLOCK_LABELS = {
    "target": N_("哪一项期限"),
    "evidence": N_("证据或说明"),
    "said_by": N_("哪一方的说法"),
    "final_award": N_("一裁终局"),
    "simple": N_("事实清楚、权利义务明确"),
    "pay_only": N_("协议仅涉及给付金钱"),
    "order_open": N_("属于可以申请支付令的款项"),
    "order_on_agreement": N_("支付令依据调解协议申请"),
    "applicant_who": N_("申请人一方何人同意"),
    "applicant_how": N_("申请人一方同意的方式"),
    "applicant_on": N_("申请人一方同意之日"),
    "respondent_who": N_("被申请人一方何人同意"),
    "respondent_how": N_("被申请人一方同意的方式"),
    "respondent_on": N_("被申请人一方同意之日"),
    "met_on": N_("办结之日"),
    "clock": N_("期限"),
    "cause": N_("事由"),
    "was_on": N_("原稳妥日"),
    "was_at": N_("原接收时限"),
    "now_at": N_("新接收时限"),
    "now_on": N_("新稳妥日"),
    "moved_why": N_("变动原因"),
    "resumed_on": N_("恢复之日"),
}
WHAT = ("case_event", "interruption", "pause", "disputable")
"""The tables in which the word after `cause` in the history stands."""
