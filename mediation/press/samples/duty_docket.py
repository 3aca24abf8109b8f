"""The list of a lawyer's duty day."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

SAMPLE: dict[str, Any] = {
    "organisation": "曹行人民调解委员会",
    "station": "曹行联合调解工作站",
    "on": "2026-11-23",
    "begins": "13:30",
    "ends": "16:30",
    "firm": "城厢律师事务所",
    "lawyer": "方律师",
    "printed_at": "2026-11-20 16:00",
    "printed_by": "高站长",
    "lines": [
        {
            "begins": "13:30",
            "ends": "13:50",
            "number": "CH-2026-0012",
            "parties": "杨帆 诉 上海虹梅电子科技股份有限公司",
            "urgency": "一般",
        },
        {"begins": "13:50", "ends": "14:10", "kept": True},
    ],
    "later": [
        {"begins": "13:30", "ends": "13:50", "number": "CH-2026-0020", "parties": "王某 诉 某公司", "state": "顺延"}
    ],
}


def record() -> dict[str, Any]:
    """Return the sample."""
    return deepcopy(SAMPLE)
