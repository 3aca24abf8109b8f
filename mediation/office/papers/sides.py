"""The parties of a case as its papers name them, with those who act for them on the day."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from mediation import seals
from mediation.domain import authority, identity
from mediation.domain.refusals import N_
from mediation.models.chain import Representative
from mediation.models.group import GroupWorker
from mediation.models.party import Party
from mediation.office.agreement import AUTHORITIES, MOST_AGENTS, SEXES, capacity_of
from mediation.office.papers.sources import Sources

SIDES: Final = {"applicant": "申请人", "respondent": "被申请人"}
NO_PHONE: Final = N_("%(name)s：没有登记联系电话")
NO_ADDRESS: Final = N_("%(name)s：没有登记住址或者住所地")
NO_HEAD: Final = N_("%(name)s：没有登记法定代表人（负责人）")
NO_CODE: Final = N_("%(name)s：没有登记统一社会信用代码")
NO_ID: Final = N_("%(name)s：没有登记证件号码")
KEPT_SAFE: Final = N_("%(name)s：为安全起见不印制联系方式和住址")


def opened(row: Party | Representative | GroupWorker, column: str) -> str:
    """Return a sealed value of a row, "" where there is none."""
    sealed: bytes | None = getattr(row, f"{column}_sealed")
    return seals.open(sealed, table=str(row.__tablename__), column=column, row=row.id) if sealed else ""


def age(born: date | None, on: date) -> int | None:
    """Return somebody's age in whole years on a day."""
    if born is None or born > on:
        return None
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return years if years <= 130 else None


def party(sources: Sources, row: Party, *, own: bool = False) -> dict[str, Any]:
    """Return one party in full; where contact is unsafe, phone and address stand only on its `own` paper."""
    hidden = row.contact_unsafe and not own
    if hidden:
        sources.blank(KEPT_SAFE, "people", name=row.name)
    found: dict[str, Any] = {
        "role": row.side, "kind": row.kind, "name": row.name, "phone": "" if hidden else opened(row, "phone"),
        "address": "" if hidden else row.address or "",
        "representatives": [_agent(one) for one in agents(sources, row)][:MOST_AGENTS],
    }  # fmt: skip
    if row.kind == "person":
        found |= _person(sources, row)
        found["phone"] = found["phone"] or ("" if hidden else _of_list(sources, row, "phone"))
    else:
        found |= {
            "credit_code": row.credit_code or "", "legal_representative": row.legal_representative, "post": row.post
        }  # fmt: skip
    _blanks(sources, row, found, hidden=hidden)
    return found


def _person(sources: Sources, row: Party) -> dict[str, Any]:
    """Return who a person is; what the list of a group tells of an applicant fills what was not entered apart."""
    number = opened(row, "id_number") or _of_list(sources, row, "id_number")
    known = by_number(sources, number)
    born = row.born.isoformat() if row.born else known["born"]
    return {
        "sex": SEXES.get(row.sex or "", "") or known["sex"], "born": born,
        "age": age(row.born, sources.on) if row.born else known["age"], "ethnic_group": row.ethnic_group,
        "occupation": row.occupation or _of_list(sources, row, "post"), "id_number": number,
    }  # fmt: skip


def by_number(sources: Sources, number: str) -> dict[str, Any]:
    """Return what a citizen identity number says of whoever has it; nothing where it is none."""
    if identity.id_number_fault(number):
        return {"sex": "", "born": None, "age": None}
    born = identity.born_by(number)
    return {"sex": SEXES[identity.sex_by(number)], "born": born.isoformat(), "age": age(born, sources.on)}


def _of_list(sources: Sources, row: Party, column: str) -> str:
    """Return a column of the list of workers for an applicant: of the only one of that name who is in it."""
    own = [one for one in sources.workers if one.name == row.name and one.state != "left"]
    if row.side != "applicant" or len(own) != 1:
        return ""
    return own[0].post if column == "post" else opened(own[0], column)


def _blanks(sources: Sources, row: Party, found: dict[str, Any], *, hidden: bool) -> None:
    wanted = [] if hidden else [("phone", NO_PHONE), ("address", NO_ADDRESS)]
    if row.kind == "person":
        wanted.append(("id_number", NO_ID))
    else:
        wanted += [("legal_representative", NO_HEAD), ("credit_code", NO_CODE)]
    for name, message in wanted:
        if not found[name]:
            sources.blank(message, f"party:{row.id}:{name}", name=row.name)


def parties(sources: Sources) -> list[dict[str, Any]]:
    """Return all parties in full, applicants first."""
    return [party(sources, one) for one in sources.parties]


def agents(sources: Sources, row: Party) -> list[Representative]:
    """Return who acts for a party on the day of the paper."""
    return [one for one in sources.representatives if one.party_id == row.id and one.replaced_at is None
            and authority.in_force(one, sources.on)]


def _agent(one: Representative) -> dict[str, str]:
    return {
        "name": one.name, "capacity": capacity_of(one), "authority": AUTHORITIES[one.authority],
        "phone": opened(one, "phone"),
    }  # fmt: skip


def names(sources: Sources, side: str) -> list[str]:
    """Return the names of one side."""
    return [one.name for one in sources.parties if one.side == side]
