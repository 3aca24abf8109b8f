"""Letters of wage talks that tests print, everyday, widest and barest, and the pieces all papers of talks share."""

from __future__ import annotations

from typing import Any

FIRM = "上海虹梅电子科技股份有限公司"
UNION = "上海虹梅电子科技股份有限公司工会委员会"
DRAFT = "2026年度工资专项集体合同（草案）"
CONTRACT = "2026年度工资专项集体合同"
SECTOR = "上海市闵行区梅陇镇建筑装饰行业"
LONG_FIRM = "上海" + "犇赟翀喆堃" * 10 + "电子科技有限公司"
LONG_UNION = LONG_FIRM + "工会委员会"
PEOPLE = [
    "喆堃",
    "王玥",
    "李祎",
    "孙昇",
    "钱堃",
    "周赟",
    "吴槑",
    "郑犇",
    "赵翀",
    "冯曌",
    "陈昇",
    "褚鋆",
    "卫甯",
    "蒋㛃",
    "沈䶮",
]


def law(title: str, article: str) -> dict[str, str]:
    """Return one article cited."""
    return {"title": title, "article": article}


REQUEST_LAW = [law("上海市集体合同条例", "第十五条"), law("工资集体协商试行办法（劳保部令第9号）", "第十七条")]
VOTE_LAW = [law("上海市职工代表大会条例", "第二十八条")]
MAJORITY_LAW = [law("上海市集体合同条例", "第二十二条"), law("上海市职工代表大会条例", "第三十一条")]
FILING_LAW = [law("上海市集体合同条例", "第二十三条"), law("集体合同规定（劳社部令第22号）", "第四十二条")]


def base(kind: str, **changes: Any) -> dict[str, Any]:
    """Return what every paper of wage talks carries."""
    record: dict[str, Any] = {
        "number": f"（2026）虹梅{kind}字第3号",
        "talks_number": "CH-T-2026-0003",
        "organisation": "上海市闵行区梅陇镇总工会",
        "basis": REQUEST_LAW,
        "verification_url": "https://mediation.example/verify/7KQX2MRT9WPA4HZC",
    }
    return record | changes


def firm(**changes: Any) -> dict[str, Any]:
    """Return the employer's side."""
    side: dict[str, Any] = {
        "side": "employer",
        "kind": "firm",
        "name": FIRM,
        "credit_code": "91310112MA1GB0000X",
        "head": "㛃䶮",
        "head_post": "董事长",
        "chief": "赵翀",
        "phone": "021-60000002",
        "address": "上海市闵行区虹梅南路2688号7幢",
    }
    return side | changes


def union(**changes: Any) -> dict[str, Any]:
    """Return the workers' side."""
    side: dict[str, Any] = {
        "side": "workers",
        "kind": "union",
        "name": UNION,
        "head": "王玥",
        "head_post": "工会主席",
        "chief": "王玥",
        "phone": "021-60000003",
        "address": "上海市闵行区虹梅南路2688号2幢105室",
    }
    return side | changes


