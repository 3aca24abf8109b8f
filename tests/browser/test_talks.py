"""A whole round of wage talks in a real browser: refused once, voted down once, in force by silence, its promise watched.

Every day a page shows is held against days counted by hand with the holidays of 2026: 25–27 September, 1–7 October.
"""

from __future__ import annotations

import re
import zipfile

from playwright.sync_api import Browser, Page, expect

from mediation.config import clock
from mediation.office.sweep import sweep
from tests.browser import talks_steps as steps
from tests.browser.talks_due import AUTHORITY, DUE, FIGURES, MEASURES, NATIONAL, ORDER_22, SH, WC, due
from tests.browser.talks_hand import Talker, gong_on, morning

FIRM, SISTER = "上海虹梅精密机械有限公司", "上海梅陇服装有限公司"


gong = gong_on("2026-09-01")
"""So early that every day of the talks lies in a year of known holidays."""


def test_a_round_in_shanghai_from_request_to_effect(gong: Talker, browser: Browser) -> None:
    asked(gong)
    by_national_rules(gong)
    refused(gong)
    prepared(gong)
    at_the_table(gong)
    voted(gong, browser)
    filed(gong)
    in_force(gong)
    watched(gong)


def asked(gong: Talker) -> None:
    """Open talks; the request is sent and received; the answer is due in fifteen days."""
    with gong.on("2026-09-14", "open and ask"):
        steps.begin(gong, FIRM, clauses=("job_security", "minimum_pay"), planned_on="2026-10-27")
        steps.ask(gong, "2026-09-14", "2026-09-14")
        gong.part("进度和期限")
        assert gong.periods() == due("reply")
        expect(gong.page.locator(".pagehead").first).to_contain_text("2026-09-29 周二 还有 15 天")


def by_national_rules(gong: Talker) -> None:
    """A sister round before its answer, moved to national rules: every day and article changes with the place."""
    sister = Talker(gong.page, house=gong.house, stretches=gong.stretches)
    page = gong.page
    with sister.on("2026-09-14", "sister round"):
        steps.begin(sister, SISTER, clauses=())
        steps.ask(sister, "2026-09-11", "2026-09-11")
        sister.part("进度和期限")
        # Friday 11 September and fifteen days: the 26th, a holiday to the 27th, so Monday the 28th
        assert sister.periods() == {DUE["reply"][0]: ("2026-09-26", "2026-09-28", DUE["reply"][3])}
    with sister.on("2026-09-14", "change the place"):
        sister.click(page.get_by_role("link", name="改正已登记的日期、变更适用地区、终止协商"))
        part = page.locator("section", has=page.locator("#h-place"))
        sister.choose(part.locator("select"), "national")
        sister.press("看会怎样变化", part)
        # twenty days: 1 October, holidays to the 7th, so the 8th
        then = ("2026-10-01", "2026-10-08", f"{MEASURES} 第十七条；{ORDER_22} 第三十二条")
        assert sister.moves() == {
            f"{DUE['reply'][0]} 2026-09-26 2026-09-28 {SH} 第十五条": f"收到协商要约后二十日内书面答复 企业方 {' '.join(then)}"
        }
        sister.press("确认改为全国")
        sister.told("适用地区已变更")
        assert sister.periods() == {"收到协商要约后二十日内书面答复 企业方": (*then[:2], f"全国：{then[2]}")}


def refused(gong: Talker) -> None:
    """Refused on the fifteenth day; guidance, then the rectification opinion; agreed after all."""
    page = gong.page
    with gong.on("2026-09-29", "refused"):
        steps.reply(gong, "refused", "企业订单下降，本年度不具备协商工资的条件。")
        assert gong.periods() == due(done=("reply",))
        expect(page.locator("#step-guidance")).to_contain_text(re.compile(f"现在可以办理.*上级工会.*{SH} 第三十四条", re.S))
        expect(page.locator("#step-rectification")).to_contain_text(f"{SH} 第三十九条；上海市工会条例 第二十二条")
        expect(page.locator("#step-coordination")).to_contain_text(re.compile("尚不能办理.*须先办理", re.S))
        expect(page.locator("main")).to_contain_text("不能申请劳动争议仲裁")
        steps.step(gong, "guidance", "已书面请徐汇区总工会、区企业联合会分别指导双方")
        expect(page.locator("#step-guidance")).to_contain_text("已办理 2026-09-29")
        expect(page.locator("#step-coordination")).to_contain_text("现在可以办理")
    with gong.on("2026-10-08", "refused"):
        steps.step(gong, "rectification", "徐汇区总工会整改意见书〔2026〕3号")
        expect(page.locator("#step-rectification")).to_contain_text("已办理 2026-10-08")
    with gong.on("2026-10-09", "refused"):
        gong.press("登记同意", page.locator("#deed-agreed"))
        gong.told("已登记同意协商")
        assert gong.periods() == due("team 1", "team 2", done=("reply",))


