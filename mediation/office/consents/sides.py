"""What the parties said, as it stands now, and what each side says by it to mediation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from mediation.domain import willing
from mediation.domain.casefile import Willing
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.consent import Consent
from mediation.models.party import SIDES, Party

MEDIATION: Final = "mediation"
OWN_WORD: Final = N_("该方当事人已在“同意与邀请”中答复；改变意愿的，请在那里登记新的答复")


def standing(session: Session, case_id: str) -> dict[tuple[str, str], Consent]:
    """Return the last answer of each party to each question, by party and question; the caller sees the case."""
    query = select(Consent).where(Consent.case_id == case_id)
    rows = session.exec(query.order_by(col(Consent.said_at), col(Consent.noted_at), col(Consent.id)))
    return {(one.party_id, one.about): one for one in rows}


def present(session: Session, case_id: str) -> list[Party]:
    """Return who is a party still, applicants first."""
    query = select(Party).where(Party.case_id == case_id, col(Party.left_on).is_(None))
    return list(session.exec(query.order_by(col(Party.side), col(Party.position), col(Party.id))))


def answers(session: Session, case_id: str) -> dict[str, list[Consent | None] | None]:
    """Return by side what each party present said to mediation; None for a side of which nobody ever answered."""
    said = standing(session, case_id)
    query = select(Party).where(Party.case_id == case_id).order_by(col(Party.position), col(Party.id))
    parties = list(session.exec(query))
    found: dict[str, list[Consent | None] | None] = {}
    for side in SIDES:
        own = [one for one in parties if one.side == side]
        spoke = any((one.id, MEDIATION) in said for one in own)
        found[side] = [said.get((one.id, MEDIATION)) for one in own if one.left_on is None] if spoke else None
    return found


def of_case(session: Session, case: Case) -> dict[str, bool | None]:
    """Return what each side says to mediation: what its parties said, else what the facts of the case say."""
    stated = {"applicant": case.willing_applicant, "respondent": case.willing_respondent}
    return {
        side: stated[side] if said is None else willing.of_side(one.agreed if one else None for one in said)
        for side, said in answers(session, case.id).items()
    }


def align(session: Session, case: Case, now: datetime) -> None:
    """Bring what a case says of its sides in line after a party came or left: whoever is new hasn't agreed yet."""
    said = of_case(session, case)
    case.willing_applicant, case.willing_respondent = said["applicant"], said["respondent"]
    both = bool(case.willing_applicant and case.willing_respondent)
    case.willing_on = (case.willing_on or station_day(now)) if both else None
    session.add(case)


def require_own_word(session: Session, case: Case, after: Willing) -> None:
    """Raise Refused where corrected facts would overrule what the parties of a side said themselves."""
    known: Mapping[str, bool | None] = {"applicant": case.willing_applicant, "respondent": case.willing_respondent}
    changed = [side for side in SIDES if getattr(after, side) is not known[side]]
    if not changed:
        return
    spoken, said = answers(session, case.id), of_case(session, case)
    problems = [
        Problem(OWN_WORD, f"willing.{side}")
        for side in changed
        if spoken[side] is not None and getattr(after, side) is not said[side]
    ]
    if problems:
        raise Refused(problems)
