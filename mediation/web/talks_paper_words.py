"""Words of the papers of wage talks, of filing and publication."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mediation.domain.refusals import N_

PAPERS: Final[Mapping[str, str]] = {
    "talks_request": N_("协商要约书"),
    "talks_reply": N_("应约书、答复书"),
    "talks_representatives": N_("协商代表名单"),
    "talks_minutes": N_("协商会议记录"),
    "ballot_sheet": N_("表决票"),
    "congress_resolution": N_("职工代表大会（职工大会）决议"),
    "wage_agreement": N_("集体合同"),
    "filing_form": N_("报送表和协商情况说明"),
    "talks_publication": N_("公布告示"),
}
PAPER_TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    "paper_state": {"missing": N_("尚不能制作"), "ready": N_("可以出具"), "issued": N_("已出具")},
    "effect_by": {"opinion": N_("人社部门出具审查意见书"), "silence": N_("人社部门在期限内未提出异议")},
}
PAPER_LABELS: Final[Mapping[str, str]] = {
    "paper": N_("文书"),
    "knowingly": N_("确认明知缺少"),
    "lacking": N_("明知缺少的内容"),
    "lacking_why": N_("明知缺少的原因"),
    "authority": N_("报送的人力资源社会保障部门"),
    "signed_on": N_("双方首席代表签订之日"),
    "signed_before": N_("原签订之日"),
    "filed_on": N_("人社部门收到之日"),
    "receipt_number": N_("回执编号"),
    "filing": N_("第几次报送"),
    "objected_on": N_("提出异议之日"),
    "objection": N_("异议内容"),
    "clauses": N_("异议涉及的条款"),
    "opinion_on": N_("审查意见书之日"),
    "opinion_number": N_("审查意见书编号"),
    "retract_why": N_("撤回的原因"),
    "published_on": N_("公布之日"),
    "pack": N_("报送材料"),
}
PAPER_ACTS: Final[Mapping[str, str]] = {
    "talks.authority": N_("登记报送部门"),
    "talks.sign": N_("登记正式签订"),
    "talks.file": N_("登记报送"),
    "talks.objection": N_("登记人社部门异议"),
    "talks.opinion": N_("登记审查意见书"),
    "talks.retract": N_("撤回报送登记"),
    "talks.publish": N_("登记公布"),
}
PLACES: Final[Mapping[str, str]] = {
    "base": "talks_open.show",
    "request": "talks_open.show",
    "days": "talks.show",
    "team": "talks_team.show",
    "sessions": "talks_sessions.show",
    "rounds": "talks_rounds_draft.show",
    "votes": "talks_votes.show",
    "papers": "talks_papers.show",
    "filing": "talks_filing.show",
}
"""Where what a paper lacks is entered."""
