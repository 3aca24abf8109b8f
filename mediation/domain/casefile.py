"""The case file: what a mediator, a script or another system hands in to log a case.

`read` takes the parsed JSON of the interface and returns a checked record, or refuses with everything that is wrong:
field, value and what is allowed. Unknown keys are refused by name; a missing value and null both mean "not known".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mediation.domain.reading import Reader
from mediation.domain.refusals import Refused
from mediation.domain.vocabulary import APPLICANT_KINDS, CHANNELS, CLAIM_KINDS, RELATIONS, VIOLENCE

CLAIMS = tuple(CLAIM_KINDS)
APPLICANTS = APPLICANT_KINDS
RESPONDENTS = ("employer", "person")

NAME_LENGTH = 120
SUMMARY_LENGTH = 4_000
MOST_PARTIES = 500
MOST_CLAIMS = 60
MOST_WORKERS = 100_000
FIRST_DAY = date(1980, 1, 1)


@dataclass(frozen=True)
class Party:
    """One applicant or respondent."""

    kind: str
    name: str
    id_number: str | None = None
    born: date | None = None
    phone: str | None = None
    address: str | None = None
    union_member: bool | None = None
    migrant: bool | None = None
    hardship: bool | None = None
    credit_code: str | None = None
    industry: str | None = None
    has_union: bool | None = None


@dataclass(frozen=True)
class Employment:
    """What is known of the work itself; `ended_on` None: not known to have ended."""

    hired_on: date | None = None
    ended_on: date | None = None
    relation: str = "unknown"
    written_contract: bool | None = None
    union_told_of_dismissal: bool | None = None


@dataclass(frozen=True)
class Claim:
    """One claim; `amount` in fen."""

    kind: str
    amount: int | None = None
    known_on: date | None = None
    accident_on: date | None = None
    diagnosed_on: date | None = None


@dataclass(frozen=True)
class Risk:
    """What could turn the case; None is "not known"."""

    threat: bool | None = None
    gathering: bool | None = None
    stoppage: bool | None = None
    violence: str | None = None
    employer_absconded: bool | None = None
    payment_order_ignored: bool | None = None


@dataclass(frozen=True)
class Willing:
    """Whether each side is willing to mediate; None: not asked yet."""

    applicant: bool | None = None
    respondent: bool | None = None


@dataclass(frozen=True)
class CaseFile:
    """A case as logged; `workers` is the number of people concerned, at least one."""

    station: str
    received_at: datetime
    summary: str
    applicants: tuple[Party, ...]
    respondents: tuple[Party, ...]
    claims: tuple[Claim, ...]
    workers: int
    channel: str = "walk_in"
    employment: Employment = Employment()
    risk: Risk = Risk()
    willing: Willing = Willing()


def read(data: Any, *, now: datetime) -> CaseFile:
    """Return the checked case file; `now` is the instant after which nothing can have happened yet.

    Raises Refused with one problem for every fault: field path such as `claims[0].known_on`, value, what is allowed.
    """
    reader = Reader(now=now)
    top = reader.mapping(data, "")
    case: dict[str, Any] = {
        "station": top.text("station", required=True, most=20, pattern=r"[A-Z0-9]{2,12}"),
        "received_at": top.instant("received_at", required=True),
        "summary": top.text("summary", required=True, most=SUMMARY_LENGTH, lines=True),
        "channel": top.choice("channel", CHANNELS) or "walk_in",
        "applicants": tuple(_applicant(one) for one in top.rows("applicants", most=MOST_PARTIES)),
        "respondents": tuple(_respondent(one) for one in top.rows("respondents", most=MOST_PARTIES)),
        "claims": tuple(_claim(one) for one in top.rows("claims", most=MOST_CLAIMS)),
        "workers": top.integer("workers", least=1, most=MOST_WORKERS),
        "employment": _employment(top.child("employment")),
        "risk": _risk(top.child("risk")),
        "willing": _willing(top.child("willing")),
    }
    top.nothing_else()
    reader.refuse_if_any()
    return _settled(case)


def _settled(case: dict[str, Any]) -> CaseFile:
    case["workers"] = case["workers"] or len(case["applicants"])
    return CaseFile(**case)


def _applicant(row: Any) -> Party:
    return _party(row, APPLICANTS, "person")


def _respondent(row: Any) -> Party:
    return _party(row, RESPONDENTS, "employer")


def _party(row: Any, kinds: tuple[str, ...], default: str) -> Party:
    kind = row.choice("kind", kinds) or default
    values: dict[str, Any] = {"kind": kind, "name": row.text("name", required=True, most=NAME_LENGTH)}
    values["phone"] = row.phone("phone")
    values["address"] = row.text("address", most=200)
    if kind == "person":
        values["id_number"] = row.id_number("id_number")
        values["born"] = row.birthday("born", values["id_number"])
        values |= {key: row.flag(key) for key in ("union_member", "migrant", "hardship")}
    elif kind == "employer":
        values["credit_code"] = row.credit_code("credit_code")
        values["industry"] = row.text("industry", most=80)
        values["has_union"] = row.flag("has_union")
    row.nothing_else(null_too=("id_number", "born", "union_member", "migrant", "hardship", "credit_code",
                               "industry", "has_union"))  # fmt: skip
    return Party(**values)


def _employment(row: Any) -> Employment:
    hired_on, ended_on = row.day("hired_on", first=FIRST_DAY), row.day("ended_on", first=FIRST_DAY)
    row.in_order("hired_on", hired_on, "ended_on", ended_on)
    found = Employment(
        hired_on=hired_on,
        ended_on=ended_on,
        relation=row.choice("relation", RELATIONS) or "unknown",
        written_contract=row.flag("written_contract"),
        union_told_of_dismissal=row.flag("union_told_of_dismissal"),
    )
    row.nothing_else()
    return found


def _claim(row: Any) -> Claim:
    days = {key: row.day(key, first=FIRST_DAY) for key in ("known_on", "accident_on", "diagnosed_on")}
    found = Claim(kind=row.choice("kind", CLAIMS, required=True) or "", amount=row.amount("amount"), **days)
    row.nothing_else()
    return found


def _risk(row: Any) -> Risk:
    flags = ("threat", "gathering", "stoppage", "employer_absconded", "payment_order_ignored")
    found = Risk(violence=row.choice("violence", VIOLENCE), **{key: row.flag(key) for key in flags})
    row.nothing_else()
    return found


def _willing(row: Any) -> Willing:
    found = Willing(applicant=row.flag("applicant"), respondent=row.flag("respondent"))
    row.nothing_else()
    return found


__all__ = [
    "CHANNELS",
    "CLAIMS",
    "RELATIONS",
    "VIOLENCE",
    "CaseFile",
    "Claim",
    "Employment",
    "Party",
    "Refused",
    "Risk",
    "Willing",
    "read",
]
