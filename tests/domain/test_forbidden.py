"""What no settlement may say, in the wordings people use, and what only sounds like it."""

import pytest

from mediation.domain.forbidden import SAYS, found

FORBIDDEN = [
    ("insurance", "乙方自愿放弃补缴社会保险"),
    ("insurance", "劳动者承诺不再要求甲方补缴社保"),
    ("insurance", "双方确认无需缴纳养老保险和医疗保险。"),
    ("insurance", "甲方每月支付社保补贴500元，以补贴代替缴纳社会保险"),
    ("insurance", "社会保险费已包含在上述款项中，申请人不得再主张"),
    ("insurance", "五险折算成现金支付"),
    ("insurance", "社保一事不再追究"),
    ("insurance", "工伤保险待遇以外，免除单位 的 社会 保险 补缴义务"),
    ("insurance", "社会保险由劳动者自行承担"),
    ("insurance", "社保问题已一次性解决，今后与甲方无关"),
    ("insurance", "公司支付5000元作为社保补偿，社保事宜就此了结"),
    ("insurance", "乙方自行参加灵活就业社保，与公司无关"),
    ("insurance", "五险一金折现发放"),
    ("insurance", "社保部分由甲方以现金方式支付给乙方，乙方自行缴纳"),
    ("insurance", "单位不为其参保，改发补贴"),
    ("insurance", "社保公司就不给补了"),
    ("insurance", "社保自2026年1月起停缴"),
    ("insurance", "社會保險不再補繳"),
    ("insurance", "社会保险个人部分和单位部分均由劳动者承担"),
    ("report", "申请人不得向劳动监察部门投诉、举报"),
    ("report", "付款后不再追究法定代表人的刑事责任"),
    ("report", "乙方放弃报案、控告的权利"),
    ("report", "申请人承诺不去信访"),
    ("report", "申请人同意撤销报案"),
    ("suit", "无论是否履行，双方均不得申请仲裁或者向法院起诉"),
    ("suit", "申请人放弃就本协议的履行提起诉讼的权利"),
    ("suit", "乙方不得申请强制执行"),
    ("suit", "不申请支付令"),
    ("suit", "即使甲方未按期付款，乙方也不再申请仲裁"),
    ("oral", "其他事项以口头约定为准"),
]
ALLOWED = [
    "付款方逾期不付的，收款方可以申请支付令或者强制执行",
    "社会保险个人缴纳部分由乙方承担，甲方代扣代缴",
    "公司停止违法行为并缴纳社会保险",
    "甲方不再拖欠社会保险费",
    "甲方支付乙方医疗费中工伤保险基金不予支付的部分5000元",
    "甲方支付乙方未缴纳工伤保险造成的工伤保险待遇损失30000元",
    "社会保险补缴完毕后双方就社会保险再无争议",
    "双方互不再承担其他义务，社会保险事项除外",
    "乙方离职后甲方办理社保停缴",
    "甲方不得因乙方举报而打击报复",
    "双方不得向第三人披露协议内容，但依法举报投诉的除外",
    "商业保险由乙方自行购买，与甲方无关",
    "单位于2026年12月31日前为申请人补缴社会保险",
    "补缴社会保险",
    "用人单位不得以任何理由拒绝补缴社会保险",
    "社会保险事项不在本协议处理范围，申请人保留依法主张的权利",
    "本协议不影响申请人要求补缴社保",
    "本协议不代表申请人放弃社会保险权益",
    "被申请人不因本协议免除缴纳社会保险的义务",
    "单位配合办理社保转移手续",
    "住房公积金不再另行补缴",
    "付款方按期足额付清的，收款方可以出具谅解书",
    "申请人收款后三日内撤回已提出的投诉",
    "申请人撤回仲裁申请",
    "各方按本协议履行完毕后，就已处理的请求再无争议，不再申请仲裁或者提起诉讼",
    "付款方不按期支付的，收款方可以申请支付令或者申请仲裁",
    "一方不履行本协议的，另一方可以向人民法院起诉",
    "逾期未付的，申请人有权申请强制执行",
    "双方共同向人民法院申请司法确认",
    "本协议不影响申请人向公安机关报案",
    "不得以已达成协议为由阻碍劳动者举报",
    "口头提出的补充意见已写入本协议",
    "付款方未按期足额支付任何一期款项的，收款方有权要求其一次性支付全部剩余款项。",
    "付款方逾期支付的，应自逾期之日起以未付款项为基数，按照同期一年期贷款市场报价利率支付逾期利息。",
    "单位出具离职证明，不得作不利记载",
]


@pytest.mark.parametrize(("what", "text"), FORBIDDEN)
def test_a_waiver_is_found_in_any_usual_wording(what: str, text: str) -> None:
    assert what in {one.what for one in found(text)}


@pytest.mark.parametrize("text", ALLOWED)
def test_what_only_sounds_like_a_waiver_passes(text: str) -> None:
    assert found(text) == ()


def test_what_is_told_of_the_past_is_no_clause_of_today() -> None:
    told = "申请人入职时双方约定不缴社保。单位要求其签署自愿放弃社保承诺书；双方现一致同意社保不再补缴"

    assert [one.words for one in found(told, told=True)] == ["双方现一致同意社保不再补缴"]


def test_only_the_clause_that_says_it_is_named() -> None:
    hits = found("双方解除劳动合同。申请人放弃社保补缴；单位出具离职证明")

    assert [(one.what, one.words) for one in hits] == [("insurance", "申请人放弃社保补缴")]
    assert set(SAYS) == {"insurance", "report", "suit", "oral"}
