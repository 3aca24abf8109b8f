"""Talks of a sector or an area with several firms: which firms they are with, who signs, and whom the contract binds.

What the place's rules say of it is data with its mark; an unverified rule is shown as such and asks for a lawyer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mediation.domain.refusals import N_
from mediation.domain.talks.finding import Finding, Severity, by_weight
from mediation.domain.talks.place import TalksPlace, first_required

UNITS: Final = ("firm", "sector", "area")
LEAST_FIRMS: Final = 2
SIGN: Final = {
    "bodies": N_("用人单位一方由行业或者区域的企业代表组织署名"),
    "every_firm": N_("用人单位一方由每家企业分别署名"),
}
BIND: Final = {
    "authorising": N_("合同约束书面授权的企业"),
    "listed": N_("合同约束名单内的全部企业"),
}
UNKNOWN: Final = N_("没有收录%(what)s的规定")
WHO_SIGNS: Final = N_("行业性、区域性合同由谁署名")
WHO_IS_BOUND: Final = N_("行业性、区域性合同约束哪些企业")


@dataclass(frozen=True, slots=True)
class Firm:
    """One firm of the talks; `authorised`: it gave written authority to conclude, None: not known."""

    name: str
    key: str = ""
    staff: int | None = None
    authorised: bool | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """The firms that a contract binds and their staff; `open` are those of which it isn't known.

    `heads` counts the firms whose number of staff is known, `uncounted` are the others.
    """

    firms: tuple[Firm, ...]
    open: tuple[Firm, ...]
    heads: int
    uncounted: tuple[Firm, ...]


def check(unit: str, firms: Sequence[Firm], *, rows: tuple[TalksPlace, ...], on: date) -> tuple[Finding, ...]:
    """Return what is wrong or doubtful with the firms of the talks, errors first."""
    found = [*_listed(unit, firms)]
    if unit != "firm":
        found += _rule(rows, on, "sector.signs", SIGN, WHO_SIGNS)
        found += _rule(rows, on, "sector.bound", BIND, WHO_IS_BOUND)
        found += _authority(firms, rows, on)
    return by_weight(found)


def bound(unit: str, firms: Sequence[Firm], *, rows: tuple[TalksPlace, ...], on: date) -> Bound:
    """Return whom a contract of the talks binds; of a sector or area, the careful reading where no rule says."""
    row = first_required(rows, "sector.bound", on)
    if unit == "firm" or (row is not None and row.row.rule == "listed"):
        held, doubtful = list(firms), list[Firm]()
    else:
        held = [one for one in firms if one.authorised]
        doubtful = [one for one in firms if one.authorised is None]
    uncounted = tuple(one for one in held if one.staff is None)
    return Bound(tuple(held), tuple(doubtful), sum(one.staff or 0 for one in held), uncounted)


def _plain(severity: Severity, code: str, message: str, remedy: str, **facts: object) -> Finding:
    """Return a finding that rests on no article."""
    return Finding(severity, code, message, remedy, (), "V", facts)


def _listed(unit: str, firms: Sequence[Firm]) -> Iterator[Finding]:
    names = Counter(one.key or one.name for one in firms)
    if unit == "firm" and len(firms) != 1:
        message = N_("单个企业的协商应当只有一家企业，现为 %(count)d 家")
        yield _plain("error", "sector.firms", message, N_("改为行业性或者区域性协商，或者只保留一家"), count=len(firms))
    elif unit != "firm" and len(names) < LEAST_FIRMS:
        message = N_("行业性、区域性协商应有两家以上企业，现为 %(count)d 家")
        yield _plain("error", "sector.firms", message, N_("补充企业，或者改为单个企业的协商"), count=len(names))
    for one in firms:
        if names.pop(one.key or one.name, 0) > 1:
            yield _plain("error", "sector.twice", N_("%(name)s 重复列入"), N_("删除重复的一行"), name=one.name)
        if one.staff is None:
            message = N_("%(name)s 没有填写职工人数，覆盖人数不能计算")
            yield _plain("warning", "sector.staff", message, N_("补填职工人数"), name=one.name)


def _rule(rows: tuple[TalksPlace, ...], on: date, ident: str, words: dict[str, str], asked: str) -> Iterator[Finding]:
    """Yield the rule where it is unverified, or that there is none: nobody should rely on it unseen."""
    row = first_required(rows, ident, on)
    if row is None:
        yield Finding("warning", ident, UNKNOWN, N_("请律师查明后办理"), (), "U", {"what": asked}, place=rows[0].id)
    elif row.row.verified == "U":
        one = row.row
        yield Finding("warning", ident, words[one.rule], N_("条文内容未核实，请律师确认后办理"), one.law, "U",
                      place=row.place)  # fmt: skip


def _authority(firms: Sequence[Firm], rows: tuple[TalksPlace, ...], on: date) -> Iterator[Finding]:
    row = first_required(rows, "sector.bound", on)
    if row is None or row.row.rule != "authorising":
        return
    for one in firms:
        if not one.authorised:
            message = (
                N_("%(name)s 没有书面授权，不计入合同约束的企业")
                if one.authorised is False
                else N_("%(name)s 是否书面授权没有记录，暂不计入合同约束的企业")
            )
            yield Finding("warning", row.row.id, message, N_("取得书面授权书并存档"), row.row.law, row.row.verified,
                          {"name": one.name}, place=row.place)  # fmt: skip
