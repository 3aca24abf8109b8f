"""The records of wage talks: what they refuse, and the words that are made of them (nothing is printed here)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from mediation.domain.talks import vote, wording
from mediation.press import GlyphMissing, RecordInvalid, prepare
from tests.domain.talks.places import rows
from tests.domain.talks.terms import library
from tests.press import samples_contract as contract
from tests.press import samples_meeting as meeting
from tests.press import samples_talks as talks
from tests.press.reading import html_of, source_text
from tests.press.test_talks import PAPERS

KINDS = dict(PAPERS.values()) | {"ballot_sheet": meeting.ballots()}


def text_of(kind: str, record: dict[str, Any]) -> str:
    """Return all words of a document, without white space."""
    data = prepare(kind, record)
    return source_text(kind, json.loads(data), data)


REFUSED: list[tuple[str, Callable[..., dict[str, Any]], dict[str, Any], str]] = [
    ("talks_request", talks.request, {"topics": []}, "topics"),
    ("talks_request", talks.request, {"team": talks.seats(41)}, "team"),
    ("talks_request", talks.request, {"team": [{"name": "甲"}]}, "只有一名首席代表"),
    ("talks_request", talks.request, {"meet_place": ""}, "meet_place"),
    ("talks_request", talks.request, {"reply_by": "2026-11-22"}, "答复期限须晚于要约日期"),
    ("talks_request", talks.request, {"wanted_by": "2026-12-09"}, "不得晚于首次协商日期"),
    ("talks_request", talks.request, {"mandatory": ["layoff"]}, "须写明依据"),
    ("talks_request", talks.request, {"scope": "sector"}, "须写明集团、行业或者区域的名称"),
    ("talks_request", talks.request, {"firms": talks.covered(2)}, "单个用人单位的协商不附企业名单"),
    ("talks_request", talks.request, {"addressee": talks.union()}, "协商的两方"),
    ("talks_request", talks.request, {"sender": talks.union(kind="firm")}, "不能代表这一方"),
    ("talks_request", talks.request, {"meet_at": "24:00"}, "meet_at"),
    ("talks_reply", talks.refusal, {"reasons": ""}, "须写明理由和依据"),
    ("talks_reply", talks.refusal, {"team": talks.seats(3)}, "不写协商代表"),
    ("talks_reply", talks.reply, {"team": []}, "须写明协商代表、协商时间和地点"),
    ("talks_reply", talks.reply, {"reasons": "另有原因。"}, "不写拒绝的理由"),
    ("talks_reply", talks.reply, {"received_on": "2026-11-21"}, "日期先后不符"),
    ("talks_representatives", talks.representatives, {"mandates": [talks.mandate(delegate="冯曌")]}, "不是该方的首席代表"),
    ("talks_representatives", talks.representatives, {"mandates": [talks.mandate(ends="2026-11-29")]}, "早于起始日"),
    ("talks_minutes", meeting.minutes, {"topics": [{"title": "甲", "outcome": "agreed"}]}, "须写明一致意见"),
    ("talks_minutes", meeting.minutes, {"ended_at": "09:00"}, "早于开始时间"),
    ("talks_minutes", meeting.minutes, {"next_on": "2026-12-09"}, "早于本次会议"),
    ("congress_resolution", meeting.resolution, {"present": 62}, "到会人数多于"),
    ("congress_resolution", meeting.resolution, {"no": 8}, "票数合计多于到会人数"),
    ("congress_resolution", meeting.resolution, {"majority": meeting.check(43, 52, "1/2", talks.VOTE_LAW)}, "与赞成票、总数不符"),
    ("congress_resolution", meeting.resolution, {"quorum": meeting.check(52, 61, "2/3", talks.VOTE_LAW) | {"holds": False}}, "与人数不符"),
    ("congress_resolution", meeting.resolution, {"adopted": False}, "须写明原因"),
    ("congress_resolution", meeting.rejected, {"adopted": True}, "不能写为通过"),
    ("wage_agreement", contract.agreement, {"clauses": []}, "clauses"),
    ("wage_agreement", contract.agreement, {"term_until": "2027-12-30"}, "合同期限条款与合同起止日不一致"),
    ("wage_agreement", contract.agreement, {"term_until": "2027-01-01"}, "届满日须晚于起始日"),
    ("wage_agreement", contract.agreement, {"draft": True}, "不再是草案"),
    ("wage_agreement", contract.agreement, {"adopting_body": ""}, "须一并写明"),
    ("wage_agreement", contract.agreement, {"workers": talks.union(chief="")}, "双方首席代表"),
    ("wage_agreement", contract.wide_agreement, {"firms": []}, "须附适用企业名单"),
    ("filing_form", contract.filing, {"attachments": []}, "attachments"),
    ("filing_form", contract.filing, {"attachments": [{"name": "合同文本"}]}, "attachments.0.attached"),
    ("filing_form", contract.filing, {"covered": 351}, "多于职工总数"),
    ("filing_form", contract.filing, {"occasion": "refiling"}, "异议日期和内容"),
    ("filing_form", contract.filing, {"notice_on": "2026-12-28"}, "日期先后不符"),
    ("talks_publication", contract.publication, {"in_force_by": "opinion"}, "审查意见书的日期"),
    ("talks_publication", contract.publication, {"published_on": "2027-01-19"}, "日期先后不符"),
    ("ballot_sheet", meeting.ballots, {"tickets": 0}, "tickets"),
    ("ballot_sheet", meeting.ballots, {"number": "1"}, "number"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "sample", "changes", "why"), REFUSED)
def test_a_record_that_cannot_be_is_refused(kind: str, sample: Any, changes: dict[str, Any], why: str) -> None:
    with pytest.raises(RecordInvalid) as refused:
        prepare(kind, sample(**changes) if sample is not contract.wide_agreement else sample() | changes)

    assert any(why in problem.text() or why == problem.field for problem in refused.value.problems)


def test_limits_are_told_in_chinese_with_the_field() -> None:
    with pytest.raises(RecordInvalid) as refused:
        prepare(
            "talks_request", talks.request(number="", meet_on="2026-13-01", reply_days=0, meet_place="长" * 201, tune=1)
        )

    told = {problem.field: problem.text().removeprefix("文书数据有误：") for problem in refused.value.problems}
    assert told == {
        "number": "不能为空", "meet_on": "不是有效的日期", "reply_days": "不得小于 1", "meet_place": "最多 200 个字",
        "tune": "文书没有这一栏",
    }  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_character_without_a_glyph_and_markup_in_a_name_are_told_from_text(kind: str) -> None:
    plain = json.dumps(KINDS[kind], ensure_ascii=False)

    with pytest.raises(GlyphMissing):
        prepare(kind, json.loads(plain.replace("工资", "𮧵")))
    text = text_of(kind, json.loads(plain.replace("工资", "<b>&")))
    assert "<b>&" in text


def test_what_isnt_known_leaves_no_label_behind() -> None:
    for name, (kind, record) in PAPERS.items():
        text = text_of(kind, record)
        assert not re.search("None|：。|、。|；；|（）|《》|：；", text), name
    request, form = text_of("talks_request", talks.bare_request()), text_of("filing_form", contract.bare_filing())
    assert not re.search("提出协商的理由|请提供|附件|性别|职务|产生方式|时分", request)
    assert not re.search("首席代表[^（签]|联系|统一社会信用代码|合同编号|历次|主要内容|备注|份数|尚缺|协商会议", form)
    minutes = text_of("talks_minutes", meeting.bare_minutes())
    assert not re.search("列席|缺席|记录人|资料提供|后续安排|其他事项|达成一致的议题：、", minutes)
    assert not re.search("附件|附则|审议通过|本条金额|电话", text_of("wage_agreement", contract.bare_agreement()))


def test_a_request_says_what_the_law_wants_in_it_and_a_mandatory_one_leaves_no_refusal() -> None:
    text = text_of("talks_request", talks.request())
    mandatory = text_of("talks_request", talks.wide_request())

    assert "《上海市集体合同条例》第十五条、《工资集体协商试行办法》（劳保部令第9号）第十七条的规定" in text
    assert "请自收到本要约书之日起15日内，即2026年12月7日前（含当日）" in text
    assert "于2026年12月8日13时30分，在虹梅南路2688号1幢三楼会议室" in text
    assert "应当说明正当理由" in text
    assert "第十五条第二款的规定，你方不得拒绝或者拖延集体协商" in mandatory
    assert "应当说明正当理由" not in mandatory


def test_the_delegation_of_a_chief_is_there_only_where_one_was_given() -> None:
    both = text_of("talks_representatives", talks.representatives())

    assert "首席代表委托书" in both
    assert "协商代表5名，其中女性2名、外聘1名" in both
    assert "委托书" not in text_of("talks_representatives", talks.representatives(mandates=[]))


@pytest.mark.parametrize(
    ("delegates", "present", "yes", "adopted"), [(60, 40, 30, True), (61, 41, 30, False), (61, 40, 40, False)]
)
def test_a_resolution_shows_the_checks_of_the_domain(delegates: int, present: int, yes: int, adopted: bool) -> None:
    count = vote.Count(delegates, present, yes, present - yes, secret=True)
    outcome = vote.result(count, rows=rows("shanghai"), on=date(2026, 12, 29))
    checks = {
        name: {
            "part": one.part, "whole": one.whole, "least": str(one.least), "needed": one.needed, "holds": one.holds,
            "exact": one.exact, "law": talks.VOTE_LAW,
        }
        for name, one in (("quorum", outcome.quorum), ("majority", outcome.majority))
    }  # fmt: skip

    text = text_of("congress_resolution", meeting.resolution(
        delegates, present, yes, adopted=outcome.adopted, no=count.no, abstain=0, invalid=0, **checks,
    ))  # fmt: skip

    assert outcome.adopted is adopted
    assert f"到会{present}÷全体{delegates}＝" in text
    assert f"全体职工代表的三分之二以上，至少{outcome.quorum.needed}人" in text
    assert f"全体职工代表的二分之一以上，至少{outcome.majority.needed}票" in text
    assert text.count("未达到《") == (not outcome.quorum.holds) + (not outcome.majority.holds)
    assert ("会议通过《" in text, "未获通过" in text) == (adopted, not adopted)
    assert ("恰为法定比例" in text) == outcome.for_lawyer


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(1, 2, "50%"), (2, 3, "66.66…%"), (499, 1000, "49.9"), (1, 1, "100%")]
)
def test_a_share_is_never_rounded_up(part: int, whole: int, shown: str) -> None:
    record = meeting.resolution(whole, whole, part, adopted=2 * part >= whole, no=whole - part, abstain=0, invalid=0)

    assert f"赞成{part}÷全体{whole}＝{shown}" in text_of("congress_resolution", record)


def test_an_agreement_holds_the_clauses_as_recorded_with_their_sums_in_capitals() -> None:
    kinds, typed = library(), {
        "term": {"from": "2027-01-01", "until": "2027-12-31"},
        "minimum_pay": {"amount": "3104"},
    }  # fmt: skip
    values = {key: wording.read_values(kinds[key], fields) for key, fields in typed.items()}
    clauses = [
        {"key": key, "title": kinds[key].title["zh"], "text": wording.text_of(kinds[key], values[key])} for key in typed
    ]
    clauses[1]["sums"] = [{"name": "月最低工资", "amount": values["minimum_pay"]["amount"]}]

    text = text_of("wage_agreement", contract.agreement(clauses=clauses))

    assert "第一条协议期限。本协议期限自2027年1月1日起至2027年12月31日止。" in text
    assert "本条金额：月最低工资人民币3,104.00元（大写：叁仟壹佰零肆元整）。" in text
    assert "合同期限。" not in text
    assert "第三条审议通过。" in text


def test_every_attachment_of_the_filing_form_says_whether_it_is_there() -> None:
    text = text_of("filing_form", contract.filing())

    assert (text.count("已附"), text.count("未附")) == (3, 1)
    assert "尚缺1项材料：职工代表大会表决情况报告。" in text
    assert "材料齐全，共1项。" in text_of("filing_form", contract.bare_filing())


def test_papers_of_several_firms_list_each_of_them() -> None:
    for kind, record in (("wage_agreement", contract.wide_agreement()), ("filing_form", contract.wide_filing())):
        text = text_of(kind, record)
        assert all(text.count(firm["name"]) >= 1 for firm in record["firms"])
        assert "合计（30家）1035" in text
        assert "行业性工资专项集体合同" in text


def test_a_notice_says_how_the_agreement_came_into_force() -> None:
    silent, reviewed = contract.publication(), contract.bare_publication()

    assert "自收到之日起在法定期限内未提出异议（《劳动合同法》第五十四条" in text_of("talks_publication", silent)
    assert "2027年1月12日出具审查意见书" in text_of("talks_publication", reviewed)


def test_a_general_contract_is_never_called_one_on_wages() -> None:
    for name, (kind, record) in PAPERS.items():
        if kind == "ballot_sheet":
            continue
        full = json.loads(prepare(kind, record | {"contract": "general"}))
        title = re.search(r"<h1>(.*?)</h1>", html_of(kind, full))
        assert title, name
        assert "工资" not in title[1], name


def test_minutes_say_what_was_noted_of_the_whole_session() -> None:
    text = text_of("talks_minutes", meeting.minutes(workers_said="甲意见。", employer_said="乙意见。", concluded="丙结果。"))

    assert "职工方的综合意见：甲意见。用人单位方的综合意见：乙意见。" in text
    assert "丙结果。" in text.split("协商结果", 1)[1]


def test_what_no_row_says_is_left_for_the_hand_that_signs() -> None:
    resolution = text_of("congress_resolution", meeting.resolution(chair="", tellers=[], counters=[], officers=["李祎"]))
    reply = text_of("talks_reply", talks.reply(request_number=""))
    request = text_of("talks_request", talks.request(reply_from="2026-11-22", signed_on=None))

    assert "由主持" not in resolution
    assert "主持人（签名）：计票、监票人李祎（签名）：" in resolution
    assert "要约书》，我方" in reply
    assert "请自收到本要约书之日起15日内，于2026年11月22日收到的，即2026年12月7日前（含当日）" in request
