"""The duty lawyer's opinion on a case: advice, drafted, given, and then kept as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain import money
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.docket import Opinion
from mediation.models.referral import ALIVE, Referral
from mediation.models.roster import Firm, Lawyer, Shift
from mediation.office import docket_visits, history, notices, opinions_law, referrals
from mediation.office.casebook import facts_of
from mediation.office.conflicts_lawyers import find_lawyer, lawyer_of
from mediation.office.records import LawRecord, Words
from mediation.office.records.duty import OpinionRecord

LENGTHS = {"question": 500, "answer": 6000, "next_step": 500}
MOST_ARTICLES = 20


@dataclass(frozen=True)
class Given:
    """What was typed into an opinion: texts, amounts as typed, keys of articles in their order."""

    question: str = ""
    answer: str = ""
    range_low: str = ""
    range_high: str = ""
    next_step: str = ""
    articles: Sequence[str] = ()


def save(session: Session, case_id: str, typed: Given, *, by: Reader, now: datetime) -> Opinion:
    """Keep a draft of the lawyer's opinion on a case: one a lawyer and case. Raises Refused for what can't be kept."""
    case, lawyer = _writable(session, case_id, by)
    row = _draft(session, case, lawyer, now)
    low, high, problems = _range(typed)
    problems += _too_long(typed)
    if problems:
        raise Refused(problems)
    before = None if row not in session else _state_of(row)
    row.question, row.answer, row.next_step = typed.question.strip(), typed.answer.strip(), typed.next_step.strip()
    row.range_low, row.range_high = low, high
    row.articles = opinions_law.cited(typed.articles[:MOST_ARTICLES], case.received_on)
    empty = before is None and not any(_state_of(row))
    if _state_of(row) != before and not empty:
        row.changed_at = now
        session.add(row)
        session.flush()
        _note(session, row, "opinion.save", by, now, {"articles": len(row.articles)})
    return row


def give(session: Session, case_id: str, typed: Given, *, by: Reader, now: datetime) -> Opinion:
    """Give the opinion: it stays as it is from now on, its date is met, its place on the docket used.

    Raises Refused for a missing question or answer and for a range that runs backwards.
    """
    wanted = (("question", typed.question, N_("请写明所问的问题")), ("answer", typed.answer, N_("请写明意见")))
    problems = [Problem(message, field) for field, text, message in wanted if not text.strip()]
    if problems:
        raise Refused([*problems, *_range(typed)[2], *_too_long(typed)])
    row = save(session, case_id, typed, by=by, now=now)
    case = session.get_one(Case, case_id)
    row.state, row.given_at, row.changed_at = "given", now, now
    session.add(row)
    referrals.meet(session, case, "station.opinion", on=station_day(now))
    docket_visits.note_seen(session, case.id, now=now)
    fields = {"articles": [one["key"] for one in row.articles], "range": bool(row.range_low or row.range_high)}
    _note(session, row, "opinion.give", by, now, fields)
    _tell(session, case, row, by, now)
    return row


def drop(session: Session, case_id: str, *, by: Reader, now: datetime) -> None:
    """Throw the lawyer's own draft away."""
    case, lawyer = _writable(session, case_id, by)
    row = _own_draft(session, case, lawyer)
    if row is None:
        raise Conflict(N_("没有可以放弃的草稿。"))
    _note(session, row, "opinion.drop", by, now, {})
    session.delete(row)


def draft_of(session: Session, case_id: str, *, user: Reader) -> OpinionRecord | None:
    """Return the user's own draft on a case, None for none."""
    scope = Scope(session, user)
    case = scope.get(Case, case_id)
    access.require(user, "opinion.write", facts_of(session, case))
    lawyer = lawyer_of(session, user, case.station_id)
    row = _own_draft(session, case, lawyer)
    return _record(row, lawyer, session.get_one(Firm, lawyer.firm_id), lawyer) if row else None


def of_case(scope: Scope, case_id: str) -> tuple[OpinionRecord, ...]:
    """Return the opinions on a case that the user may see: those given, newest first, and the own draft."""
    session = scope.session
    query = scope.select(Opinion).where(Opinion.case_id == case_id).order_by(col(Opinion.changed_at).desc())
    stored = session.exec(query).all()
    if not stored:
        return ()
    mine = find_lawyer(session, scope.user)
    rows = [row for row in stored if row.state == "given" or (mine and row.lawyer_id == mine.id)]
    found = select(Lawyer, Firm).join(Firm, col(Firm.id) == col(Lawyer.firm_id))
    people = {
        lawyer.id: (lawyer, firm)
        for lawyer, firm in session.exec(found.where(col(Lawyer.id).in_({row.lawyer_id for row in rows}))).all()
    }
    return tuple(_record(row, *people[row.lawyer_id], mine) for row in rows)


