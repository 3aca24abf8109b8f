"""The names a conflict gate shows; a case that gets another name is asked about again, and hidden until then.

Every act that adds or renames somebody in a case comes by here: routing a case again does so by itself.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.domain.refusals import N_
from mediation.models.case import Case
from mediation.models.docket import ConflictCheck
from mediation.models.party import Party
from mediation.models.roster import Lawyer
from mediation.models.settlement import Settlement
from mediation.office import history, notices
from mediation.office.records.duty import NameRecord

DUTY_PAGE: Final = "/duty"


def names_of(session: Session, case_id: str) -> tuple[NameRecord, ...]:
    """Return every name of every role in a case: applicants, respondents, group members, account holders."""
    return names_of_many(session, [case_id])[case_id]


def names_of_many(session: Session, case_ids: Iterable[str]) -> dict[str, tuple[NameRecord, ...]]:
    """Return the names of some cases; two queries however many they are."""
    ids = list(case_ids)
    found: dict[str, dict[tuple[str, str], NameRecord]] = {one: {} for one in ids}
    parties = (
        sa.select(col(Party.case_id), col(Party.side), col(Party.kind), col(Party.name))
        .where(col(Party.case_id).in_(ids))
        .order_by(col(Party.case_id), col(Party.side), col(Party.position))
    )
    for case_id, side, kind, name in session.execute(parties):
        found[case_id].setdefault((side, name), NameRecord(side, kind, name))
    terms = sa.select(col(Settlement.case_id), col(Settlement.terms)).where(col(Settlement.case_id).in_(ids))
    for case_id, written in session.execute(terms.order_by(col(Settlement.id))):
        for role, name in _in_terms(written or {}):
            found[case_id].setdefault((role, name), NameRecord(role, "person", name))
    return {case_id: _once(names.values()) for case_id, names in found.items()}


def _in_terms(terms: dict[str, object]) -> list[tuple[str, str]]:
    group, account = terms.get("group"), terms.get("account")
    members = [("group", one.get("name")) for one in group if isinstance(one, dict)] if isinstance(group, list) else []
    holder = [("payee", account.get("name"))] if isinstance(account, dict) else []
    return [(role, name) for role, name in (*members, *holder) if isinstance(name, str) and name.strip()]


def _once(names: Iterable[NameRecord]) -> tuple[NameRecord, ...]:
    """Leave a party's name out where it only comes again as a group member or an account holder."""
    kept = list(names)
    parties = {one.name for one in kept if one.role in ("applicant", "respondent")}
    return tuple(one for one in kept if one.role in ("applicant", "respondent") or one.name not in parties)


def renew(session: Session, case: Case, *, actor: str, now: datetime) -> int:
    """Ask again where a case has got a name since it was found clear; return how many answers fell away.

    Until the lawyer has answered anew the case is hidden from them as before the first answer.
    """
    query = select(ConflictCheck).where(ConflictCheck.case_id == case.id, ConflictCheck.answer == "clear")
    rows = session.exec(query.order_by(col(ConflictCheck.id))).all()
    if not rows:
        return 0
    names = {one.name for one in names_of(session, case.id)}
    stale = [row for row in rows if not names <= {one["name"] for one in row.names}]
    for row in stale:
        row.answer, row.answered_at, row.answered_by, row.asked_at = None, None, None, now
        session.add(row)
        _tell(session, case, row, actor, now)
    return len(stale)


def _tell(session: Session, case: Case, row: ConflictCheck, actor: str, now: datetime) -> None:
    lawyer = session.get_one(Lawyer, row.lawyer_id)
    history.record(
        session, station_id=case.station_id, actor=actor, act="conflict.renew", subject=("conflict_check", row.id),
        case_id=case.id, fields={"lawyer": lawyer.name}, now=now,
    )  # fmt: skip
    notices.tell(
        session, station_id=case.station_id, people=[lawyer.user_id] if lawyer.user_id else [], kind="conflict",
        key=f"renew:{row.id}:{now.isoformat()}", message=N_("案件 %(number)s 的当事人有变动，请重新核对名称"),
        params={"number": case.number}, target=DUTY_PAGE, case_id=None, now=now,
    )  # fmt: skip
