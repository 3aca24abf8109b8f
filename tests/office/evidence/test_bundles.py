"""Evidence bound into one file: for everybody at the station or for one side, sealed on disk, made anew when it changes."""

import io
import json
from datetime import timedelta

import pymupdf
import pytest
from sqlmodel import select

from mediation import db
from mediation.config import clock, settings
from mediation.domain.refusals import NotFound
from mediation.models.evidence import Evidence
from mediation.models.history import HistoryLine
from mediation.models.party import Party
from mediation.office import evidence
from mediation.office.evidence import Details, Upload, bundle_making, bundles, lines, pages
from mediation.office.evidence.bundles import Bundle
from tests.office.evidence import given
from tests.office.working import LATER, Working


@pytest.fixture
def filed(station: Working) -> tuple[Working, str]:
    """A case with a bank record of the worker, a chat of the firm, and a note of the station."""
    case_id, by = station.log(), station["mediator"]
    with db.reading() as session:
        sides = {one.side: one.id for one in session.exec(select(Party).where(Party.case_id == case_id))}
    for content, name, details in (
        (given.pdf(3), "流水.pdf", Details(kind="bank_record", party_id=sides["applicant"], proves="欠薪")),
        (given.jpeg(), "聊天.jpg", Details(kind="chat", party_id=sides["respondent"], shown_to=("applicant",))),
        (b"x", "说明.txt", Details(title="内部说明")),
    ):
        evidence.add(case_id, Upload(name, io.BytesIO(content)), details, by=by, now=LATER)
    with db.transaction() as session:
        first = session.exec(select(Evidence).where(Evidence.proves == "欠薪")).one()
        first.proves = "欠薪😀"  # as was taken in before papers were asked whether they can print it
    return station, case_id


def state(filed: tuple[Working, str], side: str) -> Bundle:
    station, case_id = filed
    with db.reading() as session:
        return bundles.state(pages.of_case(session, case_id, user=station["mediator"]), side)


def items(filed: tuple[Working, str], side: str) -> list[dict[str, object]]:
    station, case_id = filed
    with db.reading() as session:
        chosen = bundles.chosen_for(lines.of_case(session, case_id, station["mediator"]), side)
        made = bundle_making.record(session, case_id, side, chosen, by=station["mediator"], now=LATER)
    return list(made["items"])


def test_a_side_gets_its_own_and_what_it_may_be_shown_counted_without_a_gap(filed: tuple[Working, str]) -> None:
    counted = {
        side: [(one["number"], one["title"], one["first"], one["pages"], one["sheet"]) for one in items(filed, side)]
        for side in bundles.SIDES
    }

    assert counted == {
        "": [(1, "流水", 1, 3, False), (2, "聊天", 4, 1, False), (3, "内部说明", 5, 1, True)],
        "applicant": [(1, "流水", 1, 3, False), (2, "聊天", 4, 1, False)],
        "respondent": [(1, "聊天", 1, 1, False)],
    }
    assert items(filed, "")[0]["proves"] == "欠薪〓"


def test_a_long_bundle_is_made_by_the_worker_and_lies_sealed_until_the_evidence_changes(
    filed: tuple[Working, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    station, case_id = filed
    monkeypatch.setattr(bundles, "AT_ONCE_PAGES", 0)
    bundles.ask(case_id, "", by=station["mediator"], now=LATER)
    assert (state(filed, "").state, state(filed, "applicant").state) == ("wanted", "none")

    with clock.at(LATER):
        assert bundles.run_due(clock.now()) == 1
    ready = state(filed, "")
    opened = bundles.opened(case_id, "", user=station["supervisor"], now=LATER)
    pdf = b"".join(opened.pieces)
    text = [page.get_text().replace(" ", "") for page in pymupdf.open(stream=pdf)]

    assert (ready.state, ready.files, ready.pages, ready.size) == ("ready", 3, 5, len(pdf))
    assert "证据册" in text[0]
    assert "内部说明" in text[1]
    assert ["第1页" in text[2], "第5页" in text[6], len(text)] == [True, True, 7]
    folder = settings().data_dir / "cache"
    assert not [one for one in folder.rglob("*") if one.is_file() and b"%PDF" in one.read_bytes()]
    with db.reading() as session:
        acts = select(HistoryLine.act, HistoryLine.fields_json).where(HistoryLine.act.startswith("evidence.bundle"))  # type: ignore[attr-defined]
        assert {act: json.loads(said)["files_bound"] for act, said in session.exec(acts)} == {"evidence.bundle": 3, "evidence.bundle_read": 3}
    evidence.add(case_id, Upload("y.txt", io.BytesIO(b"y")), Details(), by=station["mediator"], now=LATER)
    assert state(filed, "").state == "none"
    with pytest.raises(NotFound):
        bundles.opened(case_id, "", user=station["mediator"], now=LATER)


def test_one_whose_worker_died_is_said_to_have_failed_and_old_ones_are_dropped(filed: tuple[Working, str]) -> None:
    station, case_id = filed
    with db.reading() as session:
        chosen = lines.of_case(session, case_id, station["mediator"])
    taken = bundles._file(case_id, "", chosen).with_suffix(".taken")
    taken.write_bytes(b"       2")
    assert (state(filed, "").state, state(filed, "").done) == ("making", 2)

    bundles.run_due(clock.now() + timedelta(hours=2))
    assert state(filed, "").state == "failed"

    bundles.run_due(clock.now() + timedelta(days=4))
    assert state(filed, "").state == "none"