def prepared(gong: Talker) -> None:
    """Both teams are named from pasted lists; information is asked and given."""
    with gong.on("2026-10-16", "teams", "/team"):
        steps.name_teams(gong, "2026-10-16")
        assert gong.periods() == due("term 1", "term 2", done=("team 1", "team 2"))
    told = ("reply", "team 1", "team 2")
    with gong.on("2026-10-19", "information"):
        steps.inform(gong, "上年度工资总额、平均工资、利润总额和本年一至九月的订单额")
        assert gong.periods() == due("data", "term 1", "term 2", done=told)
    with gong.on("2026-10-23", "information"):
        steps.given(gong, "2026-10-23")
        assert gong.periods() == due("term 1", "term 2", done=(*told, "data"))


def at_the_table(gong: Talker) -> None:
    """A session with minutes; two rounds of offers, one below the minimum wage, one a package; what is agreed."""
    page = gong.page
    with gong.on("2026-10-27", "session", "/sessions"):
        steps.hold(gong, "2026-10-27", steps.MINUTES)
    with gong.on("2026-10-27", "two rounds of offers", "/rounds"):
        steps.offer(gong, "workers", steps.WORKERS_FIRST)
        steps.offer(gong, "employer", steps.EMPLOYER_FIRST, stored=False)
        wrong = page.locator("#problems")
        expect(wrong).to_contain_text("月最低工资为2,700.00元，低于法定下限2,740.00元，差40.00元（劳动法 第四十八条、劳动合同法 第五十五条）")
        expect(wrong).to_contain_text("请提高到法定下限以上后再提出")
        assert {one: page.locator(f'[name="{one}"]').input_value() for one in steps.EMPLOYER_FIRST} == steps.EMPLOYER_FIRST
        gong.type({"minimum_pay.amount": "2900"})
        steps.store(gong)
    with gong.on("2026-11-03", "two rounds of offers", "/rounds"):
        steps.offer(gong, "workers", {"wage_level.change": "3", "minimum_pay.amount": "3000"})
        steps.offer(gong, "employer", steps.EMPLOYER_SECOND)
        steps.offer(gong, "workers", {}, whole=True)
        expect(page.locator("#c-wage_level")).to_contain_text("上调2%。 第 2 轮企业方提出，第 3 轮接受 一揽子")
        expect(page.locator("#c-job_security")).to_contain_text("第 3 轮接受 一揽子")


def voted(gong: Talker, browser: Browser) -> None:
    """Three of five present, of seven in all: not adopted. Changed, signed again; four by phone: adopted."""
    page = gong.page
    told = ("reply", "team 1", "team 2", "data")
    with gong.on("2026-11-04", "draft, papers", "/rounds"):
        steps.sign_draft(gong)
        steps.plan_vote(gong, "paper", on="2026-11-12", delegates="7", papers_sent_on="2026-11-04", vote_place="职工食堂")
        gong.part("进度和期限")
        assert gong.periods() == due("term 1", "term 2", done=(*told, "papers 1"))
    with gong.on("2026-11-12", "first vote", "/votes"):
        steps.miscount(gong)
        steps.count(gong, present="5", yes="3", no="2", counters="冯某、陈某")
        expect(page.locator("main")).to_contain_text("赞成 3 票，不足全体 7 人的 1/2（至少 4 票），草案未获通过")
        expect(page.locator("main")).to_contain_text(f"{SH} 第二十二条；{WC} 第三十一条")
        gong.click(page.get_by_role("link", name="重新协商"))
    with gong.on("2026-11-13", "talks anew, draft, papers", "/rounds"):
        steps.offer(gong, "workers", {"wage_level": "reopen", "wage_level.change": "3", "job_security": "reopen"})
        steps.offer(gong, "employer", {"wage_level": "accept", "job_security": "accept"})
        steps.sign_draft(gong)
        steps.plan_vote(gong, "phone", on="2026-11-23", delegates="7", papers_sent_on="2026-11-13", vote_place="职工食堂")
    with gong.on("2026-11-23", "vote by phone", "/votes"):
        steps.by_phone(gong, ("yes", "yes", "no", "yes", "yes"), browser, left=2)
        expect(page.locator("section", has_text="第 2 次表决").first).to_contain_text("赞成 4、反对 1、弃权 0")


