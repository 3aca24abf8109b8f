"""Note what a party agreed to or refused; an answer to mediation sets the state of its side and moves the clocks."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain import serving
from mediation.domain.refusals import N_, Conflict, Problem, Refused
from mediation.domain.worktime import ZONE, station_day
from mediation.models.case import Case
from mediation.models.consent import ABOUT, WAYS, Consent, Invitation
from mediation.models.party import Party
from mediation.office import history, intake
from mediation.office.casebook import facts_of
from mediation.office.consents import sides
from mediation.office.evidence.lines import attached

ACT: Final = "consent.note"
MOST_WORDS: Final = 500
MOST_NAME: Final = 80
BY_HAND: Final = tuple(one for one in WAYS if one != "inquiry")
"""Ways a person may choose; an answered inquiry is confirmed where it was asked."""
REASON: Final = "登记当事人对调解的答复"
CLOSED: Final = N_("本案已结案，不能登记；请由督导先恢复办理。")
LEFT: Final = N_("该当事人已经退出本案，请刷新页面查看。")


@dataclass(frozen=True)
class Answer:
    """What a party said: to which question, yes or no, how, when, by whose mouth, in which words."""

    about: str
    agreed: bool | None
    way: str
    said_at: datetime
    spoken_by: str = ""
    words: str = ""
    evidence_id: str = ""


def note(session: Session, party_id: str, given: Answer, *, by: Reader, now: datetime) -> Consent:
    """Note an answer of a party; an earlier one stays on file and no longer counts.

    Raises Refused with every fault of the form, Conflict for a closed case or a party that left.
    """
    party, case = party_of(session, party_id, by)
    given = replace(given, spoken_by=given.spoken_by.strip(), words=given.words.strip())
    problems = list(_faults(given, case, now))
    if given.way not in BY_HAND:
        problems.append(Problem(N_("请选择答复方式"), "way", given.way[:20], ", ".join(BY_HAND)))
    if problems:
        raise Refused(problems)
    given = replace(given, evidence_id=attached(session, case.id, given.evidence_id, by) or "")
    return enter(session, party, given, reason=REASON, by=by, now=now)


def enter(session: Session, party: Party, given: Answer, *, reason: str, by: Reader, now: datetime) -> Consent:
    """Store a sound answer of a party; the caller may. What it changes of the side goes through the corrected facts."""
    case = session.get_one(Case, party.case_id)
    row = Consent(
        station_id=case.station_id, case_id=case.id, party_id=party.id, about=given.about, agreed=bool(given.agreed),
        way=given.way, spoken_by=given.spoken_by, words=given.words, said_at=given.said_at,
        evidence_id=given.evidence_id or None, noted_at=now, noted_by=by.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    said_at = f"{row.said_at.astimezone(ZONE):%Y-%m-%d %H:%M}"
    agreed = "yes" if row.agreed else "no"
    fields = {"consent_about": row.about, "consent_agreed": agreed, "consent_way": row.way, "said_at": said_at}
    history.record(
        session, station_id=case.station_id, actor=by.id, act=ACT, subject=("party", party.id), case_id=case.id,
        fields=fields, now=now,
    )  # fmt: skip
    if given.about == sides.MEDIATION:
        _end_invitations(session, party, now)
        _settle(session, case, reason=reason, by=by, now=now)
    return row


def party_of(session: Session, party_id: str, by: Reader) -> tuple[Party, Case]:
    """Return a party of an open case for which the user may note answers, the case locked."""
    scope = Scope(session, by)
    party = scope.get(Party, party_id)
    query = scope.select(Case).where(Case.id == party.case_id).with_for_update(key_share=True)
    case = session.exec(query.execution_options(populate_existing=True)).first() or scope.get(Case, party.case_id)
    access.require(by, ACT, facts_of(session, case))
    if case.state != "open":
        raise Conflict(CLOSED)
    if party.left_on is not None:
        raise Conflict(LEFT)
    return party, case


def _settle(session: Session, case: Case, *, reason: str, by: Reader, now: datetime) -> None:
    """Write what the sides say now into the facts of the case; the rules then start or close its clocks."""
    said = sides.of_case(session, case)
    if said == {"applicant": case.willing_applicant, "respondent": case.willing_respondent}:
        return
    intake.correct(
        session, case.id, {"willing": said}, reason=reason, by=by, now=now, agreed_on=_agreed_on(session, case)
    )


def _agreed_on(session: Session, case: Case) -> date | None:
    """Return the day on which the last of the parties said yes; one confirmed from an inquiry counts from then."""
    spoken = sides.answers(session, case.id).values()
    if None in spoken:
        return None
    rows = [one for side in spoken for one in side or ()]
    return max(
        (station_day(one.noted_at if one.way == "inquiry" else one.said_at) for one in rows if one), default=None
    )


def _end_invitations(session: Session, party: Party, now: datetime) -> None:
    query = select(Invitation).where(Invitation.party_id == party.id, col(Invitation.state).in_(serving.OPEN))
    for one in session.exec(query):
        one.state, one.ended_at = "answered", now
        session.add(one)


def _faults(given: Answer, case: Case, now: datetime) -> list[Problem]:
    problems = []
    if given.about not in ABOUT:
        problems.append(Problem(N_("请选择事项"), "about", given.about[:20], ", ".join(ABOUT)))
    if given.agreed is None:
        problems.append(Problem(N_("请按“同意”或者“不同意”"), "agreed"))
    if given.said_at > now:
        problems.append(Problem(N_("晚于现在，请核对答复的时间"), "said_on", station_day(given.said_at).isoformat()))
    elif station_day(given.said_at) < case.received_on:
        text = N_("早于收到申请之日（%(day)s），请核对")
        problems.append(
            Problem(text, "said_on", station_day(given.said_at).isoformat(), params={"day": case.received_on})
        )
    for name, text, most in (("spoken_by", given.spoken_by, MOST_NAME), ("words", given.words, MOST_WORDS)):
        if len(text) > most:
            problems.append(Problem(N_("过长：%(length)d 个字"), name, "", f"≤ {most}", {"length": len(text)}))
    return problems
