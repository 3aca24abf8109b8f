"""The form with which a contract is filed."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

SAMPLE: dict[str, Any] = {
    "number": "（2026）虹梅协报字第3号",
    "talks_number": "CH-T-2026-0003",
    "organisation": "上海市闵行区梅陇镇总工会",
    "basis": [
        {"title": "上海市集体合同条例", "article": "第二十三条"},
        {"title": "集体合同规定（劳社部令第22号）", "article": "第四十二条"},
    ],
    "verification_url": "https://mediation.example/verify/7KQX2MRT9WPA4HZC",
    "authority": "上海市闵行区人力资源和社会保障局",
    "employer": {
        "side": "employer",
        "kind": "firm",
        "name": "上海虹梅电子科技股份有限公司",
        "credit_code": "91310112MA1GB0000X",
        "head": "㛃䶮",
        "head_post": "董事长",
        "chief": "赵翀",
        "phone": "021-60000002",
        "address": "上海市闵行区虹梅南路2688号7幢",
    },
    "workers": {
        "side": "workers",
        "kind": "union",
        "name": "上海虹梅电子科技股份有限公司工会委员会",
        "head": "王玥",
        "head_post": "工会主席",
        "chief": "王玥",
        "phone": "021-60000003",
        "address": "上海市闵行区虹梅南路2688号2幢105室",
    },
    "contact": "孙昇",
    "contact_phone": "021-60000004",
    "headcount": 350,
    "covered": 342,
    "contract_title": "2026年度工资专项集体合同",
    "contract_number": "（2026）虹梅资协字第3号",
    "occasion": "first",
    "term_from": "2027-01-01",
    "term_until": "2027-12-31",
    "signed_contract_on": "2026-12-30",
    "adopted_on": "2026-12-29",
    "adopted_by": "congress",
    "vote": "职工代表总数61人，到会52人；赞成43票，反对7票，弃权1票，无效1票。",
    "notice_on": "2026-12-30",
    "file_by": "2027-01-09",
    "file_law": [{"title": "上海市集体合同条例", "article": "第二十三条"}],
    "worker_seats": 3,
    "employer_seats": 3,
    "attachments": [
        {"name": "双方首席代表签字的合同文本", "attached": True, "copies": 3},
        {"name": "双方主体资格证明和协商代表名单", "attached": True, "copies": 1},
        {"name": "协商情况说明", "attached": True, "copies": 1, "note": "见后"},
        {"name": "职工代表大会表决情况报告", "attached": False, "note": "待补计票单"},
    ],
    "sessions": [
        {"held_on": "2026-12-03", "place": "三楼会议室", "result": "双方通报情况，未达成一致"},
        {"held_on": "2026-12-10", "place": "三楼会议室", "result": "就调整幅度、稳定岗位达成一致"},
    ],
    "account": (
        "2026年11月22日，工会向企业提出工资集体协商要约；企业于12月4日书面应约。双方各确定三名协商代"
        "表。\n经两次协商，双方就工资调整和稳定岗位达成一致，形成合同草案。"
    ),
    "main_terms": ["十二个月内月工资标准下调3%，期满恢复", "2027年内不因生产经营原因裁减人员"],
    "submitted_on": "2027-01-04",
}


def record() -> dict[str, Any]:
    """Return the sample."""
    return deepcopy(SAMPLE)
