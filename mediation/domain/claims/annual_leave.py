"""Pay for annual leave not taken (未休年休假, C10): day × days × 300 %. 年休假条例 5; 实施办法 5, 10–12."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from typing import Any, Final

from mediation.domain.claims.facts import Fact, Facts, place_of
from mediation.domain.claims.kind import Kind
from mediation.domain.claims.wanted import told
from mediation.domain.claims.working import Working, plain, yuan_of
from mediation.domain.reading import Fields
from mediation.domain.refusals import N_
from mediation.domain.workdays import step

YEAR: Final = "annual_leave_year_days"
ENTITLEMENTS: Final = (5, 10, 15)
"""Days a year by 1, 10 and 20 years of work with all employers (年休假条例 3)."""
FACTS: Final = (
    Fact("average_wage_without_overtime", "money", "前十二个月平均工资（剔除加班工资）",
         "mean wage of the last twelve months, overtime left out", "fen"),
    Fact("entitled_days", "number", "全年应休天数", "days of leave a year", "days", most=366),
    Fact("taken_days", "number", "已休天数", "days taken", "days", most=366),
    Fact("wages_paid", "flag", "正常工作期间的工资已支付", "the ordinary wage was paid"),
    Fact("left_on", "day", "离职日（最后一日）", "last day of employment", required=False),
    Fact("joined_on", "day", "入职日", "first day of employment", required=False),
    place_of(),
)  # fmt: skip


def check(fields: Fields, facts: Facts) -> None:
    """Note a last day before the first."""
    fields.in_order("joined_on", facts["joined_on"], "left_on", facts["left_on"])


def work(facts: Facts, working: Working) -> Fraction:
    """Return the pay for the days not taken; where the ordinary wage was paid, less its share."""
    untaken = _untaken(facts, working)
    wage: int = facts["average_wage_without_overtime"]
    month = working.hundredths("paid_days_month")
    day = wage / month
    says = N_("日工资：平均工资（剔除加班工资）%(wage)s 元 ÷ %(days)s")
    working.line(says, yuan_of(day), ("alm-10", "pay-2025-2"), wage=yuan_of(wage), days=plain(month))
    share = working.percent("annual_leave_percent")
    paid = bool(facts["wages_paid"])
    if working.ask(paid, step(N_("正常工作期间的工资已付，从应付比例中扣除")), told(True), told(paid), ("alm-10",)):
        share -= working.percent("annual_leave_inside_percent")
        says = N_("正常工作期间的工资已付，包含在内，尚应支付的比例")
        working.line(says, f"{plain(share * 100)}%", ("alm-10",))
    pay = day * untaken * share
    says = N_("未休年休假工资：%(day)s 元 × %(days)s 天 × %(percent)s%%")
    params = {"day": yuan_of(day), "days": plain(untaken), "percent": plain(share * 100)}
    working.line(says, yuan_of(pay), ("al-5", "alm-10"), **params)
    _warn(facts, working)
    return pay


def _untaken(facts: Facts, working: Working) -> Fraction:
    """Return the days still due, never below nought: what was taken too much isn't taken back."""
    left: date | None = facts["left_on"]
    joined: date | None = facts["joined_on"]
    if left is not None:
        says, exact, params = _leaver(facts, working, max(joined or date.min, date(left.year, 1, 1)), left)
    elif joined is not None:
        says, exact, params = _joiner(facts, working, joined)
    else:
        says, exact, params = N_("应休 %(entitled)s 天，已休 %(taken)s 天，未休"), facts["entitled_days"], {}
        exact -= facts["taken_days"]
    due = max(exact, Fraction(0))
    given = {"entitled": plain(facts["entitled_days"]), "taken": plain(facts["taken_days"])}
    working.line(says, plain(due), ("al-5", "alm-10"), **given, **params)
    asked = step(N_("已休天数多于应休天数，多休的不再扣回"))
    wanted, actual = step(N_("少于 0 天")), step(N_("尚余 %(days)s 天"), days=plain(exact))
    if working.ask(exact < 0, asked, wanted, actual, ("alm-10",)):
        working.line(N_("多休的天数不再扣回"), "0", ("alm-10",))
    return due


def _leaver(facts: Facts, working: Working, first: date, left: date) -> tuple[str, Fraction, dict[str, Any]]:
    """Return the share of the year up to the last day less the days taken, in whole days (实施办法 12)."""
    says = N_("离职折算：%(first)s 至 %(last)s 共 %(days)d 天 ÷ %(year)d × %(entitled)s − %(taken)s，不足一整天的不计")
    days, year = (left - first).days + 1, working.count(YEAR)
    exact = math.floor(Fraction(days, year) * facts["entitled_days"] - facts["taken_days"])
    return says, Fraction(exact), {"first": first, "last": left, "days": days, "year": year}


def _joiner(facts: Facts, working: Working, joined: date) -> tuple[str, Fraction, dict[str, Any]]:
    """Return the share of what was left of the year, in whole days, less the days taken (实施办法 5)."""
    says = N_(
        "新进折算：%(first)s 至 %(last)s 共 %(days)d 天 ÷ %(year)d × %(entitled)s，不足一整天的不计，减去已休 %(taken)s"
    )
    if joined.year != working.ground.on.year:
        message = N_("入职日在 %(year)d 年，这里只算 %(year)d 年的年休假；算其他年度的，请不要填入职日")
        working.warn(message, year=joined.year)
    last = date(joined.year, 12, 31)
    days, year = (last - joined).days + 1, working.count(YEAR)
    share = math.floor(Fraction(days, year) * facts["entitled_days"])
    return says, share - facts["taken_days"], {"first": joined, "last": last, "days": days, "year": year}


def _warn(facts: Facts, working: Working) -> None:
    if facts["entitled_days"] not in ENTITLEMENTS:
        message = N_("应休天数 %(days)s 不是法定的 5、10、15 天，请核对累计工作年限；几年的合计请分年计算")
        working.warn(message, days=plain(facts["entitled_days"]))
    working.warn(N_("劳动者本人书面提出不休年休假的，只支付正常工作期间的工资"))
    working.warn(N_("连续工作满十二个月才享受年休假；应休天数按在所有用人单位的累计工作年限确定"))
    working.warn(N_("年休假争议也可以按执行国家劳动标准的争议处理，金额超过限额的是否一裁终局由仲裁机构认定"))


KIND: Final = Kind("annual_leave", FACTS, work, check, governs="left_on", final_award=True)
