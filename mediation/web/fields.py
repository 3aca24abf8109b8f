"""What the fields of the forms are called, and how a problem with one is put into words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from flask import Flask
from flask_babel import gettext

from mediation.domain.refusals import N_, Problem
from mediation.office import dates
from mediation.office.records import FactsRecord
from mediation.web.clock_words import CLOCK_LABELS, WHAT
from mediation.web.hints import hinted
from mediation.web.room_words import ROOM_LABELS, ROOM_NOTED
from mediation.web.show import fact, say, words, yes_no
from mediation.web.talks_open_words import OPEN_NOTED
from mediation.web.talks_table_words import TABLE_LABELS
from mediation.web.talks_words import TALKS_LABELS
from mediation.web.watch_words import WATCH_LABELS, WATCH_NOTED
from mediation.web.words import CLAIM_GROUPS, TABLES, word

LABELS: Mapping[str, str] = {
    **CLOCK_LABELS,
    **WATCH_LABELS,
    **ROOM_LABELS,
    **TALKS_LABELS,
    **TABLE_LABELS,
    "station": N_("工作站"),
    "received_at": N_("受理时间"),
    "channel": N_("来源"),
    "summary": N_("经过"),
    "workers": N_("涉及人数"),
    "applicants": N_("申请人"),
    "respondents": N_("被申请人"),
    "claims": N_("请求事项"),
    "kind": N_("种类"),
    "name": N_("姓名或名称"),
    "id_number": N_("身份证号"),
    "born": N_("出生日期"),
    "phone": N_("电话"),
    "address": N_("住址或地址"),
    "union_member": N_("工会会员"),
    "migrant": N_("农民工"),
    "hardship": N_("生活困难"),
    "credit_code": N_("统一社会信用代码"),
    "industry": N_("行业"),
    "has_union": N_("单位有工会"),
    "hired_on": N_("入职日期"),
    "ended_on": N_("离职日期"),
    "relation": N_("用工形式"),
    "written_contract": N_("有书面劳动合同"),
    "union_told_of_dismissal": N_("解除前已通知工会"),
    "amount": N_("金额"),
    "claim_kind": N_("请求事项"),
    "known_on": N_("何时知道权利受侵害"),
    "accident_on": N_("事故日期"),
    "diagnosed_on": N_("职业病诊断日期"),
    "threat": N_("扬言过激行为"),
    "gathering": N_("聚集"),
    "stoppage": N_("停工"),
    "violence": N_("暴力或自伤"),
    "employer_absconded": N_("欠薪单位逃匿"),
    "payment_order_ignored": N_("收到责令支付仍不支付"),
    "willing": N_("调解意愿"),
    "employment": N_("用工情况"),
    "risk": N_("风险情况"),
    "applicant": N_("申请人意愿"),
    "respondent": N_("被申请人意愿"),
    "reason": N_("理由"),
    "note": N_("说明"),
    "payer": N_("付款人"),
    "payee": N_("收款人"),
    "pay_to": N_("付给谁"),
    "payee_why": N_("由一人代收的原因和依据"),
    "method_note": N_("怎样支付"),
    "method": N_("付款方式"),
    "account": N_("收款账户"),
    "account.name": N_("收款户名"),
    "bank": N_("开户银行"),
    "account.number": N_("收款账号"),
    "total": N_("总额"),
    "instalments": N_("分期"),
    "due_on": N_("付款日期"),
    "give_by": N_("提交期限"),
    "facts": N_("主要事实和争议事项"),
    "default_clause": N_("违约条款"),
    "other_terms": N_("其他约定"),
    "mediator": N_("调解员"),
    "recorder": N_("记录人"),
    "signed_on": N_("签署日期"),
    "effective_on": N_("生效日期"),
    "on": N_("日期"),
    "desk": N_("窗口"),
    "role": N_("角色"),
    "priority": N_("缓急"),
    "column": N_("号码"),
    "number": N_("编号"),
    "flags": N_("标记"),
    "failed": N_("规则运行出错"),
    "rule": N_("规则"),
    "from": N_("原承办人"),
    "to": N_("承办人"),
    "referrals": N_("案件"),
    "people": N_("承办人"),
    "view_name": N_("筛选的名字"),
    "group": N_("每名劳动者的金额"),
    "lead": N_("主办"),
    "mediation": N_("调解"),
    "because": N_("原因"),
    "old": N_("原密码"),
    "new": N_("新密码"),
    "again": N_("确认新密码"),
    "password": N_("密码"),
    "question": N_("问题"),
    "answer": N_("意见"),
    "range_low": N_("建议金额下限"),
    "range_high": N_("建议金额上限"),
    "next_step": N_("下一步"),
    "wanted_evidence": N_("需要的证据"),
    "side": N_("由哪一方提供"),
    "left_open": N_("遗留的问题"),
    "checked": N_("核对结果"),
    "ground": N_("冲突范围"),
    "return_code": N_("原因"),
    "next_lawyer": N_("改由"),
    "request_state": N_("结果"),
    "question_state": N_("结果"),
    "visit_state": N_("到访情况"),
    "articles": N_("引用条文"),
    "lines": N_("名称"),
    "affiliate_of": N_("所关联的客户"),
    "client_until": N_("委托终止日"),
    "account_name": N_("用户名"),
    "email": N_("邮箱"),
    "code": N_("验证码"),
    "times": N_("时间"),
    "locale": N_("邮件的语言"),
    "host": N_("服务器"),
    "port": N_("端口"),
    "encryption": N_("加密"),
    "user_name": N_("用户名"),
    "sender": N_("发件地址"),
    "test": N_("测试邮件"),
    "url": N_("接收地址"),
    "level_from": N_("从哪一级起"),
    "outcome": N_("结案方式"),
    "closed_on": N_("结案日期"),
    "reopen_reason": N_("恢复办理的理由"),
    "paid_on": N_("到账日期"),
    "sent_on": N_("提交日期"),
    "sent_to": N_("确认途径"),
    "instalment": N_("期次"),
    "login": N_("登录账号"),
    "lawyer": N_("律师"),
    "colleague": N_("换给哪位同事"),
    "for_shift": N_("换取同事的班次（选填）"),
    "from_on": N_("从"),
    "until_on": N_("到（含当日）"),
    "came": N_("签到时间"),
    "left": N_("签退时间"),
    "weekday": N_("星期"),
    "begins": N_("开始"),
    "ends": N_("结束"),
    "slot_minutes": N_("每件时长（分钟）"),
    "walk_in_slots": N_("留给临时来访的时段数"),
    "on_holiday": N_("遇法定节假日"),
    "since": N_("从哪天起"),
    "until": N_("到哪天止（选填）"),
    "firm": N_("由谁轮值"),
    "last_on": N_("最后一天"),
    "contact": N_("无人值班时联系谁"),
    "licence": N_("执业证号"),
    "what": N_("内容"),
    "calendar_language": N_("语言"),
    "one_time_code": N_("验证码"),
}
_ROW = re.compile(r"^(\w+)\[(\d{1,4})\](?:\.(\w+))?$", re.ASCII)
_CHOICES = {
    "channel": "channel", "kind": "claim", "relation": "relation", "violence": "violence", "reason": "return_reason",
}  # fmt: skip
_NOTED = {
    "desk": "desk", "role": "referral_role", "priority": "priority", "column": "sealed", "kind": "document",
    "claim_kind": "claim",
    "outcome": "outcome", "channel": "channel", "mediation": "mediation", "lead": "desk",
    "checked": "conflict_answer", "ground": "conflict_ground", "return_code": "return_reason", "side": "side",
    "request_state": "request_state", "question_state": "question_state", "visit_state": "visit_state", **WATCH_NOTED,
    **ROOM_NOTED,
    **OPEN_NOTED,
}  # fmt: skip
_TYPED = {**_CHOICES, "method": "method"}
_FACTS = {
    "relation": "relation", "hired_on": "day", "ended_on": "day", "written_contract": "", "union_told_of_dismissal": "",
    "violence": "violence", "threat": "", "gathering": "", "stoppage": "", "employer_absconded": "",
    "payment_order_ignored": "", "willing_applicant": "", "willing_respondent": "",
}  # fmt: skip
ARROW = " → "


def field_name(path: str) -> str:
    """Return what the field at `path` is called: `applicants[1].id_number` → 申请人 2 · 身份证号."""
    if row := _ROW.match(path):
        group = LABELS.get(row[1])
        head = f"{gettext(group) if group else row[1]} {int(row[2]) + 1}"
        return f"{head} · {field_name(row[3])}" if row[3] else head
    if path.startswith("claims["):
        path = "claims"
    label = LABELS.get(path) or LABELS.get(path.rpartition(".")[2])
    return gettext(label) if label else path


def problem(one: Problem) -> str:
    """Return a problem as a sentence with what is allowed; codes are left out, the form offers their words."""
    said = say(one)
    codes = one.field.rpartition(".")[2] in _CHOICES
    return said if codes else hinted(said, one.allowed)


def noted(value: str, name: str) -> str:
    """Return a value of a history line: a code as its word, both sides of a change, anything else as it is."""
    if ARROW in value:
        return ARROW.join(noted(part, name) for part in value.split(ARROW, 1))
    if "、" in value and name in _NOTED:
        return gettext("、").join(noted(part, name) for part in value.split("、"))
    if name in ("clock", "cause", "moved_why"):
        return _clock(value, name)
    if name == "reason":
        table = "return_reason" if value in TABLES["return_reason"] else "show_reason"
        return word(value, table) if value in TABLES[table] else value
    return word(value, _NOTED[name]) if name in _NOTED else value


def _clock(value: str, name: str) -> str:
    """Return what a line about a clock says: which date, what moved it, why it moved."""
    if name == "clock":
        return words(dates.words_of(value))
    table = next((one for one in WHAT if value in TABLES[one]), "")
    return word(value, table) if table else gettext(value)


def typed_value(value: str, name: str) -> str:
    """Return what was typed or chosen in the field `name` as the form showed it: a code as its word."""
    last = name.rpartition(".")[2]
    table = "claim_choice" if name.startswith("claims[") and last == name else _TYPED.get(last, "")
    if last == "kind" and not name.startswith("claims["):
        table = "party_kind"
    if value in ("true", "false") and not table:
        return yes_no(value == "true")
    if last == "received_at":
        return value.replace("T", " ")
    return word(value, table) if table else value


def known_and_unknown(facts: FactsRecord) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the facts of a case that are known, label and value, and the labels of those that aren't."""
    known, unknown = [], []
    for name, unit in _FACTS.items():
        value = getattr(facts, name)
        label = gettext(LABELS[name.removeprefix("willing_")])
        if value is None or value == "unknown":
            unknown.append(label)
        elif name.startswith("willing_"):
            known.append((label, gettext("愿意") if value else gettext("不愿意")))
        else:
            known.append((label, fact(value, unit)))
    return known, unknown


def options(table: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the codes of a table with their words, for a list to choose from."""
    return [(code, gettext(text)) for code, text in table.items()]


def claim_options() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the claim kinds in their groups."""
    return [(gettext(group), [(kind, word(kind, "claim")) for kind in kinds]) for group, kinds in CLAIM_GROUPS]


def is_day(text: str) -> bool:
    """Tell whether a date field can show `text`; other text is shown as it was typed, so that it isn't lost."""
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False


def install(app: Flask) -> None:
    """Give the templates these filters."""
    app.jinja_env.filters.update(
        field_name=field_name, problem=problem, options=options, is_day=is_day, words=words, noted=noted,
        typed_value=typed_value,
    )  # fmt: skip
