"""Words of the teams, days and sessions of wage talks: fields of their forms, acts in the history, states."""

from __future__ import annotations

from collections.abc import Mapping

from mediation.domain.refusals import N_

TABLE_LABELS: Mapping[str, str] = {
    "title": N_("职务或者岗位"),
    "post": N_("身份"),
    "chosen": N_("产生方式"),
    "chief": N_("首席代表"),
    "outsider": N_("外聘"),
    "woman": N_("女性"),
    "contract_until": N_("劳动合同到期日"),
    "left_why": N_("离任原因"),
    "heir": N_("由谁接替"),
    "roll": N_("名单"),
    "roll_side": N_("哪一方的名单"),
    "roll_since": N_("担任代表之日"),
    "named_workers_on": N_("职工方书面告知之日"),
    "named_employer_on": N_("企业方书面告知之日"),
}
TABLE_ACTS: Mapping[str, str] = {
    "talks.member_add": N_("登记协商代表"),
    "talks.member_list": N_("录入代表名单"),
    "talks.member_correct": N_("改正协商代表"),
    "talks.member_leave": N_("登记代表离任"),
    "talks.member_strike": N_("删除误录的代表"),
    "talks.named": N_("登记书面告知代表名单"),
}
