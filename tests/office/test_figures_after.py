"""Figures of a hand-counted world: an agreement and its correction, a firm that left, answers about satisfaction."""

from datetime import date, datetime, time

import pytest

from mediation import db
from mediation.domain import figures as sums
from mediation.domain.smallnumbers import ALSO, SMALL
from mediation.domain.worktime import ZONE
from mediation.models.afterwards import RouteStep, Satisfaction
from mediation.models.party import Party
from mediation.models.settlement import Instalment, Settlement
from mediation.office import figures, figures_paper
from mediation.office.figures_hidden import for_partners
from mediation.web.words import chinese
from tests import make

NOW = datetime.combine(date(2026, 11, 20), time(15), ZONE)
DAY = date(2026, 11, 5)


def agreed(session, case, total, *, corrects=None, replaced_on=None, on=DAY, parts=()):
    """Store an agreement in force with its payments: (day due, yuan, day paid)."""
    row = Settlement(
        station_id=case.station_id, case_id=case.id, state="issued", total=total * 100, effective_on=on,
        corrects=corrects, replaced_on=replaced_on, changed_at=NOW,
    )  # fmt: skip
    session.add(row)
    session.flush()
    for nth, (due, yuan, paid) in enumerate(parts):
        session.add(
            Instalment(
                station_id=case.station_id, case_id=case.id, settlement_id=row.id, position=nth, due_on=due,
                amount=yuan * 100, state="paid" if paid else "due", paid_on=paid,
            )  # fmt: skip
        )
    return row.id


def party(session, case, name, side="respondent", **given):
    kind = "employer" if side == "respondent" else "person"
    row = Party(station_id=case.station_id, case_id=case.id, side=side, kind=kind, name=name, **given)
    session.add(row)
    session.flush()
    return row


def answer(session, case, who, score, on=DAY):
    session.add(
        Satisfaction(
            station_id=case.station_id, case_id=case.id, party_id=who.id, score=score, answered_on=on, way="phone",
            noted_at=NOW,
        )  # fmt: skip
    )


def report(working, key="2026-11"):
    with db.reading() as session:
        return figures.report(session, working.station, sums.period(key), now=NOW, user=working["supervisor"])


def cases_of(working, figure, part=None):
    with db.reading() as session:
        found = figures.cases(session, figure, part=part, period="2026-11", user=working["supervisor"], now=NOW)
    return [row.number for row in found.rows]


def test_a_corrected_agreement_is_counted_once(working):
    first, second, third, later = date(2026, 11, 6), date(2026, 11, 12), date(2026, 11, 19), date(2026, 11, 28)
    with db.transaction() as session:
        case = make.case(session, working.station, "CH-1", received_on=DAY)
        # 6,000 promised in three parts, 1,500 came; corrected: that part stands, the 4,500 left come in two
        old = agreed(
            session, case, 6000, replaced_on=third,
            parts=[(first, 1500, first), (second, 1500, None), (later, 3000, None)],
        )  # fmt: skip
        agreed(session, case, 6000, corrects=old, on=third, parts=[(first, 1500, first), (third, 4500, None)])
        # 1,000 came under an agreement that was corrected to 700 more: both came
        other = make.case(session, working.station, "CH-2", received_on=DAY)
        before = agreed(session, other, 1000, replaced_on=third, parts=[(second, 1000, second)])
        agreed(session, other, 700, corrects=before, on=third, parts=[(third, 700, third)])

        for on, back in ((first, None), (second, NOW)):
            session.add(
                RouteStep(
                    station_id=case.station_id, case_id=case.id if back is None else other.id, settlement_id=old,
                    route="payment_order", step="filed", on=on, noted_at=NOW, noted_by=working["mediator"].id,
                    taken_back_at=back,
                )  # fmt: skip
            )

    values = report(working).values

    assert values["payment_order"] == 1  # the other was taken back
    assert (values["agreed"], values["agreed_sum"]) == (2, 6700_00)
    assert (values["due_cases"], values["due_sum"], values["due_paid_sum"]) == (2, 6700_00, 2200_00)
    assert (values["performed"], values["performance_rate"]) == (1, 50.0)
    assert (values["paid_cases"], values["paid_sum"]) == (2, 3200_00)
    assert cases_of(working, "payment_order") == ["CH-1"]
    assert cases_of(working, "performed") == ["CH-2"]


def test_a_firm_that_left_the_case_is_no_party_of_it(working):
    with db.transaction() as session:
        case = make.case(session, working.station, "CH-1", received_on=DAY)
        party(session, case, "某餐饮公司", firm_key="某餐饮公司", industry="餐饮")
        party(session, case, "某劳务公司", firm_key="某劳务公司", industry="劳务派遣", left_on=DAY, left_why="认错")

    found = {table.split.key: {part.name: part.value for part in table.parts} for table in report(working).tables}

    assert found["employer"] == {"某餐饮公司": 1}
    assert found["industry"] == {"餐饮": 1}
    assert cases_of(working, "industry", "劳务派遣") == []


@pytest.fixture
def answers(working):
    """Eight cases: both sides of six very satisfied, one side of two not; one answer of the month before."""
    with db.transaction() as session:
        for nth in range(8):
            case = make.case(session, working.station, f"CH-{nth}", received_on=DAY)
            worker, firm = party(session, case, "张三", "applicant"), party(session, case, "某公司")
            if nth < 6:
                answer(session, case, worker, 5)
                answer(session, case, firm, 5)
            else:
                answer(session, case, worker, 2)
        answer(session, case, firm, 1, date(2026, 10, 31))
    return working


def test_satisfaction_is_said_by_grade_with_the_cases_behind(answers):
    found = report(answers)
    table = next(one for one in found.tables if one.split.key == "satisfaction")

    assert {key: found.values[key] for key in ("answered", "answers", "answered_well", "answers_well")} == {
        "answered": 8, "answers": 14, "answered_well": 6, "answers_well": 12,
    }  # fmt: skip
    assert found.values["satisfaction_rate"] == 85.7  # 12 of 14
    assert [(part.code, part.value, table.share(part)) for part in table.parts] == [
        ("5", 12, 85.7), ("4", 0, 0.0), ("3", 0, 0.0), ("2", 2, 14.3), ("1", 0, 0.0),
    ]  # fmt: skip
    assert sorted(cases_of(answers, "answers")) == [f"CH-{nth}" for nth in range(8)]
    assert sorted(cases_of(answers, "answers_well")) == [f"CH-{nth}" for nth in range(6)]
    assert sorted(cases_of(answers, "satisfaction", "2")) == ["CH-6", "CH-7"]


def test_few_answers_are_hidden_from_partners_and_so_is_what_tells_them(answers):
    shown = for_partners(report(answers))
    table = next(one for one in shown.tables if one.split.key == "satisfaction")
    paper = figures_paper.record(shown, by="", word=chinese)

    grades = {part.code: part.value for part in table.parts}
    assert grades["2"] == SMALL
    assert isinstance(table.total, str) or ALSO in grades.values()  # 14 less 12 would tell it
    assert isinstance(shown.values["satisfaction_rate"], str)
    line = next(one for one in paper["tables"] if one["title"] == "满意度回答")
    assert line["unit"] == "份"
    assert {one["name"]: (one["value"], one["share"]) for one in line["lines"]}["2 不满意"] == (SMALL, "无")
