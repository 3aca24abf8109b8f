"""Private notes: sealed, read by who wrote them and for the workers by the union's desk, and by nothing else."""

import json
import re
from pathlib import Path

import pytest
from sqlmodel import select

from mediation import db
from mediation.domain.refusals import Forbidden, NotFound, Refused
from mediation.models.history import HistoryLine
from mediation.models.talks_table import TalksNote
from mediation.office import talks_notes
from tests import make
from tests.checkout import ROOT
from tests.office.talks.bargaining import NOW, offer, opened
from tests.office.working import Working

READS = re.compile(r"talks_table import (\([^)]*|[^\n]*)\bTalksNote\b|class TalksNote\(Row|[\"']talks_note[\"']|text_sealed")
SECRET = "底线：最多降百分之四"
READERS = {"mediation/office/talks_notes.py", "mediation/models/talks_table.py", "mediation/access/rows.py"}


def note(station: Working, talks_id: str, who: str, side: str, **given: str) -> str:
    typed = {"note_side": side, "note_text": SECRET} | {f"note_{name}": value for name, value in given.items()}
    with db.transaction() as session:
        return talks_notes.note(session, talks_id, typed, by=station[who], now=NOW).id


def seen(station: Working, talks_id: str, who: str) -> list[tuple[str, str]]:
    with db.reading() as session:
        page = talks_notes.page(session, talks_id, user=station[who], now=NOW)
    return [(one.side, one.author) for one in page.notes if one.text.startswith(SECRET)]


def test_each_note_is_seen_by_its_author_and_the_workers_also_by_the_union(working: Working) -> None:
    talks_id = opened(working)
    with db.transaction() as session:
        for name, desk in (("second", None), ("comrade", "union")):
            role = "desk_officer" if desk else "mediator"
            working.people[name] = make.user(session, name, at=working.station, role=role, desk=desk)
    note(working, talks_id, "mediator", "workers")
    note(working, talks_id, "mediator", "employer", clause="wage_level")
    note(working, talks_id, "union", "workers")
    assert sorted(seen(working, talks_id, "mediator")) == [("employer", "mediator"), ("workers", "mediator")]
    assert sorted(seen(working, talks_id, "union")) == [("workers", "mediator"), ("workers", "union")]
    assert seen(working, talks_id, "comrade") == seen(working, talks_id, "union")
    assert seen(working, talks_id, "second") == seen(working, talks_id, "supervisor") == []
    with pytest.raises(NotFound):
        seen(working, talks_id, "police")


def test_the_union_keeps_no_notes_of_the_employer_and_only_the_author_deletes(station: Working) -> None:
    talks_id = opened(station)
    with pytest.raises(Forbidden):
        note(station, talks_id, "union", "employer")
    own = note(station, talks_id, "mediator", "workers")
    for who, refusal in (("union", Forbidden), ("supervisor", NotFound)):
        with pytest.raises(refusal), db.transaction() as session:
            talks_notes.strike(session, own, by=station[who], now=NOW)
    with db.transaction() as session:
        assert talks_notes.strike(session, own, by=station["mediator"], now=NOW) == talks_id
    assert seen(station, talks_id, "mediator") == []


def test_the_database_and_the_history_hold_no_word_of_it(working: Working) -> None:
    talks_id = opened(working)
    note(working, talks_id, "mediator", "employer", text=f"{SECRET}\r\n<script>x</script> \"'{{7*7}} العربية")
    with db.reading() as session:
        (kept,) = session.exec(select(TalksNote)).all()
        lines = session.exec(select(HistoryLine).where(HistoryLine.subject_id == talks_id)).all()
    assert SECRET.encode() not in kept.text_sealed
    assert [(one.act, json.loads(one.fields_json)) for one in lines] == [("talks.note", {"number": None})]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"side": "judge"}, "note_side"),
        ({"text": " \u200b "}, "note_text"),
        ({"text": "x" * 4001}, "note_text"),
        ({"text": "甲\u202e乙"}, "note_text"),
        ({"clause": "nowhere"}, "note_clause"),
        ({"round": "2"}, "note_round"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(station: Working, given: dict[str, str], field: str) -> None:
    talks_id = opened(station)
    offer(station, talks_id, "workers", wage_level__change="1")
    typed = {"side": "workers", "round": "1", "clause": "term", **given}
    with pytest.raises(Refused) as refused:
        note(station, talks_id, "mediator", typed.pop("side"), **typed)
    assert [one.field for one in refused.value.problems] == [field]


def test_no_document_and_no_other_page_reads_them() -> None:
    """Whoever writes a paper or a page that reads notes must come past this list."""
    found = {
        str(path.relative_to(ROOT))
        for folder in ("mediation", "templates")
        for path in Path(ROOT / folder).rglob("*")
        if path.suffix in (".py", ".html", ".j2") and "migrations" not in path.parts
        and READS.search(path.read_text("utf-8"))
    }  # fmt: skip
    assert found == READERS
    named = {path.name for path in Path(ROOT / "mediation").rglob("*.py") if "talks_notes" in path.read_text("utf-8")}
    assert named == {"talks_notes.py", "pages.py"}
