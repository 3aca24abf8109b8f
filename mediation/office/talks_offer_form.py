"""The form of an offer, read: its side, round and day, and from the fields of every clause what the side does.

The form shows each side its own last bid. What is left as it was stays as it is; what is changed is offered anew. Per
clause stand the fields `clause.field`, the act `clause` (empty, accept, withdraw or reopen) and `package.clause`, the
letter of its package; `whole.clause` accepts the other side's whole package of that clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from mediation.domain import money
from mediation.domain.characters import legible
from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.talks.clauses import Clause, ClauseField, Library, Value, Values
from mediation.domain.talks.offers import OTHER, SIDES, Bid, ClauseState, Offer, Table
from mediation.domain.talks.wording import hundredths, read_values
from mediation.models.talks_table import TalksSession
from mediation.office.talks_typed import day, text_faults

ACTS: Final = ("accept", "withdraw", "reopen")
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_ROUND: Final = 999
MOST_REASON: Final = 2000
NO_SIDE: Final = N_("请选择是哪一方的方案")
NO_ROUND: Final = N_("轮次应为 1 至 %(most)d 的整数")
NO_SESSION: Final = N_("没有这次会议，请重新选择")
OTHER_DAY: Final = N_("第 %(number)d 次会议在 %(day)s 举行，与方案日期不一致")
TOO_EARLY: Final = N_("方案日期早于 %(day)s（要约之日或者上一次方案之日）")
TOO_LATE: Final = N_("方案日期晚于今天，还没有提出的方案不能记录")
NO_ACT: Final = N_("没有这样的处理方式，请重新选择")
EMPTIED: Final = N_("“%(clause)s”的内容已经清空：不再坚持的，请选择“撤回本方方案”；仍然坚持的，请重新填写")
NO_PACKAGE: Final = N_("请选择一揽子方案的代号")
NOT_IN_PACKAGE: Final = N_("“%(clause)s”没有填写内容，不能列入一揽子方案")
NO_WHOLE: Final = N_("对方没有这个一揽子方案，请刷新页面查看")


@dataclass(frozen=True)
class Head:
    """Whose offer it is, in which round, on which day, at which session, and why, as told to the other side."""

    side: str
    round: int
    made_on: date
    session_id: str | None
    reason: str


@dataclass
class _Read:
    """What was read of the clauses so far: values on the table, acts, letters of packages."""

    offered: dict[str, Values] = field(default_factory=dict)
    kept: dict[str, Values] = field(default_factory=dict)
    acts: dict[str, set[str]] = field(default_factory=lambda: {act: set() for act in ACTS})
    letters: dict[str, set[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def head(
    typed: Mapping[str, str], sessions: Iterable[TalksSession], *, since: date | None, today: date
) -> tuple[Head, list[Problem]]:
    """Return side, round, day, session and reason as typed, with what is wrong in them."""
    problems: list[Problem] = []
    side, number = typed.get("side", ""), typed.get("round", "").strip()
    if side not in SIDES:
        problems.append(Problem(NO_SIDE, "side", side[:20]))
        side = SIDES[0]
    sound = number.isascii() and number.isdigit() and len(number) <= 3 and 1 <= int(number) <= MOST_ROUND
    if not sound:
        problems.append(Problem(NO_ROUND, "round", number[:20], params={"most": MOST_ROUND}))
    wrong: list[Problem] = []
    made_on = day(typed, "made_on", wrong)
    chosen, told = _session(typed.get("session_id", ""), made_on, sessions)
    made_on = made_on or (chosen.on if chosen else today)
    if not wrong and since is not None and made_on < since:
        wrong.append(Problem(TOO_EARLY, "made_on", made_on.isoformat(), params={"day": since}))
    if made_on > today:
        wrong.append(Problem(TOO_LATE, "made_on", made_on.isoformat()))
    reason = _reason(typed, problems)
    read = Head(side, int(number) if sound else 1, made_on, chosen.id if chosen else None, reason)
    return read, [*problems, *wrong, *told]


def clauses(typed: Mapping[str, str], head: Head, now: Table, library: Library) -> tuple[Offer, list[Problem]]:
    """Return the offer that the fields of the clauses make, with what is wrong in them."""
    read = _Read()
    for key, clause in library.items():
        _clause(read, typed, clause, now.clauses.get(key, ClauseState(key)), head.side)
    _wholes(read, typed, now, OTHER[head.side])
    groups = {key: frozenset(group) for group in read.letters.values() for key in group}
    offered = dict(read.offered)
    for key in (*read.kept, *read.offered):
        own = _bid(now, key, head.side)
        if own is not None and key not in read.acts["reopen"] and groups.get(key, frozenset()) != own.package:
            offered[key] = {**read.kept, **read.offered}[key]
    for group in {groups[key] for key in offered if key in groups}:
        offered |= {key: {**read.kept, **read.offered}[key] for key in group}
    made = Offer(
        side=head.side, round=head.round, clauses={key: offered[key] for key in library if key in offered},
        packages=tuple(sorted({groups[key] for key in offered if key in groups}, key=sorted)),
        withdraws=frozenset(read.acts["withdraw"]), accepts=frozenset(read.acts["accept"]),
        reopens=frozenset(read.acts["reopen"]),
    )  # fmt: skip
    return made, read.problems


def shown_values(state: ClauseState, side: str) -> Values:
    """Return what the form shows of a clause before anybody typed: what is agreed, or the side's own last bid."""
    bid = state.agreed or state.bids.get(side)
    return bid.values if bid else {}


