"""The teams of wage talks, checked by place: numbers, chiefs, outsiders, a woman, terms of office and protection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from mediation.domain.refusals import N_
from mediation.domain.talks.finding import Finding, Severity, by_weight
from mediation.domain.talks.place import SIDES, Required, TalksPlace, first_required, limits_of, reckon, required
from mediation.domain.workdays import Calendar

POSTS: Final = ("union_head", "legal_representative", "other")
CHOSEN: Final = ("office", "union", "elected", "employer", "delegated")
"""By office, named by the union, elected by the staff, named by the employer, or by written delegation of the head."""


@dataclass(frozen=True, slots=True)
class Representative:
    """One representative; `since` and `until` are the first and last day of the duty, `replaces` whose seat it is.

    `person` tells people apart where names don't (the name where it is left out); `contract_until` is the last day of
    the labour contract.
    """

    name: str
    side: str
    since: date
    chief: bool = False
    post: str = "other"
    chosen: str = ""
    outsider: bool = False
    woman: bool = False
    until: date | None = None
    person: str = ""
    replaces: str = ""
    contract_until: date | None = None

    @property
    def key(self) -> str:
        """Return what tells this person from others."""
        return self.person or self.name

    def serves(self, day: date) -> bool:
        """Say whether the duty covers `day`."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Unit:
    """What of the firm matters for its teams; None: not known. `consenting` of `staff` agreed to elected workers.

    `contract_until` is the last day of an earlier contract, `term_until` that of the one these talks brought about.
    """

    unionised: bool
    women_committee: bool | None = None
    staff: int | None = None
    consenting: int | None = None
    contract_until: date | None = None
    term_until: date | None = None


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A seat given up: on `since` it fell vacant, on `filled_on` somebody took it, None: still vacant."""

    side: str
    name: str
    since: date
    filled_on: date | None


@dataclass(frozen=True, slots=True)
class Protection:
    """The days on which a worker representative is protected; `until` None: to the end of a duty still open.

    `extends`: the labour contract would end before, so it runs on to the end of the duty.
    """

    name: str
    since: date
    until: date | None
    extends: bool
    law: tuple[str, ...]
    verified: str


def check(
    team: Sequence[Representative], unit: Unit, *, rows: tuple[TalksPlace, ...], calendar: Calendar, today: date
) -> tuple[Finding, ...]:
    """Return what is wrong or doubtful with both teams as they serve on `today`, errors first.

    `rows` is the chain of the place (place.chain); the nearest place that has a rule decides.
    """
    serving = {side: [one for one in team if one.side == side and one.serves(today)] for side in SIDES}
    found: list[Finding] = []
    for side in SIDES:
        found += _least(side, serving[side], first_required(rows, "team.least", today))
        found += _outsiders(side, serving[side], first_required(rows, "team.outsiders", today))
        found += _chiefs(side, serving[side], unit, first_required(rows, "team.chief", today))
    found += _balance(serving, required(rows, "team.balance", today))
    found += _one_side(serving, first_required(rows, "team.one_side", today))
    found += _woman(serving["workers"], unit, first_required(rows, "team.woman", today))
    found += _consent(unit, first_required(rows, "team.consent", today))
    for one in team:
        found += _terms(one, unit, rows, calendar, today)
    return by_weight(found)


def _found(row: Required, severity: Severity, message: str, remedy: str, side: str = "", **facts: object) -> Finding:
    code = row.row.id
    return Finding(severity, code, message, remedy, row.row.law, row.row.verified, facts, side, row.place, row.second)


def _least(side: str, members: list[Representative], row: Required | None) -> Iterator[Finding]:
    if row and len(members) < row.row.number:
        yield _found(
            row, "error", N_("现有代表 %(count)d 人，每方应不少于 %(least)d 人"), N_("补足代表并书面告知对方"), side,
            count=len(members), least=row.row.number,
        )  # fmt: skip


def _balance(serving: dict[str, list[Representative]], rows: tuple[Required, ...]) -> Iterator[Finding]:
    """Yield an error where the place's own rule is broken, a warning where only the wider place's is."""
    workers, employer = (len(serving[side]) for side in SIDES)
    for row in rows:
        broken = employer > workers if row.row.rule == "employer_not_more" else employer != workers
        if not broken:
            continue
        if row.row.rule == "employer_not_more":
            message = N_("用人单位代表 %(employer)d 人，多于职工代表 %(workers)d 人")
            remedy = N_("减少用人单位代表或者增加职工代表")
        else:
            message = N_("双方代表人数不相等：职工 %(workers)d 人，用人单位 %(employer)d 人")
            remedy = N_("调整至双方人数相等")
        yield _found(row, "warning" if row.second else "error", message, remedy, employer=employer, workers=workers)
        return


def _outsiders(side: str, members: list[Representative], row: Required | None) -> Iterator[Finding]:
    outsiders = sum(one.outsider for one in members)
    if row and members and Fraction(outsiders, len(members)) > row.row.share:
        yield _found(
            row, "error", N_("外聘代表 %(outsiders)d 人，超过本方代表 %(count)d 人的 %(share)s"),
            N_("减少外聘代表，或者增加本单位代表"), side,
            outsiders=outsiders, count=len(members), share=str(row.row.share),
        )  # fmt: skip


def _chiefs(side: str, members: list[Representative], unit: Unit, row: Required | None) -> Iterator[Finding]:
    if row is None:
        return
    chiefs = [one for one in members if one.chief]
    if len(chiefs) != 1:
        remedy = N_("每方确定一名首席代表")
        yield _found(row, "error", N_("首席代表应为一人，现为 %(count)d 人"), remedy, side, count=len(chiefs))
        return
    [chief] = chiefs
    if chief.outsider:
        message = N_("首席代表 %(name)s 不是本单位人员，首席代表不得由非本单位人员代理")
        yield _found(row, "error", message, N_("改由本单位人员担任首席代表"), side, name=chief.name)
    yield from _chief_chosen(side, chief, unit, row)


def _chief_chosen(side: str, chief: Representative, unit: Unit, row: Required) -> Iterator[Finding]:
    """Yield a finding where the chief isn't the one whom the post or the election makes chief."""
    if side == "employer":
        if chief.post != "legal_representative" and chief.chosen != "delegated":
            message = N_("用人单位首席代表 %(name)s 不是法定代表人，也没有法定代表人的书面委托")
            yield _found(row, "error", message, N_("由法定代表人担任，或者补交书面委托书"), side, name=chief.name)
    elif unit.unionised and chief.post != "union_head":
        if chief.chosen == "delegated":
            message = N_("职工首席代表 %(name)s 由工会主席书面委托（集体合同规定第二十条原文未核实）")
            yield _found(row, "warning", message, N_("附工会主席的书面委托书，请律师确认"), side, name=chief.name)
        else:
            message = N_("已建工会的，职工首席代表应为工会主席，%(name)s 不是")
            yield _found(row, "error", message, N_("改由工会主席担任，或者由其书面委托"), side, name=chief.name)
    elif not unit.unionised and chief.chosen != "elected":
        message = N_("未建工会的，职工首席代表应由职工代表推举产生，%(name)s 没有推举记录")
        yield _found(row, "error", message, N_("推举首席代表并留存记录"), side, name=chief.name)


