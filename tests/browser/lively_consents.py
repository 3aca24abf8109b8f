"""What the parties of a case said, how they were invited, times on offer: enough of it to look at."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

from mediation import db
from mediation.config import clock
from mediation.models.user import User
from mediation.office.consents import answers, invitations, sides, times
from mediation.office.consents.answers import Answer
from mediation.office.consents.invitations import Invite
from mediation.office.consents.times import Times


def consented(case: str) -> dict[str, str]:
    """Let the worker agree and the firm be sought twice, offer two times to one side; return the pages by name."""
    case_id, now = case.rpartition("/")[2], clock.now()
    with db.transaction() as session:
        by = session.exec(select(User).where(User.name == "wang")).one()
        parties = sides.present(session, case_id)
        worker = next(one for one in parties if one.side == "applicant")
        firm = next(one for one in parties if one.side == "respondent")
        said = Answer("mediation", True, "in_person", now, words="愿意谈，希望月底前付清")
        answers.note(session, worker.id, said, by=by, now=now)
        apart = Answer("data_sharing", False, "phone", now, spoken_by="张律师", words="不同意交给律师事务所")
        answers.note(session, worker.id, apart, by=by, now=now)
        first = invitations.invite(session, firm.id, Invite("phone", None), by=by, now=now)
        invitations.move(session, first.id, "failed", note="三次拨打无人接听", by=by, now=now)
        until = clock.today() + timedelta(days=7)
        letter = invitations.invite(session, firm.id, Invite("post", until), by=by, now=now)
        starts = tuple((now + timedelta(days=days)).replace(minute=30, second=0, microsecond=0) for days in (40, 41))
        times.offer(session, case_id, Times("applicant", starts, 90, mediator_id=by.id), by=by, now=now)
        address = f"/invitations/{letter.id}"
    return {
        "consents": f"{case}/consents", "consent-services": f"{case}/consents/services",
        "consent-times": f"{case}/consents/times", "invitation": address,
    }  # fmt: skip
