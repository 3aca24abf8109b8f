"""The end of a case: held against what is on file, then what it makes of each row that still waits for somebody.

One way for a case at hand and for one that comes out of a ledger with its end.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.worktime import station_day
from mediation.models.case import OUTCOMES, Case
from mediation.models.claim import Claim
from mediation.models.settlement import Settlement
from mediation.office.history import Entry

AGREED: Final = ("settled", "partly_settled")
EXPLAINED: Final = ("transferred", "other")
"""Endings that say nothing without a note."""

NOTE_LENGTH: Final = 500
CLOSED: Final = {"message": N_("案件已结案")}
MEDIATED: Final = ("mediation.", "station.")
"""Dates that an ending meets; any other only stops to be the station's."""


@dataclass(frozen=True)
class Agreed:
    """What an ending must fit: the agreements in force, when the last took effect, and which claims it left open."""

    in_force: tuple[Settlement, ...]
    claims: tuple[Claim, ...]

    @property
    def since(self) -> date | None:
        """The day the last agreement took effect, None without one."""
        return max((one.effective_on for one in self.in_force if one.effective_on), default=None)

    @property
    def whole(self) -> bool:
        """Tell whether every claim is settled."""
        return all(claim.state == "settled" for claim in self.claims)


@dataclass(frozen=True)
class Closure:
    """How a case ends: the outcome, as of which day, the note; by whom and when it is written down.

    `by` is None where nobody with an account closes it; `ending` "" where only the outcome is known, as in a ledger.
    """

    outcome: str
    on: date
    note: str
    by: str | None
    now: datetime
    ending: str = ""

    def faults(self, case: Case, agreed: Agreed) -> list[Problem]:
        """Return what contradicts the file: the outcome, an impossible day, a missing note."""
        day = _day_faults(case, self.outcome, self.on, agreed, station_day(self.now))
        return [*_outcome_faults(self.outcome, self.note, agreed), *day]

    def check(self, case: Case, agreed: Agreed) -> None:
        """Raise Refused for an end that contradicts what is on file, for an impossible day, for a missing note."""
        if problems := self.faults(case, agreed):
            raise Refused(problems)

    def enter(self, case: Case) -> None:
        """Write the end into the case row."""
        case.state, case.outcome, case.outcome_note = "closed", self.outcome, self.note
        case.ending = self.ending or None
        case.closed_at, case.closed_on, case.closed_by = self.now, self.on, self.by

    def of_referral(self) -> dict[str, Any]:
        """Return what becomes of a referral that is alive."""
        return {"state": "closed", "closed_at": self.now, "closed_why": dict(CLOSED)}

    def of_deadline(self, kind: str) -> dict[str, Any]:
        """Return what becomes of an open date: the end meets those of mediation and of the station."""
        met = {"state": "met", "met_on": self.on} if kind.startswith(MEDIATED) else {"state": "closed"}
        return {**met, "closed_why": dict(CLOSED)}

    def of_suggestion(self) -> dict[str, Any]:
        """Return what becomes of open advice."""
        return {"state": "closed"}

    def line(self, case: Case, **more: str) -> Entry:
        """Return the history line; `more` says where the end was taken from."""
        fields = {"outcome": self.outcome, "on": self.on, "note": self.note, **more}
        if self.ending:
            fields = {"ending": self.ending, **fields}
        return Entry("case.close", ("case", case.id), fields)


def _outcome_faults(outcome: str, note: str, agreed: Agreed) -> list[Problem]:
    found = []
    if outcome not in OUTCOMES:
        found.append(Problem(N_("请选择结案方式"), "outcome", outcome, ", ".join(OUTCOMES)))
    elif message := contradiction(outcome, agreed):
        found.append(Problem(message, "outcome"))
    if outcome in EXPLAINED and not note:
        found.append(Problem(N_("请说明移送何处，或其他结案的原因"), "note"))
    if len(note) > NOTE_LENGTH:
        found.append(too_long("note", note))
    return found


def too_long(field: str, text: str) -> Problem:
    """Say that a text has more than NOTE_LENGTH characters."""
    return Problem(N_("过长：%(length)d 个字"), field, "", f"≤ {NOTE_LENGTH}", {"length": len(text)})


def contradiction(outcome: str, agreed: Agreed) -> str:
    """Return why an outcome can't be true beside what is on file, "" if it can."""
    if outcome in AGREED and not agreed.in_force:
        return N_("没有已生效的调解协议；请先出具协议并登记生效，再按达成协议结案")
    if outcome not in AGREED and agreed.in_force:
        return N_("已有生效的调解协议，不能按未达成协议结案")
    if outcome == "settled" and not agreed.whole:
        return N_("协议之外还有请求没有了结；请按部分达成协议结案")
    if outcome == "partly_settled" and agreed.whole:
        return N_("全部请求都已了结；请按达成协议结案")
    return ""


def _day_faults(case: Case, outcome: str, on: date, agreed: Agreed, today: date) -> list[Problem]:
    first = case.received_on
    if outcome in AGREED and agreed.since:
        first = max(first, agreed.since)
    if first <= on <= today:
        return []
    message = N_("结案日期应在受理（达成协议的，协议生效）当日至今日之间")
    return [Problem(message, "closed_on", str(on), f"{first} – {today}")]