def _one_side(serving: dict[str, list[Representative]], row: Required | None) -> Iterator[Finding]:
    if row is None:
        return
    names = {one.key: one.name for one in serving["workers"]}
    for key in sorted(set(names) & {one.key for one in serving["employer"]}):
        remedy = N_("由其中一方另选代表")
        yield _found(row, "error", N_("%(name)s 同时担任双方代表，代表不得相互兼任"), remedy, name=names[key])


def _woman(members: list[Representative], unit: Unit, row: Required | None) -> Iterator[Finding]:
    if row is None or any(one.woman for one in members):
        return
    if unit.women_committee:
        yield _found(row, "error", N_("已建立女职工委员会，职工方应有女职工代表"), N_("增加一名女职工代表"), "workers")
    elif unit.women_committee is None:
        remedy = N_("查明后填写；已建立的，增加一名女职工代表")
        yield _found(row, "warning", N_("未填写是否建立女职工委员会，职工方没有女职工代表"), remedy, "workers")


def _consent(unit: Unit, row: Required | None) -> Iterator[Finding]:
    """Yield a finding where elected representatives lack the consent of half the staff, or where it isn't known."""
    if row is None or unit.unionised:
        return
    if not unit.staff or unit.consenting is None:
        message = N_("未建工会的，职工代表须经本单位半数以上职工同意，同意人数未填写")
        yield _found(row, "warning", message, N_("填写职工总数和同意人数，附签名册"), "workers")
        return
    share = Fraction(unit.consenting, unit.staff)
    facts = {"agreed": unit.consenting, "staff": unit.staff, "share": str(row.row.share)}
    if share < row.row.share:
        message = N_("同意的职工 %(agreed)d 人，不足职工总数 %(staff)d 人的 %(share)s")
        yield _found(row, "error", message, N_("继续征求意见，达到半数以上后再确定代表"), "workers", **facts)
    elif share == row.row.share:
        message = N_("同意的职工 %(agreed)d 人，恰为职工总数 %(staff)d 人的 %(share)s（“以上”含本数，民法典第1259条）")
        yield _found(row, "warning", message, N_("请律师确认"), "workers", **facts)


