"""One party as a form of the case hands it in after intake: checked field by field, all faults at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from mediation.domain import identity
from mediation.domain.casefile import APPLICANTS, NAME_LENGTH, RESPONDENTS
from mediation.domain.reading import Fields, Reader
from mediation.domain.refusals import N_

SEXES: Final = ("male", "female")
CHAIN_ROLES: Final = (
    "employer", "app", "platform_partner", "agency", "user_firm", "contractor", "subcontractor", "general_contractor",
    "owner", "payer", "affiliate", "investor",
)  # fmt: skip
WAYS: Final = ("phone", "message", "post", "counter", "through_other")
COLOURS: Final = ("blue", "green", "orange", "purple", "brown", "grey")
OF_PEOPLE: Final = ("born", "union_member", "migrant", "hardship", "sex", "ethnic_group", "occupation")
OF_FIRMS: Final = ("credit_code", "industry", "has_union", "legal_representative", "post", "chain_role")
SEALED: Final = ("id_number", "phone")
RULED: Final = (
    "kind", "name", "born", "union_member", "migrant", "hardship", "credit_code", "industry", "has_union",
)  # fmt: skip
"""What the rules, the gate of conflicts, the search or clusters read: a change routes the case again."""


@dataclass(frozen=True)
class PartyForm:
    """What is said of a party: plain columns, numbers typed anew, and numbers to be taken off the file."""

    plain: Mapping[str, Any]
    numbers: Mapping[str, str]
    cleared: frozenset[str] = frozenset()


def read(data: Mapping[str, Any], side: str, *, now: datetime, id_number: str = "") -> PartyForm:
    """Return what a form says; a number left empty stays as it is, `id_number` is the one on file.

    Raises Refused with one problem for every fault.
    """
    reader = Reader(now=now)
    row = reader.mapping(dict(data), "")
    kind = row.choice("kind", APPLICANTS if side == "applicant" else RESPONDENTS, required=True) or "person"
    plain: dict[str, Any] = {
        "kind": kind, "name": row.text("name", required=True, most=NAME_LENGTH), **dict.fromkeys(OF_PEOPLE + OF_FIRMS)
    }  # fmt: skip
    numbers = {"phone": row.phone("phone") or "", "id_number": ""}
    cleared = {name for name in SEALED if row.flag(f"clear_{name}") and not numbers[name]}
    plain["address"] = row.text("address", most=200)
    if kind == "person":
        numbers["id_number"] = row.id_number("id_number") or ""
        known = numbers["id_number"] or ("" if "id_number" in cleared else id_number)
        plain |= _person(row, known)
    else:
        cleared.add("id_number")
        plain |= _firm(row, kind)
    plain |= _contact(row)
    reader.refuse_if_any()
    for name in ("ethnic_group", "occupation", "legal_representative", "post"):
        plain[name] = plain[name] or ""
    return PartyForm(plain, {name: text for name, text in numbers.items() if text}, frozenset(cleared))


def _person(row: Fields, id_number: str) -> dict[str, Any]:
    sex = row.choice("sex", SEXES)
    written = identity.sex_by(id_number) if id_number else None
    if sex and written and sex != written:
        row.fault("sex", N_("与身份号码中的性别不一致"))
    return {
        "born": row.birthday("born", id_number or None), "sex": sex or written,
        **{name: row.flag(name) for name in ("union_member", "migrant", "hardship")},
        "ethnic_group": row.text("ethnic_group", most=20), "occupation": row.text("occupation", most=40),
    }  # fmt: skip


def _firm(row: Fields, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "legal_representative": row.text("legal_representative", most=80), "post": row.text("post", most=40)
    }
    if kind == "employer":
        found |= {
            "credit_code": row.credit_code("credit_code"), "industry": row.text("industry", most=80),
            "has_union": row.flag("has_union"), "chain_role": row.choice("chain_role", CHAIN_ROLES),
        }  # fmt: skip
    return found


def _contact(row: Fields) -> dict[str, Any]:
    unsafe, note = bool(row.flag("contact_unsafe")), row.text("contact_note", most=200) or ""
    if unsafe and not note:
        row.fault("contact_note", N_("不能直接联系的，请写明怎样联系才安全"))
    return {
        "contact_way": row.choice("contact_way", WAYS), "contact_unsafe": unsafe, "contact_note": note,
        "language": row.text("language", most=40) or "", "interpreter": bool(row.flag("interpreter")),
        "adaptations": row.text("adaptations", most=200) or "",
        "colour": row.choice("colour", COLOURS) or "", "short": row.text("short", most=8) or "",
    }  # fmt: skip


def of_age(born: date | None, on: date) -> int | None:
    """Return somebody's age in whole years on a day, None where it isn't known."""
    if born is None or born > on:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
