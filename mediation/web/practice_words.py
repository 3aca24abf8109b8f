"""Words of practice: roles, states of a run, parts of the score, what can be done, what the fields are called."""

from __future__ import annotations

from collections.abc import Mapping

from mediation.domain.refusals import N_

ROLES = {"workers": N_("职工方"), "employer": N_("企业方")}
STATES = {
    "playing": N_("进行中"),
    "done": N_("已完成"),
    "left": N_("已终止协商"),
    "time": N_("练习期限届满"),
}
PARTS = {"clocks": N_("期限"), "legality": N_("合法"), "result": N_("结果")}
VERDICTS = {"good": N_("做得对"), "bad": N_("失分"), "note": N_("提示")}
BY = {"me": N_("您方"), "other": N_("对方"), "authority": N_("人社部门"), "nobody": N_("练习")}
REASONS = {"": N_("不说明理由"), "difficult": N_("经营困难"), "precedent": N_("没有先例"), "busy": N_("近期业务繁忙")}
WHICH = {"mine": N_("您方的方案"), "theirs": N_("对方的方案"), "agreed": N_("达成的协议")}
MOVES = {
    "request": N_("发出协商要约书"),
    "reply": N_("书面答复要约"),
    "agree": N_("改变态度，同意协商"),
    "step": N_("对方拒绝、拖延时采取下一步"),
    "name": N_("确定代表并书面告知"),
    "ask": N_("要求对方提供资料"),
    "give": N_("提供对方要求的资料"),
    "plan": N_("约定首次协商会议"),
    "offer": N_("召开协商会议"),
    "draft": N_("双方首席代表在草案上签字"),
    "papers": N_("送交草案和材料，定表决日期"),
    "vote": N_("组织表决"),
    "notice": N_("书面通知用人单位草案已通过"),
    "sign": N_("签订协议"),
    "file": N_("报送人力资源社会保障部门"),
    "publish": N_("公布协议"),
    "wait": N_("让日子过去"),
    "leave": N_("终止协商，结束练习"),
}
TABLES: Mapping[str, Mapping[str, str]] = {
    "practice_role": ROLES,
    "practice_state": STATES,
    "practice_part": PARTS,
    "practice_verdict": VERDICTS,
    "practice_by": BY,
    "practice_which": WHICH,
    "practice_reason": REASONS,
    "practice_move": MOVES,
}
ACTS = {
    "practice.begin": N_("开始协商练习"),
    "practice.move": N_("协商练习的一步"),
    "practice.share": N_("分享练习得分"),
    "practice.unshare": N_("不再分享练习得分"),
    "practice.delete": N_("删除练习"),
}
LABELS = {
    "on": N_("哪一天"),
    "reply": N_("答复"),
    "step": N_("下一步"),
    "people": N_("代表"),
    "chief": N_("首席代表"),
    "session": N_("首次会议日期"),
    "offer": N_("所提方案"),
    "from": N_("期限起始日"),
    "until": N_("期限届满日"),
    "vote_on": N_("表决日期"),
    "kind": N_("办理事项"),
    "role": N_("代表哪一方"),
    "seed": N_("对手"),
}
"""What the fields of a move are called; those of an offer have the names of their clauses."""
