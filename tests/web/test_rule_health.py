"""The health of the rules as those see it who answer for them, and the cases that the rules failed on."""

from dataclasses import replace

from flask import Flask
from sqlmodel import Session, select

from mediation import db
from mediation.config import clock
from mediation.domain import casefile
from mediation.domain.engine import Engine
from mediation.models.case import Case
from mediation.models.user import User
from mediation.office import intake, rule_health, rules
from mediation.office.sweep import sweep
from tests.office.working import FILE
from tests.web.house import sign_in

WAITS = "件案件待人工分流"


def _log(session: Session, **changes: object) -> Case:
    now = clock.now()
    station = "CH"
    file = casefile.read({**FILE, "station": station, "received_at": now.isoformat(), **changes}, now=now)
    by = session.exec(select(User).where(User.name == "wang")).one()
    return intake.log(session, file, by=by, now=now)


def test_cases_that_the_rules_failed_on_show_in_red_until_the_rules_work_again(house: Flask) -> None:
    good = rules.current()
    with rules.pinned(replace(good, engine=Engine(good.book, builds_at_most=0))), db.transaction() as session:
        number = _log(session).number

    for who, path in (("zhan", "/"), ("zhan", "/rules/health"), ("guan", "/rules/status"), ("guan", "/rules/health")):
        assert WAITS in sign_in(house, who).get(path).text, (who, path)
    assert number in sign_in(house, "zhan").get("/rules/health").text
    assert number not in sign_in(house, "guan").get("/rules/health").text

    sweep(now=clock.now())
    for who, path in (("zhan", "/"), ("guan", "/rules/health")):
        assert WAITS not in sign_in(house, who).get(path).text


def test_the_page_says_what_was_found_and_what_to_do(house: Flask) -> None:
    with db.transaction() as session:
        _log(session)
        _log(session, risk={"violence": "weapon"}, employment={"ended_on": "2026-01-31"}, willing={"applicant": False})

    text = sign_in(house, "zhan").get("/rules/health").text
    assert "规则体检" in text
    assert "怎么办" in text
    with db.reading() as session:
        fired = rule_health.fired(session, rules.current().book, last=10)
    assert len(fired.cases) == 2
    held = {name for name, count in fired.counts.items() if count}
    assert {
        "routing.pay", "routing.violence", "routing.unwilling", "lead.police", "lead.union", "escalation.unsafe",
        "deadline.limitation.pay", "deadline.mediation.from_receipt",
    } <= held  # fmt: skip
    assert fired.counts["lead.police"] == 1
    assert not {"routing.women", "routing.fallback", "escalation.silent", "lead.union_first"} & held