def _record(row: Opinion, lawyer: Lawyer, firm: Firm, mine: Lawyer | None) -> OpinionRecord:
    laws = tuple(
        LawRecord(one["key"], Words(one["zh"], one.get("en", "")), one.get("text", ""), one.get("verified", True))
        for one in row.articles
    )
    return OpinionRecord(
        row.id, row.state, row.question, row.answer, laws, row.range_low, row.range_high, row.next_step, lawyer.name,
        firm.name, row.changed_at, row.given_at, bool(mine and mine.id == row.lawyer_id), row.version,
    )  # fmt: skip


def _writable(session: Session, case_id: str, by: Reader) -> tuple[Case, Lawyer]:
    case = Scope(session, by).get(Case, case_id)
    access.require(by, "opinion.write", facts_of(session, case))
    session.exec(select(Case.id).where(Case.id == case.id).with_for_update()).one()
    return case, lawyer_of(session, by, case.station_id)


def _own_draft(session: Session, case: Case, lawyer: Lawyer) -> Opinion | None:
    return session.exec(
        select(Opinion).where(Opinion.case_id == case.id, Opinion.lawyer_id == lawyer.id, Opinion.state == "draft")
    ).first()


def _draft(session: Session, case: Case, lawyer: Lawyer, now: datetime) -> Opinion:
    """Return the lawyer's draft, a fresh one with the referral and the duty it belongs to if there is none."""
    row = _own_draft(session, case, lawyer)
    if row is not None:
        return row
    referral = select(Referral.id).where(
        Referral.case_id == case.id, Referral.desk == access.GATED_DESK, col(Referral.state).in_(ALIVE)
    )
    on_duty = (
        select(Shift.id)
        .where(
            Shift.lawyer_id == lawyer.id, Shift.on == station_day(now), col(Shift.state).in_(("planned", "served"))
        )
        .order_by(col(Shift.starts_at))
    )
    return Opinion(
        station_id=case.station_id, case_id=case.id, referral_id=session.exec(referral).first(),
        shift_id=session.exec(on_duty).first(), lawyer_id=lawyer.id, changed_at=now,
    )  # fmt: skip


def _state_of(row: Opinion) -> tuple[Any, ...]:
    return (row.question, row.answer, row.next_step, row.range_low, row.range_high, tuple(map(str, row.articles)))


def _range(typed: Given) -> tuple[int | None, int | None, list[Problem]]:
    """Return the range in fen, and what is wrong with it."""
    problems: list[Problem] = []
    found: dict[str, int | None] = {}
    for field, text in (("range_low", typed.range_low), ("range_high", typed.range_high)):
        try:
            found[field] = money.fen(text) if text.strip() else None
        except ValueError:
            found[field] = None
            problems.append(Problem(N_("请填写金额，如 8000.00"), field, text[:40]))
    low, high = found["range_low"], found["range_high"]
    if low is not None and high is not None and low > high:
        problems.append(Problem(N_("下限不能高于上限"), "range_low"))
    return low, high, problems


def _too_long(typed: Given) -> list[Problem]:
    message = N_("过长：%(length)d 个字")
    return [
        Problem(message, field, "", f"≤ {most}", {"length": len(getattr(typed, field))})
        for field, most in LENGTHS.items()
        if len(getattr(typed, field)) > most
    ]


def _note(session: Session, row: Opinion, act: str, by: Reader, now: datetime, fields: Mapping[str, Any]) -> None:
    history.record(
        session, station_id=row.station_id, actor=by.id, act=act, subject=("opinion", row.id), case_id=row.case_id,
        fields=fields, now=now,
    )  # fmt: skip


def _tell(session: Session, case: Case, row: Opinion, by: Reader, now: datetime) -> None:
    """Tell who logged the case and who took it on at the leading desk."""
    lead = session.exec(
        select(Referral).where(Referral.case_id == case.id, Referral.role == "lead", col(Referral.state).in_(ALIVE))
    ).first()
    people = {case.logged_by, lead.accepted_by if lead else None, lead.assigned_to if lead else None} - {None, by.id}
    notices.tell(
        session, station_id=case.station_id, people=[one for one in people if one], kind="opinion",
        key=f"opinion:{row.id}", message=N_("案件 %(number)s：驻站律师已出具意见"), params={"number": case.number},
        target=f"/cases/{case.id}#duty", case_id=case.id, now=now,
    )  # fmt: skip
