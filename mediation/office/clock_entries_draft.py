"""What somebody wants to record that moves a clock, and the case it must fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from mediation.domain.clockreader import Clock
from mediation.domain.clockrecord import EVERY_CLAIM, LIMITATION
from mediation.domain.clockwords import PAUSES
from mediation.domain.pauses import Pause, paused_limit
from mediation.domain.rulebook import RuleBook
from mediation.domain.workdays import earliest_limit
from mediation.models.case import Case
from mediation.models.claim import Claim
from mediation.models.clock_entry import ClockEntry
from mediation.models.deadline import Deadline
from mediation.office import rules
from mediation.office.reasons import law_record
from mediation.office.records import Words

SIDES: Final = ("applicant", "respondent")


@dataclass(frozen=True)
class Consent:
    """Who of one side agreed to an extension, how, and when."""

    side: str
    who: str
    how: str
    on: date | None

    def stored(self) -> dict[str, str]:
        """Return the consent as its row keeps it."""
        return {"side": self.side, "who": self.who, "how": self.how, "on": self.on.isoformat() if self.on else ""}


@dataclass(frozen=True)
class Draft:
    """One entry as it was typed. `target`: kind and subject of a date, `kind|subject`; `on`: see ClockEntry."""

    sort: str
    code: str = ""
    target: str = ""
    on: date | None = None
    until: date | None = None
    evidence: str = ""
    facts: Mapping[str, bool] = field(default_factory=dict)
    consents: tuple[Consent, ...] = ()
    said_by: str = ""

    @property
    def kind(self) -> str:
        """Return the kind of the date it is about."""
        return self.target.partition("|")[0]

    @property
    def about(self) -> str | None:
        """Return the claim or event it is about."""
        return self.target.partition("|")[2] or None

    def row(self, case: Case, *, by: str, now: datetime) -> ClockEntry:
        """Return the row it would be."""
        details: dict[str, object] = {}
        if self.sort == "event" and self.facts:
            details["facts"] = dict(self.facts)
        if self.consents:
            details["consents"] = [one.stored() for one in self.consents]
        if self.said_by:
            details["said_by"] = self.said_by
        return ClockEntry(
            station_id=case.station_id, case_id=case.id, sort=self.sort, code=self.code, deadline=self.kind,
            about=self.about, on=self.on or date.min, until=self.until, evidence=self.evidence.strip(), details=details,
            noted_at=now, noted_by=by,
        )  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """What a draft must fit: the case, its open dates and entries, the day."""

    case: Case
    claims: Sequence[Claim]
    dates: Sequence[Deadline]
    entries: Sequence[ClockEntry]
    today: date
    book: RuleBook
    place: str

    def targeted(self, draft: Draft) -> Deadline | None:
        """Return the open date that a draft names; of all limitations the one that ends first."""
        if draft.kind == EVERY_CLAIM:
            found = sorted((one for one in self.dates if one.kind.startswith(LIMITATION)), key=lambda one: one.safe_on)
            return found[0] if found else None
        return next((one for one in self.dates if (one.kind, one.subject) == (draft.kind, draft.about)), None)

    def day_on_file(self, draft: Draft) -> date | None:
        """Return the day that is on file for the field a draft disputes."""
        if draft.code == "ended_on":
            return self.case.ended_on
        claims = [one for one in self.claims if draft.about in (None, one.id)]
        days = [one.known_on if draft.code == "known_on" else one.accident_on or one.diagnosed_on for one in claims]
        return days[0] if len(set(days)) == 1 else None


def clock_of(book: RuleBook, row: Deadline) -> Clock | None:
    """Return the clock of the version of the rule that made a date, None where no rule counts it any more."""
    since = row.because[0].get("version") if row.because else None
    versions = [rule for rule in book.rules if rule.id == row.rule]
    for rule in [one for one in versions if one.in_force.start.isoformat() == since] or versions[-1:]:
        for effect in rule.effects:
            name = effect.deadline.id
            if effect.word == "deadline" and row.kind.startswith(name.removesuffix("KIND")):
                return effect.deadline
    return None


def latest(book: RuleBook, row: Deadline, clock: Clock, entries: Sequence[ClockEntry] = ()) -> date | None:
    """Return the last day to which a date may be made longer, None for no cap; `entries`: its pauses are added."""
    if clock.longer is None or not clock.longer.at_most or clock.unit == "duty":
        return None
    start, length = row.safe_on, clock.longer.at_most
    if row.extended_to is not None:
        pauses = [
            Pause(one.on, one.until, PAUSES[one.code][0])
            for one in entries
            if (one.sort, one.deadline, one.about) == ("pause", row.kind, row.subject) and one.until is not None
        ]
        start, length = row.trigger_on, length + clock.length
        return paused_limit(start, length, clock.unit, rules.current().calendar, pauses, roll=clock.roll).safe_on
    return earliest_limit(start, length, clock.unit, rules.current().calendar, roll=clock.roll).safe_on


def title_of(book: RuleBook, row: Deadline) -> Words:
    """Return what a date is called by its rule."""
    rule = next((one for one in reversed(book.rules) if one.id == row.rule), None)
    return Words(rule.title["zh"], rule.title["en"]) if rule else Words(row.rule, row.rule)


def law_of(book: RuleBook, keys: Sequence[str]) -> Words:
    """Return some articles as one text."""
    found = [law_record(book, key).title for key in keys]
    return Words("、".join(one.zh for one in found), ", ".join(one.en or one.zh for one in found))
