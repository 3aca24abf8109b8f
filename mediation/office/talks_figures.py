"""Figures of wage talks: how many, how many people they cover, what came of them, how long they took.

Every figure is counted from the rows; a round belongs to the period in which it was asked for (`proposed_on`, else the
day it was entered), an agreement to the one in which it took effect.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from statistics import median
from typing import Any

from sqlmodel import Session, col, select

from mediation import access
from mediation.access import Reader, Scope
from mediation.domain.talks import outcomes
from mediation.domain.talks.rounding import half_up
from mediation.domain.talks.wording import restored
from mediation.domain.worktime import station_day
from mediation.models.talks import STAGES, Talks, TalksClock, TalksFirm
from mediation.models.talks_end import Promise, TalksFiling, TalksVote
from mediation.models.talks_table import TalksOffer
from mediation.office import talks_state
from mediation.office.talks_outcome import first_asked
from mediation.sheets import writing
from mediation.sheets.writing import Column

UNKNOWN = ""


@dataclass
class Group:
    """The figures of one group of rounds (all, a district, an industry); money and shares as the domain has them.

    `adjustment` is the mean of the adjustments of agreements in hundredths of a percent, weighted by the people
    covered (half up); `days` the median of the days from the receipt of the request to effect.
    """

    name: str
    rounds: int = 0
    firms: int = 0
    asked_heads: int = 0
    refused: int = 0
    reply_late: int = 0
    failed_votes: int = 0
    objections: int = 0
    agreements: int = 0
    covered_firms: int = 0
    covered: int = 0
    adjustment: int | None = None
    asked_adjustment: int | None = None
    days: int | None = None
    clauses_asked: int = 0
    clauses_met: int = 0
    promises: int = 0
    promises_broken: int = 0


@dataclass(frozen=True)
class Figures:
    """The figures of a period: all, by district, by industry, and rounds by stage as they stand today."""

    first: date
    last: date
    all: Group
    districts: tuple[Group, ...]
    industries: tuple[Group, ...]
    stages: dict[str, int]


@dataclass
class _Round:
    """One round with what is counted of it."""

    row: Talks
    firms: int
    late: bool
    failed: int
    objections: int
    summary: outcomes.Summary | None
    promises: list[str] = field(default_factory=list)

    @property
    def asked_on(self) -> date:
        return self.row.proposed_on or station_day(self.row.made_at)


def figures(session: Session, *, user: Reader, first: date, last: date, now: datetime) -> Figures:
    """Return the figures of the rounds asked for, and of the agreements that took effect, from `first` to `last`.

    What is missing is counted as of the last day, or as of today where that lies ahead.
    """
    access.require(user, "talks.figures")
    scope = Scope(session, user)
    rounds = _rounds(session, list(session.exec(scope.select(Talks))), min(last, station_day(now)))
    asked = [one for one in rounds if first <= one.asked_on <= last]
    ended = [one for one in rounds if one.row.effective_on is not None and first <= one.row.effective_on <= last]
    stages = Counter(one.row.stage for one in rounds)
    return Figures(
        first, last, _group("", asked, ended),
        _split(asked, ended, "district"), _split(asked, ended, "industry"),
        {stage: stages.get(stage, 0) for stage in STAGES},
    )  # fmt: skip


def _split(asked: list[_Round], ended: list[_Round], name: str) -> tuple[Group, ...]:
    keys = {getattr(one.row, name).strip() for one in (*asked, *ended)}
    groups = [
        _group(
            key,
            [one for one in asked if getattr(one.row, name).strip() == key],
            [one for one in ended if getattr(one.row, name).strip() == key],
        )
        for key in keys
    ]
    return tuple(sorted(groups, key=lambda one: (-one.rounds, -one.agreements, one.name)))


def _group(name: str, asked: list[_Round], ended: list[_Round]) -> Group:
    found = Group(
        name, rounds=len(asked), firms=sum(one.firms for one in asked),
        asked_heads=sum(one.row.staff or 0 for one in asked),
        refused=sum(one.row.reply == "refused" for one in asked), reply_late=sum(one.late for one in asked),
        failed_votes=sum(one.failed for one in asked), objections=sum(one.objections for one in asked),
        agreements=len(ended), covered_firms=sum(one.firms for one in ended),
        covered=sum(one.row.staff or 0 for one in ended),
    )  # fmt: skip
    summaries = [one.summary for one in ended if one.summary is not None]
    found.clauses_asked = sum(one.asked for one in summaries)
    found.clauses_met = sum(one.as_asked for one in summaries)
    found.adjustment = _mean((one.adjustment, one.heads) for one in summaries)
    found.asked_adjustment = _mean((one.asked_adjustment, one.heads) for one in summaries)
    spans = [(one.row.received_on, one.row.effective_on) for one in ended]
    days = [(last - first).days for first, last in spans if first and last]
    found.days = half_up(Fraction(median(days))) if days else None
    states = [state for one in ended for state in one.promises]
    found.promises, found.promises_broken = len(states), states.count("broken")
    return found


def _mean(values: Iterable[tuple[int | None, int]]) -> int | None:
    """Return the mean of the values there are, weighted by heads; rounds without heads count as one."""
    known = [(value, heads or 1) for value, heads in values if value is not None]
    weight = sum(heads for _, heads in known)
    return half_up(Fraction(sum(value * heads for value, heads in known), weight)) if weight else None


def _rounds(session: Session, rows: list[Talks], until: date) -> list[_Round]:
    ids = [one.id for one in rows]
    firms = Counter(one.talks_id for one in _all(session, TalksFirm, ids))
    votes, filings, offers, promises = (
        _by_talks(_all(session, model, ids, order))
        for model, order in (
            (TalksVote, TalksVote.number), (TalksFiling, TalksFiling.number), (TalksOffer, TalksOffer.position),
            (Promise, Promise.clause),
        )
    )  # fmt: skip
    late = {one.talks_id for one in _all(session, TalksClock, ids) if one.clock == "talks.reply" and _late(one)}
    found = []
    for row in rows:
        adopted = next((one for one in reversed(votes.get(row.id, [])) if one.adopted), None)
        found.append(
            _Round(
                row, firms[row.id], row.id in late or _missing(row, until),
                sum(one.adopted is False for one in votes.get(row.id, [])),
                sum(one.objected_on is not None for one in filings.get(row.id, [])),
                _summary(row, offers.get(row.id, []), adopted) if adopted else None,
                [one.state for one in promises.get(row.id, [])],
            )
        )  # fmt: skip
    return found


def _late(clock: TalksClock) -> bool:
    """Tell whether an answer was given after its last day; where that isn't certain, it isn't called late."""
    if clock.second or clock.done_on is None or clock.last_on is None:
        return False
    return clock.done_on > clock.last_on


def _missing(row: Talks, until: date) -> bool:
    """Tell whether an answer was still missing after its last day, on `until` or when the talks ended before that."""
    if row.received_on is None or row.replied_on is not None or row.reply_by is None:
        return False
    return min(until, row.ended_on or until) > row.reply_by


def _summary(row: Talks, offers: list[TalksOffer], vote: TalksVote) -> outcomes.Summary:
    library = talks_state.shelf(offers, [vote])
    asked = first_asked(talks_state.offers_of(offers, library), row.proposer)
    agreed = {key: restored(library[key], values) for key, values in vote.draft.items()}
    return outcomes.summary(asked, agreed, library, heads=row.staff or 0)


def _all(session: Session, model: Any, ids: list[str], *order: Any) -> list[Any]:
    """Return the rows of a part of these talks; read in one statement."""
    return list(session.exec(select(model).where(col(model.talks_id).in_(ids)).order_by(*order)))


def _by_talks(rows: list[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.talks_id, []).append(row)
    return found


COLUMNS = (
    ("rounds", "发起协商（次）"), ("firms", "涉及单位（家）"), ("asked_heads", "涉及职工（人）"),
    ("refused", "对方拒绝（次）"), ("reply_late", "逾期答复、未答复（次）"), ("failed_votes", "表决未通过（次）"),
    ("objections", "审查异议（次）"), ("agreements", "生效合同（份）"), ("covered_firms", "覆盖单位（家）"),
    ("covered", "覆盖职工（人）"), ("adjustment", "平均调整幅度（%）"), ("asked_adjustment", "要求的平均调整幅度（%）"),
    ("days", "收到要约至生效（天，中位数）"), ("clauses_asked", "提出条款（条）"), ("clauses_met", "按要求达成（条）"),
    ("promises", "跟踪承诺（项）"), ("promises_broken", "违反承诺（项）"),
)  # fmt: skip
"""The columns of the spreadsheet, and of the page in its language: field of Group and what it is called."""
PERCENT = ("adjustment", "asked_adjustment")


def sheet(found: Figures, *, made_at: datetime) -> bytes:
    """Return the figures as an .xlsx file: all, by district, by industry."""
    title = f"集体协商统计　{found.first.isoformat()}至{found.last.isoformat()}"
    groups = (("合计", (found.all,)), ("按区", found.districts), ("按行业", found.industries))
    tables = [
        writing.Table(name, f"{title}　{name}", (Column("项目"), *(Column(text, "number") for _, text in COLUMNS)),
                      [_cells(one) for one in rows])
        for name, rows in groups
    ]  # fmt: skip
    return writing.write(tables, made_at=made_at)


def _cells(one: Group) -> list[object]:
    return [one.name or "全部", *(_cell(one, name) for name, _ in COLUMNS)]


def _cell(one: Group, name: str) -> object:
    value = getattr(one, name)
    return value / 100 if name in PERCENT and value is not None else value
