"""Equality answers: sealed, read by nobody one by one, summed over a year with small numbers hidden."""

import json
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from mediation import db
from mediation.domain.equality import HIDDEN, QUESTIONS, shown
from mediation.domain.refusals import Forbidden, NotFound, Refused
from mediation.domain.worktime import ZONE
from mediation.models.case import Case
from mediation.models.equality import EqualityAnswer
from mediation.models.history import HistoryLine
from mediation.models.party import Party
from mediation.office import equality
from tests import make
from tests.office.working import LATER

NEXT_YEAR = datetime.combine(date(2027, 2, 1), time(10), ZONE)
SAID = {"sex": "female", "age": "25", "disability": "yes", "household": "away_rural", "ethnic": "minority"}


def worker(case_id: str) -> str:
    with db.reading() as session:
        return session.exec(select(Party.id).where(Party.case_id == case_id, Party.kind == "person")).one()


def say(working, case_id, answers, *, consent=True, by="mediator"):
    with db.transaction() as session:
        equality.note(
            session, case_id, worker(case_id), answers, consent=consent, by=working[by], now=LATER
        )


def summed(working, year=2026, by="supervisor"):
    with db.reading() as session:
        page = equality.figures(session, year, user=working[by], now=NEXT_YEAR)
    return {table.question.key: dict(table.counts) for table in page.tables}


def test_only_sums_come_out_and_small_ones_do_not(working):
    cases = [working.log(key=str(nth)) for nth in range(12)]
    for nth, case_id in enumerate(cases):
        say(working, case_id, {"sex": "female" if nth < 7 else "male", "disability": "yes" if nth < 2 else "no"})
    sums = summed(working)
    assert sums["sex"] == {"female": 7, "male": HIDDEN, "": HIDDEN}  # 5 are hidden beside the zero
    assert sums["disability"] == dict.fromkeys(("yes", "no", ""), HIDDEN)  # 0 and 2 make less than 5
    assert set(sums["ethnic"].values()) == {HIDDEN}
    assert summed(working, 2027)["sex"] == dict.fromkeys(("female", "male", ""), HIDDEN)
    with db.transaction() as session:  # one merged into another is nobody twice
        session.get_one(Case, cases[0]).merged_into = cases[1]
    assert summed(working)["sex"]["female"] == 6


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), min_size=2))
def test_what_is_hidden_can_not_be_computed_from_the_total(counts):
    seen = shown(counts)
    under = [counts[code] for code, number in seen.items() if number == HIDDEN]
    assert all(number >= 5 for code, number in counts.items() if seen[code] != HIDDEN)
    if under and len(under) < len(counts):
        assert len(under) > 1
        assert sum(under) >= 5


def test_nobody_reads_answers_and_correcting_shows_none(working):
    case_id = working.log()
    say(working, case_id, SAID)
    with db.reading() as session:
        row = session.exec(select(EqualityAnswer)).one()
        lines = " ".join(session.exec(select(HistoryLine.fields_json)).all())
        page = equality.page(session, case_id, user=working["mediator"])
    assert not any(f'"{value}"' in lines for value in SAID.values())
    assert [one.answered_on is not None for one in page.people] == [True]
    assert not any(value in repr(page) for value in SAID.values())

    say(working, case_id, {"sex": "male"})
    with db.reading() as session:
        after = session.exec(select(EqualityAnswer)).one()
    assert after.id == row.id
    assert len(after.answers_sealed) == len(row.answers_sealed)  # neither the values nor how many were given shows
    assert json.dumps({"sex": "male"}).encode()[1:-1] not in after.answers_sealed
    for who in ("union", "lawyer", "supervisor", "admin"):
        with pytest.raises((Forbidden, NotFound)):
            say(working, case_id, SAID, by=who)
    for who in ("mediator", "union", "admin"):
        with pytest.raises(Forbidden):
            summed(working, by=who)
    with db.transaction() as session:
        equality.withdraw(session, case_id, worker(case_id), by=working["mediator"], now=LATER)
    with db.reading() as session:
        assert session.exec(select(EqualityAnswer)).all() == []


def test_it_takes_consent_an_answer_and_a_person_of_the_case(working):
    case_id, other = working.log(), working.log(key="2")
    for answers, consent in ((SAID, False), ({}, True), ({"sex": "x"}, True)):
        with pytest.raises(Refused):
            say(working, case_id, answers, consent=consent)
    with pytest.raises(NotFound), db.transaction() as session:
        equality.note(session, other, worker(case_id), SAID, consent=True, by=working["mediator"], now=LATER)
    with db.transaction() as session:
        foreign = make.user(session, "fremd", at=make.station(session, "XZ"))
    with pytest.raises(NotFound), db.transaction() as session:
        equality.note(session, case_id, worker(case_id), SAID, consent=True, by=foreign, now=LATER)


def test_the_running_year_counts_whole_quarters(working):
    with db.reading() as session:
        running = equality.figures(session, user=working["supervisor"], now=LATER)
        assert (running.year, running.until, running.after) == (2026, date(2026, 9, 30), None)
        assert equality.figures(session, 2026, user=working["supervisor"], now=NEXT_YEAR).until == date(2026, 12, 31)
        for year in (2027, 1900):
            with pytest.raises(NotFound):
                equality.figures(session, year, user=working["supervisor"], now=LATER)


def test_no_other_part_of_the_program_names_the_table():
    """Exports, documents, search and pages can't hold what they don't read."""
    root = Path(equality.__file__).parent.parent
    named = {
        str(path.relative_to(root)) for path in root.rglob("*.py") if "EqualityAnswer" in path.read_text(encoding="utf-8")
    }
    assert named == {"models/equality.py", "office/equality.py"}
    assert {one.key for one in QUESTIONS} == set(SAID)
