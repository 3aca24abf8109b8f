"""Between the fields of the terms form and the terms the office reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mediation.office.records import SettlementPage
from mediation.web.typed import Typed

AMOUNTS = frozenset({"amount", "total"})
_CLAIM = re.compile(r"^claims\[([\w-]{1,64})\]$", re.ASCII)


def terms(typed: Typed) -> dict[str, Any]:
    """Return the terms as `office.settlements.save` takes them; see `SettlementPage`."""
    chosen = {hit[1]: value for name, value in typed.values.items() if (hit := _CLAIM.match(name)) and value}
    plain = Typed({name: value for name, value in typed.values.items() if not name.startswith("claims[")})
    found = plain.tree(amounts=AMOUNTS)
    found["claims"] = chosen
    found["instalments"] = [row for row in found.get("instalments") or [] if isinstance(row, dict) and any(row.values())]
    return found


def typed_terms(page: SettlementPage) -> Typed:
    """Return the form as the draft was last stored; a new one offers a default clause and the payee's name."""
    values: dict[str, str] = {}
    for name, value in page.terms.items():
        if name == "claims":
            values |= {f"claims[{claim}]": str(state) for claim, state in value.items()}
        elif name == "instalments":
            for nth, row in enumerate(value):
                values |= {f"instalments[{nth}].{key}": _text(one) for key, one in row.items()}
        elif isinstance(value, Mapping):
            values |= {f"{name}.{key}": _text(one) for key, one in value.items()}
        else:
            values[name] = _text(value)
    if not values.get("default_clause") and "default_clause" not in page.terms and page.default_clauses:
        values["default_clause"] = page.default_clauses[0]
    return Typed(values)


def _text(value: object) -> str:
    return "" if value is None else str(value)
