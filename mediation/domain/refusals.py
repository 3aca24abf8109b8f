"""What the program says when it refuses: what, where, why, and what to do instead."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, translate later"
    """Mark `message` for the catalogue; the faces translate it when they show it."""
    return message


class Named(str):
    """What something is called in Chinese, with its English: a parameter of a message, shown in either language."""

    en: str

    def __new__(cls, zh: str, en: str) -> Named:
        """Return the Chinese name, knowing the English one."""
        made = super().__new__(cls, zh)
        made.en = en
        return made


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing that is wrong: a message id with its parameters, the field, the value, what is allowed."""

    message: str
    field: str = ""
    value: str = ""
    allowed: str = ""
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def text(self) -> str:
        """Return the message in its source language, for logs and for faces without a catalogue."""
        return self.message % self.params if self.params else self.message


class Refused(Exception):  # noqa: N818 - house word
    """The input or the data is refused; `problems` says everything that is wrong, not only the first."""

    status = 422

    def __init__(self, problems: str | Problem | Iterable[Problem], **params: object) -> None:
        if isinstance(problems, str):
            problems = Problem(problems, params=params)
        if isinstance(problems, Problem):
            problems = [problems]
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("; ".join(_line(problem) for problem in self.problems))


class NotFound(Refused):
    """There is no such row, or none that this user may see."""

    status = 404


class Forbidden(Refused):
    """The user may not do this."""

    status = 403


class Conflict(Refused):
    """Somebody else changed it meanwhile, or it is no longer in the state that the act needs."""

    status = 409


def _line(problem: Problem) -> str:
    parts = [f"{problem.field}: " if problem.field else "", problem.text()]
    if problem.value:
        parts.append(f" ({problem.value!r})")
    return "".join(parts)
