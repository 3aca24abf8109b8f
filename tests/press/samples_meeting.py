"""Minutes, resolutions and ballots that tests print: everyday ones, the widest, the barest."""

from __future__ import annotations

from typing import Any

from tests.press.samples_talks import (
    DRAFT,
    FIRM,
    LONG_FIRM,
    LONG_UNION,
    MAJORITY_LAW,
    PEOPLE,
    VOTE_LAW,
    bare_seats,
    base,
    firm,
    law,
    seats,
    union,
)


def minutes(**changes: Any) -> dict[str, Any]:
    """Return the minutes of an everyday session."""
    record = base(
        "协记",
        basis=[law("上海市集体合同条例", "第十八条")],
        session_number=2,
        held_on="2026-12-10",
        began_at="09:30",
        ended_at="11:45",
        place="虹梅南路2688号1幢三楼会议室",
        chairs=["王玥", "赵翀"],
        recorder="卫甯",
        worker_side=union(),
        employer_side=firm(),
        workers=seats(3),
        employer=seats(3, "employer", "赵翀", post="副总经理"),
        observers=["梅陇镇总工会　冯曌"],
        absent=["周赟（病假）"],
        information=["用人单位方提供了2025年度工资总额、2026年前三季度利润情况，双方确认已经收悉。"],
        topics=[
            {
                "title": "工资调整幅度",
                "workers": "要求上调2%。",
                "employer": "订单减少三成，建议十二个月内下调5%。",
                "outcome": "agreed",
                "result": "自2027年1月1日起十二个月内，职工月工资标准下调3%，期满恢复。",
            },
            {
                "title": "稳定岗位",
                "workers": "调整期内不得裁减人员。",
                "employer": "同意，但须写明例外情形。",
                "outcome": "agreed",
                "result": "2027年1月1日至2027年12月31日不因生产经营原因裁减人员。",
            },
            {"title": "加班工资计算基数", "workers": "按正常出勤月工资计算。", "outcome": "open"},
            {"title": "高温津贴", "outcome": "withdrawn"},
        ],
        remarks="双方对协商中知悉的商业秘密负有保密义务。",
        next_on="2026-12-17",
        next_at="13:30",
        next_place="同一地点",
    )
    return record | changes


def wide_minutes() -> dict[str, Any]:
    """Return minutes of forty topics and sixty representatives."""
    topic = {
        "workers": "职工方意见的全文。" * 4,
        "employer": "用人单位方意见的全文。\n第二段。",
        "outcome": "agreed",
        "result": "一致意见。" * 5,
    }
    return minutes(
        session_number=12,
        scope="area",
        scope_name="上海市闵行区梅陇镇" + "曹行工业园区" * 6,
        worker_side=union(name=LONG_UNION),
        employer_side=firm(name=LONG_FIRM, kind="association"),
        workers=seats(30),
        employer=seats(30, "employer", "赵翀", post="项目部经理"),
        topics=[topic | {"title": f"第{place + 1}项议题"} for place in range(40)],
        suspended="自2026年12月11日起中止，双方就人工成本进一步核实，2026年12月17日恢复协商。",
    )


def bare_minutes() -> dict[str, Any]:
    """Return the shortest minutes allowed."""
    return minutes(
        ended_at="", recorder="", observers=[], absent=[], information=[], remarks="", next_on=None, next_at="",
        next_place="", chairs=["王玥"], topics=[{"title": "工资调整幅度", "outcome": "open"}],
        workers=bare_seats(), employer=bare_seats("赵翀"),
        worker_side={"side": "workers", "kind": "elected", "name": "职工方"},
        employer_side={"side": "employer", "kind": "firm", "name": FIRM},
    )  # fmt: skip


def check(part: int, whole: int, least: str, articles: list[dict[str, str]]) -> dict[str, Any]:
    """Return one check of a vote."""
    above, below = (int(number) for number in least.split("/"))
    needed = -(-above * whole // below)
    return {
        "part": part, "whole": whole, "least": least, "needed": needed, "holds": part >= needed,
        "exact": part * below == above * whole, "law": articles,
    }  # fmt: skip


def resolution(delegates: int = 61, present: int = 52, yes: int = 43, **changes: Any) -> dict[str, Any]:
    """Return the resolution of a congress with these counts."""
    record = base(
        "职代决",
        basis=[law("上海市集体合同条例", "第二十二条"), law("集体合同规定（劳社部令第22号）", "第三十六条")],
        body="congress",
        body_name=FIRM + "第三届职工代表大会第二次会议",
        employer=FIRM,
        held_on="2026-12-29",
        place="本单位多功能厅",
        chair="王玥",
        draft_title=DRAFT,
        papers_sent_on="2026-12-21",
        papers_law=[law("上海市职工代表大会条例", "第三十条")],
        delegates=delegates,
        present=present,
        yes=yes,
        no=present - yes - 2,
        abstain=1,
        invalid=1,
        secret=True,
        secret_law=[law("上海市职工代表大会条例", "第三十一条")],
        quorum=check(present, delegates, "2/3", VOTE_LAW),
        majority=check(yes, delegates, "1/2", MAJORITY_LAW),
        adopted=True,
        decisions=["授权双方首席代表签署正式文本，由用人单位依法报送。"],
        tellers=["李祎", "周赟"],
        counters=["孙昇"],
        signed_on="2026-12-29",
    )
    return record | changes


def rejected(**changes: Any) -> dict[str, Any]:
    """Return the resolution of all staff that a draft failed, one vote short of half of all."""
    record = resolution(121, 100, 60, adopted=False, decisions=[], tellers=[], counters=[], papers_sent_on=None)
    record |= {"body": "all_staff", "body_name": FIRM + "职工大会", "papers_law": [], "signed_on": None}
    return record | {"notes": ["到会100人，收到99票，有1人没有投票。"], "no": 37} | changes


def wide_resolution() -> dict[str, Any]:
    """Return a resolution with long names and much else decided, adopted by exactly half of all."""
    return resolution(
        1000, 900, 500, body_name=(LONG_FIRM + "第三届职工代表大会第二次会议（扩大会议）")[:200], employer=LONG_FIRM,
        decisions=["决议的其他内容，由有关部门落实。" * 8] * 6, notes=["计票情况的说明。" * 8] * 3,
        tellers=PEOPLE[:6], counters=PEOPLE[6:12],
    )  # fmt: skip


def ballots(**changes: Any) -> dict[str, Any]:
    """Return a sheet of ballots for a small congress."""
    record: dict[str, Any] = {
        "organisation": "上海市闵行区梅陇镇总工会",
        "body_name": FIRM + "第三届职工代表大会第二次会议",
        "draft_title": DRAFT,
        "held_on": "2026-12-29",
        "tickets": 12,
    }
    return record | changes


def wide_ballots() -> dict[str, Any]:
    """Return ballots with the longest names allowed, the last page not full."""
    return ballots(body_name=(LONG_FIRM * 2)[:120], draft_title="工资专项集体合同草案" * 12, tickets=8)