def seats(count: int = 3, chosen: str = "union", chief: str = "王玥", **changes: Any) -> list[dict[str, Any]]:
    """Return a team of `count`, the first its chief."""
    others = PEOPLE[:8] if chosen == "union" else PEOPLE[8:]
    names = [chief, *(name for name in others * (count // len(others) + 2) if name != chief)]
    team = [
        {
            "name": names[place],
            "sex": "女" if place % 3 == 0 else "男",
            "post": "工会主席" if place == 0 else "装配车间班组长",
            "chief": place == 0,
            "chosen": chosen,
            "outsider": place > 0 and place % 4 == 0,
        }
        for place in range(count)
    ]
    return [one | changes for one in team]


def bare_seats(chief: str = "王玥") -> list[dict[str, Any]]:
    """Return a team of which only the names are known."""
    return [{"name": chief, "chief": True}, {"name": "李祎"}, {"name": "孙昇"}]


def covered(count: int, **changes: Any) -> list[dict[str, Any]]:
    """Return firms covered by sector talks."""
    return [
        {
            "name": LONG_FIRM if place == 0 else f"上海犇赟{place}号建筑装饰有限公司",
            "credit_code": f"9131011{place:011d}",
            "headcount": 20 + place,
        }
        | changes
        for place in range(count)
    ]


def request(**changes: Any) -> dict[str, Any]:
    """Return an everyday proposal to negotiate."""
    record = base(
        "协要",
        sender=union(),
        addressee=firm(),
        reason="2026年下半年以来，企业订单下降，部分班组加班减少、收入下降；职工就工资调整和岗位稳定提出较多意见。\n"
        "为共同应对经营困难，稳定劳动关系，我方提出集体协商。",
        topics=[
            {"title": "职工年度平均工资水平及调整幅度", "text": "参照企业工资指导线和本市居民消费价格指数协商确定。"},
            {"title": "加班工资的计算基数"},
            {"title": "协议期内不裁减人员的承诺"},
        ],
        team=seats(),
        meet_on="2026-12-08",
        meet_at="13:30",
        meet_place="虹梅南路2688号1幢三楼会议室",
        wanted=["上一年度工资总额和职工平均工资", "2026年1月至10月主营业务收入和利润情况"],
        wanted_by="2026-12-03",
        wanted_law=[law("工资集体协商试行办法（劳保部令第9号）", "第十八条")],
        reply_days=15,
        reply_by="2026-12-07",
        reply_law=[REQUEST_LAW[0]],
        signed_on="2026-11-22",
    )
    return record | changes


def bare_request() -> dict[str, Any]:
    """Return the shortest proposal allowed."""
    record = request(reason="", wanted=[], wanted_by=None, wanted_law=[], topics=[{"title": "工资调整幅度"}])
    bare = {"side": "workers", "kind": "elected", "name": "上海虹梅电子科技股份有限公司职工方"}
    plain = {"side": "employer", "kind": "firm", "name": FIRM}
    return record | {"sender": bare, "addressee": plain, "team": bare_seats(), "meet_at": "", "signed_on": None}


def wide_request() -> dict[str, Any]:
    """Return a proposal in which everything is long: 60-character names, 40 topics, 30 representatives, 30 firms."""
    topics = [{"title": f"第{place + 1}项协商事项的名称", "text": "双方协商确定。" * 2} for place in range(40)]
    return request(
        scope="sector",
        scope_name=SECTOR,
        firms=covered(12),
        sender=union(name=LONG_UNION),
        addressee=firm(kind="association", name="上海市闵行区" + "建筑装饰" * 14 + "行业协会"),
        topics=topics,
        team=seats(30, post="上海犇赟建筑装饰工程有限公司水电安装项目部高级技师、工会小组组长"),
        mandatory=["layoff", "stoppage", "hazard"],
        mandatory_law=[law("上海市集体合同条例", "第十五条第二款")],
    )


def reply(**changes: Any) -> dict[str, Any]:
    """Return an acceptance."""
    record = base(
        "协应",
        sender=firm(),
        addressee=union(),
        reply="accepted",
        request_number="（2026）虹梅协要字第3号",
        request_on="2026-11-22",
        received_on="2026-11-23",
        topics=[{"title": "执行期限", "text": "建议调整的执行期为十二个月。"}],
        team=seats(3, "employer", "赵翀", post="人力资源部经理"),
        meet_on="2026-12-10",
        meet_at="09:30",
        meet_place="虹梅南路2688号1幢三楼会议室",
        signed_on="2026-12-04",
    )
    return record | changes


def refusal(**changes: Any) -> dict[str, Any]:
    """Return a reasoned refusal."""
    record = reply(
        reply="refused",
        topics=[],
        team=[],
        meet_on=None,
        meet_at="",
        meet_place="",
        reasons="本单位2026年3月订立的工资专项集体合同尚在有效期内，要约书所列第一项、第二项已有约定。\n"
        "合同约定的变更条件尚未出现。",
        suggestion="请在合同期满前六十日内再行提出。",
        refusal_law=[law("上海市集体合同条例", "第十五条")],
    )
    return record | changes


def mandate(**changes: Any) -> dict[str, Any]:
    """Return the delegation of a chief."""
    record: dict[str, Any] = {
        "number": "（2026）虹梅委字第1号",
        "side": "employer",
        "principal": "㛃䶮",
        "principal_post": "董事长、法定代表人",
        "party": FIRM,
        "delegate": "赵翀",
        "delegate_post": "副总经理（本单位职工）",
        "powers": ["主持或者共同主持协商会议", "提出、修改、接受协商方案", "签署会议记录和工资专项集体合同（草案）"],
        "begins": "2026-11-30",
        "ends": "2027-05-29",
        "law": [law("集体合同规定（劳社部令第22号）", "第二十三条")],
        "signed_on": "2026-11-30",
    }
    return record | changes


def representatives(**changes: Any) -> dict[str, Any]:
    """Return the lists of both sides with the delegation of the employer's chief."""
    record = base(
        "协代",
        basis=[law("上海市集体合同条例", "第六条"), law("上海市集体合同条例", "第七条")],
        teams=[
            {"party": union(), "members": seats(5, since="2026-11-25"), "recorder": "卫甯"},
            {"party": firm(), "members": seats(4, "employer", "赵翀", post="副总经理", since="2026-11-30")},
        ],
        mandates=[mandate()],
        signed_on="2026-12-01",
    )
    return record | changes


def wide_representatives() -> dict[str, Any]:
    """Return both lists with thirty representatives each and long names."""
    post = "上海犇赟建筑装饰工程有限公司水电安装项目部高级技师、工会小组组长"
    return representatives(
        scope="sector",
        scope_name=SECTOR,
        addressee=LONG_FIRM,
        teams=[
            {"party": union(name=LONG_UNION), "members": seats(30, since="2026-11-25", post=post)},
            {
                "party": firm(name=LONG_FIRM),
                "members": seats(10, "employer", "赵翀", post=post, since="2026-11-30", replaces="阿卜杜热西提"),
            },
        ],
        mandates=[mandate(party=LONG_FIRM), mandate(side="workers", party=LONG_UNION, delegate="王玥", ends=None)],
    )


def bare_representatives() -> dict[str, Any]:
    """Return the shortest list allowed: one side, names only."""
    side = {"side": "workers", "kind": "elected", "name": "上海虹梅电子科技股份有限公司职工方"}
    return representatives(teams=[{"party": side, "members": bare_seats()}], mandates=[], signed_on=None)
