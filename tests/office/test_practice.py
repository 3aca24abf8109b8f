"""Runs of practice: each its learner's own, scored from its moves, shared only if the learner wants, counted nowhere."""

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from mediation import config, db
from mediation.config import Settings
from mediation.domain.refusals import Conflict, Forbidden, NotFound, Refused
from mediation.domain.talks.practice.score import score
from mediation.models.escalation import Escalation
from mediation.models.history import HistoryLine
from mediation.models.notice import Notice
from mediation.models.practice import PracticeRun
from mediation.models.user import User
from mediation.office import (
    board,
    clusters,
    evaluation,
    figures,
    practice,
    practice_pages,
    practice_rooms,
    quality,
    rules,
    search,
    supervision,
    sweep,
    talks_pages,
)
from mediation.office.supervision_escalations import Filters
from tests import make
from tests.checkout import ROOT, texts
from tests.domain.talks.practice.players import badly, well
from tests.office import practising
from tests.office.working import LATER, Working


def row_of(run_id: str) -> PracticeRun:
    with db.reading() as session:
        return session.get_one(PracticeRun, run_id)


def request(run_id: str, by: User, version: int = 1, **values: Any) -> None:
    with db.transaction() as session:
        practice.move(session, run_id, "request", date(2026, 3, 2), values, version=version, by=by, now=LATER)


def test_a_run_is_kept_as_its_moves_and_its_score_is_that_of_the_moves(working: Working) -> None:
    player = well("falling_orders", "workers", seed=3)
    run_id = practising.stored(player, working["union"], LATER)
    row, told = row_of(run_id), score(player.course)

    assert (row.state, row.score, row.day, row.shared) == ("done", told.total, player.course.day, False)
    assert [one["kind"] for one in row.moves] == [one.kind for one in player.done if one.kind != "wait"]
    with db.reading() as session:
        page = practice_pages.sheet(session, run_id, user=working["union"])
        assert score(practice_rooms.course_of(session.get_one(PracticeRun, run_id))) == told
    assert {part.code: part.points for part in page.parts} == told.parts
    assert sum(len(part.lines) for part in page.parts) == len(told.lines)
    assert (page.own, page.other) == (told.deal.own.total, told.deal.other.total)
    assert [value.value for _, _, value in page.better][:1] == [told.deal.better["wage_level"]["change"]]
    assert page.events


def test_a_room_shows_the_own_brief_alone_and_what_the_rules_said(station: Working) -> None:
    by = station["mediator"]
    with db.transaction() as session:
        run_id = practice.begin(session, "falling_orders", "employer", by=by, now=LATER).id
    with db.transaction() as session:
        practice.move(session, run_id, "reply", date(2026, 3, 20), {"reply": "refused"}, version=1, by=by, now=LATER)
    with db.reading() as session:
        page = practice_pages.room(session, run_id, user=by)
        scenario = practice_rooms.room("falling_orders").scenario

    assert page.briefing.brief.zh == scenario.sides["employer"].brief["zh"]
    assert scenario.sides["workers"].brief["zh"] not in repr(page)
    assert (page.briefing.told, page.head.day) == ((), date(2026, 3, 20))
    assert [one.laws[0].title.zh for one in page.told if not one.void][-1] == "上海市集体合同条例 第十五条"
    assert page.briefing.one_off == 40 * 8.5 * 720_000
    assert "agree" in page.doable


def test_nobody_else_sees_or_touches_a_run(station: Working) -> None:
    run_id = practising.stored(badly("refusal", "workers"), station["mediator"], LATER)
    for name in ("supervisor", "admin", "union"):
        for act in (practice_pages.room, practice_pages.sheet):
            with db.reading() as session, pytest.raises(NotFound):
                act(session, run_id, user=station[name])
        with db.transaction() as session, pytest.raises(NotFound):
            practice.delete(session, run_id, by=station[name], now=LATER)
        with db.transaction() as session, pytest.raises(NotFound):
            practice.share(session, run_id, shared=True, by=station[name], now=LATER)


