"""Whether a side is willing to mediate: the one rule from what each of its parties said to the state of the side.

No party may be mediated against its refusal (人民调解法 17), and silence is no consent: a side is willing once each of
its parties said so, and refuses as soon as one of them does.
"""

from __future__ import annotations

from collections.abc import Iterable


def of_side(answers: Iterable[bool | None], stated: bool | None = None) -> bool | None:
    """Return what a side says, None while it isn't known.

    `answers` holds the standing answer of each party present, None for one that gave none. `stated` is what the facts
    of the case say of the side as a whole; it counts only while no party has answered for itself.
    """
    said = list(answers)
    if False in said:
        return False
    if said and None not in said:
        return True
    return stated if set(said) <= {None} else None
