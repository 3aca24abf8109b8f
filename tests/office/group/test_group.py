"""A group settles only what each worker agreed to; who refuses is left out; what each was paid."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from mediation import db
from mediation.config import Settings
from mediation.domain.refusals import Conflict, Refused
from mediation.models.case import Case
from mediation.models.evidence import Evidence
from mediation.models.group import GroupWorker
from mediation.models.settlement import Instalment, Settlement
from mediation.models.user import User
from mediation.office import group
from mediation.office.group import agreeing, changing, keeping, lines, paying, roll
from mediation.office.group.agreeing import Given
from tests.make import NOW
from tests.office.group import drafted, house, id_number
from tests.office.group import roll as pasted

TODAY = NOW.date()
THREE = [("工人1", "100.00"), ("工人2", "100.00"), ("工人3", "100.00")]


def take(session: Session, case: Case, by: User, text: str) -> roll.Taken:
    listed, _ = roll.read(text, None, now=NOW)
    return roll.take(session, case.id, listed, by=by, now=NOW)


def agree(session: Session, row: Settlement, by: User, *workers: GroupWorker, scan: str = "", **said: object) -> int:
    plain = {"agreed": True, "way": "signed_list" if scan else "in_person", "on": TODAY, "evidence_id": scan, **said}
    what = Given(workers=[one.id for one in workers], **plain)  # type: ignore[arg-type]
    return agreeing.note(session, row.id, what, by=by, now=NOW)


def messages(refused: Refused) -> list[str]:
    return [one.message for one in refused.problems]


def test_a_list_taken_again_corrects_who_is_there_by_number_or_name(settings: Settings) -> None:
    with db.transaction() as session:
        _, user, case = house(session)
        assert take(session, case, user, pasted(3)) == roll.Taken(3, 0)
        again = f"姓名\t身份证号\t协商金额\n工人1\t{id_number(1)}\t\n工人壹\t{id_number(2)}\t5\n新人\t\t7"
        assert take(session, case, user, again) == roll.Taken(1, 1)
        assert [(one.name, one.claimed, one.offered) for one in lines.rows(session, case.id)] == [
            ("工人1", 800150, None), ("工人壹", 800250, 500), ("工人3", 800350, None), ("新人", None, 700),
        ]  # fmt: skip
        keeping.add(session, case.id, {"name": "新人"}, by=user, now=NOW)
        assert list(lines.twice(lines.rows(session, case.id)).values()) == ["name", "name"]
        with pytest.raises(Refused) as refused:
            take(session, case, user, "姓名\t电话\n新人\t13800000001")
        assert messages(refused.value) == [lines.SEVERAL]


def test_a_settlement_waits_for_every_worker_and_a_changed_share_or_term_is_asked_again(sqlite_settings: Settings) -> None:
    with db.transaction() as session:
        _, user, case = house(session)
        take(session, case, user, pasted(3))
        row = drafted(session, case, user, THREE)
        one, two, three = lines.rows(session, case.id)
        scan = Evidence(
            station_id=case.station_id, case_id=case.id, title="名册", name="a.pdf", mime="application/pdf", size=1,
            given_at=NOW, state="kept", sha256="0" * 64, kind="other",
        )  # fmt: skip
        session.add(scan)
        session.flush()
        assert agree(session, row, user, one, two, scan=scan.id) == 2
        assert group.consented(session, row.id) == (("工人1", "工人2", "工人3"), ("工人1", "工人2"), (), ("工人3",))
        with pytest.raises(Refused) as refused:
            group.may_take_effect(session, row)
        assert refused.value.problems[0].params == {"count": 1, "names": "工人3"}
        agree(session, row, user, three)
        group.may_take_effect(session, row)

        row.terms = {**row.terms, "group": [{"name": "工人1", "amount": "90.00"}, *row.terms["group"][1:]]}
        assert [found.state for found in agreeing.standing(session, row)] == ["again", "given", "given"]
        row.terms = {**row.terms, "default_clause": "另付利息"}
        assert group.consented(session, row.id).missing == ("工人1", "工人2", "工人3")


def test_consent_of_many_needs_the_signed_list_and_nobody_else_answers(sqlite_settings: Settings) -> None:
    with db.transaction() as session:
        _, user, case = house(session)
        take(session, case, user, pasted(3))
        row = drafted(session, case, user, THREE[:2])
        one, two, outsider = lines.rows(session, case.id)
        for workers, said, message in (
            ((one, two), {}, agreeing.ONLY_LIST), ((one,), {"way": "signed_list"}, agreeing.NO_SCAN), ((), {}, agreeing.NOBODY),
            ((outsider,), {}, agreeing.NOT_LISTED), ((one,), {"way": "phone"}, agreeing.NO_WAY),
            ((one,), {"on": TODAY + timedelta(days=1)}, agreeing.NO_DAY), ((one,), {"on": None}, agreeing.NO_DAY),
        ):  # fmt: skip
            with pytest.raises(Refused) as refused:
                agree(session, row, user, *workers, **said)
            assert messages(refused.value) == [message]
        row.effective_on = TODAY
        with pytest.raises(Conflict):
            agree(session, row, user, one)


def test_who_refuses_takes_no_part_and_shares_are_divided_among_the_others(sqlite_settings: Settings) -> None:
    with db.transaction() as session:
        _, user, case = house(session, workers=3)
        take(session, case, user, pasted(3))
        row = drafted(session, case, user, THREE)
        third = lines.rows(session, case.id)[2]
        agree(session, row, user, third, agreed=False, words="金额太少")
        assert group.consented(session, row.id).refused == ("工人3",)
        with pytest.raises(Refused, match="工人3 不同意本协议|names"):
            group.may_take_effect(session, row)
        changing.divide(session, case.id, 101, "equal", by=user, now=NOW)
        assert group.shares(session, case.id) == [("工人1", 51), ("工人2", 50)]
        assert list(group.refusing(session, case.id).values()) == ["工人3"]
        third.claimed = None
        keeping.come_back(session, third.id, by=user, now=NOW)
        with pytest.raises(Refused) as refused:
            changing.divide(session, case.id, 0, "claimed", by=user, now=NOW)
        assert messages(refused.value) == [changing.NO_TOTAL, changing.NO_SHARE]


def test_nobody_is_noted_as_agreeing_to_terms_that_changed_since_they_were_shown(sqlite_settings: Settings) -> None:
    with db.transaction() as session:
        _, user, case = house(session)
        take(session, case, user, pasted(3))
        row = drafted(session, case, user, THREE)
        what = Given(workers=[lines.rows(session, case.id)[0].id], agreed=True, way="in_person", on=TODAY)
        seen = agreeing.seal_of(row)
        agreeing.note(session, row.id, what, by=user, now=NOW, seen=seen)
        row.terms = {**row.terms, "default_clause": "另付利息"}
        session.flush()
        with pytest.raises(Refused) as refused:
            agreeing.note(session, row.id, what, by=user, now=NOW, seen=seen)
        assert messages(refused.value) == [agreeing.CHANGED]


def test_namesakes_of_a_group_are_told_apart_by_who_they_are(sqlite_settings: Settings) -> None:
    with db.transaction() as session:
        _, user, case = house(session, workers=3)
        rows = f"姓名\t身份证号\t协商金额\n张伟\t{id_number(1)}\t60\n李静\t\t70\n张伟\t{id_number(2)}\t80"
        take(session, case, user, rows)
        first, _, third = lines.rows(session, case.id)
        row = drafted(session, case, user, [("张伟", "60.00"), ("李静", "70.00"), ("张伟", "80.00")])
        agree(session, row, user, third)
        agree(session, row, user, first, agreed=False)
        assert group.consented(session, row.id) == (("张伟", "李静", "张伟"), ("张伟",), ("张伟",), ("李静",))
        assert [(one.worker_id, one.state) for one in agreeing.standing(session, row)][::2] == [
            (first.id, "refused"), (third.id, "given"),
        ]  # fmt: skip
        with pytest.raises(Refused) as refused:
            group.may_take_effect(session, row)
        assert [one.params["names"] for one in refused.value.problems] == ["张伟（1号）", "李静"]
        row.terms = {**row.terms, "group": [{"name": "张伟", "amount": "80.00"}]}
        assert group.consented(session, row.id).given == ("张伟",)  # whoever of the name still takes part
        assert group.shares(session, case.id) == [("李静", 7000), ("张伟（3号）", 8000)]
        assert group.refusing(session, case.id) == {first.id: "张伟（1号）"}
        keeping.come_back(session, first.id, by=user, now=NOW)
        plain, numbered = {"name": "张伟", "amount": "80.00"}, {"name": "张伟", "amount": "80.00", "nth": "3"}
        assert [one["worker"] for one in group.bound(session, case.id, [plain])] == [None]
        assert [one["worker"] for one in group.bound(session, case.id, [numbered, plain])] == [third.id, first.id]
        assert [one["worker"] for one in group.bound(session, case.id, [numbered, numbered])] == [third.id, None]
        assert group.id_numbers(session, case.id)[third.id] == id_number(2)


def test_representatives_are_elected_from_ten_workers_on(sqlite_settings: Settings) -> None:
    with db.transaction() as session:
        _, user, case = house(session)
        take(session, case, user, pasted(9))
        chosen = [one.id for one in lines.rows(session, case.id)[:2]]
        with pytest.raises(Refused) as refused:
            changing.elect(session, case.id, chosen, " ", TODAY + timedelta(days=1), by=user, now=NOW)
        assert messages(refused.value) == [changing.TOO_FEW, changing.NO_DAY, changing.NO_HOW]
        take(session, case, user, pasted(10))
        assert changing.elect(session, case.id, chosen, "举手", TODAY, by=user, now=NOW) == 2
        keeping.leave(session, chosen[0], "自行和解", by=user, now=NOW)
        assert [one.name for one in lines.rows(session, case.id) if one.elected] == ["工人2"]


def test_payments_are_noted_for_all_or_by_a_list_and_who_lacks_what_is_known(sqlite_settings: Settings) -> None:
    with db.transaction() as session:
        _, user, case = house(session)
        take(session, case, user, pasted(3))
        with pytest.raises(Conflict):
            paying.pay_listed(session, case.id, [], "this", by=user, now=NOW)
        row = drafted(session, case, user, THREE, state="issued", effective_on=TODAY)
        due = [(TODAY, 10001), (TODAY + timedelta(days=30), 19999)]
        parts = [
            Instalment(settlement_id=row.id, station_id=row.station_id, case_id=case.id, position=n, due_on=on, amount=sum_)
            for n, (on, sum_) in enumerate(due)
        ]
        session.add_all(parts)
        session.flush()
        assert [one.lacking for one in group.unpaid(session, row.id, by_day=TODAY)] == [3334, 3334, 3333]
        listed, _ = roll.read("姓名\t实付金额\n工人2\t33.34\n工人3\t10", None, now=NOW)
        paying.pay_listed(session, case.id, listed, "this", by=user, now=NOW)
        paying.pay_listed(session, case.id, listed[1:], "this", by=user, now=NOW)
        assert [(one.name, one.lacking) for one in group.unpaid(session, row.id, by_day=TODAY)] == [("工人1", 3334), ("工人3", 1333)]
        over, _ = roll.read("姓名\t实付金额\n工人1\t100.01\n陌生人\t1", None, now=NOW)
        with pytest.raises(Refused) as refused:
            paying.pay_listed(session, case.id, over, "all", by=user, now=NOW)
        assert messages(refused.value) == [paying.TOO_MUCH, paying.NOT_LISTED]
        case.state = "closed"
        assert paying.pay_all(session, case.id, parts[1].id, by=user, now=NOW) == 3
        assert not group.unpaid(session, row.id)
        assert {one.state for one in lines.rows(session, case.id)} == {"paid"}
