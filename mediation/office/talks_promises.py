"""The promises of agreements in force: watched against new cases, proved, claimed.

A case at a firm that promised not to dismiss is a sign, not a finding: people look into it. What they find a breach the
union may claim, arbitrate and sue for (劳动合同法 56; 劳动人事争议仲裁办案规则 5, 63).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation.access import Reader, Scope, require
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.talks import outcomes
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.party import Party
from mediation.models.talks import Talks, TalksFirm
from mediation.models.talks_end import SIGNS, Promise, PromiseSign
from mediation.office import history, talks, talks_signs
from mediation.office.talks_typed import day, words

NOTE_LENGTH: Final = 1000
PROOF_LENGTH: Final = 2000


def look(session: Session, stations: Iterable[str], *, now: datetime, case_id: str | None = None) -> list[PromiseSign]:
    """Find the cases that speak against an open promise and aren't known yet, of one case or of all; add their signs.

    A case counts by its claims, by the firms it is against (as cases know firms) and by the day the employment ended,
    or where that isn't known the day it was received. Safe to run at any time and twice.
    """
    facts = _facts(session, list(stations), case_id)
    if not facts:
        return []
    wanted = select(Promise).where(col(Promise.id).in_(sorted({key for key, _ in facts})))
    promises = {one.id: one for one in session.exec(wanted)}
    stored = sa.select(col(PromiseSign.promise_id), col(PromiseSign.case_id))
    known = {(row[0], row[1]) for row in session.execute(stored.where(col(PromiseSign.promise_id).in_(promises)))}
    signs = []
    for (promise_id, case), (station_id, of_case) in sorted(facts.items()):
        promise = promises[promise_id]
        against = outcomes.breaches(_commitment(promise), {fact.firm for fact in of_case}, of_case)
        if not against or (promise_id, case) in known:
            continue
        signs.append(
            PromiseSign(
                station_id=station_id, talks_id=promise.talks_id, promise_id=promise_id, case_id=case,
                day=against[0].fact.day, kind=against[0].fact.kind, found_at=now,
            )  # fmt: skip
        )
    session.add_all(signs)
    session.flush()
    return signs


def _facts(
    session: Session, stations: Sequence[str], case_id: str | None
) -> dict[tuple[str, str], tuple[str, list[outcomes.CaseFact]]]:
    """Return, by promise and case, the station and what the case says; only cases against a firm of the talks."""
    query = (
        sa.select(
            col(Promise.id), col(Case.id), col(Case.station_id), col(Case.ended_on), col(Case.received_on),
            col(TalksFirm.firm_key), col(TalksFirm.name), col(Claim.kind),
        )
        .join(TalksFirm, col(TalksFirm.talks_id) == col(Promise.talks_id))
        .join(Party, talks_signs.same_firm())
        .join(Case, col(Case.id) == col(Party.case_id))
        .join(Claim, col(Claim.case_id) == col(Case.id))
        .where(
            col(Promise.station_id).in_(stations), col(Promise.state).in_(("open", "broken")),
            col(Case.merged_into).is_(None), col(Case.received_on) >= col(Promise.starts_on),
        )
    )  # fmt: skip
    if case_id is not None:
        query = query.where(col(Case.id) == case_id)
    found: dict[tuple[str, str], tuple[str, list[outcomes.CaseFact]]] = {}
    for promise, case, station, ended_on, received_on, key, name, kind in session.execute(query):
        fact = outcomes.CaseFact(ended_on or received_on, key or name, kind)
        found.setdefault((promise, case), (station, []))[1].append(fact)
    return found


def _commitment(row: Promise) -> outcomes.Commitment:
    watched = tuple(one for one in row.watched.split(",") if one)
    return outcomes.Commitment(row.clause, row.kind, row.starts_on, row.until, row.wording, {}, watched)


def unsettled(session: Session, talks_ids: Sequence[str]) -> dict[str, int]:
    """Count by talks the signs that still call for somebody: not looked into, or a breach the union hasn't claimed."""
    counts: dict[str, int] = defaultdict(int)
    query = (
        sa.select(col(PromiseSign.talks_id), sa.func.count())
        .join(Promise, col(Promise.id) == col(PromiseSign.promise_id))
        .where(col(PromiseSign.talks_id).in_(talks_ids), talks_signs.calling())
        .group_by(col(PromiseSign.talks_id))
    )
    for talks_id, count in session.execute(query):
        counts[talks_id] = int(count)
    return counts


def calling(session: Session, stations: Iterable[str]) -> list[str]:
    """Return the talks that have such signs."""
    query = (
        sa.select(col(PromiseSign.talks_id))
        .join(Promise, col(Promise.id) == col(PromiseSign.promise_id))
        .where(col(PromiseSign.station_id).in_(list(stations)), talks_signs.calling())
    )
    return list(session.execute(query.distinct()).scalars())