def _terms(
    one: Representative, unit: Unit, rows: tuple[TalksPlace, ...], calendar: Calendar, today: date
) -> Iterator[Finding]:
    ends = mandate(one, unit, rows=rows, calendar=calendar)
    row = first_required(rows, "team.protection", today)
    if one.serves(today) and ends is not None and ends < today:
        law, verified, place = _mandate_law(rows)
        message, remedy = N_("%(name)s 的代表任期已于 %(day)s 届满"), N_("重新产生代表并书面告知对方")
        yield Finding("error", "team.mandate", message, remedy, law, verified, {"name": one.name, "day": ends},
                      one.side, place)  # fmt: skip
    for shield in protections([one], unit, rows=rows, calendar=calendar):
        if row and shield.extends and one.serves(today):
            message = N_("%(name)s 的劳动合同于 %(day)s 到期，在履行代表职责期间自动延长至职责完成")
            remedy = N_("告知用人单位不得在职责完成前终止或者无正当理由调岗、解除")
            yield _found(row, "warning", message, remedy, one.side, name=one.name, day=one.contract_until)


def _mandate_law(rows: tuple[TalksPlace, ...]) -> tuple[tuple[str, ...], str, str]:
    for place, row in limits_of(rows, "talks.mandate", "wage"):
        return row.law, row.verified, place
    return (), "U", ""


def mandate(one: Representative, unit: Unit, *, rows: tuple[TalksPlace, ...], calendar: Calendar) -> date | None:
    """Return the last day of a representative's term: the contract's expiry, else as long as the place says.

    None where there is no contract and the place sets no term. A contract expired before the appointment is none; the
    one that the talks brought into force goes before an earlier one.
    """
    for until in (unit.term_until, unit.contract_until):
        if until is not None and one.since <= until:
            return until
    for _, row in limits_of(rows, "talks.mandate", "wage"):
        if row.in_force.covers(one.since):
            return reckon(row, one.since, calendar).limit.safe_on
    return None


def protections(
    team: Sequence[Representative], unit: Unit, *, rows: tuple[TalksPlace, ...], calendar: Calendar
) -> tuple[Protection, ...]:
    """Return the protected days of each worker representative who isn't an outsider, in the order of the team."""
    found = []
    for one in team:
        row = first_required(rows, "team.protection", one.since)
        if one.side != "workers" or one.outsider or row is None:
            continue
        ends = min((day for day in (one.until, mandate(one, unit, rows=rows, calendar=calendar)) if day), default=None)
        extends = one.contract_until is not None and one.contract_until >= one.since
        extends = extends and (ends is None or (one.contract_until or ends) < ends)
        found.append(Protection(one.name, one.since, ends, extends, row.row.law, row.row.verified))
    return tuple(found)


def vacancies(team: Sequence[Representative], unit: Unit, *, today: date) -> tuple[Vacancy, ...]:
    """Return the seats given up before their time by `today`, each with the day somebody took it.

    A seat given up with the contract's expiry isn't vacant. Who took it, `replaces` says (the name of the one before).
    """
    found = []
    for one in team:
        if one.until is None or one.until > today or one.until in (unit.contract_until, unit.term_until):
            continue
        heirs = [other.since for other in team if other.side == one.side and other.replaces == one.name]
        found.append(Vacancy(one.side, one.name, one.until, min(heirs, default=None)))
    return tuple(found)
