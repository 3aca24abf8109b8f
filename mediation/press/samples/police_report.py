"""What a station tells the police of a danger."""

from __future__ import annotations

from typing import Any


def record() -> dict[str, Any]:
    """Return the report of a crowd at a gate, already taken by the police."""
    return {
        "organisation": "曹行人民调解委员会", "station": "曹行联合调解工作站", "station_phone": "021-60000000",
        "number": "CH-2026-0318", "parties": "张玥、喆堃、王赟等13人 诉 上海犇赟建筑工程有限公司",
        "kind": "聚集", "violent": False, "people": 13, "place": "上海市闵行区都市路2688号项目部门口",
        "seen_at": "2026-11-16 08:40",
        "words": (
            "十三名工人在项目部门口要求支付三个月工资，情绪激动，没有堵门，没有人受伤。\n"
            "现场负责人表示公司负责人不在上海，电话未接通。"
        ),
        "measures": "调解员到场安抚，工人推举三名代表到工作站登记；已联系总包单位派员到场。",
        "noted_by": "王调解", "reported_to": "曹行派出所值班民警", "reported_at": "2026-11-16 08:52",
        "reported_number": "20261116-0031",
        "calls": [
            {"who": "曹行派出所", "phone": "021-60000110", "reached_at": "2026-11-16 08:52", "reached_by": "王调解"},
            {"who": "梅陇镇总工会", "phone": "021-60000003", "reached_at": "2026-11-16 09:05", "reached_by": "王调解"},
            {"who": "劳动保障监察机构", "phone": "12333"},
        ],
        "printed_at": "2026-11-16 09:20", "printed_by": "高站长",
    }  # fmt: skip
