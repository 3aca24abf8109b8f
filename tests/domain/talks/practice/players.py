"""Learners who play: one well, some badly. They look at the course as the page shows it, never into the other side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

from mediation.domain.talks.practice import reading
from mediation.domain.talks.practice.bargain import FINAL
from mediation.domain.talks.practice.course import Course, Move
from mediation.domain.talks.practice.moves import doable
from mediation.domain.talks.practice.play import begin, go, play
from mediation.domain.talks.practice.scenario import Ground, ground
from mediation.domain.talks.practice.worth import acceptable, place, worth
from mediation.domain.talks.state import Talks
from tests.checkout import ROOT
from tests.domain.talks.places import book, calendar

FOLDER = ROOT / "mediation" / "office"
NAMES = ("couriers", "falling_orders", "fast_growth", "refusal", "restaurants")
TERM = {"from": "2026-09-01", "until": "2027-08-31"}
DAY = timedelta(days=1)


@cache
def room(name: str) -> Ground:
    """Return a scenario on the project's own rules."""
    file = FOLDER / f"practice_{name}.yaml"
    return ground(reading.read(file.name, file.read_bytes(), book()), book(), calendar())


class Player:
    """Plays one run move by move, and remembers the moves."""

    def __init__(self, name: str, role: str, seed: int = 0) -> None:
        self.course, self.done = begin(room(name), role, seed), list[Move]()
        self.role, self.seed, self.name = role, seed, name

    def do(self, kind: str, on: date | str | None = None, **values: Any) -> Course:
        """Do a move on a day (None: today)."""
        day = self.course.day if on is None else date.fromisoformat(on) if isinstance(on, str) else on
        move = Move(kind, day, values)
        go(self.course, move)
        self.done.append(move)
        return self.course

    def may(self, kind: str) -> bool:
        """Say whether something can be done now."""
        return kind in doable(self.course)

    def until(self, holds: Callable[[Talks], object]) -> Course:
        """Let the days go by until something is so."""
        while not holds(self.course.talks):
            self.do("wait", self.course.day + DAY)
        return self.course

    def again(self) -> Course:
        """Play the same moves anew."""
        return play(room(self.name), self.role, self.seed, self.done)

    def team(self) -> None:
        """Name the people whom the script would name."""
        team = room(self.name).scenario.sides[self.role].script.team
        self.do("name", people=list(team[:3]), chief=team[0])


def to_the_table(player: Player) -> None:
    """Come to the first session by the book."""
    course = player.course
    if player.may("request"):
        player.do("request", course.day)
        refused_or_late(player)
    else:
        player.do("reply", course.day + 5 * DAY, reply="accepted")
    player.team()
    player.do("ask")
    player.until(lambda talks: len(talks.named) == 2)
    if course.talks.first_session_on is None:
        player.do("plan", session=(course.day + 10 * DAY).isoformat())
    first = course.talks.first_session_on
    if any(one.asked == player.role for one in course.talks.requests) or player.role == "employer":
        player.do("wait", max(first - 3 * DAY, course.day))
        if player.may("give"):
            player.do("give")
    player.do("wait", first)


def refused_or_late(player: Player) -> None:
    """Take the lawful steps one by one until the other side agrees to talk."""
    steps = ["order_correction", "guidance", "rectification", "government_order", "coordination"]
    if not room(player.name).mandatory:
        steps.remove("order_correction")
    player.until(lambda talks: talks.replied_on or any(one.state == "expired" for one in player.course.clocks()))
    while player.course.talks.agreed_on is None:
        player.do("step", step=steps.pop(0))
        player.until(lambda talks: talks.agreed_on or player.course.day >= max(talks.steps_taken.values()) + 8 * DAY)


