"""Groups of workers that tests are about."""

from typing import Any

from sqlmodel import Session

from mediation.domain.identity import id_check_digit
from mediation.models.case import Case
from mediation.models.settlement import Settlement
from mediation.models.station import Station
from mediation.models.user import User
from tests import make
from tests.make import NOW


def id_number(nth: int) -> str:
    """Return an ID number whose check digit is right."""
    first = f"34122119900101{nth:03d}"
    return first + id_check_digit(first)


def roll(count: int, *, claimed: int = 8000) -> str:
    """Return a list as it is pasted from a spreadsheet."""
    rows = (f"工人{nth}\t{id_number(nth)}\t138{nth:08d}\t木工\t{claimed + nth}.50\t" for nth in range(1, count + 1))
    return "姓名\t身份证号\t电话\t工种\t欠薪金额\t协商金额\n" + "\n".join(rows)


def drafted(session: Session, case: Case, by: User, shares: list[tuple[str, str]], **given: Any) -> Settlement:
    """Make a settlement whose terms list these shares."""
    group = [{"name": name, "amount": amount} for name, amount in shares]
    row = Settlement(
        station_id=case.station_id, case_id=case.id, changed_at=NOW, changed_by=by.id,
        terms={"facts": "拖欠工资", "total": "1.00", "group": group}, **given,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def house(session: Session, workers: int = 13) -> tuple[Station, User, Case]:
    """Make a station, its mediator and a case of so many workers."""
    station = make.station(session)
    user = make.user(session, at=station)
    return station, user, make.case(session, station, workers=workers)