def typed_of(one: ClauseField, value: Value | None) -> str:
    """Return a value as a person would type it into its field."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) or one.unit == "heads":
        return str(value)
    return money.yuan(value) if one.unit == "fen" else hundredths(value)


def _session(
    chosen: str, made_on: date | None, sessions: Iterable[TalksSession]
) -> tuple[TalksSession | None, list[Problem]]:
    if not chosen:
        return None, []
    found = next((one for one in sessions if one.id == chosen and one.state != "cancelled"), None)
    if found is None:
        return None, [Problem(NO_SESSION, "session_id")]
    if made_on is not None and made_on != found.on:
        told = {"number": found.number, "day": found.on}
        return found, [Problem(OTHER_DAY, "made_on", made_on.isoformat(), params=told)]
    return found, []


def _reason(typed: Mapping[str, str], problems: list[Problem]) -> str:
    reason = _plain(typed.get("reason", ""))
    problems += text_faults(reason, "reason", most=MOST_REASON)
    return reason


def _clause(read: _Read, typed: Mapping[str, str], clause: Clause, state: ClauseState, side: str) -> None:
    """Note what the form does to one clause."""
    key, act = clause.key, typed.get(clause.key, "")
    if act in ACTS:
        read.acts[act].add(key)
    elif act:
        read.problems.append(Problem(NO_ACT, key, act[:20]))
    before = shown_values(state, side)
    values = _values(read, typed, clause, before, act)
    if values is not None:
        read.offered[key] = values
    elif side in state.bids:
        read.kept[key] = before
    _letter(read, typed, clause, state.bids.get(side), leaving=act in ("accept", "withdraw"))


def _values(read: _Read, typed: Mapping[str, str], clause: Clause, before: Values, act: str) -> Values | None:
    """Return what was typed into the fields of a clause where it differs from what the form showed, else None.

    A clause opened again is offered as its fields say, changed or not; with its fields emptied it is only opened.
    """
    shown = {name: typed_of(one, before.get(name)) for name, one in clause.fields.items()}
    texts = {name: _plain(typed.get(f"{clause.key}.{name}", text)) for name, text in shown.items()}
    again = act == "reopen"
    if texts == shown and not again:
        return None
    if not any(legible(text) for text in texts.values()):
        if before and not act:
            read.problems.append(Problem(EMPTIED, clause.key, params={"clause": clause.title["zh"]}))
        return None
    try:
        values = read_values(clause, texts)
    except Refused as refused:
        read.problems += refused.problems
        return None
    return None if values == dict(before) and not again else values


def _letter(read: _Read, typed: Mapping[str, str], clause: Clause, own: Bid | None, *, leaving: bool) -> None:
    """Note the package a clause is put into; a clause that leaves the table leaves its package too."""
    letter = typed.get(f"package.{clause.key}")
    if letter is None and own is not None and own.package:
        letter = min(own.package)  # the form doesn't ask: it stays in the package it is in
        read.letters.setdefault(letter, set()).update({clause.key} - (read.acts["accept"] | read.acts["withdraw"]))
        return
    if not letter or leaving:
        return
    if letter not in LETTERS or len(letter) != 1:
        read.problems.append(Problem(NO_PACKAGE, f"package.{clause.key}", letter[:10]))
    elif clause.key in read.offered or clause.key in read.kept:
        read.letters.setdefault(letter, set()).add(clause.key)
    elif not any(one.field.partition(".")[0] == clause.key for one in read.problems):
        told = {"clause": clause.title["zh"]}
        read.problems.append(Problem(NOT_IN_PACKAGE, f"package.{clause.key}", params=told))


def _wholes(read: _Read, typed: Mapping[str, str], now: Table, other: str) -> None:
    """Note the packages of the other side that are accepted as a whole."""
    for name in typed:
        if not name.startswith("whole.") or not typed[name]:
            continue
        bid = _bid(now, name.removeprefix("whole."), other)
        if bid is None or not bid.package:
            read.problems.append(Problem(NO_WHOLE, "packages"))
        else:
            read.acts["accept"] |= bid.package


def _bid(now: Table, key: str, side: str) -> Bid | None:
    return now.clauses[key].bids.get(side) if key in now.clauses else None


def _plain(text: str) -> str:
    """Return a text as it is kept: one kind of line end, no blanks around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
