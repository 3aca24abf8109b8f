"""One case decided by two rule books: what would move. Nothing is stored, nothing is asked of a clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from mediation.domain.calendars import calendar_of
from mediation.domain.casefile import CaseFile
from mediation.domain.clockrecord import About
from mediation.domain.clockwords import HOME
from mediation.domain.decision import Decision, NoLead, Station, decide
from mediation.domain.engine import Hit, Rules
from mediation.domain.facts import Standing
from mediation.domain.plainrules import PlainRules
from mediation.domain.rule import Rule
from mediation.domain.rulebook import Period, RuleBook
from mediation.domain.situation import Situation
from mediation.domain.worktime import station_day

Change = dict[str, Any]
"""`about` (referral, date, mediation, flag, escalation, suggestion), what it is, `was` and `becomes` (null: not there),
and `desk`: the desk that feels it."""
ORDER: Final = ("mediation", "referral", "date", "escalation", "flag", "suggestion")


@dataclass(frozen=True)
class Asked:
    """A case with everything a decision about it rests on."""

    case: CaseFile
    now: datetime
    referred_at: datetime | None
    station: Station
    standing: Standing


@dataclass(frozen=True)
class Dated:
    """One date of a picture; `who` is the desk that must act, `rule` what made it."""

    safe_on: date
    last_on: date | None
    who: str
    rule: str

    def plain(self) -> dict[str, str | None]:
        """Return the two days as JSON."""
        return {"safe_on": self.safe_on.isoformat(), "last_on": self.last_on.isoformat() if self.last_on else None}


@dataclass
class Picture:
    """What rules brought about on a case: of a decision, or of the rows that earlier ones left."""

    lead: str
    mediation: str
    flags: frozenset[str] = frozenset()
    referrals: dict[str, tuple[str, str]] = field(default_factory=dict)
    dates: dict[tuple[str, About], Dated] = field(default_factory=dict)
    escalations: dict[str, int] = field(default_factory=dict)
    advice: frozenset[tuple[str, str]] = frozenset()


class Rehearsal:
    """Decides cases by the book in use and by a draft, and says which of them move.

    `as_of`: cases received before that day are judged, by both books, as if received on it; so a change can be seen on
    cases that the law spares it. The plain reading answers: it needs no engine, whose memory would stay taken.
    """

    def __init__(self, book: RuleBook, draft: RuleBook, *, as_of: date | None = None) -> None:
        draft = _shared(book, draft)
        if as_of is not None:
            book, draft = _as_of(book, as_of), _as_of(draft, as_of)
        self.before, self.after = _Listening(book), _Listening(draft)
        self.calendars = calendar_of(book), calendar_of(draft)
        self.agreeing: dict[tuple[str, date], bool] = {}
        self.comparable = book.calendars == draft.calendars and book.strata == draft.strata

    def moved(self, asked: Asked, after: Asked | None = None) -> tuple[Picture, Picture] | None:
        """Return the case by the book in use and by the draft; None where both say the same.

        `after`: the draft is asked otherwise about the case, such as of another place.
        What the draft can't answer otherwise isn't decided twice: a decision is a function of the calendar and of the
        answers of the rules, so where every question of the first decision has the same answer, so is the second.
        """
        comparable, after = self.comparable and after in (None, asked), after or asked
        if comparable and all(self._all_agree(day) for day in _days(asked)):
            return None
        self.before.answers.clear()
        self.after.answers.clear()
        before = self._decided(asked, self.before, 0)
        if comparable and all(self._same(one) for one in self.before.answers):
            return None
        first, second = picture(before), picture(self._decided(after, self.after, 1))
        return None if first == second else (first, second)

    def _decided(self, asked: Asked, rules: Rules, which: int) -> Decision:
        return decide(
            asked.case, engine=rules, calendar=self.calendars[which], now=asked.now, referred_at=asked.referred_at,
            station=asked.station, standing=asked.standing,
        )  # fmt: skip

    def _same(self, one: _Answer) -> bool:
        stratum, on = one.stratum, one.on
        if self._agree(stratum, on):
            return True
        return self.after.rules.fire(stratum, one.situation, on, one.place) == one.hits

    def _all_agree(self, on: date) -> bool:
        return all(self._agree(stratum, on) for stratum in self.before.rules.book.strata)

    def _agree(self, stratum: str, on: date) -> bool:
        """Say whether both books hold the very same rules of a stratum on a day."""
        known, key = self.agreeing, (stratum, on)
        if key not in known:
            before, after = (one.rules.book.stratum(stratum, on) for one in (self.before, self.after))
            known[key] = before == after
        return known[key]


def _days(asked: Asked) -> set[date]:
    """Return the days whose rules decide a case: that of its receipt and those of its events."""
    return {station_day(asked.case.received_at), *(one.on for one in asked.standing.record.events)}


@dataclass(frozen=True, slots=True)
class _Answer:
    stratum: str
    situation: Situation
    on: date
    place: str
    hits: tuple[Hit, ...]


class _Listening:
    """The plain reading that notes what it was asked and what it answered."""

    def __init__(self, book: RuleBook) -> None:
        self.rules, self.answers = PlainRules(book), list[_Answer]()
        self._bare = replace(book, rules=())

    @property
    def book(self) -> RuleBook:
        """Give the book without its rules, so that nobody works out when time will turn the decision."""
        return self._bare

    def fire(self, stratum: str, situation: Situation, on: date, place: str = HOME) -> tuple[Hit, ...]:
        """Answer as the plain reading does."""
        hits = self.rules.fire(stratum, situation, on, place)
        self.answers.append(_Answer(stratum, situation, on, place, hits))
        return hits


def picture(decision: Decision) -> Picture:
    """Return what a decision brings about."""
    return Picture(
        lead=decision.lead,
        mediation=decision.mediation,
        flags=frozenset(decision.flags),
        referrals={one.desk: (one.role, one.priority) for one in decision.referrals},
        dates={
            (due.id, due.about): Dated(
                due.limit.safe_on, due.limit.last_on, decision.lead if due.who == "lead" else due.who, due.rule
            )
            for due in decision.deadlines
        },
        escalations={one.rule: one.level for one in decision.escalations},
        advice=frozenset((one.kind, one.code) for one in decision.advice),
    )


def changes(before: Picture, after: Picture) -> list[Change]:
    """Return what differs, by subject, then by id; empty where nothing does."""
    lead = after.lead or before.lead
    found: list[Change] = []
    if before.mediation != after.mediation:
        found.append(_change("mediation", "mediation", before.mediation, after.mediation, lead))
    for desk in before.referrals.keys() | after.referrals.keys():
        was, becomes = (_referral(one.referrals.get(desk)) for one in (before, after))
        found += [_change("referral", desk, was, becomes, desk)] if was != becomes else []
    found += _dates(before, after)
    for rule in before.escalations.keys() | after.escalations.keys():
        levels = before.escalations.get(rule), after.escalations.get(rule)
        found += [_change("escalation", rule, *levels, lead)] if levels[0] != levels[1] else []
    for flag in before.flags ^ after.flags:
        found.append(_change("flag", flag, flag in before.flags, flag in after.flags, lead))
    for kind, code in before.advice ^ after.advice:
        held = (kind, code) in before.advice
        found.append(_change("suggestion", code, kind if held else None, None if held else kind, lead))
    return sorted(found, key=lambda one: (ORDER.index(one["about"]), one["id"], str(one.get("of", ""))))


def _dates(before: Picture, after: Picture) -> list[Change]:
    found = []
    for key in before.dates.keys() | after.dates.keys():
        was, becomes = before.dates.get(key), after.dates.get(key)
        days = [None if one is None else (one.safe_on, one.last_on) for one in (was, becomes)]
        felt = becomes or was
        if days[0] == days[1] or felt is None:
            continue
        change = _change("date", key[0], was.plain() if was else None, becomes.plain() if becomes else None, felt.who)
        found.append(change | {"rule": felt.rule} | ({} if key[1] is None else {"of": key[1]}))
    return found


def _change(about: str, ident: str, was: Any, becomes: Any, desk: str) -> Change:
    return {"about": about, "id": ident, "was": was, "becomes": becomes, "desk": desk}


def _referral(one: tuple[str, str] | None) -> dict[str, str] | None:
    return None if one is None else {"role": one[0], "priority": one[1]}


def tally(listed: Iterable[Sequence[Change]]) -> dict[str, dict[str, int]]:
    """Return by desk how many cases move there, and how many referrals, dates, escalations and other things."""
    found: dict[str, dict[str, int]] = {}
    for one in listed:
        for desk in {change["desk"] for change in one}:
            counts = found.setdefault(desk, {"cases": 0, "referrals": 0, "dates": 0, "escalations": 0, "other": 0})
            counts["cases"] += 1
            for change in one:
                if change["desk"] == desk:
                    counts[COUNTED.get(change["about"], "other")] += 1
    return dict(sorted(found.items()))


COUNTED: Final[Mapping[str, str]] = {"referral": "referrals", "date": "dates", "escalation": "escalations"}


def _shared(book: RuleBook, draft: RuleBook) -> RuleBook:
    """Return the draft with the very rules of `book` where it says the same, so that answers are quickly compared."""
    known: dict[str, list[Rule]] = {}
    for rule in book.rules:
        known.setdefault(rule.id, []).append(rule)
    same = (next((one for one in known.get(rule.id, ()) if one == rule), rule) for rule in draft.rules)
    return replace(draft, rules=tuple(same))


def _as_of(book: RuleBook, day: date) -> RuleBook:
    """Return the book with the rules in force on `day` as if they had always been; what ended before it is left out."""
    rules = [
        replace(rule, in_force=Period(date.min, rule.in_force.until)) if rule.in_force.covers(day) else rule
        for rule in book.rules
        if rule.in_force.until is None or rule.in_force.until >= day
    ]
    return replace(book, rules=tuple(rules))


__all__ = [
    "Asked", "Change", "Dated", "NoLead", "Picture", "Rehearsal", "changes", "picture", "tally",
]  # fmt: skip
