"""A situation: one flat, typed record about one subject, the only thing rules are asked about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType

from mediation.domain.vocabulary import SUBJECTS, Field, fields_of, nearest, vocabulary

__all__ = ["INT_BOUND", "Facts", "Situation", "SituationFault", "Value", "checked_value", "vocabulary"]

Value = bool | int | str | date
Facts = Mapping[str, Value | None]
"""What a condition is read of: a situation, or the values of one."""
INT_BOUND = 2**53


class SituationFault(ValueError):
    """A fact that no rule could read rightly: says subject, field, value and what is allowed."""

    def __init__(self, subject: str, field: str, value: object, reason: str, allowed: str = "") -> None:
        self.subject, self.field, self.value = subject, field, value
        self.reason, self.allowed = reason, allowed
        shown = repr(value)
        shown = shown if len(shown) <= 80 else f"{shown[:77]}..."
        super().__init__(f"{subject}.{field}: {shown}: {reason}" + (f"; allowed: {allowed}" if allowed else ""))


def _fault(field: Field, value: object, reason: str, allowed: str) -> SituationFault:
    return SituationFault(field.subject, field.name, value, reason, allowed)


def checked_value(field: Field, value: object) -> Value:
    """Return `value` if it is of the field's type and in bounds; raise SituationFault if it isn't.

    Nothing is converted: a bool is no int, an instant is no day, and no float is ever taken.
    """
    if field.type == "bool":
        if isinstance(value, bool):
            return value
        raise _fault(field, value, "is not a yes/no value", "true, false")
    if field.type == "int":
        if not isinstance(value, int) or isinstance(value, bool):
            raise _fault(field, value, "is not a whole number", f"a whole number ({field.unit})")
        if abs(value) > INT_BOUND:
            raise _fault(field, value, "is out of bounds", f"-{INT_BOUND} to {INT_BOUND}")
        return value
    if field.type == "day":
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        raise _fault(field, value, "is not a day", "a date such as 2026-11-22")
    if isinstance(value, str) and value in field.values:
        return str(value)
    hint = nearest(value, field.values)
    raise _fault(field, value, f"is not one of the values{hint}", ", ".join(field.values))


class Situation(Mapping[str, Value | None]):
    """An immutable record of every field of one subject; `None` means not known.

    Fields that are left out are not known, but claims and inferred fields, which are then false.
    Raises SituationFault for an unknown subject or field, a wrong type, or a value outside its bounds.
    """

    __slots__ = ("_values", "subject")

    def __init__(self, subject: str, facts: Mapping[str, object] | None = None) -> None:
        if subject not in SUBJECTS:
            reason = f"no such subject{nearest(subject, SUBJECTS)}"
            raise SituationFault(str(subject), "", subject, reason, ", ".join(SUBJECTS))
        fields = fields_of(subject)
        values: dict[str, Value | None] = {name: False if field.sure else None for name, field in fields.items()}
        _enter(values, subject, facts or {})
        self.subject = subject
        self._values = MappingProxyType(values)

    def __getitem__(self, name: str) -> Value | None:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Situation) and (self.subject, dict(self)) == (other.subject, dict(other))

    def __hash__(self) -> int:
        return hash((self.subject, tuple(self._values.items())))

    def __repr__(self) -> str:
        return f"Situation({self.subject!r}, {self.known()!r})"

    def known(self) -> dict[str, Value]:
        """Return the fields that are known, without those that only say their usual no."""
        sure = fields_of(self.subject)
        return {k: v for k, v in self._values.items() if v is not None and not (v is False and sure[k].sure)}

    def plus(self, facts: Mapping[str, object]) -> Situation:
        """Return this situation with `facts` in place of what it said about them."""
        made = object.__new__(Situation)
        values = dict(self._values)
        _enter(values, self.subject, facts)
        made.subject, made._values = self.subject, MappingProxyType(values)
        return made

    def differs(self, other: Situation) -> set[str]:
        """Return the fields in which two situations of one subject say different things."""
        values = other._values
        return {name for name, value in self._values.items() if values[name] != value}


def _enter(values: dict[str, Value | None], subject: str, facts: Mapping[str, object]) -> None:
    """Put checked facts into the values of a situation."""
    fields = fields_of(subject)
    for name, value in facts.items():
        field = fields.get(name)
        if field is None:
            raise SituationFault(subject, str(name), value, f"no such field{nearest(name, fields)}")
        if value is not None:
            values[name] = checked_value(field, value)
        elif field.sure:
            raise _fault(field, value, "is always known", "true, false")
        else:
            values[name] = None
