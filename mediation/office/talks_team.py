"""The teams of wage talks: representatives come, are corrected, leave; each side names its team in writing.

An incomplete team is shown, not refused: it is completed name by name. Refused is what no further name can mend (an
outsider or two people as chief, one person on both sides), and naming a team that breaks the law.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session, col

from mediation.access import Reader, Scope
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.talks import teams
from mediation.domain.talks.finding import Finding
from mediation.domain.talks.place import TalksPlace
from mediation.domain.worktime import station_day
from mediation.models.talks import Talks, TalksMember
from mediation.models.talks_table import TalksSession
from mediation.office import rules, talks, talks_state
from mediation.office.talks_team_form import Listed, read, read_into, read_list, too_early
from mediation.office.talks_typed import day, words

NAMED: Final = {"workers": "named_workers_on", "employer": "named_employer_on"}
FIELDS: Final = {"team.one_side": "name", "team.chief": "chief", "team.outsiders": "outsider"}
"""Which field of the form of a representative a finding is about."""


def add(
    session: Session, talks_id: str, given: Mapping[str, str], *, by: Reader, now: datetime, version: int | None = None
) -> TalksMember:
    """Add a representative; as chief it takes the office over from the side's chief until now.

    Raises Refused with every fault of the form, and for what the law forbids.
    """
    row = talks.held(session, talks_id, "talks.edit", by=by, version=version)
    members = talks_state.gather(session, row).members
    before = [_copy(one) for one in members]
    member = read(row, given, members)
    fields = {"side": member.side, "name": member.name, **_sole_chief(members, member, now)}
    session.add(member)
    _settle(session, row, "talks.member_add", before=before, by=by, now=now, fields=fields)
    return member


def add_list(
    session: Session, talks_id: str, given: Mapping[str, str], *, by: Reader, now: datetime, version: int | None = None
) -> Listed:
    """Add the representatives of a pasted list (`roll`, `roll_side`, `roll_since`) as one act: all of them or none."""
    row = talks.held(session, talks_id, "talks.edit", by=by, version=version)
    members = talks_state.gather(session, row).members
    listed = read_list(row, given, members)
    found = listed.members
    session.add_all(found)
    names = "、".join(one.name for one in found)
    fields = {"side": found[0].side, "names": names, "count": len(found)}
    if listed.by_law is not None:
        fields["chief_by_law"] = listed.by_law.chief.name
    of_list = dict.fromkeys(FIELDS, "roll")
    _settle(session, row, "talks.member_list", before=members, by=by, now=now, fields=fields, field_of=of_list)
    return listed


def correct(
    session: Session, talks_id: str, member_id: str, given: Mapping[str, str], *, by: Reader, now: datetime,
    version: int | None = None,
) -> TalksMember:  # fmt: skip
    """Write a representative's entry anew; only who left already keeps a last day."""
    row, member, members = _held(session, talks_id, member_id, by, version)
    before = [_copy(one) for one in members]
    fresh = read(row, {**given, "side": member.side}, [one for one in members if one.id != member.id])
    changed = {name: getattr(fresh, name) for name in _WRITTEN if getattr(fresh, name) != getattr(member, name)}
    if fresh.name != member.name:
        for heir in members:
            heir.replaces = fresh.name if (heir.side, heir.replaces) == (member.side, member.name) else heir.replaces
    for name, value in changed.items():
        setattr(member, name, value)
    fields = {"side": member.side, "name": member.name, "changed": "、".join(changed)}
    fields |= _sole_chief(members, member, now)
    _settle(session, row, "talks.member_correct", before=before, by=by, now=now, fields=fields)
    return member


def leave(
    session: Session, talks_id: str, member_id: str, given: Mapping[str, str], *, by: Reader, now: datetime,
    version: int | None = None,
) -> TalksMember:  # fmt: skip
    """End a representative's duty (`until` its last day, `left_why`), with the successor where there is one.

    `heir` is the id of a representative who takes the seat; else `name` and the other fields of a representative make
    a new one. Without either the seat is vacant and its period runs (N06).
    """
    row, member, members = _held(session, talks_id, member_id, by, version)
    before = [_copy(one) for one in members]
    problems: list[Problem] = []
    until = day(given, "until", problems, required=True)
    member.left_why = words(given, "left_why", problems, most=200, required=True)
    if until is not None and until < member.since:
        problems.append(too_early(member.since, until))
    member.until = until
    heir = _heir(row, given, member, members, problems)
    if problems:
        raise Refused(problems)
    session.add(member)
    fields = {"side": member.side, "name": member.name, "until": member.until, "reason": member.left_why}
    if heir is not None:
        heir.replaces = member.name
        session.add(heir)
        fields |= {"heir": heir.name, **_sole_chief(members, heir, now)}
    _settle(session, row, "talks.member_leave", before=before, by=by, now=now, fields=fields)
    return member


def strike(
    session: Session, talks_id: str, member_id: str, *, by: Reader, now: datetime, version: int | None = None
) -> None:
    """Take out an entry made by mistake; raises Conflict for somebody who sat in a session: that one can only leave."""
    row, member, members = _held(session, talks_id, member_id, by, version)
    sessions = session.exec(Scope(session, by).select(TalksSession).where(col(TalksSession.talks_id) == row.id))
    if any(member.id in one.attended for one in sessions):
        raise Conflict(N_("该代表参加过协商会议，不能删除；不再担任的，请登记离任。"))
    fields = {"side": member.side, "name": member.name}
    before = [_copy(one) for one in members]
    for heir in members:
        if (heir.side, heir.replaces) == (member.side, member.name):
            heir.replaces = ""
    session.delete(member)
    _settle(session, row, "talks.member_strike", before=before, by=by, now=now, fields=fields)


