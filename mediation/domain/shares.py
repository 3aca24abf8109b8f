"""What each of a group gets of one sum: in proportion to what each claims, exact to the fen, nothing lost or made."""

from __future__ import annotations

from collections.abc import Sequence


def in_proportion(total: int, claims: Sequence[int]) -> list[int]:
    """Return shares of `total` in proportion to `claims`, in whole fen, that add up to it exactly.

    Each is rounded down; the fen left over go one by one to those who lost most by it, of equals to the first.
    Raises ValueError where there is a sum below nought or nothing to divide by.
    """
    if total < 0 or any(one < 0 for one in claims):
        raise ValueError("a sum below nought")
    whole = sum(claims)
    if not whole:
        raise ValueError("nothing is claimed, so that nothing can be divided by it")
    found = [total * one // whole for one in claims]
    lost = sorted(range(len(claims)), key=lambda nth: -(total * claims[nth] % whole))
    for nth in lost[: total - sum(found)]:
        found[nth] += 1
    return found
