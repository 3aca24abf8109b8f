"""A crowded station in SQLite: rows written straight into the tables, as many as asked for."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from mediation import db
from mediation.domain.casefile import CLAIMS
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation
from mediation.models.history import HistoryLine
from mediation.models.party import Party
from mediation.models.referral import Referral
from mediation.models.settlement import Instalment, Settlement

BATCH = 2_000
STEP = {"message": "自 %(start)s 次日起算 %(count)d 日：%(day)s（民法典第201条）", "params": {"start": "2026-11-01", "count": 15, "day": "2026-11-16"}, "days": ["day", "start"]}
REASON = {"rule": "routing.pay", "law": ["ldmal-2", "ll-50"], "facts": {"claims.unpaid_wages": True}}


def fill(station_id: str, cases: int, *, now: datetime) -> list[str]:
    """Write `cases` cases received over the two years before `now`; return their ids."""
    random, ids = Random(20_000), []
    for first in range(0, cases, BATCH):
        rows: dict[type, list[dict[str, Any]]] = {}
        for nth in range(first, min(first + BATCH, cases)):
            ids.append(_case(rows, station_id, nth, cases, random, now))
        with db.transaction() as session:
            for model, made in rows.items():
                session.bulk_insert_mappings(model, made)  # type: ignore[arg-type]
    return ids


def _case(rows: dict[type, list[dict[str, Any]]], station_id: str, nth: int, of: int, random: Random, now: datetime) -> str:
    case_id = f"case{nth:018d}"
    received = now - timedelta(minutes=(of - nth) * 50)
    day, still_open = received.astimezone(UTC).date(), random.random() < 0.15
    ended = None if still_open else day + timedelta(days=random.randrange(40))
    outcome = None if still_open else random.choice(("settled", "settled", "partly_settled", "not_settled", "withdrawn"))
    common = {"station_id": station_id, "case_id": case_id}

    def add(model: type, **values: Any) -> None:
        rows.setdefault(model, []).append({"id": f"{model.__name__[:3]}{nth:012d}{len(rows.get(model, []))}", **common, **values})

    rows.setdefault(Case, []).append(
        {
            "id": case_id, "station_id": station_id, "number": f"CH-{nth:06d}", "state": "open" if still_open else "closed",
            "received_at": received, "received_on": day, "channel": "walk_in", "summary": "拖欠工资" * 10, "workers": 1,
            "relation": "labour", "mediation": "open", "lead": "union", "flags": ["group"] if nth % 9 == 0 else [],
            "situation": {}, "rulebook": "sha256:0", "decided_at": received, "unsafe_withdrawn": False, "version": 1,
            "accepted_on": day if nth % 3 else None, "closed_on": ended, "outcome": outcome,
        }  # fmt: skip
    )
    add(Party, side="applicant", position=0, kind="person", name=f"张{nth}")
    add(Party, side="respondent", position=1, kind="employer", name=f"第{nth % 900}公司", firm_key=f"f{nth % 900}", industry=f"行业{nth % 12}")
    for position in range(2):
        add(Claim, kind=random.choice(CLAIMS), amount=random.randrange(10**7), position=position, state="open")
    for desk, role in (("union", "lead"), ("judicial_office", "assist")):
        state = random.choice(("open", "accepted", "accepted")) if still_open else "closed"
        add(
            Referral, desk=desk, role=role, priority="normal", state=state, referred_at=received, referred_on=day,
            accept_by=received + timedelta(days=1), because=[REASON], rulebook="sha256:0",
            accepted_at=None if state == "open" else received + timedelta(hours=random.randrange(1, 40)),
        )  # fmt: skip
    for kind, days in (("station.first_contact", 1), ("mediation.from_receipt", 15), ("limitation.severance", 365)):
        add(
            Deadline, kind=kind, rule=f"deadline.{'limitation.general' if kind.startswith('lim') else kind}", law=["ldmal-14"],
            who="lead", safe_on=day + timedelta(days=days), last_on=day + timedelta(days=days), trigger="received_on",
            trigger_on=day, steps=[STEP, STEP], skipped=[], calendar="", rulebook="sha256:0", made_at=received,
            because=[{**REASON, "rule": "deadline.station.first_contact", "facts": {}}], state="open" if still_open else "met",
            met_on=ended,
        )  # fmt: skip
    if ended and outcome and outcome.endswith("settled") and outcome != "not_settled":
        total, agreement = random.randrange(10**5, 10**7), f"Set{nth:018d}"
        rows.setdefault(Settlement, []).append(
            {
                "id": agreement, **common, "state": "issued", "terms": {}, "total": total, "effective_on": ended,
                "changed_at": received, "version": 1, "sent_to": "court" if nth % 5 == 0 else None,
                "sent_on": ended if nth % 5 == 0 else None,
            }  # fmt: skip
        )
        for nth_payment in range(2):
            due = ended + timedelta(days=15 + 30 * nth_payment)
            paid = due if due <= now.date() and random.random() < 0.8 else None
            add(
                Instalment, settlement_id=agreement, position=nth_payment, due_on=due, amount=total // 2,
                state="paid" if paid else "due", paid_on=paid,
            )  # fmt: skip
    if nth % 40 == 0:
        add(
            Escalation, subject=case_id, rule="escalation.group", level=2, state="open", raised_at=received,
            because=[{"rule": "escalation.group", "law": ["ldmal-7"], "facts": {"workers": 10}}], rulebook="sha256:0",
        )  # fmt: skip
    for line in range(4):
        add(
            HistoryLine, seq=nth * 4 + line + 1, at=received, actor="x", act="case.read", subject_kind="case",
            subject_id=case_id, fields_json="{}", prev="0" * 64, mac="0" * 64,
        )  # fmt: skip
    return case_id
