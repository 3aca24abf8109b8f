"""Hand referrals to other people in one act, spread evenly, with a reason; take it back within ten minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col

from mediation import access
from mediation.access import Facts, Reader, Scope
from mediation.domain.refusals import N_, Conflict, NotFound, Problem, Refused
from mediation.models.case import Case
from mediation.models.referral import ALIVE, Referral
from mediation.models.supervision import Reassignment
from mediation.models.user import User
from mediation.office import history, notices, supervision_staff
from mediation.office.records.supervision import ReassignmentRow
from mediation.office.supervision_staff import serves

UNDO: Final = timedelta(minutes=10)
MOST: Final = 200
PEOPLE: Final = 2
REASON_LENGTH: Final = 300


@dataclass(frozen=True)
class Undone:
    """What an undo did: how many referrals went back, and the numbers of the cases that had changed since."""

    count: int
    kept: tuple[str, ...]


def reassign(
    session: Session, referral_ids: Iterable[str], people: Iterable[str], *, reason: str, by: Reader, now: datetime
) -> Reassignment:
    """Spread referrals evenly over one or two people of their desks and tell these; one history line a referral.

    Raises Refused with everything that is wrong with the choice, NotFound for a referral the user doesn't see,
    Conflict when one is no longer in hand.
    """
    scope = Scope(session, by)
    ids, chosen = list(dict.fromkeys(referral_ids)), list(dict.fromkeys(people))
    _check(ids, chosen, reason)
    found = _locked(scope, ids)
    station_id = found[0].station_id
    for one in found:
        access.require(by, "referral.reassign", Facts(station_id=one.station_id))
    cases = _cases(scope, found)
    _check_alive(found, cases)
    if any(one.station_id != station_id for one in found):
        raise Refused(Problem(N_("一次只能改派同一工作站的案件"), "referrals"))
    given = deal(found, _chosen(scope, chosen, station_id))
    moved = [one for one in found if given[one.id] != _whose(one)]
    if not moved:
        raise Refused(Problem(N_("所选案件已由所选人员承办，无须改派"), "people"))
    row = Reassignment(
        station_id=station_id, at=now, by=by.id, reason=reason.strip(), undo_until=now + UNDO,
        moves=[_move(one, given[one.id]) for one in moved],
    )  # fmt: skip
    session.add(row)
    names = supervision_staff.names(scope)
    for one in moved:
        before, one.assigned_to = _whose(one), given[one.id]
        session.add(one)
        fields = {"from": names.get(before or "", ""), "to": names[given[one.id]], "reason": row.reason}
        _record(session, one, "referral.reassign", fields, by, now)
    _tell(session, row, N_("%(name)s改派给您 %(count)d 件案件：%(reason)s"), "to", by, now)
    return row


def _tell(session: Session, row: Reassignment, message: str, whom: str, by: Reader, now: datetime) -> None:
    """Tell each person once how many referrals came; `message` has name, count and reason."""
    who = supervision_staff.names(Scope(session, by), [by.id]).get(by.id, "")
    for person in sorted({move[whom] for move in row.moves if move[whom] and move[whom] != by.id}):
        count = sum(move[whom] == person for move in row.moves)
        user = session.get_one(User, person)
        notices.tell(
            session, station_id=row.station_id, people=[person], kind="referral", key=f"reassigned:{whom}:{row.id}",
            message=message, params={"name": who, "count": count, "reason": row.reason},
            target="/inbox?mine=1" if user.desk else "/cases?mine=1", now=now,
        )  # fmt: skip


def deal(referrals: Sequence[Referral], people: Sequence[User]) -> dict[str, str]:
    """Return whom each referral goes to: nobody gets more than one above another who could take it.

    Referrals that few can take are dealt first; who has one already keeps it where that leaves the shares even.
    Raises Refused where none of the people serves a referral's desk.
    """
    able = {one.id: [person.id for person in people if serves(person, one.desk)] for one in referrals}
    orphaned = sorted({one.desk for one in referrals if not able[one.id]})
    if orphaned:
        raise Refused(
            [Problem(N_("所选人员都不能承办这个窗口的案件，请另选该窗口的人员"), "people", desk) for desk in orphaned]
        )
    shares = {person.id: 0 for person in people}
    dealt: dict[str, str] = {}
    for one in sorted(referrals, key=lambda row: (len(able[row.id]), _whose(row) not in able[row.id], row.accept_by)):
        taker = min(able[one.id], key=lambda person: (shares[person], person != _whose(one)))
        dealt[one.id] = taker
        shares[taker] += 1
    return dealt


def undo(session: Session, reassignment_id: str, *, by: Reader, now: datetime) -> Undone:
    """Give the referrals back to whom they came from; those accepted, closed or handed on since stay and are named.

    Raises Conflict after ten minutes, when it was undone already, or when every referral has changed since.
    """
    scope = Scope(session, by)
    row = session.exec(
        scope.select(Reassignment).where(col(Reassignment.id) == reassignment_id).with_for_update()
    ).first()
    if row is None:
        raise NotFound(N_("找不到该内容。"))
    access.require(by, "referral.reassign", Facts(station_id=row.station_id))
    if row.undone_at is not None:
        raise Conflict(N_("这次改派已经撤销。"))
    if now > row.undo_until:
        raise Conflict(N_("改派已超过十分钟，不能撤销；需要时请重新改派。"))
    found = {one.id: one for one in _locked(scope, [move["referral"] for move in row.moves])}
    back = [move for move in row.moves if _unchanged(found[move["referral"]], move)]
    stayed = [found[move["referral"]] for move in row.moves if move not in back]
    if not back:
        raise Conflict(N_("这些案件在改派后都已有新的办理，不能撤销。"))
    names = supervision_staff.names(scope)
    for move in back:
        one = found[move["referral"]]
        one.assigned_to = move["assigned"]
        session.add(one)
        fields = {"from": names.get(move["to"], ""), "to": names.get(move["from"] or "", "")}
        _record(session, one, "referral.reassign_undone", fields, by, now)
    row.undone_at, row.undone_by = now, by.id
    session.add(row)
    _tell_back(session, row, back, by, now)
    numbers = _cases(scope, stayed)
    return Undone(len(back), tuple(sorted({numbers[one.case_id].number for one in stayed})))


def _tell_back(session: Session, row: Reassignment, back: list[dict[str, Any]], by: Reader, now: datetime) -> None:
    for person in sorted({move["to"] for move in back} - {by.id}):
        count = sum(move["to"] == person for move in back)
        notices.tell(
            session, station_id=row.station_id, people=[person], kind="referral", key=f"reassign-undone:{row.id}",
            message=N_("刚才改派给您的 %(count)d 件案件已收回"), params={"count": count}, now=now,
        )  # fmt: skip


def undoable(scope: Scope, *, now: datetime) -> tuple[ReassignmentRow, ...]:
    """Return the reassignments of the last ten minutes, newest first."""
    query = (
        scope.select(Reassignment)
        .where(col(Reassignment.at) > now - UNDO, col(Reassignment.undone_at).is_(None))
        .order_by(col(Reassignment.at).desc())
    )
    found = [one for one in scope.session.exec(query) if one.undo_until >= now]
    if not found:
        return ()
    names = supervision_staff.names(scope)
    return tuple(
        ReassignmentRow(
            one.id, one.at, names.get(one.by, ""), one.reason, len(one.moves),
            tuple(sorted({names.get(move["to"], "") for move in one.moves})), one.undo_until,
        )  # fmt: skip
        for one in found
    )


def _check(ids: list[str], people: list[str], reason: str) -> None:
    problems = []
    if not ids:
        problems.append(Problem(N_("请勾选要改派的案件"), "referrals"))
    if len(ids) > MOST:
        problems.append(Problem(N_("一次最多改派 %(most)d 件"), "referrals", "", "", {"most": MOST}))
    if not 1 <= len(people) <= PEOPLE:
        problems.append(Problem(N_("请选择一名或两名承办人"), "people"))
    if not reason.strip():
        problems.append(Problem(N_("请写明改派的理由"), "reason"))
    if len(reason.strip()) > REASON_LENGTH:
        problems.append(
            Problem(N_("过长：%(length)d 个字"), "reason", "", f"≤ {REASON_LENGTH}", {"length": len(reason.strip())})
        )
    if problems:
        raise Refused(problems)


def _locked(scope: Scope, ids: list[str]) -> list[Referral]:
    query = scope.select(Referral).where(col(Referral.id).in_(ids)).order_by(col(Referral.id)).with_for_update()
    found = list(scope.session.exec(query).all())
    if len(found) < len(set(ids)):
        raise NotFound(N_("找不到该内容。"))
    return found


def _check_alive(found: list[Referral], cases: dict[str, Case]) -> None:
    gone = [cases[one.case_id].number for one in found if one.state not in ALIVE or cases[one.case_id].state != "open"]
    if gone:
        message = N_("%(numbers)s 已不在办理中，请刷新页面重新勾选。")
        raise Conflict(Problem(message, "referrals", params={"numbers": "、".join(sorted(gone))}))


def _cases(scope: Scope, referrals: Iterable[Referral]) -> dict[str, Case]:
    ids = [one.case_id for one in referrals]
    return {one.id: one for one in scope.session.exec(scope.select(Case).where(col(Case.id).in_(ids)))}


def _chosen(scope: Scope, ids: list[str], station_id: str) -> list[User]:
    """Return the people chosen, those with least in hand first."""
    hands = supervision_staff.in_hand(scope)
    known = {one.id: one for one in supervision_staff.staff(scope) if station_id in one.station_ids}
    if not set(ids) <= known.keys():
        raise Refused(Problem(N_("请选择本站在岗的办案人员"), "people"))
    return sorted((known[one] for one in ids), key=lambda person: (hands.get(person.id, 0), person.id))


def _whose(one: Referral) -> str | None:
    return one.assigned_to or one.accepted_by


def _move(one: Referral, to: str) -> dict[str, Any]:
    return {"referral": one.id, "from": _whose(one), "to": to, "assigned": one.assigned_to, "state": one.state}


def _unchanged(one: Referral, move: dict[str, Any]) -> bool:
    return (one.assigned_to, one.state) == (move["to"], move["state"])


def _record(
    session: Session, one: Referral, act: str, fields: dict[str, str], by: Reader, now: datetime
) -> None:
    history.record(
        session, station_id=one.station_id, actor=by.id, act=act, subject=("referral", one.id), case_id=one.case_id,
        fields={"desk": one.desk, **fields}, now=now,
    )  # fmt: skip