def bargain(player: Player, *, opens: int, least: int, step: int) -> None:
    """Offer from `opens` hundredths of points down to `least`, each time what lies nearest to the other side's offer."""
    course, ground = player.course, room(player.name)
    wish = opens
    for _ in range(25):
        if course.agreed:
            return
        theirs = course.table.bids(course.other)
        whole = set(ground.scenario.agenda) <= set(theirs)
        last = any(one.said.message == FINAL for one in course.events)
        fair = whole and worth(ground, player.role, theirs).fine
        if fair and (last or worth(ground, player.role, theirs).total >= wish):
            player.do("offer", course.day + 2 * DAY, accepts=list(ground.scenario.agenda), minutes="yes")
            return
        chosen = next_offer(ground, player.role, wish, theirs if whole else {})
        player.do("offer", course.day + 2 * DAY, clauses=chosen, minutes="yes")
        wish = max(wish - step, least)


def next_offer(ground: Ground, role: str, wish: int, theirs: dict) -> dict[str, str]:
    """Return the values of an agreement worth `wish` to a side, as typed."""
    fitting = [one for one in acceptable(ground, role) if one.worth[role].total >= wish] or acceptable(ground, role)[:1]
    places = [place(ground, issue, theirs) for issue in ground.scenario.issues]

    def distance(one) -> int:
        return sum((own - other) ** 2 for own, other in zip(one.places, places, strict=True) if other is not None)

    found = min(fitting, key=lambda one: (distance(one), -one.worth[role].total))
    return typed(ground, found)


def typed(ground: Ground, candidate) -> dict[str, str]:
    """Return the values of a candidate as people type them."""
    found = {}
    for issue in ground.scenario.issues:
        for text in issue.values:
            others = {one.field: one.values[0] for one in ground.scenario.issues if one.clause == issue.clause}
            value = ground.values(issue.clause, {**others, issue.field: text})[issue.field]
            if value == candidate.terms[issue.clause][issue.field]:
                found[issue.key] = text
    return found


def to_effect(player: Player) -> None:
    """Sign, vote, file, wait for effect and publish, all in time."""
    course = player.course
    if player.may("draft"):
        player.do("draft", course.day + DAY, **TERM)
    if player.role == "workers":
        player.do("papers", course.day + DAY, vote_on=(course.day + 9 * DAY).isoformat())
        player.do("vote", course.talks.vote_on, secret="yes")
        player.do("notice", course.day + DAY)
    player.until(lambda talks: talks.adopted)
    if player.may("sign"):
        player.do("sign", course.day + DAY, **TERM)
    if player.role == "employer":
        player.until(lambda talks: talks.adoption_notice_on)
        player.do("file", course.day + 3 * DAY)
    player.until(lambda talks: course.effect())
    player.do("publish", course.day + DAY)


def well(name: str, role: str, seed: int = 0) -> Player:
    """Play by the book and bargain with patience."""
    player = Player(name, role, seed)
    to_the_table(player)
    bargain(player, opens=9000, least=5200, step=500)
    to_effect(player)
    return player


def badly(name: str, role: str, seed: int = 0) -> Player:
    """Answer late, name too few, offer against the law, take the first thing offered, sign no minutes, leave the rest."""
    player = Player(name, role, seed)
    course = player.course
    if player.may("request"):
        player.do("request")
        refused_or_late(player)
    else:
        player.do("reply", course.day + 40 * DAY, reply="accepted")
    team = room(name).scenario.sides[role].script.team
    player.do("name", course.day + 20 * DAY, people=list(team[:2]), chief=team[0])
    player.team()
    player.until(lambda talks: len(talks.named) == 2)
    player.do("wait", course.day + DAY)
    player.do("wait", max(course.talks.first_session_on or course.day, course.day))
    player.do("offer", course.day + DAY, minutes="no")
    player.do("offer", course.day + DAY, accepts=list(room(name).scenario.agenda), minutes="no")
    if role == "workers":
        player.do("vote", course.day + DAY, secret="no")
    player.do("draft", course.day + DAY, **TERM)
    if role == "workers":
        player.do("papers", vote_on=(course.day + 2 * DAY).isoformat())
        player.do("vote", course.talks.vote_on, secret="yes")
    player.do("leave", course.day + 30 * DAY)
    return player
