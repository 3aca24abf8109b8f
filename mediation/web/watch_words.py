"""Words of what a station watches: dangers, complaints, answers about willingness, people's figures."""

from __future__ import annotations

from collections.abc import Mapping

from mediation.domain.refusals import N_

RISKS = {
    "threat": N_("扬言过激行为"),
    "gathering": N_("聚集"),
    "stoppage": N_("停工"),
    "assault": N_("动手打人"),
    "injury": N_("有人受伤"),
    "weapon": N_("持有凶器"),
    "restraint": N_("限制人身自由"),
    "self_harm": N_("扬言自伤自杀"),
}
COMPLAINT_SUBJECTS = {"person": N_("工作人员"), "service": N_("服务或设施")}
COMPLAINT_WAYS = {
    "walk_in": N_("来访"),
    "phone": N_("来电"),
    "letter": N_("来信"),
    "online": N_("网上"),
    "handed_on": N_("上级或其他部门转来"),
}
COMPLAINT_STATES = {"received": N_("已收到"), "examining": N_("核查中"), "answered": N_("已答复")}
COMPLAINT_RESULTS = {"upheld": N_("属实"), "partly": N_("部分属实"), "not_upheld": N_("不属实")}
ANSWERS = {"willing": N_("愿意调解"), "not_willing": N_("不愿意调解"), "call_me": N_("请来电说明")}
ANSWER_SOURCES = {"page": N_("当事人打开链接答复"), "call": N_("语音或短信平台回传")}
INQUIRY_STATES = {
    "asked": N_("已发出，等待答复"),
    "answered": N_("已答复，待确认"),
    "confirmed": N_("已确认"),
    "withdrawn": N_("已撤回"),
    "over": N_("已过期"),
}
FORMS = {"facts": N_("更正事实"), "terms": N_("调解协议条款")}

WATCH_TABLES: Mapping[str, Mapping[str, str]] = {
    "risk": RISKS,
    "complaint_subject": COMPLAINT_SUBJECTS,
    "complaint_way": COMPLAINT_WAYS,
    "complaint_state": COMPLAINT_STATES,
    "complaint_result": COMPLAINT_RESULTS,
    "answer": ANSWERS,
    "answer_source": ANSWER_SOURCES,
    "inquiry_state": INQUIRY_STATES,
    "form": FORMS,
}
WATCH_ACTS = {
    "editing.take_over": N_("接手编辑"),
    "risk.note": N_("登记现场风险"),
    "risk.call": N_("已联系上"),
    "risk.call_undone": N_("撤销联系记录"),
    "risk.report": N_("登记报警"),
    "risk.lift": N_("解除风险"),
    "risk.print": N_("打印风险情况报告"),
    "risk.contacts": N_("更新紧急联系名单"),
    "inquiry.ask": N_("发出调解意愿征询"),
    "inquiry.answer": N_("当事人答复调解意愿"),
    "inquiry.confirm": N_("确认当事人的答复"),
    "inquiry.withdraw": N_("撤回征询"),
    "gateway.save": N_("更新语音短信平台"),
    "gateway.secret": N_("更换语音短信平台密钥"),
    "complaint.note": N_("登记投诉"),
    "complaint.assign": N_("指定投诉核查人"),
    "complaint.answer": N_("答复投诉"),
    "evaluation.remark": N_("填写工作情况说明"),
}
WATCH_LABELS = {
    "risk_kind": N_("风险种类"),
    "crowd": N_("现场人数"),
    "place": N_("地点"),
    "seen_at": N_("发现时间"),
    "seen_words": N_("看到、听到的情况"),
    "measures": N_("已采取的措施"),
    "reported_to": N_("接报单位和接报人"),
    "to_police": N_("接报人"),
    "reported_number": N_("接报编号"),
    "reported_at": N_("报警时间"),
    "lifted_why": N_("解除的理由"),
    "contacts": N_("紧急联系名单"),
    "who": N_("联系谁"),
    "form": N_("表单"),
    "at": N_("时间"),
    "answer_given": N_("答复"),
    "answer_source": N_("答复来源"),
    "party": N_("当事人"),
    "complaint_subject": N_("投诉对象"),
    "about_id": N_("被投诉人"),
    "about_text": N_("被投诉的事项"),
    "complainant": N_("投诉人"),
    "contact_of_complainant": N_("投诉人联系方式"),
    "complaint_way": N_("投诉方式"),
    "received_on": N_("收到日期"),
    "complaint_text": N_("投诉内容"),
    "examiner_id": N_("核查人"),
    "elsewhere": N_("站外核查单位"),
    "complaint_result": N_("核查结论"),
    "complaint_answer": N_("答复内容"),
    "answered_on": N_("答复日期"),
    "remark": N_("本人说明"),
    "case_number": N_("案件编号"),
}
WATCH_NOTED = {"risk_kind": "risk", "form": "form", "answer_given": "answer", "answer_source": "answer_source"}
