"""`mediation document`: write an issued agreement, tell genuine from altered."""

from datetime import timedelta
from pathlib import Path

from mediation import db
from mediation.config import Settings
from mediation.office import documents, talks_papers
from mediation.office.records.gaps import Paper
from mediation.office.signing import finishing, verifying
from tests import forgeries
from tests.commands.running import run
from tests.hands import sign_all
from tests.office.talks.story import NOW, adopted
from tests.office.test_settlements import drafted, issued
from tests.office.working import LATER, open_station


def test_an_issued_agreement_is_written_and_found_genuine(sqlite_settings: Settings, tmp_path: Path) -> None:
    working = open_station()
    issued(working, drafted(working, working.log()))
    out = tmp_path / "agreement.pdf"

    written = run("document", "CH-2026-0001", "agreement", str(out))
    genuine = run("document", "verify", str(out))
    out.write_bytes(out.read_bytes().replace(b"%PDF", b"%PDG", 1))
    altered = run("document", "verify", str(out))

    assert (written.code, genuine.code, altered.code) == (0, 0, 1), (written.err, genuine.err)
    assert "曹行调字第0001号" in genuine.out


def test_a_signed_agreement_is_told_from_what_was_made_of_it(sqlite_settings: Settings, tmp_path: Path) -> None:
    working = open_station()
    settlement_id = drafted(working, working.log())
    issued(working, settlement_id)
    signed_at = LATER + timedelta(hours=1)
    out = tmp_path / "agreement.pdf"
    with db.transaction() as session:
        printed = documents.stored(session, finishing.printed(session, settlement_id))
        sign_all(session, settlement_id, by=working["mediator"], now=signed_at)

    written = run("document", "CH-2026-0001", "agreement", str(out))
    genuine = run("document", "verify", str(out))
    forged = forgeries.forged(out.read_bytes(), printed, subject=working.station.name, at=signed_at)
    told = {}
    for what, (_, file) in forged.items():
        out.write_bytes(file)
        told[what] = run("document", "verify", str(out))

    assert (written.code, genuine.code) == (0, 0), (written.err, genuine.err)
    assert "签署本" in genuine.out
    assert "signed by" in genuine.out
    assert [one.code for one in told.values()] == [1] * len(forged)
    for what, (verdict, _) in forged.items():
        assert verifying.SAYS[verdict] in told[what].err


def test_a_paper_of_wage_talks_is_written_and_found_genuine(sqlite_settings: Settings, tmp_path: Path) -> None:
    working = open_station()
    talks_id = adopted(working)
    with db.transaction() as session:
        talks_papers.issue(session, talks_id, Paper("talks_representatives"), {}, by=working["union"], now=NOW)
    out = tmp_path / "paper.pdf"

    written = run("document", "（2026）曹行协商字第0001号", "talks_representatives", str(out))
    genuine = run("document", "verify", str(out))
    missing = run("document", "（2026）曹行协商字第0001号", "wage_agreement", str(out))

    assert (written.code, genuine.code, missing.code) == (0, 0, 1), (written.err, genuine.err)
    assert "曹行协代字第0001号" in genuine.out
    assert "协商文书" in missing.err


def test_a_document_that_was_not_issued_is_refused(sqlite_settings: Settings, tmp_path: Path) -> None:
    open_station().log()

    for number, kind, word in (("CH-2026-0001", "agreement", "CH-2026-0001"), ("CH-2026-0001", "receipt", "agreement")):
        done = run("document", number, kind, str(tmp_path / "x.pdf"))
        assert done.code == 1
        assert word in done.err
    assert not (tmp_path / "x.pdf").exists()