def name_teams(
    session: Session, talks_id: str, given: Mapping[str, str], *, by: Reader, now: datetime, version: int | None = None
) -> Talks:
    """Note the day on which each side named its team in writing (`named_workers_on`, `named_employer_on`).

    Naming a team that breaks the law is none: raises Refused with what is wrong, and the period goes on.
    """
    row = talks.held(session, talks_id, "talks.edit", by=by, version=version)
    known = talks.findings(session, row, now=now)
    problems: list[Problem] = []
    days = {side: day(given, name, problems) for side, name in NAMED.items()}
    members = talks_state.gather(session, row).members
    for side, on in days.items():
        if on is not None and on != getattr(row, NAMED[side]):
            problems += [
                talks.problem_of(one, NAMED[side])
                for one in _unlawful(row, members, side, on, today=station_day(now), both=all(days.values()))
            ]
        setattr(row, NAMED[side], on)
    if problems:
        raise Refused(problems)
    fields = {name: days[side] for side, name in NAMED.items()}
    latest = max(days, key=lambda side: days[side] or date.min)
    talks.settle(
        session, row, "talks.named", by=by, now=now, fields=fields, field_of={"ahead.named": NAMED[latest]}, known=known
    )
    return row


def findings(
    row: Talks, members: Iterable[TalksMember], *, today: date, rows: tuple[TalksPlace, ...] | None = None
) -> tuple[Finding, ...]:
    """Return what is wrong or doubtful with both teams as they serve on `today`, errors first.

    By the rules of the talks' own place, or of the places given as `rows`.
    """
    return teams.check(
        talks_state.team_of(members), talks_state.unit_of(row), rows=rows or talks_state.chain_of(row),
        calendar=rules.current().calendar, today=today,
    )  # fmt: skip


_WRITTEN: Final = (
    "name", "title", "phone", "chief", "post", "chosen", "outsider", "woman", "since", "until", "left_why",
    "contract_until",
)  # fmt: skip


def _heir(
    row: Talks, given: Mapping[str, str], member: TalksMember, members: Sequence[TalksMember], problems: list[Problem]
) -> TalksMember | None:
    if wanted := given.get("heir", ""):
        found = next((one for one in members if one.id == wanted and one.side == member.side), None)
        if found is None or found.id == member.id or found.replaces:
            problems.append(Problem(N_("请选择本方的其他代表"), "heir"))
        return found
    if not given.get("name", "").strip():
        return None
    plain = {name: text for name, text in given.items() if name not in ("until", "left_why")}
    typed = {"since": plain.get("since", "").strip() or given.get("until", ""), "side": member.side}
    return read_into(row, {**plain, **typed}, members, problems)


def _held(
    session: Session, talks_id: str, member_id: str, by: Reader, version: int | None
) -> tuple[Talks, TalksMember, list[TalksMember]]:
    row = talks.held(session, talks_id, "talks.edit", by=by, version=version)
    member = Scope(session, by).get(TalksMember, member_id)
    members = talks_state.gather(session, row).members
    if member not in members:
        raise Conflict(N_("该代表属于另一次协商。"))
    return row, member, members


def _sole_chief(members: Iterable[TalksMember], chief: TalksMember, now: datetime) -> dict[str, str]:
    """Take the office from the side's serving chief where `chief` has it now; return who had it."""
    if not chief.chief:
        return {}
    today, before = station_day(now), []
    for one in members:
        if one.id != chief.id and one.side == chief.side and one.chief and (one.until is None or one.until > today):
            one.chief = False
            before.append(one.name)
    return {"chief_before": "、".join(before)} if before else {}


def _copy(member: TalksMember) -> TalksMember:
    """Return the entry as it stands, apart from the session."""
    return TalksMember(**{name: getattr(member, name) for name in TalksMember.model_fields})


def _settle(
    session: Session, row: Talks, act: str, *, before: Sequence[TalksMember], by: Reader, now: datetime,
    fields: Mapping[str, Any], field_of: Mapping[str, str] = FIELDS,
) -> None:  # fmt: skip
    """Refuse what the law forbids and wasn't there before; then settle."""
    today = station_day(now)
    known = {(one.code, one.side, str(one.facts)) for one in findings(row, before, today=today)}
    session.flush()
    members = talks_state.gather(session, row).members
    forbidden = [
        one for one in findings(row, members, today=today)
        if _forbidden(one) and (one.code, one.side, str(one.facts)) not in known
    ]  # fmt: skip
    if forbidden:
        raise Refused([talks.problem_of(one, field_of.get(one.code, "")) for one in forbidden])
    stands = talks.findings(session, row, now=now)
    talks.settle(session, row, act, by=by, now=now, fields=fields, known=stands)


def _forbidden(one: Finding) -> bool:
    """Say whether no further name can mend what was found."""
    return one.severity == "error" and one.code in ("team.one_side", "team.chief") and one.facts.get("count") != 0


def _unlawful(
    row: Talks, members: Sequence[TalksMember], side: str, on: date, *, today: date, both: bool
) -> list[Finding]:
    """Return the errors of a side's team on the day it was named, or as it stands where that is better."""
    judged = []
    for at in (on, today):
        found = [one for one in findings(row, members, today=at) if one.severity == "error"]
        judged.append([one for one in found if one.side == side or (not one.side and both)])
    return min(judged, key=len)
