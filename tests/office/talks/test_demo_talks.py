"""The demo's talks stand in four stages, played by the acts of the station."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML
from sqlmodel import col, select

from mediation import db
from mediation.domain.identity import credit_check_character
from mediation.models.talks import Talks
from mediation.models.talks_end import Promise
from mediation.models.talks_table import TalksOffer, WhatIfPlan
from mediation.office import demo, demo_talks, history
from tests.office.working import LATER, Working

FIRMS = YAML(typ="safe", pure=True).load(Path(demo.__file__).with_suffix(".yaml").read_text("utf-8"))["firms"]


@pytest.fixture
def told(station: Working) -> Working:
    retail = FIRMS["retail"]
    code = retail["code"] + credit_check_character(retail["code"])
    for name in ("周曌", "吴青"):
        station.log(applicants=[{"name": name}], respondents=[{"name": retail["name"], "credit_code": code}])
    with db.transaction() as session:
        demo_talks.fill(session, FIRMS, station.people, now=LATER)
    return station


def test_the_demo_has_talks_in_every_stage_that_people_meet(told: Working) -> None:
    with db.reading() as session:
        rows = {one.employer: one for one in session.exec(select(Talks).order_by(col(Talks.made_at)))}
        promises = {one.kind for one in session.exec(select(Promise))}
        offers, plans = len(session.exec(select(TalksOffer)).all()), session.exec(select(WhatIfPlan)).all()
        assert history.verify(session).broken is None

    assert [one.stage for one in rows.values()] == ["in_force", "negotiating", "refused", "requested"]
    assert [one.source for one in rows.values()] == ["firm", "mandatory", "firm", "cluster"]
    assert [one.number[-5:-1] for one in rows.values() if one.number] == ["0001", "0002", "0003", "0004"]
    assert {"no_dismissal", "safety"} <= promises
    assert (offers, len(plans)) == (8, 1)
