"""A rule book of one rule, one parameter and one article."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared

ARTICLE = "发生劳动争议的劳动者一方在十人以上，并有共同请求的，可以推举代表参加调解、仲裁或者诉讼活动。"


def _rule() -> dict[str, Any]:
    return {
        "id": "routing.collective", "title": "十人以上群体争议由工会主办",
        "versions": [{
            "facts": [
                ("施行", "自 2008-05-01 起施行"), ("适用地区", "全国"), ("审查对象", "案件"),
                ("核实", "V 已读原文核实"), ("最近核对", "2026-11-22"), ("规则文件", "rules/routing/group.yaml"),
            ],
            "when": [
                {"depth": 0, "text": "以下各项至少一项成立："},
                {"depth": 1, "text": "“涉及劳动者人数”不少于 10人（含本数）"},
                {"depth": 1, "text": "“请求含：全单位工资或劳动条件”为是"},
            ],
            "then": ["工会可以主办", "标记：群体争议"],
            "articles": [{
                "key": "ldmal-7", "name": "劳动争议调解仲裁法第七条", "text": ARTICLE,
                "about": "自 2008-05-01 起施行；V 已读原文核实",
            }],
            "examples": [
                {"given": "“涉及劳动者人数”为10人", "expected": "工会可以主办；标记：群体争议"},
                {"given": "“涉及劳动者人数”为9人", "expected": "本规则不成立"},
            ],
        }],
    }  # fmt: skip


def record() -> dict[str, Any]:
    """Return the shortest book that shows every part of one."""
    return {
        "organisation": shared.head("规")["organisation"], "digest": "sha256:" + "1f511b25b4b9795c" * 4,
        "version": "第 3 版　样张", "printed_on": "2026-11-22", "printed_at": "2026-11-22 09:00",
        "printed_by": "系统生成",
        "counts": [("规则", "1 条（1 个版本）"), ("参数", "1 项"), ("法律条文", "1 项")],
        "reading": [
            "本手册由规则文件逐条生成，所载期限、分流和金额的规则用于测算和提示，以仲裁机构、人民法院认定为准。",
            "每条规则右侧留有核对栏：核对无误的勾“无误”，与条文不符的勾“有误”并写明意见。",
            "核实标记：V 已读原文核实；S 据二手资料，待核对原文；U 未核实，不得作为依据。",
        ],
        "sections": [{"title": "分流", "rules": [_rule()]}],
        "chapters": [
            {"kind": "parameter", "title": "参数", "entries": [{
                "kind": "parameter", "key": "minimum_wage.month", "title": "月最低工资标准",
                "facts": [("单位", "元"), ("核实", "S 据二手资料，待核对原文")],
                "heads": ["施行", "数值", "来源"],
                "rows": [("2025-07-01", "2740", "沪人社规〔2025〕10号"), ("2023-07-01", "2690", "待核对")],
            }]},
            {"kind": "law", "title": "法律条文", "entries": [{
                "kind": "law", "key": "ldmal-7", "title": "劳动争议调解仲裁法第七条",
                "facts": [("条文", ARTICLE), ("核实", "V 已读原文核实"), ("引用", "routing.collective")],
            }]},
        ],
    }  # fmt: skip
