"""The example every user knows: falling orders, forty posts at risk, slightly lower pay and a promise not to dismiss."""

from datetime import date
from fractions import Fraction

from mediation.domain.talks.clauses import lacking
from mediation.domain.talks.costing import PRESENT, assumptions, below_minimum, change_of, compare, cost
from mediation.domain.talks.floors import check
from mediation.domain.talks.movement import gaps, tables
from mediation.domain.talks.offers import Offer, table
from mediation.domain.talks.outcomes import CaseFact, breaches, commitments, summary
from mediation.domain.talks.severance import Caps
from mediation.domain.talks.wagetable import heads, paste
from mediation.domain.talks.whatif import Dismissals, Leaver, compare_with_dismissals
from mediation.domain.talks.wording import read_values, text_of
from tests.domain.talks.terms import library, standards

AGENDA = ("wage_level", "job_security")
WAGES = "班组\t人数\t月工资\n一线\t200\t8000\n后勤\t20\t2800\n"
SECURITY = {"from": "2026-12-01", "until": "2027-11-30", "heads": "220"}


def offered(side: str, number: int, change: str, *, promise: bool) -> Offer:
    typed = {"wage_level": {"change": change, "months": "12"}, **({"job_security": SECURITY} if promise else {})}
    clauses = {key: read_values(library()[key], one) for key, one in typed.items()}
    return Offer(side, number, clauses, (frozenset(clauses),) if promise else ())


MADE = [
    offered("employer", 1, "-8", promise=False),
    offered("workers", 1, "-2", promise=True),
    offered("employer", 2, "-3", promise=True),
    Offer("workers", 2, accepts=frozenset(AGENDA)),
]


def test_the_talks_end_with_three_per_cent_less_and_nobody_dismissed() -> None:
    now = table(MADE, AGENDA, library())
    agreed = now.agreed()

    assert now.turn is None
    assert "下调3%" in text_of(library()["wage_level"], agreed["wage_level"])
    (change, _) = (one for one in gaps(tables(MADE, AGENDA, library()), library()) if one.field.key != "heads")
    assert [one.gap for one in change.points] == [600, 0]
    assert summary({}, agreed, library(), heads=220).adjustment == -300
    assert {one.clause for one in lacking(library(), agreed, "shanghai")} >= {"liability", "sick_leave_pay"}


def test_the_lowest_group_would_fall_below_the_minimum_and_the_floor_is_told() -> None:
    lines, given = paste(WAGES), assumptions(standards())
    agreed = table(MADE, AGENDA, library()).agreed()

    (found,) = below_minimum(lines, change_of(agreed, library()), given, standards())

    assert (found.facts["group"], found.facts["short"]) == ("后勤", 2_400)
    assert [one.severity for one in check(agreed, library(), standards())] == ["warning"]


def test_the_cost_stands_beside_forty_dismissals() -> None:
    lines, given = paste(WAGES), assumptions(standards())
    change = change_of(table(MADE, AGENDA, library()).agreed(), library())
    (found,) = compare(cost(lines, PRESENT, given), {"协议": cost(lines, change, given)})
    dismissals = Dismissals((Leaver("一线", 40, date(2016, 12, 1)),), date(2026, 11, 30))

    both = compare_with_dismissals(
        lines, change, dismissals, given, Caps(274_000, 1_257_700), mass=(20, Fraction(1, 10))
    )

    assert found.percent == -300
    assert both.months[11].present - both.months[11].cut == -found.more
    assert both.one_off == 40 * 10 * 800_000
    assert both.recovers == 8
    assert both.mass
    assert heads(lines) == 220


def test_a_dismissal_within_the_promise_is_raised() -> None:
    (promise,) = commitments(table(MADE, AGENDA, library()).agreed(), library(), date(2026, 12, 1), date(2027, 11, 30))
    case = CaseFact(date(2027, 3, 1), "某厂", "dismissal_damages")

    assert [one.fact for one in breaches(promise, {"某厂"}, [case])] == [case]