def test_a_supervisor_sees_names_and_scores_of_those_who_share_and_nothing_more(station: Working) -> None:
    kept, given = (practising.stored(badly("couriers", role), station["union"], LATER) for role in ("workers", "employer"))
    with db.transaction() as session:
        elsewhere = make.user(session, "far", at=make.station(session, "XZ"), role="supervisor")
        practice.share(session, given, shared=True, by=station["union"], now=LATER)

    def seen(user: User) -> list[tuple[str, str, int | None, str]]:
        with db.reading() as session:
            return [(one.who, one.role, one.score, one.id) for one in practice_pages.first(session, user=user).shared]

    assert seen(station["supervisor"]) == [("union", "employer", row_of(given).score, "")]
    assert seen(elsewhere) == seen(station["mediator"]) == seen(station["admin"]) == []
    with db.reading() as session, pytest.raises(NotFound):
        practice_pages.sheet(session, given, user=station["supervisor"])
    with db.transaction() as session:
        practice.share(session, given, shared=False, by=station["union"], now=LATER)
    assert seen(station["supervisor"]) == []
    assert row_of(kept).shared is False


def test_a_run_goes_on_in_one_window_and_ends_once(station: Working) -> None:
    by = station["mediator"]
    with db.transaction() as session:
        run_id = practice.begin(session, "fast_growth", "workers", by=by, now=LATER).id
    with pytest.raises(Refused, match="不能回到以前"):
        request(run_id, by)
    with db.transaction() as session:
        practice.move(session, run_id, "request", date(2026, 3, 10), {"x" * 90: "y" * 900}, version=1, by=by, now=LATER)
    assert row_of(run_id).moves == [{"kind": "request", "on": "2026-03-10", "values": {}}]
    with db.transaction() as session, pytest.raises(Conflict):
        practice.move(session, run_id, "wait", date(2026, 3, 11), {}, version=1, by=by, now=LATER)
    with db.transaction() as session, pytest.raises(Conflict):
        practice.share(session, run_id, shared=True, by=by, now=LATER)
    with db.transaction() as session:
        practice.move(session, run_id, "leave", date(2026, 3, 11), {}, version=2, by=by, now=LATER)
    with db.transaction() as session, pytest.raises(Conflict):
        practice.move(session, run_id, "wait", date(2026, 3, 12), {}, version=3, by=by, now=LATER)
    with db.transaction() as session:
        practice.delete(session, run_id, by=by, now=LATER)
    with db.reading() as session:
        assert session.get(PracticeRun, run_id) is None
        lines = session.exec(select(HistoryLine.act, HistoryLine.fields_json).where(HistoryLine.subject_id == run_id)).all()
    assert [act for act, _ in lines] == ["practice.begin", "practice.move", "practice.move", "practice.delete"]
    assert {fields for _, fields in lines} == {"{}"}


@pytest.mark.parametrize(
    ("given", "field"), [({"role": "both"}, "role"), ({"seed": 10}, "seed"), ({"role": "", "seed": -1}, "role")]
)
def test_a_run_begins_only_on_a_known_side_with_a_known_opponent(station: Working, given: dict[str, Any], field: str) -> None:
    with db.transaction() as session, pytest.raises(Refused) as caught:
        practice.begin(session, "refusal", **{"role": "workers", **given}, by=station["mediator"], now=LATER)
    assert caught.value.problems[0].field == field
    with db.transaction() as session, pytest.raises(NotFound):
        practice.begin(session, "../demo", "workers", by=station["mediator"], now=LATER)


