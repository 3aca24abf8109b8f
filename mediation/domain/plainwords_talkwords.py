"""What the words of the files of wage talks mean, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mediation.domain.plainwords import Pair

Words = Mapping[str, Pair]

EVENTS: Final[Words] = {
    "received_on": ("对方收到要约", "the other side received the request"),
    "agreed_on": ("同意协商", "it agreed to talk"),
    "vacant_since": ("代表出缺", "a representative's seat fell vacant"),
    "appointed_on": ("代表产生", "a representative was appointed"),
    "first_session_on": ("首次协商会议", "of the first session"),
    "suspended_on": ("中止协商", "the talks were suspended"),
    "resume_on": ("约定恢复协商", "agreed for going on with the talks"),
    "vote_on": ("表决", "of the vote"),
    "adoption_notice_on": ("职工方首席代表书面通知草案获得通过", "the workers' chief told of the adoption in writing"),
    "concluded_on": ("合同签字并通过（以较晚者为准）", "the contract was signed and adopted, whichever came later"),
    "filed_on": ("人社部门收到合同文本", "the authority received the contract"),
    "effective_on": ("合同生效", "the contract came into force"),
    "term_until": ("期限届满（此前已提出续订的除外）", "its term ends, unless a renewal was proposed before"),
    "term_ends_on": ("期限届满", "its term ends"),
    "coordination_accepted_on": ("受理协调处理申请", "the authority took up the coordination"),
}
ACTORS: Final[Words] = {
    "other_side": ("对方", "the other side"), "each_side": ("各方", "each side"),
    "asked_side": ("被要求一方", "the side that was asked"),
    "vacant_side": ("缺额一方", "the side with the vacant seat"),
    "both": ("双方", "both sides"), "either": ("任何一方", "either side"), "union": ("工会", "the union"),
    "employer": ("用人单位", "the employer"), "authority": ("人社部门", "the labour authority"),
    "upper_union": ("上级工会", "the upper union"), "district_union": ("市、区总工会", "the district union"),
}  # fmt: skip
SITUATIONS: Final[Words] = {
    "refused": ("对方拒绝协商", "the other side refused"),
    "mandatory_refused": ("不得拒绝的事项被拒绝或者拖延", "a matter that may not be refused was"),
    "reply_overdue": ("逾期未答复", "the reply is overdue"),
    "delay": ("拖延协商", "the talks are delayed"),
    "deadlock": ("协商未成", "the talks are deadlocked"),
    "vote_failed": ("草案未获通过", "the draft was not adopted"),
    "objected": ("人社部门提出异议", "the authority objected"),
    "late_duty": ("期限已过", "the duty is late"),
    "mandate_ended": ("代表任期届满", "the representatives' term has ended"),
    "change_wanted": ("一方要求变更、解除合同", "a side wants to change or cancel the contract"),
    "breach": ("用人单位违反集体合同", "the employer breaks the contract"),
}
FORCES: Final[Words] = {
    "hard": ("法定期限", "a legal period"),
    "remind": ("提醒：按较早的日期办理", "a reminder, to work to an earlier day"),
    "advice": ("仅作提示，法律没有规定", "advice, no law says so"),
    "silence": ("期满即发生效果", "its end brings something about by itself"),
}
CONTRACTS: Final[Words] = {
    "wage": ("工资专项集体合同", "wage contracts"), "general": ("集体合同", "general collective contracts"),
}  # fmt: skip
RULES: Final[Words] = {
    "equal": ("双方人数对等", "as many on each side"),
    "employer_not_more": ("用人单位方人数不得多于职工方", "no more on the employer's side than on the workers'"),
    "before_vote": ("表决以前签字，未签字不安排表决", "before the vote; none is planned without it"),
    "after_vote": ("表决通过以后签字", "after the vote"),
    "bodies": ("由企业代表组织以其名义签字", "a body of the employers, in their name"),
    "every_firm": ("由各企业分别签字", "every firm itself"),
    "authorising": ("对授权订立合同的企业有约束力", "the firms that gave authority"),
    "listed": ("对协商所列全部企业有约束力", "all firms that the talks list"),
}
REQUIREMENTS: Final[Words] = {
    "team.least": ("每方协商代表不少于 {number} 人", "each side has {number} representatives or more"),
    "team.balance": ("双方代表人数：{rule}", "size of the sides: {rule}"),
    "team.outsiders": ("外聘代表不得超过本方代表的 {share}", "outsiders are {share} of a side at most"),
    "team.woman": (
        "建有女职工委员会的，职工方代表中应有女职工代表",
        "where there is a women's committee, the workers' side has a woman",
    ),
    "team.chief": ("首席代表的产生适用所引条文", "who is chief is said by the articles cited"),
    "team.consent": (
        "未建工会的，职工方代表须经本单位 {share} 以上职工同意",
        "without a union, {share} or more of the staff stand behind the workers' side",
    ),
    "team.one_side": ("一人不得同时担任双方代表", "nobody sits on both sides"),
    "team.protection": (
        "职工方代表的保护适用所引条文",
        "the workers' representatives are protected, as the articles cited say",
    ),
    "vote.quorum": ("须有全体代表（职工）的 {share} 以上出席", "{share} or more of all must be present"),
    "vote.majority": ("须经全体代表（职工）的 {share} 以上同意", "{share} or more of all must agree"),
    "vote.secret": ("无记名投票", "the ballot is secret"),
    "term.wage": (
        "工资专项集体合同期限不少于 {least} 个月、不超过 {most} 个月",
        "a wage contract runs for {least} months or more, {most} at most",
    ),
    "term.general": (
        "集体合同期限不少于 {least} 个月、不超过 {most} 个月",
        "a general contract runs for {least} months or more, {most} at most",
    ),
    "signature": ("首席代表签字：{rule}", "the chiefs sign: {rule}"),
    "minutes": ("会议记录由双方首席代表签字", "both chiefs sign the minutes"),
    "refusal.reason": ("拒绝协商须有正当理由", "a refusal needs a valid reason"),
    "mandatory.people": (
        "裁减人员达到 {number} 人的，不得拒绝协商",
        "from {number} dismissals on the talks may not be refused",
    ),
    "mandatory.share": (
        "裁减人员达到职工总数 {share} 的，不得拒绝协商",
        "from dismissals of {share} of the staff on the talks may not be refused",
    ),
    "mandatory.refusal": ("法律规定的事项不得拒绝、拖延协商", "matters named by law may not be refused or delayed"),
    "proposal.written": ("要约采用书面形式", "the request is in writing"),
    "proposal.contents": ("要约载明时间、地点、内容", "the request names time, place and matters"),
    "proposal.union": ("建有工会的，由工会提出要约", "where there is a union, it makes the request"),
    "proposal.elected": (
        "未建工会的，由民主推举的代表提出要约",
        "without a union, elected representatives make the request",
    ),
    "reply.written": ("答复采用书面形式", "the reply is in writing"),
    "duty.preparation": (
        "代表准备协商的时间为 {number} 日，视为提供正常劳动",
        "{number} days of preparation are paid as work",
    ),
    "duty.sessions": ("参加协商视为提供正常劳动", "sessions count as work"),
    "sector.signs": ("行业性、区域性合同由谁签字：{rule}", "who signs for the employers of a sector: {rule}"),
    "sector.bound": ("行业性、区域性合同约束谁：{rule}", "whom the contract of a sector binds: {rule}"),
    "concluding": ("因签订集体合同发生的争议不能申请仲裁", "a dispute about concluding a contract can't be arbitrated"),
}
CLAUSE_UNITS: Final[Words] = {
    "fen": ("元", "yuan"), "percent": ("百分比", "per cent"), "change": ("增减百分比", "per cent up or down"),
    "months": ("个月", "months"), "hours": ("小时", "hours"), "heads": ("人", "people"), "text": ("文字", "text"),
    "day": ("日期", "day"),
}  # fmt: skip
FLOORS: Final[Words] = {
    "minimum_wage": ("最低工资标准", "minimum wage"),
    "overtime_weekday": ("工作日加班比例", "overtime on working days"),
    "overtime_rest": ("休息日加班比例", "work on rest days"),
    "overtime_holiday": ("法定休假日加班比例", "work on holidays"),
    "overtime_base": ("加班工资基数", "overtime base"), "probation": ("试用期工资", "pay on probation"),
    "sick_pay": ("病假工资", "sick pay"), "guideline": ("工资指导线", "wage guideline"),
}  # fmt: skip
COSTS: Final[Words] = {
    "change": ("按比例调整工资", "changes pay by a share"),
    "amount": ("每人每月增加金额", "adds an amount a head a month"),
    "months": ("执行月数", "months in effect"), "floor": ("最低一档工资", "lowest pay"), "bonus": ("奖金", "bonus"),
    "allowance": ("津贴补贴", "allowance"), "overtime_base": ("加班工资基数", "overtime base"),
    "weekday": ("工作日加班", "overtime on working days"), "rest": ("休息日加班", "work on rest days"),
    "holiday": ("法定休假日加班", "work on holidays"), "lump": ("一次性支付", "lump sum"),
}  # fmt: skip
PROMISES: Final[Words] = {
    "no_dismissal": ("期间内不裁减人员", "no dismissals for a time"), "hours": ("工时", "hours"),
    "training": ("培训", "training"), "safety": ("安全卫生", "safety"), "women": ("女职工保护", "protection of women"),
}  # fmt: skip
MATTERS: Final[Words] = {
    "layoff": ("裁减人员达到法定人数", "dismissals of the legal number"),
    "stoppage": ("已引发群体性停工、上访", "a stoppage of work"),
    "hazard": ("存在重大事故隐患或者职业危害", "a grave hazard"),
}
TOPICS: Final[Words] = {
    "pay": ("工资报酬", "pay"), "time": ("工时休假", "working time and leave"),
    "security": ("岗位稳定", "security of jobs"),
    "training": ("职业培训", "training"), "safety": ("安全卫生", "safety"),
    "women": ("女职工保护", "protection of women"), "form": ("协议程序", "form of the agreement"),
    "other": ("其他", "other"),
}  # fmt: skip
