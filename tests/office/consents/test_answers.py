"""What parties say to mediation: each for itself, the last word counts, a refusal ends it, nothing is presumed."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from mediation import db
from mediation.domain.refusals import Conflict, Refused
from mediation.models.case import Case
from mediation.models.consent import Consent
from mediation.models.party import Party
from mediation.office import consents, intake
from mediation.office.consents import answers, invitations, sides
from mediation.office.consents.answers import Answer
from mediation.office.consents.invitations import Invite
from mediation.office.people import keeping
from tests.office.working import LATER, Working, dates

FIRMS = [{"name": "城厢建筑公司"}, {"name": "远大劳务公司"}]


def say(working: Working, party_id: str, agreed: bool | None, *, later: int = 0, **given: Any) -> None:
    said = {"about": "mediation", "way": "phone", "said_at": LATER, **given}
    with db.transaction() as session:
        answers.note(
            session, party_id, Answer(agreed=agreed, **said), by=working["mediator"], now=LATER + timedelta(days=later)
        )


def parties(session: Session, case_id: str) -> list[str]:
    return [one.id for one in sides.present(session, case_id)]


def stood(case_id: str) -> tuple[bool | None, bool | None, str, bool]:
    """Return what each side says, whether mediation goes on, whether the clock of acceptance runs."""
    with db.reading() as session:
        case = session.get_one(Case, case_id)
        return (
            case.willing_applicant, case.willing_respondent, case.mediation, "mediation.accept" in dates(session, case_id)
        )  # fmt: skip


def test_a_side_agrees_once_each_of_its_parties_did_and_the_clock_runs_from_the_last(working: Working) -> None:
    case_id = working.log(respondents=FIRMS)
    with db.reading() as session:
        worker, firm, agency = parties(session, case_id)

    say(working, worker, True)
    say(working, firm, True)
    assert stood(case_id) == (True, None, "open", False)
    say(working, agency, True, later=2, said_at=LATER + timedelta(days=1))
    assert stood(case_id) == (True, True, "open", True)
    with db.reading() as session:
        assert session.get_one(Case, case_id).willing_on == date(2026, 11, 17)

    say(working, agency, False, later=3, said_at=LATER + timedelta(days=3), spoken_by="李经理", words="不谈")
    assert stood(case_id) == (True, False, "refused", False)
    say(working, agency, True, later=4, said_at=LATER + timedelta(days=2))
    assert stood(case_id)[1] is False, "what was said before doesn't replace what was said after"
    say(working, agency, True, later=5, said_at=LATER + timedelta(days=5))
    assert stood(case_id) == (True, True, "open", True)
    with db.reading() as session:
        assert len(session.exec(select(Consent)).all()) == 6
        assert consents.standing(session, case_id)[agency, "mediation"].words == ""


def test_corrected_facts_never_overrule_what_a_party_said_and_a_new_party_has_not_agreed(station: Working) -> None:
    case_id = station.log(willing={"applicant": True, "respondent": True})
    assert stood(case_id)[:2] == (True, True)
    with db.reading() as session:
        _, firm = parties(session, case_id)
    say(station, firm, False)

    both = {"willing": {"applicant": True, "respondent": True}}
    with db.transaction() as session, pytest.raises(Refused) as refused:
        intake.correct(session, case_id, both, reason="改", by=station["mediator"], now=LATER)
    assert [one.field for one in refused.value.problems] == ["willing.respondent"]
    assert stood(case_id)[1:3] == (False, "refused")
    with db.transaction() as session, pytest.raises(Conflict):
        invitations.invite(session, firm, Invite("phone", None), by=station["mediator"], now=LATER)

    say(station, firm, True, later=1, said_at=LATER + timedelta(hours=1))
    assert stood(case_id)[:3] == (True, True, "open")
    with db.transaction() as session:
        new = {"name": "远大劳务公司", "kind": "employer"}
        keeping.add(session, case_id, "respondent", new, by=station["mediator"], now=LATER)
    assert stood(case_id)[:3] == (True, None, "open")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"agreed": None}, "agreed"),
        ({"about": "anything"}, "about"),
        ({"way": "inquiry"}, "way"),
        ({"said_at": LATER + timedelta(minutes=1)}, "said_on"),
        ({"said_at": LATER - timedelta(days=1)}, "said_on"),
        ({"evidence_id": "nothing"}, "evidence_id"),
    ],
)
def test_an_answer_that_can_not_be_is_refused(station: Working, given: dict[str, Any], field: str) -> None:
    case_id = station.log()
    with db.reading() as session:
        worker, _ = parties(session, case_id)

    with pytest.raises(Refused) as refused:
        say(station, worker, **{"agreed": True, **given})

    assert [one.field for one in refused.value.problems] == [field]
    assert stood(case_id)[0] is None


def test_an_invitation_ends_with_the_answer_and_two_days_in_vain_are_counted(station: Working) -> None:
    case_id = station.log()
    by = station["mediator"]
    with db.transaction() as session:
        worker, firm = parties(session, case_id)
        session.get_one(Party, firm).contact_unsafe = True
    with db.transaction() as session, pytest.raises(Refused):
        invitations.invite(session, firm, Invite("phone", None), by=by, now=LATER)
    made = []
    for days in (0, 1):
        at = LATER + timedelta(days=days)
        with db.transaction() as session:
            made.append(invitations.invite(session, firm, Invite("phone", None, safely=True), by=by, now=at))
            with pytest.raises(Refused):
                invitations.move(session, made[-1].id, "failed", by=by, now=at)
            invitations.move(session, made[-1].id, "failed", note="无人接听", by=by, now=at)
            with pytest.raises(Conflict):
                invitations.move(session, made[-1].id, "delivered", by=by, now=at)
    assert invitations.days_failed(made) == 2

    with db.transaction() as session:
        last = invitations.invite(session, worker, Invite("in_person", date(2026, 11, 20)), by=by, now=LATER)
        _, letter = invitations.letter(session, last.id, user=by)
        assert "2026年11月20日" in letter.short
        assert "城厢" not in letter.short
        assert "城厢建筑公司" in letter.body[0]
    say(station, worker, True)
    with db.reading() as session:
        assert session.get_one(type(last), last.id).state == "answered"
