"""Experts as pages show them: the calls on a case, a lawyer's invitations, the station's list."""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from mediation import access, seals
from mediation.access import Reader, Scope
from mediation.models.case import Case
from mediation.models.docket import ConflictCheck
from mediation.models.expert import Expert, ExpertCall
from mediation.models.roster import Firm, Lawyer
from mediation.models.station import Station
from mediation.office import conflicts_clients, conflicts_names, docket, experts
from mediation.office.casebook import facts_of
from mediation.office.conflicts_lawyers import find_lawyer
from mediation.office.parties import short_names
from mediation.office.records.experts import CallRecord, ExpertRow, ExpertsPage, InvitationRow

SHOWN_AFTER: Final = timedelta(days=1)
"""How long after its time an invitation still stands on a lawyer's page."""


def page(session: Session, case_id: str, *, user: Reader) -> ExpertsPage:
    """Return the calls on a case the user may see, and whom else may be called."""
    scope = Scope(session, user)
    case = scope.get(Case, case_id)
    access.require(user, "case.read", facts_of(session, case))
    may = access.may(user, "expert.call", facts_of(session, case)) and case.state == "open"
    lawyers = session.exec(
        scope.select(Lawyer).where(Lawyer.station_id == case.station_id, col(Lawyer.active)).order_by(col(Lawyer.name))
    ).all()
    firms = {one.id: one.name for one in session.exec(scope.select(Firm).where(Firm.station_id == case.station_id))}
    listed = scope.select(Expert).where(Expert.station_id == case.station_id).order_by(col(Expert.name))
    people = session.exec(listed).all()
    return ExpertsPage(
        case.id, case.number, session.get_one(Station, case.station_id).name, short_names(session, [case.id])[case.id],
        _calls(scope, case, {one.id: one for one in lawyers}, firms, may),
        tuple((f"lawyer:{one.id}", f"{one.name}（{firms[one.firm_id]}）") for one in lawyers if one.user_id != user.id),
        tuple((one.id, one.expertise, one.name, one.organisation) for one in people if one.active), may,
    )  # fmt: skip


def _calls(
    scope: Scope, case: Case, lawyers: dict[str, Lawyer], firms: dict[str, str], may: bool
) -> tuple[CallRecord, ...]:
    session = scope.session
    rows = session.exec(
        scope.select(ExpertCall).where(ExpertCall.case_id == case.id).order_by(col(ExpertCall.at).desc())
    ).all()
    people = docket.names_of_people(session, {row.asked_by for row in rows})
    made = []
    for row in rows:
        lawyer = lawyers.get(row.lawyer_id or "") or (session.get(Lawyer, row.lawyer_id) if row.lawyer_id else None)
        expert = session.get(Expert, row.expert_id) if row.expert_id else None
        name, of = (lawyer.name, firms.get(lawyer.firm_id, "")) if lawyer else ("", "")
        name, of = (expert.name, expert.organisation) if expert else (name, of)
        made.append(
            CallRecord(
                row.id, name, of, row.expertise, row.question, row.at, _address(row), row.state,
                people.get(row.asked_by, ""), row.notes, told=bool(lawyer and lawyer.user_id),
                may_mark=experts.may_mark(session, row) if may else (),
            )  # fmt: skip
        )
    return tuple(made)


def invitations(session: Session, *, user: Reader, now: datetime) -> tuple[InvitationRow, ...]:
    """Return the calls a lawyer has to answer or keep: names only, until the lawyer has found no conflict."""
    lawyer = find_lawyer(session, user)
    if lawyer is None:
        return ()
    with access.as_house(session, "name a case to a lawyer who is called into it, and nothing else of it"):
        rows = session.exec(
            select(ExpertCall, Case)
            .join(Case, col(Case.id) == col(ExpertCall.case_id))
            .where(
                ExpertCall.lawyer_id == lawyer.id, col(ExpertCall.state).in_(("asked", "accepted")),
                col(ExpertCall.at) > now - SHOWN_AFTER, Case.state == "open",
            )
            .order_by(col(ExpertCall.at), col(ExpertCall.id))
        ).all()  # fmt: skip
        names = conflicts_names.names_of_many(session, [case.id for _, case in rows])
        listed = conflicts_clients.list_of(session, lawyer)
    checks = select(ConflictCheck.case_id, ConflictCheck.answer).where(ConflictCheck.lawyer_id == lawyer.id)
    answers = dict(session.exec(checks).all())
    seen = {one.id for one in session.exec(Scope(session, user).select(Case).where(col(Case.id).in_(names)))}
    return tuple(
        InvitationRow(
            row.id, case.number, row.at, row.state, case_id=case.id, question=row.question, address=_address(row)
        )
        if case.id in seen
        else InvitationRow(
            row.id, case.number, row.at, "unsure" if answers.get(case.id) == "unsure" else "asked", names[case.id],
            conflicts_clients.matched(listed, names[case.id]),
        )  # fmt: skip
        for row, case in rows
    )


def listing(session: Session, station_id: str, *, user: Reader) -> tuple[ExpertRow, ...]:
    """Return the station's list, active ones first."""
    query = Scope(session, user).select(Expert).where(Expert.station_id == station_id)
    rows = session.exec(query.order_by(col(Expert.active).desc(), col(Expert.expertise), col(Expert.name))).all()
    return tuple(ExpertRow(one.id, one.name, one.expertise, one.organisation, one.contact, one.active) for one in rows)


def _address(row: ExpertCall) -> str:
    return seals.open(row.address_sealed, table="expert_call", column="address", row=row.id)
