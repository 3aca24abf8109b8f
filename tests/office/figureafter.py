"""What comes after random cases for the figures: corrected agreements, firms that left, answers about satisfaction."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sqlmodel import Session, select

from mediation.models.afterwards import Satisfaction
from mediation.models.case import Case
from mediation.models.party import Party
from mediation.models.settlement import Instalment, Settlement
from tests import make


def add(session: Session, ids: list[str], chance: random.Random, last: date) -> None:
    """Let some agreements be corrected, some firms leave their cases, some parties say how satisfied they are."""
    session.flush()
    for case in session.exec(select(Case).where(Case.id.in_(ids))).all():
        parties = session.exec(select(Party).where(Party.case_id == case.id)).all()
        for one in parties:
            if one.side == "respondent" and chance.random() < 0.1:
                one.left_on, one.left_why = case.received_on, "登记有误"
            elif chance.random() < 0.4:
                session.add(
                    Satisfaction(
                        station_id=case.station_id, case_id=case.id, party_id=one.id, score=chance.randint(1, 5),
                        answered_on=random_day(chance, case.received_on, last), way="phone", noted_at=make.NOW,
                    )  # fmt: skip
                )
        for row in session.exec(select(Settlement).where(Settlement.case_id == case.id)).all():
            if row.effective_on and chance.random() < 0.3:
                _correct(session, row, chance, last)


def _correct(session: Session, row: Settlement, chance: random.Random, last: date) -> None:
    """Replace an agreement by one that repeats some of its payments, those that came among them, and changes others."""
    row.replaced_on = random_day(chance, row.effective_on, last)
    new = Settlement(
        station_id=row.station_id, case_id=row.case_id, state="issued", total=9_000_00, effective_on=row.replaced_on,
        corrects=row.id, changed_at=make.NOW,
    )  # fmt: skip
    session.add(new)
    session.flush()
    for one in session.exec(select(Instalment).where(Instalment.settlement_id == row.id)).all():
        same = one.model_dump(exclude={"id"}) | {"settlement_id": new.id}
        later = {"amount": one.amount - 1, "state": "due", "paid_on": None}
        session.add(Instalment(**(same if chance.random() < 0.5 else same | later)))


def random_day(chance: random.Random, first: date, last: date) -> date:
    """Return a day between two days; days gather at the ends of months."""
    day = first + timedelta(days=chance.randint(0, (last - first).days))
    if chance.random() < 0.4:  # the last day of a month, or the first of the next
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=chance.randint(0, 1))
    return min(max(day, first), last)
