"""A desk hears of a case that comes to it: once, at once when it can't wait, and only its own people."""

from datetime import timedelta

from sqlmodel import select

from mediation import db
from mediation.models.notice import Delivery, Notice
from mediation.office import notices, notices_referral
from tests import make
from tests.office.posting import confirm
from tests.office.working import RECEIVED, Working


def told(working: Working) -> dict[str, list[Notice]]:
    """Return the notices by the name of the person."""
    names = {user.id: name for name, user in working.people.items()}
    found: dict[str, list[Notice]] = {}
    with db.reading() as session:
        for one in session.exec(select(Notice).where(Notice.kind == "referral").order_by(Notice.key)):
            found.setdefault(names[one.user_id], []).append(one)
    return found


def test_the_people_of_the_desk_are_told_of_a_new_case(working: Working) -> None:
    confirm(working, *working.people)
    case_id = working.log()

    (one,) = told(working)["union"]
    assert told(working).keys() == {"union"}
    assert (one.case_id, one.target, one.urgency, one.waiting) == (case_id, "/inbox", "normal", True)
    assert notices.said(one).params["number"] == "CH-2026-0001"


def test_an_immediate_referral_is_mailed_at_once(working: Working) -> None:
    confirm(working, *working.people)
    working.log(risk={"violence": "weapon"})

    with db.reading() as session:
        letters = list(session.exec(select(Delivery)))
    assert {one.urgency for one in told(working)["police"]} == {"immediate"}
    assert working["police"].id in {one.user_id for one in letters}


def test_the_law_firm_hears_of_cases_through_the_docket_only(working: Working) -> None:
    working.log(claims=[{"kind": "severance"}])

    assert "lawyer" not in told(working)
    assert "judicial_office" in told(working)


def test_a_referral_that_is_late_already_is_the_sweeps_matter(working: Working) -> None:
    with db.transaction() as session:
        case = make.case(session, working.station, received_at=RECEIVED)
        late = make.referral(session, case, accept_by=RECEIVED - timedelta(minutes=1))
        waits = make.referral(session, case, "police", accept_by=RECEIVED + timedelta(minutes=1))

        assert notices_referral.referred(session, case, [(late, True)], now=RECEIVED) == 0
        assert notices_referral.referred(session, case, [(waits, True)], now=RECEIVED) == 1
        assert notices_referral.referred(session, case, [(waits, True)], now=RECEIVED) == 0, "told once"
        waits.priority = "immediate"
        assert notices_referral.referred(session, case, [(waits, False)], now=RECEIVED) == 1

    assert [one.message for one in told(working)["police"]] == [
        notices_referral.MORE_URGENT, notices_referral.COME,
    ]  # fmt: skip
