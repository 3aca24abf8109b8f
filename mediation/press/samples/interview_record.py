"""A talk with one person."""

from __future__ import annotations

from typing import Any

from mediation.press.samples import shared


def record() -> dict[str, Any]:
    """Return a talk with the worker."""
    entries = [
        {"who": "问", "text": "请说明入职时间、岗位和约定的工资。"},
        {"who": "答", "text": (
            "2020年3月15日入职，在梅陇工地做现场管理，合同写明月工资16,000元，每月15日发放上月工资。"
        )},
        {"who": "问", "text": "从什么时候开始没有收到工资？有什么证据？"},
        {"who": "答", "text": "2026年7月起没有收到。我带来了劳动合同、银行流水和考勤记录，原件已经核对。"},
        {"who": "问", "text": "还有什么需要补充的？"},
        {"who": "答", "text": "希望尽快解决工资，社会保险的问题另外处理。"},
    ]
    return shared.head(
        "笔", matter="张玥与上海犇赟建筑工程有限公司拖欠工资、经济补偿争议", held_on="2026-11-18", began_at="09:30",
        ended_at="10:10", place="联动调解室二号室", investigator="喆堃", recorder="李祎", person=shared.WORKER,
        role="申请人", sex="女", id_number="310112199001310027", phone="13800000001",
        address="上海市闵行区梅陇镇莘朱路1925弄18号602室", entries=entries,
    )  # fmt: skip
