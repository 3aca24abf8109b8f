"""Practice without JavaScript: three clicks to the table, a whole round by forms, the score with its reasons."""

import re

from tests.web.house import Visitor, errors, sign_in

MARK = "企业、人员和协商都是虚构的，不是真实的集体协商，不计入任何统计。"
OFFER = {
    "wage_level.change": "-2%", "wage_level.months": "9", "job_security.until": "2027-12-31", "minimum_pay.amount": "2900",
    "training.amount": "0", "minutes": "yes",
}  # fmt: skip


class Run:
    """Somebody who plays: sends the forms of the page last seen."""

    def __init__(self, visitor: Visitor, address: str) -> None:
        self.visitor, self.address = visitor, address
        self.page = visitor.get(address).text

    def move(self, kind: str, on: str = "", **values: str) -> int:
        """Send one form of the room; return the status, the page after it is kept."""
        assert f'id="move-{kind}"' in self.page, kind
        today = re.search(r'name="[a-z]+\.on" value="([\d-]+)"', self.page)
        seen = re.search(r'name="seen" value="(\d+)"', self.page)
        fields = {"kind": kind, "seen": seen[1], f"{kind}.on": on or today[1]}
        answer = self.visitor.post(f"{self.address}/moves", fields | {f"{kind}.{name}": text for name, text in values.items()})
        self.page = answer.text if answer.status_code == 422 else self.visitor.get(answer.headers["Location"].split("#")[0]).text
        return answer.status_code


def begun(visitor: Visitor, scenario: str, role: str) -> Run:
    visitor.get("/practice")
    answer = visitor.post("/practice/runs", {"scenario": scenario, "do": role, "seed": "0"})
    assert answer.status_code == 303
    return Run(visitor, answer.headers["Location"])


def marked(page: str) -> bool:
    """Say whether a page can't be taken for real talks: its title, its first line."""
    return "<title>【练习】" in page and MARK in page


def test_three_clicks_lead_from_any_page_to_the_brief(house):
    visitor = sign_in(house, "shen")
    assert 'href="/practice"' in visitor.get("/sessions").text
    listing = visitor.get("/practice").text
    assert marked(listing)
    assert listing.count('name="do" value="workers"') == listing.count('name="do" value="employer"') == 5

    run = begun(visitor, "couriers", "employer")

    assert marked(run.page)
    assert "您代表三家网点" in run.page
    assert "片区工会联合会的首席代表。快递员停工" not in run.page


def test_a_round_is_played_by_forms_and_every_point_has_its_reason(house):
    run = begun(sign_in(house, "gong"), "falling_orders", "workers")
    run.move("request", "2026-03-02")
    run.move("wait", "2026-03-12")
    people = {"people.qin": "1", "people.bao": "1", "chief": "qin"}
    run.move("name", "2026-03-13", **people)
    assert "现有代表 2 人，每方应不少于 3 人" in run.page
    assert "上海市集体合同条例 第六条" in run.page
    run.move("name", "2026-03-14", **people, **{"people.yan": "1"})
    run.move("ask")
    run.move("plan", "2026-03-25", session="2026-04-02")
    run.move("wait", "2026-04-01")
    assert "银行要求全年至少节省人工成本 35 万元" in run.page
    assert run.move("offer", "2026-04-01", **OFFER) == 422
    assert run.move("offer", "2026-04-02", **{**OFFER, "wage_level.months": "many"}) == 422
    assert 'value="-2%"' in run.page
    assert "wage_level-months-error" in run.page
    run.move("offer", "2026-04-02", **{**OFFER, "minimum_pay.amount": "2600"})
    assert "低于法定下限2,740.00元" in run.page
    assert "您的方案低于法定标准，对方不予讨论" in run.page
    for nth, change in enumerate(("-1%", "-2%", "-3%", "-3%", "-4%", "-4%", "-4%"), 3):
        run.move("offer", f"2026-04-{nth:02}", **{**OFFER, "wage_level.change": change, "wage_level.months": "9" if nth < 6 else "12"})
        theirs = re.search(r"对方的方案</td>.*?</tr>", run.page, re.S)
        if theirs and "低于底线" not in theirs[0]:
            accepted = re.findall(r'name="offer\.(accepts\.\w+)"', run.page)
            run.move("offer", "2026-04-15", minutes="yes", **dict.fromkeys(accepted, "1"))
            break
    run.move("draft", "2026-04-20", **{"from": "2026-07-01", "until": "2027-06-30"})
    run.move("papers", "2026-04-21", vote_on="2026-05-06")
    run.move("vote", "2026-05-06", secret="yes")
    run.move("notice", "2026-05-07")
    run.move("wait", "2026-05-30")
    assert "没有提出异议，协议于 " in run.page
    assert marked(run.page)
    run.move("publish", "2026-05-31")

    score = run.page
    assert marked(score)
    assert re.search(r"得分 [6-9]\d", score)
    for words in ("同意协商后十五日内确定协商代表并书面告知对方", "没有生效", "劳动合同法 第五十五条", "怎样更好", "对方也能接受、对您方最好的方案",
                  "怎么算出来的", "董事会要求一年内至少节省人工成本 35 万元"):  # fmt: skip
        assert words in score
    assert run.visitor.get(run.address).headers["Location"] == f"{run.address}/score"


def test_the_station_head_sees_a_score_only_as_long_as_it_is_shared(house):
    learner, chief = sign_in(house, "jing"), sign_in(house, "zhan")
    run = begun(learner, "refusal", "workers")
    run.move("leave")
    assert "景警官" not in chief.get("/practice").text
    learner.post(f"{run.address}/share", {"do": "share"})
    shared = chief.get("/practice").text
    assert "景警官" in shared
    assert run.address not in shared
    assert chief.get(f"{run.address}/score").status_code == 404
    learner.get(f"{run.address}/score")
    learner.post(f"{run.address}/delete")
    assert "景警官" not in chief.get("/practice").text


def test_what_makes_no_sense_is_told_and_keeps_what_was_typed(house):
    run = begun(sign_in(house), "fast_growth", "employer")
    assert run.move("reply", "tomorrow", reply="accepted") == 422
    assert "不是日期" in run.page
    assert 'value="tomorrow"' in run.page
    assert run.move("reply", "2026-03-12") == 422
    assert "f-reply-reply-error" in run.page
    answer = run.visitor.post(f"{run.address}/moves", {"kind": "dance", "seen": "1", "dance.on": "2026-03-12"})
    assert (answer.status_code, errors(answer)) == (422, {})
    stale = run.visitor.post(f"{run.address}/moves", {"kind": "wait", "seen": "7", "wait.on": "2026-03-12"})
    assert stale.status_code == 409
