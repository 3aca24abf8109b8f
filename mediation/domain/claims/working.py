"""One claim being worked out: its lines, articles, parameters and warnings, gathered as the calculator goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Final

from mediation.domain.claims.condition import Condition
from mediation.domain.lawbook import Law, Parameter, ParameterGap, ParameterValue
from mediation.domain.money import yuan
from mediation.domain.refusals import N_, Named, Problem, Refused
from mediation.domain.rulebook import RuleBook
from mediation.domain.talks.rounding import half_up
from mediation.domain.workdays import ONE_DAY, Calendar, CalendarGap, Step, step, written

NATIONAL: Final = "national"
YES: Final = N_("是")
NO: Final = N_("否")
_TOLD: Final = {
    "V": N_("标准：%(note)s（%(start)s 起；%(source)s；已核对原文）"),
    "S": N_("标准：%(note)s（%(start)s 起；%(source)s；据转引资料，未见原文）"),
    "U": N_("标准：%(note)s（%(start)s 起；%(source)s；未经核实）"),
}
_UNVERIFIED: Final = N_("“%(note)s”未经核实（%(source)s），不能作为依据，请核对后再用")
_GAP: Final = N_("%(day)s 没有已载入的标准（%(parameter)s），不能推算；请主管人员先按原文载入标准")
_NO_PLACE: Final = N_("没有载入该地的标准（%(parameter)s）；请主管人员先按原文载入标准")
CALLED: Final = {
    "minimum_wage_month": N_("月最低工资标准"), "average_wage_month": N_("上年度职工月平均工资"),
    "paid_days_month": N_("月计薪天数"), "paid_hours_day": N_("每日工作小时数"),
    "overtime_weekday_percent": N_("延长工作时间的工资支付比例"),
    "overtime_rest_percent": N_("休息日工作的工资支付比例"),
    "overtime_holiday_percent": N_("法定休假日工作的工资支付比例"),
    "severance_cap_multiple": N_("经济补偿月工资上限的倍数"), "severance_cap_years": N_("适用上限时的最高年限"),
    "dismissal_damages_multiple": N_("违法解除赔偿金的倍数"), "final_award_months": N_("一裁终局限额的月最低工资月数"),
    "annual_leave_percent": N_("未休年休假工资的支付比例"), "annual_leave_inside_percent": N_("其中正常工作期间的工资"),
    "annual_leave_year_days": N_("年休假折算的全年天数"), "non_compete_percent": N_("未约定时竞业限制补偿的比例"),
    "non_compete_months": N_("竞业限制的最长月数"), "injury_wage_least_percent": N_("本人工资下限占职工平均工资的比例"),
    "injury_wage_most_percent": N_("本人工资上限占职工平均工资的比例"), "injury_months": N_("一次性伤残补助金的月数"),
    "probation_months": N_("试用期上限（月）"),
}  # fmt: skip
"""What the steps call a parameter, by its name without place and grade."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the working: what was done, what came out, and the articles it rests on (keys of law.yaml)."""

    says: Step
    value: str
    law: tuple[str, ...] = ()

    def text(
        self, laws: Mapping[str, Law], translate: Callable[[str], str] = str, language: str = "zh",
        day: Callable[[date], str] = written,
    ) -> str:  # fmt: skip
        """Return the line with its articles, in the language of `translate`."""
        said = self.says.text(translate, day)
        if not self.law:
            return said
        if language == "zh":
            return f"{said}〔{'；'.join(laws[key].title['zh'] + laws[key].article for key in self.law)}〕"
        return f"{said} [{'; '.join(f'{laws[key].title[language]} {laws[key].article}' for key in self.law)}]"

    def shown(self, translate: Callable[[str], str]) -> str:
        """Return what came out: yes and no in the language of `translate`, figures and days as they are."""
        return translate(self.value) if self.value in (YES, NO) else self.value

    def stored(self) -> dict[str, object]:
        """Return the line as JSON for the row that keeps it."""
        return {"says": self.says.stored(), "value": self.value, "law": list(self.law)}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Line:
        """Return the line that `stored` keeps."""
        return cls(Step.read(stored["says"]), stored["value"], tuple(stored["law"]))


@dataclass(frozen=True, slots=True)
class Used:
    """A parameter's value that an amount rests on, and the day it was asked for."""

    parameter: Parameter
    value: ParameterValue
    day: date


@dataclass(frozen=True)
class Ground:
    """What a claim is worked out on: the rules, the day that governs it, and the field that day stands in."""

    book: RuleBook
    calendar: Calendar
    on: date
    day: date
    field: str
    place: str


