"""The contents of a file."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared

PAPERS = (
    ("劳动争议调解申请书", "申", 2, 16), ("劳动争议受理登记表", "登", 2, 16), ("调解受理通知书", "受", 3, 17),
    ("调解权利义务告知书", "告", 4, 17), ("授权委托书", "委", 2, 18), ("调查（谈话）笔录", "笔", 2, 18),
    ("调解笔录", "录", 3, 22), ("调解协议书", "劳调", 4, 22), ("送达回证", "送", 1, 22), ("结案报告", "结", 2, 23),
)  # fmt: skip


def record() -> dict[str, Any]:
    """Return the contents of an everyday file."""
    rows, last = [], 2
    for title, series, pages, day in PAPERS:
        rows.append({"title": title, "number": f"（2026）梅陇{series}字第0318号", "dated_on": f"2026-11-{day}",
                     "first": last + 1, "last": last + pages})  # fmt: skip
        last += pages
    title = "张玥与上海犇赟建筑工程有限公司拖欠工资、经济补偿争议调解卷宗"
    return shared.head("目", title=title, rows=rows, missing=["身份证明"])
