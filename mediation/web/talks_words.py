"""Words of wage talks: stages, sides, how representatives are chosen, states of periods, situations, who must act."""

from __future__ import annotations

from collections.abc import Mapping

from mediation.domain.refusals import N_
from mediation.web.outcome_words import OUTCOME_ACTS, OUTCOME_LABELS, OUTCOME_TABLES
from mediation.web.talks_open_words import OPEN_ACTS, OPEN_LABELS, OPEN_TABLES
from mediation.web.talks_paper_words import PAPER_ACTS, PAPER_LABELS, PAPER_TABLES
from mediation.web.talks_round_words import ROUND_ACTS, ROUND_LABELS, ROUND_TABLES

STAGES = {
    "preparing": N_("准备要约"),
    "requested": N_("已要约，待答复"),
    "refused": N_("对方拒绝"),
    "negotiating": N_("协商中"),
    "voting": N_("待表决"),
    "filing": N_("待报送、审查"),
    "in_force": N_("已生效"),
    "ended": N_("已终止"),
}
UNITS = {"firm": N_("单个企业"), "sector": N_("行业性"), "area": N_("区域性")}
SOURCES = {
    "firm": N_("工会向企业提出"),
    "cluster": N_("由同一企业的多件争议引起"),
    "renewal": N_("合同期满续订"),
    "mandatory": N_("不得拒绝的事项"),
    "change": N_("变更、解除已生效的合同"),
}
CHANGES = {"change": N_("变更"), "cancel": N_("解除")}
SIDES = {"workers": N_("职工方"), "employer": N_("企业方")}
CONTRACTS = {"wage": N_("工资专项集体合同"), "general": N_("集体合同")}
REPLIES = {"accepted": N_("同意协商"), "refused": N_("拒绝协商")}
MATTERS = {
    "layoff": N_("裁减人员达到二十人或者职工总数百分之十"),
    "stoppage": N_("已引发群体性停工、上访"),
    "hazard": N_("存在重大事故隐患或者职业危害"),
}
POSTS = {"union_head": N_("工会主席"), "legal_representative": N_("法定代表人"), "other": N_("其他")}
CHOSEN = {
    "office": N_("因职务担任"),
    "union": N_("工会选派"),
    "elected": N_("职工民主推举"),
    "employer": N_("企业指派"),
    "delegated": N_("书面委托"),
}
ENDS = {
    "contract": N_("已订立合同"),
    "withdrawn": N_("撤回要约"),
    "failed": N_("协商未成"),
    "expired": N_("合同期满"),
    "renewed": N_("已由新合同取代"),
    "cancelled": N_("协商一致解除"),
}
PERIOD_STATES = {
    "not_open": N_("尚未到期间"),
    "running": N_("进行中"),
    "uncertain": N_("待放假安排公布"),
    "expired": N_("已逾期"),
    "met": N_("已按期办理"),
    "late": N_("逾期办理"),
}
WHO = {
    "other_side": N_("对方"),
    "each_side": N_("各方"),
    "asked_side": N_("被要求一方"),
    "vacant_side": N_("缺额一方"),
    "both": N_("双方"),
    "either": N_("任何一方"),
    "union": N_("工会"),
    "employer": N_("企业"),
    "authority": N_("人社部门"),
    "upper_union": N_("上级工会"),
    "district_union": N_("市、区总工会"),
}
SITUATIONS = {
    "refused": N_("对方拒绝协商"),
    "mandatory_refused": N_("不得拒绝的事项被拒绝或者拖延"),
    "reply_overdue": N_("逾期未答复"),
    "delay": N_("拖延协商"),
    "deadlock": N_("协商未成"),
    "vote_failed": N_("草案未获通过"),
    "objected": N_("人社部门提出异议"),
    "late_duty": N_("期限已过"),
    "mandate_ended": N_("代表任期届满"),
    "change_wanted": N_("一方要求变更、解除合同"),
    "breach": N_("用人单位违反集体合同"),
}
FORCES = {
    "hard": N_("法定期限"),
    "remind": N_("提醒"),
    "advice": N_("仅作提示"),
    "silence": N_("期满即发生效果"),
}
VOTE_BODIES = {"congress": N_("职工代表大会"), "all_staff": N_("全体职工")}
VOTE_WAYS = {"paper": N_("纸质无记名票"), "phone": N_("手机表决码")}
VOTE_STATES = {
    "planned": N_("筹备中"),
    "open": N_("投票中"),
    "counted": N_("已计票"),
    "cancelled": N_("已取消"),
}
CHOICES = {"yes": N_("同意"), "no": N_("不同意"), "abstain": N_("弃权")}

