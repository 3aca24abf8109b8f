"""Why a case went to a desk."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

SAMPLE: dict[str, Any] = {
    "number": "（2026）梅陇理字第0318号",
    "case_number": "CH-2026-0318",
    "organisation": "上海市闵行区梅陇镇劳动争议调解委员会",
    "applicants": "张玥、喆堃、王赟等13人",
    "respondents": "上海犇赟建筑工程有限公司",
    "received_on": "2026-11-16",
    "decided_at": "2026年11月16日 09:21",
    "issued_on": "2026-11-17",
    "issued_by": "王调解",
    "rulebook": "sha256:1f511b25b4b9795c1f511b25b4b9795c1f511b25b4b9795c1f511b25b4b9795c",
    "notes": [],
    "results": [
        {
            "title": "转工会",
            "outcome": "主办",
            "rules": [
                {
                    "rule": "routing.collective",
                    "title": "十人以上群体争议由工会主办",
                    "version": "2008-05-01",
                    "about": "",
                    "verdict": "成立",
                    "tests": [
                        {"holds": True, "depth": 0, "text": "以下任一成立"},
                        {"holds": True, "depth": 1, "text": "涉及劳动者人数，应至少10人，实际为13人"},
                        {"holds": False, "depth": 1, "text": "请求含：全单位工资或劳动条件，应为是，实际为否"},
                    ],
                    "articles": [
                        {
                            "title": "劳动争议调解仲裁法第七条",
                            "mark": "",
                            "text": (
                                "发生劳动争议的劳动者一方在十人以上，并有共同请求的，可以推举代表参加调解、仲裁或者"
                                "诉讼活动。"
                            ),
                        },
                        {"title": "某规定第三条", "text": "", "mark": "条文待核，当日不在施行期内"},
                    ],
                }
            ],
            "others": [{"title": "工伤争议由司法所主办，律师、工会协办", "why": "请求含：工伤待遇，应为是，实际为否"}],
            "changes": ["若涉及劳动者人数为9人，则协办", "若暴力或自伤情形为动手打人，则协办"],
            "arithmetic": [],
            "calendar": "",
        },
        {
            "title": "自收到调解申请之日起十五日",
            "outcome": "稳妥日2026年12月1日",
            "rules": [
                {
                    "rule": "routing.collective",
                    "title": "十人以上群体争议由工会主办",
                    "version": "2008-05-01",
                    "about": "",
                    "verdict": "成立",
                    "tests": [
                        {"holds": True, "depth": 0, "text": "以下任一成立"},
                        {"holds": True, "depth": 1, "text": "涉及劳动者人数，应至少10人，实际为13人"},
                        {"holds": False, "depth": 1, "text": "请求含：全单位工资或劳动条件，应为是，实际为否"},
                    ],
                    "articles": [
                        {
                            "title": "劳动争议调解仲裁法第七条",
                            "mark": "",
                            "text": (
                                "发生劳动争议的劳动者一方在十人以上，并有共同请求的，可以推举代表参加调解、仲裁或者"
                                "诉讼活动。"
                            ),
                        },
                        {"title": "某规定第三条", "text": "", "mark": "条文待核，当日不在施行期内"},
                    ],
                }
            ],
            "others": [],
            "changes": ["若收到申请之日为2026年11月15日，则稳妥日2026年11月30日"],
            "arithmetic": ["自 2026年11月16日（周一） 次日起算 15 日：2026年12月1日（周二）（民法典第201条）"],
            "calendar": "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号，2025年11月4日）",
        },
        {
            "title": "标记“同一单位多案”",
            "outcome": "不标",
            "rules": [],
            "others": [{"title": "工伤争议由司法所主办，律师、工会协办", "why": "请求含：工伤待遇，应为是，实际为否"}],
            "changes": [],
            "arithmetic": [],
            "calendar": "",
        },
    ],
    "amounts": [
        {
            "name": "经济补偿（N）",
            "claimed": 5000000,
            "amount": 5600000,
            "place": "上海市",
            "on": "2026-11-16",
            "governed_on": "2026-10-10",
            "facts": [{"name": "离职前十二个月平均应得工资", "lines": ["8000.00元"]}],
            "steps": [{"text": "经济补偿：8000.00 元 × 7", "value": "56000.00", "law": "劳动合同法 第四十六条"}],
            "final_award": "超过一裁终局限额",
            "warnings": ["本结果为测算，以仲裁机构、法院认定为准"],
            "rulebook": "sha256:1f511b25b4b9795c1f511b25b4b9795c1f511b25b4b9795c1f511b25b4b9795c",
            "made": "王调解\u30002026年11月16日 10:00 保存",
            "notes": [],
            "tests": [
                {
                    "holds": False,
                    "depth": 0,
                    "text": "月工资高于上年度职工月平均工资的 3 倍（要求：高于 37731.00 元；实际：8000.00 元）",
                }
            ],
            "articles": [
                {
                    "title": "劳动争议调解仲裁法第七条",
                    "mark": "",
                    "text": (
                        "发生劳动争议的劳动者一方在十人以上，并有共同请求的，可以推举代表参加调解、仲裁或者诉讼活动。"
                    ),
                }
            ],
            "changes": ["若离职前十二个月平均应得工资高于37731.00元，算法改变，金额自264,117.00元起另算"],
            "now": "48,000.00元",
            "now_why": "与案情登记的日期不一致",
            "now_steps": [{"text": "经济补偿：8000.00 元 × 7", "value": "56000.00", "law": "劳动合同法 第四十六条"}],
        }
    ],
    "verification_url": "https://mediation.example/verify/ABCDEFGHJKMNPQRS",
}


def record() -> dict[str, Any]:
    """Return the sample."""
    return deepcopy(SAMPLE)
