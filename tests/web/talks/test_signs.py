"""A case against a promise on the pages: what stands in the way of whom, and no link that leads nowhere."""

from __future__ import annotations

from flask import Flask
from sqlmodel import select

from mediation import db
from mediation.config import clock
from mediation.models.station import Station
from mediation.models.user import User
from tests.office.talks.test_promises import YEAR, dismissed, in_force
from tests.office.working import Working
from tests.web.house import STATION_NAME, sign_in


def test_a_case_against_a_promise_is_found_from_the_talks_and_from_the_case(house: Flask):
    with db.reading() as session:
        station = session.exec(select(Station).where(Station.name == STATION_NAME)).one()
        people = {one.name: one for one in session.exec(select(User))}
    working = Working(station, {"mediator": people["wang"], "union": people["gong"]})
    talks_id, case_id = in_force(working), dismissed(working, kind="severance")
    with clock.at(YEAR):
        union, mediator = sign_in(house, "gong"), sign_in(house)
        for address in (f"/talks/{talks_id}", f"/talks/{talks_id}/outcome"):
            shown = union.get(address).text
            assert all(told in shown for told in ("经济补偿", "2027-02-26", "1 人"))
            assert not any(kept in shown for kept in ("张玥", f"/cases/{case_id}"))
            assert f'href="/cases/{case_id}"' in mediator.get(address).text
        assert f'href="/talks/{talks_id}/outcome#promise-' in union.get(f"/talks/{talks_id}").text
        case = mediator.get(f"/cases/{case_id}").text
    assert f'href="/talks/{talks_id}"' in case
    assert f'href="/talks/{talks_id}/outcome#promise-' in case
