"""Orders fell, a firm wanted to dismiss forty: the talks end with three per cent less for a year and nobody dismissed.

Every figure the pages show is held against one reckoned by hand. The wage bill is 120 × 6,000 + 50 × 7,000 + 30 × 10,000
= 1,370,000 yuan a month, with the employer's 26 % social insurance 1,726,200, in a year 20,714,400. Three per cent less
is 1,674,414 a month: 51,786 saved, in a year 621,432. Forty dismissals save (25 × 6,000 + 15 × 7,000) × 1.26 = 321,300
a month and cost severance: hired on 4 May 2010, to 31 December 2026 sixteen years and almost eight months, so seventeen
months' pay, 25 × 17 × 6,000 = 2,550,000; hired on 1 August 2024 two years and five months, so two and a half,
15 × 2.5 × 7,000 = 262,500; together 2,812,500. That is saved after 8.75 months, so in the ninth; and the dismissals cost
no more than the lower pay once 269,514 a month have made up for it, after 10.4 months, so in the eleventh.
"""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import talks_steps as steps
from tests.browser.talks_hand import Talker, gong_on

FIRM = "上海七宝服饰有限公司"
WAGES = """类别	人数	月工资
缝制	120	6000
裁剪	50	7,000.00
管理	30	10000
合计	200	"""
OFFER = {
    "wage_level.change": "-3", "wage_level.months": "12", "wage_level.from": "2027-01-01", "package.wage_level": "A",
    "job_security.from": "2027-01-01", "job_security.until": "2027-12-31", "package.job_security": "A",
    "term.from": "2027-01-01", "term.until": "2027-12-31", "reason": "订单下降三成，愿以不裁员换取全员降薪一年。",
}  # fmt: skip
BY_MONTH = {
    "1": ("1,726,200.00", "1,674,414.00", "4,217,400.00", "+51,786.00", "−2,491,200.00"),
    "8": ("13,809,600.00", "13,395,312.00", "14,051,700.00", "+414,288.00", "−242,100.00"),
    "9 收回": ("15,535,800.00", "15,069,726.00", "15,456,600.00", "+466,074.00", "+79,200.00"),
    "10": ("17,262,000.00", "16,744,140.00", "16,861,500.00", "+517,860.00", "+400,500.00"),
    "11 持平": ("18,988,200.00", "18,418,554.00", "18,266,400.00", "+569,646.00", "+721,800.00"),
    "12": ("20,714,400.00", "20,092,968.00", "19,671,300.00", "+621,432.00", "+1,043,100.00"),
    # from the thirteenth month on pay is what it was
    "36": ("62,143,200.00", "61,521,768.00", "53,388,900.00", "+621,432.00", "+8,754,300.00"),
}  # fmt: skip


gong = gong_on("2026-11-02")


def test_lower_pay_for_a_year_instead_of_forty_dismissals(gong: Talker) -> None:
    brought_to_the_table(gong)
    reckoned(gong)
    agreed(gong)


def brought_to_the_table(gong: Talker) -> None:
    """Forty dismissals of two hundred may not be refused; the firm agrees, teams are named, it makes its offer."""
    page = gong.page
    with gong.on("2026-11-02", "open and ask"):
        steps.begin(gong, FIRM, clauses=("job_security",), layoff="40")
        expect(page.locator("main .note.warn").first).to_contain_text("不得拒绝或者拖延：裁减人员达到二十人或者职工总数百分之十（拟裁减 40 人） 上海市集体合同条例 第十五条")
        steps.ask(gong, "2026-11-02", "2026-11-02")
    with gong.on("2026-11-09", "answer and teams"):
        steps.reply(gong, "accepted")
        gong.part("协商代表")
        steps.name_teams(gong, "2026-11-09")
    with gong.on("2026-11-20", "offer of the firm", "/rounds"):
        steps.offer(gong, "employer", OFFER)


def reckoned(gong: Talker) -> None:
    """The pasted wage table costs the offer; beside it forty dismissals with severance, month by month."""
    page = gong.page
    with gong.on("2026-11-20", "wage table", "/costing"):
        gong.type({"wages": WAGES})
        gong.press("保存工资表")
        gong.told("已保存第 1 版工资表")
        cost = page.locator("section", has=page.locator("#h-cost")).locator("tbody tr")
        assert [one.split("\t") for one in cost.all_inner_texts()][:3] == [
            ["全年合计", "20,714,400.00", "20,092,968.00"], ["比现状增减", "–", "−621,432.00 −3.00%"],
            ["人均", "103,572.00", "100,464.84"],
        ]  # fmt: skip
    with gong.on("2026-11-20", "what if", "/costing"):
        gong.click(page.get_by_role("link", name="新的对比"))
        basis = page.locator('[name="basis"]')
        gong.choose(basis, basis.locator("option", has_text="企业方第 1 轮").get_attribute("value") or "")
        gong.type({"left_on": "2026-12-31"})
        for nth, (group, heads, hired) in enumerate((("缝制", "25", "2010-05-04"), ("裁剪", "15", "2024-08-01"))):
            gong.choose(page.locator(f'[name="leavers[{nth}].staff_group"]'), group)
            gong.type({f"leavers[{nth}].leaving": heads, f"leavers[{nth}].hired_on": hired})
        gong.press("计算并保存")
        compared(gong)


def compared(gong: Talker) -> None:
    """Hold the comparison against the figures reckoned by hand."""
    page = gong.page
    tiles = page.locator(".tiles strong").all_inner_texts()
    assert tiles == ["+621,432.00", "+1,043,100.00", "2,812,500.00", "第 9 个月"]
    expect(page.locator("main")).to_contain_text("裁减的累计成本到第 11 个月才不高于调整工资的方案")
    expect(page.locator("main")).to_contain_text("6,000.00 × 17 = 102,000.00")
    expect(page.locator("main")).to_contain_text("7,000.00 × 2.5 = 17,500.00")
    expect(page.locator("main")).to_contain_text("对方不得拒绝或者拖延集体协商")
    rows = page.locator("section", has=page.locator("#h-months")).locator("tbody tr").all_inner_texts()
    months = {cells[0]: tuple(cells[1:]) for cells in (one.split("\t") for one in rows)}
    assert len(months) == 36
    assert {month: months[month] for month in BY_MONTH} == BY_MONTH


def agreed(gong: Talker) -> None:
    """The workers accept the package and the term; both chiefs sign the draft, whose text says both halves."""
    page = gong.page
    with gong.on("2026-11-24", "agreed and drafted", "/rounds"):
        steps.offer(gong, "workers", {"term": "accept"}, whole=True)
        steps.sign_draft(gong)
        paper = page.locator("article.paper")
        expect(paper).to_contain_text("职工月工资标准在现行基础上下调3%。")
        expect(paper).to_contain_text("调整执行期为12个月，期满恢复原标准或者由双方另行协商。")
        expect(paper).to_contain_text("自2027年1月1日起至2027年12月31日止，企业不因生产经营原因裁减人员或者单方面解除职工劳动合同。")
