"""Take one case apart into two, and undo it: a second case for some of the parties or claims, both routed again.

A party that goes leaves the first case (its row stays there) and is written anew in the second, with who acts for it,
what speaks for it and what it said to mediation. A side of which nobody was chosen stands in both. Claims go over with
their workings. Evidence, sittings and papers stay in the first case, which the second links to.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, col, select

from mediation import access, seals
from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.base import new_id
from mediation.models.case import Case
from mediation.models.chain import ChainSign, Representative
from mediation.models.claim import Claim
from mediation.models.claim_sheet import ClaimSheet
from mediation.models.clock_entry import ClockEntry
from mediation.models.consent import Consent
from mediation.models.group import GroupWorker
from mediation.models.party import SIDES, Party
from mediation.models.settlement import Settlement
from mediation.models.station import Station
from mediation.models.supervision import CaseSplit, DuplicatePair
from mediation.office import casebook, duplicates, duplicates_settle, history
from mediation.office.book import Book
from mediation.office.casebook import facts_of
from mediation.office.consents import sides
from mediation.office.people import keeping

GOES: Final = ("stay", "move", "both")
COPIED: Final = (
    "station_id", "received_at", "received_on", "channel", "summary", "hired_on", "ended_on", "relation",
    "written_contract", "union_told", "threat", "gathering", "stoppage", "violence", "employer_absconded",
    "payment_order_ignored", "willing_applicant", "willing_respondent", "willing_on", "accepted_on", "unsafe_withdrawn",
)  # fmt: skip
LEFT: Final = "分案至 %s"
SEALED: Final = ("id_number", "phone")


def split(
    session: Session, case_id: str, *, parties: frozenset[str], claims: Mapping[str, str], reason: str, by: Reader,
    now: datetime,
) -> Case:  # fmt: skip
    """Split a case; `parties` go over, `claims` says of each claim stay, move or both. Return the new case.

    Raises Refused where a side or a case would be left empty, Conflict for a case that is closed or has an agreement.
    """
    case = _open(session, case_id, by)
    book = casebook.open_book(session, case)
    reason = _checked(session, book, parties, claims, reason)
    new = _new_case(session, case, by, now)
    moved: dict[str, Any] = {
        **_parties(session, book.parties, parties, new, now), **_claims(session, book.claims, claims, new)
    }
    moved["workers_left"] = _off_the_list(session, moved["left"], new)
    _clocks(session, case, new, moved["copied"])
    before = case.workers
    gone = sum(one.side == "applicant" and one.id in moved["left"] for one in book.parties)
    new.workers = gone or case.workers
    case.workers = max(1, case.workers - gone)
    session.add_all([case, new])
    row = CaseSplit(
        station_id=case.station_id, case_id=case.id, new_id=new.id, at=now, by=by.id, reason=reason,
        moved={**moved, "workers": before},
    )  # fmt: skip
    session.add(row)
    session.flush()
    _apart(session, case, new, by, now)
    counts = {"parties_moved": len(moved["left"]), "claims_moved": len(moved["claims"]), "reason": reason}
    _record(session, "case.split", case, {"number": new.number, **counts}, by, now)
    _record(session, "case.split_off", new, {"number": case.number, **counts}, by, now)
    keeping.reroute(session, case, by, now)
    keeping.reroute(session, new, by, now)
    return new


def undo(session: Session, split_id: str, *, by: Reader, now: datetime) -> Case:
    """Take a split back while both cases are open and nobody has worked on the new one; return the first case.

    The new case is closed as merged into the first, which gets its parties and claims back.
    """
    row = session.exec(
        Scope(session, by).select(CaseSplit).where(col(CaseSplit.id) == split_id[:64]).with_for_update()
    ).first()
    if row is None:
        raise NotFound(N_("找不到该内容。"))
    if row.undone_at is not None:
        raise Conflict(N_("这次分案已经撤销，请刷新页面查看。"))
    case, new = _open(session, row.case_id, by), _open(session, row.new_id, by)
    if not untouched(row, new):
        raise Conflict(N_("分出的案件已有办理记录，不能撤销分案；需要合并的，请在该案中处理。"))
    for party in session.exec(select(Party).where(col(Party.id).in_(row.moved["left"]))).all():
        keeping.come_back(party)
        session.add(party)
    for worker in session.exec(select(GroupWorker).where(col(GroupWorker.id).in_(row.moved["workers_left"]))).all():
        worker.state, worker.left_why = row.moved["workers_left"][worker.id], ""
        session.add(worker)
    for claim in session.exec(select(Claim).where(col(Claim.id).in_(row.moved["claims"]))).all():
        _hand_over(session, claim, case)
    case.workers = row.moved["workers"]
    duplicates_settle.shut(session, new, now)
    new.state, new.merged_into = "closed", case.id
    new.closed_at, new.closed_on, new.closed_by = now, station_day(now), by.id
    row.undone_at, row.undone_by = now, by.id
    session.add_all([case, new, row])
    session.flush()
    _record(session, "case.unsplit", case, {"number": new.number}, by, now)
    _record(session, "case.split_ended", new, {"number": case.number}, by, now)
    keeping.reroute(session, case, by, now)
    return case


def untouched(row: CaseSplit, new: Case) -> bool:
    """Tell whether nobody has written into the new case since it was split off."""
    return new.last_entry_at is None or new.last_entry_at <= row.at


def _open(session: Session, case_id: str, by: Reader) -> Case:
    scope = Scope(session, by)
    query = scope.select(Case).where(col(Case.id) == case_id[:64]).with_for_update()
    case = session.exec(query.execution_options(populate_existing=True)).first() or scope.get(Case, case_id)
    access.require(by, "case.split", facts_of(session, case))
    if case.state != "open":
        raise Conflict(N_("本案或者分出的案件已结案，不能分案或者撤销分案。"))
    return case


def _checked(
    session: Session, book: Book, parties: frozenset[str], claims: Mapping[str, str], reason: str
) -> str:
    """Return the reason, trimmed. Raises Refused with the faults, Conflict where an agreement was issued."""
    reason = reason.strip()
    problems = _faults(book.parties, book.claims, parties, claims)
    if not reason or len(reason) > 300:
        problems.append(Problem(N_("请写明分案的理由（不超过 300 字）"), "reason", reason[:40]))
    if problems:
        raise Refused(problems)
    issued = select(Settlement.id).where(Settlement.case_id == book.case.id, Settlement.state == "issued")
    if session.exec(issued).first():
        raise Conflict(N_("本案已出具调解协议，不能分案。"))
    return reason


def _faults(
    rows: list[Party], held: list[Claim], parties: frozenset[str], claims: Mapping[str, str]
) -> list[Problem]:
    found: list[Problem] = []
    if parties - {one.id for one in rows} or set(claims) - {one.id for one in held}:
        raise Conflict(N_("打开页面之后当事人或者请求有变动，请刷新页面后再选择。"))
    for side in SIDES:
        ids = {one.id for one in rows if one.side == side}
        if ids and ids <= parties:
            found.append(Problem(N_("每一方至少要留一名在本案；两案都有的，一名也不要选"), f"parties_{side}"))
    goes = [claims.get(one.id, "stay") for one in held]
    if set(goes) - set(GOES):
        found.append(Problem(N_("没有这个选项"), "claims"))
    elif all(one == "move" for one in goes):
        found.append(Problem(N_("本案至少要留一项请求"), "claims"))
    elif all(one == "stay" for one in goes):
        found.append(Problem(N_("请选择分到新案的请求，至少一项"), "claims"))
    return found


def _new_case(session: Session, case: Case, by: Reader, now: datetime) -> Case:
    station = session.get_one(Station, case.station_id)
    year = case.received_on.year
    number = f"{station.code}-{year}-{casebook.next_number(session, station, year):04d}"
    facts = {name: getattr(case, name) for name in COPIED}
    for side, said in sides.answers(session, case.id).items():
        if said is not None:  # they spoke for themselves: what those who go over said goes with them, nothing else
            facts[f"willing_{side}"] = None
    new = Case(
        number=number, workers=1, logged_by=by.id, decided_at=now, split_from=case.id,
        **facts,
    )  # fmt: skip
    session.add(new)
    session.flush()
    return new


def _parties(
    session: Session, rows: list[Party], chosen: frozenset[str], new: Case, now: datetime
) -> dict[str, Any]:
    """Write the parties of the new case; those chosen leave the old one. Return what left and what was written."""
    left, copies = [], {}
    for one in rows:
        both = not any(other.side == one.side and other.id in chosen for other in rows)
        if not both and one.id not in chosen:
            continue
        copy = _copied(one, case_id=new.id)
        session.add(copy)
        session.flush()
        copies[one.id] = copy.id
        for model in (Representative, ChainSign, Consent):
            for tied in session.exec(select(model).where(model.party_id == one.id)).all():
                if getattr(tied, "replaced_at", None) is not None:
                    continue  # a former version stays with what it was in
                session.add(_copied(tied, case_id=new.id, party_id=copy.id))
        if not both:
            keeping.leave(one, station_day(now), LEFT % new.number)
            session.add(one)
            left.append(one.id)
    return {"left": left, "parties": copies}


def _copied(row: Any, **given: Any) -> Any:
    """Return a copy of a row under a new id, its sealed numbers sealed for their new place."""
    values = {name: value for name, value in row.model_dump().items() if name != "id"} | given | {"id": new_id()}
    table = str(row.__tablename__)
    for name in SEALED:
        if values.get(f"{name}_sealed"):
            text = seals.open(values[f"{name}_sealed"], table=table, column=name, row=row.id)
            values[f"{name}_sealed"] = seals.seal(text, table=table, column=name, row=values["id"])
    return type(row)(**values)


def _claims(session: Session, rows: list[Claim], claims: Mapping[str, str], new: Case) -> dict[str, Any]:
    moved, copied = [], {}
    for one in rows:
        goes = claims.get(one.id, "stay")
        if goes == "move":
            _hand_over(session, one, new)
            moved.append(one.id)
        elif goes == "both":
            copy = Claim(
                station_id=new.station_id, case_id=new.id, position=one.position, kind=one.kind, known_on=one.known_on,
                accident_on=one.accident_on, diagnosed_on=one.diagnosed_on,
            )  # fmt: skip
            session.add(copy)
            copied[one.id] = copy.id
    session.flush()
    return {"claims": moved, "copied": copied}


def _hand_over(session: Session, claim: Claim, to: Case) -> None:
    """Let a claim with its workings be one of another case."""
    claim.case_id = to.id
    session.add(claim)
    for sheet in session.exec(select(ClaimSheet).where(ClaimSheet.claim_id == claim.id)).all():
        sheet.case_id = to.id
        session.add(sheet)


def _off_the_list(session: Session, left: list[str], new: Case) -> dict[str, str]:
    """Take the parties that went off the table of workers; return the state each had there."""
    states: dict[str, str] = {}
    for one in session.exec(select(GroupWorker).where(col(GroupWorker.party_id).in_(left))).all() if left else ():
        states[one.id], one.state, one.left_why = one.state, "left", LEFT % new.number
        session.add(one)
    return states


def _clocks(session: Session, case: Case, new: Case, claims: Mapping[str, str]) -> None:
    """Let what people recorded of the clocks hold in both cases: no date moves because a case was split."""
    kept = select(ClockEntry).where(ClockEntry.case_id == case.id, col(ClockEntry.withdrawn_at).is_(None))
    ids = dict(claims)
    for one in sorted(session.exec(kept), key=lambda entry: entry.about is not None):
        copy = _copied(one, case_id=new.id, about=ids.get(one.about or "", one.about))
        ids[one.id] = copy.id
        session.add(copy)
    session.flush()


def _apart(session: Session, case: Case, new: Case, by: Reader, now: datetime) -> None:
    """Note that the two are two, so that the night doesn't put them side by side."""
    values = duplicates.pair_values(case.station_id, new.id, case.id, (), now)
    settled = {"state": "different", "settled_at": now, "settled_by": by.id}
    session.add(DuplicatePair(**{**values, **settled}))


def _record(session: Session, act: str, case: Case, fields: dict[str, Any], by: Reader, now: datetime) -> None:
    history.record(
        session, station_id=case.station_id, actor=by.id, act=act, subject=("case", case.id), fields=fields, now=now
    )
