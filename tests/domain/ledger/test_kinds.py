"""Claim kinds from the words of ledgers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.domain.claimwords import CLAIM_WORDS
from mediation.domain.ledger.kinds import read_kinds

WORDS = {
    "unpaid_wages": "欠薪 工资 拖欠工资 讨薪 提成工资 工钱 追索劳动报酬 农民工工资 年终奖 病假工资 克扣工资 试用期工资 拖欠劳务费 奖金",
    "overtime": "加班 加班费 加班工资 节假日加班工资 周末加班费",
    "minimum_wage": "最低工资差额 低于最低工资标准",
    "annual_leave": "年休假 年假 未休年休假工资 带薪年休假",
    "heat_allowance": "高温费 高温津贴 防暑降温费",
    "severance": "经济补偿 经济补偿金 补偿金 解除劳动合同经济补偿金 离职补偿 遣散费 合同到期不续签",
    "dismissal_damages": "违法解除赔偿金 违法辞退 解除合同 被辞退 2N 双倍赔偿金 裁员 试用期被辞退",
    "reinstatement": "恢复劳动关系 继续履行劳动合同 撤销解除决定",
    "notice_pay": "代通知金 代通金 未提前通知",
    "double_wage": "未签合同双倍工资 二倍工资 双倍工资差额 未签订书面劳动合同",
    "open_ended_double_wage": "无固定期限合同 未订无固定期限劳动合同二倍工资",
    "probation_damages": "试用期 违法试用期赔偿金 试用期超期",
    "non_compete_pay": "竞业限制补偿 竞业限制经济补偿金",
    "non_compete_breach": "竞业限制违约金 违反竞业限制",
    "training_penalty": "服务期违约金 培训费 培训违约金",
    "confirm_relation": "确认劳动关系 劳动关系认定 事实劳动关系",
    "social_insurance": "社保 社会保险 补缴社保 养老保险 未缴社保 失业金 五险一金",
    "work_injury": "工伤 工伤待遇 工伤赔偿金 停工留薪期工资 职业病 工亡 医药费 上下班途中交通事故工伤",
    "maternity": "孕期 产假工资 哺乳期 生育津贴 三期 孕期调岗",
    "unit_conditions": "工资集体协商 集体合同 全厂降薪",
    "deposit_refund": "押金 工服押金 保证金 扣押身份证",
    "other": "其他 其他劳动纠纷 劳动争议 离职证明 调岗 公积金",
}
PAIRS = [(word, kind) for kind, words in WORDS.items() for word in words.split()]
FOREIGN = ["邻里纠纷", "离婚", "婚姻家庭", "民间借贷", "借款纠纷", "物业费", "租房押金", "房屋租赁保证金", "履约保证金", "消费纠纷", "健身卡退费", "交通事故赔偿", "医疗纠纷", "工程款", "房屋买卖合同解除", "噪音扰民", "打架受伤", "相邻漏水", "合同纠纷", "咨询", "赔偿", "土地承包"]


@pytest.mark.parametrize(("word", "kind"), PAIRS, ids=str)
def test_a_word_names_its_kind_alone(word: str, kind: str) -> None:
    assert read_kinds(word).value == (kind,)


@pytest.mark.parametrize("word", FOREIGN)
def test_what_is_no_labour_matter_names_no_kind(word: str) -> None:
    assert read_kinds(word).value is None
    assert read_kinds(word).doubts


@pytest.mark.parametrize("cell", [None, "", "  ", "/"])
def test_an_empty_cell_names_no_kind(cell: str | None) -> None:
    assert read_kinds(cell).value is None


@pytest.mark.parametrize(("kind", "word"), CLAIM_WORDS.items())
def test_our_own_words_come_back_as_the_same_kind(kind: str, word: str) -> None:
    assert read_kinds(word).value == (kind,)


@pytest.mark.parametrize(
    ("cell", "kinds"),
    [
        ("欠薪、加班费", ("unpaid_wages", "overtime")),
        ("欠薪/社保", ("unpaid_wages", "social_insurance")),
        ("欠薪社保", ("unpaid_wages", "social_insurance")),
        ("解除合同+年休假", ("dismissal_damages", "annual_leave")),
        ("工资、经济补偿、年假", ("unpaid_wages", "severance", "annual_leave")),
        ("经济补偿金和加班费", ("severance", "overtime")),
        ("N+1", ("severance", "notice_pay")),
        ("加班费；其他", ("overtime",)),
        ("工资\n双倍工资", ("unpaid_wages", "double_wage")),
    ],
)
def test_several_words_name_several_kinds_in_their_order(cell: str, kinds: tuple[str, ...]) -> None:
    assert read_kinds(cell).value == kinds


def test_a_word_that_leaves_the_kind_open_says_so() -> None:
    assert read_kinds("解除合同").doubts
    assert not read_kinds("违法解除").doubts


@given(st.lists(st.sampled_from([pair for pair in PAIRS if pair[1] != "other"]), min_size=1, max_size=5))
def test_any_list_of_words_names_the_kinds_of_each(pairs: list[tuple[str, str]]) -> None:
    found = read_kinds("、".join(word for word, _ in pairs)).value

    assert found == tuple(dict.fromkeys(kind for _, kind in pairs))


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    read_kinds(text)
