"""The search box over the real full-text index of either database, held against the plain reading of the tokens."""

from datetime import date, timedelta
from random import Random

import pytest
from sqlmodel import select

from mediation import db
from mediation.access import Scope
from mediation.domain import tokens
from mediation.domain.refusals import Refused
from mediation.models.case import Case
from mediation.models.search import SearchText
from mediation.office import intake, search, searchwords
from mediation.office.search import Filters
from tests import make
from tests.office.working import LATER, Working

SAID = "王伟张玥拖欠工资赔偿金公司李建华"


def numbers(working: Working, typed: str, *, who: str = "mediator", **filters: object) -> list[str]:
    """Return the numbers of the cases found, sorted."""
    with db.reading() as session:
        found = search.find(session, typed, Filters(**filters), user=working[who])  # type: ignore[arg-type]
        assert found.total == len(found.rows)
    return sorted(row.number[-4:] for row in found.rows)


def test_a_case_is_found_by_all_that_was_said_of_it(working: Working) -> None:
    working.log(applicants=[{"name": "欧阳娜娜"}], summary="食堂停业，欠两个月工资")
    working.log(respondents=[{"name": "上海某甲餐饮管理有限公司"}])

    assert numbers(working, "欧阳") == ["0001"]
    assert numbers(working, "娜") == ["0001"]
    assert numbers(working, "ouyangnana") == ["0001"]
    assert numbers(working, "oynn") == ["0001"]
    assert numbers(working, "CH-2026-0002") == ["0002"]
    assert numbers(working, "2026-000") == ["0001", "0002"]
    assert numbers(working, "食堂停业") == ["0001"]
    assert numbers(working, "某甲餐饮") == ["0002"]
    assert numbers(working, "食堂 -欧阳") == []
    assert numbers(working, "2026 -欧阳") == ["0002"]
    assert numbers(working, "%") == ["0001", "0002"], "nothing but signs narrows nothing"
    assert numbers(working, "无此人") == []


def test_a_corrected_summary_is_what_is_found(working: Working) -> None:
    case = working.log(summary="拖欠货款")
    with db.transaction() as session:
        intake.correct(session, case, {"summary": "拖欠加班工资"}, reason="更正", by=working["mediator"], now=LATER)

    assert numbers(working, "货款") == []
    assert numbers(working, "加班工资") == ["0001"]


def test_a_whole_id_number_finds_its_person_and_a_part_finds_nobody(working: Working) -> None:
    working.log(applicants=[{"name": "张三", "id_number": "310112199001010038", "phone": "13900001001"}])
    working.log()

    assert numbers(working, "310112199001010038") == ["0001"]
    assert numbers(working, "3101 1219 9001 0100 38") == ["0001"]
    assert numbers(working, "13900001001") == ["0001"]
    assert numbers(working, "310112") == []
    assert numbers(working, "13900001002") == []


def test_filters_narrow_what_the_words_leave(working: Working) -> None:
    working.log(claims=[{"kind": "severance"}])
    working.log(claims=[{"kind": "unpaid_wages", "amount": "100.00"}])

    assert numbers(working, "", kind="severance") == ["0001"]
    assert numbers(working, "2026", kind="severance") == ["0001"]
    assert numbers(working, "赔偿金", kind="severance") == []
    assert numbers(working, "", state="closed") == []
    assert numbers(working, "", lead="judicial_office") == ["0001"]
    today = date(2026, 11, 16)
    assert numbers(working, "", received_from=today, received_until=today) == ["0001", "0002"]
    assert numbers(working, "", received_until=date(2026, 11, 15)) == []


def test_nothing_but_unwanted_words_is_refused(working: Working) -> None:
    with db.reading() as session, pytest.raises(Refused, match="至少写一个"):
        search.find(session, "-王伟", user=working["mediator"])


def test_a_desk_finds_its_own_cases_only(working: Working, monkeypatch: pytest.MonkeyPatch) -> None:
    working.log(claims=[{"kind": "severance"}])
    working.log()

    assert numbers(working, "2026", who="mediator") == ["0001", "0002"]
    assert numbers(working, "2026", who="judicial_office") == ["0001"]
    assert numbers(working, "2026 -恐龙", who="judicial_office") == ["0001"]
    monkeypatch.setattr(search, "FEW", -1)
    assert numbers(working, "2026", who="judicial_office") == ["0001"], "by the index as by reading one by one"


def test_the_database_finds_what_the_plain_reading_finds(
    working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(7)
    with db.transaction() as session:
        for nth in range(120):
            text = "".join(random.choice(SAID + " a1，") for _ in range(random.randrange(1, 14)))
            case = make.case(session, working.station, f"T-{nth:04d}", summary=text)
            searchwords.keep(session, case, tokens.stored([text]))
    with db.reading() as session:
        texts = {row.case_id: row.tokens for row in session.exec(select(SearchText))}
    for few in (False, True):
        monkeypatch.setattr(search, "FEW", 5000 if few else -1)
        for _ in range(60):
            typed = _random_question(random)
            asked = tokens.question(typed)
            if not asked.wanted:
                continue
            with db.reading() as session:
                scope = Scope(session, working["mediator"])
                found = set(session.execute(search._matching(scope, typed, asked, [])).scalars())
            assert found == {one for one, text in texts.items() if tokens.holds(asked, text)}, typed


def _random_question(random: Random) -> str:
    parts = []
    for _ in range(random.randrange(1, 4)):
        word = "".join(random.choice(SAID + "a1") for _ in range(random.randrange(1, 4)))
        parts.append(random.choice(("", "", "-")) + word)
    return " ".join(parts)


def test_cases_from_before_the_index_are_caught_up_with(working: Working, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searchwords, "BATCH", 2)
    with db.transaction() as session:
        for nth in range(5):
            make.case(session, working.station, f"T-{nth:04d}", summary="旧案")

    assert numbers(working, "旧案") == []
    assert searchwords.catch_up() == 5
    assert searchwords.catch_up() == 0
    assert numbers(working, "旧案") == [f"000{nth}" for nth in range(5)]


def test_the_newest_thousand_are_put_in_order(working: Working, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST", 3)
    with db.transaction() as session:
        for nth in range(5):
            at = LATER + timedelta(days=nth)
            case = make.case(session, working.station, f"T-{nth:04d}", summary="拖欠", received_at=at)
            searchwords.keep(session, case, "拖 欠")

    assert numbers(working, "拖欠") == ["0002", "0003", "0004"]


def test_a_case_of_another_station_is_never_found(working: Working) -> None:
    with db.transaction() as session:
        other = make.station(session, "XZ")
        case: Case = make.case(session, other, "XZ-2026-0001", summary="拖欠")
        searchwords.keep(session, case, "拖 欠")

    assert numbers(working, "拖欠") == []
