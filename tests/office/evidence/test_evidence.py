"""Evidence is taken in whole or not at all, read as it came, corrected and withdrawn on record, and never deleted."""

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from mediation import db
from mediation.domain.refusals import Conflict, Forbidden, NotFound, Refused
from mediation.models.evidence import Evidence, EvidencePiece
from mediation.models.history import HistoryLine
from mediation.models.party import Party
from mediation.models.user import User
from mediation.office import evidence
from mediation.office.evidence import Details, EvidenceLine, Upload, changing, keeping, reading
from mediation.office.evidence.reading import Altered
from tests.office.evidence import given
from tests.office.working import LATER, Working

LONG = "工资条 第 1 行\n".encode() * 150_000


@pytest.fixture
def case_id(working: Working) -> str:
    return working.log()


def hand_in(case_id: str, by: User, content: bytes, name: str = "工资条.txt", **said: object) -> str:
    return evidence.add(case_id, Upload(name, io.BytesIO(content)), Details(**said), by=by, now=LATER)  # type: ignore[arg-type]


def lines(case_id: str, by: User) -> list[EvidenceLine]:
    with db.reading() as session:
        return evidence.of_case(session, case_id, by)


def written(session: Session, act: str) -> list[HistoryLine]:
    return list(session.exec(select(HistoryLine).where(HistoryLine.act == act)))


def test_a_file_of_several_pieces_comes_back_as_it_was_and_the_reading_is_on_record(
    working: Working, case_id: str
) -> None:
    by = working["mediator"]
    with db.reading() as session:
        giver = session.exec(select(Party).where(Party.case_id == case_id, Party.side == "applicant")).one()
    one = hand_in(case_id, by, LONG, kind="payslip", party_id=giver.id, shown_to=("respondent",))

    [line] = lines(case_id, by)
    opened = reading.opened(one, user=by, now=LATER)

    assert b"".join(opened.pieces) == LONG
    assert (line.id, line.nth, line.giver, line.size, line.mime) == (one, 1, "张玥", len(LONG), "text/plain")
    assert line.may_see("applicant")
    assert line.may_see("respondent")
    with db.reading() as session:
        sealed = session.exec(select(EvidencePiece).where(EvidencePiece.evidence_id == one)).all()
        [added], [read] = written(session, "evidence.add"), written(session, "evidence.read")
        assert sorted(piece.nth for piece in sealed) == [0, 1, 2]
        assert not any("工资条".encode() in piece.sealed for piece in sealed)
        assert json.loads(added.fields_json)["sha256"] == line.sha256
        assert (read.case_id, read.actor) == (case_id, by.id)


def test_a_piece_that_was_changed_swapped_or_lost_is_noticed(working: Working, case_id: str) -> None:
    one = hand_in(case_id, working["mediator"], LONG)
    with db.transaction() as session:
        session.execute(sa.delete(EvidencePiece).where(EvidencePiece.evidence_id == one, EvidencePiece.nth == 2))

    with pytest.raises(Altered):
        list(reading.opened(one, user=working["mediator"], now=LATER).pieces)


def test_what_did_not_arrive_whole_is_seen_by_nobody_and_dropped_at_night(working: Working, case_id: str) -> None:
    one = hand_in(case_id, working["mediator"], b"x")
    with db.transaction() as session:
        session.execute(sa.update(Evidence).values(state="arriving"))

    assert lines(case_id, working["mediator"]) == []
    with pytest.raises(NotFound):
        reading.opened(one, user=working["mediator"], now=LATER)
    with db.transaction() as session:
        assert keeping.clear_out(session, now=LATER + timedelta(hours=23)) == 0
        assert keeping.clear_out(session, now=LATER + timedelta(hours=25)) == 1
        assert session.exec(select(EvidencePiece)).all() == []


