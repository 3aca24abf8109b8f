"""The base data of wage talks as a form brings them: firms, place, union, matters, cases, agenda; every fault noted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from mediation.domain import identity
from mediation.domain.casefile import NAME_LENGTH
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.talks import sector, state
from mediation.domain.talks.place import chain, first_required
from mediation.models.talks import CONTRACTS, SIDES, UNITS, Talks
from mediation.office import rules, talks
from mediation.office.talks_typed import day, words

FIRM: Final = re.compile(r"^firms\[(\d{1,3})\]\.(\w+)$", re.ASCII)
MOST_STAFF: Final = 1_000_000
MOST_TEXT, MOST_CODE, MOST_PERSON, MOST_PLACE = 200, 40, 80, 60
TRI: Final[Mapping[str, bool | None]] = {"true": True, "false": False, "": None}
MATTER_RULES: Final[Mapping[str, tuple[str, ...]]] = {
    "layoff": ("mandatory.people", "mandatory.share", "mandatory.refusal"),
    "stoppage": ("mandatory.refusal",),
    "hazard": ("mandatory.refusal",),
}
"""The rules of a place by which a matter may not be refused."""
CODE_FAULTS: Final = {
    "form": N_("统一社会信用代码应为 18 位数字或大写字母"),
    "check": N_("统一社会信用代码校验码不对，请核对"),
}


@dataclass(frozen=True)
class FirmGiven:
    """One firm as typed."""

    name: str
    credit_code: str = ""
    legal_representative: str = ""
    address: str = ""
    staff: int | None = None
    authorised: bool | None = None

    @property
    def key(self) -> str:
        """Return what makes two firms the same: the credit code, else the name."""
        return self.credit_code or self.name


@dataclass(frozen=True)
class Base:
    """The base data of one round as typed; the fields are those of the tables."""

    unit: str
    name: str
    firms: tuple[FirmGiven, ...]
    place: str
    contract: str
    proposer: str
    district: str
    industry: str
    unionised: bool
    women_committee: bool | None
    consenting: int | None
    guided: bool | None
    union_name: str
    layoff: int | None
    stoppage: bool
    hazard: bool
    contract_until: date | None
    planned_on: date | None
    meeting_place: str
    cases: tuple[str, ...]
    agenda: tuple[str, ...]

    @property
    def employer(self) -> str:
        """Return whom the talks are with: the firm, or the sector or area."""
        return self.firms[0].name if self.unit == "firm" else self.name

    @property
    def firm_key(self) -> str | None:
        """Return the key of the one firm, None for a sector or area."""
        return self.firms[0].key if self.unit == "firm" else None

    @property
    def staff(self) -> int | None:
        """Return all people of the unit; None while one firm's number isn't known."""
        return total([one.staff for one in self.firms])

    def matters(self, today: date) -> tuple[str, ...]:
        """Return why the other side may not refuse, by the rules of the place."""
        return matters_of(self.place, today, self.layoff, self.staff, self.stoppage, self.hazard)


def whole(text: str) -> int | None:
    """Return a number of people as typed; None for nothing and for what can't be read."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else None


def total(numbers: list[int | None]) -> int | None:
    """Return the sum, None while one of the numbers isn't known."""
    known = [one for one in numbers if one is not None]
    return sum(known) if known and len(known) == len(numbers) else None


def matters_of(
    place: str, today: date, layoff: int | None, staff: int | None, stoppage: bool, hazard: bool
) -> tuple[str, ...]:
    """Return why the other side may neither refuse nor delay, by the rules of the place."""
    rows = chain(rules.current().book.places, place)
    return state.mandatory_matters(rows, today, layoff=layoff or 0, staff=staff, stoppage=stoppage, hazard=hazard)


def typed_matters(values: Mapping[str, str], today: date) -> tuple[str, ...]:
    """Return which typed matters may not be refused at the typed place; what can't be read counts as nothing."""
    place = values.get("talks_place", "")
    if place not in rules.current().book.places:
        return ()
    staff = [whole(text) for name, text in values.items() if (hit := FIRM.match(name)) and hit[2] == "staff"]
    stoppage, hazard = (values.get(name) == "true" for name in ("stoppage", "hazard"))
    return matters_of(place, today, whole(values.get("layoff", "")), total(staff), stoppage, hazard)


def matter_laws(place: str, matters: Iterable[str], today: date) -> tuple[str, ...]:
    """Return the articles by which these matters may not be refused at a place of the rule book."""
    rows = chain(rules.current().book.places, place)
    wanted = dict.fromkeys(ident for matter in matters for ident in MATTER_RULES[matter])
    found = [one for ident in wanted if (one := first_required(rows, ident, today))]
    return tuple(dict.fromkeys(key for one in found for key in one.row.law))


def read(given: Mapping[str, str], *, order: Iterable[str], today: date, also: Iterable[str] = ()) -> Base:
    """Return what a form says, its ticked clauses and `also` these in this `order`. Raises Refused with every fault."""
    problems: list[Problem] = []
    wanted = {*ticked(given, "agenda"), *also}
    base = _read(given, tuple(dict.fromkeys(one for one in order if one in wanted)), problems)
    problems += _together(base, today)
    if problems:
        raise Refused(problems)
    return base


