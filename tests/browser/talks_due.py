"""The days of the round that tests/browser/test_talks.py plays, counted by hand with the holidays of 2026."""

from __future__ import annotations

SH, WC, MEASURES, ORDER_22 = "上海市集体合同条例", "上海市职工代表大会条例", "工资集体协商试行办法（劳保部令第9号）", "集体合同规定（劳社部令第22号）"
AUTHORITY = f"劳动合同法 第五十四条；{SH} 第二十三条"
DUE = {
    # Monday 14 September and fifteen days: Tuesday the 29th
    "reply": ("收到协商要约后十五日内书面答复 企业方", "2026-09-29", "2026-09-29", f"上海市：{SH} 第十五条"),
    # Friday 9 October and fifteen days: Saturday the 24th, so Monday
    "team 1": ("同意协商后十五日内确定协商代表并书面告知对方 职工方", "2026-10-24", "2026-10-26", f"上海市：{SH} 第十七条"),
    "team 2": ("同意协商后十五日内确定协商代表并书面告知对方 企业方", "2026-10-24", "2026-10-26", f"上海市：{SH} 第十七条"),
    # six months from Friday 16 October, whatever day that is
    "term 1": ("未签订集体合同的，协商代表任期自产生之日起六个月 职工方", "2027-04-16", "2027-04-16", f"上海市：{SH} 第八条"),
    "term 2": ("未签订集体合同的，协商代表任期自产生之日起六个月 企业方", "2027-04-16", "2027-04-16", f"上海市：{SH} 第八条"),
    # the five days before Tuesday 27 October: to Monday
    "data": ("协商开始前五日内按对方要求提供真实情况和资料 企业方", "2026-10-26", "2026-10-26", f"全国：{MEASURES} 第十八条"),
    # seven days before Thursday 12 November is the 5th; whole days in between: the 4th. Likewise Monday the 23rd
    "papers 1": ("职工代表大会召开七日前将草案等材料送达职工代表 职工方", "2026-11-04", "2026-11-05", f"上海市：{WC} 第三十条"),
    "papers 2": ("职工代表大会召开七日前将草案等材料送达职工代表 职工方", "2026-11-15", "2026-11-16", f"上海市：{WC} 第三十条"),
    # from the vote of Monday 23 November seven days, ten days; from the notice of Tuesday the 24th ten days
    "remind": ("工资协议自签订之日起七日内报送（提醒） 企业方", "2026-11-30", "2026-11-30", f"全国：{MEASURES} 第二十一条"),
    "file 2": ("自签订之日起十日内报送 企业方 另按全国规定", "2026-12-03", "2026-12-03", f"全国：{ORDER_22} 第四十二条"),
    "file": ("用人单位自收到通过的书面通知之日起十日内报送 企业方", "2026-12-04", "2026-12-04", f"上海市：{SH} 第二十三条"),
    # Friday 27 November and fifteen days: Saturday 12 December, so Monday
    "object": ("人力资源社会保障部门收到之日起十五日内未提出异议即行生效", "2026-12-12", "2026-12-14", f"上海市：{AUTHORITY}"),
    # in force on Tuesday 15 December; five days: Sunday the 20th, so Monday
    "publish": ("工资协议生效之日起五日内公布", "2026-12-20", "2026-12-21", f"全国：{MEASURES} 第二十三条"),
    "renew": ("工资协议期满前六十日内提出续订要约", "2027-12-15", "2027-12-15", f"全国：{MEASURES} 第二十四条"),
    "end": ("合同期满终止", "2027-12-15", "2027-12-15", f"全国：{ORDER_22} 第三十八条"),
}  # fmt: skip
DONE = {
    "reply": "2026-09-29", "team 1": "2026-10-16", "team 2": "2026-10-16", "data": "2026-10-23", "papers 1": "2026-11-04",
    "papers 2": "2026-11-13", "remind": "2026-11-27", "file 2": "2026-11-27", "file": "2026-11-27", "publish": "2026-12-18",
}  # fmt: skip
NATIONAL = {
    f"收到协商要约后十五日内书面答复 企业方 2026-09-29 {SH} 第十五条":
        f"收到协商要约后二十日内书面答复 企业方 2026-10-04 2026-10-08 {MEASURES} 第十七条；{ORDER_22} 第三十二条",
    f"同意协商后十五日内确定协商代表并书面告知对方 企业方 2026-10-24 2026-10-26 {SH} 第十七条": "没有这项期限",
    f"同意协商后十五日内确定协商代表并书面告知对方 职工方 2026-10-24 2026-10-26 {SH} 第十七条": "没有这项期限",
    **dict([(f"协商开始前五日内按对方要求提供真实情况和资料 企业方 2026-10-26 {MEASURES} 第十八条",) * 2]),
    f"职工代表大会召开七日前将草案等材料送达职工代表 职工方 2026-11-15 2026-11-16 {WC} 第三十条": "没有这项期限",
    f"用人单位自收到通过的书面通知之日起十日内报送 企业方 2026-12-04 {SH} 第二十三条": "没有这项期限",
    f"工资协议自签订之日起七日内报送（提醒） 企业方 2026-11-30 {MEASURES} 第二十一条": "没有这项期限",
    f"自签订之日起十日内报送 企业方 2026-12-03 {ORDER_22} 第四十二条": "没有这项期限",
    f"人力资源社会保障部门收到之日起十五日内未提出异议即行生效 2026-12-12 2026-12-14 {AUTHORITY}":
        "劳动保障行政部门收到之日起十五日内未提出异议即行生效 2026-12-12 2026-12-14 "
        f"劳动合同法 第五十四条；劳动法 第三十四条；{MEASURES} 第二十二条；{ORDER_22} 第四十五条",
    **dict([(f"工资协议期满前六十日内提出续订要约 2027-12-15 {MEASURES} 第二十四条",) * 2]),
    **dict([(f"合同期满终止 2027-12-15 {ORDER_22} 第三十八条",) * 2]),
}  # fmt: skip
"""What the main round's days would be by national rules, asked after filing: nothing was signed after the vote."""
FIGURES = {
    "发起协商（次）": "2", "涉及单位（家）": "2", "涉及职工（人）": "400", "对方拒绝（次）": "1", "表决未通过（次）": "1",
    "审查异议（次）": "0", "生效合同（份）": "1", "覆盖单位（家）": "1", "覆盖职工（人）": "200", "平均调整幅度": "+3.00%",
    "要求的平均调整幅度": "+5.00%", "收到要约至生效（天，中位数）": "92", "提出条款（条）": "4", "按要求达成（条）": "2",
    "跟踪承诺（项）": "1", "违反承诺（项）": "0",
}  # fmt: skip
"""14 September to 15 December: 16 + 31 + 30 + 15 days."""


def due(*names: str, done: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    """Return these periods as a page must show them, those done with their day."""
    return {DUE[one][0]: DUE[one][1:] + ((DONE[one],) if one in done else ()) for one in (*names, *done)}
