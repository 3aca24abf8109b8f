"""What is found in talks: what is wrong or doubtful, by which article, from which fact, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from mediation.domain.workdays import written

Severity = Literal["error", "warning"]
NAMED: Final = ("earlier", "later", "what", "parameter")
"""The facts that are message ids themselves, so that they are translated too."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: message ids with their parameters, keys of law.yaml, and the facts it rests on.

    `place` is the place whose rule is meant, `second` that it stands beside the rule of the talks' own place;
    `verified` is V, S or U as the rule's row says.
    """

    severity: Severity
    code: str
    message: str
    remedy: str
    law: tuple[str, ...]
    verified: str
    facts: Mapping[str, object] = field(default_factory=dict)
    side: str = ""
    place: str = ""
    second: bool = False

    def text(self, translate: Callable[[str], str] = str, day: Callable[[date], str] = written) -> str:
        """Return the message in the language of `translate`, its facts filled in, its days written by `day`."""
        shown = {
            key: day(value) if isinstance(value, date) else translate(str(value)) if key in NAMED else value
            for key, value in self.facts.items()
        }
        return translate(self.message) % shown if shown else translate(self.message)


def by_weight(found: list[Finding]) -> tuple[Finding, ...]:
    """Return the findings, errors first, then in the order in which they were found."""
    return tuple(sorted(found, key=lambda one: (one.severity != "error", one.second)))
