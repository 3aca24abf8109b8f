"""A few cases, each small and chosen so that together they take every way through the search for what changes a result."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from mediation.domain.calendars import calendar_of
from mediation.domain.casefile import CaseFile, Claim, Employment, Party, Willing
from mediation.domain.clockrecord import ClockRecord, Dispute, Interruption
from mediation.domain.facts import Standing
from mediation.domain.results import Ground
from tests.domain.rulefolder import whole

CALENDAR = calendar_of(whole())
RECEIVED = datetime(2026, 9, 14, 1, 20, tzinfo=UTC)
PAY, OTHER = Claim("unpaid_wages", 49_999_999, date(2025, 11, 10)), Claim("severance", 800_000, date(2025, 9, 20))
WORK = Employment(None, date(2026, 3, 2), "labour")


def ground(*claims: Claim, born: date | None = None, employment: Employment = WORK, workers: int = 1) -> Ground:
    """Return a plain case of one worker, decided at its receipt."""
    case = CaseFile(
        station="CH", received_at=RECEIVED, summary="x", applicants=(Party("person", "甲", born=born, migrant=True),),
        respondents=(Party("employer", "乙", has_union=False),), claims=claims or (PAY,), workers=workers,
        employment=employment,
    )  # fmt: skip
    return Ground(case, CALENDAR, Standing())


def later(one: Ground, days: int = 20) -> Ground:
    """Return the case decided some days after its receipt."""
    return replace(one, now=RECEIVED + timedelta(days=days))


def known(one: Ground, **standing: object) -> Ground:
    """Return the case with more that the office knows of it."""
    return replace(one, standing=replace(one.standing, **standing))  # type: ignore[arg-type]


def willing(one: Ground, *, both: bool = True) -> Ground:
    """Return the case with the applicant willing, and the respondent too."""
    return replace(one, case=replace(one.case, willing=Willing(True, both or None)))


BROKEN = ClockRecord(interruptions=(Interruption("i", "demanded", date(2026, 1, 15), 0),))
DISPUTED = ClockRecord(disputes=(Dispute("d", "known_on", date(2025, 9, 18), 0),))
INJURED = Claim("work_injury", None, None, date(2025, 9, 30))
GROUNDS: dict[str, Ground] = {
    "plain": ground(),
    "later": later(ground(Claim("overtime", None, date(2025, 12, 1)), employment=Employment(relation="labour"))),
    "two": ground(OTHER, PAY),
    "settled": known(later(ground(OTHER, PAY)), settled=frozenset({OTHER})),
    "withdrawn": replace(ground(OTHER, PAY, INJURED), withdrawn=frozenset({0})),
    "interrupted": known(ground(PAY, OTHER), record=BROKEN),
    "minor": ground(born=date(2010, 9, 20)),
    "leapling": ground(born=date(2008, 2, 29)),
    "nothing known": ground(Claim("other"), employment=Employment()),
    "willing": willing(known(ground(), organisation="labour_mediation")),
    "one willing": willing(ground(), both=False),
    "told when": known(willing(ground()), willing_on=date(2026, 9, 10), accepted_on=date(2026, 9, 15)),
    "group": known(ground(workers=10), employer_open_cases=3),
    "disputed": replace(known(ground(OTHER, PAY), record=DISPUTED), referred_at=RECEIVED + timedelta(days=3)),
    "injured": ground(INJURED),
    "leave": ground(Claim("annual_leave", None, date(2026, 1, 5))),
    "rich": ground(replace(PAY, amount=60_000_000), OTHER),
    "given": replace(ground(), given={"youngest_age": 17, "workers": 30}),
}  # fmt: skip
