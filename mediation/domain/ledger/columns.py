"""What the columns of a ledger are called, and the field each name stands for: data and the lookup in it.

A name is looked up whole first, then without the side it belongs to (`申请人电话`), then by the words in it. Columns
under a common heading (`被申请人` over `单位名称`) take their side from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from mediation.domain.ledger.grid import squeezed

NEEDED: Final = ("received_on", "applicant", "employer", "type")

NAMES: Final[Mapping[str, str]] = {
    "received_on": (
        "收件日期 登记日期 来访日期 接待日期 受理日期 申请日期 接访日期 收案日期 接案日期 立案日期 "
        "来电日期 接收日期 信访日期 收到日期 "
        "来访登记日期 案件受理日期 来访时间 登记时间 收件时间 接待时间 受理时间 申请时间 接访时间 "
        "收案时间 接案时间 立案时间 来电时间 "
        "接收时间 案件受理时间 录入日期 日期 时间 年月日"
    ),
    "applicant": (
        "申请人 申请人姓名 劳动者 劳动者姓名 姓名 申请人员 员工姓名 职工姓名 工人姓名 来访人 "
        "来访人姓名 来访者 来访人员 当事人 当事人姓名 "
        "投诉人 信访人 求助人 反映人 诉求人 申诉人 员工 职工 工人 申请方 申请人名称 名字"
    ),
    "employer": (
        "被申请人 被申请人名称 用人单位 用人单位名称 单位名称 企业名称 公司名称 用工单位 被申请单位 "
        "被申请方 涉事单位 涉及单位 涉案单位 "
        "被投诉单位 被反映单位 被诉单位 被申诉人 工作单位 所在单位 所在企业 单位全称 雇主 企业 公司 "
        "单位 对方单位 对方当事人 对方"
    ),
    "type": (
        "纠纷类型 争议类型 纠纷类别 争议类别 案由 案件类型 案件类别 纠纷种类 矛盾类型 争议事项 "
        "争议事由 纠纷性质 诉求类型 诉求类别 请求事项 "
        "申请事项 仲裁请求 主要诉求 诉求 诉请 诉求内容 诉求事项 反映问题 问题类型 问题类别 事由 类型 类别 请求 申请请求"
    ),
    "amount": (
        "涉及金额 涉案金额 标的额 标的 诉求金额 争议金额 请求金额 申请金额 涉案标的 涉及标的 "
        "标的金额 主张金额 索赔金额 欠薪金额 "
        "欠薪数额 拖欠金额 金额 数额 案值 总金额 涉及数额"
    ),
    "workers": (
        "人数 涉及人数 涉案人数 涉及劳动者人数 劳动者人数 涉及职工人数 职工人数 当事人数 申请人数 申请人人数 涉及人员数"
    ),
    "phone": "联系电话 电话 手机 手机号 手机号码 联系方式 电话号码 联系号码 移动电话 申请人联系方式",
    "id_number": (
        "身份证号 身份证号码 身份证 证件号 证件号码 公民身份号码 公民身份证号码 有效证件号码 身份证件号码 身份证件号"
    ),
    "union_member": "工会会员 是否工会会员 是否会员 是否为工会会员 会员",
    "migrant": "农民工 是否农民工 是否为农民工 进城务工",
    "hardship": "困难职工 是否困难职工 是否困难 低保",
    "has_union": "有无工会 是否建会 建会情况 是否有工会 是否建立工会 单位工会 工会组织 建会",
    "industry": "行业 所属行业 行业类别 企业行业",
    "credit_code": "统一社会信用代码 社会信用代码 信用代码",
    "channel": (
        "案件来源 来源 来源渠道 受理渠道 来访渠道 来访方式 来访形式 受理方式 接收渠道 来源方式 "
        "申请方式 渠道 途径 反映渠道"
    ),
    "summary": (
        "简要情况 案情简介 简要案情 案件简介 基本案情 主要案情 案情 基本情况 情况说明 主要情况 "
        "主要内容 主要事实 纠纷内容 纠纷概况 "
        "事实与理由 事实和理由 反映内容 来访内容 事情经过 具体情况 案情摘要 情况 内容"
    ),
    "willing_applicant": "申请人是否同意调解 劳动者是否同意调解 申请人是否愿意调解",
    "willing_respondent": (
        "对方是否同意调解 被申请人是否同意调解 单位是否同意调解 用人单位是否同意调解 "
        "企业是否同意调解 对方是否愿意调解 是否同意调解 "
        "是否愿意调解 对方意愿 调解意愿"
    ),
    "handler": (
        "经办人 承办人 调解员 受理人 接待人 接访人 登记人 办理人 责任人 主办人 经办 承办人员 接待人员 调解人 经手人"
    ),
    "outcome": (
        "处理结果 调解结果 办理结果 调处结果 处置结果 结果 处理情况 办理情况 调解情况 结案方式 "
        "结案情况 办结情况 办理状态 处理状态 "
        "进展 进展情况 案件状态 当前状态 状态 处理意见"
    ),
    "closed_on": "结案日期 办结日期 结案时间 办结时间 调解成功日期 完成日期 完成时间 调处日期 终结日期 结束日期",
    "settled_amount": (
        "调解金额 协议金额 达成金额 调解协议金额 调解达成金额 履行金额 兑付金额 结案金额 实付金额 "
        "支付金额 到位金额 追回金额 "
        "挽回损失 已付金额 实际支付金额 调解成功金额"
    ),
    "remark": "备注 说明 附注 其他 备考 其它",
    "number": "序号 编号 案号 号 no 案件编号 登记号 顺序号 卷号 num",
}  # fmt: skip

SIDED: Final[Mapping[tuple[str, str], str]] = {
    ("applicant", "name"): "applicant",
    ("respondent", "name"): "employer",
    ("applicant", "phone"): "phone",
    ("applicant", "id"): "id_number",
    ("respondent", "code"): "credit_code",
    ("respondent", "industry"): "industry",
    ("applicant", "industry"): "industry",
    ("applicant", "union_member"): "union_member",
    ("applicant", "migrant"): "migrant",
    ("respondent", "has_union"): "has_union",
    ("applicant", "hardship"): "hardship",
    ("applicant", "count"): "workers",
}

_RESPONDENT: Final = (
    "被申请人|被申请单位|被申请方|被诉人|被诉单位|被投诉人|被投诉单位|被反映单位|用人单位|用工单位|涉事单位|涉及单位|"
    "涉案单位|企业|公司|单位|雇主|对方当事人|对方"
)
_APPLICANT: Final = (
    "申请人|申请方|劳动者|员工|职工|工人|来访人员|来访人|来访者|当事人|投诉人|信访人|求助人|申诉人|反映人|诉求人|来电人"
)
_SIDE = re.compile(f"^(?:(?P<respondent>{_RESPONDENT})|(?P<applicant>{_APPLICANT}))(?:基本)?(?:信息|情况|资料)?的?")
_PARTS: Final[tuple[tuple[str, str], ...]] = (
    ("phone", "(?:联系)?(?:电话|方式)(?:号码)?|(?:联系)?手机(?:号码?)?|电话号码|联系号码"),
    ("id", "身份证(?:件)?(?:号码?)?|证件号码?|公民身份号码"),
    ("code", "(?:统一)?(?:社会)?信用代码"),
    ("industry", "(?:所属)?行业"),
    ("union_member", "(?:是否)?(?:为)?(?:工会)?会员"),
    ("migrant", "(?:是否)?(?:为)?农民工"),
    ("has_union", "(?:有无|是否有|是否建立?)?(?:工会|建会)"),
    ("hardship", "(?:是否)?困难(?:职工)?"),
    ("count", "人数"),
    ("name", "|姓名|名称|全称|名字|单位名称|企业名称|名"),
)
_WORDS: Final[tuple[tuple[str, str], ...]] = (
    ("", "入职|离职|出生|签订|到期|截止|回访|发生日|发生时间|开庭|年龄|性别|住址|地址|户籍|工资标准|月工资|工龄"),
    ("", "岗位|联系人"),
    ("willing_respondent", "同意调解|愿意调解"),
    ("closed_on", "(?:结案|办结|完成|调结|终结|办理|处理|调解|结果).{0,4}(?:日期|时间)"),
    ("received_on", "(?:收件|登记|来访|接待|受理|接访|申请|来电|立案|收案|接案|录入|收到|报案).{0,4}(?:日期|时间|日)$"),
    ("settled_amount", "(?:调解|协议|达成|履行|兑付|结案|实付|支付|到位|追回|挽回|已付|成功).{0,6}(?:金额|数额|损失)"),
    ("amount", "金额|标的|数额"),
    ("workers", "人数|人次"),
    ("id_number", "身份证|证件号"),
    ("phone", "电话|手机|联系方式"),
    ("type", "案由|(?:纠纷|争议|案件|诉求|矛盾|问题).{0,3}(?:类型|类别|性质|种类|事项|事由)"),
    ("outcome", "(?:处理|调解|办理|处置|调处|结案|办结).{0,4}(?:结果|情况|方式|状态)"),
    ("employer", "(?:单位|企业|公司).{0,3}(?:名称|全称)$|^被(?:申请|投诉|反映)"),
    ("applicant", "(?:申请人|劳动者|员工|职工|来访人|当事人).{0,3}(?:姓名|名字)$"),
    ("channel", "来源|渠道|途径"),
    ("summary", "案情|简介|经过|内容|情况"),
    ("handler", "(?:经办|承办|受理|接待|登记|调解|办理)(?:人|员)$"),
    ("remark", "备注"),
)

_ASIDE = re.compile(r"[(\[【][^)\]】]*[)\]】]")
_DRESSING = re.compile(r"[*:#、,.。;]")
_WAN = re.compile(r"万元|单位[:：]?万")
WHOLE, SIDE, WORDS = 0, 100, 200

_BY_NAME: Final = {
    name: (field, place) for field, names in NAMES.items() for place, name in enumerate(names.split())
}


@lru_cache(maxsize=512)
def field_of(path: tuple[str, ...]) -> tuple[str, int] | None:
    """Return the field that a column with these headings (the widest first) holds, and how far-fetched that is.

    None where the headings name nothing known. The smaller the number, the plainer the name.
    """
    plain = [cleaned(text) for text in path]
    leaf, group = plain[-1], "".join(plain[:-1])
    side = _side_of(group)
    found = _sided(side, leaf) if side else None
    if found or (side and leaf in _OF_PARTIES):
        return found
    if group and leaf in _BARE_DAYS and (found := _BY_NAME.get(group + leaf) or _by_words(group + leaf)):
        return found
    for name in (leaf, *re.split("[/或]", leaf)):
        if name in _BY_NAME:
            return _BY_NAME[name]
    return _sided_name(leaf) or _by_words(leaf) or (_by_group(group) if group else None)


def in_wan(path: tuple[str, ...]) -> bool:
    """Tell whether a heading says that its sums are in 万元."""
    return any(_WAN.search(squeezed(text)) for text in path)


def cleaned(text: str) -> str:
    """Return a heading for comparing: half-width, lower case, without blanks, brackets and marks."""
    return _DRESSING.sub("", _ASIDE.sub("", squeezed(text))).lower()


_OF_PARTIES: Final = (
    "姓名", "名称", "全称", "电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "身份证号", "身份证号码",
    "证件号码", "地址", "住址", "联系人",
)  # fmt: skip
"""Names that say nothing without the side they stand under."""

_BARE_DAYS: Final = ("日期", "时间", "年月日")


def _side_of(group: str) -> str:
    found = _SIDE.match(group)
    return "" if found is None else "respondent" if found["respondent"] else "applicant"


def _sided(side: str, part: str) -> tuple[str, int] | None:
    for kind, pattern in _PARTS:
        if part and re.fullmatch(pattern, part):
            field = SIDED.get((side, kind))
            return (field, WHOLE) if field else None
    return None


def _sided_name(leaf: str) -> tuple[str, int] | None:
    found = _SIDE.match(leaf)
    if not found:
        return None
    side, rest = "respondent" if found["respondent"] else "applicant", leaf[found.end() :]
    for kind, pattern in _PARTS:
        if re.fullmatch(pattern, rest):
            field = SIDED.get((side, kind))
            return (field, SIDE) if field else None
    return None


def _by_words(leaf: str) -> tuple[str, int] | None:
    for place, (field, pattern) in enumerate(_WORDS):
        if re.search(pattern, leaf):
            return (field, WORDS + place) if field else None
    return None


def _by_group(group: str) -> tuple[str, int] | None:
    """Take the common heading where the one below says nothing, as for `收件日期` over an empty cell."""
    known = _BY_NAME.get(group)
    return (known[0], WORDS + known[1]) if known and known[0] in ("received_on", "amount") else None
