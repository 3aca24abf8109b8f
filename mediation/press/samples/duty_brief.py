"""One page about one case, for the lawyer on duty."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

SAMPLE: dict[str, Any] = {
    "organisation": "曹行人民调解委员会",
    "number": "CH-2026-0004",
    "parties": "孙昇 诉 虹梅公司",
    "summary": "被解除。",
    "clocks": [
        {
            "name": "申请仲裁时效",
            "safe_on": "2027-10-15",
            "left": "还有 326 天",
            "began": "知道权利受侵害 2026-10-15",
            "count": "1 年",
            "law": ["劳动争议调解仲裁法 第二十七条第一款"],
        }
    ],
    "claims": [{"name": "违法解除赔偿金", "amount": 9600000}],
    "total": 9600000,
    "floor": "尚未测算。",
    "questions": ["解除是否合法？", "还缺哪些证据？"],
    "printed_at": "2026-11-20 16:00",
    "printed_by": "高站长",
}


def record() -> dict[str, Any]:
    """Return the sample."""
    return deepcopy(SAMPLE)
