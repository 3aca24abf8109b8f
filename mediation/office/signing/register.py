"""The list of signers of an issued agreement: written when it is issued, in the order of its signature boxes."""

from __future__ import annotations

from sqlmodel import Session, col, select

from mediation.domain import signers
from mediation.domain.terms import Terms
from mediation.models.settlement import Settlement
from mediation.models.signing import Signature
from mediation.models.station import Station
from mediation.models.user import Membership, User
from mediation.office.book import Book


def register(session: Session, row: Settlement, book: Book, terms: Terms, station: Station) -> None:
    """Write the list of signers of an agreement; each waits."""
    parties = [(one.id, one.name) for one in book.parties if one.left_on is None]
    workers = [one.name for one in terms.group]
    wanted = signers.needed(
        parties, workers, mediator=terms.mediator, recorder=terms.recorder, organisation=station.organisation_name
    )
    people = _people(session, station.id)
    for position, one in enumerate(wanted):
        user = people.get(one.name) if one.role in ("mediator", "recorder") else None
        worker = terms.group[one.nth].worker or None if one.nth is not None else None
        session.add(
            Signature(
                station_id=row.station_id, case_id=row.case_id, settlement_id=row.id, position=position, role=one.role,
                party_id=one.party_id, worker_id=worker, user_id=user, name=one.name,
            )  # fmt: skip
        )
    session.flush()


def rows_of(session: Session, settlement_id: str, *, locked: bool = False) -> list[Signature]:
    """Return the list of signers, in its order; `locked` until the end of the transaction."""
    query = select(Signature).where(Signature.settlement_id == settlement_id).order_by(col(Signature.position))
    return list(session.exec(query.with_for_update() if locked else query))


def _people(session: Session, station_id: str) -> dict[str, str]:
    """Return the station's people by the name they sign with; a name that two of them bear is nobody's."""
    query = (
        select(User.id, User.display_name)
        .join(Membership, col(Membership.user_id) == col(User.id))
        .where(Membership.station_id == station_id, col(User.active).is_(True))
    )
    found: dict[str, list[str]] = {}
    for user_id, name in session.exec(query):
        found.setdefault(name or "", []).append(user_id)
    return {name: ids[0] for name, ids in found.items() if name and len(ids) == 1}
