"""From the fields of the intake form, and of the form that corrects facts, to the case file of the interface."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import force_locale

from mediation.office.records import CasePage
from mediation.web.show import ZONE
from mediation.web.typed import Typed
from mediation.web.words import word

FLAGS = frozenset({
    "union_member", "migrant", "hardship", "has_union", "written_contract", "union_told_of_dismissal", "threat",
    "gathering", "stoppage", "employer_absconded", "payment_order_ignored", "applicant", "respondent",
})  # fmt: skip
AMOUNTS = frozenset({"amount"})
FACTS = ("employment", "risk", "willing")


def case_file(typed: Typed, *, station: str, now: datetime) -> dict[str, Any]:
    """Return the case file as the interface takes it.

    A summary left empty is composed from names and claims, a time left empty is `now`.
    """
    data = typed.tree(FLAGS, AMOUNTS)
    data.pop("key", None)
    data.pop("hold", None)
    data.pop("twin", None)
    data["station"] = station
    data["received_at"] = _instant(typed("received_at")) or now.astimezone(ZONE).isoformat()
    data["workers"] = _whole(data.get("workers"))
    for group in ("applicants", "respondents", "claims"):
        data[group] = [row for row in data.get(group) or [] if isinstance(row, dict)]
    if data.get("summary") is None:
        data["summary"] = composed_summary(typed)
    return data


def changes(typed: Typed) -> dict[str, Any]:
    """Return the facts of the correction form: claims, workers, employment, risk, willing."""
    data = typed.tree(FLAGS, AMOUNTS)
    found: dict[str, Any] = {"workers": _whole(data.get("workers"))}
    found["claims"] = [row for row in data.get("claims") or [] if isinstance(row, dict)]
    return found | {group: data.get(group) or {} for group in FACTS}


def composed_summary(typed: Typed) -> str | None:
    """Return a sentence such as `王某诉某公司：拖欠工资、加班工资`; None while a name or a claim is missing.

    Documents are Chinese, so this is too, whatever language the page is shown in.
    """
    one, other = typed("applicants[0].name").strip(), typed("respondents[0].name").strip()
    with force_locale("zh_Hans_CN"):
        claims = [word(kind, "claim") for nth in typed.indices("claims") if (kind := typed(f"claims[{nth}].kind"))]
    return f"{one[:100]}诉{other[:100]}：{'、'.join(claims)}" if one and other and claims else "—"


def press_row_button(typed: Typed, pressed: str, first_fields: Mapping[str, str]) -> bool:
    """Do what a button that adds or removes a row asks for; False when another button was pressed."""
    act, _, rest = pressed.partition(":")
    group, _, number = rest.partition(":")
    if group not in first_fields:
        return False
    if act == "add":
        typed.add_row(group, first_fields[group])
    elif act == "remove" and number.isascii() and number.isdigit() and len(number) < 4:
        typed.remove_row(group, int(number))
    else:
        return False
    return True


def typed_facts(page: CasePage) -> Typed:
    """Return the correction form as the case stands."""
    known = page.facts
    values = {"workers": str(page.header.workers)}
    for name in ("hired_on", "ended_on", "relation", "written_contract", "union_told_of_dismissal"):
        values[f"employment.{name}"] = _text(getattr(known, name))
    for name in ("threat", "gathering", "stoppage", "violence", "employer_absconded", "payment_order_ignored"):
        values[f"risk.{name}"] = _text(getattr(known, name))
    values["willing.applicant"] = _text(known.willing_applicant)
    values["willing.respondent"] = _text(known.willing_respondent)
    if known.relation == "unknown":
        values["employment.relation"] = ""
    for nth, claim in enumerate(page.claims):
        for name in ("kind", "known_on", "accident_on", "diagnosed_on"):
            values[f"claims[{nth}].{name}"] = _text(getattr(claim, name))
        sum_fen = claim.amount
        values[f"claims[{nth}].amount"] = "" if sum_fen is None else f"{sum_fen // 100}.{sum_fen % 100:02d}"
    return Typed(values)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _instant(text: str) -> str | None:
    """Return the local time of a datetime field with the station's offset; other text as it is, to be refused."""
    if not text.strip():
        return None
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (local if local.tzinfo else local.replace(tzinfo=ZONE)).isoformat()


def _whole(text: object) -> object:
    if not isinstance(text, str):
        return text
    plain = unicodedata.normalize("NFKC", text).strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else text
