"""Proof that papers of a case were handed to its parties, and what has still to be handed to whom."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain import serving
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.serving import Issued, Owed
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.consent import SERVICE_MODES, Service
from mediation.models.document import Document
from mediation.models.party import Party
from mediation.models.settlement import Settlement
from mediation.office import history
from mediation.office.casebook import facts_of
from mediation.office.consents import sides
from mediation.office.consents.answers import ACT
from mediation.office.evidence.lines import attached
from mediation.office.in_force import IN_FORCE

UNSERVED: Final = ("service_receipt", "file_cover", "file_contents", "closing_report", "proof_sheet")
"""Papers of the station's own, which nobody is served with."""


@dataclass(frozen=True)
class Handed:
    """How a paper was handed over: where, when, who took it and what they are to the party, or why it was refused."""

    document_id: str
    mode: str
    on: date
    place: str = ""
    receiver: str = ""
    relation: str = ""
    refused: bool = False
    note: str = ""
    evidence_id: str = ""


def served(session: Session, case_id: str, kind: str = "") -> list[Service]:
    """Return the proofs of service of a case, of one kind of paper or of all, in order; the caller sees the case."""
    query = select(Service).where(Service.case_id == case_id).order_by(col(Service.on), col(Service.noted_at))
    return list(session.exec(query.where(Service.kind == kind) if kind else query))


def servable(session: Session, case_id: str) -> list[Document]:
    """Return the issued papers of a case that may be served, the newest first."""
    query = select(Document).where(Document.case_id == case_id, col(Document.kind).not_in(UNSERVED))
    return list(session.exec(query.order_by(col(Document.issued_at).desc(), col(Document.id).desc())))


def owed(session: Session, case: Case) -> list[Owed]:
    """Return what must still be served on whom; an agreement once it is in force, a refusal to take it counts."""
    in_force = set(session.exec(select(Settlement.id).where(Settlement.case_id == case.id, IN_FORCE)))
    issued = [
        Issued(one.id, one.kind, one.about if one.kind == serving.RIGHTS else "")
        for one in servable(session, case.id)
        if one.kind != "agreement" or one.settlement_id in in_force
    ]
    done = {(one.party_id, one.document_id) for one in served(session, case.id) if one.document_id}
    parties = [(one.id, one.side) for one in sides.present(session, case.id)]
    return serving.owed(parties, issued, done, mediating=case.state == "open" and case.mediation == "open")


def note(session: Session, party_id: str, given: Handed, *, by: Reader, now: datetime) -> Service:
    """Note that an issued paper was handed to a party, or that it refused to take it. Also for a closed case: the
    notice of its end is served after it. Raises Refused with every fault.
    """
    scope = Scope(session, by)
    party = scope.get(Party, party_id)
    case = scope.get(Case, party.case_id)
    access.require(by, ACT, facts_of(session, case))
    given = _trimmed(given)
    document = next((one for one in servable(session, case.id) if one.id == given.document_id), None)
    if problems := _faults(given, document, party, now):
        raise Refused(problems)
    if document is None:
        raise Conflict(N_("所选的文书不在本案，请刷新页面查看。"))
    row = Service(
        station_id=case.station_id, case_id=case.id, party_id=party.id, kind=document.kind, document_id=document.id,
        mode=given.mode, place=given.place, on=given.on, receiver=given.receiver, relation=given.relation,
        refused=given.refused, note=given.note, evidence_id=attached(session, case.id, given.evidence_id, by),
        noted_at=now, noted_by=by.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    history.record(
        session, station_id=case.station_id, actor=by.id, act="service.note", subject=("party", party.id),
        case_id=case.id, now=now,
        fields={"kind": row.kind, "number": document.number, "service_mode": row.mode, "served_on": row.on,
                "service_taken": "refused" if row.refused else "taken"},
    )  # fmt: skip
    return row


def _trimmed(given: Handed) -> Handed:
    texts = {name: getattr(given, name).strip() for name in ("place", "receiver", "relation", "note")}
    return replace(given, **texts)


def _faults(given: Handed, document: Document | None, party: Party, now: datetime) -> list[Problem]:
    problems = []
    if document is None:
        problems.append(Problem(N_("请选择送达的文书"), "document_id"))
    elif document.kind == serving.RIGHTS and document.about != party.id:
        problems.append(Problem(N_("这份告知书写的是另一名当事人，请选择本人的"), "document_id"))
    if given.mode not in SERVICE_MODES:
        problems.append(Problem(N_("请选择送达方式"), "service_mode", given.mode[:20], ", ".join(SERVICE_MODES)))
    earliest = station_day(document.issued_at) if document else given.on
    if not earliest <= given.on <= station_day(now):
        text = N_("送达日期应在出具之日至今天")
        problems.append(Problem(text, "served_on", given.on.isoformat(), f"{earliest} – {station_day(now)}"))
    return [*problems, *_words(given, party)]


def _words(given: Handed, party: Party) -> Iterator[Problem]:
    """Yield what is missing of the words that prove a service, and what is too long."""
    if given.mode in ("in_person", "left_at_place") and not given.place:
        yield Problem(N_("请填写送达地点"), "place")
    if given.refused and not given.note:
        yield Problem(N_("拒收的，请写明理由、在场见证人和留置情况"), "service_note")
    if given.mode == "through_other" and not given.receiver:
        yield Problem(N_("请写明由谁代收"), "receiver")
    if given.receiver and given.receiver != party.name and not given.relation:
        yield Problem(N_("不是本人签收的，请写明与当事人的关系"), "relation")
    for name, most in (("place", 200), ("receiver", 80), ("relation", 40), ("note", 200)):
        if len(text := getattr(given, name)) > most:
            field = "service_note" if name == "note" else name
            yield Problem(N_("过长：%(length)d 个字"), field, "", f"≤ {most}", {"length": len(text)})