def filed(gong: Talker) -> None:
    """The firm is told; the pack names what is missing until it is complete; filed once, refused twice."""
    page = gong.page
    with gong.on("2026-11-24", "notice and pack", "/votes"):
        gong.press("登记通知")
        gong.click(page.locator("main p").get_by_role("link", name="报送和公布"))
        assert gong.periods() == due("remind", "file 2", "file")
        expect(page.locator("#h-pack").locator("xpath=..")).to_contain_text("缺 4 项")
        gong.type({"authority": "徐汇区人力资源和社会保障局"}, page.locator("form[action$='/authority']"))
        gong.press("登记报送部门")
        gong.click(page.get_by_role("link", name=re.compile("去办理")).first)
        for kind in ("talks_representatives", "congress_resolution", "wage_agreement", "filing_form"):
            steps.issue(gong, kind)
    with gong.on("2026-11-27", "filing", "/filing"):
        with page.expect_download() as waiting:
            gong.click(page.get_by_role("link", name="下载全部材料"))
        assert len([one for one in zipfile.ZipFile(waiting.value.path()).namelist() if one.endswith(".pdf")]) == 4
        steps.file_twice(gong, "2026-11-27", f"已于 2026-11-27 周五 报送，未收到异议，不能重复报送（{SH} 第二十三条）。等待审查期满")
        assert gong.periods() == due("object", done=("remind", "file 2", "file"))
        page.goto(f"{gong.house.address}{gong.at}/place?talks_place=national")
        assert gong.moves() == NATIONAL


def in_force(gong: Talker) -> None:
    """Silence: nothing on the last day for an objection, in force on the next; published; its promise is there."""
    for day, turned in (("2026-12-14", 0), ("2026-12-15", 1)):
        with clock.at(morning(day)):
            assert len(sweep(now=clock.now()).talks) == turned
    page = gong.page
    with gong.on("2026-12-18", "publication", "/filing"):
        expect(page.locator("main .note").first).to_contain_text(f"合同已于 2026-12-15 周二 生效：人社部门在期限内未提出异议 {AUTHORITY}")
        gong.type({"published_on": "2026-12-18"})
        gong.press("登记公布")
        gong.told("已登记公布之日")
        gong.part("进度和期限")
        told = ("reply", "team 1", "team 2", "data", "papers 2", "remind", "file 2", "file", "publish")
        assert gong.periods() == due("object", "renew", "end", done=told)
        gong.part("结果和承诺")
        expect(page.locator("main")).to_contain_text("+3.00% （要求 +5.00%）")
        promise = page.locator("section[id^=promise]")
        expect(promise).to_contain_text(re.compile("稳定岗位.*2026-12-16 周三 – 2027-12-15 周三", re.S))


def watched(gong: Talker) -> None:
    """A dismissal at the firm raises an escalation; the supervisor sees it, the promise it speaks against, the figures."""
    page = gong.page
    wang = Talker(page, house=gong.house, name="wang", at="/", stretches=gong.stretches)
    with wang.on("2026-12-22", "a dismissal is logged"):
        steps.log(wang, "李强", FIRM, "dismissal_damages")
    zhan = Talker(page, house=gong.house, name="zhan", at="/supervision", stretches=gong.stretches)
    with zhan.on("2026-12-22", "the supervisor sees it"):
        row = page.locator("#escalations tbody tr", has_text="有案件与集体合同的承诺相反")
        expect(row).to_contain_text(FIRM)
        zhan.click(row.get_by_role("link", name=re.compile("协商字第0001号$")).first)
        expect(page.locator("section[id^=promise]")).to_contain_text(re.compile("违法解除赔偿金.*李强", re.S))
        counted(zhan, page)


def counted(zhan: Talker, page: Page) -> None:
    """Hold the figures against a count by hand."""
    zhan.click(page.get_by_role("navigation").get_by_role("link", name="集体协商", exact=True))
    zhan.click(page.get_by_role("link", name="集体协商统计"))
    facts = page.locator("section", has=page.locator("#h-all")).locator("dl.facts")
    shown = dict(zip(facts.locator("dt").all_inner_texts(), facts.locator("dd").all_inner_texts(), strict=True))
    assert {name: shown[name] for name in FIGURES} == FIGURES
