"""What is wrong with a rule file: file, rule, reason, line, and a code for the faces."""

from __future__ import annotations

from collections.abc import Iterable


class RuleFault(Exception):  # noqa: N818 - house word
    """A rule book that must not be used; `faults` holds everything found, the first one is the exception itself.

    `file` starts with the name of the rules folder, `rule` is empty where the fault is the file's own, `line` counts
    from 1 (0: not known), `code` is a stable word such as `unknown_field`.
    """

    def __init__(self, file: str, rule: str, reason: str, line: int = 0, *, code: str = "invalid") -> None:
        self.file, self.rule, self.reason, self.line, self.code = file, rule, reason, line, code
        self.faults: tuple[RuleFault, ...] = (self,)
        super().__init__(file, rule, reason, line, code)

    def __str__(self) -> str:
        place = f"{self.file}: " + (f"{self.rule}: " if self.rule else "")
        return f"{place}{self.reason}" + (f" (line {self.line})" if self.line else "")


class Findings:
    """Collects the faults of a book, so that an author sees all of them at once."""

    def __init__(self) -> None:
        self.faults: list[RuleFault] = []

    def raise_if_any(self) -> None:
        """Raise the first fault by file, line and rule, carrying all the others."""
        if not self.faults:
            return
        first, *_ = ordered = ordered_faults(self.faults)
        first.faults = ordered
        raise first


def ordered_faults(faults: Iterable[RuleFault]) -> tuple[RuleFault, ...]:
    """Return the faults by file, line, rule and reason."""
    return tuple(sorted(faults, key=lambda one: (one.file, one.line, one.rule, one.reason)))


class Place:
    """A spot in one document of a rule file, to which faults are pinned."""

    def __init__(self, findings: Findings, file: str, rule: str, lines: dict[tuple[object, ...], int]) -> None:
        self.findings, self.file, self.rule, self.lines = findings, file, rule, lines

    def named(self, rule: str) -> Place:
        """Return the same place, its faults told under the name of `rule`."""
        return Place(self.findings, self.file, rule, self.lines)

    def fault(self, code: str, reason: str, path: tuple[object, ...] = ()) -> None:
        """Note a fault at `path`, or at the nearest line known above it."""
        at = path
        while at and at not in self.lines:
            at = at[:-1]
        self.findings.faults.append(RuleFault(self.file, self.rule, reason, self.lines.get(at, 0), code=code))
