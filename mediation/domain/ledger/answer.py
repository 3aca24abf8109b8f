"""What `mediation import --json` answers about a ledger, row by row."""

from __future__ import annotations

from typing import Any

from mediation.domain import money
from mediation.domain.ledger.rows import ReadRow
from mediation.domain.ledger.sheet import ReadSheet
from mediation.domain.refusals import Problem


def of_sheet(read: ReadSheet) -> dict[str, Any]:
    """Return the whole answer; rows are numbered as in the file, from 1."""
    return {
        "sheet": read.sheet.name,
        "header_rows": list(range(read.heading.first + 1, read.heading.last + 2)),
        "first_row": read.heading.last + 2,
        "year": read.heading.year,
        "columns": {name: read.heading.title(column) for name, column in read.fields.items()},
        "counts": {status: read.count(status) for status in ("accepted", "skipped", "refused")},
        "rows": [of_row(row) for row in read.rows],
    }


def of_row(row: ReadRow) -> dict[str, Any]:
    """Return one row: its status with the reason, and what was understood of its cells."""
    answer: dict[str, Any] = {"row": row.row, "status": row.status}
    if row.reason:
        answer["reason"] = row.reason
    if row.of_row:
        answer["of_row"] = row.of_row
    if row.status != "skipped":
        answer |= _values(row)
        answer["warnings"] = [
            {"field": cell.field, "text": _text(one)} for cell in row.cells for one in cell.doubts
        ]  # fmt: skip
    return answer


def _values(row: ReadRow) -> dict[str, Any]:
    day, kinds, amount = row.value("received_on"), row.value("type"), row.value("amount")
    applicants, numbers = row.value("applicant") or (), row.value("id_number") or ()
    return {
        "received_on": day.isoformat() if day else None,
        "types": list(kinds) if kinds else [],
        "amount": None if amount is None else money.yuan(amount),
        "amount_approximate": bool(row.value("amount_approximate")),
        "applicant": "、".join(applicants) or None,
        "employer": row.value("employer"),
        "workers": row.value("workers"),
        "phone": row.value("phone"),
        "id_number": "、".join(numbers) or None,
        "channel": row.value("channel"),
        "outcome": row.value("outcome"),
    }


def _text(problem: Problem) -> str:
    return problem.text()
