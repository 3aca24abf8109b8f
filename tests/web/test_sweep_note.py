"""A missing sweep shows in red on every board."""

import pytest
from flask import Flask
from sqlmodel import select

from mediation import db
from mediation.config import clock
from mediation.models.station import Station
from mediation.office import sweep
from tests import make
from tests.web.house import sign_in

RED = "督办巡查没有按时运行"
BOARDS = (("wang", "/"), ("gong", "/"), ("zhan", "/"), ("zhan", "/supervision"))


@pytest.mark.parametrize(("who", "path"), BOARDS)
def test_a_house_with_cases_and_no_sweep_shows_red_until_there_is_one(house: Flask, who: str, path: str) -> None:
    visitor = sign_in(house, who)
    assert RED not in visitor.get(path).text
    with db.transaction() as session:
        make.case(session, session.exec(select(Station).where(Station.code == "CH")).one())

    assert RED in visitor.get(path).text

    sweep.sweep(now=clock.now())
    assert RED not in visitor.get(path).text
