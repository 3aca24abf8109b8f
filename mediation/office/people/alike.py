"""Cases that what is being typed at intake may repeat: the same person or one of a like name, the firm, near days.

Answers while somebody types, so it reads two narrow lists and takes apart only the names that could agree. What was
typed is kept nowhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mediation import access, seals
from mediation.access import Facts, Reader, Scope
from mediation.domain import identity, names
from mediation.domain.likeness import NEAR_DAYS
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.party import Party
from mediation.models.supervision import DuplicatePair
from mediation.office import duplicates, history
from mediation.office.board import case_rows
from mediation.office.records import CaseRow

MOST: Final = 5
LEAST_NAME: Final = 2
LONGEST: Final = 120
MOST_TYPED: Final = 20
PERSON: Final = {"same": "same_name", "variant": "same_name", "unsure": "like_name"}
STRENGTH: Final = ("same_id", "same_name", "like_name")


@dataclass(frozen=True)
class Typed:
    """What of an intake form is compared: applicants and respondents as (name, number)."""

    applicants: tuple[tuple[str, str], ...]
    respondents: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Alike:
    """One case that may be the same, with the signs (words of likeness.SIGNS)."""

    row: CaseRow
    state: str
    received_on: date
    signs: tuple[str, ...]


@dataclass(frozen=True)
class _Wanted:
    """One person typed: the name and the digest of the number."""

    name: str
    number: str

    def near(self, other: str) -> bool:
        """Tell whether another name could agree at all: only then are both taken apart, which takes time."""
        own, its = _letters(self.name), _letters(other)
        if its[0].startswith(own[0]) or own[0].startswith(its[0]):
            return True
        by_sound = own[0].isascii() or its[0].isascii()  # 张玥 typed as Zhang Yue
        return its[1] == own[1] and (by_sound or len(its[0]) == len(own[0]))


@lru_cache(maxsize=32_768)
def _letters(name: str) -> tuple[str, str]:
    """Return the letters of a name and how they are read; kept, since the same names are looked at at every stroke."""
    plain = names.plain(name)
    return plain, names.sound(plain)


@dataclass
class _Held:
    """What is known of one case while it is compared."""

    person: str = ""
    firm: str = ""


def near(session: Session, typed: Typed, *, station_id: str, user: Reader, now: datetime) -> tuple[Alike, ...]:
    """Return the cases the user may see that may be the one being typed, the likest first.

    A person with the same ID number is found however long ago, by the name only of the last days: another firm may
    just be the wrong one. A name that only sounds alike counts where the firm agrees too, or none was typed yet.
    """
    access.require(user, "case.log", Facts(station_id=station_id))
    people = [(name.strip()[:LONGEST], number) for name, number in typed.applicants[:MOST_TYPED]]
    firms = [(name.strip()[:LONGEST], code.strip().upper()) for name, code in typed.respondents[:MOST_TYPED]]
    people = [one for one in people if len(names.plain(one[0])) >= LEAST_NAME or _number(one[1])]
    firms = [one for one in firms if len(names.plain(one[0])) >= LEAST_NAME or one[1]]
    if not people:
        return ()
    scope = Scope(session, user)
    held = _by_person(scope, people, station_id, station_day(now))
    _by_firm(scope, firms, held)
    kept = {
        case_id: one for case_id, one in held.items() if one.person in ("same_id", "same_name") or one.firm or not firms
    }
    return _listed(scope, kept, station_day(now))


def _number(text: str) -> str:
    """Return the digest of a whole ID number, "" for anything else."""
    number = seals.normal(text)
    return seals.digest(number) if identity.id_number_fault(number) == "" else ""


def _by_person(
    scope: Scope, people: Iterable[tuple[str, str]], station_id: str, today: date
) -> dict[str, _Held]:
    """Return the cases with an applicant who may be one of the people typed."""
    held: dict[str, _Held] = {}
    digests = {digest: name for name, number in people if (digest := _number(number))}
    shown = [access.visible(scope.user, Case), col(Case.station_id) == station_id, col(Case.merged_into).is_(None)]
    if digests:
        query = sa.select(col(Party.case_id)).join(Case, col(Case.id) == col(Party.case_id))
        for (case_id,) in scope.session.execute(query.where(col(Party.id_number_digest).in_(list(digests)), *shown)):
            held[case_id] = _Held("same_id")
    lately = (
        sa.select(col(Party.case_id), col(Party.name), col(Party.id_number_digest))
        .join(Case, col(Case.id) == col(Party.case_id))
        .where(
            *shown, col(Case.received_on) >= today - timedelta(days=NEAR_DAYS), col(Party.side) == "applicant",
            col(Party.left_on).is_(None),
        )
    )  # fmt: skip
    wanted = [_Wanted(name, _number(number)) for name, number in people if names.plain(name)]
    for case_id, name, digest in scope.session.execute(lately):
        sign = _likest(name, digest, wanted)
        if sign and not held.get(case_id, _Held()).person:
            held[case_id] = _Held(sign)
    return held


def _likest(name: str, digest: str | None, wanted: Iterable[_Wanted]) -> str:
    """Return how a stored applicant agrees with one typed; two different ID numbers are two people."""
    best = ""
    for one in wanted:
        if one.number and digest and one.number != digest or not one.near(name):
            continue
        sign = PERSON.get(names.compare(name, one.name), "")
        if sign and (not best or STRENGTH.index(sign) < STRENGTH.index(best)):
            best = sign
    return best


def _by_firm(scope: Scope, firms: Iterable[tuple[str, str]], held: dict[str, _Held]) -> None:
    """Note which of the cases have a respondent that may be one of the firms typed."""
    wanted = list(firms)
    if not wanted or not held:
        return
    query = sa.select(col(Party.case_id), col(Party.name), col(Party.credit_code)).where(
        col(Party.case_id).in_(list(held)), col(Party.side) == "respondent"
    )
    for case_id, name, code in scope.session.execute(query):
        for other, typed_code in wanted:
            grade = "same" if code and code == typed_code else names.compare(name, other)
            sign = {"same": "same_firm", "variant": "like_firm", "unsure": "like_firm"}.get(grade, "")
            if sign and held[case_id].firm != "same_firm":
                held[case_id].firm = sign


def _listed(scope: Scope, kept: dict[str, _Held], today: date) -> tuple[Alike, ...]:
    query = scope.select(Case).where(col(Case.id).in_(list(kept)))
    cases = {one.id: one for one in scope.session.exec(query)}

    def place(one: str) -> tuple[int, bool, int]:
        return STRENGTH.index(kept[one].person), not kept[one].firm, -cases[one].received_on.toordinal()

    order = sorted(cases, key=place)[:MOST]
    rows = {row.id: row for row in case_rows(scope.session, [cases[one] for one in order])}
    return tuple(
        Alike(rows[one], cases[one].state, cases[one].received_on, _signs(kept[one], cases[one], today))
        for one in order
    )


def _signs(held: _Held, case: Case, today: date) -> tuple[str, ...]:
    by_day = "near_dates" if (today - case.received_on).days <= NEAR_DAYS else ""
    return tuple(one for one in (held.person, held.firm, by_day) if one)


def pair(session: Session, case: Case, other_id: str, *, by: Reader, now: datetime) -> None:
    """Put a case just logged beside one that whoever logged it takes for the same, to be compared and merged.

    Raises Refused for a case that isn't there for the user, was merged, or is of another station.
    """
    scope = Scope(session, by)
    other = session.exec(scope.select(Case).where(col(Case.id) == other_id[:64])).first()
    if other is None or other.station_id != case.station_id or other.merged_into or other.id == case.id:
        raise Refused(Problem(N_("所选的可能重复的案件已经不在，请重新选择"), "twin"))
    query = select(DuplicatePair.id).where(DuplicatePair.case_id == case.id, DuplicatePair.other_id == other.id)
    if session.exec(query).first() is not None:
        return
    values: dict[str, Any] = duplicates.pair_values(case.station_id, case.id, other.id, (), now)
    row = DuplicatePair(**values)
    session.add(row)
    session.flush()
    history.record(
        session, station_id=case.station_id, actor=by.id, act="duplicate.noted", subject=("duplicate", row.id),
        case_id=case.id, fields={"number": other.number}, now=now,
    )  # fmt: skip
