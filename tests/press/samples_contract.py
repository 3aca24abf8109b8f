"""Wage agreements, filing forms and notices that tests print: everyday ones, the widest, the barest."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.press.samples_talks import CONTRACT, FILING_LAW, FIRM, LONG_UNION, SECTOR, base, covered, firm, law, union


def clauses() -> list[dict[str, Any]]:
    """Return the clauses of the falling-orders example."""
    return [
        {"key": "term", "title": "协议期限", "text": "本协议期限自2027年1月1日起至2027年12月31日止。"},
        {"key": "pay_system", "chapter": "工资报酬", "title": "工资分配制度、标准和形式", "text": "企业实行的工资分配制度和工资标准为：岗位绩效工资制，标准见附件。"},
        {
            "key": "wage_level", "chapter": "工资报酬", "title": "年度平均工资水平及调整幅度",
            "text": "职工月工资标准在现行基础上下调3%。调整自2027年1月1日起执行。调整执行期为12个月，期满恢复原标准或者由双方另行协商。调整后最低一档月工资标准为3,104.00元。",
            "sums": [{"name": "最低一档月工资标准", "amount": 310_400}],
        },
        {
            "key": "bonus", "chapter": "工资报酬", "title": "奖金",
            "text": "企业按不低于1个月的月工资标准发放年终奖。奖金分配办法为：按考核结果分配，由职工代表大会审议。",
        },
        {"key": "allowances", "chapter": "工资报酬", "title": "津贴和补贴", "text": "津贴、补贴每人每月增加120.00元。", "sums": [{"name": "每人每月增加额", "amount": 12_000}]},
        {"key": "overtime_base", "chapter": "工资报酬", "title": "加班工资计算基数", "text": "加班工资的计算基数为职工正常出勤月工资的100%。计算基数不低于每月2,740.00元。", "sums": [{"name": "计算基数下限", "amount": 274_000}]},
        {"key": "payment_method", "chapter": "工资报酬", "title": "工资支付办法", "text": "工资以货币形式按月支付，发薪日和支付方式为：次月15日，银行转账。"},
        {"key": "job_security", "chapter": "岗位稳定", "title": "稳定岗位", "text": "自2027年1月1日起至2027年12月31日止，企业不因生产经营原因裁减人员或者单方面解除职工劳动合同。期间在岗职工人数不少于320人。"},
        {
            "key": "training", "chapter": "职业培训", "title": "职业培训",
            "text": "企业组织80人参加职业培训。年度培训经费不少于150,000.00元。", "sums": [{"name": "年度培训经费", "amount": 15_000_000}],
        },
        {"key": "change_procedure", "chapter": "协议程序", "title": "变更、解除程序", "text": "变更、解除本协议的程序为：双方协商一致，并按订立的程序办理。"},
        {"key": "end_conditions", "chapter": "协议程序", "title": "终止条件", "text": "有下列情形之一的，本协议终止：期限届满；双方约定的终止条件出现。"},
        {"key": "liability", "chapter": "协议程序", "title": "违约责任", "text": "违反本协议的责任为：依法承担相应的法律责任。"},
    ]  # fmt: skip


def agreement(**changes: Any) -> dict[str, Any]:
    """Return the wage agreement of the falling-orders example."""
    record = base(
        "资协",
        basis=[law("劳动合同法", "第五十一条"), law("上海市集体合同条例", "第二十五条"), law("工资集体协商试行办法（劳保部令第9号）", "第七条")],
        employer=firm(),
        workers=union(),
        headcount=342,
        clauses=clauses(),
        standards=[
            {"group": "操作工一档", "heads": 120, "before": 320_000, "after": 310_400},
            {"group": "操作工二档", "heads": 140, "before": 412_500, "after": 400_125},
            {"group": "技术员", "heads": 82, "before": 780_000, "after": 756_600},
        ],
        term_from="2027-01-01",
        term_until="2027-12-31",
        adopted_on="2026-12-29",
        adopted_by="congress",
        adopting_body=FIRM + "第三届职工代表大会第二次会议",
        copies=6,
        signed_on="2026-12-30",
    )  # fmt: skip
    return record | changes


def bare_agreement() -> dict[str, Any]:
    """Return the shortest draft allowed: one clause, no annex, little known of the sides."""
    return agreement(
        headcount=None, standards=[], adopted_on=None, adopted_by=None, adopting_body="", draft=True, copies=2, signed_on=None,
        employer={"side": "employer", "kind": "firm", "name": FIRM, "chief": "赵翀"},
        workers={"side": "workers", "kind": "elected", "name": "职工方", "chief": "王玥"},
        clauses=[{"key": "wage_level", "title": "调整幅度", "text": "职工月工资标准在现行基础上上调4.5%。"}],
    )  # fmt: skip


def wide_agreement() -> dict[str, Any]:
    """Return a sector agreement: 40 clauses, 30 firms, 60 standards, names of 60 characters."""
    text = "自2027年1月1日起，企业应当按照本条约定的标准、期限和办法执行，并接受工会和职工的监督。" * 2
    many = [
        {
            "key": f"other{place}",
            "chapter": f"第{place // 8 + 1}部分约定",
            "title": f"约定事项{place + 1}",
            "text": text,
        }
        for place in range(40)
    ]
    many[5]["sums"] = [{"name": f"第{place + 1}项金额", "amount": 123_456_789 + place} for place in range(12)]
    return agreement(
        scope="sector", scope_name=SECTOR, firms=covered(30), clauses=many, headcount=1_035,
        employer=firm(kind="association", name="上海市闵行区" + "建筑装饰" * 14 + "行业协会", address="上海市闵行区" + "都市路二千六百八十八弄" * 17),
        workers=union(name=LONG_UNION),
        standards=[{"group": f"岗位{place + 1}", "heads": place, "after": 300_000 + place * 10_000} for place in range(30)],
        adopting_body=SECTOR + "第一届职工代表大会第三次会议", copies=20, signed_on=None,
    )  # fmt: skip


def filing(**changes: Any) -> dict[str, Any]:
    """Return the filing form of the agreement, one piece missing."""
    record = base(
        "协报",
        basis=FILING_LAW,
        authority="上海市闵行区人力资源和社会保障局",
        employer=firm(),
        workers=union(),
        contact="孙昇",
        contact_phone="021-60000004",
        headcount=350,
        covered=342,
        contract_title=CONTRACT,
        contract_number="（2026）虹梅资协字第3号",
        occasion="first",
        term_from="2027-01-01",
        term_until="2027-12-31",
        signed_contract_on="2026-12-30",
        adopted_on="2026-12-29",
        adopted_by="congress",
        vote="职工代表总数61人，到会52人；赞成43票，反对7票，弃权1票，无效1票。",
        notice_on="2026-12-30",
        file_by="2027-01-09",
        file_law=[FILING_LAW[0]],
        worker_seats=3,
        employer_seats=3,
        attachments=[
            {"name": "双方首席代表签字的合同文本", "attached": True, "copies": 3},
            {"name": "双方主体资格证明和协商代表名单", "attached": True, "copies": 1},
            {"name": "协商情况说明", "attached": True, "copies": 1, "note": "见后"},
            {"name": "职工代表大会表决情况报告", "attached": False, "note": "待补计票单"},
        ],
        sessions=[
            {"held_on": "2026-12-03", "place": "三楼会议室", "result": "双方通报情况，未达成一致"},
            {"held_on": "2026-12-10", "place": "三楼会议室", "result": "就调整幅度、稳定岗位达成一致"},
        ],
        account="2026年11月22日，工会向企业提出工资集体协商要约；企业于12月4日书面应约。双方各确定三名协商代表。\n"
        "经两次协商，双方就工资调整和稳定岗位达成一致，形成合同草案。",
        main_terms=["十二个月内月工资标准下调3%，期满恢复", "2027年内不因生产经营原因裁减人员"],
        submitted_on="2027-01-04",
    )
    return record | changes


def bare_filing() -> dict[str, Any]:
    """Return the shortest filing form allowed."""
    return filing(
        employer={"side": "employer", "kind": "firm", "name": FIRM}, contact="", contact_phone="", contract_number="",
        workers={"side": "workers", "kind": "elected", "name": "职工方"}, signed_contract_on=None, notice_on=None,
        attachments=[{"name": "合同文本", "attached": True}], sessions=[], main_terms=[], submitted_on=None,
        account="双方协商一致。",
    )  # fmt: skip


def wide_filing() -> dict[str, Any]:
    """Return a filing form of a sector agreement filed again after an objection."""
    first = date(2026, 9, 1)
    return filing(
        scope="sector", scope_name=SECTOR, firms=covered(30), occasion="refiling", objected_on="2027-01-15",
        objection="最低一档工资标准低于本市最低工资标准。" * 8, objection_answer="已提高至法定标准以上。" * 8,
        employer=firm(kind="association", name="上海市闵行区" + "建筑装饰" * 14 + "行业协会", address="上海市闵行区" + "都市路二千六百八十八弄" * 17),
        workers=union(name=LONG_UNION), headcount=1_035, covered=1_035,
        attachments=[{"name": f"材料{place + 1}：" + "有关情况的证明" * 4, "attached": place % 3 > 0} for place in range(12)],
        sessions=[{"held_on": (first + timedelta(days=7 * place)).isoformat(), "place": "行业协会会议室", "result": "继续协商；" * 8} for place in range(12)],
        account="协商过程的说明。" * 120,
        main_terms=["约定事项的要点。" * 4] * 10,
    )  # fmt: skip


def publication(**changes: Any) -> dict[str, Any]:
    """Return the notice of an agreement in force by silence."""
    record = base(
        "协公",
        basis=[law("工资集体协商试行办法（劳保部令第9号）", "第二十三条")],
        employer=firm(),
        workers=union(),
        contract_title=CONTRACT,
        contract_number="（2026）虹梅资协字第3号",
        authority="上海市闵行区人力资源和社会保障局",
        filed_on="2027-01-04",
        in_force_by="silence",
        force_law=[law("劳动合同法", "第五十四条"), law("上海市集体合同条例", "第二十三条")],
        effective_on="2027-01-20",
        term_from="2027-01-01",
        term_until="2027-12-31",
        covered=342,
        clauses=clauses(),
        full_text_at="工会办公室（2幢105室）和职工食堂公告栏。",
        contact="工会王玥，电话021-60000003",
        published_on="2027-01-21",
    )
    return record | changes


def bare_publication() -> dict[str, Any]:
    """Return the shortest notice allowed, of an agreement in force by opinion."""
    return publication(
        in_force_by="opinion", opinion_on="2027-01-12", effective_on="2027-01-12", covered=None, contract_number="",
        full_text_at="", contact="", published_on=None,
        clauses=bare_agreement()["clauses"],
    )  # fmt: skip
