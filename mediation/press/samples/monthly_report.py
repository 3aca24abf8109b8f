"""The report of a month for the four partners."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared

ORDER = ("拖欠工资", "经济补偿", "工伤待遇")
COUNTED = ("申请件数（件）", "受理件数（件）", "结案件数（件）", "调解成功件数（件）")
PAID = ("协议金额（元）", "到账金额（元）")
NOTES = "小于5的数以“<5”表示；为防止由合计推算，一并隐去的以“—”表示。单位不足5件的不列名。"
MONTHS = ("2025-10", "2025-11", "2025-12", *(f"2026-{nth:02d}" for nth in range(1, 11)))


def _line(title: str, value: str, meaning: str = "") -> dict[str, str]:
    return {"title": title, "value": value, "meaning": meaning}


def _month(count: int, month: str) -> dict[str, Any]:
    """Return one month with as many cases."""
    sums = (f"{count * 13_470.64:,.2f}", f"{count * 9_685.11:,.2f}")
    return {"month": month, "values": [f"{count}", f"{count - 2}", f"{count - 5}", f"{count - 16}", *sums]}


def record() -> dict[str, Any]:
    """Return an invented October."""
    return {
        "organisation": shared.head("统")["organisation"], "station": "曹行联合调解工作站", "period": "2026年10月",
        "first": "2026-10-01", "last": "2026-10-31", "notes": NOTES,
        "sections": [
            {"title": "申请与受理", "lines": [
                _line("申请件数", "47 件", "期内收到的申请；已并入别案的不重复计"),
                _line("受理件数", "45 件", "期内受理的案件，不论何时申请"),
                _line("受理率", "95.7 %", "分母：期内申请件数"),
                _line("涉及人数", "112 人", "期内申请涉及的劳动者人数之和"),
            ]},
            {"title": "调解结果", "lines": [
                _line("结案件数", "42 件", "期内结案的案件，不论何时申请"),
                _line("调解成功件数", "31 件", "期内结案、达成或部分达成协议的"),
                _line("成功率（按结案）", "73.8 %", "分母：期内结案件数"),
            ]},
            {"title": "金额", "lines": [_line("协议金额", "633,120.08 元", "期内生效的协议约定的款项之和")]},
        ],
        "tables": [
            {"title": "请求事项", "meaning": "期内申请的请求", "total": "47", "lines": [
                {"name": name, "value": value} for name, value in zip(ORDER, ("29", "14", "<5"), strict=True)
            ]},
        ],
        "trend_heads": [*COUNTED, *PAID], "trend": [_month(nth, month) for nth, month in enumerate(MONTHS, 35)],
        "not_recorded": ["公证"], "printed_at": "2026-11-02 09:00", "printed_by": "高站长",
    }  # fmt: skip