def _read(given: Mapping[str, str], agenda: tuple[str, ...], problems: list[Problem]) -> Base:
    def text(name: str, most: int) -> str:
        return words(given, name, problems, most=most)

    def choice(name: str, allowed: tuple[str, ...]) -> str:
        return _choice(given, name, allowed, problems)

    return Base(
        unit=choice("unit", UNITS), name=text("sector_name", NAME_LENGTH), firms=_firms(given, problems),
        place=choice("talks_place", tuple(rules.current().book.places)), contract=choice("contract", CONTRACTS),
        proposer=choice("proposer", SIDES), district=text("district", MOST_PLACE),
        industry=text("industry", MOST_PLACE), unionised=choice("unionised", ("true", "false")) == "true",
        women_committee=_tri(given, "women_committee", problems), consenting=_count(given, "consenting", problems),
        guided=_tri(given, "guided", problems), union_name=text("union_name", NAME_LENGTH),
        layoff=_count(given, "layoff", problems), stoppage=given.get("stoppage") == "true",
        hazard=given.get("hazard") == "true", contract_until=day(given, "contract_until", problems),
        planned_on=day(given, "planned_on", problems), meeting_place=text("meeting_place", MOST_TEXT),
        cases=ticked(given, "cases"), agenda=agenda,
    )  # fmt: skip


def ticked(given: Mapping[str, str], group: str) -> tuple[str, ...]:
    """Return what is ticked of a group of boxes named `group.what`."""
    start = f"{group}."
    return tuple(
        name.removeprefix(start) for name, value in given.items() if name.startswith(start) and value == "true"
    )


def firm_keys(given: Mapping[str, str]) -> set[str]:
    """Return what may name the typed firms in the case book: their codes and names."""
    rows = ((name, text.strip()) for name, text in given.items())
    return {text for name, text in rows if text and (hit := FIRM.match(name)) and hit[2] in ("credit_code", "name")}


def _choice(given: Mapping[str, str], name: str, allowed: tuple[str, ...], problems: list[Problem]) -> str:
    value = given.get(name, "")
    if value not in allowed:
        problems.append(Problem(N_("请选择一项"), name, value[:40]))
        return allowed[0]
    return value


def _tri(given: Mapping[str, str], name: str, problems: list[Problem]) -> bool | None:
    value = given.get(name, "")
    if value not in TRI:
        problems.append(Problem(N_("请选择一项"), name, value[:40]))
    return TRI.get(value)


def _count(given: Mapping[str, str], name: str, problems: list[Problem], least: int = 0) -> int | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    number = whole(text)
    if number is not None and least <= number <= MOST_STAFF:
        return number
    problems.append(Problem(N_("请填写人数"), name, text[:40], f"{least} – {MOST_STAFF}"))
    return None


def _firms(given: Mapping[str, str], problems: list[Problem]) -> tuple[FirmGiven, ...]:
    rows = sorted({int(hit[1]) for name in given if (hit := FIRM.match(name))}) or [0]
    return tuple(_firm(given, f"firms[{nth}]", problems) for nth in rows)


def _firm(given: Mapping[str, str], row: str, problems: list[Problem]) -> FirmGiven:
    name = words(given, f"{row}.name", problems, most=NAME_LENGTH)
    if not name:
        problems.append(Problem(N_("请填写企业名称"), f"{row}.name"))
    code = unicodedata.normalize("NFKC", words(given, f"{row}.credit_code", problems, most=MOST_CODE)).upper()
    if code and (fault := identity.credit_code_fault(code)):
        problems.append(Problem(CODE_FAULTS[fault], f"{row}.credit_code", code, N_("18 位统一社会信用代码")))
    return FirmGiven(
        name, code, words(given, f"{row}.legal_representative", problems, most=MOST_PERSON),
        words(given, f"{row}.address", problems, most=MOST_TEXT), _count(given, f"{row}.staff", problems, 1),
        _tri(given, f"{row}.authorised", problems),
    )  # fmt: skip


def _together(base: Base, today: date) -> list[Problem]:
    """Return what doesn't go together."""
    found = []
    if base.unit != "firm" and not base.name:
        found.append(Problem(N_("请填写行业或者区域的名称"), "sector_name"))
    for name, number in (("layoff", base.layoff), ("consenting", base.consenting)):
        if number is not None and base.staff is not None and number > base.staff:
            found.append(Problem(N_("%(number)d 人多于职工总数 %(staff)d 人"), name, str(number), "",
                                 {"number": number, "staff": base.staff}))  # fmt: skip
    if not base.agenda:
        found.append(Problem(N_("请至少选择一项协商议题"), "agenda"))
    if all(one.name for one in base.firms):
        firms = [sector.Firm(one.name, one.key, one.staff, one.authorised) for one in base.firms]
        rows = chain(rules.current().book.places, base.place)
        wrong = sector.check(base.unit, firms, rows=rows, on=today)
        found += [talks.problem_of(one, "firms") for one in wrong if one.severity == "error"]
    return found


def enter(row: Talks, base: Base, today: date) -> None:
    """Write the base data into the row of the talks; firms, cases and agenda are tables and acts of their own."""
    for name in (
        "unit", "employer", "firm_key", "place", "contract", "proposer", "district", "industry", "unionised",
        "women_committee", "consenting", "guided", "union_name", "layoff", "stoppage", "hazard", "contract_until",
        "planned_on", "meeting_place", "staff",
    ):  # fmt: skip
        setattr(row, name, getattr(base, name))
    row.matters = list(base.matters(today))
