"""The parties of a case with those who act for them and what speaks for each as the employer, as pages list them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from mediation import seals
from mediation.domain import authority, partyform
from mediation.models.chain import ChainSign, Representative
from mediation.models.party import Party

SEALED = ("id_number", "phone")
BY_LAW = ("legal_representative", "guardian")
"""Those who act without a power of attorney: the head of a firm, the guardian of a minor."""


@dataclass(frozen=True)
class SignLine:
    """One sign of the chain; `evidence_id` "" where nothing is on file."""

    id: str
    party_id: str
    kind: str
    speaks_for: bool
    words: str
    evidence_id: str
    noted_at: datetime


@dataclass(frozen=True)
class AgentLine:
    """One person who acts for a party; `masked` by column. `written`: the authority is on file."""

    id: str
    party_id: str
    name: str
    capacity: str
    office: str
    authority: str
    powers: tuple[str, ...]
    given_on: date | None
    until: date | None
    ended_on: date | None
    ended_why: str
    evidence_id: str
    document_id: str
    masked: tuple[tuple[str, str], ...]

    @property
    def written(self) -> bool:
        """Tell whether a written authority is on file; who acts by law needs none from the party."""
        return bool(self.evidence_id or self.document_id) or self.capacity in BY_LAW

    def may(self, power: str) -> bool:
        """Tell whether a power (`settle`, `sign`, …) is given: a general authority holds none that must be named."""
        if not self.written:
            return False
        return self.capacity in BY_LAW or power in self.powers

    def in_force(self, on: date) -> bool:
        """Tell whether the authority holds on a day."""
        return authority.in_force(self, on)


@dataclass(frozen=True)
class PartyLine:
    """One party with everything on file about it; numbers masked."""

    id: str
    side: str
    kind: str
    name: str
    values: dict[str, Any]
    masked: tuple[tuple[str, str], ...]
    agents: tuple[AgentLine, ...]
    signs: tuple[SignLine, ...]
    left_on: date | None
    left_why: str

    def age(self, on: date) -> int | None:
        """Give a person's age on a day."""
        return partyform.of_age(self.values["born"], on)

    def needs_guardian(self, on: date) -> bool:
        """Tell whether a minor has no guardian on file; from 16 on, living by own work, none is needed (民法典 18)."""
        age = self.age(on)
        there = any(one.capacity == "guardian" and one.in_force(on) for one in self.agents)
        return self.kind == "person" and age is not None and age < 18 and not there


VALUES = (
    "born", "address", "union_member", "migrant", "hardship", "credit_code", "industry", "has_union", "firm_key",
    "sex", "ethnic_group", "occupation", "legal_representative", "post", "chain_role", "contact_way", "contact_unsafe",
    "contact_note", "language", "interpreter", "adaptations", "colour", "short",
)  # fmt: skip


def parties(session: Session, case_id: str, *, left: bool = False) -> tuple[PartyLine, ...]:
    """Return the parties of a case the caller may show, applicants first; with `left` also those taken out."""
    query = select(Party).where(Party.case_id == case_id).order_by(col(Party.side), col(Party.position), col(Party.id))
    rows = [one for one in session.exec(query) if left or one.left_on is None]
    agents = session.exec(
        select(Representative)
        .where(Representative.case_id == case_id, col(Representative.replaced_at).is_(None))
        .order_by(col(Representative.noted_at))
    ).all()
    signs = session.exec(select(ChainSign).where(ChainSign.case_id == case_id).order_by(col(ChainSign.noted_at))).all()
    return tuple(
        PartyLine(
            one.id, one.side, one.kind, one.name, {name: getattr(one, name) for name in VALUES}, masked(one),
            tuple(agent_line(agent) for agent in agents if agent.party_id == one.id),
            tuple(sign_line(sign) for sign in signs if sign.party_id == one.id), one.left_on, one.left_why,
        )  # fmt: skip
        for one in rows
    )


def representatives_of(session: Session, party_id: str, on: date) -> list[AgentLine]:
    """Return who acts for a party on a day; `may("settle")` and `may("sign")` say what each may do."""
    query = select(Representative).where(
        Representative.party_id == party_id, col(Representative.replaced_at).is_(None)
    ).order_by(col(Representative.noted_at))
    return [line for one in session.exec(query) if (line := agent_line(one)).in_force(on)]


def agent_line(row: Representative) -> AgentLine:
    """Return one representative."""
    return AgentLine(
        id=row.id, party_id=row.party_id, name=row.name, capacity=row.capacity, office=row.office,
        authority=row.authority, powers=tuple(row.powers), given_on=row.given_on, until=row.until,
        ended_on=row.ended_on, ended_why=row.ended_why, evidence_id=row.evidence_id or "",
        document_id=row.document_id or "", masked=masked(row),
    )  # fmt: skip


def sign_line(row: ChainSign) -> SignLine:
    """Return one sign of the chain."""
    return SignLine(row.id, row.party_id, row.kind, row.speaks_for, row.words, row.evidence_id or "", row.noted_at)


def masked(row: Party | Representative) -> tuple[tuple[str, str], ...]:
    """Return the sealed numbers of a row that are on file, masked."""
    return tuple(
        (name, seals.mask(getattr(row, f"{name}_tail"), name)) for name in SEALED if getattr(row, f"{name}_tail")
    )
