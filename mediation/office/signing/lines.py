"""The state of every signer of an agreement, as pages and acts read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, select

from mediation.domain import signers
from mediation.models.party import Party
from mediation.models.settlement import Settlement
from mediation.models.signing import Signature
from mediation.models.station import Station
from mediation.office.group import agreed_on
from mediation.office.people import AgentLine, representatives_of
from mediation.office.signing.register import rows_of


@dataclass(frozen=True)
class SignerLine:
    """One signer. `by`: who signs for a firm or a represented side. `consented`: a worker's own answer stands instead.

    `code_until`: until when a code for the phone is open; `place`: the name of the signature box in the printed file.
    """

    id: str
    position: int
    role: str
    name: str
    side: str
    by: str
    state: str
    way: str
    signed_at: datetime | None
    refused_why: str
    code_until: datetime | None
    ways: tuple[str, ...]
    place: str
    agents: tuple[tuple[str, str], ...] = ()
    firm: bool = False
    consented: bool = False
    evidence_id: str = ""
    noted_by: str = ""

    @property
    def done(self) -> bool:
        """Tell whether nothing more is needed of this signer."""
        return self.state == signers.DONE


def state(
    session: Session, settlement_id: str, *, today: date | None = None, people: Mapping[str, str] | None = None
) -> list[SignerLine]:
    """Return the signers of an agreement with the state of each, in its order; none where there is no list yet.

    With `today`, those who may sign for each side are listed, too; `people` names who noted.
    """
    rows = rows_of(session, settlement_id)
    if not rows:
        return []
    row = session.get_one(Settlement, settlement_id)
    kind = session.get_one(Station, row.station_id).organisation_kind
    agreed = agreed_on(session, row)
    parties = {one.id: one for one in session.exec(select(Party).where(Party.case_id == row.case_id))}
    places = places_of(rows)
    return [
        _line(one, party, kind, places[one.id], agreed.get(one.worker_id or ""), _agents(session, party, today), people)
        for one, party in ((one, parties.get(one.party_id or "")) for one in rows)
    ]


def complete(session: Session, settlement_id: str) -> bool:
    """Tell whether everybody has signed whom the law wants to."""
    return signers.complete(one.state for one in state(session, settlement_id))


def may_act(agent: AgentLine) -> bool:
    """Tell whether somebody may sign a settlement for a party: a written authority that names settling (调仲法 24)."""
    return agent.may("settle")


def places_of(rows: list[Signature]) -> dict[str, str]:
    """Return the signature box of each signer in the printed file (templates/documents/agreement)."""
    found, parties, workers = {}, 0, 0
    for one in rows:
        if one.role in signers.PARTIES:
            found[one.id], parties = str(parties), parties + 1
        elif one.role == "group_worker":
            found[one.id], workers = f"w{workers}", workers + 1
        else:
            found[one.id] = {"mediator": "m0", "recorder": "r", "seal": "seal"}[one.role]
    return found


def _line(
    row: Signature, party: Party | None, kind: str, place: str, consented: datetime | None,
    agents: tuple[tuple[str, str], ...], people: Mapping[str, str] | None,
) -> SignerLine:  # fmt: skip
    firm = party is not None and party.kind in signers.FIRMS
    by = row.name if row.role == "representative" else party.legal_representative if party and firm else ""
    stands = consented is not None and row.state == "waiting"
    return SignerLine(
        id=row.id, position=row.position, role=row.role, name=party.name if party else row.name,
        side=party.side if party else "", by=by, state=signers.DONE if stands else row.state, way=row.way or "",
        signed_at=consented if stands else row.signed_at, refused_why=row.refused_why, code_until=row.code_until,
        ways=signers.ways(row.role, kind), place=place, agents=agents, firm=firm, consented=stands,
        evidence_id=row.evidence_id or "", noted_by=(people or {}).get(row.noted_by or "", ""),
    )  # fmt: skip


def _agents(session: Session, party: Party | None, today: date | None) -> tuple[tuple[str, str], ...]:
    if party is None or today is None:
        return ()
    return tuple((one.id, one.name) for one in representatives_of(session, party.id, today) if may_act(one))
