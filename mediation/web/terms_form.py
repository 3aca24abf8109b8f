"""Between the fields of the terms form and the terms the office reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext

from mediation.domain import money
from mediation.domain.refusals import Problem
from mediation.office.records import SettlementPage
from mediation.web.typed import Typed, amount

AMOUNTS = frozenset({"amount", "total"})
_CLAIM = re.compile(r"^claims\[([\w-]{1,64})\]$", re.ASCII)
_AMOUNT = re.compile(r"^amounts\[([\w-]{1,64})\]$", re.ASCII)
_EACH = re.compile(r"^each\[([\w-]{1,64})\]$", re.ASCII)
_SHARE = re.compile(r"^group\[(\d+)\]")
_NUMBERED = re.compile(r"^(.*?)\s*[(（]\s*(?:第|名册)*\s*(\d{1,4})\s*号?\s*[)）]$")
_LINE = re.compile(r"^(.*?)[\s,，;；:：]+([¥￥]?\d[\d,，.．]*\s*元?)$")


def terms(typed: Typed) -> dict[str, Any]:
    """Return the terms as `office.settlements.draft` takes them; see `SettlementPage`."""
    chosen = {hit[1]: value for name, value in typed.values.items() if (hit := _CLAIM.match(name)) and value}
    agreed = {hit[1]: amount(value) for name, value in typed.values.items() if (hit := _AMOUNT.match(name)) and value}
    each = {hit[1]: amount(value) for name, value in typed.values.items() if (hit := _EACH.match(name)) and value}
    besides = ("claims[", "amounts[", "each[", "group", "seen")
    plain = Typed({name: text for name, text in typed.values.items() if not name.startswith(besides)})
    found = plain.tree(amounts=AMOUNTS)
    found["claims"] = chosen
    found["amounts"] = {claim: value for claim, value in agreed.items() if chosen.get(claim) == "settled"}
    found["each"] = each
    rows = found.get("instalments") or []
    found["instalments"] = [row for row in rows if isinstance(row, dict) and any(row.values())]
    found["group"] = shares(typed("group"))
    return found


def shares(text: str) -> list[dict[str, str | None]]:
    """Read one worker a line, name and amount with any gap between them, as pasted from a table.

    The number on the list may follow the name, where several bear it: 张伟（3号）.
    """
    found: list[dict[str, str | None]] = []
    for line in text.splitlines():
        if share := _LINE.match(line.strip()):
            found.append({**_worker(share[1].strip()), "amount": amount(share[2])})
        elif line.strip():
            found.append({**_worker(line.strip()), "amount": None})
    return found


def _worker(text: str) -> dict[str, str | None]:
    hit = _NUMBERED.match(text)
    return {"name": hit[1], "nth": str(int(hit[2]))} if hit and hit[1] else {"name": text or None}


def in_form(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Point problems of one line of the group's list at the list, naming the line."""
    found = []
    for one in problems:
        if line := _SHARE.match(one.field):
            text = gettext("第 %(line)s 行", line=int(line[1]) + 1)
            one = replace(one, field="group", value=f"{text} {one.value}".strip(), message=one.message)
        found.append(one)
    return tuple(found)


def typed_terms(page: SettlementPage) -> Typed:
    """Return the form as the draft was last stored; the only claim of a case can only be settled."""
    values = {f"claims[{page.claims[0].id}]": "settled"} if len(page.claims) == 1 else {}
    for name, value in page.terms.items():
        if name == "claims":
            values |= {f"claims[{claim}]": str(state) for claim, state in value.items()}
        elif name in ("amounts", "each"):
            values |= {f"{name}[{of}]": _text(one) for of, one in value.items()}
        elif name == "group":
            values["group"] = "\n".join(f"{_called(row)} {_text(row['amount'])}".strip() for row in value)
        elif name == "instalments":
            for nth, row in enumerate(value):
                values |= {f"instalments[{nth}].{key}": _text(one) for key, one in row.items()}
        elif isinstance(value, Mapping):
            values |= {f"{name}.{key}": _text(one) for key, one in value.items()}
        else:
            values[name] = _text(value)
    return Typed(values)


def _called(row: Mapping[str, Any]) -> str:
    return f"{row['name']}（{row['nth']}号）" if row.get("nth") else str(row["name"])


def settle_all(typed: Typed, page: SettlementPage) -> None:
    """Mark every claim of the case as settled, whatever was chosen for it before."""
    typed.values |= {f"claims[{claim.id}]": "settled" for claim in page.claims}


def from_group(typed: Typed, listed: Iterable[tuple[str, int | None]]) -> None:
    """Put the shares of the case's list into the form, and their sum where no total was typed."""
    rows = list(listed)
    lines = (f"{name} {money.yuan(share)}" if share is not None else name for name, share in rows)
    typed.values["group"] = "\n".join(lines)
    if not typed("total").strip() and rows and all(share for _, share in rows):
        typed.values["total"] = money.yuan(sum(share or 0 for _, share in rows))


def _text(value: object) -> str:
    return "" if value is None else str(value)
