"""Whether two names may mean the same person or firm: what a conflict check asks before anybody opens a case.

`same`: equal but for width, spaces, case, punctuation, traditional characters. `variant`: the same firm by its core
name, whatever its legal form, place or branch. `unsure`: equal only by sound, or firms that share a trade name, as
affiliates do. A person decides what a hit means; a miss proves nothing.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from mediation.domain.firmwords import BRANCH, FORM, PLACE, TRADE
from mediation.domain.surnames import READINGS
from mediation.domain.traditional import TO_SIMPLIFIED

GRADES = ("same", "variant", "unsure")
LEAST_CORE = 2
_BRACKETED = re.compile(r"[(（\[【<《]([^()（）\[\]【】<>《》]*)[)）\]】>》]")
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Parts:
    """A name taken apart: `plain` without anything but letters, `bare` without remarks in brackets, `core` and `trade`
    what is left of a firm, `places` where it says it is, `sound` how it is read."""

    plain: str
    bare: str
    core: str
    trade: str
    places: frozenset[str]
    sound: str
    firm: bool


def plain(name: str) -> str:
    """Return a name without width, case, spaces, punctuation and traditional characters."""
    return _NO_LETTER.sub("", _even(name))


def compare(one: str, other: str) -> str:
    """Return how two names agree: a word of GRADES, or an empty text for not at all. The order doesn't matter."""
    a, b = parts(one), parts(other)
    if not a.plain or not b.plain:
        return ""
    if a.plain == b.plain:
        return "same"
    if a.firm and b.firm:
        return _firms(a, b)
    if a.bare == b.bare:
        return "variant"
    alike = a.sound == b.sound or (a.firm != b.firm and a.core == b.core)
    return "unsure" if alike and a.core and b.core else ""


def _firms(a: Parts, b: Parts) -> str:
    if len(a.core) >= LEAST_CORE and a.core == b.core:
        return "variant" if a.places <= b.places or b.places <= a.places else "unsure"
    by_trade = len(a.trade) >= LEAST_CORE and a.trade == b.trade
    return "unsure" if by_trade or (a.core and b.core and a.sound == b.sound) else ""


def keys(name: str) -> frozenset[str]:
    """Return the texts of which two names that agree share at least one."""
    found = parts(name)
    written = {f"n:{text}" for text in (found.plain, found.bare, found.core) if text}
    return frozenset(written | {f"t:{found.trade}", f"s:{found.sound}"} - {"t:", "s:"})


def hits(names: Iterable[str], listed: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return (name, key of the list, grade) for every name that agrees with one of a list (key → name), best first."""
    index: dict[str, set[str]] = {}
    for key, entry in listed.items():
        for one in keys(entry):
            index.setdefault(one, set()).add(key)
    found = []
    for name in dict.fromkeys(names):
        near = set().union(*(index.get(one, set()) for one in keys(name)))
        found += [(name, key, grade) for key in near if (grade := compare(name, listed[key]))]
    return sorted(found, key=lambda hit: (GRADES.index(hit[2]), hit[0], hit[1]))


@lru_cache(maxsize=8192)
def parts(name: str) -> Parts:
    """Take a name apart."""
    even = _even(name)
    whole, bare = _NO_LETTER.sub("", even), _NO_LETTER.sub("", _BRACKETED.sub("", even))
    bare = bare or whole
    said = {_NO_LETTER.sub("", inner) for inner in _BRACKETED.findall(even)}
    head = _head(bare)
    firm = bool(FORM.search(head))
    if not firm:
        return Parts(whole, bare, bare, bare, frozenset(), sound(bare), False)
    core, places = _core(head)
    places |= {_place(one) for one in said if PLACE.fullmatch(one)}
    return Parts(whole, bare, core, _without(TRADE, core), frozenset(places), sound(core, person=False), True)


def sound(name: str, *, person: bool = True) -> str:
    """Return how a name is read, without tones; a person's surname by its own reading, Latin letters as they are."""
    return "".join(syllables(name, person=person))


def syllables(name: str, *, person: bool = True) -> list[str]:
    """Return how each character of a name is read, as `sound` does."""
    surname = next((name[:length] for length in (2, 1) if name[:length] in READINGS), "") if person else ""
    return [*(READINGS[surname] if surname else ()), *(_read(letter) for letter in name[len(surname) :])]


@lru_cache(maxsize=8192)
def _read(letter: str) -> str:
    from pypinyin import lazy_pinyin  # its table takes a moment, and most pages ask for no sound

    return str(lazy_pinyin(letter)[0])


def _even(name: str) -> str:
    return unicodedata.normalize("NFKC", name).translate(TO_SIMPLIFIED).casefold()


def _head(name: str) -> str:
    """Return the firm a branch belongs to: the branch is no person of its own before the law."""
    branch = BRANCH.match(name)
    return branch[1] if branch else name


def _core(firm: str) -> tuple[str, set[str]]:
    """Return a firm's name without its form and the places at its head, and these places."""
    core, places = _without(FORM, firm), set()
    while (found := PLACE.match(core)) and len(core) - found.end() >= LEAST_CORE:
        places.add(_place(found[0]))
        core = core[found.end() :]
    return core, places


def _place(name: str) -> str:
    return re.sub(r"(?:特别行政区|自治区|新区|省|市|区|县|镇|乡|街道)$", "", name)


def _without(tail: re.Pattern[str], name: str) -> str:
    """Take `tail` off a name again and again while something of a name is left."""
    while (found := tail.search(name)) and found.start() >= LEAST_CORE:
        name = name[: found.start()]
    return name
