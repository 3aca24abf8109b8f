"""The record of a session."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared


def record() -> dict[str, Any]:
    """Return the record of a session that ended in an agreement."""
    return shared.head(
        "录", session_number=1, form="joint", matter="张玥与上海犇赟建筑工程有限公司拖欠工资、经济补偿争议",
        held_on="2026-11-22", began_at="14:00", ended_at="16:20", place="联动调解室一号室", mediators=shared.MEDIATORS,
        recorder="李祎", guests="梅陇镇总工会 周赟",
        attending=[
            {"role": "applicant", "name": shared.WORKER, "state": "present", "people": "本人及代理人赵翀"},
            {"role": "respondent", "name": shared.FIRM, "state": "late", "people": (
                "人事经理孙昇"
            ), "why": "迟到二十分钟"},
        ],
        told=["《调解权利义务告知书》已于2026年11月17日送达双方"],
        entries=[
            {"who": "申请人", "text": "要求支付三个月工资48,000元和经济补偿96,000元。"},
            {"who": "被申请人", "text": "承认拖欠三个月工资，公司资金困难，希望分期支付；对经济补偿的年限有不同意见。"},
            {"who": "调解员", "text": "向双方说明经济补偿按工作年限计算的规定，分别听取意见。"},
        ],
        agreed=["2020年3月15日入职，2026年10月10日解除劳动合同", "2026年7月至9月的工资没有支付"],
        disputed=["计算经济补偿的工资基数"], limitation=shared.limitation(),
        result="双方同意以112,000元了结工资和经济补偿，分四期支付，社会保险费的补缴另行处理。",
        agreement_number="（2026）梅陇劳调字第0318号",
    )  # fmt: skip