def settle_sign(
    session: Session, sign_id: str, given: Mapping[str, str], *, by: Reader, now: datetime
) -> PromiseSign:
    """Say what a sign turned out to be (`finding` breach or no_breach, `sign_note`); a breach breaks the promise."""
    sign = Scope(session, by).get(PromiseSign, sign_id)
    row = _talks_of(session, sign.talks_id, by)
    problems: list[Problem] = []
    said = given.get("finding", "")
    if said not in SIGNS[1:]:
        problems.append(Problem(N_("请选择核实结果"), "finding", said[:20], ", ".join(SIGNS[1:])))
    note = words(given, "sign_note", problems, most=NOTE_LENGTH, required=True)
    if problems:
        raise Refused(problems)
    session.refresh(sign, with_for_update=True)
    sign.state, sign.note, sign.settled_at, sign.settled_by = said, note, now, by.id
    session.add(sign)
    promise = session.get_one(Promise, sign.promise_id, with_for_update=True)
    others = select(PromiseSign.id).where(
        PromiseSign.promise_id == promise.id, PromiseSign.state == "breach", col(PromiseSign.id) != sign.id
    )
    if said == "breach":
        _set(session, promise, "broken", by, now)
    elif promise.state == "broken" and promise.claimed_on is None and session.exec(others).first() is None:
        _set(session, promise, "open", by, now)
    _record(session, row, "talks.promise_sign", {"clause": promise.clause, "finding": said, "note": note}, by, now)
    return sign


def prove(session: Session, promise_id: str, given: Mapping[str, str], *, by: Reader, now: datetime) -> Promise:
    """Note the proof that a promise is kept (`proof`, `proved_on`); after its last day it counts as kept."""
    promise, row = _held(session, promise_id, by)
    problems: list[Problem] = []
    proof = words(given, "proof", problems, most=PROOF_LENGTH, required=True)
    on = day(given, "proved_on", problems, required=True)
    if on is not None and not promise.starts_on <= on <= station_day(now):
        problems.append(Problem(N_("日期应在承诺开始之后、今天之前"), "proved_on", given.get("proved_on", "")[:40]))
    if problems:
        raise Refused(problems)
    promise.proof, promise.proved_on = proof, on
    over = station_day(now) > promise.until and promise.state == "open"
    _set(session, promise, "kept" if over else promise.state, by, now)
    _record(session, row, "talks.promise_proof", {"clause": promise.clause, "proved_on": on}, by, now)
    return promise


def claim(session: Session, promise_id: str, given: Mapping[str, str], *, by: Reader, now: datetime) -> Promise:
    """Note that the union claimed of the firm what it broke (`claimed_on`, `claim_note`). Conflict without a breach."""
    promise, row = _held(session, promise_id, by)
    if promise.state != "broken":
        raise Conflict(N_("没有认定违反承诺，不能登记工会的要求；请先核实相反的案件。"))
    problems: list[Problem] = []
    on = day(given, "claimed_on", problems, required=True)
    note = words(given, "claim_note", problems, most=NOTE_LENGTH, required=True)
    if on is not None and not promise.starts_on <= on <= station_day(now):
        problems.append(Problem(N_("日期应在承诺开始之后、今天之前"), "claimed_on", given.get("claimed_on", "")[:40]))
    if problems:
        raise Refused(problems)
    promise.claimed_on, promise.note = on, note
    _set(session, promise, "broken", by, now)
    _record(session, row, "talks.promise_claim", {"clause": promise.clause, "claimed_on": on, "note": note}, by, now)
    return promise


def _held(session: Session, promise_id: str, by: Reader) -> tuple[Promise, Talks]:
    promise = Scope(session, by).get(Promise, promise_id)
    row = _talks_of(session, promise.talks_id, by)
    session.refresh(promise, with_for_update=True)
    return promise, row


def _talks_of(session: Session, talks_id: str, by: Reader) -> Talks:
    row = Scope(session, by).get(Talks, talks_id)
    require(by, "talks.outcome", talks.facts_of(row))
    return row


def _set(session: Session, promise: Promise, state: str, by: Reader, now: datetime) -> None:
    promise.state, promise.changed_at, promise.changed_by = state, now, by.id
    session.add(promise)


def _record(session: Session, row: Talks, act: str, fields: Mapping[str, Any], by: Reader, now: datetime) -> None:
    history.record(
        session, station_id=row.station_id, actor=by.id, act=act, subject=("talks", row.id), fields=fields, now=now
    )
