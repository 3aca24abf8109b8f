"""Consent to handing case data to another body: asked for where they leave the station (个人信息保护法 23; 13(3))."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from mediation.domain.refusals import N_, Problem
from mediation.models.case import Case
from mediation.models.consent import Consent
from mediation.models.party import Party
from mediation.models.referral import ALIVE, Referral
from mediation.office.consents import sides

SHARING = "data_sharing"
MOST_BASIS = 200
NO_BASIS = N_("%(names)s 没有登记同意对外提供个人信息：请先登记，或者写明交给谁、依据的法定职责")


@dataclass(frozen=True)
class Lacking:
    """One party that hasn't agreed; `said` is its refusal, None where nothing is noted."""

    party: Party
    said: Consent | None


def lacking(session: Session, case_id: str) -> tuple[Lacking, ...]:
    """Return who of the people in a case hasn't agreed; what a firm's rows say of people is the people's."""
    said = sides.standing(session, case_id)
    people = [one for one in sides.present(session, case_id) if one.kind == "person"]
    answers = [(one, said.get((one.id, SHARING))) for one in people]
    return tuple(Lacking(one, answer) for one, answer in answers if answer is None or not answer.agreed)


def desks(session: Session, case: Case) -> tuple[str, ...]:
    """Return the desks besides the leading one, each of another body, that have the case now."""
    query = select(Referral.desk).where(
        Referral.case_id == case.id, col(Referral.state).in_(ALIVE), Referral.desk != case.lead
    )
    return tuple(sorted(set(session.exec(query))))


def basis_faults(session: Session, case_id: str, basis: str) -> list[Problem]:
    """Return why the data of a case may not be handed out: consent is missing, and no other basis is named."""
    if len(basis) > MOST_BASIS or not basis.isprintable():
        return [Problem(N_("过长或者含有不能使用的字符"), "share_basis", basis[:40], f"≤ {MOST_BASIS}")]
    without = [] if basis else lacking(session, case_id)
    names = "、".join(one.party.name for one in without)
    return [Problem(NO_BASIS, "share_basis", params={"names": names})] if without else []
