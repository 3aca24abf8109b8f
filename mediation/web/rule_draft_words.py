"""Words for drafts of rules: kinds, states, what differs and how."""

from __future__ import annotations

from mediation.domain.refusals import N_

KINDS = {
    "parameter": N_("修改参数"), "period": N_("修改期限"), "rule": N_("修改规则"), "calendar": N_("放假安排"),
    "upload": N_("上传规则文件"), "station": N_("站点设置"),
}  # fmt: skip
STATES = {"draft": N_("草案"), "published": N_("已发布"), "dropped": N_("已放弃")}
WORK = {
    "none": N_("未演练"), "asked": N_("等待演练"), "running": N_("正在演练"), "done": N_("已演练"),
    "failed": N_("演练中断"),
}  # fmt: skip
CARRIED = {
    "none": N_("未开始"), "asked": N_("等待执行"), "running": N_("正在执行"), "done": N_("已全部执行"),
    "failed": N_("部分案件未能执行"),
}  # fmt: skip
WHAT = {
    "rule": N_("规则"), "parameter": N_("参数"), "calendar": N_("放假安排"), "law": N_("条文"), "desk": N_("窗口"),
    "stratum": N_("规则分组"), "place": N_("集体协商规定"), "clause": N_("协商条款"),
}  # fmt: skip
HOW = {
    "added": N_("新增"), "removed": N_("删除"), "changed": N_("内容改动"), "closed": N_("至前一日止失效"),
}  # fmt: skip
UNITS = {
    "workdays": N_("个工作日"), "days": N_("日（日历日）"), "months": N_("个月"), "years": N_("年"),
    "duty_days": N_("值班日（最多工作日数）"),
}  # fmt: skip
MARKS = {
    "V": N_("已核对原文（V）"), "S": N_("来自二手资料（S）"), "U": N_("未核实（U），使用时一律注明"),
}  # fmt: skip
ABOUT = {
    "referral": N_("转办"), "date": N_("期限"), "escalation": N_("升级督办"), "flag": N_("标记"),
    "mediation": N_("调解"), "suggestion": N_("提示"),
}  # fmt: skip
FOLDERS = {
    "": N_("按文件名自动对应"), "routing": N_("分流（routing）"), "deadlines": N_("期限（deadlines）"),
    "escalation": N_("升级督办（escalation）"), "suggestions": N_("提示（suggestions）"),
    "parameters": N_("参数（parameters）"), "workdays": N_("放假安排（workdays）"), "talks": N_("集体协商（talks）"),
}  # fmt: skip
BESIDE = {
    "talks": N_("集体协商期限"), "deadline": N_("期限"), "accept": N_("接收时限"), "shift": N_("值班"),
}  # fmt: skip
RULE_TABLES = {
    "beside_what": BESIDE,
    "draft_kind": KINDS, "draft_state": STATES, "draft_work": WORK, "draft_carried": CARRIED, "book_part": WHAT,
    "book_change": HOW, "clock_unit": UNITS, "value_mark": MARKS, "change_about": ABOUT, "rule_folder": FOLDERS,
}  # fmt: skip
RULE_LABELS = {
    "parameter": N_("参数"), "value": N_("新数值"), "start": N_("自何日起"), "source": N_("出处"),
    "verified": N_("核实程度"), "period": N_("期限"), "length": N_("长度"), "unit": N_("计算单位"),
    "file": N_("文件"), "title": N_("名称"), "note": N_("说明"), "folder": N_("所属类别"),
    "title_zh": N_("新版本的中文名称"), "title_en": N_("新版本的英文名称"), "law": N_("依据条文"),
}  # fmt: skip
RULE_ACTS = {
    "rules.draft": N_("起草规则"), "rules.drop": N_("放弃规则草案"), "rules.confirm": N_("复核规则草案"),
    "rules.publish": N_("发布规则"), "case.rules_changed": N_("规则变更，重新分流"),
    "case.station_changed": N_("站点设置变更，重新分流"), "station.add": N_("新建工作站"),
    "station.change": N_("修改站点设置"), "station.propose": N_("提出变更站点适用规定"),
    "station.apply": N_("变更站点适用规定"), "station.drop": N_("放弃变更站点适用规定"),
}  # fmt: skip
