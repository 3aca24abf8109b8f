"""How facts and their values are written in Chinese, for commands and documents; pages have their own catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from mediation.domain import money
from mediation.domain.clockwords import EVENTS, INTERRUPTIONS
from mediation.domain.conditions import Op
from mediation.domain.explain import Line
from mediation.domain.situation import Value
from mediation.domain.vocabulary import CLAIM_KINDS, Field

DESKS: Final = {"union": "工会", "judicial_office": "司法所", "police": "派出所", "law_firm": "律师事务所"}
ROLES: Final = {"lead": "主办", "assist": "协办"}
PRIORITIES: Final = {"normal": "普通", "urgent": "加急", "immediate": "立即"}
MEDIATION: Final = {"open": "可以调解", "refused": "一方不愿调解", "blocked": "普通调解暂停"}
FLAGS: Final = {
    "group": "群体争议", "unsafe": "有人身危险", "public_order": "涉公共秩序", "crime_suspected": "涉嫌犯罪",
    "protected_minor": "未满十六周岁", "limitation": "时效临近或已过", "cluster": "同一单位多案",
    "out_of_scope": "不属劳动争议", "union_not_notified": "解除前未通知工会", "refused": "一方不愿调解",
    "triage": "待分流", "rules_failed": "规则出错",
}  # fmt: skip
_VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "relation": {
        "labour": "劳动关系", "dispatch": "劳务派遣", "platform": "平台用工", "over_age": "超龄用工",
        "none": "非劳动关系", "unknown": "尚不清楚",
    },
    "violence": {
        "none": "没有", "assault": "动手打人", "injury": "有人受伤", "weapon": "持有凶器", "restraint": "限制人身自由",
        "self_harm": "扬言自伤自杀",
    },
    "channel": {
        "walk_in": "来访", "phone": "来电", "online": "网上", "police": "警情移交", "court": "法院委派",
        "arbitration": "仲裁引导", "union": "工会转办", "inspection": "劳动监察移交", "patrol": "巡查发现",
    },
    "applicant_kind": {"person": "个人", "employer": "用人单位", "union": "工会组织"},
    "organisation": {"people_mediation": "人民调解委员会", "labour_mediation": "劳动争议调解组织"},
    "kind": {kind: zh for kind, (zh, _) in CLAIM_KINDS.items()},
    "happened": {what: zh for what, (zh, _) in EVENTS.items()},
    "interruption": {code: zh for code, (zh, *_) in INTERRUPTIONS.items()},
    "desk": DESKS, "role": ROLES, "priority": PRIORITIES,
}  # fmt: skip
_UNITS: Final = {"days": "天", "persons": "人", "years": "周岁", "kinds": "种", "cases": "件", "times": "次",
                 "working days": "个工作日", "count": "件"}  # fmt: skip
_WANTED: Final[Mapping[Op, str]] = {
    "is": "为%s", "at_least": "至少%s", "at_most": "至多%s", "more_than": "多于%s", "less_than": "少于%s",
    "one_of": "为%s之一",
}  # fmt: skip
NOT_KNOWN: Final = "未知"


def value(field: Field, have: Value | None) -> str:
    """Return the value of a field as a Chinese reader takes it: 是, 9人, 500,000.00元, 2026-11-16."""
    if have is None:
        return NOT_KNOWN
    if isinstance(have, bool):
        return "是" if have else "否"
    if isinstance(have, date):
        return have.isoformat()
    if isinstance(have, int):
        return f"{money.figures(have)}元" if field.unit == "fen" else f"{have}{_UNITS.get(field.unit, '')}"
    return _VALUES.get(field.name, {}).get(have, have)


def wanted(field: Field, line: Line) -> str:
    """Return what a line of a condition asks for: 至少10人."""
    if line.op == "known":
        return "已知" if line.want else NOT_KNOWN
    several = line.want if isinstance(line.want, tuple) else (line.want,)
    return _WANTED[line.op or "is"] % "、".join(value(field, one) for one in several)


def told(field: Field, line: Line) -> str:
    """Return a test with what it asks for and what is, the second alone where a yes or no is as it should be."""
    if isinstance(line.have, bool) and line.holds:
        return f"{field.zh}：{value(field, line.have)}"
    return f"{field.zh}，应{wanted(field, line)}，实际为{value(field, line.have)}"


def of_claim(field: Field, place: int | None, kind: str = "") -> str:
    """Return what a fact is called, one of a claim with its place: 第1项请求（拖欠工资）的请求金额."""
    if place is None:
        return field.zh
    named = f"（{CLAIM_KINDS[kind][0]}）" if kind in CLAIM_KINDS else ""
    return f"第{place + 1}项请求{named}的{field.zh}"


def flag(code: str) -> str:
    """Return what a flag is called."""
    return FLAGS.get(code, code)
