"""The chain of employers of a case: roles and signs kept in one form, and what they point to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain import chain
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.models.case import Case
from mediation.models.chain import SIGNS, ChainSign
from mediation.models.party import CHAIN_ROLES, Party
from mediation.office import evidence, history
from mediation.office.casebook import facts_of
from mediation.office.people import keeping
from mediation.office.people.lines import PartyLine

BUILDING: Final = "建筑"
LONGEST: Final = 300
MOST_SIGNS: Final = 60


@dataclass(frozen=True)
class NewSign:
    """One sign as the form holds it."""

    kind: str
    speaks_for: bool = True
    words: str = ""
    evidence_id: str = ""


@dataclass(frozen=True)
class Row:
    """One firm in the form: its role, a sign to be added, signs to be taken away."""

    party_id: str
    role: str
    sign: NewSign | None = None
    drop: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Fresh:
    """A firm to be added to the chain."""

    name: str
    role: str
    credit_code: str = ""


def reading(parties: Sequence[PartyLine], case: Case) -> chain.Reading:
    """Return what the signs of a case point to."""
    firms = [firm_of(one) for one in respondents(parties)]
    building = any(BUILDING in (one.values["industry"] or "") for one in parties)
    return chain.read(firms, chain.Ground(construction=building, closed=bool(case.employer_absconded)))


def respondents(parties: Sequence[PartyLine]) -> list[PartyLine]:
    """Return the firms and people of the chain that are still parties."""
    return [one for one in parties if one.side == "respondent" and one.left_on is None]


def firm_of(one: PartyLine) -> chain.Firm:
    """Return a respondent as the chain reads it."""
    signs = tuple(chain.Sign(sign.kind, sign.speaks_for, bool(sign.evidence_id)) for sign in one.signs)
    return chain.Firm(one.id, one.name, one.values["chain_role"] or "", signs)


def save(
    session: Session, case_id: str, rows: Sequence[Row], fresh: Fresh | None = None, *, by: Reader, now: datetime
) -> Case:
    """Store the chain as the form holds it; a new firm becomes a respondent and the case is routed again.

    Raises Refused with every fault, beside its row: `firms[1].evidence_id`.
    """
    scope = Scope(session, by)
    case = scope.get(Case, case_id)
    access.require(by, "party.edit", facts_of(session, case))
    if case.merged_into is not None:
        raise Conflict(N_("本案已并入别的案件，请在该案办理。"))
    there = select(Party).where(Party.case_id == case.id, Party.side == "respondent", col(Party.left_on).is_(None))
    parties = {one.id: one for one in session.exec(there)}
    _check(session, case, parties, rows, by)
    for row in rows:
        party = parties[row.party_id]
        _role(session, party, row.role, by, now)
        _drop(session, scope, party, row.drop, by, now)
        if row.sign is not None:
            _sign(session, party, row.sign, by, now)
    if fresh is not None:
        data = {"kind": "employer", "name": fresh.name, "chain_role": fresh.role or None}
        data |= {"credit_code": fresh.credit_code} if fresh.credit_code else {}
        try:
            keeping.add(session, case.id, "respondent", data, by=by, now=now)
        except Refused as refused:
            if not any(one.field for one in refused.problems):
                raise
            raise Refused([_in_new_row(one) for one in refused.problems]) from refused
    return case


def _in_new_row(one: Problem) -> Problem:
    return Problem(one.message, f"fresh.{one.field}", one.value, one.allowed, one.params)


def _check(session: Session, case: Case, parties: Mapping[str, Party], rows: Sequence[Row], by: Reader) -> None:
    problems: list[Problem] = []
    for nth, row in enumerate(rows):
        if row.party_id not in parties:
            raise Conflict(N_("有的单位已经退出本案，请刷新页面查看。"))
        if row.role and row.role not in CHAIN_ROLES:
            problems.append(Problem(N_("没有这个选项"), f"firms[{nth}].chain_role", row.role[:20]))
        sign = row.sign
        if sign is None:
            continue
        if sign.kind not in SIGNS:
            problems.append(Problem(N_("请选择线索的种类"), f"firms[{nth}].sign_kind", sign.kind[:20]))
        if len(sign.words) > LONGEST or not sign.words.isprintable():
            problems.append(Problem(N_("过长或者含有不能使用的字符"), f"firms[{nth}].words", sign.words[:40], "≤ 300"))
        try:
            evidence.attached(session, case.id, sign.evidence_id, by, f"firms[{nth}].evidence_id")
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)


def _role(session: Session, party: Party, role: str, by: Reader, now: datetime) -> None:
    if (party.chain_role or "") == role:
        return
    before, party.chain_role = party.chain_role or "", role or None
    session.add(party)
    keeping.record(session, party, "chain.role", {"chain_role": f"{before} → {role}" if before else role}, by, now)


def _drop(
    session: Session, scope: Scope, party: Party, ids: frozenset[str], by: Reader, now: datetime
) -> None:
    """Take away signs noted by mistake; the history keeps what they said they were."""
    wanted = scope.select(ChainSign).where(col(ChainSign.party_id) == party.id, col(ChainSign.id).in_(sorted(ids)))
    for row in session.exec(wanted).all() if ids else ():
        fields = {"sign_kind": row.kind, "speaks": _speaks(row.speaks_for)}
        session.delete(row)
        _record(session, party, row.id, "chain.unsign", fields, by, now)


def _sign(session: Session, party: Party, sign: NewSign, by: Reader, now: datetime) -> None:
    held = session.exec(select(ChainSign.id).where(ChainSign.case_id == party.case_id)).all()
    if len(held) >= MOST_SIGNS:
        raise Refused(N_("一案最多登记 60 条线索"))
    row = ChainSign(
        station_id=party.station_id, case_id=party.case_id, party_id=party.id, kind=sign.kind,
        speaks_for=sign.speaks_for, words=" ".join(sign.words.split()), evidence_id=sign.evidence_id or None,
        noted_at=now, noted_by=by.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    fields = {"sign_kind": row.kind, "speaks": _speaks(row.speaks_for)}
    _record(session, party, row.id, "chain.sign", fields, by, now)


def _speaks(speaks_for: bool) -> str:
    return "for" if speaks_for else "against"


def _record(
    session: Session, party: Party, row_id: str, act: str, fields: dict[str, Any], by: Reader, now: datetime
) -> None:
    history.record(
        session, station_id=party.station_id, actor=by.id, act=act, subject=("chain_sign", row_id),
        case_id=party.case_id, fields=fields, now=now,
    )  # fmt: skip
