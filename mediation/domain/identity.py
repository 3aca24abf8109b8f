"""Check digits of the numbers that identify people and firms in China."""

from __future__ import annotations

import re
from datetime import date

_ID = re.compile(r"^\d{17}[\dX]$", re.ASCII)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT = re.compile(rf"^[{_CREDIT_ALPHABET}]{{18}}$", re.ASCII)
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def id_number_fault(number: str) -> str:
    """Return why `number` is no citizen identity number: "", "form", "check" or "born" (GB 11643-1999)."""
    if not _ID.match(number):
        return "form"
    if id_check_digit(number[:17]) != number[17]:
        return "check"
    try:
        born_by(number)
    except ValueError:
        return "born"
    return ""


def born_by(id_number: str) -> date:
    """Return the birthday written in a citizen identity number; ValueError if there is no such day."""
    return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))


def sex_by(id_number: str) -> str:
    """Return the sex written in a citizen identity number: its 17th digit is odd for men (GB 11643-1999)."""
    return "male" if int(id_number[16]) % 2 else "female"


def credit_code_fault(code: str) -> str:
    """Return why `code` is no unified social credit code: "", "form" or "check" (GB 32100-2015)."""
    if not _CREDIT.match(code):
        return "form"
    return "" if credit_check_character(code[:17]) == code[17] else "check"


def id_check_digit(first_17: str) -> str:
    """Return the check digit that belongs to the first 17 digits of an identity number."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11]


def credit_check_character(first_17: str) -> str:
    """Return the check character that belongs to the first 17 characters of a credit code."""
    total = sum(
        _CREDIT_ALPHABET.index(letter) * weight for letter, weight in zip(first_17, _CREDIT_WEIGHTS, strict=True)
    )
    return _CREDIT_ALPHABET[(31 - total % 31) % 31]
