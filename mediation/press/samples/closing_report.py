"""The report with which a case is closed."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared


def record() -> dict[str, Any]:
    """Return the report of a case that was settled."""
    return shared.head(
        "结", parties=shared.both(), source="当事人到站申请", lead="司法所", mediators=shared.MEDIATORS,
        received_on="2026-11-16", accepted_on="2026-11-17", closed_on="2026-11-23", days=7, workers=1,
        claimed=14_400_000, summary=shared.SUMMARY, kinds=["拖欠工资", "经济补偿", "社会保险"],
        process=["2026年11月17日受理，双方同意调解", "2026年11月22日第一次调解，双方到场"], ending="达成调解协议",
        outcome="部分达成协议", agreement_number="（2026）梅陇劳调字第0318号", agreed=11_200_000, paid=0,
        file_number="（2026）梅陇劳调卷字第0107号", left_open=["社会保险"],
        facts=["2026年7月至9月工资共48,000元未付", "劳动合同于2026年10月10日解除"],
        performance=["2026年12月15日前应付28,000.00元，未到期"],
    )  # fmt: skip
