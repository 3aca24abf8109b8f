"""Agreement records that tests print: an everyday one, a people's mediation with a group, the widest one allowed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

CREATED = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
RARE_NAMES = "喆堃赟翀玥祎槑犇甯昇曌鋆㛃䶮䲜䜣㙦 张𠮷 𬀩𬤇𫖯𫍽𬭚𬬭 𡋾𤧛𣲗𪟝𥖄"
ROUTES = ["arbitration_review", "court_confirmation", "payment_order", "arbitration"]


def agreement(**changes: Any) -> dict[str, Any]:
    """Return an everyday agreement of three pages: wages and severance in four instalments."""
    record: dict[str, Any] = {
        "number": "（2026）梅陇劳调字第0318号",
        "case_number": "CH-2026-0318",
        "organisation": "上海市闵行区梅陇镇劳动争议调解委员会",
        "organisation_kind": "labour_mediation",
        "cause": "追索劳动报酬、经济补偿纠纷",
        "received_on": "2026-11-16",
        "accepted_on": "2026-11-17",
        "parties": [worker(), employer()],
        "group": [],
        "requests": [
            {"text": "支付2026年7月1日至2026年9月30日期间的工资", "amount": 4_800_000},
            {"text": "支付解除劳动合同的经济补偿", "amount": 9_600_000},
            {"text": "补缴2026年7月至9月的社会保险费", "amount": None},
        ],
        "facts": FACTS,
        "disputed": "双方对拖欠工资的月数无异议，对月工资标准、工作年限的起算和经济补偿的数额存在争议。",
        "results": ["双方一致确认，双方的劳动关系自2020年3月15日建立，于2026年10月10日协商一致解除。"],
        "payments": [payment()],
        "terms": [
            {
                "title": "离职手续",
                "text": "乙方应于本协议生效之日起五日内向甲方出具解除劳动合同的证明，并办理档案和社会保险关系转移手续。",
            }
        ],
        "default_clause": "乙方任何一期逾期付款超过五日的，甲方有权要求乙方一次性支付全部未付款项；"
        "逾期部分自逾期之日起按每日万分之三支付违约金。",
        "claims_settled": ["2026年7月1日至2026年9月30日期间的工资", "解除劳动合同的经济补偿"],
        "claims_reserved": ["2026年7月至9月社会保险费的补缴（由社会保险经办机构依法处理）"],
        "routes": list(ROUTES),
        "copies": 3,
        "mediators": ["喆堃", "王玥"],
        "recorder": "李祎",
        "signed_on": None,
        "verification_url": "https://mediation.example/verify/6aV0xT8mQp3yL1nZkR5cWg",
    }
    record.update(changes)
    return record


def short(**changes: Any) -> dict[str, Any]:
    """Return an agreement of exactly three pages: the yardstick of the benchmark."""
    record = agreement(
        terms=[], disputed="", facts=FACTS.split("\n")[0], claims_reserved=[], routes=[], default_clause=""
    )
    record["payments"], record["requests"] = [payment(parts=[])], record["requests"][:2]
    record["parties"], record["results"] = [worker(representatives=[]), employer()], []
    return record | changes


FACTS = (
    "甲方于2020年3月15日入职乙方，任施工现场管理员，双方订立书面劳动合同，约定月工资为人民币16,000元，每月15日发放上月工资。"
    "乙方自2026年7月起未按约定支付工资，至2026年9月30日累计拖欠三个月，共计人民币48,000元。\n"
    "2026年10月10日，甲方以乙方未及时足额支付劳动报酬为由提出解除劳动合同，并于2026年11月16日向本调解委员会申请调解。"
    "调解中双方均到场，核对了劳动合同、工资发放记录和考勤记录，对上述事实无异议。"
)


def worker(**changes: Any) -> dict[str, Any]:
    """Return a worker as applicant."""
    party: dict[str, Any] = {
        "role": "applicant",
        "kind": "person",
        "name": "张玥",
        "sex": "女",
        "born": "1990-01-31",
        "id_number": "310112199001310027",
        "phone": "13800000001",
        "address": "上海市闵行区梅陇镇莘朱路1925弄18号602室",
        "representatives": [
            {
                "name": "赵翀",
                "capacity": "上海浦江律师事务所律师（法律援助）",
                "authority": "一般授权",
                "phone": "021-60000001",
            }
        ],
    }
    party.update(changes)
    return party


def employer(**changes: Any) -> dict[str, Any]:
    """Return an employer as respondent."""
    party: dict[str, Any] = {
        "role": "respondent",
        "kind": "employer",
        "name": "上海犇赟建筑工程有限公司",
        "credit_code": "91310112MA1GB0000X",
        "legal_representative": "㛃䶮",
        "post": "执行董事",
        "phone": "021-60000002",
        "address": "上海市闵行区都市路2688号7幢1203室",
    }
    party.update(changes)
    return party


def payment(count: int = 4, **changes: Any) -> dict[str, Any]:
    """Return a payment in `count` monthly instalments."""
    amount = 11_200_000
    share = amount // count
    days = [date(2026 + (11 + place) // 12, (11 + place) % 12 + 1, 15) for place in range(count)]
    instalments = [{"due_on": day.isoformat(), "amount": share, "note": ""} for day in days]
    instalments[-1]["amount"] = amount - share * (count - 1)
    record: dict[str, Any] = {
        "payer": "上海犇赟建筑工程有限公司",
        "payee": "张玥",
        "purpose": "拖欠的工资和经济补偿",
        "amount": amount,
        "account": {"holder": "张玥", "bank": "中国工商银行上海市梅陇支行", "number": "6222021001000000000"},
        "parts": [
            {"name": "2026年7月至9月工资", "amount": 4_800_000},
            {"name": "解除劳动合同的经济补偿", "amount": 6_400_000},
        ],
        "instalments": instalments,
    }
    record.update(changes)
    return record


def group(count: int = 12) -> dict[str, Any]:
    """Return a people's mediation agreement for a group of `count` workers, paid in one sum."""
    surnames = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
    members = [
        {
            "name": f"{surnames[place % 32]}{surnames[place * 7 % 31]}堃",
            "id_number": f"31011219900101{place % 10000:04d}",
            "amount": 800_000 + place * 1_050,
        }
        for place in range(count)
    ]
    total = sum(member["amount"] for member in members)
    lump = payment(
        1,
        payee="附件所列劳动者",
        purpose="2026年8月、9月工资",
        amount=total,
        account=None,
        parts=[],
        instalments=[{"due_on": "2026-12-10", "amount": total, "note": ""}],
        to_group=True,
    )
    return agreement(
        organisation="上海市闵行区梅陇镇人民调解委员会",
        organisation_kind="people_mediation",
        parties=[worker(name=members[0]["name"]), employer()],
        group=members,
        requests=[{"text": "支付2026年8月、9月工资", "amount": total}],
        results=[],
        payments=[lump],
        claims_settled=["2026年8月、9月工资"],
        claims_reserved=[],
    )


def widest() -> dict[str, Any]:
    """Return an agreement in which everything is as long as it may be: names, addresses, instalments, parties."""
    name = "上海" + "犇赟翀喆堃" * 14 + "建筑工程有限公司"
    address = "上海市闵行区" + "都市路二千六百八十八弄" * 17
    companies = [employer(name=name[:80], address=address[:200]) for _ in range(3)]
    return agreement(
        number="（2026）梅陇劳调字第" + "0" * 25 + "1号",
        organisation=("上海市闵行区" + "梅陇镇" * 25)[:76] + "调解中心",
        parties=[worker(name="阿卜杜热西提·买买提艾力·" * 6, address=address[:200]), *companies],
        payments=[payment(36, payer=name[:80]), payment(36, amount=11_200_000)],
        copies=5,
        mediators=["喆堃", "王玥", "欧阳祎"],
        signed_on="2026-11-22",
    )
