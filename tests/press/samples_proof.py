"""Proof sheets that tests print: an everyday one, and the widest one allowed."""

from __future__ import annotations

from typing import Any

ARTICLE = {
    "title": "劳动争议调解仲裁法第七条", "mark": "",
    "text": "发生劳动争议的劳动者一方在十人以上，并有共同请求的，可以推举代表参加调解、仲裁或者诉讼活动。",
}  # fmt: skip


def rule(**changes: Any) -> dict[str, Any]:
    """Return a rule that held, one of its conditions in vain."""
    record: dict[str, Any] = {
        "rule": "routing.collective", "title": "十人以上群体争议由工会主办", "version": "2008-05-01", "about": "",
        "verdict": "成立",
        "tests": [
            {"holds": True, "depth": 0, "text": "以下任一成立"},
            {"holds": True, "depth": 1, "text": "涉及劳动者人数，应至少10人，实际为13人"},
            {"holds": False, "depth": 1, "text": "请求含：全单位工资或劳动条件，应为是，实际为否"},
        ],
        "articles": [ARTICLE, {"title": "某规定第三条", "text": "", "mark": "条文待核，当日不在施行期内"}],
    }  # fmt: skip
    return record | changes


def result(**changes: Any) -> dict[str, Any]:
    """Return a desk that leads."""
    record: dict[str, Any] = {
        "title": "转工会", "outcome": "主办", "rules": [rule()],
        "others": [{"title": "工伤争议由司法所主办，律师、工会协办", "why": "请求含：工伤待遇，应为是，实际为否"}],
        "changes": ["若涉及劳动者人数为9人，则协办", "若暴力或自伤情形为动手打人，则协办"],
        "arithmetic": [], "calendar": "",
    }  # fmt: skip
    return record | changes


def amount(**changes: Any) -> dict[str, Any]:
    """Return an amount whose cap wasn't reached and that comes to something else now."""
    step = {"text": "经济补偿：8000.00 元 × 7", "value": "56000.00", "law": "劳动合同法 第四十六条"}
    record: dict[str, Any] = {
        "name": "经济补偿（N）", "claimed": 5_000_000, "amount": 5_600_000, "place": "上海市", "on": "2026-11-16",
        "governed_on": "2026-10-10", "facts": [{"name": "离职前十二个月平均应得工资", "lines": ["8000.00元"]}],
        "steps": [step], "final_award": "超过一裁终局限额", "warnings": ["本结果为测算，以仲裁机构、法院认定为准"],
        "rulebook": "sha256:" + "1f511b25b4b9795c" * 4, "made": "王调解　2026年11月16日 10:00 保存", "notes": [],
        "tests": [{"holds": False, "depth": 0, "text": "月工资高于上年度职工月平均工资的 3 倍（要求：高于 37731.00 元；实际：8000.00 元）"}],
        "articles": [ARTICLE], "changes": ["若离职前十二个月平均应得工资高于37731.00元，算法改变，金额自264,117.00元起另算"],
        "now": "48,000.00元", "now_why": "与案情登记的日期不一致", "now_steps": [step],
    }  # fmt: skip
    return record | changes


def sheet(**changes: Any) -> dict[str, Any]:
    """Return an everyday proof sheet: a desk, a date with its arithmetic, a flag that wasn't set."""
    date = result(
        title="自收到调解申请之日起十五日", outcome="稳妥日2026年12月1日", others=[],
        arithmetic=["自 2026年11月16日（周一） 次日起算 15 日：2026年12月1日（周二）（民法典第201条）"],
        calendar="国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号，2025年11月4日）",
        changes=["若收到申请之日为2026年11月15日，则稳妥日2026年11月30日"],
    )  # fmt: skip
    flag = result(title="标记“同一单位多案”", outcome="不标", rules=[], changes=[])
    record: dict[str, Any] = {
        "number": "（2026）曹行理字第0001号", "case_number": "CH-2026-0318",
        "organisation": "上海市闵行区梅陇镇劳动争议调解委员会", "applicants": "张玥、喆堃、王赟等13人",
        "respondents": "上海犇赟建筑工程有限公司", "received_on": "2026-11-16", "decided_at": "2026年11月16日 09:21",
        "issued_on": "2026-11-17", "issued_by": "王调解", "rulebook": "sha256:" + "1f511b25b4b9795c" * 4, "notes": [],
        "results": [result(), date, flag], "amounts": [amount()],
        "verification_url": "https://mediation.example/verify/ABCDEFGHJKMNPQRS",
    }  # fmt: skip
    return record | changes


def widest() -> dict[str, Any]:
    """Return a sheet at the limits of its record: long titles, deep conditions, many rules and results."""
    tests = [{"holds": depth % 2 == 0, "depth": depth, "text": "条" * 200} for depth in range(10)]
    wide = rule(rule="r" * 80, title="题" * 200, about="关" * 200, verdict="成立", tests=tests,
                articles=[ARTICLE | {"title": "法" * 200, "text": "文" * 1500}] * 2)  # fmt: skip
    full = result(
        title="标" * 200, outcome="果" * 200, rules=[wide] * 2, others=[{"title": "规" * 200, "why": "因" * 1500}],
        changes=["变" * 200] * 6, arithmetic=["算" * 200] * 4, calendar="历" * 200,
    )  # fmt: skip
    step = {"text": "步" * 500, "value": "值" * 200, "law": "据" * 200}
    wide_amount = amount(
        name="请" * 40, facts=[{"name": "实" * 200, "lines": ["行" * 200] * 12}], steps=[step] * 6, tests=tests,
        warnings=["注" * 500] * 3, changes=["转" * 500] * 4, notes=["说" * 200] * 2, made="保" * 200, now="今" * 200,
        now_why="缘" * 500, now_steps=[step] * 3,
    )  # fmt: skip
    return sheet(amounts=[wide_amount], results=[full, *[result()] * 20], applicants="申" * 200, respondents="被" * 200, notes=["注" * 200] * 6)
