"""A visit after the agreement."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared


def record() -> dict[str, Any]:
    """Return a visit by telephone."""
    return shared.head(
        "访", parties=[shared.WORKER, shared.FIRM], agreement_number="（2026）梅陇劳调字第0318号",
        visited_on="2026-12-18", way="phone", spoken_with=shared.WORKER, visitor="李祎", reason="第一期款项到期后回访",
        performance="partly", total=11_200_000, paid=1_800_000, words=(
            "第一期28,000元收到18,000元，公司称余款本月底前补足。"
        ),
        satisfaction=4, next_step="月底再次联系用人单位；未补足的，协助准备支付令申请材料。",
    )  # fmt: skip