class Working:
    """Gathers what a calculator does; money is in fen and stays exact."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.lines: list[Line] = []
        self.conditions: list[Condition] = []
        self.warnings: list[Step] = []
        self.used: dict[tuple[str, date], Used] = {}

    @property
    def laws(self) -> tuple[str, ...]:
        """Return every article cited, in the order of the lines."""
        return tuple(dict.fromkeys(key for line in self.lines for key in line.law))

    def line(self, message: str, value: str, law: tuple[str, ...] = (), **params: object) -> None:
        """Write one line with the articles in force on the governing day or on the day it is worked out for."""
        self.lines.append(Line(step(message, **params), value, self._in_force(law)))

    def ask(self, holds: bool, says: Step, wanted: Step, actual: Step, law: tuple[str, ...] = ()) -> bool:
        """Note a condition that the amount turns on, whether it holds or not; return whether it does."""
        self.conditions.append(Condition(says, wanted, actual, holds, self._in_force(law)))
        return holds

    def _in_force(self, law: tuple[str, ...]) -> tuple[str, ...]:
        days = (self.ground.day, self.ground.on)
        return tuple(key for key in law if any(self.ground.book.laws[key].in_force.covers(day) for day in days))

    def warn(self, message: str, **params: object) -> None:
        """Say once what whoever reads the amount has to look at."""
        said = step(message, **params)
        if said not in self.warnings:
            self.warnings.append(said)

    def not_due_yet(self, month: date) -> None:
        """Say so of a month of wages that begins after the day it is worked out for."""
        if month > self.ground.on:
            self.warn(N_("%(month)s 晚于计算日，该月工资尚未到期，请核对"), month=f"{month:%Y-%m}")

    def fen(self, name: str, *, day: date | None = None, field: str = "") -> int:
        """Return an amount of the place in fen, on the governing day unless another is given."""
        return self._take(self.ground.place, name, yuan_of, day=day, field=field)

    def count(self, name: str) -> int:
        """Return a number of the nation."""
        return self._take(NATIONAL, name, lambda one: str(one))

    def hundredths(self, name: str) -> Fraction:
        """Return a number that the file gives in hundredths."""
        return Fraction(self._take(NATIONAL, name, lambda one: plain(Fraction(one, 100))), 100)

    def percent(self, name: str) -> Fraction:
        """Return a share that the file gives in hundredths of a percent: 15000 is 1.5."""
        return Fraction(self._take(NATIONAL, name, lambda one: f"{plain(Fraction(one, 100))}%"), 10_000)

    def holds(self, name: str) -> bool:
        """Say whether the place has a value of `name` on the governing day."""
        try:
            self.ground.book.parameters[f"{self.ground.place}.{name}"].on(self.ground.day)
        except (KeyError, ParameterGap):
            return False
        return True

    def words(self, name: str) -> str:
        """Return a text of the place in force on the governing day, or nothing where none is."""
        return str(self.value(name).value) if self.holds(name) else ""

    def value(self, name: str) -> ParameterValue:
        """Return a value of the place on the governing day with its source and mark, without a line of its own."""
        return self._find(self.ground.place, name, self.ground.day, self.ground.field)[1]

    def _take(
        self, owner: str, name: str, shown: Callable[[int], str], *, day: date | None = None, field: str = ""
    ) -> int:
        asked = day or self.ground.day
        parameter, found = self._find(owner, name, asked, field or self.ground.field)
        number = int(found.value)
        if all(one.value is not found for one in self.used.values()):
            self._tell(name, found, shown(number))
        self.used.setdefault((parameter.id, asked), Used(parameter, found, asked))
        return number

    def _tell(self, name: str, found: ParameterValue, shown: str) -> None:
        called = CALLED.get(name) or CALLED[_family(name)]
        start = found.in_force.start.isoformat()
        self.line(_TOLD[found.verified], shown, note=called, start=start, source=found.source)
        if found.verified == "U":
            self.warn(_UNVERIFIED, note=called, source=found.source)

    def _find(self, owner: str, name: str, day: date, field: str) -> tuple[Parameter, ParameterValue]:
        ident = f"{owner}.{name}"
        parameter = self.ground.book.parameters.get(ident)
        if parameter is None:
            known = [one.place for one in self.ground.book.parameters.values() if one.id == f"{one.place}.{name}"]
            problem = Problem(_NO_PLACE, "place", owner, ", ".join(sorted(known)), {"parameter": ident})
            raise Refused(problem)
        try:
            return parameter, parameter.on(day)
        except ParameterGap:
            params = {"day": day.isoformat(), "parameter": Named(parameter.title["zh"], parameter.title["en"])}
            raise Refused(Problem(_GAP, field, day.isoformat(), _days_known(parameter), params)) from None

    def workdays(self, first: date, last: date, field: str) -> int:
        """Return the working days from `first` to `last`, both included, make-up days among them.

        Raises CalendarGap, naming `field`, for a year without a published list.
        """
        try:
            return sum(
                self.ground.calendar.is_workday(date.fromordinal(one))
                for one in range(first.toordinal(), last.toordinal() + 1)
            )
        except CalendarGap as gap:
            gap.problems = tuple(replace(one, field=field) for one in gap.problems)
            raise


def _family(name: str) -> str:
    """Return the name without its grade or bound: `injury_months_grade_3` is one of `injury_months`."""
    return "injury_months" if name.startswith("injury_months_") else "probation_months"


def _days_known(parameter: Parameter) -> str:
    """Return the days that have a value, those of values that follow each other as one span."""
    spans: list[tuple[date, date | None]] = []
    for one in parameter.values:
        start, until = one.in_force.start, one.in_force.until
        before = spans[-1][1] if spans else None
        if before and start == before + ONE_DAY:
            start = spans.pop()[0]
        spans.append((start, until))
    return ", ".join(f"{start}–{until}" if until else f"≥ {start}" for start, until in spans)


def yuan_of(exact: Fraction | int) -> str:
    """Return fen as yuan: two digits where it is whole fen, else up to four, with a sign where it goes on."""
    if Fraction(exact).denominator == 1:
        return yuan(int(exact))
    return plain(Fraction(exact, 100))


def plain(number: Fraction | int) -> str:
    """Return a number without needless noughts; one that doesn't end after four digits with a sign that it goes on."""
    whole = half_up(Fraction(number) * 10_000)
    text = f"{whole // 10_000}.{whole % 10_000:04d}".rstrip("0").rstrip(".")
    return text if Fraction(whole, 10_000) == number else f"≈{text}"
