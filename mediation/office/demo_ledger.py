"""A ledger of last year for the demo, read and waiting to be looked at: one row of each kind a mediator meets."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from mediation.domain.identity import id_check_digit
from mediation.domain.ledger.grid import Cell, Sheet
from mediation.domain.worktime import station_day
from mediation.models.user import User
from mediation.office import ledger

NAME: Final = "去年台账.xlsx"
HEADING: Final[tuple[Cell, ...]] = (
    "序号", "来访日期", "劳动者", "身份证号", "联系电话", "用人单位", "纠纷类型", "涉及金额", "处理结果", "备注",
)  # fmt: skip
FIRST_17: Final = "31011219850312051"
ID_NUMBER: Final = FIRST_17 + id_check_digit(FIRST_17)
ROWS: Final[tuple[tuple[Cell, ...], ...]] = (
    (1, "3月5日", "郝建平", ID_NUMBER, "139 0000 2001", "某某电子厂", "欠薪、加班费", "1.2万", "调解成功", ""),
    (2, "3.18", "苗 秀兰", 3.101122003090908e17, "13900002002", "某某餐饮店", "解除合同", "约8000", "引导仲裁", ""),
    (3, "4月31日", "卞国强", "", "", "某某物流公司", "工伤", "待核实", "", "日期待查"),
    ("—— 二季度 ——",),
    (4, "5/12", "施美华等6人", "", "13900002004", "某某服装店", "讨薪", "三万五", "", ""),
    (5, "5月20日", "管志明", "", "", "", "邻里纠纷", "", "", "走错窗口"),
    (6, "3月5日上午", "郝建平", "", "", "某某 电子厂", "拖欠工资、加班", "12000元", "", "重复登记"),
    ("合计", None, None, None, None, None, None, "5.5万", None, None),
)


def fill(session: Session, mediator: User, *, now: datetime) -> str:
    """Keep the ledger for a look and return its id."""
    title = f"{station_day(now).year - 1}年度劳动争议调解台账"
    sheet = Sheet("台账", ((title,), HEADING, *ROWS))
    code = mediator.stations[0].code
    return ledger.begin(session, (sheet,), code, name=NAME, content=title.encode(), by=mediator, now=now).id
