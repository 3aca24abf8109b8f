"""Cases in any number, written straight into the tables: some with something due for the sweep, some without."""

from datetime import datetime, timedelta
from typing import Any

from mediation import db
from mediation.domain.worktime import station_day
from mediation.models.case import Case
from mediation.models.deadline import Deadline
from mediation.models.escalation import Escalation
from mediation.models.party import Party
from mediation.models.referral import Referral

BATCH = 2_000
SITUATION = {"workers": 1, "claims.unpaid_wages": True, "unsafe_withdrawn": False, "received_on": "2026-10-01"}


def fill(station_id: str, cases: int, *, due: int, now: datetime, raised: bool = False) -> None:
    """Write `cases` open cases; the first `due` are silent for a week and have a referral nobody accepted in time.

    With `raised` an earlier sweep has already raised what is due.
    """
    for first in range(0, cases, BATCH):
        rows: dict[type, list[dict[str, Any]]] = {Case: [], Party: [], Referral: [], Deadline: [], Escalation: []}
        for nth in range(first, min(first + BATCH, cases)):
            _case(rows, station_id, nth, nth < due, now)
            if raised and nth < due:
                rows[Escalation] += _raised(station_id, nth, now)
        with db.transaction() as session:
            for model, made in rows.items():
                session.bulk_insert_mappings(model, made)  # type: ignore[arg-type]


def _raised(station_id: str, nth: int, now: datetime) -> list[dict[str, Any]]:
    case_id, day = f"case{nth:018d}", station_day(now)
    common = {
        "station_id": station_id, "case_id": case_id, "state": "open", "raised_at": now, "told_at": now,
        "because": [{"rule": "", "law": [], "facts": {}}], "rulebook": "sha256:0",
    }  # fmt: skip
    silent = {"subject_kind": "case", "subject": case_id, "rule": "escalation.silent", "level": 1, "due_on": day - timedelta(days=8)}
    late = {
        "subject_kind": "referral", "subject": f"ref{nth:017d}", "rule": "escalation.not_accepted", "level": 2,
        "due_on": day - timedelta(days=59),
    }  # fmt: skip
    return [{"id": f"sil{nth:017d}", **common, **silent}, {"id": f"lat{nth:017d}", **common, **late}]


def _case(rows: dict[type, list[dict[str, Any]]], station_id: str, nth: int, due: bool, now: datetime) -> None:
    received, case_id = now - timedelta(days=60), f"case{nth:018d}"
    last = now - timedelta(days=8 if due else 1)
    common = {"station_id": station_id, "case_id": case_id}
    rows[Case].append(
        {
            "id": case_id, "station_id": station_id, "number": f"CH-{nth:06d}", "state": "open", "received_at": received,
            "received_on": station_day(received), "channel": "walk_in", "summary": "拖欠工资", "workers": 1,
            "relation": "labour", "mediation": "open", "lead": "union", "flags": [], "situation": SITUATION,
            "rulebook": "sha256:0", "decided_at": received, "unsafe_withdrawn": False, "version": 1, "last_entry_at": last,
            "outcome_note": "",
        }  # fmt: skip
    )
    for side, kind, name in (("applicant", "person", f"张{nth}"), ("respondent", "employer", f"第{nth}公司")):
        firm = {"firm_key": name if kind == "employer" else None}
        rows[Party].append({"id": f"{side[:3]}{nth:017d}", "side": side, "position": 0, "kind": kind, "name": name, **firm, **common})
    rows[Referral].append(
        {
            "id": f"ref{nth:017d}", "desk": "union", "role": "lead", "priority": "normal", "state": "open" if due else "accepted",
            "referred_at": received, "referred_on": station_day(received), "accept_by": received + timedelta(days=1),
            "twice_by": received + timedelta(days=2), "because": [], "rulebook": "sha256:0", **common,
        }  # fmt: skip
    )
    rows[Deadline].append(
        {
            "id": f"dea{nth:017d}", "kind": "limitation.unpaid_wages", "rule": "deadline.limitation.pay", "law": [], "who": "lead",
            "safe_on": station_day(now + timedelta(days=200)), "trigger": "received_on", "trigger_on": station_day(received),
            "steps": [], "skipped": [], "calendar": "", "because": [], "rulebook": "sha256:0", "state": "open",
            "made_at": received, **common,
        }  # fmt: skip
    )
