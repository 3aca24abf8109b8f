"""The parties of a case as their pages show them."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain import chain as chains
from mediation.domain.refusals import N_, Forbidden
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.chain import Representative
from mediation.models.document import Document
from mediation.models.party import Party
from mediation.models.supervision import CaseSplit
from mediation.office import casebook, cases, evidence
from mediation.office.casebook import facts_of
from mediation.office.evidence import EvidenceLine
from mediation.office.people import chain, correcting, keeping
from mediation.office.people.lines import AgentLine, PartyLine, agent_line, parties
from mediation.office.people.representatives import AUTHORITY_PAPER
from mediation.office.records import CaseHeader


@dataclass(frozen=True)
class Linked:
    """Another case this one is linked to. `how`: merged | split_to | split_from; `split_id` where it may be undone."""

    case_id: str
    number: str
    how: str
    split_id: str = ""


@dataclass(frozen=True)
class PeoplePage:
    """The parties of a case, what they point to, and what the user may do."""

    header: CaseHeader
    parties: tuple[PartyLine, ...]
    left: tuple[PartyLine, ...]
    reading: chains.Reading
    today: date
    channel: str
    external_number: str
    linked: tuple[Linked, ...]
    may_edit: bool
    may_split: bool
    may_unmask: bool
    proofs: tuple[EvidenceLine, ...] = ()
    papers: tuple[tuple[str, str], ...] = ()

    def name_of(self, party_id: str) -> str:
        """Give the name of a party."""
        return next((one.name for one in (*self.parties, *self.left) if one.id == party_id), "")


@dataclass(frozen=True)
class PartyPage:
    """One party as the form that corrects it begins; `seen` names the version."""

    header: CaseHeader
    line: PartyLine
    seen: str
    today: date


def of_case(session: Session, case_id: str, *, user: Reader, now: datetime) -> PeoplePage:
    """Return the parties of a case; raises NotFound for a case the user doesn't see."""
    scope = Scope(session, user)
    case = scope.get(Case, case_id)
    about = facts_of(session, case)
    book = casebook.open_book(session, case)
    every = parties(session, case.id, left=True)
    there = tuple(one for one in every if one.left_on is None)
    sees = access.sees(user, "wage_papers", about) and access.may(user, "evidence.read", about)
    return PeoplePage(
        header=cases.header(session, book, cases.names_of(session, case.station_id)), parties=there,
        left=tuple(one for one in every if one.left_on is not None), reading=chain.reading(there, case),
        today=station_day(now), channel=case.channel, external_number=case.external_number,
        linked=_linked(scope, case), may_edit=access.may(user, "party.edit", about) and case.merged_into is None,
        may_split=access.may(user, "case.split", about) and case.state == "open",
        may_unmask=access.may(user, "case.unmask", about),
        proofs=tuple(evidence.of_case(session, case.id, user)) if sees else (), papers=_papers(scope, case.id),
    )  # fmt: skip


def editable(session: Session, case_id: str, *, user: Reader, now: datetime) -> PeoplePage:
    """Return the parties of a case that the user may change; raises NotFound, Forbidden."""
    page = of_case(session, case_id, user=user, now=now)
    if not page.may_edit:
        raise Forbidden(N_("您的窗口不主办此案，或者本案已并入别的案件，不能更改当事人。"))
    return page


def of_party(session: Session, party_id: str, *, user: Reader, now: datetime) -> PartyPage:
    """Return one party to be corrected; raises NotFound, Forbidden."""
    party = Scope(session, user).get(Party, party_id)
    page = editable(session, party.case_id, user=user, now=now)
    line = next(one for one in (*page.parties, *page.left) if one.id == party.id)
    return PartyPage(page.header, line, keeping.seal_of(party), page.today)


def of_agent(
    session: Session, representative_id: str, *, user: Reader, now: datetime
) -> tuple[PeoplePage, AgentLine]:
    """Return who acts for a party, with the page of the case; raises NotFound, Forbidden."""
    row = Scope(session, user).get(Representative, representative_id)
    return editable(session, row.case_id, user=user, now=now), agent_line(row)


@dataclass(frozen=True)
class AgentPage:
    """Who acts for a party, to be corrected; `seen` names the version, `former` what the entry said before."""

    page: PeoplePage
    line: PartyLine
    agent: AgentLine
    seen: str
    former: tuple[tuple[datetime, AgentLine], ...]


def correctable(session: Session, representative_id: str, *, user: Reader, now: datetime) -> AgentPage:
    """Return who acts for a party with the versions of the entry; raises NotFound, Forbidden."""
    page, agent = of_agent(session, representative_id, user=user, now=now)
    row = session.get_one(Representative, representative_id)
    line = next(one for one in (*page.parties, *page.left) if one.id == row.party_id)
    rows = correcting.former(session, row.id, user=user)
    former = tuple((one.replaced_at, agent_line(one)) for one in rows if one.replaced_at is not None)
    return AgentPage(page, line, agent, correcting.seal_of(row), former)


def _linked(scope: Scope, case: Case) -> tuple[Linked, ...]:
    """Return the cases merged into this one, split off from it, and the one it was split off from."""
    session = scope.session
    merged = scope.select(Case).where(Case.merged_into == case.id).order_by(col(Case.received_at))
    found = [Linked(one.id, one.number, "merged") for one in session.exec(merged)]
    splits = select(CaseSplit).where(
        sa.or_(col(CaseSplit.case_id) == case.id, col(CaseSplit.new_id) == case.id), col(CaseSplit.undone_at).is_(None)
    )
    for split in session.exec(splits.order_by(col(CaseSplit.at))):
        other = split.new_id if split.case_id == case.id else split.case_id
        seen = session.exec(scope.select(Case).where(Case.id == other)).first()
        if seen is not None and seen.merged_into != case.id:
            how = "split_to" if split.case_id == case.id else "split_from"
            found.append(Linked(seen.id, seen.number, how, split.id))
    return tuple(found)


def _papers(scope: Scope, case_id: str) -> tuple[tuple[str, str], ...]:
    """Return the powers of attorney issued in a case, id and number."""
    query = scope.select(Document).where(Document.case_id == case_id, Document.kind == AUTHORITY_PAPER)
    return tuple((one.id, one.number) for one in scope.session.exec(query.order_by(col(Document.issued_at).desc())))
