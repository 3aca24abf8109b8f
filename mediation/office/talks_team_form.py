"""The form of one representative of wage talks, and of a pasted list, read into entries that aren't stored yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from mediation.domain.refusals import N_, Problem, Refused
from mediation.domain.talks import chief
from mediation.models.talks import CHOSEN, POSTS, SIDES, Talks, TalksMember
from mediation.office import talks_state, talks_team_paste
from mediation.office.records import Said
from mediation.office.talks_typed import day, words

MOST_TEAM: Final = 120
TWICE: Final = N_("本方已有同名的代表，请在姓名后加注区别，例如“王芳（装配）”")


@dataclass(frozen=True)
class Listed:
    """The representatives of a pasted list; `by_law` says why one of them is entered as chief unasked, None: nobody."""

    members: list[TalksMember]
    by_law: chief.Proposal | None = None


def read(row: Talks, given: Mapping[str, str], members: Sequence[TalksMember]) -> TalksMember:
    """Return the representative that a form describes, not stored; raises Refused with every fault of the form."""
    problems: list[Problem] = []
    member = read_into(row, given, members, problems)
    if problems:
        raise Refused(problems)
    return member


def read_list(row: Talks, given: Mapping[str, str], members: Sequence[TalksMember]) -> Listed:
    """Return the representatives of a pasted list, not stored; raises Refused with every line that can't be read.

    Where the list says nothing of the chief and the side has none, the chief by law is entered as such; `roll_chief`
    "none" leaves it open.
    """
    pasted = talks_team_paste.read(given.get("roll", ""))
    problems = list(pasted.problems)
    common = {name: given.get(f"roll_{name}", "") for name in ("side", "since")}
    found: list[TalksMember] = []
    if not problems:
        for line, cells in enumerate(pasted.rows, 1):
            wrong: list[Problem] = []
            member = read_into(row, {**cells, **common}, [*members, *found], wrong)
            problems += [
                replace(one, field=f"roll_{one.field}") if one.field in common else _of_line(one, line) for one in wrong
            ]
            found.append(member)
    if problems:
        raise Refused(list({(one.field, one.message, str(one.params)): one for one in problems}.values()))
    if pasted.says_chief or given.get("roll_chief") == "none":
        return Listed(found)
    return Listed(found, _chief_by_law(row, found, members))


def _chief_by_law(row: Talks, listed: list[TalksMember], members: Sequence[TalksMember]) -> chief.Proposal | None:
    """Make the chief by law of a pasted list its chief, where the side has none then; return why."""
    side, since = listed[0].side, listed[0].since
    if any(one.chief and one.side == side and (one.until is None or one.until >= since) for one in members):
        return None
    team = talks_state.team_of(listed)
    proposal = chief.by_law(team, talks_state.unit_of(row), rows=talks_state.chain_of(row))
    for member, person in zip(listed, team, strict=True):
        member.chief = proposal is not None and person == proposal.chief
    return proposal


def _of_line(one: Problem, line: int) -> Problem:
    params: dict[str, Any] = {"line": line, "what": Said(one.message, dict(one.params))}
    return Problem(N_("第 %(line)d 人：%(what)s"), "roll", one.value, one.allowed, params)


def read_into(
    row: Talks, given: Mapping[str, str], members: Sequence[TalksMember], problems: list[Problem]
) -> TalksMember:
    """Return the representative that a form describes, as well as it can be read; faults go into `problems`."""
    side = _choice(given, "side", SIDES, N_("请选择哪一方"), problems)
    since = day(given, "since", problems, required=True) or date.min
    until = day(given, "until", problems)
    if until is not None and until < since:
        problems.append(too_early(since, until))
    member = TalksMember(
        station_id=row.station_id, talks_id=row.id, side=side,
        name=words(given, "name", problems, most=80, required=True), title=words(given, "title", problems, most=80),
        phone=words(given, "phone", problems, most=40), chief=given.get("chief") == "yes",
        post=_choice(given, "post", POSTS, N_("请选择职务身份"), problems),
        chosen=_choice(given, "chosen", CHOSEN, N_("请选择产生方式"), problems), since=since, until=until,
        outsider=given.get("outsider") == "yes", woman=given.get("woman") == "yes",
        left_why=words(given, "left_why", problems, most=200), contract_until=day(given, "contract_until", problems),
        position=1 + max((one.position for one in members), default=-1),
    )  # fmt: skip
    if any(
        (one.side, one.name) == (side, member.name) and (one.until is None or one.until >= since) for one in members
    ):
        problems.append(Problem(TWICE, "name", member.name))
    if len(members) >= MOST_TEAM:
        problems.append(Problem(N_("双方代表合计最多登记 %(most)d 人"), "name", params={"most": MOST_TEAM}))
    return member


def _choice(given: Mapping[str, str], name: str, allowed: Sequence[str], message: str, problems: list[Problem]) -> str:
    value = given.get(name, "")
    if value not in allowed:
        problems.append(Problem(message, name, value[:20], ", ".join(allowed)))
        return allowed[0]
    return value


def too_early(since: date, until: date) -> Problem:
    """Return the fault of a last day before the first."""
    return Problem(N_("早于担任代表之日 %(since)s"), "until", until.isoformat(), params={"since": since})