def test_nobody_who_wants_to_write_waits_for_a_file_that_comes_in(
    working: Working, case_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two pieces, and while the file is looked into, another may write."""
    wrote = []

    def write_then(real: object) -> object:
        def act(*given: object) -> object:
            with db.transaction() as session:
                session.execute(sa.update(Party).values(occupation=f"{len(wrote)}"))
                wrote.append(1)
            return real(*given)  # type: ignore[operator]

        return act

    monkeypatch.setattr(keeping, "_put", write_then(keeping._put))
    monkeypatch.setattr(keeping.looking, "look", write_then(keeping.looking.look))

    hand_in(case_id, working["mediator"], LONG)

    assert len(wrote) == 4


def test_the_same_bytes_are_told_and_stored_again_only_for_another_giver(station: Working) -> None:
    case_id, by = station.log(), station["mediator"]
    hand_in(case_id, by, b"same")
    with db.reading() as session:
        giver = session.exec(select(Party.id).where(Party.case_id == case_id)).first()

    with pytest.raises(Refused, match="第 1 件"):
        hand_in(case_id, by, b"same", name="另一个名字.txt")
    hand_in(case_id, by, b"same", party_id=giver)

    assert [line.twin for line in lines(case_id, by)] == [None, 1]


def test_what_is_said_of_a_file_is_corrected_and_a_withdrawn_one_stays_on_record(station: Working) -> None:
    case_id, by = station.log(), station["mediator"]
    one = hand_in(case_id, by, b"x", shown_to=("respondent",))
    with db.transaction() as session:
        changing.edit(session, one, Details(kind="chat", title="聊天记录", proves="欠薪"), by=by, now=LATER)
    with db.transaction() as session, pytest.raises(Refused, match="原因"):
        changing.withdraw(session, one, " ", by=by, now=LATER)
    with db.transaction() as session:
        changing.withdraw(session, one, "当事人要回", by=by, now=LATER)

    assert lines(case_id, by) == []
    with db.reading() as session:
        [line] = evidence.lines.every(session, case_id, by)
        [edited] = written(session, "evidence.edit")
        assert (line.title, line.kind, line.shown_to, line.withdrawn_why) == ("聊天记录", "chat", (), "当事人要回")
        assert "聊天记录" not in edited.fields_json + "".join(one.fields_json for one in written(session, "evidence.withdraw"))
        with pytest.raises(Refused, match="撤回"):
            evidence.attached(session, case_id, one, by)
    with db.transaction() as session, pytest.raises(Conflict):
        changing.edit(session, one, Details(title="x"), by=by, now=LATER)
    assert b"".join(reading.opened(one, user=by, now=LATER).pieces) == b"x"


def test_only_who_leads_the_case_takes_evidence_in_and_the_police_do_not_see_it(station: Working) -> None:
    case_id = station.log(risk={"threat": True})
    one = hand_in(case_id, station["union"], b"x")

    with pytest.raises(Forbidden):
        hand_in(case_id, station["police"], b"y")
    with pytest.raises(NotFound):
        reading.opened(one, user=station["police"], now=LATER)
    with db.transaction() as session, pytest.raises(NotFound):
        changing.withdraw(session, one, "x", by=station["police"], now=LATER)
    assert lines(case_id, station["police"]) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "anything"}, "kind"),
        ({"party_id": "somebody"}, "party_id"),
        ({"shown_to": ("everybody",)}, "shown_to"),
        ({"title": "长" * 121}, "title"),
    ],
)
def test_details_that_do_not_hold_are_refused_by_field(station: Working, said: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        hand_in(station.log(), station["mediator"], b"x", **said)

    assert [one.field for one in refused.value.problems] == [field]


def test_what_no_paper_can_print_stays_out_of_the_title(station: Working) -> None:
    case_id, by = station.log(), station["mediator"]
    hand_in(case_id, by, b"one", "💰工资条🧾.txt")
    hand_in(case_id, by, b"two", "🧾.txt")
    with pytest.raises(Refused) as refused:
        hand_in(case_id, by, b"three", title="工资条🧾")

    assert [one.title for one in lines(case_id, by)] == ["工资条", "文件"]
    assert [(one.field, one.params["characters"]) for one in refused.value.problems] == [("title", "🧾")]


def test_a_file_over_the_bound_leaves_nothing_behind(station: Working) -> None:
    with pytest.raises(Refused, match="20 MB"):
        hand_in(station.log(), station["mediator"], bytes(20 * (1 << 20) + 1))

    with db.reading() as session:
        assert session.exec(select(Evidence)).all() == []


def test_a_name_is_a_label_with_the_ending_of_the_content(station: Working, tmp_path: Path) -> None:
    case_id, by = station.log(), station["mediator"]
    hand_in(case_id, by, given.jpeg(), name="../../etc/cron.d/x\r\nSet-Cookie: a=b.exe")

    [line] = lines(case_id, by)

    assert (line.name, line.title) == ("xSet-Cookie_ a=b.jpg", "xSet-Cookie_ a=b")
    assert line.small
    assert not list(tmp_path.rglob("*cron*"))
