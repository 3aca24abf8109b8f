"""The invented dispute of which all samples of a case tell: its head, its parties, its dates."""

from __future__ import annotations

from typing import Any

ADDRESS = "https://mediation.example/verify/7KQX2MRT9WPA4HZC"
MEDIATORS = ["喆堃", "王玥"]
FIRM = "上海犇赟建筑工程有限公司"
WORKER = "张玥"
SUMMARY = (
    "申请人2020年3月15日入职被申请人，任施工现场管理员，月工资16,000元。被申请人自2026年7月起未支付工资，"
    "至9月30日累计拖欠48,000元。申请人2026年10月10日以未及时足额支付劳动报酬为由解除劳动合同，要"
    "求支付拖欠的工资和经济补偿。"
)


def head(series: str, **more: Any) -> dict[str, Any]:
    """Return what every paper of the case carries."""
    return {
        "number": f"（2026）梅陇{series}字第0318号", "case_number": "CH-2026-0318",
        "organisation": "上海市闵行区梅陇镇劳动争议调解委员会", "organisation_kind": "labour_mediation",
        "verification_url": ADDRESS, **more,
    }  # fmt: skip


def worker(**more: Any) -> dict[str, Any]:
    """Return the worker."""
    return {
        "role": "applicant", "kind": "person", "name": WORKER, "sex": "女", "born": "1990-01-31", "age": 36,
        "ethnic_group": "汉族", "occupation": "施工现场管理员", "id_number": "310112199001310027",
        "phone": "13800000001", "address": "上海市闵行区梅陇镇莘朱路1925弄18号602室", **more,
    }  # fmt: skip


def agent() -> dict[str, str]:
    """Return who acts for the worker."""
    return {
        "name": "赵翀", "capacity": (
            "上海浦江律师事务所律师（法律援助）"
        ), "authority": "特别授权", "phone": "021-60000001"
    }


def employer(**more: Any) -> dict[str, Any]:
    """Return the employer."""
    return {
        "role": "respondent", "kind": "employer", "name": FIRM, "credit_code": "91310112MA1GB0000X",
        "legal_representative": "㛃䶮", "post": "执行董事", "phone": "021-60000002",
        "address": "上海市闵行区都市路2688号7幢1203室", **more,
    }  # fmt: skip


def both() -> list[dict[str, Any]]:
    """Return both sides."""
    return [worker(representatives=[agent()]), employer()]


def law(title: str, article: str) -> dict[str, str]:
    """Return one article cited."""
    return {"title": title, "article": article}


def requests() -> list[dict[str, Any]]:
    """Return what is asked for."""
    return [
        {"text": "支付2026年7月1日至9月30日期间的工资", "amount": 4_800_000},
        {"text": "支付解除劳动合同的经济补偿", "amount": 9_600_000},
        {"text": "补缴2026年7月至9月的社会保险费", "amount": None},
    ]


def limitation() -> list[dict[str, Any]]:
    """Return the dates by which to go to arbitration."""
    basis = [law("劳动争议调解仲裁法", "第二十七条第四款")]
    return [
        {"what": "拖欠工资", "safe_on": "2027-10-10", "last_on": None, "basis": basis, "note": (
            "自劳动关系终止之日起一年"
        )},
        {"what": "经济补偿", "safe_on": "2027-10-10", "last_on": None,
         "basis": [law("劳动争议调解仲裁法", "第二十七条第一款")]},
    ]  # fmt: skip


def clocks() -> list[dict[str, Any]]:
    """Return the two clocks of mediation."""
    return [
        {"what": "自收到调解申请之日起十五日", "safe_on": "2026-12-01", "last_on": "2026-12-01",
         "basis": [law("劳动争议调解仲裁法", "第十四条")]},
        {"what": "自受理之日起十五日", "safe_on": "2026-12-02", "last_on": "2026-12-02",
         "basis": [law("企业劳动争议协商调解规定（人社部令第17号）", "第二十九条")]},
    ]  # fmt: skip


def routes() -> list[dict[str, Any]]:
    """Return the ways that stay open."""
    return [
        {"title": "申请仲裁", "text": "当事人可以依法向有管辖权的劳动人事争议仲裁委员会申请仲裁，应当注意仲裁时效。",
         "basis": [law("企业劳动争议协商调解规定（人社部令第17号）", "第三十条")]},
        {"title": "向劳动保障监察机构投诉", "text": "用人单位拖欠工资等违反劳动保障法律的，劳动者可以投诉；"
         "违法行为自发生或者行为终了之日起超过二年的，不再查处。", "basis": [law("劳动保障监察条例", "第二十条")]},
        {"title": "依法提起诉讼", "text": "以用人单位的工资欠条为证据直接提起诉讼，诉讼请求不涉及劳动关系其他争议的，"
         "可以直接向人民法院起诉。", "basis": []},
        {"title": "申请法律援助", "text": "请求支付劳动报酬的，可以向法律援助机构申请法律援助。", "basis": []},
    ]  # fmt: skip


def agreed() -> dict[str, Any]:
    """Return the agreement in force."""
    return {
        "number": "（2026）梅陇劳调字第0318号", "organisation": "上海市闵行区梅陇镇劳动争议调解委员会",
        "issued_on": "2026-11-22", "effective_on": "2026-11-22", "total": 11_200_000,
        "content": [
            f"{FIRM}向{WORKER}支付拖欠的工资和经济补偿，共计人民币112,000.00元，以银行转账方式分四期付清",
            "乙方任何一期逾期付款超过五日的，甲方有权要求乙方一次性支付全部未付款项",
            "2026年7月至9月社会保险费的补缴保留另行处理",
        ],
    }  # fmt: skip
