"""An expert called in by video: names first for a lawyer, a sealed address that no history knows, notes in the case."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from mediation import db
from mediation.access import Scope
from mediation.domain.refusals import Conflict, NotFound, Refused
from mediation.models.case import Case
from mediation.models.expert import ExpertCall
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.models.referral import Referral
from mediation.office import conflicts_decide, experts, experts_pages
from mediation.office.experts import NewCall
from tests.office.onduty import WEDNESDAY, OnDuty, referral_of
from tests.office.working import FILE

ADDRESS = "https://meeting.example.cn/j/123456?pwd=geheim"
AT = WEDNESDAY + timedelta(hours=2)
FIRM = FILE["respondents"][0]["name"]


def called(duty: OnDuty, case_id: str, who: str, address: str = ADDRESS) -> str:
    with db.transaction() as session:
        new = NewCall(who, AT, address, question="伤残等级能否先行调解？")
        return experts.call(session, case_id, new, by=duty["mediator"], now=WEDNESDAY).id


def answered(duty: OnDuty, call_id: str, word: str, who: str = "other") -> ExpertCall:
    with db.transaction() as session:
        return experts.answer(session, call_id, word=word, by=duty[who], now=WEDNESDAY)


def sees(session: Session, duty: OnDuty, case_id: str) -> bool:
    return bool(session.exec(Scope(session, duty["other"]).select(Case).where(Case.id == case_id)).all())


def test_a_called_lawyer_sees_names_only_until_the_answer_and_never_takes_the_case_over(duty: OnDuty) -> None:
    case_id = duty.log()
    call_id = called(duty, case_id, f"lawyer:{duty.lawyers['other'].id}")

    with db.reading() as session:
        (one,) = experts_pages.invitations(session, user=duty["other"], now=WEDNESDAY)
        assert (one.case_id, one.address, one.question) == ("", "", "")
        assert FIRM in [name.name for name in one.names]
        assert not sees(session, duty, case_id)
        told = session.exec(select(Notice).where(Notice.user_id == duty["other"].id)).all()
    assert ["geheim" in str(note.params) for note in told] == [False]
    with pytest.raises(NotFound):
        answered(duty, call_id, "clear", "colleague")

    assert answered(duty, call_id, "clear").state == "accepted"

    with db.transaction() as session:
        (one,) = experts_pages.invitations(session, user=duty["other"], now=WEDNESDAY)
        assert (one.case_id, one.address) == (case_id, ADDRESS)
        referral = session.get_one(Referral, referral_of(session, case_id))
        assert (referral.state, referral.assigned_to) == ("open", None)
        experts.mark(session, call_id, state="took_part", notes="可先就医疗费达成协议", by=duty["mediator"], now=AT)
        lines = session.exec(select(HistoryLine).where(HistoryLine.subject_kind == "expert_call")).all()
    assert [line.act for line in lines] == ["expert.call", "expert.answer", "expert.took_part"]
    assert "可先就医疗费达成协议" in lines[2].fields_json
    assert "meeting" not in "".join(line.fields_json for line in lines)
    with pytest.raises(Conflict):
        answered(duty, call_id, "declined")


def test_a_conflict_declines_the_call_and_leaves_the_case_with_whom_it_is(station_duty: OnDuty) -> None:
    duty = station_duty
    case_id = duty.log()
    duty.clear(case_id)
    call_id = called(duty, case_id, f"lawyer:{duty.lawyers['other'].id}")

    assert answered(duty, call_id, "conflict").state == "declined"

    with db.reading() as session:
        referral = session.get_one(Referral, referral_of(session, case_id))
        assert (referral.state, referral.accepted_by) == ("accepted", duty["lawyer"].id)
        assert not sees(session, duty, case_id)
    second = called(duty, case_id, f"lawyer:{duty.lawyers['colleague'].id}")
    assert answered(duty, second, "unsure", "colleague").state == "asked"
    with db.transaction() as session:
        (check,) = conflicts_decide.unsure(session, user=duty["supervisor"])
        conflicts_decide.settle(session, check.id, decision="conflict", reason="同一集团", by=duty["supervisor"], now=WEDNESDAY)
        assert session.get_one(ExpertCall, second).state == "declined"
        assert session.get_one(Referral, referral_of(session, case_id)).accepted_by == duty["lawyer"].id


def test_a_named_expert_is_noted_by_whoever_asked_and_what_is_no_video_address_is_refused(station_duty: OnDuty) -> None:
    duty = station_duty
    boss, case_id = duty["supervisor"], duty.log()
    with db.transaction() as session:
        expert = experts.save_expert(
            session, duty.working.station.id, name="周医师", expertise="injury", organisation="区劳动能力鉴定中心",
            by=boss, now=WEDNESDAY,
        )  # fmt: skip
    for wrong in ("http://meeting.example.cn/1", "https://", "https://a:b@meeting.example.cn/", "javascript:alert(1)",
                  "https://meeting.example.cn/ x", "https://meeting.example.cn:99999/"):  # fmt: skip
        with pytest.raises(Refused, match="https 开头"):
            called(duty, case_id, f"expert:{expert.id}", wrong)
    call_id = called(duty, case_id, f"expert:{expert.id}")
    with db.reading() as session:
        (one,) = experts_pages.page(session, case_id, user=boss).calls
        assert (one.told, one.address, one.expertise) == (False, ADDRESS, "injury")
        assert one.may_mark == ("accepted", "declined", "withdrawn")
    with db.transaction() as session:
        experts.mark(session, call_id, state="accepted", by=duty["mediator"], now=WEDNESDAY)
        experts.retire_expert(session, expert.id, by=boss, now=WEDNESDAY)
    with pytest.raises(Refused):
        called(duty, case_id, f"expert:{expert.id}")


def test_a_lawyer_is_not_called_into_a_case_that_is_none_of_the_law_firms(station_duty: OnDuty) -> None:
    duty = station_duty
    case_id = duty.log(claims=[{"kind": "unpaid_wages", "amount": "100.00"}])
    with pytest.raises(Refused, match="没有分流到律师事务所"):
        called(duty, case_id, f"lawyer:{duty.lawyers['other'].id}")
