"""The workings behind an agreement."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared

PAY_LAW = "劳动法第五十条；劳动合同法第三十条"
AWARD_LAW = "劳动争议调解仲裁法第四十七条；劳动人事争议仲裁办案规则（人社部令第33号）第五十条"
WARNINGS = [
    "劳动关系存续期间拖欠劳动报酬的不受一年仲裁时效限制，终止的自终止之日起一年（调解仲裁法第二十七条）",
    "本结果为测算，以仲裁机构、法院认定为准",
]


def record() -> dict[str, Any]:
    """Return the working of three months of unpaid wages."""
    months = [f"2026-{nth:02d}" for nth in (7, 8, 9)]
    steps = [
        {"text": f"{month}：应付 16000.00 元，已付 0.00 元，尚欠", "value": "16000.00", "law": PAY_LAW}
        for month in months
    ]
    steps.append({"text": "金额（每项只在最后四舍五入到分）", "value": "48000.00", "law": ""})
    award = "是否一裁终局（逐项计算）：不超过 12 × 2740.00 = 32880.00 元"
    steps.append({"text": award, "value": "否", "law": AWARD_LAW})
    claim = {
        "name": "拖欠工资", "claimed": 4_800_000, "amount": 4_800_000, "place": "上海市", "on": "2026-11-16",
        "governed_on": "2026-10-10", "steps": steps, "final_award": "超过一裁终局限额", "warnings": WARNINGS,
        "facts": [{"name": "各期工资", "lines": [f"{month}　16000.00　0.00" for month in months]}],
        "rulebook": "sha256:" + "1f511b25b4b9795c" * 4,
    }  # fmt: skip
    head = shared.head("算")
    del head["organisation_kind"]
    return head | {
        "applicants": shared.WORKER, "respondents": shared.FIRM, "agreement": "（2026）梅陇劳调字第0318号",
        "claims": [claim], "issued_on": "2026-11-22", "issued_by": "喆堃",
    }  # fmt: skip
