"""Random cases of a station for the figures, and the same figures counted in plain Python over all rows."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from sqlmodel import Session, select

from mediation.domain.figures import Period
from mediation.domain.worktime import ZONE
from mediation.models.afterwards import Satisfaction
from mediation.models.case import OUTCOMES, Case
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation
from mediation.models.party import Party
from mediation.models.settlement import Instalment, Settlement
from mediation.models.station import Station
from tests import make
from tests.office import figureafter
from tests.office.figureafter import random_day

AGREED = ("settled", "partly_settled")
KINDS = ("unpaid_wages", "overtime", "severance", "social_insurance")
CHANNELS = ("walk_in", "phone", "police", "court")
DESKS = ("union", "judicial_office", "police")
FIRMS = tuple((f"9131{n}", f"单位{n}", (None, "餐饮", "建筑业", "快递")[n % 4]) for n in range(12))


def fill(session: Session, at: Station, *, first: date, last: date, number: int, seed: int) -> list[str]:
    """Store `number` random cases received between two days; return their ids. Days gather at the ends of months."""
    chance = random.Random(seed)
    ids: list[str] = []
    for nth in range(number):
        case = _case(session, at, chance, random_day(chance, first, last), last, nth)
        if ids and chance.random() < 0.05:
            case.merged_into, case.state, case.outcome = ids[0], "closed", None
            case.closed_on = case.closed_on or case.received_on
        ids.append(case.id)
        _parts(session, case, chance, last, nth)
    figureafter.add(session, ids, random.Random(seed + 1), last)
    session.flush()
    return ids


def _case(session: Session, at: Station, chance: random.Random, on: date, last: date, nth: int) -> Case:
    closed = random_day(chance, on, min(last, on + timedelta(days=90))) if chance.random() < 0.7 else None
    outcome = chance.choice((*OUTCOMES, "settled", "settled")) if closed and chance.random() < 0.95 else None
    return make.case(
        session, at, f"{at.code}-{nth:05d}", received_on=on, received_at=datetime.combine(on, time(9), ZONE),
        channel=chance.choice(CHANNELS), lead=chance.choice(DESKS), workers=chance.choice((1, 1, 1, 2, 12)),
        accepted_on=random_day(chance, on, min(last, on + timedelta(days=40))) if chance.random() < 0.8 else None,
        state="closed" if closed else "open", closed_on=closed, outcome=outcome,
        flags=[flag for flag in ("group", "cluster", "groups") if chance.random() < 0.2],
    )  # fmt: skip


def _parts(session: Session, case: Case, chance: random.Random, last: date, nth: int) -> None:
    common = {"station_id": case.station_id, "case_id": case.id}
    for kind in chance.sample(KINDS, chance.randint(1, 3)):
        session.add(Claim(kind=kind, amount=chance.choice((None, 100_00, 8000_50)), **common))
    for code, name, industry in chance.sample(FIRMS, chance.choice((1, 1, 1, 2))):
        session.add(
            Party(side="respondent", kind="employer", name=name, firm_key=code, industry=industry, **common)
        )
    session.add(Party(side="applicant", kind="person", name="张三", **common))
    _deadlines(session, case, chance, last)
    if chance.random() < 0.5:
        _agreement(session, case, chance, last)
    for level in range(chance.choice((0, 0, 0, 1, 2))):
        at = datetime.combine(random_day(chance, case.received_on, last), time(chance.choice((0, 23)), 30), ZONE)
        session.add(Escalation(subject=case.id, rule="x", level=level + 1, raised_at=at, rulebook="r", **common))


def _deadlines(session: Session, case: Case, chance: random.Random, last: date) -> None:
    for kind, days in (("mediation.from_receipt", 15), ("mediation.from_acceptance", 15), ("mediation.accept", 3)):
        safe = case.received_on + timedelta(days=days)
        rolled = chance.choice((None, safe, safe + timedelta(days=chance.randint(1, 8))))
        state = chance.choice(("open", "met", "met", "closed"))
        met = random_day(chance, case.received_on, max(last, case.received_on)) if state == "met" else None
        session.add(
            Deadline(
                station_id=case.station_id, case_id=case.id, kind=kind, rule="r", who="lead", safe_on=safe,
                last_on=rolled, trigger="x", trigger_on=case.received_on, rulebook="r", state=state, met_on=met,
                made_at=make.NOW,
            )  # fmt: skip
        )


def _agreement(session: Session, case: Case, chance: random.Random, last: date) -> None:
    issued = chance.random() < 0.9
    effective = random_day(chance, case.received_on, last) if issued and chance.random() < 0.85 else None
    to = chance.choice((None, "court", "arbitration")) if effective else None
    row = Settlement(
        station_id=case.station_id, case_id=case.id, state="issued" if issued else "draft", total=12_000_00,
        effective_on=effective, sent_to=to, sent_on=random_day(chance, effective, last) if effective and to else None,
        changed_at=make.NOW,
    )  # fmt: skip
    session.add(row)
    session.flush()
    for nth in range(chance.randint(1, 3)):
        due = (effective or case.received_on) + timedelta(days=15 * nth)
        paid = random_day(chance, effective, last) if effective and chance.random() < 0.6 else None
        session.add(
            Instalment(
                station_id=case.station_id, case_id=case.id, settlement_id=row.id, position=nth, due_on=due,
                amount=4000_00, state="paid" if paid else "due", paid_on=paid,
            )  # fmt: skip
        )


@dataclass
class World:
    """All rows of a station, as plain lists."""

    cases: list[Case]
    claims: list[Claim]
    parties: list[Party]
    settlements: list[Settlement]
    instalments: list[Instalment]
    deadlines: list[Deadline]
    escalations: list[Escalation]
    answers: list[Satisfaction]
    by_case: dict[str, Case] = field(default_factory=dict)

    @classmethod
    def read(cls, session: Session, station_id: str) -> World:
        """Read every row of the station."""

        def rows(model: Any) -> list[Any]:
            return [one for one in session.exec(select(model)) if one.station_id == station_id]

        every = (Case, Claim, Party, Settlement, Instalment, Deadline, Escalation, Satisfaction)
        world = cls(*(rows(model) for model in every))
        world.by_case = {one.id: one for one in world.cases if one.merged_into is None}
        return world

    def sets(self, period: Period, today: date) -> dict[str, set[str]]:
        """Return the cases of every count, one by one."""
        found: dict[str, set[str]] = {}
        for case in self.by_case.values():
            for key in self._of(case, period, today):
                found.setdefault(key, set()).add(case.id)
        return found

    def _of(self, case: Case, period: Period, today: date) -> list[str]:
        def within(day: date | None) -> bool:
            return day is not None and period.first <= day <= period.last

        def by_end(day: date | None) -> bool:
            return day is not None and day <= period.last

        keys = self._after(case, period, today)
        claims = [one for one in self.claims if one.case_id == case.id]
        settled = case.outcome in AGREED and by_end(case.closed_on)
        if within(case.received_on):
            keys += ["applications", "with_amount" if any(one.amount is not None for one in claims) else "no_amount"]
            keys += [flag for flag in ("group", "cluster") if flag in case.flags]
            keys += ["accepted_of_received"] if by_end(case.accepted_on) else []
            keys += [f"channel:{case.channel}", f"desk:{case.lead}", *(f"type:{one.kind}" for one in claims)]
            firms = [one for one in self.parties if one.case_id == case.id and one.side == "respondent"]
            firms = [one for one in firms if one.left_on is None]
            keys += [f"employer:{one.firm_key}" for one in firms]
            keys += [f"industry:{one.industry or ''}" for one in firms]
        if within(case.accepted_on):
            keys += ["accepted"] + (["settled_of_accepted"] if settled else [])
        if within(case.closed_on):
            days = (case.closed_on - case.received_on).days
            bounds = ((61, "61"), (31, "31"), (16, "16"), (8, "8"))
            keys += ["closed", f"outcome:{case.outcome or ''}"] + (["settled_all"] if settled else [])
            keys.append("duration:" + next((code for low, code in bounds if days >= low), "0"))
        if by_end(case.received_on) and not by_end(case.closed_on):
            keys.append("open_at_end")
        return keys

    def _after(self, case: Case, period: Period, today: date) -> list[str]:
        """Return the counts of what came after: agreements, payments, escalations, dates missed."""

        def within(day: date | None) -> bool:
            return day is not None and period.first <= day <= period.last

        keys: list[str] = []
        settlements = [one for one in self.settlements if one.case_id == case.id]
        standing = [one for one in settlements if one.replaced_on is None]
        if any(within(one.effective_on) and one.state == "issued" for one in standing):
            keys.append("agreed")
        keys += [one.sent_to for one in settlements if one.sent_to and within(one.sent_on)]
        due = self.payments_due(case, period)
        if due:
            keys += ["due_cases"] + (["performed"] if all(one.paid_on and one.paid_on <= period.last for one in due) else [])
        if any(within(one.paid_on) for one in self.came() if one.case_id == case.id):
            keys.append("paid_cases")
        given = [one.score for one in self.answers if one.case_id == case.id and within(one.answered_on)]
        keys += ["answered"] * bool(given) + ["answered_well"] * any(one >= 4 for one in given)
        keys += [f"satisfaction:{one}" for one in given]
        if any(within(one.raised_at.astimezone(ZONE).date()) for one in self.escalations if one.case_id == case.id):
            keys.append("escalated")
        if any(self._late(one, period, today) for one in self.deadlines if one.case_id == case.id):
            keys.append("overdue")
        return keys

    def payments_due(self, case: Case, period: Period) -> list[Instalment]:
        """Return the payments of a case in force that fell due."""
        in_force = {one.id for one in self.settlements if one.effective_on is not None and one.replaced_on is None}
        return [
            one for one in self.instalments
            if one.case_id == case.id and one.settlement_id in in_force and period.first <= one.due_on <= period.last
        ]  # fmt: skip

    def came(self) -> list[Instalment]:
        """Return the payments, of one that an agreement and its correction both promise only the later note."""
        after = {one.corrects: one.id for one in self.settlements if one.corrects}
        again = {(one.settlement_id, one.due_on, one.amount) for one in self.instalments}
        return [
            one for one in self.instalments
            if (after.get(one.settlement_id, ""), one.due_on, one.amount) not in again
        ]  # fmt: skip

    def graded(self, period: Period) -> Counter[str]:
        """Return how many answers gave which grade."""
        return Counter(
            str(one.score) for one in self.answers
            if one.case_id in self.by_case and period.first <= one.answered_on <= period.last
        )  # fmt: skip

    def _late(self, due: Deadline, period: Period, today: date) -> bool:
        last = due.last_on or due.safe_on
        ends = due.kind in ("mediation.from_receipt", "mediation.from_acceptance") and due.state != "closed"
        missed = due.met_on > last if due.met_on else last < today
        return ends and period.first <= last <= period.last and missed

    def sums(self, period: Period, sets: dict[str, set[str]]) -> dict[str, float | None]:
        """Return the sums and days."""

        def within(day: date | None) -> bool:
            return day is not None and period.first <= day <= period.last

        live, graded = self.by_case, self.graded(period)
        due = [one for case in live.values() for one in self.payments_due(case, period)]
        days = [(live[one].closed_on - live[one].received_on).days for one in sets.get("closed", ())]
        return {
            "people": sum(live[one].workers for one in sets.get("applications", ())),
            "people_settled": sum(live[one].workers for one in sets.get("settled_all", ())),
            "claimed": sum(one.amount or 0 for one in self.claims if one.case_id in sets.get("applications", ())),
            "agreed_sum": sum(
                one.total for one in self.settlements
                if one.case_id in live and one.state == "issued" and within(one.effective_on) and not one.replaced_on
            ),
            "paid_sum": sum(one.amount for one in self.came() if one.case_id in live and within(one.paid_on)),
            "answers": graded.total(),
            "answers_well": graded["5"] + graded["4"],
            "due_sum": sum(one.amount for one in due),
            "due_paid_sum": sum(one.amount for one in due if one.paid_on and one.paid_on <= period.last),
            "mean_days": round(sum(days) / len(days), 1) if days else None,
            "median_days": median(days) if days else None,
        }  # fmt: skip


def parts(sets: dict[str, set[str]], split: str) -> Counter[str]:
    """Return the sizes of the parts of a split."""
    return Counter({key.split(":", 1)[1]: len(ids) for key, ids in sets.items() if key.startswith(f"{split}:")})
