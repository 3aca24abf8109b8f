"""Words of parties, representatives and the chain of employers: codes, acts, fields."""

from __future__ import annotations

from mediation.domain.refusals import N_

SEXES = {"male": N_("男"), "female": N_("女")}
CHAIN_ROLES = {
    "employer": N_("用人单位"),
    "app": N_("平台企业"),
    "platform_partner": N_("平台合作企业"),
    "agency": N_("劳务派遣单位"),
    "user_firm": N_("用工单位"),
    "contractor": N_("承包单位"),
    "subcontractor": N_("分包单位、包工头"),
    "general_contractor": N_("施工总承包单位"),
    "owner": N_("建设单位、发包单位"),
    "payer": N_("代发工资单位"),
    "affiliate": N_("关联单位"),
    "investor": N_("出资人、开办单位"),
}
CHAIN_SIGNS = {
    "contract": N_("书面合同"),
    "payslip": N_("工资条、工资表"),
    "bank_record": N_("银行转账的付款人"),
    "insurance_record": N_("社保缴费单位"),
    "badge": N_("工牌、工作服"),
    "app": N_("接单的应用"),
    "attendance": N_("考勤、排班"),
    "instructions": N_("工作安排和管理"),
    "dispatch_agreement": N_("劳务派遣协议"),
    "subcontract": N_("分包、转包合同"),
    "site_board": N_("工地公示牌"),
    "tax_record": N_("个税扣缴单位"),
    "witness": N_("同事证言"),
    "other": N_("其他"),
}
SPEAKS = {"for": N_("支持"), "against": N_("反对")}
MISSING = {
    "contract": N_("谁签的书面合同"),
    "pay": N_("谁发的工资（工资条、银行流水、个税记录）"),
    "insurance": N_("谁缴的社保（社保缴费记录）"),
    "management": N_("谁考勤、谁安排工作"),
}
CAPACITIES = {
    "lawyer": N_("律师"),
    "legal_worker": N_("基层法律服务工作者"),
    "kin": N_("近亲属"),
    "colleague": N_("同事"),
    "union": N_("工会推荐的人"),
    "staff": N_("本单位工作人员"),
    "legal_representative": N_("法定代表人、负责人"),
    "guardian": N_("监护人"),
    "other": N_("其他公民"),
}
AUTHORITIES = {"general": N_("一般授权"), "special": N_("特别授权")}
POWERS = {
    "admit": N_("承认请求"),
    "waive": N_("放弃、变更请求"),
    "settle": N_("和解、达成调解协议"),
    "receive_payment": N_("代收款项"),
    "receive_papers": N_("代收文书"),
    "sign": N_("代签文书"),
}
CONTACT_WAYS = {
    "phone": N_("电话"),
    "message": N_("短信、微信"),
    "post": N_("邮寄"),
    "counter": N_("当面"),
    "through_other": N_("由他人转达"),
}
COLOURS = {
    "blue": N_("蓝"), "green": N_("绿"), "orange": N_("橙"), "purple": N_("紫"), "brown": N_("棕"), "grey": N_("灰"),
}  # fmt: skip
PARTY_FIELDS = {
    "kind": N_("性质"),
    "name": N_("姓名或名称"),
    "sex": N_("性别"),
    "ethnic_group": N_("民族"),
    "occupation": N_("职业"),
    "legal_representative": N_("法定代表人、负责人"),
    "post": N_("职务"),
    "chain_role": N_("在用工链中的角色"),
    "contact_way": N_("首选联系方式"),
    "contact_unsafe": N_("须用安全方式联系"),
    "contact_note": N_("怎样联系"),
    "language": N_("语言、方言"),
    "interpreter": N_("需要口译"),
    "adaptations": N_("其他便利"),
    "colour": N_("颜色"),
    "short": N_("简称"),
    "id_number": N_("身份证号"),
    "phone": N_("电话"),
    "born": N_("出生日期"),
    "address": N_("住址或地址"),
    "union_member": N_("工会会员"),
    "migrant": N_("农民工"),
    "hardship": N_("生活困难"),
    "credit_code": N_("统一社会信用代码"),
    "industry": N_("行业"),
    "has_union": N_("单位有工会"),
}
AGENT_FIELDS = {
    "name": N_("姓名"), "capacity": N_("身份"), "office": N_("所在单位或者关系"), "authority": N_("授权"),
    "powers": N_("权限"), "given_on": N_("授权日期"), "until": N_("授权到期日"), "phone": N_("电话"),
    "id_number": N_("身份证号"), "evidence_id": N_("授权委托书（证据）"), "document_id": N_("授权委托书（本案文书）"),
}  # fmt: skip
PEOPLE_TABLES = {
    "agent_field": AGENT_FIELDS,
    "sex": SEXES, "chain_role": CHAIN_ROLES, "chain_sign": CHAIN_SIGNS, "speaks": SPEAKS, "chain_missing": MISSING,
    "capacity": CAPACITIES, "authority": AUTHORITIES, "power": POWERS, "contact_way": CONTACT_WAYS,
    "colour": COLOURS, "party_field": PARTY_FIELDS,
}  # fmt: skip
PEOPLE_ACTS = {
    "party.add": N_("添加当事人"),
    "party.edit": N_("更正当事人"),
    "party.leave": N_("当事人退出"),
    "party.return": N_("恢复当事人"),
    "case.source": N_("更正案件来源"),
    "representative.add": N_("登记代理人"),
    "representative.correct": N_("更正代理人"),
    "representative.written": N_("补交授权委托书"),
    "representative.end": N_("终止代理"),
    "chain.role": N_("更正用工链角色"),
    "chain.sign": N_("登记用工线索"),
    "chain.unsign": N_("撤去用工线索"),
    "case.split": N_("分案"),
    "case.split_off": N_("由分案立案"),
    "case.unsplit": N_("撤销分案"),
    "case.split_ended": N_("分案已撤销"),
    "duplicate.noted": N_("登记时标为可能重复"),
}
PEOPLE_NOTED = {
    "agent_fields": "agent_field",
    "party_kind": "party_kind", "party_fields": "party_field", "capacity": "capacity", "authority": "authority",
    "powers": "power", "chain_role": "chain_role", "sign_kind": "chain_sign", "speaks": "speaks",
}  # fmt: skip
PEOPLE_LABELS = {
    "agent_fields": N_("更正的内容"),
    **{name: text for name, text in PARTY_FIELDS.items() if name not in ("kind", "name", "post", "language")},
    "party_kind": N_("性质"),
    "party_fields": N_("更正的内容"),
    "capacity": N_("身份"),
    "authority": N_("授权"),
    "powers": N_("权限"),
    "sign_kind": N_("线索"),
    "speaks": N_("支持或反对"),
    "external_number": N_("外部编号"),
    "left_why": N_("退出的原因"),
    "ended_why": N_("终止的原因"),
    "parties_moved": N_("当事人数"),
    "claims_moved": N_("请求"),
}
