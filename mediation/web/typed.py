"""What was typed into a form, kept as it was typed, with the problems found: nothing typed is ever lost.

Fields are named as in the interface's case file, `applicants[0].id_number`, so a Refused from the office points at
the field it is about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from mediation.domain.refusals import Problem

_PART = re.compile(r"([^.\[\]]+)|\[(\d{1,4})\]")
_AMOUNT = re.compile(r"^\d{1,12}(\.\d{1,2})?$", re.ASCII)
MOST_ROWS = 500
DEEPEST = 8


class Typed:
    """The values of one form, name → text, and the problems, name → problems."""

    def __init__(self, values: Mapping[str, str] | None = None, problems: Iterable[Problem] = ()) -> None:
        self.values: dict[str, str] = dict(values or {})
        self.problems: tuple[Problem, ...] = tuple(problems)
        self.focus = ""
        self.stored = False  # as a draft, in spite of the problems
        self.labels: dict[str, str] = {}  # what fields are called that have no name of their own

    @classmethod
    def read(cls, form: MultiDict[str, str]) -> Typed:
        """Keep the first value of every field, but for the token that only proves where the form came from."""
        return cls({name: form[name] for name in form if name not in ("csrf_token", "once", "do")})

    def __call__(self, name: str, default: str = "") -> str:
        """Return what was typed into `name`."""
        return self.values.get(name, default)

    def wrong(self, name: str) -> list[Problem]:
        """Return the problems of exactly this field."""
        return [problem for problem in self.problems if problem.field == name]

    def touched(self, prefix: str, besides: tuple[str, ...] = ()) -> bool:
        """Tell whether something was typed, or is wrong, in a field whose name begins with `prefix`."""
        typed = any(
            value.strip() and name.startswith(prefix) and not name.endswith(besides)
            for name, value in self.values.items()
        )
        return typed or any(
            problem.field.startswith(prefix) and not problem.field.endswith(besides) for problem in self.problems
        )

    def indices(self, list_name: str, least: int = 1) -> range:
        """Return the row numbers of a repeated group, at least `least` of them."""
        return range(min(MOST_ROWS, max([least, *(nth + 1 for nth in self._numbers(list_name))])))

    def add_row(self, list_name: str, first: str) -> None:
        """Open one more row and put the focus on its field `first`."""
        number = len(self.indices(list_name))
        self.values[f"{list_name}[{number}].{first}"] = ""
        self.focus = f"{list_name}[{number}].{first}"

    def remove_row(self, list_name: str, number: int) -> None:
        """Take one row out; the rows below move up."""
        rows = [self._row(list_name, nth) for nth in self.indices(list_name) if nth != number]
        self._replace(list_name, rows)

    def drop_empty(self, list_name: str, defaults: tuple[str, ...] = ()) -> None:
        """Take out the rows where nothing was typed; fields named in `defaults` don't count. The first row stays."""
        rows = [self._row(list_name, nth) for nth in self.indices(list_name)]
        kept = [
            row for row in rows if any(text.strip() for name, text in row.items() if name not in defaults)
        ]
        self._replace(list_name, kept or rows[:1])

    def tree(self, flags: frozenset[str] = frozenset(), amounts: frozenset[str] = frozenset()) -> dict[str, Any]:
        """Return the fields as nested dicts and lists; empty text is None.

        `flags` are the last name parts read as true/false; `amounts` those read as yuan with two decimals.
        """
        top: dict[str, Any] = {}
        for name, text in self.values.items():
            parts = [plain or int(number) for plain, number in _PART.findall(name)]
            parts = parts if len(parts) <= DEEPEST else [name]
            if parts and isinstance(parts[0], str):
                _put(top, parts, _value(str(parts[-1]), text, flags, amounts))
        return {key: _listed(value) for key, value in top.items()}

    def _numbers(self, list_name: str) -> list[int]:
        found = re.compile(re.escape(list_name) + r"\[(\d{1,3})\]")
        return [int(hit[1]) for name in self.values if (hit := found.match(name))]

    def _row(self, list_name: str, number: int) -> dict[str, str]:
        start = f"{list_name}[{number}]."
        return {name.removeprefix(start): text for name, text in self.values.items() if name.startswith(start)}

    def _replace(self, list_name: str, rows: list[dict[str, str]]) -> None:
        start = f"{list_name}["
        self.values = {name: text for name, text in self.values.items() if not name.startswith(start)}
        for number, row in enumerate(rows):
            self.values |= {f"{list_name}[{number}].{name}": text for name, text in row.items()}


def amount(text: str) -> str:
    """Return a sum as the interface writes it, `8000.00`, from what people type: `８，０００`, `8,000.5`, `¥8000元`."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = plain.removeprefix("¥").removesuffix("元").replace(",", "").replace(" ", "").strip()
    if not _AMOUNT.match(plain):
        return text.strip()
    whole, _, part = plain.partition(".")
    return f"{int(whole)}.{part.ljust(2, '0')}"


def _value(name: str, text: str, flags: frozenset[str], amounts: frozenset[str]) -> str | bool | None:
    if not text.strip():
        return None
    if name in flags:
        return {"true": True, "false": False}.get(text, text)
    if name in amounts:
        return amount(text)
    return text


def _put(node: dict[Any, Any], parts: list[str | int], value: object) -> None:
    for part in parts[:-1]:
        inner = node.setdefault(part, {})
        if not isinstance(inner, dict):
            return
        node = inner
    node[parts[-1]] = value


def _listed(node: Any) -> Any:
    """Turn dicts whose keys are row numbers into lists."""
    if not isinstance(node, dict):
        return node
    inner = {key: _listed(value) for key, value in node.items()}
    if inner and all(isinstance(key, int) for key in inner):
        return [inner[key] for key in sorted(inner)]
    return inner
