"""The clocks of a case on its pages: what an entry would move is shown before it is saved, with old and new day."""

import re

from flask import Flask
from sqlmodel import col, select

from mediation import db
from mediation.models.clock_entry import ClockEntry
from mediation.models.deadline import Deadline
from mediation.models.history import HistoryLine
from tests.web.house import Visitor, least, log_case

SEVERANCE = {"claims[0].kind": "severance", "claims[0].known_on": "2025-12-01"}


def entries() -> list[ClockEntry]:
    with db.reading() as session:
        return list(session.exec(select(ClockEntry)))


def dates(kind: str) -> list[tuple[str, str]]:
    """Return the days of one kind of date with their states, in the order in which they were made."""
    with db.reading() as session:
        rows = session.exec(select(Deadline).where(Deadline.kind == kind).order_by(col(Deadline.safe_on)))
        return [(row.safe_on.isoformat(), row.state) for row in rows]


def test_an_interruption_is_shown_then_saved_and_the_old_date_stays_on_file(house: Flask, mediator: Visitor) -> None:
    case = log_case(mediator, least(**SEVERANCE))
    form = {"sort": "interruption", "interruption.code": "demanded", "interruption.target": "|",
            "interruption.on": "2026-10-12", "interruption.evidence": "快递签收记录"}  # fmt: skip
    mediator.get(f"{case}/clocks")

    looked = mediator.post(f"{case}/clocks", {**form, "do": "look"})

    assert looked.status_code == 200
    assert re.search(r"2026-12-01.*2027-10-12", looked.text, re.DOTALL)
    assert "第二十七条第二款" in looked.text
    assert entries() == []
    seen = re.search(r'name="seen" value="(\d+)"', looked.text)
    assert seen
    saved = mediator.post(f"{case}/clocks", {**form, "do": "save", "seen": seen[1]})
    assert saved.status_code == 303
    assert dates("limitation.severance") == [("2026-12-01", "closed"), ("2027-10-12", "open")]
    with db.reading() as session:
        [line] = session.exec(select(HistoryLine).where(HistoryLine.act == "deadline.moved")).all()
    assert '"was_on":"2026-12-01"' in line.fields_json
    assert '"now_on":"2027-10-12"' in line.fields_json


def test_what_is_missing_stands_beside_its_field_and_nothing_typed_is_lost(house: Flask, mediator: Visitor) -> None:
    case = log_case(mediator, least(**SEVERANCE))
    mediator.get(f"{case}/clocks")

    answer = mediator.post(
        f"{case}/clocks",
        {"sort": "interruption", "interruption.code": "demanded", "interruption.target": "|", "interruption.on": "昨天"},
    )

    assert answer.status_code == 422
    assert 'value="昨天"' in answer.text
    assert 'id="f-interruption-on-error"' in answer.text
    assert entries() == []


def test_a_clock_that_may_not_stop_says_so_with_its_article(house: Flask, mediator: Visitor) -> None:
    case = log_case(mediator, least(**SEVERANCE))
    mediator.get(f"{case}/clocks")
    form = {"sort": "pause", "pause.code": "force_majeure", "pause.target": "mediation.from_receipt|",
            "pause.on": "2026-11-16", "pause.evidence": "鉴定委托书"}  # fmt: skip

    answer = mediator.post(f"{case}/clocks", form)

    assert answer.status_code == 422
    assert "不因任何理由暂停" in answer.text
    assert "第十四条" in answer.text


def test_a_limitation_that_does_not_run_is_told_with_its_article_and_what_would_start_it(
    house: Flask, mediator: Visitor
) -> None:
    """Unpaid pay has no limitation while the employment goes on (27(4)); another claim waits for the day it was known."""
    going_on = log_case(mediator, least(**{"claims[1].kind": "severance"}))
    over = log_case(mediator, least(**{"employment.ended_on": "2026-10-31"}))

    told, counted = (mediator.get(f"{one}/clocks").text for one in (going_on, over))

    assert "劳动关系存续期间不受一年时效限制" in told
    assert "第二十七条第四款" in told
    assert "没有登记知道权利被侵害之日" in told
    assert "劳动关系存续期间不受一年时效限制" not in counted
    assert "2027-10-31" in counted
