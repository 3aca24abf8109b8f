"""The workings behind an agreement."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

SAMPLE: dict[str, Any] = {
    "number": "（2026）曹行算字第0001号",
    "case_number": "CH-2026-0001",
    "organisation": "曹行人民调解委员会",
    "applicants": "王某",
    "respondents": "某公司",
    "agreement": "（2026）曹行调字第0001号",
    "claims": [
        {
            "name": "拖欠工资",
            "claimed": None,
            "amount": 2400000,
            "place": "上海市",
            "on": "2026-11-16",
            "governed_on": "2026-11-16",
            "facts": [
                {
                    "name": "各期工资",
                    "lines": [
                        "2000-01\u30008000.00\u30000.00",
                        "2000-02\u30008000.00\u30000.00",
                        "2000-03\u30008000.00\u30000.00",
                    ],
                }
            ],
            "steps": [
                {
                    "text": "2000-01\u30008000.00\u30000.00，尚欠",
                    "value": "8000.00",
                    "law": "劳动法 第五十条；劳动合同法 第三十条",
                },
                {
                    "text": "2000-02\u30008000.00\u30000.00，尚欠",
                    "value": "8000.00",
                    "law": "劳动法 第五十条；劳动合同法 第三十条",
                },
                {
                    "text": "2000-03\u30008000.00\u30000.00，尚欠",
                    "value": "8000.00",
                    "law": "劳动法 第五十条；劳动合同法 第三十条",
                },
            ],
            "final_award": "超过一裁终局限额",
            "warnings": ["本结果为测算，以仲裁机构、法院认定为准"],
            "rulebook": "sha256:0",
        }
    ],
    "issued_on": "2026-11-16",
    "issued_by": "王调解",
    "verification_url": "https://mediation.example/verify/A",
}


def record() -> dict[str, Any]:
    """Return the sample."""
    return deepcopy(SAMPLE)
