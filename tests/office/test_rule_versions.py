"""Drafts of rules and their publishing: what is refused, what is in use afterwards, in this process and in others."""

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from mediation import config, db, places
from mediation.config import Settings
from mediation.domain.refusals import Conflict, Forbidden, Refused
from mediation.models.history import HOUSE, HistoryLine
from mediation.models.rulebook import RuleDraft, RuleVersion
from mediation.office import rule_drafts, rule_texts, rule_versions, rules
from mediation.office.rule_drafts import Proposal
from tests.checkout import ROOT
from tests.make import NOW
from tests.office.working import Working, open_station

FILE = "parameters/shanghai.yaml"


@pytest.fixture
def working(sqlite_settings: Settings) -> Working:
    return open_station()


@pytest.fixture
def everywhere(settings: Settings) -> Working:
    return open_station()


def proposal(**files: str | None) -> Proposal:
    text = (ROOT / "rules" / FILE).read_text("utf-8")
    return Proposal("草案", "upload", files or {FILE: text + "# amended\n"})


def made(working: Working, given: Proposal | None = None, *, rehearsed: bool = True) -> str:
    with db.transaction() as session:
        row = rule_drafts.make(session, given or proposal(), by=working["supervisor"], now=NOW)
        row.rehearsal = "done" if rehearsed else "none"
        return row.id


def publish(working: Working, draft_id: str) -> RuleVersion:
    with db.transaction() as session:
        version = rule_versions.publish(session, draft_id, by=working["supervisor"], now=NOW + timedelta(hours=1), title="一号")
    rules.look_now()
    return version


def test_a_published_draft_is_the_book_in_use_with_its_name_date_and_line(everywhere: Working) -> None:
    working = everywhere
    before = rules.current()
    version = publish(working, made(working))

    after = rules.current()
    assert after.book.digest == version.digest != before.book.digest
    assert after.published
    with db.reading() as session:
        line = session.exec(select(HistoryLine).where(HistoryLine.act == "rules.publish")).one()
        assert (line.station_id, line.actor, version.number) == (HOUSE, working["supervisor"].id, 1)
        assert version.digest in line.fields_json
        base = rule_texts.book_of(session, before.book.digest)
    assert base is not None
    assert base.digest == before.book.digest


def test_other_processes_go_by_the_published_book_those_without_a_database_too(working: Working) -> None:
    version = publish(working, made(working))
    rules.forget()

    assert rules.current().book.digest == version.digest
    script = "from mediation.commands.rulesroom import room; print(room().book.digest)"
    own = {"MEDIATION_DATA_DIR": str(config.settings().data_dir), "PATH": "/usr/bin:/bin"}
    told = subprocess.run([sys.executable, "-c", script], env=own, cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == version.digest


def test_a_database_in_which_nothing_was_published_takes_the_pointer_away(working: Working) -> None:
    publish(working, made(working))
    assert rules.current().published
    with db.transaction() as session:
        for row in session.exec(select(RuleVersion)).all():
            session.delete(row)
    rules.look_now()

    assert not rules.current().published
    assert not (config.settings().data_dir / places.SHELF / places.POINTER).exists()


def test_a_version_that_cannot_be_read_keeps_the_last_good_book_and_shows_the_fault(working: Working) -> None:
    good = publish(working, made(working)).digest
    assert rules.current().book.digest == good
    spoilt = {FILE: "shanghai.x: {"}
    with db.transaction() as session:
        session.add(RuleVersion(digest="sha256:" + "0" * 64, number=2, files=spoilt, kept_at=NOW))
    rules.look_now()

    assert rules.current().book.digest == good
    assert rules.current().faults
    rules.forget()
    assert rules.current().book.digest == good  # a process that begins now


@pytest.mark.parametrize(
    ("files", "file", "reason"),
    [
        ({"routing/pay.yaml": "claims.overtme"}, "rules/routing/pay.yaml", "claims.overtme"),
        ({"desks.yaml": None}, "rules/desks.yaml", "missing"),
        ({"deadlines/mediation.yaml": "twice"}, "rules/deadlines/mediation.yaml", "two versions are in force"),
    ],
)
def test_a_faulty_draft_is_kept_with_file_rule_and_reason_and_never_published(
    working: Working, files: dict[str, str | None], file: str, reason: str
) -> None:
    [(path, word)] = files.items()
    text = (ROOT / "rules" / path).read_text("utf-8")
    spoilt = {"twice": f"{text}---\n{text}", None: None}.get(word, text.replace("claims.overtime", word or ""))
    draft_id = made(working, Proposal("草案", "upload", {path: spoilt}))

    with db.reading() as session:
        row = session.get_one(RuleDraft, draft_id)
    assert any(one["file"] == file and reason in one["reason"] for one in row.faults)
    with pytest.raises(Refused, match="草案尚有错误"):
        publish(working, draft_id)


def test_no_path_leads_out_of_the_folder(working: Working) -> None:
    for path in ("../x.yaml", "/etc/x.yaml", "a/../x.yaml", "x.txt", "A.yaml", "a//b.yaml", ".x.yaml", "a/b.yaml\n"):
        with pytest.raises(Refused) as refused:
            made(working, Proposal("草案", "upload", {path: "a: 1\n"}))
        assert refused.value.problems[0].field == "file"


def test_a_draft_on_rules_that_are_no_longer_in_use_is_refused(working: Working) -> None:
    first, second = made(working), made(working, Proposal("另一草案", "upload", {FILE: "# other\n" + (ROOT / "rules" / FILE).read_text()}))
    publish(working, first)

    with pytest.raises(Conflict, match="起草后现行规则已变动"):
        publish(working, second)


def test_a_draft_that_was_not_rehearsed_is_refused(working: Working) -> None:
    with pytest.raises(Refused, match="请先演练"):
        publish(working, made(working, rehearsed=False))


def test_a_holiday_list_needs_a_second_person(working: Working) -> None:
    path = "workdays/2026.yaml"
    draft_id = made(working, Proposal("放假安排", "calendar", {path: (ROOT / "rules" / path).read_text("utf-8") + "# amended\n"}))

    with pytest.raises(Refused, match="起草人以外"):
        publish(working, draft_id)
    with db.transaction() as session, pytest.raises(Refused, match="起草人以外"):
        rule_drafts.confirm(session, draft_id, by=working["supervisor"], now=NOW)
    with db.transaction() as session:
        rule_drafts.confirm(session, draft_id, by=working["admin"], now=NOW)
    assert publish(working, draft_id).number == 1


def test_only_supervisors_draft_and_publish(working: Working) -> None:
    draft_id = made(working)

    for who in ("mediator", "union", "lawyer", "admin"):
        with db.transaction() as session, pytest.raises(Forbidden):
            rule_drafts.make(session, proposal(), by=working[who], now=NOW)
        with db.transaction() as session, pytest.raises(Forbidden):
            rule_versions.publish(session, draft_id, by=working[who], now=NOW)


def test_the_folder_may_have_any_name(sqlite_settings: Settings, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "a-draft")
    rules.forget()

    assert rules.current(tmp_path / "a-draft").book.digest == rules.current(ROOT / "rules").book.digest
    rules.forget()