TALKS_TABLES: Mapping[str, Mapping[str, str]] = {
    **OUTCOME_TABLES,
    **OPEN_TABLES,
    "talks_stage": STAGES,
    "talks_unit": UNITS,
    "talks_source": SOURCES,
    "talks_change": CHANGES,
    "talks_side": SIDES,
    "talks_contract": CONTRACTS,
    "talks_reply": REPLIES,
    "talks_matter": MATTERS,
    "talks_post": POSTS,
    "talks_chosen": CHOSEN,
    "talks_end": ENDS,
    "talks_period": PERIOD_STATES,
    "talks_who": WHO,
    "talks_situation": SITUATIONS,
    "talks_force": FORCES,
    "vote_body": VOTE_BODIES,
    "vote_way": VOTE_WAYS,
    "vote_state": VOTE_STATES,
    "ballot_choice": CHOICES,
    **ROUND_TABLES,
    **PAPER_TABLES,
}
TALKS_LABELS: Mapping[str, str] = {
    **OUTCOME_LABELS,
    **OPEN_LABELS,
    **ROUND_LABELS,
    **PAPER_LABELS,
    "body": N_("由谁表决"),
    "way": N_("表决方式"),
    "delegates": N_("全体代表（职工）人数"),
    "papers_sent_on": N_("材料送达代表的日期"),
    "vote_place": N_("地点"),
    "draft": N_("草案"),
    "present": N_("实到人数"),
    "yes": N_("同意"),
    "no": N_("不同意"),
    "abstain": N_("弃权"),
    "invalid": N_("无效"),
    "secret": N_("是否无记名投票"),
    "counters": N_("计票人、监票人"),
    "hours": N_("开放几小时"),
    "adoption_notice_on": N_("用人单位收到通知的日期"),
    "choice": N_("您对草案的意见"),
    "wages": N_("工资表"),
    "wage_file": N_("工资表文件"),
    "wage_version": N_("工资表版本"),
    "wage_heads": N_("工资表人数"),
    "wage_groups": N_("类别数"),
    "insurance": N_("单位社会保险费比例"),
    "low": N_("缴费基数下限"),
    "plan_title": N_("对比的名称"),
    "basis": N_("按哪个方案"),
    "change": N_("调整幅度"),
    "months": N_("执行几个月"),
    "horizon": N_("比较几个月"),
    "left_on": N_("离职日"),
    "leavers": N_("裁减人员"),
    "staff_group": N_("类别"),
    "leaving": N_("裁减人数"),
}
TALKS_ACTS: Mapping[str, str] = {
    **OUTCOME_ACTS,
    **OPEN_ACTS,
    **ROUND_ACTS,
    **PAPER_ACTS,
    "talks.vote_plan": N_("安排表决"),
    "talks.vote_papers": N_("登记表决材料送达"),
    "talks.vote_count": N_("登记计票结果"),
    "talks.vote_cancel": N_("取消表决"),
    "talks.vote_clear": N_("登记律师确认表决结果"),
    "talks.vote_codes": N_("生成表决码"),
    "talks.vote_open": N_("开始手机表决"),
    "talks.adoption_notice": N_("登记通过的书面通知"),
    "talks.wages": N_("保存工资表"),
    "talks.wages_export": N_("下载工资表"),
    "talks.costing_export": N_("导出方案成本对比"),
    "talks.whatif": N_("保存调整工资与裁员对比"),
    "talks.whatif_remove": N_("删除调整工资与裁员对比"),
}