def test_so_many_runs_are_kept_and_every_role_may_practise(station: Working, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(practice, "MOST_RUNS", 1)
    for user in station.people.values():
        with db.transaction() as session:
            practice.begin(session, "refusal", "workers", by=user, now=LATER)
    with db.transaction() as session, pytest.raises(Refused, match="最多保留 1 次"):
        practice.begin(session, "refusal", "workers", by=station["admin"], now=LATER)


def looked_at(station: Working) -> list[object]:
    """Return what figures, boards, search, quality checks and the sweep say of the station, but for the sweep's hour."""
    boss = station["supervisor"]
    report = sweep.sweep(now=LATER)
    with db.reading() as session:
        seen = [
            figures.page(session, user=boss, now=LATER, period="2026-11"),
            evaluation.page(session, user=boss, now=LATER, period="2026-11"),
            supervision.board(session, user=boss, now=LATER, filters=Filters()),
            clusters.employers(session, user=boss, now=LATER),
            quality.page(session, user=boss, now=LATER),
            *(board.day(session, user=station[name], now=LATER) for name in ("mediator", "union", "supervisor")),
            *(talks_pages.listing(session, user=station[name], now=LATER) for name in ("union", "supervisor")),
            *(search.find(session, word, user=boss) for word in ("锦川机电", "秦淑敏", "落单", "协商")),
        ]
        counts = [session.execute(sa.select(sa.func.count()).select_from(model)).scalar_one() for model in (Escalation, Notice)]
    return [*(re.sub(r"SweepStatus\(.*?\)\)", "", repr(one)) for one in seen), counts, report.raised]


def test_runs_with_every_period_missed_are_counted_nowhere(station: Working) -> None:
    station.log()
    looked_at(station)
    before = looked_at(station)
    for name, by in (("refusal", "mediator"), ("couriers", "union"), ("restaurants", "supervisor")):
        run_id = practising.stored(badly(name, "employer"), station[by], LATER)
        with db.transaction() as session:
            practice.share(session, run_id, shared=True, by=station[by], now=LATER)

    assert looked_at(station) == before


def test_no_other_part_of_the_program_reads_the_runs() -> None:
    known = {
        "mediation/models/practice.py", "mediation/models/every.py", "mediation/access/rows.py", "mediation/access/acts.py",
        "mediation/office/practice.py", "mediation/office/practice_pages.py", "mediation/office/practice_rooms.py",
    }  # fmt: skip
    found = {
        name for name, text in texts().items()
        if name.startswith(("mediation/", "rules/")) and name.endswith((".py", ".yaml"))
        and "/versions/" not in name and re.search(r"PracticeRun|practice_run|models\.practice", text)
    }  # fmt: skip

    assert found - known == set()


def test_changed_rules_stop_a_run_but_its_score_stays(
    sqlite_settings: Settings, station: Working, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = station["mediator"]
    done = practising.stored(badly("falling_orders", "workers"), by, LATER)
    with db.transaction() as session:
        playing = practice.begin(session, "falling_orders", "workers", by=by, now=LATER).id
    copied = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", copied)
    config.use(sqlite_settings.model_copy(update={"rules_dir": copied}))
    monkeypatch.setattr(rules, "LOOK_AGAIN_SECONDS", -1.0)
    rules.forget()
    clauses = copied / "talks" / "clauses.yaml"
    clauses.write_text(clauses.read_text("utf-8").replace("amount: {title: {zh: 年度培训经费", "budget: {title: {zh: 年度培训经费")
                       .replace("年度培训经费不少于{amount}", "年度培训经费不少于{budget}"), "utf-8")  # fmt: skip

    with db.reading() as session:
        page = practice_pages.first(session, user=by)
        assert {one.id: one.usable for one in page.scenarios}["falling_orders"] is False
        assert [one.score for one in page.own if one.id == done] == [row_of(done).score]
        with pytest.raises(Conflict):
            practice_pages.room(session, playing, user=by)
    with db.transaction() as session, pytest.raises(NotFound):
        practice.begin(session, "falling_orders", "workers", by=by, now=LATER)
    rules.forget()


def test_only_a_signed_in_person_of_the_house_may_practise(station: Working) -> None:
    outsider = User(name="x", display_name="x", role="nobody", password_hash="x", password_set_at=LATER, created_at=LATER)
    with db.transaction() as session, pytest.raises(Forbidden):
        practice.begin(session, "refusal", "workers", by=outsider, now=LATER)
    with db.reading() as session:
        assert session.exec(select(PracticeRun.id).where(col(PracticeRun.user_id) == outsider.id)).all() == []
