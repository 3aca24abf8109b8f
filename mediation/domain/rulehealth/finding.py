"""What an examination of the rules finds: of which rule or entry, how grave, why, what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Literal

from mediation.domain.refusals import N_
from mediation.domain.situation import Value

Severity = Literal["fault", "warning", "note"]
SEVERITIES: Final[tuple[Severity, ...]] = ("fault", "warning", "note")
About = Literal["rule", "law", "parameter", "calendar", "talks"]


@dataclass(frozen=True, slots=True)
class Named:
    """A name in both languages, as a parameter of a sentence."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding: its heading, and what is to be done about it."""

    heading: str
    todo: str


KINDS: Final[Mapping[str, Kind]] = {
    "contradiction": Kind(
        N_("条件互相矛盾，规则不可能成立"),
        N_("对照条文改正所列字段的条件，并补上成立的示例；不再需要的，填写截止日期。"),
    ),
    "not_given": Kind(
        N_("所问的事实没有来源，规则不可能成立"),
        N_("补上推定该事实的规则，或者改问其他事实；不再需要的，填写截止日期。"),
    ),
    "overridden": Kind(
        N_("总是被其他规则取代"),
        N_("缩小取代它的规则的条件，或者从那条规则的 overrides 中删去它；确已被取代的，填写截止日期。"),
    ),
    "shadowed": Kind(
        N_("级别被更高级别掩盖"),
        N_("调整两级的界限，使较低级别有单独成立的情形，或者删去较低级别。"),
    ),
    "law_apart": Kind(
        N_("规则与所引条文从未同时有效"),
        N_("核对规则的施行日期与条文的有效期，改正其一或者改引当时有效的条文。"),
    ),
    "law_missing": Kind(
        N_("所引条文不在法条库中"),
        N_("在 law.yaml 中补上条文，或者改正 law 中的条文编号。"),
    ),
    "law_ended": Kind(
        N_("所引条文先于规则失效"),
        N_("按新条文另立版本：给旧版本填写截止日期，新版本改引现行条文。"),
    ),
    "overlap": Kind(
        N_("两条规则同时成立而结果不同"),
        N_("用 overrides 写明哪条规则让位，或者收窄其中一条的条件，使二者不能同时成立。"),
    ),
    "settled_overlap": Kind(
        N_("两条规则结果不同，由固定顺序取其一"),
        N_("确认取舍符合站点规程；不符合的，用 overrides 或者条件写明。"),
    ),
    "unchecked": Kind(
        N_("超过一年未复核"),
        N_("对照现行条文复核内容和示例，复核后把 checked 改为当日。"),
    ),
    "runs_out": Kind(
        N_("参数、期限六十日内到期"),
        N_("查明新的数值和依据，在到期前补上下一段；仍沿用的，删去截止日期。"),
    ),
    "ran_out": Kind(
        N_("参数已经到期，没有后续数值"),
        N_("查明现行数值和依据并补上；确已停用的可以保留，涉及的测算会说明没有数值。"),
    ),
    "gap": Kind(
        N_("参数各段之间有空档"),
        N_("查明空档期间的数值和依据并补上；确无规定的，在说明中写明。"),
    ),
    "calendar_missing": Kind(
        N_("放假安排没有载入"),
        N_("国务院办公厅的通知公布后，按通知载入并由两人核对；此前涉及该年的期限标为暂定。"),
    ),
    "unverified": Kind(
        N_("尚待核实"),
        N_("找到原文核对；核实后把标记改为 V，并写明来源。"),
    ),
    "never_fired": Kind(
        N_("最近的案件中从未成立"),
        N_("核对条件是否写错、所问事实是否有人填写；本来少见的情形可以不动。"),
    ),
    "young": Kind(
        N_("晚于最近案件的规则"),
        N_("施行后有了案件再看。"),
    ),
    "undecided": Kind(
        N_("条件过于复杂，未能查完"),
        N_("把条件拆成几条较简单的规则。"),
    ),
}


@dataclass(frozen=True)
class Finding:
    """One thing found. `why` is a message id for `params`; `witness` a specimen of facts that shows it."""

    kind: str
    severity: Severity
    about: About
    ident: str
    title: Named
    why: str
    params: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""
    line: int = 0
    level: int | None = None
    version: date | None = None
    witness: Mapping[str, Value] = field(default_factory=dict)

    @property
    def key(self) -> tuple[int, int, str, str]:
        """The order of a list of findings: the gravest first, then by kind and name."""
        return SEVERITIES.index(self.severity), tuple(KINDS).index(self.kind), self.ident, self.why

    def said(self, translate: Callable[[str], str] = str, language: str = "zh") -> str:
        """Return why, in the language of `translate`."""
        shown = {name: getattr(one, language) if isinstance(one, Named) else one for name, one in self.params.items()}
        return translate(self.why) % shown

    def at(self, file: str, line: int) -> Finding:
        """Return the finding with the place where its entry is written."""
        return replace(self, file=file or self.file, line=line)
