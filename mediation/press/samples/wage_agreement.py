"""A collective contract on wages."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

SAMPLE: dict[str, Any] = {
    "number": "（2026）虹梅资协字第3号",
    "talks_number": "CH-T-2026-0003",
    "organisation": "上海市闵行区梅陇镇总工会",
    "basis": [
        {"title": "劳动合同法", "article": "第五十一条"},
        {"title": "上海市集体合同条例", "article": "第二十五条"},
        {"title": "工资集体协商试行办法（劳保部令第9号）", "article": "第七条"},
    ],
    "verification_url": "https://mediation.example/verify/7KQX2MRT9WPA4HZC",
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
    "headcount": 342,
    "clauses": [
        {"key": "term", "title": "协议期限", "text": "本协议期限自2027年1月1日起至2027年12月31日止。"},
        {
            "key": "pay_system",
            "chapter": "工资报酬",
            "title": "工资分配制度、标准和形式",
            "text": "企业实行的工资分配制度和工资标准为：岗位绩效工资制，标准见附件。",
        },
        {
            "key": "wage_level",
            "chapter": "工资报酬",
            "title": "年度平均工资水平及调整幅度",
            "text": (
                "职工月工资标准在现行基础上下调3%。调整自2027年1月1日起执行。调整执行期为12个月，期满恢复原"
                "标准或者由双方另行协商。调整后最低一档月工资标准为3,104.00元。"
            ),
            "sums": [{"name": "最低一档月工资标准", "amount": 310400}],
        },
        {
            "key": "bonus",
            "chapter": "工资报酬",
            "title": "奖金",
            "text": "企业按不低于1个月的月工资标准发放年终奖。奖金分配办法为：按考核结果分配，由职工代表大会审议。",
        },
        {
            "key": "allowances",
            "chapter": "工资报酬",
            "title": "津贴和补贴",
            "text": "津贴、补贴每人每月增加120.00元。",
            "sums": [{"name": "每人每月增加额", "amount": 12000}],
        },
        {
            "key": "overtime_base",
            "chapter": "工资报酬",
            "title": "加班工资计算基数",
            "text": "加班工资的计算基数为职工正常出勤月工资的100%。计算基数不低于每月2,740.00元。",
            "sums": [{"name": "计算基数下限", "amount": 274000}],
        },
        {
            "key": "payment_method",
            "chapter": "工资报酬",
            "title": "工资支付办法",
            "text": "工资以货币形式按月支付，发薪日和支付方式为：次月15日，银行转账。",
        },
        {
            "key": "job_security",
            "chapter": "岗位稳定",
            "title": "稳定岗位",
            "text": (
                "自2027年1月1日起至2027年12月31日止，企业不因生产经营原因裁减人员或者单方面解除职工劳动合同"
                "。期间在岗职工人数不少于320人。"
            ),
        },
        {
            "key": "training",
            "chapter": "职业培训",
            "title": "职业培训",
            "text": "企业组织80人参加职业培训。年度培训经费不少于150,000.00元。",
            "sums": [{"name": "年度培训经费", "amount": 15000000}],
        },
        {
            "key": "change_procedure",
            "chapter": "协议程序",
            "title": "变更、解除程序",
            "text": "变更、解除本协议的程序为：双方协商一致，并按订立的程序办理。",
        },
        {
            "key": "end_conditions",
            "chapter": "协议程序",
            "title": "终止条件",
            "text": "有下列情形之一的，本协议终止：期限届满；双方约定的终止条件出现。",
        },
        {
            "key": "liability",
            "chapter": "协议程序",
            "title": "违约责任",
            "text": "违反本协议的责任为：依法承担相应的法律责任。",
        },
    ],
    "standards": [
        {"group": "操作工一档", "heads": 120, "before": 320000, "after": 310400},
        {"group": "操作工二档", "heads": 140, "before": 412500, "after": 400125},
        {"group": "技术员", "heads": 82, "before": 780000, "after": 756600},
    ],
    "term_from": "2027-01-01",
    "term_until": "2027-12-31",
    "adopted_on": "2026-12-29",
    "adopted_by": "congress",
    "adopting_body": "上海虹梅电子科技股份有限公司第三届职工代表大会第二次会议",
    "copies": 6,
    "signed_on": "2026-12-30",
}


def record() -> dict[str, Any]:
    """Return the sample."""
    return deepcopy(SAMPLE)
