"""Words of the base data of wage talks: what its fields are called, in forms and in the history, and its acts."""

from __future__ import annotations

from collections.abc import Mapping

from mediation.domain.refusals import N_

YES = {"yes": N_("是"), "no": N_("否")}
AUTHORISED = {"": N_("未知"), "true": N_("已授权"), "false": N_("未授权")}

OPEN_LABELS: Mapping[str, str] = {
    "unit": N_("协商范围"),
    "sector_name": N_("行业或者区域名称"),
    "employer": N_("单位"),
    "firms": N_("企业"),
    "legal_representative": N_("法定代表人"),
    "staff": N_("职工人数"),
    "authorised": N_("书面授权"),
    "talks_place": N_("适用哪里的规定"),
    "contract": N_("合同种类"),
    "proposer": N_("由哪一方提出"),
    "district": N_("所在区"),
    "unionised": N_("是否已建工会"),
    "women_committee": N_("是否有女职工委员会"),
    "consenting": N_("同意推举代表的职工人数"),
    "guided": N_("推举是否经上级工会指导"),
    "union_name": N_("工会名称"),
    "layoff": N_("拟裁减人数"),
    "stoppage": N_("已引发群体性停工、上访"),
    "hazard": N_("存在重大事故隐患或者职业危害"),
    "matters": N_("不得拒绝的事项"),
    "contract_until": N_("原合同期满日"),
    "planned_on": N_("拟首次协商日期"),
    "meeting_place": N_("协商地点"),
    "agenda": N_("协商议题"),
    "cases": N_("依据的案件"),
    "linked_cases": N_("依据的案件数"),
    "source": N_("来源"),
    "spot": N_("企业或者场所"),
    "proposed_on": N_("发出要约的日期"),
    "renewal_proposed_on": N_("续订要约之日"),
    "renewed_by": N_("续订的协商"),
    "from_firm": N_("来源企业"),
    "from_site": N_("来源场所"),
    "from_talks": N_("续订的协商"),
}
OPEN_NOTED: Mapping[str, str] = {
    "unit": "talks_unit", "contract": "talks_contract", "proposer": "talks_side", "source": "talks_source",
    "unionised": "talks_yes", "women_committee": "talks_yes", "guided": "talks_yes", "stoppage": "talks_yes",
    "hazard": "talks_yes", "matters": "talks_matter",
}  # fmt: skip
OPEN_TABLES: Mapping[str, Mapping[str, str]] = {"talks_yes": YES, "talks_authorised": AUTHORISED}
OPEN_ACTS: Mapping[str, str] = {
    "talks.open": N_("发起集体协商"),
    "talks.correct": N_("更正基本情况"),
    "talks.request": N_("登记要约日期"),
    "talks.renewal_proposed": N_("登记续订要约"),
    "talks.withdraw": N_("撤回协商"),
    "talks.alarm_raised": N_("提示发起集体协商"),
    "talks.alarm_closed": N_("集体协商提示解除"),
}
