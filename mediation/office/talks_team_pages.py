"""The page of the teams of wage talks, and the same with a form that isn't stored yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from mediation.access import Reader
from mediation.domain.talks import teams
from mediation.domain.worktime import station_day
from mediation.models.talks import SIDES, Talks, TalksMember
from mediation.office import rules, talks, talks_pages, talks_state, talks_team, talks_team_form
from mediation.office.reasons import law_record
from mediation.office.records import Said
from mediation.office.records.talks import FindingRecord
from mediation.office.records.talks_team import ChiefRecord, MemberRecord, ProtectionRecord, SideRecord, TeamPage
from mediation.office.talks_team_form import Listed

CLOCKS: Final = ("talks.representatives", "talks.vacancy", "talks.mandate")


def page(
    session: Session, talks_id: str, *, user: Reader, now: datetime, member_id: str = "",
    pasted: Listed | None = None,
) -> TeamPage:  # fmt: skip
    """Return the teams of one round; `member_id` is the representative whose forms are open, "" for none."""
    row, head = talks_pages.frame(session, talks_id, user=user, now=now)
    today = station_day(now)
    members = talks_state.gather(session, row).members
    listed = pasted.members if pasted else []
    known = [_member(one, row, today) for one in members]
    periods = [one for one in talks_pages.periods(session, row, today=today) if one.clock in CLOCKS]
    return TeamPage(
        frame=head, sides=tuple(_side(side, row, known) for side in SIDES),
        findings=_records(row, [*members, *listed], today), periods=tuple(periods),
        chosen=next((one for one in known if one.id == member_id), None),
        pasted=tuple(_member(one, row, today) for one in listed), chief=chief_by_law(pasted),
    )  # fmt: skip


def chief_by_law(pasted: Listed | None) -> ChiefRecord | None:
    """Return why one of a pasted list is entered as chief unasked; None where nobody is."""
    if pasted is None or pasted.by_law is None:
        return None
    book, found = rules.current().book, pasted.by_law
    laws = tuple(law_record(book, key) for key in found.law)
    return ChiefRecord(Said(found.why, {"name": found.chief.name}), laws, found.verified)


def listed(session: Session, talks_id: str, given: Mapping[str, str], *, user: Reader) -> Listed:
    """Return the representatives of a pasted list as they are understood, not stored; raises Refused."""
    row = talks.may_be_seen(session, talks_id, by=user)
    return talks_team_form.read_list(row, given, talks_state.gather(session, row).members)


def trial(
    session: Session, talks_id: str, given: Mapping[str, str], *, user: Reader, now: datetime, member_id: str = ""
) -> tuple[FindingRecord, ...]:
    """Return what would be found in the teams with one representative as typed so far, stored or new."""
    row = talks.may_be_seen(session, talks_id, by=user)
    members = talks_state.gather(session, row).members
    old = next((one for one in members if one.id == member_id), None)
    others = [one for one in members if one is not old]
    side = {"side": old.side} if old else {}
    typed = talks_team_form.read_into(row, {**given, **side}, others, [])
    if typed.name and typed.since > date.min:
        others.append(typed)
    return _records(row, others, station_day(now))


def _records(row: Talks, members: Sequence[TalksMember], today: date) -> tuple[FindingRecord, ...]:
    return tuple(talks.record_of(one) for one in talks_team.findings(row, members, today=today))


def _side(side: str, row: Talks, known: Sequence[MemberRecord]) -> SideRecord:
    own = [one for one in known if one.side == side]
    named_on = getattr(row, talks_team.NAMED[side])
    serving = tuple(one for one in own if one.until is None or one.serving)
    return SideRecord(side, named_on, serving, tuple(one for one in own if one not in serving))


def _member(one: TalksMember, row: Talks, today: date) -> MemberRecord:
    places, calendar, unit = talks_state.chain_of(row), rules.current().calendar, talks_state.unit_of(row)
    [person] = talks_state.team_of([one])
    return MemberRecord(
        id=one.id, side=one.side, name=one.name, title=one.title, phone=one.phone, chief=one.chief, post=one.post,
        chosen=one.chosen, outsider=one.outsider, woman=one.woman, since=one.since, until=one.until,
        left_why=one.left_why, replaces=one.replaces, contract_until=one.contract_until, serving=person.serves(today),
        ends=teams.mandate(person, unit, rows=places, calendar=calendar), protection=_protection(person, row),
    )  # fmt: skip


def _protection(person: teams.Representative, row: Talks) -> ProtectionRecord | None:
    found = teams.protections(
        [person], talks_state.unit_of(row), rows=talks_state.chain_of(row), calendar=rules.current().calendar
    )
    book = rules.current().book
    return next(
        (
            ProtectionRecord(
                one.since, one.until, one.extends, tuple(law_record(book, key) for key in one.law), one.verified
            )
            for one in found
        ),
        None,
    )
