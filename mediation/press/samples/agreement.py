"""An agreement on wages and severance in four instalments."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

SAMPLE: dict[str, Any] = {
    "number": "（2026）梅陇劳调字第0318号",
    "case_number": "CH-2026-0318",
    "organisation": "上海市闵行区梅陇镇劳动争议调解委员会",
    "organisation_kind": "labour_mediation",
    "cause": "追索劳动报酬、经济补偿纠纷",
    "received_on": "2026-11-16",
    "accepted_on": "2026-11-17",
    "parties": [
        {
            "role": "applicant",
            "kind": "person",
            "name": "张玥",
            "sex": "女",
            "born": "1990-01-31",
            "id_number": "310112199001310027",
            "phone": "13800000001",
            "address": "上海市闵行区梅陇镇莘朱路1925弄18号602室",
            "representatives": [
                {
                    "name": "赵翀",
                    "capacity": "上海浦江律师事务所律师（法律援助）",
                    "authority": "一般授权",
                    "phone": "021-60000001",
                }
            ],
        },
        {
            "role": "respondent",
            "kind": "employer",
            "name": "上海犇赟建筑工程有限公司",
            "credit_code": "91310112MA1GB0000X",
            "legal_representative": "㛃䶮",
            "post": "执行董事",
            "phone": "021-60000002",
            "address": "上海市闵行区都市路2688号7幢1203室",
        },
    ],
    "group": [],
    "requests": [
        {"text": "支付2026年7月1日至2026年9月30日期间的工资", "amount": 4800000},
        {"text": "支付解除劳动合同的经济补偿", "amount": 9600000},
        {"text": "补缴2026年7月至9月的社会保险费", "amount": None},
    ],
    "facts": (
        "甲方于2020年3月15日入职乙方，任施工现场管理员，双方订立书面劳动合同，约定月工资为人民币16,"
        "000元，每月15日发放上月工资。乙方自2026年7月起未按约定支付工资，至2026年9月30日累计拖欠三个"
        "月，共计人民币48,000元。\n"
        "2026年10月10日，甲方以乙方未及时足额支付劳动报酬为由提出解除劳动合同，并于2026年11月16日向"
        "本调解委员会申请调解。调解中双方均到场，核对了劳动合同、工资发放记录和考勤记录，对上述事实"
        "无异议。"
    ),
    "disputed": "双方对拖欠工资的月数无异议，对月工资标准、工作年限的起算和经济补偿的数额存在争议。",
    "results": ["双方一致确认，双方的劳动关系自2020年3月15日建立，于2026年10月10日协商一致解除。"],
    "payments": [
        {
            "payer": "上海犇赟建筑工程有限公司",
            "payee": "张玥",
            "purpose": "拖欠的工资和经济补偿",
            "amount": 11200000,
            "account": {"holder": "张玥", "bank": "中国工商银行上海市梅陇支行", "number": "6222021001000000000"},
            "parts": [
                {"name": "2026年7月至9月工资", "amount": 4800000},
                {"name": "解除劳动合同的经济补偿", "amount": 6400000},
            ],
            "instalments": [
                {"due_on": "2026-12-15", "amount": 2800000, "note": ""},
                {"due_on": "2027-01-15", "amount": 2800000, "note": ""},
                {"due_on": "2027-02-15", "amount": 2800000, "note": ""},
                {"due_on": "2027-03-15", "amount": 2800000, "note": ""},
            ],
        }
    ],
    "terms": [
        {
            "title": "离职手续",
            "text": ("乙方应于本协议生效之日起五日内向甲方出具解除劳动合同的证明，并办理档案和社会保险关系转移手续。"),
        }
    ],
    "default_clause": (
        "乙方任何一期逾期付款超过五日的，甲方有权要求乙方一次性支付全部未付款项；逾期部分自逾期之日"
        "起按每日万分之三支付违约金。"
    ),
    "claims_settled": ["2026年7月1日至2026年9月30日期间的工资", "解除劳动合同的经济补偿"],
    "claims_reserved": ["2026年7月至9月社会保险费的补缴（由社会保险经办机构依法处理）"],
    "routes": ["arbitration_review", "court_confirmation", "payment_order", "arbitration"],
    "copies": 3,
    "mediators": ["喆堃", "王玥"],
    "recorder": "李祎",
    "signed_on": None,
    "verification_url": "https://mediation.example/verify/6aV0xT8mQp3yL1nZkR5cWg",
}


def record() -> dict[str, Any]:
    """Return the sample."""
    return deepcopy(SAMPLE)
